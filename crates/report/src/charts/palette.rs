//! Colours, told apart by colour-blind readers too.

use plotters::style::RGBColor;
use rehedge_engine::Component;

/// Text, totals and marks.
pub(super) const INK: RGBColor = RGBColor(34, 34, 34);
/// Captions, axes and what is said aside.
pub(super) const ASIDE: RGBColor = RGBColor(96, 96, 96);
/// Grid lines.
pub(super) const GRID: RGBColor = RGBColor(224, 224, 224);
/// Paper.
pub(super) const PAPER: RGBColor = RGBColor(255, 255, 255);

/// Blue of the first series.
pub(super) const BLUE: RGBColor = RGBColor(0, 114, 178);
/// Vermilion of the second.
pub(super) const VERMILION: RGBColor = RGBColor(213, 94, 0);

const SERIES: [RGBColor; 8] = [
    BLUE,
    VERMILION,
    RGBColor(0, 158, 115),
    RGBColor(170, 68, 153),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(102, 17, 0),
    RGBColor(51, 34, 136),
];

/// Colour of a hedge or a family, by its place; every chart also names it beside its marks.
///
/// # Source
/// Okabe and Ito (2008), *Color Universal Design*, and Tol (2021), *Colour Schemes*, "muted".
pub(super) fn series(index: usize) -> RGBColor {
    SERIES[index % SERIES.len()]
}

/// Half as bright.
pub(super) fn darker(color: RGBColor) -> RGBColor {
    let RGBColor(red, green, blue) = color;
    RGBColor(red / 2, green / 2, blue / 2)
}

/// The colour dark enough for lettering on paper.
pub(super) fn lettering(color: RGBColor) -> RGBColor {
    let RGBColor(red, green, blue) = color;
    let weighted = 0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue);
    let share = (115.0 / weighted.max(1.0)).min(1.0);
    let darker = |part: u8| (f64::from(part) * share).round() as u8;
    RGBColor(darker(red), darker(green), darker(blue))
}

/// Colour of a component, the same in every chart. Related parts lie apart: gamma and theta,
/// spread and impact.
pub(super) fn component(component: Component) -> RGBColor {
    match component {
        Component::Delta => RGBColor(0, 114, 178),
        Component::Gamma => RGBColor(213, 94, 0),
        Component::Theta => RGBColor(0, 158, 115),
        Component::Vega => RGBColor(204, 121, 167),
        Component::Vanna => RGBColor(51, 34, 136),
        Component::Volga => RGBColor(170, 68, 153),
        Component::Gap => RGBColor(136, 34, 85),
        Component::Residual => RGBColor(160, 160, 160),
        Component::Entry => RGBColor(221, 204, 119),
        Component::Financing => RGBColor(86, 180, 233),
        Component::Dividend => RGBColor(136, 204, 238),
        Component::Spread => RGBColor(230, 159, 0),
        Component::Fee => RGBColor(153, 153, 51),
        Component::Impact => RGBColor(102, 17, 0),
    }
}

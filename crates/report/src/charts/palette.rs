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

/// Colour of a hedge or a family, by its place. After eight they come again, with other marks
/// ([`turn`]); every chart also names it beside its marks.
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

/// Halfway to paper.
pub(super) fn paler(color: RGBColor) -> RGBColor {
    along(&[color, PAPER], 0.55)
}

/// How often the colours have been through before a hedge: hedges of one colour differ in it.
pub(super) fn turn(index: usize) -> usize {
    index / SERIES.len() % TURNS
}

/// Marks that tell hedges of one colour apart.
const TURNS: usize = 5;

/// Viridis from its light to its dark end.
const SEQUENTIAL: [RGBColor; 11] = [
    RGBColor(253, 231, 37),
    RGBColor(189, 223, 38),
    RGBColor(122, 209, 81),
    RGBColor(68, 191, 112),
    RGBColor(34, 168, 132),
    RGBColor(33, 145, 140),
    RGBColor(42, 120, 142),
    RGBColor(53, 95, 141),
    RGBColor(65, 68, 135),
    RGBColor(72, 36, 117),
    RGBColor(68, 1, 84),
];

/// Colour of a number between the least (0, light) and the greatest (1, dark) of a chart.
///
/// # Source
/// Smith and van der Walt (2015), *A better default colormap for matplotlib*: viridis.
pub(super) fn sequential(share: f64) -> RGBColor {
    along(&SEQUENTIAL, share)
}

/// The colour at a share of the way through colours that follow each other.
fn along(colors: &[RGBColor], share: f64) -> RGBColor {
    let place = share.clamp(0.0, 1.0) * (colors.len() - 1) as f64;
    let before = (place as usize).min(colors.len() - 2);
    let (RGBColor(r0, g0, b0), RGBColor(r1, g1, b1)) = (colors[before], colors[before + 1]);
    let part = place - before as f64;
    let mix = |a: u8, b: u8| (f64::from(a) + part * (f64::from(b) - f64::from(a))).round() as u8;
    RGBColor(mix(r0, r1), mix(g0, g1), mix(b0, b1))
}

/// Red, white and blue.
const DIVERGING: [RGBColor; 11] = [
    RGBColor(103, 0, 31),
    RGBColor(178, 24, 43),
    RGBColor(214, 96, 77),
    RGBColor(244, 165, 130),
    RGBColor(253, 219, 199),
    RGBColor(247, 247, 247),
    RGBColor(209, 229, 240),
    RGBColor(146, 197, 222),
    RGBColor(67, 147, 195),
    RGBColor(33, 102, 172),
    RGBColor(5, 48, 97),
];

/// Colour of a number between the greatest loss (0, red) and as great a gain (1, blue); white at one
/// half.
///
/// # Source
/// Harrower and Brewer (2003), *`ColorBrewer.org`: an online tool for selecting colour schemes for
/// maps*, The Cartographic Journal 40: red and blue in eleven classes.
pub(super) fn diverging(share: f64) -> RGBColor {
    along(&DIVERGING, share)
}

/// Lettering that can be read on a colour.
pub(super) fn on(color: RGBColor) -> RGBColor {
    if brightness(color) < 130.0 { PAPER } else { INK }
}

fn brightness(RGBColor(red, green, blue): RGBColor) -> f64 {
    0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue)
}

/// The colour dark enough for lettering on paper.
pub(super) fn lettering(color: RGBColor) -> RGBColor {
    let RGBColor(red, green, blue) = color;
    let share = (115.0 / brightness(color).max(1.0)).min(1.0);
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

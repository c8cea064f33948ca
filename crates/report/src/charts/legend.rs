//! A legend that flows in lines and stands outside of every plot.

use super::canvas::{Area, Backend, inset, px, size, stroke, write};
use super::plot::{diamond, symbol_corners};
use super::text::Lettering;
use super::{ChartError, palette};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};

/// What stands before an entry's name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Swatch {
    /// A filled box.
    Box,
    /// A pale filled box.
    Band,
    /// A box from the red to the blue end of diverging colours; has no colour of its own.
    Diverging,
    /// A line of so many pixels.
    Line(f64),
    /// A filled diamond.
    Diamond,
    /// An open box.
    Frame,
    /// An open circle.
    Ring,
    /// A dashed line.
    Dashed,
    /// A cross.
    Cross,
    /// The mark of the series of an index.
    Symbol(usize),
}

/// A line of the legend.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub swatch: Swatch,
    pub color: RGBColor,
    pub name: String,
}

const SWATCH: f64 = 26.0;
/// Colours of [`Swatch::Diverging`].
const SHADES: i32 = 7;
const GAP: f64 = 8.0;
const BETWEEN: f64 = 26.0;

/// Draws the legend at the top of an area and gives what is left below.
pub(super) fn above<DB: Backend>(
    area: &Area<DB>,
    entries: &[Entry],
    text_size: f64,
) -> Result<Area<DB>, ChartError> {
    let lettering = Lettering::new(text_size);
    let line_height = 1.45 * text_size;
    let places = flow(entries, lettering, size(area).0);
    if entries.is_empty() {
        return Ok(area.clone());
    }
    for (entry, (x, line)) in entries.iter().zip(&places) {
        let middle = (*line as f64 + 0.5) * line_height;
        draw_swatch(area, entry, (*x, middle))?;
        let at = (x + SWATCH + GAP, middle);
        write(area, &entry.name, lettering, (HPos::Left, VPos::Center), at)?;
    }
    let lines = places.last().map_or(0, |(_, line)| line + 1);
    Ok(inset(area, [lines as f64 * line_height + 10.0, 0.0, 0.0, 0.0]))
}

/// Left edge and line of every entry.
fn flow(entries: &[Entry], lettering: Lettering, room: f64) -> Vec<(f64, usize)> {
    let (mut x, mut line) = (0.0, 0);
    let mut places = Vec::with_capacity(entries.len());
    for entry in entries {
        let width = SWATCH + GAP + lettering.width(&entry.name);
        if x > 0.0 && x + width > room {
            (x, line) = (0.0, line + 1);
        }
        places.push((x, line));
        x += width + BETWEEN;
    }
    places
}

fn draw_swatch<DB: Backend>(
    area: &Area<DB>,
    entry: &Entry,
    (x, y): (f64, f64),
) -> Result<(), ChartError> {
    let (left, right, middle) = (px(x), px(x + SWATCH), px(y));
    let half = px(8.0);
    match entry.swatch {
        Swatch::Box | Swatch::Band => {
            let opacity = if entry.swatch == Swatch::Band { BAND_OPACITY } else { 1.0 };
            let corners = [(left, middle - half), (right, middle + half)];
            area.draw(&Rectangle::new(corners, entry.color.mix(opacity).filled()))?;
        }
        Swatch::Diverging => {
            let edge = |i: i32| left + (right - left) * i / SHADES;
            for i in 0..SHADES {
                let color = palette::diverging(f64::from(i) / f64::from(SHADES - 1));
                let corners = [(edge(i), middle - half), (edge(i + 1), middle + half)];
                area.draw(&Rectangle::new(corners, color.filled()))?;
            }
        }
        Swatch::Frame => {
            let corners = [(left, middle - half), (right, middle + half)];
            area.draw(&Rectangle::new(corners, entry.color.stroke_width(stroke(3.0))))?;
        }
        Swatch::Ring => {
            let style = entry.color.stroke_width(stroke(2.5));
            area.draw(&Circle::new((px(x + SWATCH / 2.0), middle), px(9.0), style))?;
        }
        Swatch::Line(width) => {
            let style = entry.color.stroke_width(stroke(width));
            area.draw(&PathElement::new([(left, middle), (right, middle)], style))?;
        }
        Swatch::Dashed => {
            let style = entry.color.stroke_width(stroke(2.0));
            let third = (right - left) / 3;
            for (from, to) in [(left, left + third), (right - third, right)] {
                area.draw(&PathElement::new([(from, middle), (to, middle)], style))?;
            }
        }
        Swatch::Cross => {
            let style = entry.color.stroke_width(stroke(2.0));
            let (centre, half) = (px(x + SWATCH / 2.0), px(9.0));
            area.draw(&PathElement::new(
                [(centre - half, middle), (centre + half, middle)],
                style,
            ))?;
            area.draw(&PathElement::new(
                [(centre, middle - half), (centre, middle + half)],
                style,
            ))?;
        }
        Swatch::Symbol(series) => symbol(area, series, (px(x + SWATCH / 2.0), middle))?,
        Swatch::Diamond => {
            let centre = px(x + SWATCH / 2.0);
            let corners = diamond(9.0).map(|(dx, dy)| (centre + px(dx), middle + px(dy)));
            area.draw(&Polygon::new(corners.to_vec(), palette::INK.filled()))?;
        }
    }
    Ok(())
}

/// The mark of a series, as plots draw it.
fn symbol<DB: Backend>(
    area: &Area<DB>,
    series: usize,
    (x, y): (i32, i32),
) -> Result<(), ChartError> {
    let style = palette::series(series).filled();
    match symbol_corners(palette::turn(series), 7.5) {
        None => area.draw(&Circle::new((x, y), px(7.5), style))?,
        Some(corners) => {
            let corners: Vec<_> =
                corners.iter().map(|(dx, dy)| (x + px(*dx), y + px(*dy))).collect();
            area.draw(&Polygon::new(corners, style))?;
        }
    }
    Ok(())
}

/// Opacity of bands, here and in plots.
pub(super) const BAND_OPACITY: f64 = 0.15;

/// Moves labels at heights `wanted` apart by `gap` at least, in order, within `low ..= high` as
/// far as there is room.
pub(super) fn spread(wanted: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let room = (high - low) / (wanted.len().max(2) - 1) as f64;
    let gap = gap.min(room.max(0.0));
    let mut places = wanted.to_vec();
    let mut free_from = low;
    for &i in &order {
        places[i] = places[i].max(free_from);
        free_from = places[i] + gap;
    }
    let mut free_to = high;
    for &i in order.iter().rev() {
        places[i] = places[i].min(free_to);
        free_to = places[i] - gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_spread_without_changing_order() {
        assert_eq!(spread(&[5.0, 5.0, 1.0], 2.0, (0.0, 10.0)), [5.0, 7.0, 1.0]);
        assert_eq!(spread(&[9.5, 10.0], 3.0, (0.0, 10.0)), [7.0, 10.0]);
        assert_eq!(spread(&[4.0, 4.0, 4.0], 50.0, (0.0, 10.0)), [0.0, 5.0, 10.0]);
    }

    #[test]
    fn the_legend_breaks_lines_where_it_must() {
        let entry =
            |name: &str| Entry { swatch: Swatch::Box, color: palette::INK, name: name.into() };
        let entries = [entry("gamma"), entry("theta"), entry("residual")];
        let narrow = flow(&entries, Lettering::new(20.0), 150.0);
        assert_eq!(narrow.iter().map(|(_, line)| *line).collect::<Vec<_>>(), [0, 1, 2]);
        let wide = flow(&entries, Lettering::new(20.0), 2000.0);
        assert!(wide.iter().all(|(_, line)| *line == 0));
    }
}

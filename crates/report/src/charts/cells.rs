//! Coloured cells of a grid, and the bar that says what their colours mean.

use super::axis::Axis;
use super::canvas::{Area, Backend, SMALL, px};
use super::plot::{Plot, scale_beside, side_room};
use super::{ChartError, palette};
use plotters::element::Rectangle;
use plotters::style::{Color, RGBColor};

/// Colours that are told apart; neighbours of one colour are drawn as one box.
const LEVELS: usize = 40;
/// Width of the bar of colours, and what stands left of it, in pixels.
const BAR: f64 = 22.0;
const GAP: f64 = 22.0;

/// What colours mean.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Colors {
    /// The values from the first colour to the last.
    pub axis: Axis,
    /// From red over white to blue, not from light to dark.
    pub diverging: bool,
}

impl Colors {
    /// From light to dark.
    pub(super) const fn sequential(axis: Axis) -> Self {
        Self { axis, diverging: false }
    }

    /// Colour of a value.
    pub(super) fn of(&self, value: f64) -> RGBColor {
        self.shade(self.level(value))
    }

    fn level(&self, value: f64) -> usize {
        // Values that differ by rounding are of one colour, on a border between two as well.
        ((self.axis.fraction(value) * LEVELS as f64 + 1e-6) as usize).min(LEVELS - 1)
    }

    fn shade(&self, level: usize) -> RGBColor {
        if self.diverging {
            // The ends of the first and the last colour are the ends of the scheme.
            return palette::diverging(level as f64 / (LEVELS - 1) as f64);
        }
        palette::sequential((level as f64 + 0.5) / LEVELS as f64)
    }
}

/// Fills the cells between edges, row by row from below; a cell without a value stays as it is.
///
/// Cells end on whole pixels, so that no seam shows between them.
pub(super) fn fill<'a, DB: Backend + 'a>(
    canvas: &Area<DB>,
    plot: &Plot<'a, DB>,
    (x_edges, y_edges): (&[f64], &[f64]),
    values: &[Option<f64>],
    colors: &Colors,
) -> Result<(), ChartError> {
    let across: Vec<i32> =
        x_edges.iter().map(|x| px(plot.on_canvas((*x, y_edges[0])).0.round())).collect();
    let down: Vec<i32> =
        y_edges.iter().map(|y| px(plot.on_canvas((x_edges[0], *y)).1.round())).collect();
    let columns = across.len() - 1;
    for (row, values) in values.chunks(columns).enumerate() {
        let levels: Vec<_> = values.iter().map(|v| v.map(|v| colors.level(v))).collect();
        let mut left = 0;
        for run in levels.chunk_by(PartialEq::eq) {
            let right = left + run.len();
            if let Some(level) = run[0] {
                let corners = [(across[left], down[row + 1]), (across[right], down[row])];
                canvas.draw(&Rectangle::new(corners, colors.shade(level).filled()))?;
            }
            left = right;
        }
    }
    Ok(())
}

/// Room that the bar of colours needs at the right of a plot, in pixels.
pub(super) fn bar_room(colors: &Colors) -> f64 {
    untitled_bar_room(colors) + 1.5 * SMALL
}

/// The same for a bar without a title.
pub(super) fn untitled_bar_room(colors: &Colors) -> f64 {
    GAP + BAR + side_room(&colors.axis, SMALL, false) + 4.0
}

/// Draws the bar of colours at the right of a plot.
pub(super) fn bar<'a, DB: Backend + 'a>(
    canvas: &Area<DB>,
    plot: &Plot<'a, DB>,
    colors: &Colors,
    title: &str,
) -> Result<(), ChartError> {
    let [_, top, right, bottom] = plot.bounds();
    bar_at(canvas, [right, top, bottom], colors, title)
}

/// The same, right of something, from its top to its bottom.
pub(super) fn bar_at<DB: Backend>(
    canvas: &Area<DB>,
    [beside, top, bottom]: [f64; 3],
    colors: &Colors,
    title: &str,
) -> Result<(), ChartError> {
    let (left, right) = (beside + GAP, beside + GAP + BAR);
    let edge = |level: usize| (bottom - (bottom - top) * level as f64 / LEVELS as f64).round();
    for level in 0..LEVELS {
        let corners = [(px(left), px(edge(level + 1))), (px(right), px(edge(level)))];
        canvas.draw(&Rectangle::new(corners, colors.shade(level).filled()))?;
    }
    scale_beside(canvas, [right, top, bottom], &colors.axis, title, palette::INK)
}

//! Panels below each other on one time axis.

use super::ChartError;
use super::axis::{Axis, extent};
use super::canvas::{Area, Backend, SMALL, inset, size, write};
use super::legend::spread;
use super::palette;
use super::plot::{Axes, Plot, Spot, bottom_room, side_room};
use super::text::Lettering;
use plotters::style::RGBColor;
use plotters::style::text_anchor::{HPos, VPos};

/// Size of the lettering, in pixels.
pub(super) const LETTERING: f64 = SMALL;
/// Height of a panel's heading, in pixels.
const HEADING: f64 = 36.0;
/// The time axis goes on for this share of it after the last time, so that what happens then is
/// seen.
const AFTER: f64 = 0.015;

/// Panels on one time axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stack<'a> {
    /// Times, in trading days.
    pub days: &'a [f64],
    /// Shares of the height.
    pub heights: &'a [f64],
    /// Room left of every panel, in pixels.
    pub left: f64,
    /// Room for names at the right, in pixels.
    pub right: f64,
}

/// A panel's place, its y axis, and what is written at it.
pub(super) struct Panel<'a> {
    pub index: usize,
    pub heading: &'a str,
    pub y: Axis,
    pub y_title: &'a str,
}

/// Room that the widest of several y axes needs at the left, in pixels.
pub(super) fn left_room<'a>(axes: impl IntoIterator<Item = &'a Axis>) -> f64 {
    axes.into_iter().map(|axis| side_room(axis, LETTERING, true)).fold(0.0, f64::max)
}

impl Stack<'_> {
    /// Where lines that hold their last value end.
    pub(super) fn end(&self) -> f64 {
        let (low, high) = extent(self.days.iter().copied());
        high + AFTER * (high - low)
    }

    /// Grid and axes of a panel; the lowest has the time axis.
    pub(super) fn plot<'a, DB: Backend + 'a>(
        &self,
        body: &Area<DB>,
        panel: Panel<'_>,
    ) -> Result<Plot<'a, DB>, ChartError> {
        let (width, height) = size(body);
        let last = panel.index + 1 == self.heights.len();
        let room = height - bottom_room(LETTERING);
        let top = room * self.heights[..panel.index].iter().sum::<f64>();
        let below = if last { 0.0 } else { height - top - room * self.heights[panel.index] };
        let heading = Lettering::new(LETTERING).bold();
        let area = inset(body, [top, below, 0.0, self.right]);
        let title = heading.ellipsize(panel.heading, size(&area).0 - self.left);
        write(&area, &title, heading, (HPos::Left, VPos::Top), (self.left, 13.0))?;
        let (low, _) = extent(self.days.iter().copied());
        let x = Axis::linear((low, self.end()), ((width - 300.0) / 90.0) as usize);
        let axes = Axes {
            x_title: last.then_some("trading days from entry"),
            y_title: Some(panel.y_title),
            left: self.left,
            size: LETTERING,
        };
        Plot::new(&inset(&area, [HEADING, 0.0, 0.0, 0.0]), x, panel.y, &axes)
    }
}

/// The last point of a line.
pub(super) fn last(line: &[Spot]) -> Spot {
    line.last().copied().unwrap_or((0.0, 0.0))
}

/// A line that holds each value until the next time, and the last until `end`.
pub(super) fn steps(points: &[Spot], end: f64) -> Vec<Spot> {
    let mut line = Vec::with_capacity(2 * points.len());
    for pair in points.windows(2) {
        line.push(pair[0]);
        if pair[0].1 != pair[1].1 {
            line.push((pair[1].0, pair[0].1));
        }
    }
    line.extend(points.last());
    line.extend(points.last().map(|(_, value)| (end, *value)));
    line
}

/// Names lines at the right of the plot, at the height of their ends, apart from each other.
pub(super) fn name_ends<'a, DB: Backend + 'a>(
    canvas: &Area<DB>,
    plot: &Plot<'a, DB>,
    ends: &[(&str, RGBColor, Spot)],
) -> Result<(), ChartError> {
    let [_, top, right, bottom] = plot.bounds();
    let wanted: Vec<f64> = ends.iter().map(|(_, _, end)| plot.on_canvas(*end).1).collect();
    let lettering = Lettering::new(LETTERING);
    let places = spread(&wanted, 1.12 * LETTERING, (top + 6.0, bottom - 6.0));
    for ((name, color, _), y) in ends.iter().zip(places) {
        let color = lettering.color(palette::lettering(*color));
        write(canvas, name, color, (HPos::Left, VPos::Center), (right + 8.0, y))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_held_and_the_last_one_seen() {
        let held = steps(&[(0.0, 1.0), (1.0, 1.0), (2.0, 3.0)], 2.5);
        assert_eq!(held, [(0.0, 1.0), (1.0, 1.0), (2.0, 1.0), (2.0, 3.0), (2.5, 3.0)]);
        assert_eq!(steps(&[], 1.0), []);
    }
}

//! Distribution of P&L: a row per hedge, all on one axis.

use super::axis::{Axis, extent};
use super::canvas::{Area, Backend, Drawing, frame, inset, render, size};
use super::histogram::{Outline, central_range};
use super::plot::{AXIS_TEXT, Axes, Plot};
use super::rows::{self, Row};
use super::{ChartError, Image, Labels, finite, palette};
use crate::charts::ticks::significant;

/// P&L at the horizon of one hedge on every path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PnlSample<'a> {
    /// The hedge.
    pub name: &'a str,
    /// P&L of every path, in the chart's unit; at least one.
    pub pnl: &'a [f64],
}

/// Input of [`pnl_distribution`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PnlDistribution<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// A row each.
    pub hedges: &'a [PnlSample<'a>],
}

/// Histograms of P&L, a row per hedge above a common axis, with the means marked.
///
/// The axis spans every hedge's 0.1 % to 99.9 % quantiles; bins are multiples of a common width;
/// each row is scaled to its own peak, so that shapes compare where spreads differ widely. Mean and
/// standard deviation are those of the whole sample.
///
/// # Errors
/// [`ChartError`] if there is no hedge, a sample is empty or not finite, or drawing fails.
pub fn pnl_distribution(input: &PnlDistribution<'_>) -> Result<Image, ChartError> {
    if input.hedges.is_empty() || input.hedges.iter().any(|hedge| hedge.pnl.is_empty()) {
        return Err(ChartError::Nothing("a distribution needs a hedge and a path"));
    }
    for hedge in input.hedges {
        finite(hedge.name, hedge.pnl)?;
    }
    let ends = input.hedges.iter().flat_map(|hedge| {
        let (low, high) = central_range(hedge.pnl);
        [low, high]
    });
    let range = extent(ends);
    let outlines = input.hedges.iter().map(|hedge| Outline::new(hedge.pnl, range)).collect();
    render(&Prepared { input, range, outlines })
}

struct Prepared<'a> {
    input: &'a PnlDistribution<'a>,
    range: (f64, f64),
    outlines: Vec<Outline>,
}

const NOTE: &str = "Shown: 0.1 % to 99.9 % quantiles of every hedge; each row scaled to its own \
                    peak; vertical lines: means of all paths.";

/// Room for mean and standard deviation, in pixels.
const NUMBERS: f64 = 190.0;

impl Drawing for Prepared<'_> {
    fn height(&self) -> u32 {
        rows::height(self.outlines.len(), 48.0, 230.0)
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let body = frame(canvas, &self.input.labels, NOTE)?;
        let names = rows::names_room(self.input.hedges.iter().map(|hedge| hedge.name));
        let area = inset(&body, [0.0, 0.0, names, NUMBERS]);
        let count = self.outlines.len();
        let x = Axis::linear(self.range, (size(&area).0 / 120.0) as usize);
        let y = Axis::linear((0.0, count as f64), 0).with_ticks(vec![]);
        let x_title = format!("P&L ({})", self.input.labels.unit);
        let axes = Axes { x_title: Some(&x_title), y_title: None, left: 0.0, size: AXIS_TEXT };
        let mut plot = Plot::new(&area, x, y, &axes)?;
        if self.range.0 < 0.0 && self.range.1 > 0.0 {
            plot.dashed(vec![(0.0, 0.0), (0.0, count as f64)], palette::ASIDE, 1.5)?;
        }
        for (i, outline) in self.outlines.iter().enumerate() {
            self.row(canvas, &mut plot, i, outline)?;
        }
        Ok(())
    }
}

impl Prepared<'_> {
    fn row<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &mut Plot<'a, DB>,
        i: usize,
        outline: &Outline,
    ) -> Result<(), ChartError> {
        let base = (self.outlines.len() - 1 - i) as f64;
        let color = palette::series(i);
        let raised = |(x, y): &(f64, f64)| (*x, base + 0.86 * y);
        let corners: Vec<_> = outline.corners.iter().map(raised).collect();
        plot.fill(corners.clone(), color, 0.3)?;
        plot.line(corners, color, 2.0)?;
        let mean = outline.mean.clamp(self.range.0, self.range.1);
        plot.line(vec![(mean, base), (mean, base + 0.86)], palette::INK, 3.0)?;

        let [left, top, right, bottom] = plot.bounds();
        let height = (bottom - top) / self.outlines.len() as f64;
        let row = Row { middle: plot.on_canvas((mean, base + 0.45)).1, height };
        let names = rows::names_room(self.input.hedges.iter().map(|hedge| hedge.name));
        row.name(canvas, self.input.hedges[i].name, color, (left - 12.0, names - 14.0))?;
        let numbers = [
            format!("mean {}", significant(outline.mean, 3)),
            format!("sd {}", significant(outline.sd, 3)),
        ];
        row.numbers(canvas, &numbers, right + 14.0)
    }
}

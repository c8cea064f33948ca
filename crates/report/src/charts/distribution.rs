//! Distribution of P&L: a row per hedge, all on one axis.

use super::axis::{Axis, extent};
use super::canvas::{Area, Backend, Drawing, frame, inset, render, size};
use super::histogram::{Outline, central_range};
use super::plot::{AXIS_TEXT, Axes, Plot};
use super::rows::{self, Names, Row};
use super::ticks::significant;
use super::{ChartError, Image, Labels, finite, palette};

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
/// The axis spans every hedge's 0.1 % to 99.9 % quantiles, but no further beyond the median hedge's
/// than that is wide; what a row has outside is counted beside it. Bins are multiples of a common width;
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
    let ranges: Vec<_> = input.hedges.iter().map(|hedge| central_range(hedge.pnl)).collect();
    let range = shown(&ranges);
    let outlines = input.hedges.iter().map(|hedge| Outline::new(hedge.pnl, range)).collect();
    render(&Prepared { input, range, outlines })
}

/// The range of all, but no further beyond the median hedge's than that is wide: one unhedged book
/// shall not flatten every other row.
fn shown(ranges: &[(f64, f64)]) -> (f64, f64) {
    let median = |end: fn(&(f64, f64)) -> f64| {
        let mut ends: Vec<f64> = ranges.iter().map(end).collect();
        ends.sort_by(f64::total_cmp);
        ends[ends.len() / 2]
    };
    let (low, high) = extent(ranges.iter().flat_map(|range| [range.0, range.1]));
    let (median_low, median_high) = (median(|range| range.0), median(|range| range.1));
    let width = median_high - median_low;
    if width > 0.02 * (high - low) {
        (low.max(median_low - width), high.min(median_high + width))
    } else {
        (low, high)
    }
}

struct Prepared<'a> {
    input: &'a PnlDistribution<'a>,
    range: (f64, f64),
    outlines: Vec<Outline>,
}

const NOTE: &str = "Tails beyond the 0.1 % and 99.9 % quantiles are cut; each row is scaled to \
                    its own peak; vertical lines: means.";

/// Room for mean and standard deviation, in pixels.
const NUMBERS: f64 = 190.0;

impl Drawing for Prepared<'_> {
    fn height(&self) -> u32 {
        rows::height(self.outlines.len(), 56.0, 230.0)
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let body = frame(canvas, &self.input.labels, NOTE)?;
        let names = Names::new(self.input.hedges.iter().map(|hedge| hedge.name));
        let area = inset(&body, [0.0, 0.0, names.room(), NUMBERS]);
        let count = self.outlines.len();
        let x = Axis::linear(self.range, (size(&area).0 / 120.0) as usize);
        let y = Axis::linear((0.0, count as f64), 0).with_ticks(vec![]);
        let x_title = format!("P&L ({})", self.input.labels.unit);
        let axes = Axes { x_title: Some(&x_title), y_title: None, left: 0.0, size: AXIS_TEXT };
        let mut plot = Plot::new(&area, x, y, &axes)?;
        if self.range.0 < 0.0 && self.range.1 > 0.0 {
            plot.dashed(vec![(0.0, 0.0), (0.0, count as f64)], palette::ASIDE, 1.5)?;
        }
        for i in 0..count {
            self.row(canvas, &mut plot, i, &names)?;
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
        names: &Names<'_>,
    ) -> Result<(), ChartError> {
        let outline = &self.outlines[i];
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
        row.name(canvas, (names, i), palette::lettering(color), left - 12.0)?;
        let numbers = [
            format!("mean {}", significant(outline.mean, 3)),
            format!("sd {}", significant(outline.sd, 3)),
            format!("{:.1} % not shown", 100.0 * outline.outside),
        ];
        let lines = if outline.outside > 0.0025 { 3 } else { 2 };
        row.numbers(canvas, &numbers[..lines], right + 14.0)
    }
}

//! P&L against the spot at the end, as a density.

use super::axis::{Axis, extent};
use super::canvas::{Area, Backend, Drawing, SMALL, frame, inset, render, size, write};
use super::cells::Colors;
use super::histogram::central_range;
use super::legend::{self, Entry, Swatch};
use super::plot::{Axes, Plot, Spot, side_room};
use super::text::Lettering;
use super::{
    ChartError, Image, Labels, PnlSample, cells, finite, names, palette, panels, same_length,
};
use plotters::style::text_anchor::{HPos, VPos};

/// Input of [`spot_pnl`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpotPnl<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// Spot at the horizon of every path.
    pub spots: &'a [f64],
    /// One to four hedges; those that follow are not drawn.
    pub hedges: &'a [PnlSample<'a>],
}

/// P&L (up) against the spot at the horizon (across), a panel per hedge: how many paths lie in each
/// cell as a colour, on a log scale that all panels share, and the mean P&L at each spot as a line.
/// Tails beyond the 0.1 % and 99.9 % quantiles are cut. Panels have their own scales of P&L.
///
/// # Errors
/// [`ChartError`] if there is no hedge or no path, lengths differ, a number is not finite, or
/// drawing fails.
pub fn spot_pnl(input: &SpotPnl<'_>) -> Result<Image, ChartError> {
    if input.hedges.is_empty() || input.spots.is_empty() {
        return Err(ChartError::Nothing("P&L against the spot needs a hedge and a path"));
    }
    finite("spot", input.spots)?;
    for hedge in input.hedges {
        same_length(hedge.name, input.spots.len(), hedge.pnl.len())?;
        finite(hedge.name, hedge.pnl)?;
    }
    let shown = &input.hedges[..input.hedges.len().min(PANELS)];
    let spots = shown_range(input.spots);
    let fine = if shown.len() == 1 { 2 } else { 1 };
    let counts: Vec<Counts> =
        shown.iter().map(|hedge| Counts::new(input.spots, spots, hedge.pnl, fine)).collect();
    let most = counts.iter().flat_map(|counts| &counts.cells).copied().fold(2.0, f64::max);
    render(&Prepared {
        input,
        spots,
        colors: Colors::sequential(Axis::log_over((1.0, most))),
        counts,
    })
}

/// Most panels.
const PANELS: usize = 4;
/// Cells across and up of a panel; a lone panel has twice as many.
const CELLS: [usize; 2] = [64, 40];
/// Cells across that share a mean.
const TOGETHER: usize = 2;
/// Fewer paths have no mean.
const LEAST: f64 = 8.0;
const LETTERING: f64 = SMALL;

/// The middle of a sample, set apart where it has no width.
fn shown_range(sample: &[f64]) -> (f64, f64) {
    let (low, high) = central_range(sample);
    extent([low, high])
}

/// Paths counted in cells, and the mean P&L in columns of them.
struct Counts {
    range: (f64, f64),
    columns: usize,
    rows: usize,
    /// Row by row from below.
    cells: Vec<f64>,
    means: Vec<Spot>,
}

impl Counts {
    fn new(spots: &[f64], across: (f64, f64), pnl: &[f64], fine: usize) -> Self {
        let range = shown_range(pnl);
        let [columns, rows] = CELLS.map(|count| count * fine);
        let mut cells = vec![0.0; columns * rows];
        let mut sums = vec![(0.0, 0.0); columns / TOGETHER];
        for (spot, pnl) in spots.iter().zip(pnl) {
            let Some(column) = place(*spot, across, columns) else { continue };
            let (count, sum) = &mut sums[column / TOGETHER];
            *count += 1.0;
            // Means of running sums: huge numbers do not overflow.
            *sum += (pnl - *sum) / *count;
            if let Some(row) = place(*pnl, range, rows) {
                cells[row * columns + column] += 1.0;
            }
        }
        let width = (across.1 - across.0) / sums.len() as f64;
        let middle = |i: usize| across.0 + width * (i as f64 + 0.5);
        let sums = sums.into_iter().enumerate().filter(|(_, (count, _))| *count >= LEAST);
        let means = sums.map(|(i, (_, mean))| (middle(i), mean)).collect();
        Self { range, columns, rows, cells, means }
    }

    /// Cells that hold a path.
    fn shown(&self) -> Vec<Option<f64>> {
        self.cells.iter().map(|count| (*count > 0.0).then_some(*count)).collect()
    }

    fn edges(&self, across: (f64, f64)) -> (Vec<f64>, Vec<f64>) {
        (edges(across, self.columns), edges(self.range, self.rows))
    }
}

/// The cell of a value, of so many in a range; none outside.
fn place(value: f64, (low, high): (f64, f64), cells: usize) -> Option<usize> {
    let inside = (low..=high).contains(&value);
    let at = (value - low) / (high - low) * cells as f64;
    inside.then(|| (at as usize).min(cells - 1))
}

fn edges((low, high): (f64, f64), cells: usize) -> Vec<f64> {
    (0..=cells).map(|i| low + (high - low) * (i as f64 / cells as f64)).collect()
}

struct Prepared<'a> {
    input: &'a SpotPnl<'a>,
    spots: (f64, f64),
    counts: Vec<Counts>,
    /// Paths in a cell.
    colors: Colors,
}

const NOTE: &str = "Tails beyond the 0.1 % and 99.9 % quantiles are cut; panels have their own \
                    scales of P&L.";

impl Drawing for Prepared<'_> {
    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let body = frame(canvas, &self.input.labels, NOTE)?;
        let mean = Entry {
            swatch: Swatch::Line(4.0),
            color: palette::VERMILION,
            name: "mean P&L at each spot".into(),
        };
        let body = legend::above(&body, &[mean], LETTERING + 1.0)?;
        let all = inset(&body, [0.0, 0.0, 0.0, cells::bar_room(&self.colors) - 10.0]);
        let mut first = None;
        for (i, area) in panels::split(&all, self.counts.len()).iter().enumerate() {
            let plot = self.panel(canvas, &inset(area, [0.0, 0.0, 0.0, 18.0]), i)?;
            let [_, top, right, bottom] = plot.bounds();
            let frame = first.get_or_insert([right, top, bottom]);
            *frame = [frame[0].max(right), frame[1].min(top), frame[2].max(bottom)];
        }
        let frame = first.unwrap_or_default();
        cells::bar_at(canvas, frame, &self.colors, "paths in a cell, log scale")
    }
}

impl Prepared<'_> {
    fn panel<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        area: &Area<DB>,
        i: usize,
    ) -> Result<Plot<'a, DB>, ChartError> {
        let counts = &self.counts[i];
        let (width, _) = size(area);
        let heading = Lettering::new(LETTERING + 2.0).bold();
        let whole: Vec<&str> = self.input.hedges.iter().take(PANELS).map(|h| h.name).collect();
        let y = Axis::linear(counts.range, 5);
        let left = side_room(&y, LETTERING, true);
        let name = &names::shorten(&whole, heading, width - left - 20.0)[i];
        write(area, name, heading, (HPos::Left, VPos::Top), (left, 6.0))?;
        let x = Axis::linear(self.spots, (width / 110.0) as usize);
        let y_title = format!("P&L ({})", self.input.labels.unit);
        let axes = Axes {
            x_title: Some("spot at the horizon"),
            y_title: Some(&y_title),
            left,
            size: LETTERING,
        };
        let mut plot = Plot::new(&inset(area, [36.0, 4.0, 0.0, 0.0]), x, y, &axes)?;
        let (across, up) = counts.edges(self.spots);
        cells::fill(canvas, &plot, (&across, &up), &counts.shown(), &self.colors)?;
        let (low, high) = counts.range;
        if low < 0.0 && high > 0.0 {
            plot.dashed(vec![(self.spots.0, 0.0), (self.spots.1, 0.0)], palette::ASIDE, 1.0)?;
        }
        let mean: Vec<Spot> = counts.means.iter().map(|(x, y)| (*x, y.clamp(low, high))).collect();
        plot.line(mean.clone(), palette::PAPER, 6.5)?;
        plot.line(mean, palette::VERMILION, 4.0)?;
        Ok(plot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_counted_once_and_means_are_means() {
        let spots: Vec<f64> = (0..6400).map(|i| 90.0 + f64::from(i % 64) + 0.5).collect();
        let pnl: Vec<f64> = (0..6400).map(|i| f64::from(i % 64 / 2)).collect();
        let counts = Counts::new(&spots, (90.0, 154.0), &pnl, 1);
        assert_eq!(counts.cells.iter().sum::<f64>(), 6400.0);
        assert_eq!(counts.cells.iter().copied().fold(0.0, f64::max), 100.0);
        assert_eq!(counts.means.len(), 32);
        for (i, (spot, mean)) in counts.means.iter().enumerate() {
            assert_eq!(*spot, 91.0 + 2.0 * i as f64);
            assert!((mean - i as f64).abs() < 1e-12);
        }
    }

    #[test]
    fn ends_of_the_range_are_inside() {
        assert_eq!(
            [-0.1, 0.0, 1.0, 2.0, 2.1].map(|x| place(x, (0.0, 2.0), 4)),
            [None, Some(0), Some(2), Some(3), None]
        );
    }
}

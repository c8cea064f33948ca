//! What each model holds of each instrument.

use crate::charts::axis::Axis;
use crate::charts::canvas::{Area, Backend, Drawing, SMALL, frame, inset, render};
use crate::charts::legend::{self, Entry, Swatch};
use crate::charts::plot::{AXIS_TEXT, Axes, Plot, last_label_room};
use crate::charts::rows::{self, Names, Row};
use crate::charts::ticks::significant;
use crate::charts::{ChartError, Image, Labels, finite, palette, same_length};

/// The positions of a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModelPositions<'a> {
    /// The model.
    pub name: &'a str,
    /// Units of every instrument; 0 where it has none.
    pub positions: &'a [f64],
}

/// Input of [`positions`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PositionsChart<'a> {
    /// Title, caption and unit; the unit is not written by itself.
    pub labels: Labels<'a>,
    /// The instruments, from the top.
    pub instruments: &'a [&'a str],
    /// The models, in the order of their colours.
    pub models: &'a [ModelPositions<'a>],
}

/// A row per instrument, and in it a line per model from zero to its position, on one axis that is
/// log on both sides of zero: positions of models lie many powers of ten apart. The legend says how
/// many instruments each model holds and how many units in all.
///
/// # Errors
/// [`ChartError`] if there is no instrument or no model, lengths differ, a number is not finite, or
/// drawing fails.
pub fn positions(input: &PositionsChart<'_>) -> Result<Image, ChartError> {
    if input.instruments.is_empty() || input.models.is_empty() {
        return Err(ChartError::Nothing("positions need an instrument and a model"));
    }
    for model in input.models {
        same_length(model.name, input.instruments.len(), model.positions.len())?;
        finite(model.name, model.positions)?;
    }
    render(input)
}

/// Height of a model's line, and what a row has besides, in pixels.
const LINE: f64 = 9.0;
const AIR: f64 = 7.0;
/// Share of the greatest position of a model below which one is not worth a power of ten of the axis.
const DUST: f64 = 1e-3;

impl Drawing for PositionsChart<'_> {
    fn height(&self) -> u32 {
        let row = LINE * self.models.len() as f64 + AIR;
        rows::height(self.instruments.len(), row.max(24.0), 290.0)
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let body = frame(canvas, &self.labels, "")?;
        let body = legend::above(&body, &self.legend(), SMALL + 2.0)?;
        let names = Names::new(self.instruments.iter().copied());
        let mut plot = self.plot(&inset(&body, [0.0, 0.0, names.room(), 0.0]))?;
        self.stripes(&mut plot)?;
        let count = self.instruments.len() as f64;
        plot.line(vec![(0.0, 0.0), (0.0, count)], palette::INK, 1.5)?;
        for i in 0..self.instruments.len() {
            self.row(canvas, &mut plot, i, &names)?;
        }
        Ok(())
    }
}

impl PositionsChart<'_> {
    fn legend(&self) -> Vec<Entry> {
        let entry = |(i, model): (usize, &ModelPositions<'_>)| {
            let held = model.positions.iter().filter(|position| **position != 0.0).count();
            let units: f64 = model.positions.iter().map(|position| position.abs()).sum();
            let units = significant(units, 3);
            let name = format!("{}: {held} instruments, Σ|x| = {units}", model.name);
            Entry { swatch: Swatch::Line(4.0), color: palette::series(i), name }
        };
        self.models.iter().enumerate().map(entry).collect()
    }

    fn plot<'a, DB: Backend + 'a>(&self, area: &Area<DB>) -> Result<Plot<'a, DB>, ChartError> {
        let x = Axis::signed_log_from(self.least(), self.all());
        let y = Axis::linear((0.0, self.instruments.len() as f64), 0).with_ticks(vec![]);
        let axes = Axes {
            x_title: Some("position (units: shares, options; log on both sides of zero)"),
            y_title: None,
            left: 0.0,
            size: AXIS_TEXT,
        };
        let right = last_label_room(&x, AXIS_TEXT);
        Plot::new(&inset(area, [0.0, 0.0, 0.0, right]), x, y, &axes)
    }

    fn all(&self) -> impl Iterator<Item = f64> {
        self.models.iter().flat_map(|model| model.positions.iter().copied())
    }

    /// The least position that shapes the axis: of those that are no dust beside the greatest of their
    /// own model.
    fn least(&self) -> f64 {
        let of = |model: &ModelPositions<'_>| {
            let sizes = || model.positions.iter().map(|position| position.abs());
            let most = sizes().fold(0.0, f64::max);
            let least = sizes().filter(|size| *size > DUST * most).fold(f64::INFINITY, f64::min);
            if most > 0.0 { least } else { f64::INFINITY }
        };
        self.models.iter().map(of).fold(f64::INFINITY, f64::min)
    }

    /// Shades every second row: rows are told apart across the whole width.
    fn stripes<'a, DB: Backend + 'a>(&self, plot: &mut Plot<'a, DB>) -> Result<(), ChartError> {
        let (low, high) = plot.x_axis().bounds();
        let count = self.instruments.len();
        for i in (0..count).step_by(2) {
            let top = (count - i) as f64;
            let corners = vec![(low, top), (high, top), (high, top - 1.0), (low, top - 1.0)];
            plot.fill(corners, palette::INK, 0.05)?;
        }
        Ok(())
    }

    fn row<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &mut Plot<'a, DB>,
        i: usize,
        names: &Names<'_>,
    ) -> Result<(), ChartError> {
        let (instruments, models) = (self.instruments.len() as f64, self.models.len() as f64);
        let [left, top, _, bottom] = plot.bounds();
        let height = (bottom - top) / instruments;
        let step = (1.0 - AIR / height) / models;
        let radius = (0.42 * step * height).clamp(2.5, 6.0);
        let middle = instruments - 0.5 - i as f64;
        for (k, model) in self.models.iter().enumerate() {
            let x = model.positions[i];
            let y = middle + step * (0.5 * (models - 1.0) - k as f64);
            if x != 0.0 {
                plot.line(vec![(0.0, y), (x, y)], palette::series(k), 2.0)?;
                plot.symbol((x, y), k, radius)?;
            }
        }
        let row = Row { middle: plot.on_canvas((0.0, middle)).1, height };
        row.name(canvas, (names, i), palette::INK, left - 12.0)
    }
}

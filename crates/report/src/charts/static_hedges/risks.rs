//! The risk that each model leaves, where it was made and elsewhere.

use crate::charts::axis::Axis;
use crate::charts::canvas::{Area, Backend, Drawing, SMALL, frame, inset, render, size, write};
use crate::charts::legend::{self, Entry, Swatch};
use crate::charts::panels;
use crate::charts::plot::{Axes, Plot};
use crate::charts::rows::{self, Names, Row};
use crate::charts::text::Lettering;
use crate::charts::{ChartError, Image, Labels, finite, palette, same_length};
use plotters::style::text_anchor::{HPos, VPos};

/// The risks of a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModelRisks<'a> {
    /// The model.
    pub name: &'a str,
    /// Its risk in every world with its standard error; `None` where it is not known.
    pub risks: &'a [Option<(f64, f64)>],
}

/// The models of a book.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RisksPanel<'a> {
    /// The book.
    pub title: &'a str,
    /// The risk of no hedge in every world; `None` where it is not known.
    pub unhedged: &'a [Option<f64>],
    /// The models, from the top.
    pub models: &'a [ModelRisks<'a>],
}

/// Input of [`risks`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RisksChart<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// What the risk is: "root mean square error".
    pub risk_name: &'a str,
    /// Where a risk is measured, in the order of their colours: in sample, out of sample, and so on.
    pub worlds: &'a [&'a str],
    /// A panel per book.
    pub panels: &'a [RisksPanel<'a>],
}

/// A panel per book with a row per model: its risk in every world, with bars of two standard errors
/// each way, on a log axis; upright strokes stand at the risk of no hedge, that of each world beside
/// its mark. Risks of zero have no place there; they are left out, and the caption says so.
///
/// # Errors
/// [`ChartError`] if there is no model or no risk above zero, lengths differ, a number is not finite,
/// or drawing fails.
pub fn risks(input: &RisksChart<'_>) -> Result<Image, ChartError> {
    for panel in input.panels {
        same_length(panel.title, input.worlds.len(), panel.unhedged.len())?;
        finite(panel.title, panel.unhedged.iter().flatten())?;
        for model in panel.models {
            same_length(model.name, input.worlds.len(), model.risks.len())?;
            finite(model.name, model.risks.iter().flatten().flat_map(|(risk, se)| [risk, se]))?;
        }
    }
    let empty = |panel: &RisksPanel<'_>| panel.models.is_empty() || panel.drawn().next().is_none();
    if input.panels.is_empty() || input.panels.iter().any(empty) {
        return Err(ChartError::Nothing("risks need a model with a risk above zero"));
    }
    render(input)
}

/// Height of a world's line, and what a row has besides, in pixels.
const LINE: f64 = 13.0;
const AIR: f64 = 10.0;
/// What a panel needs beside its rows, in pixels.
const BESIDE: f64 = 130.0;

impl Drawing for RisksChart<'_> {
    fn height(&self) -> u32 {
        let (down, _) = panels::grid(self.panels.len());
        let most = self.panels.iter().map(|panel| panel.models.len()).max().unwrap_or(0);
        let row = LINE * self.worlds.len() as f64 + AIR;
        rows::height(down * most, row.max(27.0), 200.0 + BESIDE * down as f64)
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let nothing = |panel: &RisksPanel<'_>| {
            panel
                .models
                .iter()
                .flat_map(|model| model.risks)
                .flatten()
                .any(|(risk, _)| *risk <= 0.0)
        };
        let note = if self.panels.iter().any(nothing) {
            "Bars: ± 2 standard errors, where wider than the mark. Risks of zero have no place on a log axis."
        } else {
            "Bars: ± 2 standard errors, where wider than the mark."
        };
        let body = frame(canvas, &self.labels, note)?;
        let body = legend::above(&body, &self.legend(), SMALL + 1.0)?;
        for (area, panel) in panels::split(&body, self.panels.len()).iter().zip(self.panels) {
            panel.draw(canvas, &inset(area, [0.0, 0.0, 6.0, 22.0]), self)?;
        }
        Ok(())
    }
}

impl RisksChart<'_> {
    fn legend(&self) -> Vec<Entry> {
        let world = |(i, name): (usize, &&str)| Entry {
            swatch: Swatch::Symbol(i),
            color: palette::series(i),
            name: (*name).to_owned(),
        };
        let name = if self.apart() { "no hedge, in the same world" } else { "no hedge" };
        let unhedged = Entry { swatch: Swatch::Dashed, color: palette::INK, name: name.to_owned() };
        self.worlds.iter().enumerate().map(world).chain([unhedged]).collect()
    }
}

impl RisksChart<'_> {
    /// Whether no hedge is another risk in one world than in another.
    fn apart(&self) -> bool {
        let apart = |panel: &RisksPanel<'_>| {
            let mut known = panel.unhedged.iter().flatten();
            let first = known.next();
            known.any(|risk| Some(risk) != first)
        };
        self.panels.iter().any(apart)
    }
}

impl RisksPanel<'_> {
    /// Risks that have a place on a log axis, with their standard errors.
    fn drawn(&self) -> impl Iterator<Item = (f64, f64)> {
        let all = self.models.iter().flat_map(|model| model.risks).flatten().copied();
        all.filter(|(risk, _)| *risk > 0.0)
    }

    fn draw<DB: Backend>(
        &self,
        canvas: &Area<DB>,
        area: &Area<DB>,
        chart: &RisksChart<'_>,
    ) -> Result<(), ChartError> {
        let (width, _) = size(area);
        let heading = Lettering::new(SMALL + 2.0).bold();
        let title = heading.ellipsize(self.title, width - 20.0);
        write(area, &title, heading, (HPos::Left, VPos::Top), (0.0, 4.0))?;
        let names = Names::within(self.models.iter().map(|model| model.name), 0.33 * width);
        let rows = inset(area, [34.0, 0.0, names.room(), 0.0]);
        let mut plot = self.plot(&rows, chart)?;
        self.stripes(&mut plot)?;
        for i in 0..self.models.len() {
            self.row(canvas, &mut plot, i, &names)?;
        }
        Ok(())
    }

    fn plot<'a, DB: Backend + 'a>(
        &self,
        area: &Area<DB>,
        chart: &RisksChart<'_>,
    ) -> Result<Plot<'a, DB>, ChartError> {
        // A bar that all but reaches zero is cut off.
        let low = |risk: f64, se: f64| (risk - 2.0 * se).max(0.5 * risk);
        let ends = self.drawn().flat_map(|(risk, se)| [low(risk, se), risk + 2.0 * se]);
        let lettering = Lettering::new(SMALL);
        let x = Axis::log_around(ends.chain(self.unhedged.iter().flatten().copied()))
            .thinned_evenly(size(area).0, |label| lettering.width(label) + 12.0);
        let y = Axis::linear((0.0, self.models.len() as f64), 0).with_ticks(vec![]);
        let title = format!("{} ({}), log scale", chart.risk_name, chart.labels.unit);
        let axes = Axes { x_title: Some(&title), y_title: None, left: 0.0, size: SMALL };
        Plot::new(area, x, y, &axes)
    }

    fn stripes<'a, DB: Backend + 'a>(&self, plot: &mut Plot<'a, DB>) -> Result<(), ChartError> {
        let (low, high) = plot.x_axis().bounds();
        for i in (0..self.models.len()).step_by(2) {
            let top = (self.models.len() - i) as f64;
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
        let model = &self.models[i];
        let (models, worlds) = (self.models.len() as f64, model.risks.len() as f64);
        let [left, top, _, bottom] = plot.bounds();
        let height = (bottom - top) / models;
        let step = ((1.0 - AIR / height) / worlds).min(26.0 / height);
        let middle = models - 0.5 - i as f64;
        let lowest = plot.x_axis().bounds().0;
        let radius = (0.4 * step * height).clamp(3.5, 6.5);
        let lane = |k: usize| middle + step * (0.5 * (worlds - 1.0) - k as f64);
        for (k, risk) in self.unhedged.iter().enumerate() {
            let Some(risk) = risk.filter(|risk| *risk > 0.0) else { continue };
            let half = 0.42 * step;
            plot.line(vec![(risk, lane(k) - half), (risk, lane(k) + half)], palette::INK, 2.0)?;
        }
        for (k, risk) in model.risks.iter().enumerate() {
            let Some((risk, se)) = risk.filter(|(risk, _)| *risk > 0.0) else { continue };
            let at = (risk, lane(k));
            if se > 0.0 {
                let ends = ((risk - 2.0 * se).max(lowest), risk + 2.0 * se);
                plot.error_bar_across_beyond(radius, at, ends, palette::series(k))?;
            }
            plot.symbol(at, k, radius)?;
        }
        let row = Row { middle: plot.on_canvas((lowest, middle)).1, height };
        row.name(canvas, (names, i), palette::INK, left - 12.0)
    }
}

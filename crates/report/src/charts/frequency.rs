//! Risk and cost against the rebalancing interval.

mod curves;

use super::axis::Axis;
use super::canvas::{Area, Backend, Drawing, SMALL, frame, inset, render, write};
use super::legend::spread;
use super::plot::{AXIS_TEXT, Axes, Plot, Spot, side_room};
use super::text::Lettering;
use super::{ChartError, Image, Labels, finite, palette, same_length};
use curves::{BROKEN, Curve, Kind, SAMPLE, curves};
use plotters::style::text_anchor::{HPos, VPos};

/// A hedge that rebalances at an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrequencyPoint {
    /// Trading days between trades, positive.
    pub interval_days: f64,
    /// Standard deviation of P&L.
    pub pnl_sd: f64,
    /// Its standard error.
    pub pnl_sd_se: f64,
    /// Standard deviation of P&L + costs.
    pub sd_before_costs: f64,
    /// Its standard error.
    pub sd_before_costs_se: f64,
    /// Mean cost, positive when paid.
    pub cost_mean: f64,
    /// Its standard error.
    pub cost_mean_se: f64,
}

/// What a curve of theory is to be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TheoryOf {
    /// Standard deviation of P&L before costs.
    Risk,
    /// Mean cost.
    Cost,
}

/// A curve of theory.
#[derive(Clone, Debug, PartialEq)]
pub struct FrequencyTheory<'a> {
    /// What it is called: "Derman–Kamal".
    pub name: &'a str,
    /// What it speaks of.
    pub of: TheoryOf,
    /// A value per point of the series.
    pub values: Vec<f64>,
}

/// Hedges that differ in their interval only.
#[derive(Clone, Debug, PartialEq)]
pub struct FrequencySeries<'a> {
    /// What they share; may be empty where there is one series.
    pub name: &'a str,
    /// The hedges, in any order.
    pub points: &'a [FrequencyPoint],
    /// Curves of theory.
    pub theories: Vec<FrequencyTheory<'a>>,
}

/// An interval that theory singles out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarkedInterval<'a> {
    /// What it is called: "Sepp's optimum".
    pub name: &'a str,
    /// Trading days, positive.
    pub days: f64,
}

/// Input of [`frequency`].
#[derive(Clone, Debug, PartialEq)]
pub struct Frequency<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// A pair of curves each.
    pub series: &'a [FrequencySeries<'a>],
    /// An interval to mark, if it lies among the others.
    pub marked: Option<MarkedInterval<'a>>,
}

/// Standard deviation of P&L (solid, round marks) and mean cost (thin, square marks) against the
/// interval, all on log axes, with bars of two standard errors each way, and theory broken. A
/// lone series with costs and a theory of risk also shows the risk before costs (open marks), which
/// is what the theory is about. Of several series, a theory that says the same of each is drawn
/// once. Values that are not positive have no place on a log axis; they are left out, and the
/// caption says so.
///
/// # Errors
/// [`ChartError`] if there is no point, a number is not finite, lengths differ, or drawing fails.
pub fn frequency(input: &Frequency<'_>) -> Result<Image, ChartError> {
    if input.series.iter().all(|series| series.points.is_empty()) {
        return Err(ChartError::Nothing("no hedge rebalances at an interval"));
    }
    for series in input.series {
        for point in series.points {
            finite(series.name, &[point.interval_days, point.pnl_sd, point.pnl_sd_se])?;
            finite(series.name, &[point.sd_before_costs, point.sd_before_costs_se])?;
            finite(series.name, &[point.cost_mean, point.cost_mean_se])?;
        }
        for theory in &series.theories {
            same_length(theory.name, series.points.len(), theory.values.len())?;
            finite(theory.name, &theory.values)?;
        }
    }
    finite("the marked interval", &input.marked.map(|marked| marked.days))?;
    let curves = curves(input);
    render(&Prepared { input, curves })
}

struct Prepared<'a> {
    input: &'a Frequency<'a>,
    curves: Vec<Curve>,
}

/// Most room for names of curves, in pixels.
const NAMES: f64 = 330.0;

impl Drawing for Prepared<'_> {
    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let body = frame(canvas, &self.input.labels, self.note())?;
        let lettering = self.lettering();
        let shown = || self.curves.iter().filter(|curve| !curve.points.is_empty());
        let names =
            shown().map(|curve| lettering.width(&curve.name)).fold(60.0, f64::max).min(NAMES);
        let values = shown().flat_map(|curve| curve.points.iter());
        let x = Axis::trading_days(values.clone().map(|point| point.0));
        let y = Axis::log_around(values.flat_map(|(_, y, se)| [*y, y + 2.0 * se]));
        let (lowest, highest) = y.bounds();
        let marked = self.input.marked.filter(|marked| {
            let (first, last) = x.bounds();
            (first..last).contains(&marked.days)
        });
        let y_title = format!("{}, log scale", self.input.labels.unit);
        let axes = Axes {
            x_title: Some("trading days between trades, log scale"),
            y_title: Some(&y_title),
            left: side_room(&y, AXIS_TEXT, true),
            size: AXIS_TEXT,
        };
        let above = if marked.is_some() { 4.0 + 1.4 * SMALL } else { 4.0 };
        let room = [above, 0.0, 0.0, SAMPLE + names + 34.0];
        let mut plot = Plot::new(&inset(&body, room), x, y, &axes)?;
        if let Some(marked) = marked {
            let line = vec![(marked.days, lowest), (marked.days, highest)];
            plot.broken(line, palette::ASIDE, 1.5, BROKEN[1])?;
            let (x, top) = (plot.on_canvas((marked.days, highest)).0, plot.bounds()[1]);
            let lettering = Lettering::new(SMALL).color(palette::ASIDE);
            let at = (x, top - 0.7 * SMALL);
            write(canvas, marked.name, lettering, (HPos::Center, VPos::Center), at)?;
        }
        for curve in shown() {
            curve.draw(&mut plot, lowest)?;
        }
        self.name_curves(canvas, &plot, names)
    }
}

impl Prepared<'_> {
    fn note(&self) -> &'static str {
        let positive = |kind| {
            let of_kind = self.curves.iter().filter(move |curve| curve.kind == kind);
            of_kind.map(|curve| curve.points.len()).sum::<usize>()
        };
        let all: usize = self.input.series.iter().map(|series| series.points.len()).sum();
        match (positive(Kind::Risk) == all, positive(Kind::Cost)) {
            (true, n) if n == all => "Bars: ± 2 standard errors.",
            (true, 0) => {
                "Costs are zero and have no place on a log axis. Bars: ± 2 standard errors."
            }
            _ => "Values that are zero have no place on a log axis. Bars: ± 2 standard errors.",
        }
    }

    fn lettering(&self) -> Lettering {
        Lettering::new(if self.curves.len() > 6 { SMALL } else { AXIS_TEXT })
    }

    /// Names curves where they end, apart from each other.
    fn name_curves<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &Plot<'a, DB>,
        room: f64,
    ) -> Result<(), ChartError> {
        let [_, top, right, bottom] = plot.bounds();
        let ends: Vec<(&Curve, Spot)> = self
            .curves
            .iter()
            .filter_map(|curve| curve.spots().last().map(|end| (curve, *end)))
            .collect();
        let wanted: Vec<f64> = ends.iter().map(|(_, end)| plot.on_canvas(*end).1).collect();
        let lettering = self.lettering();
        let places = spread(&wanted, 1.3 * lettering.size, (top + 12.0, bottom - 12.0));
        for ((curve, _), y) in ends.iter().zip(places) {
            let name = lettering.ellipsize(&curve.name, room);
            let color = lettering.color(palette::lettering(curve.color));
            curve.sample(canvas, (right + 12.0, y))?;
            let at = (right + SAMPLE + 20.0, y);
            write(canvas, &name, color, (HPos::Left, VPos::Center), at)?;
        }
        Ok(())
    }
}

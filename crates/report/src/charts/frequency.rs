//! Risk and cost against the rebalancing interval.

use super::axis::Axis;
use super::canvas::{Area, Backend, Drawing, SMALL, frame, inset, render, write};
use super::legend::spread;
use super::plot::{AXIS_TEXT, Axes, Plot, Spot, side_room};
use super::text::Lettering;
use super::{ChartError, Image, Labels, finite, palette, same_length};
use plotters::style::RGBColor;
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
    /// Mean cost, positive when paid.
    pub cost_mean: f64,
    /// Its standard error.
    pub cost_mean_se: f64,
}

/// Hedges that differ in their interval only.
#[derive(Clone, Debug, PartialEq)]
pub struct FrequencySeries<'a> {
    /// What they share; may be empty where there is one series.
    pub name: &'a str,
    /// The hedges, in any order.
    pub points: &'a [FrequencyPoint],
    /// Standard deviation of P&L in theory, a value per point.
    pub theory: Option<Vec<f64>>,
}

/// Input of [`frequency`].
#[derive(Clone, Debug, PartialEq)]
pub struct Frequency<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// A pair of curves each.
    pub series: &'a [FrequencySeries<'a>],
    /// What the dashed curves are called: "Derman–Kamal".
    pub theory_name: &'a str,
}

/// Standard deviation of P&L (solid, round marks) and mean cost (thin, square marks) against the
/// interval, all on log axes, with bars of two standard errors each way and theory dashed. Values
/// that are not positive have no place on a log axis; they are left out, and the caption says so.
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
            finite(series.name, &[point.cost_mean, point.cost_mean_se])?;
        }
        if let Some(theory) = &series.theory {
            same_length("theory", series.points.len(), theory.len())?;
            finite(input.theory_name, theory)?;
        }
    }
    let curves = curves(input);
    render(&Prepared { input, curves })
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Risk,
    Cost,
    Theory,
}

/// A curve of (interval, value, standard error), all positive, by interval.
struct Curve {
    name: String,
    kind: Kind,
    color: RGBColor,
    points: Vec<(f64, f64, f64)>,
}

fn curves(input: &Frequency<'_>) -> Vec<Curve> {
    let one = input.series.len() == 1;
    let mut curves = Vec::new();
    for (i, series) in input.series.iter().enumerate() {
        let name = |what: &str| {
            if series.name.is_empty() {
                what.to_owned()
            } else {
                format!("{what}, {}", series.name)
            }
        };
        let color = palette::series(i);
        let cost_color = if one { palette::VERMILION } else { color };
        let risk = series.points.iter().map(|p| (p.interval_days, p.pnl_sd, p.pnl_sd_se));
        let cost = series.points.iter().map(|p| (p.interval_days, p.cost_mean, p.cost_mean_se));
        curves.push(Curve::new(name("sd of P&L"), Kind::Risk, color, risk));
        curves.push(Curve::new(name("mean cost"), Kind::Cost, cost_color, cost));
        if let Some(theory) = &series.theory {
            let theory =
                series.points.iter().zip(theory).map(|(p, sd)| (p.interval_days, *sd, 0.0));
            let color = if one { palette::ASIDE } else { color };
            curves.push(Curve::new(name(input.theory_name), Kind::Theory, color, theory));
        }
    }
    curves
}

impl Curve {
    fn new(
        name: String,
        kind: Kind,
        color: RGBColor,
        points: impl Iterator<Item = (f64, f64, f64)>,
    ) -> Self {
        let mut points: Vec<_> = points.filter(|(x, y, _)| *x > 0.0 && *y > 0.0).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { name, kind, color, points }
    }

    fn spots(&self) -> Vec<Spot> {
        self.points.iter().map(|(x, y, _)| (*x, *y)).collect()
    }

    fn draw<'a, DB: Backend + 'a>(
        &self,
        plot: &mut Plot<'a, DB>,
        lowest: f64,
    ) -> Result<(), ChartError> {
        if self.kind == Kind::Theory {
            return plot.dashed(self.spots(), self.color, 2.5);
        }
        let width = if self.kind == Kind::Risk { 3.5 } else { 2.0 };
        plot.line(self.spots(), self.color, width)?;
        for (x, y, se) in &self.points {
            let ends = ((y - 2.0 * se).max(lowest), y + 2.0 * se);
            plot.error_bar((*x, *y), ends, self.color)?;
        }
        match self.kind {
            Kind::Risk => plot.dots(self.spots(), self.color, 7.0),
            _ => self.spots().into_iter().try_for_each(|at| plot.mark(at, &SQUARE, self.color)),
        }
    }
}

const SQUARE: [(f64, f64); 4] = [(-6.0, -6.0), (6.0, -6.0), (6.0, 6.0), (-6.0, 6.0)];

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
        let lowest = y.bounds().0;
        let y_title = format!("{}, log scale", self.input.labels.unit);
        let axes = Axes {
            x_title: Some("trading days between trades, log scale"),
            y_title: Some(&y_title),
            left: side_room(&y, AXIS_TEXT, true),
            size: AXIS_TEXT,
        };
        let mut plot = Plot::new(&inset(&body, [4.0, 0.0, 0.0, names + 24.0]), x, y, &axes)?;
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
            write(canvas, &name, color, (HPos::Left, VPos::Center), (right + 10.0, y))?;
        }
        Ok(())
    }
}

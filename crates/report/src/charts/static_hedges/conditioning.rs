//! How well instruments can be told apart, by horizon.

use crate::charts::axis::Axis;
use crate::charts::canvas::{Area, Backend, Drawing, SMALL, frame, inset, render, size, write};
use crate::charts::legend::{self, Entry, Swatch};
use crate::charts::plot::{AXIS_TEXT, Axes, Plot, Spot, side_room};
use crate::charts::scale::Values;
use crate::charts::text::Lettering;
use crate::charts::{ChartError, Image, Labels, Scale, finite, palette};
use plotters::style::text_anchor::{HPos, VPos};

/// What is known of one horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConditionPoint {
    /// Trading days from entry.
    pub days: f64,
    /// Greatest over least singular value; may be infinite.
    pub condition_number: f64,
    /// Numerical rank.
    pub rank: usize,
}

/// One line of the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConditionSeries<'a> {
    /// What it supposes: "implied volatility ± 0.5 points".
    pub name: &'a str,
    /// Its horizons, rising.
    pub points: &'a [ConditionPoint],
}

/// Input of [`conditioning`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conditioning<'a> {
    /// Title, caption and unit; the unit is not written by itself.
    pub labels: Labels<'a>,
    /// How many instruments there are.
    pub instruments: usize,
    /// The lines.
    pub series: &'a [ConditionSeries<'a>],
}

/// Two panels over the horizon. Above, the condition number of the instruments' values on a log
/// axis, with the number at which nothing is left of a double's digits; below, their numerical rank
/// beside the number of instruments.
///
/// # Errors
/// [`ChartError`] if there is no point, days do not rise, a number is not a number, or drawing
/// fails.
pub fn conditioning(input: &Conditioning<'_>) -> Result<Image, ChartError> {
    let mut days = Vec::new();
    for series in input.series {
        let own: Vec<f64> = series.points.iter().map(|point| point.days).collect();
        Values::new("horizons", &own, Scale::Even)?;
        if series.points.iter().any(|point| point.condition_number.is_nan()) {
            return Err(ChartError::NotFinite(series.name.to_owned()));
        }
        days.extend(own);
    }
    finite("horizons", &days)?;
    days.sort_by(f64::total_cmp);
    days.dedup();
    if days.is_empty() {
        return Err(ChartError::Nothing("conditioning needs a horizon"));
    }
    render(&Prepared { input, days })
}

struct Prepared<'a> {
    input: &'a Conditioning<'a>,
    /// Every horizon of any series.
    days: Vec<f64>,
}

/// Share of the upper panel.
const UPPER: f64 = 0.6;
/// Room for the names of levels, in pixels.
const LEVEL_NAME: f64 = 150.0;
/// A condition number at which no digit is left.
const DIGITS: f64 = 1.0 / f64::EPSILON;

impl Drawing for Prepared<'_> {
    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let infinite = self.points().any(|point| point.condition_number.is_infinite());
        let note = if infinite { "Infinite condition numbers are not drawn." } else { "" };
        let body = frame(canvas, &self.input.labels, note)?;
        let entry = |(i, series): (usize, &ConditionSeries<'_>)| Entry {
            swatch: Swatch::Line(4.0),
            color: palette::series(i),
            name: series.name.to_owned(),
        };
        let entries: Vec<_> = self.input.series.iter().enumerate().map(entry).collect();
        let body = legend::above(&body, &entries, AXIS_TEXT)?;
        let (_, height) = size(&body);
        let right = LEVEL_NAME + 20.0;
        self.numbers(canvas, &inset(&body, [0.0, (1.0 - UPPER) * height, 0.0, right]))?;
        self.ranks(canvas, &inset(&body, [UPPER * height + 14.0, 0.0, 0.0, right]))
    }
}

impl Prepared<'_> {
    fn points(&self) -> impl Iterator<Item = &ConditionPoint> {
        self.input.series.iter().flat_map(|series| series.points)
    }

    fn numbers<DB: Backend>(&self, canvas: &Area<DB>, area: &Area<DB>) -> Result<(), ChartError> {
        let all = || self.points().map(|point| point.condition_number).filter(|x| x.is_finite());
        let most = all().fold(0.0, f64::max);
        let marked = (most > 1e-3 * DIGITS).then_some(DIGITS);
        let y = Axis::log_around(all().chain(marked));
        let mut plot = self.plot(area, y, ("condition number, log scale", None))?;
        if let Some(digits) = marked {
            level(canvas, &mut plot, digits, "no digit of a double is left")?;
        }
        self.lines(&mut plot, |point| point.condition_number)
    }

    fn ranks<DB: Backend>(&self, canvas: &Area<DB>, area: &Area<DB>) -> Result<(), ChartError> {
        let whole = self.input.instruments as f64;
        let ranks = self.points().map(|point| point.rank as f64).chain([whole]);
        let least = ranks.fold(f64::INFINITY, f64::min);
        let ends = ((least - 1.5).max(0.0), whole + 1.5);
        let y = whole_numbers(Axis::linear(ends, 6));
        let title = "horizon (trading days)";
        let mut plot = self.plot(area, y, ("numerical rank", Some(title)))?;
        let name = format!("all {} instruments", self.input.instruments);
        level(canvas, &mut plot, whole, &name)?;
        self.lines(&mut plot, |point| point.rank as f64)
    }

    fn plot<'a, DB: Backend + 'a>(
        &self,
        area: &Area<DB>,
        y: Axis,
        (y_title, x_title): (&str, Option<&str>),
    ) -> Result<Plot<'a, DB>, ChartError> {
        let values = Values { scale: Scale::Even, values: &self.days };
        let last = (self.days.len() - 1) as f64;
        let x = values.axis((-0.3, last + 0.3), 8);
        let left = side_room(&Axis::log_over((1e-300, 1e300)), AXIS_TEXT, true);
        let left = left.min(130.0).max(side_room(&y, AXIS_TEXT, true));
        Plot::new(area, x, y, &Axes { x_title, y_title: Some(y_title), left, size: AXIS_TEXT })
    }

    fn lines<'a, DB: Backend + 'a>(
        &self,
        plot: &mut Plot<'a, DB>,
        of: fn(&ConditionPoint) -> f64,
    ) -> Result<(), ChartError> {
        let place = |days: f64| self.days.partition_point(|other| *other < days) as f64;
        for (i, series) in self.input.series.iter().enumerate() {
            let spots = series.points.iter().map(|point| (place(point.days), of(point)));
            let spots: Vec<Spot> = spots.filter(|(_, y)| y.is_finite()).collect();
            plot.line(spots.clone(), palette::series(i), 3.0)?;
            spots.into_iter().try_for_each(|at| plot.symbol(at, i, 6.5))?;
        }
        Ok(())
    }
}

/// A dashed line across, named right of its end, where nothing else is.
fn level<'a, DB: Backend + 'a>(
    canvas: &Area<DB>,
    plot: &mut Plot<'a, DB>,
    at: f64,
    name: &str,
) -> Result<(), ChartError> {
    let (low, high) = plot.x_axis().bounds();
    plot.dashed(vec![(low, at), (high, at)], palette::ASIDE, 2.0)?;
    let (x, y) = plot.on_canvas((high, at));
    let lettering = Lettering::new(SMALL).color(palette::ASIDE);
    let lines = lettering.wrap(name, LEVEL_NAME);
    let first = y - 0.6 * SMALL * (lines.len() as f64 - 1.0);
    for (i, line) in lines.iter().enumerate() {
        let at = (x + 8.0, first + 1.2 * SMALL * i as f64);
        write(canvas, line, lettering, (HPos::Left, VPos::Center), at)?;
    }
    Ok(())
}

/// Ranks have no fractions.
fn whole_numbers(axis: Axis) -> Axis {
    let ticks = axis.ticks().filter(|(tick, _)| tick.fract() == 0.0);
    let ticks = ticks.map(|(tick, label)| (tick, label.to_owned())).collect();
    axis.with_ticks(ticks)
}

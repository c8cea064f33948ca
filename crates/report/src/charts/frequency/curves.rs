//! The curves of the frequency chart: what is drawn of each series, and how.

use super::{Frequency, FrequencyPoint, FrequencySeries, TheoryOf};
use crate::charts::canvas::{Area, Backend, px, stroke};
use crate::charts::plot::{Plot, Spot};
use crate::charts::{ChartError, palette};
use plotters::element::{Circle, PathElement, Polygon};
use plotters::style::{Color, RGBColor};

/// What a curve is of.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Risk,
    BeforeCosts,
    Cost,
    /// Theory, in strokes and gaps of so many pixels.
    Theory([f64; 2]),
}

/// Strokes and gaps of broken lines, one for each theory of a series.
pub(super) const BROKEN: [[f64; 2]; 3] = [[12.0, 8.0], [3.0, 8.0], [18.0, 9.0]];

/// A curve of (interval, value, standard error), all positive, by interval.
#[derive(PartialEq)]
pub(super) struct Curve {
    pub name: String,
    pub kind: Kind,
    pub color: RGBColor,
    pub points: Vec<(f64, f64, f64)>,
}

/// The curves of every series, theory after what it speaks of.
pub(super) fn curves(input: &Frequency<'_>) -> Vec<Curve> {
    let one = input.series.len() == 1;
    let mut curves: Vec<Curve> = Vec::new();
    for (i, series) in input.series.iter().enumerate() {
        let color = palette::series(i);
        let cost_color = if one { palette::VERMILION } else { color };
        let risk = |p: &FrequencyPoint| (p.pnl_sd, p.pnl_sd_se);
        let cost = |p: &FrequencyPoint| (p.cost_mean, p.cost_mean_se);
        curves.push(Curve::of(series, "sd of P&L", Kind::Risk, color, risk));
        if one && shows_risk_before_costs(series) {
            let before = |p: &FrequencyPoint| (p.sd_before_costs, p.sd_before_costs_se);
            let name = "sd before costs";
            curves.push(Curve::of(series, name, Kind::BeforeCosts, color, before));
        }
        curves.push(Curve::of(series, "mean cost", Kind::Cost, cost_color, cost));
        let mut risks = 0;
        for (theory, broken) in series.theories.iter().zip(BROKEN) {
            let same = |other: &&FrequencySeries<'_>| other.theories.contains(theory);
            let of_all = input.series.iter().filter(same).count() == input.series.len();
            if of_all && !one && i > 0 {
                continue;
            }
            // Where theory is right it lies on what was simulated: it is darker, to be seen there.
            let color = match theory.of {
                TheoryOf::Risk if one || of_all => [palette::ASIDE, palette::INK][risks.min(1)],
                TheoryOf::Cost if one => palette::darker(palette::VERMILION),
                _ => palette::darker(color),
            };
            risks += usize::from(theory.of == TheoryOf::Risk);
            let name = match series.name {
                name if name.is_empty() || of_all => theory.name.to_owned(),
                name => format!("{}, {name}", theory.name),
            };
            let points = series.points.iter().zip(&theory.values);
            let points = points.map(|(point, value)| (point.interval_days, *value, 0.0));
            curves.push(Curve::new(name, Kind::Theory(broken), color, points));
        }
    }
    curves
}

fn shows_risk_before_costs(series: &FrequencySeries<'_>) -> bool {
    series.theories.iter().any(|theory| theory.of == TheoryOf::Risk)
        && series.points.iter().any(|point| point.cost_mean > 0.0)
}

impl Curve {
    fn of(
        series: &FrequencySeries<'_>,
        what: &str,
        kind: Kind,
        color: RGBColor,
        value: impl Fn(&FrequencyPoint) -> (f64, f64),
    ) -> Self {
        let name = match series.name {
            "" => what.to_owned(),
            name => format!("{what}, {name}"),
        };
        let point = |p: &FrequencyPoint| (p.interval_days, value(p).0, value(p).1);
        Self::new(name, kind, color, series.points.iter().map(point))
    }

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

    /// Where its points lie.
    pub fn spots(&self) -> Vec<Spot> {
        self.points.iter().map(|(x, y, _)| (*x, *y)).collect()
    }

    /// Draws the curve; bars end at the lowest value of the axis.
    pub fn draw<'a, DB: Backend + 'a>(
        &self,
        plot: &mut Plot<'a, DB>,
        lowest: f64,
    ) -> Result<(), ChartError> {
        match self.kind {
            Kind::Theory(strokes) => return plot.broken(self.spots(), self.color, 2.5, strokes),
            Kind::Risk => plot.line(self.spots(), self.color, 3.5)?,
            Kind::BeforeCosts | Kind::Cost => plot.line(self.spots(), self.color, 2.0)?,
        }
        for (x, y, se) in &self.points {
            let ends = ((y - 2.0 * se).max(lowest), y + 2.0 * se);
            plot.error_bar((*x, *y), ends, self.color)?;
        }
        match self.kind {
            Kind::Cost => {
                self.spots().into_iter().try_for_each(|at| plot.mark(at, &SQUARE, self.color))
            }
            _ => plot.dots(self.spots(), self.color, 7.0),
        }?;
        if self.kind == Kind::BeforeCosts {
            plot.dots(self.spots(), palette::PAPER, 3.5)?;
        }
        Ok(())
    }

    /// A piece of the curve from a point to the right of it.
    pub fn sample<DB: Backend>(
        &self,
        canvas: &Area<DB>,
        (left, y): (f64, f64),
    ) -> Result<(), ChartError> {
        let (width, [stroke_length, gap]) = match self.kind {
            Kind::Theory(strokes) => (2.5, strokes),
            Kind::Risk => (3.5, [SAMPLE, 0.0]),
            Kind::BeforeCosts | Kind::Cost => (2.0, [SAMPLE, 0.0]),
        };
        let style = self.color.stroke_width(stroke(width));
        let mut from = 0.0;
        while from < SAMPLE {
            let to = (from + stroke_length).min(SAMPLE);
            let ends = [from, to].map(|x| (px(left + x), px(y)));
            canvas.draw(&PathElement::new(ends, style))?;
            from = to + gap.max(1.0);
        }
        let middle = (px(left + 0.5 * SAMPLE), px(y));
        let dot = |radius, color: RGBColor| Circle::new(middle, px(radius), color.filled());
        match self.kind {
            Kind::Theory(_) => {}
            Kind::Cost => {
                let corners = SQUARE.map(|(dx, dy)| (middle.0 + px(dx), middle.1 + px(dy)));
                canvas.draw(&Polygon::new(corners.to_vec(), self.color.filled()))?;
            }
            Kind::Risk => canvas.draw(&dot(7.0, self.color))?,
            Kind::BeforeCosts => {
                canvas.draw(&dot(7.0, self.color))?;
                canvas.draw(&dot(5.0, palette::PAPER))?;
            }
        }
        Ok(())
    }
}

const SQUARE: [(f64, f64); 4] = [(-6.0, -6.0), (6.0, -6.0), (6.0, 6.0), (-6.0, 6.0)];

/// Length of a piece of a curve before its name, in pixels.
pub(super) const SAMPLE: f64 = 40.0;

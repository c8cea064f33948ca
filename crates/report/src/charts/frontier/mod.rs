//! Cost against risk: a point per hedge.

mod names;

use super::axis::Axis;
use super::canvas::{Area, Backend, Drawing, SMALL, frame, inset, px, render, size, stroke, write};
use super::legend::{self, Entry, Swatch};
use super::placement::Frame;
use super::plot::{AXIS_TEXT, Axes, Plot, Spot, side_room};
use super::text::Lettering;
use super::{ChartError, Image, Labels, finite, palette, rows};
use crate::CostAndRisk;
use plotters::element::{PathElement, Polygon};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

/// A hedge's mean cost and the risk that it leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontierPoint<'a> {
    /// The hedge.
    pub name: &'a str,
    /// Both estimates, with their errors.
    pub estimates: CostAndRisk,
    /// Hedges of one number pay the same costs: only those are joined by a line.
    pub market: usize,
    /// Whether to mark it as the best.
    pub best: bool,
}

/// Input of [`frontier`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frontier<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// What the risk is: "sd of P&L".
    pub risk_name: &'a str,
    /// Half the axes of the ellipses, in standard errors.
    pub ellipse: f64,
    /// What the best hedge is best by.
    pub best_name: &'a str,
    /// A point each.
    pub hedges: &'a [FrontierPoint<'a>],
}

/// Mean cost (across) against risk (up), with the 95 % confidence ellipse of both, the best hedge
/// ringed, and a line through the efficient ones: those than which no other costs less and leaves
/// less risk. Every point is named beside it; more than 14 are numbered, and a key at the right
/// gives their names. The scale of costs reaches down to zero, and so does that of risk, which is
/// of ratios where risks differ by more than a factor of ten: lower left is better.
///
/// # Errors
/// [`ChartError`] if there is no hedge, a number is not finite, or drawing fails.
pub fn frontier(input: &Frontier<'_>) -> Result<Image, ChartError> {
    if input.hedges.is_empty() {
        return Err(ChartError::Nothing("a frontier needs a hedge"));
    }
    finite("the ellipse", &[input.ellipse])?;
    for FrontierPoint { name, estimates, .. } in input.hedges {
        let CostAndRisk { cost, cost_se, risk, risk_se, correlation } = estimates;
        finite(name, [cost, cost_se, risk, risk_se, correlation])?;
    }
    render(input)
}

const RADIUS: f64 = 6.0;
/// Radius of the ring around the best.
const RING: f64 = 13.0;
/// Up to so many points their names have room beside them.
const NAMED: usize = 14;
/// Risks that differ by more than this factor are drawn by their ratios.
const FAR_APART: f64 = 10.0;
/// Corners of an ellipse.
const CORNERS: usize = 60;

/// Values that lie near each other, seen from zero, are told apart on an axis that begins at them.
const NEAR: f64 = 0.5;

/// Values, and zero unless it would push them into a corner.
fn with_zero(mut values: Vec<f64>) -> Vec<f64> {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !(least > NEAR * most) {
        values.push(0.0);
    }
    values
}

impl FrontierPoint<'_> {
    fn at(&self) -> Spot {
        (self.estimates.cost, self.estimates.risk)
    }

    /// The confidence ellipse of both estimates.
    fn outline(&self, half_axes: f64) -> Vec<Spot> {
        let CostAndRisk { cost, cost_se, risk, risk_se, correlation } = self.estimates;
        let own = (1.0 - correlation * correlation).max(0.0).sqrt();
        let corner = |i: usize| {
            let (sin, cos) = (std::f64::consts::TAU * i as f64 / CORNERS as f64).sin_cos();
            let up = correlation * cos + own * sin;
            (cost + half_axes * cost_se * cos, risk + half_axes * risk_se * up)
        };
        (0..CORNERS).map(corner).collect()
    }
}

impl Drawing for Frontier<'_> {
    fn height(&self) -> u32 {
        rows::height(self.hedges.len(), names::KEY_LINE, 220.0)
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let note = "Ellipses: cost and risk together, 95 % confidence.";
        let body = legend::above(&frame(canvas, &self.labels, note)?, &self.legend(), SMALL)?;
        let mut plot = self.plot(&self.key(&body)?)?;
        let mut obstacles = vec![better(canvas, plot.bounds())?];
        for line in self.efficient() {
            obstacles.extend(along(&plot, &line));
            plot.line(line, palette::ASIDE, 1.5)?;
        }
        for (i, hedge) in self.hedges.iter().enumerate() {
            let outline = self.drawable(hedge, &plot);
            obstacles.push(around(&plot, &outline, RADIUS + 2.0));
            plot.fill(outline.clone(), palette::series(i), 0.25)?;
            plot.line(closed(outline), palette::series(i), 1.5)?;
        }
        for (i, hedge) in self.hedges.iter().enumerate() {
            if hedge.best {
                obstacles.push(around(&plot, &[hedge.at()], RING + 2.0));
                plot.ring(hedge.at(), palette::INK, RING)?;
            }
            plot.symbol(hedge.at(), i, RADIUS)?;
        }
        self.names(canvas, &plot, &obstacles)
    }
}

impl Frontier<'_> {
    fn legend(&self) -> Vec<Entry> {
        let efficient = "efficient: no other costs less and leaves less risk".to_owned();
        let line = Entry { swatch: Swatch::Line(1.5), color: palette::ASIDE, name: efficient };
        let ring = Entry {
            swatch: Swatch::Ring,
            color: palette::INK,
            name: format!("best: {}", self.best_name),
        };
        let marked = self.hedges.iter().any(|hedge| hedge.best);
        let joined = self.efficient().iter().any(|line| line.len() > 1);
        [marked.then_some(ring), joined.then_some(line)].into_iter().flatten().collect()
    }

    /// Whether risks lie so far apart that only their ratios can be drawn.
    fn by_ratio(&self) -> bool {
        let risks = || self.hedges.iter().map(|hedge| hedge.estimates.risk);
        let (least, most) = (risks().fold(f64::INFINITY, f64::min), risks().fold(0.0, f64::max));
        least > 0.0 && most / least > FAR_APART
    }

    fn plot<'a, DB: Backend + 'a>(&self, area: &Area<DB>) -> Result<Plot<'a, DB>, ChartError> {
        let outlines = || self.hedges.iter().flat_map(|hedge| hedge.outline(self.ellipse));
        let costs: Vec<_> = outlines().map(|(cost, _)| cost).collect();
        let x = Axis::around(with_zero(costs), (size(area).0 / 150.0) as usize);
        let (y, scale) = if self.by_ratio() {
            let risks = self.hedges.iter().map(|hedge| hedge.estimates.risk);
            (Axis::log_around(risks), ", log scale")
        } else {
            (Axis::around(with_zero(outlines().map(|(_, risk)| risk).collect()), 7), "")
        };
        let x_title = format!("mean cost ({})", self.labels.unit);
        let y_title = format!("{} ({}){scale}", self.risk_name, self.labels.unit);
        let axes = Axes {
            x_title: Some(&x_title),
            y_title: Some(&y_title),
            left: side_room(&y, AXIS_TEXT, true),
            size: AXIS_TEXT,
        };
        Plot::new(&inset(area, [4.0, 0.0, 0.0, 10.0]), x, y, &axes)
    }

    /// The ellipse of a hedge, as far as it is on the scale of risk.
    fn drawable<'a, DB: Backend + 'a>(
        &self,
        hedge: &FrontierPoint<'_>,
        plot: &Plot<'a, DB>,
    ) -> Vec<Spot> {
        let outline = hedge.outline(self.ellipse).into_iter();
        outline.map(|(cost, risk)| (cost, plot.y_axis().clamp(risk))).collect()
    }

    /// The efficient hedges of every market, by cost.
    fn efficient(&self) -> Vec<Vec<Spot>> {
        let mut markets: Vec<usize> = self.hedges.iter().map(|hedge| hedge.market).collect();
        markets.sort_unstable();
        markets.dedup();
        let of = |market| self.hedges.iter().filter(move |hedge| hedge.market == market);
        markets.into_iter().map(|market| undominated(of(market).map(FrontierPoint::at))).collect()
    }
}

/// Points than which no other is at the left and below, from left to right.
fn undominated(points: impl Iterator<Item = Spot>) -> Vec<Spot> {
    let mut points: Vec<Spot> = points.collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut least = f64::INFINITY;
    points.retain(|(_, risk)| {
        let better = *risk < least;
        least = least.min(*risk);
        better
    });
    points
}

fn closed(mut outline: Vec<Spot>) -> Vec<Spot> {
    outline.extend(outline.first().copied());
    outline
}

/// What points cover on the canvas, with so many pixels around them.
fn around<'a, DB: Backend + 'a>(plot: &Plot<'a, DB>, points: &[Spot], more: f64) -> Frame {
    let none = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    points.iter().map(|at| plot.on_canvas(*at)).fold(none, |frame, (x, y)| {
        let [left, top, right, bottom] = frame;
        [left.min(x - more), top.min(y - more), right.max(x + more), bottom.max(y + more)]
    })
}

/// Small frames along a line, for what shall not stand upon it.
fn along<'a, DB: Backend + 'a>(plot: &Plot<'a, DB>, line: &[Spot]) -> Vec<Frame> {
    let corners: Vec<_> = line.iter().map(|at| plot.on_canvas(*at)).collect();
    let piece = |pair: &[(f64, f64)]| {
        let (from, to) = (pair[0], pair[1]);
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let count = (dx.hypot(dy) / 8.0) as usize;
        let spot = move |i: usize| {
            let share = i as f64 / count.max(1) as f64;
            let (x, y) = (from.0 + share * dx, from.1 + share * dy);
            [x - 4.0, y - 4.0, x + 4.0, y + 4.0]
        };
        (0..count).map(spot)
    };
    corners.windows(2).flat_map(piece).collect()
}

/// An arrow to the lower left in the upper right corner; gives the room it takes.
fn better<DB: Backend>(canvas: &Area<DB>, [_, top, right, _]: Frame) -> Result<Frame, ChartError> {
    let lettering = Lettering::new(SMALL + 2.0).color(palette::ASIDE);
    let tip = (right - 150.0, top + 66.0);
    let tail = (tip.0 + 44.0, tip.1 - 44.0);
    let ends = [tail, (tip.0 + 8.0, tip.1 - 8.0)].map(|(x, y)| (px(x), px(y)));
    canvas.draw(&PathElement::new(ends, palette::ASIDE.stroke_width(stroke(4.0))))?;
    let head = [tip, (tip.0 + 22.0, tip.1 - 6.0), (tip.0 + 6.0, tip.1 - 22.0)];
    let head: Vec<_> = head.iter().map(|(x, y)| (px(*x), px(*y))).collect();
    canvas.draw(&Polygon::new(head, palette::ASIDE.filled()))?;
    write(canvas, "better", lettering, (HPos::Left, VPos::Center), (tail.0 + 8.0, tail.1))?;
    Ok([tip.0, tail.1 - 14.0, right, tip.1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_efficient_are_those_that_none_beats_in_both() {
        let points = [(3.0, 1.0), (1.0, 4.0), (2.0, 5.0), (2.0, 2.0), (4.0, 1.0), (1.0, 6.0)];
        let efficient = undominated(points.into_iter());
        assert_eq!(efficient, [(1.0, 4.0), (2.0, 2.0), (3.0, 1.0)]);
    }

    #[test]
    fn an_ellipse_keeps_within_its_half_axes_and_leans_with_the_correlation() {
        let estimates =
            CostAndRisk { cost: 1.0, cost_se: 0.1, risk: 5.0, risk_se: 2.0, correlation: 0.9 };
        let hedge = FrontierPoint { name: "a", estimates, market: 0, best: false };
        let outline = hedge.outline(3.0);
        let (right, highest) =
            outline.iter().fold((0.0f64, 0.0f64), |(x, y), spot| (x.max(spot.0), y.max(spot.1)));
        assert!((right - 1.3).abs() < 1e-12 && (highest - 11.0).abs() < 0.02);
        // Where cost is farthest to the right, risk is 0.9 of the way up.
        assert!((outline[0].1 - (5.0 + 0.9 * 6.0)).abs() < 1e-12);
    }
}

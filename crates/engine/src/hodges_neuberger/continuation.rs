//! `G`: the risk of a holding that is kept over the next step, seen from one node.

use super::problem::{Moment, UtilityProblem};
use super::quadrature::{Jet, Jets, Quadrature};
use super::values::{Values, between};

/// From which side a holding of nothing is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Below,
    Above,
}

/// `G` at one node, as a function of the holding.
pub(super) trait Continuation {
    /// `G` and its derivatives in the holding; at a kink, those of a side.
    fn at(&mut self, holding: f64, side: Side) -> Jet;
}

/// Memory of an expectation.
#[derive(Default)]
pub(super) struct Scratch {
    jets: Jets,
    /// What a share earns over the step, at the horizon.
    gain: Vec<f64>,
    knot: Vec<usize>,
    /// Distance from the knot below as a share of the spacing, the spacing and its inverse.
    share: Vec<f64>,
    spacing: Vec<f64>,
    inverse: Vec<f64>,
    /// Value and derivatives at the knot below, and derivatives at the one above.
    fetched: [Vec<f64>; 5],
}

impl Scratch {
    /// What a share earns until the next step from a spot.
    #[inline(always)]
    pub fn set_gains(&mut self, quadrature: &Quadrature, moment: &Moment, spot: f64) {
        let length = quadrature.len();
        self.jets.resize(length);
        self.gain.resize(length, 0.0);
        self.knot.resize(length, 0);
        let rows = [&mut self.share, &mut self.spacing, &mut self.inverse];
        rows.into_iter().chain(&mut self.fetched).for_each(|rows| rows.resize(length, 0.0));
        for (gain, factor) in self.gain.iter_mut().zip(&quadrature.factor) {
            *gain = spot * (moment.carried * factor - moment.growth);
        }
    }
}

/// Before the last step: `J` of the next step lies on nodes.
pub(super) struct Before<'a> {
    pub risk_aversion: f64,
    pub quadrature: &'a Quadrature,
    pub values: &'a Values,
    /// The node that the lowest point of the quadrature falls on, counted with padding.
    pub first: usize,
    pub scratch: &'a mut Scratch,
}

impl Continuation for Before<'_> {
    #[inline(always)]
    fn at(&mut self, holding: f64, side: Side) -> Jet {
        self.find_knots(holding, side);
        self.fetch_knots();
        self.interpolate(holding, side);
        self.scratch.jets.entropic(&self.quadrature.weight, self.risk_aversion)
    }
}

impl Before<'_> {
    /// The knot below the holding, in every node's own region.
    #[inline(always)]
    fn find_knots(&mut self, holding: f64, side: Side) {
        let (values, first) = (self.values, self.first);
        let length = self.quadrature.len();
        let [low, middle, high] =
            [&values.low, &values.middle, &values.high].map(|rows| &rows[first..first + length]);
        let [[below, inverse_below], [above, inverse_above]] = [0, 1].map(|part| {
            [&values.spacing[part], &values.inverse[part]].map(|rows| &rows[first..first + length])
        });
        let Scratch { knot, share, spacing, inverse, .. } = &mut *self.scratch;
        let (knot, share) = (&mut knot[..length], &mut share[..length]);
        let (spacing, inverse) = (&mut spacing[..length], &mut inverse[..length]);
        let last = values.intervals as f64 - 1.0;
        let per_node = 2 * (values.intervals + 1);
        for point in 0..length {
            let inside = clamp(holding, low[point], high[point]);
            let lower = match side {
                Side::Below => inside <= middle[point],
                Side::Above => inside < middle[point],
            };
            spacing[point] = if lower { below[point] } else { above[point] };
            inverse[point] = if lower { inverse_below[point] } else { inverse_above[point] };
            let from = if lower { low[point] } else { middle[point] };
            let along = (inside - from) * inverse[point];
            // The largest integer up to it, by the bits of a number too large for fractions.
            let floor = (along - 0.5 + LARGE) - LARGE;
            let floor = clamp(floor, 0.0, last);
            share[point] = along - floor;
            let part = if lower { 0.0 } else { last + 2.0 };
            knot[point] = (floor + part + LARGE).to_bits() as usize & 0xff_ffff;
        }
        for (point, knot) in knot.iter_mut().enumerate() {
            *knot += (first + point) * per_node;
        }
    }

    /// The knots on either side of the holding, to where they can be worked on together.
    #[inline(always)]
    fn fetch_knots(&mut self) {
        let Scratch { knot, fetched, .. } = &mut *self.scratch;
        let [value, first, second, next_first, next_second] = fetched;
        for (point, knot) in knot.iter().enumerate() {
            let [before, after] = &self.values.knots[*knot..*knot + 2] else { unreachable!() };
            value[point] = before.value;
            first[point] = before.first;
            second[point] = before.second;
            next_first[point] = after.first;
            next_second[point] = after.second;
        }
    }

    /// `J(S', z) − z·gain` at every point.
    #[inline(always)]
    fn interpolate(&mut self, holding: f64, side: Side) {
        let length = self.quadrature.len();
        let (values, nodes) = (self.values, self.first..self.first + length);
        let [low, high, slope] =
            [&values.low, &values.high, &values.slope].map(|rows| &rows[nodes.clone()]);
        let Scratch { jets, gain, share, spacing, inverse, fetched, .. } = &mut *self.scratch;
        let [value, first, second, next_first, next_second] =
            fetched.each_ref().map(|rows| &rows[..length]);
        let [gain, share, spacing, inverse] =
            [gain, share, spacing, inverse].map(|rows| &rows[..length]);
        let [out, out_first, out_second] =
            [&mut jets.value, &mut jets.first, &mut jets.second].map(|rows| &mut rows[..length]);
        for point in 0..length {
            let before = Jet { value: value[point], first: first[point], second: second[point] };
            let after = Jet { value: 0.0, first: next_first[point], second: next_second[point] };
            let jet = between(&before, &after, [spacing[point], inverse[point]], share[point]);
            let slope = slope[point];
            let [at_low, at_high] = match side {
                Side::Below => [holding <= low[point], holding > high[point]],
                Side::Above => [holding < low[point], holding >= high[point]],
            };
            let outside = holding - clamp(holding, low[point], high[point]);
            let derivative = if at_low { -slope } else { jet.first };
            let derivative = if at_high { slope } else { derivative };
            let second = if at_low { 0.0 } else { jet.second };
            out[point] = jet.value + slope * outside.abs() - holding * gain[point];
            out_first[point] = derivative - gain[point];
            out_second[point] = if at_high { 0.0 } else { second };
        }
    }
}

/// Numbers of this size have no fraction.
const LARGE: f64 = 6_755_399_441_055_744.0;

#[inline(always)]
fn clamp(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

/// The last step: the option is settled and the holding sold, both known in closed form, so that the
/// kink of the payoff can be met with many more points.
pub(super) struct Last<'a> {
    pub problem: &'a UtilityProblem,
    pub quadrature: &'a Quadrature,
    pub spot: f64,
    pub scratch: &'a mut Scratch,
}

impl Continuation for Last<'_> {
    #[inline(always)]
    fn at(&mut self, holding: f64, side: Side) -> Jet {
        let Scratch { jets, gain, .. } = &mut *self.scratch;
        let costs = self.problem.costs;
        let charged = if costs.charge_final { 1.0 } else { 0.0 };
        let (rate, per_unit) =
            (charged * (costs.half_spread + costs.fee.rate), charged * costs.fee.per_unit);
        let long = holding > 0.0 || (holding == 0.0 && side == Side::Above);
        for (point, factor) in self.quadrature.factor.iter().enumerate() {
            let spot = self.spot * factor;
            let cost = rate * spot + per_unit;
            let sold = cost * holding.abs() - self.problem.settlement(spot);
            jets.value[point] = sold - holding * gain[point];
            jets.first[point] = if long { cost } else { -cost } - gain[point];
            jets.second[point] = 0.0;
        }
        jets.entropic(&self.quadrature.weight, self.problem.risk_aversion)
    }
}

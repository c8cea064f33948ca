//! One node: between which holdings it is best to do nothing, and `J` there.

use super::continuation::{Continuation, Side};
use super::quadrature::Jet;
use super::values::Node;

/// Holdings agree to so much, relative to one share or to themselves.
const PRECISION: f64 = 1e-10;
/// Halving alone gets there by then.
const MOST_TRIALS: usize = 200;

/// Where to look for a region.
#[derive(Clone, Copy)]
pub(super) struct Search {
    /// Regions end there at the latest, on either side of nothing.
    pub limit: f64,
    /// Likely ends.
    pub guess: [f64; 2],
    /// Whether `G` has a kink at a holding of nothing.
    pub kink: bool,
}

/// The region of a node whose cost of trading is `slope`.
#[inline(always)]
pub(super) fn region(risk: &mut impl Continuation, slope: f64, search: Search) -> Node {
    let mut at_nothing = [0.0; 2];
    if search.kink {
        for (first, side) in at_nothing.iter_mut().zip([Side::Below, Side::Above]) {
            *first = risk.at(0.0, side).first;
        }
    }
    let mut ends = [-slope, slope];
    for (end, guess) in ends.iter_mut().zip(search.guess) {
        let (within, side) = match side_of(*end, at_nothing) {
            _ if !search.kink => ([-search.limit, search.limit], Side::Above),
            Some(Side::Below) => ([-search.limit, 0.0], Side::Below),
            Some(Side::Above) => ([0.0, search.limit], Side::Above),
            None => ([0.0, 0.0], Side::Above),
        };
        let found = crossing(risk, (*end, side), guess, within);
        // Nothing is worth hitting exactly: who holds nothing has nothing to trade.
        *end = if search.kink && found.abs() <= PRECISION { 0.0 } else { found };
    }
    let [low, high] = ends;
    // Both are found to a precision; without costs they are the same.
    let high = if high < low { low } else { high };
    let middle = if search.kink { 0.0_f64.clamp(low, high) } else { low };
    Node { low, middle, high, slope }
}

/// On which side of nothing the derivative passes a level, if not there.
fn side_of(level: f64, [below, above]: [f64; 2]) -> Option<Side> {
    if below > level {
        Some(Side::Below)
    } else if above < level {
        Some(Side::Above)
    } else {
        None
    }
}

/// The holding between two ends at which the rising derivative of `G` passes a level, or the end
/// beyond which it would: Newton's method within a bracket.
#[inline(always)]
fn crossing(
    risk: &mut impl Continuation,
    (level, side): (f64, Side),
    guess: f64,
    [mut least, mut most]: [f64; 2],
) -> f64 {
    let guess = guess.clamp(least, most);
    if least == most {
        return least;
    }
    let mut at = guess;
    let mut stride = 0.02 * (1.0 + guess.abs());
    let (mut met_below, mut met_above) = (false, false);
    for _ in 0..MOST_TRIALS {
        let Jet { first, second, .. } = risk.at(at, side);
        let excess = first - level;
        if excess == 0.0 {
            return at;
        }
        if excess > 0.0 {
            (most, met_above) = (at, true);
        } else {
            (least, met_below) = (at, true);
        }
        if most - least <= PRECISION * (1.0 + at.abs()) {
            return if met_below || met_above { 0.5 * (least + most) } else { at };
        }
        let newton = at - excess / second;
        let next = if newton > least && newton < most {
            // Not far at once while nothing is known on that side.
            let bounded = met_below && met_above;
            if bounded { newton } else { newton.clamp(at - stride, at + stride) }
        } else if met_below && met_above {
            0.5 * (least + most)
        } else {
            (if excess > 0.0 { at - stride } else { at + stride }).clamp(least, most)
        };
        if next == at {
            return at;
        }
        if (next - at).abs() <= PRECISION * (1.0 + at.abs()) && newton == next {
            return next;
        }
        stride *= 4.0;
        at = next;
    }
    at
}

/// `J` at the knots of both parts of a region.
#[inline(always)]
pub(super) fn knots(risk: &mut impl Continuation, node: &Node, out: &mut [Jet]) {
    let per_part = out.len() / 2;
    let parts = [([node.low, node.middle], Side::Below), ([node.middle, node.high], Side::Above)];
    for (out, ([from, to], side)) in out.chunks_mut(per_part).zip(parts) {
        let spacing = (to - from) / (per_part - 1) as f64;
        // Without width there is one point only, from which `J` is a straight line on either side.
        let points = if spacing > 0.0 { per_part } else { 1 };
        for (index, knot) in out[..points].iter_mut().enumerate() {
            let jet = risk.at(from + index as f64 * spacing, side);
            *knot = Jet { first: jet.first.clamp(-node.slope, node.slope), ..jet };
        }
        if points == 1 {
            out.fill(Jet { value: out[0].value, first: 0.0, second: 0.0 });
        } else {
            keep_convex(spacing, out);
            integrate(spacing, out);
        }
    }
}

/// Limits second derivatives so that the first, a cubic in between, rises throughout. They are within
/// the limits already wherever knots are close enough to tell.
///
/// # Source
/// Fritsch and Carlson (1980), *Monotone piecewise cubic interpolation*, section 4.
fn keep_convex(spacing: f64, knots: &mut [Jet]) {
    for index in 1..knots.len() {
        let most = 3.0 * (knots[index].first - knots[index - 1].first) / spacing;
        let most = if most > 0.0 { most } else { 0.0 };
        for knot in &mut knots[index - 1..=index] {
            knot.second = if knot.second < most { knot.second } else { most };
        }
    }
}

/// Replaces the values by the integral of the cubics between the derivatives, so that `J` is smooth.
fn integrate(spacing: f64, knots: &mut [Jet]) {
    for index in 1..knots.len() {
        let [before, after] = [knots[index - 1], knots[index]];
        let straight = 0.5 * (before.first + after.first);
        let bend = (before.second - after.second) * spacing / 12.0;
        knots[index].value = before.value + spacing * (straight + bend);
    }
}

//! [`OptimalRegion`]: the solution, to be looked up.

use super::problem::UtilityProblem;
use rehedge_kernels::{LANES, Row, ln};

/// Between which holdings it is best to do nothing, at every step and spot.
///
/// # Shape
/// A row per step before the horizon, each on equally spaced points of log-spot that move along with
/// its mean; linear in between, and beyond the last points what it is there.
#[derive(Clone, Debug, PartialEq)]
pub struct OptimalRegion {
    pub(super) problem: UtilityProblem,
    /// Nodes in a row, and their distance in log-spot.
    pub(super) width: usize,
    pub(super) spacing: f64,
    /// Log-spot of the first node of each step.
    pub(super) origins: Vec<f64>,
    /// Least and greatest holding per option, step by step.
    pub(super) bounds: Vec<[f64; 2]>,
    pub(super) entropic_risk: f64,
}

impl OptimalRegion {
    /// The least and the greatest holding that are left alone at a step, in shares per option.
    #[must_use]
    pub fn at(&self, step: usize, spot: f64) -> [f64; 2] {
        let (origin, inverse) = (self.origins[step], 1.0 / self.spacing);
        let (node, share) = self.place((ln(spot) - origin) * inverse);
        let [before, after] = self.row(step)[node..node + 2] else { unreachable!() };
        [0, 1].map(|end| between(before[end], after[end], share))
    }

    /// The best holding in continuous time and without costs, in shares per option: minus the
    /// Black–Scholes delta, and what the drift is worth.
    #[must_use]
    pub fn frictionless(&self, step: usize, spot: f64) -> f64 {
        self.problem.frictionless(step, spot)
    }

    /// The least entropic risk `ln E[e^{−aP}] / a` of the P&L of one option at the horizon, in
    /// currency there, for an option that was entered for nothing.
    #[must_use]
    pub fn entropic_risk(&self) -> f64 {
        self.entropic_risk
    }

    /// What was solved.
    #[must_use]
    pub fn problem(&self) -> &UtilityProblem {
        &self.problem
    }

    /// What would have to be held on each path, for one option: the least, the greatest.
    #[inline(always)]
    pub(crate) fn look_up(&self, step: usize, log_spot: &Row, [low, high]: [&mut Row; 2]) {
        let (origin, inverse) = (self.origins[step], 1.0 / self.spacing);
        let row = self.row(step);
        let mut nodes = [0; LANES];
        let mut share = Row::ZERO;
        for lane in 0..LANES {
            (nodes[lane], share[lane]) = self.place((log_spot[lane] - origin) * inverse);
        }
        for lane in 0..LANES {
            let [before, after] = row[nodes[lane]..nodes[lane] + 2] else { unreachable!() };
            low[lane] = between(before[0], after[0], share[lane]);
            high[lane] = between(before[1], after[1], share[lane]);
        }
    }

    /// The node at or before a place in a row, and how far beyond it the place is.
    #[inline(always)]
    fn place(&self, along: f64) -> (usize, f64) {
        /// Numbers of this size have no fraction.
        const LARGE: f64 = 6_755_399_441_055_744.0;
        let last = (self.width - 1) as f64;
        let along = if along > 0.0 { along } else { 0.0 };
        let along = if along < last { along } else { last };
        let floor = (along - 0.5 + LARGE) - LARGE;
        let floor = if floor < last - 1.0 { floor } else { last - 1.0 };
        let floor = if floor > 0.0 { floor } else { 0.0 };
        ((floor + LARGE).to_bits() as usize & 0xff_ffff, along - floor)
    }

    fn row(&self, step: usize) -> &[[f64; 2]] {
        &self.bounds[step * self.width..][..self.width]
    }
}

#[inline(always)]
fn between(before: f64, after: f64, share: f64) -> f64 {
    before + share * (after - before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Costs, Outlook};
    use rehedge_options::Payoff;

    /// Two steps of five nodes, `e^0.1` apart from 1 and from `e^0.05`.
    fn region() -> OptimalRegion {
        let problem = UtilityProblem {
            steps: 2,
            dt: 0.1,
            outlook: Outlook { spot: 1.0, drift: 0.0, volatility: 0.2 },
            payoff: Payoff::Call,
            strike: 1.0,
            owned: false,
            financing_rate: 0.0,
            dividend_yield: 0.0,
            costs: Costs::NONE,
            risk_aversion: 1.0,
        };
        let bounds = (0..10).map(|i| [f64::from(i * i), f64::from(i * i + 7 * i)]).collect();
        let origins = vec![0.0, 0.05];
        OptimalRegion { problem, width: 5, spacing: 0.1, origins, bounds, entropic_risk: 0.0 }
    }

    /// At a node what stands there, in between in proportion, beyond the last what it is there; for
    /// one spot as for a row of them.
    #[test]
    fn looked_up_by_straight_lines() {
        let region = region();
        let cases = [
            (0, 0.0, [0.0, 0.0]),
            (0, 0.3, [9.0, 30.0]),
            (0, 0.25, [6.5, 24.0]),
            (0, 0.38, [14.6, 41.2]),
            (0, 0.4, [16.0, 44.0]),
            (0, 9.0, [16.0, 44.0]),
            (0, -9.0, [0.0, 0.0]),
            (1, 0.05, [25.0, 60.0]),
            (1, 0.20, [42.5, 88.0]),
            (1, 1.0, [81.0, 144.0]),
        ];
        for (step, log_spot, expected) in cases {
            let (mut low, mut high) = (Row::ZERO, Row::ZERO);
            region.look_up(step, &Row::splat(log_spot), [&mut low, &mut high]);
            let alone = region.at(step, f64::exp(log_spot));
            for end in [[low[0], high[0]], [low[63], high[63]], alone] {
                for (found, expected) in end.into_iter().zip(expected) {
                    assert!((found - expected).abs() < 1e-12, "{step} {log_spot}: {end:?}");
                }
            }
        }
    }
}

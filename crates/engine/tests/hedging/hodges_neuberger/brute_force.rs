//! Four steps solved by trying everything: no boundaries, no derivatives, no interpolation.

use super::{problem, solved};
use rehedge_engine::{Costs, Fee, Outlook, UtilityProblem};
use rehedge_options::Payoff;

/// Spacing of holdings.
const DY: f64 = 0.01;
const LEAST: f64 = -1.3;
const HOLDINGS: usize = 261;
/// Points of log-spot to a standard deviation of a step, and how far they reach.
const POINTS: i64 = 5;
const REACH: i64 = 6 * POINTS;

/// Least risk still to come for every holding brought along, and the holdings left alone, by node of
/// the spot; a node is so many points above the mean of log-spot.
struct Step {
    risk: Vec<Vec<f64>>,
    region: Vec<[f64; 2]>,
}

fn holding(index: usize) -> f64 {
    LEAST + DY * index as f64
}

/// Normal weights at points a share of a standard deviation apart.
fn weights(reach: i64, points: f64) -> Vec<f64> {
    let raw: Vec<f64> =
        (-reach..=reach).map(|j| (-0.5 * (j as f64 / points).powi(2)).exp()).collect();
    let mass: f64 = raw.iter().sum();
    raw.into_iter().map(|weight| weight / mass).collect()
}

fn entropic(aversion: f64, weights: &[f64], amounts: &[f64]) -> f64 {
    let top = amounts.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
    let sum: f64 = weights.iter().zip(amounts).map(|(p, x)| p * (aversion * (x - top)).exp()).sum();
    top + sum.ln() / aversion
}

struct BruteForce {
    problem: UtilityProblem,
}

impl BruteForce {
    fn growth(&self, step: usize) -> f64 {
        (self.problem.financing_rate * self.problem.dt * (self.problem.steps - step) as f64).exp()
    }

    fn cost(&self, step: usize, spot: f64) -> f64 {
        let Costs { half_spread, fee, charge_initial, charge_final, .. } = self.problem.costs;
        let free = step == 0 && !charge_initial || step == self.problem.steps && !charge_final;
        let cost = (half_spread + fee.rate) * spot + fee.per_unit;
        if free { 0.0 } else { self.growth(step) * cost }
    }

    /// Spot at a step, so many points of log-spot from the mean.
    fn spot(&self, step: usize, points: f64) -> f64 {
        let Outlook { spot, drift, volatility } = self.problem.outlook;
        let dt = self.problem.dt;
        let time = step as f64 * dt;
        let deviation = volatility * dt.sqrt() / POINTS as f64;
        spot * ((drift - 0.5 * volatility * volatility) * time + points * deviation).exp()
    }

    fn gain(&self, step: usize, now: f64, then: f64) -> f64 {
        let dividends = (self.problem.dividend_yield * self.problem.dt).exp();
        self.growth(step + 1) * dividends * then - self.growth(step) * now
    }

    /// Risk of each holding kept over the last step, on points sixteen times as close.
    fn kept_at_last(&self, node: f64) -> Vec<f64> {
        let (step, fine) = (self.problem.steps - 1, 16);
        let weights = weights(fine * REACH, (fine * POINTS) as f64);
        let now = self.spot(step, node);
        let side = if self.problem.owned { 1.0 } else { -1.0 };
        let kept = |index| {
            let held: f64 = holding(index);
            let amounts: Vec<f64> = (-fine * REACH..=fine * REACH)
                .map(|j| {
                    let then = self.spot(step + 1, node + j as f64 / fine as f64);
                    let paid = side * self.problem.payoff.at_expiry(then, self.problem.strike);
                    let unwind = self.cost(step + 1, then) * held.abs();
                    unwind - paid - held * self.gain(step, now, then)
                })
                .collect();
            entropic(self.problem.risk_aversion, &weights, &amounts)
        };
        (0..HOLDINGS).map(kept).collect()
    }

    /// Risk of each holding kept over an earlier step.
    fn kept(&self, step: usize, node: i64, later: &Step, reach: i64) -> Vec<f64> {
        let weights = weights(REACH, POINTS as f64);
        let now = self.spot(step, node as f64);
        let kept = |index| {
            let amounts: Vec<f64> = (-REACH..=REACH)
                .map(|j| {
                    let gain = self.gain(step, now, self.spot(step + 1, (node + j) as f64));
                    later.risk[(node + j + reach) as usize][index] - holding(index) * gain
                })
                .collect();
            entropic(self.problem.risk_aversion, &weights, &amounts)
        };
        (0..HOLDINGS).map(kept).collect()
    }

    /// The best of all trades from every holding.
    fn best(kept: &[f64], cost: f64) -> (Vec<f64>, [f64; 2]) {
        let mut region = [f64::INFINITY, f64::NEG_INFINITY];
        let risk = |from: usize| {
            let at = |to: usize| kept[to] + cost * (holding(to) - holding(from)).abs();
            let best = (0..HOLDINGS).min_by(|a, b| at(*a).total_cmp(&at(*b))).unwrap();
            if best == from {
                region = [region[0].min(holding(from)), region[1].max(holding(from))];
            }
            at(best)
        };
        ((0..HOLDINGS).map(risk).collect(), region)
    }

    fn solve(&self) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for step in (0..self.problem.steps).rev() {
            let reach = REACH * step as i64;
            let nodes = -reach..=reach;
            let (risk, region) = nodes
                .map(|node| {
                    let kept = match steps.last() {
                        None => self.kept_at_last(node as f64),
                        Some(later) => self.kept(step, node, later, reach + REACH),
                    };
                    Self::best(&kept, self.cost(step, self.spot(step, node as f64)))
                })
                .unzip();
            steps.push(Step { risk, region });
        }
        steps.reverse();
        steps
    }
}

/// Boundaries agree within the spacing of the holdings that were tried. The risk at entry agrees within
/// what that spacing costs (half the curvature of the risk, some 3, times a quarter of its square, at
/// each of the steps) and what the kink of the payoff does to either quadrature (`jump·dx²/12` times
/// the density there).
#[test]
fn agrees_with_trying_everything() {
    let dear = Costs { half_spread: 0.004, ..Costs::NONE };
    let fee = Fee { rate: 0.001, per_unit: 0.1, minimum: 0.0 };
    let base = UtilityProblem { dt: 0.02, dividend_yield: 0.01, costs: dear, ..problem(4) };
    let outlook = Outlook { drift: 0.06, ..base.outlook };
    for problem in [
        base,
        UtilityProblem { outlook, payoff: Payoff::Straddle, strike: 102.0, ..base },
        UtilityProblem {
            payoff: Payoff::Put,
            owned: true,
            strike: 98.0,
            costs: Costs { fee, charge_initial: false, charge_final: false, ..dear },
            ..base
        },
    ] {
        let brute = BruteForce { problem };
        let steps = brute.solve();
        let solution = solved(&problem);
        let mut compared = 0;
        for (step, found) in steps.iter().enumerate() {
            let reach = REACH * step as i64;
            // Where both have nodes: the solution's are half a deviation apart, these a fifth.
            for node in
                (-reach..=reach).filter(|node| node % POINTS == 0 && node.abs() <= 4 * POINTS)
            {
                let spot = brute.spot(step, node as f64);
                let expected = found.region[(node + reach) as usize];
                let ends = solution.at(step, spot);
                for end in 0..2 {
                    let apart = (ends[end] - expected[end]).abs();
                    let told = format!("step {step}, spot {spot}: {ends:?} {expected:?}");
                    // Grid ends are no boundaries.
                    let inside = expected[end] > LEAST && expected[end] < holding(HOLDINGS - 1);
                    assert!(apart <= 1.01 * DY || !inside, "{told}");
                    compared += usize::from(inside);
                }
            }
        }
        assert!(compared > 40, "{compared}");
        let nothing = (-LEAST / DY).round() as usize;
        let (risk, expected) = (solution.entropic_risk(), steps[0].risk[0][nothing]);
        assert!((risk - expected).abs() < 4e-4, "{risk} {expected}");
    }
}

//! [`Multipliers`]: what no allowed hedge can be better than.

use crate::matrix::{add_multiple, dot, norm};
use crate::{Costs, HedgeProblem, Limits};

/// Multipliers of a hedge's errors and of its linear limits.
///
/// For every allowed `x`, every `(y, η)` and every `μ`, with `b_i` the upper bound of linear limit `i`
/// where `μ_i > 0` and the lower one elsewhere,
///
/// `cost(x) + ‖(y, η)‖·‖M x − L‖ ≥ cost(x) + yᵀ(R x − r) + η·ρ + Σ μ_i (a_iᵀ x − b_i)`,
///
/// and the right side is least, over the bounds, instrument by instrument. So any numbers give a
/// lower bound, and those of a solver that has converged a sharp one: weak duality, with no trust in
/// the solver.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Multipliers {
    /// `y`.
    pub errors: Vec<f64>,
    /// `η`.
    pub rest: f64,
    /// `μ`.
    pub linear: Vec<f64>,
}

/// A gradient this small, in units of its terms, counts as 0 where an instrument has no cost, and no
/// bound or one that is far away.
const NO_GRADIENT: f64 = 1e-11;
/// So many times the book, by the root mean square over the scenarios, is far away.
pub(crate) const FAR: f64 = 1e4;

impl Multipliers {
    /// `‖(y, η)‖`.
    pub fn norm(&self) -> f64 {
        (dot(&self.errors, &self.errors) + self.rest * self.rest).sqrt()
    }

    /// The same in proportion, with a norm of 1.
    pub fn normalised(mut self) -> Self {
        let size = self.norm();
        if size > 0.0 {
            let parts = self.errors.iter_mut().chain(&mut self.linear).chain([&mut self.rest]);
            parts.for_each(|part| *part /= size);
        }
        self
    }

    /// A lower bound on `cost(x) + ‖(y, η)‖·‖M x − L‖` over all allowed `x` with a cost of at most `most`.
    pub fn bound(
        &self,
        problem: &HedgeProblem,
        limits: &Limits,
        costs: Option<&Costs>,
        most: f64,
    ) -> f64 {
        let mut gradient = problem.factor.transposed_times(&self.errors);
        let mut bound = self.rest * problem.rest - dot(&self.errors, &problem.target);
        for (weight, limit) in self.linear.iter().zip(limits.linear()) {
            let edge = if *weight > 0.0 { limit.upper } else { limit.lower };
            if *weight != 0.0 && edge.is_finite() {
                add_multiple(&mut gradient, *weight, &limit.coefficients);
                bound -= weight * edge;
            }
        }
        let size = self.norm();
        let book = problem.error_norm(&vec![0.0; problem.instruments()]);
        let least = |(j, gradient): (usize, f64)| {
            let length = norm(problem.factor.column(j));
            let range = Range::new(limits, costs, j, most);
            range.least(gradient, NO_GRADIENT * size * length, FAR * book / length)
        };
        bound + gradient.into_iter().enumerate().map(least).sum::<f64>()
    }
}

/// The positions of an instrument that may be part of a hedge, and what they cost.
pub(crate) struct Range {
    lower: f64,
    upper: f64,
    buy: f64,
    sell: f64,
}

impl Range {
    /// Within limits, and at a cost of at most `most`.
    pub fn new(limits: &Limits, costs: Option<&Costs>, instrument: usize, most: f64) -> Self {
        let [buy, sell] = costs.map_or([0.0; 2], |costs| costs.units(instrument));
        let affordable = |unit: f64| if unit > 0.0 { most / unit } else { f64::INFINITY };
        let lower = limits.lower()[instrument].max(-affordable(sell));
        let upper = limits.upper()[instrument].min(affordable(buy));
        Self { lower, upper, buy, sell }
    }

    /// The least of `gradient·x + cost(x)`, a slope within `noise` of 0 being none where `x` is not
    /// bounded, or by more than `far`.
    pub fn least(&self, gradient: f64, noise: f64, far: f64) -> f64 {
        let term = |x: f64| {
            let slope = gradient + if x > 0.0 { self.buy } else { -self.sell };
            let level = slope.abs() <= if x.abs() <= far { 0.0 } else { noise };
            if level || x == 0.0 { 0.0 } else { slope * x }
        };
        let kink = 0f64.max(self.lower).min(self.upper);
        term(self.lower).min(term(kink)).min(term(self.upper))
    }
}

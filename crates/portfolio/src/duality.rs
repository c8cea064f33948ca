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

/// A gradient this small, in units of its terms, counts as 0 where an instrument has neither bound
/// nor cost.
const NO_GRADIENT: f64 = 1e-11;

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
        for (j, gradient) in gradient.into_iter().enumerate() {
            let [buy, sell] = costs.map_or([0.0; 2], |costs| costs.units(j));
            let affordable = |unit: f64| if unit > 0.0 { most / unit } else { f64::INFINITY };
            let lower = limits.lower()[j].max(-affordable(sell));
            let upper = limits.upper()[j].min(affordable(buy));
            let noise = NO_GRADIENT * size * norm(problem.factor.column(j));
            let bounded = lower.is_finite() && upper.is_finite();
            let gradient = if !bounded && gradient.abs() <= noise { 0.0 } else { gradient };
            let term = |x: f64| {
                let slope = gradient + if x > 0.0 { buy } else { -sell };
                if slope == 0.0 || x == 0.0 { 0.0 } else { slope * x }
            };
            let kink = 0f64.max(lower).min(upper);
            bound += term(lower).min(term(kink)).min(term(upper));
        }
        bound
    }
}

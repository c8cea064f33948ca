//! Model 1: least squares within limits.

use crate::active_set::{ActiveSet, Point};
use crate::cone::{ConeSolution, name};
use crate::cone_hedges::ConeHedges;
use crate::duality::Multipliers;
use crate::pivoting::Pivoted;
use crate::scaled::Scaled;
use crate::{Accuracy, HedgeProblem, Limits, Solution, SolveError};
use clarabel::solver::SolverStatus;

impl HedgeProblem {
    /// *Model 1*: minimises `‖M x − L‖` within limits.
    ///
    /// By an active set, to the last digits that the scenarios determine; where linear limits bind, by
    /// a second-order cone programme, to about 1e-9 of the risk without a hedge.
    ///
    /// # Errors
    /// [`SolveError::Infeasible`] if no positions are within the limits, [`SolveError::NotSolved`] if
    /// the accuracy is not reached.
    ///
    /// # Source
    /// Boyle, Coleman and Li (2003), *Hedging a portfolio of derivatives by modeling cost*: there the
    /// limits are `|x_j|·V0_j ≤ E(L)`.
    pub fn bounded_least_squares(&self, limits: &Limits) -> Result<Solution, SolveError> {
        let (solution, status) = self.least_risk(limits)?;
        solution.checked(status)
    }

    /// Model 1, however accurate, and how it ended.
    pub(crate) fn least_risk(
        &self,
        limits: &Limits,
    ) -> Result<(Solution, &'static str), SolveError> {
        let by_active_set = self.least_risk_by_active_set(limits);
        if limits.excess(&by_active_set.positions) > 0.0 {
            return self.least_risk_by_cone(limits);
        }
        Ok((by_active_set, "the active set did not settle"))
    }

    /// Model 1 without linear limits.
    pub(crate) fn least_risk_by_active_set(&self, limits: &Limits) -> Solution {
        let scaled = Scaled::new(self, limits);
        let costs = vec![[0.0; 2]; self.instruments()];
        let method = ActiveSet {
            columns: &scaled.columns,
            target: &self.target,
            lower: &scaled.lower,
            upper: &scaled.upper,
            costs: &costs,
        };
        let mut point = method.start();
        method.solve(&mut point);
        let positions = scaled.positions(&point.position, limits);
        let bound = self.bound_beside(&scaled, &point, &positions, limits);
        let accuracy = self.risk_accuracy(&positions, bound, limits, point.rounds);
        Solution::new(self, positions, accuracy)
    }

    /// A lower bound on `‖M x − L‖` by the errors of a point, as far as its free instruments do not
    /// reach them.
    fn bound_beside(
        &self,
        scaled: &Scaled,
        point: &Point,
        positions: &[f64],
        limits: &Limits,
    ) -> f64 {
        let free: Vec<usize> =
            (0..positions.len()).filter(|j| point.pieces[*j].is_some()).collect();
        let factor = Pivoted::new(scaled.columns.choose(&free));
        let errors = factor.remainder(&self.misses(positions), free.len());
        let linear = vec![0.0; limits.linear().len()];
        let multipliers = Multipliers { errors, rest: self.rest, linear };
        multipliers.normalised().bound(self, limits, None, f64::INFINITY)
    }

    fn least_risk_by_cone(&self, limits: &Limits) -> Result<(Solution, &'static str), SolveError> {
        let all = vec![true; self.instruments()];
        let hedge = ConeHedges::new(self, limits, &all).least_risk();
        let ConeSolution { status, iterations, .. } = hedge.solution;
        if matches!(status, SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible) {
            return Err(SolveError::Infeasible);
        }
        let bound = hedge.multipliers.normalised().bound(self, limits, None, f64::INFINITY);
        let accuracy = self.risk_accuracy(&hedge.positions, bound, limits, iterations);
        Ok((Solution::new(self, hedge.positions, accuracy), name(status)))
    }

    /// The accuracy of positions whose risk is to be least.
    fn risk_accuracy(
        &self,
        positions: &[f64],
        bound: f64,
        limits: &Limits,
        iterations: usize,
    ) -> Accuracy {
        let root = (self.scenarios() as f64).sqrt();
        let size = self.rms(positions) + Accuracy::RISK_FLOOR * self.unhedged_rms();
        let above = self.rms(positions) - bound.max(0.0) / root;
        let gap = if size > 0.0 { above.max(0.0) / size } else { 0.0 };
        Accuracy { gap, infeasibility: limits.excess(positions), iterations }
    }
}

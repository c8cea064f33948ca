//! Model 1: least squares within limits.

use crate::active_set::{ActiveSet, Point};
use crate::cone::{ConeSolution, name};
use crate::cone_hedges::ConeHedges;
use crate::duality::Multipliers;
use crate::pivoting::Pivoted;
use crate::scaled::Scaled;
use crate::tilted::Tilted;
use crate::{Accuracy, HedgeProblem, Limits, Solution, SolveError};
use clarabel::solver::SolverStatus;

impl HedgeProblem {
    /// *Model 1*: minimises `‖M x − L‖` within limits.
    ///
    /// By an active set, to the last digits that the scenarios determine, with one linear limit at most;
    /// where several bind, by a second-order cone programme, to about 1e-9 of the risk without a hedge.
    ///
    /// # Errors
    /// [`SolveError::OutOfReach`] or [`SolveError::Infeasible`] if no positions are within the limits, [`SolveError::NotSolved`] if
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
        limits.check_reach()?;
        let by_active_set = self.least_risk_by_active_set(limits);
        let several = limits.linear().len() > 1 && limits.excess(&by_active_set.positions) > 0.0;
        if !several && by_active_set.accuracy.is_enough() {
            return Ok((by_active_set, "the active set settled"));
        }
        if limits.linear().is_empty() {
            return Ok((by_active_set, "the active set did not settle"));
        }
        self.least_risk_by_cone(limits)
    }

    /// Model 1, with the first of the linear limits at most.
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
        let multiplier = match limits.linear() {
            [limit, ..] => Tilted::new(method, &scaled.norms, limit).solve(&mut point),
            [] => {
                method.solve(&mut point);
                0.0
            }
        };
        let bound = |positions: &[f64]| {
            let mut multipliers = self.multipliers_beside(&scaled, &point, positions, limits);
            if let Some(first) = multipliers.linear.first_mut() {
                *first = multiplier;
            }
            multipliers.normalised().bound(self, limits, None, f64::INFINITY)
        };
        let judge = |positions: &[f64]| {
            self.risk_accuracy(positions, bound(positions), limits, point.rounds)
        };
        let positions = scaled.positions(&point.position, limits);
        let (positions, accuracy) = self.without_dust(positions, limits, judge);
        Solution::new(self, positions, accuracy)
    }

    /// The errors of a point as multipliers: along its free instruments what makes up for the slopes
    /// of a limit, and beside that as far as these do not reach them.
    fn multipliers_beside(
        &self,
        scaled: &Scaled,
        point: &Point,
        positions: &[f64],
        limits: &Limits,
    ) -> Multipliers {
        let free = point.free();
        let factor = Pivoted::new(scaled.columns.choose(&free));
        let slopes: Vec<f64> = free.iter().map(|j| point.slope(*j)).collect();
        let mut errors = factor.rotate(&self.misses(positions));
        let pull = factor.solve_transposed(&slopes, free.len());
        errors[..free.len()].iter_mut().zip(&pull).for_each(|(error, pull)| *error = -pull);
        let linear = vec![0.0; limits.linear().len()];
        Multipliers { errors: factor.restore(errors), rest: self.rest, linear }
    }

    fn least_risk_by_cone(&self, limits: &Limits) -> Result<(Solution, &'static str), SolveError> {
        let all = vec![true; self.instruments()];
        let hedge = ConeHedges::new(self, limits, &all).least_risk();
        let ConeSolution { status, iterations, .. } = hedge.solution;
        if matches!(status, SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible) {
            return Err(SolveError::Infeasible);
        }
        let bound = hedge.multipliers.normalised().bound(self, limits, None, f64::INFINITY);
        let judge = |positions: &[f64]| self.risk_accuracy(positions, bound, limits, iterations);
        let (positions, accuracy) = self.without_dust(hedge.positions, limits, judge);
        Ok((Solution::new(self, positions, accuracy), name(status)))
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
        Accuracy { gap, infeasibility: self.excess(limits, positions), iterations }
    }
}

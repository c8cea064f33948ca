//! [`ConeHedges`]: hedges within all kinds of limits, by cone programmes.

use crate::cone::{ConeProgram, ConeSolution};
use crate::duality::Multipliers;
use crate::matrix::{add_multiple, norm};
use crate::{Costs, HedgeProblem, Limits};

/// The hedges of some of the instruments, the others held at fixed positions.
///
/// Variables are `u_j = x_j·‖M_j‖/U` with the size `U` of the book, and the cone of the errors is in units
/// of its cap: a book may be large and the cap small.
pub(crate) struct ConeHedges<'a> {
    problem: &'a HedgeProblem,
    limits: &'a Limits,
    /// Instruments that are free, in order.
    support: Vec<usize>,
    /// `x_j/u_j` of each of them.
    units: Vec<f64>,
    /// Positions of the others.
    fixed: Vec<f64>,
    size: f64,
}

/// What came of a programme.
pub(crate) struct ConeHedge {
    pub positions: Vec<f64>,
    pub multipliers: Multipliers,
    pub solution: ConeSolution,
}

/// Where the rows of a programme are.
#[derive(Default)]
struct Rows {
    /// Of each linear limit: the row, its size, and whether it is one from below.
    linear: Vec<(usize, usize, f64)>,
    errors: usize,
}

impl<'a> ConeHedges<'a> {
    /// Instruments whose bounds differ are free, of those that `may_hold` says.
    pub fn new(problem: &'a HedgeProblem, limits: &'a Limits, may_hold: &[bool]) -> Self {
        let n = problem.instruments();
        let free = |j: &usize| may_hold[*j] && limits.lower()[*j] < limits.upper()[*j];
        let support: Vec<usize> = (0..n).filter(free).collect();
        let mut fixed: Vec<f64> = (0..n).map(|j| limits.clamp(j, 0.0)).collect();
        support.iter().for_each(|j| fixed[*j] = 0.0);
        let size = match problem.error_norm(&vec![0.0; n]) {
            0.0 => 1.0,
            size => size,
        };
        let unit = |j: &usize| match norm(problem.factor.column(*j)) {
            0.0 => 1.0,
            length => size / length,
        };
        let units = support.iter().map(unit).collect();
        Self { problem, limits, support, units, fixed, size }
    }

    /// The least risk.
    pub fn least_risk(&self) -> ConeHedge {
        let m = self.support.len();
        let mut objective = vec![0.0; m + 1];
        objective[m] = 1.0;
        let mut program = ConeProgram::new(objective);
        let rows = self.add_limits(&mut program, (vec![(m, -1.0)], 0.0), self.size);
        self.finish(&program, &rows, self.size, 1.0)
    }

    /// The least cost with `‖M x − L‖` at most `cap`.
    pub fn least_cost(&self, costs: &Costs, cap: f64) -> ConeHedge {
        let m = self.support.len();
        let units = self.support.iter().zip(&self.units);
        let unit_costs: Vec<[f64; 2]> =
            units.map(|(j, unit)| costs.units(*j).map(|cost| cost * unit)).collect();
        let size = unit_costs.iter().flatten().fold(0.0, |size: f64, cost| size.max(*cost));
        let size = if size > 0.0 { size } else { 1.0 };
        let mut objective = vec![0.0; m];
        objective.resize(2 * m, 1.0);
        let mut program = ConeProgram::new(objective);
        for (place, [buy, sell]) in unit_costs.into_iter().enumerate() {
            program.at_most(vec![(place, buy / size), (m + place, -1.0)], 0.0);
            program.at_most(vec![(place, -sell / size), (m + place, -1.0)], 0.0);
        }
        let rows = self.add_limits(&mut program, (Vec::new(), 1.0), cap);
        self.finish(&program, &rows, size, size / cap)
    }

    /// Adds bounds, linear limits, and the cone of the errors in a unit, below a row.
    fn add_limits(
        &self,
        program: &mut ConeProgram,
        height: (Vec<(usize, f64)>, f64),
        unit: f64,
    ) -> Rows {
        let mut rows = Rows::default();
        self.add_linear(program, &mut rows);
        for (place, (&j, scale)) in self.support.iter().zip(&self.units).enumerate() {
            let (lower, upper) = (self.limits.lower()[j], self.limits.upper()[j]);
            if upper.is_finite() {
                program.at_most(vec![(place, 1.0)], upper / scale);
            }
            if lower.is_finite() {
                program.at_most(vec![(place, -1.0)], -lower / scale);
            }
        }
        let misses = self.problem.misses(&self.fixed);
        let entry = |row: usize, (j, scale): (&usize, &f64)| {
            -self.problem.factor.at(row, *j) * scale / unit
        };
        let row = |row: usize| {
            let entries = self.support.iter().zip(&self.units).map(|pair| entry(row, pair));
            (entries.enumerate().collect(), misses[row] / unit)
        };
        let mut cone = vec![height];
        cone.extend((0..misses.len()).map(row));
        cone.push((Vec::new(), self.problem.rest / unit));
        rows.errors = program.cone(cone) + 1;
        rows
    }

    fn add_linear(&self, program: &mut ConeProgram, rows: &mut Rows) {
        for (index, limit) in self.limits.linear().iter().enumerate() {
            let terms =
                self.support.iter().zip(&self.units).map(|(j, unit)| limit.coefficients[*j] * unit);
            let terms: Vec<f64> = terms.collect();
            let size = terms.iter().fold(0.0, |size: f64, term| size.max(term.abs()));
            let size = if size > 0.0 { size } else { 1.0 };
            let held = crate::matrix::dot(&limit.coefficients, &self.fixed);
            let row = |sign: f64| terms.iter().map(|term| sign * term / size).enumerate().collect();
            if limit.lower == limit.upper {
                let number = program.equal(row(1.0), (limit.upper - held) / size);
                rows.linear.push((index, number, 1.0 / size));
                continue;
            }
            if limit.upper.is_finite() {
                let number = program.at_most(row(1.0), (limit.upper - held) / size);
                rows.linear.push((index, number, 1.0 / size));
            }
            if limit.lower.is_finite() {
                let number = program.at_most(row(-1.0), (held - limit.lower) / size);
                rows.linear.push((index, number, -1.0 / size));
            }
        }
    }

    /// Solves, and takes units back: those of the objective, and of a multiplier of errors.
    fn finish(&self, program: &ConeProgram, rows: &Rows, objective: f64, errors: f64) -> ConeHedge {
        let solution = program.solve();
        let mut positions = self.fixed.clone();
        for (place, (&j, unit)) in self.support.iter().zip(&self.units).enumerate() {
            positions[j] = self.limits.clamp(j, solution.variables[place] * unit);
        }
        let n = self.problem.instruments();
        let of_errors = &solution.multipliers[rows.errors..];
        let mut linear = vec![0.0; self.limits.linear().len()];
        for (index, row, weight) in &rows.linear {
            linear[*index] += solution.multipliers[*row] * weight * objective;
        }
        let mut multipliers =
            Multipliers { errors: vec![0.0; n], rest: -of_errors[n] * errors, linear };
        add_multiple(&mut multipliers.errors, -errors, &of_errors[..n]);
        ConeHedge { positions, multipliers, solution }
    }
}

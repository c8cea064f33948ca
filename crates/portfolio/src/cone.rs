//! [`ConeProgram`]: linear and second-order cone programmes, solved by Clarabel.

use clarabel::algebra::CscMatrix;
use clarabel::solver::{
    DefaultSettings, DefaultSolution, DefaultSolver, IPSolver as _, SolverStatus, SupportedConeT,
};

/// Relative tolerance of gap and residuals.
const TOLERANCE: f64 = 1e-10;
/// Absolute tolerance of the gap: small, so that the relative one decides.
const ABSOLUTE: f64 = 1e-14;

/// `min qᵀ v` subject to `a_iᵀ v = b_i`, `a_iᵀ v ≤ b_i` and `b − A v` in second-order cones.
///
/// A cone `{(h, w): ‖w‖ ≤ h}` is added whole.
pub(crate) struct ConeProgram {
    objective: Vec<f64>,
    rows: Vec<Vec<(usize, f64)>>,
    bounds: Vec<f64>,
    cones: Vec<SupportedConeT<f64>>,
}

/// What the solver came to.
pub(crate) struct ConeSolution {
    /// `v`.
    pub variables: Vec<f64>,
    /// Multipliers of the rows: `q + Aᵀ z = 0`, those of inequalities not negative.
    pub multipliers: Vec<f64>,
    pub status: SolverStatus,
    pub iterations: usize,
}

impl ConeProgram {
    /// A programme without rows.
    pub fn new(objective: Vec<f64>) -> Self {
        Self { objective, rows: Vec::new(), bounds: Vec::new(), cones: Vec::new() }
    }

    /// Adds `aᵀ v = b`, by the entries of `a` that are not 0, and gives its number.
    pub fn equal(&mut self, row: Vec<(usize, f64)>, bound: f64) -> usize {
        match self.cones.last_mut() {
            Some(SupportedConeT::ZeroConeT(rows)) => *rows += 1,
            _ => self.cones.push(SupportedConeT::ZeroConeT(1)),
        }
        self.push(row, bound)
    }

    /// Adds `aᵀ v ≤ b`.
    pub fn at_most(&mut self, row: Vec<(usize, f64)>, bound: f64) -> usize {
        match self.cones.last_mut() {
            Some(SupportedConeT::NonnegativeConeT(rows)) => *rows += 1,
            _ => self.cones.push(SupportedConeT::NonnegativeConeT(1)),
        }
        self.push(row, bound)
    }

    /// Adds a cone, by the rows of `A` and `b`; gives the number of its first row.
    pub fn cone(&mut self, rows: Vec<(Vec<(usize, f64)>, f64)>) -> usize {
        let first = self.rows.len();
        self.cones.push(SupportedConeT::SecondOrderConeT(rows.len()));
        for (row, bound) in rows {
            self.push(row, bound);
        }
        first
    }

    fn push(&mut self, row: Vec<(usize, f64)>, bound: f64) -> usize {
        self.rows.push(row);
        self.bounds.push(bound);
        self.rows.len() - 1
    }

    /// Solves the programme. No clock stops it, and it uses one thread.
    pub fn solve(&self) -> ConeSolution {
        let n = self.objective.len();
        let (quadratic, matrix) = (CscMatrix::zeros((n, n)), self.matrix());
        let (objective, bounds) = (&self.objective, &self.bounds);
        let solver =
            DefaultSolver::new(&quadratic, objective, &matrix, bounds, &self.cones, settings());
        match solver {
            Ok(mut solver) => {
                solver.solve();
                ConeSolution::from(&solver.solution)
            }
            Err(_) => ConeSolution {
                variables: vec![0.0; n],
                multipliers: vec![0.0; self.rows.len()],
                status: SolverStatus::Unsolved,
                iterations: 0,
            },
        }
    }

    /// `A`, column by column.
    fn matrix(&self) -> CscMatrix<f64> {
        let (mut rows, mut columns, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for (row, entries) in self.rows.iter().enumerate() {
            for (column, value) in entries.iter().filter(|(_, value)| *value != 0.0) {
                rows.push(row);
                columns.push(*column);
                values.push(*value);
            }
        }
        CscMatrix::new_from_triplets(self.rows.len(), self.objective.len(), rows, columns, values)
    }
}

fn settings() -> DefaultSettings<f64> {
    DefaultSettings {
        verbose: false,
        max_threads: 1,
        direct_solve_method: "qdldl".to_owned(),
        presolve_enable: false,
        tol_gap_abs: ABSOLUTE,
        tol_gap_rel: TOLERANCE,
        tol_feas: TOLERANCE,
        ..DefaultSettings::default()
    }
}

impl From<&DefaultSolution<f64>> for ConeSolution {
    fn from(solution: &DefaultSolution<f64>) -> Self {
        Self {
            variables: solution.x.clone(),
            multipliers: solution.z.clone(),
            status: solution.status,
            iterations: solution.iterations as usize,
        }
    }
}

/// The status in a word.
pub(crate) fn name(status: SolverStatus) -> &'static str {
    match status {
        SolverStatus::Unsolved => "refused by the solver",
        SolverStatus::Solved => "the cone programme ended",
        SolverStatus::AlmostSolved => "the cone programme ended early",
        SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible => "infeasible",
        SolverStatus::DualInfeasible | SolverStatus::AlmostDualInfeasible => "unbounded",
        SolverStatus::MaxIterations => "too many iterations",
        SolverStatus::MaxTime => "too much time",
        SolverStatus::NumericalError => "numerical error",
        SolverStatus::InsufficientProgress => "insufficient progress",
        SolverStatus::CallbackTerminated => "stopped",
    }
}

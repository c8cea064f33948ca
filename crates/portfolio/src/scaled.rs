//! [`Scaled`]: a problem in units that solvers like.

use crate::matrix::{Matrix, norm};
use crate::{HedgeProblem, Limits};

/// The problem with columns of length 1: `u_j = ‖M_j‖·x_j`.
pub(crate) struct Scaled {
    /// `‖M_j‖`, 1 for empty instruments.
    pub norms: Vec<f64>,
    /// `R` with columns of length 1, or 0.
    pub columns: Matrix,
    /// Bounds of `u`.
    pub lower: Vec<f64>,
    /// Bounds of `u`.
    pub upper: Vec<f64>,
}

impl Scaled {
    pub fn new(problem: &HedgeProblem, limits: &Limits) -> Self {
        let n = problem.instruments();
        assert_eq!(limits.instruments(), n, "limits for each instrument");
        let length = |j| norm(problem.factor.column(j));
        let norms: Vec<f64> =
            (0..n).map(|j| if length(j) > 0.0 { length(j) } else { 1.0 }).collect();
        let mut columns = problem.factor.clone();
        for (j, length) in norms.iter().enumerate() {
            columns.column_mut(j).iter_mut().for_each(|entry| *entry /= length);
        }
        let scaled = |bounds: &[f64]| bounds.iter().zip(&norms).map(|(b, norm)| b * norm).collect();
        let (lower, upper) = (scaled(limits.lower()), scaled(limits.upper()));
        Self { norms, columns, lower, upper }
    }

    /// Positions of scaled ones; at a bound exactly where the scaled one is.
    pub fn positions(&self, scaled: &[f64], limits: &Limits) -> Vec<f64> {
        let position = |(j, u): (usize, &f64)| {
            if *u >= self.upper[j] {
                limits.upper()[j]
            } else if *u <= self.lower[j] {
                limits.lower()[j]
            } else {
                limits.clamp(j, u / self.norms[j])
            }
        };
        scaled.iter().enumerate().map(position).collect()
    }
}

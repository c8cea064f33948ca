//! [`HedgeProblem`]: the mean-square error of the hedges of one book.

use crate::matrix::{Matrix, dot, norm};
use crate::{Limits, LinearLimit};

/// The errors of all hedges of one book over the scenarios, by their mean and their mean square.
///
/// With the triangle `R` of the instruments, `‖M x − L‖² = ‖R x − r‖² + ρ²`: `ρ` is what no position
/// reaches. Made by [`Factor::problem`](crate::Factor::problem).
#[derive(Clone, Debug, PartialEq)]
pub struct HedgeProblem {
    pub(crate) scenarios: usize,
    /// `R`, upper triangular.
    pub(crate) factor: Matrix,
    /// `r`.
    pub(crate) target: Vec<f64>,
    /// `ρ`.
    pub(crate) rest: f64,
    pub(crate) means: Vec<f64>,
    pub(crate) target_mean: f64,
}

impl HedgeProblem {
    /// Number of instruments.
    #[must_use]
    pub fn instruments(&self) -> usize {
        self.target.len()
    }

    /// Number of scenarios.
    #[must_use]
    pub fn scenarios(&self) -> usize {
        self.scenarios
    }

    /// Root mean square of the error of a hedge, `‖M x − L‖ / √N`.
    #[must_use]
    pub fn rms(&self, positions: &[f64]) -> f64 {
        self.error_norm(positions) / (self.scenarios as f64).sqrt()
    }

    /// Root mean square of the liability: of the error of no hedge.
    #[must_use]
    pub fn unhedged_rms(&self) -> f64 {
        self.rms(&vec![0.0; self.instruments()])
    }

    /// Mean of the error `M x − L`, the expected profit and loss.
    #[must_use]
    pub fn mean(&self, positions: &[f64]) -> f64 {
        assert_eq!(positions.len(), self.instruments(), "a position for each instrument");
        dot(&self.means, positions) - self.target_mean
    }

    /// Standard deviation of the error over the scenarios, with `N − 1`; 0 for one scenario.
    ///
    /// From root mean square and mean: where the mean is much the larger, digits are lost.
    #[must_use]
    pub fn standard_deviation(&self, positions: &[f64]) -> f64 {
        let (rms, mean) = (self.rms(positions), self.mean(positions));
        let n = self.scenarios as f64;
        let square = ((rms - mean) * (rms + mean)).max(0.0);
        if n > 1.0 { (square * n / (n - 1.0)).sqrt() } else { 0.0 }
    }

    /// `R x − r`.
    pub(crate) fn misses(&self, positions: &[f64]) -> Vec<f64> {
        assert_eq!(positions.len(), self.instruments(), "a position for each instrument");
        let mut misses = self.factor.times(positions);
        misses.iter_mut().zip(&self.target).for_each(|(miss, aim)| *miss -= aim);
        misses
    }

    /// `‖M x − L‖`.
    pub(crate) fn error_norm(&self, positions: &[f64]) -> f64 {
        let misses = self.misses(positions);
        (dot(&misses, &misses) + self.rest * self.rest).sqrt()
    }

    /// How far positions are outside limits, in units of the terms of the linear limits and of what a
    /// position as large as the book would add to them: dust beside a limit at 0 is not far outside.
    pub(crate) fn excess(&self, limits: &Limits, positions: &[f64]) -> f64 {
        let book = self.error_norm(&vec![0.0; positions.len()]);
        limits.excess_beside(positions, |limit: &LinearLimit| {
            let one = |(j, a): (usize, &f64)| {
                let length = norm(self.factor.column(j));
                (*a != 0.0 && length > 0.0).then(|| a.abs() * book / length)
            };
            limit.coefficients.iter().enumerate().filter_map(one).reduce(f64::min).unwrap_or(0.0)
        })
    }

    /// `|x_j|·‖M_j‖`, the size of each position over the scenarios.
    pub(crate) fn sizes(&self, positions: &[f64]) -> Vec<f64> {
        let size = |(j, position): (usize, &f64)| position.abs() * norm(self.factor.column(j));
        positions.iter().enumerate().map(size).collect()
    }
}

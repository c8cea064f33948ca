//! [`Solution`]: positions, and what they do.

use crate::HedgeProblem;

/// Positions in the instruments, and what they do to the scenarios that they were made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// Units held of each instrument.
    pub positions: Vec<f64>,
    /// Root mean square of the error, in currency.
    pub rms: f64,
}

impl Solution {
    pub(crate) fn new(problem: &HedgeProblem, positions: Vec<f64>) -> Self {
        let rms = problem.rms(&positions);
        Self { positions, rms }
    }

    /// Instruments with a position.
    #[must_use]
    pub fn held(&self) -> usize {
        self.positions.iter().filter(|position| **position != 0.0).count()
    }

    /// `Σ |x_j|`.
    #[must_use]
    pub fn gross(&self) -> f64 {
        self.positions.iter().map(|position| position.abs()).sum()
    }
}

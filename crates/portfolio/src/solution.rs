//! [`Solution`]: positions, and what they do.

use crate::{Accuracy, HedgeProblem, SolveError};

/// Positions in the instruments, and what they do to the scenarios that they were made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// Units held of each instrument; exactly 0 for those that are not held.
    pub positions: Vec<f64>,
    /// Root mean square of the error, in currency.
    pub rms: f64,
    /// How far they may be from the optimum.
    pub accuracy: Accuracy,
}

impl Solution {
    pub(crate) fn new(problem: &HedgeProblem, positions: Vec<f64>, accuracy: Accuracy) -> Self {
        let rms = problem.rms(&positions);
        Self { positions, rms, accuracy }
    }

    /// The solution, if it is accurate enough.
    pub(crate) fn checked(self, status: &'static str) -> Result<Self, SolveError> {
        let accuracy = self.accuracy;
        if accuracy.is_enough() {
            Ok(self)
        } else {
            Err(SolveError::NotSolved { status, accuracy })
        }
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

//! [`Solution`]: positions, and what they do.

use crate::{Accuracy, HedgeProblem, Limits, SolveError};

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

/// Positions below this share of the largest, by `|x_j|·‖M_j‖`, are dust.
const DUST: f64 = 1e-12;
/// What the risk may rise by when dust is swept away, as a share of it and of that without a hedge.
const NO_RISE: [f64; 2] = [1e-9, 1e-12];

impl HedgeProblem {
    /// Positions without those that are rounding beside the largest, if these are proved as well and
    /// the risk stays; with the accuracy of what is given back.
    pub(crate) fn without_dust(
        &self,
        positions: Vec<f64>,
        limits: &Limits,
        judge: impl Fn(&[f64]) -> Accuracy,
    ) -> (Vec<f64>, Accuracy) {
        let accuracy = judge(&positions);
        let sizes = self.sizes(&positions);
        let floor = DUST * sizes.iter().fold(0.0, |most: f64, size| most.max(*size));
        let is_dust =
            |j: usize| positions[j] != 0.0 && sizes[j] <= floor && limits.clamp(j, 0.0) == 0.0;
        let swept = |j: usize| if is_dust(j) { 0.0 } else { positions[j] };
        let swept: Vec<f64> = (0..positions.len()).map(swept).collect();
        let (before, after) = (self.rms(&positions), self.rms(&swept));
        let most = before * (1.0 + NO_RISE[0]) + NO_RISE[1] * self.unhedged_rms();
        let cleaner = judge(&swept);
        if swept != positions && after <= most && cleaner.is_enough() {
            (swept, cleaner)
        } else {
            (positions, accuracy)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Matrix;

    #[test]
    fn dust_is_swept_where_that_is_proved() {
        let mut factor = Matrix::zeros(2, 2);
        (*factor.at_mut(0, 0), *factor.at_mut(1, 1)) = (1.0, 5.0);
        let (target, means) = (vec![300.0, 0.0], vec![0.0; 2]);
        let problem =
            HedgeProblem { scenarios: 4, factor, target, rest: 1.0, means, target_mean: 0.0 };
        let proved = |_: &[f64]| Accuracy::default();
        let unproved = |positions: &[f64]| {
            let gap = if positions[1] == 0.0 { 1.0 } else { 0.0 };
            Accuracy { gap, ..Accuracy::default() }
        };
        let sweep = |second: f64, limits: &Limits, judge: &dyn Fn(&[f64]) -> Accuracy| {
            problem.without_dust(vec![300.0, second], limits, judge).0[1]
        };
        let (none, free) = (4.5e-14, Limits::none(2));
        assert_eq!(sweep(none, &free, &proved), 0.0);
        assert_eq!(sweep(none, &free, &unproved), none);
        assert_eq!(sweep(1e-9, &free, &proved), 1e-9);
        // What bounds demand stays.
        let demand = Limits::new(vec![-400.0, none], vec![400.0, 1.0]).unwrap();
        assert_eq!(sweep(none, &demand, &proved), none);
    }
}

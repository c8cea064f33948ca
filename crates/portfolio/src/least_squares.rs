//! Model 0: least squares without limits.

use crate::jacobi::SingularValues;
use crate::pivoting::Pivoted;
use crate::{Accuracy, HedgeProblem, Solution, Spectrum};

/// Which of the solutions of least squares, where the instruments are dependent to rounding.
///
/// Both leave out what is below [`HedgeProblem::rank_tolerance`]. Instruments are not scaled: the
/// norm that is least is that of the numbers of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeastSquares {
    /// As many instruments as the rank, chosen by a factorisation with column pivoting: what
    /// Matlab's backslash gives.
    Basic,
    /// The solution with the least `‖x‖`, from the singular values.
    MinimumNorm,
}

impl HedgeProblem {
    /// Singular values, condition number and numerical rank of the instruments.
    #[must_use]
    pub fn spectrum(&self) -> Spectrum {
        Spectrum::new(self.singular_values().values, self.rank_tolerance())
    }

    /// *Model 0*: minimises `‖M x − L‖`.
    ///
    /// # Source
    /// Boyle, Coleman and Li (2003), *Hedging a portfolio of derivatives by modeling cost*; Golub
    /// and Van Loan, *Matrix Computations*, 4th edition, section 5.5.
    #[must_use]
    pub fn least_squares(&self, kind: LeastSquares) -> Solution {
        let positions = match kind {
            LeastSquares::Basic => self.basic(),
            LeastSquares::MinimumNorm => self.minimum_norm(),
        };
        Solution::new(self, positions, Accuracy::default())
    }

    fn basic(&self) -> Vec<f64> {
        let pivoted = Pivoted::new(self.factor.clone());
        let rotated = pivoted.rotate(&self.target);
        pivoted.solve(&rotated, pivoted.rank(self.rank_tolerance()))
    }

    fn minimum_norm(&self) -> Vec<f64> {
        let found = self.singular_values();
        let floor = self.rank_tolerance() * found.values[0];
        let kept = found.values.iter().take_while(|value| **value > floor).count();
        let along: Vec<f64> = (0..kept).map(|k| found.target[k] / found.values[k]).collect();
        found.directions.times(&along)
    }

    /// The factor of a problem is finite, so that the rotations end.
    fn singular_values(&self) -> SingularValues {
        SingularValues::new(self.factor.clone(), &self.target)
    }
}

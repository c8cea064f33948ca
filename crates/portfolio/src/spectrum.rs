//! [`Spectrum`]: how well the instruments can be told apart.

use crate::HedgeProblem;

/// Singular values of the scenarios `M` of the instruments.
///
/// Nothing is scaled: a unit of every instrument counts as it is worth, as in the tables of Boyle,
/// Coleman and Li (2003).
#[derive(Clone, Debug, PartialEq)]
pub struct Spectrum {
    /// Singular values, largest first; one for each instrument.
    pub singular_values: Vec<f64>,
    /// Largest singular value over the smallest: how much larger an error of the positions may be
    /// than the error of the scenarios that causes it. Infinite if the smallest is 0; 1 if all are.
    /// Beyond about 1e16 it says no more than that the instruments are dependent.
    pub condition_number: f64,
    /// Numerical rank: singular values above `tolerance` times the largest.
    pub rank: usize,
    /// `max(N, n)·ε`, `ε` = 2⁻⁵²: what rounding of the scenarios may do.
    pub tolerance: f64,
}

impl Spectrum {
    pub(crate) fn new(singular_values: Vec<f64>, tolerance: f64) -> Self {
        let (largest, smallest) = match singular_values[..] {
            [] => (0.0, 0.0),
            [only] => (only, only),
            [largest, .., smallest] => (largest, smallest),
        };
        let floor = tolerance * largest;
        let rank = singular_values.iter().filter(|value| **value > floor).count();
        let condition_number = if largest == 0.0 { 1.0 } else { largest / smallest };
        Self { singular_values, condition_number, rank, tolerance }
    }
}

impl HedgeProblem {
    /// Relative size below which a singular value or a pivot counts as 0, `max(N, n)·ε`: the default
    /// of the usual packages.
    #[must_use]
    pub fn rank_tolerance(&self) -> f64 {
        self.scenarios.max(self.instruments()) as f64 * f64::EPSILON
    }
}

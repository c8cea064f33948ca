//! [`Difference`]: how far two hedges are apart, and how well that is known.

use super::estimate::Estimate;
use crate::statistics::standard_error;

/// Two-sided quantile of the standard normal at 95 %, `Φ⁻¹(0.975)`.
const QUANTILE_95: f64 = 1.959_963_984_540_054;

/// A difference of two statistics on the same paths, with its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Difference {
    /// The difference.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
}

impl Difference {
    /// `one − other`, paired path by path. Without a sample, 0.
    pub(super) fn between(one: &Estimate, other: &Estimate, overlap: usize) -> Self {
        Self { value: one.value - other.value, se: se_between(one, other, overlap) }
    }

    /// Lower end of the 95 % confidence interval, from the normal distribution.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.value - QUANTILE_95 * self.se
    }

    /// Upper end.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.value + QUANTILE_95 * self.se
    }

    /// Whether the interval leaves out zero.
    #[must_use]
    pub fn is_distinct(&self) -> bool {
        self.low() > 0.0 || self.high() < 0.0
    }
}

/// Standard error of `one − other`: of the mean of the differences of influence.
pub(super) fn se_between(one: &Estimate, other: &Estimate, overlap: usize) -> f64 {
    let pairs = one.influence.iter().zip(&other.influence);
    let differences: Vec<f64> = pairs.map(|(x, y)| x - y).collect();
    standard_error::of_mean(&differences, overlap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF as _, Normal};

    #[test]
    fn the_quantile_is_that_of_statrs() {
        assert!((QUANTILE_95 - Normal::standard().inverse_cdf(0.975)).abs() < 1e-9);
    }

    #[test]
    fn an_interval_that_touches_zero_tells_nothing_apart() {
        let at = |value, se| Difference { value, se }.is_distinct();
        assert!(at(2.0, 1.0) && at(-2.0, 1.0) && at(1e-9, 0.0));
        assert!(!at(1.9, 1.0) && !at(-1.9, 1.0) && !at(0.0, 0.0));
    }
}

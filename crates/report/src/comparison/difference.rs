//! [`Difference`]: how far two hedges are apart, and how well that is known.

use super::estimate::Estimate;
use crate::statistics::{Dependence, standard_error};

/// A difference of two statistics on the same paths, with its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Difference {
    /// The difference.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// From the difference to an end of its 95 % confidence interval.
    pub reach: f64,
}

impl Difference {
    /// `one − other`, paired path by path. Without a sample, 0.
    pub(super) fn between(one: &Estimate, other: &Estimate, dependence: Dependence) -> Self {
        Self::new(one.value - other.value, se_between(one, other, dependence), dependence)
    }

    /// A difference with its standard error, from paths that depend on each other so.
    pub(super) fn new(value: f64, se: f64, dependence: Dependence) -> Self {
        Self { value, se, reach: dependence.quantile_95() * se }
    }

    /// Lower end of the 95 % confidence interval, from the normal distribution; from Student's where
    /// paths are in replicates.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.value - self.reach
    }

    /// Upper end.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.value + self.reach
    }

    /// Whether the interval leaves out zero.
    #[must_use]
    pub fn is_distinct(&self) -> bool {
        self.low() > 0.0 || self.high() < 0.0
    }
}

/// Standard error of `one − other`: of the mean of the differences of influence.
pub(super) fn se_between(one: &Estimate, other: &Estimate, dependence: Dependence) -> f64 {
    standard_error::of_mean_difference(&one.influence, &other.influence, dependence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_that_touches_zero_tells_nothing_apart() {
        let at = |value, se| Difference::new(value, se, Dependence::Independent).is_distinct();
        assert!(at(2.0, 1.0) && at(-2.0, 1.0) && at(1e-9, 0.0));
        let few = Dependence::Replicates { count: 16, run: 64 };
        assert!(!Difference::new(2.0, 1.0, few).is_distinct());
        assert!(!at(1.9, 1.0) && !at(-1.9, 1.0) && !at(0.0, 0.0));
    }
}

//! [`Limits`]: which positions are allowed.

use crate::SolveError;
use crate::matrix::dot;
use thiserror::Error;

/// Which positions are allowed: `lower_j ≤ x_j ≤ upper_j`, and linear limits such as one on the cost of
/// entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    lower: Vec<f64>,
    upper: Vec<f64>,
    linear: Vec<LinearLimit>,
}

/// `lower ≤ Σ a_j x_j ≤ upper`.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearLimit {
    /// `a`, a number for each instrument.
    pub coefficients: Vec<f64>,
    /// The least sum allowed; may be −∞.
    pub lower: f64,
    /// The greatest sum allowed; may be ∞.
    pub upper: f64,
}

/// Why limits make no sense.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum LimitsError {
    /// There must be as many upper bounds, and coefficients, as lower bounds.
    #[error("{expected} lower bounds, but {found} numbers beside them")]
    Lengths {
        /// Lower bounds.
        expected: usize,
        /// Upper bounds or coefficients.
        found: usize,
    },
    /// The lower bound must be at most the upper one, and neither NaN; infinities are allowed.
    #[error("instrument {instrument}: no position is between {lower} and {upper}")]
    Bounds {
        /// Which instrument.
        instrument: usize,
        /// Its lower bound.
        lower: f64,
        /// Its upper bound.
        upper: f64,
    },
    /// As for positions.
    #[error("linear limit {limit}: no sum is between {lower} and {upper}")]
    LinearBounds {
        /// Which limit.
        limit: usize,
        /// Its lower bound.
        lower: f64,
        /// Its upper bound.
        upper: f64,
    },
    /// A coefficient must be finite.
    #[error("linear limit {limit}: the coefficient {coefficient} is not finite")]
    Coefficient {
        /// Which limit.
        limit: usize,
        /// The coefficient.
        coefficient: f64,
    },
}

/// Of a bound, what rounding may leave between it and what is reached.
const ROUNDING: f64 = 1e-12;

/// Whether a finite number is between two bounds.
fn has_between(lower: f64, upper: f64) -> bool {
    lower <= upper && lower < f64::INFINITY && upper > f64::NEG_INFINITY
}

impl Limits {
    /// Bounds of the positions.
    ///
    /// # Errors
    /// [`LimitsError`] for bounds that no position meets.
    pub fn new(lower: Vec<f64>, upper: Vec<f64>) -> Result<Self, LimitsError> {
        if lower.len() != upper.len() {
            return Err(LimitsError::Lengths { expected: lower.len(), found: upper.len() });
        }
        for (instrument, (&lower, &upper)) in lower.iter().zip(&upper).enumerate() {
            if !has_between(lower, upper) {
                return Err(LimitsError::Bounds { instrument, lower, upper });
            }
        }
        Ok(Self { lower, upper, linear: Vec::new() })
    }

    /// `|x_j| ≤ largest_j`, long or short.
    ///
    /// # Errors
    /// [`LimitsError::Bounds`] for numbers below 0 or NaN.
    pub fn symmetric(largest: Vec<f64>) -> Result<Self, LimitsError> {
        Self::new(largest.iter().map(|largest| -largest).collect(), largest)
    }

    /// No limits.
    #[must_use]
    pub fn none(instruments: usize) -> Self {
        let (lower, upper) =
            (vec![f64::NEG_INFINITY; instruments], vec![f64::INFINITY; instruments]);
        Self { lower, upper, linear: Vec::new() }
    }

    /// A linear limit more.
    ///
    /// # Errors
    /// [`LimitsError`] for a limit of another length, that no sum meets, or with coefficients that
    /// are not finite.
    pub fn with_linear(mut self, limit: LinearLimit) -> Result<Self, LimitsError> {
        let LinearLimit { ref coefficients, lower, upper } = limit;
        let (expected, found) = (self.lower.len(), coefficients.len());
        if found != expected {
            return Err(LimitsError::Lengths { expected, found });
        }
        let index = self.linear.len();
        if !has_between(lower, upper) {
            return Err(LimitsError::LinearBounds { limit: index, lower, upper });
        }
        if let Some(&coefficient) = coefficients.iter().find(|a| !a.is_finite()) {
            return Err(LimitsError::Coefficient { limit: index, coefficient });
        }
        self.linear.push(limit);
        Ok(self)
    }

    /// Number of instruments.
    #[must_use]
    pub fn instruments(&self) -> usize {
        self.lower.len()
    }

    /// Lower bounds.
    #[must_use]
    pub fn lower(&self) -> &[f64] {
        &self.lower
    }

    /// Upper bounds.
    #[must_use]
    pub fn upper(&self) -> &[f64] {
        &self.upper
    }

    /// Linear limits.
    #[must_use]
    pub fn linear(&self) -> &[LinearLimit] {
        &self.linear
    }

    /// The same limits, but only some instruments held beyond what bounds demand.
    pub(crate) fn holding(&self, held: &[bool]) -> Self {
        let bound = |bounds: &[f64]| -> Vec<f64> {
            let bound =
                |(j, held): (usize, &bool)| if *held { bounds[j] } else { self.clamp(j, 0.0) };
            held.iter().enumerate().map(bound).collect()
        };
        let linear = self.linear.clone();
        Self { lower: bound(&self.lower), upper: bound(&self.upper), linear }
    }

    /// The same bounds without linear limits.
    pub(crate) fn bounds_alone(&self) -> Self {
        Self { linear: Vec::new(), ..self.clone() }
    }

    /// By how much positions within their bounds fall short of the linear limits, in all.
    pub(crate) fn shortfall(&self) -> f64 {
        let of = |limit: &LinearLimit| {
            let [least, greatest] = self.reach(limit);
            (limit.lower - greatest).max(least - limit.upper).max(0.0)
        };
        self.linear.iter().map(of).sum()
    }

    /// The allowed position nearest to one.
    pub(crate) fn clamp(&self, instrument: usize, position: f64) -> f64 {
        position.max(self.lower[instrument]).min(self.upper[instrument])
    }

    /// The least and the greatest sum of a linear limit within the bounds of the positions.
    fn reach(&self, limit: &LinearLimit) -> [f64; 2] {
        let term = |a: f64, bound: f64| if a == 0.0 { 0.0 } else { a * bound };
        let ends = self.lower.iter().zip(&self.upper).zip(&limit.coefficients);
        ends.fold([0.0; 2], |[least, greatest], ((lower, upper), a)| {
            let (one, other) = (term(*a, *lower), term(*a, *upper));
            [least + one.min(other), greatest + one.max(other)]
        })
    }

    /// Whether positions within their bounds reach each of the linear limits; together they may still
    /// be out of reach.
    pub(crate) fn check_reach(&self) -> Result<(), SolveError> {
        for (index, limit) in self.linear.iter().enumerate() {
            let [least, greatest] = self.reach(limit);
            let ends = [(greatest - limit.lower, limit.lower, greatest)];
            let ends = ends.into_iter().chain([(limit.upper - least, limit.upper, least)]);
            for (room, bound, nearest) in ends {
                if room < -ROUNDING * bound.abs() {
                    return Err(SolveError::OutOfReach { limit: index, bound, nearest });
                }
            }
        }
        Ok(())
    }

    /// How far positions are outside the linear limits, in units of the size of their terms.
    #[must_use]
    pub fn excess(&self, positions: &[f64]) -> f64 {
        self.excess_beside(positions, |_| 0.0)
    }

    /// The same, in units of the size of the terms and of another amount for each limit.
    pub(crate) fn excess_beside(
        &self,
        positions: &[f64],
        beside: impl Fn(&LinearLimit) -> f64,
    ) -> f64 {
        let outside =
            |position: f64, lower: f64, upper: f64| (lower - position).max(position - upper);
        let of = |limit: &LinearLimit| {
            let LinearLimit { coefficients, lower, upper } = limit;
            let terms = coefficients.iter().zip(positions).map(|(a, x)| (a * x).abs());
            let bounds = [lower, upper].into_iter().filter(|bound| bound.is_finite());
            let size = beside(limit)
                + terms.sum::<f64>()
                + bounds.fold(0.0, |size: f64, bound| size.max(bound.abs()));
            let excess = outside(dot(coefficients, positions), *lower, *upper);
            if excess > 0.0 { excess / size } else { 0.0 }
        };
        let linear = self.linear.iter().map(of).fold(0.0, f64::max);
        let allowed = |(index, position): (usize, &f64)| {
            outside(*position, self.lower[index], self.upper[index]) <= 0.0
        };
        if positions.iter().enumerate().all(allowed) { linear } else { f64::INFINITY }
    }
}

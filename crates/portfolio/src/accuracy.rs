//! [`Accuracy`] of a solution, and [`SolveError`].

use thiserror::Error;

/// How far a solution may be from the optimum. Every number here is computed from the solution, not
/// taken over from a solver.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Accuracy {
    /// Objective less a lower bound on that of every allowed hedge, by weak duality: relative to the
    /// cost where cost is minimised; where risk is, to the risk plus [`Accuracy::RISK_FLOOR`] of that
    /// without a hedge. 0 for solutions in closed form.
    pub gap: f64,
    /// How far the solution is outside its limits, relative to their size.
    pub infeasibility: f64,
    /// Steps of the method.
    pub iterations: usize,
}

impl Accuracy {
    /// The largest [`Accuracy::gap`] of a solution.
    pub const GAP: f64 = 1e-6;
    /// Beside what share of the risk without a hedge the gap of a risk is judged: what is left of a
    /// billionth of the book is rounding.
    pub const RISK_FLOOR: f64 = 1e-3;
    /// The largest [`Accuracy::infeasibility`] of a solution.
    pub const INFEASIBILITY: f64 = 1e-8;

    pub(crate) fn is_enough(&self) -> bool {
        self.gap <= Self::GAP && self.infeasibility <= Self::INFEASIBILITY
    }
}

/// Why there is no solution.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum SolveError {
    /// No positions meet all limits.
    #[error("no positions are within all limits")]
    Infeasible,
    /// Positions within their bounds do not reach a linear limit.
    #[error(
        "no positions are within all limits: the sum of linear limit {limit} must be {} {bound}, and \
         the {} within the bounds of the positions is {nearest}",
        if nearest < bound { "at least" } else { "at most" },
        if nearest < bound { "greatest" } else { "least" },
    )]
    OutOfReach {
        /// Which linear limit.
        limit: usize,
        /// Its bound that is not reached.
        bound: f64,
        /// The sum within the bounds of the positions that comes nearest.
        nearest: f64,
    },
    /// Positions can grow without end, and the objective falls with them.
    #[error("positions without limits make the risk as small as one likes: limit them")]
    Unbounded,
    /// A cap must be a number that is not negative.
    #[error("the cap must not be negative, not {cap}")]
    Cap {
        /// The cap.
        cap: f64,
    },
    /// The risk cannot be brought below the cap within the limits.
    #[error("the risk cannot be brought to {cap}: the least that the limits allow is {least}")]
    CapTooLow {
        /// The cap.
        cap: f64,
        /// The least risk within the limits.
        least: f64,
    },
    /// The method ended without a solution within [`Accuracy::GAP`] and [`Accuracy::INFEASIBILITY`].
    #[error(
        "not solved to its tolerances ({status}): relative gap {:.1e} of at most {:.0e}, outside the \
         limits by {:.1e} of at most {:.0e}, after {} iterations",
        accuracy.gap, Accuracy::GAP, accuracy.infeasibility, Accuracy::INFEASIBILITY,
        accuracy.iterations
    )]
    NotSolved {
        /// How the method ended.
        status: &'static str,
        /// What it reached.
        accuracy: Accuracy,
    },
}

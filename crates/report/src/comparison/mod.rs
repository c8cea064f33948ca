//! Honest comparison of hedges: every hedge of a run saw the same paths, so that differences are
//! known far better than the numbers themselves.
//!
//! Every statistic here is an [`estimate::Estimate`], a value and its influence function on each
//! path. The standard error of any difference is then that of a mean of differences of influence,
//! by the one rule for the mean of paths that depend on each other, [`Dependence`].

mod attribution_test;
mod break_even;
mod control;
mod cost_and_risk;
mod criterion;
mod difference;
mod effectiveness;
mod error_statistics;
mod estimate;
mod joint_normal;
mod measured;
mod paired;
mod ranking;

use crate::statistics::Dependence;

pub use attribution_test::{AttributionTest, Zone};
pub use break_even::{BreakEven, Premium};
pub use control::{Controlled, ControlledMean};
pub use cost_and_risk::{CostAndRisk, Risk};
pub use criterion::Criterion;
pub use difference::Difference;
pub use effectiveness::Effectiveness;
pub use error_statistics::ErrorStatistics;
pub use measured::Measured;
pub use paired::{MOST_IN_ALL_PAIRS, PairedRow};
pub use ranking::{Placed, Ranked, Ranking};

/// What one hedge earned and paid on every path of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample<'a> {
    /// Name of the hedge.
    pub name: &'a str,
    /// P&L of every path, in currency at the horizon.
    pub pnl: &'a [f64],
    /// Spread + fee + impact of every path, positive when paid.
    pub costs: &'a [f64],
}

/// What all hedges of a run did on the same paths.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples<'a> {
    hedges: Vec<Sample<'a>>,
    dependence: Dependence,
}

impl<'a> Samples<'a> {
    /// The hedges of a run, each on the same paths in the same order; standard errors are by the
    /// dependence of the paths.
    #[must_use]
    pub fn new(hedges: Vec<Sample<'a>>, dependence: Dependence) -> Self {
        Self { hedges, dependence }
    }

    /// The hedges, in the order of the run.
    #[must_use]
    pub fn hedges(&self) -> &[Sample<'a>] {
        &self.hedges
    }
}

#[cfg(test)]
mod tests;

//! Configs of `rehedge portfolio`: read by the same stages as those of runs into a
//! [`PortfolioPlan`].

mod books;
mod contracts;
mod convert;
mod instrument;
mod instruments;
mod keys;
mod lives;
mod models;
mod plan;
mod quotes;
mod random;
mod resolve;
mod revaluations;
mod sheets;

pub use instrument::{HalfSpread, Instrument, InstrumentKind};
pub use keys::PORTFOLIO;
pub use keys::UNHEDGED;
pub use plan::{
    Cap, CvarGoal, Dynamic, Frontier, Limit, Matched, ModelKind, OtherMarket, PlannedBook,
    PlannedModel, PortfolioPlan, Position, Problem, Revaluation, Sensitivity, SparseMethod, Way,
    Weights,
};
#[cfg(test)]
pub use plan::{Cardinality, Scenarios};
pub use sheets::Files;

use super::kind::Kind;
use super::places::Report;
use super::{Problems, check};

/// Options of the command line that stand in place of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--scenarios`, for `run.scenarios`.
    pub scenarios: Option<usize>,
    /// `--seed`, for `run.seed`.
    pub seed: Option<u64>,
}

/// Reads a config from its text. `file_name` says where the text came from: it names the plan, and
/// the files of positions and quotes, which `files` gives, are relative to its folder.
///
/// # Errors
/// Everything that is wrong with the config and the files that it names, at once.
pub fn read(
    text: &str,
    file_name: &str,
    overrides: &Overrides,
    files: &Files<'_>,
) -> Result<PortfolioPlan, Problems> {
    let mut report = Report::new(text, file_name);
    let root = check::toml(text, &mut report);
    let root = root.filter(|root| Kind::Portfolio.accepts(root, &mut report));
    let plan = root.and_then(|root| {
        let mut config = check::file(PORTFOLIO, &root, &mut report);
        resolve::resolve(&mut config, overrides, &mut report);
        convert::plan(&config, text, files, &mut report)
    });
    debug_assert!(plan.is_some() || !report.problems.is_empty(), "refused without a reason");
    plan.filter(|_| report.problems.is_empty()).ok_or(report.problems)
}

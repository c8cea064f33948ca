//! The config: one TOML file, checked as a whole and turned once into a [`Plan`].
//!
//! A text passes four stages. `check` compares it with the declared keys (`keys`), one by one, and
//! fills in defaults. `resolve` writes out what follows from other keys. `convert` checks that the
//! parts fit together and converts units. `write` gives the resolved config back as TOML. Every
//! stage adds to one list of problems and goes on, so that all are shown at once. The JSON Schema
//! is made from the same declarations.

mod book;
mod check;
mod compare;
mod convert;
mod finite;
mod hedges;
mod keys;
mod leland;
mod market;
mod places;
mod plan;
mod problems;
mod range;
mod resolve;
mod schema;
mod shape;
mod steps;
mod suggest;
#[cfg(test)]
mod tests;
mod tree;
mod value;
mod write;

pub use keys::{RISK_AVERSION, VOLATILITIES};
pub use places::Places;
pub use plan::{HistoryImplied, HistoryMarket, Market, Plan, SimulatedImplied, SimulatedMarket};
pub use problems::{Problem, Problems};
pub use schema::schema;

use places::Report;

/// Options of the command line that stand in place of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--paths`, for `run.paths`.
    pub paths: Option<usize>,
    /// `--seed`, for `run.seed`.
    pub seed: Option<u64>,
}

/// Makes the plan of a config from its text. `file_name` says where the text came from: it names
/// the plan, and data files are relative to its folder.
///
/// # Errors
/// Everything that is wrong with the config, by line.
pub fn load(text: &str, file_name: &str, overrides: &Overrides) -> Result<Plan, Problems> {
    let mut report = Report::new(text, file_name);
    let Some(mut config) = check::config(text, &mut report) else { return Err(report.problems) };
    resolve::resolve(&mut config, overrides, &mut report);
    let plan = convert::plan(&config, file_name, &mut report);
    debug_assert!(plan.is_some() || !report.problems.is_empty(), "refused without a reason");
    plan.filter(|_| report.problems.is_empty()).ok_or(report.problems)
}

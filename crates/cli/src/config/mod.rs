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
mod kind;
mod leland;
mod market;
mod outlook;
mod places;
mod plan;
pub mod portfolio;
mod problems;
mod question;
mod range;
mod resolve;
mod rules;
mod schema;
mod shape;
mod steps;
mod suggest;
mod sweep;
mod terms;
#[cfg(test)]
pub mod tests;
mod tree;
mod value;
mod vanilla_only;
mod write;

pub use convert::Data;
pub use keys::{RISK_AVERSION, VOLATILITIES};
pub use kind::Kind;
pub use places::Places;
pub use plan::{
    HistoryImplied, HistoryMarket, Market, Plan, PriceFile, SimulatedImplied, SimulatedMarket,
};
pub use problems::{Problem, Problems};
pub use question::question;
pub use schema::schema;

use keys::CONFIG;
use places::Report;
use std::path::Path;
pub use sweep::{Sweep, Values, Varied};
use toml::de::DeTable;

/// Options of the command line that stand in place of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--paths`, for `run.paths`.
    pub paths: Option<usize>,
    /// `--seed`, for `run.seed`.
    pub seed: Option<u64>,
}

/// The name of a config: that of its file without folder and ending.
pub fn name(file: &Path) -> String {
    file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// What was found in a config.
pub struct Reading {
    /// The plan, or everything that is wrong, by line.
    pub plan: Result<Plan, Problems>,
    /// The data that it names, to be looked at even where there is no plan.
    pub data: Data,
    /// Where the keys are.
    pub places: Places,
}

/// Reads a config from its text. `file_name` says where the text came from: it names the plan, and
/// data files are relative to its folder.
pub fn read(text: &str, file_name: &str, overrides: &Overrides) -> Reading {
    let mut report = Report::new(text, file_name);
    let (plan, data) = match check::toml(text, &mut report) {
        Some(root) => plan(&root, &mut report, overrides),
        None => (None, Data::default()),
    };
    let Report { problems, places, .. } = report;
    Reading { plan: plan.filter(|_| problems.is_empty()).ok_or(problems), data, places }
}

/// The plan of a config; see [`read`].
#[cfg(test)]
pub fn load(text: &str, file_name: &str, overrides: &Overrides) -> Result<Plan, Problems> {
    read(text, file_name, overrides).plan
}

/// Makes the plan of a config that was read as TOML, unless the report has a reason why not.
fn plan(root: &DeTable, report: &mut Report, overrides: &Overrides) -> (Option<Plan>, Data) {
    if !Kind::Run.accepts(root, report) {
        return (None, Data::default());
    }
    let mut config = check::file(CONFIG, root, report);
    resolve::resolve(&mut config, overrides, report);
    let file_name = report.places.file().to_owned();
    let (plan, data) = convert::plan(&config, &file_name, report);
    debug_assert!(plan.is_some() || !report.problems.is_empty(), "refused without a reason");
    (plan, data)
}

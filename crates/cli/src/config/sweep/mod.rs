//! `[sweep]`: the keys that vary, and the config of every cell.
//!
//! A cell is the config as it is written, with one value of each key put in its place; it passes
//! the very same checks. Defaults that follow from other keys follow in every cell.

mod path;
mod problems;
mod values;

use super::keys::CONFIG;
use super::places::Report;
use super::{Overrides, Plan, Problems, check, plan};
use path::KeyPath;
use problems::Found;
use std::fmt::Write as _;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
pub use values::Values;
use values::Written;

type SpannedValue<'i> = Spanned<DeValue<'i>>;

/// The most cells.
const MOST_CELLS: usize = 20_000;

/// A config and the keys that vary in it. Cells are numbered from 0; the last key varies fastest.
#[derive(Clone, Debug)]
pub struct Sweep {
    text: String,
    overrides: Overrides,
    /// The config without `[sweep]`.
    pub base: Plan,
    /// The keys that vary.
    pub varied: Vec<Varied>,
}

/// A key that varies.
#[derive(Clone, Debug)]
pub struct Varied {
    path: KeyPath,
    /// Path of its entry in `[sweep]`.
    place: String,
    written: Written,
    /// Where its path is written.
    written_at: Range<usize>,
    /// The column of the results.
    pub name: String,
    /// Its values, as results show them.
    pub values: Values,
}

impl Varied {
    /// Path of the key.
    pub fn key(&self) -> String {
        self.path.to_string()
    }

    /// Whether it is a choice of whoever hedges; other keys make another market.
    pub fn is_choice(&self) -> bool {
        self.path.section() == "hedge" && !self.path.has("costs")
    }
}

impl Sweep {
    /// Reads a config with a `[sweep]`; its cells are yet to be checked.
    ///
    /// # Errors
    /// Everything that is wrong with the base case or `[sweep]`.
    pub fn load(text: &str, file_name: &str, overrides: &Overrides) -> Result<Self, Problems> {
        let mut report = Report::new(text, file_name);
        let Some(root) = check::toml(text, &mut report) else { return Err(report.problems) };
        let (base, _) = plan(&root, &mut report, overrides);
        let varied = varied(&root, text, overrides, &mut report);
        let (Some(base), true) = (base, report.problems.is_empty()) else {
            return Err(report.problems);
        };
        Ok(Self { text: text.to_owned(), overrides: *overrides, base, varied })
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.varied.iter().map(|varied| varied.values.len()).product()
    }

    /// Which value of each key a cell has.
    pub fn indices(&self, cell: usize) -> Vec<usize> {
        let mut rest = cell;
        let mut indices: Vec<_> = self
            .varied
            .iter()
            .rev()
            .map(|varied| {
                let count = varied.values.len();
                let index = rest % count;
                rest /= count;
                index
            })
            .collect();
        indices.reverse();
        indices
    }

    /// A cell in words: `costs.half_spread_bps = 2, market.days = 21`.
    pub fn describe(&self, cell: usize) -> String {
        let mut text = String::new();
        for (varied, index) in self.varied.iter().zip(self.indices(cell)) {
            let comma = if text.is_empty() { "" } else { ", " };
            let _ = write!(text, "{comma}{} = {}", varied.name, varied.values.label(index));
        }
        text
    }

    /// The plan of a cell.
    ///
    /// # Errors
    /// None that reading the sweep has not told already.
    pub fn plan(&self, cell: usize) -> Result<Plan, Problems> {
        let mut report = Report::new(&self.text, self.base.places.file());
        let Some(root) = check::toml(&self.text, &mut report) else { return Err(report.problems) };
        self.plan_of(&root, cell)
    }

    fn plan_of(&self, root: &DeTable, cell: usize) -> Result<Plan, Problems> {
        let others = root.iter().filter(|(key, _)| key.get_ref() != "sweep");
        let mut changed: DeTable =
            others.map(|(key, value)| (key.clone(), value.clone())).collect();
        without_baseline(&mut changed);
        for (varied, index) in self.varied.iter().zip(self.indices(cell)) {
            let value = varied.written.value(root, index);
            varied.path.put(&mut changed, value, &varied.written_at);
        }
        let mut report = Report::new(&self.text, self.base.places.file());
        let (made, _) = plan(&changed, &mut report, &self.overrides);
        made.filter(|_| report.problems.is_empty()).ok_or(report.problems)
    }

    /// Checks every cell, those that hold together by `further` too; cells come in their order.
    ///
    /// # Errors
    /// Everything that is wrong with any cell, each problem once, with the number of its cells.
    pub fn check(
        &self,
        further: &mut dyn FnMut(Plan) -> Result<(), Problems>,
    ) -> Result<(), Problems> {
        let mut found = Found::default();
        let mut report = Report::new(&self.text, self.base.places.file());
        let Some(root) = check::toml(&self.text, &mut report) else { return Err(report.problems) };
        for cell in 0..self.cells() {
            if let Err(problems) = self.plan_of(&root, cell).and_then(&mut *further) {
                for problem in problems.as_slice() {
                    found.add(self.with_number(problem.clone(), cell), cell, self);
                }
            }
        }
        found.told(self)
    }

    /// A number that is not written anywhere is quoted as such.
    fn with_number(&self, mut problem: super::Problem, cell: usize) -> super::Problem {
        for (varied, index) in self.varied.iter().zip(self.indices(cell)) {
            if let Written::Numbers { texts, .. } = &varied.written
                && varied.key() == problem.key
            {
                problem.found = Some(texts[index].clone());
            }
        }
        problem
    }
}

/// Cells are not compared with a baseline, and their hedges may have other names than those of the
/// base case, where a number is put in place of a list.
fn without_baseline(root: &mut DeTable) {
    let compare = root.iter_mut().find(|(key, _)| key.get_ref() == "compare");
    if let Some((_, value)) = compare
        && let DeValue::Table(compare) = value.get_mut()
    {
        let others = compare.iter().filter(|(key, _)| key.get_ref() != "baseline");
        *compare = others.map(|(key, value)| (key.clone(), value.clone())).collect();
    }
}

/// The keys that vary, if `[sweep]` is right.
fn varied(root: &DeTable, text: &str, overrides: &Overrides, report: &mut Report) -> Vec<Varied> {
    let mut scratch = Report::new(text, report.places.file());
    let config = check::file(CONFIG, root, &mut scratch);
    if config.lacks("sweep") {
        report.refuse("sweep", "missing; must be a table with key vary, the keys to vary");
    }
    let wrong = |problem: &super::Problem| problem.key.starts_with("sweep");
    if scratch.problems.as_slice().iter().any(wrong) {
        return Vec::new();
    }
    let mut varied: Vec<Varied> = Vec::new();
    for (place, table) in config.table("sweep").into_iter().flat_map(|sweep| sweep.tables("vary")) {
        let Some(next) = values::varied(place, table, root, report) else { continue };
        refuse_collisions(&varied, &next, overrides, report);
        varied.push(next);
    }
    let cells = varied.iter().try_fold(1usize, |cells, one| cells.checked_mul(one.values.len()));
    if cells.is_none_or(|cells| cells > MOST_CELLS) {
        let count = cells.map_or_else(|| "too many".to_owned(), |cells| cells.to_string());
        report
            .refuse("sweep.vary", format!("makes {count} cells; at most {MOST_CELLS} can be run"));
    }
    varied
}

/// What cannot vary together, or at all.
fn refuse_collisions(
    earlier: &[Varied],
    next: &Varied,
    overrides: &Overrides,
    report: &mut Report,
) {
    let key = format!("{}.key", next.place);
    for other in earlier {
        let line = report.places.line(&other.place);
        if next.path.is_within(&other.path) || other.path.is_within(&next.path) {
            let allowed =
                format!("varies {}, and so does line {line}: say both in one list", other.path);
            report.refuse(&key, allowed);
        }
        if next.name == other.name && next.path != other.path {
            let allowed =
                format!("must be a name of its own: {:?} is that of line {line}", next.name);
            report.refuse(&format!("{}.name", next.place), allowed);
        }
    }
    let taken = rehedge_report::HedgeSummary::columns();
    if taken.contains(&next.name) || ["hedge", "paths"].contains(&&*next.name) {
        let allowed = "must not be the name of a column of every summary";
        report.refuse(&format!("{}.name", next.place), allowed);
    }
    if matches!(next.path.section(), "sweep" | "compare") {
        report.refuse(&key, "what a sweep does and shows is the same in all its cells");
    }
    for (option, given, path) in [
        ("--paths", overrides.paths.is_some(), "run.paths"),
        ("--seed", overrides.seed.is_some(), "run.seed"),
    ] {
        if given && next.key() == path {
            report.refuse(&key, format!("varies what {option} would set for all cells"));
        }
    }
}

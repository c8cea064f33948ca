//! [`Grid`]: a sweep whose cells were all found right.

use crate::config::{self, Market, Overrides, Plan, Problems, Reading, Sweep};
use crate::data_files::DataFiles;
use crate::experiment::{self, Experiment};
use crate::failure::Failure;
use crate::history;
use sha2::{Digest, Sha256};
use std::path::Path;

/// A sweep that is ready to run.
pub struct Grid {
    /// The config and the keys that vary.
    pub sweep: Sweep,
    /// The text of the config.
    pub text: String,
    /// The cells, in the order of their numbers.
    pub cells: Vec<Cell>,
    /// What a user should know.
    pub notes: Vec<String>,
    files: DataFiles,
}

/// What is known of a cell before it is run.
pub struct Cell {
    /// A hash of all that its numbers depend on.
    pub hash: String,
    /// A hash of what the cell does, however its config says it.
    deed: String,
    /// Number of paths.
    pub paths: usize,
    /// Number of steps.
    pub steps: usize,
    /// Number of hedges.
    pub hedges: usize,
}

/// Reads a config with a `[sweep]`, and everything that its cells name.
pub fn prepare(file: &Path, overrides: &Overrides) -> Result<Grid, Failure> {
    let text = experiment::text(file)?;
    let (file, files) = (file.to_string_lossy(), DataFiles::default());
    let sweep = Sweep::load(&text, &file, overrides).map_err(|mut problems| {
        // The data are looked at all the same.
        let Reading { data, places, .. } = config::read(&text, &file, overrides);
        problems.extend(history::problems(&data, &files, &places));
        problems
    })?;
    let base = experiment::ready(sweep.base.clone(), &files)?;
    let mut cells = Vec::with_capacity(sweep.cells());
    sweep.check(&mut |plan| {
        cells.push(cell(plan, &files)?);
        Ok(())
    })?;
    let notes = base.warnings.into_iter().chain(without_effect(&sweep, &cells)).collect();
    Ok(Grid { sweep, text, cells, notes, files })
}

impl Grid {
    /// The data files of all cells.
    pub fn files(&self) -> &DataFiles {
        &self.files
    }

    /// Sets up a cell.
    pub fn experiment(&self, cell: usize) -> Result<Experiment, Failure> {
        let mut plan = self.sweep.plan(cell)?;
        // Nobody sees the steps of a cell.
        plan.run.ledger_paths = 0;
        Ok(experiment::ready(plan, &self.files)?)
    }

    /// A hash of all that the results depend on, but for the version of the program.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(format!("{:?}", self.sweep.base.compare.criteria));
        for varied in &self.sweep.varied {
            hash.update(format!("{:?} {:?}", varied.name, varied.values));
        }
        self.cells.iter().for_each(|cell| hash.update(&cell.hash));
        format!("{:x}", hash.finalize())
    }
}

fn cell(plan: Plan, files: &DataFiles) -> Result<Cell, Problems> {
    let experiment = experiment::ready(plan, files)?;
    Ok(Cell {
        hash: hash(&experiment.plan, files),
        deed: deed(&experiment.plan),
        paths: experiment.source.paths(),
        steps: experiment.plan.grid.steps(),
        hedges: experiment.desk.hedges().len(),
    })
}

fn hash(plan: &Plan, files: &DataFiles) -> String {
    let mut hash = Sha256::new();
    if let Market::History(market) = &plan.market {
        // It has been read: it can be read again.
        hash.update(files.sha256(&market.prices.path).unwrap_or_default());
    }
    hash.update(&plan.resolved);
    format!("{:x}", hash.finalize())
}

fn deed(plan: &Plan) -> String {
    let Plan { run, market, grid, rates, book, hedges, .. } = plan;
    let deed = format!("{run:?}{market:?}{grid:?}{rates:?}{book:?}{hedges:?}");
    format!("{:x}", Sha256::digest(deed))
}

/// Keys that change nothing, at least in the first cell: such as costs that no hedge pays.
fn without_effect(sweep: &Sweep, cells: &[Cell]) -> Vec<String> {
    let mut notes = Vec::new();
    let mut stride = cells.len();
    for varied in &sweep.varied {
        let count = varied.values.len();
        stride /= count;
        let same = |index: usize| cells[index * stride].deed == cells[0].deed;
        if count > 1 && (1..count).all(same) {
            notes.push(format!("{} changes nothing: every cell is the same for it", varied.key()));
        }
    }
    notes
}

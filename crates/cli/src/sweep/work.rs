//! [`Work`]: the cells on threads.

use super::grid::Grid;
use super::kept::Kept;
use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::progress;
use crate::schedule::{self, Schedule};
use crate::solve;
use rehedge_report::{Criterion, Judged, Placed, SweepRow, in_parallel};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How to run cells.
pub struct Work<'a> {
    /// The sweep.
    pub grid: &'a Grid,
    /// Where finished cells go.
    pub kept: &'a Kept,
    /// Number of threads, at least 1.
    pub threads: usize,
    /// Set when the sweep is to stop.
    pub interrupted: &'a AtomicBool,
    /// Whether progress is not shown.
    pub quiet: bool,
}

impl Work<'_> {
    /// Runs cells and keeps them: as many at a time as there are threads, each on as many as that
    /// leaves. What a cell gives does not depend on either.
    pub fn run(&self, cells: &[usize]) -> Result<(), Failure> {
        let paths = cells.iter().map(|&cell| self.grid.cells[cell].paths).sum();
        let bar = progress::bar_of_cells(paths, self.quiet);
        let done = AtomicUsize::new(self.grid.cells.len() - cells.len());
        let tell = |done: usize| {
            bar.set_message(format!("{done} of {} cells", self.grid.cells.len()));
        };
        tell(done.load(Ordering::Relaxed));
        let failed = AtomicBool::new(false);
        let at_once = self.threads.min(cells.len()).max(1);
        let one = |cell: &usize| {
            if failed.load(Ordering::Relaxed) || self.interrupted.load(Ordering::Relaxed) {
                return Err(Failure::Interrupted);
            }
            let schedule = Schedule {
                threads: self.threads / at_once,
                interrupted: self.interrupted,
                progress: &|paths| bar.inc(paths as u64),
            };
            let outcome = self.finish(*cell, &schedule);
            match outcome {
                Ok(()) => tell(done.fetch_add(1, Ordering::Relaxed) + 1),
                Err(_) => failed.store(true, Ordering::Relaxed),
            }
            outcome
        };
        let outcomes = in_parallel(at_once, cells, one);
        bar.finish_and_clear();
        worst(outcomes)
    }

    fn finish(&self, cell: usize, schedule: &Schedule<'_>) -> Result<(), Failure> {
        let experiment = self.grid.experiment(cell)?;
        let criteria = &self.grid.sweep.base.compare.criteria;
        self.kept.write(cell, &rows(&experiment, criteria, schedule)?)
    }
}

/// A failure says more than an interruption, which may be its consequence.
fn worst(outcomes: Vec<Result<(), Failure>>) -> Result<(), Failure> {
    let (mut interrupted, mut worst) = (false, None);
    for failure in outcomes.into_iter().filter_map(Result::err) {
        match failure {
            Failure::Interrupted => interrupted = true,
            failure => worst = worst.or(Some(failure)),
        }
    }
    match worst {
        Some(failure) => Err(failure),
        None if interrupted => Err(Failure::Interrupted),
        None => Ok(()),
    }
}

/// Runs an experiment: a row for each hedge.
pub fn rows(
    experiment: &Experiment,
    criteria: &[Criterion],
    schedule: &Schedule<'_>,
) -> Result<Vec<SweepRow>, Failure> {
    solve::solve(&experiment.desk, schedule, true);
    let totals = schedule::run(experiment, schedule, None)?;
    let summaries = totals.statistics.summaries(schedule.threads);
    let mut rows: Vec<_> = summaries
        .iter()
        .map(|summary| SweepRow {
            hedge: summary.hedge.clone(),
            paths: summary.paths,
            numbers: summary.numbers(),
            judged: Vec::new(),
        })
        .collect();
    let samples = totals.statistics.samples();
    for order in in_parallel(schedule.threads, criteria, |one| samples.order(*one)) {
        for (Placed { hedge, value, se, allowed }, rank) in order.into_iter().zip(1..) {
            rows[hedge].judged.push(Judged { value, se, allowed, rank });
        }
    }
    Ok(rows)
}

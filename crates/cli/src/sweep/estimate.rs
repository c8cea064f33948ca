//! What a sweep will take, and whether to ask before.

use super::grid::{Cell, Grid};
use super::work;
use crate::args::SweepArgs;
use crate::config::{Market, Plan};
use crate::experiment;
use crate::failure::Failure;
use crate::schedule::Schedule;
use rehedge_market::Sampling;
use rehedge_report::HedgeSummary;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// A sweep of more cells is asked about.
const MANY_CELLS: usize = 1000;
/// A sweep that takes longer is asked about, in seconds.
const LONG: f64 = 60.0;
/// Path-steps of the pilot.
const PILOT: usize = 2_000_000;

/// Asks on a terminal before a sweep that is long or has very many cells; refuses it where nobody
/// can be asked, unless `--yes` was given.
pub fn confirm(
    args: &SweepArgs,
    grid: &Grid,
    left: &[usize],
    threads: usize,
) -> Result<(), Failure> {
    let Some(&first) = left.first() else { return Ok(()) };
    if args.yes {
        return Ok(());
    }
    let pace = Pace::measure(grid, first)?;
    let seconds = pace.seconds(grid, left) / threads.min(left.len()) as f64;
    if left.len() <= MANY_CELLS && seconds <= LONG {
        return Ok(());
    }
    let what = words(grid, left.len(), seconds, threads);
    if args.manner.quiet || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::Argument(format!("{what}; add --yes to run it")));
    }
    let _ = write!(io::stderr(), "{what}\ngo on? [y/N] ");
    let mut answer = String::new();
    let _ = io::stdin().lock().read_line(&mut answer);
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::Argument("nothing was run".to_owned())),
    }
}

fn words(grid: &Grid, cells: usize, seconds: f64, threads: usize) -> String {
    let rows: usize = grid.cells.iter().map(|cell| cell.hedges).sum();
    let columns = grid.sweep.varied.len() + HedgeSummary::columns().len();
    let largest = grid.cells.iter().map(|cell| cell.paths * cell.hedges).max().unwrap_or(0);
    // A number takes some 19 letters as text; a path 16 bytes, and 8 for each estimate.
    let file = megabytes(rows * columns * 19);
    let memory = megabytes(largest * 32 * threads);
    format!(
        "this sweep has {cells} cells to run: about {}, {memory} of memory, {file} of results",
        duration(seconds)
    )
}

fn megabytes(bytes: usize) -> String {
    let megabytes = bytes as f64 / 1e6;
    if megabytes < 1.0 { "less than 1 MB".to_owned() } else { format!("{megabytes:.0} MB") }
}

/// Such as `2 h 5 min`.
fn duration(seconds: f64) -> String {
    let seconds = seconds.max(1.0) as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

/// What a cell takes here, by a short pilot.
struct Pace {
    /// Seconds whatever its work.
    fixed: f64,
    /// Seconds for each unit of its work.
    each: f64,
}

impl Pace {
    /// Times a cell, or its first paths where it has many.
    fn measure(grid: &Grid, cell: usize) -> Result<Self, Failure> {
        let plan = grid.sweep.plan(cell)?;
        let Cell { paths, steps, hedges, .. } = grid.cells[cell];
        let work = |paths: usize| work(paths as f64, steps as f64, hedges as f64);
        let (few, more) = pilot_paths(&plan, steps);
        if matches!(plan.market, Market::History(_)) || paths <= more {
            return Ok(Self { fixed: 0.0, each: seconds(grid, plan)? / work(paths) });
        }
        let of = |paths: usize| {
            let mut plan = plan.clone();
            plan.run.paths = paths;
            seconds(grid, plan)
        };
        let (first, second) = (of(few)?, of(more)?);
        let each = ((second - first) / (work(more) - work(few))).max(0.0);
        Ok(Self { fixed: (first - each * work(few)).max(0.0), each })
    }

    /// Seconds that cells take on one core.
    fn seconds(&self, grid: &Grid, cells: &[usize]) -> f64 {
        let of = |&cell: &usize| {
            let Cell { paths, steps, hedges, .. } = grid.cells[cell];
            self.fixed + self.each * work(paths as f64, steps as f64, hedges as f64)
        };
        cells.iter().map(of).sum()
    }
}

/// The work of a cell: for each step of a path, and of each hedge; and for the statistics of a path
/// of a hedge. The unit is about a nanosecond.
fn work(paths: f64, steps: f64, hedges: f64) -> f64 {
    paths * (steps * (10.0 + 2.0 * hedges) + 300.0 * hedges)
}

/// Paths of a shorter and a longer pilot, numbers that every sampling takes.
fn pilot_paths(plan: &Plan, steps: usize) -> (usize, usize) {
    match plan.run.sampling {
        Sampling::Sobol => (1024, 4096),
        _ => {
            let few = (PILOT / 4 / steps).clamp(64, 2048).next_multiple_of(64);
            (few, 4 * few)
        }
    }
}

/// Seconds that a plan takes on one thread.
fn seconds(grid: &Grid, plan: Plan) -> Result<f64, Failure> {
    let experiment = experiment::ready(plan, grid.files())?;
    let schedule = Schedule { threads: 1, interrupted: &AtomicBool::new(false), progress: &|_| () };
    let begun = Instant::now();
    work::rows(&experiment, &grid.sweep.base.compare.criteria, &schedule)?;
    Ok(begun.elapsed().as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes_are_said_shortly() {
        let said = [0.2, 59.0, 61.0, 3599.9, 7500.0].map(duration);
        assert_eq!(said, ["1 s", "59 s", "1 min 1 s", "59 min 59 s", "2 h 5 min"]);
        assert_eq!(megabytes(999_999), "less than 1 MB");
        assert_eq!(megabytes(12_400_000), "12 MB");
    }
}

//! `rehedge sweep`: every cell of a config's `[sweep]`, one frame and charts of them all.
//!
//! Each cell is an experiment of its own, on the same seed, so that all of them draw the same
//! random numbers. Finished cells are kept beside the results until those are there.

mod answer;
mod estimate;
mod figures;
mod grid;
mod kept;
mod output;
mod plots;
mod slices;
mod work;

use crate::args::SweepArgs;
use crate::config::{self, Overrides};
use crate::failure::Failure;
use crate::results::{self, ResultsFolder};
use crate::{complain, print, run};
use grid::Grid;
use kept::Kept;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

pub use answer::description;
pub use grid::prepare;

/// Runs a sweep, or what is left of it.
pub fn sweep(args: &SweepArgs, interrupted: &AtomicBool) -> Result<(), Failure> {
    let begun = Instant::now();
    let overrides = Overrides { paths: args.paths, seed: args.manner.seed };
    let place = place(args);
    let free = results::refuse_foreign(&place).map_err(Failure::from);
    let (grid, ()) = Failure::both(grid::prepare(&args.config, &overrides), free)?;
    let threads = run::threads(args.manner.threads);
    if !args.manner.quiet {
        grid.notes.iter().for_each(|note| complain(&format!("note: {note}")));
    }

    let kept = Kept::open(&place, &grid, args.restart)?;
    let left = kept.missing();
    say_what_is_kept(args, &grid, &left);
    estimate::confirm(args, &grid, &left, threads)?;
    let work =
        work::Work { grid: &grid, kept: &kept, threads, interrupted, quiet: args.manner.quiet };
    work.run(&left).map_err(|failure| stopped(failure, &kept, &grid))?;

    let cells = kept.read_all()?;
    let folder = ResultsFolder::create(&place)?;
    let charts = output::write(&folder, &grid, &cells, threads)?;
    folder.write("timing.json", output::timing(&grid, left.len(), threads, begun))?;
    if interrupted.load(Ordering::Relaxed) {
        return Err(stopped(Failure::Interrupted, &kept, &grid));
    }
    folder.publish()?;
    kept.remove();
    if !args.manner.quiet {
        let table = answer::table(&grid, &cells);
        let place = place.display();
        let took = begun.elapsed().as_secs_f64();
        let output::Charts { drawn, left_out } = charts;
        let more = if left_out > 0 {
            format!(" ({left_out} further slices of the sweep are in sweep.csv alone)")
        } else {
            String::new()
        };
        print(&format!("{table}\n{drawn} charts{more} and all frames in {place}, {took:.2} s\n"))?;
    }
    Ok(())
}

fn place(args: &SweepArgs) -> PathBuf {
    let name = || format!("{}-sweep", config::name(&args.config));
    let default = || Path::new("results").join(name());
    args.out.clone().unwrap_or_else(default)
}

fn say_what_is_kept(args: &SweepArgs, grid: &Grid, left: &[usize]) {
    let there = grid.cells.len() - left.len();
    if there > 0 && !args.manner.quiet {
        let all = grid.cells.len();
        complain(&format!("going on: {there} of {all} cells were finished before"));
    }
}

/// An interruption says what is kept.
fn stopped(failure: Failure, kept: &Kept, grid: &Grid) -> Failure {
    let Failure::Interrupted = failure else { return failure };
    let all = grid.cells.len();
    let done = all - kept.missing().len();
    if done == 0 {
        return failure;
    }
    Failure::Stopped(format!(
        "interrupted; {done} of {all} cells are kept in {}, and the same command goes on from there",
        kept.folder().display()
    ))
}

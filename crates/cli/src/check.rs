//! `rehedge check`: what a run would do, and what it would take.

use crate::config::{self, Kind, Overrides};
use crate::experiment::{self, Experiment};
use crate::failure::Failure;
use crate::{portfolio, setup, sweep};
use rehedge_kernels::InstructionSet;
use std::fmt::Write as _;
use std::path::Path;

/// Describes a config, or says what is wrong with it.
pub fn check(config: &Path) -> Result<String, Failure> {
    match Kind::of(&experiment::text(config)?) {
        Kind::Run => of_run(config),
        Kind::Portfolio => of_portfolio(config),
    }
}

/// What a static hedge has to work with.
fn of_portfolio(config: &Path) -> Result<String, Failure> {
    let plan = portfolio::prepare(config, &config::portfolio::Overrides::default())?;
    let mut text = format!("{}: the config is right\n\n", config.display());
    for (label, lines) in portfolio::setup(&plan) {
        write_section(&mut text, label, &lines);
    }
    Ok(text)
}

fn of_run(config: &Path) -> Result<String, Failure> {
    let experiment = experiment::prepare(config, &Overrides::default())?;
    let is_swept = experiment.plan.places.is_written("sweep");
    let grid = is_swept.then(|| sweep::prepare(config, &Overrides::default())).transpose()?;
    let mut text = format!("{}: the config is right\n\n", config.display());
    write_section(&mut text, "market", &setup::market(&experiment));
    write_section(&mut text, "book", &setup::book(&experiment));
    write_section(&mut text, "hedges", &setup::hedges(&experiment));
    text.push_str(&work(&experiment));
    text.push_str(&grid.as_ref().map_or_else(String::new, sweep::description));
    for note in grid.map_or(experiment.warnings, |grid| grid.notes) {
        let _ = writeln!(text, "note: {note}");
    }
    Ok(text)
}

/// Lines with a label before the first.
fn write_section(text: &mut String, label: &str, lines: &[String]) {
    for (index, line) in lines.iter().enumerate() {
        let label = if index == 0 { label } else { "" };
        let _ = writeln!(text, "{label:<8} {line}");
    }
}

/// Rough time of a path-step on one core with AVX2, in nanoseconds: alone, for each hedge, and for
/// writing out one path of one hedge.
const NANOSECONDS: [f64; 3] = [10.0, 2.0, 600.0];

fn work(experiment: &Experiment) -> String {
    let (paths, steps) = (experiment.source.paths() as f64, experiment.plan.grid.steps() as f64);
    let hedges = experiment.desk.hedges().len() as f64;
    let cores = std::thread::available_parallelism().map_or(1.0, |cores| cores.get() as f64);
    let [alone, hedge, written] = NANOSECONDS;
    let looped = paths * steps * (alone + hedge * hedges) / cores;
    let seconds = (looped + paths * hedges * written) / 1e9;
    let megabytes = paths * hedges * 20.0 * 8.0 / 1e6;
    format!(
        "work     {:.3e} path-steps for each of {hedges} hedges, about {} on {cores} cores ({}); \
         pnl.parquet up to {megabytes:.1} MB\n",
        paths * steps,
        if seconds < 1.0 { "a second".to_owned() } else { format!("{seconds:.0} s") },
        InstructionSet::best(),
    )
}

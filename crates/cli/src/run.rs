//! `rehedge run`: a config in, a results folder and a table on the screen out.

use crate::args::RunArgs;
use crate::config::{self, Overrides};
use crate::experiment::{self, Experiment};
use crate::failure::Failure;
use crate::pnl_file::PnlFile;
use crate::results::{MANIFEST, PROGRAM, ResultsFolder};
use crate::schedule::{self, Schedule, Totals};
use crate::{answer, compare, complain, figures, manifest, print, progress, solve, story, theory};
use rehedge_report::{
    HedgeSummary, csv_bytes, ledger_frame, parquet_bytes, profile_frame, summary_frame,
};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// Runs a config.
pub fn run(args: &RunArgs, interrupted: &AtomicBool) -> Result<(), Failure> {
    let begun = Instant::now();
    let overrides = Overrides { paths: args.paths, seed: args.manner.seed };
    let place = place(args);
    let folder = ResultsFolder::create(&place).map_err(Failure::from);
    let (experiment, folder) =
        Failure::both(experiment::prepare(&args.config, &overrides), folder)?;
    let threads = threads(args.manner.threads);
    let mut timing = manifest::Timing::new(threads);
    if !args.manner.quiet {
        experiment.warnings.iter().for_each(|warning| complain(&format!("note: {warning}")));
        if experiment.plan.places.is_written("sweep") {
            complain("note: this is the base case; `rehedge sweep` runs the cells of its [sweep]");
        }
    }

    let totals = hedge(&experiment, &folder, args, interrupted)?;
    timing.lap("hedge_seconds", begun);
    let summaries = totals.statistics.summaries(threads);
    write_frames(&experiment, &folder, &summaries, &totals)?;
    let comparison = compare::write(&experiment, &folder, &totals.statistics, threads)?;
    let theory = theory::rows(&experiment, &totals, &summaries, threads);
    theory::write(&folder, &theory)?;
    timing.lap("frames_seconds", begun);
    let charts = figures::draw(
        &figures::Run {
            experiment: &experiment,
            totals: &totals,
            summaries: &summaries,
            comparison: &comparison,
            theory: &theory,
        },
        threads,
    )?;
    for (name, image) in &charts {
        folder.write(&format!("charts/{name}.svg"), &image.svg)?;
        folder.write(&format!("charts/{name}.png"), &image.png)?;
    }
    timing.lap("charts_seconds", begun);
    let story = story::Run {
        experiment: &experiment,
        summaries: &summaries,
        comparison: &comparison,
        theory: &theory,
        charts: &charts,
    };
    folder.write("report.html", story::page(&story))?;
    timing.lap("page_seconds", begun);
    folder.write("config.toml", &experiment.plan.resolved)?;
    folder.write(MANIFEST, manifest::manifest(&experiment, PROGRAM))?;
    folder.write("timing.json", timing.json(&experiment, begun))?;
    if interrupted.load(std::sync::atomic::Ordering::Relaxed) {
        return Err(Failure::Interrupted);
    }
    folder.publish()?;
    if !args.manner.quiet {
        let table = answer::table(&experiment, &summaries, &comparison);
        let place = answer::where_it_is(&place, charts.len(), begun.elapsed());
        print(&format!("{table}{place}\n"))?;
    }
    Ok(())
}

fn place(args: &RunArgs) -> PathBuf {
    let default = || Path::new("results").join(config::name(&args.config));
    args.out.clone().unwrap_or_else(default)
}

/// So many threads as asked for, or one per core.
pub fn threads(asked: Option<u16>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    asked.map_or_else(cores, usize::from)
}

/// Hedges every path, streaming P&L to its file.
fn hedge(
    experiment: &Experiment,
    folder: &ResultsFolder,
    args: &RunArgs,
    interrupted: &AtomicBool,
) -> Result<Totals, Failure> {
    let file = std::io::BufWriter::with_capacity(1 << 20, folder.create_file("pnl.parquet")?);
    let file = PnlFile::new(Box::new(file), experiment)?;
    let bar = progress::bar(experiment.source.paths(), args.manner.quiet);
    let progress = |paths: usize| bar.inc(paths as u64);
    let schedule =
        Schedule { threads: threads(args.manner.threads), interrupted, progress: &progress };
    solve::solve(&experiment.desk, &schedule, args.manner.quiet);
    let totals = schedule::run(experiment, &schedule, Some(&file))?;
    bar.finish_and_clear();
    file.finish()?;
    Ok(totals)
}

fn write_frames(
    experiment: &Experiment,
    folder: &ResultsFolder,
    summaries: &[HedgeSummary],
    totals: &Totals,
) -> Result<(), Failure> {
    let failed = |error: rehedge_report::PolarsError| Failure::Other(error.to_string());
    let names = experiment.names();
    let grid = experiment.plan.grid;
    let times: Vec<_> = (0..=grid.steps()).map(|step| grid.time(step)).collect();
    let mut summary = summary_frame(summaries).map_err(failed)?;
    folder.write("summary.csv", csv_bytes(&mut summary).map_err(failed)?)?;
    folder.write("summary.parquet", parquet_bytes(&mut summary).map_err(failed)?)?;
    let mut profile = profile_frame(&totals.tally.profile(), &names, &times).map_err(failed)?;
    folder.write("profile.parquet", parquet_bytes(&mut profile).map_err(failed)?)?;
    let mut ledger = ledger_frame(&totals.ledger, &names).map_err(failed)?;
    folder.write("ledger.parquet", parquet_bytes(&mut ledger).map_err(failed)?)
}

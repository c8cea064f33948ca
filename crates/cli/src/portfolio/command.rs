//! `rehedge portfolio`: a config in, a results folder and a table on the screen out.

use super::draw::{self, Hands};
use super::findings::Findings;
use super::frames::{Prices, Rows};
use super::job::Job;
use super::judge::{Both, Judged};
use super::{
    answer, assumed, condition, figures, frontier, judge, ledger, manifest, prepare, solve, story,
    subsets, surface,
};
use crate::args::PortfolioArgs;
use crate::config::portfolio::Overrides;
use crate::failure::Failure;
use crate::manifest::Timing;
use crate::results::{MANIFEST, ResultsFolder};
use crate::run::threads;
use crate::{config, print, progress};
use rehedge_portfolio::ScenarioBlock;
use rehedge_report::in_parallel;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Hedges the books of a config.
pub fn portfolio(args: &PortfolioArgs, interrupted: &AtomicBool) -> Result<(), Failure> {
    let begun = Instant::now();
    let overrides = Overrides { scenarios: args.scenarios, seed: args.manner.seed };
    let place = place(args);
    let folder = ResultsFolder::create(&place).map_err(Failure::from);
    let (plan, folder) = Failure::both(prepare(&args.config, &overrides), folder)?;
    let threads = threads(args.manner.threads);
    let job = Job::new(plan)?;
    let mut timing = Timing::new(threads);
    let bar = progress::bar(total(&job), args.manner.quiet);
    let progress = |scenarios: usize| bar.inc(scenarios as u64);
    let hands = Hands { threads, interrupted, progress: &progress };
    let findings = find(&job, &hands, &mut timing, begun)?;
    bar.finish_and_clear();

    let prices = Prices::new(&job).map_err(|error| Failure::Other(error.to_string()))?;
    let rows = Rows::new(&job, &findings, &prices);
    rows.write(&folder)?;
    timing.lap("frames_seconds", begun);
    let charts = figures::draw(&job, &findings, &prices, threads)?;
    for (name, image) in &charts {
        folder.write(&format!("charts/{name}.svg"), &image.svg)?;
        folder.write(&format!("charts/{name}.png"), &image.png)?;
    }
    timing.lap("charts_seconds", begun);
    let story = story::Run { plan: &job.plan, rows: &rows, charts: &charts };
    folder.write("report.html", story::page(&story))?;
    folder.write("config.toml", &job.plan.resolved)?;
    folder.write(MANIFEST, manifest::manifest(&job))?;
    folder.write("timing.json", timing.plain_json(begun))?;
    if interrupted.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted);
    }
    folder.publish()?;
    if !args.manner.quiet {
        let table = answer::table(&job, &findings, &prices, &story::answer(&story));
        let place = crate::answer::where_it_is(&place, charts.len(), begun.elapsed());
        print(&format!("{table}{place}\n"))?;
    }
    Ok(())
}

/// Chooses hedges in sample, and puts them to every test.
pub(super) fn find(
    job: &Job,
    hands: &Hands<'_>,
    timing: &mut Timing,
    begun: Instant,
) -> Result<Findings, Failure> {
    let threads = hands.threads;
    let blocks = draw::draw(hands, &job.source, &job.valuer, job.in_sample())?;
    let factor = draw::factor(threads, &blocks);
    timing.lap("scenario_seconds", begun);
    let posed = solve::pose(job, &factor)?;
    let hedges = solve::solve(job, &posed, &blocks, threads);
    timing.lap("model_seconds", begun);
    let capped = frontier::frontier(job, &posed, threads);
    timing.lap("frontier_seconds", begun);
    let chosen = subsets::subsets(job, &posed, threads);
    timing.lap("subset_seconds", begun);
    let judged = |blocks: &[ScenarioBlock]| {
        let of = |book: usize, positions: &Result<Vec<f64>, String>| {
            positions.as_ref().ok().map(|held| judge::errors_of(job, blocks, book, held))
        };
        let capped = in_parallel(threads, &capped, |one| of(one.book, &one.positions));
        let chosen = in_parallel(threads, &chosen, |one| of(one.book, &one.positions));
        (judge::judge(job, hands, blocks, &hedges), capped, chosen)
    };
    let (inside, capped_inside, chosen_inside) = judged(&blocks);
    drop(blocks);
    timing.lap("in_sample_seconds", begun);
    let mut assumed = assumed::optimise(job, hands)?;
    timing.lap("assumption_seconds", begun);

    let blocks = draw::draw(hands, &job.source, &job.valuer, job.out_of_sample())?;
    let (outside, capped_outside, chosen_outside) = judged(&blocks);
    assumed::judge(job, hands, &blocks, &mut assumed);
    drop(blocks);
    let frontier = capped.into_iter().zip(both(capped_inside, capped_outside)).collect();
    let subsets = chosen.into_iter().zip(both(chosen_inside, chosen_outside)).collect();
    let revalued = judge::revalue(job, hands, &hedges)?;
    timing.lap("judging_seconds", begun);
    let conditions = condition::conditions(job, hands)?;
    let surfaces = surface::surfaces(job, &hedges);
    timing.lap("horizon_seconds", begun);
    let ledger = ledger::run(job, hands, &hedges)?;
    timing.lap("ledger_seconds", begun);
    Ok(Findings {
        hedges,
        inside,
        outside,
        revalued,
        assumed,
        conditions,
        frontier,
        subsets,
        surfaces,
        ledger,
    })
}

fn both(inside: Vec<Judged>, outside: Vec<Judged>) -> impl Iterator<Item = Both> {
    inside.into_iter().zip(outside).map(|(inside, outside)| Both { inside, outside })
}

/// Scenarios to draw in all.
fn total(job: &Job) -> usize {
    let plan = &job.plan;
    let per_horizon = if plan.volatility_uncertainty > 0.0 { 2 } else { 1 };
    let optimised = 1 + plan.assumed_uncertainties.len();
    plan.run.in_sample * (optimised + per_horizon * plan.horizons.len())
        + plan.run.out_of_sample
        + plan.revaluations.iter().map(|other| other.scenarios(&plan.run)).sum::<usize>()
        + plan.dynamic.as_ref().map_or(0, |dynamic| dynamic.paths)
            * (plan.books.len() * (1 + plan.models.len()))
}

fn place(args: &PortfolioArgs) -> PathBuf {
    let default = || Path::new("results").join(config::name(&args.config));
    args.out.clone().unwrap_or_else(default)
}

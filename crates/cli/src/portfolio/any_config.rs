//! Whatever a config of a portfolio says, it is refused, or the run ends with rows for all of it.

use super::draw::Hands;
use super::frames::{Prices, Rows};
use super::job::Job;
use super::{answer, command, figures, story};
use crate::config::portfolio::{self, Overrides};
use crate::config::tests::portfolio::{data, hostile};
use crate::failure::Failure;
use crate::manifest::Timing;
use std::fmt::Write as _;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// Charts take the longest by far: those of one run in so many are drawn.
const DRAWN: usize = 75;
/// One in so many configs that are accepted is run.
const RUN: usize = 3;

/// All of a run but its files.
fn run(plan: portfolio::PortfolioPlan, draws: bool) -> Result<String, Failure> {
    let job = Job::new(plan)?;
    let interrupted = AtomicBool::new(false);
    let hands = Hands { threads: 1, interrupted: &interrupted, progress: &|_| () };
    let findings = command::find(&job, &hands, &mut Timing::new(1), Instant::now())?;
    let prices = Prices::new(&job).map_err(|error| Failure::Other(error.to_string()))?;
    let rows = Rows::new(&job, &findings, &prices);
    let charts = if draws { figures::draw(&job, &findings, &prices, 1)? } else { Vec::new() };
    let story = story::Run { plan: &job.plan, rows: &rows, charts: &charts };
    let mut bad = String::new();
    // A row has numbers, or a status that says why not.
    let models = rows.models.iter().map(|row| (&row.status, row.in_sample.rms, row.cost));
    let caps = rows.caps.iter().map(|row| (&row.status, row.in_sample.rms, row.cost));
    let subsets = rows.subsets.iter().map(|row| (&row.status, row.in_sample.rms, row.cost));
    for (status, rms, cost) in models.chain(caps).chain(subsets) {
        if status.starts_with("solved") != (rms.is_finite() && cost.is_finite()) {
            let _ = writeln!(bad, "{status}: {rms} {cost}");
        }
    }
    let _ = story::page(&story);
    let _ = answer::table(&job, &findings, &prices, &story::answer(&story));
    Ok(bad)
}

#[test]
fn a_config_is_refused_or_its_run_ends() {
    let texts = hostile();
    let (mut accepted, mut tried, mut ended) = (0, 0, 0);
    for text in &texts {
        let plan = portfolio::read(text, "configs/any.toml", &Overrides::default(), &data);
        let Ok(plan) = plan else { continue };
        // What takes minutes or gigabytes by its size alone is not what is tried here.
        let paths = plan.dynamic.as_ref().map_or(0, |dynamic| dynamic.paths);
        let large = plan.run.in_sample.max(plan.run.out_of_sample).max(paths) > 10_000;
        if large || plan.grid.steps() > 1000 {
            continue;
        }
        accepted += 1;
        if accepted % RUN != 0 {
            continue;
        }
        tried += 1;
        match run(plan, tried % DRAWN == 0) {
            Ok(bad) => {
                assert!(bad.is_empty(), "{bad}\n{text}");
                ended += 1;
            }
            Err(Failure::Config(_)) => {}
            Err(failure) => panic!("{failure}\n{text}"),
        }
    }
    let of = texts.len();
    assert!(accepted > of / 20 && accepted < of / 2, "{accepted} of {of} accepted");
    assert!(ended > tried / 2, "{ended} of {tried} ended");
}

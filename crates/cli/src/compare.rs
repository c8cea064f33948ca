//! The files that compare hedges: pairs, rankings, break-even premiums, effectiveness; and those
//! that say where P&L comes from and how well it is known.

use crate::break_even;
use crate::config::Market;
use crate::controls::{Controls, controls};
use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::results::ResultsFolder;
use rehedge_engine::Rule;
use rehedge_report::{
    DataFrame, PolarsError, Ranking, Statistics, attribution_frame, break_even_frame,
    controlled_frame, csv_bytes, effectiveness_frame, in_parallel, paired_frame, ranking_frame,
    variance_frame,
};

/// Rankings of the hedges of a run.
pub struct Comparison {
    /// By the first criterion, for each set of costs: what the advice on the screen begins with.
    pub first: Vec<Ranking>,
    /// By each criterion, of all hedges.
    pub rankings: Vec<Ranking>,
}

/// Writes the comparison of all hedges.
pub fn write(
    experiment: &Experiment,
    folder: &ResultsFolder,
    statistics: &Statistics,
    threads: usize,
) -> Result<Comparison, Failure> {
    let names = experiment.names();
    let samples = statistics.samples();
    let asked = &experiment.plan.compare;
    let rankings = in_parallel(threads, &asked.criteria, |one| samples.ranking(*one));
    let write = |name: &str, frame: Result<DataFrame, PolarsError>| {
        let bytes = frame.and_then(|mut frame| csv_bytes(&mut frame));
        folder.write(name, bytes.map_err(|error| Failure::Other(error.to_string()))?)
    };
    write("paired.csv", paired_frame(&samples.paired(asked.baseline, threads), &names))?;
    write("ranking.csv", ranking_frame(&rankings, &names))?;
    write("break_even.csv", break_even_frame(&break_even::rows(experiment, &samples, threads)))?;
    write("variance.csv", variance_frame(&statistics.variance_splits()))?;
    let mut rules = experiment.desk.hedges().iter().map(|hedge| &hedge.rule);
    if let Some(unhedged) = rules.position(|rule| *rule == Rule::NoHedge) {
        let rows = samples.effectiveness(unhedged);
        write("effectiveness.csv", effectiveness_frame(&rows))?;
    }
    match &experiment.plan.market {
        Market::Simulated(_) => {
            let Controls { of_paths, before_costs } = controls(experiment, statistics);
            let rows = samples.controlled(&of_paths, before_costs, threads);
            write("controlled.csv", controlled_frame(&rows))?;
        }
        Market::History(_) => {
            write("attribution.csv", attribution_frame(&statistics.attribution_tests()))?;
        }
    }
    let groups = of_one_market(experiment);
    let first = asked.criteria.first().map_or_else(Vec::new, |first| {
        in_parallel(threads, &groups, |group| samples.ranking_among(group, *first))
    });
    Ok(Comparison { first, rankings })
}

/// The hedges with each set of costs: those that pay differently trade in different markets, and
/// the best of all would only say which of them is the cheapest.
fn of_one_market(experiment: &Experiment) -> Vec<Vec<usize>> {
    let hedges = experiment.desk.hedges();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, hedge) in hedges.iter().enumerate() {
        match groups.iter_mut().find(|group| hedges[group[0]].costs == hedge.costs) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups
}

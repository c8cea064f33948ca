//! The files that compare hedges: pairs, rankings, break-even premiums, effectiveness.

use crate::break_even;
use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::results::ResultsFolder;
use rehedge_engine::Rule;
use rehedge_report::{
    DataFrame, PolarsError, Ranking, Samples, break_even_frame, csv_bytes, effectiveness_frame,
    in_parallel, paired_frame, ranking_frame,
};

/// Writes the comparison of all hedges. Gives back what the advice is made of: a ranking by the
/// first criterion for each set of costs.
pub fn write(
    experiment: &Experiment,
    folder: &ResultsFolder,
    samples: &Samples<'_>,
    threads: usize,
) -> Result<Vec<Ranking>, Failure> {
    let names = experiment.names();
    let asked = &experiment.plan.compare;
    let rankings = in_parallel(threads, &asked.criteria, |one| samples.ranking(*one));
    let write = |name: &str, frame: Result<DataFrame, PolarsError>| {
        let bytes = frame.and_then(|mut frame| csv_bytes(&mut frame));
        folder.write(name, bytes.map_err(|error| Failure::Other(error.to_string()))?)
    };
    write("paired.csv", paired_frame(&samples.paired(asked.baseline, threads), &names))?;
    write("ranking.csv", ranking_frame(&rankings, &names))?;
    write("break_even.csv", break_even_frame(&break_even::rows(experiment, samples, threads)))?;
    let mut rules = experiment.desk.hedges().iter().map(|hedge| hedge.rule);
    if let Some(unhedged) = rules.position(|rule| rule == Rule::NoHedge) {
        let rows = samples.effectiveness(unhedged);
        write("effectiveness.csv", effectiveness_frame(&rows))?;
    }
    let first = asked.criteria.first();
    Ok(first.map_or_else(Vec::new, |first| {
        let groups = of_one_market(experiment);
        in_parallel(threads, &groups, |group| samples.ranking_among(group, *first))
    }))
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

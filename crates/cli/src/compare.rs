//! The files that compare hedges: pairs, rankings, break-even premiums, effectiveness.

use crate::break_even;
use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::results::ResultsFolder;
use rehedge_engine::Rule;
use rehedge_report::{
    DataFrame, PolarsError, Ranking, Samples, break_even_frame, csv_bytes, effectiveness_frame,
    paired_frame, ranking_frame,
};

/// Writes the comparison of all hedges; gives the rankings back, in the order of the criteria.
pub fn write(
    experiment: &Experiment,
    folder: &ResultsFolder,
    samples: &Samples<'_>,
) -> Result<Vec<Ranking>, Failure> {
    let names = experiment.names();
    let asked = &experiment.plan.compare;
    let rankings: Vec<_> =
        asked.criteria.iter().map(|criterion| samples.ranking(*criterion)).collect();
    let write = |name: &str, frame: Result<DataFrame, PolarsError>| {
        let bytes = frame.and_then(|mut frame| csv_bytes(&mut frame));
        folder.write(name, bytes.map_err(|error| Failure::Other(error.to_string()))?)
    };
    write("paired.csv", paired_frame(&samples.paired(asked.baseline), &names))?;
    write("ranking.csv", ranking_frame(&rankings, &names))?;
    write("break_even.csv", break_even_frame(&break_even::rows(experiment, samples)))?;
    let mut rules = experiment.desk.hedges().iter().map(|hedge| hedge.rule);
    if let Some(unhedged) = rules.position(|rule| rule == Rule::NoHedge) {
        let rows = samples.effectiveness(unhedged);
        write("effectiveness.csv", effectiveness_frame(&rows))?;
    }
    Ok(rankings)
}

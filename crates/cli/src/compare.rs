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
    AttributionTest, BreakEven, Controlled, DataFrame, Effectiveness, PairedRow, PolarsError,
    Ranking, Statistics, VarianceSplit, attribution_frame, break_even_frame, controlled_frame,
    csv_bytes, effectiveness_frame, in_parallel, paired_frame, ranking_frame, variance_frame,
};

/// How the hedges of a run compare.
pub struct Comparison {
    /// What the advice is made of: a ranking by the first criterion for each set of costs.
    pub advice: Vec<Ranking>,
    pub paired: Vec<PairedRow>,
    /// By every criterion, of all hedges.
    pub rankings: Vec<Ranking>,
    pub break_even: Vec<BreakEven>,
    pub variance: Vec<VarianceSplit>,
    /// Of nobody where no hedge leaves the book naked.
    pub effectiveness: Vec<Effectiveness>,
    /// Of simulated markets.
    pub controlled: Vec<Controlled>,
    /// Of history.
    pub attribution: Vec<AttributionTest>,
}

/// Compares all hedges, and writes that down.
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
    let paired = samples.paired(asked.baseline, threads);
    write("paired.csv", paired_frame(&paired, &names))?;
    write("ranking.csv", ranking_frame(&rankings, &names))?;
    let break_even = break_even::rows(experiment, &samples, threads);
    write("break_even.csv", break_even_frame(&break_even))?;
    let variance = statistics.variance_splits();
    write("variance.csv", variance_frame(&variance))?;
    let mut rules = experiment.desk.hedges().iter().map(|hedge| &hedge.rule);
    let unhedged = rules.position(|rule| *rule == Rule::NoHedge);
    let effectiveness = unhedged.map(|unhedged| samples.effectiveness(unhedged));
    if let Some(rows) = &effectiveness {
        write("effectiveness.csv", effectiveness_frame(rows))?;
    }
    let (mut controlled, mut attribution) = (Vec::new(), Vec::new());
    match &experiment.plan.market {
        Market::Simulated(_) => {
            let Controls { of_paths, before_costs } = controls(experiment, statistics);
            controlled = samples.controlled(&of_paths, before_costs, threads);
            write("controlled.csv", controlled_frame(&controlled))?;
        }
        Market::History(_) => {
            attribution = statistics.attribution_tests();
            write("attribution.csv", attribution_frame(&attribution))?;
        }
    }
    let groups = of_one_market(experiment);
    let advice = asked.criteria.first().map_or_else(Vec::new, |first| {
        in_parallel(threads, &groups, |group| samples.ranking_among(group, *first))
    });
    let effectiveness = effectiveness.unwrap_or_default();
    Ok(Comparison {
        advice,
        paired,
        rankings,
        break_even,
        variance,
        effectiveness,
        controlled,
        attribution,
    })
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

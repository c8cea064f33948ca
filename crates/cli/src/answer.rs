//! What a run says on the screen: a table of hedges, and an answer in words.

use crate::compare::Comparison;
use crate::experiment::Experiment;
use crate::figures;
use rehedge_engine::{Component, Hedge};
use rehedge_report::{Difference, HedgeSummary, Ranked, Ranking};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

/// The table, and what it means.
pub fn table(
    experiment: &Experiment,
    summaries: &[HedgeSummary],
    comparison: &Comparison,
) -> String {
    let decimals = decimals(summaries);
    let mut rows = vec![HEADER.map(str::to_owned)];
    rows.extend(summaries.iter().map(|summary| cells(summary, decimals)));
    let mut text = format!("\n{}\n\n", title(experiment));
    write_aligned(&mut text, &rows);
    text.push('\n');
    let answers = answers(experiment, summaries, comparison);
    for sentence in answers.iter().flatten() {
        let _ = writeln!(text, "  {sentence}");
    }
    text
}

/// What the run recommends: sentences for each set of costs, then those on further criteria.
pub fn answers(
    experiment: &Experiment,
    summaries: &[HedgeSummary],
    comparison: &Comparison,
) -> Vec<Vec<String>> {
    let first = comparison.advice.iter().map(|ranking| advice(experiment, summaries, ranking));
    let others = comparison.rankings.iter().skip(1);
    let others = others.filter_map(|ranking| in_short(summaries, ranking)).collect();
    first.chain([others]).filter(|sentences: &Vec<_>| !sentences.is_empty()).collect()
}

/// Where the results are.
pub fn where_it_is(place: &Path, charts: usize, took: Duration) -> String {
    let place = place.display();
    format!("\n{charts} charts and all frames in {place}, {:.2} s", took.as_secs_f64())
}

const HEADER: [&str; 8] =
    ["hedge", "mean P&L", "± se", "sd of P&L", "± se", "worst 5 %", "mean cost", "trades"];

fn title(experiment: &Experiment) -> String {
    let plan = &experiment.plan;
    let paths = experiment.source.paths();
    let what = if experiment.starts.is_some() { "windows of history" } else { "simulated paths" };
    let steps = plan.grid.steps();
    let unit = figures::unit(experiment);
    format!("{}: {paths} {what} of {steps} steps; P&L at the horizon in {unit}", plan.name)
}

fn cells(summary: &HedgeSummary, decimals: usize) -> [String; 8] {
    let number = |value: f64| format!("{value:.decimals$}");
    [
        summary.hedge.clone(),
        number(summary.pnl_mean),
        number(summary.pnl_mean_se),
        number(summary.pnl_sd),
        number(summary.pnl_sd_se),
        number(-summary.es_95),
        number(summary.cost_mean),
        format!("{:.1}", summary.trades_mean),
    ]
}

/// Enough decimals to show the smallest standard error with two digits.
fn decimals(summaries: &[HedgeSummary]) -> usize {
    let errors = summaries.iter().flat_map(|s| [s.pnl_mean_se, s.pnl_sd_se]);
    let smallest = errors.filter(|error| *error > 0.0).fold(f64::INFINITY, f64::min);
    if smallest.is_finite() { (1.0 - smallest.log10().floor()).clamp(0.0, 8.0) as usize } else { 4 }
}

fn write_aligned(text: &mut String, rows: &[[String; 8]]) {
    let width = |column: usize| {
        rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default()
    };
    let widths: [usize; 8] = std::array::from_fn(width);
    for row in rows {
        let _ = write!(text, "  {:<width$}", row[0], width = widths[0]);
        for (cell, width) in row.iter().zip(widths).skip(1) {
            let _ = write!(text, "  {cell:>width$}");
        }
        text.push('\n');
    }
}

/// Of hedges with the same costs, names the best by the first criterion and those that cannot be told from it, what it
/// costs and leaves, and what trading more or less often would change: a sentence each.
fn advice(experiment: &Experiment, summaries: &[HedgeSummary], ranking: &Ranking) -> Vec<String> {
    let decimals = decimals(summaries);
    let number = |value: f64| format!("{value:.decimals$}");
    let Some(ranked) = ranking.hedges.first() else { return Vec::new() };
    let Some(best) = summaries.get(ranked.hedge) else { return Vec::new() };
    let likely = match ranking.hedges.len() {
        1 => String::new(),
        _ => format!(", with probability {:.2}", ranked.probability_best),
    };
    let mut sentences = vec![format!(
        "\"{}\" is best by {}: {} ± {}{likely}.",
        best.hedge,
        ranking.criterion.words(),
        number(ranked.value),
        number(ranked.se),
    )];
    if !ranked.allowed {
        sentences.push("No hedge keeps within that limit; this one comes nearest.".to_owned());
    }
    sentences.extend(plateau(summaries, ranking));
    let parts = [Component::Spread, Component::Fee, Component::Impact]
        .map(|part| (part, 0.0 - best.components[part as usize].mean))
        .into_iter()
        .filter(|(_, paid)| *paid != 0.0)
        .map(|(part, paid)| format!("{} {}", part.name(), number(paid)))
        .collect::<Vec<_>>();
    let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    sentences.push(format!(
        "It costs {} on average{parts} and leaves a standard deviation of {}.",
        number(best.cost_mean),
        number(best.pnl_sd),
    ));
    for (word, ranked) in neighbours(experiment, ranking, ranked.hedge) {
        let Some(other) = summaries.get(ranked.hedge) else { continue };
        let change = |difference: f64| {
            let word = if difference < 0.0 { "lower" } else { "higher" };
            if difference == 0.0 {
                "the same".to_owned()
            } else {
                format!("{} {word}", number(difference.abs()))
            }
        };
        sentences.push(format!(
            "{word} often, \"{}\": {}; cost {}, standard deviation {}.",
            other.hedge,
            worse(&ranked.behind, &number),
            change(other.cost_mean - best.cost_mean),
            change(other.pnl_sd - best.pnl_sd),
        ));
    }
    sentences
}

/// The best by a further criterion, and what cannot be told from it.
fn in_short(summaries: &[HedgeSummary], ranking: &Ranking) -> Option<String> {
    let ranked = ranking.hedges.first()?;
    let best = summaries.get(ranked.hedge)?;
    let decimals = decimals(summaries);
    let (words, value, se) = (ranking.criterion.words(), ranked.value, ranked.se);
    let mut text = format!("By {words}, \"{}\": {value:.decimals$} ± {se:.decimals$}.", best.hedge);
    if !ranked.allowed {
        text.push_str(" No hedge keeps within that limit; it comes nearest.");
    }
    if let Some(alike) = plateau(summaries, ranking) {
        let _ = write!(text, " {alike}");
    }
    Some(text)
}

/// `worse by 0.12 (95 %: 0.09 to 0.15)`.
fn worse(behind: &Difference, number: &dyn Fn(f64) -> String) -> String {
    let (low, high) = (number(behind.low()), number(behind.high()));
    format!("worse by {} (95 %: {low} to {high})", number(behind.value))
}

/// The hedges that cannot be told from the best on these paths, if there are any besides it.
fn plateau(summaries: &[HedgeSummary], ranking: &Ranking) -> Option<String> {
    let mut alike: Vec<_> =
        ranking.hedges.iter().filter(|ranked| ranked.plateau).map(|ranked| ranked.hedge).collect();
    alike.sort_unstable();
    let name = |hedge: &usize| summaries.get(*hedge).map_or("", |summary| &summary.hedge);
    let (first, last) = (alike.first()?, alike.last()?);
    let neighbours = last - first + 1 == alike.len();
    match alike.len() {
        0 | 1 => None,
        count if count > 2 && neighbours => Some(format!(
            "From \"{}\" to \"{}\" nothing is distinguishable on these paths (95 %).",
            name(first),
            name(last)
        )),
        _ => {
            let names: Vec<_> = alike.iter().map(|hedge| format!("{:?}", name(hedge))).collect();
            Some(format!("Not distinguishable on these paths (95 %): {}.", names.join(", ")))
        }
    }
}

/// The next more and the next less frequent hedge that is otherwise like the best.
fn neighbours<'a>(
    experiment: &Experiment,
    ranking: &'a Ranking,
    best: usize,
) -> Vec<(&'static str, &'a Ranked)> {
    let hedges = &experiment.plan.hedges;
    let Some(of_best) = hedges.get(best) else { return Vec::new() };
    let Some(interval) = of_best.interval_days else { return Vec::new() };
    let alike = |hedge: &Hedge| hedge.differs_in_rule_only(&of_best.hedge);
    let intervals: Vec<_> = ranking
        .hedges
        .iter()
        .filter_map(|ranked| Some((hedges.get(ranked.hedge)?, ranked)))
        .filter(|(planned, _)| alike(&planned.hedge))
        .filter_map(|(planned, ranked)| Some((planned.interval_days?, ranked)))
        .collect();
    let more_often = intervals.iter().filter(|(days, _)| *days < interval);
    let more_often = more_often.max_by(|a, b| a.0.total_cmp(&b.0));
    let less_often = intervals.iter().filter(|(days, _)| *days > interval);
    let less_often = less_often.min_by(|a, b| a.0.total_cmp(&b.0));
    let named = [("More", more_often), ("Less", less_often)].into_iter();
    named.filter_map(|(word, found)| Some((word, found?.1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rehedge_report::Criterion;

    fn said(plateau_of: &[usize]) -> Option<String> {
        let hedge = |name: &&str| HedgeSummary { hedge: (*name).to_owned(), ..Default::default() };
        let summaries: Vec<_> = ["4h", "1d", "2d", "5d"].iter().map(hedge).collect();
        let ranked = |hedge| Ranked {
            hedge,
            value: 0.0,
            se: 0.0,
            reach: 0.0,
            allowed: true,
            probability_best: 0.0,
            plateau: plateau_of.contains(&hedge),
            behind: Difference::default(),
        };
        let hedges = [2, 1, 3, 0].map(ranked).to_vec();
        plateau(&summaries, &Ranking { criterion: Criterion::Sharpe, hedges })
    }

    #[test]
    fn the_plateau_is_a_range_or_a_list() {
        assert_eq!(said(&[2]), None);
        let range = "From \"1d\" to \"5d\" nothing is distinguishable on these paths (95 %).";
        assert_eq!(said(&[1, 2, 3]).as_deref(), Some(range));
        let list = "Not distinguishable on these paths (95 %): \"4h\", \"2d\", \"5d\".";
        assert_eq!(said(&[0, 2, 3]).as_deref(), Some(list));
    }

    #[test]
    fn a_difference_is_said_with_its_interval() {
        let behind = Difference { value: 0.1, se: 0.02, reach: 0.039 };
        let said = worse(&behind, &|x| format!("{x:.3}"));
        assert_eq!(said, "worse by 0.100 (95 %: 0.061 to 0.139)");
    }
}

//! What a run says on the screen: a table of hedges, and an answer in words.

use crate::experiment::Experiment;
use crate::figures;
use rehedge_engine::{Component, Costs, Hedge};
use rehedge_report::HedgeSummary;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

/// The table, and what it means.
pub fn table(experiment: &Experiment, summaries: &[HedgeSummary]) -> String {
    let decimals = decimals(summaries);
    let mut rows = vec![HEADER.map(str::to_owned)];
    rows.extend(summaries.iter().map(|summary| cells(summary, decimals)));
    let mut text = format!("\n{}\n\n", title(experiment));
    write_aligned(&mut text, &rows);
    text.push('\n');
    text.push_str(&advice(experiment, summaries, decimals));
    text
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

/// An answer for each set of costs: hedges that pay differently trade in different markets, and
/// the best of all would only say which of them is the cheapest.
fn advice(experiment: &Experiment, summaries: &[HedgeSummary], decimals: usize) -> String {
    let mut groups: Vec<(Costs, Vec<&HedgeSummary>)> = Vec::new();
    for (hedge, summary) in experiment.desk.hedges().iter().zip(summaries) {
        match groups.iter_mut().find(|(costs, _)| *costs == hedge.costs) {
            Some((_, group)) => group.push(summary),
            None => groups.push((hedge.costs, vec![summary])),
        }
    }
    let number = |value: f64| format!("{value:.decimals$}");
    groups.iter().map(|(_, group)| advice_on(experiment, summaries, group, &number)).collect()
}

/// Names the hedge with the least expected shortfall, what it costs and leaves, and what trading
/// more or less often would change.
fn advice_on(
    experiment: &Experiment,
    summaries: &[HedgeSummary],
    group: &[&HedgeSummary],
    number: &dyn Fn(f64) -> String,
) -> String {
    let least = |a: &&&HedgeSummary, b: &&&HedgeSummary| a.es_95.total_cmp(&b.es_95);
    let Some(best) = group.iter().min_by(least) else { return String::new() };
    let mut text = format!(
        "  \"{}\" has the smallest mean loss on the worst 5 % of paths: {}.\n",
        best.hedge,
        number(best.es_95)
    );
    let parts = [Component::Spread, Component::Fee, Component::Impact]
        .map(|part| (part, 0.0 - best.components[part as usize].mean))
        .into_iter()
        .filter(|(_, paid)| *paid != 0.0)
        .map(|(part, paid)| format!("{} {}", part.name(), number(paid)))
        .collect::<Vec<_>>();
    let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    let _ = writeln!(
        text,
        "  It costs {} on average{parts} and leaves a standard deviation of {}.",
        number(best.cost_mean),
        number(best.pnl_sd),
    );
    text.push_str(&neighbours(experiment, summaries, best, number));
    text
}

/// The next more and the next less frequent hedge of the same target and costs, against the best.
fn neighbours(
    experiment: &Experiment,
    summaries: &[HedgeSummary],
    best: &HedgeSummary,
    number: &dyn Fn(f64) -> String,
) -> String {
    let hedges = &experiment.plan.hedges;
    let Some(of_best) = hedges.iter().find(|planned| planned.hedge.name == best.hedge) else {
        return String::new();
    };
    let Some(interval) = of_best.interval_days else { return String::new() };
    let alike =
        |hedge: &Hedge| hedge.target == of_best.hedge.target && hedge.costs == of_best.hedge.costs;
    let intervals: Vec<_> = hedges
        .iter()
        .zip(summaries)
        .filter(|(planned, _)| alike(&planned.hedge))
        .filter_map(|(planned, summary)| Some((planned.interval_days?, summary)))
        .collect();
    let more_often = intervals.iter().filter(|(days, _)| *days < interval);
    let more_often = more_often.max_by(|a, b| a.0.total_cmp(&b.0));
    let less_often = intervals.iter().filter(|(days, _)| *days > interval);
    let less_often = less_often.min_by(|a, b| a.0.total_cmp(&b.0));
    let mut text = String::new();
    for (word, neighbour) in [("More", more_often), ("Less", less_often)] {
        let Some((_, other)) = neighbour else { continue };
        let change = |now: f64, then: f64, up: &str, down: &str| {
            let difference = then - now;
            let word = if difference < 0.0 { down } else { up };
            if difference == 0.0 {
                "the same".to_owned()
            } else {
                format!("{} {word}", number(difference.abs()))
            }
        };
        let _ = writeln!(
            text,
            "  {word} often, \"{}\": cost {}, standard deviation {}.",
            other.hedge,
            change(best.cost_mean, other.cost_mean, "higher", "lower"),
            change(best.pnl_sd, other.pnl_sd, "higher", "lower"),
        );
    }
    text
}

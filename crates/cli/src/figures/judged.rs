//! Hedges judged: cost against risk, and rankings.

use super::Scene;
use rehedge_report::charts::{self, ChartError, Image};
use rehedge_report::{Criterion, Ranking, Risk};

/// Cost against the standard deviation of P&L.
pub fn frontier(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    draw_frontier(scene, Risk::Sd, "sd of P&L")
}

/// Cost against expected shortfall, at the level of the config or at 95 %.
pub fn frontier_es(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let criteria = &scene.run.experiment.plan.compare.criteria;
    let asked = criteria.iter().find_map(|criterion| match criterion {
        Criterion::ExpectedShortfall { level } => Some(*level),
        _ => None,
    });
    let level = asked.unwrap_or(0.95);
    let name = Criterion::ExpectedShortfall { level }.words();
    draw_frontier(scene, Risk::ExpectedShortfall { level }, &name)
}

fn draw_frontier(
    scene: &Scene<'_>,
    risk: Risk,
    risk_name: &str,
) -> Option<Result<Image, ChartError>> {
    let summaries = scene.run.summaries;
    if summaries.iter().all(|summary| summary.cost_mean == 0.0) {
        return None;
    }
    let samples = scene.run.totals.statistics.samples();
    let estimates = samples.costs_and_risks(risk);
    let hedges: Vec<_> = summaries
        .iter()
        .zip(estimates)
        .enumerate()
        .map(|(hedge, (summary, estimates))| charts::FrontierPoint {
            name: &summary.hedge,
            estimates,
            market: scene.market_of(hedge),
            best: scene.run.comparison.advice.iter().any(|ranking| leads(ranking, hedge)),
        })
        .collect();
    let first = scene.run.comparison.advice.first();
    let best_name = first.map_or_else(String::new, |ranking| title(ranking.criterion));
    Some(charts::frontier(&charts::Frontier {
        labels: scene.labels("What a hedge costs, and the risk that it leaves"),
        risk_name,
        ellipse: samples.ellipse_95(),
        best_name: &best_name,
        hedges: &hedges,
    }))
}

fn leads(ranking: &Ranking, hedge: usize) -> bool {
    ranking.hedges.first().is_some_and(|first| first.hedge == hedge)
}

/// A panel for each criterion of the config.
pub fn ranking(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let rankings = &scene.run.comparison.rankings;
    if rankings.is_empty() || scene.run.summaries.len() < 2 {
        return None;
    }
    let hedges: Vec<Vec<_>> = rankings.iter().map(|ranking| ranked(scene, ranking)).collect();
    let titles: Vec<_> = rankings.iter().map(|ranking| title(ranking.criterion)).collect();
    let panels: Vec<_> = titles
        .iter()
        .zip(&hedges)
        .map(|(title, hedges)| charts::RankingPanel { title, hedges })
        .collect();
    let labels = scene.labels("Which hedge is best, and how surely");
    Some(charts::ranking(&charts::RankingChart { labels, panels: &panels }))
}

/// What a criterion looks at, and which end of it is best.
fn title(criterion: Criterion) -> String {
    let best = if criterion.larger_is_better() { "greatest" } else { "least" };
    format!("{best} {}", criterion.words())
}

fn ranked<'a>(scene: &'a Scene<'_>, ranking: &Ranking) -> Vec<charts::RankedHedge<'a>> {
    let hedge = |ranked: &rehedge_report::Ranked| charts::RankedHedge {
        name: &scene.run.summaries[ranked.hedge].hedge,
        hedge: ranked.hedge,
        value: ranked.value,
        reach: ranked.reach,
        plateau: ranked.plateau,
        probability_best: ranked.probability_best,
        allowed: ranked.allowed,
    };
    ranking.hedges.iter().map(hedge).collect()
}

//! Hedges judged: cost against risk, and rankings.

use crate::{labels, spread_of};
use rehedge_report::CostAndRisk;
use rehedge_report::charts::{
    ChartError, Frontier, FrontierPoint, Image, RankedHedge, RankingChart, RankingPanel, frontier,
    ranking,
};

pub fn draw_frontier(hedges: &[String]) -> Result<Image, ChartError> {
    let point = |(i, name): (usize, &'_ String)| {
        let cost = if i == 0 { 0.0 } else { 0.9 / i as f64 };
        let risk = spread_of(i).min(1.4) + if i % 4 == 3 { 0.1 } else { 0.0 };
        let (cost_se, risk_se) = (0.02 * cost, 0.02 * risk);
        let estimates = CostAndRisk { cost, cost_se, risk, risk_se, correlation: 0.6 };
        (name.clone(), estimates)
    };
    let numbers: Vec<_> = hedges.iter().enumerate().map(point).collect();
    let points: Vec<FrontierPoint<'_>> = numbers
        .iter()
        .enumerate()
        .map(|(i, (name, estimates))| FrontierPoint {
            name,
            estimates: *estimates,
            market: 0,
            best: i == hedges.len() / 3,
        })
        .collect();
    frontier(&Frontier {
        labels: labels("Cost buys less risk, at a falling rate"),
        risk_name: "sd of P&L",
        ellipse: 2.448,
        best_name: "least mean loss on the worst 5 % of paths",
        hedges: &points,
    })
}

pub fn draw_ranking(hedges: &[String]) -> Result<Image, ChartError> {
    let titles = [
        "mean loss on the worst 5 % of paths",
        "−mean + ½·1·variance",
        "mean P&L over its standard deviation",
    ];
    let panel = |which: usize| -> Vec<RankedHedge<'_>> {
        let count = hedges.len();
        let place = |i: usize| (i + which * count / 3) % count;
        (0..count)
            .map(|i| RankedHedge {
                name: &hedges[place(i)],
                hedge: place(i),
                value: (if i + 1 == count { 9.0 } else { 0.8 + 0.02 * (i * i) as f64 })
                    * if which == 2 { -1.0 } else { 1.0 },
                reach: 0.04 + 0.002 * i as f64,
                plateau: i < 2,
                probability_best: [0.7, 0.297, 0.003].get(i).copied().unwrap_or(0.0),
                allowed: i + 1 < count,
            })
            .collect()
    };
    let rows: Vec<_> = (0..if hedges.len() == 6 { 2 } else { 3 }).map(panel).collect();
    let panels: Vec<RankingPanel<'_>> =
        titles.iter().zip(&rows).map(|(title, hedges)| RankingPanel { title, hedges }).collect();
    ranking(&RankingChart { labels: labels("Which hedge is best"), panels: &panels })
}

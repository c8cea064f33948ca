//! The chart of risk and cost against the rebalancing interval.

use super::{Run, Scene};
use crate::config::{Market, SimulatedImplied};
use crate::experiment::Experiment;
use rehedge_options::{Life, Rates, black_scholes};
use rehedge_report::charts::{self, ChartError, Image};

pub fn frequency(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let families = families(scene.run);
    if families.iter().all(|family| family.points.len() < 2) {
        return None;
    }
    let only = families.len() == 1;
    let series: Vec<_> = families
        .iter()
        .map(|family| charts::FrequencySeries {
            name: if only { "" } else { &family.name },
            points: &family.points,
            theory: derman_kamal(scene.run.experiment, &family.points),
        })
        .collect();
    Some(charts::frequency(&charts::Frequency {
        labels: scene.labels("Risk and cost against the rebalancing interval"),
        series: &series,
        theory_name: "Derman–Kamal, before costs",
    }))
}

/// Hedges that differ in their interval only.
struct Family {
    name: String,
    points: Vec<charts::FrequencyPoint>,
}

fn families(run: &Run<'_>) -> Vec<Family> {
    let mut families: Vec<(Family, rehedge_engine::Hedge)> = Vec::new();
    for (planned, summary) in run.experiment.plan.hedges.iter().zip(run.summaries) {
        let Some(interval_days) = planned.interval_days else { continue };
        let point = charts::FrequencyPoint {
            interval_days,
            pnl_sd: summary.pnl_sd,
            pnl_sd_se: summary.pnl_sd_se,
            cost_mean: summary.cost_mean,
            cost_mean_se: summary.cost_mean_se,
        };
        let hedge = &planned.hedge;
        let alike = families
            .iter_mut()
            .find(|(_, first)| first.target == hedge.target && first.costs == hedge.costs);
        match alike {
            Some((family, _)) => family.points.push(point),
            None => {
                let name = hedge.name.rsplit_once(' ').map_or("", |(stem, _)| stem).to_owned();
                families.push((Family { name, points: vec![point] }, hedge.clone()));
            }
        }
    }
    families.into_iter().map(|(family, _)| family).collect()
}

/// `√(π/4) · vega · σ / √N` for `N` rehedges of one option in a market of plain diffusion that is
/// marked at its own volatility.
///
/// # Source
/// Derman and Kamal (1999), *When you cannot hedge continuously*.
fn derman_kamal(experiment: &Experiment, points: &[charts::FrequencyPoint]) -> Option<Vec<f64>> {
    let plan = &experiment.plan;
    let Market::Simulated(market) = &plan.market else { return None };
    let plain = market.jumps.is_none() && market.vol_shocks.is_none();
    let fair = matches!(market.implied, SimulatedImplied::Constant(v) if v == market.volatility);
    let [leg] = plan.book.legs() else { return None };
    if !plain || !fair {
        return None;
    }
    let rates = Rates { rate: plan.rates.rate, dividend_yield: plan.rates.dividend_yield };
    let life = Life::new(leg.maturity, rates);
    let strike = leg.strike.in_currency(market.spot);
    let vega = black_scholes(leg.payoff, market.spot, strike, market.volatility, &life).vega;
    let days = leg.maturity * plan.grid.trading_days_per_year();
    let scale = (std::f64::consts::FRAC_PI_4).sqrt() * vega * market.volatility;
    let size = leg.quantity.abs() * scale;
    Some(points.iter().map(|point| size / (days / point.interval_days).sqrt()).collect())
}

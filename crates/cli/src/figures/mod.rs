//! The charts of a run: which are drawn, from what, under which titles.

mod judged;
mod paths;
mod pnl;

use crate::compare::Comparison;
use crate::config::{Market, SimulatedImplied};
use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::schedule::Totals;
use rehedge_engine::{Hedge, Profile};
use rehedge_options::{Life, Rates, black_scholes};
use rehedge_report::HedgeSummary;
use rehedge_report::charts::{self, ChartError, Image, Labels};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What charts are drawn from.
pub struct Run<'a> {
    pub experiment: &'a Experiment,
    pub totals: &'a Totals,
    pub summaries: &'a [HedgeSummary],
    pub comparison: &'a Comparison,
}

/// A chart by its file name.
type Named = (&'static str, Image);

/// One chart, or none where it does not apply to the run.
type Drawing = fn(&Scene<'_>) -> Option<Result<Image, ChartError>>;

/// Every chart there is, in the order of a talk.
const DRAWINGS: [(&str, Drawing); 12] = [
    ("distribution", pnl::distribution),
    ("frequency", frequency),
    ("frontier", judged::frontier),
    ("frontier-es", judged::frontier_es),
    ("ranking", judged::ranking),
    ("components", pnl::components),
    ("cumulative", pnl::cumulative),
    ("spot-pnl", pnl::spot_pnl),
    ("sample-path", paths::sample_path),
    ("rules-on-one-path", paths::rules_on_one_path),
    ("no-trade-region", paths::no_trade_region),
    ("history", pnl::history),
];

/// Most hedges in charts with a panel for each.
const PANELS: usize = 4;

/// A run with what several charts need.
struct Scene<'a> {
    run: &'a Run<'a>,
    profile: Profile,
    caption: String,
    unit: &'static str,
}

/// Draws every chart that applies to the run.
pub fn draw(run: &Run<'_>, threads: usize) -> Result<Vec<Named>, Failure> {
    let profile = run.totals.tally.profile();
    let scene =
        Scene { run, profile, caption: caption(run.experiment), unit: unit(run.experiment) };
    let next = AtomicUsize::new(0);
    let drawn = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.min(DRAWINGS.len()) {
            scope.spawn(|| {
                while let Some((name, drawing)) = DRAWINGS.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    if let Some(image) = drawing(&scene) {
                        let mut drawn = drawn.lock().unwrap_or_else(PoisonError::into_inner);
                        drawn.push((*name, image));
                    }
                }
            });
        }
    });
    let drawn = drawn.into_inner().unwrap_or_else(PoisonError::into_inner);
    let failed = |name, error| Failure::Other(format!("cannot draw the chart {name}: {error}"));
    drawn
        .into_iter()
        .map(|(name, image)| image.map(|image| (name, image)).map_err(|error| failed(name, error)))
        .collect()
}

fn caption(experiment: &Experiment) -> String {
    let plan = &experiment.plan;
    let paths = experiment.source.paths();
    match &plan.market {
        Market::Simulated(_) => {
            format!("{}: {paths} simulated paths, seed {}.", plan.name, plan.run.seed)
        }
        Market::History(market) => {
            format!("{}: {paths} windows of {}.", plan.name, market.prices.as_written)
        }
    }
}

/// The unit of P&L.
pub fn unit(experiment: &Experiment) -> &'static str {
    match &experiment.plan.market {
        Market::History(market) if market.normalise_spot == Some(100.0) => "% of spot at entry",
        _ => "currency",
    }
}

impl Scene<'_> {
    fn labels<'a>(&'a self, title: &'a str) -> Labels<'a> {
        Labels { title, caption: &self.caption, unit: self.unit }
    }

    fn days_per_year(&self) -> f64 {
        self.run.experiment.plan.grid.trading_days_per_year()
    }

    /// Number of the market that a hedge trades in: of those that pay the same costs.
    fn market_of(&self, hedge: usize) -> usize {
        let hedges = self.run.experiment.desk.hedges();
        let alike = |other: &Hedge| other.costs == hedges[hedge].costs;
        hedges.iter().position(alike).unwrap_or(hedge)
    }

    /// Hedges spread over the list, the best among them, as many as have a panel.
    fn shown_in_panels(&self) -> Vec<usize> {
        self.shown(PANELS)
    }

    /// Up to so many hedges spread over the list, the best among them.
    fn shown(&self, most: usize) -> Vec<usize> {
        let count = self.run.summaries.len();
        let panels = count.min(most);
        let spread = |panel: usize| panel * (count - 1) / (panels - 1).max(1);
        let mut shown: Vec<_> = (0..panels).map(spread).collect();
        let best = self.best();
        if !shown.contains(&best) {
            // In place of the nearest, but for the first and the last.
            let inner = 1..panels - 1;
            if let Some(nearest) = inner.min_by_key(|panel| shown[*panel].abs_diff(best)) {
                shown[nearest] = best;
            }
        }
        shown
    }

    /// Index of the hedge with the least expected shortfall: the one to show in detail.
    fn best(&self) -> usize {
        let shortfall = |index: &usize| self.run.summaries[*index].es_95;
        (0..self.run.summaries.len())
            .min_by(|a, b| shortfall(a).total_cmp(&shortfall(b)))
            .unwrap_or_default()
    }
}

fn frequency(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
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
    let mut families: Vec<(Family, Hedge)> = Vec::new();
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
        let alike = families.iter_mut().find(|(_, first)| hedge.differs_in_rule_only(first));
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

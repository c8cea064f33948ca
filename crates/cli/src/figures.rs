//! The charts of a run: which are drawn, from what, under which titles.
#![expect(
    clippy::unnecessary_wraps,
    reason = "every drawing has the form of those that may not apply"
)]

use crate::config::{Market, SimulatedImplied};
use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::schedule::Totals;
use rehedge_engine::Profile;
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
}

/// A chart by its file name.
type Named = (&'static str, Image);

/// One chart, or none where it does not apply to the run.
type Drawing = fn(&Scene<'_>) -> Option<Result<Image, ChartError>>;

/// Every chart there is, in the order of a talk.
const DRAWINGS: [(&str, Drawing); 7] = [
    ("distribution", distribution),
    ("frequency", frequency),
    ("frontier", frontier),
    ("components", components),
    ("cumulative", cumulative),
    ("sample-path", sample_path),
    ("history", history),
];

/// Most hedges in the chart of cumulative components.
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

    /// Hedges spread over the list, the best among them.
    fn shown_in_panels(&self) -> Vec<usize> {
        let count = self.run.summaries.len();
        let panels = count.min(PANELS);
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

fn distribution(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let hedges: Vec<_> = scene
        .run
        .summaries
        .iter()
        .enumerate()
        .map(|(index, summary)| charts::PnlSample {
            name: &summary.hedge,
            pnl: scene.run.totals.statistics.pnl(index),
        })
        .collect();
    let labels = scene.labels("P&L at the horizon, by hedge");
    Some(charts::pnl_distribution(&charts::PnlDistribution { labels, hedges: &hedges }))
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

fn frontier(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    if scene.run.summaries.iter().all(|summary| summary.cost_mean == 0.0) {
        return None;
    }
    let hedges: Vec<_> = scene
        .run
        .summaries
        .iter()
        .map(|summary| charts::FrontierPoint {
            name: &summary.hedge,
            cost_mean: summary.cost_mean,
            cost_mean_se: summary.cost_mean_se,
            pnl_sd: summary.pnl_sd,
            pnl_sd_se: summary.pnl_sd_se,
        })
        .collect();
    let labels = scene.labels("What a hedge costs, and the risk that it leaves");
    Some(charts::frontier(&charts::Frontier { labels, hedges: &hedges }))
}

fn components(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let hedges: Vec<_> = scene
        .run
        .summaries
        .iter()
        .map(|summary| charts::ComponentMeans {
            name: &summary.hedge,
            means: summary.components.each_ref().map(|spread| spread.mean),
        })
        .collect();
    let labels = scene.labels("Where the mean P&L comes from");
    Some(charts::components(&charts::Components { labels, hedges: &hedges }))
}

fn cumulative(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let summaries = scene.run.summaries;
    let panels: Vec<_> = scene
        .shown_in_panels()
        .into_iter()
        .map(|index| charts::CumulativePanel {
            name: &summaries[index].hedge,
            profile: &scene.profile.hedges[index],
        })
        .collect();
    let grid = scene.run.experiment.plan.grid;
    let days = |step: usize| step as f64 / grid.steps_per_day() as f64;
    let times: Vec<_> = (0..=grid.steps()).map(days).collect();
    Some(charts::cumulative(&charts::Cumulative {
        labels: scene.labels("Mean P&L to date, by component"),
        time_title: "trading days",
        times: &times,
        panels: &panels,
    }))
}

fn sample_path(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let best = scene.best();
    let first = scene.run.totals.ledger.iter().map(|entry| entry.path).min()?;
    let shown = |entry: &&rehedge_engine::LedgerEntry| entry.hedge == best && entry.path == first;
    let entries: Vec<_> = scene.run.totals.ledger.iter().filter(shown).copied().collect();
    let hedge = &scene.run.summaries[best].hedge;
    let title = match &scene.run.experiment.starts {
        Some(starts) => format!("The window from {} under \"{hedge}\"", starts[first].date()),
        None => format!("Path {first} under \"{hedge}\""),
    };
    Some(charts::sample_path(&charts::SamplePath {
        labels: scene.labels(&title),
        entries: &entries,
        days_per_year: scene.run.experiment.plan.grid.trading_days_per_year(),
    }))
}

fn history(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let starts = scene.run.experiment.starts.as_ref()?;
    let dates: Vec<_> = starts.iter().map(|start| start.date()).collect();
    let dates: Vec<_> = dates.iter().map(String::as_str).collect();
    let hedges: Vec<_> = scene
        .run
        .summaries
        .iter()
        .enumerate()
        .map(|(index, summary)| charts::WindowSeries {
            name: &summary.hedge,
            pnl: scene.run.totals.statistics.pnl(index),
        })
        .collect();
    Some(charts::history_windows(&charts::HistoryWindows {
        labels: scene.labels("P&L of every window, by the day on which it starts"),
        start_dates: &dates,
        hedges: &hedges,
    }))
}

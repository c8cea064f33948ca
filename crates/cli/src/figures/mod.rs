//! The charts of a run: which are drawn, from what, under which titles.

mod frequency;
mod judged;
mod paths;
mod pnl;

use crate::compare::Comparison;
use crate::config::Market;
use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::schedule::Totals;
use rehedge_engine::{Hedge, Profile};
use rehedge_report::charts::{ChartError, Image, Labels};
use rehedge_report::{HedgeSummary, TheoryRow};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What charts are drawn from.
pub struct Run<'a> {
    pub experiment: &'a Experiment,
    pub totals: &'a Totals,
    pub summaries: &'a [HedgeSummary],
    pub comparison: &'a Comparison,
    pub theory: &'a [TheoryRow],
}

/// A chart by its file name.
type Named = (&'static str, Image);

/// One chart, or none where it does not apply to the run.
type Drawing = fn(&Scene<'_>) -> Option<Result<Image, ChartError>>;

/// Every chart there is, in the order of a talk.
const DRAWINGS: [(&str, Drawing); 12] = [
    ("distribution", pnl::distribution),
    ("frequency", frequency::frequency),
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

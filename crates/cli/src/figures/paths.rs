//! One path, step by step.

use super::Scene;
use rehedge_report::charts::{self, ChartError, Image};

pub fn sample_path(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
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

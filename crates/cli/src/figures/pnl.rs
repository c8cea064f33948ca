//! P&L of all paths: how it is spread, what it comes from, and when.
#![expect(
    clippy::unnecessary_wraps,
    reason = "every drawing has the form of those that may not apply"
)]

use super::Scene;
use rehedge_report::charts::{self, ChartError, Image};

pub fn distribution(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
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

pub fn components(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
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

pub fn cumulative(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
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

pub fn history(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
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

/// P&L against the spot at the end.
pub fn spot_pnl(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let statistics = &scene.run.totals.statistics;
    let hedges: Vec<_> = scene
        .shown_in_panels()
        .into_iter()
        .map(|index| charts::PnlSample {
            name: &scene.run.summaries[index].hedge,
            pnl: statistics.pnl(index),
        })
        .collect();
    Some(charts::spot_pnl(&charts::SpotPnl {
        labels: scene.labels("P&L against the spot at the horizon"),
        spots: statistics.spot_final(),
        hedges: &hedges,
    }))
}

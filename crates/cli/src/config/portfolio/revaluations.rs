//! `[[revalue]]`: the market and the volatilities that hedges are judged under besides their own.

use super::books::Sources;
use super::plan::{OtherMarket, Past, Revaluation};
use crate::config::market;
use crate::config::places::Report;
use crate::config::plan::SimulatedMarket;
use crate::config::tree::Table;
use crate::history;
use rehedge_market::Grid;

/// One vol point.
pub const VOL_POINT: f64 = 0.01;

/// The market that hedges were made for.
pub struct Base<'a> {
    /// The market.
    pub market: &'a SimulatedMarket,
    /// The times of its paths.
    pub grid: Grid,
}

/// The revaluations.
pub fn revaluations(
    config: &Table,
    base: &Base<'_>,
    sources: &Sources<'_>,
    report: &mut Report,
) -> Option<Vec<Revaluation>> {
    let all: Vec<_> = config
        .tables("revalue")
        .map(|(path, table)| {
            let revaluation = revaluation((path, table), base, sources, report);
            if let Some(revaluation) = &revaluation {
                changed(path, revaluation, base, report);
            }
            revaluation
        })
        .collect();
    all.into_iter().collect()
}

fn revaluation(
    (path, table): (&str, &Table),
    base: &Base<'_>,
    sources: &Sources<'_>,
    report: &mut Report,
) -> Option<Revaluation> {
    let days_per_year = base.grid.trading_days_per_year();
    let market = other(table.table("market")?, base.market, days_per_year);
    let market = if table.lacks("history") {
        market.map(OtherMarket::Simulated)
    } else {
        if market.is_some_and(|market| market != *base.market) {
            report.refuse(&format!("{path}.market"), "not with history, which says what it is");
        }
        past((&format!("{path}.history"), table.table("history")?), base, sources, report)
            .map(|past| OtherMarket::History(Box::new(past)))
    };
    Some(Revaluation {
        name: table.text("name")?.to_owned(),
        market: market?,
        volatility_uncertainty: uncertainty(table)?,
        volatility_shift: table.number("volatility_shift_vol_points")? * VOL_POINT,
    })
}

/// Windows as long as the horizon.
fn past(
    (path, table): (&str, &Table),
    base: &Base<'_>,
    sources: &Sources<'_>,
    report: &mut Report,
) -> Option<Past> {
    if !market::ordered_dates(path, table, report) {
        return None;
    }
    let per_day = base.grid.steps_per_day();
    let market = market::history(table, sources.folder, per_day, Some(base.market.spot))?;
    let loaded = history::windows(&market, base.grid, sources.files).map_err(|refusals| {
        for (key, what) in refusals {
            let key = if key == "days" { "file" } else { key };
            report.refuse(&format!("{path}.{key}"), what);
        }
    });
    let history::Loaded { windows, starts, rows_per_day, .. } = loaded.ok()?;
    // Half days are left out of the reckoning, and holidays.
    if rows_per_day.round() as usize != per_day {
        let allowed = format!(
            "{}: has {rows_per_day:.1} rows to a day, and scenarios have {per_day} steps: \
             market.steps_per_day must be that of the data",
            market.prices.as_written
        );
        report.refuse(&format!("{path}.file"), allowed);
        return None;
    }
    let start =
        |day: Option<&rehedge_report::Timestamp>| day.map(|day| day.date()).unwrap_or_default();
    Some(Past {
        starts: [start(starts.first()), start(starts.last())],
        overlap: base.grid.steps().div_ceil(market.start_every_steps) - 1,
        market,
        windows,
    })
}

/// The standard deviation of implied volatility at the horizon; 0 where nothing is said of it.
pub fn uncertainty(table: &Table) -> Option<f64> {
    if table.lacks("volatility_uncertainty") {
        return Some(0.0);
    }
    let points = table.table("volatility_uncertainty")?.number("sd_vol_points")?;
    Some(points * VOL_POINT)
}

fn other(table: &Table, base: &SimulatedMarket, days_per_year: f64) -> Option<SimulatedMarket> {
    Some(SimulatedMarket {
        spot: base.spot,
        drift: table.number("drift")?,
        volatility: table.number("volatility")?,
        jumps: market::part(table, "jumps", market::jumps)?,
        vol_shocks: market::part(table, "vol_shocks", |shocks| {
            market::vol_shocks(shocks, days_per_year)
        })?,
        implied: market::simulated_implied(table.table("implied_volatility")?)?,
    })
}

/// Volatility that is shifted must stay one.
fn changed(path: &str, revaluation: &Revaluation, base: &Base<'_>, report: &mut Report) {
    let market = match &revaluation.market {
        OtherMarket::Simulated(market) => market,
        OtherMarket::History(_) => base.market,
    };
    let level = market.implied_at_entry();
    let shift = revaluation.volatility_shift;
    if level + shift <= 0.0 {
        let allowed = format!(
            "leaves no volatility of the {:.4} there is at entry; must be greater than {:.4}",
            level,
            -level / VOL_POINT
        );
        report.refuse(&format!("{path}.volatility_shift_vol_points"), allowed);
    }
}

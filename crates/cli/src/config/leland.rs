//! Refuses Leland's volatility where it is known to be ill-posed.
//!
//! A book that is long gamma has `σ̂² = σ²·(1 − Le)`: with a Leland number of 1 and more there is no
//! such volatility. Where the implied volatility is one number throughout and every leg is an owned vanilla option,
//! that is known before the run; elsewhere the engine keeps the volatility above a floor.

use super::places::Report;
use super::plan::{Market, PlannedHedge, SimulatedImplied};
use super::steps::horizon_days;
use super::tree::Table;
use rehedge_engine::HedgeVolatility;
use rehedge_market::Grid;
use rehedge_options::{Book, Leg};

/// Refuses hedges of a book that is long gamma throughout at a Leland number of 1 and more.
pub fn check(
    config: &Table,
    hedges: &[PlannedHedge],
    (book, market, grid): (&Book, &Market, &Grid),
    report: &mut Report,
) {
    let Some(implied) = constant_implied(market) else { return };
    let long = |leg: &Leg| leg.quantity > 0.0 && leg.contract.vanilla().is_some();
    if !book.legs().iter().all(long) {
        return;
    }
    for ((_, table), planned) in config.tables("hedge").zip(hedges) {
        let HedgeVolatility::Leland { excess } = planned.hedge.target.volatility else { continue };
        let number = excess / implied;
        if let Some(target) = table.table("target").filter(|_| number >= 1.0) {
            let allowed = refusal(planned, number, grid);
            report.refuse(&target.node("volatility").path, allowed);
        }
    }
}

/// The implied volatility, where it never changes.
fn constant_implied(market: &Market) -> Option<f64> {
    let Market::Simulated(market) = market else { return None };
    match market.implied {
        SimulatedImplied::Constant(level) => Some(level),
        SimulatedImplied::Tracks { ratio } if market.vol_shocks.is_none() => {
            Some(ratio * market.volatility)
        }
        SimulatedImplied::Tracks { .. } => None,
    }
}

/// What is wrong, and what to change: `Le` falls as the root of the interval.
fn refusal(planned: &PlannedHedge, number: f64, grid: &Grid) -> String {
    let (name, days) = (&planned.hedge.name, planned.interval_days.unwrap_or(f64::INFINITY));
    // At that very interval the number is 1, which is still too much.
    let per_day = grid.steps_per_day() as f64;
    let least = ((days * number * number * per_day).floor() + 1.0) / per_day;
    let longer = if least > horizon_days(grid) {
        String::new()
    } else {
        format!("rebalance every {least} days or more, ")
    };
    format!(
        "{name:?} has the Leland number {number:.3}, and a book that is long gamma throughout needs \
         one below 1: {longer}lower half_spread_bps or fee_bps, or take another volatility"
    )
}

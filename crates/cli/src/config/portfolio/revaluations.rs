//! `[[revalue]]`: the market and the volatilities that hedges are judged under besides their own.

use super::plan::Revaluation;
use crate::config::market;
use crate::config::places::Report;
use crate::config::plan::SimulatedMarket;
use crate::config::tree::{Table, Value};

/// One vol point.
pub const VOL_POINT: f64 = 0.01;

/// The revaluations, of a market of so many trading days a year.
pub fn revaluations(
    config: &Table,
    (base, days_per_year): (&SimulatedMarket, f64),
    report: &mut Report,
) -> Option<Vec<Revaluation>> {
    let all: Vec<_> = config
        .tables("revalue")
        .map(|(path, table)| {
            let revaluation = revaluation(table, base, days_per_year);
            if let Some(revaluation) = &revaluation {
                changed(path, revaluation, report);
            }
            revaluation
        })
        .collect();
    all.into_iter().collect()
}

fn revaluation(table: &Table, base: &SimulatedMarket, days_per_year: f64) -> Option<Revaluation> {
    Some(Revaluation {
        name: table.text("name")?.to_owned(),
        market: other(table.table("market")?, base, days_per_year)?,
        volatility_uncertainty: uncertainty(table)?,
        volatility_shift: table.number("volatility_shift_vol_points")? * VOL_POINT,
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

/// Standard deviations that models are optimised at besides that of the scenarios, ascending.
pub fn assumed(config: &Table, report: &mut Report) -> Option<Vec<f64>> {
    if config.lacks("volatility_uncertainty") {
        return Some(Vec::new());
    }
    let table = config.table("volatility_uncertainty")?;
    if table.lacks("assumed_vol_points") {
        return Some(Vec::new());
    }
    let own = table.number("sd_vol_points");
    let Value::List(nodes) = &table.node("assumed_vol_points").value else { return None };
    let mut all = Vec::new();
    for node in nodes {
        let points = node.number()?;
        if Some(points) == own {
            let allowed = "is sd_vol_points, which every model is optimised at anyway";
            report.refuse(&node.path, allowed);
        } else if all.contains(&points) {
            report.refuse(&node.path, "is there twice");
        }
        all.push(points);
    }
    all.sort_by(f64::total_cmp);
    Some(all.into_iter().map(|points| points * VOL_POINT).collect())
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
fn changed(path: &str, revaluation: &Revaluation, report: &mut Report) {
    let level = revaluation.market.implied_at_entry();
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

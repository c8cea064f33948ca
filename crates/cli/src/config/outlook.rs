//! The market that an optimal hedge believes in, and what such a hedge cannot do.

use super::hedges::NO_INTERVAL;
use super::places::Report;
use super::rules::NO_BAND;
use super::steps::horizon_days;
use super::tree::{Node, Table, Value};
use rehedge_engine::{MOST_SOLVED_STEPS, Outlook};
use rehedge_market::Grid;
use rehedge_options::ContractKind;

/// Why an outlook must be known.
const KNOWN: &str = "solves for its region before the run";

/// The outlook of a hedge, or why it cannot be had.
pub fn outlook(
    config: &Table,
    hedge: &Table,
    (grid, report): (&Grid, &mut Report),
) -> Option<Outlook> {
    let rule = format!("{}.rule", hedge.node("rebalance").path);
    let solvable = one_option(config, &rule, grid, report);
    let (market, target) = (config.table("market")?, hedge.table("target")?);
    let of_its_own = own_target(target, report);
    let volatility = volatility(market, target.node("volatility"), report);
    let spot = spot(market, &rule, report);
    let (volatility, spot) = (volatility?, spot?);
    (solvable && of_its_own).then_some(Outlook { spot, drift: drift(market)?, volatility })
}

/// Whether the book is one option that lives to the horizon, and that not too far.
fn one_option(config: &Table, rule: &str, grid: &Grid, report: &mut Report) -> bool {
    let legs: Vec<_> = config.tables("book").collect();
    let horizon = horizon_days(grid);
    let other = |days: &f64| *days != horizon;
    let other_life = legs.iter().filter_map(|(_, leg)| leg.number("days")).any(|d| other(&d));
    let kind = legs
        .iter()
        .filter_map(|(_, leg)| ContractKind::named(leg.word()?))
        .find(|kind| !matches!(kind, ContractKind::Vanilla(_)));
    let allowed = if legs.len() > 1 {
        format!("needs a book of one option, not of {}", legs.len())
    } else if let Some(kind) = kind {
        format!("needs a vanilla option, not \"{}\"", kind.name())
    } else if other_life {
        format!("needs an option that lives to the horizon of {horizon} days")
    } else if grid.steps() > MOST_SOLVED_STEPS {
        format!("can be solved for at most {MOST_SOLVED_STEPS} steps, not {}", grid.steps())
    } else {
        return true;
    };
    report.refuse(rule, allowed);
    false
}

/// Whether the target leaves the holding to the hedge.
fn own_target(target: &Table, report: &mut Report) -> bool {
    let mut left = true;
    for (key, usual) in [("multiple", 1.0), ("net_delta", 0.0)] {
        if target.number(key).is_some_and(|number| number != usual) {
            let allowed =
                format!("must be {usual}: rule = \"hodges_neuberger\" holds what is best");
            report.refuse(&target.node(key).path, allowed);
            left = false;
        }
    }
    left
}

/// The volatility of the target, where it is known beforehand.
fn volatility(market: &Table, target: &Node, report: &mut Report) -> Option<f64> {
    let word = match &target.value {
        Value::Number(level) => return Some(*level),
        Value::Text(word) => word.as_str(),
        Value::Table(_) => "",
        _ => return None,
    };
    let simulated = market.word()? == "simulated";
    match word {
        "implied" if simulated => {
            let implied = market.table("implied_volatility")?;
            if implied.word()? == "constant" {
                return implied.number("level");
            }
        }
        "path" if simulated && market.lacks("vol_shocks") => return market.number("volatility"),
        "zakamouline" => {
            report.refuse(&target.path, NO_BAND);
            return None;
        }
        "leland" => {
            report.refuse(&target.path, NO_INTERVAL);
            return None;
        }
        _ => (),
    }
    let allowed = format!(
        "rule = \"hodges_neuberger\" {KNOWN}, when this volatility is not known: must be a number, \
         the one believed in"
    );
    report.refuse(&target.path, allowed);
    None
}

/// Where every path starts.
fn spot(market: &Table, rule: &str, report: &mut Report) -> Option<f64> {
    if market.word()? == "simulated" {
        return market.number("spot");
    }
    if market.lacks("normalise_spot") {
        let allowed = format!("{KNOWN}, for one spot at entry: needs market.normalise_spot");
        report.refuse(rule, allowed);
    }
    market.number("normalise_spot")
}

/// The drift of the model; of history none beyond what cash earns.
fn drift(market: &Table) -> Option<f64> {
    if market.word()? == "simulated" {
        market.number("drift")
    } else {
        Some(market.number("financing_rate")? - market.number("dividend_yield")?)
    }
}

//! `[[book]]`: the legs, and the steps at which they expire.

use super::places::Report;
use super::plan::Market;
use super::steps::whole_steps;
use super::terms::{Fault, Faults, contract, untouched};
use super::tree::{Table, Value};
use rehedge_market::Grid;
use rehedge_options::{Book, Leg, Strike};

/// The book, and the step at which each leg expires.
pub fn book(
    config: &Table,
    grid: Option<&Grid>,
    market: Option<&Market>,
    report: &mut Report,
) -> Option<(Book, Vec<usize>)> {
    let mut legs = Vec::new();
    for (path, table) in config.tables("book") {
        let mut faults = Faults::default();
        let leg = grid.and_then(|grid| leg(table, grid, market, &mut faults));
        for Fault { key, allowed } in &faults.0 {
            report.refuse(&format!("{path}.{key}"), allowed.clone());
        }
        legs.push(leg.filter(|_| faults.0.is_empty()));
    }
    let (legs, expiries) = legs.into_iter().collect::<Option<_>>()?;
    Some((Book::new(legs).ok()?, expiries))
}

/// A leg and the step at which it expires, or its faults.
fn leg(
    leg: &Table,
    grid: &Grid,
    market: Option<&Market>,
    faults: &mut Faults,
) -> Option<(Leg, usize)> {
    let days = leg.number("days")?;
    let expiry = whole_steps(days, grid).map_err(|allowed| Fault::new("days", allowed));
    let expiry = faults.keep(expiry)?;
    let price = |key: &str| strike(&leg.node(key).value);
    let contract = contract(leg, (days, grid), price, faults)?;
    faults.keep(untouched(&contract, market.and_then(spot_at_entry)));
    let (quantity, premium) = (leg.number("quantity")?, leg.number("premium"));
    let maturity = grid.time(expiry);
    Some((Leg { contract, maturity, quantity, premium, volatility_offset: 0.0 }, expiry))
}

/// The spot at entry, where it is the same on every path.
fn spot_at_entry(market: &Market) -> Option<f64> {
    match market {
        Market::Simulated(market) => Some(market.spot),
        Market::History(market) => market.normalise_spot,
    }
}

fn strike(strike: &Value) -> Option<Strike> {
    match strike {
        Value::Number(strike) => Some(Strike::Fixed(*strike)),
        Value::Table(table) => table.number("moneyness").map(Strike::Moneyness),
        Value::Text(_) => Some(Strike::Moneyness(1.0)),
        _ => None,
    }
}

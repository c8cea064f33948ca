//! Positions: what each pays, how long it lives, and how many there are.

use super::lives::Entry;
use super::plan::Position;
pub use crate::config::terms::Fault;
use crate::config::terms::{Faults, contract, optional, untouched};
use crate::config::tree::{Table, Value};
use rehedge_options::Strike;

/// The position of a table, or all that is wrong with it; nothing where that was said before.
pub fn position(table: &Table, entry: &Entry) -> Option<Result<Position, Vec<Fault>>> {
    let (days, quantity) = (table.number("days")?, table.number("quantity")?);
    let implied_volatility = optional(table, "implied_volatility");
    let mut faults = Faults::default();
    let life = entry.life(days).map_err(|allowed| Fault::new("days", allowed));
    let maturity = faults.keep(life);
    let price = |key: &str| price(table, key, entry.spot).map(Strike::Fixed);
    let contract = contract(table, (days, &entry.grid), price, &mut faults);
    if let Some(contract) = &contract {
        faults.keep(untouched(contract, Some(entry.spot)));
    }
    if !faults.0.is_empty() {
        return Some(Err(faults.0));
    }
    Some(Ok(Position { contract: contract?, maturity: maturity?, quantity, implied_volatility }))
}

/// A price, or a multiple of the spot of entry, in currency.
fn price(table: &Table, key: &str, spot: f64) -> Option<f64> {
    match &table.node(key).value {
        Value::Number(price) => Some(*price),
        Value::Text(_) => Some(spot),
        Value::Table(table) => Some(table.number("moneyness")? * spot),
        _ => None,
    }
}

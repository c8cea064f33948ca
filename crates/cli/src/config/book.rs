//! `[[book]]`: the legs, and the steps at which they expire.

use super::places::Report;
use super::steps::{horizon_days, whole_steps};
use super::tree::{Table, Value};
use rehedge_market::Grid;
use rehedge_options::{Book, Leg, Payoff, Strike};

/// The book, and the step at which each leg expires.
pub fn book(
    config: &Table,
    grid: Option<&Grid>,
    report: &mut Report,
) -> Option<(Book, Vec<usize>)> {
    let mut legs = Vec::new();
    for (path, table) in config.tables("book") {
        let expiry = grid.and_then(|grid| expiry(table, path, grid, report));
        let leg = grid.zip(expiry).and_then(|(grid, expiry)| leg(table, grid.time(expiry)));
        legs.push(leg.zip(expiry));
    }
    let (legs, expiries) = legs.into_iter().collect::<Option<_>>()?;
    Some((Book::new(legs).ok()?, expiries))
}

fn expiry(leg: &Table, path: &str, grid: &Grid, report: &mut Report) -> Option<usize> {
    let (days, key) = (leg.number("days")?, format!("{path}.days"));
    match whole_steps(days, grid) {
        Ok(steps) if steps <= grid.steps() => return Some(steps),
        Ok(_) => {
            let horizon = horizon_days(grid);
            report.refuse(&key, format!("must be at most market.days = {horizon}, the horizon"));
        }
        Err(allowed) => report.refuse(&key, allowed),
    }
    None
}

fn leg(leg: &Table, maturity: f64) -> Option<Leg> {
    Some(Leg {
        payoff: payoff(leg.text("kind")?)?,
        strike: strike(&leg.node("strike").value)?,
        maturity,
        quantity: leg.number("quantity")?,
        premium: leg.number("premium"),
    })
}

fn payoff(word: &str) -> Option<Payoff> {
    match word {
        "call" => Some(Payoff::Call),
        "put" => Some(Payoff::Put),
        "straddle" => Some(Payoff::Straddle),
        _ => None,
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

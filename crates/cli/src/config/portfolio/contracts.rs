//! Positions: what each pays, how long it lives, and how many there are.

use super::lives::Entry;
use super::plan::Position;
use crate::config::tree::{Table, Value};
use rehedge_options::{ContractKind, Direction, Fixings, Monitoring, Past, Strike, Terms};

/// What is wrong with a key of a position.
pub struct Fault {
    /// The key.
    pub key: &'static str,
    /// What is allowed.
    pub allowed: String,
}

impl Fault {
    fn new(key: &'static str, allowed: impl Into<String>) -> Self {
        Self { key, allowed: allowed.into() }
    }
}

/// Faults found so far.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    /// What was found good.
    fn keep<T>(&mut self, found: Result<T, Fault>) -> Option<T> {
        found.map_err(|fault| self.0.push(fault)).ok()
    }
}

/// The position of a table, or all that is wrong with it; nothing where that was said before.
pub fn position(table: &Table, entry: &Entry) -> Option<Result<Position, Vec<Fault>>> {
    let kind = ContractKind::named(table.word()?).filter(|_| table.is_right())?;
    let (days, quantity) = (table.number("days")?, table.number("quantity")?);
    let strike = Strike::Fixed(price(table, "strike", entry.spot)?);
    let implied_volatility = optional(table, "implied_volatility");
    let mut faults = Faults::default();
    let life = entry.life(days).map_err(|allowed| Fault::new("days", allowed));
    let maturity = faults.keep(life);
    let terms = Terms { cash: optional(table, "cash"), ..Terms::new(strike) };
    let terms = match kind {
        ContractKind::Barrier(direction, ..) => {
            let level = price(table, "barrier", entry.spot)?;
            faults.keep(untouched(direction, level, entry));
            let monitoring = faults.keep(monitoring(table, entry)).flatten();
            let rebate = table.number("rebate");
            Terms { level: Some(Strike::Fixed(level)), rebate, monitoring, ..terms }
        }
        ContractKind::Asian(..) => {
            let fixings = faults.keep(fixings(table, days, entry)).flatten();
            let past = faults.keep(past(table, entry)).flatten();
            Terms { fixings, past, ..terms }
        }
        _ => terms,
    };
    let contract = kind.contract(&terms).map_err(|error| Fault::new("kind", error.to_string()));
    let contract = faults.keep(contract);
    if !faults.0.is_empty() {
        return Some(Err(faults.0));
    }
    Some(Ok(Position { contract: contract?, maturity: maturity?, quantity, implied_volatility }))
}

/// A key of this form that may be left out.
fn optional(table: &Table, key: &str) -> Option<f64> {
    if table.has(key) { table.number(key) } else { None }
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

/// A barrier that is touched at entry makes no barrier option.
fn untouched(direction: Direction, level: f64, entry: &Entry) -> Result<(), Fault> {
    let (beyond, word) = match direction {
        Direction::Up => (level > entry.spot, "above"),
        Direction::Down => (level < entry.spot, "below"),
    };
    let allowed =
        || format!("must be {word} the spot of {}, or it is touched at entry", entry.spot);
    if beyond { Ok(()) } else { Err(Fault::new("barrier", allowed())) }
}

fn monitoring(table: &Table, entry: &Entry) -> Result<Option<Monitoring>, Fault> {
    let Some(days) = table.number("monitoring_days") else { return Ok(None) };
    entry.steps(days).map_err(|allowed| Fault::new("monitoring_days", allowed))?;
    Ok(Some(Monitoring::Discrete { interval: entry.years(days) }))
}

/// Fixings at steps of the grid.
fn fixings(table: &Table, days: f64, entry: &Entry) -> Result<Option<Fixings>, Fault> {
    let Some(number) = table.node("fixings").count() else { return Ok(None) };
    let steps = entry.steps(days).map_err(|allowed| Fault::new("days", allowed))?;
    if !steps.is_multiple_of(number) {
        let allowed = format!(
            "must divide the {steps} steps of the option's life, so that every fixing is at a step"
        );
        return Err(Fault::new("fixings", allowed));
    }
    Ok(Some(Fixings::Discrete { number: number as u32 }))
}

/// The average of an Asian option that has begun.
fn past(table: &Table, entry: &Entry) -> Result<Option<Past>, Fault> {
    let discrete = !table.lacks("fixings");
    let (weight, other, with) = if discrete {
        ("fixings_so_far", "days_so_far", "with")
    } else {
        ("days_so_far", "fixings_so_far", "without")
    };
    if !table.lacks(other) {
        return Err(Fault::new(other, format!("not {with} fixings, where {weight} says it")));
    }
    match (table.number("average_so_far"), table.lacks(weight)) {
        (Some(average), false) => {
            let node = table.node(weight);
            let days = node.number().map(|days| entry.years(days));
            let weight = node.count().map(|count| count as f64).or(days);
            let average = Strike::Fixed(average);
            Ok(weight.map(|weight| Past { average, weight }))
        }
        (Some(_), true) => {
            Err(Fault::new(weight, "missing; average_so_far is the average of how many?"))
        }
        (None, false) => Err(Fault::new("average_so_far", format!("missing; {weight} needs it"))),
        (None, true) => Ok(None),
    }
}

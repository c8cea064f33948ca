//! What an option pays, from the keys of its kind.

use super::steps::{whole_steps, years};
use super::tree::Table;
use rehedge_market::Grid;
use rehedge_options::{
    Contract, ContractKind, Direction, Fixings, Monitoring, Past, Strike, Terms,
};

/// What is wrong with a key of an option.
pub struct Fault {
    /// The key.
    pub key: &'static str,
    /// What is allowed.
    pub allowed: String,
}

impl Fault {
    pub fn new(key: &'static str, allowed: impl Into<String>) -> Self {
        Self { key, allowed: allowed.into() }
    }
}

/// Faults found so far.
#[derive(Default)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// What was found good.
    pub fn keep<T>(&mut self, found: Result<T, Fault>) -> Option<T> {
        found.map_err(|fault| self.0.push(fault)).ok()
    }
}

/// The contract of a table that lives for so many days, its strike and barrier as `price` reads them.
/// Nothing where a fault was found, or said before.
pub fn contract(
    table: &Table,
    (days, grid): (f64, &Grid),
    price: impl Fn(&str) -> Option<Strike>,
    faults: &mut Faults,
) -> Option<Contract> {
    let kind = ContractKind::named(table.word()?).filter(|_| table.is_right())?;
    let terms = Terms { cash: optional(table, "cash"), ..Terms::new(price("strike")?) };
    let terms = match kind {
        ContractKind::Barrier(..) => {
            let monitoring = faults.keep(monitoring(table, grid)).flatten();
            let rebate = table.number("rebate");
            Terms { level: Some(price("barrier")?), rebate, monitoring, ..terms }
        }
        ContractKind::Asian(..) => {
            let fixings = faults.keep(fixings(table, days, grid)).flatten();
            let past = faults.keep(past(table, grid)).flatten();
            Terms { fixings, past, ..terms }
        }
        _ => terms,
    };
    let contract = kind.contract(&terms).map_err(|error| Fault::new("kind", error.to_string()));
    faults.keep(contract).filter(|_| faults.0.is_empty())
}

/// A barrier that is touched at entry makes no barrier option; where the spot is not known, one in
/// currency may be anywhere.
pub fn untouched(contract: &Contract, spot: Option<f64>) -> Result<(), Fault> {
    let Contract::Barrier(barrier) = contract else { return Ok(()) };
    let (level, bound, what) = match (barrier.level, spot) {
        (Strike::Moneyness(ratio), _) => (ratio, 1.0, "its moneyness must be"),
        (Strike::Fixed(level), Some(spot)) => (level, spot, "must be"),
        (Strike::Fixed(_), None) => return Ok(()),
    };
    let (beyond, word) = match barrier.direction {
        Direction::Up => (level > bound, "above"),
        Direction::Down => (level < bound, "below"),
    };
    let of = if what == "must be" { "the spot of " } else { "" };
    let allowed = || format!("{what} {word} {of}{bound}, or it is touched at entry");
    if beyond { Ok(()) } else { Err(Fault::new("barrier", allowed())) }
}

/// A key of this form that may be left out.
pub fn optional(table: &Table, key: &str) -> Option<f64> {
    if table.has(key) { table.number(key) } else { None }
}

fn monitoring(table: &Table, grid: &Grid) -> Result<Option<Monitoring>, Fault> {
    let Some(days) = table.number("monitoring_days") else { return Ok(None) };
    whole_steps(days, grid).map_err(|allowed| Fault::new("monitoring_days", allowed))?;
    Ok(Some(Monitoring::Discrete { interval: years(days, grid) }))
}

/// Fixings at steps of the grid.
fn fixings(table: &Table, days: f64, grid: &Grid) -> Result<Option<Fixings>, Fault> {
    let Some(number) = table.node("fixings").count() else { return Ok(None) };
    let steps = whole_steps(days, grid).map_err(|allowed| Fault::new("days", allowed))?;
    if !steps.is_multiple_of(number) {
        let allowed = format!(
            "must divide the {steps} steps of the option's life, so that every fixing is at a step"
        );
        return Err(Fault::new("fixings", allowed));
    }
    Ok(Some(Fixings::Discrete { number: number as u32 }))
}

/// The average of an Asian option that has begun.
fn past(table: &Table, grid: &Grid) -> Result<Option<Past>, Fault> {
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
            let days = node.number().map(|days| years(days, grid));
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

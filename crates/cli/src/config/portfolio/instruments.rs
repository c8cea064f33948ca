//! `[instruments]`: what a hedge may hold.

use super::books::Sources;
use super::instrument::{HalfSpread, Instrument, InstrumentKind};
use super::keys::MOST_INSTRUMENTS;
use super::lives::Entry;
use super::quotes;
use crate::config::places::Report;
use crate::config::tree::{Node, Table, Value};
use rehedge_options::Payoff;
use std::collections::BTreeMap;

/// One basis point.
const BASIS_POINT: f64 = 1e-4;

/// The instruments, and the path of the key that each comes from.
struct Found {
    instruments: Vec<Instrument>,
    /// By name.
    places: BTreeMap<String, String>,
    /// Whether one of them was there before.
    repeated: bool,
}

impl Found {
    /// Adds an instrument; one that is there already is refused.
    fn add(&mut self, instrument: Instrument, place: &str, report: &mut Report) {
        let name = &instrument.name;
        if let Some(first) = self.places.get(name) {
            let line = report.places.line(first);
            report
                .refuse(place, format!("{name:?} is there twice, first by {first} of line {line}"));
            self.repeated = true;
            return;
        }
        self.places.insert(name.clone(), place.to_owned());
        self.instruments.push(instrument);
    }
}

/// The instruments, or every reason why there are none.
pub fn instruments(
    config: &Table,
    sources: &Sources<'_>,
    report: &mut Report,
) -> Option<Vec<Instrument>> {
    let table = config.table("instruments")?;
    let mut found = Found { instruments: Vec::new(), places: BTreeMap::new(), repeated: false };
    let whole = [
        underlying(config, table, &mut found, report),
        ladders(table, sources.entry.as_ref(), &mut found, report),
        of_quotes(table, sources, &mut found, report),
    ];
    if whole.contains(&None) || found.repeated {
        return None;
    }
    let count = found.instruments.len();
    if count == 0 {
        report.refuse(
            "instruments",
            "there is none: must have one of underlying, cash, calls, puts, quotes",
        );
    } else if count > MOST_INSTRUMENTS {
        report.refuse(
            "instruments",
            format!("makes {count}; at most {MOST_INSTRUMENTS} are allowed"),
        );
    }
    Some(found.instruments)
}

/// Shares and cash.
fn underlying(config: &Table, table: &Table, found: &mut Found, report: &mut Report) -> Option<()> {
    let half_spread = config.table("costs")?.number("half_spread_bps")? * BASIS_POINT;
    let half_spread = HalfSpread::Share(half_spread);
    let free = HalfSpread::Currency(0.0);
    for (key, name, kind, half_spread) in [
        ("underlying", "stock", InstrumentKind::Underlying, half_spread),
        ("cash", "cash", InstrumentKind::Cash, free),
    ] {
        if table.flag(key)? {
            let name = name.to_owned();
            found.add(
                Instrument { name, kind, half_spread },
                &format!("instruments.{key}"),
                report,
            );
        }
    }
    Some(())
}

/// Calls and puts of ladders.
fn ladders(
    table: &Table,
    entry: Option<&Entry>,
    found: &mut Found,
    report: &mut Report,
) -> Option<()> {
    let half_spread = half_spread(table, report);
    let (half_spread, entry) = (half_spread?, entry?);
    let mut whole = Some(());
    for (key, payoff) in [("calls", Payoff::Call), ("puts", Payoff::Put)] {
        if !table.lacks(key) {
            let ladder = table.table(key).and_then(|ladder| rungs(ladder, entry, report));
            whole = whole.filter(|()| ladder.is_some());
            for Rung { strike, days, maturity, place } in ladder.into_iter().flatten() {
                let kind = InstrumentKind::Option { payoff, strike, maturity, quote: None };
                let name = name(payoff, strike, days);
                found.add(Instrument { name, kind, half_spread }, &place, report);
            }
        }
    }
    whole
}

/// Half the spread of a ladder's options.
fn half_spread(table: &Table, report: &mut Report) -> Option<HalfSpread> {
    if table.lacks("half_spread") {
        return Some(HalfSpread::Currency(0.0));
    }
    if table.lacks("calls") && table.lacks("puts") {
        let allowed =
            "is that of calls and puts, of which there are none; quotes have spreads of their own";
        report.refuse("instruments.half_spread", allowed);
    }
    let spread = table.table("half_spread")?;
    if spread.has("vol_points") {
        spread.number("vol_points").map(|points| HalfSpread::Volatility(points / 100.0))
    } else if spread.has("percent") {
        spread.number("percent").map(|percent| HalfSpread::Share(percent / 100.0))
    } else {
        spread.number("currency").map(HalfSpread::Currency)
    }
}

/// One strike and life of a ladder.
struct Rung {
    strike: f64,
    days: f64,
    maturity: f64,
    /// Path of what is to be named where it is there twice.
    place: String,
}

/// Every strike with every life, by life and strike as they are listed.
fn rungs(ladder: &Table, entry: &Entry, report: &mut Report) -> Option<Vec<Rung>> {
    let (key, unit) =
        if ladder.has("strikes") { ("strikes", 1.0) } else { ("moneyness", entry.spot) };
    let (Value::List(strikes), Value::List(lives)) =
        (&ladder.node(key).value, &ladder.node("days").value)
    else {
        return None;
    };
    // Of items that stand twice each is said once, not once for every other list's.
    let again = [repeated(strikes, report), repeated(lives, report)].contains(&true);
    let life = |node: &Node, report: &mut Report| {
        let days = node.number()?;
        let life = entry.life(days).map_err(|allowed| report.refuse(&node.path, allowed));
        Some((days, life.ok()?))
    };
    let lives: Vec<_> = lives.iter().map(|node| life(node, report)).collect();
    let lives = lives.into_iter().collect::<Option<Vec<_>>>()?;
    let strikes = strikes.iter().map(|node| Some((node.number()? * unit, &node.path)));
    let strikes = strikes.collect::<Option<Vec<_>>>()?;
    let rungs = lives.iter().flat_map(|&(days, maturity)| {
        strikes.iter().map(move |&(strike, place)| {
            let place = place.clone();
            Rung { strike, days, maturity, place }
        })
    });
    (!again).then(|| rungs.collect())
}

/// Whether a number stands in a list twice; says which.
fn repeated(nodes: &[Node], report: &mut Report) -> bool {
    let mut any = false;
    for (index, node) in nodes.iter().enumerate() {
        let number = node.number();
        if number.is_some() && nodes[..index].iter().any(|earlier| earlier.number() == number) {
            report.refuse(&node.path, "is there twice; instruments must differ");
            any = true;
        }
    }
    any
}

/// Options of a file of quotes.
fn of_quotes(
    table: &Table,
    sources: &Sources<'_>,
    found: &mut Found,
    report: &mut Report,
) -> Option<()> {
    if table.lacks("quotes") {
        return Some(());
    }
    let quotes = table.table("quotes")?;
    let place = &quotes.node("file").path;
    for instrument in quotes::instruments(quotes.text("file")?, sources, report)? {
        found.add(instrument, place, report);
    }
    Some(())
}

/// Such as `call 100 63d`.
pub fn name(payoff: Payoff, strike: f64, days: f64) -> String {
    let payoff = if payoff == Payoff::Call { "call" } else { "put" };
    format!("{payoff} {strike} {days}d")
}

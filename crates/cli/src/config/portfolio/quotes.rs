//! Files of quotes: options with a bid, an ask and the implied volatility between.

use super::books::Sources;
use super::instrument::{HalfSpread, Instrument, InstrumentKind, Quote};
use super::instruments::name;
use super::keys::QUOTE;
use super::lives::Entry;
use super::sheets::{DataFile, Layout};
use crate::config::keys::VOLATILITIES;
use crate::config::places::Report;
use crate::config::shape::Shape;
use crate::config::tree::Table;
use rehedge_options::{Life, Payoff, implied_volatility};
use std::collections::BTreeMap;

const COLUMNS: &[&str] = &["kind", "strike", "days", "bid", "ask"];

const LAYOUT: Layout =
    Layout { line: &Shape::Table(QUOTE), needed: COLUMNS, allowed: COLUMNS, aside: &[] };

/// The options of a file, or every reason why it has none.
pub fn instruments(
    as_written: &str,
    sources: &Sources<'_>,
    report: &mut Report,
) -> Option<Vec<Instrument>> {
    let file = DataFile { key: "instruments.quotes.file", as_written, folder: sources.folder };
    let lines = file.read(&LAYOUT, sources.files, report)?;
    let entry = sources.entry.as_ref()?;
    let (mut instruments, mut complaints) = (Vec::new(), Vec::new());
    let mut first: BTreeMap<String, u64> = BTreeMap::new();
    for line in &lines {
        match line.table().and_then(|table| instrument(table, entry)) {
            Some(Ok(instrument)) => {
                if let Some(other) = first.insert(instrument.name.clone(), line.number()) {
                    let allowed =
                        format!("{:?} is there twice, first at line {other}", instrument.name);
                    complaints.push(line.complaint("kind", &allowed));
                }
                instruments.push(instrument);
            }
            Some(Err((column, allowed))) => complaints.push(line.complaint(column, &allowed)),
            None => {}
        }
    }
    let whole = complaints.is_empty() && instruments.len() == lines.len();
    file.refuse(complaints, report);
    whole.then_some(instruments)
}

/// The option of a line, or what is wrong with which column.
fn instrument(table: &Table, entry: &Entry) -> Option<Result<Instrument, (&'static str, String)>> {
    let payoff = if table.text("kind")? == "call" { Payoff::Call } else { Payoff::Put };
    let (strike, days) = (table.number("strike")?, table.number("days")?);
    let (bid, ask) = (table.number("bid")?, table.number("ask")?);
    Some(quoted(payoff, [strike, days], [bid, ask], entry))
}

fn quoted(
    payoff: Payoff,
    [strike, days]: [f64; 2],
    [bid, ask]: [f64; 2],
    entry: &Entry,
) -> Result<Instrument, (&'static str, String)> {
    let maturity = entry.life(days).map_err(|allowed| ("days", allowed))?;
    if bid > ask {
        return Err(("bid", format!("must be at most the ask of {ask}")));
    }
    let mut quote = Quote { bid, ask, implied_volatility: 0.0 };
    let life = Life::new(maturity, entry.rates);
    let mid = quote.mid();
    let implied = implied_volatility(payoff, mid, entry.spot, strike, &life);
    quote.implied_volatility = implied.map_err(|error| {
        ("bid", format!("no volatility is implied by the mid of {mid}: {error}"))
    })?;
    if !VOLATILITIES.contains(quote.implied_volatility) {
        let (found, allowed) = (quote.implied_volatility, VOLATILITIES.describe());
        return Err((
            "bid",
            format!("the mid of {mid} implies a volatility of {found}; it must be {allowed}"),
        ));
    }
    let kind = InstrumentKind::Option { payoff, strike, maturity, quote: Some(quote) };
    let half_spread = HalfSpread::Currency(0.5 * (ask - bid));
    Ok(Instrument { name: name(payoff, strike, days), kind, half_spread })
}

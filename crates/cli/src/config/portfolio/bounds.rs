//! `problem.bounds`: how much may be held of each instrument, long and short.

use super::instrument::{Instrument, InstrumentKind};
use crate::config::places::Report;
use crate::config::suggest::nearest;
use crate::config::tree::{Table, Value};
use rehedge_options::Payoff;

/// Least and greatest units of an instrument.
pub type Bounds = (f64, f64);

/// Words that stand for several instruments.
const GROUPS: [&str; 4] = ["all", "options", "calls", "puts"];

/// The bounds of every instrument: where several hold, all do.
pub fn bounds(
    config: &Table,
    instruments: Option<&[Instrument]>,
    report: &mut Report,
) -> Option<Vec<Bounds>> {
    let table = config.table("problem")?;
    let unbounded = |all: &[Instrument]| vec![(f64::NEG_INFINITY, f64::INFINITY); all.len()];
    if table.lacks("bounds") {
        return instruments.map(unbounded);
    }
    let Value::List(nodes) = &table.node("bounds").value else { return None };
    let mut bounds = instruments.map(unbounded);
    for node in nodes {
        let Value::Table(bound) = &node.value else { return None };
        if bound.lacks("lower") && bound.lacks("upper") {
            report.refuse(&node.path, "says neither lower nor upper");
        }
        let side = |key| if bound.lacks(key) { Some(None) } else { bound.number(key).map(Some) };
        let (of, lower, upper) = (bound.text("of")?, side("lower")?, side("upper")?);
        let Some((all, bounds)) = instruments.zip(bounds.as_mut()) else { continue };
        let mut found = false;
        for (instrument, (least, most)) in all.iter().zip(bounds.iter_mut()) {
            if means(of, instrument) {
                found = true;
                *least = least.max(lower.unwrap_or(*least));
                *most = most.min(upper.unwrap_or(*most));
            }
        }
        if !found {
            report.refuse(&bound.node("of").path, unknown(all, of));
        }
    }
    bounds
}

/// Whether a word means an instrument.
fn means(word: &str, instrument: &Instrument) -> bool {
    let payoff = match instrument.kind {
        InstrumentKind::Option { payoff, .. } => Some(payoff),
        _ => None,
    };
    match word {
        "all" => true,
        "options" => payoff.is_some(),
        "calls" => payoff == Some(Payoff::Call),
        "puts" => payoff == Some(Payoff::Put),
        name => instrument.name == name,
    }
}

fn unknown(all: &[Instrument], word: &str) -> String {
    if GROUPS.contains(&word) {
        return format!("there are no {word} among the instruments");
    }
    let names = all.iter().map(|instrument| instrument.name.as_str());
    let meant = nearest(word, GROUPS.into_iter().chain(names));
    let meant = meant.map_or(String::new(), |meant| format!("; did you mean {meant:?}?"));
    format!(
        "is none of the instruments; must be the name of one, or all, options, calls or puts{meant}"
    )
}

//! The values of a key that varies: as they are written, and as results show them.

use super::path::KeyPath;
use super::{SpannedValue, Varied};
use crate::config::places::Report;
use crate::config::tree::{Table, Value};
use crate::config::value::number;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Digits to which numbers between two ends are rounded, so that 0.3 is not 0.30000000000000004.
const DIGITS: usize = 12;

/// Values as results show them.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers.
    Numbers(Vec<f64>),
    /// Words, or the labels of what has none.
    Words(Vec<String>),
}

impl Values {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Words(words) => words.len(),
        }
    }

    /// One of them.
    pub fn label(&self, index: usize) -> String {
        match self {
            Self::Numbers(numbers) => numbers[index].to_string(),
            Self::Words(words) => words[index].clone(),
        }
    }

    /// The same for readers, who want five digits of a number.
    pub fn shown(&self, index: usize) -> String {
        match self {
            Self::Numbers(numbers) => {
                let rounded = format!("{:.4e}", numbers[index]).parse::<f64>();
                rounded.map_or_else(|_| self.label(index), |number| number.to_string())
            }
            Self::Words(words) => words[index].clone(),
        }
    }
}

/// Where the values are written.
#[derive(Clone, Debug)]
pub enum Written {
    /// One by one, in the entry of this number.
    Each { entry: usize },
    /// Between two ends: as TOML, and where the first end is written.
    Numbers { texts: Vec<String>, from: Range<usize> },
}

impl Written {
    /// A value.
    pub fn value<'i>(&'i self, root: &DeTable<'i>, index: usize) -> SpannedValue<'i> {
        let nothing = || Spanned::new(0..0, DeValue::Boolean(false));
        match self {
            Self::Each { entry } => {
                let list = entry_of(root, *entry).and_then(|entry| spanned(entry, "values"));
                let value = list.and_then(|list| list.get_ref().as_array()?.get(index).cloned());
                value.unwrap_or_else(nothing)
            }
            Self::Numbers { texts, from } => {
                let value = DeValue::parse(&texts[index]).unwrap_or_else(|_| nothing());
                Spanned::new(from.clone(), value.into_inner())
            }
        }
    }
}

/// The entry of a key in `[sweep]`; `table` is what its check made of it.
pub fn varied(place: &str, table: &Table, root: &DeTable, report: &mut Report) -> Option<Varied> {
    let key = format!("{place}.key");
    let entry: usize = place.strip_prefix("sweep.vary[")?.strip_suffix(']')?.parse().ok()?;
    let numbered = KeyPath::parse(table.text("key")?).and_then(|path| path.numbered(root));
    let path = numbered.map_err(|allowed| report.refuse(&key, allowed)).ok();
    let written_entry = entry_of(root, entry)?;
    let (written, values) = if table.has("from") {
        let (texts, numbers) = between(place, table, report)?;
        let from = spanned(written_entry, "from")?.span();
        (Written::Numbers { texts, from }, Values::Numbers(numbers))
    } else {
        (Written::Each { entry }, listed(place, table, written_entry, report)?)
    };
    let path = path?;
    let name = table.text("name").map_or_else(|| path.to_string(), str::to_owned);
    let written_at = spanned(written_entry, "key")?.span();
    Some(Varied { path, place: place.to_owned(), written, written_at, name, values })
}

/// Numbers from one end to the other, as TOML and as numbers.
fn between(place: &str, table: &Table, report: &mut Report) -> Option<(Vec<String>, Vec<f64>)> {
    let (from, to) = (table.number("from")?, table.number("to")?);
    let (count, scale) = (table.count("count")?, table.text("scale")?);
    if scale == "log" && !(from > 0.0 && to > 0.0) {
        report.refuse(&format!("{place}.scale"), "needs both ends greater than 0");
        return None;
    }
    let last = (count - 1) as f64;
    let number = |index: usize| {
        let share = index as f64 / last;
        let exact = match scale {
            "log" => (from.ln() + (to.ln() - from.ln()) * share).exp(),
            _ => from + (to - from) * share,
        };
        match index {
            0 => from,
            _ if index + 1 == count => to,
            _ => rounded(exact, from.abs().max(to.abs())),
        }
    };
    let numbers: Vec<f64> = (0..count).map(number).collect();
    if numbers.windows(2).any(|pair| pair[0] == pair[1]) {
        report.refuse(&format!("{place}.to"), "must be farther from `from`: numbers are the same");
        return None;
    }
    Some((numbers.iter().map(|number| as_toml(*number)).collect(), numbers))
}

/// A number to so many digits; what is left of the ends where they cancel is 0.
fn rounded(number: f64, size: f64) -> f64 {
    if number.abs() < 1e-12 * size {
        return 0.0;
    }
    format!("{number:.*e}", DIGITS - 1).parse().unwrap_or(number)
}

/// A whole number without a point: it may stand for either kind.
fn as_toml(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        format!("{number:.0}")
    } else {
        format!("{number:?}")
    }
}

/// Values that are written one by one.
fn listed(place: &str, table: &Table, entry: &DeTable, report: &mut Report) -> Option<Values> {
    let list = spanned(entry, "values")?.get_ref().as_array()?;
    let key = |index: usize| format!("{place}.values[{index}]");
    let values = match &table.node("labels").value {
        Value::List(nodes) => {
            if nodes.len() != list.len() {
                let (all, named) = (list.len(), nodes.len());
                let allowed = format!("must be one for each of the {all} values, not {named}");
                report.refuse(&format!("{place}.labels"), allowed);
                return None;
            }
            let text = |value: &Value| match value {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            };
            Values::Words(nodes.iter().map(|node| text(&node.value)).collect::<Option<_>>()?)
        }
        _ => match list.iter().map(|value| number(value.get_ref())).collect() {
            Some(numbers) => Values::Numbers(numbers),
            None => Values::Words(words(list, &key, report)?),
        },
    };
    refuse_same(&values, &key, report);
    Some(values)
}

/// What values without labels are called, where some are no numbers.
fn words(
    list: &[SpannedValue],
    key: &dyn Fn(usize) -> String,
    report: &mut Report,
) -> Option<Vec<String>> {
    let mut words = Vec::new();
    for (index, value) in list.iter().enumerate() {
        match value.get_ref() {
            DeValue::String(text) => words.push(text.to_string()),
            DeValue::Boolean(flag) => words.push(flag.to_string()),
            DeValue::Datetime(when) => words.push(when.to_string()),
            DeValue::Float(_) | DeValue::Integer(_) => {
                words.push(number(value.get_ref())?.to_string());
            }
            DeValue::Array(_) | DeValue::Table(_) => {
                let allowed = "needs a name in the results: write `labels`, one for each value";
                report.refuse(&key(index), allowed);
                return None;
            }
        }
    }
    Some(words)
}

/// Rows of equal values could not be told apart.
fn refuse_same(values: &Values, key: &dyn Fn(usize) -> String, report: &mut Report) {
    let labels: Vec<_> = (0..values.len()).map(|index| values.label(index)).collect();
    for (index, label) in labels.iter().enumerate() {
        if labels[..index].contains(label) {
            report.refuse(&key(index), format!("{label:?} is in the list already"));
        }
    }
}

/// An entry of `sweep.vary`.
fn entry_of<'t, 'i>(root: &'t DeTable<'i>, entry: usize) -> Option<&'t DeTable<'i>> {
    let vary = spanned(spanned(root, "sweep")?.get_ref().as_table()?, "vary")?;
    vary.get_ref().as_array()?.get(entry)?.get_ref().as_table()
}

fn spanned<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t SpannedValue<'i>> {
    table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
}

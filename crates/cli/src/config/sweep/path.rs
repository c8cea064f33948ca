//! [`KeyPath`]: the path of a key in a config as it is written, and a new value put there.

use super::SpannedValue;
use crate::config::suggest::nearest;
use crate::config::value::type_name;
use std::fmt;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Such as `hedge[0].rebalance.days`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPath(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
    /// The table of a list that has this `name`.
    Name(String),
}

impl KeyPath {
    /// Reads a path; what it should look like where it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        steps(text).map(Self).ok_or_else(|| {
            "must be the path of a key, such as costs.half_spread_bps, hedge[0].rebalance.days or \
             hedge[daily].rebalance.days"
                .to_owned()
        })
    }

    /// The same path in a config, with the numbers of hedges in place of their names.
    ///
    /// # Errors
    /// Says which part of the path is not there.
    pub fn numbered(&self, root: &DeTable) -> Result<Self, String> {
        let mut numbered = Self(Vec::new());
        let mut here: Option<&DeValue> = None;
        for step in &self.0 {
            let known = match (step, here) {
                (Step::Name(name), Some(value)) => Step::Index(named(value, name, &numbered)?),
                _ => step.clone(),
            };
            here = match (&known, here) {
                (Step::Key(key), None) if numbered.0.is_empty() => find(root, key),
                (Step::Key(key), Some(DeValue::Table(table))) => find(table, key),
                (Step::Index(index), Some(DeValue::Array(list))) => {
                    Some(item(list, *index, &numbered)?.get_ref())
                }
                (Step::Key(_), None) => None,
                (_, Some(value)) => return Err(not_so(value, &numbered, step)),
                (_, None) => return Err(absent(root, &numbered)),
            };
            numbered.0.push(known);
        }
        Ok(numbered)
    }

    /// Whether this is the other path, or one below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// The key that it begins with.
    pub fn section(&self) -> &str {
        if let Some(Step::Key(key)) = self.0.first() { key } else { "" }
    }

    /// Whether a key is on the path.
    pub fn has(&self, key: &str) -> bool {
        self.0.iter().any(|step| matches!(step, Step::Key(other) if other == key))
    }

    /// Puts a value there, into tables that are made on the way where there are none. The path
    /// must be numbered in this config; `place` is where new keys are said to be written.
    pub fn put<'i>(&self, root: &mut DeTable<'i>, value: SpannedValue<'i>, place: &Range<usize>) {
        let [Step::Key(first), rest @ ..] = &self.0[..] else { return };
        let mut slot = entry(root, first, place);
        for step in rest {
            let next = match (step, slot.get_mut()) {
                (Step::Key(key), DeValue::Table(table)) => Some(entry(table, key, place)),
                (Step::Index(index), DeValue::Array(list)) => list.get_mut(*index),
                _ => None,
            };
            let Some(next) = next else { return };
            slot = next;
        }
        *slot = value;
    }
}

impl fmt::Display for KeyPath {
    /// As the keys of problems are written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if index == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(number) => write!(f, "[{number}]")?,
                Step::Name(name) => write!(f, "[{name}]")?,
            }
        }
        Ok(())
    }
}

fn steps(text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        if key.is_empty() || !key.chars().all(plain) {
            return None;
        }
        steps.push(Step::Key(key.to_owned()));
        rest = after;
        while let Some(after) = rest.strip_prefix('[') {
            let (step, after) = in_brackets(after)?;
            steps.push(step);
            rest = after;
        }
        if rest.is_empty() {
            return Some(steps);
        }
        rest = rest.strip_prefix('.')?;
    }
}

/// A number, a name, or a name in quotes, up to the closing bracket; and what comes after.
fn in_brackets(text: &str) -> Option<(Step, &str)> {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            let (name, after) = quoted.split_once(quote)?;
            return Some((Step::Name(name.to_owned()), after.strip_prefix(']')?));
        }
    }
    let (inside, after) = text.split_once(']')?;
    let digits = !inside.is_empty() && inside.chars().all(|letter| letter.is_ascii_digit());
    let step = match inside.parse() {
        Ok(number) if digits => Step::Index(number),
        _ if inside.trim().is_empty() => return None,
        _ => Step::Name(inside.to_owned()),
    };
    Some((step, after))
}

fn find<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t DeValue<'i>> {
    table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value.get_ref())
}

/// The value of a key, an empty table where it has none.
fn entry<'t, 'i>(
    table: &'t mut DeTable<'i>,
    key: &str,
    place: &Range<usize>,
) -> &'t mut SpannedValue<'i> {
    let known = table.keys().find(|name| name.get_ref() == key).cloned();
    let key = known.unwrap_or_else(|| Spanned::new(place.clone(), key.to_owned().into()));
    let empty = || Spanned::new(place.clone(), DeValue::Table(DeTable::new()));
    table.entry(key).or_insert_with(empty)
}

fn item<'l, 'i>(
    list: &'l [SpannedValue<'i>],
    index: usize,
    path: &KeyPath,
) -> Result<&'l SpannedValue<'i>, String> {
    list.get(index).ok_or_else(|| match list.len() {
        1 => format!("{path} has only one item, number 0"),
        count => format!("{path} has {count} items, numbered from 0 to {}", count.max(1) - 1),
    })
}

/// The number of the table of a name.
fn named(value: &DeValue, name: &str, path: &KeyPath) -> Result<usize, String> {
    let DeValue::Array(list) = value else {
        return Err(not_so(value, path, &Step::Name(name.to_owned())));
    };
    let names: Vec<_> = list.iter().map(|item| name_of(item.get_ref())).collect();
    if names.iter().all(Option::is_none) {
        return Err(format!("{path} has items without names; they are numbered from 0"));
    }
    let mut found = names.iter().enumerate().filter(|(_, other)| **other == Some(name));
    let (first, second) = (found.next(), found.next());
    if second.is_some() {
        return Err(format!("{path} has more than one item named {name:?}; say its number"));
    }
    first.map(|(index, _)| index).ok_or_else(|| {
        let known: Vec<_> = names.into_iter().flatten().collect();
        match nearest(name, known.iter().copied()) {
            Some(meant) => format!("{path} has no item named {name:?}; did you mean {meant:?}?"),
            None => {
                let known: Vec<_> = known.iter().map(|name| format!("{name:?}")).collect();
                format!("{path} has no item named {name:?}; it has {}", known.join(", "))
            }
        }
    })
}

fn name_of<'v>(item: &'v DeValue) -> Option<&'v str> {
    find(item.as_table()?, "name")?.as_str()
}

fn not_so(value: &DeValue, path: &KeyPath, step: &Step) -> String {
    let wanted = if let Step::Key(_) = step { "keys of its own" } else { "numbered items" };
    format!("{path} is {} here, without {wanted}", type_name(value))
}

/// A list that is not there, and what may have been meant.
fn absent(root: &DeTable, path: &KeyPath) -> String {
    let known = root.keys().map(|key| &**key.get_ref());
    match nearest(&path.to_string(), known) {
        Some(meant) => format!("there is no {path} in this config; did you mean {meant}?"),
        None => format!("there is no {path} in this config"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_and_written() {
        let path = |text| KeyPath::parse(text).map(|path| path.0);
        let key = |key: &str| Step::Key(key.to_owned());
        let name = |name: &str| Step::Name(name.to_owned());
        assert_eq!(path("run.seed"), Ok(vec![key("run"), key("seed")]));
        let days = vec![key("hedge"), Step::Index(12), key("rebalance"), key("days")];
        assert_eq!(path("hedge[12].rebalance.days"), Ok(days));
        assert_eq!(path("hedge[every 5d.]"), Ok(vec![key("hedge"), name("every 5d.")]));
        for text in ["hedge['1].[']", "hedge[\"1].[\"]"] {
            assert_eq!(path(text), Ok(vec![key("hedge"), name("1].[")]));
        }
        assert_eq!(path("hedge[1][2]"), Ok(vec![key("hedge"), Step::Index(1), Step::Index(2)]));
        for wrong in
            ["", ".", "a.", ".a", "a..b", "a[", "a[]", "a[1", "a[1]b", "[1]", "a b", "a['x]", "ä"]
        {
            assert!(path(wrong).is_err(), "{wrong}");
        }
        // A number that no list can have.
        assert_eq!(path("a[99999999999999999999]").unwrap()[1], name("99999999999999999999"));
        assert_eq!(KeyPath::parse("hedge[1].costs").unwrap().to_string(), "hedge[1].costs");
    }
}

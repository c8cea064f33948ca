//! Tests of the config, on examples that together write every key, one on a line.

mod examples;
mod plans;
pub mod portfolio;
mod refusals;
mod schemas;
mod sweeps;
mod validator;

use super::{Overrides, Plan, Problems, load};
use examples::{
    BANDS, COMPARED, CONTRACTS, HISTORY, OPTIMAL, SEVERAL_RULES, SHORTEST, SIMULATED, SPOT_RULES,
    SWEPT, TARGETS, TRACKS, TRAILING,
};

const EXAMPLES: [&str; 13] = [
    SIMULATED,
    HISTORY,
    TRAILING,
    SHORTEST,
    CONTRACTS,
    TRACKS,
    BANDS,
    OPTIMAL,
    SPOT_RULES,
    SEVERAL_RULES,
    TARGETS,
    COMPARED,
    SWEPT,
];

const FILE: &str = "configs/example.toml";

fn read(text: &str) -> Result<Plan, Problems> {
    load(text, FILE, &Overrides::default())
}

fn plan(text: &str) -> Plan {
    read(text).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

/// A key of an example, as it is written there.
#[derive(Clone, Debug)]
struct Written {
    /// Its path, lists counted from 0.
    path: String,
    /// Its line, counted from 0.
    line: usize,
    /// The key within its section.
    key: String,
    /// Its value.
    value: String,
    /// Another value that it may have.
    other: Option<String>,
}

/// The keys of an example.
fn keys(example: &str) -> Vec<Written> {
    let mut section = String::new();
    let mut keys = Vec::new();
    for (line, text) in example.lines().enumerate() {
        if let Some(name) = text.strip_prefix("[[").and_then(|text| text.strip_suffix("]]")) {
            section = section_of(example, line, name);
        } else if let Some(name) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            name.clone_into(&mut section);
        } else if let Some((key, value)) = text.split_once(" = ") {
            let (value, other) =
                value.split_once(" # ").map_or((value, None), |(v, o)| (v, Some(o)));
            keys.push(Written {
                path: format!("{section}.{key}"),
                line,
                key: key.to_owned(),
                value: value.to_owned(),
                other: other.map(str::to_owned),
            });
        }
    }
    keys
}

/// The section that a header `[[a]]` or `[[a.b]]` at a line begins: the next `a`, or the next `b` of
/// the last `[[a]]`.
fn section_of(example: &str, line: usize, name: &str) -> String {
    let before: Vec<_> = example.lines().take(line).collect();
    let headers = |of: &[&str], name: &str| {
        of.iter().filter(|earlier| **earlier == format!("[[{name}]]")).count()
    };
    let nested = name.split_once('.').and_then(|(parent, rest)| {
        let outer = before.iter().rposition(|text| *text == format!("[[{parent}]]"))?;
        let (parents, own) = (headers(&before[..outer], parent), headers(&before[outer..], name));
        Some(format!("{parent}[{parents}].{rest}[{own}]"))
    });
    nested.unwrap_or_else(|| format!("{name}[{}]", headers(&before, name)))
}

/// The example with another line in place of one.
fn replaced(example: &str, line: usize, by: &str) -> String {
    let lines = example.lines().enumerate().map(|(i, text)| if i == line { by } else { text });
    lines.collect::<Vec<_>>().join("\n")
}

/// The example with another value of a key.
fn with(example: &str, path: &str, value: &str) -> String {
    let key = keys(example).into_iter().find(|key| key.path == path);
    let key = key.unwrap_or_else(|| panic!("no {path} in the example"));
    replaced(example, key.line, &format!("{} = {value}", key.key))
}

/// The example without a key.
fn without(example: &str, path: &str) -> String {
    let key = keys(example).into_iter().find(|key| key.path == path);
    replaced(example, key.unwrap_or_else(|| panic!("no {path} in the example")).line, "")
}

//! Writes a resolved config as TOML, in the order in which the keys are declared.

use super::tree::{Node, Table, Value};
use std::fmt::Write;

/// What a resolved config says of itself, in place of a question.
pub const HEADER: &str = "Every default written out.";

/// The text of a config.
pub fn config(config: &Table) -> String {
    let mut text = format!("# {HEADER}\n");
    for (key, node) in &config.entries {
        match &node.value {
            // Not part of the base case, and not the same on a config whose lists are expanded.
            Value::Table(_) if *key == "sweep" => {}
            Value::Table(table) => section(&mut text, &format!("[{key}]"), table),
            Value::List(nodes) => {
                for (_, table) in nodes.iter().filter_map(as_table) {
                    section(&mut text, &format!("[[{key}]]"), table);
                }
            }
            _ => {}
        }
    }
    text
}

fn as_table(node: &Node) -> Option<(&str, &Table)> {
    if let Value::Table(table) = &node.value { Some((&node.path, table)) } else { None }
}

fn section(text: &mut String, header: &str, table: &Table) {
    text.push('\n');
    for line in std::iter::once(header.to_owned()).chain(pairs(table)) {
        text.push_str(&line);
        text.push('\n');
    }
}

/// `key = value` for every key that has one.
fn pairs(table: &Table) -> impl Iterator<Item = String> {
    let tag = table.tag.map(|(tag, word)| format!("{tag} = {}", quoted(word)));
    let entries = table.entries.iter().filter_map(|(key, node)| {
        let value = value(&node.value)?;
        Some(format!("{key} = {value}"))
    });
    tag.into_iter().chain(entries)
}

fn value(written: &Value) -> Option<String> {
    match written {
        // Debug keeps the point, and every digit that tells the number from its neighbours.
        Value::Number(number) => Some(format!("{number:?}")),
        Value::Whole(number) => Some(number.to_string()),
        Value::Flag(flag) => Some(flag.to_string()),
        Value::Text(text) => Some(quoted(text)),
        Value::Date(date) => Some(date.to_string()),
        Value::Table(table) => {
            Some(format!("{{ {} }}", pairs(table).collect::<Vec<_>>().join(", ")))
        }
        Value::List(nodes) => {
            let items: Vec<_> = nodes.iter().filter_map(|node| value(&node.value)).collect();
            Some(format!("[{}]", items.join(", ")))
        }
        Value::Anything | Value::Absent | Value::Refused => None,
    }
}

/// A basic string of TOML; texts of a config have no control characters.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            quoted.push('\\');
        }
        let _ = quoted.write_char(letter);
    }
    quoted.push('"');
    quoted
}

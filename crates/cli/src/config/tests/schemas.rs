//! The schema and the reader accept the same configs.

use super::validator::{accepts, json};
use super::*;
use crate::config::places::Report;
use crate::config::{Kind, check, schema};
use serde_json::Value;
use std::collections::BTreeSet;

/// Both kinds of configs.
const KINDS: [Kind; 2] = [Kind::Run, Kind::Portfolio];

/// The examples of a kind.
fn examples(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Run => &EXAMPLES,
        Kind::Portfolio => &portfolio::EXAMPLES,
    }
}

/// Whether the reader has no fault to find with a config.
fn is_right(kind: Kind, text: &str) -> bool {
    match kind {
        Kind::Run => read(text).is_ok(),
        Kind::Portfolio => portfolio::read(text).is_ok(),
    }
}

/// Whether the reader has no fault to find with any key by itself.
fn reader_accepts(kind: Kind, text: &str) -> bool {
    let mut report = Report::new(text, FILE);
    if let Some(root) = check::toml(text, &mut report) {
        check::file(kind.keys(), &root, &mut report);
    }
    report.problems.is_empty()
}

fn assert_agree(kind: Kind, schema: &Value, text: &str) {
    let by_reader = reader_accepts(kind, text);
    assert!(by_reader || !is_right(kind, text), "a fault was forgotten:\n{text}");
    assert_eq!(accepts(schema, &json(text)), by_reader, "reader says {by_reader}:\n{text}");
}

/// The paths of every key that a schema has, lists as `[]`.
fn schema_keys(schema: &Value, path: &str, found: &mut BTreeSet<String>) {
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let description = property["description"].as_str().unwrap_or_default();
        let described = description.starts_with(char::is_uppercase);
        assert!(described || property["const"].is_string(), "{path} is not described");
        found.insert(path.clone());
        schema_keys(property, &path, found);
    }
    for form in schema["oneOf"].as_array().into_iter().flatten() {
        schema_keys(form, path, found);
    }
    if schema["items"].is_object() {
        schema_keys(&schema["items"], &format!("{path}[]"), found);
    }
}

#[test]
fn the_examples_write_exactly_the_keys_of_the_schema() {
    for kind in KINDS {
        let mut declared = BTreeSet::new();
        schema_keys(&schema(kind), "", &mut declared);
        let mut written = BTreeSet::new();
        for key in examples(kind).iter().copied().flat_map(keys) {
            let path = (0..40).fold(key.path, |path, i| path.replace(&format!("[{i}]"), "[]"));
            for (end, _) in path.match_indices('.') {
                written.insert(path[..end].trim_end_matches("[]").to_owned());
            }
            written.insert(path);
        }
        assert_eq!(written, declared);
        for example in examples(kind) {
            assert!(is_right(kind, example), "{example}");
            assert!(accepts(&schema(kind), &json(example)), "{example}");
        }
    }
}

#[test]
fn every_key_has_the_same_range_in_both() {
    let probes = [
        "-1e13",
        "-1e12",
        "-10000",
        "-5.1",
        "-5",
        "-1.1",
        "-1",
        "-0.5",
        "0",
        "0.0",
        "1e-9",
        "0.5",
        "1",
        "1.0",
        "1.1",
        "2",
        "5",
        "5.1",
        "61",
        "100",
        "101",
        "366",
        "367",
        "1000",
        "1001",
        "9999.9",
        "10000",
        "10001",
        "1000000",
        "1000001",
        "1e6",
        "1.1e6",
        "100000000",
        "100000001",
        "1e12",
        "1.1e12",
        "1e15",
        "1.1e15",
        "9223372036854775807",
        "true",
        "\"\"",
        "\" \"",
        "\"atm\"",
        "\"path\"",
        "\"implied\"",
        "\"every\"",
        "\"put\"",
        "\"history\"",
        "\"constant\"",
        "[]",
        "[1]",
        "[1, 2]",
        "[1.5]",
        "[0]",
        "[\"a\"]",
        "{}",
        "{ moneyness = 1.1 }",
        "{ moneyness = 0 }",
        "{ x = 1 }",
    ];
    let long = [format!("\"{}\"", "é".repeat(60)), format!("\"{}\"", "é".repeat(61))];
    for kind in KINDS {
        let schema = schema(kind);
        for example in examples(kind) {
            for key in keys(example) {
                for probe in probes.into_iter().chain(long.iter().map(|text| &**text)) {
                    assert_agree(kind, &schema, &put(example, &key, probe));
                }
            }
        }
    }
}

#[test]
fn the_same_keys_are_needed_known_and_refused_in_both() {
    for kind in KINDS {
        let schema = schema(kind);
        for example in examples(kind) {
            for key in keys(example) {
                assert_agree(kind, &schema, &replaced(example, key.line, ""));
                let unknown = format!("{}\n{}x = 1", key.value, key.key);
                assert_agree(kind, &schema, &put(example, &key, &unknown));
                for text in with_strangers(kind, example, &key) {
                    assert_agree(kind, &schema, &text);
                }
            }
        }
    }
}

/// The example with another value of one of its keys.
fn put(example: &str, key: &Written, value: &str) -> String {
    replaced(example, key.line, &format!("{} = {value}", key.key))
}

/// The example with a key of the same section of another one beside a key.
fn with_strangers(kind: Kind, example: &str, key: &Written) -> Vec<String> {
    let section = |path: &str| path.split_once('.').map(|(name, _)| name.to_owned());
    let own: BTreeSet<_> = keys(example).into_iter().map(|own| own.path).collect();
    let others = examples(kind).iter().copied().flat_map(keys);
    let texts = others.filter(|other| {
        // Those of simulated runs alone have a test of their own, below.
        let refused_later =
            kind == Kind::Run && (other.path == "run.paths" || other.path == "run.sampling");
        section(&key.path) == section(&other.path) && !own.contains(&other.path) && !refused_later
    });
    texts
        .map(|other| {
            let line = format!("{}\n{} = {}", key.value, other.key, other.value);
            put(example, key, &line)
        })
        .filter(|text| toml::de::DeTable::parse(text).is_ok())
        .collect()
}

#[test]
fn paths_and_sampling_are_refused_for_history_in_both() {
    for more in ["1\npaths = 5", "1\nsampling = \"pseudo\""] {
        let text = with(HISTORY, "run.seed", more);
        assert!(read(&text).is_err());
        assert!(!accepts(&schema(Kind::Run), &json(&text)));
    }
}

#[test]
fn the_schema_gives_defaults_ranges_and_units() {
    let schema = schema(Kind::Run);
    let volatility = &schema["properties"]["market"]["oneOf"][0]["properties"]["volatility"];
    let expected = serde_json::json!({
        "type": "number",
        "minimum": 1e-8,
        "maximum": 5.0,
        "description": "Volatility of the diffusion. Unit: per √year; 0.20 is 20 %.",
    });
    assert_eq!(*volatility, expected);
    assert_eq!(schema["properties"]["run"]["properties"]["paths"]["default"], 10_000);
    assert_eq!(schema["additionalProperties"], false);
}

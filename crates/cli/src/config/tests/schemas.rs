//! The schema and the reader accept the same configs.

use super::validator::{accepts, json};
use super::*;
use crate::config::places::Report;
use crate::config::{Kind, check, schema};
use serde_json::Value;
use std::collections::BTreeSet;

/// Whether the reader has no fault to find with any key by itself.
fn reader_accepts(text: &str) -> bool {
    let mut report = Report::new(text, FILE);
    if let Some(root) = check::toml(text, &mut report) {
        check::file(Kind::Run.keys(), &root, &mut report);
    }
    report.problems.is_empty()
}

fn assert_agree(schema: &Value, text: &str) {
    let by_reader = reader_accepts(text);
    assert!(by_reader || read(text).is_err(), "a fault was forgotten:\n{text}");
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
    let mut declared = BTreeSet::new();
    schema_keys(&schema(Kind::Run), "", &mut declared);
    let mut written = BTreeSet::new();
    for key in EXAMPLES.into_iter().flat_map(keys) {
        let path = (0..10).fold(key.path, |path, i| path.replace(&format!("[{i}]"), "[]"));
        for (end, _) in path.match_indices('.') {
            written.insert(path[..end].trim_end_matches("[]").to_owned());
        }
        written.insert(path);
    }
    assert_eq!(written, declared);
    for example in EXAMPLES {
        plan(example);
        assert!(accepts(&schema(Kind::Run), &json(example)), "{example}");
    }
}

#[test]
fn every_key_has_the_same_range_in_both() {
    let schema = schema(Kind::Run);
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
    for example in EXAMPLES {
        for key in keys(example) {
            for probe in probes.into_iter().chain(long.iter().map(|text| &**text)) {
                assert_agree(&schema, &with(example, &key.path, probe));
            }
        }
    }
}

#[test]
fn the_same_keys_are_needed_known_and_refused_in_both() {
    let schema = schema(Kind::Run);
    for example in EXAMPLES {
        for key in keys(example) {
            assert_agree(&schema, &without(example, &key.path));
            assert_agree(
                &schema,
                &with(example, &key.path, &format!("{}\n{}x = 1", key.value, key.key)),
            );
            for other in EXAMPLES.into_iter().flat_map(keys) {
                let section = |path: &str| path.split_once('.').map(|(name, _)| name.to_owned());
                let stranger = !keys(example).iter().any(|own| own.path == other.path);
                if section(&key.path) == section(&other.path) && stranger {
                    let line = format!("{}\n{} = {}", key.value, other.key, other.value);
                    let text = with(example, &key.path, &line);
                    // Those of simulated runs alone have a test of their own, below.
                    let refused_later = other.path == "run.paths" || other.path == "run.sampling";
                    if toml::de::DeTable::parse(&text).is_ok() && !refused_later {
                        assert_agree(&schema, &text);
                    }
                }
            }
        }
    }
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

//! A JSON Schema validator of the few words that the schema uses; it knows no others.

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

/// Whether a schema accepts a value.
pub fn accepts(schema: &Value, value: &Value) -> bool {
    if let Some(verdict) = schema.as_bool() {
        return verdict;
    }
    schema
        .as_object()
        .expect("a schema")
        .iter()
        .all(|(word, rule)| holds(word, rule, schema, value))
}

fn holds(word: &str, rule: &Value, schema: &Value, value: &Value) -> bool {
    let number = |bound: fn(&f64, &f64) -> bool| {
        value.as_f64().is_none_or(|x| bound(&x, &rule.as_f64().expect("a number")))
    };
    let length = |text: &str| text.chars().count() as u64;
    match word {
        "$schema" | "title" | "description" | "default" | "then" => true,
        // The one format there is.
        "format" => value.as_str().is_none_or(is_date),
        "type" => has_type(rule.as_str().expect("a type"), value),
        "const" => value == rule || value.as_f64().is_some_and(|x| rule.as_f64() == Some(x)),
        "enum" => rule.as_array().expect("a list").contains(value),
        "not" => !accepts(rule, value),
        "minimum" => number(f64::ge),
        "maximum" => number(f64::le),
        "exclusiveMinimum" => number(f64::gt),
        "exclusiveMaximum" => number(f64::lt),
        "minLength" => value.as_str().is_none_or(|text| length(text) >= rule.as_u64().unwrap()),
        "maxLength" => value.as_str().is_none_or(|text| length(text) <= rule.as_u64().unwrap()),
        // The one pattern there is: not blank, no control characters.
        "pattern" => value
            .as_str()
            .is_none_or(|text| !text.trim().is_empty() && !text.chars().any(char::is_control)),
        "minItems" => {
            value.as_array().is_none_or(|list| list.len() as u64 >= rule.as_u64().unwrap())
        }
        "items" => value.as_array().is_none_or(|list| list.iter().all(|item| accepts(rule, item))),
        "oneOf" => {
            rule.as_array().expect("a list").iter().filter(|schema| accepts(schema, value)).count()
                == 1
        }
        "required" => value.as_object().is_none_or(|table| {
            rule.as_array()
                .expect("a list")
                .iter()
                .all(|key| table.contains_key(key.as_str().unwrap()))
        }),
        "properties" => value.as_object().is_none_or(|table| {
            table.iter().all(|(key, value)| rule.get(key).is_none_or(|rule| accepts(rule, value)))
        }),
        "additionalProperties" => value
            .as_object()
            .is_none_or(|table| table.keys().all(|key| schema["properties"].get(key).is_some())),
        "if" => !accepts(rule, value) || accepts(&schema["then"], value),
        _ => panic!("the validator does not know {word}"),
    }
}

fn has_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        // In TOML 1.0 is not an integer.
        "integer" => value.is_i64() || value.is_u64(),
        _ => panic!("the validator does not know the type {name}"),
    }
}

fn is_date(text: &str) -> bool {
    let parsed = DeValue::parse(text);
    text.len() == 10 && parsed.is_ok_and(|value| value.get_ref().is_datetime())
}

/// A TOML text as JSON, the way editors show it to a schema.
pub fn json(text: &str) -> Value {
    table(DeTable::parse(text).unwrap_or_else(|e| panic!("{e}\n{text}")).get_ref())
}

fn table(written: &DeTable) -> Value {
    let pairs =
        written.iter().map(|(key, item)| (key.get_ref().to_string(), value(item.get_ref())));
    Value::Object(pairs.collect::<Map<_, _>>())
}

fn value(written: &DeValue) -> Value {
    match written {
        DeValue::String(text) => Value::from(&**text),
        DeValue::Integer(integer) => Value::from(integer.as_str().parse::<i64>().expect("decimal")),
        DeValue::Float(float) => Value::from(float.as_str().parse::<f64>().expect("a number")),
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Datetime(when) => Value::from(when.to_string()),
        DeValue::Array(list) => list.iter().map(|item| value(item.get_ref())).collect(),
        DeValue::Table(written) => table(written),
    }
}

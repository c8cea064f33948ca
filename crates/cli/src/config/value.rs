//! Single values: their types, and whether they are in range.

use super::plan::Date;
use super::shape::Shape;
use super::suggest::nearest;
use super::tree::Value;
use toml::de::{DeInteger, DeValue};

/// Whether a value has a type that a shape takes.
pub fn accepts(shape: &Shape, value: &DeValue) -> bool {
    match shape {
        Shape::Number(_) => matches!(value, DeValue::Integer(_) | DeValue::Float(_)),
        Shape::Whole(_) => matches!(value, DeValue::Integer(_)),
        Shape::Flag => matches!(value, DeValue::Boolean(_)),
        Shape::Text(_) | Shape::Choice(_) => matches!(value, DeValue::String(_)),
        Shape::Date => matches!(value, DeValue::String(_) | DeValue::Datetime(_)),
        Shape::Table(_) | Shape::Forms(_) => matches!(value, DeValue::Table(_)),
        Shape::Either(shapes) => shapes.iter().any(|shape| accepts(shape, value)),
        Shape::OneOrMore(shape) => matches!(value, DeValue::Array(_)) || accepts(shape, value),
        Shape::Anything => true,
        Shape::Tables(..) | Shape::ListOf(_) => matches!(value, DeValue::Array(_)),
    }
}

/// The type of a value, in words.
pub fn type_name(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The value, or what is allowed in its place.
pub fn scalar(shape: &Shape, value: &DeValue) -> Result<Value, String> {
    let found = match (shape, value) {
        (Shape::Either(shapes), _) => return one_of(shapes, shape, value),
        (Shape::Number(range), _) => {
            number(value).filter(|&x| range.contains(x)).map(Value::Number)
        }
        (Shape::Whole(range), DeValue::Integer(integer)) => {
            whole(integer).filter(|x| (range.least..=range.greatest).contains(x)).map(Value::Whole)
        }
        (Shape::Flag, DeValue::Boolean(flag)) => Some(Value::Flag(*flag)),
        (Shape::Text(longest), DeValue::String(text)) => {
            is_plain(text, *longest).then(|| Value::Text(text.to_string()))
        }
        (Shape::Choice(words), DeValue::String(text)) => return choice(words, text, shape),
        (Shape::Date, _) => date(value).map(Value::Date),
        _ => None,
    };
    found.ok_or_else(|| match shape {
        Shape::Number(range) => format!("must be {}", range.describe()),
        shape => format!("must be {}", shape.describe()),
    })
}

/// The alternative that has the type of the value.
fn one_of(shapes: &[Shape], all: &Shape, value: &DeValue) -> Result<Value, String> {
    match (shapes.iter().find(|shape| accepts(shape, value)), value) {
        (Some(Shape::Choice(words)), DeValue::String(text)) => choice(words, text, all),
        (Some(shape), _) => scalar(shape, value),
        (None, _) => Err(format!("must be {}", all.describe())),
    }
}

/// A number, whole or with a point.
pub fn number(value: &DeValue) -> Option<f64> {
    match value {
        DeValue::Float(float) => float.as_str().parse().ok(),
        DeValue::Integer(integer) => {
            i128::from_str_radix(integer.as_str(), integer.radix()).ok().map(|x| x as f64)
        }
        _ => None,
    }
}

fn whole(integer: &DeInteger) -> Option<i64> {
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn is_plain(text: &str, longest: usize) -> bool {
    let blank = text.trim().is_empty();
    !blank && text.chars().count() <= longest && !text.chars().any(char::is_control)
}

/// One of some words; `shape` is what is allowed altogether.
fn choice(words: &[&'static str], text: &str, shape: &Shape) -> Result<Value, String> {
    if words.contains(&text) {
        return Ok(Value::Text(text.to_owned()));
    }
    let advice = nearest(text, words.iter().copied());
    let advice = advice.map_or(String::new(), |word| format!("; did you mean {word:?}?"));
    Err(format!("must be {}{advice}", shape.describe()))
}

/// A date, written as such or in quotes.
fn date(value: &DeValue) -> Option<Date> {
    match value {
        DeValue::String(text) => match DeValue::parse(text).ok()?.get_ref() {
            value @ DeValue::Datetime(_) => date(value),
            _ => None,
        },
        DeValue::Datetime(when) if when.time.is_none() && when.offset.is_none() => {
            when.date.map(|d| Date { year: d.year, month: d.month, day: d.day })
        }
        _ => None,
    }
}

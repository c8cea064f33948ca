//! The JSON Schema of the config, for editors, made from the declared keys.

use super::kind::Kind;
use super::range::Range;
use super::shape::{Absent, Field, Form, Forms, Literal, Shape};
use serde_json::{Map, Value, json};

/// The schema of a config file, draft 2020-12.
#[must_use]
pub fn schema(kind: Kind) -> Value {
    let (title, description) = match kind {
        Kind::Run => ("rehedge config", "One question about discrete hedging, as rehedge runs it."),
        Kind::Portfolio => (
            "rehedge portfolio config",
            "One question about static hedges of a portfolio, as `rehedge portfolio` answers it.",
        ),
    };
    let mut schema = object(kind.keys(), None, &[]);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(title);
    schema["description"] = json!(description);
    if kind == Kind::Portfolio {
        return schema;
    }
    // Nothing is drawn, nor is the number of paths a choice, where every window is a path.
    schema["if"] = json!({ "properties": { "market": {
        "properties": { "kind": { "const": "history" } }, "required": ["kind"] } } });
    schema["then"] = json!({ "properties": { "run": {
        "properties": { "paths": false, "sampling": false } } } });
    schema
}

/// A table; `tag` is the key that tells its form, and its word.
fn object(fields: &[Field], tag: Option<(&str, &str)>, needed: &[&str]) -> Value {
    let mut properties = Map::new();
    let mut required: Vec<&str> = needed.to_vec();
    if let Some((key, word)) = tag {
        properties.insert(key.to_owned(), json!({ "const": word }));
        required.push(key);
    }
    for field in fields {
        properties.insert(field.key.to_owned(), property(field));
        if matches!(field.absent, Absent::Error) && !required.contains(&field.key) {
            required.push(field.key);
        }
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn property(field: &Field) -> Value {
    let mut schema = of_shape(&field.shape);
    let mut doc = field.doc.to_owned();
    let unit = unit(&field.shape);
    if !unit.is_empty() {
        doc = format!("{doc} Unit: {unit}.");
    }
    match field.absent {
        Absent::Default(literal) => schema["default"] = default(literal),
        Absent::Follows(from) => doc = format!("{doc} Default: {from}."),
        Absent::Error | Absent::Nothing => {}
    }
    schema["description"] = json!(doc);
    schema
}

fn default(literal: Literal) -> Value {
    match literal {
        Literal::Number(number) => json!(number),
        Literal::Whole(number) => json!(number),
        Literal::Flag(flag) => json!(flag),
        Literal::Text(text) => json!(text),
        Literal::Table => json!({}),
    }
}

fn unit(shape: &Shape) -> &'static str {
    match shape {
        Shape::Number(range) => range.unit,
        Shape::Whole(range) => range.unit,
        Shape::OneOrMore(shape) => unit(shape),
        Shape::Either(shapes) => {
            shapes.iter().map(unit).find(|unit| !unit.is_empty()).unwrap_or("")
        }
        _ => "",
    }
}

fn of_shape(shape: &Shape) -> Value {
    match shape {
        Shape::Number(range) => number(range),
        Shape::Whole(range) => {
            json!({ "type": "integer", "minimum": range.least, "maximum": range.greatest })
        }
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Text(longest) => json!({
            "type": "string",
            "minLength": 1,
            "maxLength": longest,
            "pattern": r"^[^\u0000-\u001F\u007F-\u009F]*\S[^\u0000-\u001F\u007F-\u009F]*$",
        }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Choice(words) => json!({ "type": "string", "enum": words }),
        Shape::Table(fields) => object(fields, None, &[]),
        Shape::Forms(forms) => one_of(forms.forms.iter().map(|form| of_form(forms, form))),
        Shape::Either(shapes) => one_of(shapes.iter().map(of_shape)),
        Shape::OneOrMore(shape) => one_of([of_shape(shape), list(&of_shape(shape))]),
        Shape::ListOf(shape) | Shape::Tables(_, shape) => list(&of_shape(shape)),
        Shape::Anything => json!({}),
    }
}

fn of_form(forms: &Forms, form: &Form) -> Value {
    let tag = (!forms.tag.is_empty()).then_some((forms.tag, form.word));
    let needed = if form.key.is_empty() { &[][..] } else { &[form.key][..] };
    let mut schema = object(form.fields, tag, needed);
    schema["description"] = json!(form.doc);
    schema
}

fn one_of(schemas: impl IntoIterator<Item = Value>) -> Value {
    json!({ "oneOf": schemas.into_iter().collect::<Vec<_>>() })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items, "minItems": 1 })
}

fn number(range: &Range) -> Value {
    let mut schema = json!({ "type": "number" });
    let ((least, from), (greatest, to)) = (range.least, range.greatest);
    schema[if from { "minimum" } else { "exclusiveMinimum" }] = json!(least);
    schema[if to { "maximum" } else { "exclusiveMaximum" }] = json!(greatest);
    if !range.zero {
        schema["not"] = json!({ "const": 0 });
    }
    schema
}

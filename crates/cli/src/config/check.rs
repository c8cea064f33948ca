//! Checks a TOML text against the declared keys: every key known, every value of its type and in
//! its range, every default filled in. It goes on after a problem, so that all are found at once.

use super::places::Report;
use super::shape::{Absent, Field, Form, Forms, Literal, Shape, alternatives};
use super::suggest::nearest;
use super::tree::{Node, Table, Value, declares, join};
use super::value::{accepts, scalar, type_name};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

type SpannedValue<'i> = Spanned<DeValue<'i>>;

/// Reads the text of a config as TOML. One that is not TOML is checked no further, for what it means
/// cannot be known.
pub fn toml<'t>(text: &'t str, report: &mut Report) -> Option<DeTable<'t>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        report.refuse_syntax(error.span().map_or(0, |span| span.start), error.message());
    }
    errors.is_empty().then(|| root.into_inner())
}

/// Checks the table of a whole file key by key.
pub fn file(keys: &'static [Field], root: &DeTable, report: &mut Report) -> Table {
    table(keys, root, "", report)
}

/// Checks a value that stands by itself, such as a line of a data file.
pub fn item(shape: &'static Shape, written: &SpannedValue, report: &mut Report) -> Value {
    accepted(shape, written, "", report)
}

/// Checks a table with one form.
fn table(fields: &'static [Field], written: &DeTable, path: &str, report: &mut Report) -> Table {
    for (key, span) in keys(written).filter(|(key, _)| !declares(fields, key)) {
        let advice = misspelt(key, fields.iter().map(|field| field.key));
        refuse_key(path, key, span, &advice, report);
    }
    Table { tag: None, entries: entries(fields, written, path, true, report) }
}

/// Checks the values of the declared keys; those missing are problems only if the form is sure.
fn entries(
    fields: &'static [Field],
    written: &DeTable,
    path: &str,
    sure: bool,
    report: &mut Report,
) -> Vec<(&'static str, Node)> {
    let mut entry = |field: &'static Field| {
        let path = join(path, field.key);
        let node = match find(written, field.key) {
            Some(value) => check(&field.shape, value, path, report),
            None if !sure => Node { path, value: Value::Refused },
            None => Node { value: absent(field, &path, report), path },
        };
        (field.key, node)
    };
    fields.iter().map(&mut entry).collect()
}

/// What stands for a key that is not written.
fn absent(field: &'static Field, path: &str, report: &mut Report) -> Value {
    match (field.absent, &field.shape) {
        (Absent::Error, shape) => {
            report.refuse(path, format!("missing; must be {}", shape.describe()));
            Value::Refused
        }
        (Absent::Default(Literal::Table), Shape::Table(fields)) => {
            Value::Table(table(fields, &DeTable::new(), path, report))
        }
        (Absent::Default(literal), _) => literal.into(),
        (Absent::Nothing | Absent::Follows(_), _) => Value::Absent,
    }
}

/// Checks a value.
fn check(shape: &'static Shape, written: &SpannedValue, path: String, report: &mut Report) -> Node {
    report.note_value(&path, written);
    let value = if accepts(shape, written.get_ref()) {
        accepted(shape, written, &path, report)
    } else {
        let (allowed, found) = (shape.describe(), type_name(written.get_ref()));
        report.refuse(&path, format!("must be {allowed}, not {found}"));
        Value::Refused
    };
    Node { path, value }
}

/// Checks a value of the right type.
fn accepted(
    shape: &'static Shape,
    written: &SpannedValue,
    path: &str,
    report: &mut Report,
) -> Value {
    match (shape, written.get_ref()) {
        (Shape::Table(fields), DeValue::Table(written)) => {
            Value::Table(table(fields, written, path, report))
        }
        (Shape::Forms(forms), DeValue::Table(written)) => in_forms(forms, written, path, report),
        (Shape::Tables(_, shape), DeValue::Array(list)) => tables(shape, list, path, report),
        (Shape::OneOrMore(shape) | Shape::ListOf(shape), DeValue::Array(list)) => {
            several(shape, list, path, report)
        }
        (Shape::Anything, _) => Value::Anything,
        (Shape::OneOrMore(shape), _) => accepted(shape, written, path, report),
        (Shape::Either(shapes), DeValue::Table(_)) => {
            let table = shapes.iter().find(|shape| accepts(shape, written.get_ref()));
            table.map_or(Value::Refused, |shape| accepted(shape, written, path, report))
        }
        (shape, value) => scalar(shape, value).unwrap_or_else(|allowed| {
            report.refuse(path, allowed);
            Value::Refused
        }),
    }
}

/// Checks a list of values.
fn several(shape: &'static Shape, list: &DeArray, path: &str, report: &mut Report) -> Value {
    if list.is_empty() {
        report.refuse(path, format!("must not be an empty list; each is {}", shape.describe()));
        return Value::Refused;
    }
    let nodes = list.iter().enumerate();
    Value::List(nodes.map(|(i, v)| check(shape, v, format!("{path}[{i}]"), report)).collect())
}

/// Checks a list of tables.
fn tables(shape: &'static Shape, list: &DeArray, path: &str, report: &mut Report) -> Value {
    if list.is_empty() {
        report.refuse(path, "must have at least one table");
        return Value::Refused;
    }
    let mut node = |(index, written): (usize, &SpannedValue)| {
        let path = format!("{path}[{index}]");
        report.note_value(&path, written);
        let value = if written.get_ref().is_table() {
            accepted(shape, written, &path, report)
        } else {
            let found = type_name(written.get_ref());
            report.refuse(&path, format!("must be a table, not {found}"));
            Value::Refused
        };
        Node { path, value }
    };
    Value::List(list.iter().enumerate().map(&mut node).collect())
}

/// Checks a table that has several forms.
fn in_forms(forms: &'static Forms, written: &DeTable, path: &str, report: &mut Report) -> Value {
    let word = if forms.tag.is_empty() { Some("") } else { tag(forms, written, path, report) };
    let told = word.and_then(|word| told_by_key(forms, word, written, path, report));
    let form = told.unwrap_or_else(|| likeliest(forms, written));
    for (key, span) in keys(written).filter(|(key, _)| *key != forms.tag) {
        if let Some(advice) = stray(forms, form, told.is_some(), key) {
            refuse_key(path, key, span, &advice, report);
        }
    }
    let entries = entries(form.fields, written, path, told.is_some(), report);
    let tag = (!forms.tag.is_empty()).then_some((forms.tag, form.word));
    Value::Table(Table { tag, entries })
}

/// The word at the tag, or the one that was meant; says what is wrong with it.
fn tag(
    forms: &'static Forms,
    written: &DeTable,
    path: &str,
    report: &mut Report,
) -> Option<&'static str> {
    let (path, words) = (join(path, forms.tag), forms.words());
    let allowed = alternatives(words.iter().map(|word| format!("{word:?}")));
    let Some(value) = find(written, forms.tag) else {
        report.refuse(&path, format!("missing; must be {allowed}"));
        return None;
    };
    report.note_value(&path, value);
    let Some(word) = value.get_ref().as_str() else {
        let found = type_name(value.get_ref());
        report.refuse(&path, format!("must be {allowed}, not {found}"));
        return None;
    };
    let known = words.iter().copied().find(|known| *known == word);
    if known.is_some() {
        return known;
    }
    let meant = nearest(word, words);
    let advice = meant.map_or(String::new(), |meant| format!("; did you mean {meant:?}?"));
    report.refuse(&path, format!("must be {allowed}{advice}"));
    meant
}

/// The form of a word whose key is written; says if there is none, or more than one.
fn told_by_key(
    forms: &'static Forms,
    word: &str,
    written: &DeTable,
    path: &str,
    report: &mut Report,
) -> Option<&'static Form> {
    let of_word = || forms.forms.iter().filter(|form| form.word == word);
    let told: Vec<_> =
        of_word().filter(|form| form.key.is_empty() || find(written, form.key).is_some()).collect();
    if let [form] = told[..] {
        return Some(form);
    }
    let keys = alternatives(of_word().map(|form| format!("`{}`", form.key)));
    let only = if told.is_empty() { "one" } else { "only one" };
    report.refuse(path, format!("must have {only} of the keys {keys}"));
    None
}

/// The form that has most of the written keys.
fn likeliest(forms: &'static Forms, written: &DeTable) -> &'static Form {
    let known = |form: &Form| keys(written).filter(|(key, _)| declares(form.fields, key)).count();
    forms.forms.iter().rev().max_by_key(|form| known(form)).unwrap_or(&forms.forms[0])
}

/// What is wrong with a key of a table in a form, if anything.
fn stray(forms: &Forms, form: &Form, sure: bool, key: &str) -> Option<String> {
    if declares(form.fields, key) {
        return None;
    }
    let elsewhere = forms.forms.iter().find(|other| declares(other.fields, key));
    match elsewhere {
        Some(_) if !sure => None,
        Some(other) => Some(format!(
            "not with {}; only with {}",
            form.describe(forms.tag),
            other.describe(forms.tag)
        )),
        None => {
            let tag = (!forms.tag.is_empty()).then_some(forms.tag);
            Some(misspelt(key, tag.into_iter().chain(form.fields.iter().map(|field| field.key))))
        }
    }
}

fn misspelt(key: &str, known: impl Iterator<Item = &'static str> + Clone) -> String {
    if let Some(meant) = nearest(key, known.clone()) {
        return format!("unknown key; did you mean `{meant}`?");
    }
    let known: Vec<_> = known.collect();
    format!("unknown key; allowed here: {}", known.join(", "))
}

fn refuse_key(
    path: &str,
    key: &str,
    span: std::ops::Range<usize>,
    advice: &str,
    report: &mut Report,
) {
    let path = join(path, key);
    report.note_key(&path, span);
    report.refuse(&path, advice);
}

fn keys<'t>(table: &'t DeTable) -> impl Iterator<Item = (&'t str, std::ops::Range<usize>)> {
    table.iter().map(|(key, _)| (&**key.get_ref(), key.span()))
}

fn find<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t SpannedValue<'i>> {
    table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
}

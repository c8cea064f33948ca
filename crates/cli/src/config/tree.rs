//! [`Table`]: a config that was checked key by key, defaults filled in.

use super::plan::Date;
use super::shape::{Field, Literal};

/// A value and the path of its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Such as `hedge[2].costs.half_spread_bps`.
    pub path: String,
    /// The value.
    pub value: Value,
}

/// A value of the config, within its range.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// True or false.
    Flag(bool),
    /// A text.
    Text(String),
    /// A date.
    Date(Date),
    /// A table.
    Table(Table),
    /// A list.
    List(Vec<Node>),
    /// Anything: it is looked at where it was written.
    Anything,
    /// Not written, and nothing stands for it yet.
    Absent,
    /// Written or needed, but refused; the problem is in the report.
    Refused,
}

impl From<Literal> for Value {
    fn from(literal: Literal) -> Self {
        match literal {
            Literal::Number(number) => Self::Number(number),
            Literal::Whole(number) => Self::Whole(number),
            Literal::Flag(flag) => Self::Flag(flag),
            Literal::Text(text) => Self::Text(text.to_owned()),
            Literal::Table => Self::Absent,
        }
    }
}

/// A table with every key of its form, in the order in which they are declared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The key that tells the form and its word, where a word does.
    pub tag: Option<(&'static str, &'static str)>,
    /// The keys.
    pub entries: Vec<(&'static str, Node)>,
}

const NOTHING: &Node = &Node { path: String::new(), value: Value::Absent };

impl Table {
    /// The node of a key; one without a value for a key that this form does not have.
    pub fn node(&self, key: &str) -> &Node {
        let found = self.entries.iter().find(|(name, _)| *name == key);
        debug_assert!(found.is_some(), "{key} is not declared");
        found.map_or(NOTHING, |(_, node)| node)
    }

    /// Gives a key of this form a new value.
    pub fn set(&mut self, key: &str, value: Value) {
        if let Some((_, node)) = self.entries.iter_mut().find(|(name, _)| *name == key) {
            node.value = value;
        }
    }

    /// Gives a key its value where none was written.
    pub fn set_default(&mut self, key: &str, value: Value) {
        if self.node(key).value == Value::Absent {
            self.set(key, value);
        }
    }

    /// A number.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.node(key).number()
    }

    /// A whole number that is not negative.
    pub fn count(&self, key: &str) -> Option<usize> {
        self.node(key).count()
    }

    /// True or false.
    pub fn flag(&self, key: &str) -> Option<bool> {
        if let Value::Flag(flag) = self.node(key).value { Some(flag) } else { None }
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<&str> {
        if let Value::Text(text) = &self.node(key).value { Some(text) } else { None }
    }

    /// A table.
    pub fn table(&self, key: &str) -> Option<&Self> {
        if let Value::Table(table) = &self.node(key).value { Some(table) } else { None }
    }

    /// The tables of a list; none where there is no list.
    pub fn tables(&self, key: &str) -> impl Iterator<Item = (&str, &Self)> {
        let nodes = if let Value::List(nodes) = &self.node(key).value { &nodes[..] } else { &[] };
        nodes.iter().filter_map(|node| match &node.value {
            Value::Table(table) => Some((&node.path[..], table)),
            _ => None,
        })
    }

    /// A table, to be changed.
    pub fn table_mut(&mut self, key: &str) -> Option<&mut Self> {
        self.entries.iter_mut().find_map(|(name, node)| match &mut node.value {
            Value::Table(table) if *name == key => Some(table),
            _ => None,
        })
    }

    /// The tables of a list, to be changed; none where there is no list.
    pub fn tables_mut(&mut self, key: &str) -> impl Iterator<Item = &mut Self> {
        let list = self.entries.iter_mut().find_map(|(name, node)| match &mut node.value {
            Value::List(list) if *name == key => Some(list),
            _ => None,
        });
        list.into_iter().flatten().filter_map(|node| match &mut node.value {
            Value::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Whether this form has a key.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| *name == key)
    }

    /// Whether a key has neither a value nor a problem.
    pub fn lacks(&self, key: &str) -> bool {
        self.node(key).value == Value::Absent
    }

    /// Whether no key of its own was refused.
    pub fn is_right(&self) -> bool {
        self.entries.iter().all(|(_, node)| node.value != Value::Refused)
    }

    /// The word that tells the form.
    pub fn word(&self) -> Option<&'static str> {
        self.tag.map(|(_, word)| word)
    }
}

impl Node {
    /// A number.
    pub fn number(&self) -> Option<f64> {
        if let Value::Number(number) = self.value { Some(number) } else { None }
    }

    /// A whole number that is not negative.
    pub fn count(&self) -> Option<usize> {
        if let Value::Whole(number) = self.value { usize::try_from(number).ok() } else { None }
    }
}

/// The path of a key in a table; the table of the whole file has an empty path.
pub fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Whether a field is among these.
pub fn declares(fields: &[Field], key: &str) -> bool {
    fields.iter().any(|field| field.key == key)
}

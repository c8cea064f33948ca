//! [`Shape`] and [`Field`]: the language in which the keys of the config are declared. Validation,
//! defaults and the JSON Schema all read the same declarations, so that they cannot disagree.

use super::range::{Range, WholeRange};

/// A key, and what may stand there.
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What it means, in a line.
    pub doc: &'static str,
    /// What may stand there.
    pub shape: Shape,
    /// What holds where it does not stand.
    pub absent: Absent,
}

impl Field {
    /// Declares a key.
    pub const fn new(key: &'static str, shape: Shape, absent: Absent, doc: &'static str) -> Self {
        Self { key, doc, shape, absent }
    }
}

/// What holds where a key is not written.
#[derive(Clone, Copy)]
pub enum Absent {
    /// The key must be written.
    Error,
    /// Nothing: what the key describes is not there.
    Nothing,
    /// A default.
    Default(Literal),
    /// A default that follows from other keys, said in words.
    Follows(&'static str),
}

/// A default, as it would be written.
#[derive(Clone, Copy)]
pub enum Literal {
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// True or false.
    Flag(bool),
    /// A text.
    Text(&'static str),
    /// A table with every key left to its own default.
    Table,
}

/// What may stand at a key.
pub enum Shape {
    /// A number.
    Number(Range),
    /// A whole number.
    Whole(WholeRange),
    /// True or false.
    Flag,
    /// Text of at most so many characters, not blank and without control characters.
    Text(usize),
    /// A calendar date.
    Date,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A table with these keys.
    Table(&'static [Field]),
    /// A table in one of several forms.
    Forms(&'static Forms),
    /// One of several, told apart by their TOML types.
    Either(&'static [Shape]),
    /// One, or a list of one or more.
    OneOrMore(&'static Shape),
    /// A list of one or more.
    ListOf(&'static Shape),
    /// Anything that TOML can write; what it means is checked where it is put.
    Anything,
    /// One or more tables of a shape, each under this header.
    Tables(&'static str, &'static Shape),
}

/// A table in one of several forms, told apart by the word at one key, or by which key stands.
pub struct Forms {
    /// The key whose word tells the form; empty where no word does.
    pub tag: &'static str,
    /// The forms.
    pub forms: &'static [Form],
}

/// One form of a table.
pub struct Form {
    /// The word at the tag; empty where no word tells the form.
    pub word: &'static str,
    /// The key that tells this form from others of the same word; empty where the word is enough.
    pub key: &'static str,
    /// What it means, in a line.
    pub doc: &'static str,
    /// Its keys other than the tag.
    pub fields: &'static [Field],
}

impl Form {
    /// How the form is told, as it would be written.
    pub fn describe(&self, tag: &str) -> String {
        match (self.word, self.key) {
            (word, "") => format!("{tag} = \"{word}\""),
            ("", key) => format!("{key} = …"),
            (word, key) => format!("{tag} = \"{word}\", {key} = …"),
        }
    }
}

impl Forms {
    /// The words at the tag, each once.
    pub fn words(&self) -> Vec<&'static str> {
        let mut words: Vec<_> = self.forms.iter().map(|form| form.word).collect();
        words.dedup();
        words
    }
}

impl Shape {
    /// What is allowed, in words that follow "must be".
    pub fn describe(&self) -> String {
        match self {
            Self::Number(range) => format!("a number {}", range.describe()),
            Self::Whole(range) => range.describe(),
            Self::Flag => "true or false".to_owned(),
            Self::Text(longest) => format!(
                "text of 1 to {longest} characters in quotes, not blank, without control characters"
            ),
            Self::Date => "a date, such as 2020-01-31".to_owned(),
            Self::Choice(words) => alternatives(words.iter().map(|word| format!("{word:?}"))),
            Self::Table(fields) => {
                let keys: Vec<_> = fields.iter().map(|field| field.key).collect();
                let noun = if keys.len() == 1 { "key" } else { "keys" };
                format!("a table with {noun} {}", keys.join(", "))
            }
            Self::Forms(Forms { tag, forms }) => {
                alternatives(forms.iter().map(|form| format!("{{ {} }}", form.describe(tag))))
            }
            Self::Either(shapes) => alternatives(shapes.iter().map(Self::describe)),
            Self::OneOrMore(shape) => format!("{}, or a list of such", shape.describe()),
            Self::ListOf(shape) => format!("a list of {}", shape.describe()),
            Self::Anything => "a value of the key".to_owned(),
            Self::Tables(header, _) => format!("one or more tables, each under {header}"),
        }
    }
}

/// `a, b or c`.
pub fn alternatives(parts: impl IntoIterator<Item = String>) -> String {
    let mut parts: Vec<_> = parts.into_iter().collect();
    match parts.pop() {
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} or {last}", parts.join(", ")),
        None => String::new(),
    }
}

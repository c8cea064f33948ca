//! [`Places`]: where in the file each key was written, so that a problem found at any time, even
//! long after the config was read, can point at its line.

use super::{Problem, Problems};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// The longest text of a value that a problem quotes, in characters.
const LONGEST_QUOTE: usize = 60;

/// Where every key of a config was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    file: String,
    written: BTreeMap<String, Written>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Written {
    line: usize,
    column: usize,
    value: Option<String>,
}

impl Places {
    /// The line of a key; where it was left to its default, that of the table it belongs in.
    #[must_use]
    pub fn line(&self, key: &str) -> usize {
        self.position(key).0
    }

    /// A problem with the value of a key, at its line.
    #[must_use]
    pub fn problem(&self, key: &str, allowed: impl Into<String>) -> Problem {
        let (line, column) = self.position(key);
        Problem {
            file: self.file.clone(),
            line,
            column,
            key: key.to_owned(),
            found: self.written.get(key).and_then(|written| written.value.clone()),
            allowed: allowed.into(),
        }
    }

    /// The file, as it was named to the program.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether a key was written.
    #[must_use]
    pub fn is_written(&self, key: &str) -> bool {
        self.written.contains_key(key)
    }

    fn position(&self, key: &str) -> (usize, usize) {
        let mut key = key;
        loop {
            if let Some(&Written { line, column, .. }) = self.written.get(key) {
                return (line, column);
            }
            match key.rfind(['.', '[']) {
                Some(parent) => key = &key[..parent],
                None => return (1, 1),
            }
        }
    }
}

/// The problems met while a text is read, and the places of its keys.
pub struct Report<'t> {
    text: &'t str,
    /// The byte that each line begins at.
    lines: Vec<usize>,
    /// Where each key was written.
    pub places: Places,
    /// What is wrong so far.
    pub problems: Problems,
}

impl<'t> Report<'t> {
    /// A report on the text of a file.
    pub fn new(text: &'t str, file: &str) -> Self {
        let places = Places { file: file.to_owned(), written: BTreeMap::new() };
        let after = text.match_indices('\n').map(|(newline, _)| newline + 1);
        let lines = std::iter::once(0).chain(after).collect();
        Self { text, lines, places, problems: Problems::default() }
    }

    /// Remembers where a value was written, and its text unless it is under a header.
    pub fn note_value(&mut self, key: &str, value: &Spanned<DeValue>) {
        let span = value.span();
        let text = self.text.get(span.clone()).unwrap_or("");
        let quoted = match value.get_ref() {
            DeValue::Table(_) => text.starts_with('{'),
            DeValue::Array(list) => !list.iter().any(|item| item.get_ref().is_table()),
            _ => true,
        };
        self.note(key, span.start, quoted.then(|| quote(text)));
    }

    /// Remembers where a key was written whose value does not matter.
    pub fn note_key(&mut self, key: &str, span: Range<usize>) {
        self.note(key, span.start, None);
    }

    fn note(&mut self, key: &str, offset: usize, value: Option<String>) {
        let (line, column) = self.line_and_column(offset);
        self.places.written.insert(key.to_owned(), Written { line, column, value });
    }

    /// Says that the value of a key is not allowed.
    pub fn refuse(&mut self, key: &str, allowed: impl Into<String>) {
        self.problems.push(self.places.problem(key, allowed));
    }

    /// Says that the text is not TOML at some byte.
    pub fn refuse_syntax(&mut self, offset: usize, message: &str) {
        let file = self.places.file.clone();
        let (line, column) = self.line_and_column(offset);
        let allowed = format!("not TOML: {}", message.replace('\n', ", "));
        self.problems.push(Problem {
            file,
            line,
            column,
            key: String::new(),
            found: None,
            allowed,
        });
    }

    /// Line and column of a byte, counted from 1, the column in characters.
    fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines[line - 1];
        let before = self.text.get(start..offset).unwrap_or(&self.text[start..]);
        (line, before.chars().count() + 1)
    }

    /// Says that a value of the command line is not allowed.
    pub fn refuse_option(&mut self, option: &str, found: String, allowed: String) {
        self.problems.push(Problem::of_option(option, found, allowed));
    }
}

/// The text of a value on one line, cut short where it is long.
fn quote(value: &str) -> String {
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

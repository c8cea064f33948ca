//! [`PriceError`]: what is wrong with a file of prices.

use super::Timestamp;
use std::fmt;
use std::mem::discriminant;
use thiserror::Error;

/// Errors of one kind that are told one by one; the rest are counted.
const TOLD: usize = 10;

/// One thing wrong with a file of prices. Each names the file, the place and what is allowed.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum PriceError {
    /// Neither CSV nor Parquet, plain or gzipped.
    #[error("{file}: cannot be read as CSV or Parquet: {why}")]
    Unreadable {
        /// File.
        file: String,
        /// What its reader said.
        why: String,
    },
    /// No bytes.
    #[error("{file}: the file is empty; it must have a header and a row per day")]
    Empty {
        /// File.
        file: String,
    },
    /// A header and nothing under it.
    #[error("{file}: there are columns but no rows")]
    NoRows {
        /// File.
        file: String,
    },
    /// No such column.
    #[error("{file}: there is no column \"{column}\"; there are {}", listed(there))]
    MissingColumn {
        /// File.
        file: String,
        /// The column asked for.
        column: String,
        /// The columns there.
        there: Vec<String>,
    },
    /// A column of Parquet whose type is no date or no number.
    #[error("{file}: column \"{column}\" holds {found}; it must hold {allowed}")]
    ColumnType {
        /// File.
        file: String,
        /// Column.
        column: String,
        /// Its type.
        found: String,
        /// Types that are read.
        allowed: &'static str,
    },
    /// A line of CSV with more or fewer fields than the header.
    #[error("{file}, {place}: {found} fields under a header of {expected}")]
    Fields {
        /// File.
        file: String,
        /// Line.
        place: Place,
        /// Fields of the line.
        found: usize,
        /// Fields of the header.
        expected: usize,
    },
    /// Not a date.
    #[error(
        "{file}, {place}: {column} = {} is not a date; allowed: YYYY-MM-DD, \
         or YYYY-MM-DDTHH:MM with or without seconds",
        quoted(value)
    )]
    Date {
        /// File.
        file: String,
        /// Line or row.
        place: Place,
        /// Column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// A date before that of the row above.
    #[error("{file}, {place}: {date} comes after {above}; dates must ascend")]
    Unsorted {
        /// File.
        file: String,
        /// Line or row.
        place: Place,
        /// The date there.
        date: Timestamp,
        /// The date above.
        above: Timestamp,
    },
    /// The date of the row above again.
    #[error("{file}, {place}: {date} is there twice; every date must be there once")]
    Duplicate {
        /// File.
        file: String,
        /// Line or row.
        place: Place,
        /// The date.
        date: Timestamp,
    },
    /// Not a number.
    #[error(
        "{file}, {place}: {column} = {} is not a number; allowed: digits with a \
         decimal point, and no separator of thousands",
        quoted(value)
    )]
    Number {
        /// File.
        file: String,
        /// Line or row.
        place: Place,
        /// Column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// A number that no price or volatility can be.
    #[error("{file}, {place}: {column} = {value}; it must be positive and finite")]
    NotPositive {
        /// File.
        file: String,
        /// Line or row.
        place: Place,
        /// Column.
        column: String,
        /// The number.
        value: f64,
    },
    /// No price.
    #[error("{file}, {place}: {column} is empty; every row must have a price")]
    MissingPrice {
        /// File.
        file: String,
        /// Line or row.
        place: Place,
        /// Column.
        column: String,
    },
    /// More errors of the kind of the one before it.
    #[error("{file}: and {count} more like the one above")]
    More {
        /// File.
        file: String,
        /// How many.
        count: usize,
    },
}

/// Where a row stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A line of CSV; the header is line 1.
    Line(u64),
    /// A row of Parquet; the first is row 1.
    Row(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Row(row) => write!(f, "row {row}"),
        }
    }
}

/// Errors found so far: a limited number of each kind, and how many more there were.
#[derive(Default)]
pub(super) struct Complaints(Vec<(PriceError, usize)>);

impl Complaints {
    /// Takes one more error.
    pub fn add(&mut self, error: PriceError) {
        let kind = discriminant(&error);
        let alike = |(told, _): &(PriceError, usize)| discriminant(told) == kind;
        let same = self.0.iter().filter(|entry| alike(entry)).count();
        match self.0.iter_mut().rfind(|entry| alike(entry)) {
            Some((_, more)) if same >= TOLD => *more += 1,
            _ => self.0.push((error, 0)),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The errors in the order in which they came; each count follows the last of its kind.
    pub fn list(self, file: &str) -> Vec<PriceError> {
        let more = |count| (count > 0).then(|| PriceError::More { file: file.into(), count });
        self.0.into_iter().flat_map(|(error, count)| [Some(error), more(count)]).flatten().collect()
    }
}

/// Most characters of a text from a file, and most names of a list, that an error repeats.
const CHARACTERS: usize = 40;
const NAMES: usize = 20;

/// A text from a file, fit for a screen: bytes that are no text may have any length, and move a
/// terminal's cursor.
fn quoted(text: &str) -> String {
    let shown = text.chars().take(CHARACTERS);
    let told: String = shown
        .map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() })
        .collect();
    let more = if text.chars().nth(CHARACTERS).is_some() { "…" } else { "" };
    format!("\"{told}{more}\"")
}

fn listed(names: &[String]) -> String {
    let mut told: Vec<String> = names.iter().take(NAMES).map(|name| quoted(name)).collect();
    if names.len() > NAMES {
        told.push(format!("and {} more", names.len() - NAMES));
    }
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_escaped_and_cut() {
        assert_eq!(quoted("2020-1-1"), "\"2020-1-1\"");
        assert_eq!(quoted("a\u{1b}[2J\n\0"), "\"a\\u{1b}[2J\\n\\u{0}\"");
        assert_eq!(quoted(&"x".repeat(40)), format!("\"{}\"", "x".repeat(40)));
        assert_eq!(quoted(&"é".repeat(41)), format!("\"{}…\"", "é".repeat(40)));
        let names: Vec<String> = (0..22).map(|i| i.to_string()).collect();
        assert!(listed(&names).ends_with("\"19\", and 2 more"));
        assert_eq!(listed(&names[..2]), "\"0\", \"1\"");
    }
}

//! `[[book]]`: the positions of every book, from wherever they come.

use super::contracts::{Fault, position};
use super::keys::{CONTRACT, CONTRACT_COLUMNS};
use super::lives::Entry;
use super::plan::{PlannedBook, Position};
use super::random;
use super::sheets::{DataFile, Files, Layout, Line};
use crate::config::places::Report;
use crate::config::shape::Shape;
use crate::config::tree::{Table, Value};
use std::path::Path;

/// A file of positions.
const LAYOUT: Layout = Layout {
    line: &Shape::Forms(&CONTRACT),
    needed: &["kind", "strike", "days", "quantity"],
    allowed: &CONTRACT_COLUMNS,
    aside: &[BOOK_COLUMN, "entry_volatility", "entry_value"],
};
/// Whose a position is, in a file of several books.
const BOOK_COLUMN: &str = "book";

/// What a book is made from.
pub struct Sources<'a> {
    /// The market at entry, where that is right.
    pub entry: Option<Entry>,
    /// The folder of the config.
    pub folder: &'a Path,
    /// The files.
    pub files: &'a Files<'a>,
}

/// The books, each checked whatever is wrong with another.
pub fn books(
    config: &Table,
    sources: &Sources<'_>,
    report: &mut Report,
) -> Option<Vec<PlannedBook>> {
    let books: Vec<_> =
        config.tables("book").map(|(path, table)| book(path, table, sources, report)).collect();
    books.into_iter().collect()
}

fn book(
    path: &str,
    table: &Table,
    sources: &Sources<'_>,
    report: &mut Report,
) -> Option<PlannedBook> {
    let entry = sources.entry.as_ref();
    let positions = if table.has("legs") {
        legs(table, entry, report)
    } else if table.has("file") {
        file(path, table, sources, report)
    } else {
        random::positions(table.table("random")?, entry?, report)
    };
    let name = table.text("name")?.to_owned();
    Some(PlannedBook { name, positions: positions? })
}

/// Positions of the config itself.
fn legs(table: &Table, entry: Option<&Entry>, report: &mut Report) -> Option<Vec<Position>> {
    let Value::List(nodes) = &table.node("legs").value else { return None };
    let mut leg = |table: &Table| match position(table, entry?)? {
        Ok(position) => Some(position),
        Err(faults) => {
            for Fault { key, allowed } in faults {
                report.refuse(&place(table, key), allowed);
            }
            None
        }
    };
    let all: Vec<_> = nodes
        .iter()
        .map(|node| if let Value::Table(table) = &node.value { leg(table) } else { None })
        .collect();
    all.into_iter().collect()
}

/// The path of a key of a leg: that of its kind is not among its entries.
fn place(table: &Table, key: &str) -> String {
    if table.has(key) {
        return table.node(key).path.clone();
    }
    table.node("days").path.replace(".days", &format!(".{key}"))
}

/// Positions of a file: those of the book's name, where it has a column of books.
fn file(
    path: &str,
    table: &Table,
    sources: &Sources<'_>,
    report: &mut Report,
) -> Option<Vec<Position>> {
    let key = &format!("{path}.file");
    let file = DataFile { key, as_written: table.text("file")?, folder: sources.folder };
    let lines = file.read(&LAYOUT, sources.files, report)?;
    let lines = of_book(table.text("name")?, lines, &file, report)?;
    let entry = sources.entry.as_ref()?;
    let (mut positions, mut complaints) = (Vec::new(), Vec::new());
    for line in &lines {
        match line.table().and_then(|table| position(table, entry)) {
            Some(Ok(position)) => positions.push(position),
            Some(Err(faults)) => {
                let said = faults.iter().map(|fault| line.complaint(fault.key, &fault.allowed));
                complaints.extend(said);
            }
            None => {}
        }
    }
    file.refuse(complaints, report);
    (positions.len() == lines.len()).then_some(positions)
}

/// The lines of a book; all, where none says whose it is.
fn of_book(
    name: &str,
    lines: Vec<Line>,
    file: &DataFile<'_>,
    report: &mut Report,
) -> Option<Vec<Line>> {
    let mut names: Vec<String> = Vec::new();
    for found in lines.iter().filter_map(|line| line.cell(BOOK_COLUMN)) {
        if !names.iter().any(|known| known == found) {
            names.push(found.to_owned());
        }
    }
    if names.is_empty() || lines.is_empty() {
        return Some(lines);
    }
    let own: Vec<_> =
        lines.into_iter().filter(|line| line.cell(BOOK_COLUMN) == Some(name)).collect();
    if own.is_empty() {
        let names: Vec<_> = names.iter().map(|name| format!("{name:?}")).collect();
        let allowed = format!("has no line of the book {name:?}, only of {}", names.join(", "));
        file.refuse(vec![allowed], report);
        return None;
    }
    Some(own)
}

//! Files of positions and quotes: every line a table of a declared shape, checked like those of the
//! config itself.

use crate::config::check;
use crate::config::places::Report;
use crate::config::shape::Shape;
use crate::config::suggest::nearest;
use crate::config::tree::{Table, Value};
use rehedge_report::{Sheet, SheetRow};
use std::io;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Gives the bytes of a file.
pub type Files<'a> = dyn Fn(&Path) -> io::Result<Arc<Vec<u8>>> + 'a;

/// Problems of a file that are told one by one; the rest are counted.
const TOLD: usize = 20;
/// Most characters of a cell that a problem repeats.
const CHARACTERS: usize = 40;

/// A file that a config names.
pub struct DataFile<'a> {
    /// Path of the key that names it.
    pub key: &'a str,
    /// Its name as it was written.
    pub as_written: &'a str,
    /// The folder of the config.
    pub folder: &'a Path,
}

/// What a file must look like.
pub struct Layout {
    /// What a line is.
    pub line: &'static Shape,
    /// The columns that must be there, with something in every line.
    pub needed: &'static [&'static str],
    /// Every column that may be there.
    pub allowed: &'static [&'static str],
    /// Those of them that are no keys of a line.
    pub aside: &'static [&'static str],
}

/// A line of a file: `value` is refused where something is wrong with it.
pub struct Line {
    number: u64,
    cells: Vec<(String, String)>,
    value: Value,
}

impl Line {
    /// The line's keys, if nothing is wrong with them.
    pub fn table(&self) -> Option<&Table> {
        if let Value::Table(table) = &self.value { Some(table) } else { None }
    }

    /// What stands in a column; nothing where there is no such column.
    pub fn cell(&self, column: &str) -> Option<&str> {
        self.cells.iter().find(|(name, _)| name == column).map(|(_, cell)| &**cell)
    }

    /// Its number in the file, the header being 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What is wrong with a cell.
    pub fn complaint(&self, column: &str, allowed: &str) -> String {
        let number = self.number;
        match self.cell(column).filter(|cell| !cell.is_empty()) {
            Some(cell) => format!("line {number}: {column} = {}: {allowed}", quoted(cell)),
            None => format!("line {number}: {column}: {allowed}"),
        }
    }
}

impl DataFile<'_> {
    /// The lines of the file; says what is wrong with it.
    pub fn read(
        &self,
        layout: &Layout,
        files: &Files<'_>,
        report: &mut Report,
    ) -> Option<Vec<Line>> {
        let bytes = match files(&self.folder.join(self.as_written)) {
            Ok(bytes) => bytes,
            Err(error) => {
                report.refuse(self.key, format!("cannot be read: {error}"));
                return None;
            }
        };
        let sheet = match Sheet::read(&bytes) {
            Ok(sheet) => sheet,
            Err(errors) => {
                self.refuse(errors.iter().map(ToString::to_string).collect(), report);
                return None;
            }
        };
        let mut complaints = columns(&sheet, layout);
        let known = complaints.is_empty();
        let mut of_lines: Vec<_> =
            sheet.faults.iter().map(|fault| (fault.line, fault.to_string())).collect();
        let mut lines = Vec::new();
        if known {
            for row in &sheet.rows {
                let mut of_line = Vec::new();
                lines.push(line(&sheet.columns, row, layout, &mut of_line));
                of_lines.extend(of_line.into_iter().map(|complaint| (row.line, complaint)));
            }
        }
        of_lines.sort_by_key(|(line, _)| *line);
        complaints.extend(of_lines.into_iter().map(|(_, complaint)| complaint));
        self.refuse(complaints, report);
        known.then_some(lines)
    }

    /// Says what is wrong with the file, the first problems one by one.
    pub fn refuse(&self, complaints: Vec<String>, report: &mut Report) {
        let more = complaints.len().saturating_sub(TOLD);
        for complaint in complaints.into_iter().take(TOLD) {
            report.refuse(self.key, complaint);
        }
        if more > 0 {
            report.refuse(self.key, format!("and {more} more problems with the file"));
        }
    }
}

/// What is wrong with the header.
fn columns(sheet: &Sheet, layout: &Layout) -> Vec<String> {
    let there = |column: &&&str| sheet.columns.iter().any(|name| name == **column);
    let missing = layout.needed.iter().filter(|column| !there(column));
    let missing = missing.map(|column| format!("there is no column {column:?}"));
    let known = |name: &&String| layout.allowed.contains(&name.as_str());
    let unknown = sheet.columns.iter().filter(|name| !known(name)).map(|name| {
        let advice = match nearest(name, layout.allowed.iter().copied()) {
            Some(meant) => format!("did you mean {meant:?}?"),
            None => format!("allowed: {}", layout.allowed.join(", ")),
        };
        format!("unknown column {}; {advice}", quoted(name))
    });
    missing.chain(unknown).collect()
}

/// A line, checked cell by cell as if it stood in the config.
fn line(columns: &[String], row: &SheetRow, layout: &Layout, complaints: &mut Vec<String>) -> Line {
    let cells = columns.iter().cloned().zip(row.cells.iter().cloned()).collect();
    let mut line = Line { number: row.line, cells, value: Value::Refused };
    let is_key = |name: &str| !layout.aside.contains(&name);
    let filled = || line.cells.iter().filter(|(name, cell)| !cell.is_empty() && is_key(name));
    let empty = |column: &&&str| !filled().any(|(name, _)| name == **column);
    let before = complaints.len();
    for column in layout.needed.iter().filter(empty) {
        complaints.push(line.complaint(column, "is empty; every line must have one"));
    }
    if complaints.len() == before {
        let numbers: Vec<_> = filled().map(|(_, cell)| number(cell)).collect();
        let pairs = filled().zip(&numbers).map(|((name, cell), number)| {
            let written = number.as_deref().and_then(|number| DeValue::parse(number).ok());
            let text = || Spanned::new(0..0, DeValue::String(cell.into()));
            (Spanned::new(0..0, name.as_str().into()), written.unwrap_or_else(text))
        });
        let written = Spanned::new(0..0, DeValue::Table(pairs.collect::<DeTable>()));
        let mut report = Report::new("", "");
        let value = check::item(layout.line, &written, &mut report);
        for problem in report.problems.as_slice() {
            complaints.push(line.complaint(&problem.key, &problem.allowed));
        }
        if report.problems.is_empty() {
            line.value = value;
        }
    }
    line
}

/// A cell that is a number, as the config would have it.
fn number(cell: &str) -> Option<String> {
    match (cell.parse::<i64>(), cell.parse::<f64>()) {
        (Ok(whole), _) => Some(whole.to_string()),
        (_, Ok(number)) if number.is_nan() => Some("nan".to_owned()),
        (_, Ok(number)) => Some(format!("{number:?}")),
        _ => None,
    }
}

/// A cell, fit for a screen; numbers are not quoted.
fn quoted(cell: &str) -> String {
    if cell.parse::<f64>().is_ok() {
        return cell.to_owned();
    }
    let shown: String = cell.chars().take(CHARACTERS).collect();
    let more = if cell.chars().nth(CHARACTERS).is_some() { "…" } else { "" };
    format!("{:?}", format!("{shown}{more}"))
}

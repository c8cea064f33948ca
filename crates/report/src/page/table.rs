//! [`Table`]: rows of numbers with a heading, as plain data and as HTML.

use super::number;
use maud::{Markup, html};

/// Names with more letters than this may be broken.
const SHORT: usize = 24;

/// A table of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its anchor; letters and hyphens.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What to read in it.
    pub note: String,
    /// Heads that span several columns, with their number of columns, from the second column on.
    /// None where there are none.
    pub groups: Vec<(String, usize)>,
    /// Heads of the columns, that of the names first.
    pub heads: Vec<Head>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// The head of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// What is in the column.
    pub label: String,
    /// Its unit; may be empty.
    pub unit: &'static str,
}

impl Head {
    /// A head with a unit.
    pub fn new(label: impl Into<String>, unit: &'static str) -> Self {
        Self { label: label.into(), unit }
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What the row is about.
    pub name: String,
    /// What it says, a cell for each head after the first.
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A number.
    Number {
        /// The number.
        value: f64,
        /// Digits after the point.
        decimals: usize,
        /// Whether it stands out.
        strong: bool,
    },
    /// From one number to another.
    Interval {
        /// Both ends.
        ends: [f64; 2],
        /// Digits after the point.
        decimals: usize,
    },
}

impl Cell {
    /// A number with so many decimals.
    #[must_use]
    pub fn number(value: f64, decimals: usize) -> Self {
        Self::Number { value, decimals, strong: false }
    }

    /// A number with the digits that its standard error allows, two of the error's own; where
    /// nothing varies, with four.
    #[must_use]
    pub fn estimate(value: f64, error: f64) -> Self {
        Self::number(value, number::decimals(error, 2, number::digits(value, 4)))
    }

    /// A standard error, with two digits.
    #[must_use]
    pub fn error(error: f64) -> Self {
        Self::estimate(error, error)
    }

    fn decimals(&self) -> usize {
        match self {
            Self::Number { decimals, .. } => *decimals,
            _ => 0,
        }
    }
}

impl Table {
    pub(super) fn markup(&self) -> Markup {
        let columns = self.heads.len().saturating_sub(1);
        let width = |column: usize| {
            self.rows.iter().filter_map(|row| row.cells.get(column)).map(Cell::decimals).max()
        };
        let widths: Vec<_> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let anchor = format!("table-{}", self.id);
        let caption = format!("{anchor}-caption");
        html! {
            section.table id=(anchor) {
                h3 { (self.title) }
                @if !self.note.is_empty() { p.note { (self.note) } }
                div.scroll tabindex="0" role="region" aria-labelledby=(caption) {
                    table.wide[columns > 12] {
                        caption.hidden id=(caption) { (self.title) }
                        thead { (self.head_rows()) }
                        tbody {
                            @for row in &self.rows {
                                tr {
                                    th.short[row.name.chars().count() <= SHORT] scope="row" {
                                        bdi { (row.name) }
                                    }
                                    @for (cell, width) in row.cells.iter().zip(&widths) {
                                        (cell_markup(cell, *width))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn head_rows(&self) -> Markup {
        let head = |head: &Head| {
            html! {
                th scope="col" {
                    (head.label)
                    @if !head.unit.is_empty() { " " span.unit { (head.unit) } }
                }
            }
        };
        let rows = if self.groups.is_empty() { "1" } else { "2" };
        html! {
            tr {
                @if let Some(first) = self.heads.first() {
                    th scope="col" rowspan=(rows) { (first.label) }
                }
                @for (label, columns) in &self.groups {
                    th.group scope="colgroup" colspan=(columns) { (label) }
                }
                @if self.groups.is_empty() {
                    @for one in self.heads.iter().skip(1) { (head(one)) }
                }
            }
            @if !self.groups.is_empty() {
                tr { @for one in self.heads.iter().skip(1) { (head(one)) } }
            }
        }
    }
}

fn cell_markup(cell: &Cell, width: usize) -> Markup {
    match cell {
        Cell::Empty => html! { td { "–" } },
        Cell::Text(text) => html! { td.words { (text) } },
        Cell::Number { value, decimals, strong } => {
            let text = number::padded(*value, *decimals, width);
            html! { td { @if *strong { strong { (text) } } @else { (text) } } }
        }
        Cell::Interval { ends: [low, high], decimals } => {
            let [low, high] = [low, high].map(|end| number::plain(*end, *decimals));
            html! { td { (low) " to " (high) } }
        }
    }
}

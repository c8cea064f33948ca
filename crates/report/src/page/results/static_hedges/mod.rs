//! Static hedges as tables of the page, one of each kind for every book.

mod curves;
mod hedges;
mod instruments;
mod ledger;
#[cfg(test)]
mod tests;

use super::super::number::digits;
use super::super::table::{Cell, Table};
use super::{heads, with_error};
pub use curves::{cap_tables, subset_tables};
pub use hedges::{hedge_tables, world_tables};
pub use instruments::{condition_table, position_tables};
pub use ledger::static_dynamic_tables;

/// Significant digits of what has no standard error of its own.
const DIGITS: i32 = 3;

/// A table for each book, in the order in which books come, with its number from 1.
pub(super) fn of_books<R>(
    rows: &[R],
    book: impl Fn(&R) -> &String,
    table: impl Fn(usize, &str, &[&R]) -> Table,
) -> Vec<Table> {
    let mut books: Vec<&String> = Vec::new();
    for row in rows {
        if !books.contains(&book(row)) {
            books.push(book(row));
        }
    }
    let one = |(name, number): (&&String, usize)| {
        let own: Vec<&R> = rows.iter().filter(|row| book(row) == *name).collect();
        table(number, name, &own)
    };
    books.iter().zip(1..).map(one).collect()
}

pub(super) fn count(count: usize) -> Cell {
    Cell::number(count as f64, 0)
}

/// A number in three digits; nothing where it is not known.
pub(super) fn plain(value: f64) -> Cell {
    if value.is_finite() { Cell::number(value, digits(value, DIGITS)) } else { Cell::Empty }
}

/// A value and its standard error; nothing where they are not known.
pub(super) fn known(value: f64, error: f64) -> [Cell; 2] {
    if value.is_finite() { with_error(value, error) } else { [Cell::Empty, Cell::Empty] }
}

/// A number that names a row.
fn significant(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || (1e-3..1e6).contains(&size) {
        format!("{value:.*}", digits(value, DIGITS))
    } else {
        power(value)
    }
}

/// A number as a power of ten.
fn power(value: f64) -> String {
    if value.is_finite() { format!("{value:.1e}").replace('-', "−") } else { "∞".to_owned() }
}

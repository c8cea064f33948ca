//! The frame of the positions that are hedged.

use crate::frames::{names, numbers};
use polars::prelude::{Column, DataFrame, NamedFrom as _, PolarsError, Series};

/// A position of a book, in the columns of a file of positions; `None` where its kind has no such
/// term, or it is left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BookRow {
    /// The book.
    pub book: String,
    /// What it pays: `call`, `up_and_out_put`, …
    pub kind: String,
    /// In currency.
    pub strike: f64,
    /// Life at entry, in trading days.
    pub days: f64,
    /// Number of options: positive when owned, negative when sold.
    pub quantity: f64,
    /// Implied volatility at entry of its own, per √year; that of the market without.
    pub implied_volatility: Option<f64>,
    /// What a binary option pays, in currency.
    pub cash: Option<f64>,
    /// In currency.
    pub barrier: Option<f64>,
    /// In currency.
    pub rebate: Option<f64>,
    /// Trading days between looks at a barrier; at all times without.
    pub monitoring_days: Option<f64>,
    /// Fixings of an average; at all times without.
    pub fixings: Option<i64>,
    /// The average of what came before entry, in currency.
    pub average_so_far: Option<f64>,
    /// Fixings before entry.
    pub fixings_so_far: Option<i64>,
    /// Trading days of averaging before entry.
    pub days_so_far: Option<f64>,
    /// Implied volatility that it is priced at, at entry, per √year.
    pub entry_volatility: f64,
    /// Its value at entry, quantity included, in currency.
    pub entry_value: f64,
}

/// A row per position: `book, kind, strike, days, quantity, implied_volatility, cash, barrier, rebate,
/// monitoring_days, fixings, average_so_far, fixings_so_far, days_so_far, entry_volatility,
/// entry_value`.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn books_frame(rows: &[BookRow]) -> Result<DataFrame, PolarsError> {
    let number = |name, of: fn(&BookRow) -> f64| numbers(name, rows.iter().map(of).collect());
    let term = |name: &str, of: fn(&BookRow) -> Option<f64>| -> Column {
        Series::new(name.into(), rows.iter().map(of).collect::<Vec<_>>()).into()
    };
    let count = |name: &str, of: fn(&BookRow) -> Option<i64>| -> Column {
        Series::new(name.into(), rows.iter().map(of).collect::<Vec<_>>()).into()
    };
    let columns = vec![
        names("book", rows.iter().map(|row| &*row.book)),
        names("kind", rows.iter().map(|row| &*row.kind)),
        number("strike", |row| row.strike),
        number("days", |row| row.days),
        number("quantity", |row| row.quantity),
        term("implied_volatility", |row| row.implied_volatility),
        term("cash", |row| row.cash),
        term("barrier", |row| row.barrier),
        term("rebate", |row| row.rebate),
        term("monitoring_days", |row| row.monitoring_days),
        count("fixings", |row| row.fixings),
        term("average_so_far", |row| row.average_so_far),
        count("fixings_so_far", |row| row.fixings_so_far),
        term("days_so_far", |row| row.days_so_far),
        number("entry_volatility", |row| row.entry_volatility),
        number("entry_value", |row| row.entry_value),
    ];
    DataFrame::new(rows.len(), columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frames::csv_bytes;

    #[test]
    fn what_a_kind_does_not_have_is_empty() {
        let row = BookRow {
            book: "b".into(),
            kind: "asian_arithmetic_call".into(),
            strike: 95.0,
            days: 42.5,
            quantity: -3.0,
            fixings: Some(42),
            entry_volatility: 0.2,
            entry_value: -12.5,
            ..BookRow::default()
        };
        let text = csv_bytes(&mut books_frame(&[row]).unwrap()).unwrap();
        let text = String::from_utf8(text).unwrap();
        let (header, line) = text.trim_end().split_once('\n').unwrap();
        assert_eq!(header.split(',').count(), 16);
        assert_eq!(line, "b,asian_arithmetic_call,95.0,42.5,-3.0,,,,,,42,,,,0.2,-12.5");
    }
}

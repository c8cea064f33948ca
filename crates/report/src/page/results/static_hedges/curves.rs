//! The risk along a cap on it, and along a number of instruments.

use super::super::super::table::{Cell, Row, Table};
use super::{count, heads, known, of_books, plain, significant};
use crate::frames::{CapRow, SubsetRow};

/// The least cost for each cap on the risk; money in `unit`.
#[must_use]
pub fn cap_tables(rows: &[CapRow], unit: &'static str) -> Vec<Table> {
    let row = |row: &CapRow| {
        let mut cells = vec![plain(row.cost), plain(row.bid_ask_cost), count(row.instruments)];
        cells.extend([row.units, row.in_sample.rms].map(plain));
        cells.extend(known(row.out_of_sample.rms, row.out_of_sample.rms_se));
        cells.push(Cell::Text(row.status.clone()));
        Row { name: significant(row.cap), cells }
    };
    of_books(
        rows,
        |row| &row.book,
        |number, book, rows| Table {
            id: format!("frontier-{number}"),
            title: format!("What less risk of “{book}” costs"),
            note: format!(
                "The least cost under each cap on the root mean square error, in {unit}. From \
             frontier.csv."
            ),
            groups: vec![
                ("positions".into(), 4),
                ("rms error".into(), 1),
                ("rms error out of sample".into(), 2),
                (String::new(), 1),
            ],
            heads: heads([
                ("cap", unit),
                ("cost", ""),
                ("half-spreads", unit),
                ("held", ""),
                ("Σ|x|", "units"),
                ("in sample", unit),
                ("value", unit),
                ("±", unit),
                ("status", ""),
            ]),
            rows: rows.iter().map(|one| row(one)).collect(),
        },
    )
}

/// The best hedges of a few instruments; money in `unit`.
#[must_use]
pub fn subset_tables(rows: &[SubsetRow], unit: &'static str) -> Vec<Table> {
    let row = |row: &SubsetRow| {
        let mut cells = vec![count(row.most_instruments), count(row.instruments)];
        cells.extend([row.units, row.in_sample.rms].map(plain));
        cells.extend(known(row.out_of_sample.rms, row.out_of_sample.rms_se));
        let solved = row.in_sample.rms.is_finite();
        cells.push(Cell::Text(if solved { row.chosen.join(", ") } else { row.status.clone() }));
        Row { name: row.method.replace('_', " "), cells }
    };
    of_books(
        rows,
        |row| &row.book,
        |number, book, rows| Table {
            id: format!("cardinality-{number}"),
            title: format!("A few instruments for “{book}”"),
            note: format!(
                "Positions in the chosen instruments are those of least squares; errors in {unit}. From \
             cardinality.csv."
            ),
            groups: Vec::new(),
            heads: heads([
                ("chosen by", ""),
                ("at most", ""),
                ("held", ""),
                ("Σ|x|", "units"),
                ("rms in sample", unit),
                ("out of sample", unit),
                ("±", unit),
                ("instruments", ""),
            ]),
            rows: rows.iter().map(|one| row(one)).collect(),
        },
    )
}

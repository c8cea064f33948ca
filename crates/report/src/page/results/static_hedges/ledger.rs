//! Static beside dynamic hedges in the ledger.

use super::super::super::table::{Cell, Row, Table};
use super::{heads, known, of_books};
use crate::frames::StaticDynamicRow;

/// Static beside dynamic hedges in the ledger; money in `unit`.
#[must_use]
pub fn static_dynamic_tables(rows: &[StaticDynamicRow], unit: &'static str) -> Vec<Table> {
    let row = |row: &StaticDynamicRow| {
        let mut cells = vec![Cell::Text(row.kind.clone())];
        cells.extend(known(row.cost_mean, row.cost_mean_se));
        cells.extend(known(row.pnl.mean, row.pnl.mean_se));
        cells.extend(known(row.pnl.sd, row.pnl.sd_se));
        cells.extend(known(row.pnl.es_95, row.pnl.es_95_se));
        Row { name: row.hedge.clone(), cells }
    };
    of_books(
        rows,
        |row| &row.book,
        |number, book, rows| Table {
            id: format!("static-vs-dynamic-{number}"),
            title: format!("“{book}” in the ledger: hedged once, or again and again"),
            note: format!(
                "P&L of book and hedge after costs, in {unit} at the horizon, on the same paths; static \
             hedges are entered and left at bid and ask. From static-vs-dynamic.csv."
            ),
            groups: vec![
                (String::new(), 1),
                ("mean cost".into(), 2),
                ("mean P&L".into(), 2),
                ("sd of P&L".into(), 2),
                ("expected shortfall".into(), 2),
            ],
            heads: heads([
                ("hedge", ""),
                ("kind", ""),
                ("value", unit),
                ("±", unit),
                ("value", unit),
                ("±", unit),
                ("value", unit),
                ("±", unit),
                ("value", unit),
                ("±", unit),
            ]),
            rows: rows.iter().map(|one| row(one)).collect(),
        },
    )
}

//! The instruments: what is held of each, and how well they are told apart.

use super::super::super::table::{Cell, Head, Row, Table};
use super::{count, heads, of_books, plain, power};
use crate::frames::{ConditionRow, PositionRow};

/// Positions: a row per instrument that any model holds, a column per model.
#[must_use]
pub fn position_tables(rows: &[PositionRow]) -> Vec<Table> {
    of_books(
        rows,
        |row| &row.book,
        |number, book, rows| {
            let (mut models, mut instruments): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
            for row in rows.iter().filter(|row| row.position != 0.0) {
                for (list, name) in [(&mut models, &row.model), (&mut instruments, &row.instrument)]
                {
                    if !list.contains(&&**name) {
                        list.push(name);
                    }
                }
            }
            let position = |instrument: &str, model: &str| {
                let same = |row: &&&PositionRow| row.instrument == instrument && row.model == model;
                let found = rows.iter().find(same).map(|row| row.position);
                found.filter(|position| *position != 0.0).map_or(Cell::Empty, plain)
            };
            let row = |instrument: &&str| Row {
                name: (*instrument).to_owned(),
                cells: models.iter().map(|model| position(instrument, model)).collect(),
            };
            let columns = std::iter::once(Head::new("instrument", ""));
            Table {
                id: format!("positions-{number}"),
                title: format!("Positions that hedge “{book}”"),
                note: "Units: shares and options, negative when sold. From positions.csv.".into(),
                groups: Vec::new(),
                heads: columns.chain(models.iter().map(|model| Head::new(*model, ""))).collect(),
                rows: instruments.iter().map(row).collect(),
            }
        },
    )
}

/// How well instruments are told apart, by horizon.
#[must_use]
pub fn condition_table(rows: &[ConditionRow]) -> Table {
    let row = |row: &ConditionRow| Row {
        name: format!("{} days", row.horizon_days),
        cells: vec![
            plain(row.sd_vol_points),
            count(row.rank),
            count(row.instruments),
            Cell::Text(power(row.condition_number)),
        ],
    };
    Table {
        id: "condition".into(),
        title: "How well instruments are told apart".into(),
        note: "Of the instruments’ values on the scenarios at each horizon. A condition number of \
               1e16 leaves no digit of a double. From condition.csv."
            .into(),
        groups: Vec::new(),
        heads: heads([
            ("horizon", ""),
            ("volatility ±", "points"),
            ("rank", ""),
            ("instruments", ""),
            ("condition number", ""),
        ]),
        rows: rows.iter().map(row).collect(),
    }
}

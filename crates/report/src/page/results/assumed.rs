//! What it is worth to know how uncertain implied volatility is, as tables of the page.

use super::super::table::{Cell, Row, Table};
use super::heads;
use super::static_hedges::{count, known, of_books, plain};
use crate::frames::AssumedRow;

/// Each model's hedges by the uncertainty of implied volatility that it was told of, all judged at
/// `sd_vol_points`; money in `unit`.
#[must_use]
pub fn assumed_tables(rows: &[AssumedRow], sd_vol_points: f64, unit: &'static str) -> Vec<Table> {
    let row = |row: &AssumedRow| {
        let model = &row.model;
        let mut cells = vec![plain(row.assumed_sd_vol_points), count(model.instruments)];
        cells.extend([model.units, model.cost, model.in_sample.rms].map(plain));
        cells.extend(known(model.out_of_sample.rms, model.out_of_sample.rms_se));
        cells.push(Cell::Text(model.status.clone()));
        Row { name: model.model.clone(), cells }
    };
    of_books(
        rows,
        |row| &row.model.book,
        |number, book, rows| Table {
            id: format!("assumed-volatility-{number}"),
            title: format!("“{book}” with and without uncertain volatility in the optimisation"),
            note: format!(
                "Each model is optimised as if implied volatility at the horizon had the standard \
                 deviation assumed; out of sample it has one of {sd_vol_points} points. Root mean \
                 square errors, in {unit}. From assumed-volatility.csv."
            ),
            groups: vec![
                (String::new(), 1),
                ("positions".into(), 3),
                ("rms error in sample".into(), 1),
                ("rms error out of sample".into(), 2),
                (String::new(), 1),
            ],
            heads: heads([
                ("model", ""),
                ("assumed ±", "points"),
                ("held", ""),
                ("Σ|x|", "units"),
                ("cost", ""),
                ("as assumed", unit),
                ("value", unit),
                ("±", unit),
                ("status", ""),
            ]),
            rows: rows.iter().map(|one| row(one)).collect(),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::ErrorStatistics;
    use crate::frames::ModelRow;

    #[test]
    fn a_row_for_each_assumption() {
        let row = |sd: f64, rms: f64| AssumedRow {
            assumed_sd_vol_points: sd,
            model: ModelRow {
                book: "b".into(),
                model: "m".into(),
                status: "solved".into(),
                instruments: 3,
                units: 12.0,
                value: 1.0,
                cost: 2.0,
                bid_ask_cost: 3.0,
                in_sample: ErrorStatistics { rms: 1.5, ..Default::default() },
                out_of_sample: ErrorStatistics { rms, rms_se: 1.0, ..Default::default() },
            },
        };
        let tables = assumed_tables(&[row(0.0, 4e5), row(0.5, 26.3)], 0.5, "currency");
        let [table] = &tables[..] else { panic!("one book") };
        assert!(table.note.contains("out of sample it has one of 0.5 points"));
        let columns: usize = table.groups.iter().map(|(_, columns)| columns).sum();
        assert_eq!(columns, table.heads.len() - 1);
        assert!(table.rows.iter().all(|row| row.cells.len() == columns));
        assert_eq!(table.rows[1].cells[0], plain(0.5));
        assert_eq!(table.rows[1].cells[5], known(26.3, 1.0)[0]);
    }
}

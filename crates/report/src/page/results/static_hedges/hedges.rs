//! What each model holds and leaves, here and in other worlds.

use super::super::super::table::{Cell, Head, Row, Table};
use super::{count, heads, known, of_books, plain};
use crate::frames::{ModelRow, RevaluedRow};

/// What each model holds, pays and leaves; money in `unit`.
#[must_use]
pub fn hedge_tables(rows: &[ModelRow], unit: &'static str) -> Vec<Table> {
    let row = |row: &ModelRow| {
        let mut cells = vec![count(row.instruments)];
        cells.extend([row.units, row.value, row.cost, row.bid_ask_cost].map(plain));
        cells.extend(known(row.in_sample.rms, row.in_sample.rms_se));
        cells.extend(known(row.out_of_sample.rms, row.out_of_sample.rms_se));
        cells.extend(known(row.out_of_sample.es_95, row.out_of_sample.es_95_se));
        cells.push(Cell::Text(row.status.clone()));
        Row { name: row.model.clone(), cells }
    };
    of_books(
        rows,
        |row| &row.book,
        |number, book, rows| Table {
            id: format!("hedges-{number}"),
            title: format!("What hedges “{book}”, and what that leaves"),
            note: format!(
                "Positions at entry; errors at the horizon, in {unit}; ±: standard error. Cost is by the \
             weights of the problem. Expected shortfall is the mean loss on the worst 5 % of \
             scenarios out of sample. From models.csv."
            ),
            groups: vec![
                ("positions".into(), 5),
                ("rms error in sample".into(), 2),
                ("rms error out of sample".into(), 2),
                ("expected shortfall".into(), 2),
                (String::new(), 1),
            ],
            heads: heads([
                ("model", ""),
                ("held", ""),
                ("Σ|x|", "units"),
                ("value", unit),
                ("cost", ""),
                ("half-spreads", unit),
                ("value", unit),
                ("±", unit),
                ("value", unit),
                ("±", unit),
                ("value", unit),
                ("±", unit),
                ("status", ""),
            ]),
            rows: rows.iter().map(|one| row(one)).collect(),
        },
    )
}

/// Root mean square errors in every world: where the hedges were made, out of sample, and in other
/// volatilities and markets; money in `unit`.
#[must_use]
pub fn world_tables(
    models: &[ModelRow],
    revalued: &[RevaluedRow],
    unit: &'static str,
) -> Vec<Table> {
    let mut worlds: Vec<&str> = Vec::new();
    for row in revalued {
        if !worlds.contains(&&*row.revaluation) {
            worlds.push(&row.revaluation);
        }
    }
    if worlds.is_empty() {
        return Vec::new();
    }
    let elsewhere = |model: &ModelRow, world: &str| {
        let same = |row: &&RevaluedRow| {
            row.book == model.book && row.model == model.model && row.revaluation == world
        };
        revalued.iter().find(same).map_or(f64::NAN, |row| row.errors.rms)
    };
    let row = |model: &ModelRow| {
        let own = [model.in_sample.rms, model.out_of_sample.rms];
        let others = worlds.iter().map(|world| elsewhere(model, world));
        Row { name: model.model.clone(), cells: own.into_iter().chain(others).map(plain).collect() }
    };
    let names = ["in sample", "out of sample"].into_iter().chain(worlds.iter().copied());
    let columns: Vec<Head> = std::iter::once(Head::new("model", ""))
        .chain(names.map(|name| Head::new(name, unit)))
        .collect();
    of_books(
        models,
        |row| &row.book,
        |number, book, rows| Table {
            id: format!("worlds-{number}"),
            title: format!("The hedges of “{book}” in other worlds"),
            note: format!(
                "Root mean square error at the horizon, in {unit}; the hedges are the same in every \
             column. From models.csv and revalued.csv."
            ),
            groups: Vec::new(),
            heads: columns.clone(),
            rows: rows.iter().map(|one| row(one)).collect(),
        },
    )
}

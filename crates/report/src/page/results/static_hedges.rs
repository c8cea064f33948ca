//! Static hedges as tables of the page, one of each kind for every book.

use super::super::number::digits;
use super::super::table::{Cell, Head, Row, Table};
use super::{heads, with_error};
use crate::frames::{
    CapRow, ConditionRow, ModelRow, PositionRow, RevaluedRow, StaticDynamicRow, SubsetRow,
};

/// Significant digits of what has no standard error of its own.
const DIGITS: i32 = 3;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::ErrorStatistics;

    fn errors(rms: f64) -> ErrorStatistics {
        ErrorStatistics { rms, rms_se: 0.01 * rms, es_95: 2.0 * rms, ..Default::default() }
    }

    fn model(book: &str, model: &str, rms: f64) -> ModelRow {
        ModelRow {
            book: book.into(),
            model: model.into(),
            status: "solved".into(),
            instruments: 21,
            units: 1.93e6,
            value: -3.0,
            cost: 12.5,
            bid_ask_cost: 0.25,
            in_sample: errors(rms),
            out_of_sample: errors(1.1 * rms),
        }
    }

    #[test]
    fn a_table_for_each_book_with_as_many_cells_as_heads() {
        let models = [model("a", "m", 7.27e-4), model("b", "m", 1.0), model("a", "n", f64::NAN)];
        let tables = hedge_tables(&models, "currency");
        let names: Vec<_> = tables
            .iter()
            .map(|table| table.rows.iter().map(|row| &*row.name).collect::<Vec<_>>())
            .collect();
        assert_eq!(names, [vec!["m", "n"], vec!["m"]]);
        assert_eq!((&*tables[0].id, &*tables[1].id), ("hedges-1", "hedges-2"));
        assert_eq!(tables[0].rows[0].cells[1], Cell::number(1.93e6, 0));
        // Two digits of the error 7.27e-6.
        assert_eq!(tables[0].rows[0].cells[5], Cell::number(7.27e-4, 7));
        assert_eq!(tables[0].rows[1].cells[5], Cell::Empty);
        assert_whole(&tables);
    }

    fn assert_whole(tables: &[Table]) {
        for table in tables {
            let columns: usize = table.groups.iter().map(|(_, columns)| columns).sum();
            assert!(columns == 0 || columns == table.heads.len() - 1, "{}", table.id);
            for row in &table.rows {
                assert_eq!(row.cells.len(), table.heads.len() - 1, "{}", table.id);
            }
        }
    }

    #[test]
    fn worlds_are_columns() {
        let models = [model("a", "m", 1.0), model("a", "n", 2.0)];
        let row = |model: &str, revaluation: &str, rms| RevaluedRow {
            book: "a".into(),
            model: model.into(),
            revaluation: revaluation.into(),
            errors: errors(rms),
        };
        let revalued = [row("m", "jumps", 5.0), row("n", "jumps", 6.0), row("m", "shift", 7.0)];
        let tables = world_tables(&models, &revalued, "currency");
        let heads: Vec<_> = tables[0].heads.iter().map(|head| &*head.label).collect();
        assert_eq!(heads, ["model", "in sample", "out of sample", "jumps", "shift"]);
        let cells = &tables[0].rows[1].cells;
        assert_eq!(cells[2..], [Cell::number(6.0, 2), Cell::Empty]);
        assert_whole(&tables);
        assert_eq!(world_tables(&models, &[], "currency"), []);
    }

    #[test]
    fn positions_of_what_is_held() {
        let row = |model: &str, instrument: &str, position| PositionRow {
            book: "a".into(),
            model: model.into(),
            instrument: instrument.into(),
            position,
            value: 0.0,
            bid_ask_cost: 0.0,
        };
        let rows = [
            row("m", "stock", 2.5),
            row("m", "cash", 0.0),
            row("n", "call", -1.2e6),
            row("n", "stock", 0.0),
        ];
        let tables = position_tables(&rows);
        let names: Vec<_> = tables[0].rows.iter().map(|row| &*row.name).collect();
        assert_eq!(names, ["stock", "call"]);
        assert_eq!(tables[0].rows[0].cells, [Cell::number(2.5, 2), Cell::Empty]);
        assert_eq!(tables[0].rows[1].cells, [Cell::Empty, Cell::number(-1.2e6, 0)]);
        assert_whole(&tables);
    }

    #[test]
    fn the_rest_is_whole_too() {
        let condition = |condition_number| ConditionRow {
            horizon_days: 15.0,
            sd_vol_points: 0.5,
            instruments: 21,
            rank: 19,
            condition_number,
        };
        let table = condition_table(&[condition(3.2e17), condition(f64::INFINITY)]);
        assert_eq!(table.rows[0].cells[3], Cell::Text("3.2e17".into()));
        assert_eq!(table.rows[1].cells[3], Cell::Text("∞".into()));
        assert_whole(&[table]);
        let cap = CapRow {
            book: "a".into(),
            cap: 0.0123,
            status: "solved".into(),
            instruments: 1,
            units: 1.0,
            value: 1.0,
            cost: 1.0,
            bid_ask_cost: 1.0,
            in_sample: errors(1.0),
            out_of_sample: errors(1.0),
        };
        let tables = cap_tables(&[cap], "currency");
        assert_eq!(tables[0].rows[0].name, "0.0123");
        assert_whole(&tables);
        let subset = SubsetRow {
            book: "a".into(),
            method: "matching_pursuit".into(),
            most_instruments: 3,
            status: "solved".into(),
            instruments: 2,
            chosen: vec!["stock".into(), "call 100 21d".into()],
            units: 1.0,
            value: 1.0,
            cost: 1.0,
            bid_ask_cost: 1.0,
            in_sample: errors(1.0),
            out_of_sample: errors(1.0),
        };
        let missing = SubsetRow {
            status: "out of reach".into(),
            in_sample: errors(f64::NAN),
            out_of_sample: errors(f64::NAN),
            ..subset.clone()
        };
        let tables = subset_tables(&[subset, missing], "currency");
        assert_eq!(tables[0].rows[0].name, "matching pursuit");
        assert_eq!(tables[0].rows[0].cells[6], Cell::Text("stock, call 100 21d".into()));
        assert_eq!(tables[0].rows[1].cells[6], Cell::Text("out of reach".into()));
        assert_whole(&tables);
        let ledger = StaticDynamicRow {
            book: "a".into(),
            hedge: "delta 1d".into(),
            kind: "dynamic".into(),
            cost_mean: 1.0,
            cost_mean_se: 0.1,
            pnl: errors(3.0),
        };
        assert_whole(&static_dynamic_tables(&[ledger], "currency"));
    }
}

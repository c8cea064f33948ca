//! Tables of made-up rows.

use super::*;
use crate::comparison::ErrorStatistics;
use crate::frames::{
    CapRow, ConditionRow, ModelRow, PositionRow, RevaluedRow, StaticDynamicRow, SubsetRow,
};

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

//! `sweep.csv` and `sweep.parquet`: a row per cell and hedge.

use super::{names, numbers};
use crate::comparison::Criterion;
use crate::summary::HedgeSummary;
use polars::prelude::{Column, DataFrame, PolarsError};

/// What one hedge did in one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepRow {
    /// Name of the hedge.
    pub hedge: String,
    /// Number of paths.
    pub paths: usize,
    /// The numbers of [`HedgeSummary::columns`].
    pub numbers: Vec<f64>,
    /// What each criterion says of it.
    pub judged: Vec<Judged>,
}

impl SweepRow {
    /// The number of a column of the summary; not a number for a column that is not there.
    #[must_use]
    pub fn number(&self, column: &str) -> f64 {
        let index = HedgeSummary::columns().iter().position(|name| name == column);
        index.and_then(|index| self.numbers.get(index)).map_or(f64::NAN, |number| *number)
    }
}

/// What a criterion says of a hedge in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// The value of the criterion.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// Whether the hedge keeps within the cap of the criterion; true where there is none.
    pub allowed: bool,
    /// Place among the hedges of the cell, from 1.
    pub rank: usize,
}

/// A key that varies: the title of its column, and its value on every row.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyColumn {
    /// Numbers.
    Numbers(String, Vec<f64>),
    /// Words.
    Words(String, Vec<String>),
}

/// A row per cell and hedge: the keys that vary, `hedge`, `paths`, the columns of the summary, and for
/// each criterion its name as in rankings, with `_` for blanks: `<criterion>`, `<criterion>_se`,
/// `<criterion>_allowed` and `<criterion>_rank`.
///
/// # Errors
/// When two columns have one name, or are not as long as there are rows.
pub fn sweep_frame(
    keys: &[KeyColumn],
    rows: &[SweepRow],
    criteria: &[Criterion],
) -> Result<DataFrame, PolarsError> {
    let mut columns: Vec<Column> = keys.iter().map(key_column).collect();
    columns.push(names("hedge", rows.iter().map(|row| row.hedge.as_str())));
    let paths: Vec<i64> = rows.iter().map(|row| row.paths as i64).collect();
    columns.push(Column::new("paths".into(), paths));
    for (index, name) in HedgeSummary::columns().iter().enumerate() {
        columns.push(numbers(name, rows.iter().map(|row| row.numbers[index]).collect()));
    }
    for (index, criterion) in criteria.iter().enumerate() {
        let label = criterion.label().replace(' ', "_");
        let judged = || rows.iter().map(|row| row.judged[index]);
        columns.push(numbers(&label, judged().map(|judged| judged.value).collect()));
        columns.push(numbers(&format!("{label}_se"), judged().map(|judged| judged.se).collect()));
        let allowed: Vec<bool> = judged().map(|judged| judged.allowed).collect();
        columns.push(Column::new(format!("{label}_allowed").into(), allowed));
        let ranks: Vec<i64> = judged().map(|judged| judged.rank as i64).collect();
        columns.push(Column::new(format!("{label}_rank").into(), ranks));
    }
    DataFrame::new(rows.len(), columns)
}

fn key_column(key: &KeyColumn) -> Column {
    match key {
        KeyColumn::Numbers(name, values) => numbers(name, values.clone()),
        KeyColumn::Words(name, values) => names(name, values.iter().map(String::as_str)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frames::csv_bytes;

    #[test]
    fn columns_and_rows() {
        let row = |hedge: &str, value: f64, rank| SweepRow {
            hedge: hedge.to_owned(),
            paths: 7,
            numbers: (0..HedgeSummary::columns().len()).map(|i| i as f64 + value).collect(),
            judged: vec![Judged { value, se: 0.5, allowed: rank == 1, rank }],
        };
        let keys = [
            KeyColumn::Numbers("costs.half_spread_bps".into(), vec![1.0, 0.1]),
            KeyColumn::Words("size, of jumps".into(), vec!["small".into(), "large".into()]),
        ];
        let rows = [row("a", 0.25, 1), row("b", 0.75, 2)];
        let criteria = [Criterion::Cost { max_sd: 0.3 }];
        let mut frame = sweep_frame(&keys, &rows, &criteria).unwrap();
        let csv = String::from_utf8(csv_bytes(&mut frame).unwrap()).unwrap();
        let lines: Vec<_> = csv.lines().collect();
        assert!(lines[0].starts_with(
            "costs.half_spread_bps,\"size, of jumps\",hedge,paths,pnl_mean,pnl_mean_se,"
        ));
        let criterion = "cost_max_sd_0.3,cost_max_sd_0.3_se,cost_max_sd_0.3_allowed,\
                         cost_max_sd_0.3_rank";
        assert!(lines[0].ends_with(criterion), "{}", lines[0]);
        assert!(lines[1].starts_with("1.0,small,a,7,0.25,1.25,"), "{}", lines[1]);
        assert!(lines[2].ends_with(",0.75,0.5,false,2"), "{}", lines[2]);
        let same = [keys[0].clone(), keys[0].clone()];
        assert!(sweep_frame(&same, &rows, &criteria).is_err());
    }
}

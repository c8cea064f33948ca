//! `summary.csv` and `summary.parquet`: a row per hedge.

use super::{names, numbers};
use crate::summary::HedgeSummary;
use polars::prelude::{Column, DataFrame, PolarsError};

/// A row per hedge: `hedge`, `paths`, the fields of [`HedgeSummary`] by their names, and
/// `<component>_mean`, `<component>_sd` of every [`Component`](rehedge_engine::Component).
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn summary_frame(summaries: &[HedgeSummary]) -> Result<DataFrame, PolarsError> {
    let paths: Vec<i64> = summaries.iter().map(|s| s.paths as i64).collect();
    let mut columns = vec![
        names("hedge", summaries.iter().map(|s| s.hedge.as_str())),
        Column::new("paths".into(), paths),
    ];
    let rows: Vec<_> = summaries.iter().map(HedgeSummary::numbers).collect();
    for (index, name) in HedgeSummary::columns().iter().enumerate() {
        columns.push(numbers(name, rows.iter().map(|row| row[index]).collect()));
    }
    DataFrame::new(summaries.len(), columns)
}

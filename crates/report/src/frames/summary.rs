//! `summary.csv` and `summary.parquet`: a row per hedge.

use super::{names, numbers};
use crate::summary::{HedgeSummary, NUMBERS};
use polars::prelude::{Column, DataFrame, PolarsError};
use rehedge_engine::Component;

/// A row per hedge: `hedge`, `paths`, the fields of [`HedgeSummary`] by their names, and
/// `<component>_mean`, `<component>_sd` of every [`Component`].
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn summary_frame(summaries: &[HedgeSummary]) -> Result<DataFrame, PolarsError> {
    let paths: Vec<i64> = summaries.iter().map(|s| s.paths as i64).collect();
    let mut columns = vec![
        names("hedge", summaries.iter().map(|s| s.hedge.as_str())),
        Column::new("paths".into(), paths),
    ];
    let column = |name: &str, number: &dyn Fn(&HedgeSummary) -> f64| {
        numbers(name, summaries.iter().map(number).collect())
    };
    columns.extend(NUMBERS.map(|(name, number)| column(name, &number)));
    for component in Component::ALL {
        let name = component.name();
        columns.push(column(&format!("{name}_mean"), &|s| s.components[component as usize].mean));
        columns.push(column(&format!("{name}_sd"), &|s| s.components[component as usize].sd));
    }
    DataFrame::new(summaries.len(), columns)
}

//! Frames of static hedges: `books`, `positions`, `models`, `revalued`, `assumed-volatility`, `condition`, `frontier`,
//! `cardinality`, `surface`, `static-vs-dynamic`.

mod books;
mod curves;
mod hedges;

pub use books::{BookRow, books_frame};
pub use curves::{
    CapRow, ConditionRow, SubsetRow, SurfaceRow, caps_frame, condition_frame, subsets_frame,
    surface_frame,
};
pub use hedges::{
    AssumedRow, ModelRow, PositionRow, RevaluedRow, StaticDynamicRow, assumed_frame, models_frame,
    positions_frame, revalued_frame, static_dynamic_frame,
};

use super::numbers;
use crate::comparison::ErrorStatistics;
use polars::prelude::Column;

/// A column of whole numbers.
fn counts(name: &str, values: impl Iterator<Item = usize>) -> Column {
    Column::new(name.into(), values.map(|count| count as i64).collect::<Vec<_>>())
}

/// The columns of error statistics, their names after a prefix.
fn statistics<'a>(
    prefix: &'a str,
    rows: impl Iterator<Item = &'a ErrorStatistics> + Clone + 'a,
) -> impl Iterator<Item = Column> + 'a {
    ErrorStatistics::COLUMNS.iter().enumerate().map(move |(index, name)| {
        let values = rows.clone().map(|row| row.numbers()[index]).collect();
        numbers(&format!("{prefix}{name}"), values)
    })
}

//! Polars frames of results, and their bytes as CSV and Parquet.

mod comparison;
mod ledger;
mod ledger_read;
mod pnl;
mod portfolio;
mod profile;
mod row_groups;
mod sources;
mod summary;
mod sweep;
mod theory;

pub use comparison::{break_even_frame, effectiveness_frame, paired_frame, ranking_frame};
pub use ledger::ledger_frame;
pub use ledger_read::{LedgerError, read_ledger};
pub use pnl::{PnlError, PnlGroup, PnlLayout, PnlWriter};
pub use portfolio::{
    AssumedRow, BookRow, CapRow, ConditionRow, ModelRow, PositionRow, RevaluedRow,
    StaticDynamicRow, SubsetRow, SurfaceRow, assumed_frame, books_frame, caps_frame,
    condition_frame, models_frame, positions_frame, revalued_frame, static_dynamic_frame,
    subsets_frame, surface_frame,
};
pub use profile::profile_frame;
pub use sources::{attribution_frame, controlled_frame, variance_frame};
pub use summary::summary_frame;
pub use sweep::{Judged, KeyColumn, SweepRow, sweep_frame};
pub use theory::{TheoryRow, theory_frame};

use polars::prelude::{Column, DataFrame, NamedFrom as _, PolarsError, Series};
use polars_io::SerWriter as _;
use polars_io::csv::write::CsvWriter;
use polars_io::parquet::write::{ParquetCompression, ParquetWriter, StatisticsOptions};

/// A frame as CSV: a header, a comma between values, and each number the shortest that reads back
/// to the same bits.
///
/// # Errors
/// When the frame has a column that CSV cannot hold, which none of this crate has.
pub fn csv_bytes(frame: &mut DataFrame) -> Result<Vec<u8>, PolarsError> {
    let mut bytes = Vec::new();
    CsvWriter::new(&mut bytes).n_threads(1).finish(frame)?;
    Ok(bytes)
}

/// A frame as one Parquet file.
///
/// # Errors
/// When the frame has a column that Parquet cannot hold, which none of this crate has.
pub fn parquet_bytes(frame: &mut DataFrame) -> Result<Vec<u8>, PolarsError> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Lz4Raw)
        .with_statistics(StatisticsOptions::empty())
        .set_parallel(false)
        .finish(frame)?;
    Ok(bytes)
}

/// A column of numbers.
fn numbers(name: &str, values: Vec<f64>) -> Column {
    Series::new(name.into(), values).into()
}

/// A column of names.
fn names<'a>(title: &str, values: impl Iterator<Item = &'a str>) -> Column {
    Series::new(title.into(), values.collect::<Vec<_>>()).into()
}

/// The name of a hedge; its number where it has no name.
fn hedge_name(hedges: &[String], hedge: usize) -> std::borrow::Cow<'_, str> {
    hedges.get(hedge).map_or_else(|| hedge.to_string().into(), |name| name.as_str().into())
}

#[cfg(test)]
mod tests;

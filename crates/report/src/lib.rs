//! P&L blocks to frames, statistics, charts and a page; files of prices to a checked table, and any
//! CSV to its cells.
//!
//! [`Statistics`] and [`PnlWriter`] take the blocks of a run as they come, in the order of their
//! paths. What they and the engine have gathered becomes Polars frames, and frames become bytes:
//!
//! ```
//! use rehedge_engine::PnlBlock;
//! use rehedge_report::{Dependence, Statistics, csv_bytes, summary_frame};
//!
//! let mut block = PnlBlock { valid: 4, hedges: vec![Default::default()], ..Default::default() };
//! block.hedges[0].pnl[..4].copy_from_slice(&[1.0, 2.0, 4.0, 5.0]);
//! let mut statistics = Statistics::new(&["daily".into()], Dependence::Independent);
//! statistics.add(&block);
//! let csv = String::from_utf8(csv_bytes(&mut summary_frame(&statistics.summaries(1))?)?)?;
//! assert!(csv.lines().nth(1).unwrap().starts_with("daily,4,3.0,"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Absent on purpose: files and the clock (bytes and `Write` in, bytes out), and any knowledge of
//! how paths were made.
#![cfg_attr(test, allow(clippy::float_cmp, reason = "what is copied or exact is equal to the bit"))]
pub mod charts;
mod comparison;
mod cost;
mod csv_lines;
mod frames;
pub mod page;
mod parallel;
mod prices;
mod sheet;
mod statistics;
mod summary;

pub use comparison::{
    AttributionTest, BreakEven, Controlled, ControlledMean, CostAndRisk, Criterion, Difference,
    Effectiveness, ErrorStatistics, MOST_IN_ALL_PAIRS, Measured, PairedRow, Placed, Premium,
    Ranked, Ranking, Risk, Sample, Samples, Zone,
};
pub use frames::{
    AssumedRow, BookRow, CapRow, ConditionRow, Judged, KeyColumn, LedgerError, ModelRow, PnlError,
    PnlGroup, PnlLayout, PnlWriter, PositionRow, RevaluedRow, StaticDynamicRow, SubsetRow,
    SurfaceRow, SweepRow, TheoryRow, assumed_frame, attribution_frame, books_frame,
    break_even_frame, caps_frame, condition_frame, controlled_frame, csv_bytes,
    effectiveness_frame, ledger_frame, models_frame, paired_frame, parquet_bytes, positions_frame,
    profile_frame, ranking_frame, read_ledger, revalued_frame, static_dynamic_frame, subsets_frame,
    summary_frame, surface_frame, sweep_frame, theory_frame, variance_frame,
};
pub use parallel::in_parallel;
/// Polars: the frames, and why one cannot be made.
pub use polars::prelude::{DataFrame, PolarsError};
pub use prices::{Columns, MalformedTimestamp, Place, PriceError, PriceTable, Timestamp};
pub use sheet::{Sheet, SheetError, SheetFault, SheetRow};
pub use statistics::{BlockSums, Dependence, Share, Source, Statistics, VarianceSplit};
pub use summary::{HedgeSummary, Spread};

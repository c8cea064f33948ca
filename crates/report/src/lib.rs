//! P&L blocks to frames, statistics and charts.
mod cost;
mod frames;
mod prices;
mod statistics;
mod summary;

pub use polars::prelude::PolarsError;
pub use frames::{
    LedgerError, PnlError, PnlWriter, csv_bytes, ledger_frame, parquet_bytes, profile_frame,
    read_ledger, summary_frame,
};
pub use prices::{Columns, MalformedTimestamp, Place, PriceError, PriceTable, Timestamp};
pub use statistics::Statistics;
pub use summary::{HedgeSummary, Spread};

//! `pnl.parquet`: a row per path and hedge, written while the blocks arrive.

use super::row_groups::RowGroups;
use super::{names, numbers};
use crate::cost::costs;
use polars::prelude::{Column, DataFrame, DataType, PolarsError, Schema};
use rehedge_engine::{Component, HedgeOutcome, PnlBlock, PnlSink};
use std::io::Write;
use thiserror::Error;

/// Rows of a row group, at least, but for the last one: what is kept in memory.
const ROWS_PER_GROUP: usize = 65_536;

/// Why P&L cannot be written.
#[derive(Debug, Error)]
pub enum PnlError {
    /// A block with more or fewer hedges than names were given.
    #[error("a block of {found} hedges where {expected} are named")]
    Hedges {
        /// Names given.
        expected: usize,
        /// Hedges in the block.
        found: usize,
    },
    /// A path beyond the start dates given.
    #[error("path {path} has no start date: {dates} dates were given")]
    NoStartDate {
        /// The path.
        path: usize,
        /// How many dates there are.
        dates: usize,
    },
    /// The bytes could not be made or written.
    #[error("cannot write P&L: {0}")]
    Write(#[from] PolarsError),
}

/// Writes every path's P&L as Parquet: `hedge, path, pnl`, a column per [`Component`], `cost,
/// turnover, trades, spot_final`, and `start_date` if dates are given.
///
/// # Shape
/// Row groups of about 65 536 rows, each a run of paths. Within a group, rows are sorted by hedge,
/// in the order of the run, then by path. Memory does not grow with the number of paths.
///
/// Most blocks are only kept, which is a copy; the one that fills a row group pays for its columns,
/// compression and writing, some 4 ns a value. A run on many threads should give the writer a
/// thread of its own.
pub struct PnlWriter {
    hedges: Vec<String>,
    start_dates: Option<Vec<i32>>,
    pending: Vec<PnlBlock>,
    rows: usize,
    out: RowGroups,
}

impl PnlWriter {
    /// A writer of hedges with these names, in the order of the run. `start_dates[path]` is the
    /// first day of a path of real history, in days since 1970-01-01.
    ///
    /// # Errors
    /// When the head of the file cannot be written.
    pub fn new(
        out: Box<dyn Write + Send>,
        hedges: Vec<String>,
        start_dates: Option<Vec<i32>>,
    ) -> Result<Self, PnlError> {
        let out = RowGroups::new(out, &schema(start_dates.is_some()))?;
        Ok(Self { hedges, start_dates, pending: Vec::new(), rows: 0, out })
    }

    /// Writes what is left and the end of the file; gives its size in bytes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<u64, PnlError> {
        self.flush()?;
        Ok(self.out.finish()?)
    }

    /// Writes the pending blocks as one row group.
    fn flush(&mut self) -> Result<(), PnlError> {
        if self.rows > 0 {
            let group = Group { blocks: &self.pending, hedges: &self.hedges, rows: self.rows };
            self.out.write(&group.frame(self.start_dates.as_deref())?)?;
        }
        self.pending.clear();
        self.rows = 0;
        Ok(())
    }

    fn check(&self, block: &PnlBlock) -> Result<(), PnlError> {
        let (expected, found) = (self.hedges.len(), block.hedges.len());
        if expected != found {
            return Err(PnlError::Hedges { expected, found });
        }
        let paths = block.first_path + block.valid;
        match &self.start_dates {
            Some(dates) if paths > dates.len() => {
                Err(PnlError::NoStartDate { path: paths - 1, dates: dates.len() })
            }
            _ => Ok(()),
        }
    }
}

impl PnlSink for PnlWriter {
    type Error = PnlError;

    fn accept(&mut self, block: &PnlBlock) -> Result<(), PnlError> {
        self.check(block)?;
        self.pending.push(block.clone());
        self.rows += block.valid * self.hedges.len();
        if self.rows >= ROWS_PER_GROUP { self.flush() } else { Ok(()) }
    }
}

fn schema(dated: bool) -> Schema {
    let number = |name: &str| (name.into(), DataType::Float64);
    let mut schema = Schema::default();
    schema.extend([("hedge".into(), DataType::String), ("path".into(), DataType::Int64)]);
    schema.extend([number("pnl")]);
    schema.extend(Component::ALL.map(|component| number(component.name())));
    schema.extend(["cost", "turnover"].map(number));
    schema.extend([("trades".into(), DataType::Int32), number("spot_final")]);
    schema.extend(dated.then(|| ("start_date".into(), DataType::Date)));
    schema
}

/// The blocks of a row group.
struct Group<'a> {
    blocks: &'a [PnlBlock],
    hedges: &'a [String],
    rows: usize,
}

impl Group<'_> {
    fn frame(&self, start_dates: Option<&[i32]>) -> Result<DataFrame, PolarsError> {
        let mut columns =
            vec![self.hedge(), Column::new("path".into(), self.per_path(|i| i as i64))];
        columns.push(self.copied("pnl", |outcome| &outcome.pnl[..]));
        columns.extend(Component::ALL.map(|component| {
            self.copied(component.name(), |outcome| &outcome.component(component)[..])
        }));
        columns.push(numbers("cost", self.gather(|block, o| costs(o, block.valid))));
        columns.push(self.copied("turnover", |outcome| &outcome.turnover[..]));
        let trades = self.gather(|block, o| o.trades[..block.valid].iter().map(|n| *n as i32));
        columns.push(Column::new("trades".into(), trades));
        let spots = self.gather(|block, _| block.spot_final[..block.valid].iter().copied());
        columns.push(numbers("spot_final", spots));
        if let Some(dates) = start_dates {
            let days = Column::new("start_date".into(), self.per_path(|path| dates[path]));
            columns.push(days.cast(&DataType::Date)?);
        }
        DataFrame::new(self.rows, columns)
    }

    fn hedge(&self) -> Column {
        let rows = self.rows / self.hedges.len();
        names("hedge", self.hedges.iter().flat_map(|name| std::iter::repeat_n(name.as_str(), rows)))
    }

    fn per_path<T>(&self, of: impl Fn(usize) -> T) -> Vec<T> {
        let of = &of;
        self.gather(|block, _| (block.first_path..block.first_path + block.valid).map(of))
    }

    fn copied(&self, name: &str, row: impl Fn(&HedgeOutcome) -> &[f64]) -> Column {
        let mut values = Vec::with_capacity(self.rows);
        for hedge in 0..self.hedges.len() {
            for block in self.blocks {
                values.extend_from_slice(&row(&block.hedges[hedge])[..block.valid]);
            }
        }
        numbers(name, values)
    }

    /// A value per row, in the order of the rows.
    fn gather<'b, T, I: Iterator<Item = T>>(
        &'b self,
        of: impl Fn(&'b PnlBlock, &'b HedgeOutcome) -> I,
    ) -> Vec<T> {
        let mut values = Vec::with_capacity(self.rows);
        for hedge in 0..self.hedges.len() {
            for block in self.blocks {
                values.extend(of(block, &block.hedges[hedge]));
            }
        }
        values
    }
}

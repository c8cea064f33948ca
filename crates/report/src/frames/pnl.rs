//! `pnl.parquet`: a row per path and hedge, written while the blocks arrive.

use super::row_groups::{Layout, RowGroup, RowGroups};
use super::{names, numbers};
use crate::cost::costs;
use polars::prelude::{Column, DataFrame, DataType, PolarsError, Schema};
use rehedge_engine::{Component, HedgeOutcome, PnlBlock};
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

/// The form of `pnl.parquet`: `hedge, path, pnl`, a column per [`Component`], `cost, turnover,
/// trades, spot_final`, and `start_date` if dates are given.
///
/// # Shape
/// Row groups of about 65 536 rows, each a run of paths. Within a group, rows are sorted by hedge,
/// in the order of the run, then by path.
pub struct PnlLayout {
    hedges: Vec<String>,
    start_dates: Option<Vec<i32>>,
    layout: Layout,
}

/// Blocks as one row group, encoded and compressed.
pub struct PnlGroup(RowGroup);

impl PnlLayout {
    /// For hedges with these names, in the order of the run. `start_dates[path]` is the first day
    /// of a path of real history, in days since 1970-01-01.
    ///
    /// # Errors
    /// When Parquet cannot hold such columns, which does not happen.
    pub fn new(hedges: Vec<String>, start_dates: Option<Vec<i32>>) -> Result<Self, PnlError> {
        let layout = Layout::new(&schema(start_dates.is_some()))?;
        Ok(Self { hedges, start_dates, layout })
    }

    /// Whether blocks that follow each other are enough for a row group.
    #[must_use]
    pub fn fill_a_group(&self, blocks: &[PnlBlock]) -> bool {
        let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { return false };
        let paths = last.first_path + last.valid - first.first_path;
        paths * self.hedges.len() >= ROWS_PER_GROUP
    }

    /// Makes a row group of blocks that follow each other. This is nearly all the work of writing,
    /// some 4 ns a value: do it on any thread, many at once.
    ///
    /// # Errors
    /// When a block is not of this run.
    pub fn encode(&self, blocks: &[PnlBlock]) -> Result<PnlGroup, PnlError> {
        blocks.iter().try_for_each(|block| self.check(block))?;
        let rows = blocks.iter().map(|block| block.valid).sum::<usize>() * self.hedges.len();
        let group = Group { blocks, hedges: &self.hedges, rows };
        let frame = group.frame(self.start_dates.as_deref())?;
        Ok(PnlGroup(self.layout.encode(&frame)?))
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

/// Writes `pnl.parquet`, row group by row group, in the order of the paths. Memory does not grow
/// with their number.
pub struct PnlWriter(RowGroups);

impl PnlWriter {
    /// A file of this layout.
    ///
    /// # Errors
    /// When the head of the file cannot be written.
    pub fn new(out: Box<dyn Write + Send>, layout: &PnlLayout) -> Result<Self, PnlError> {
        Ok(Self(RowGroups::new(out, &layout.layout)?))
    }

    /// Writes the next row group.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, group: &PnlGroup) -> Result<(), PnlError> {
        Ok(self.0.write(&group.0)?)
    }

    /// Writes the end of the file; gives its size in bytes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<u64, PnlError> {
        Ok(self.0.finish()?)
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

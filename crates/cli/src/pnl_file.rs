//! [`PnlFile`]: `pnl.parquet`, encoded on the threads that hedge and written in order.

use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::line::Line;
use rehedge_engine::PnlBlock;
use rehedge_report::{PnlError, PnlGroup, PnlLayout, PnlWriter};
use std::io::Write;
use std::sync::{Mutex, PoisonError};

/// A file that takes row groups from any thread.
pub struct PnlFile {
    layout: PnlLayout,
    line: Line<PnlGroup>,
    writer: Mutex<PnlWriter>,
}

impl PnlFile {
    /// The P&L of an experiment.
    pub fn new(out: Box<dyn Write + Send>, experiment: &Experiment) -> Result<Self, Failure> {
        let starts = experiment.starts.as_ref();
        let dates = starts.map(|starts| starts.iter().map(|start| start.day).collect());
        let layout = PnlLayout::new(experiment.names(), dates).map_err(failed)?;
        let writer = PnlWriter::new(out, &layout).map_err(failed)?;
        Ok(Self { layout, line: Line::new(), writer: Mutex::new(writer) })
    }

    /// Whether blocks that follow each other are enough for a row group.
    pub fn fill_a_group(&self, blocks: &[PnlBlock]) -> bool {
        self.layout.fill_a_group(blocks)
    }

    /// Encodes the row group of this number, and writes whatever is next.
    pub fn put(&self, number: usize, blocks: &[PnlBlock]) -> Result<(), Failure> {
        self.line.put(number, self.layout.encode(blocks).map_err(failed)?);
        let write = |group: PnlGroup| {
            let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            writer.write(&group).err()
        };
        self.line.serve(write).map_or(Ok(()), |error| Err(failed(error)))
    }

    /// Writes the end of the file.
    pub fn finish(self) -> Result<(), Failure> {
        let writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        writer.finish().map(|_| ()).map_err(failed)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err takes")]
fn failed(error: PnlError) -> Failure {
    Failure::Other(error.to_string())
}

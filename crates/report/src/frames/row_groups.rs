//! [`RowGroups`]: a Parquet file written group by group, without a search for dictionaries.

use polars::prelude::{ArrowDataType, CompatLevel, DataFrame, PolarsError, Schema, SchemaExt as _};
use polars_parquet::write::{
    CompressionOptions, Encoding, FileWriter, ParquetType, StatisticsOptions, Version,
    WriteOptions, row_group_iter,
};
use std::io::Write;

/// A Parquet file that grows by one frame at a time.
///
/// Polars' own batched writer looks in every column for values that repeat, which takes a third of
/// its time. Here only text is looked up in a dictionary; numbers are written as they are.
pub(super) struct RowGroups {
    encodings: Vec<Vec<Encoding>>,
    fields: Vec<ParquetType>,
    out: FileWriter<Box<dyn Write + Send>>,
}

impl RowGroups {
    /// A file of frames with this schema.
    pub fn new(out: Box<dyn Write + Send>, schema: &Schema) -> Result<Self, PolarsError> {
        let schema = schema.to_arrow(CompatLevel::newest());
        let encodings = schema.iter_values().map(|field| vec![encoding(&field.dtype)]).collect();
        let out = FileWriter::try_new(out, schema, options())?;
        Ok(Self { encodings, fields: out.parquet_schema().fields().to_vec(), out })
    }

    /// Writes a frame as one row group.
    pub fn write(&mut self, frame: &DataFrame) -> Result<(), PolarsError> {
        for batch in frame.iter_chunks(CompatLevel::newest(), false) {
            let encodings = self.encodings.iter().cloned().collect();
            let rows = batch.len() as u64;
            self.out
                .write(rows, row_group_iter(batch, encodings, self.fields.clone(), options()))?;
        }
        Ok(())
    }

    /// Writes the end of the file; gives its size in bytes.
    pub fn finish(mut self) -> Result<u64, PolarsError> {
        self.out.end(None)
    }
}

/// LZ4: components that a run leaves at zero shrink to nothing, and it hardly costs time.
fn options() -> WriteOptions {
    WriteOptions {
        statistics: StatisticsOptions::empty(),
        version: Version::V1,
        compression: CompressionOptions::Lz4Raw,
        data_page_size: None,
    }
}

/// Text repeats; numbers do not.
fn encoding(of: &ArrowDataType) -> Encoding {
    match of {
        ArrowDataType::Utf8View => Encoding::RleDictionary,
        _ => Encoding::Plain,
    }
}

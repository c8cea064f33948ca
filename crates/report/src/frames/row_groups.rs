//! Row groups of a Parquet file: encoded on any thread, written in order, without a search for
//! dictionaries.

use polars::prelude::{
    ArrowDataType, ArrowSchema, CompatLevel, DataFrame, PolarsError, Schema, SchemaExt as _,
};
use polars_parquet::parquet::write::compress;
use polars_parquet::write::{
    CompressedPage, CompressionOptions, DynIter, DynStreamingIterator, Encoding, FileWriter,
    ParquetType, StatisticsOptions, Version, WriteOptions, array_to_columns,
    fallible_streaming_iterator, to_parquet_type,
};
use std::io::Write;

/// How frames of one schema become row groups.
///
/// Polars' own batched writer looks in every column for values that repeat, which takes a third of
/// its time. Here only text is looked up in a dictionary; numbers are written as they are.
pub(super) struct Layout {
    schema: ArrowSchema,
    columns: Vec<(ParquetType, Encoding)>,
}

/// A frame as compressed pages: a list for each column.
pub(super) struct RowGroup {
    rows: u64,
    columns: Vec<Vec<CompressedPage>>,
}

impl Layout {
    /// Of frames with this schema.
    pub fn new(schema: &Schema) -> Result<Self, PolarsError> {
        let schema = schema.to_arrow(CompatLevel::newest());
        let column = |field| Ok((to_parquet_type(field)?, encoding(field.dtype())));
        let columns = schema.iter_values().map(column).collect::<Result<_, PolarsError>>()?;
        Ok(Self { schema, columns })
    }

    /// Encodes and compresses a frame: nearly all the work of writing it.
    pub fn encode(&self, frame: &DataFrame) -> Result<RowGroup, PolarsError> {
        let columns =
            frame.columns().iter().zip(&self.columns).map(|(column, (kind, encoding))| {
                let array =
                    column.as_materialized_series().rechunk().to_arrow(0, CompatLevel::newest());
                let encoded = array_to_columns(array, kind.clone(), options(), &[*encoding])?;
                let pages = encoded.into_iter().flatten();
                pages.map(|page| Ok(compress(page?, Vec::new(), options().compression)?)).collect()
            });
        let columns = columns.collect::<Result<_, PolarsError>>()?;
        Ok(RowGroup { rows: frame.height() as u64, columns })
    }
}

/// A Parquet file that grows by one row group at a time.
pub(super) struct RowGroups(FileWriter<Box<dyn Write + Send>>);

impl RowGroups {
    /// A file of row groups of this layout.
    pub fn new(out: Box<dyn Write + Send>, layout: &Layout) -> Result<Self, PolarsError> {
        Ok(Self(FileWriter::try_new(out, layout.schema.clone(), options())?))
    }

    /// Writes the next row group.
    pub fn write(&mut self, group: &RowGroup) -> Result<(), PolarsError> {
        let columns = group.columns.iter().map(|pages| {
            let pages = pages.iter().map(Ok::<_, PolarsError>);
            Ok(DynStreamingIterator::new(fallible_streaming_iterator::convert(pages)))
        });
        self.0.write(group.rows, DynIter::new(columns))
    }

    /// Writes the end of the file; gives its size in bytes.
    pub fn finish(mut self) -> Result<u64, PolarsError> {
        self.0.end(None)
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

//! [`Table`]: a CSV or Parquet file of results, read back.

use crate::place::Files;
use polars_io::SerReader as _;
use polars_io::parquet::read::{ParallelStrategy, ParquetReader};
use rehedge_report::DataFrame;
use std::io::Cursor;

/// A file of results by columns.
pub struct Table {
    pub names: Vec<String>,
    frame: DataFrame,
}

impl Table {
    /// Reads a Parquet file of a run.
    pub fn read(files: &Files, name: &str) -> Self {
        let reader = ParquetReader::new(Cursor::new(&files[name]));
        let frame = reader.read_parallel(ParallelStrategy::None).set_rechunk(true).finish();
        let frame = frame.unwrap_or_else(|error| panic!("{name}: {error}"));
        let names = frame.get_column_names().into_iter().map(ToString::to_string).collect();
        Self { names, frame }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.frame.height()
    }

    /// A column of numbers, which has no gaps.
    pub fn numbers(&self, name: &str) -> Vec<f64> {
        let column = self.frame.column(name).unwrap();
        let numbers: Option<Vec<f64>> = if let Ok(numbers) = column.f64() {
            numbers.iter().collect()
        } else if let Ok(numbers) = column.i64() {
            numbers.iter().map(|number| Some(number? as f64)).collect()
        } else {
            column.i32().unwrap().iter().map(|number| number.map(f64::from)).collect()
        };
        numbers.unwrap_or_else(|| panic!("{name} has gaps"))
    }

    /// A column of names.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let column = self.frame.column(name).unwrap().str().unwrap();
        column.iter().map(|text| text.expect("a name").to_owned()).collect()
    }

    /// A column of dates, in days since 1970-01-01.
    pub fn days(&self, name: &str) -> Vec<i32> {
        let column = self.frame.column(name).unwrap().date().unwrap();
        column.physical().iter().map(|day| day.expect("a date")).collect()
    }

    /// A column of numbers on the rows of a hedge.
    pub fn of_hedge(&self, hedge: &str, name: &str) -> Vec<f64> {
        let hedges = self.texts("hedge");
        let rows = self.numbers(name).into_iter().zip(hedges);
        rows.filter(|(_, name)| name == hedge).map(|(number, _)| number).collect()
    }
}

/// The lines of `summary.csv`, cut at the commas: no name in these tests has one.
pub fn summary(files: &Files) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(&files["summary.csv"]).unwrap();
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

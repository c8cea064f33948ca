//! [`PriceTable`]: real prices by date, read from CSV or Parquet and checked.

mod check;
mod csv_file;
mod error;
mod parquet_file;
mod timestamp;

pub use error::{Place, PriceError};
pub use timestamp::{MalformedTimestamp, Timestamp};

use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::Read as _;

/// Columns of a file of prices, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Dates, or moments: ISO text, or a date or timestamp of Parquet.
    pub date: String,
    /// Prices; every row must have one.
    pub spot: String,
    /// Implied volatility, in whatever unit the file has; rows may lack it.
    pub implied_volatility: Option<String>,
}

/// Prices in the order of their dates. Dates ascend; prices are positive and finite.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceTable {
    /// When.
    pub times: Vec<Timestamp>,
    /// Spot.
    pub spot: Vec<f64>,
    /// Implied volatility where the file has it: empty if no column is named, else one per row.
    pub implied_volatility: Vec<Option<f64>>,
    /// What a user should know and may accept: dates that lie a week or more apart.
    pub warnings: Vec<String>,
}

impl PriceTable {
    /// Reads the bytes of a CSV or Parquet file, either of them gzipped or not; its content tells
    /// which. `file` is its name in messages.
    ///
    /// # Errors
    /// Everything that is wrong with the file at once, at most ten of a kind one by one.
    ///
    /// # Examples
    /// ```
    /// use rehedge_report::{Columns, PriceTable};
    /// let columns =
    ///     Columns { date: "date".into(), spot: "close".into(), implied_volatility: None };
    /// let table = PriceTable::read(b"date,close\n2001-09-10,1092.54\n", "spx.csv", &columns)?;
    /// assert_eq!(table.times[0].to_string(), "2001-09-10");
    /// assert_eq!(table.spot, [1092.54]);
    ///
    /// let errors = PriceTable::read(b"date,close\n2001-09-10,0\n", "spx.csv", &columns);
    /// let message = errors.unwrap_err()[0].to_string();
    /// assert_eq!(message, "spx.csv, line 2: close = 0; it must be positive and finite");
    /// # Ok::<(), Vec<rehedge_report::PriceError>>(())
    /// ```
    pub fn read(bytes: &[u8], file: &str, columns: &Columns) -> Result<Self, Vec<PriceError>> {
        let bytes = unzipped(bytes, file).map_err(|error| vec![error])?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(vec![PriceError::Empty { file: file.into() }]);
        }
        let reading = if bytes.starts_with(PARQUET) {
            parquet_file::cells(&bytes, file, columns)?
        } else {
            csv_file::cells(&bytes, file, columns)?
        };
        check::table(reading, file, columns)
    }
}

const GZIP: &[u8] = &[0x1f, 0x8b];
const PARQUET: &[u8] = b"PAR1";

pub(crate) fn unzipped<'a>(bytes: &'a [u8], file: &str) -> Result<Cow<'a, [u8]>, PriceError> {
    if !bytes.starts_with(GZIP) {
        return Ok(bytes.into());
    }
    let mut plain = Vec::new();
    match MultiGzDecoder::new(bytes).read_to_end(&mut plain) {
        Ok(_) => Ok(plain.into()),
        Err(why) => Err(PriceError::Unreadable { file: file.into(), why: why.to_string() }),
    }
}

/// A row as it stands in the file.
struct Cells {
    place: Place,
    date: Result<Timestamp, String>,
    spot: Cell,
    implied_volatility: Cell,
}

/// A number as it stands in the file.
enum Cell {
    Empty,
    Number(f64),
    Malformed(String),
}

/// Rows read, and what was wrong with the file that keeps them from being rows.
type Reading = (Vec<Cells>, error::Complaints);

/// Errors for every column asked for that is not there.
fn missing_columns(columns: &Columns, there: &[String], file: &str) -> Vec<PriceError> {
    [Some(&columns.date), Some(&columns.spot), columns.implied_volatility.as_ref()]
        .into_iter()
        .flatten()
        .filter(|column| !there.contains(column))
        .map(|column| PriceError::MissingColumn {
            file: file.into(),
            column: column.clone(),
            there: there.to_vec(),
        })
        .collect()
}

#[cfg(test)]
mod tests;

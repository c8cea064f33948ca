//! [`Sheet`]: the cells of a CSV file, whatever they mean.

use crate::csv_lines::CsvLines;
use crate::prices::{PriceError, unzipped};
use csv::{ByteRecord, ReaderBuilder, Trim};
use thiserror::Error;

/// What spreadsheets put before the first byte.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A header and the lines under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Names of the columns, each once.
    pub columns: Vec<String>,
    /// The lines that hold anything.
    pub rows: Vec<SheetRow>,
    /// The lines that are no rows, in their order.
    pub faults: Vec<SheetFault>,
}

/// A line with more or fewer fields than the header.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {found} fields under a header of {expected}")]
pub struct SheetFault {
    /// Line.
    pub line: u64,
    /// Fields of the line.
    pub found: usize,
    /// Fields of the header.
    pub expected: usize,
}

/// A line of a [`Sheet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Its number; the header is line 1.
    pub line: u64,
    /// A cell for each column, without spaces around it; empty where nothing stands.
    pub cells: Vec<String>,
}

/// What keeps a file from being a [`Sheet`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SheetError {
    /// Not CSV, plain or gzipped.
    #[error("cannot be read as CSV: {0}")]
    Unreadable(String),
    /// No bytes.
    #[error("the file is empty; it must have a header and a line for each item")]
    Empty,
    /// A header and nothing under it.
    #[error("there are columns but no lines under them")]
    NoRows,
    /// Two columns of one name.
    #[error("column \"{0}\" is there twice")]
    Repeated(String),
}

impl Sheet {
    /// Reads the bytes of a CSV file, gzipped or not. A line of too many or too few fields is a fault and
    /// no row, whatever the others hold.
    ///
    /// # Errors
    /// Everything that keeps the file from being a sheet.
    ///
    /// # Examples
    /// ```
    /// use rehedge_report::Sheet;
    /// let sheet = Sheet::read(b"kind, strike\ncall, 100\n\nput, 95\n")?;
    /// assert_eq!(sheet.columns, ["kind", "strike"]);
    /// assert_eq!((sheet.rows[1].line, &*sheet.rows[1].cells), (4, &["put".into(), "95".into()][..]));
    /// # Ok::<(), Vec<rehedge_report::SheetError>>(())
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<SheetError>> {
        let plain = unzipped(bytes, "").map_err(|error| match error {
            PriceError::Unreadable { why, .. } => vec![SheetError::Unreadable(why)],
            error => vec![SheetError::Unreadable(error.to_string())],
        })?;
        let plain = plain.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&plain);
        if plain.iter().all(u8::is_ascii_whitespace) {
            return Err(vec![SheetError::Empty]);
        }
        let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(plain);
        let unreadable = |why: csv::Error| vec![SheetError::Unreadable(why.to_string())];
        let columns = cells(reader.byte_headers().map_err(unreadable)?);
        let mut errors: Vec<_> = repeated(&columns).map(SheetError::Repeated).collect();
        let (mut rows, mut faults, mut lines) = (Vec::new(), Vec::new(), CsvLines::new(plain));
        for record in reader.byte_records() {
            let record = record.map_err(unreadable)?;
            let line = lines.of(&record);
            let cells = cells(&record);
            if cells.len() != columns.len() {
                let (found, expected) = (cells.len(), columns.len());
                faults.push(SheetFault { line, found, expected });
            } else if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(SheetRow { line, cells });
            }
        }
        if rows.is_empty() && faults.is_empty() && errors.is_empty() {
            errors.push(SheetError::NoRows);
        }
        if errors.is_empty() { Ok(Self { columns, rows, faults }) } else { Err(errors) }
    }
}

fn cells(record: &ByteRecord) -> Vec<String> {
    record.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
}

/// Names that stand at a second place.
fn repeated(columns: &[String]) -> impl Iterator<Item = String> {
    let again = |&(index, name): &(usize, &String)| columns[..index].contains(name);
    columns.iter().enumerate().filter(again).map(|(_, name)| name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let sheet =
            Sheet::read(b"\xef\xbb\xbfa,b\r\n1,\"x,\"\"y\"\"\nz\"\r\n,\r\n2, \r\n").unwrap();
        let row = |line, cells: [&str; 2]| SheetRow { line, cells: cells.map(Into::into).into() };
        assert_eq!(sheet.columns, ["a", "b"]);
        assert_eq!(sheet.rows, [row(2, ["1", "x,\"y\"\nz"]), row(5, ["2", ""])]);
    }

    #[test]
    fn a_line_that_is_no_row_hides_no_other() {
        let sheet = Sheet::read(b"a,b\n1\n1,2\n1,2,3\n").unwrap();
        let fault = |line, found| SheetFault { line, found, expected: 2 };
        assert_eq!(sheet.faults, [fault(2, 1), fault(4, 3)]);
        assert_eq!(sheet.rows, [SheetRow { line: 3, cells: vec!["1".into(), "2".into()] }]);
    }

    #[test]
    fn what_is_no_sheet_says_why() {
        let errors = |bytes: &[u8]| Sheet::read(bytes).unwrap_err();
        assert_eq!(errors(b" \n"), [SheetError::Empty]);
        assert_eq!(errors(b"a,b\n"), [SheetError::NoRows]);
        assert_eq!(errors(b"a,b,a\n1,2,3\n"), [SheetError::Repeated("a".into())]);
        assert!(matches!(&errors(&[0x1f, 0x8b, 0x08])[..], [SheetError::Unreadable(_)]));
    }
}

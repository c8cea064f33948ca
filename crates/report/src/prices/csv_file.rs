//! Rows of a CSV file: a header, commas, quotes where needed.

use super::error::Complaints;
use crate::csv_lines::CsvLines;

use super::{Cell, Cells, Columns, Place, PriceError, Reading, missing_columns};
use csv::{ByteRecord, ReaderBuilder, Trim};

/// What spreadsheets put before the first byte.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub(super) fn cells(
    bytes: &[u8],
    file: &str,
    columns: &Columns,
) -> Result<Reading, Vec<PriceError>> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(bytes);
    let unreadable =
        |why: csv::Error| vec![PriceError::Unreadable { file: file.into(), why: why.to_string() }];
    let header = reader.byte_headers().map_err(unreadable)?.clone();
    let there: Vec<String> = header.iter().map(text).collect();
    let missing = missing_columns(columns, &there, file);
    if !missing.is_empty() {
        return Err(missing);
    }
    let find = |column: &String| there.iter().position(|name| name == column);
    let wanted = Wanted {
        date: find(&columns.date),
        spot: find(&columns.spot),
        implied_volatility: columns.implied_volatility.as_ref().and_then(find),
    };
    let (mut rows, mut complaints) = (Vec::new(), Complaints::default());
    let mut lines = CsvLines::new(bytes);
    for record in reader.byte_records() {
        let record = record.map_err(unreadable)?;
        let place = Place::Line(lines.of(&record));
        let (found, expected) = (record.len(), there.len());
        if found == expected {
            rows.push(wanted.cells(place, &record));
        } else {
            complaints.add(PriceError::Fields { file: file.into(), place, found, expected });
        }
    }
    Ok((rows, complaints))
}

/// Where the columns stand.
struct Wanted {
    date: Option<usize>,
    spot: Option<usize>,
    implied_volatility: Option<usize>,
}

impl Wanted {
    fn cells(&self, place: Place, record: &ByteRecord) -> Cells {
        let field =
            |at: Option<usize>| at.and_then(|at| record.get(at)).map(text).unwrap_or_default();
        let date = field(self.date);
        Cells {
            place,
            date: date.parse().map_err(|_| date),
            spot: number(field(self.spot)),
            implied_volatility: number(field(self.implied_volatility)),
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn number(text: String) -> Cell {
    match text.parse() {
        _ if text.is_empty() => Cell::Empty,
        Ok(number) => Cell::Number(number),
        Err(_) => Cell::Malformed(text),
    }
}

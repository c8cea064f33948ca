//! Rows of a Parquet file.

use super::error::Complaints;
use super::{Cell, Cells, Columns, Place, PriceError, Reading, Timestamp, missing_columns};
use polars::prelude::{ArrowDataType, ArrowSchema, DataFrame, DataType, PolarsError, TimeUnit};
use polars_io::SerReader as _;
use polars_io::parquet::read::{ParallelStrategy, ParquetReader};
use std::io::Cursor;

pub(super) fn cells(
    bytes: &[u8],
    file: &str,
    columns: &Columns,
) -> Result<Reading, Vec<PriceError>> {
    let unreadable =
        |why: PolarsError| vec![PriceError::Unreadable { file: file.into(), why: why.to_string() }];
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let schema = reader.schema().map_err(unreadable)?;
    check_types(&schema, file, columns)?;
    let frame = reader
        .read_parallel(ParallelStrategy::None)
        .with_columns(Some(wanted(columns)))
        .finish()
        .map_err(unreadable)?;
    Ok((rows(&frame, columns).map_err(unreadable)?, Complaints::default()))
}

/// The columns to read, each once.
fn wanted(columns: &Columns) -> Vec<String> {
    let mut names = vec![columns.date.clone(), columns.spot.clone()];
    names.extend(columns.implied_volatility.clone());
    names.sort_unstable();
    names.dedup();
    names
}

/// Every column must be there, with a type that is read here: a file may have any other type in
/// columns that are not asked for.
fn check_types(schema: &ArrowSchema, file: &str, columns: &Columns) -> Result<(), Vec<PriceError>> {
    let there: Vec<String> = schema.iter_names().map(ToString::to_string).collect();
    let mut errors = missing_columns(columns, &there, file);
    let mut check = |column: &String, fits: fn(&ArrowDataType) -> bool, allowed| {
        let found = schema.get(column.as_str()).map(|field| &field.dtype);
        if let Some(found) = found.filter(|found| !fits(found)) {
            errors.push(PriceError::ColumnType {
                file: file.into(),
                column: column.clone(),
                found: type_name(found),
                allowed,
            });
        }
    };
    check(&columns.date, is_date, "a date, a timestamp or text");
    check(&columns.spot, is_number, "64- or 32-bit numbers");
    if let Some(column) = &columns.implied_volatility {
        check(column, is_number, "64- or 32-bit numbers");
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn is_date(found: &ArrowDataType) -> bool {
    matches!(found, ArrowDataType::Date32 | ArrowDataType::Timestamp(_, _)) || is_text(found)
}

fn is_text(found: &ArrowDataType) -> bool {
    use ArrowDataType::{LargeUtf8, Utf8, Utf8View};
    matches!(found, Utf8 | LargeUtf8 | Utf8View)
}

fn is_number(found: &ArrowDataType) -> bool {
    use ArrowDataType::{Float32, Float64, Int32, Int64, UInt32, UInt64};
    matches!(found, Float32 | Float64 | Int32 | Int64 | UInt32 | UInt64)
}

fn type_name(found: &ArrowDataType) -> String {
    if is_text(found) { "text".into() } else { format!("{found:?}") }
}

fn rows(frame: &DataFrame, columns: &Columns) -> Result<Vec<Cells>, PolarsError> {
    let dates = dates(frame, &columns.date)?;
    let spots = numbers(frame, Some(&columns.spot))?;
    let implied = numbers(frame, columns.implied_volatility.as_ref())?;
    let places = (1..).map(Place::Row);
    let rows = places.zip(dates).zip(spots).zip(implied);
    let cells = |(((place, date), spot), implied_volatility)| Cells {
        place,
        date,
        spot,
        implied_volatility,
    };
    Ok(rows.map(cells).collect())
}

fn dates(frame: &DataFrame, column: &str) -> Result<Vec<Result<Timestamp, String>>, PolarsError> {
    let column = frame.column(column)?;
    let of = |moment: Option<Timestamp>| moment.ok_or_else(String::new);
    Ok(match column.dtype() {
        DataType::Date => {
            column.date()?.physical().iter().map(|day| of(day.map(Timestamp::of_day))).collect()
        }
        DataType::Datetime(unit, _) => {
            let per_second = match unit {
                TimeUnit::Milliseconds => 1_000,
                TimeUnit::Microseconds => 1_000_000,
                TimeUnit::Nanoseconds => 1_000_000_000,
            };
            let moment = |count| Timestamp::of_count(count, per_second);
            column.datetime()?.physical().iter().map(|count| of(count.map(moment))).collect()
        }
        _ => column.str()?.iter().map(|text| parsed(text.unwrap_or_default())).collect(),
    })
}

fn parsed(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| text.to_owned())
}

/// The numbers of a column; empty cells, if no column is named.
fn numbers(frame: &DataFrame, column: Option<&String>) -> Result<Vec<Cell>, PolarsError> {
    let Some(column) = column else {
        return Ok((0..frame.height()).map(|_| Cell::Empty).collect());
    };
    let numbers = frame.column(column)?.cast(&DataType::Float64)?;
    Ok(numbers.f64()?.iter().map(|number| number.map_or(Cell::Empty, Cell::Number)).collect())
}

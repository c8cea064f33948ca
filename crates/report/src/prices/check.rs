//! Turns the rows of a file into a table, or into a list of all that is wrong with them.

use super::error::Complaints;
use super::{Cell, Cells, Columns, PriceError, PriceTable, Reading, Timestamp};

/// Calendar days between two dates that are worth a warning. Weekends and holidays make five at
/// most; the closure of September 2001 made seven.
const GAP_DAYS: i64 = 7;
/// Gaps that are told one by one.
const GAPS_TOLD: usize = 10;

pub(super) fn table(
    (rows, mut complaints): Reading,
    file: &str,
    columns: &Columns,
) -> Result<PriceTable, Vec<PriceError>> {
    if rows.is_empty() && complaints.is_empty() {
        complaints.add(PriceError::NoRows { file: file.into() });
    }
    let mut checker = Checker { file, columns, complaints, above: None };
    let mut table = PriceTable::default();
    for row in rows {
        table.times.extend(checker.date(&row));
        table.spot.extend(checker.spot(&row));
        if columns.implied_volatility.is_some() {
            table.implied_volatility.push(checker.implied_volatility(&row));
        }
    }
    if !checker.complaints.is_empty() {
        return Err(checker.complaints.list(file));
    }
    table.warnings = gaps(&table.times, file);
    Ok(table)
}

struct Checker<'a> {
    file: &'a str,
    columns: &'a Columns,
    complaints: Complaints,
    /// The last date read.
    above: Option<Timestamp>,
}

impl Checker<'_> {
    fn date(&mut self, row: &Cells) -> Option<Timestamp> {
        let (file, place) = (self.file.to_owned(), row.place);
        let date = match &row.date {
            Ok(date) => *date,
            Err(value) => {
                let (column, value) = (self.columns.date.clone(), value.clone());
                self.complaints.add(PriceError::Date { file, place, column, value });
                return None;
            }
        };
        match self.above.replace(date) {
            Some(above) if above == date => {
                self.complaints.add(PriceError::Duplicate { file, place, date });
            }
            Some(above) if above > date => {
                self.complaints.add(PriceError::Unsorted { file, place, date, above });
            }
            _ => {}
        }
        Some(date)
    }

    fn spot(&mut self, row: &Cells) -> Option<f64> {
        let column = &self.columns.spot;
        if let Cell::Empty = row.spot {
            let (file, column) = (self.file.to_owned(), column.clone());
            self.complaints.add(PriceError::MissingPrice { file, place: row.place, column });
            return None;
        }
        self.positive(row, column, &row.spot)
    }

    /// Implied volatility; NaN, as data frames write it, is as good as nothing.
    fn implied_volatility(&mut self, row: &Cells) -> Option<f64> {
        match row.implied_volatility {
            Cell::Number(value) if value.is_nan() => None,
            _ => {
                let column = self.columns.implied_volatility.as_ref()?;
                self.positive(row, column, &row.implied_volatility)
            }
        }
    }

    fn positive(&mut self, row: &Cells, column: &str, cell: &Cell) -> Option<f64> {
        let (file, place, column) = (self.file.to_owned(), row.place, column.to_owned());
        let complaint = match cell {
            Cell::Number(value) if *value > 0.0 && value.is_finite() => return Some(*value),
            Cell::Empty => return None,
            Cell::Number(value) => PriceError::NotPositive { file, place, column, value: *value },
            Cell::Malformed(value) => {
                PriceError::Number { file, place, column, value: value.clone() }
            }
        };
        self.complaints.add(complaint);
        None
    }
}

/// A warning for each pair of neighbouring dates that lie far apart.
fn gaps(times: &[Timestamp], file: &str) -> Vec<String> {
    let apart = |pair: &[Timestamp]| i64::from(pair[1].day) - i64::from(pair[0].day);
    let all: Vec<&[Timestamp]> = times.windows(2).filter(|pair| apart(pair) >= GAP_DAYS).collect();
    let tell = |pair: &&[Timestamp]| {
        let (from, to, days) = (pair[0].date(), pair[1].date(), apart(pair));
        format!("{file}: no prices between {from} and {to}, {days} days apart")
    };
    let mut warnings: Vec<String> = all.iter().take(GAPS_TOLD).map(tell).collect();
    if all.len() > GAPS_TOLD {
        warnings.push(format!("{file}: and {} more gaps", all.len() - GAPS_TOLD));
    }
    warnings
}

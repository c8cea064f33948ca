//! Windows of real history: the data of a config, read, checked and cut.

use crate::config::{self, Data, HistoryImplied, HistoryMarket, Places, PriceFile, Problems};
use crate::data_files::DataFiles;
use rehedge_market::{Grid, HistoricalImplied, History, HistoryError, Windows};
use rehedge_report::{Columns, PriceTable, Timestamp};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// History that is ready to be hedged.
pub struct Loaded {
    /// The paths.
    pub windows: History,
    /// First day of each.
    pub starts: Vec<Timestamp>,
    /// Rows of the data to a date, on average.
    pub rows_per_day: f64,
    /// What a user should know about the data.
    pub warnings: Vec<String>,
}

/// Gives the bytes of a file.
type Files<'a> = dyn Fn(&Path) -> io::Result<Arc<Vec<u8>>> + 'a;

/// The key of a market of history that is to blame, and what is wrong.
pub type Refusal = (&'static str, String);

/// [`windows`] of the market of a config.
pub fn load(
    market: &HistoryMarket,
    grid: Grid,
    files: &DataFiles,
    places: &Places,
) -> Result<Loaded, Problems> {
    windows(market, grid, &|path| files.read(path)).map_err(|refusals| of_market(places, refusals))
}

/// Reads the data of a market and cuts it into windows.
pub fn windows(
    market: &HistoryMarket,
    grid: Grid,
    files: &Files<'_>,
) -> Result<Loaded, Vec<Refusal>> {
    let table = read(&market.prices, files)?;
    let named = |(key, what)| vec![(key, format!("{}: {what}", market.prices.as_written))];
    let windows = cut(market, grid, &table).map_err(named)?;
    let starts = windows.starts().iter().map(|&row| table.times[row]).collect();
    let mut warnings = table.warnings;
    if windows.skipped() > 0 {
        warnings.push(format!(
            "{} windows were left out because an implied volatility was missing",
            windows.skipped()
        ));
    }
    let dates = table.times.chunk_by(|one, next| one.date() == next.date()).count();
    let rows_per_day = table.times.len() as f64 / dates.max(1) as f64;
    Ok(Loaded { windows, starts, rows_per_day, warnings })
}

/// What is wrong with the data that a config names which is itself wrong.
pub fn problems(data: &Data, files: &DataFiles, places: &Places) -> Problems {
    let files = |path: &Path| files.read(path);
    let found = match data {
        Data { windows: Some((market, grid)), .. } => windows(market, *grid, &files).err(),
        Data { prices: Some(prices), .. } => read(prices, &files).err(),
        Data { .. } => None,
    };
    of_market(places, found.unwrap_or_default())
}

fn of_market(places: &Places, refusals: Vec<Refusal>) -> Problems {
    let mut problems = Problems::default();
    for (key, what) in refusals {
        problems.push(places.problem(&format!("market.{key}"), what));
    }
    problems
}

/// The rows of the data file between the first and the last date wanted.
fn read(prices: &PriceFile, files: &Files<'_>) -> Result<PriceTable, Vec<Refusal>> {
    let refuse = |errors: Vec<String>| -> Vec<Refusal> {
        errors.into_iter().map(|error| ("file", error)).collect()
    };
    let bytes =
        files(&prices.path).map_err(|error| refuse(vec![format!("cannot be read: {error}")]))?;
    let columns = Columns {
        date: prices.date_column.clone(),
        spot: prices.spot_column.clone(),
        implied_volatility: prices.implied_column.clone(),
    };
    let mut table = PriceTable::read(&bytes, &prices.as_written, &columns)
        .map_err(|errors| refuse(errors.iter().map(ToString::to_string).collect()))?;
    let inside = |time: &Timestamp| {
        let date = time.date();
        prices.from.is_none_or(|from| date >= from.to_string())
            && prices.to.is_none_or(|to| date <= to.to_string())
    };
    let first = table.times.iter().position(inside).unwrap_or(table.times.len());
    let last = table.times.iter().rposition(inside).map_or(first, |last| last + 1);
    table.times = table.times[first..last].to_vec();
    table.spot = table.spot[first..last].to_vec();
    if !table.implied_volatility.is_empty() {
        table.implied_volatility = table.implied_volatility[first..last].to_vec();
    }
    Ok(table)
}

/// Cuts the rows into windows; a refusal names the key that it concerns.
fn cut(market: &HistoryMarket, grid: Grid, table: &PriceTable) -> Result<History, Refusal> {
    let implied = match market.implied {
        HistoryImplied::Column { scale, ratio, freeze } => {
            let values =
                quotes(table, scale * ratio).map_err(|error| ("implied_volatility", error))?;
            HistoricalImplied::Quoted { values, freeze }
        }
        HistoryImplied::Trailing { steps, ratio } => {
            HistoricalImplied::Trailing { rows: steps, ratio }
        }
    };
    let windows = Windows {
        start_every: market.start_every_steps,
        normalise_spot: market.normalise_spot,
        volatility_rows: market.volatility_window_steps,
        implied,
    };
    History::new(grid, table.spot.clone(), windows).map_err(|error| {
        let key = match error {
            HistoryError::TooShort { .. } => "days",
            HistoryError::NoQuotes { .. } => "implied_volatility",
            _ => "file",
        };
        (key, error.to_string())
    })
}

/// Implied volatilities as decimals, not a number where there is none. One out of range is most
/// often in percent, and nobody scaled it.
fn quotes(table: &PriceTable, scale: f64) -> Result<Vec<f64>, String> {
    let quotes = table.times.iter().zip(&table.implied_volatility);
    let known = quotes.filter_map(|(time, quote)| Some((time, (*quote)?)));
    let mut wrong = known.filter(|(_, quote)| !config::VOLATILITIES.contains(quote * scale));
    if let Some((time, quote)) = wrong.next() {
        let others = wrong.count();
        return Err(format!(
            "{time}: {quote} · scale · ratio is {}; it must be {}{}",
            quote * scale,
            config::VOLATILITIES.describe(),
            if others > 0 { format!("; and {others} more like it") } else { String::new() }
        ));
    }
    let scaled = |value: &Option<f64>| value.map_or(f64::NAN, |value| value * scale);
    Ok(table.implied_volatility.iter().map(scaled).collect())
}

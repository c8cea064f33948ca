//! Windows of real history: the data of a config, read, checked and cut.

use crate::config::{
    self, Data, HistoryImplied, HistoryMarket, Places, PriceFile, Problem, Problems,
};
use crate::data_files::DataFiles;
use rehedge_market::{Grid, HistoricalImplied, History, HistoryError, Windows};
use rehedge_report::{Columns, PriceTable, Timestamp};

/// History that is ready to be hedged.
pub struct Loaded {
    /// The paths.
    pub windows: History,
    /// First day of each.
    pub starts: Vec<Timestamp>,
    /// What a user should know about the data.
    pub warnings: Vec<String>,
}

/// Reads the data of a market and cuts it into windows.
pub fn load(
    market: &HistoryMarket,
    grid: Grid,
    files: &DataFiles,
    places: &Places,
) -> Result<Loaded, Problems> {
    let table = read(&market.prices, files, places)?;
    let windows = cut(market, grid, &table).map_err(|(key, what)| {
        let mut problems = Problems::default();
        problems.push(problem(&market.prices, places, key, &what));
        problems
    })?;
    let starts = windows.starts().iter().map(|&row| table.times[row]).collect();
    let mut warnings = table.warnings;
    if windows.skipped() > 0 {
        warnings.push(format!(
            "{} windows were left out because an implied volatility was missing",
            windows.skipped()
        ));
    }
    Ok(Loaded { windows, starts, warnings })
}

/// What is wrong with the data that a config names which is itself wrong.
pub fn problems(data: &Data, files: &DataFiles, places: &Places) -> Problems {
    let found = match data {
        Data { windows: Some((market, grid)), .. } => load(market, *grid, files, places).err(),
        Data { prices: Some(prices), .. } => read(prices, files, places).err(),
        Data { .. } => None,
    };
    found.unwrap_or_default()
}

fn problem(prices: &PriceFile, places: &Places, key: &str, what: &str) -> Problem {
    places.problem(key, format!("{}: {what}", prices.as_written))
}

/// The rows of the data file between the first and the last date wanted.
fn read(prices: &PriceFile, files: &DataFiles, places: &Places) -> Result<PriceTable, Problems> {
    let refuse = |errors: Vec<String>| {
        let mut problems = Problems::default();
        let all = errors.into_iter().map(|error| places.problem("market.file", error));
        all.for_each(|problem| problems.push(problem));
        problems
    };
    let bytes = files
        .read(&prices.path)
        .map_err(|error| refuse(vec![format!("cannot be read: {error}")]))?;
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
fn cut(
    market: &HistoryMarket,
    grid: Grid,
    table: &PriceTable,
) -> Result<History, (&'static str, String)> {
    let implied = match market.implied {
        HistoryImplied::Column { scale, ratio, freeze } => {
            let values = quotes(table, scale * ratio)
                .map_err(|error| ("market.implied_volatility", error))?;
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
            HistoryError::TooShort { .. } => "market.days",
            HistoryError::NoQuotes { .. } => "market.implied_volatility",
            _ => "market.file",
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

//! `[market]`: the grid, and where paths come from.

use super::keys::MOST_STEPS;
use super::places::Report;
use super::plan::{
    Date, HistoryImplied, HistoryMarket, Jumps, Market, PriceFile, SimulatedImplied,
    SimulatedMarket, VolShocks,
};
use super::tree::{Table, Value};
use rehedge_market::Grid;
use std::path::Path;

/// The times of every path.
pub fn grid(market: &Table, report: &mut Report) -> Option<Grid> {
    let (days, steps_per_day) = (market.count("days")?, market.count("steps_per_day")?);
    let steps = days.saturating_mul(steps_per_day);
    if steps > MOST_STEPS {
        let made = format!("with steps_per_day = {steps_per_day} this makes {steps} steps");
        report.refuse("market.days", format!("{made}; at most {MOST_STEPS} are allowed"));
        return None;
    }
    Grid::new(steps, steps_per_day, market.number("trading_days_per_year")?).ok()
}

/// Where paths come from; `folder` is that of the config.
pub fn market(market: &Table, folder: &Path, report: &mut Report) -> Option<Market> {
    match market.word()? {
        "simulated" => simulated(market).map(Market::Simulated),
        _ => {
            ordered_dates("market", market, report);
            let steps_per_day = market.count("steps_per_day")?;
            let normalise_spot = market.number("normalise_spot");
            history(market, folder, steps_per_day, normalise_spot).map(Market::History)
        }
    }
}

/// The model of a simulated market.
pub fn simulated(market: &Table) -> Option<SimulatedMarket> {
    let days_per_year = market.number("trading_days_per_year")?;
    Some(SimulatedMarket {
        spot: market.number("spot")?,
        drift: market.number("drift")?,
        volatility: market.number("volatility")?,
        jumps: part(market, "jumps", jumps)?,
        vol_shocks: part(market, "vol_shocks", |table| vol_shocks(table, days_per_year))?,
        implied: simulated_implied(market.table("implied_volatility")?)?,
    })
}

/// A part that may be left out: `None` where it is wrong, `Some(None)` where it is not there.
#[expect(clippy::option_option, reason = "absent and refused are two things")]
pub fn part<T>(
    table: &Table,
    key: &str,
    convert: impl Fn(&Table) -> Option<T>,
) -> Option<Option<T>> {
    if table.lacks(key) { Some(None) } else { convert(table.table(key)?).map(Some) }
}

/// Jumps of the spot.
pub fn jumps(jumps: &Table) -> Option<Jumps> {
    Some(Jumps {
        per_year: jumps.number("per_year")?,
        mean_log: jumps.number("mean_log")?,
        sd_log: jumps.number("sd_log")?,
    })
}

/// Shocks to volatility.
pub fn vol_shocks(shocks: &Table, days_per_year: f64) -> Option<VolShocks> {
    Some(VolShocks {
        per_year: shocks.number("per_year")?,
        mean_log: shocks.number("mean_log")?,
        sd_log: shocks.number("sd_log")?,
        half_life: shocks.number("half_life_days")? / days_per_year,
    })
}

/// Implied volatility of a simulated market.
pub fn simulated_implied(implied: &Table) -> Option<SimulatedImplied> {
    match implied.word()? {
        "constant" => implied.number("level").map(SimulatedImplied::Constant),
        _ => Some(SimulatedImplied::Tracks { ratio: implied.number("ratio")? }),
    }
}

/// Windows of real history that start at a spot, or at that of the data.
pub fn history(
    market: &Table,
    folder: &Path,
    steps_per_day: usize,
    normalise_spot: Option<f64>,
) -> Option<HistoryMarket> {
    Some(HistoryMarket {
        prices: prices(market, folder)?,
        implied: history_implied(market.table("implied_volatility")?, steps_per_day)?,
        start_every_steps: market.count("start_every_days")? * steps_per_day,
        normalise_spot,
        volatility_window_steps: market.count("volatility_window_days")? * steps_per_day,
    })
}

/// The file of a market of real history, which can be read whatever is wrong with the rest.
pub fn prices(market: &Table, folder: &Path) -> Option<PriceFile> {
    let as_written = market.text("file")?.to_owned();
    let implied = market.table("implied_volatility")?;
    Some(PriceFile {
        path: folder.join(&as_written),
        as_written,
        date_column: market.text("date")?.to_owned(),
        spot_column: market.text("spot")?.to_owned(),
        implied_column: implied
            .has("column")
            .then(|| implied.text("column"))
            .flatten()
            .map(Into::into),
        from: date(market, "from"),
        to: date(market, "to"),
    })
}

/// Whether the first date is not after the last.
pub fn ordered_dates(path: &str, market: &Table, report: &mut Report) -> bool {
    if let (Some(from), Some(to)) = (date(market, "from"), date(market, "to"))
        && from > to
    {
        report.refuse(&format!("{path}.to"), format!("must not be before {path}.from = {from}"));
        return false;
    }
    true
}

fn history_implied(implied: &Table, steps_per_day: usize) -> Option<HistoryImplied> {
    let ratio = implied.number("ratio")?;
    if !implied.has("column") {
        let steps = implied.count("trailing_days")? * steps_per_day;
        return Some(HistoryImplied::Trailing { steps, ratio });
    }
    let (scale, freeze) = (implied.number("scale")?, implied.flag("freeze")?);
    Some(HistoryImplied::Column { scale, ratio, freeze })
}

fn date(market: &Table, key: &str) -> Option<Date> {
    if let Value::Date(date) = market.node(key).value { Some(date) } else { None }
}

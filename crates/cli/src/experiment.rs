//! [`Experiment`]: a plan with its data loaded, its paths and its desk ready.

use crate::config::{self, HistoryImplied, HistoryMarket, Market, Plan, Problems, SimulatedMarket};
use crate::data_files::DataFiles;
use crate::failure::Failure;
use rehedge_engine::{Carry, Desk};
use rehedge_kernels::LANES;
use rehedge_market::{
    Arrivals, HistoricalImplied, History, HistoryError, ImpliedModel, Model, PathSource, Sampling,
    Simulation, VolatilityShocks, Windows,
};
use rehedge_options::Rates;
use rehedge_report::{Columns, Dependence, PriceTable, Timestamp};
use std::path::Path;

/// A plan that is ready to run.
pub struct Experiment {
    /// What was asked for.
    pub plan: Plan,
    /// The paths.
    pub source: Box<dyn PathSource>,
    /// The book and its hedges.
    pub desk: Desk,
    /// First day of every path of history.
    pub starts: Option<Vec<Timestamp>>,
    /// What a user should know about the data.
    pub warnings: Vec<String>,
}

impl Experiment {
    /// The names of the hedges, in the order of every result.
    pub fn names(&self) -> Vec<String> {
        self.desk.hedges().iter().map(|hedge| hedge.name.clone()).collect()
    }

    /// Which paths know of each other: halves of a block, blocks of a replicate, windows that share
    /// days.
    pub fn dependence(&self) -> Dependence {
        let plan = &self.plan;
        match (&plan.market, plan.run.sampling) {
            (Market::History(market), _) => {
                Dependence::Overlapping(plan.grid.steps().div_ceil(market.start_every_steps) - 1)
            }
            (_, Sampling::Pseudo) => Dependence::Independent,
            (_, Sampling::Antithetic) => Dependence::Pairs { apart: LANES / 2 },
            (_, Sampling::Sobol) => {
                Dependence::Replicates { count: Sampling::REPLICATES, run: LANES }
            }
        }
    }
}

/// Reads a config file and everything that it names.
pub fn prepare(file: &Path, overrides: &config::Overrides) -> Result<Experiment, Failure> {
    let text = text(file)?;
    let plan = config::load(&text, &file.to_string_lossy(), overrides)?;
    Ok(ready(plan, &DataFiles::default())?)
}

/// The text of a config file.
pub fn text(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| {
        Failure::Argument(format!("cannot read the config {}: {error}", file.display()))
    })
}

/// Loads the data of a plan and sets up its paths and its desk.
pub fn ready(plan: Plan, files: &DataFiles) -> Result<Experiment, Problems> {
    let desk = desk(&plan)?;
    match plan.market.clone() {
        Market::Simulated(market) => {
            let source = Box::new(simulation(&plan, &market)?);
            Ok(Experiment { plan, source, desk, starts: None, warnings: Vec::new() })
        }
        Market::History(market) => {
            let (history, table) = history(&plan, &market, files)?;
            let starts = history.starts().iter().map(|&row| table.times[row]).collect();
            let mut warnings = table.warnings;
            if history.skipped() > 0 {
                warnings.push(format!(
                    "{} windows were left out because an implied volatility was missing",
                    history.skipped()
                ));
            }
            let source = Box::new(history);
            Ok(Experiment { plan, source, desk, starts: Some(starts), warnings })
        }
    }
}

/// One problem with a key of the plan.
fn refuse(plan: &Plan, key: &str, allowed: &impl ToString) -> Problems {
    let mut problems = Problems::default();
    problems.push(plan.places.problem(key, allowed.to_string()));
    problems
}

fn desk(plan: &Plan) -> Result<Desk, Problems> {
    let rates = plan.rates;
    let carry = Carry {
        pricing: Rates { rate: rates.rate, dividend_yield: rates.dividend_yield },
        financing_rate: rates.financing_rate,
    };
    let hedges = plan.hedges.iter().map(|planned| planned.hedge.clone()).collect();
    Desk::new(plan.grid, &plan.book, carry, hedges).map_err(|error| refuse(plan, "hedge", &error))
}

fn simulation(plan: &Plan, market: &SimulatedMarket) -> Result<Simulation, Problems> {
    let jumps = market
        .jumps
        .map(|jumps| Arrivals::new(jumps.per_year, jumps.mean_log, jumps.sd_log))
        .transpose()
        .map_err(|error| refuse(plan, "market.jumps", &error))?;
    let shocks = market
        .vol_shocks
        .map(|shocks| {
            let arrivals = Arrivals::new(shocks.per_year, shocks.mean_log, shocks.sd_log)
                .map_err(|error| refuse(plan, "market.vol_shocks", &error))?;
            VolatilityShocks::new(arrivals, shocks.half_life)
                .map_err(|error| refuse(plan, "market.vol_shocks", &error))
        })
        .transpose()?;
    let implied = match market.implied {
        config::SimulatedImplied::Constant(level) => ImpliedModel::Constant(level),
        config::SimulatedImplied::Tracks { ratio } => ImpliedModel::Tracks { ratio },
    };
    let model = Model {
        spot: market.spot,
        drift: market.drift,
        volatility: market.volatility,
        jumps,
        shocks,
        implied,
    };
    let expiries = Desk::expiries(&plan.grid, &plan.book);
    Simulation::new(model, plan.grid, plan.run.paths, plan.run.seed, expiries)
        .and_then(|simulation| simulation.with_sampling(plan.run.sampling))
        .map_err(|error| refuse(plan, "market", &error))
}

fn history(
    plan: &Plan,
    market: &HistoryMarket,
    files: &DataFiles,
) -> Result<(History, PriceTable), Problems> {
    let (implied_volatility, scale) = match &market.implied {
        HistoryImplied::Column { column, scale, ratio, .. } => {
            (Some(column.clone()), scale * ratio)
        }
        HistoryImplied::Trailing { .. } => (None, 1.0),
    };
    let columns = Columns {
        date: market.date_column.clone(),
        spot: market.spot_column.clone(),
        implied_volatility,
    };
    let table = read_prices(plan, market, &columns, files)?;
    let implied = match market.implied {
        HistoryImplied::Column { freeze, .. } => {
            refuse_quotes(plan, market, &table, scale)?;
            let quote = |value: &Option<f64>| value.map_or(f64::NAN, |value| value * scale);
            let values = table.implied_volatility.iter().map(quote).collect();
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
    let history = History::new(plan.grid, table.spot.clone(), windows).map_err(|error| {
        let key = match error {
            HistoryError::TooShort { .. } => "market.days",
            HistoryError::NoQuotes { .. } => "market.implied_volatility",
            _ => "market.file",
        };
        refuse(plan, key, &format!("{}: {error}", market.file_as_written))
    })?;
    Ok((history, table))
}

/// A quote out of range is most often one in percent that nobody scaled.
fn refuse_quotes(
    plan: &Plan,
    market: &HistoryMarket,
    table: &PriceTable,
    scale: f64,
) -> Result<(), Problems> {
    let quotes = table.times.iter().zip(&table.implied_volatility);
    let scaled = quotes.filter_map(|(time, quote)| Some((time, (*quote)?)));
    let mut wrong = scaled.filter(|(_, quote)| !config::VOLATILITIES.contains(quote * scale));
    let Some((time, quote)) = wrong.next() else { return Ok(()) };
    let others = wrong.count();
    let allowed = format!(
        "{}, {time}: {quote} · scale · ratio is {}; it must be {}{}",
        market.file_as_written,
        quote * scale,
        config::VOLATILITIES.describe(),
        if others > 0 { format!("; and {others} more like it") } else { String::new() }
    );
    Err(refuse(plan, "market.implied_volatility", &allowed))
}

/// The rows of the data file between the first and the last date wanted.
fn read_prices(
    plan: &Plan,
    market: &HistoryMarket,
    columns: &Columns,
    files: &DataFiles,
) -> Result<PriceTable, Problems> {
    let bytes = files
        .read(&market.file)
        .map_err(|error| refuse(plan, "market.file", &format!("cannot be read: {error}")))?;
    let mut table =
        PriceTable::read(&bytes, &market.file_as_written, columns).map_err(|errors| {
            let mut problems = Problems::default();
            for error in errors {
                problems.push(plan.places.problem("market.file", error.to_string()));
            }
            problems
        })?;
    let inside = |time: &Timestamp| {
        let date = time.date();
        market.from.is_none_or(|from| date >= from.to_string())
            && market.to.is_none_or(|to| date <= to.to_string())
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

//! [`Plan`]: a config that holds together, in the units of the engine: years, decimals, currency,
//! shares, steps of the grid.

use super::Places;
use rehedge_engine::Hedge;
use rehedge_market::{Grid, Sampling};
use rehedge_options::Book;
use rehedge_report::Criterion;
use std::fmt;
use std::path::PathBuf;

/// What to run.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Name of the config: that of its file without folder and ending.
    pub name: String,
    /// How much to run.
    pub run: Run,
    /// Where the paths come from.
    pub market: Market,
    /// The times of every path.
    pub grid: Grid,
    /// Rates and yields.
    pub rates: Rates,
    /// What is hedged.
    pub book: Book,
    /// The step at which each leg expires, in the order of the legs.
    pub expiries: Vec<usize>,
    /// The hedges to compare, at least one, names unique.
    pub hedges: Vec<PlannedHedge>,
    /// How they are compared.
    pub compare: Compare,
    /// The config as TOML with every default written out and every list expanded. Loading it gives
    /// the same plan, but for the places and, under another file name, the name and data file.
    pub resolved: String,
    /// Where the keys are, for problems found later, such as in the data: `market.file` and others.
    pub places: Places,
}

/// How much to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Number of simulated paths; 0 for history, where every window is a path.
    pub paths: usize,
    /// Seed of every random number.
    pub seed: u64,
    /// How the diffusion of simulated paths is drawn.
    pub sampling: Sampling,
    /// The most paths whose every step is written out; there may be fewer paths than that.
    pub ledger_paths: usize,
}

/// Where paths come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Market {
    /// A model.
    Simulated(SimulatedMarket),
    /// Windows of real data.
    History(HistoryMarket),
}

/// A model of the spot.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedMarket {
    /// Spot at entry, in currency.
    pub spot: f64,
    /// Drift of the expected spot, per year.
    pub drift: f64,
    /// Volatility of the diffusion, per √year.
    pub volatility: f64,
    /// Jumps of the spot.
    pub jumps: Option<Jumps>,
    /// Shocks to the path's volatility.
    pub vol_shocks: Option<VolShocks>,
    /// The volatility that marks the book.
    pub implied: SimulatedImplied,
}

impl SimulatedMarket {
    /// Implied volatility at entry, shocks to come left out.
    pub fn implied_at_entry(&self) -> f64 {
        match self.implied {
            SimulatedImplied::Constant(level) => level,
            SimulatedImplied::Tracks { ratio } => ratio * self.volatility,
        }
    }
}

/// Merton's jumps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jumps {
    /// Expected number in a year.
    pub per_year: f64,
    /// Mean of the log of the spot's factor.
    pub mean_log: f64,
    /// Its standard deviation.
    pub sd_log: f64,
}

/// Shocks to volatility that decay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VolShocks {
    /// Expected number in a year.
    pub per_year: f64,
    /// Mean of the log of the volatility's factor.
    pub mean_log: f64,
    /// Its standard deviation.
    pub sd_log: f64,
    /// Years in which half of a shock is gone.
    pub half_life: f64,
}

/// The volatility that marks the book in a simulated market.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SimulatedImplied {
    /// The same at every step, per √year.
    Constant(f64),
    /// This multiple of the path's own.
    Tracks {
        /// The multiple.
        ratio: f64,
    },
}

/// Windows of real data.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryMarket {
    /// The data.
    pub prices: PriceFile,
    /// The volatility that marks the book.
    pub implied: HistoryImplied,
    /// Steps from the start of one window to the start of the next.
    pub start_every_steps: usize,
    /// Spot that every window is scaled to start at.
    pub normalise_spot: Option<f64>,
    /// Steps in the trailing window of the path's own volatility.
    pub volatility_window_steps: usize,
}

/// A file of real prices.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceFile {
    /// Its name as it was written.
    pub as_written: String,
    /// The file, relative to where the program runs.
    pub path: PathBuf,
    /// Column of the dates.
    pub date_column: String,
    /// Column of the spot.
    pub spot_column: String,
    /// Column of the volatility that marks the book, if it comes from one.
    pub implied_column: Option<String>,
    /// First date to use.
    pub from: Option<Date>,
    /// Last date to use.
    pub to: Option<Date>,
}

/// The volatility that marks the book in windows of real data.
#[derive(Clone, Debug, PartialEq)]
pub enum HistoryImplied {
    /// `ratio · scale ·` the column of the file.
    Column {
        /// Factor that makes the column a decimal.
        scale: f64,
        /// Multiple of it.
        ratio: f64,
        /// Whether a window keeps the value of its entry.
        freeze: bool,
    },
    /// `ratio` times the trailing realised volatility.
    Trailing {
        /// Steps in its window.
        steps: usize,
        /// Multiple of it.
        ratio: f64,
    },
}

/// A calendar date, shown as `2020-01-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year, in four digits.
    pub year: u16,
    /// Month, from 1.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Rates per year, continuously compounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// What options are priced at.
    pub rate: f64,
    /// What cash earns or pays.
    pub financing_rate: f64,
    /// Dividends of the underlying, as a yield.
    pub dividend_yield: f64,
}

/// How hedges are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    /// The hedge that every other is compared with, numbered in the order of the run.
    pub baseline: usize,
    /// What makes a hedge good, at least one; the first gives the advice.
    pub criteria: Vec<Criterion>,
}

/// A hedge of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedHedge {
    /// The hedge.
    pub hedge: Hedge,
    /// Trading days between its trades, for a rule that trades at intervals.
    pub interval_days: Option<f64>,
}

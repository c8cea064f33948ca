//! [`History`]: windows of real data, each one a path.

use crate::{Grid, PathBlock, PathSource, Track};
use rehedge_kernels::{InstructionSet, LANES, ln};
use thiserror::Error;

/// Realised volatility of a price that does not move, per √year: a hedge ratio needs one.
pub const SMALLEST_VOLATILITY: f64 = 1e-4;

/// Where the implied volatility of a window comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum HistoricalImplied {
    /// Quoted volatilities, one per row of the data, per √year; NaN where there is no quote.
    Quoted {
        /// The quotes.
        values: Vec<f64>,
        /// Whether a window keeps the quote of its entry.
        freeze: bool,
    },
    /// `ratio` times realised volatility over the last `rows` returns.
    Trailing {
        /// How many returns.
        rows: usize,
        /// Premium of implied over realised volatility.
        ratio: f64,
    },
}

/// How history is cut into paths.
#[derive(Clone, Debug, PartialEq)]
pub struct Windows {
    /// Rows between the starts of successive windows.
    pub start_every: usize,
    /// Spot at which every window starts; `None` for the price itself.
    pub normalise_spot: Option<f64>,
    /// Returns in the trailing realised volatility that stands for the path's own.
    pub volatility_rows: usize,
    /// Implied volatility.
    pub implied: HistoricalImplied,
}

/// Why a [`History`] cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum HistoryError {
    /// Prices must be positive and finite.
    #[error("row {row}: the price must be positive and finite, not {price}")]
    Price {
        /// Row of the data, from 0.
        row: usize,
        /// Its price.
        price: f64,
    },
    /// Quotes must be positive and finite, or NaN for none.
    #[error("row {row}: the implied volatility must be positive and finite, not {quote}")]
    Quote {
        /// Row of the data, from 0.
        row: usize,
        /// Its quote.
        quote: f64,
    },
    /// There must be a quote, or NaN, for every price.
    #[error("{quotes} implied volatilities for {prices} prices")]
    Lengths {
        /// Number of quotes.
        quotes: usize,
        /// Number of prices.
        prices: usize,
    },
    /// A setting must be positive.
    #[error("{0} must be positive and finite")]
    Setting(&'static str),
    /// Not one window fits.
    #[error("{rows} rows are too few: a window takes {needed} (trailing volatility included)")]
    TooShort {
        /// Rows of the data.
        rows: usize,
        /// Rows of the shortest history that would do.
        needed: usize,
    },
    /// Rows enough, but no window has all the implied volatilities that it needs.
    #[error("no window of {needed} rows has an implied volatility wherever it needs one")]
    NoQuotes {
        /// Rows of a window.
        needed: usize,
    },
}

/// Windows of real prices. Windows may overlap; then their outcomes are not independent.
///
/// # Timing
/// Realised volatility at a row is `√(Σ r² / n · rows per year)` over the `n` returns that end
/// there, and at least [`SMALLEST_VOLATILITY`]: it uses nothing that a trader would not know.
#[derive(Clone, Debug)]
pub struct History {
    grid: Grid,
    prices: Vec<f64>,
    log_prices: Vec<f64>,
    realised: Vec<f64>,
    implied: Vec<f64>,
    freeze: bool,
    normalise_spot: Option<f64>,
    starts: Vec<usize>,
    skipped: usize,
}

impl History {
    /// Windows of `grid` over a series of prices.
    ///
    /// # Errors
    /// The first [`HistoryError`] met.
    pub fn new(grid: Grid, prices: Vec<f64>, windows: Windows) -> Result<Self, HistoryError> {
        validate(&prices, &windows)?;
        let log_prices: Vec<f64> = prices.iter().map(|&price| ln(price)).collect();
        let rows_per_year = 1.0 / grid.dt();
        let realised = trailing_volatility(&log_prices, windows.volatility_rows, rows_per_year);
        let (implied, freeze, lookback) = match windows.implied {
            HistoricalImplied::Quoted { values, freeze } => (values, freeze, 0),
            HistoricalImplied::Trailing { rows, ratio } => {
                let trailing = trailing_volatility(&log_prices, rows, rows_per_year);
                (trailing.into_iter().map(|v| v * ratio).collect(), false, rows)
            }
        };
        let first = windows.volatility_rows.max(lookback);
        let needed = first + grid.steps() + 1;
        if prices.len() < needed {
            return Err(HistoryError::TooShort { rows: prices.len(), needed });
        }
        let quoted = |start: usize| {
            let last = if freeze { start } else { start + grid.steps() };
            implied[start..=last].iter().all(|v| *v > 0.0)
        };
        let all = (first..prices.len() - grid.steps()).step_by(windows.start_every);
        let total = all.clone().count();
        let starts: Vec<usize> = all.filter(|&start| quoted(start)).collect();
        if starts.is_empty() {
            return Err(HistoryError::NoQuotes { needed: grid.steps() + 1 });
        }
        let skipped = total - starts.len();
        let normalise_spot = windows.normalise_spot;
        Ok(Self {
            grid,
            prices,
            log_prices,
            realised,
            implied,
            freeze,
            normalise_spot,
            starts,
            skipped,
        })
    }

    /// The row of the data at which each path starts.
    #[must_use]
    pub fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// Windows left out because an implied volatility was missing.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    fn fill_lane(&self, lane: usize, start: usize, out: &mut PathBlock) {
        let entry = self.prices[start];
        let (scale, shift) = self
            .normalise_spot
            .map_or((1.0, 0.0), |spot| (spot / entry, ln(spot) - self.log_prices[start]));
        for step in 0..=self.grid.steps() {
            let row = start + step;
            out.spot[step][lane] = self.prices[row] * scale;
            out.log_spot[step][lane] = self.log_prices[row] + shift;
            out.volatility.at_mut(step)[lane] = self.realised[row];
            out.implied[0].at_mut(step)[lane] = self.implied[if self.freeze { start } else { row }];
        }
    }
}

impl PathSource for History {
    fn grid(&self) -> Grid {
        self.grid
    }

    fn paths(&self) -> usize {
        self.starts.len()
    }

    fn allocate(&self) -> PathBlock {
        let steps = self.grid.steps();
        PathBlock::new(&self.grid, Track::varying(steps), vec![Track::varying(steps)])
    }

    fn fill(&self, block: usize, _: InstructionSet, out: &mut PathBlock) {
        out.valid = self.valid_lanes(block);
        for lane in 0..LANES {
            // Padding repeats the last path, so that it is finite.
            let path = block * LANES + lane.min(out.valid - 1);
            self.fill_lane(lane, self.starts[path], out);
        }
    }
}

/// Realised volatility over the `n` returns that end at each row; NaN where there are not so many.
fn trailing_volatility(log_prices: &[f64], n: usize, rows_per_year: f64) -> Vec<f64> {
    let squares: Vec<f64> = log_prices.windows(2).map(|w| (w[1] - w[0]).powi(2)).collect();
    let mut volatility = vec![f64::NAN; n.min(log_prices.len())];
    volatility.extend(
        squares
            .windows(n)
            .map(|w| (w.iter().sum::<f64>() / n as f64 * rows_per_year).sqrt())
            .map(|volatility| volatility.max(SMALLEST_VOLATILITY)),
    );
    volatility
}

fn validate(prices: &[f64], windows: &Windows) -> Result<(), HistoryError> {
    let positive = |x: f64| x > 0.0 && x.is_finite();
    if let Some((row, &price)) = prices.iter().enumerate().find(|(_, p)| !positive(**p)) {
        return Err(HistoryError::Price { row, price });
    }
    if windows.start_every == 0 {
        return Err(HistoryError::Setting("the distance between starts"));
    }
    if windows.volatility_rows == 0 {
        return Err(HistoryError::Setting("the window of realised volatility"));
    }
    if windows.normalise_spot.is_some_and(|spot| !positive(spot)) {
        return Err(HistoryError::Setting("the normalised spot"));
    }
    match &windows.implied {
        HistoricalImplied::Quoted { values, .. } => {
            if values.len() != prices.len() {
                let (quotes, prices) = (values.len(), prices.len());
                return Err(HistoryError::Lengths { quotes, prices });
            }
            let bad = |quote: &f64| !(quote.is_nan() || positive(*quote));
            match values.iter().enumerate().find(|(_, quote)| bad(quote)) {
                Some((row, &quote)) => Err(HistoryError::Quote { row, quote }),
                None => Ok(()),
            }
        }
        HistoricalImplied::Trailing { rows: 0, .. } => {
            Err(HistoryError::Setting("the window of trailing implied volatility"))
        }
        HistoricalImplied::Trailing { ratio, .. } if !positive(*ratio) => {
            Err(HistoryError::Setting("the ratio of implied to realised volatility"))
        }
        HistoricalImplied::Trailing { .. } => Ok(()),
    }
}

//! [`Grid`]: the times at which a market is seen.

use thiserror::Error;

/// Why a [`Grid`] cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum GridError {
    /// There must be at least one step.
    #[error("the horizon must have at least one step")]
    NoSteps,
    /// A day must have at least one step.
    #[error("a trading day must have at least one step")]
    NoStepsPerDay,
    /// The day count must be positive and finite.
    #[error("trading days per year must be positive and finite, not {0}")]
    TradingDays(f64),
}

/// Equally spaced times `t_i = i · dt`, `i = 0 … steps`, from entry to horizon.
///
/// # Units
/// `dt` is in years: `1 / (steps_per_day · trading_days_per_year)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    steps: usize,
    steps_per_day: usize,
    trading_days_per_year: f64,
}

impl Grid {
    /// A grid of `steps` steps, `steps_per_day` of them on a trading day.
    ///
    /// # Errors
    /// A [`GridError`] for no steps or a day count that is not positive and finite.
    pub fn new(
        steps: usize,
        steps_per_day: usize,
        trading_days_per_year: f64,
    ) -> Result<Self, GridError> {
        if steps == 0 {
            return Err(GridError::NoSteps);
        }
        if steps_per_day == 0 {
            return Err(GridError::NoStepsPerDay);
        }
        if !(trading_days_per_year > 0.0 && trading_days_per_year.is_finite()) {
            return Err(GridError::TradingDays(trading_days_per_year));
        }
        Ok(Self { steps, steps_per_day, trading_days_per_year })
    }

    /// Number of steps from entry to horizon.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Steps on a trading day.
    #[must_use]
    pub fn steps_per_day(&self) -> usize {
        self.steps_per_day
    }

    /// Trading days in a year, the unit of every volatility.
    #[must_use]
    pub fn trading_days_per_year(&self) -> f64 {
        self.trading_days_per_year
    }

    /// Length of a step in years.
    #[must_use]
    pub fn dt(&self) -> f64 {
        1.0 / (self.steps_per_day as f64 * self.trading_days_per_year)
    }

    /// Time of step `i` in years from entry.
    #[must_use]
    pub fn time(&self, step: usize) -> f64 {
        step as f64 / (self.steps_per_day as f64 * self.trading_days_per_year)
    }

    /// The step nearest to a time in years.
    #[must_use]
    pub fn step_at(&self, years: f64) -> usize {
        (years * self.steps_per_day as f64 * self.trading_days_per_year).round() as usize
    }
}

//! [`Entry`]: the market at entry, and lives of options beside the horizon.

use crate::config::steps::{horizon_days, whole_steps, years};
use rehedge_market::Grid;
use rehedge_options::Rates;

/// What is known at entry.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The spot.
    pub spot: f64,
    /// Times to the horizon.
    pub grid: Grid,
    /// What options are priced at.
    pub rates: Rates,
}

impl Entry {
    /// So many trading days in years.
    pub fn years(&self, days: f64) -> f64 {
        years(days, &self.grid)
    }

    /// The life of an option in years, or why it may not have it: at its expiry paths must be at a step,
    /// if they went on. One that expires at the horizon is its payoff there.
    pub fn life(&self, days: f64) -> Result<f64, String> {
        let horizon = horizon_days(&self.grid);
        if days < horizon {
            return Err(format!(
                "expires before the horizon: must be at least market.days = {horizon}"
            ));
        }
        whole_steps(days, &self.grid)?;
        Ok(self.years(days))
    }
}

//! [`Asset`]: what a hedge or a book can hold.

use rehedge_market::Grid;
use rehedge_options::{Contract, ContractLife, Greeks, PathState, Quote, Rates, Struck};

/// What a hedge or a book can hold, a unit of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asset {
    /// A share, with the cash that its dividends have grown to.
    Underlying,
    /// A deposit of 1 at the financing rate.
    Cash,
    /// An option that lives to the horizon at least.
    Option {
        /// What it pays.
        contract: Contract,
        /// Life at entry, in years.
        maturity: f64,
        /// Implied volatility at entry, per √year, for an option that is quoted apart from the
        /// market's: it keeps its distance from the market's until the horizon.
        volatility: Option<f64>,
    },
}

impl Asset {
    /// Steps of the grid at which the options among some assets expire, ascending, each once: what a
    /// market is asked to quote implied volatilities for.
    #[must_use]
    pub fn expiries<'a>(grid: &Grid, assets: impl Iterator<Item = &'a Self>) -> Vec<usize> {
        let mut expiries: Vec<usize> = assets.filter_map(|asset| asset.expiry(grid)).collect();
        expiries.sort_unstable();
        expiries.dedup();
        expiries
    }

    pub(super) fn expiry(&self, grid: &Grid) -> Option<usize> {
        match self {
            Self::Option { maturity, .. } => Some(grid.step_at(*maturity)),
            Self::Underlying | Self::Cash => None,
        }
    }

    /// Price and Greeks at entry, per unit, at an implied volatility for options.
    pub(super) fn at_entry(&self, spot: f64, volatility: f64, rates: Rates) -> Greeks {
        match self {
            Self::Underlying => Greeks { value: spot, delta: 1.0, ..Greeks::default() },
            Self::Cash => Greeks { value: 1.0, theta: rates.rate, ..Greeks::default() },
            Self::Option { contract, maturity, .. } => {
                let struck = Struck::<f64>::new(*contract, spot);
                let life = ContractLife::new(contract, 0.0, *maturity, rates);
                let state = PathState::<f64>::at_entry(&struck, spot, *maturity);
                struck.greeks(&life, &state, Quote { spot, volatility })
            }
        }
    }
}

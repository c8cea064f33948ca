//! What theory says of discrete hedging, as functions of plain numbers: its error, its expected
//! cost and its expected profit.
//!
//! Everything here is for one option on a spot that diffuses at a constant volatility, hedged at a
//! constant volatility that may be another. Volatility is per √year, rates and drift are per year
//! and continuously compounded, times are in years, money is per option.
//!
//! ```
//! use rehedge_options::theory::{HedgedOption, derman_kamal};
//! use rehedge_options::{Life, Payoff, Rates, black_scholes};
//! let rates = Rates { rate: 0.05, dividend_yield: 0.0 };
//! let option = HedgedOption {
//!     payoff: Payoff::Call,
//!     strike: 100.0,
//!     maturity: 1.0 / 12.0,
//!     rates,
//!     spot: 100.0,
//!     drift: 0.05,
//!     volatility: 0.2,
//!     hedge_volatility: 0.2,
//! };
//! let life = Life::new(option.maturity, rates);
//! let vega = black_scholes(Payoff::Call, 100.0, 100.0, 0.2, &life).vega;
//! // Derman and Kamal's example: 0.44 with 21 rehedges.
//! assert!((derman_kamal(vega, 0.2, 21.0) - 0.44).abs() < 0.005);
//! // At the money both formulas agree.
//! let root_mean_square = option.bertsimas_kogan_lo() / 21f64.sqrt();
//! assert!((root_mean_square - 0.44).abs() < 0.01);
//! ```

mod ahmad_wilmott;
mod band;
mod discrete_error;
mod expected_cost;
mod gamma_moment;
mod sepp;
mod spots;
mod trades;

pub use band::{Band, DISCRETE_MONITORING};
pub use discrete_error::{BOYLE_EMANUEL_LOSS, BOYLE_EMANUEL_SKEW, derman_kamal};
pub use expected_cost::Trading;
pub use gamma_moment::Powers;
pub use sepp::Sepp;

use crate::{Payoff, Rates};

/// One option, the diffusion of its spot, `dS = μ·S·dt + σ·S·dW`, and the volatility of its hedge
/// ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HedgedOption {
    /// What it pays.
    pub payoff: Payoff,
    /// Strike `K`, in currency.
    pub strike: f64,
    /// Life `T` at entry, in years, positive.
    pub maturity: f64,
    /// Rates `r` and `q` at which it is priced; cash earns `r`.
    pub rates: Rates,
    /// Spot `S_0` at entry.
    pub spot: f64,
    /// Drift `μ` of the expected spot.
    pub drift: f64,
    /// Volatility `σ` of the spot.
    pub volatility: f64,
    /// Volatility `σ_h` at which the hedge ratio is taken.
    pub hedge_volatility: f64,
}

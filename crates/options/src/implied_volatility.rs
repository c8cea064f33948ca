//! The volatility at which an option has a given price.

use crate::{Life, Payoff, black_scholes};
use rehedge_kernels::ln;
use thiserror::Error;

/// Evaluations after which what was found is as good as it gets: Newton's steps take about ten,
/// and every step that they refuse halves the bracket.
const MOST_STEPS: usize = 200;

/// Deviations beyond which a normal tail is nothing beside 1.
const SATURATED: f64 = 9.0;

/// Why a price has no implied volatility.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum NoImpliedVolatility {
    /// The price is worth no volatility: at or below the value of exercise at the forward.
    #[error(
        "the price must be greater than {least}, what the option is worth without volatility, not {price}"
    )]
    TooLow {
        /// The price.
        price: f64,
        /// Its lower bound.
        least: f64,
    },
    /// No volatility is worth the price: at or above the value at an endless volatility.
    #[error(
        "the price must be less than {greatest}, what the option is worth at any volatility, not {price}"
    )]
    TooHigh {
        /// The price.
        price: f64,
        /// Its upper bound.
        greatest: f64,
    },
    /// The option has expired, or an argument is not a positive number.
    #[error("price, spot, strike and life must be positive numbers")]
    NotPositive,
}

/// The implied volatility `σ` of a European option: `BS(S, K, σ, τ) = price`.
///
/// What is left of the price above its lower bound is the value of the option that is out of the
/// money at the forward, by put–call parity; the volatility of that value is found by Newton's
/// method on its logarithm, which is concave in `σ`, kept inside a bracket that each step narrows.
///
/// # Units
/// Price, spot and strike in currency, the volatility per √year.
///
/// # Errors
/// [`NoImpliedVolatility`] for a price at or beyond its no-arbitrage bounds: for a call
/// `max(S·e^{−qτ} − K·e^{−rτ}, 0) < price < S·e^{−qτ}`, for a put
/// `max(K·e^{−rτ} − S·e^{−qτ}, 0) < price < K·e^{−rτ}`, for a straddle
/// `|S·e^{−qτ} − K·e^{−rτ}| < price < S·e^{−qτ} + K·e^{−rτ}`.
///
/// # Accuracy
/// [`black_scholes()`] at the volatility gives the price back within three roundings of
/// `S·e^{−qτ} + K·e^{−rτ}`, so that the volatility is right to that over vega. Far out of the money
/// it is right to 1e-13 of itself; deep in the money a price says nothing of it.
///
/// # Source
/// Manaster and Koehler (1982), *The calculation of implied variances from the Black–Scholes model:
/// a note*, for the start at `σ√τ = √(2·|ln(F/K)|)`.
///
/// # Examples
/// ```
/// use rehedge_options::{Life, Payoff, Rates, implied_volatility};
/// let life = Life::new(0.25, Rates { rate: 0.08, dividend_yield: 0.0 });
/// let volatility = implied_volatility(Payoff::Call, 2.1333684449, 60.0, 65.0, &life)?;
/// assert!((volatility - 0.30).abs() < 1e-10); // Haug's table 1-1, with more digits
/// # Ok::<(), rehedge_options::NoImpliedVolatility>(())
/// ```
pub fn implied_volatility(
    payoff: Payoff,
    price: f64,
    spot: f64,
    strike: f64,
    life: &Life,
) -> Result<f64, NoImpliedVolatility> {
    let positive = |x: f64| x > 0.0 && x.is_finite();
    if ![spot, strike, life.tau()].into_iter().all(positive) || price.is_nan() {
        return Err(NoImpliedVolatility::NotPositive);
    }
    let [spot_side, strike_side] = [spot * life.dividend_discount(), strike * life.discount()];
    let (calls, puts) = payoff.calls_and_puts();
    let forward = spot_side - strike_side;
    let least = if forward > 0.0 { calls * forward } else { -puts * forward };
    let greatest = calls * spot_side + puts * strike_side;
    if price <= least {
        return Err(NoImpliedVolatility::TooLow { price, least });
    }
    if price >= greatest {
        return Err(NoImpliedVolatility::TooHigh { price, greatest });
    }
    let outside = Outside {
        payoff: if forward > 0.0 { Payoff::Put } else { Payoff::Call },
        spot,
        strike,
        life: *life,
    };
    Ok(outside.volatility((price - least) / (calls + puts)))
}

/// An option that is out of the money at the forward.
struct Outside {
    payoff: Payoff,
    spot: f64,
    strike: f64,
    life: Life,
}

impl Outside {
    /// The volatility of a value that some volatility is worth.
    fn volatility(&self, value: f64) -> f64 {
        let root_tau = self.life.tau().sqrt();
        let amounts =
            [self.spot * self.life.dividend_discount(), self.strike * self.life.discount()];
        let distance = (ln(amounts[0]) - ln(amounts[1])).abs();
        // There both tails are saturated, and the value is all it can be.
        let mut high = (SATURATED + (SATURATED * SATURATED + 2.0 * distance).sqrt()) / root_tau;
        let mut low = 0.0;
        let at_the_money = value * (2.0 * std::f64::consts::PI / (amounts[0] * amounts[1])).sqrt();
        let mut volatility = (at_the_money.max((2.0 * distance).sqrt()) / root_tau).min(0.5 * high);
        let log_value = ln(value);
        for _ in 0..MOST_STEPS {
            let at = black_scholes(self.payoff, self.spot, self.strike, volatility, &self.life);
            *if at.value < value { &mut low } else { &mut high } = volatility;
            let newton = volatility - (ln(at.value) - log_value) * at.value / at.vega;
            // What is not a number is not inside either.
            let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
            if (next - volatility).abs() <= f64::EPSILON * volatility {
                return next;
            }
            volatility = next;
        }
        volatility
    }
}

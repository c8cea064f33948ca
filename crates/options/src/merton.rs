//! Merton's price of an option on a spot that jumps.

use crate::{Life, Payoff, Rates, black_scholes};
use rehedge_kernels::exp;
use statrs::distribution::{Discrete, Poisson};

/// Jumps of the log price for [`merton_value`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JumpRisk {
    /// `λ`, jumps per year.
    pub per_year: f64,
    /// Mean of a jump of the log price.
    pub mean_log: f64,
    /// Its standard deviation.
    pub sd_log: f64,
}

/// Value of a European option when jumps are not priced: a Poisson mixture of Black–Scholes values.
///
/// With `κ = E[e^J] − 1` and `n` jumps over the life `τ`, the drift of the log spot is
/// `r_n = r − λκ + n·ln(1 + κ)/τ` and its variance rate `σ_n² = σ² + n·sd²/τ`. The value is
/// `Σ_n P(n; λτ) · e^{(r_n − r)τ} · BS(r_n, σ_n)`, `P` the Poisson probabilities.
///
/// # Units
/// As in [`black_scholes()`]; `tau` in years.
///
/// # Source
/// Merton (1976), *Option pricing when underlying stock returns are discontinuous*, eq. 16.
#[must_use]
pub fn merton_value(
    (payoff, tau): (Payoff, f64),
    [spot, strike]: [f64; 2],
    volatility: f64,
    jumps: &JumpRisk,
    rates: Rates,
) -> f64 {
    let expected = jumps.per_year * tau;
    let diffusion = || {
        let life = Life::new(tau, rates);
        black_scholes(payoff, spot, strike, volatility, &life).value
    };
    // No jumps, or no time for them.
    let Ok(counts) = Poisson::new(expected) else { return diffusion() };
    let log_mean = jumps.mean_log + 0.5 * jumps.sd_log * jumps.sd_log;
    let compensator = jumps.per_year * (exp(log_mean) - 1.0);
    let last = (expected + 12.0 * expected.sqrt() + 40.0) as u64;
    (0..=last)
        .map(|n| {
            let count = n as f64;
            let shift = count * log_mean / tau - compensator;
            let variance = volatility * volatility + count * jumps.sd_log * jumps.sd_log / tau;
            // The spot grows by `shift` on top of the riskless rate; discounting stays.
            let life = Life::new(tau, Rates { rate: rates.rate + shift, ..rates });
            let value = black_scholes(payoff, spot, strike, variance.sqrt(), &life).value;
            counts.pmf(n) * exp(shift * tau) * value
        })
        .sum()
}

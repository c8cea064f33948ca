//! The error of hedging at intervals, before costs.

use super::HedgedOption;
use crate::quadrature::integral;
use rehedge_kernels::exp;
use std::f64::consts::FRAC_PI_4;

/// Standard deviation `√(π/4) · vega · σ / √N` of the P&L of one option that is rehedged `N` times
/// in its life, to leading order in `1/√N`; present value.
///
/// For an option near the money, marked and hedged at the volatility of the spot. Away from the
/// money [`HedgedOption::bertsimas_kogan_lo`] is right where this is not.
///
/// # Source
/// Derman and Kamal (1999), *When you cannot hedge continuously: the corrections to Black–Scholes*,
/// Goldman Sachs Quantitative Strategies.
#[must_use]
pub fn derman_kamal(vega: f64, volatility: f64, rehedges: f64) -> f64 {
    FRAC_PI_4.sqrt() * vega * volatility / rehedges.sqrt()
}

/// Probability `P(Z² < 1)` that the side which is long gamma loses over one short interval, in
/// which the hedged P&L is `½·Γ·S²·σ²·δt·(Z² − 1)` with a normal number `Z`.
///
/// # Source
/// Boyle and Emanuel (1980), *Discretely adjusted option hedges*, Journal of Financial Economics 8.
pub const BOYLE_EMANUEL_LOSS: f64 = 0.682_689_492_137_085_9;

/// Skewness `2√2` of that P&L, for the side which is long gamma.
pub const BOYLE_EMANUEL_SKEW: f64 = 2.0 * std::f64::consts::SQRT_2;

impl HedgedOption {
    /// Bertsimas, Kogan and Lo's `g`: the root-mean-square of P&L at expiry, in money of that time,
    /// is `g/√N` to leading order when the option is rehedged `N` times.
    ///
    /// `g² = ½T·∫₀ᵀ E[(σ²·S²·Γ·e^{rτ})²] dt`, which for a call or put, with `t = T·sin θ`, is
    ///
    /// `g² = T·σ²·K²/(4π) · ∫₀^{π/2} exp(−m(θ)²/(σ²·T·(1 + sin θ))) dθ`,
    /// `m(θ) = ln(S_0/K) + (μ − ½σ²)·T·sin θ + (r − q − ½σ²)·T·(1 − sin θ)`;
    ///
    /// four times that for a straddle. The option is hedged at the volatility of the spot: the
    /// hedge's own is not looked at. Any drift: the mean P&L is of the next order in `1/√N`.
    ///
    /// # Source
    /// Bertsimas, Kogan and Lo (2000), *When is time continuous?*, Journal of Financial Economics
    /// 55, theorem 3 and eq. 3.2, there for `r = 0`.
    #[must_use]
    pub fn bertsimas_kogan_lo(&self) -> f64 {
        let variance = self.volatility * self.volatility * self.maturity;
        let log_moneyness = rehedge_kernels::ln(self.spot) - rehedge_kernels::ln(self.strike);
        let carry = self.rates.rate - self.rates.dividend_yield;
        let seen = self.drift * self.maturity - 0.5 * variance;
        let priced = carry * self.maturity - 0.5 * variance;
        // sin θ = 1 − v² takes the sine away: dθ = 2·dv/√(2 − v²).
        let panels = [0.0, 0.25, 0.5, 0.75, 1.0];
        let shape = integral(&panels, |v| {
            let left = v * v;
            let m = log_moneyness + seen * (1.0 - left) + priced * left;
            2.0 / (2.0 - left).sqrt() * exp(-m * m / (variance * (2.0 - left)))
        });
        let scale = self.options() * self.strike;
        (scale * scale * variance * shape / (4.0 * std::f64::consts::PI)).sqrt()
    }
}

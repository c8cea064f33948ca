//! Moments of gamma along the paths: what every theory of discrete hedging integrates.

use super::HedgedOption;
use crate::quadrature::integral;
use rehedge_kernels::{exp, ln};

/// Powers in [`HedgedOption::gamma_moment`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Powers {
    /// Power `a` of the spot.
    pub spot: f64,
    /// Power `p` of `S·Γ`, positive.
    pub gamma: f64,
}

/// `½·ln 2π`.
const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// Where the panels of integrals over the life end, in `u` with `τ = T·u⁴`.
const PANELS: [f64; 9] = [0.0, 0.06, 0.125, 0.25, 0.4, 0.55, 0.7, 0.85, 1.0];

impl HedgedOption {
    /// `E[S_t^a · (S_t·Γ_h)^p]`, the gamma taken at the hedge's volatility.
    ///
    /// With `S·Γ_h = n·e^{−qτ}·φ(d₁)/(σ_h·√τ)`, `n` 2 for a straddle and else 1, and `d₁ = α + β·Z`
    /// linear in the normal number of the spot,
    ///
    /// `E = e^{a·m + ½a²s²} · (n·e^{−qτ}/(σ_h·√(2πτ)))^p · e^{−½p·(α + aβs)²/(1 + pβ²)} / √(1 + pβ²)`,
    ///
    /// `m` and `s` the mean and standard deviation of `ln S_t`, `β = s/(σ_h·√τ)`.
    ///
    /// # Timing
    /// `t` is in years from entry and before expiry.
    #[must_use]
    pub fn gamma_moment(&self, t: f64, powers: Powers) -> f64 {
        self.gamma_moment_before(self.maturity - t, powers)
    }

    /// [`HedgedOption::gamma_moment`] when `tau` years are left.
    fn gamma_moment_before(&self, tau: f64, Powers { spot: a, gamma: p }: Powers) -> f64 {
        let t = self.maturity - tau;
        let per_deviation = 1.0 / (self.hedge_volatility * tau.sqrt());
        let sd = self.volatility * t.sqrt();
        let mean = ln(self.spot) + (self.drift - 0.5 * self.volatility * self.volatility) * t;
        let carry = self.rates.rate - self.rates.dividend_yield
            + 0.5 * self.hedge_volatility * self.hedge_volatility;
        let alpha = (mean + a * sd * sd - ln(self.strike) + carry * tau) * per_deviation;
        let beta = sd * per_deviation;
        let widened = 1.0 + p * beta * beta;
        let height =
            ln(self.options() * per_deviation) - self.rates.dividend_yield * tau - HALF_LN_TWO_PI;
        let spots = a * mean + 0.5 * a * a * sd * sd;
        exp(spots + p * height - 0.5 * p * alpha * alpha / widened) / widened.sqrt()
    }

    /// `∫₀ᵀ e^{−ρt} · E[S_t^a · (S_t·Γ_h)^p] dt` at a discount rate `ρ`, for `p` up to 2.
    ///
    /// Near expiry the moment grows as `τ^{½ − p/2}`; with `τ = T·u⁴` the integrand is smooth enough.
    #[must_use]
    pub fn gamma_integral(&self, powers: Powers, discount: f64) -> f64 {
        integral(&PANELS, |u| {
            let tau = self.maturity * u * u * u * u;
            let discounted = exp(-discount * (self.maturity - tau));
            4.0 * self.maturity * u * u * u * discounted * self.gamma_moment_before(tau, powers)
        })
    }

    /// Calls and puts together: 2 for a straddle.
    pub(super) fn options(&self) -> f64 {
        let (calls, puts) = self.payoff.calls_and_puts();
        calls + puts
    }
}

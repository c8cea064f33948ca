//! What a hedge that trades at the edge of a band is expected to trade.

use super::HedgedOption;
use super::spots::Ratio;
use crate::quadrature::nodes;
use rehedge_kernels::{exp, ln};

/// `−ζ(½)/√(2π)`: a normal random walk that is looked at in steps is beyond a level by this many
/// standard deviations of a step where it is first seen beyond it, in the mean of squares over that
/// of sizes, halved.
///
/// # Source
/// Siegmund (1985), *Sequential Analysis*; Broadie, Glasserman and Kou (1997), *A continuity
/// correction for discrete barrier options*, Mathematical Finance 7.
pub const DISCRETE_MONITORING: f64 = 0.582_597_157_939_010_7;

/// Whalley and Wilmott's band, and how often it is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Proportional one-way cost `λ`.
    pub cost: f64,
    /// Absolute risk aversion `a`, per currency unit.
    pub risk_aversion: f64,
    /// Years between looks; 0 looks always.
    pub interval: f64,
}

/// Where the panels of the integral over the life end, in `u` with `τ = T·u⁴`.
const PANELS: [f64; 6] = [0.0, 0.25, 0.4, 0.6, 0.8, 1.0];

impl Band {
    /// Half-width `(3/2 · e^{−rτ} · λ · S·Γ² / a)^{1/3}` of the band, in shares for one option.
    ///
    /// # Source
    /// Whalley and Wilmott (1997), *An asymptotic analysis of an optimal hedging model for option
    /// pricing with transaction costs*, Mathematical Finance 7, eq. 3.10.
    #[must_use]
    pub fn half_width(&self, option: &HedgedOption, tau: f64, spot: f64) -> f64 {
        let spot_gamma = Ratio::new(option, tau).spot_gamma(ln(spot));
        self.width_of(exp(-option.rates.rate * tau), spot, spot_gamma)
    }

    fn width_of(&self, discount: f64, spot: f64, spot_gamma: f64) -> f64 {
        // S·Γ² = (S·Γ)²/S
        let cube =
            1.5 * discount * self.cost * spot_gamma * spot_gamma / (spot * self.risk_aversion);
        if cube > 0.0 { exp(ln(cube) / 3.0) } else { 0.0 }
    }

    /// Expected notional that one option's hedge trades at the nearer edge of the band in its
    /// life, without the first trade and the unwind.
    ///
    /// The mis-hedge moves with variance rate `v² = (σ·S·Γ)²` between reflecting edges `±H`, which
    /// takes trades of `v²/(2H)` shares a year; looked at in steps of `δ` it overshoots the edge,
    /// as if the band were wider by `0.5826·v·√δ`:
    ///
    /// `∫E[S·v²/(2·(H + 0.5826·v·√δ))]dt`.
    ///
    /// Without steps, cost `λ` times this grows as `λ^{2/3}`.
    ///
    /// # Source
    /// The growth: Whalley and Wilmott (1997) and Rogers (2004), *Why is the effect of proportional
    /// transaction costs O(δ^{2/3})?*. The constant is derived here: from an edge to the next look
    /// beyond it `E[(H + o)² − H²] = v²δ`, with the overshoot's moments of [`DISCRETE_MONITORING`].
    #[must_use]
    pub fn edge_trades(&self, option: &HedgedOption) -> f64 {
        let over_life = nodes(&PANELS).map(|(u, weight)| {
            let tau = option.maturity * u * u * u * u;
            4.0 * option.maturity * u * u * u * weight * self.rate(option, tau)
        });
        over_life.sum()
    }

    /// Expected notional traded a year when `tau` years are left.
    fn rate(&self, option: &HedgedOption, tau: f64) -> f64 {
        let ratio = Ratio::new(option, tau);
        let discount = exp(-option.rates.rate * tau);
        let beyond = DISCRETE_MONITORING * self.interval.sqrt();
        let spots = option.log_spots(option.maturity - tau, 1.0 / ratio.slope, true).into_iter();
        let traded = spots.map(|(log_spot, weight)| {
            let (spot, spot_gamma) = (exp(log_spot), ratio.spot_gamma(log_spot));
            let speed = option.volatility * spot_gamma;
            let width = self.width_of(discount, spot, spot_gamma) + beyond * speed;
            if width > 0.0 { weight * spot * speed * speed / (2.0 * width) } else { 0.0 }
        });
        traded.sum()
    }
}

//! What rehedging one option is expected to trade, to leading order in the interval.

use super::{HedgedOption, Powers};
use std::f64::consts::FRAC_2_PI;
use std::ops::{Add, Mul};

/// Expected trades in the underlying for one option. Costs follow: `quantity` options at a
/// proportional cost `k` pay `k·|quantity|·notional`, at a fee `c` per share `c·|quantity|·shares`,
/// at an impact of `y·√|q|` of the price `y·|quantity|^{3/2}·three_halves`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Trading {
    /// `E[Σ S·|q|]`, in currency.
    pub notional: f64,
    /// `E[Σ |q|]`.
    pub shares: f64,
    /// `E[Σ S·|q|^{3/2}]`.
    pub three_halves: f64,
}

impl Add for Trading {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            notional: self.notional + other.notional,
            shares: self.shares + other.shares,
            three_halves: self.three_halves + other.three_halves,
        }
    }
}

impl Mul<f64> for Trading {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self {
            notional: self.notional * factor,
            shares: self.shares * factor,
            three_halves: self.three_halves * factor,
        }
    }
}

/// `E|Z|^{3/2} = 2^{3/4}·Γ(5/4)/√π` of a normal number.
const MEAN_THREE_HALVES: f64 = 0.860_039_987_324_519_5;

impl HedgedOption {
    /// What rehedging at intervals `δ` is expected to trade, to leading order: without the first
    /// trade and the unwind.
    ///
    /// A trade is `Γ·S·σ·√δ·Z`, and there are `1/δ` a year, so that
    ///
    /// - `notional = √(2/π) · σ/√δ · ∫E[S²Γ]dt`, which grows as `N^½`. With `μ = r − q` and
    ///   `σ_h = σ` its present value is Leland's `√(2/π)·vega/√δ`;
    /// - `three_halves = E|Z|^{3/2} · σ^{3/2} · δ^{−¼} · ∫E[S·(S·Γ)^{3/2}]dt`, which grows as `N^¼`,
    ///   `E|Z|^{3/2} = 2^{3/4}·Γ(5/4)/√π = 0.8600`.
    ///
    /// # Source
    /// Leland (1985), *Option pricing and replication with transactions costs*, Journal of Finance
    /// 40, for the first; the second is derived here from the same expansion.
    #[must_use]
    pub fn leading_order(&self, interval: f64) -> Trading {
        let linear = FRAC_2_PI.sqrt() * self.volatility / interval.sqrt();
        let over_life = |spot, gamma| self.gamma_integral(Powers { spot, gamma }, 0.0);
        let size = self.volatility * self.volatility.sqrt() / interval.sqrt().sqrt();
        Trading {
            notional: linear * over_life(1.0, 1.0),
            shares: linear * over_life(0.0, 1.0),
            three_halves: MEAN_THREE_HALVES * size * over_life(1.0, 1.5),
        }
    }
}

//! What a formula for a value starts from.

use crate::asian::Spread;
use crate::number::Number;
use crate::{Life, Rates};

/// What differs from path to path: the market, the contract's numbers, and what happened so far.
#[derive(Clone, Copy)]
pub(crate) struct Lane<N> {
    pub spot: N,
    pub log_spot: N,
    pub volatility: N,
    pub strike: f64,
    pub log_strike: f64,
    pub level: f64,
    pub log_level: f64,
    /// 1 where the barrier was touched, else 0.
    pub touched: f64,
    /// The part of the average that is fixed.
    pub accrued: f64,
    /// Of what an arithmetic average still gathers.
    pub spread: Spread,
}

/// What all paths share: functions of the time that is left.
#[derive(Clone, Copy)]
pub(crate) struct Clock<N> {
    /// `(r − q)·τ`.
    pub carry: N,
    /// `r − q`.
    pub carry_rate: N,
    /// `r·τ`.
    pub interest: N,
    /// `√τ`.
    pub root_tau: N,
    /// `e^{−rτ}`.
    pub discount: N,
    /// `e^{−qτ}`.
    pub dividend_discount: N,
}

impl<N: Number> Clock<N> {
    /// For `τ > 0`.
    #[inline(always)]
    pub fn new(life: &Life) -> Self {
        let Rates { rate, dividend_yield } = life.rates();
        let (tau, root_tau) = (life.tau(), life.tau().sqrt());
        let (discount, dividend_discount) = (life.discount(), life.dividend_discount());
        Self {
            carry: N::timed((rate - dividend_yield) * tau, dividend_yield - rate),
            carry_rate: N::constant(rate - dividend_yield),
            interest: N::timed(rate * tau, -rate),
            root_tau: N::timed(root_tau, -0.5 / root_tau),
            discount: N::timed(discount, rate * discount),
            dividend_discount: N::timed(dividend_discount, dividend_yield * dividend_discount),
        }
    }

    /// `σ·√τ`, not below [`SMALLEST`].
    #[inline(always)]
    pub fn deviation(&self, volatility: N) -> N {
        (volatility * self.root_tau).max(N::constant(SMALLEST))
    }
}

/// The smallest standard deviation of the logarithm that formulas work with. Below it values are
/// those at it: the difference is some ten-billionths of the spot.
pub(crate) const SMALLEST: f64 = 1e-10;

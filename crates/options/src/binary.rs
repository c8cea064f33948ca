//! Values of binary options.

use crate::formulas::Formula;
use crate::inputs::{Clock, Lane};
use crate::number::Number;
use crate::{Binary, Pays, Side};

/// Cash-or-nothing `X·e^{−rτ}·Φ(±d₂)`, asset-or-nothing `S·e^{−qτ}·Φ(±d₁)`, for `τ > 0`.
///
/// # Source
/// Rubinstein and Reiner (1991), *Unscrambling the binary code*; Haug (2007), sections 4.19.2–3.
pub(crate) struct Value<N, const ASSET: bool> {
    sign: f64,
    cash: f64,
    clock: Clock<N>,
}

impl<N> Value<N, false> {
    #[inline(always)]
    pub fn of_cash(side: Side, cash: f64, clock: Clock<N>) -> Self {
        Self { sign: side.sign(), cash, clock }
    }
}

impl<N> Value<N, true> {
    #[inline(always)]
    pub fn of_asset(side: Side, clock: Clock<N>) -> Self {
        Self { sign: side.sign(), cash: 0.0, clock }
    }
}

impl<N: Number, const ASSET: bool> Formula<N> for Value<N, ASSET> {
    #[inline(always)]
    fn at(&self, lane: &Lane<N>) -> N {
        let Self { sign, cash, clock } = self;
        let sd = clock.deviation(lane.volatility);
        let middle = (lane.log_spot - lane.log_strike + clock.carry) * sd.recip();
        if ASSET {
            lane.spot * clock.dividend_discount * ((middle + sd * 0.5) * *sign).cdf()
        } else {
            clock.discount * ((middle - sd * 0.5) * *sign).cdf() * *cash
        }
    }
}

/// What it pays at expiry: all beyond the strike, half on it.
#[inline(always)]
pub(crate) fn payoff(binary: &Binary, spot: f64, strike: f64) -> f64 {
    let beyond = (spot - strike) * binary.side.sign();
    let share = if beyond > 0.0 { 1.0 } else { 0.0 };
    let share = if beyond == 0.0 { 0.5 } else { share };
    match binary.pays {
        Pays::Cash(cash) => share * cash,
        Pays::Asset => share * spot,
    }
}

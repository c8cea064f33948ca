//! Values of barrier options.

mod rebate;
mod shift;

use crate::formulas::Formula;
use crate::inputs::{Clock, Lane};
use crate::number::Number;
use crate::tail::scaled_cdf;
use crate::{Barrier, Knock, Monitoring};
pub use shift::CONTINUITY_CORRECTION;

/// Value of a barrier option for `τ > 0`, whether touched or not.
///
/// The value of a claim that dies at the barrier is that of a European claim `A` which pays nothing
/// beyond it, less its image `C` in it: `C(S) = (H/S)^{2μ}·A(H²/S)`, `μ = (r − q)/σ² − ½`. With `X`
/// the strike or the barrier, whichever lies farther on the living side, and `A(X)`, `C(X)` options
/// that pay `S − K` beyond `X`, and their images,
///
/// - calls over a lower barrier and puts under an upper one are worth `A(X) − C(X)`,
/// - the others, in the money `TOWARDS` the barrier, `A(X) − A(H) + C(X) − C(H)`,
///
/// and what a knock-in is worth is a vanilla option less that. These are Reiner and Rubinstein's
/// terms: `A` and `B` are `A(K)` and `A(H)`, `C` and `D` their images, `E` and `F` the rebates.
///
/// `TERMS` is 0 without a rebate, else how many terms the rebate's series takes.
///
/// # Source
/// Reiner and Rubinstein (1991), *Breaking down the barriers*; Haug (2007), section 4.17.1.
pub(crate) struct Value<N, const TOWARDS: bool, const IN: bool, const TERMS: usize> {
    side: f64,
    living: f64,
    shift: f64,
    rebate: f64,
    clock: Clock<N>,
}

impl<N, const TOWARDS: bool, const IN: bool, const TERMS: usize> Value<N, TOWARDS, IN, TERMS> {
    #[inline(always)]
    pub fn new(barrier: &Barrier, clock: Clock<N>) -> Self {
        Self {
            side: barrier.side.sign(),
            living: barrier.living(),
            shift: barrier.shift(),
            rebate: barrier.rebate,
            clock,
        }
    }
}

impl<N: Number, const TOWARDS: bool, const IN: bool, const TERMS: usize> Formula<N>
    for Value<N, TOWARDS, IN, TERMS>
{
    #[inline(always)]
    fn at(&self, lane: &Lane<N>) -> N {
        let spot = Reflection::new([self.side, self.living, self.shift], &self.clock, lane);
        let touched = lane.touched > 0.0;
        let beyond = spot.living * spot.distance.value() >= 0.0;
        let rebate = N::constant(self.rebate);
        let (before, after) = if IN {
            (spot.unborn::<TOWARDS, TERMS>(rebate), spot.european(spot.log_strike))
        } else {
            (spot.alive::<TOWARDS, TERMS>(rebate), N::choose(touched, N::constant(0.0), rebate))
        };
        N::choose(touched | beyond, after, before)
    }
}

/// A barrier, and where the spot and its image in the barrier stand.
struct Reflection<N> {
    /// 1 for a call, −1 for a put.
    side: f64,
    /// 1 where the option lives above the barrier, −1 where below.
    living: f64,
    log_spot: N,
    log_strike: N,
    /// `ln H`, of the barrier that is watched all the time.
    log_level: N,
    /// `ln(H/S)/σ√τ`.
    distance: N,
    /// `((r − q)τ − ½σ²τ)/σ√τ`.
    drift: N,
    sd: N,
    inverse_sd: N,
    /// `S·e^{−qτ}`.
    spot: N,
    /// `K·e^{−rτ}`.
    strike: N,
    discount: N,
    /// `r·τ`.
    interest: N,
}

impl<N: Number> Reflection<N> {
    #[inline(always)]
    fn new([side, living, shift]: [f64; 3], clock: &Clock<N>, lane: &Lane<N>) -> Self {
        let sd = clock.deviation(lane.volatility);
        let inverse_sd = sd.recip();
        let log_level = lane.volatility * shift + lane.log_level;
        Self {
            side,
            living,
            log_spot: lane.log_spot,
            log_strike: N::constant(lane.log_strike),
            log_level,
            distance: (log_level - lane.log_spot) * inverse_sd,
            drift: clock.carry * inverse_sd - sd * 0.5,
            sd,
            inverse_sd,
            spot: lane.spot * clock.dividend_discount,
            strike: clock.discount * lane.strike,
            discount: clock.discount,
            interest: clock.interest,
        }
    }

    /// A knock-out that was not touched.
    #[inline(always)]
    fn alive<const TOWARDS: bool, const TERMS: usize>(&self, rebate: N) -> N {
        let [farther, _] = self.bounds();
        let alive = if TOWARDS {
            let between = self.european(farther) - self.european(self.log_level);
            between + (self.image(farther) - self.image(self.log_level))
        } else {
            self.european(farther) - self.image(farther)
        };
        if TERMS > 0 { alive + self.touch::<TERMS>() * rebate } else { alive }
    }

    /// A knock-in that was not touched.
    #[inline(always)]
    fn unborn<const TOWARDS: bool, const TERMS: usize>(&self, rebate: N) -> N {
        let [farther, nearer] = self.bounds();
        let unborn = if TOWARDS {
            self.european(nearer) + (self.image(self.log_level) - self.image(farther))
        } else {
            let between = self.european(self.log_strike) - self.european(farther);
            between + self.image(farther)
        };
        if TERMS > 0 { unborn + self.untouched() * rebate } else { unborn }
    }

    /// Strike and barrier, the one that lies farther on the living side first.
    #[inline(always)]
    fn bounds(&self) -> [N; 2] {
        let strike_first = self.living * (self.log_strike - self.log_level).value() > 0.0;
        let (strike, level) = (self.log_strike, self.log_level);
        [N::choose(strike_first, strike, level), N::choose(strike_first, level, strike)]
    }

    /// `(ln(S/X) + (r − q)τ)/σ√τ − ½σ√τ`.
    #[inline(always)]
    fn d2(&self, log_bound: N) -> N {
        (self.log_spot - log_bound) * self.inverse_sd + self.drift
    }

    /// A call that pays `S − K` above `X`, or a put that pays `K − S` below it.
    #[inline(always)]
    fn european(&self, log_bound: N) -> N {
        let d2 = self.d2(log_bound);
        let spot = self.spot * ((d2 + self.sd) * self.side).cdf();
        let strike = self.strike * (d2 * self.side).cdf();
        (spot - strike) * self.side
    }

    /// The image of the same, on the living side.
    ///
    /// With `y` the distance `d` of the image and `l` the logarithm of the power of `H/S`,
    /// `l − ½y² = −½d² − 2·ln(H/S)·ln(H/X)/σ²τ`: neither term is positive for `S` and `X` on the
    /// living side, whatever the volatility.
    #[inline(always)]
    fn image(&self, log_bound: N) -> N {
        let d2 = self.d2(log_bound);
        let power = self.distance * self.drift * 2.0;
        let log_ratio = (self.log_level - self.log_spot) * 2.0;
        let between = (self.log_level - log_bound).value() * self.inverse_sd.value();
        let cross = -2.0 * self.distance.value() * between;
        let spot = self.spot * self.tail(power + log_ratio, d2 + self.sd, cross);
        let strike = self.strike * self.tail(power, d2, cross);
        (spot - strike) * self.side
    }

    /// `e^l·Φ(±y)` of the image of a distance `d`, given `l − ½y² + ½d²`.
    #[inline(always)]
    fn tail(&self, power: N, d: N, cross: f64) -> N {
        let y = self.distance * 2.0 + d;
        scaled_cdf(power, y * self.living, (-0.5 * d.value()).mul_add(d.value(), cross))
    }
}

/// What it pays at expiry: nothing more after a knock-out, whose rebate was paid at the touch.
#[inline(always)]
pub(crate) fn payoff(barrier: &Barrier, [spot, strike, level, touched]: [f64; 4]) -> f64 {
    // Discrete monitoring has looked at the last spot, or does not care.
    let beyond =
        barrier.monitoring == Monitoring::Continuous && (level - spot) * barrier.living() >= 0.0;
    let vanilla = barrier.side.payoff().at_expiry(spot, strike);
    let touched = touched > 0.0;
    match barrier.knock {
        Knock::In => choose(touched | beyond, vanilla, barrier.rebate),
        Knock::Out => choose(touched, 0.0, choose(beyond, barrier.rebate, vanilla)),
    }
}

#[inline(always)]
fn choose(first: bool, one: f64, other: f64) -> f64 {
    if first { one } else { other }
}

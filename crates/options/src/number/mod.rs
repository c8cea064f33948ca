//! [`Number`]: what a formula for a value is written in, so that it gives the Greeks too.

mod jet;
mod slope;

pub(crate) use jet::Jet;
use rehedge_kernels::{exp, ln, normal_cdf, normal_pdf};
pub(crate) use slope::Slope;
use std::ops::{Add, Mul, Neg, Sub};

/// A number that may carry its derivatives to spot, volatility and time along.
///
/// A formula is written once: in `f64` it gives a value, in [`Slope`] a delta, in [`Jet`] all
/// Greeks. They are exact but for rounding: the chain rule, applied operation by operation.
pub(crate) trait Number:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
{
    /// A number that depends on nothing.
    fn constant(value: f64) -> Self;

    /// A number that depends on the calendar time alone, and by how much it grows in a year.
    fn timed(value: f64, per_year: f64) -> Self;

    /// The spot.
    fn spot(spot: f64) -> Self;

    /// The logarithm of the spot, which is known already.
    fn log_spot(log_spot: f64, spot: f64) -> Self;

    /// The volatility.
    fn volatility(volatility: f64) -> Self;

    /// The number itself.
    fn value(self) -> f64;

    /// `f` of the number, given `f`, `f′` and `f″` there.
    fn map(self, f: [f64; 3]) -> Self;

    /// `f` of two numbers, given `f`, `f_x`, `f_y`, `f_xx`, `f_xy` and `f_yy` there.
    fn map2(x: Self, y: Self, f: [f64; 6]) -> Self;

    /// One or the other.
    fn choose(first: bool, one: Self, other: Self) -> Self;

    /// `1/x`.
    #[inline(always)]
    fn recip(self) -> Self {
        let inverse = 1.0 / self.value();
        let square = inverse * inverse;
        self.map([inverse, -square, 2.0 * inverse * square])
    }

    /// `√x`.
    #[inline(always)]
    fn sqrt(self) -> Self {
        let root = self.value().sqrt();
        let slope = 0.5 / root;
        self.map([root, slope, -0.5 * slope / self.value()])
    }

    /// `e^x`.
    #[inline(always)]
    fn exp(self) -> Self {
        let e = exp(self.value());
        self.map([e, e, e])
    }

    /// `ln x`.
    #[inline(always)]
    fn ln(self) -> Self {
        let inverse = 1.0 / self.value();
        self.map([ln(self.value()), inverse, -inverse * inverse])
    }

    /// `ln(1 + x)`, exact for small `x` too: what `1 + x` rounds away is made up for.
    #[inline(always)]
    fn ln_1p(self) -> Self {
        let x = self.value();
        let whole = 1.0 + x;
        let kept = whole - 1.0;
        let log = if kept == 0.0 { x } else { ln(whole) * (x / kept) };
        let inverse = 1.0 / whole;
        self.map([log, inverse, -inverse * inverse])
    }

    /// `Φ(x)`.
    #[inline(always)]
    fn cdf(self) -> Self {
        let x = self.value();
        let density = normal_pdf(x);
        self.map([normal_cdf(x), density, -x * density])
    }

    /// The larger of the two.
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self::choose(self.value() > other.value(), self, other)
    }
}

impl Number for f64 {
    #[inline(always)]
    fn constant(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn timed(value: f64, _: f64) -> Self {
        value
    }

    #[inline(always)]
    fn spot(spot: f64) -> Self {
        spot
    }

    #[inline(always)]
    fn log_spot(log_spot: f64, _: f64) -> Self {
        log_spot
    }

    #[inline(always)]
    fn volatility(volatility: f64) -> Self {
        volatility
    }

    #[inline(always)]
    fn value(self) -> f64 {
        self
    }

    #[inline(always)]
    fn map(self, [value, ..]: [f64; 3]) -> Self {
        value
    }

    #[inline(always)]
    fn map2(_: Self, _: Self, [value, ..]: [f64; 6]) -> Self {
        value
    }

    #[inline(always)]
    fn choose(first: bool, one: Self, other: Self) -> Self {
        if first { one } else { other }
    }
}

#[cfg(test)]
mod tests;

//! [`Jet`]: a number and its derivatives that are Greeks.

use super::Number;
use crate::Greeks;
use std::ops::{Add, Mul, Neg, Sub};

/// A number and its derivatives to the spot `S`, the volatility `σ` and the calendar time `t`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Jet {
    pub value: f64,
    /// `∂/∂S`.
    pub s: f64,
    /// `∂²/∂S²`.
    pub ss: f64,
    /// `∂/∂t`.
    pub t: f64,
    /// `∂/∂σ`.
    pub v: f64,
    /// `∂²/∂S∂σ`.
    pub sv: f64,
    /// `∂²/∂σ²`.
    pub vv: f64,
}

impl Jet {
    const ZERO: Self = Self { value: 0.0, s: 0.0, ss: 0.0, t: 0.0, v: 0.0, sv: 0.0, vv: 0.0 };

    /// The Greeks of a value.
    #[inline(always)]
    pub fn greeks(self) -> Greeks {
        let Self { value, s, ss, t, v, sv, vv } = self;
        Greeks { value, delta: s, gamma: ss, theta: t, vega: v, vanna: sv, volga: vv }
    }

    /// Each of the seven numbers of two jets, put together.
    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        Self {
            value: f(self.value, other.value),
            s: f(self.s, other.s),
            ss: f(self.ss, other.ss),
            t: f(self.t, other.t),
            v: f(self.v, other.v),
            sv: f(self.sv, other.sv),
            vv: f(self.vv, other.vv),
        }
    }
}

impl Number for Jet {
    #[inline(always)]
    fn constant(value: f64) -> Self {
        Self { value, ..Self::ZERO }
    }

    #[inline(always)]
    fn timed(value: f64, per_year: f64) -> Self {
        Self { value, t: per_year, ..Self::ZERO }
    }

    #[inline(always)]
    fn spot(spot: f64) -> Self {
        Self { value: spot, s: 1.0, ..Self::ZERO }
    }

    #[inline(always)]
    fn log_spot(log_spot: f64, spot: f64) -> Self {
        let inverse = 1.0 / spot;
        Self { value: log_spot, s: inverse, ss: -inverse * inverse, ..Self::ZERO }
    }

    #[inline(always)]
    fn volatility(volatility: f64) -> Self {
        Self { value: volatility, v: 1.0, ..Self::ZERO }
    }

    #[inline(always)]
    fn value(self) -> f64 {
        self.value
    }

    /// The chain rule: `f′·x_a` and `f′·x_ab + f″·x_a·x_b`.
    #[inline(always)]
    fn map(self, [value, first, second]: [f64; 3]) -> Self {
        let Self { s, ss, t, v, sv, vv, .. } = self;
        Self {
            value,
            s: first * s,
            ss: first.mul_add(ss, second * s * s),
            t: first * t,
            v: first * v,
            sv: first.mul_add(sv, second * s * v),
            vv: first.mul_add(vv, second * v * v),
        }
    }

    /// The chain rule: `f_x·x_a + f_y·y_a` and
    /// `f_x·x_ab + f_y·y_ab + f_xx·x_a·x_b + f_xy·(x_a·y_b + x_b·y_a) + f_yy·y_a·y_b`.
    #[inline(always)]
    fn map2(x: Self, y: Self, f: [f64; 6]) -> Self {
        let [value, by_x, by_y, by_xx, by_xy, by_yy] = f;
        let first = |x_a: f64, y_a: f64| by_x.mul_add(x_a, by_y * y_a);
        let second = |[x_a, y_a]: [f64; 2], [x_b, y_b]: [f64; 2]| {
            let cross = by_xy * x_a.mul_add(y_b, x_b * y_a);
            (by_xx * x_a).mul_add(x_b, (by_yy * y_a).mul_add(y_b, cross))
        };
        let (by_s, by_v) = ([x.s, y.s], [x.v, y.v]);
        Self {
            value,
            s: first(x.s, y.s),
            ss: first(x.ss, y.ss) + second(by_s, by_s),
            t: first(x.t, y.t),
            v: first(x.v, y.v),
            sv: first(x.sv, y.sv) + second(by_s, by_v),
            vv: first(x.vv, y.vv) + second(by_v, by_v),
        }
    }

    #[inline(always)]
    fn choose(first: bool, one: Self, other: Self) -> Self {
        one.zip(other, |a, b| if first { a } else { b })
    }
}

impl Add for Jet {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }
}

impl Sub for Jet {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }
}

impl Mul for Jet {
    type Output = Self;
    /// Leibniz: `a·b_xy + a_x·b_y + a_y·b_x + a_xy·b`.
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let (a, b) = (self, other);
        let first = |a_x: f64, b_x: f64| a.value.mul_add(b_x, a_x * b.value);
        let second = |a_xy: f64, b_xy: f64, cross: f64| first(a_xy, b_xy) + cross;
        Self {
            value: a.value * b.value,
            s: first(a.s, b.s),
            ss: second(a.ss, b.ss, 2.0 * (a.s * b.s)),
            t: first(a.t, b.t),
            v: first(a.v, b.v),
            sv: second(a.sv, b.sv, a.s.mul_add(b.v, a.v * b.s)),
            vv: second(a.vv, b.vv, 2.0 * (a.v * b.v)),
        }
    }
}

impl Neg for Jet {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.zip(self, |a, _| -a)
    }
}

impl Add<f64> for Jet {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: f64) -> Self {
        Self { value: self.value + other, ..self }
    }
}

impl Sub<f64> for Jet {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: f64) -> Self {
        Self { value: self.value - other, ..self }
    }
}

impl Mul<f64> for Jet {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: f64) -> Self {
        self.zip(self, |a, _| a * other)
    }
}

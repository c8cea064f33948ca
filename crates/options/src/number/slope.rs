//! [`Slope`]: a number and its derivative to the spot.

use super::Number;
use std::ops::{Add, Mul, Neg, Sub};

/// A number and its derivative to the spot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Slope {
    pub value: f64,
    pub slope: f64,
}

impl Number for Slope {
    #[inline(always)]
    fn constant(value: f64) -> Self {
        Self { value, slope: 0.0 }
    }

    #[inline(always)]
    fn timed(value: f64, _: f64) -> Self {
        Self::constant(value)
    }

    #[inline(always)]
    fn spot(spot: f64) -> Self {
        Self { value: spot, slope: 1.0 }
    }

    #[inline(always)]
    fn log_spot(log_spot: f64, spot: f64) -> Self {
        Self { value: log_spot, slope: 1.0 / spot }
    }

    #[inline(always)]
    fn volatility(volatility: f64) -> Self {
        Self::constant(volatility)
    }

    #[inline(always)]
    fn value(self) -> f64 {
        self.value
    }

    #[inline(always)]
    fn map(self, [value, slope, _]: [f64; 3]) -> Self {
        Self { value, slope: slope * self.slope }
    }

    #[inline(always)]
    fn map2(x: Self, y: Self, [value, by_x, by_y, ..]: [f64; 6]) -> Self {
        Self { value, slope: by_x.mul_add(x.slope, by_y * y.slope) }
    }

    #[inline(always)]
    fn choose(first: bool, one: Self, other: Self) -> Self {
        let choose = |a, b| if first { a } else { b };
        Self { value: choose(one.value, other.value), slope: choose(one.slope, other.slope) }
    }
}

impl Add for Slope {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self { value: self.value + other.value, slope: self.slope + other.slope }
    }
}

impl Sub for Slope {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self { value: self.value - other.value, slope: self.slope - other.slope }
    }
}

impl Mul for Slope {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let slope = self.value.mul_add(other.slope, self.slope * other.value);
        Self { value: self.value * other.value, slope }
    }
}

impl Neg for Slope {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self { value: -self.value, slope: -self.slope }
    }
}

impl Add<f64> for Slope {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: f64) -> Self {
        Self { value: self.value + other, ..self }
    }
}

impl Sub<f64> for Slope {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: f64) -> Self {
        Self { value: self.value - other, ..self }
    }
}

impl Mul<f64> for Slope {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: f64) -> Self {
        Self { value: self.value * other, slope: self.slope * other }
    }
}

//! The cube root, branch-free, from IEEE 754 operations only.

use crate::special::even_odd;

/// `q` of `(1 − h)^{−1/3} = 1 + h·q(h)`, `|h| ≤ 0.102`: a minimax fit, within 2e-10.
const INVERSE_CUBE_ROOT: [f64; 6] = [
    0.333_333_346_566_474_45,
    0.222_222_227_734_506_48,
    0.172_829_522_758_389_84,
    0.144_027_100_924_518_2,
    0.126_708_437_307_554_74,
    0.112_367_691_833_542_46,
];

/// `2^52`: an integer below it in the low bits reads as their sum.
const INTEGERS: f64 = 4_503_599_627_370_496.0;
/// `2^32`: the upper 44 bits of a number are its logarithm to base 2, linear between powers, in units
/// of one over this.
const UNIT: f64 = 4_294_967_296.0;
/// What makes the first guess of `x^{−1/3}` miss by as little above as below.
const BALANCE: f64 = 0.068_022_5;

/// `∛x`, within 0.9 ulp.
///
/// Domain: normal positive numbers, and 0. Smaller and negative numbers give 0; infinities and NaN
/// give NaN.
///
/// A third of the exponent, negative, gives `x^{−1/3}` to 3.4 %; a polynomial in what is missing,
/// `1 − x·y³`, makes that ten digits, and one step of Newton's method on `c³ = x` from `c = x·y²`
/// all of them. There is no division.
#[inline(always)]
#[must_use]
pub fn cbrt(x: f64) -> f64 {
    let y = inverse_cube_root(x);
    let c = (x * y) * y;
    let rest = (-c).mul_add(c * c, x);
    let root = rest.mul_add((y * y) * (1.0 / 3.0), c);
    if x >= f64::MIN_POSITIVE { root } else { 0.0 * x }
}

/// `x^{−1/3}` to ten digits, for normal positive numbers.
#[inline(always)]
fn inverse_cube_root(x: f64) -> f64 {
    const START: f64 = INTEGERS * (1.0 + 1.0 / 3.0) + (1364.0 - BALANCE) * UNIT;
    let logarithm = f64::from_bits((x.to_bits() >> 20) | INTEGERS.to_bits());
    let y = f64::from_bits(logarithm.mul_add(-1.0 / 3.0, START).to_bits() << 20);
    let missing = (-(x * y)).mul_add(y * y, 1.0);
    (y * missing).mul_add(even_odd(&INVERSE_CUBE_ROOT, missing), y)
}

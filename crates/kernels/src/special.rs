//! Exponential, logarithm and the normal distribution, branch-free, from IEEE 754 operations only.
//!
//! Coefficients are minimax fits made and measured in 45-digit arithmetic; the errors stated are
//! the largest found against it, in floating point, and `tests/special_functions.rs` checks them
//! against a table made by `scripts/reference/special_functions.py`.

use crate::{LANES, Row};

const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// `ln 2` in two parts: a multiple of the first by an exponent is exact.
const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Adding it rounds to the nearest integer, which the low bits then hold.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// `q` of `e^r = 1 + r + r²·q(r)`, `|r| ≤ ½ ln 2`.
const EXP: [f64; 10] = [
    0.500_000_000_000_001_1,
    0.166_666_666_666_664_13,
    0.041_666_666_666_530_155,
    0.008_333_333_333_494_468,
    0.001_388_888_894_363_006,
    0.000_198_412_695_065_605_36,
    2.480_149_309_898_565_6e-5,
    2.755_758_639_144_247e-6,
    2.763_024_834_680_685_7e-7,
    2.500_005_575_220_233_5e-8,
];

/// `p` of `ln(1 + f) = f − s·(f − s²·p(s²))`, `s = f/(2 + f)`, `1 + f` within `√2` of 1.
const LN: [f64; 7] = [
    0.666_666_666_666_673_4,
    0.399_999_999_994_156_75,
    0.285_714_287_421_864_4,
    0.222_221_985_917_529_6,
    0.181_835_634_673_203_52,
    0.153_140_698_769_823_25,
    0.147_957_820_079_786_6,
];

const MILLS_NUMERATOR: [f64; 10] = [
    1.253_314_137_315_500_1,
    1.941_699_134_137_755,
    1.488_153_183_256_334_6,
    0.724_607_092_780_834_6,
    0.244_607_936_324_755_53,
    0.059_124_726_357_315_145,
    0.010_231_734_339_000_357,
    0.001_226_599_098_332_438_6,
    9.313_784_684_931_975e-5,
    3.462_566_416_030_682_3e-6,
];
const MILLS_DENOMINATOR: [f64; 11] = [
    1.0,
    2.347_136_321_655_662,
    2.560_118_282_178_864_4,
    1.713_225_022_593_583_2,
    0.781_313_493_871_342,
    0.254_653_383_067_384_7,
    0.060_344_400_756_383_164,
    0.010_324_872_174_406_094,
    0.001_230_061_664_953_191_2,
    9.313_784_684_711_628e-5,
    3.462_566_416_041_381_6e-6,
];
/// The fit of the Mills ratio ends here; the normal tail beyond is below the smallest number.
const MILLS_END: f64 = 38.6;

const QUANTILE_NUMERATOR: [f64; 15] = [
    2.506_628_274_631_001,
    1.413_935_775_979_567_9,
    0.435_828_234_129_998_77,
    0.099_591_589_846_406_15,
    0.017_143_439_461_592_892,
    0.002_328_496_327_792_985_2,
    0.000_253_579_845_093_759_7,
    2.218_976_051_805_629_7e-5,
    1.567_345_627_771_012_8e-6,
    9.038_737_373_148_891e-8,
    4.258_704_918_128_891e-9,
    1.364_751_843_954_699_2e-10,
    4.550_876_601_604_444e-12,
    3.438_963_481_930_088e-14,
    2.436_941_191_886_376_7e-17,
];
const QUANTILE_DENOMINATOR: [f64; 14] = [
    1.0,
    0.302_279_375_011_340_2,
    0.081_701_717_314_640_75,
    0.017_037_400_452_447_286,
    0.002_255_073_288_768_506,
    0.000_322_879_421_953_174_5,
    2.576_390_641_905_123_3e-5,
    2.459_596_186_200_812_5e-6,
    1.272_651_397_046_217_4e-7,
    8.154_658_787_827_412e-9,
    2.557_710_116_236_784e-10,
    1.020_695_416_865_620_8e-11,
    1.761_522_696_617_799_8e-13,
    4.870_492_989_051_912e-16,
];
/// Probabilities of the quantile's domain: a uniform of 53 bits is never outside.
const QUANTILE_ENDS: [f64; 2] = [f64::EPSILON / 4.0, 1.0 - f64::EPSILON / 2.0];

/// The exponential is normal from here …
const EXP_LOWEST: f64 = -708.0;
/// … to here.
const EXP_HIGHEST: f64 = 709.782_712_893_384;

/// `e^x`, within 1.1 ulp.
///
/// Domain `[−708, 709.78]`; outside it is that of the nearer end, about 3e-308 or 1.8e308. NaN
/// gives NaN.
#[inline(always)]
#[must_use]
pub fn exp(x: f64) -> f64 {
    let x = if x < EXP_LOWEST { EXP_LOWEST } else { x };
    exp_within(if x > EXP_HIGHEST { EXP_HIGHEST } else { x })
}

#[inline(always)]
fn exp_within(x: f64) -> f64 {
    let shifted = x.mul_add(LOG2_E, ROUND);
    let n = shifted - ROUND;
    let p = exp_small((-n).mul_add(LN2_LOW, (-n).mul_add(LN2_HIGH, x)));
    // 2^(n−1): one less, so that the largest results do not overflow on the way.
    (p + p) * power_of_two(shifted, 1022)
}

/// `e^r`, `|r| ≤ ½ ln 2`.
#[inline(always)]
fn exp_small(r: f64) -> f64 {
    (r * r).mul_add(even_odd(&EXP, r), r) + 1.0
}

/// `2^(n + bias − 1023)` for `shifted = n + ROUND`.
#[inline(always)]
fn power_of_two(shifted: f64, bias: u64) -> f64 {
    f64::from_bits((shifted.to_bits() << 52).wrapping_add(bias << 52))
}

/// `ln x`, within 0.8 ulp.
///
/// Domain: normal positive numbers. Smaller ones down to 0 give −∞, infinity gives infinity,
/// negative numbers and NaN give NaN.
#[inline(always)]
#[must_use]
pub fn ln(x: f64) -> f64 {
    let [e, f] = split(x);
    let s = f / (2.0 + f);
    let z = s * s;
    let g = (-z).mul_add(even_odd(&LN, z), f);
    let result = e.mul_add(LN2_HIGH, (-s).mul_add(g, e * LN2_LOW) + f);
    let result = if x >= f64::MIN_POSITIVE { result } else { f64::NEG_INFINITY };
    let result = if x == f64::INFINITY { x } else { result };
    if x >= 0.0 { result } else { f64::NAN }
}

/// `e` and `f` of `x = 2^e · (1 + f)`, `1 + f` in `[√½, √2)`.
#[inline(always)]
fn split(x: f64) -> [f64; 2] {
    const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    let bits = x.to_bits().wrapping_sub(ROOT_HALF);
    let m = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) + ROOT_HALF);
    // An integer below 2^52 in the low bits of 2^52 reads as their sum: no conversion needed.
    let biased = (bits.wrapping_add(1023 << 52) >> 52) | 0x4330_0000_0000_0000;
    [f64::from_bits(biased) - (4_503_599_627_370_496.0 + 1023.0), m - 1.0]
}

/// Standard normal density `φ(x) = e^{−x²/2} / √(2π)`, within 4e-16 relative to `|x| = 37.6`, 0
/// beyond.
#[inline(always)]
#[must_use]
pub fn normal_pdf(x: f64) -> f64 {
    const ONE_OVER_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;
    let half = 0.5 * x;
    let square = half * x;
    let shifted = square.mul_add(-LOG2_E, ROUND);
    let n = shifted - ROUND;
    // From the factors of the square: what rounding took from it would matter in the tail.
    let rest = (-half).mul_add(x, -n * LN2_HIGH);
    let density = exp_small((-n).mul_add(LN2_LOW, rest)) * ONE_OVER_ROOT_TWO_PI;
    if square > -EXP_LOWEST { 0.0 } else { density * power_of_two(shifted, 1023) }
}

/// Mills ratio `Φ(−x) / φ(x)`, within 6e-16 relative.
///
/// Domain `x ≥ 0`; beyond 38.6 it stays where it is there.
#[inline(always)]
#[must_use]
pub fn mills(x: f64) -> f64 {
    let [numerator, denominator] = mills_fraction(x);
    numerator / denominator
}

/// Numerator and denominator of [`mills`], for those who divide several things at once. The
/// denominator is between 1 and 6e10.
#[inline(always)]
#[must_use]
pub fn mills_fraction(x: f64) -> [f64; 2] {
    let x = if x > MILLS_END { MILLS_END } else { x };
    [even_odd(&MILLS_NUMERATOR, x), even_odd(&MILLS_DENOMINATOR, x)]
}

/// Standard normal distribution function `Φ(x)`, within 3e-16 absolute, and 1e-15 relative down to
/// −37.5; 0 below −37.6.
#[inline(always)]
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    let tail = normal_pdf(x) * mills(x.abs());
    if x > 0.0 { 1.0 - tail } else { tail }
}

/// Standard normal quantile `Φ⁻¹(p)`, within 1e-15 relative.
///
/// `(p − ½)·f(w)`, `w = −ln(4p(1 − p))`: `f` is analytic around the whole real axis, so that one
/// rational function serves centre and tails.
///
/// Domain `[2⁻⁵⁴, 1 − 2⁻⁵³]`; outside it is that of the nearer end. NaN gives NaN.
/// `Φ⁻¹(1 − p) = −Φ⁻¹(p)` bit for bit where `1 − p` is exact, and it never falls from one
/// [`uniform`] to the next.
#[inline(always)]
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let [lowest, highest] = QUANTILE_ENDS;
    let p = if p < lowest { lowest } else { p };
    let p = if p > highest { highest } else { p };
    quantile_at(p, quantile_depth(p))
}

/// Standard normal numbers from 64 random bits each: [`normal_quantile`] of [`uniform`], in two
/// passes because the constants of both halves do not fit the registers together.
#[inline(always)]
pub fn normals(bits: &[u64; LANES], out: &mut Row) {
    let mut depth = Row::ZERO;
    for_lanes(|lane| depth[lane] = quantile_depth(uniform(bits[lane])));
    for_lanes(|lane| out[lane] = quantile_at(uniform(bits[lane]), depth[lane]));
}

/// Does something for each lane, two at a time a half row apart: the second shares the constants
/// of the first.
#[inline(always)]
fn for_lanes(mut f: impl FnMut(usize)) {
    for lane in 0..LANES / 2 {
        f(lane);
        f(lane + LANES / 2);
    }
}

/// `w = −ln(4p(1 − p))`.
#[inline(always)]
fn quantile_depth(p: f64) -> f64 {
    let [e, f] = split((4.0 * p) * (1.0 - p));
    let s = f / (2.0 + f);
    let z = s * s;
    let g = (-z).mul_add(even_odd(&LN, z), f);
    -e.mul_add(std::f64::consts::LN_2, (-s).mul_add(g, f))
}

#[inline(always)]
fn quantile_at(p: f64, w: f64) -> f64 {
    (p - 0.5) * (even_odd(&QUANTILE_NUMERATOR, w) / even_odd(&QUANTILE_DENOMINATOR, w))
}

/// The uniform number `(k + ½) / 2⁵²` in `(0, 1)`, `k` the upper 52 bits. Exact, and `1 −` it is
/// another one.
#[inline(always)]
#[must_use]
pub fn uniform(bits: u64) -> f64 {
    let one_to_two = f64::from_bits((bits >> 12) | 0x3ff0_0000_0000_0000);
    one_to_two - (1.0 - f64::EPSILON / 2.0)
}

/// A polynomial, lowest coefficient first, as an even and an odd part: half the latency of
/// Horner's rule, and a little more accurate.
#[inline(always)]
pub(crate) fn even_odd<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let square = x * x;
    let highest = N - 1;
    let mut one = coefficients[highest];
    let mut other = coefficients[highest - 1];
    let mut k = highest - 1;
    while k >= 2 {
        one = one.mul_add(square, coefficients[k - 1]);
        other = other.mul_add(square, coefficients[k - 2]);
        k -= 2;
    }
    // With an odd number of coefficients `one` holds the even part, and one step is left.
    if k == 1 {
        other.mul_add(x, one.mul_add(square, coefficients[0]))
    } else {
        one.mul_add(x, other)
    }
}

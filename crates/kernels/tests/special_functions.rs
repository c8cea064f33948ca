//! Accuracy against a table of correctly rounded values, computed with 60 digits:
//! `scripts/reference/special_functions.py > crates/kernels/tests/data/special_functions.csv`.
//!
//! The table holds arguments outside the documented domains too; there the documented saturation
//! is checked. Dense sweeps against identities and the standard library fill the gaps of the table.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

use rehedge_kernels::{
    cbrt, exp, ln, mills, mills_fraction, normal_cdf, normal_pdf, normal_quantile,
};

const TABLE: &str = include_str!("data/special_functions.csv");

/// The table's values are rounded themselves: half an ulp, up to this much relative.
const TABLE_ROUNDING: f64 = f64::EPSILON / 2.0;

/// `(x, f(x))` of one function, at least as many as the script is known to make.
fn rows(function: &str, at_least: usize) -> Vec<(f64, f64)> {
    let rows: Vec<_> = TABLE
        .lines()
        .filter_map(|line| line.strip_prefix(function)?.strip_prefix(',')?.split_once(','))
        .map(|(x, value)| (x.parse().unwrap(), value.parse().unwrap()))
        .collect();
    assert!(rows.len() >= at_least, "{} rows of {function}", rows.len());
    rows
}

/// How many floating-point numbers lie from one to the other, both of one sign.
fn floats_apart(a: f64, b: f64) -> u64 {
    assert_eq!(a.is_sign_negative(), b.is_sign_negative(), "{a} {b}");
    a.to_bits().abs_diff(b.to_bits())
}

fn relative_error(computed: f64, exact: f64) -> f64 {
    if computed == exact { 0.0 } else { (computed / exact - 1.0).abs() }
}

/// 1.1 ulp, and half an ulp for the rounding of the table, is at most one float away.
#[test]
fn exp_equals_the_table() {
    for (x, exact) in rows("exp", 84) {
        let exact = if x < -708.0 { exp(-708.0) } else { exact };
        assert!(floats_apart(exp(x), exact) <= 1, "exp({x}) = {}, not {exact}", exp(x));
    }
}

/// 0.8 ulp, and half an ulp for the rounding of the table, is at most one float away. Subnormal
/// arguments are outside the domain and give −∞.
#[test]
fn ln_equals_the_table() {
    for (x, exact) in rows("ln", 91) {
        let exact = if x < f64::MIN_POSITIVE { f64::NEG_INFINITY } else { exact };
        let apart = if exact == 0.0 { u64::from(ln(x) != 0.0) } else { floats_apart(ln(x), exact) };
        assert!(apart <= 1, "ln({x}) = {}, not {exact}", ln(x));
    }
}

/// 0.9 ulp, and half an ulp for the rounding of the table, is at most one float away. Subnormal
/// arguments are outside the domain and give 0.
#[test]
fn cbrt_equals_the_table() {
    for (x, exact) in rows("cbrt", 122) {
        let exact = if x < f64::MIN_POSITIVE { 0.0 } else { exact };
        assert!(floats_apart(cbrt(x), exact) <= 1, "cbrt({x}) = {}, not {exact}", cbrt(x));
    }
}

/// The documented 4e-16 relative, to where the density is cut off.
#[test]
fn normal_pdf_equals_the_table() {
    for (x, exact) in rows("normal_pdf", 83) {
        let error = relative_error(normal_pdf(x), exact);
        if x.abs() <= 37.6 {
            assert!(error <= 4e-16 + TABLE_ROUNDING, "φ({x}): {error:e}");
        } else {
            assert_eq!(normal_pdf(x), 0.0, "φ({x})");
        }
    }
}

/// The documented 3e-16 absolute everywhere, and 1e-15 relative down to −37.5. (What users may
/// rely on, 1e-15 and 1e-13 down to −37, is far looser.)
#[test]
fn normal_cdf_equals_the_table() {
    for (x, exact) in rows("normal_cdf", 83) {
        let (computed, error) = (normal_cdf(x), relative_error(normal_cdf(x), exact));
        assert!((computed - exact).abs() <= 3e-16 + TABLE_ROUNDING, "Φ({x}) = {computed}");
        assert!(x < -37.5 || error <= 1e-15 + TABLE_ROUNDING, "Φ({x}): {error:e}");
    }
}

/// The documented 6e-16 relative.
#[test]
fn mills_equals_the_table() {
    for (x, exact) in rows("mills", 66) {
        let error = relative_error(mills(x), exact);
        assert!(error <= 6e-16 + TABLE_ROUNDING, "mills({x}): {error:e}");
        let [numerator, denominator] = mills_fraction(x);
        assert_eq!(numerator / denominator, mills(x));
        assert!((1.0..6e10).contains(&denominator), "{x}: {denominator}");
    }
}

/// The documented 1e-15 relative within `[2⁻⁵⁴, 1 − 2⁻⁵³]`; the value at the nearer end outside.
#[test]
fn normal_quantile_equals_the_table() {
    let lowest = 2.0_f64.powi(-54);
    for (p, exact) in rows("normal_quantile", 92) {
        let computed = normal_quantile(p);
        if p < lowest {
            assert_eq!(computed, normal_quantile(lowest), "Φ⁻¹({p})");
        } else {
            let error = relative_error(computed, exact);
            assert!(error <= 1e-15 + TABLE_ROUNDING, "Φ⁻¹({p}): {error:e}");
        }
    }
}

/// `count` arguments evenly from `from` to `to`, ends included.
fn sweep(from: f64, to: f64, count: u32) -> impl Iterator<Item = f64> {
    (0..=count).map(move |i| from + (to - from) * f64::from(i) / f64::from(count))
}

/// The standard library's functions are within 1 ulp on common systems, so 2 floats apart at most
/// when both are right; a wrong polynomial between the table's points is much further off.
#[test]
fn exp_and_ln_agree_with_the_standard_library() {
    for x in sweep(-708.0, 709.7, 100_003) {
        assert!(floats_apart(exp(x), x.exp()) <= 2, "exp({x})");
        let y = (x / 709.8 * 1023.0).exp2();
        assert!(floats_apart(ln(y), y.ln()) <= 2, "ln({y})");
    }
    for x in sweep(0.5, 2.0, 100_003) {
        let apart = if x == 1.0 { u64::from(ln(x) != 0.0) } else { floats_apart(ln(x), x.ln()) };
        assert!(apart <= 2, "ln({x})");
    }
}

/// `c³ = x` to what 0.9 ulp of `c` makes of it, `c` given to twice the digits by its own square:
/// with `c² = s + e` exactly, `x − c³ = (x − c·s) − c·e`, where the fused product rounds once.
#[test]
fn cube_of_cbrt() {
    for x in sweep(1.0, 8.0, 300_007).chain(sweep(-1021.0, 1023.9, 100_003).map(f64::exp2)) {
        let c = cbrt(x);
        let square = c * c;
        let missing = (-c).mul_add(square, x) - c * c.mul_add(c, -square);
        let ulp = f64::from_bits(c.to_bits() + 1) - c;
        assert!(missing.abs() <= 3.0 * square * 0.9 * ulp, "cbrt({x}) = {c}");
    }
}

/// `ln Φ` has slope `φ/Φ`, at most `|x| + 1` in the lower tail, so a relative error `ε` in the
/// quantile becomes `ε·|x|·(|x| + 1)` in the probability. Each function has an error of its own.
#[test]
fn cdf_undoes_quantile() {
    for w in sweep(-37.4, -0.001, 20_011) {
        let p = w.exp2() * 0.999;
        let x = normal_quantile(p.max(2.0_f64.powi(-54)));
        let error = relative_error(normal_cdf(x), p.max(2.0_f64.powi(-54)));
        let allowed = 1e-15 + 1e-15 * x.abs() * (x.abs() + 1.0) + 4.0 * TABLE_ROUNDING;
        assert!(error <= allowed, "Φ(Φ⁻¹({p})): {error:e} > {allowed:e}");
    }
}

/// `Φ(x) + Φ(−x) = 1`, to two roundings of numbers up to 1.
#[test]
fn cdf_is_symmetric() {
    for x in sweep(0.0, 12.0, 20_011) {
        assert!((normal_cdf(x) + normal_cdf(-x) - 1.0).abs() <= f64::EPSILON, "{x}");
    }
}

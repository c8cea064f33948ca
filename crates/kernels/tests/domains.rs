//! The ends of every documented domain: saturation, exact points, NaN; and what the uniforms and
//! the quantile promise to each other.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

use rehedge_kernels::{cbrt, exp, ln, mills, normal_cdf, normal_pdf, normal_quantile, uniform};

#[test]
fn nan_gives_nan() {
    for f in [cbrt, exp, ln, normal_pdf, normal_cdf, mills, normal_quantile] {
        assert!(f(f64::NAN).is_nan());
        assert!(f(-f64::NAN).is_nan());
    }
}

#[test]
fn exp_saturates() {
    assert_eq!(exp(0.0), 1.0);
    assert_eq!(exp(-0.0), 1.0);
    for x in [-708.000_1, -745.0, -1e9, f64::MIN, f64::NEG_INFINITY] {
        assert_eq!(exp(x), exp(-708.0), "{x}");
    }
    assert!((exp(-708.0) / 3.307_553_003_638_408e-308 - 1.0).abs() < 1e-15);
    for x in [709.783, 710.0, 1e9, f64::MAX, f64::INFINITY] {
        assert_eq!(exp(x), exp(709.782_712_893_384), "{x}");
    }
    // The largest result is finite.
    assert!(exp(f64::INFINITY) > 1.797e308 && exp(f64::INFINITY) < f64::INFINITY);
}

#[test]
fn ln_at_its_ends() {
    assert_eq!(ln(1.0), 0.0);
    for x in [0.0, -0.0, 5e-324, 2.2e-308] {
        assert_eq!(ln(x), f64::NEG_INFINITY, "{x}");
    }
    assert!((ln(f64::MIN_POSITIVE) + 708.396_418_532_264_1).abs() < 2e-13);
    assert!((ln(f64::MAX) - 709.782_712_893_384).abs() < 2e-13);
    assert_eq!(ln(f64::INFINITY), f64::INFINITY);
    for x in [-5e-324, -1.0, f64::MIN, f64::NEG_INFINITY] {
        assert!(ln(x).is_nan(), "{x}");
    }
}

#[test]
fn cbrt_at_its_ends() {
    for x in [0.0, 5e-324, 2.2e-308, -5e-324, -1.0, f64::MIN] {
        assert_eq!(cbrt(x), 0.0, "{x}");
    }
    assert!(cbrt(f64::INFINITY).is_nan() && cbrt(f64::NEG_INFINITY).is_nan());
    for root in [1.0, 2.0, 3.0, 10.0, 1e5, 2.0_f64.powi(-340), 2.0_f64.powi(341)] {
        assert_eq!(cbrt(root * root * root), root);
    }
}

#[test]
fn normal_tails_saturate() {
    for x in [37.7, 40.0, 1e9, 1e200, f64::INFINITY] {
        assert_eq!(normal_pdf(x), 0.0, "{x}");
        assert_eq!(normal_pdf(-x), 0.0, "{x}");
        assert_eq!(normal_cdf(x), 1.0, "{x}");
        assert_eq!(normal_cdf(-x), 0.0, "{x}");
    }
    for x in [38.6, 39.0, 1e9, f64::INFINITY] {
        assert_eq!(mills(x), mills(38.6), "{x}");
    }
    assert_eq!(normal_cdf(0.0), 0.5);
    assert_eq!(normal_pdf(1.5), normal_pdf(-1.5));
}

#[test]
fn quantile_saturates() {
    let (lowest, highest) = (2.0_f64.powi(-54), 1.0 - 2.0_f64.powi(-53));
    for p in [0.0, -0.0, -1.0, 5e-324, lowest / 2.0, f64::NEG_INFINITY] {
        assert_eq!(normal_quantile(p), normal_quantile(lowest), "{p}");
    }
    for p in [1.0, 2.0, f64::INFINITY] {
        assert_eq!(normal_quantile(p), normal_quantile(highest), "{p}");
    }
    assert_eq!(normal_quantile(0.5), 0.0);
    assert!((normal_quantile(highest) - 8.209_536_151_601_387).abs() < 1e-14);
}

/// `(k + ½)/2⁵²` in exact arithmetic: `2k + 1 < 2⁵³` is a float, and so is its product with 2⁻⁵³.
#[test]
fn uniform_is_exact_and_symmetric() {
    for bits in random_bits(100_000).chain([0, 4095, 4096, u64::MAX, 1 << 63]) {
        let k = bits >> 12;
        let exact = (2 * k + 1) as f64 * 2.0_f64.powi(-53);
        assert_eq!(uniform(bits), exact);
        assert_eq!(1.0 - uniform(bits), uniform(!bits));
    }
    assert_eq!(uniform(0), 2.0_f64.powi(-53));
    assert_eq!(uniform(u64::MAX), 1.0 - 2.0_f64.powi(-53));
}

#[test]
fn quantile_is_antisymmetric() {
    for bits in random_bits(100_000) {
        // From the centre to the far tails.
        let bits = bits >> (bits % 50);
        assert_eq!(normal_quantile(uniform(bits)), -normal_quantile(uniform(!bits)));
    }
}

/// Runs of adjacent uniforms at both ends, around the centre, and at every power of two and
/// elsewhere between.
#[test]
fn quantile_never_falls() {
    const LARGEST: u64 = (1 << 52) - 1;
    let runs = (0..52).map(|e| 1_u64 << e).chain([0, LARGEST, LARGEST / 2]);
    for centre in runs.chain(random_bits(3000).map(|bits| bits >> 12)) {
        let mut last = f64::NEG_INFINITY;
        for k in centre.saturating_sub(100)..=(centre + 100).min(LARGEST) {
            let x = normal_quantile(uniform(k << 12));
            assert!(x >= last, "uniform {k}: {x} after {last}");
            last = x;
        }
    }
}

/// Bits of a full-period counter, mixed (Steele, Lea and Flood 2014, section 4).
fn random_bits(count: u64) -> impl Iterator<Item = u64> {
    (1..=count).map(|i| {
        let x = i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    })
}

//! `e^l·Φ(x)` where the factors leave the range of numbers and the product does not.

use crate::number::Number;
use rehedge_kernels::{exp, mills};

const ONE_OVER_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;

/// `e^l·Φ(x)`, given `e = l − x²/2` from a formula in which nothing cancels.
///
/// Below zero the probability is its density times the Mills ratio, so that the exponents are added
/// before an exponential is taken: `e^e·(Φ(x)/φ(x))/√(2π)`. Above zero it is `e^l` less the same for
/// `−x`; `l` must be moderate there. At vanishing volatility `l` is huge and the normal tail
/// vanishes: their product is a probability.
#[inline(always)]
pub(crate) fn scaled_cdf<N: Number>(l: N, x: N, e: f64) -> N {
    let [f, p] = scaled_normal(l.value(), x.value(), e);
    N::map2(l, x, [f, f, p, f, p, -x.value() * p])
}

/// `e^l·Φ(x)` and its derivative to `x`, as above.
#[inline(always)]
pub(crate) fn scaled_normal(l: f64, x: f64, e: f64) -> [f64; 2] {
    let density = exp(e) * ONE_OVER_ROOT_TWO_PI;
    let tail = density * far_mills(x.abs());
    [if x > 0.0 { exp(l) - tail } else { tail }, density]
}

/// The Mills ratio `Φ(−x)/φ(x)` for any `x ≥ 0`, within 2e-15 relative: beyond the kernel's domain
/// by its asymptotic series `1/x·(1 − 1/x² + 3/x⁴ − …)`.
#[inline(always)]
fn far_mills(x: f64) -> f64 {
    const FAR: f64 = 38.0;
    let inverse = 1.0 / if x > FAR { x } else { FAR };
    let square = inverse * inverse;
    let series = [9.0, 7.0, 5.0, 3.0, 1.0].iter().fold(1.0, |sum, n| 1.0 - n * square * sum);
    let far = inverse * series;
    if x > FAR { far } else { mills(x) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rehedge_kernels::normal_cdf;

    /// Where both can be computed. The exponents are rounded to their own size, and a tail below the
    /// smallest number is nothing.
    #[test]
    fn is_the_product() {
        for x in [-30.0, -8.0, -1.0, 0.0, 0.5, 3.0, 40.0] {
            for l in [-200.0, -2.0, 0.0, 1.5] {
                let product = exp(l) * normal_cdf(x);
                let scaled: f64 = scaled_cdf(l, x, (-0.5 * x).mul_add(x, l));
                let rounding = 4.0 * f64::EPSILON * (1.0 + l.abs() + 0.5 * x * x);
                assert!((scaled - product).abs() <= rounding * product, "{l} {x}: {scaled}");
            }
        }
    }

    /// `e^{x²/2}·Φ(−x) = mills(x)/√(2π)`; mpmath, 50 digits: at x = 50 and 1000.
    #[test]
    fn factors_beyond_the_range_of_numbers() {
        for (x, expected) in
            [(50.0, 0.007_975_657_891_993_012), (1000.0, 0.000_398_941_881_460_349_1)]
        {
            let scaled: f64 = scaled_cdf(0.5 * x * x, -x, 0.0);
            assert!((scaled / expected - 1.0).abs() < 1e-14, "{x}: {scaled}");
        }
    }

    /// The series where the kernel's fit holds too.
    #[test]
    fn far_and_near_mills_agree() {
        for x in [38.001, 38.3, 38.6] {
            let (far, near) = (far_mills(x), mills(x));
            assert!((far / near - 1.0).abs() < 3e-15, "{x}: {far} {near}");
        }
    }
}

//! [`Estimate`]: a statistic of a sample, and the influence of every path on it.

use crate::statistics::moments::moments_of;
use crate::statistics::{Dependence, standard_error};
use rehedge_engine::Moments;
use rehedge_kernels::{exp, ln};

/// A statistic `T` and its influence function on every path of the sample.
///
/// To first order `T − T(F) = Σ IF(x_i) / n`, so that the standard error of any smooth function of
/// several statistics is that of the mean of a combination of their influences.
///
/// # Source
/// Hampel (1974), *The influence curve and its role in robust estimation*, JASA 69.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Estimate {
    /// The statistic.
    pub value: f64,
    /// Its influence function at each path, in their order; of mean 0.
    pub influence: Vec<f64>,
}

impl Estimate {
    /// Standard error of the statistic.
    pub fn se(&self, dependence: Dependence) -> f64 {
        standard_error::of_mean(&self.influence, dependence)
    }

    /// The statistic with its sign turned.
    pub fn negative(mut self) -> Self {
        self.influence.iter_mut().for_each(|x| *x = -*x);
        Self { value: 0.0 - self.value, ..self }
    }
}

/// Mean: `IF = x − m`.
pub(super) fn mean(sample: &[f64]) -> Estimate {
    let mean = moments_of(sample).mean;
    Estimate { value: mean, influence: sample.iter().map(|x| x - mean).collect() }
}

/// Standard deviation `s`: `IF = ((x − m)² − μ₂) / 2s`. A sample that does not vary has none.
pub(super) fn sd(sample: &[f64]) -> Estimate {
    let parts = Parts::of(sample);
    Estimate {
        value: parts.sd,
        influence: sample.iter().map(|x| parts.over_sd(0.5 * parts.beyond_variance(*x))).collect(),
    }
}

/// Root mean square `r`: `IF = (x² − r²) / 2r`. That of a sample of zeros is 0.
pub(super) fn root_mean_square(sample: &[f64]) -> Estimate {
    let squares: Vec<f64> = sample.iter().map(|x| x * x).collect();
    let mean = moments_of(&squares).mean;
    let value = mean.sqrt();
    let over = |x: f64| if value > 0.0 { x / (2.0 * value) } else { 0.0 };
    Estimate { value, influence: squares.iter().map(|square| over(square - mean)).collect() }
}

/// `−m + ½ a s²`: `IF = −(x − m) + ½ a ((x − m)² − μ₂)`.
pub(super) fn mean_variance(sample: &[f64], risk_aversion: f64) -> Estimate {
    let parts = Parts::of(sample);
    let half = 0.5 * risk_aversion;
    let influence = |x: &f64| half * parts.beyond_variance(*x) - (x - parts.mean);
    Estimate {
        value: half * parts.sd * parts.sd - parts.mean,
        influence: sample.iter().map(influence).collect(),
    }
}

/// `m / s`: `IF = (x − m) / s − m ((x − m)² − μ₂) / 2s³`. 0 for a sample that does not vary.
pub(super) fn sharpe(sample: &[f64]) -> Estimate {
    let parts = Parts::of(sample);
    let ratio = parts.over_sd(parts.mean);
    let influence = |x: &f64| {
        let of_sd = parts.over_sd(0.5 * parts.beyond_variance(*x));
        parts.over_sd((x - parts.mean) - ratio * of_sd)
    };
    Estimate { value: ratio, influence: sample.iter().map(influence).collect() }
}

/// Below this exponent the next term of the expansion is less than the rounding of exponentials.
const SMALL_EXPONENT: f64 = 1e-5;

/// Entropic risk `ln E[e^{−aX}] / a`: `IF = (e^{−ax} / E[e^{−aX}] − 1) / a`. Exponents are taken
/// from the largest, so that nothing overflows; where all are small, its expansion
/// `−m + ½ a s²` is the more accurate.
///
/// # Source
/// Föllmer and Schied (2002), *Convex measures of risk and trading constraints*, Finance and
/// Stochastics 6, example 12.
pub(super) fn entropic(sample: &[f64], risk_aversion: f64) -> Estimate {
    let Some(worst) = sample.iter().copied().min_by(f64::total_cmp) else {
        return Estimate::default();
    };
    let widest = sample.iter().fold(0.0f64, |widest, x| widest.max(x - worst));
    if risk_aversion * widest < SMALL_EXPONENT {
        return mean_variance(sample, risk_aversion);
    }
    let weights: Vec<f64> = sample.iter().map(|x| exp(-risk_aversion * (x - worst))).collect();
    let mean = moments_of(&weights).mean;
    Estimate {
        value: ln(mean) / risk_aversion - worst,
        influence: weights.iter().map(|w| (w / mean - 1.0) / risk_aversion).collect(),
    }
}

/// Expected shortfall at a level: the mean loss on the worst `α = 1 − level` of the paths, a loss
/// positive, as in the summary. With the quantile `q` of probability `α`,
/// `IF = (q − x)⁺ / α − q − ES`.
///
/// Expected shortfall is the least of `c + E[(−X − c)⁺] / α` over `c`, met at `c = −q`: there the
/// quantile's own error has no effect of first order, and what is left is the influence of a mean.
///
/// # Source
/// Rockafellar and Uryasev (2002), *Conditional value-at-risk for general loss distributions*,
/// theorem 10; Hong and Liu (2009), *Simulating sensitivities of conditional value at risk*,
/// Management Science 55, section 2.
pub(super) fn expected_shortfall(sample: &[f64], level: f64) -> Estimate {
    let Some(last) = sample.len().checked_sub(1) else { return Estimate::default() };
    let tail = tail(level);
    let weight = sample.len() as f64 * tail;
    let whole = (weight.floor() as usize).min(last);
    let mut sorted = sample.to_vec();
    let (worst, next, _) = sorted.select_nth_unstable_by(whole, f64::total_cmp);
    worst.sort_unstable_by(f64::total_cmp);
    let quantile = *next;
    let sum = worst.iter().sum::<f64>() + (weight - whole as f64) * quantile;
    let value = -sum / weight;
    let influence = |x: &f64| (quantile - x).max(0.0) / tail - quantile - value;
    Estimate { value, influence: sample.iter().map(influence).collect() }
}

/// `1 − level`, free of the rounding of decimals: 0.05 for 0.95.
fn tail(level: f64) -> f64 {
    let plain = 1.0 - level;
    let rounded = (plain * 1e12).round() / 1e12;
    if rounded > 0.0 { rounded } else { plain }
}

/// Mean, standard deviation and `μ₂`, the mean squared deviation.
struct Parts {
    mean: f64,
    sd: f64,
    squared: f64,
}

impl Parts {
    fn of(sample: &[f64]) -> Self {
        let moments: Moments = moments_of(sample);
        let squared = moments.squares / moments.count.max(1.0);
        Self { mean: moments.mean, sd: moments.standard_deviation(), squared }
    }

    /// `(x − m)² − μ₂`.
    fn beyond_variance(&self, x: f64) -> f64 {
        (x - self.mean) * (x - self.mean) - self.squared
    }

    /// `x / s`; 0 for a sample that does not vary.
    fn over_sd(&self, x: f64) -> f64 {
        if self.sd > 0.0 { x / self.sd } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HAND: [f64; 4] = [1.0, 2.0, 4.0, 5.0];

    fn close(a: f64, b: f64) {
        // A few roundings of numbers near one.
        assert!((a - b).abs() <= 1e-14 * (1.0 + b.abs()), "{a} is not {b}");
    }

    fn is(estimate: &Estimate, value: f64, influence: [f64; 4]) {
        close(estimate.value, value);
        estimate.influence.iter().zip(influence).for_each(|(one, other)| close(*one, other));
    }

    #[test]
    fn moments_by_hand() {
        // Mean 3, deviations −2, −1, 1, 2, squares 4, 1, 1, 4: μ₂ = 2.5, s² = 10 / 3.
        let s = (10.0f64 / 3.0).sqrt();
        is(&mean(&HAND), 3.0, [-2.0, -1.0, 1.0, 2.0]);
        is(&sd(&HAND), s, [1.5, -1.5, -1.5, 1.5].map(|x| x / (2.0 * s)));
        is(&mean_variance(&HAND, 0.6), -2.0, [2.45, 0.55, -1.45, -1.55]);
        let sharpe_influence = [-2.0 - 0.675, -1.0 + 0.675, 1.0 + 0.675, 2.0 - 0.675];
        is(&sharpe(&HAND), 3.0 / s, sharpe_influence.map(|x| x / s));
        is(&mean(&HAND).negative(), -3.0, [2.0, 1.0, -1.0, -2.0]);
    }

    #[test]
    fn expected_shortfall_by_hand() {
        // Half the paths: 1 and 2, with the next, 4, as quantile: (4 − x)⁺ / ½ − 4 + 1.5.
        is(&expected_shortfall(&HAND, 0.5), -1.5, [3.5, 1.5, -2.5, -2.5]);
        // 1.5 paths: 1 and half of 2, over 1.5.
        let es = -2.0 / 1.5;
        let influence = [1.0 / 0.375 - 2.0 - es, -2.0 - es, -2.0 - es, -2.0 - es];
        is(&expected_shortfall(&HAND, 0.625), es, influence);
        assert_eq!((tail(0.95), tail(0.99)), (0.05, 0.01));
        for level in [1e-300, 1.0 - f64::EPSILON] {
            assert!(expected_shortfall(&HAND, level).value.is_finite());
        }
    }

    #[test]
    fn entropic_risk_by_hand_and_at_both_ends() {
        let half = 2.0f64.ln();
        // E[2^{−X}] = (1/2 + 1/4 + 1/16 + 1/32) / 4 = 27 / 128.
        let expected = (27.0f64 / 128.0).ln() / half;
        let weight = |x: f64| (0.5f64.powf(x) * 128.0 / 27.0 - 1.0) / half;
        is(&entropic(&HAND, half), expected, HAND.map(weight));
        // Next to no aversion: minus the mean; much of it: the worst path.
        assert!((entropic(&HAND, 1e-9).value + 3.0).abs() < 1e-6);
        close(entropic(&HAND, 1e-300).value, -3.0);
        let steps = [0.999, 1.001].map(|step| entropic(&HAND, step * SMALL_EXPONENT / 4.0));
        assert!((steps[0].value - steps[1].value).abs() < 1e-5);
        steps[0].influence.iter().zip(&steps[1].influence).for_each(|(one, other)| {
            assert!((one - other).abs() < 1e-4);
        });
        assert!((entropic(&HAND, 1e6).value + 1.0).abs() < 2e-6);
        let far: Vec<f64> = HAND.iter().map(|x| x - 1e6).collect();
        assert!((entropic(&far, 1.0).value - entropic(&HAND, 1.0).value - 1e6).abs() < 1e-8);
    }

    #[test]
    fn entropic_and_mean_variance_agree_for_normal_samples() {
        let normal: Vec<f64> = (0..200_000)
            .map(|i| rehedge_kernels::normal_quantile((f64::from(i) + 0.5) / 200_000.0))
            .map(|z| 0.3 + 0.5 * z)
            .collect();
        let (one, other) = (entropic(&normal, 1.5), mean_variance(&normal, 1.5));
        assert!((one.value - other.value).abs() < 1e-4, "{} {}", one.value, other.value);
    }

    #[test]
    fn influences_have_mean_zero() {
        let sample: Vec<f64> = (0..1009).map(|i| f64::from(i * i % 613).sqrt() - 5.0).collect();
        let estimates = [
            mean(&sample),
            sd(&sample),
            mean_variance(&sample, 2.0),
            sharpe(&sample),
            entropic(&sample, 0.7),
            expected_shortfall(&sample, 0.95),
        ];
        for estimate in estimates {
            assert!(moments_of(&estimate.influence).mean.abs() < 1e-10);
        }
    }

    /// The influence is the derivative of the statistic in the weight of a path: adding a copy of
    /// a path to many moves the statistic by its influence over their number.
    #[test]
    fn influences_are_derivatives() {
        let sample: Vec<f64> = (0..40_000).map(|i| f64::from(i * 7919 % 40_000) * 1e-4).collect();
        let statistics: [fn(&[f64]) -> Estimate; 6] = [
            mean,
            sd,
            |x| mean_variance(x, 3.0),
            sharpe,
            |x| entropic(x, 1.3),
            |x| expected_shortfall(x, 0.9),
        ];
        for (index, statistic) in statistics.into_iter().enumerate() {
            let before = statistic(&sample);
            for path in [0, 17, 20_000, 39_999] {
                let mut more = sample.clone();
                more.extend([sample[path]; 4]);
                let slope = (statistic(&more).value - before.value) * 40_004.0 / 4.0;
                let influence = before.influence[path];
                // The divisor n − 1, and the curvature of the statistic, of order 1 / n.
                assert!((slope - influence).abs() < 2e-3 * (1.0 + influence.abs()), "{index}");
            }
        }
    }

    #[test]
    fn small_and_constant_samples_are_finite() {
        for sample in [&[][..], &[2.0][..], &[2.0; 70][..]] {
            for estimate in [
                sd(sample),
                sharpe(sample),
                mean_variance(sample, 1.0),
                entropic(sample, 1.0),
                expected_shortfall(sample, 0.95),
            ] {
                assert!(estimate.value.is_finite());
                assert!(estimate.influence.iter().all(|x| x.abs() < 1e-12));
            }
        }
    }
}

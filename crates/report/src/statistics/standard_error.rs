//! Standard errors of a mean and of a standard deviation, of independent paths and of others.

use super::Dependence;
use super::moments::{CentralMoments, moments_of, moments_of_differences};
use rehedge_engine::Moments;

/// Lags of the long-run variance, per path that a path overlaps on one side.
///
/// Windows of data that share days are correlated as far as they overlap, with a correlation that
/// falls in a straight line to zero. Bartlett's weights fall as well, so that with as many lags as
/// overlaps a third of the long-run variance is missed; with twice as many, a sixth, which leaves
/// the standard error 9 % short of the truth.
const LAGS_PER_OVERLAP: usize = 2;

/// Standard error of the mean of a sample in the order of its paths: the spread of the means of
/// independent groups over the square root of their number, or `√(long-run variance / n)`.
pub(crate) fn of_mean(values: &[f64], dependence: Dependence) -> f64 {
    if let Some(groups) = dependence.group_means(values) {
        return of_mean(&groups, Dependence::Independent);
    }
    let moments = moments_of(values);
    let Dependence::Overlapping(overlap) = dependence else { return of_independent(&moments) };
    let lags = overlap * LAGS_PER_OVERLAP;
    let variance = long_run_variance(values.len(), lags, |i| values[i] - moments.mean);
    (variance / moments.count.max(1.0)).sqrt()
}

/// Standard error of the mean of `one − other`, two samples of the same paths.
pub(crate) fn of_mean_difference(one: &[f64], other: &[f64], dependence: Dependence) -> f64 {
    if dependence == Dependence::Independent {
        return of_independent(&moments_of_differences(one, other));
    }
    let differences: Vec<f64> = one.iter().zip(other).map(|(x, y)| x - y).collect();
    of_mean(&differences, dependence)
}

/// Standard error of the mean of independent paths.
pub(super) fn of_independent(moments: &Moments) -> f64 {
    moments.standard_deviation() / moments.count.max(1.0).sqrt()
}

/// Standard error of the standard deviation `s` of independent paths, `s / 2 · √(v / n)`, with
/// `v = kurtosis_excess + 2 n / (n − 1)`.
///
/// The variance of `s²` is `(μ₄ − σ⁴ (n − 3) / (n − 1)) / n = σ⁴ v / n`, exactly (Cramér 1946,
/// *Mathematical methods of statistics*, section 27.4); that of `s` follows by the delta method,
/// which divides by `(2 σ)²`; the sample's own moments stand for the true ones. For a normal
/// sample it is `s / √(2 (n − 1))`. 0 for fewer than two paths.
pub(super) fn of_sd(moments: &CentralMoments) -> f64 {
    let n = moments.low().count;
    if n < 2.0 {
        return 0.0;
    }
    let relative = (moments.excess_kurtosis() + 2.0 * n / (n - 1.0)).max(0.0);
    moments.low().standard_deviation() / 2.0 * (relative / n).sqrt()
}

/// As [`of_sd`] for paths that depend on each other: the delta method on the mean of the squared
/// deviations from the mean of all.
pub(super) fn of_dependent_sd(values: &[f64], dependence: Dependence) -> f64 {
    let moments = moments_of(values);
    let sd = moments.standard_deviation();
    if sd == 0.0 {
        return 0.0;
    }
    let squares: Vec<f64> = values.iter().map(|x| (x - moments.mean).powi(2)).collect();
    of_mean(&squares, dependence) / (2.0 * sd)
}

/// Long-run variance `γ₀ + 2 Σ_j (1 − j / (lags + 1)) γ_j` of `n` deviations from their mean, with
/// `γ_j = Σ_i d_i d_(i−j) / (n − 1)`. Without lags it is the sample variance. Never negative.
///
/// # Source
/// Newey and West (1987), *A simple, positive semi-definite, heteroskedasticity and
/// autocorrelation consistent covariance matrix*, Econometrica 55, eq. 5; `n − 1` for their `n`.
fn long_run_variance(n: usize, lags: usize, deviation: impl Fn(usize) -> f64) -> f64 {
    if n < 2 {
        return 0.0;
    }
    let product = |lag: usize| (lag..n).map(|i| deviation(i) * deviation(i - lag)).sum::<f64>();
    let weight = |lag: usize| 1.0 - lag as f64 / (lags + 1) as f64;
    let beside = (1..=lags.min(n - 1)).map(|lag| weight(lag) * product(lag)).sum::<f64>();
    ((product(0) + 2.0 * beside) / (n - 1) as f64).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Dependence::{Independent, Overlapping};
    use statrs::distribution::{ContinuousCDF, Exp, Normal};

    const PAIRS: Dependence = Dependence::Pairs { apart: 32 };
    const REPLICATES: Dependence = Dependence::Replicates { count: 16, run: 64 };

    /// Stratified sample: its moments are close to the true ones, so the formula is tested and
    /// not the luck of a draw.
    fn strata(n: usize, distribution: &impl ContinuousCDF<f64, f64>) -> Vec<f64> {
        (0..n).map(|i| distribution.inverse_cdf((i as f64 + 0.5) / n as f64)).collect()
    }

    /// Numbers without pattern in (0, 1): the fractional parts of a Weyl sequence, hashed.
    fn noise(n: u64) -> Vec<f64> {
        let hash = |i: u64| {
            let x = (i + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            x ^ (x >> 31)
        };
        (0..n).map(|i| (hash(i) >> 11) as f64 / (1u64 << 53) as f64).collect()
    }

    #[test]
    fn sd_of_a_normal_sample() {
        let n = 100_000;
        let moments = CentralMoments::of(&strata(n, &Normal::new(3.0, 2.0).unwrap()));
        let exact = 2.0 / (2.0 * n as f64).sqrt();
        // The sample kurtosis is short of the outermost strata by about 1e-3.
        assert!((of_sd(&moments) / exact - 1.0).abs() < 1e-3);
    }

    #[test]
    fn sd_of_an_exponential_sample() {
        // Excess kurtosis 6: s √(8 / 4n).
        let n = 1_000_000;
        let moments = CentralMoments::of(&strata(n, &Exp::new(0.5).unwrap()));
        let exact = 2.0 * (2.0 / n as f64).sqrt();
        assert!((of_sd(&moments) / exact - 1.0).abs() < 1e-3);
    }

    #[test]
    fn sd_by_the_spread_of_many_samples() {
        // 4000 samples of 50 uniform numbers: the spread of their s, against the mean formula.
        // Its own relative error is 1 / √8000 = 1.1 %; the delta method is off by order 1 / n.
        let all = noise(200_000);
        let each: Vec<CentralMoments> = all.chunks(50).map(CentralMoments::of).collect();
        let sds: Vec<f64> = each.iter().map(|m| m.low().standard_deviation()).collect();
        let spread = moments_of(&sds).standard_deviation();
        let formula = each.iter().map(of_sd).sum::<f64>() / each.len() as f64;
        assert!((formula / spread - 1.0).abs() < 0.05, "{formula} {spread}");
    }

    #[test]
    fn newey_west_by_hand() {
        // 1, 2, 4, 5 about 3: −2, −1, 1, 2. Products: 10 at lag 0, 2 − 1 + 2 = 3 at lag 1,
        // −2 − 2 = −4 at lag 2. Weights 2/3 and 1/3: 10 + 2 (2 − 4/3) = 34/3, over n − 1 = 3.
        let deviations = [-2.0, -1.0, 1.0, 2.0];
        let two_lags = long_run_variance(4, 2, |i| deviations[i]);
        assert!((two_lags - 34.0 / 9.0).abs() < 1e-15);
        let values = [1.0, 2.0, 4.0, 5.0];
        assert!((of_mean(&values, Overlapping(1)) - (34.0f64 / 36.0).sqrt()).abs() < 1e-15);
        assert!((of_mean(&values, Independent) - (10.0f64 / 12.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn overlapping_sums_have_the_error_of_their_independent_parts() {
        // Sums of 21 neighbours: the error of their mean is 21 sd / √n, and the estimate is 9 %
        // short of it, give or take 4 % for its own spread; a plain error is 78 % short.
        let parts = noise(40_020);
        let sums: Vec<f64> = parts.windows(21).map(|w| w.iter().sum()).collect();
        let exact = 21.0 * (1.0 / 12.0f64).sqrt() / (sums.len() as f64).sqrt();
        assert!((of_mean(&sums, Overlapping(20)) / exact - 0.91).abs() < 0.08);
        assert!(of_mean(&sums, Independent) / exact < 0.25);
        assert!(of_dependent_sd(&sums, Overlapping(20)) > 3.0 * of_sd(&CentralMoments::of(&sums)));
    }

    #[test]
    fn without_overlap_both_errors_of_sd_agree() {
        let values = noise(5000);
        let (one, other) =
            (of_sd(&CentralMoments::of(&values)), of_dependent_sd(&values, Independent));
        assert!((one / other - 1.0).abs() < 1e-3); // they differ by order 1 / n
    }

    #[test]
    fn small_samples_give_zero() {
        for values in [&[][..], &[1.0][..], &[1.0, 1.0][..]] {
            let moments = CentralMoments::of(values);
            assert_eq!(of_sd(&moments), 0.0);
            for dependence in [Independent, Overlapping(3), PAIRS, REPLICATES] {
                assert_eq!(of_mean(values, dependence), 0.0);
                assert_eq!(of_dependent_sd(values, dependence), 0.0);
            }
        }
    }

    /// A number for each path: its group's and its own, so that groups are what counts.
    fn in_groups(paths: usize, group: impl Fn(usize) -> usize) -> Vec<f64> {
        let (groups, own) = (noise(paths as u64), noise(2 * paths as u64));
        (0..paths).map(|path| groups[group(path)] + 0.1 * own[paths + path]).collect()
    }

    #[test]
    fn errors_come_from_the_means_of_groups() {
        // Pairs: paths 0 and 32, 1 and 33, …; of 128 paths the means are 64 numbers.
        let pair = |path: usize| path / 64 * 32 + path % 32;
        let values = in_groups(128, pair);
        let mut means = vec![0.0; 64];
        (0..128).for_each(|path| means[pair(path)] += values[path] / 2.0);
        assert_eq!(of_mean(&values, PAIRS), of_mean(&means, Independent));

        // Replicates: blocks 0, 3, 6 of 64 paths, then 1, 4, 7, then 2, 5, 8.
        let three = Dependence::Replicates { count: 3, run: 64 };
        let values = in_groups(576, |path| path / 64 % 3);
        let mut means = vec![0.0; 3];
        (0..576).for_each(|path| means[path / 64 % 3] += values[path] / 192.0);
        let (error, exact) = (of_mean(&values, three), of_mean(&means, Independent));
        assert!((error / exact - 1.0).abs() < 1e-12, "{error} {exact}"); // sums in another order
    }

    /// Over many samples, the spread of means and of standard deviations against their errors, and
    /// these against those of independent paths. Of a uniform `u`, `u³` and `(1 − u)³` have the
    /// correlation `(1/140 − 1/16) / (1/7 − 1/16) = −0.689`: the error is `√(1 − 0.689) = 0.558`.
    /// Paths that share half of their variance with the 63 others of a replicate: `√(65/2) = 5.7`.
    #[test]
    fn errors_of_groups_are_those_of_many_samples() {
        const PATHS: usize = 1024;
        let all = noise(2000 * PATHS as u64);
        let mirrored = |u: &[f64]| -> Vec<f64> {
            let first = |path: usize| u[path / 64 * 64 + path % 32];
            let of = |path| if path % 64 < 32 { first(path) } else { 1.0 - first(path) };
            (0..PATHS).map(|path| of(path).powi(3)).collect()
        };
        let shared = |u: &[f64]| -> Vec<f64> {
            (0..PATHS).map(|path| u[path / 64 % 16] + u[PATHS - 1 - path]).collect()
        };
        let cases = [
            (PAIRS, all.chunks(PATHS).map(mirrored).collect::<Vec<_>>(), 0.558),
            (REPLICATES, all.chunks(PATHS).map(shared).collect(), 5.7),
        ];
        for (dependence, samples, against_independent) in cases {
            let spread = |of: &dyn Fn(&[f64]) -> f64| {
                let each: Vec<f64> = samples.iter().map(|values| of(values)).collect();
                moments_of(&each).standard_deviation()
            };
            let typical = |of: &dyn Fn(&[f64]) -> f64| {
                let squares = samples.iter().map(|values| of(values).powi(2));
                (squares.sum::<f64>() / samples.len() as f64).sqrt()
            };
            // 2000 samples tell a spread to 1.6 %.
            let error = typical(&|values| of_mean(values, dependence));
            let found = spread(&|values| moments_of(values).mean);
            assert!((error / found - 1.0).abs() < 0.06, "{dependence:?}: {error} {found}");
            let ratio = error / typical(&|values| of_mean(values, Independent));
            assert!((ratio / against_independent - 1.0).abs() < 0.05, "{dependence:?}: {ratio}");
            // The delta method is off by a few parts in the number of groups.
            let error = typical(&|values| of_dependent_sd(values, dependence));
            let found = spread(&|values| moments_of(values).standard_deviation());
            assert!((error / found - 1.0).abs() < 0.12, "{dependence:?}: {error} {found}");
        }
    }
}

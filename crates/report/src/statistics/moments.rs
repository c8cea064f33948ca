//! Moments of a sample, mergeable: of one row of paths, then of all rows in the order of their paths.

use rehedge_engine::Moments;

/// Width of the partial sums. The additions have one fixed order, so that a number does not
/// depend on how wide the machine's registers are.
const PARTIALS: usize = 8;

/// Count, mean and sum of squared deviations, computed in two passes.
pub(crate) fn moments_of(values: &[f64]) -> Moments {
    if values.is_empty() {
        return Moments::default();
    }
    let count = values.len() as f64;
    let mean = sum(values, |x| x) / count;
    let squares = sum(values, |x| (x - mean) * (x - mean));
    Moments { count, mean, squares }
}

/// Count, mean and sum of squared deviations of `one − other`, two samples of one length.
pub(crate) fn moments_of_differences(one: &[f64], other: &[f64]) -> Moments {
    let count = one.len().min(other.len());
    if count == 0 {
        return Moments::default();
    }
    let (one, other) = (&one[..count], &other[..count]);
    let mean = sum_of_pairs(one, other, |x, y| x - y) / count as f64;
    let squares = sum_of_pairs(one, other, |x, y| (x - y - mean) * (x - y - mean));
    Moments { count: count as f64, mean, squares }
}

/// Count, mean and sums of the second, third and fourth powers of deviations, mergeable.
///
/// # Source
/// Pébay (2008), *Formulas for robust, one-pass parallel computation of covariances and
/// arbitrary-order statistical moments*, Sandia report SAND2008-6212, the pairwise updates of
/// `M3` and `M4`; that of `M2` is the one of [`Moments`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct CentralMoments {
    low: Moments,
    cubes: f64,
    fourths: f64,
}

impl CentralMoments {
    /// Moments of a sample, computed in two passes.
    pub fn of(values: &[f64]) -> Self {
        let low = moments_of(values);
        let squared = |x: f64| (x - low.mean) * (x - low.mean);
        let cubes = sum(values, |x| squared(x) * (x - low.mean));
        let fourths = sum(values, |x| squared(x) * squared(x));
        Self { low, cubes, fourths }
    }

    /// Adds another sample.
    pub fn merge(&mut self, other: &Self) {
        if other.low.count == 0.0 {
            return;
        }
        let (a, b) = (self.low.count, other.low.count);
        let (squares_a, squares_b) = (self.low.squares, other.low.squares);
        let n = a + b;
        let apart = other.low.mean - self.low.mean;
        let step = apart / n;
        self.fourths += other.fourths
            + apart * step * step * step * a * b * (a * a - a * b + b * b)
            + 6.0 * step * step * (a * a * squares_b + b * b * squares_a)
            + 4.0 * step * (a * other.cubes - b * self.cubes);
        self.cubes += other.cubes
            + apart * step * step * a * b * (a - b)
            + 3.0 * step * (a * squares_b - b * squares_a);
        self.low.merge(&other.low);
    }

    /// Count, mean and sum of squared deviations.
    pub fn low(&self) -> &Moments {
        &self.low
    }

    /// Skewness `√n · M3 / M2^(3/2)`, the moment ratio without small-sample correction; 0 for a
    /// sample that does not vary.
    pub fn skew(&self) -> f64 {
        let bottom = self.low.squares * self.low.squares.sqrt();
        if bottom > 0.0 { self.low.count.sqrt() * self.cubes / bottom } else { 0.0 }
    }

    /// Excess kurtosis `n · M4 / M2² − 3`, without small-sample correction; 0 for a sample that
    /// does not vary.
    pub fn excess_kurtosis(&self) -> f64 {
        let squared = self.low.squares * self.low.squares;
        if squared > 0.0 { self.low.count * self.fourths / squared - 3.0 } else { 0.0 }
    }
}

fn sum(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let (chunks, rest) = values.as_chunks::<PARTIALS>();
    let mut partial = [0.0; PARTIALS];
    for chunk in chunks {
        for (p, x) in partial.iter_mut().zip(chunk) {
            *p += of(*x);
        }
    }
    partial.iter().sum::<f64>() + rest.iter().map(|x| of(*x)).sum::<f64>()
}

/// `Σ x·y` of two samples of one length.
pub(crate) fn product_of(one: &[f64], other: &[f64]) -> f64 {
    sum_of_pairs(one, other, |x, y| x * y)
}

/// As [`sum`], over two slices of one length.
fn sum_of_pairs(one: &[f64], other: &[f64], of: impl Fn(f64, f64) -> f64) -> f64 {
    let ((ones, one_rest), (others, other_rest)) = (one.as_chunks(), other.as_chunks());
    let mut partial = [0.0; PARTIALS];
    for (one, other) in ones.iter().zip(others) {
        let (one, other): (&[f64; PARTIALS], &[f64; PARTIALS]) = (one, other);
        for ((p, x), y) in partial.iter_mut().zip(one).zip(other) {
            *p += of(*x, *y);
        }
    }
    let rest = one_rest.iter().zip(other_rest).map(|(x, y)| of(*x, *y));
    partial.iter().sum::<f64>() + rest.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::statistics::Statistics as _;

    fn sample() -> Vec<f64> {
        (0..997).map(|i| f64::from(i * i % 613).sqrt() - 0.01 * f64::from(i) + 3.0).collect()
    }

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance * b.abs(), "{a} is not {b}");
    }

    fn in_rows(values: &[f64], row: usize) -> CentralMoments {
        let mut all = CentralMoments::default();
        for chunk in values.chunks(row) {
            all.merge(&CentralMoments::of(chunk));
        }
        all
    }

    #[test]
    fn merged_moments_equal_those_of_the_whole() {
        let values = sample();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let power = |k| values.iter().map(|x| (x - mean).powi(k)).sum::<f64>();
        for row in [1, 7, 64, 5000] {
            let merged = in_rows(&values, row);
            // A thousand additions of rounding 1e-16 each, with room for cancellation.
            close(merged.low.mean, mean, 1e-13);
            close(merged.low.squares, power(2), 1e-12);
            close(merged.skew(), n.sqrt() * power(3) / power(2).powf(1.5), 1e-11);
            close(merged.excess_kurtosis(), n * power(4) / power(2).powi(2) - 3.0, 1e-11);
        }
    }

    #[test]
    fn the_standard_deviation_is_that_of_statrs() {
        let values = sample();
        let moments = in_rows(&values, 64);
        close(moments.low.standard_deviation(), values.iter().std_dev(), 1e-12);
        close(moments_of(&values).mean, values.iter().mean(), 1e-12);
    }

    #[test]
    fn differences_are_those_of_a_sample_made_of_them() {
        let (one, other) = (sample(), sample().into_iter().rev().collect::<Vec<_>>());
        let differences: Vec<f64> = one.iter().zip(&other).map(|(x, y)| x - y + 0.5).collect();
        let shifted: Vec<f64> = one.iter().map(|x| x + 0.5).collect();
        let (found, exact) = (moments_of_differences(&shifted, &other), moments_of(&differences));
        close(found.mean, exact.mean, 1e-12);
        close(found.squares, exact.squares, 1e-12);
        assert_eq!(moments_of_differences(&[], &[]), Moments::default());
    }

    #[test]
    fn hand_example() {
        // 0, 0, 0, 4: mean 1, M2 = 12, M3 = −3 + 27 = 24, M4 = 3 + 81 = 84.
        let moments = CentralMoments::of(&[0.0, 0.0, 0.0, 4.0]);
        close(moments.skew(), 2.0 * 24.0 / 12f64.powf(1.5), 1e-15);
        close(moments.excess_kurtosis(), 4.0 * 84.0 / 144.0 - 3.0, 1e-15);
    }

    #[test]
    fn a_sample_that_does_not_vary_has_no_shape() {
        for values in [&[][..], &[2.5][..], &[2.5; 70][..]] {
            let moments = in_rows(values, 64);
            assert_eq!((moments.skew(), moments.excess_kurtosis()), (0.0, 0.0));
        }
    }
}

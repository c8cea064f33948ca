//! Histograms of several samples on common bins.

/// Narrow bins that all samples share; a sample's own bins are some of them taken together.
pub(super) const BINS: usize = 240;

/// Quantiles that bound what is shown.
const TAIL: f64 = 0.001;

/// A sample's 0.1 % and 99.9 % quantiles, the nearest observations.
pub(super) fn central_range(sample: &[f64]) -> (f64, f64) {
    let mut values = sample.to_vec();
    let last = sample.len().saturating_sub(1);
    let skipped = (TAIL * last as f64).floor() as usize;
    let (_, high, _) = values.select_nth_unstable_by(last - skipped, f64::total_cmp);
    let high = *high;
    let (_, low, _) = values.select_nth_unstable_by(skipped, f64::total_cmp);
    (*low, high)
}

/// A sample's density over a range, as the outline of its histogram.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outline {
    /// Corners from left to right; heights in shares of the greatest.
    pub corners: Vec<(f64, f64)>,
    /// Mean of the whole sample.
    pub mean: f64,
    /// Standard deviation of the whole sample.
    pub sd: f64,
    /// Share of the sample outside of the range.
    pub outside: f64,
}

impl Outline {
    /// Counts a sample; what lies outside of the range is not drawn, but counts for the moments.
    pub(super) fn new(sample: &[f64], (low, high): (f64, f64)) -> Self {
        let counts = count(sample, (low, high));
        let merged = merge(&counts, bins_together(&counts));
        let (mean, sd) = moments(sample);
        let outside = 1.0 - counts.iter().sum::<f64>() / sample.len() as f64;
        Self { corners: corners(&merged, (low, high)), mean, sd, outside }
    }
}

fn count(sample: &[f64], (low, high): (f64, f64)) -> Vec<f64> {
    let mut counts = vec![0.0; BINS];
    let scale = BINS as f64 / (high - low);
    for value in sample {
        if (low..=high).contains(value) {
            let bin = ((value - low) * scale) as usize;
            counts[bin.min(BINS - 1)] += 1.0;
        }
    }
    counts
}

/// How many narrow bins make a bin of the width `2 · IQR · n^(−1/3)`, rounded to a divisor.
///
/// # Source
/// Freedman and Diaconis (1981), *On the histogram as a density estimator*, p. 454.
fn bins_together(counts: &[f64]) -> usize {
    let total: f64 = counts.iter().sum();
    let quartile = |share: f64| {
        let mut seen = 0.0;
        counts.iter().position(|n| {
            seen += n;
            seen >= share * total
        })
    };
    let (first, third) = (quartile(0.25).unwrap_or(0), quartile(0.75).unwrap_or(0));
    let width = 2.0 * ((third - first) as f64).max(1.0) / total.max(1.0).cbrt();
    [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24]
        .into_iter()
        .min_by(|a, b| (*a as f64 - width).abs().total_cmp(&(*b as f64 - width).abs()))
        .unwrap_or(1)
}

fn merge(counts: &[f64], together: usize) -> Vec<f64> {
    counts.chunks(together).map(|bins| bins.iter().sum()).collect()
}

fn corners(counts: &[f64], (low, high): (f64, f64)) -> Vec<(f64, f64)> {
    let greatest = counts.iter().copied().fold(0.0, f64::max).max(1.0);
    let width = (high - low) / counts.len() as f64;
    let mut corners = Vec::with_capacity(2 * counts.len() + 2);
    corners.push((low, 0.0));
    for (i, count) in counts.iter().enumerate() {
        let left = low + width * i as f64;
        corners.push((left, count / greatest));
        corners.push((left + width, count / greatest));
    }
    corners.push((high, 0.0));
    corners
}

/// Mean and sample standard deviation; scaled, so that squares of huge values stay finite.
fn moments(sample: &[f64]) -> (f64, f64) {
    let scale = sample.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
    if scale == 0.0 {
        return (0.0, 0.0);
    }
    let count = sample.len() as f64;
    let mean = sample.iter().map(|value| value / scale).sum::<f64>() / count;
    let squares = sample.iter().map(|value| (value / scale - mean).powi(2)).sum::<f64>();
    let sd = if count > 1.0 { (squares / (count - 1.0)).sqrt() } else { 0.0 };
    // equal values leave nothing but the rounding of their mean
    (mean * scale, if sd < 1e-14 { 0.0 } else { sd * scale })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_leaves_out_a_thousandth_at_each_end() {
        let sample: Vec<f64> = (0..=10_000).rev().map(f64::from).collect();
        assert_eq!(central_range(&sample), (10.0, 9990.0));
        assert_eq!(central_range(&[3.0]), (3.0, 3.0));
        assert_eq!(central_range(&[5.0, 3.0]), (3.0, 5.0));
        assert_eq!(central_range(&[5.0, 3.0, 4.0]), (3.0, 5.0));
    }

    #[test]
    fn counts_and_moments_by_hand() {
        let outline = Outline::new(&[-1.0, 1.0, 1.0, 3.0], (-1.0, 3.0));
        assert_eq!(outline.mean, 1.0);
        assert!((outline.sd - (8.0_f64 / 3.0).sqrt()).abs() < 1e-15);
        let tallest = outline.corners.iter().map(|c| c.1).fold(0.0, f64::max);
        assert_eq!(tallest, 1.0);
    }

    #[test]
    fn moments_survive_huge_and_equal_values() {
        let (mean, sd) = moments(&[1e300, -1e300]);
        assert!(mean == 0.0 && sd.is_finite());
        assert_eq!(moments(&[0.1; 1000]).1, 0.0);
    }
}

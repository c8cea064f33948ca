//! [`AttributionTest`]: whether what the Greeks explain of P&L is what was earned.

use statrs::statistics::{Data, OrderStatistics as _, RankTieBreaker};

/// How well an explanation must rank P&L to be green; below the second it is red.
const SPEARMAN: [f64; 2] = [0.80, 0.70];
/// How near its distribution must be to be green; above the second it is red.
const KOLMOGOROV_SMIRNOV: [f64; 2] = [0.09, 0.12];

/// The zone of a desk in the P&L attribution test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Both metrics are good.
    Green,
    /// Neither green nor red.
    Amber,
    /// One metric is bad.
    Red,
}

impl Zone {
    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
        }
    }

    fn of(spearman: f64, kolmogorov_smirnov: f64) -> Self {
        if spearman < SPEARMAN[1] || kolmogorov_smirnov > KOLMOGOROV_SMIRNOV[1] {
            Self::Red
        } else if spearman > SPEARMAN[0] && kolmogorov_smirnov < KOLMOGOROV_SMIRNOV[0] {
            Self::Green
        } else {
            Self::Amber
        }
    }
}

/// The P&L attribution test of one hedge, a row of `attribution.csv`: P&L before costs against what
/// its components explain, without gap and residual, window by window.
///
/// The rule is made for 250 daily numbers of a desk; here each window of history is one, and windows
/// may overlap.
///
/// # Source
/// Basel Committee on Banking Supervision, MAR32 (2020), paragraphs 32.25 to 32.44.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributionTest {
    /// Name of the hedge.
    pub hedge: String,
    /// Number of windows.
    pub windows: usize,
    /// Spearman's rank correlation, ties by their mean rank; 0 where one of the two does not vary.
    pub spearman: f64,
    /// Largest distance of the two empirical distributions.
    pub kolmogorov_smirnov: f64,
    /// What follows.
    pub zone: Zone,
}

impl AttributionTest {
    /// Tests an explanation against what was earned, window by window.
    pub(crate) fn new(hedge: &str, explained: &[f64], earned: &[f64]) -> Self {
        let spearman = correlation(&ranks(explained), &ranks(earned));
        let kolmogorov_smirnov = distance(explained, earned);
        Self {
            hedge: hedge.to_owned(),
            windows: earned.len(),
            spearman,
            kolmogorov_smirnov,
            zone: Zone::of(spearman, kolmogorov_smirnov),
        }
    }
}

fn ranks(values: &[f64]) -> Vec<f64> {
    Data::new(values.to_vec()).ranks(RankTieBreaker::Average)
}

fn correlation(one: &[f64], other: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let (a, b) = (mean(one), mean(other));
    let product = |x: &[f64], a: f64, y: &[f64], b: f64| -> f64 {
        x.iter().zip(y).map(|(x, y)| (x - a) * (y - b)).sum()
    };
    let squares = product(one, a, one, a) * product(other, b, other, b);
    if squares > 0.0 { product(one, a, other, b) / squares.sqrt() } else { 0.0 }
}

/// The two-sample statistic of Kolmogorov and Smirnov.
fn distance(one: &[f64], other: &[f64]) -> f64 {
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_unstable_by(f64::total_cmp);
        values
    };
    let (one, other) = (sorted(one), sorted(other));
    let share = |values: &[f64], x: f64| {
        values.partition_point(|v| *v <= x) as f64 / values.len().max(1) as f64
    };
    let apart = |x: &f64| (share(&one, *x) - share(&other, *x)).abs();
    one.iter().chain(&other).map(apart).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_of_the_rule() {
        for (spearman, distance, zone) in [
            (0.81, 0.08, Zone::Green),
            (0.80, 0.08, Zone::Amber),
            (0.81, 0.09, Zone::Amber),
            (0.70, 0.12, Zone::Amber),
            (0.69, 0.0, Zone::Red),
            (1.0, 0.13, Zone::Red),
        ] {
            assert_eq!(Zone::of(spearman, distance), zone, "{spearman} {distance}");
        }
    }

    /// `SciPy` 1.17: `spearmanr` and `ks_2samp` of these samples give 0.9151515151515152 and 0.1; with
    /// ties 0.9486832980505139.
    #[test]
    fn metrics_are_those_of_another_library() {
        let earned = [1.2, -0.5, 3.4, 0.1, -2.2, 0.9, 1.1, -1.3, 2.0, 0.4];
        let explained = [1.0, -0.7, 2.9, 0.5, -1.9, 1.3, 0.2, -1.5, 2.6, -0.3];
        let test = AttributionTest::new("one", &explained, &earned);
        assert_eq!((test.windows, test.zone), (10, Zone::Amber));
        assert!((test.spearman - 0.915_151_515_151_515_2).abs() < 1e-15, "{}", test.spearman);
        assert!((test.kolmogorov_smirnov - 0.1).abs() < 1e-15, "{}", test.kolmogorov_smirnov);
        let tied = correlation(&ranks(&[1.0, 2.0, 2.0, 3.0]), &ranks(&[1.0, 2.0, 3.0, 4.0]));
        assert!((tied - 0.948_683_298_050_513_8).abs() < 1e-15, "{tied}");
    }

    #[test]
    fn what_does_not_vary_has_no_ranks() {
        assert_eq!(AttributionTest::new("still", &[0.0; 4], &[0.0; 4]).spearman, 0.0);
        assert_eq!(AttributionTest::new("none", &[], &[]).kolmogorov_smirnov, 0.0);
    }
}

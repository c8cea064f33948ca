//! [`Dependence`]: which paths of a run know of each other.

use rehedge_kernels::LANES;

/// How the paths of a run depend on each other; what standard errors must allow for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dependence {
    /// Not at all.
    #[default]
    Independent,
    /// Each with so many following ones: windows of history that share days. For windows of `d`
    /// days of which one starts every `k` days it is `⌈d / k⌉ − 1`. Errors are Newey–West errors.
    Overlapping(usize),
    /// In twos: of each `2 · apart` paths in turn, the first and the one `apart` after it are a
    /// pair, the second and the one `apart` after it, and so on. Pairs are independent; errors come
    /// from their means.
    Pairs {
        /// From a path to its partner.
        apart: usize,
    },
    /// In `count` replicates, which get `run` paths each in turn. Replicates are independent; errors
    /// come from their means. With `count − 1` degrees of freedom an error is itself known to one
    /// part in `√(2 (count − 1))`, and an estimate over it has Student's distribution.
    Replicates {
        /// How many there are.
        count: usize,
        /// Paths that one gets before the next.
        run: usize,
    },
}

/// `Φ⁻¹(0.975)`: 95 % of a normal distribution is this many standard deviations from its middle.
const NORMAL_95: f64 = 1.959_963_984_540_054;

impl Dependence {
    /// Degrees of freedom of a standard error, where they are few.
    pub(crate) fn degrees(self) -> Option<usize> {
        match self {
            Self::Replicates { count, .. } => Some(count.saturating_sub(1).max(1)),
            _ => None,
        }
    }

    /// How blocks of paths depend on each other.
    pub(super) fn of_blocks(self) -> Self {
        match self {
            Self::Independent | Self::Pairs { .. } => Self::Independent,
            Self::Overlapping(paths) => Self::Overlapping(paths.div_ceil(LANES)),
            Self::Replicates { count, .. } => Self::Replicates { count, run: 1 },
        }
    }

    /// How many standard errors a 95 % confidence interval reaches to either side.
    pub(crate) fn quantile_95(self) -> f64 {
        self.degrees().map_or(NORMAL_95, student_95)
    }

    /// The means of the independent groups that make up a sample in the order of its paths; none
    /// where paths are not in groups.
    pub(super) fn group_means(self, values: &[f64]) -> Option<Vec<f64>> {
        match self {
            Self::Independent | Self::Overlapping(_) => None,
            Self::Pairs { apart } => {
                let pair = |path: usize| path / (2 * apart) * apart + path % apart;
                Some(means(values, values.len().next_multiple_of(2 * apart) / 2, pair))
            }
            Self::Replicates { count, run } => {
                Some(means(values, count, |path| path / run % count))
            }
        }
    }
}

/// Quantile of probability 0.975 of Student's distribution, good to 1e-5 from 8 degrees of freedom.
///
/// # Source
/// Abramowitz and Stegun (1964), *Handbook of mathematical functions*, 26.7.5.
fn student_95(degrees: usize) -> f64 {
    let (z, n) = (NORMAL_95, degrees as f64);
    let w = z * z;
    let g1 = (w + 1.0) / 4.0;
    let g2 = ((5.0 * w + 16.0) * w + 3.0) / 96.0;
    let g3 = (((3.0 * w + 19.0) * w + 17.0) * w - 15.0) / 384.0;
    let g4 = ((((79.0 * w + 776.0) * w + 1482.0) * w - 1920.0) * w - 945.0) / 92160.0;
    z * (1.0 + (g1 + (g2 + (g3 + g4 / n) / n) / n) / n)
}

/// The mean of every group that has a path.
fn means(values: &[f64], groups: usize, group: impl Fn(usize) -> usize) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); groups];
    for (path, value) in values.iter().enumerate() {
        let (sum, count) = &mut sums[group(path)];
        *sum += value;
        *count += 1.0;
    }
    sums.into_iter().filter(|(_, count)| *count > 0.0).map(|(sum, count)| sum / count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF as _, Normal, StudentsT};

    #[test]
    fn quantiles_are_those_of_statrs() {
        let pairs = Dependence::Pairs { apart: 32 };
        for dependence in [Dependence::Independent, Dependence::Overlapping(3), pairs] {
            let exact = Normal::standard().inverse_cdf(0.975);
            assert!((dependence.quantile_95() - exact).abs() < 1e-9);
        }
        for count in [9, 16, 32, 1000] {
            let exact = StudentsT::new(0.0, 1.0, (count - 1) as f64).unwrap().inverse_cdf(0.975);
            let found = Dependence::Replicates { count, run: 64 }.quantile_95();
            assert!((found - exact).abs() < 3e-5, "{count}: {found} {exact}");
        }
    }
}

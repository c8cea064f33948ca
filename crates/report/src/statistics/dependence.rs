//! [`Dependence`]: which paths of a run know of each other.

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

impl Dependence {
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

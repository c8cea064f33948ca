//! [`PairedRow`]: two hedges on the same paths, a row of `paired.csv`.

use super::difference::Difference;
use super::estimate::{self, Estimate};
use super::{Sample, Samples};
use crate::parallel::in_parallel;

/// With more hedges than this, they are compared with the baseline alone.
pub const MOST_IN_ALL_PAIRS: usize = 30;

/// Differences `hedge − against` of two hedges, numbered in the order of the run.
///
/// # Units
/// Currency at the horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedRow {
    /// One hedge.
    pub hedge: usize,
    /// The other.
    pub against: usize,
    /// Of mean P&L, of its standard deviation, of expected shortfall at 95 %, and of mean cost.
    pub differences: [Difference; 4],
}

/// A statistic to compare.
type Statistic = fn(&Sample<'_>) -> Estimate;

/// What is compared, in the order of the columns.
const STATISTICS: [Statistic; 4] = [
    |sample| estimate::mean(sample.pnl),
    |sample| estimate::sd(sample.pnl),
    |sample| estimate::expected_shortfall(sample.pnl, 0.95),
    |sample| estimate::mean(sample.costs),
];

impl Samples<'_> {
    /// Every hedge against the baseline, then every other pair, the later hedge against the
    /// earlier; with more than [`MOST_IN_ALL_PAIRS`] hedges only the former. On so many threads.
    #[must_use]
    pub fn paired(&self, baseline: usize, threads: usize) -> Vec<PairedRow> {
        let pairs: Vec<_> = pairs(self.hedges.len(), baseline).collect();
        let mut differences = vec![<[Difference; 4]>::default(); pairs.len()];
        for (column, statistic) in STATISTICS.into_iter().enumerate() {
            let estimates = in_parallel(threads, &self.hedges, statistic);
            let between = |&(hedge, against): &(usize, usize)| {
                Difference::between(&estimates[hedge], &estimates[against], self.dependence)
            };
            let found = in_parallel(threads, &pairs, between);
            differences.iter_mut().zip(found).for_each(|(row, found)| row[column] = found);
        }
        let row = |((hedge, against), differences)| PairedRow { hedge, against, differences };
        pairs.into_iter().zip(differences).map(row).collect()
    }
}

fn pairs(hedges: usize, baseline: usize) -> impl Iterator<Item = (usize, usize)> {
    let known = if baseline < hedges { hedges } else { 0 };
    let all = if hedges > MOST_IN_ALL_PAIRS { 0 } else { hedges };
    let others = move |except| (0..except).filter(move |hedge| *hedge != baseline);
    let against_baseline = others(known).map(move |hedge| (hedge, baseline));
    let rest = others(all).flat_map(move |later| others(later).map(move |one| (later, one)));
    against_baseline.chain(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_once_the_baseline_first() {
        let of = |hedges, baseline| pairs(hedges, baseline).collect::<Vec<_>>();
        assert_eq!(of(4, 1), [(0, 1), (2, 1), (3, 1), (2, 0), (3, 0), (3, 2)]);
        assert_eq!(of(1, 0), []);
        assert_eq!(of(30, 0).len(), 30 * 29 / 2);
        assert_eq!(of(31, 7).len(), 30);
    }
}

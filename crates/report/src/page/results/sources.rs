//! Where the risk comes from, and how well P&L is known and explained.

use super::super::table::{Cell, Head, Row, Table};
use super::{heads, with_error};
use crate::comparison::{AttributionTest, Controlled};
use crate::statistics::{Source, VarianceSplit};

/// The shares of the variance of every hedge's P&L.
#[must_use]
pub fn variance_table(rows: &[VarianceSplit]) -> Table {
    let row = |split: &VarianceSplit| {
        let shares = split.shares.iter();
        let cells = shares.flat_map(|share| with_error(100.0 * share.value, 100.0 * share.se));
        Row { name: split.hedge.clone(), cells: cells.collect() }
    };
    let columns = Source::ALL.iter().flat_map(|_| heads([("share", "%"), ("±", "%")]));
    Table {
        id: "variance".into(),
        title: "Where the risk comes from".into(),
        note: "Shares of the variance of P&L, which add up to 100 %; a share is negative where a \
               source offsets others. Discreteness is delta, gamma, theta, gap and residual, jumps \
               what the spot earned on steps with a jump, volatility the moves of implied \
               volatility. From variance.csv."
            .into(),
        groups: Source::ALL.iter().map(|source| (source.name().to_owned(), 2)).collect(),
        heads: std::iter::once(Head::new("hedge", "")).chain(columns).collect(),
        rows: rows.iter().map(row).collect(),
    }
}

/// Means with control variates; money in `unit`.
#[must_use]
pub fn controlled_table(rows: &[Controlled], unit: &'static str) -> Table {
    let row = |row: &Controlled| {
        let cells = [row.pnl, row.cost].into_iter().flat_map(|mean| {
            let [value, error] = with_error(mean.mean, mean.se);
            [value, error, Cell::number(mean.gain, 1)]
        });
        Row { name: row.hedge.clone(), cells: cells.collect() }
    };
    let columns = || heads([("value", unit), ("±", unit), ("gain", "times")]);
    Table {
        id: "controlled".into(),
        title: "Means with control variates".into(),
        note: "Corrected for what is known of simulated paths. Gain: how many times as many paths \
               the plain mean would need for the same error. From controlled.csv."
            .into(),
        groups: ["mean P&L", "mean cost"].map(|label| (label.into(), 3)).to_vec(),
        heads: std::iter::once(Head::new("hedge", ""))
            .chain((0..2).flat_map(|_| columns()))
            .collect(),
        rows: rows.iter().map(row).collect(),
    }
}

/// Whether the Greeks explain what was earned.
#[must_use]
pub fn attribution_test_table(rows: &[AttributionTest]) -> Table {
    let row = |test: &AttributionTest| {
        let mut cells = vec![Cell::number(test.windows as f64, 0)];
        cells.extend([test.spearman, test.kolmogorov_smirnov].map(|value| Cell::number(value, 3)));
        cells.push(Cell::Text(test.zone.name().into()));
        Row { name: test.hedge.clone(), cells }
    };
    Table {
        id: "attribution-test".into(),
        title: "Do the Greeks explain what was earned?".into(),
        note: "The Basel Committee’s P&L attribution test (MAR32): P&L before costs against what \
               its components explain, without gap and residual, window by window. From \
               attribution.csv."
            .into(),
        groups: Vec::new(),
        heads: heads([
            ("hedge", ""),
            ("windows", ""),
            ("Spearman’s correlation", ""),
            ("Kolmogorov–Smirnov distance", ""),
            ("zone", ""),
        ]),
        rows: rows.iter().map(row).collect(),
    }
}

//! `variance.csv`, `attribution.csv` and `controlled.csv`: where P&L comes from, and how well it is
//! known.

use super::{names, numbers};
use crate::comparison::{AttributionTest, Controlled, ControlledMean};
use crate::statistics::{Source, VarianceSplit};
use polars::prelude::{Column, DataFrame, PolarsError};

/// A part of a column's name, and where its numbers are.
type Part<T, Number> = (&'static str, fn(&T) -> Number);

/// A row per hedge: `hedge`, `pnl_variance`, and for each [`Source`] `<source>_share` and
/// `<source>_share_se`; the shares of a row add up to one.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn variance_frame(rows: &[VarianceSplit]) -> Result<DataFrame, PolarsError> {
    let mut columns = vec![
        names("hedge", rows.iter().map(|row| row.hedge.as_str())),
        numbers("pnl_variance", rows.iter().map(|row| row.variance).collect()),
    ];
    for source in Source::ALL {
        let share = |row: &VarianceSplit| row.shares[source as usize];
        let name = format!("{}_share", source.name());
        columns.push(numbers(&name, rows.iter().map(|row| share(row).value).collect()));
        let errors = rows.iter().map(|row| share(row).se).collect();
        columns.push(numbers(&format!("{name}_se"), errors));
    }
    DataFrame::new(rows.len(), columns)
}

/// A row per hedge: `hedge`, `windows`, `spearman`, `kolmogorov_smirnov` and `zone`, which is green,
/// amber or red.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn attribution_frame(rows: &[AttributionTest]) -> Result<DataFrame, PolarsError> {
    let windows: Vec<i64> = rows.iter().map(|row| row.windows as i64).collect();
    let columns = vec![
        names("hedge", rows.iter().map(|row| row.hedge.as_str())),
        Column::new("windows".into(), windows),
        numbers("spearman", rows.iter().map(|row| row.spearman).collect()),
        numbers("kolmogorov_smirnov", rows.iter().map(|row| row.kolmogorov_smirnov).collect()),
        names("zone", rows.iter().map(|row| row.zone.name())),
    ];
    DataFrame::new(rows.len(), columns)
}

/// A row per hedge: `hedge`, and for `pnl` and `cost` the mean with control variates `<it>_mean`,
/// its standard error `<it>_mean_se`, and `<it>_gain`: how many times as many paths the plain mean
/// would need.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn controlled_frame(rows: &[Controlled]) -> Result<DataFrame, PolarsError> {
    let mut columns = vec![names("hedge", rows.iter().map(|row| row.hedge.as_str()))];
    let means: [Part<Controlled, ControlledMean>; 2] =
        [("pnl", |row| row.pnl), ("cost", |row| row.cost)];
    for (what, mean) in means {
        let parts: [Part<ControlledMean, f64>; 3] =
            [("mean", |m| m.mean), ("mean_se", |m| m.se), ("gain", |m| m.gain)];
        for (part, number) in parts {
            let values = rows.iter().map(|row| number(&mean(row))).collect();
            columns.push(numbers(&format!("{what}_{part}"), values));
        }
    }
    DataFrame::new(rows.len(), columns)
}

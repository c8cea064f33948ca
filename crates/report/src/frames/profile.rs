//! `profile.parquet`: a row per hedge and step.

use super::{hedge_name, numbers};
use polars::prelude::{Column, DataFrame, PolarsError};
use rehedge_engine::{Component, Profile, ProfilePoint};

/// A row per hedge and step, the steps of a hedge together: `hedge, step, time_years`, then to date
/// `<component>_mean` of every [`Component`], `pnl_mean` and `pnl_sd`.
///
/// `hedges` are the names in the order of the run; `times[i]` is step `i` in years from entry.
/// Steps without a time are left out.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn profile_frame(
    profile: &Profile,
    hedges: &[String],
    times: &[f64],
) -> Result<DataFrame, PolarsError> {
    let rows: Vec<(usize, usize, &ProfilePoint)> = profile
        .hedges
        .iter()
        .enumerate()
        .flat_map(|(hedge, points)| {
            points.iter().take(times.len()).enumerate().map(move |(step, p)| (hedge, step, p))
        })
        .collect();
    let column = |name: &str, number: &dyn Fn(&ProfilePoint) -> f64| {
        numbers(name, rows.iter().map(|(_, _, point)| number(point)).collect())
    };
    let hedge: Vec<_> = rows.iter().map(|(hedge, _, _)| hedge_name(hedges, *hedge)).collect();
    let step: Vec<i32> = rows.iter().map(|(_, step, _)| *step as i32).collect();
    let mut columns = vec![
        Column::new("hedge".into(), hedge),
        Column::new("step".into(), step),
        numbers("time_years", rows.iter().map(|(_, step, _)| times[*step]).collect()),
    ];
    for component in Component::ALL {
        let name = format!("{}_mean", component.name());
        columns.push(column(&name, &|point| point.components[component as usize]));
    }
    columns.push(column("pnl_mean", &|point| point.pnl.mean));
    columns.push(column("pnl_sd", &|point| point.pnl.standard_deviation()));
    DataFrame::new(rows.len(), columns)
}

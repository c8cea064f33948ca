//! `ledger.parquet`: a row per hedge, written-out path and step.

use super::{hedge_name, numbers};
use polars::prelude::{Column, DataFrame, PolarsError};
use rehedge_engine::{Component, LedgerEntry};

/// A column of numbers: its name, where it is read and where it is put back.
pub(super) type Number = (&'static str, fn(&LedgerEntry) -> f64, fn(&mut LedgerEntry) -> &mut f64);

/// A field under the name of its column.
macro_rules! number {
    ($name:literal, $field:ident) => {
        ($name, |entry| entry.$field, |entry| &mut entry.$field)
    };
}

/// The columns between `step` and the components, in the order of the file.
pub(super) const NUMBERS: [Number; 15] = [
    number!("time_years", time),
    number!("spot", spot),
    number!("implied_volatility", implied_volatility),
    number!("path_volatility", path_volatility),
    number!("book_value", book_value),
    number!("delta", delta),
    number!("gamma", gamma),
    number!("theta", theta),
    number!("vega", vega),
    number!("target", target),
    number!("trade", trade),
    number!("holding", holding),
    number!("settlement", settlement),
    number!("cash", cash),
    number!("wealth", wealth),
];

/// A component's column: `<component>_pnl`, because four Greeks have the names of components.
pub(super) fn component_column(component: Component) -> String {
    format!("{}_pnl", component.name())
}

/// A row per entry, in the order given: `hedge, path, step, time_years, spot, implied_volatility,
/// path_volatility, book_value`, the book's Greeks `delta, gamma, theta, vega`, then `target,
/// trade, holding, settlement, cash, wealth`, `<component>_pnl` of every [`Component`] over the step, and
/// `jumped`. `hedges` are the names in the order of the run.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn ledger_frame(entries: &[LedgerEntry], hedges: &[String]) -> Result<DataFrame, PolarsError> {
    let column = |name: &str, number: &dyn Fn(&LedgerEntry) -> f64| {
        numbers(name, entries.iter().map(number).collect())
    };
    let hedge: Vec<_> = entries.iter().map(|entry| hedge_name(hedges, entry.hedge)).collect();
    let path: Vec<i64> = entries.iter().map(|entry| entry.path as i64).collect();
    let step: Vec<i32> = entries.iter().map(|entry| entry.step as i32).collect();
    let jumped: Vec<bool> = entries.iter().map(|entry| entry.jumped).collect();
    let mut columns = vec![
        Column::new("hedge".into(), hedge),
        Column::new("path".into(), path),
        Column::new("step".into(), step),
    ];
    columns.extend(NUMBERS.map(|(name, number, _)| column(name, &number)));
    columns.extend(Component::ALL.map(|component| {
        column(&component_column(component), &|entry| entry.components[component as usize])
    }));
    columns.push(Column::new("jumped".into(), jumped));
    DataFrame::new(entries.len(), columns)
}

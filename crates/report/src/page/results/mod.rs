//! The results of a run as tables of the page.

mod assumed;
mod attribution;
mod comparison;
mod performance;
mod sources;
mod static_hedges;

pub use assumed::assumed_tables;
pub use attribution::attribution_tables;
pub use comparison::{break_even_table, effectiveness_table, paired_table, ranking_table};
pub use performance::{distribution_table, performance_table};
pub use sources::{attribution_test_table, controlled_table, theory_table, variance_table};
pub use static_hedges::{
    cap_tables, condition_table, hedge_tables, position_tables, static_dynamic_tables,
    subset_tables, world_tables,
};

use super::table::{Cell, Head};

fn heads<const N: usize>(columns: [(&str, &'static str); N]) -> Vec<Head> {
    columns.map(|(label, unit)| Head::new(label, unit)).to_vec()
}

/// A value and its standard error, side by side.
fn with_error(value: f64, error: f64) -> [Cell; 2] {
    [Cell::estimate(value, error), Cell::error(error)]
}

//! `theory.csv`: what theory says beside what was simulated.

use super::{names, numbers};
use polars::prelude::{DataFrame, NamedFrom as _, PolarsError, Series};

/// One statistic of one hedge, simulated and in theory.
#[derive(Clone, Debug, PartialEq)]
pub struct TheoryRow {
    /// The hedge.
    pub hedge: String,
    /// The theory: `derman_kamal`.
    pub theory: &'static str,
    /// What it speaks of: `pnl_sd_before_costs`.
    pub quantity: &'static str,
    /// The statistic of the run.
    pub simulated: f64,
    /// Its standard error.
    pub simulated_se: f64,
    /// What theory says.
    pub theoretical: f64,
}

impl TheoryRow {
    /// Simulated over theoretical, and its standard error; none where theory says zero.
    #[must_use]
    pub fn ratio(&self) -> Option<(f64, f64)> {
        let nothing = self.theoretical == 0.0;
        (!nothing).then(|| {
            (self.simulated / self.theoretical, self.simulated_se / self.theoretical.abs())
        })
    }
}

/// A row per hedge and theory that applies to it: `hedge, theory, quantity, simulated,
/// simulated_se, theoretical, ratio, ratio_se`, the ratio that of simulated to theoretical.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn theory_frame(rows: &[TheoryRow]) -> Result<DataFrame, PolarsError> {
    let column =
        |name, number: fn(&TheoryRow) -> f64| numbers(name, rows.iter().map(number).collect());
    let ratio = |name: &str, part: fn((f64, f64)) -> f64| {
        let values: Vec<_> = rows.iter().map(|row| row.ratio().map(part)).collect();
        Series::new(name.into(), values).into()
    };
    let columns = vec![
        names("hedge", rows.iter().map(|row| row.hedge.as_str())),
        names("theory", rows.iter().map(|row| row.theory)),
        names("quantity", rows.iter().map(|row| row.quantity)),
        column("simulated", |row| row.simulated),
        column("simulated_se", |row| row.simulated_se),
        column("theoretical", |row| row.theoretical),
        ratio("ratio", |ratio| ratio.0),
        ratio("ratio_se", |ratio| ratio.1),
    ];
    DataFrame::new(rows.len(), columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frames::csv_bytes;

    #[test]
    fn a_ratio_to_nothing_is_left_empty() {
        let row = |theoretical| TheoryRow {
            hedge: "a, b".into(),
            theory: "derman_kamal",
            quantity: "pnl_sd_before_costs",
            simulated: 3.0,
            simulated_se: 0.5,
            theoretical,
        };
        let bytes = csv_bytes(&mut theory_frame(&[row(-2.0), row(0.0)]).unwrap()).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "hedge,theory,quantity,simulated,simulated_se,theoretical,ratio,ratio_se\n\
             \"a, b\",derman_kamal,pnl_sd_before_costs,3.0,0.5,-2.0,-1.5,0.25\n\
             \"a, b\",derman_kamal,pnl_sd_before_costs,3.0,0.5,0.0,,\n"
        );
    }
}

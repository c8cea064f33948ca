//! `paired.csv`, `ranking.csv`, `break_even.csv` and `effectiveness.csv`.

use super::{hedge_name, names, numbers};
use crate::comparison::{BreakEven, Difference, Effectiveness, PairedRow, Premium, Ranking};
use polars::prelude::{Column, DataFrame, NamedFrom as _, PolarsError, Series};

/// The statistics of [`PairedRow::differences`].
const COMPARED: [&str; 4] = ["pnl_mean", "pnl_sd", "es_95", "cost_mean"];
/// The conditions of [`BreakEven::premiums`].
const CONDITIONS: [&str; 3] = ["mean_zero", "es_95_zero", "indifference"];

/// The end of a column's name, and its number.
type Part<T, Number> = (&'static str, fn(&T) -> Number);

/// A row per pair: `hedge`, `against`, and for each of mean P&L, its standard deviation, expected
/// shortfall and mean cost `<statistic>_difference`, `_difference_se`, `_difference_low` and
/// `_difference_high`, the ends of the 95 % confidence interval.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn paired_frame(rows: &[PairedRow], hedges: &[String]) -> Result<DataFrame, PolarsError> {
    let named = |title, hedge: fn(&PairedRow) -> usize| {
        let found: Vec<_> = rows.iter().map(|row| hedge_name(hedges, hedge(row))).collect();
        names(title, found.iter().map(AsRef::as_ref))
    };
    let mut columns = vec![named("hedge", |row| row.hedge), named("against", |row| row.against)];
    for (index, statistic) in COMPARED.into_iter().enumerate() {
        let parts: [Part<Difference, f64>; 4] = [
            ("difference", |d| d.value),
            ("difference_se", |d| d.se),
            ("difference_low", Difference::low),
            ("difference_high", Difference::high),
        ];
        for (part, number) in parts {
            let values = rows.iter().map(|row| number(&row.differences[index])).collect();
            columns.push(numbers(&format!("{statistic}_{part}"), values));
        }
    }
    DataFrame::new(rows.len(), columns)
}

/// A row per criterion and hedge, the best first: `criterion`, `rank` from 1, `hedge`, `value`,
/// `standard_error`, `behind_best` and `behind_best_se` (smaller is better), `allowed`,
/// `probability_best`, `plateau`.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn ranking_frame(rankings: &[Ranking], hedges: &[String]) -> Result<DataFrame, PolarsError> {
    let rows: Vec<_> = rankings
        .iter()
        .flat_map(|ranking| ranking.hedges.iter().zip(1i64..).map(move |row| (ranking, row)))
        .collect();
    let labels: Vec<_> = rows.iter().map(|(ranking, _)| ranking.criterion.label()).collect();
    let found: Vec<_> = rows.iter().map(|(_, (row, _))| hedge_name(hedges, row.hedge)).collect();
    let ranks: Vec<i64> = rows.iter().map(|(_, (_, rank))| *rank).collect();
    let allowed: Vec<bool> = rows.iter().map(|(_, (row, _))| row.allowed).collect();
    let plateau: Vec<bool> = rows.iter().map(|(_, (row, _))| row.plateau).collect();
    let probabilities = rows.iter().map(|(_, (row, _))| row.probability_best).collect();
    let columns = vec![
        names("criterion", labels.iter().map(String::as_str)),
        Column::new("rank".into(), ranks),
        names("hedge", found.iter().map(AsRef::as_ref)),
        numbers("value", rows.iter().map(|(_, (row, _))| row.value).collect()),
        numbers("standard_error", rows.iter().map(|(_, (row, _))| row.se).collect()),
        numbers("behind_best", rows.iter().map(|(_, (row, _))| row.behind.value).collect()),
        numbers("behind_best_se", rows.iter().map(|(_, (row, _))| row.behind.se).collect()),
        Column::new("allowed".into(), allowed),
        numbers("probability_best", probabilities),
        Column::new("plateau".into(), plateau),
    ];
    DataFrame::new(rows.len(), columns)
}

/// A row per hedge: `hedge`, and for each condition `<condition>_premium_horizon`, its standard
/// error `_premium_horizon_se`, `_premium_entry` and `_implied_volatility`, empty where the book
/// has none.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn break_even_frame(rows: &[BreakEven]) -> Result<DataFrame, PolarsError> {
    let mut columns = vec![names("hedge", rows.iter().map(|row| row.hedge.as_str()))];
    for (index, condition) in CONDITIONS.into_iter().enumerate() {
        let parts: [Part<Premium, Option<f64>>; 4] = [
            ("premium_horizon", |p| Some(p.horizon)),
            ("premium_horizon_se", |p| Some(p.se)),
            ("premium_entry", |p| Some(p.entry)),
            ("implied_volatility", |p| p.implied_volatility),
        ];
        for (part, number) in parts {
            let values: Vec<_> = rows.iter().map(|row| number(&row.premiums[index])).collect();
            columns.push(Series::new(format!("{condition}_{part}").into(), values).into());
        }
    }
    DataFrame::new(rows.len(), columns)
}

/// A row per hedge: `hedge` and the fields of [`Effectiveness`].
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn effectiveness_frame(rows: &[Effectiveness]) -> Result<DataFrame, PolarsError> {
    let column =
        |name, number: fn(&Effectiveness) -> f64| numbers(name, rows.iter().map(number).collect());
    let columns = vec![
        names("hedge", rows.iter().map(|row| row.hedge.as_str())),
        column("ederington", |row| row.ederington.value),
        column("ederington_se", |row| row.ederington.se),
        column("slope", |row| row.slope),
        column("r_squared", |row| row.r_squared),
        column("dollar_offset_median", |row| row.offset_median),
        column("dollar_offset_80_to_125", |row| row.offset_in_range),
    ];
    DataFrame::new(rows.len(), columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::Criterion;
    use crate::frames::csv_bytes;
    use crate::statistics::tests::{hedges, run};
    use crate::statistics::{Dependence, Statistics};

    fn csv(frame: Result<DataFrame, PolarsError>) -> String {
        String::from_utf8(csv_bytes(&mut frame.unwrap()).unwrap()).unwrap()
    }

    /// All four files of a run of two hedges.
    fn files(dependence: Dependence) -> [String; 4] {
        let mut statistics = Statistics::new(&hedges(), dependence);
        run(300).iter().for_each(|block| statistics.add(block));
        let samples = statistics.samples();
        let rankings = [Criterion::Sharpe, Criterion::ExpectedShortfall { level: 0.9 }]
            .map(|criterion| samples.ranking(criterion));
        [
            csv(paired_frame(&samples.paired(0, 1), &hedges())),
            csv(ranking_frame(&rankings, &hedges())),
            csv(break_even_frame(&samples.break_even(1.0, 1.0, 1))),
            csv(effectiveness_frame(&samples.effectiveness(0))),
        ]
    }

    #[test]
    fn columns_and_rows() {
        let [paired, ranking, break_even, effectiveness] = files(Dependence::Independent);
        assert!(paired.starts_with(
            "hedge,against,pnl_mean_difference,pnl_mean_difference_se,pnl_mean_difference_low,\
             pnl_mean_difference_high,pnl_sd_difference,"
        ));
        assert!(paired.lines().nth(1).unwrap().starts_with("\"weekly, cheap\",daily,"));
        assert!(ranking.starts_with(
            "criterion,rank,hedge,value,standard_error,behind_best,behind_best_se,allowed,\
             probability_best,plateau\nsharpe,1,"
        ));
        assert!(ranking.lines().nth(3).unwrap().starts_with("expected_shortfall 0.9,1,daily,"));
        // No volatility where nobody filled one in.
        assert!(break_even.lines().nth(1).unwrap().ends_with(','));
        assert!(effectiveness.lines().nth(1).unwrap().starts_with("\"weekly, cheap\",-"));
        let lines = [paired, ranking, break_even, effectiveness].map(|text| text.lines().count());
        assert_eq!(lines, [2, 5, 3, 2]);
    }

    #[test]
    fn the_same_bytes_every_time() {
        let plain = files(Dependence::Independent);
        assert_eq!(plain, files(Dependence::Independent));
        let pairs = Dependence::Pairs { apart: 32 };
        let replicates = Dependence::Replicates { count: 5, run: 64 };
        for dependence in [Dependence::Overlapping(7), pairs, replicates] {
            let other = files(dependence);
            assert_eq!(other, files(dependence));
            assert!(plain.iter().zip(&other).all(|(one, other)| one != other));
        }
    }

    /// The paired frame repeats the summary: differences of its numbers.
    #[test]
    fn differences_are_those_of_the_summary() {
        let mut statistics = Statistics::new(&hedges(), Dependence::Independent);
        run(500).iter().for_each(|block| statistics.add(block));
        let summaries = statistics.summaries(1);
        let numbers = |index: usize| {
            let s = &summaries[index];
            [s.pnl_mean, s.pnl_sd, s.es_95, s.cost_mean]
        };
        let row = statistics.samples().paired(0, 1)[0];
        for (column, difference) in row.differences.iter().enumerate() {
            let expected = numbers(1)[column] - numbers(0)[column];
            assert!((difference.value - expected).abs() < 1e-12, "{}", COMPARED[column]);
        }
    }
}

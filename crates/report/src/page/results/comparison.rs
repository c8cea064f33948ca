//! The hedges compared.

use super::super::number::{decimals, digits};
use super::super::table::{Cell, Head, Row, Table};
use super::{heads, with_error};
use crate::comparison::{BreakEven, Criterion, Difference, Effectiveness, PairedRow, Ranking};

/// Every hedge against the baseline; `hedges` are the names, money in `unit`.
#[must_use]
pub fn paired_table(
    rows: &[PairedRow],
    baseline: usize,
    hedges: &[String],
    unit: &'static str,
) -> Table {
    let name = |hedge: usize| hedges.get(hedge).cloned().unwrap_or_default();
    let cells = |row: &PairedRow| row.differences.iter().flat_map(difference).collect();
    let shown = rows.iter().filter(|row| row.against == baseline);
    Table {
        id: "paired".into(),
        title: format!("Every hedge less “{}”, on the same paths", name(baseline)),
        note: format!(
            "Differences in {unit} with 95 % confidence intervals; bold where the interval leaves \
             out zero. Differences are known better than the numbers themselves, because all \
             hedges saw the same paths. From paired.csv, which has every other pair too."
        ),
        groups: ["mean P&L", "sd of P&L", "expected shortfall 95 %", "mean cost"]
            .map(|label| (label.into(), 2))
            .to_vec(),
        heads: std::iter::once(Head::new("hedge", ""))
            .chain((0..4).flat_map(|_| heads([("difference", unit), ("95 % interval", unit)])))
            .collect(),
        rows: shown.map(|row| Row { name: name(row.hedge), cells: cells(row) }).collect(),
    }
}

/// A difference and its interval; nothing where a hedge is compared with itself.
fn difference(difference: &Difference) -> [Cell; 2] {
    if difference.value == 0.0 && difference.se == 0.0 {
        return [Cell::Empty, Cell::Empty];
    }
    let decimals = decimals(difference.se, 2, digits(difference.value, 4));
    let ends = [difference.low(), difference.high()];
    [
        Cell::Number { value: difference.value, decimals, strong: difference.is_distinct() },
        Cell::Interval { ends, decimals },
    ]
}

/// Hedges in the order of a criterion, the `number`th of the run; `hedges` are the names, money in
/// `unit`.
#[must_use]
pub fn ranking_table(
    ranking: &Ranking,
    number: usize,
    hedges: &[String],
    unit: &'static str,
) -> Table {
    let capped = matches!(ranking.criterion, Criterion::Cost { .. });
    let of_value = if ranking.criterion.larger_is_better() { "" } else { unit };
    let mut columns = vec![
        Head::new("hedge", ""),
        Head::new("value", of_value),
        Head::new("±", of_value),
        Head::new("behind the best", of_value),
        Head::new("95 % interval", of_value),
        Head::new("probability of being best", ""),
        Head::new("told from the best?", ""),
    ];
    columns.extend(capped.then(|| Head::new("within the limit?", "")));
    let rows = ranking.hedges.iter().map(|ranked| {
        let mut cells = with_error(ranked.value, ranked.se).to_vec();
        cells.extend(difference(&ranked.behind));
        cells.push(Cell::number(ranked.probability_best, 3));
        cells.push(Cell::Text(if ranked.plateau { "no" } else { "yes" }.into()));
        let allowed = if ranked.allowed { "yes" } else { "no" };
        cells.extend(capped.then(|| Cell::Text(allowed.into())));
        Row { name: hedges.get(ranked.hedge).cloned().unwrap_or_default(), cells }
    });
    Table {
        id: format!("ranking-{number}"),
        title: format!("Ranked by {}", ranking.criterion.words()),
        note: "The best first. Hedges that are not told from the best make its plateau. The \
               probability speaks of sampling error alone, not of whether the market is right. \
               From ranking.csv."
            .into(),
        groups: Vec::new(),
        heads: columns,
        rows: rows.collect(),
    }
}

/// The premiums beyond that of the run at which every hedge breaks even; money in `unit`.
#[must_use]
pub fn break_even_table(rows: &[BreakEven], unit: &'static str) -> Table {
    let quoted =
        rows.iter().flat_map(|row| &row.premiums).any(|one| one.implied_volatility.is_some());
    let cells = |row: &BreakEven| {
        let of_one = row.premiums.iter().flat_map(|premium| {
            let [value, error] = with_error(premium.horizon, premium.se);
            let entry = Cell::estimate(premium.entry, premium.se);
            let volatility = match premium.implied_volatility {
                Some(volatility) => Cell::number(100.0 * volatility, 2),
                None => Cell::Empty,
            };
            [Some(value), Some(error), Some(entry), quoted.then_some(volatility)]
        });
        of_one.flatten().collect()
    };
    let columns = || {
        let volatility = quoted.then(|| Head::new("as volatility", "%"));
        let premium = heads([("at horizon", unit), ("±", unit), ("at entry", unit)]);
        premium.into_iter().chain(volatility)
    };
    Table {
        id: "break-even".into(),
        title: "What the book would have to be sold for".into(),
        note: format!(
            "Premium for the whole book beyond that of the run, in {unit}, at which mean P&L is \
             zero, at which expected shortfall at 95 % is zero, and at which one is indifferent \
             to the book under entropic risk. From break_even.csv."
        ),
        groups: ["mean P&L is zero", "expected shortfall is zero", "indifference"]
            .map(|label| (label.into(), 3 + usize::from(quoted)))
            .to_vec(),
        heads: std::iter::once(Head::new("hedge", ""))
            .chain((0..3).flat_map(|_| columns()))
            .collect(),
        rows: rows.iter().map(|row| Row { name: row.hedge.clone(), cells: cells(row) }).collect(),
    }
}

/// What every hedge takes away of the risk of the book without a hedge.
#[must_use]
pub fn effectiveness_table(rows: &[Effectiveness]) -> Table {
    let row = |row: &Effectiveness| {
        let Difference { value, se, .. } = row.ederington;
        let mut cells = with_error(value, se).to_vec();
        let others = [row.slope, row.r_squared, row.offset_median];
        cells.extend(others.map(|value| Cell::number(value, 3)));
        cells.push(Cell::number(100.0 * row.offset_in_range, 1));
        Row { name: row.hedge.clone(), cells }
    };
    Table {
        id: "effectiveness".into(),
        title: "How much of the naked book’s risk a hedge takes away".into(),
        note: "Ederington’s 1 − Var(hedged)/Var(unhedged): 1 is perfect. Slope and R² of the \
               hedge’s P&L on the book’s: −1 and 1 are perfect. Dollar offset: what the hedge \
               gained for each unit that the book lost. From effectiveness.csv."
            .into(),
        groups: Vec::new(),
        heads: heads([
            ("hedge", ""),
            ("Ederington", ""),
            ("±", ""),
            ("slope", ""),
            ("R²", ""),
            ("median dollar offset", ""),
            ("offset of 80 to 125 %", "% of paths"),
        ]),
        rows: rows.iter().map(row).collect(),
    }
}

//! The results of a run as tables of the page.

use super::number::{decimals, digits};
use super::table::{Cell, Head, Row, Table};
use crate::comparison::{BreakEven, Criterion, Difference, Effectiveness, PairedRow, Ranking};
use crate::summary::HedgeSummary;
use rehedge_engine::Component;

fn heads<const N: usize>(columns: [(&str, &'static str); N]) -> Vec<Head> {
    columns.map(|(label, unit)| Head::new(label, unit)).to_vec()
}

/// A value and its standard error, side by side.
fn with_error(value: f64, error: f64) -> [Cell; 2] {
    [Cell::estimate(value, error), Cell::error(error)]
}

/// Decimals of what has no standard error of its own and is known less well than the standard
/// deviation: one digit of that one's error.
fn tail_decimals(summary: &HedgeSummary) -> usize {
    decimals(summary.pnl_sd_se, 1, digits(summary.pnl_max - summary.pnl_min, 3).max(2))
}

/// P&L, risk and cost of every hedge; money in `unit`.
#[must_use]
pub fn performance_table(summaries: &[HedgeSummary], unit: &'static str) -> Table {
    let row = |s: &HedgeSummary| {
        let tail = tail_decimals(s);
        let mut cells = Vec::new();
        cells.extend(with_error(s.pnl_mean, s.pnl_mean_se));
        cells.extend(with_error(s.pnl_sd, s.pnl_sd_se));
        cells.extend([s.es_95, s.es_99].map(|loss| Cell::number(loss, tail)));
        cells.extend(with_error(s.cost_mean, s.cost_mean_se));
        cells.push(Cell::number(s.turnover_mean, digits(s.turnover_mean, 4)));
        cells.push(Cell::number(s.trades_mean, 1));
        Row { name: s.hedge.clone(), cells }
    };
    Table {
        id: "summary".into(),
        title: "Profit, risk and cost of every hedge".into(),
        note: format!(
            "At the horizon, in {unit}; ±: standard error. Expected shortfall is the mean loss on \
             the worst 5 % and 1 % of paths, positive for a loss. From summary.csv."
        ),
        groups: vec![
            ("mean P&L".into(), 2),
            ("sd of P&L".into(), 2),
            ("expected shortfall".into(), 2),
            ("mean cost".into(), 2),
            ("mean activity".into(), 2),
        ],
        heads: heads([
            ("hedge", ""),
            ("value", unit),
            ("±", unit),
            ("value", unit),
            ("±", unit),
            ("95 %", unit),
            ("99 %", unit),
            ("value", unit),
            ("±", unit),
            ("turnover", unit),
            ("trades", ""),
        ]),
        rows: summaries.iter().map(row).collect(),
    }
}

/// Quantiles and shape of the P&L of every hedge; money in `unit`.
#[must_use]
pub fn distribution_table(summaries: &[HedgeSummary], unit: &'static str) -> Table {
    let row = |s: &HedgeSummary| {
        let tail = tail_decimals(s);
        let ordered = [s.pnl_min, s.pnl_p01, s.pnl_p05, s.pnl_p50, s.pnl_p95, s.pnl_p99, s.pnl_max];
        let mut cells = ordered.map(|value| Cell::number(value, tail)).to_vec();
        cells.extend([s.pnl_skew, s.pnl_excess_kurtosis].map(|value| Cell::number(value, 2)));
        Row { name: s.hedge.clone(), cells }
    };
    Table {
        id: "distribution-of-pnl".into(),
        title: "How P&L is distributed".into(),
        note: format!(
            "Quantiles in {unit}; skewness and excess kurtosis are 0 for a normal distribution. \
             From summary.csv."
        ),
        groups: vec![("quantiles of P&L".into(), 7), ("shape".into(), 2)],
        heads: heads([
            ("hedge", ""),
            ("worst", unit),
            ("1 %", unit),
            ("5 %", unit),
            ("median", unit),
            ("95 %", unit),
            ("99 %", unit),
            ("best", unit),
            ("skewness", ""),
            ("kurtosis", ""),
        ]),
        rows: summaries.iter().map(row).collect(),
    }
}

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

/// A difference and its interval.
fn difference(difference: &Difference) -> [Cell; 2] {
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

/// Mean of every component of P&L, which add up to its mean; and their standard deviations, which
/// do not. Components that are zero in every hedge are left out; money in `unit`.
#[must_use]
pub fn attribution_tables(summaries: &[HedgeSummary], unit: &'static str) -> [Table; 2] {
    let part = |s: &HedgeSummary, component: Component| s.components[component as usize];
    let present: Vec<_> = Component::ALL
        .into_iter()
        .filter(|component| {
            summaries
                .iter()
                .any(|s| part(s, *component).mean != 0.0 || part(s, *component).sd > 0.0)
        })
        .collect();
    let table = |id: &str, title: &str, note: String, total: &str, row: &dyn Fn(&_) -> Row| Table {
        id: id.into(),
        title: title.into(),
        note,
        groups: Vec::new(),
        heads: std::iter::once(Head::new("hedge", ""))
            .chain(present.iter().map(|component| Head::new(component.name(), "")))
            .chain([Head::new(total, "")])
            .collect(),
        rows: summaries.iter().map(row).collect(),
    };
    let means = |s: &HedgeSummary| {
        let decimals = decimals(s.pnl_mean_se, 2, digits(s.pnl_mean, 4));
        let parts = present.iter().map(|one| Cell::number(part(s, *one).mean, decimals));
        let total = Cell::Number { value: s.pnl_mean, decimals, strong: true };
        Row { name: s.hedge.clone(), cells: parts.chain([total]).collect() }
    };
    let sds = |s: &HedgeSummary| {
        let decimals = decimals(s.pnl_sd_se, 2, digits(s.pnl_sd, 4));
        let parts = present.iter().map(|one| Cell::number(part(s, *one).sd, decimals));
        let total = Cell::Number { value: s.pnl_sd, decimals, strong: true };
        Row { name: s.hedge.clone(), cells: parts.chain([total]).collect() }
    };
    [
        table(
            "attribution",
            "Where the mean P&L comes from",
            format!(
                "Mean of every component, in {unit}; a row adds up to the mean P&L at its end. \
                 Components that are zero throughout are left out. From summary.csv."
            ),
            "mean P&L",
            &means,
        ),
        table(
            "attribution-sd",
            "Where the risk comes from",
            format!(
                "Standard deviation of every component over paths, in {unit}. Components depend on \
                 each other, so that a row does not add up. From summary.csv."
            ),
            "sd of P&L",
            &sds,
        ),
    ]
}

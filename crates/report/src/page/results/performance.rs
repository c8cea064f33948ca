//! What every hedge earned, risked and paid.

use super::super::number::{decimals, digits};
use super::super::table::{Cell, Row, Table};
use super::{heads, with_error};
use crate::summary::HedgeSummary;

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

//! `[[hedge]]`: targets, costs, and names that no two hedges share.

use super::outlook::outlook;
use super::places::Report;
use super::plan::PlannedHedge;
use super::rules;
use super::steps::days;
use super::tree::{Node, Table, Value};
use rehedge_engine::{
    Costs, Fee, Hedge, HedgeVolatility, Impact, Rule, Target, TradeSize, TradeSizeError,
};
use rehedge_market::Grid;
use std::collections::BTreeMap;

/// Leland's volatility is for trading at intervals.
pub const NO_INTERVAL: &str = "\"leland\" needs rule = \"every\", whose interval it prices";
/// One basis point.
const BASIS_POINT: f64 = 1e-4;

/// The hedges, lists already expanded.
pub fn hedges(
    config: &Table,
    grid: Option<&Grid>,
    report: &mut Report,
) -> Option<Vec<PlannedHedge>> {
    let tables: Vec<_> = config.tables("hedge").map(|(_, table)| table).collect();
    refuse_same_names(&tables, report);
    let mut planned = Vec::new();
    for table in tables {
        let rule = grid.and_then(|grid| rule(config, table, grid, report));
        planned.push(rule.zip(grid).and_then(|(rule, grid)| hedge(table, rule, grid, report)));
    }
    planned.into_iter().collect()
}

fn hedge(table: &Table, rule: Rule, grid: &Grid, report: &mut Report) -> Option<PlannedHedge> {
    let interval_days =
        if let Rule::Every { steps } = rule { Some(days(steps, grid)) } else { None };
    let trade_size = trade_size(table, report);
    let costs = costs(table.table("costs")?)?;
    let target = target(table, &rule, &costs, (grid, report));
    let name = table.text("name")?.to_owned();
    let hedge = Hedge { name, rule, target: target?, trade_size: trade_size?, costs };
    Some(PlannedHedge { hedge, interval_days })
}

/// The rule of a hedge: an optimal one needs to know what it is for.
fn rule(config: &Table, hedge: &Table, grid: &Grid, report: &mut Report) -> Option<Rule> {
    let rebalance = hedge.table("rebalance")?;
    if rebalance.word()? != "hodges_neuberger" {
        return rules::rule(rebalance, grid, report);
    }
    let outlook = outlook(config, hedge, (grid, report));
    let risk_aversion = rebalance.number("risk_aversion")?;
    Some(Rule::HodgesNeuberger { risk_aversion, outlook: outlook? })
}

fn target(
    hedge: &Table,
    rule: &Rule,
    costs: &Costs,
    (grid, report): (&Grid, &mut Report),
) -> Option<Target> {
    let target = hedge.table("target")?;
    let node = target.node("volatility");
    let volatility = match &node.value {
        Value::Number(number) => Some(HedgeVolatility::Given(*number)),
        Value::Text(word) if word == "path" => Some(HedgeVolatility::Path),
        Value::Text(word) if word == "leland" => {
            let Rule::Every { steps } = *rule else {
                report.refuse(&node.path, NO_INTERVAL);
                return None;
            };
            Some(HedgeVolatility::leland(costs.half_spread + costs.fee.rate, grid.time(steps)))
        }
        Value::Text(word) if word == "zakamouline" => {
            let centre = rules::centre(hedge.table("rebalance")?, costs)?;
            if let Err(allowed) = &centre {
                report.refuse(&node.path, *allowed);
            }
            centre.ok()
        }
        Value::Text(_) => Some(HedgeVolatility::Implied),
        Value::Table(table) => estimate(table, grid),
        _ => None,
    };
    let (multiple, net_delta) = (target.number("multiple")?, target.number("net_delta")?);
    Some(Target { volatility: volatility?, multiple, net_delta })
}

/// A volatility from the path's own past.
fn estimate(estimate: &Table, grid: &Grid) -> Option<HedgeVolatility> {
    let per_day = grid.steps_per_day();
    if estimate.has("trailing_days") {
        return Some(HedgeVolatility::Trailing {
            steps: estimate.count("trailing_days")? * per_day,
        });
    }
    Some(HedgeVolatility::ewma(estimate.number("ewma_decay")?, per_day))
}

/// In what sizes the hedge trades.
fn trade_size(hedge: &Table, report: &mut Report) -> Option<TradeSize> {
    if hedge.lacks("trade") {
        return Some(TradeSize::ANY);
    }
    let trade = hedge.table("trade")?;
    let or = |key, absent| if trade.lacks(key) { Some(absent) } else { trade.number(key) };
    let lot = if trade.lacks("lot") { None } else { Some(trade.number("lot")?) };
    let size =
        TradeSize { lot, minimum: or("minimum", 0.0)?, maximum: or("maximum", f64::INFINITY)? };
    match size.validate() {
        Ok(()) => return Some(size),
        // Each number is in its range: it is the greatest trade that does not go with the others.
        Err(TradeSizeError::MaximumLots { lot, .. }) => {
            let allowed = format!("must be a whole number of lots of {lot}");
            report.refuse(&trade.node("maximum").path, allowed);
        }
        Err(_) => {
            let allowed = format!("must be at least minimum = {}", size.minimum);
            report.refuse(&trade.node("maximum").path, allowed);
        }
    }
    None
}

/// Costs of trading.
pub fn costs(costs: &Table) -> Option<Costs> {
    let fee = Fee {
        rate: costs.number("fee_bps")? * BASIS_POINT,
        per_unit: costs.number("fee_per_unit")?,
        minimum: costs.number("fee_minimum")?,
    };
    let impact = match costs.table("impact") {
        Some(table) => Some(impact(table)?),
        None => None,
    };
    Some(Costs {
        half_spread: costs.number("half_spread_bps")? * BASIS_POINT,
        fee,
        impact,
        charge_initial: costs.flag("charge_initial")?,
        charge_final: costs.flag("charge_final")?,
    })
}

fn impact(impact: &Table) -> Option<Impact> {
    Some(Impact { coefficient: impact.number("coefficient")?, adv: impact.number("adv")? })
}

/// Two hedges of one name could not be told apart in any result.
fn refuse_same_names(hedges: &[&Table], report: &mut Report) {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for hedge in hedges {
        let Some(name) = hedge.text("name") else { continue };
        let path = &named_by(hedge).path;
        let line = first.get(name).map(|other| report.places.line(other));
        if let Some(line) = line {
            let allowed = format!(
                "must be a name of its own: {name:?} is also the hedge of line {line}, {}",
                first[name]
            );
            report.refuse(path, allowed);
        } else {
            first.insert(name, path);
        }
    }
}

/// What gave a hedge its name: an item of a list, or the name itself.
fn named_by(hedge: &Table) -> &Node {
    let item = hedge.table("rebalance").and_then(|rebalance| rebalance.entries.first());
    match item {
        Some((_, interval)) if interval.path.ends_with(']') => interval,
        _ => hedge.node("name"),
    }
}

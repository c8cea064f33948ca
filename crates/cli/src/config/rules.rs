//! `rebalance`: rules in steps of the grid and decimals.

use super::places::Report;
use super::shape::alternatives;
use super::steps::{days, horizon_days, whole_steps};
use super::tree::{Node, Table, Value};
use rehedge_engine::{BandTarget, Costs, HedgeVolatility, Rule, SpotMove, Zakamouline};
use rehedge_market::Grid;

/// One per cent.
const PERCENT: f64 = 0.01;
/// The most times of a day that are listed one by one.
const LISTED_TIMES: usize = 12;

/// Zakamouline's volatility is that at the centre of his band.
pub const NO_BAND: &str = "\"zakamouline\" needs rule = \"zakamouline\", \
                           whose risk aversion and coefficient it takes";

/// The rule of a hedge.
pub fn rule(rebalance: &Table, grid: &Grid, report: &mut Report) -> Option<Rule> {
    match rebalance.word()? {
        "every" => every(rebalance, grid, report).map(|steps| Rule::Every { steps }),
        "times" => times(rebalance, grid, report),
        "delta_band" => {
            let half_width = rebalance.number("half_width")?;
            Some(Rule::DeltaBand { half_width, to: band_target(rebalance)? })
        }
        "gamma_band" => {
            let spot_move = rebalance.number("percent")? * PERCENT;
            Some(Rule::GammaBand { spot_move, to: band_target(rebalance)? })
        }
        "whalley_wilmott" => {
            let risk_aversion = rebalance.number("risk_aversion")?;
            Some(Rule::WhalleyWilmott { risk_aversion, to: band_target(rebalance)? })
        }
        "zakamouline" => {
            let risk_aversion = rebalance.number("risk_aversion")?;
            Some(Rule::Zakamouline { risk_aversion, to: band_target(rebalance)? })
        }
        "spot_move" => {
            let (key, far) = rebalance.entries.first()?;
            let Value::Number(far) = far.value else { return None };
            Some(Rule::SpotMove(match *key {
                "percent" => SpotMove::Relative(far * PERCENT),
                _ => SpotMove::DailyDeviations(far),
            }))
        }
        "stop_loss" => Some(Rule::StopLoss),
        "any" => parts(rebalance, grid, report).map(Rule::Any),
        "all" => parts(rebalance, grid, report).map(Rule::All),
        "never" => Some(Rule::Never),
        _ => Some(Rule::NoHedge),
    }
}

/// The rules of a list; every one is looked at before any missing one ends the matter.
fn parts(rebalance: &Table, grid: &Grid, report: &mut Report) -> Option<Box<[Rule]>> {
    let Value::List(nodes) = &rebalance.node("of").value else { return None };
    let rules: Vec<_> = rebalance.tables("of").map(|(_, part)| rule(part, grid, report)).collect();
    let complete = rules.len() == nodes.len();
    rules.into_iter().collect::<Option<_>>().filter(|_| complete)
}

fn band_target(rebalance: &Table) -> Option<BandTarget> {
    Some(if rebalance.text("to")? == "centre" { BandTarget::Centre } else { BandTarget::Edge })
}

/// Steps between trades.
fn every(rebalance: &Table, grid: &Grid, report: &mut Report) -> Option<usize> {
    let (_, interval) = rebalance.entries.first()?;
    let steps = match interval.value {
        Value::Number(days) => whole_steps(days, grid),
        _ => Ok(interval.count()?),
    };
    match steps {
        Ok(steps) if steps <= grid.steps() => return Some(steps),
        Ok(_) => report.refuse(&interval.path, beyond_horizon(grid)),
        Err(allowed) => report.refuse(&interval.path, allowed),
    }
    None
}

fn beyond_horizon(grid: &Grid) -> String {
    let (days, steps) = (horizon_days(grid), grid.steps());
    format!(
        "must be at most the horizon of {days} days, {steps} steps; \
         for a single trade at entry write rule = \"never\""
    )
}

/// Times of every so many days; the last day of a period is the one that trades.
fn times(rebalance: &Table, grid: &Grid, report: &mut Report) -> Option<Rule> {
    let every_days = rebalance.count("every_days");
    let beyond = every_days.is_some_and(|days| days as f64 > horizon_days(grid));
    if beyond {
        report.refuse(&rebalance.node("every_days").path, beyond_horizon(grid));
    }
    let Value::List(times) = &rebalance.node("times").value else { return None };
    let steps: Vec<_> = times.iter().map(|time| time_of_day(time, grid, report)).collect();
    let steps = steps.into_iter().collect::<Option<Vec<_>>>()?;
    let per_day = grid.steps_per_day();
    let period = every_days.filter(|_| !beyond)? * per_day;
    let mut offsets: Vec<_> = steps.into_iter().map(|step| period - per_day + step).collect();
    offsets.sort_unstable();
    offsets.dedup();
    Some(Rule::Times { period, offsets: offsets.into() })
}

/// The step of a day at a time.
fn time_of_day(time: &Node, grid: &Grid, report: &mut Report) -> Option<usize> {
    let steps = whole_steps(time.number()?, grid).ok();
    if steps.is_none() {
        let per_day = grid.steps_per_day();
        let allowed = if per_day <= LISTED_TIMES {
            alternatives((1..=per_day).map(|step| days(step, grid).to_string()))
        } else {
            format!("a multiple of {}", days(1, grid))
        };
        let allowed = format!("must be a step of the grid, {allowed} (steps_per_day = {per_day})");
        report.refuse(&time.path, allowed);
    }
    steps
}

/// The volatility in the middle of a hedge's Zakamouline band, or why there is none; nothing where
/// the band has been refused.
pub fn centre(rebalance: &Table, costs: &Costs) -> Option<Result<HedgeVolatility, &'static str>> {
    let parts: Vec<_> = if rebalance.has("of") {
        rebalance.tables("of").map(|(_, part)| part).collect()
    } else {
        vec![rebalance]
    };
    let laws = parts.into_iter().filter(|part| part.word() == Some("zakamouline")).map(|part| {
        let risk_aversion = part.number("risk_aversion")?;
        Some(Zakamouline::new(risk_aversion, part.number("coefficient")?, costs))
    });
    let laws: Vec<_> = laws.collect::<Option<_>>()?;
    Some(match laws.split_first() {
        None => Err(NO_BAND),
        Some((law, others)) if others.iter().any(|other| other != law) => {
            Err("the list has Zakamouline bands with different centres: \
                 say at which volatility the delta is taken")
        }
        Some((law, _)) => Ok(HedgeVolatility::Zakamouline(*law)),
    })
}

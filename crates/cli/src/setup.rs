//! What a run is set up to do, in words: the market, the book, the hedges.

use crate::config::{HistoryImplied, Market, SimulatedImplied};
use crate::experiment::Experiment;
use rehedge_engine::{Costs, Fee, Hedge, HedgeVolatility, Rule, SpotMove, Target, TradeSize};
use rehedge_market::{Grid, Sampling};
use rehedge_options::{
    Asian, Barrier, Binary, Contract, ContractLife, Fixings, JumpRisk, Leg, Monitoring, PathState,
    Pays, Quote, Rates, Strike, Struck, merton_value,
};
use std::fmt::Write as _;

/// Where the paths come from, and what moves and marks them.
pub fn market(experiment: &Experiment) -> Vec<String> {
    let (plan, grid) = (&experiment.plan, experiment.plan.grid);
    let days = grid.steps() as f64 / grid.steps_per_day() as f64;
    let horizon = format!("{days} trading days, {} steps", grid.steps());
    let rates = plan.rates;
    let carry = format!(
        "priced at {:.2} %, cash at {:.2} %, dividend yield {:.2} %",
        100.0 * rates.rate,
        100.0 * rates.financing_rate,
        100.0 * rates.dividend_yield
    );
    match &plan.market {
        Market::Simulated(market) => {
            let mut parts = vec![format!("diffusion at {:.1} %", 100.0 * market.volatility)];
            if let Some(jumps) = market.jumps {
                parts.push(format!("{} jumps a year", jumps.per_year));
            }
            if let Some(shocks) = market.vol_shocks {
                parts.push(format!("{} volatility shocks a year", shocks.per_year));
            }
            let implied = match market.implied {
                SimulatedImplied::Constant(level) => format!("{:.1} %", 100.0 * level),
                SimulatedImplied::Tracks { ratio } => {
                    format!("{ratio} times the expected average volatility")
                }
            };
            let sampling = match plan.run.sampling {
                Sampling::Pseudo => String::new(),
                sampling => format!("{sampling} "),
            };
            let paths = experiment.source.paths();
            let (spot, drift) = (market.spot, 100.0 * market.drift);
            vec![
                format!(
                    "{paths} {sampling}simulated paths of {horizon}, from {spot}, drift {drift:.2} %"
                ),
                parts.join(", "),
                format!("implied volatility {implied}; {carry}"),
            ]
        }
        Market::History(market) => {
            let starts = experiment.starts.as_deref().unwrap_or_default();
            let span = match starts {
                [first, .., last] => format!(", starting {} to {}", first.date(), last.date()),
                [only] => format!(", starting {}", only.date()),
                [] => String::new(),
            };
            let implied = match &market.implied {
                HistoryImplied::Column { freeze, .. } => {
                    let column = market.prices.implied_column.as_deref().unwrap_or_default();
                    let frozen = if *freeze { ", frozen at entry" } else { "" };
                    format!("column {column}{frozen}")
                }
                HistoryImplied::Trailing { steps, ratio } => {
                    format!("{ratio} times realised over {steps} rows")
                }
            };
            let (paths, file) = (experiment.source.paths(), &market.prices.as_written);
            vec![
                format!("{paths} windows of {file}, each {horizon}{span}"),
                format!("implied volatility: {implied}; {carry}"),
            ]
        }
    }
}

/// The legs of the book.
pub fn book(experiment: &Experiment) -> Vec<String> {
    experiment.plan.book.legs().iter().map(|leg| leg_of(experiment, leg)).collect()
}

fn leg_of(experiment: &Experiment, leg: &Leg) -> String {
    let side = if leg.quantity < 0.0 { "short" } else { "long" };
    let day = experiment.plan.grid.trading_days_per_year();
    let kind = leg.contract.kind().name().replace('_', " ");
    let (size, values) = (leg.quantity.abs(), values(experiment, leg));
    let (strike, more) = (price(leg.contract.strike()), terms(&leg.contract, day));
    let days = whole(leg.maturity * day);
    format!("{side} {size} {kind}, strike {strike}{more}, {days} days{values}")
}

fn price(price: Strike) -> String {
    match price {
        Strike::Fixed(price) => price.to_string(),
        Strike::Moneyness(ratio) => format!("{:.1} % of spot", 100.0 * ratio),
    }
}

/// A number of days, as whole as it is.
fn whole(days: f64) -> String {
    format!("{days:.6}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What there is to say of a contract besides its strike.
fn terms(contract: &Contract, day: f64) -> String {
    let mut text = String::new();
    let _ = match *contract {
        Contract::Vanilla { .. } | Contract::Binary(Binary { pays: Pays::Asset, .. }) => Ok(()),
        Contract::Binary(Binary { pays: Pays::Cash(cash), .. }) => write!(text, ", pays {cash}"),
        Contract::Barrier(Barrier { level, rebate, monitoring, .. }) => {
            let looked_at = match monitoring {
                Monitoring::Continuous => String::new(),
                Monitoring::Discrete { interval } => {
                    format!(" looked at every {} days", whole(interval * day))
                }
            };
            let rebate = if rebate > 0.0 { format!(", rebate {rebate}") } else { String::new() };
            write!(text, ", barrier {}{looked_at}{rebate}", price(level))
        }
        Contract::Asian(Asian { fixings, past, .. }) => {
            let begun = if past.is_some() { ", begun before entry" } else { "" };
            match fixings {
                Fixings::Continuous => write!(text, "{begun}"),
                Fixings::Discrete { number } => write!(text, ", {number} fixings{begun}"),
            }
        }
    };
    text
}

/// Mark at entry, and fair value where the market has a closed form for it.
fn values(experiment: &Experiment, leg: &Leg) -> String {
    let plan = &experiment.plan;
    let Market::Simulated(market) = &plan.market else { return String::new() };
    let SimulatedImplied::Constant(implied) = market.implied else { return String::new() };
    let rates = Rates { rate: plan.rates.rate, dividend_yield: plan.rates.dividend_yield };
    let struck = Struck::<f64>::new(leg.contract, market.spot);
    let life = ContractLife::new(&leg.contract, 0.0, leg.maturity, rates);
    let state = PathState::<f64>::at_entry(&struck, market.spot, leg.maturity);
    let quote = Quote { spot: market.spot, volatility: implied };
    let mark = struck.value(&life, &state, quote);
    let mut text = format!("; marked at {mark:.4} each");
    let Some((payoff, strike)) = leg.contract.vanilla() else { return text };
    if market.vol_shocks.is_none() {
        let none = JumpRisk { per_year: 0.0, mean_log: 0.0, sd_log: 0.0 };
        let jumps = market.jumps.map_or(none, |jumps| JumpRisk {
            per_year: jumps.per_year,
            mean_log: jumps.mean_log,
            sd_log: jumps.sd_log,
        });
        let (option, spots) =
            ((payoff, leg.maturity), [market.spot, strike.in_currency(market.spot)]);
        let fair = merton_value(option, spots, market.volatility, &jumps, rates);
        let _ = write!(text, ", worth {fair:.4} in this market");
    }
    text
}

/// The hedges: when they trade, what they aim at, what they pay.
pub fn hedges(experiment: &Experiment) -> Vec<String> {
    let with_costs = hedges_without_costs(experiment).into_iter().zip(&experiment.plan.hedges);
    with_costs.map(|(words, planned)| format!("{words}; {}", costs(&planned.hedge.costs))).collect()
}

/// The hedges: when they trade, what they aim at.
pub fn hedges_without_costs(experiment: &Experiment) -> Vec<String> {
    let words = |hedge: &Hedge| {
        let (when, at) = (when(&hedge.rule, &experiment.plan.grid), volatility(hedge));
        let (share, sizes) = (share(hedge.target), sizes(hedge));
        format!("\"{}\": {when}, {share}delta at {at}{sizes}", hedge.name)
    };
    experiment.plan.hedges.iter().map(|planned| words(&planned.hedge)).collect()
}

/// When a rule trades, in words.
fn when(rule: &Rule, grid: &Grid) -> String {
    let list = |of: &[Rule], word: &str| {
        let parts: Vec<_> = of.iter().map(|part| when(part, grid)).collect();
        parts.join(word)
    };
    match rule {
        Rule::Every { steps } => format!("up to {} trades", grid.steps().div_ceil(*steps) + 1),
        Rule::Times { .. } => {
            let trades = (0..grid.steps()).filter(|step| rule.trades_at(*step)).count() + 1;
            format!("up to {trades} trades at times of the day")
        }
        Rule::DeltaBand { half_width, .. } => {
            format!("when delta is off by more than {half_width} per option")
        }
        Rule::GammaBand { spot_move, .. } => {
            format!(
                "when delta is off by more than a spot move of {:.4} % makes",
                100.0 * spot_move
            )
        }
        Rule::WhalleyWilmott { risk_aversion, .. } => {
            format!("Whalley–Wilmott band for risk aversion {risk_aversion}")
        }
        Rule::Zakamouline { risk_aversion, .. } => {
            format!("Zakamouline's band for risk aversion {risk_aversion}")
        }
        Rule::HodgesNeuberger { risk_aversion, .. } => {
            format!(
                "Hodges–Neuberger region for risk aversion {risk_aversion}, {} steps to solve first",
                grid.steps()
            )
        }
        Rule::SpotMove(SpotMove::Relative(share)) => {
            format!("when the spot has moved {:.4} %", 100.0 * share)
        }
        Rule::SpotMove(SpotMove::DailyDeviations(count)) => {
            format!("when the spot has moved {count} daily standard deviations")
        }
        Rule::StopLoss => "stop-loss: covered in the money, naked out of it".to_owned(),
        Rule::Any(of) => list(of, ", or "),
        Rule::All(of) => list(of, ", and "),
        Rule::Never => "hedged once at entry".to_owned(),
        Rule::NoHedge => "no hedge at all".to_owned(),
    }
}

/// The volatility of a hedge's delta.
fn volatility(hedge: &Hedge) -> String {
    match hedge.target.volatility {
        HedgeVolatility::Implied => "implied volatility".to_owned(),
        HedgeVolatility::Path => "the path's volatility".to_owned(),
        HedgeVolatility::Leland { excess } => {
            format!("Leland's volatility (√(σ² ± {excess:.4}·σ))")
        }
        HedgeVolatility::Zakamouline(law) => {
            format!("Zakamouline's volatility for risk aversion {}", law.risk_aversion)
        }
        HedgeVolatility::Given(level) => format!("volatility {:.1} %", 100.0 * level),
        HedgeVolatility::Trailing { steps } => format!("volatility realised over {steps} steps"),
        HedgeVolatility::Ewma { decay } => {
            format!("moving average volatility (λ = {decay:.4} a step)")
        }
    }
}

/// The share of the delta, and what is held on top.
fn share(target: Target) -> String {
    let Target { multiple, net_delta, .. } = target;
    let on_top = if net_delta == 0.0 { String::new() } else { format!("net delta {net_delta}, ") };
    if multiple == 1.0 { on_top } else { format!("{on_top}{multiple} times ") }
}

fn sizes(hedge: &Hedge) -> String {
    let TradeSize { lot, minimum, maximum } = hedge.trade_size;
    let mut text = lot.map_or(String::new(), |lot| format!(", in lots of {lot}"));
    if minimum > 0.0 {
        let _ = write!(text, ", trades of at least {minimum}");
    }
    if maximum.is_finite() {
        let _ = write!(text, ", of at most {maximum} at a time");
    }
    text
}

/// What trading costs.
pub fn costs(costs: &Costs) -> String {
    let mut parts = Vec::new();
    if costs.half_spread > 0.0 {
        parts.push(format!("half spread {:.4} bp", 1e4 * costs.half_spread));
    }
    if costs.fee != Fee::default() {
        parts.push("fees".to_owned());
    }
    if let Some(impact) = costs.impact {
        parts.push(format!("impact {} with volume {}", impact.coefficient, impact.adv));
    }
    if parts.is_empty() { "free".to_owned() } else { parts.join(", ").replace(".0000 bp", " bp") }
}

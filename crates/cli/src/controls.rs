//! Control variates of a run: what is known of its paths without simulating them.

use crate::config::{Market, Plan, SimulatedImplied, SimulatedMarket};
use crate::experiment::Experiment;
use rehedge_kernels::exp;
use rehedge_options::{JumpRisk, Leg, Life, Rates, black_scholes, merton_value};
use rehedge_report::Statistics;

/// What is known.
#[derive(Default)]
pub struct Controls {
    /// For every path, quantities whose expectation is exactly zero: the spot at the horizon less
    /// `S_0·e^{drift·T}`, in every simulated market; and what the options that expire at the horizon
    /// pay less its expectation, where that is known.
    pub of_paths: Vec<Vec<f64>>,
    /// The mean of P&L before costs, where trading the underlying and holding cash are fair games.
    pub before_costs: Option<f64>,
}

/// The control variates of a run; none for history.
pub fn controls(experiment: &Experiment, statistics: &Statistics) -> Controls {
    let plan = &experiment.plan;
    let Market::Simulated(market) = &plan.market else { return Controls::default() };
    let horizon = plan.grid.time(plan.grid.steps());
    let forward = market.spot * exp(market.drift * horizon);
    let spots = statistics.spot_final();
    let mut of_paths = vec![spots.iter().map(|spot| spot - forward).collect()];
    if market.vol_shocks.is_some() {
        return Controls { of_paths, before_costs: None };
    }
    let legs = plan.book.legs().iter().zip(&plan.expiries);
    let last: Vec<_> =
        legs.filter(|(_, expiry)| **expiry == plan.grid.steps()).map(|(leg, _)| leg).collect();
    let paid = |leg: &&Leg, spot: f64| {
        leg.quantity * leg.payoff.at_expiry(spot, leg.strike.in_currency(market.spot))
    };
    let expected: f64 = last.iter().map(|leg| leg.quantity * expected_payoff(leg, market)).sum();
    let payoff = |spot: &f64| last.iter().map(|leg| paid(leg, *spot)).sum::<f64>() - expected;
    of_paths.push(spots.iter().map(payoff).collect());
    Controls { of_paths, before_costs: before_costs(plan, market) }
}

/// Merton's price undiscounted, with the drift in place of the rate.
///
/// # Source
/// Merton (1976), as [`merton_value`].
fn expected_payoff(leg: &Leg, market: &SimulatedMarket) -> f64 {
    let jumps = market.jumps.map_or(JumpRisk { per_year: 0.0, mean_log: 0.0, sd_log: 0.0 }, |j| {
        JumpRisk { per_year: j.per_year, mean_log: j.mean_log, sd_log: j.sd_log }
    });
    let strike = leg.strike.in_currency(market.spot);
    let rates = Rates { rate: market.drift, dividend_yield: 0.0 };
    let kind = (leg.payoff, leg.maturity);
    let value = merton_value(kind, [market.spot, strike], market.volatility, &jumps, rates);
    value * exp(market.drift * leg.maturity)
}

/// `Σ quantity · (E[payoff] − premium)`, where holding a share earns nothing on average and cash
/// nothing at all: with interest, that on costs would be in it.
fn before_costs(plan: &Plan, market: &SimulatedMarket) -> Option<f64> {
    let SimulatedImplied::Constant(mark) = market.implied else { return None };
    let rates = plan.rates;
    if rates.financing_rate != 0.0 || market.drift + rates.dividend_yield != 0.0 {
        return None;
    }
    let pricing = Rates { rate: rates.rate, dividend_yield: rates.dividend_yield };
    let premium = |leg: &Leg| {
        let strike = leg.strike.in_currency(market.spot);
        let life = Life::new(leg.maturity, pricing);
        leg.premium
            .unwrap_or_else(|| black_scholes(leg.payoff, market.spot, strike, mark, &life).value)
    };
    let legs = plan.book.legs().iter();
    Some(legs.map(|leg| leg.quantity * (expected_payoff(leg, market) - premium(leg))).sum())
}

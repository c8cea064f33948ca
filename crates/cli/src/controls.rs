//! Control variates of a run: what is known of its paths without simulating them.

use crate::config::{Market, Plan, SimulatedImplied, SimulatedMarket};
use crate::experiment::Experiment;
use rehedge_kernels::exp;
use rehedge_options::{JumpRisk, Leg, Life, Payoff, Rates, black_scholes, merton_value};
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
    let last = legs.filter(|(_, expiry)| **expiry == plan.grid.steps());
    let last: Vec<_> = last.filter_map(|(leg, _)| Vanilla::of(leg, market)).collect();
    let expected: f64 = last.iter().map(|one| one.leg.quantity * one.expected_payoff(market)).sum();
    let payoff = |spot: &f64| last.iter().map(|leg| leg.paid(*spot)).sum::<f64>() - expected;
    of_paths.push(spots.iter().map(payoff).collect());
    Controls { of_paths, before_costs: before_costs(plan, market) }
}

/// A leg that is a vanilla option, struck.
struct Vanilla<'a> {
    leg: &'a Leg,
    payoff: Payoff,
    strike: f64,
}

impl<'a> Vanilla<'a> {
    fn of(leg: &'a Leg, market: &SimulatedMarket) -> Option<Self> {
        let (payoff, strike) = leg.contract.vanilla()?;
        Some(Self { leg, payoff, strike: strike.in_currency(market.spot) })
    }

    fn paid(&self, spot: f64) -> f64 {
        self.leg.quantity * self.payoff.at_expiry(spot, self.strike)
    }

    /// Merton's price undiscounted, with the drift in place of the rate.
    ///
    /// # Source
    /// Merton (1976), as [`merton_value`].
    fn expected_payoff(&self, market: &SimulatedMarket) -> f64 {
        let none = JumpRisk { per_year: 0.0, mean_log: 0.0, sd_log: 0.0 };
        let jumps = market.jumps.map_or(none, |j| JumpRisk {
            per_year: j.per_year,
            mean_log: j.mean_log,
            sd_log: j.sd_log,
        });
        let rates = Rates { rate: market.drift, dividend_yield: 0.0 };
        let (kind, spots) = ((self.payoff, self.leg.maturity), [market.spot, self.strike]);
        let value = merton_value(kind, spots, market.volatility, &jumps, rates);
        value * exp(market.drift * self.leg.maturity)
    }

    /// What was paid for one option, at entry.
    fn premium(&self, market: &SimulatedMarket, mark: f64, pricing: Rates) -> f64 {
        let life = Life::new(self.leg.maturity, pricing);
        let marked = || black_scholes(self.payoff, market.spot, self.strike, mark, &life).value;
        self.leg.premium.unwrap_or_else(marked)
    }
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
    let mut earned = 0.0;
    for (leg, expiry) in plan.book.legs().iter().zip(&plan.expiries) {
        // What a leg earns is known where it is a vanilla option that pays by the horizon.
        let one = Vanilla::of(leg, market).filter(|_| *expiry <= plan.grid.steps())?;
        earned += leg.quantity * (one.expected_payoff(market) - one.premium(market, mark, pricing));
    }
    Some(earned)
}

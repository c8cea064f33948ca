//! [`UtilityProblem`]: what is to be solved, and what its equations need at every step.

use crate::Costs;
use rehedge_kernels::exp;
use rehedge_options::{Life, Payoff, Rates, black_scholes};

/// The market that a hedger believes in: geometric Brownian motion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// Spot at entry, in currency.
    pub spot: f64,
    /// Growth rate of the expected spot, continuously compounded, per year.
    pub drift: f64,
    /// Volatility, per √year.
    pub volatility: f64,
}

/// One option, hedged at the steps of a grid for the least entropic risk.
///
/// Steps are those of the run, neither more nor fewer: the solution beats every other rule that
/// trades at them, in a market that is as believed. Of the costs, half spread and fees in
/// proportion to notional or shares count; impact and least fees do not.
///
/// Where `drift` is not `financing_rate − dividend_yield`, utility also wants a position in the
/// underlying for its own sake (Merton's), on top of the hedge.
///
/// A move of more than six standard deviations in one step is left out. With it the expectation is
/// infinite for everyone who is short a call and holds less than a share against it, since a
/// log-normal spot has no exponential moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UtilityProblem {
    /// Steps from entry to the horizon, at which the option expires and is settled in cash.
    pub steps: usize,
    /// Length of a step in years.
    pub dt: f64,
    /// What the spot is believed to do.
    pub outlook: Outlook,
    /// What the option pays.
    pub payoff: Payoff,
    /// Its strike, in currency.
    pub strike: f64,
    /// Whether it is owned; else it is sold.
    pub owned: bool,
    /// Rate that cash earns.
    pub financing_rate: f64,
    /// Dividend yield of the underlying.
    pub dividend_yield: f64,
    /// What trading costs.
    pub costs: Costs,
    /// Absolute risk aversion `a`, per currency unit of the P&L of one option.
    pub risk_aversion: f64,
}

impl UtilityProblem {
    /// `D_i`: what cash of a step is at the horizon.
    fn growth(&self, step: usize) -> f64 {
        exp(self.financing_rate * self.dt * (self.steps - step) as f64)
    }

    /// What the equations need at a step.
    pub(super) fn moment(&self, step: usize) -> Moment {
        let Costs { half_spread, fee, charge_initial, .. } = self.costs;
        let growth = self.growth(step);
        let charged = if step > 0 || charge_initial { growth } else { 0.0 };
        let carried = if step < self.steps {
            self.growth(step + 1) * exp(self.dividend_yield * self.dt)
        } else {
            0.0
        };
        let cost = [charged * (half_spread + fee.rate), charged * fee.per_unit];
        Moment { growth, carried, cost }
    }

    /// What the option pays its hedger.
    #[inline(always)]
    pub(super) fn settlement(&self, spot: f64) -> f64 {
        let paid = self.payoff.at_expiry(spot, self.strike);
        if self.owned { paid } else { 0.0 - paid }
    }

    /// What the option moves per move of the spot without costs, for its hedger; at the horizon
    /// what it would deliver.
    pub(super) fn delta(&self, step: usize, spot: f64) -> f64 {
        let rates = Rates { rate: self.financing_rate, dividend_yield: self.dividend_yield };
        let delta = if step < self.steps {
            let life = Life::new((self.steps - step) as f64 * self.dt, rates);
            black_scholes(self.payoff, spot, self.strike, self.outlook.volatility, &life).delta
        } else {
            let (calls, puts) = self.payoff.calls_and_puts();
            if spot > self.strike { calls } else { -puts }
        };
        if self.owned { delta } else { -delta }
    }

    /// The shares that one would hold for the drift alone, in continuous time and without costs.
    ///
    /// # Source
    /// Merton (1969), *Lifetime portfolio selection under uncertainty*, eq. 38′ for absolute risk
    /// aversion.
    pub(super) fn speculation(&self, growth: f64, spot: f64) -> f64 {
        let Outlook { drift, volatility, .. } = self.outlook;
        let excess = drift + self.dividend_yield - self.financing_rate;
        excess / (self.risk_aversion * growth * volatility * volatility * spot)
    }

    /// The best holding in continuous time and without costs.
    pub(super) fn frictionless(&self, step: usize, spot: f64) -> f64 {
        self.speculation(self.growth(step), spot) - self.delta(step, spot)
    }
}

/// Factors of a step.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    /// `D_i`.
    pub growth: f64,
    /// `D_{i+1}·e^{q·dt}`.
    pub carried: f64,
    /// `D_i·λ` and `D_i·c`, or nothing where a trade is not charged.
    cost: [f64; 2],
}

impl Moment {
    /// `k_i(S)`: what a traded share costs, at the horizon.
    #[inline(always)]
    pub fn slope(&self, spot: f64) -> f64 {
        self.cost[0] * spot + self.cost[1]
    }
}

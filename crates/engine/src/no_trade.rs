//! What a hedge that stays within a band leaves alone, for a given market: to be drawn.

use crate::{Costs, Desk, Hedge, HedgeVolatility, Rule};
use rehedge_kernels::{exp, ln};
use rehedge_options::{Greeks, black_scholes};

/// Where and when a hedge looks at the spot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Situation {
    /// A step before the horizon.
    pub step: usize,
    /// Spot at entry, to which strikes may be relative.
    pub entry_spot: f64,
    /// Implied volatility, of every expiry.
    pub implied_volatility: f64,
}

/// Holdings that a hedge leaves alone at one spot, in shares for the whole book.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoTrade {
    /// It buys below.
    pub low: f64,
    /// What it would hold if trading were free: its target; for an optimal hedge minus delta, and
    /// what the drift is worth to it.
    pub frictionless: f64,
    /// It sells above.
    pub high: f64,
}

impl Desk {
    /// Between which holdings a hedge does nothing, at each of some spots. `None` for rules that have
    /// no such region, for volatilities that differ from path to path, and from the horizon on.
    /// The first call for an optimal hedge may have to solve it, see [`Desk::solve`].
    #[must_use]
    pub fn no_trade_region(
        &self,
        hedge: usize,
        situation: Situation,
        spots: &[f64],
    ) -> Option<Vec<NoTrade>> {
        let plan = self.hedges().get(hedge)?;
        if situation.step >= self.grid.steps() {
            return None;
        }
        spots.iter().map(|spot| self.no_trade(hedge, plan, situation, *spot)).collect()
    }

    fn no_trade(
        &self,
        hedge: usize,
        plan: &Hedge,
        situation: Situation,
        spot: f64,
    ) -> Option<NoTrade> {
        let options = self.options_alive(situation.step);
        let half_width = match plan.rule {
            Rule::DeltaBand { half_width, .. } => options * half_width,
            Rule::WhalleyWilmott { risk_aversion, .. } => {
                let gamma = self.greeks(situation, spot, situation.implied_volatility).gamma;
                let gamma = if options > 0.0 { gamma / options } else { 0.0 };
                let discount = self.discount(situation.step);
                options * whalley_wilmott(&plan.costs, [spot, gamma, discount, risk_aversion])
            }
            Rule::HodgesNeuberger { .. } => {
                let solution = self.solution(hedge)?;
                let [low, high] = solution.at(situation.step, spot).map(|end| options * end);
                let frictionless = options * solution.frictionless(situation.step, spot);
                return Some(NoTrade { low, frictionless, high });
            }
            _ => return None,
        };
        let volatility = match plan.target.volatility {
            HedgeVolatility::Implied => situation.implied_volatility,
            HedgeVolatility::Given(volatility) => volatility,
            _ => return None,
        };
        let delta = self.greeks(situation, spot, volatility).delta;
        let centre = 0.0 - plan.target.offset(delta);
        let (low, high) = (centre - half_width, centre + half_width);
        Some(NoTrade { low, frictionless: centre, high })
    }

    /// Delta and gamma of the options alive after a step.
    fn greeks(&self, situation: Situation, spot: f64, volatility: f64) -> Greeks {
        let mut sum = Greeks::default();
        for planned in &self.legs {
            let Some(life) = planned.lives.get(situation.step) else { continue };
            let leg = planned.leg;
            let strike = leg.strike.in_currency(situation.entry_spot);
            let one = black_scholes(leg.payoff, spot, strike, volatility, life);
            sum.delta += leg.quantity * one.delta;
            sum.gamma += leg.quantity * one.gamma;
        }
        sum
    }
}

/// Half-width of Whalley and Wilmott's band for one option, of [`Rule::WhalleyWilmott`].
fn whalley_wilmott(costs: &Costs, [spot, gamma, discount, risk_aversion]: [f64; 4]) -> f64 {
    let cost = (costs.half_spread + costs.fee.rate) * spot + costs.fee.per_unit;
    let cube = 1.5 * discount * cost * gamma * gamma / risk_aversion;
    if cube > 0.0 { exp(ln(cube) / 3.0) } else { 0.0 }
}

//! [`Leaving`]: what it costs to leave a static hedge at the horizon.

use crate::config::portfolio::{HalfSpread, Instrument, InstrumentKind};
use rehedge_market::{Grid, PathBlock};
use rehedge_options::{LEAST_VOLATILITY, Life, Payoff, Rates, black_scholes};

/// Half the spreads of options that are sold, or bought back, at the horizon. One that expires there is
/// settled in cash and costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Leaving {
    options: Vec<Held>,
}

#[derive(Clone, Debug)]
struct Held {
    quantity: f64,
    payoff: Payoff,
    strike: f64,
    maturity: f64,
    volatility_offset: f64,
    spread: HalfSpread,
    life: Life,
    expiry: usize,
}

impl Leaving {
    /// An option that is held, quoted so far from the market's volatility; nothing for anything else.
    pub fn add(&mut self, quantity: f64, instrument: &Instrument, volatility_offset: f64) {
        if let InstrumentKind::Option { payoff, strike, maturity, .. } = instrument.kind {
            let life = Life::new(0.0, Rates { rate: 0.0, dividend_yield: 0.0 });
            let spread = instrument.half_spread;
            self.options.push(Held {
                quantity,
                payoff,
                strike,
                maturity,
                volatility_offset,
                spread,
                life,
                expiry: 0,
            });
        }
    }

    /// The same at the horizon of a grid, on paths with implied volatilities of `expiries`.
    pub fn at(mut self, grid: &Grid, expiries: &[usize], rates: Rates) -> Self {
        let horizon = grid.steps();
        self.options.retain(|option| grid.step_at(option.maturity) > horizon);
        for option in &mut self.options {
            let step = grid.step_at(option.maturity);
            option.life = Life::new(grid.time(step - horizon), rates);
            option.expiry = expiries.iter().position(|expiry| *expiry == step).unwrap_or(0);
        }
        self
    }

    /// The cost on one path.
    pub fn cost(&self, paths: &PathBlock, lane: usize) -> f64 {
        let last = paths.spot.len() - 1;
        let of = |option: &Held| {
            let market = paths.implied(option.expiry).at(last)[lane];
            let volatility = (market + option.volatility_offset).max(LEAST_VOLATILITY);
            let spot = paths.spot[last][lane];
            let there = black_scholes(option.payoff, spot, option.strike, volatility, &option.life);
            option.quantity.abs() * option.spread.in_currency(there.value, there.vega)
        };
        self.options.iter().map(of).sum()
    }
}

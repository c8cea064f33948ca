//! Expected costs of rehedging, in theory and simulated: at intervals exactly and to leading order,
//! and at the edge of Whalley and Wilmott's band.

use crate::experiment::{Estimate, Experiment, Results, call, diffusion, hedge, mean};
use rehedge_engine::{
    BandTarget, Carry, Component, Costs, Fee, Hedge, HedgeVolatility, Impact, Rule,
};
use rehedge_market::Grid;
use rehedge_options::theory::{Band, HedgedOption, Trading};
use rehedge_options::{Payoff, Rates};

const RATES: Rates = Rates { rate: 0.05, dividend_yield: 0.02 };
const VOLATILITY: f64 = 0.24;
const DAYS: f64 = 50.0;
/// Options sold.
const SIZE: f64 = 3.0;
const COSTS: Costs = Costs {
    half_spread: 8e-4,
    fee: Fee { rate: 1e-4, per_unit: 0.01, minimum: 0.0 },
    impact: Some(Impact { coefficient: 0.7, adv: 40.0 }),
    charge_initial: true,
    charge_final: true,
};

/// Under no fair drift, and not hedged at the volatility of the spot.
fn option(steps: usize) -> HedgedOption {
    HedgedOption {
        payoff: Payoff::Call,
        strike: 103.0,
        maturity: grid(steps).time(steps),
        rates: RATES,
        spot: 100.0,
        drift: 0.12,
        volatility: VOLATILITY,
        hedge_volatility: 0.2,
    }
}

fn grid(steps: usize) -> Grid {
    Grid::new(steps, steps / 20, DAYS).unwrap()
}

fn run(option: &HedgedOption, steps: usize, rule: Rule, costs: Costs, paths: usize) -> Results {
    let at = HedgeVolatility::Given(option.hedge_volatility);
    Experiment {
        model: diffusion(option.drift, VOLATILITY, option.hedge_volatility),
        grid: grid(steps),
        paths,
        legs: vec![call(option.strike, option.maturity, -SIZE)],
        carry: Carry { pricing: RATES, financing_rate: RATES.rate },
        hedges: vec![Hedge { costs, ..hedge(rule, at) }],
    }
    .run()
}

/// The mean of a cost, positive.
fn paid(results: &Results, component: Component) -> Estimate {
    mean(&results.component(0, component).iter().map(|cost| -cost).collect::<Vec<_>>())
}

/// Spread, fee and impact.
fn bill(trading: Trading) -> [(Component, f64); 3] {
    let Fee { rate, per_unit, .. } = COSTS.fee;
    let impact = 0.7 * VOLATILITY / (DAYS * 40.0).sqrt() * SIZE.powf(1.5);
    [
        (Component::Spread, SIZE * COSTS.half_spread * trading.notional),
        (Component::Fee, SIZE * (rate * trading.notional + per_unit * trading.shares)),
        (Component::Impact, impact * trading.three_halves),
    ]
}

/// Every part of the cost, with the first trade and the unwind, at any interval.
#[test]
fn the_cost_of_rehedging_is_exact_at_any_interval() {
    for (every, steps) in [(1, 20), (3, 20), (20, 20), (1, 100)] {
        let option = option(steps);
        let results = run(&option, steps, Rule::Every { steps: every }, COSTS, 65_536);
        let interval = grid(steps).time(every);
        let all = option.first_trade() + option.rebalancing(interval) + option.unwind(interval);
        for (component, expected) in bill(all) {
            let found = paid(&results, component);
            // 65,536 paths tell a cost to .1 %; the integral is good to 1e-5.
            assert!(
                found.agrees(expected, 3.5, 1e-5 * expected),
                "{component:?}: {found:?} {expected}"
            );
            assert!(found.se < 0.004 * expected);
        }
    }
}

/// The constants of the leading order: E|Z| and E|Z|^{3/2} times an integral over the life.
#[test]
fn the_leading_order_has_the_right_constants() {
    let steps = 1600;
    let option = option(steps);
    let between = Costs { charge_initial: false, charge_final: false, ..COSTS };
    let results = run(&option, steps, Rule::Every { steps: 1 }, between, 4096);
    for (component, expected) in bill(option.leading_order(grid(steps).dt())) {
        let found = paid(&results, component);
        // What comes next is of relative order 1/√N = .025; measured .003 and, for impact, .008.
        assert!(
            found.agrees(expected, 3.0, 0.012 * expected),
            "{component:?}: {found:?} {expected}"
        );
    }
}

/// The cost of trading at the edge of bands of half-widths .1, .045 and .02 at the money, looked at seldom and
/// often.
#[test]
fn the_cost_of_a_band_is_that_of_a_reflected_walk() {
    for (steps, risk_aversion, next_order) in
        [(400, 0.3, 0.18), (400, 3.0, 0.05), (2000, 30.0, 0.012)]
    {
        let option = option(steps);
        let costs = Costs { half_spread: 2e-3, ..Costs::NONE };
        let between = Costs { charge_initial: false, charge_final: false, ..costs };
        let rule = Rule::WhalleyWilmott { risk_aversion, to: BandTarget::Edge };
        let paths = 4_096_000 / steps;
        let results = run(&option, steps, rule, between, paths);
        // The aversion is per option of the book.
        let band = Band { cost: 2e-3, risk_aversion, interval: grid(steps).dt() };
        let expected = SIZE * costs.half_spread * band.edge_trades(&option);
        let found = paid(&results, Component::Spread);
        // The band and its walk change over the time that the walk needs to cross it.
        // The band and its walk change while the walk crosses it, which asks for more trades: of the
        // order of the width squared; measured .16, .04 and .004.
        assert!(found.agrees(expected, 3.0, next_order * expected), "{found:?} {expected}");
        assert!(found.value > expected * (1.0 - next_order / 4.0), "{found:?} {expected}");
    }
}

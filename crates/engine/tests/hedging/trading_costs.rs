//! What rehedging is expected to cost: Leland's constant, and growth with the number of trades.

use crate::experiment::{Estimate, Experiment, Results, call, diffusion, hedge, mean, slope};
use crate::twin;
use rehedge_engine::{Carry, Component, Costs, Hedge, HedgeVolatility, Impact, Rule};
use rehedge_market::Grid;
use rehedge_options::Rates;

const RATE: f64 = 0.06;
const DIVIDEND_YIELD: f64 = 0.02;
const VOLATILITY: f64 = 0.22;
const STRIKE: f64 = 104.0;
const HALF_SPREAD: f64 = 5e-4;
const YEARS: f64 = 0.4;

/// Costs of the trades between the first and the last, hedging a short call `20·per_day` times:
/// a spread and, with another hedge, square-root impact.
fn run(per_day: usize, paths: usize) -> Results {
    let middle = Costs { charge_initial: false, charge_final: false, ..Costs::NONE };
    let impact = Some(Impact { coefficient: 0.8, adv: 50.0 });
    let costs = [Costs { half_spread: HALF_SPREAD, ..middle }, Costs { impact, ..middle }];
    let every = hedge(Rule::Every { steps: 1 }, HedgeVolatility::Implied);
    let grid = Grid::new(20 * per_day, per_day, 50.0).unwrap();
    Experiment {
        model: diffusion(RATE - DIVIDEND_YIELD, VOLATILITY, VOLATILITY),
        grid,
        paths,
        legs: vec![call(STRIKE, YEARS, -1.0)],
        carry: Carry {
            pricing: Rates { rate: RATE, dividend_yield: DIVIDEND_YIELD },
            financing_rate: RATE,
        },
        hedges: costs.map(|costs| Hedge { costs, ..every.clone() }).to_vec(),
    }
    .run()
}

/// Present value of the mean spread paid, from the profile over time; its relative error is that
/// of the sum without discounting.
fn present_value_of_spread(results: &Results, dt: f64) -> Estimate {
    let to_date = |i: usize| results.profile.hedges[0][i].components[Component::Spread as usize];
    let steps = results.profile.hedges[0].len() - 1;
    let paid = |i: usize| (-RATE * dt * i as f64).exp() * (to_date(i) - to_date(i - 1));
    let value = -(1..=steps).map(paid).sum::<f64>();
    let plain = mean(results.component(0, Component::Spread));
    Estimate { value, se: value * (plain.se / plain.value).abs() }
}

/// Leland (1985), *Option pricing and replication with transactions costs*: rehedging at intervals
/// `δt` at a one-way cost `k` has expected cost `k·√(2/π)·vega/√δt` in present value, to leading
/// order, where the drift is the rate less the dividend yield.
#[test]
fn leland_expected_rebalancing_cost() {
    let vega =
        twin::black_scholes(1.0, [100.0, STRIKE], VOLATILITY, YEARS, [RATE, DIVIDEND_YIELD]).vega;
    for (per_day, paths) in [(2, 65_536), (8, 65_536), (32, 32_768)] {
        let steps = 20.0 * per_day as f64;
        let dt = YEARS / steps;
        let leland = HALF_SPREAD * std::f64::consts::FRAC_2_PI.sqrt() * vega / dt.sqrt();
        let ratio = present_value_of_spread(&run(per_day, paths), dt).times(1.0 / leland);
        // The next order is relative 1/√N; measured −.08/√N at 40 trades, −.03/√N at 160.
        assert!(ratio.agrees(1.0, 3.0, 0.15 / steps.sqrt()), "N = {steps}: {ratio:?}");
    }
}

/// The total of a proportional cost grows as N^½, of square-root impact as N^¼: each trade is of
/// the order N^−½.
#[test]
fn growth_with_the_number_of_trades() {
    let runs: Vec<_> = [8_usize, 16, 32, 64]
        .map(|per_day| ((20.0 * per_day as f64).ln(), run(per_day, 8192)))
        .into();
    for (hedge, component, exponent) in [(0, Component::Spread, 0.5), (1, Component::Impact, 0.25)]
    {
        let cost = |run: &Results| -mean(run.component(hedge, component)).value;
        let points: Vec<_> = runs.iter().map(|(n, run)| (*n, cost(run).ln())).collect();
        let growth = slope(&points);
        // Sampling moves a slope by .003; the next order, relative 1/√N, by .01 at these N.
        assert!((growth - exponent).abs() < 0.015, "{component:?}: {growth}");
    }
}

//! Ahmad and Wilmott (2005), *Which free lunch would you like today, Sir?*: what the owner of a
//! mispriced option earns by hedging it at the actual, the implied or a third volatility.

use crate::experiment::{Experiment, call, diffusion, hedge, mean, standard_deviation};
use crate::twin::{Marks, black_scholes};
use rehedge_engine::{Carry, HedgeVolatility, Rule};
use rehedge_market::Grid;
use rehedge_options::Rates;

const RATE: f64 = 0.04;
const DIVIDEND_YIELD: f64 = 0.015;
/// Not `RATE − DIVIDEND_YIELD`: under that drift every hedge would earn the same on average.
const DRIFT: f64 = 0.12;
const ACTUAL: f64 = 0.28;
const IMPLIED: f64 = 0.2;
const THIRD: f64 = 0.15;
const STRIKE: f64 = 97.0;
const STEPS: usize = 200;
const YEARS: f64 = 0.4;

fn option(spot: f64, volatility: f64, tau: f64) -> Marks {
    black_scholes(1.0, [spot, STRIKE], volatility, tau, [RATE, DIVIDEND_YIELD])
}

/// `V(σ_h) − V(σ̃) + ½(σ² − σ_h²)·∫e^{−rt}·E[S²Γ_h]·dt`, at the horizon: the expected profit of an
/// option bought at the implied volatility `σ̃` and hedged at `σ_h` while the spot moves at `σ`.
fn expected_profit(hedged_at: f64) -> f64 {
    let bought = option(100.0, hedged_at, YEARS).value - option(100.0, IMPLIED, YEARS).value;
    let variance = 0.5 * (ACTUAL * ACTUAL - hedged_at * hedged_at);
    (RATE * YEARS).exp() * (bought + variance * dollar_gamma(hedged_at))
}

/// `∫e^{−rt}·E[S_t²Γ(t, S_t)]·dt`, by Simpson's rule in `u` with `t = T(1 − u²)`.
fn dollar_gamma(volatility: f64) -> f64 {
    const POINTS: usize = 64;
    let h = 1.0 / POINTS as f64;
    let integrand = |j: usize| {
        let u = j as f64 * h;
        let (t, tau) = (YEARS * (1.0 - u * u), YEARS * u * u);
        let expected = expected_dollar_gamma(volatility, t, tau);
        2.0 * YEARS * u * (-RATE * t).exp() * expected
    };
    let weight = |j: usize| if j == POINTS { 1.0 } else { [2.0, 4.0][j % 2] };
    // At u = 0 the integrand is 0: dollar gamma has a finite expectation at expiry.
    (1..=POINTS).map(|j| weight(j) * integrand(j)).sum::<f64>() * h / 3.0
}

/// `E[S²Γ]` at `t` over the lognormal spot, by the trapezoidal rule over nine deviations either side;
/// its step is .6 of the width that gamma has at the last point before expiry.
fn expected_dollar_gamma(volatility: f64, t: f64, tau: f64) -> f64 {
    let step = 0.005;
    (-1800..=1800)
        .map(|j| {
            let z = f64::from(j) * step;
            let log_growth = (DRIFT - 0.5 * ACTUAL * ACTUAL) * t + ACTUAL * t.sqrt() * z;
            let spot = 100.0 * log_growth.exp();
            let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
            spot * spot * option(spot, volatility, tau).gamma * density * step
        })
        .sum()
}

#[test]
fn profits_of_hedging_at_actual_implied_and_a_third_volatility() {
    let at = [HedgeVolatility::Path, HedgeVolatility::Implied, HedgeVolatility::Given(THIRD)];
    let results = Experiment {
        model: diffusion(DRIFT, ACTUAL, IMPLIED),
        grid: Grid::new(STEPS, 2, 250.0).unwrap(),
        paths: 65_536,
        legs: vec![call(STRIKE, YEARS, 1.0)],
        carry: Carry {
            pricing: Rates { rate: RATE, dividend_yield: DIVIDEND_YIELD },
            financing_rate: RATE,
        },
        hedges: at.map(|volatility| hedge(Rule::Every { steps: 1 }, volatility)).to_vec(),
    }
    .run();
    let sd: Vec<f64> = results.pnl.iter().map(|pnl| standard_deviation(pnl).value).collect();
    for (pnl, volatility) in results.pnl.iter().zip([ACTUAL, IMPLIED, THIRD]) {
        let (profit, expected) = (mean(pnl), expected_profit(volatility));
        // Time steps are finite: what is left out is of the order of one step in N.
        let next_order = expected / STEPS as f64;
        assert!(profit.agrees(expected, 3.0, next_order), "{volatility}: {profit:?} {expected}");
    }
    // Hedged at the actual volatility the profit is certain but for discrete hedging (about
    // g/√N); hedged at another it depends on where the spot goes.
    assert!(sd[0] < 0.6 * sd[1] && sd[1] < sd[2], "{sd:?}");
}

//! Rules that look at each path: their limits, and their known ordering at equal risk.

use crate::experiment::{Experiment, call, diffusion, hedge, mean, standard_deviation};
use rehedge_engine::{BandTarget, Carry, Component, Costs, Hedge, HedgeVolatility, Rule, SpotMove};
use rehedge_market::Grid;
use rehedge_options::Rates;

const STEPS: usize = 126;
const HALF_SPREAD: f64 = 0.005;

fn experiment(hedges: Vec<Hedge>, paths: usize) -> Experiment {
    let grid = Grid::new(STEPS, 2, 252.0).unwrap();
    let rates = Rates { rate: 0.02, dividend_yield: 0.0 };
    let carry = Carry { pricing: rates, financing_rate: 0.02 };
    let legs = vec![call(104.0, grid.time(STEPS), -1.0)];
    Experiment { model: diffusion(0.02, 0.25, 0.25), grid, paths, legs, carry, hedges }
}

fn with_spread(rule: Rule) -> Hedge {
    let costs = Costs { half_spread: HALF_SPREAD, ..Costs::NONE };
    Hedge { costs, ..hedge(rule, HedgeVolatility::Implied) }
}

fn band(half_width: f64, to: BandTarget) -> Rule {
    Rule::DeltaBand { half_width, to }
}

fn whalley_wilmott(risk_aversion: f64) -> Rule {
    Rule::WhalleyWilmott { risk_aversion, to: BandTarget::Edge }
}

/// A band of no width, a threshold that every move passes, and Whalley and Wilmott's band without
/// costs are the plain delta at every step, up to the rounding of an edge.
#[test]
fn without_a_band_it_is_the_plain_delta() {
    let free = |rule| hedge(rule, HedgeVolatility::Implied);
    let results = experiment(
        vec![
            free(Rule::Every { steps: 1 }),
            free(band(0.0, BandTarget::Edge)),
            free(band(0.0, BandTarget::Centre)),
            free(Rule::SpotMove(SpotMove::Relative(1e-300))),
            free(whalley_wilmott(1.0)),
        ],
        128,
    )
    .run();
    for other in 1..5 {
        for (a, b) in results.pnl[0].iter().zip(&results.pnl[other]) {
            assert!((a - b).abs() < 1e-12, "hedge {other}: {a} {b}");
        }
    }
}

/// A band that no delta leaves never trades; a move that never comes trades once, at entry.
#[test]
fn too_wide_a_band_is_no_hedge() {
    let results = experiment(
        vec![
            with_spread(Rule::NoHedge),
            with_spread(band(1.01, BandTarget::Edge)),
            with_spread(Rule::Never),
            with_spread(Rule::SpotMove(SpotMove::DailyDeviations(1e6))),
        ],
        128,
    )
    .run();
    assert_eq!(results.pnl[0], results.pnl[1]);
    assert_eq!(results.pnl[2], results.pnl[3]);
}

/// Mean cost at a given standard deviation of P&L, between the two of a family on either side, on
/// logarithmic scales.
fn cost_at(risk: f64, family: &[(f64, f64)]) -> f64 {
    let sides = family.windows(2).find(|pair| (pair[0].0 - risk) * (pair[1].0 - risk) <= 0.0);
    let [(near, low), (far, high)] = sides.expect("the family spans the risk")[..] else {
        unreachable!()
    };
    let share = (risk / near).ln() / (far / near).ln();
    (low.ln() + share * (high / low).ln()).exp()
}

/// At equal risk Whalley and Wilmott's band costs less than a fixed band, and a fixed band less
/// than a fixed interval. The gaps, about a tenth and a quarter, are many times the standard error
/// of a mean cost (0.5 %), and costs are compared on the same paths.
#[test]
fn bands_cost_less_than_intervals_at_equal_risk() {
    let intervals = [2, 3, 5, 8, 12, 20].map(|steps| Rule::Every { steps });
    let fixed = [0.02, 0.04, 0.06, 0.09, 0.13, 0.2].map(|width| band(width, BandTarget::Edge));
    let optimal = [30.0, 8.0, 2.0, 0.7, 0.25, 0.08].map(whalley_wilmott);
    let rules: Vec<_> = [intervals, fixed, optimal].concat();
    let results = experiment(rules.into_iter().map(with_spread).collect(), 8192).run();
    let point = |hedge: usize| {
        let spread = results.component(hedge, Component::Spread);
        (standard_deviation(&results.pnl[hedge]).value, -mean(spread).value)
    };
    let family = |first: usize| (first..first + 6).map(point).collect::<Vec<_>>();
    let (intervals, fixed, optimal) = (family(0), family(6), family(12));
    for risk in [0.9, 1.1] {
        let costs = [&optimal, &fixed, &intervals].map(|family| cost_at(risk, family));
        assert!(costs[0] < 0.99 * costs[1], "at {risk}: {costs:?}");
        assert!(costs[1] < 0.95 * costs[2], "at {risk}: {costs:?}");
    }
}

/// Without costs a stop-loss is a fair game like any other: what it loses by buying above the strike
/// and selling below it is what the option is worth. It leaves far more risk than delta.
#[test]
fn stop_loss_is_fair_and_risky() {
    let free = |rule| hedge(rule, HedgeVolatility::Implied);
    let hedges = vec![free(Rule::Every { steps: 1 }), free(Rule::StopLoss)];
    let results = experiment(hedges, 8192).run();
    assert!(mean(&results.pnl[1]).agrees(0.0, 4.0, 0.0));
    let [delta, stop] = [0, 1].map(|hedge| standard_deviation(&results.pnl[hedge]).value);
    assert!(stop > 3.0 * delta, "{stop} {delta}");
}

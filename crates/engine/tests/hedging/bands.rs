//! Rules that look at each path: their limits, and their known ordering at equal risk.

use crate::experiment::{Experiment, call, diffusion, hedge, mean, standard_deviation};
use rehedge_engine::{
    BandTarget, Carry, Component, Costs, Hedge, HedgeVolatility, Rule, SpotMove, Zakamouline,
};
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

fn gamma_band(spot_move: f64) -> Rule {
    Rule::GammaBand { spot_move, to: BandTarget::Edge }
}

/// The band with its own centre, for a half spread.
fn zakamouline(risk_aversion: f64, half_spread: f64) -> Hedge {
    let costs = Costs { half_spread, ..Costs::NONE };
    let law = Zakamouline::new(risk_aversion, Zakamouline::COEFFICIENT, &costs);
    let rule = Rule::Zakamouline { risk_aversion, to: BandTarget::Edge };
    Hedge { costs, ..hedge(rule, HedgeVolatility::Zakamouline(law)) }
}

/// A band of no width, a threshold that every move passes, and the bands of Whalley and Wilmott and
/// of Zakamouline without costs are the plain delta at every step, up to the rounding of an edge.
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
            free(gamma_band(0.0)),
            zakamouline(1.0, 0.0),
            free(Rule::Times { period: 2, offsets: [1, 2].into() }),
            free(Rule::Any([Rule::Never, band(0.0, BandTarget::Edge)].into())),
            free(Rule::All([Rule::Every { steps: 1 }, gamma_band(0.0)].into())),
        ],
        128,
    )
    .run();
    for other in 1..results.pnl.len() {
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

/// A rule alone is any and all of itself; a rule that does not trade adds nothing to any; and a time
/// at the end of every third day is every third day.
#[test]
fn lists_of_one_and_times_at_the_end_of_a_day() {
    let rules = [
        band(0.05, BandTarget::Edge),
        whalley_wilmott(0.7),
        Rule::SpotMove(SpotMove::DailyDeviations(1.3)),
        Rule::Every { steps: 6 },
    ];
    let alone = rules.iter().flat_map(|rule| {
        let any = Rule::Any([rule.clone()].into());
        let all = Rule::All([rule.clone(), rule.clone()].into());
        let with_none = Rule::Any([Rule::NoHedge, rule.clone()].into());
        [rule.clone(), any, all, with_none]
    });
    let third_days = Rule::Times { period: 6, offsets: [6].into() };
    let all: Vec<_> = alone.chain([third_days]).map(with_spread).collect();
    let results = experiment(all, 128).run();
    for first in [0, 4, 8, 12] {
        for other in first..first + 4 {
            assert_eq!(results.pnl[first], results.pnl[other], "{first} {other}");
        }
    }
    assert_eq!(results.pnl[12], results.pnl[16]);
}

/// Time and band together trade less, time or band more, than either alone, and leave more and less
/// risk.
#[test]
fn all_trade_less_and_any_more() {
    let (time, space) = (Rule::Every { steps: 4 }, band(0.05, BandTarget::Centre));
    let rules = [
        Rule::All([time.clone(), space.clone()].into()),
        time.clone(),
        space.clone(),
        Rule::Any([time, space].into()),
    ];
    let free = |rule| hedge(rule, HedgeVolatility::Implied);
    let results = experiment(rules.map(free).into(), 1024).run();
    let trades: Vec<f64> = results.trades.iter().map(|trades| mean(trades).value).collect();
    assert!(trades[0] < 0.8 * trades[1].min(trades[2]), "{trades:?}");
    assert!(trades[3] > 1.1 * trades[1].max(trades[2]), "{trades:?}");
    let risk: Vec<f64> = results.pnl.iter().map(|pnl| standard_deviation(pnl).value).collect();
    assert!(risk[0] > risk[1].max(risk[2]) && risk[3] < risk[1].min(risk[2]), "{risk:?}");
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

/// At equal risk Zakamouline's band costs less than Whalley and Wilmott's, which costs less than a
/// fixed band, and a fixed band less than a fixed interval. A mean cost is known to 0.5 %; the gaps,
/// some 5 %, 1 % and a third, are between costs on the same paths, whose errors all but cancel.
#[test]
fn bands_cost_less_than_intervals_at_equal_risk() {
    let intervals = [2, 3, 5, 8, 12, 20].map(|steps| Rule::Every { steps });
    let fixed = [0.02, 0.04, 0.06, 0.09, 0.13, 0.2].map(|width| band(width, BandTarget::Edge));
    let optimal = [30.0, 8.0, 2.0, 0.7, 0.25, 0.08].map(whalley_wilmott);
    let centred = [12.0, 4.0, 1.5, 0.6, 0.25, 0.1].map(|a| zakamouline(a, HALF_SPREAD));
    let rules = [intervals, fixed, optimal].concat().into_iter().map(with_spread);
    let results = experiment(rules.chain(centred).collect(), 8192).run();
    let point = |hedge: usize| {
        let spread = results.component(hedge, Component::Spread);
        (standard_deviation(&results.pnl[hedge]).value, -mean(spread).value)
    };
    let family = |first: usize| (first..first + 6).map(point).collect::<Vec<_>>();
    let (intervals, fixed, optimal, centred) = (family(0), family(6), family(12), family(18));
    for risk in [0.9, 1.1] {
        let costs = [&centred, &optimal, &fixed, &intervals].map(|family| cost_at(risk, family));
        assert!(costs[0] < 0.98 * costs[1], "at {risk}: {costs:?}");
        assert!(costs[1] < 0.99 * costs[2], "at {risk}: {costs:?}");
        assert!(costs[2] < 0.95 * costs[3], "at {risk}: {costs:?}");
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

//! Model 2.

use crate::bounded::budget;
use crate::cases::{INSTRUMENTS, Market, problem, three_weeks};
use crate::table::{assert_near, desk, independent, numbers};
use rehedge_portfolio::{Costs, HedgeProblem, Limits, ScenarioBlock, SolveError};

const TABLE: &str = include_str!("../data/capped.csv");
const CAPS: [&str; 3] = ["1.05", "1.4", "3"];

#[test]
fn hedges_of_the_table() {
    let (problem, desk) = (problem(&[independent()]), desk());
    let least = numbers(TABLE, "bounded_rms")[0];
    for cap in CAPS {
        let aim = cap.parse::<f64>().unwrap() * least;
        let found = problem.least_cost(&desk.costs, &desk.limits, aim).unwrap();
        assert_near(&found.positions, &numbers(TABLE, &format!("positions_{cap}")), 1e-9);
        let cost = numbers(TABLE, &format!("cost_{cap}"));
        assert_near(&[desk.costs.of(&found.positions)], &cost, 1e-11);
        assert!((found.rms / aim - 1.0).abs() < 1e-12);
        assert!(found.accuracy.gap < 1e-11, "{:?}", found.accuracy);
    }
}

#[test]
fn hedges_of_the_table_with_a_limit_on_entry() {
    let (problem, desk) = (problem(&[independent()]), desk());
    let limits = desk.with_entry();
    let least = numbers(TABLE, "entry_bounded_rms")[0];
    for cap in CAPS {
        let aim = cap.parse::<f64>().unwrap() * least;
        let found = problem.least_cost(&desk.costs, &limits, aim).unwrap();
        let exact = numbers(TABLE, &format!("entry_positions_{cap}"));
        // A programme solved to a gap of 1e-10; positions less so.
        assert_near(&found.positions, &exact, 1e-5);
        let zeros = |x: &[f64]| x.iter().map(|x| *x == 0.0).collect::<Vec<_>>();
        assert_eq!(zeros(&found.positions), zeros(&exact));
        let cost = numbers(TABLE, &format!("entry_cost_{cap}"));
        assert_near(&[desk.costs.of(&found.positions)], &cost, 1e-9);
    }
}

/// The conditions of the minimum, from the scenarios: with the price `λ` of the cap, `λ·(M x − L)ᵀ M_j` is
/// minus the cost of a unit for a free position, within the costs for none, and pushes against a
/// bound.
fn assert_optimal(blocks: &[ScenarioBlock], costs: &[f64], limits: &Limits, positions: &[f64]) {
    let gradient: Vec<f64> = (0..INSTRUMENTS)
        .map(|j| {
            let products = blocks.iter().flat_map(|block| {
                let errors = block.errors(0, positions);
                let values = block.instrument(j).to_vec();
                errors.into_iter().zip(values).map(|(e, m)| e * m)
            });
            products.sum()
        })
        .collect();
    let bounded = |j: usize| positions[j] == limits.upper()[j] || positions[j] == limits.lower()[j];
    let free: Vec<usize> =
        (0..INSTRUMENTS).filter(|j| positions[*j] != 0.0 && !bounded(*j)).collect();
    let price = |j: usize| -gradient[j] / (costs[j] * positions[j].signum());
    // The free position with the largest gradient tells the price best.
    let best = free.iter().max_by(|i, j| costs[**i].total_cmp(&costs[**j])).unwrap();
    let lambda = price(*best);
    assert!(lambda > 0.0);
    for j in 0..INSTRUMENTS {
        let (pull, cost) = (gradient[j] / lambda, costs[j]);
        let allowed = 1e-6 * cost.max(costs[*best]);
        match positions[j] {
            0.0 => assert!(pull.abs() <= cost + allowed, "{j}: {pull} {cost}"),
            x if bounded(j) => assert!(pull * x.signum() <= -cost + allowed, "{j}: {pull} {cost}"),
            x => assert!((pull + cost * x.signum()).abs() <= allowed, "{j}: {pull} {cost}"),
        }
    }
}

fn units() -> Vec<f64> {
    Market::prices().iter().map(|price| 0.02 + 0.002 * price).collect()
}

#[test]
fn the_paper_s_bounds_at_full_size() {
    for volatility_sd in [0.0, 0.005] {
        let blocks = three_weeks(volatility_sd, false);
        let problem = problem(blocks);
        let limits = budget(&problem, 1.0);
        let least = problem.bounded_least_squares(&limits).unwrap();
        for units in [vec![1.0; INSTRUMENTS], units()] {
            let costs = Costs::symmetric(units.clone()).unwrap();
            let mut last = costs.of(&least.positions);
            for factor in [1.05, 1.5, 10.0, 100.0] {
                let found = problem.least_cost(&costs, &limits, factor * least.rms).unwrap();
                let cost = costs.of(&found.positions);
                assert!(cost < last, "{factor}: {cost} {last}");
                assert!(found.accuracy.gap < 1e-9, "{:?}", found.accuracy);
                assert_optimal(blocks, &units, &limits, &found.positions);
                last = cost;
            }
        }
    }
}

#[test]
fn few_instruments_where_least_squares_takes_all() {
    // The paper: nine instruments and a thousand units for a vanilla book at three weeks.
    let problem = problem(three_weeks(0.0, false));
    let limits = budget(&problem, 1.0);
    let least = problem.bounded_least_squares(&limits).unwrap();
    let costs = Costs::symmetric(vec![1.0; INSTRUMENTS]).unwrap();
    let found = problem.least_cost(&costs, &limits, 0.005 * problem.unhedged_rms()).unwrap();
    assert_eq!(least.held(), 21);
    assert!((4..=12).contains(&found.held()), "{}", found.held());
    assert!(found.gross() < 0.1 * least.gross());
}

#[test]
fn a_cap_at_the_risk_without_a_hedge_gives_none() {
    let (problem, desk) = (problem(&[independent()]), desk());
    for cap in [problem.unhedged_rms(), 1e9, f64::INFINITY] {
        let found = problem.least_cost(&desk.costs, &desk.limits, cap).unwrap();
        assert_eq!(found.positions, [0.0; 8]);
        assert_eq!(found.rms, problem.unhedged_rms());
    }
    // Just below, a hedge as small: costs fall to 0 with the cap.
    let below =
        problem.least_cost(&desk.costs, &desk.limits, (1.0 - 1e-6) * problem.unhedged_rms());
    let below = below.unwrap();
    assert!(below.held() >= 1);
    assert!(desk.costs.of(&below.positions) < 1e-4);
}

#[test]
fn a_cap_at_the_least_risk_gives_model_1() {
    let (problem, desk) = (problem(&[independent()]), desk());
    let least = problem.bounded_least_squares(&desk.limits).unwrap();
    let found = problem.least_cost(&desk.costs, &desk.limits, least.rms).unwrap();
    assert_eq!(found, least);
    let near = problem.least_cost(&desk.costs, &desk.limits, least.rms * (1.0 + 2e-6)).unwrap();
    assert_near(&near.positions, &least.positions, 0.02); // the root of 2e-6, times a dozen
    assert_near(&[near.rms], &[least.rms], 3e-6);
}

#[test]
fn a_cap_below_the_least_risk_says_how_close_it_can_come() {
    let (problem, desk) = (problem(&[independent()]), desk());
    let least = numbers(TABLE, "bounded_rms")[0];
    for cap in [0.0, 0.5 * least, 0.999 * least] {
        let found = problem.least_cost(&desk.costs, &desk.limits, cap);
        let Err(SolveError::CapTooLow { least: found, .. }) = found else { panic!("{found:?}") };
        assert!((found / least - 1.0).abs() < 1e-12);
    }
    for cap in [-1.0, f64::NAN] {
        let found = problem.least_cost(&desk.costs, &desk.limits, cap);
        assert!(matches!(found, Err(SolveError::Cap { .. })), "{found:?}");
    }
    let text = SolveError::CapTooLow { cap: 1.0, least: 2.5 }.to_string();
    assert_eq!(text, "the risk cannot be brought to 1: the least that the limits allow is 2.5");
}

#[test]
fn without_costs_it_is_model_1() {
    let (problem, desk) = (problem(&[independent()]), desk());
    let free = Costs::symmetric(vec![0.0; 8]).unwrap();
    let found = problem.least_cost(&free, &desk.limits, 5.0).unwrap();
    let least = problem.bounded_least_squares(&desk.limits).unwrap();
    assert_eq!(found.positions, least.positions);
}

fn frontier(problem: &HedgeProblem, costs: &Costs, limits: &Limits) -> Vec<[f64; 2]> {
    let caps = problem.caps(limits, 20).unwrap();
    let hedges = problem.frontier(costs, limits, &caps).unwrap();
    caps.iter().zip(&hedges).for_each(|(cap, hedge)| assert!(hedge.rms <= cap * (1.0 + 1e-8)));
    hedges.iter().map(|hedge| [hedge.rms, costs.of(&hedge.positions)]).collect()
}

#[test]
fn a_frontier_falls_and_is_convex() {
    let problem = problem(three_weeks(0.0, false));
    let limits = budget(&problem, 1.0);
    let points = frontier(&problem, &Costs::symmetric(units()).unwrap(), &limits);
    assert_eq!(points.len(), 20);
    assert_eq!(points[0][0], problem.bounded_least_squares(&limits).unwrap().rms);
    assert_eq!(points[19], [problem.unhedged_rms(), 0.0]);
    // Cost is a convex function of the cap: slopes rise to 0.
    let slopes: Vec<f64> =
        points.windows(2).map(|p| (p[1][1] - p[0][1]) / (p[1][0] - p[0][0])).collect();
    assert!(slopes.iter().all(|slope| *slope < 0.0), "{slopes:?}");
    assert!(slopes.is_sorted(), "{slopes:?}");
}

#[test]
fn nothing_to_hedge_costs_nothing() {
    let mut block = independent();
    block.target_mut(0).fill(0.0);
    let (problem, desk) = (problem(&[block]), desk());
    let points = frontier(&problem, &desk.costs, &desk.limits);
    assert!(points.iter().all(|point| *point == [0.0, 0.0]));
}

#[test]
fn the_cheaper_of_two_equal_instruments() {
    let one = independent();
    let mut block = ScenarioBlock::new(one.rows(), 4, 1);
    for (j, from) in [(0, 3), (1, 0), (2, 3), (3, 3)] {
        block.instrument_mut(j).copy_from_slice(one.instrument(from));
    }
    block.target_mut(0).copy_from_slice(one.target(0));
    let problem = problem(&[block]);
    let costs = Costs::new(vec![3.0, 1.0, 2.0, 5.0], vec![1.0, 1.0, 2.0, 5.0]).unwrap();
    let limits = Limits::symmetric(vec![1e4; 4]).unwrap();
    let least = problem.bounded_least_squares(&limits).unwrap();
    let found = problem.least_cost(&costs, &limits, 1.01 * least.rms).unwrap();
    let [first, _, third, fourth] = found.positions[..] else { panic!() };
    // Bought for 2 rather than for 3 or 5; were it sold, it would be the first.
    assert!(third > 0.0 && first == 0.0 && fourth == 0.0, "{:?}", found.positions);
}

//! Model 1.

use crate::cases::{INSTRUMENTS, Market, problem, three_weeks};
use crate::table::{assert_near, desk, independent, numbers};
use rehedge_portfolio::{
    HedgeProblem, LeastSquares, Limits, LinearLimit, ScenarioBlock, Solution, SolveError,
};

const TABLE: &str = include_str!("../data/capped.csv");

#[test]
fn bounded_hedge_of_the_table() {
    let found = problem(&[independent()]).bounded_least_squares(&desk().limits).unwrap();
    assert_near(&found.positions, &numbers(TABLE, "bounded"), 1e-10); // ε times the condition number
    assert_near(&[found.rms], &numbers(TABLE, "bounded_rms"), 1e-13);
    assert!(found.accuracy.gap < 1e-12, "{:?}", found.accuracy);
}

#[test]
fn bounded_hedge_of_the_table_with_a_limit_on_entry() {
    let desk = desk();
    let found = problem(&[independent()]).bounded_least_squares(&desk.with_entry()).unwrap();
    // A programme solved to a gap of 1e-10 of the risk; positions to the root of that, as risk is flat.
    assert_near(&[found.rms], &numbers(TABLE, "entry_bounded_rms"), 1e-8);
    assert_near(&found.positions, &numbers(TABLE, "entry_bounded"), 1e-3);
    let paid: f64 = desk.prices.iter().zip(&found.positions).map(|(p, x)| p * x).sum();
    assert!((paid - 223.5).abs() < 1e-6);
}

#[test]
fn a_limit_that_does_not_bind_changes_nothing() {
    let desk = desk();
    let (coefficients, upper) = (desk.prices.clone(), 225.0);
    let loose = LinearLimit { coefficients, lower: -upper, upper };
    let loose = desk.limits.clone().with_linear(loose).unwrap();
    let problem = problem(&[independent()]);
    let [one, other] =
        [&loose, &desk.limits].map(|limits| problem.bounded_least_squares(limits).unwrap());
    assert_eq!(one, other);
}

/// Bounds of the paper, `|x_j|·V0_j ≤ E(L)`, times a factor.
pub fn budget(problem: &HedgeProblem, factor: f64) -> Limits {
    let mean = -problem.mean(&[0.0; INSTRUMENTS]);
    let largest = Market::prices().iter().map(|price| factor * mean.abs() / price).collect();
    Limits::symmetric(largest).unwrap()
}

/// The conditions of the minimum, from the scenarios: errors at right angles to an instrument that is
/// free; at a bound, pushing against it.
fn assert_optimal(blocks: &[ScenarioBlock], limits: &Limits, found: &Solution, tolerance: f64) {
    for j in 0..INSTRUMENTS {
        let [mut product, mut errors, mut values] = [0.0; 3];
        for block in blocks {
            for (e, m) in block.errors(0, &found.positions).iter().zip(block.instrument(j)) {
                product += e * m;
                errors += e * e;
                values += m * m;
            }
        }
        let cosine = product / (errors * values).sqrt();
        let (position, lower, upper) = (found.positions[j], limits.lower()[j], limits.upper()[j]);
        assert!((lower..=upper).contains(&position));
        assert!(position > lower || cosine >= -tolerance, "{j}: {cosine}");
        assert!(position < upper || cosine <= tolerance, "{j}: {cosine}");
        assert!(
            position == lower || position == upper || cosine.abs() < tolerance,
            "{j}: {cosine}"
        );
    }
}

#[test]
fn the_paper_s_bounds_at_full_size() {
    for volatility_sd in [0.0, 0.005] {
        let blocks = three_weeks(volatility_sd, false);
        let problem = problem(blocks);
        let mut last = problem.unhedged_rms();
        for factor in [0.01, 1.0, 10.0, 1e3, 1e6] {
            let limits = budget(&problem, factor);
            let found = problem.bounded_least_squares(&limits).unwrap();
            assert!(found.rms <= last * (1.0 + 1e-9), "{factor}: {} {last}", found.rms);
            // Rounding of the errors: gross positions of up to 1e8 shares, against errors of 1e-4.
            let rounding = 1e3 * f64::EPSILON * found.gross() * 100.0 / found.rms;
            assert_optimal(blocks, &limits, &found, 1e-9 + rounding);
            last = found.rms;
        }
    }
}

#[test]
fn without_bounds_it_is_least_squares() {
    let block = independent();
    let problem = problem(&[block]);
    let free = problem.bounded_least_squares(&Limits::none(8)).unwrap();
    let least = problem.least_squares(LeastSquares::Basic);
    assert_near(&free.positions, &least.positions, 1e-9);
    assert!((free.rms - least.rms).abs() <= 1e-13);
}

#[test]
fn bounds_may_demand_positions() {
    let problem = problem(&[independent()]);
    let (mut lower, mut upper) = (vec![-10.0; 8], vec![10.0; 8]);
    (lower[0], upper[0]) = (5.0, 7.0);
    (lower[3], upper[3]) = (-2.5, -2.5);
    let limits = Limits::new(lower, upper).unwrap();
    let found = problem.bounded_least_squares(&limits).unwrap();
    assert_eq!((found.positions[0], found.positions[3]), (5.0, -2.5));
    assert!(found.accuracy.gap < 1e-12);
}

#[test]
fn limits_that_contradict_each_other() {
    let coefficients = vec![1.0; 8];
    let limit = LinearLimit { coefficients, lower: 100.0, upper: 200.0 };
    let limits = Limits::symmetric(vec![5.0; 8]).unwrap().with_linear(limit).unwrap();
    let found = problem(&[independent()]).bounded_least_squares(&limits);
    assert_eq!(found, Err(SolveError::Infeasible));
}

#[test]
fn repeated_and_empty_instruments_and_empty_books() {
    let one = independent();
    let mut block = ScenarioBlock::new(one.rows(), 5, 1);
    for (j, from) in [(0, 0), (1, 3), (2, 3), (4, 6)] {
        block.instrument_mut(j).copy_from_slice(one.instrument(from)); // 3 stays empty
    }
    block.target_mut(0).copy_from_slice(one.target(0));
    let limits = Limits::symmetric(vec![4.0; 5]).unwrap();
    let twice = problem(&[block.clone()]).bounded_least_squares(&limits).unwrap();
    let mut single = ScenarioBlock::new(one.rows(), 3, 1);
    for (j, from) in [(0, 0), (1, 3), (2, 6)] {
        single.instrument_mut(j).copy_from_slice(one.instrument(from));
    }
    single.target_mut(0).copy_from_slice(one.target(0));
    let limits = Limits::symmetric(vec![4.0, 8.0, 4.0]).unwrap();
    let once = problem(&[single]).bounded_least_squares(&limits).unwrap();
    assert!((twice.rms - once.rms).abs() <= 1e-13 * once.rms);
    assert_eq!(twice.positions[3], 0.0);
    block.target_mut(0).fill(0.0);
    let limits = Limits::symmetric(vec![4.0; 5]).unwrap();
    let empty = problem(&[block]).bounded_least_squares(&limits).unwrap();
    assert_eq!((empty.held(), empty.rms), (0, 0.0));
}

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
    let sum = |lower, upper| LinearLimit { coefficients: coefficients.clone(), lower, upper };
    let problem = problem(&[independent()]);
    let solved = |limits: &[LinearLimit]| {
        let bounds = Limits::symmetric(vec![5.0; 8]).unwrap();
        let limits = limits.iter().cloned().fold(bounds, |all, one| all.with_linear(one).unwrap());
        problem.bounded_least_squares(&limits)
    };
    // What 8 positions of at most 5 come to.
    let out_of_reach = |bound, nearest| Err(SolveError::OutOfReach { limit: 0, bound, nearest });
    assert_eq!(solved(&[sum(100.0, 200.0)]), out_of_reach(100.0, 40.0));
    assert_eq!(solved(&[sum(-200.0, -50.0)]), out_of_reach(-50.0, -40.0));
    assert_eq!(solved(&[sum(20.0, 30.0), sum(-5.0, 10.0)]), Err(SolveError::Infeasible));
    let said = solved(&[sum(100.0, 200.0)]).unwrap_err().to_string();
    assert!(
        said.contains("must be at least 100, and the greatest") && said.ends_with("is 40"),
        "{said}"
    );
}

/// On a limit that binds, by a multiplier to the last digits; the same as without it where it does not
/// bind; and by hand, where one instrument is all there is.
#[test]
fn one_linear_limit_is_met_to_rounding() {
    let (problem, desk) = (problem(&[independent()]), desk());
    let free = problem.bounded_least_squares(&desk.limits).unwrap();
    let paid = |x: &[f64]| desk.prices.iter().zip(x).map(|(p, x)| p * x).sum::<f64>();
    let with = |lower, upper| {
        let limit = LinearLimit { coefficients: desk.prices.clone(), lower, upper };
        desk.limits.clone().with_linear(limit).unwrap()
    };
    let at = paid(&free.positions);
    let slack = problem.bounded_least_squares(&with(at - 1.0, at + 1.0)).unwrap();
    assert_eq!(slack.positions, free.positions);
    let mut last = free.rms;
    for shift in [1.0, 30.0, 300.0] {
        for (lower, upper) in [(at + shift, f64::INFINITY), (at + shift, at + shift)] {
            let found = problem.bounded_least_squares(&with(lower, upper)).unwrap();
            assert!((paid(&found.positions) - lower).abs() < 1e-13 * lower.abs().max(1e3));
            assert!(found.accuracy.gap < 1e-11 && found.rms >= last, "{:?}", found.accuracy);
            last = found.rms;
        }
    }
    // A short position is worth less than nothing, a long one more than is allowed: the hedge is none.
    let mut alone = desk.limits.upper().to_vec();
    alone[1..].fill(0.0);
    let limit = LinearLimit { coefficients: desk.prices.clone(), lower: 0.0, upper: 0.0 };
    let limits = Limits::symmetric(alone).unwrap().with_linear(limit).unwrap();
    let none = problem.bounded_least_squares(&limits).unwrap();
    assert_eq!((none.held(), none.accuracy.infeasibility), (0, 0.0));
}

/// A book, and what binds it, of any size: the hedge is in proportion, to rounding.
#[test]
fn the_size_of_a_book_is_no_matter() {
    let desk = desk();
    let unit = problem(&[independent()]);
    let costs = &desk.costs;
    let solve = |problem: &HedgeProblem, size: f64, bounds: f64| {
        let limits =
            Limits::symmetric(desk.limits.upper().iter().map(|most| most * bounds).collect());
        let limit = LinearLimit {
            coefficients: desk.prices.clone(),
            lower: -50.0 * size,
            upper: 50.0 * size,
        };
        let limits = [limits.clone(), limits.map(|limits| limits.with_linear(limit).unwrap())];
        limits.map(Result::unwrap).map(|limits| {
            let least = problem.bounded_least_squares(&limits).unwrap();
            let cap = 1.5 * least.rms;
            let cheap = problem.least_cost(costs, &limits, cap).unwrap();
            let few = problem.best_subsets(&limits, 3).solutions.pop().unwrap().unwrap();
            [least, cheap, few].map(|hedge| hedge.positions)
        })
    };
    let usual = solve(&unit, 1.0, 1.0);
    for size in [1e-9, 1e-3, 1e9] {
        let mut block = independent();
        block.target_mut(0).iter_mut().for_each(|owed| *owed *= size);
        let found = solve(&problem(&[block.clone()]), size, size);
        for (found, usual) in found.iter().flatten().zip(usual.iter().flatten()) {
            let scaled: Vec<f64> = found.iter().map(|position| position / size).collect();
            assert_near(&scaled, usual, 1e-9);
        }
        // Bounds that are far away do not matter, however far.
        let far = problem(&[block])
            .bounded_least_squares(&Limits::symmetric(vec![1e12 * size.max(1.0); 8]).unwrap());
        let free = unit.least_squares(LeastSquares::Basic).positions;
        let far: Vec<f64> = far.unwrap().positions.iter().map(|position| position / size).collect();
        assert_near(&far, &free, 1e-7);
    }
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

//! Few instruments.

use crate::bounded::budget;
use crate::cases::{INSTRUMENTS, problem, three_weeks};
use crate::table::{assert_near, desk, independent, scenarios};
use rehedge_portfolio::{
    Costs, HedgeProblem, LeastSquares, Limits, LinearLimit, Solution, SolveError,
};

/// The hedges of a path that has one for every number.
#[track_caller]
fn all(path: Vec<Result<Solution, SolveError>>) -> Vec<Solution> {
    path.into_iter().map(Result::unwrap).collect()
}

/// The instruments of a hedge.
fn support(solution: &Solution) -> Vec<usize> {
    (0..solution.positions.len()).filter(|j| solution.positions[*j] != 0.0).collect()
}

/// The least risk by one set of instruments, by limits that forbid the others.
fn by_set(problem: &HedgeProblem, limits: &Limits, set: usize) -> f64 {
    let bound = |bounds: &[f64]| -> Vec<f64> {
        let bound = |(j, bound): (usize, &f64)| if set >> j & 1 == 1 { *bound } else { 0.0 };
        bounds.iter().enumerate().map(bound).collect()
    };
    let limits = Limits::new(bound(limits.lower()), bound(limits.upper())).unwrap();
    problem.bounded_least_squares(&limits).unwrap().rms
}

#[test]
fn best_subsets_by_brute_force() {
    let problem = problem(&[scenarios()]); // the put is made of the others
    let mut largest = vec![60.0, 3000.0];
    largest.resize(9, 75.0);
    for limits in [Limits::none(9), Limits::symmetric(largest).unwrap()] {
        let found = problem.best_subsets(&limits, 9);
        assert!(found.proved);
        for count in 1..=9 {
            let sets = (0..1usize << 9).filter(|set| set.count_ones() as usize <= count);
            let best = sets.map(|set| by_set(&problem, &limits, set)).fold(f64::INFINITY, f64::min);
            let solution = found.solutions[count - 1].as_ref().unwrap();
            assert!(solution.held() <= count);
            // Sets whose squares of errors differ by a billionth are as good.
            assert_near(&[solution.rms], &[best], 1e-9);
        }
    }
}

#[test]
fn every_method_ends_at_least_squares_and_none_beats_the_best() {
    let problem = problem(&[independent()]);
    let limits = Limits::none(8);
    let costs = Costs::symmetric(
        problem.least_squares(LeastSquares::Basic).positions.iter().map(|_| 1.0).collect(),
    );
    let least = problem.least_squares(LeastSquares::Basic).rms;
    let best = all(problem.best_subsets(&limits, 8).solutions);
    let pursuit = all(problem.matching_pursuit(&limits, 8));
    let l1 = all(problem.l1_path(&costs.unwrap(), &limits, 8));
    for path in [&best, &pursuit, &l1] {
        assert_eq!(path.len(), 8);
        assert!(path.is_sorted_by(|more, less| more.rms >= less.rms));
        assert!(path.iter().enumerate().all(|(index, solution)| solution.held() <= index + 1));
        assert!(
            (path[7].rms - least).abs() < 1e-12,
            "{:?}",
            path.iter().map(|s| (s.held(), s.rms)).collect::<Vec<_>>()
        );
        assert!(path.iter().zip(&best).all(|(any, best)| any.rms >= best.rms * (1.0 - 1e-9)));
    }
    assert_eq!(best[0].rms, pursuit[0].rms); // one step is the best step
    // Each of a pursuit contains the one before.
    for pair in pursuit.windows(2) {
        let after = support(&pair[1]);
        assert!(support(&pair[0]).iter().all(|j| after.contains(j)));
    }
}

#[test]
fn the_first_instrument_of_a_path_is_the_first_that_is_worth_its_cost() {
    let problem = problem(&[independent()]);
    let desk = desk();
    let costs = Costs::symmetric(desk.prices.iter().map(|price| 0.01 * price).collect()).unwrap();
    let path = all(problem.l1_path(&costs, &desk.limits, 4));
    let mut caps = problem.unhedged_rms();
    let mut seen = Vec::new();
    while seen.len() < 4 {
        caps *= 0.995;
        let hedge = problem.least_cost(&costs, &desk.limits, caps).unwrap();
        if hedge.held() == seen.len() + 1 {
            seen.push(support(&hedge));
        }
    }
    for (set, solution) in seen.iter().zip(&path) {
        assert_eq!(set, &support(solution));
    }
}

#[test]
fn a_desk_at_full_size() {
    for volatility_sd in [0.0, 0.005] {
        let problem = problem(three_weeks(volatility_sd, true));
        let costs = Costs::symmetric(vec![1.0; INSTRUMENTS]).unwrap();
        for limits in [budget(&problem, 50.0), Limits::none(INSTRUMENTS)] {
            let best = problem.best_subsets(&limits, 8);
            assert!(best.proved, "{}", best.nodes);
            let best = all(best.solutions);
            let pursuit = all(problem.matching_pursuit(&limits, 8));
            let l1 = all(problem.l1_path(&costs, &limits, 8));
            for count in 1..=8 {
                let [best, pursuit, l1] = [&best, &pursuit, &l1].map(|path| path[count - 1].rms);
                assert!(best <= pursuit * (1.0 + 1e-9) && best <= l1 * (1.0 + 1e-9), "{count}");
            }
            assert!(best[7].rms < 0.01 * problem.unhedged_rms());
        }
    }
}

#[test]
fn nothing_to_hedge_or_to_hedge_with() {
    let mut block = independent();
    block.target_mut(0).fill(0.0);
    let empty = problem(&[block]);
    let costs = Costs::symmetric(vec![1.0; 8]).unwrap();
    let limits = Limits::none(8);
    let best = empty.best_subsets(&limits, 3).solutions;
    let others = [empty.matching_pursuit(&limits, 3), empty.l1_path(&costs, &limits, 3), best];
    for path in others.map(all) {
        assert_eq!(path.len(), 3);
        assert!(path.iter().all(|solution| solution.held() == 0 && solution.rms == 0.0));
    }
    assert!(empty.best_subsets(&limits, 0).solutions.is_empty());
    assert!(empty.matching_pursuit(&limits, 0).is_empty());
}

#[test]
fn linear_limits_hold_for_every_number() {
    let (problem, desk) = (problem(&[independent()]), desk());
    let (coefficients, upper) = (desk.prices.clone(), 150.0);
    let limit = LinearLimit { coefficients, lower: -upper, upper };
    let limits = desk.limits.clone().with_linear(limit).unwrap();
    for path in [problem.matching_pursuit(&limits, 4), problem.l1_path(&desk.costs, &limits, 4)] {
        for solution in all(path) {
            assert!(limits.excess(&solution.positions) < 1e-8);
        }
    }
    let best = all(problem.best_subsets(&limits, 4).solutions);
    assert!(best.iter().all(|solution| limits.excess(&solution.positions) < 1e-8));
}

/// A worth at entry that one instrument cannot reach, and two can: the first point has no hedge and says
/// why, and the others are what brute force finds.
#[test]
fn a_number_out_of_reach_is_an_answer_of_its_own() {
    let problem = problem(&[independent()]);
    let desk = desk();
    let reach: Vec<f64> =
        desk.limits.upper().iter().zip(&desk.prices).map(|(bound, price)| bound * price).collect();
    let mut ordered = reach.clone();
    ordered.sort_by(|one, other| other.total_cmp(one));
    let lower = 0.5 * (ordered[0] + ordered[0] + ordered[1]);
    let limit = LinearLimit { coefficients: desk.prices.clone(), lower, upper: f64::INFINITY };
    let limits = desk.limits.clone().with_linear(limit).unwrap();
    let best = problem.best_subsets(&limits, 4);
    assert!(best.proved);
    let paths = [
        problem.matching_pursuit(&limits, 4),
        problem.l1_path(&desk.costs, &limits, 4),
        best.solutions.clone(),
    ];
    for path in &paths {
        let Err(SolveError::OutOfReach { limit: 0, bound, nearest }) = path[0] else {
            panic!("{:?}", path[0])
        };
        assert!(bound == lower && nearest <= ordered[0], "{bound} {nearest}");
    }
    for count in 2..=4 {
        let sets = (0..1usize << 8).filter(|set| set.count_ones() as usize <= count);
        let of = |set: usize| {
            let bound = |bounds: &[f64]| -> Vec<f64> {
                (0..8).map(|j| if set >> j & 1 == 1 { bounds[j] } else { 0.0 }).collect()
            };
            let some = Limits::new(bound(limits.lower()), bound(limits.upper())).unwrap();
            let some = some.with_linear(limits.linear()[0].clone()).unwrap();
            problem.bounded_least_squares(&some).map_or(f64::INFINITY, |hedge| hedge.rms)
        };
        let least = sets.map(of).fold(f64::INFINITY, f64::min);
        assert_near(&[best.solutions[count - 1].as_ref().unwrap().rms], &[least], 1e-9);
        let pursued = paths[0][count - 1].as_ref().unwrap();
        assert!(pursued.rms >= least * (1.0 - 1e-9) && pursued.held() <= count);
    }
}

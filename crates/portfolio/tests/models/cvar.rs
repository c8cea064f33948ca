//! Conditional value at risk.

use crate::cases::{INSTRUMENTS, Market, factor, three_weeks};
use crate::table::{assert_near, changes, desk, independent};
use rehedge_portfolio::{
    Costs, CvarError, CvarGoal, CvarProblem, HedgeProblem, Limits, LinearLimit, ScenarioBlock,
    SolveError,
};

fn problem(blocks: &[ScenarioBlock]) -> HedgeProblem {
    factor(blocks).problem(0).unwrap()
}

/// The mean of the worst share of some losses, by sorting all of them.
fn by_sorting(blocks: &[ScenarioBlock], positions: &[f64], level: f64) -> f64 {
    let mut losses: Vec<f64> =
        blocks.iter().flat_map(|b| b.errors(0, positions)).map(|error| -error).collect();
    losses.sort_by(|one, other| other.total_cmp(one));
    let weight = (1.0 - level) * losses.len() as f64;
    let whole = weight.floor() as usize;
    let worst: f64 = losses[..whole].iter().sum();
    (worst + (weight - whole as f64) * losses.get(whole).unwrap_or(&0.0)) / weight
}

#[test]
fn the_tail_by_hand() {
    let mut block = ScenarioBlock::new(5, 1, 1);
    block.instrument_mut(0).copy_from_slice(&[1.0, 0.0, 2.0, 0.0, 1.0]);
    block.target_mut(0).copy_from_slice(&[3.0, 10.0, 4.0, -2.0, 8.0]);
    let blocks = [block];
    let problem = problem(&blocks);
    // With half a unit: losses 2.5, 10, 3, −2, 7.5. Of five, 30 %: 10 and half of 7.5, over 1.5.
    let of = |level| CvarProblem::new(&problem, &blocks, 0, level).unwrap().cvar(&[0.5]);
    let [cvar, start] = of(0.7);
    assert!((cvar - 13.75 / 1.5).abs() < 1e-14 && start == 7.5);
    assert!((of(0.0)[0] - 21.0 / 5.0).abs() < 1e-14);
    assert!((of(0.9)[0] - 10.0).abs() < 1e-14); // half a scenario: the worst one
}

/// The paper's bounds on changes: a hedge for half as much as the book moves.
fn limits(factor: f64) -> Limits {
    let largest = Market::prices().iter().map(|price| factor * 3000.0 / price).collect();
    Limits::symmetric(largest).unwrap()
}

fn costs() -> Costs {
    Costs::symmetric(Market::prices().iter().map(|price| 0.01 * price).collect()).unwrap()
}

#[test]
fn the_least_is_proved_and_is_that_of_its_sample() {
    for volatility_sd in [0.0, 0.005] {
        let blocks = &three_weeks(volatility_sd, true)[..8];
        let problem = problem(blocks);
        for level in [0.5, 0.95, 0.99] {
            let cvar = CvarProblem::new(&problem, blocks, 0, level).unwrap();
            let limits = limits(1.0);
            let found = cvar.solve(CvarGoal::Least, &limits).unwrap();
            let exact = by_sorting(blocks, &found.solution.positions, level);
            assert!((found.cvar - exact).abs() <= 1e-11 * (1.0 + exact.abs()));
            assert!(found.solution.accuracy.gap < 1e-8, "{:?}", found.solution.accuracy);
            // Better than least squares in the tail, worse in the mean square.
            let squares = problem.bounded_least_squares(&limits).unwrap();
            assert!(found.cvar < 0.999 * cvar.cvar(&squares.positions)[0]);
            assert!(found.solution.rms > squares.rms);
        }
    }
}

#[test]
fn many_blocks_begin_on_some_of_them() {
    let coarse = &three_weeks(0.005, true)[..10];
    let mut fine = Vec::new();
    for block in coarse {
        for first in (0..block.rows()).step_by(250) {
            let mut part = ScenarioBlock::new(250, INSTRUMENTS, 1);
            for j in 0..INSTRUMENTS {
                part.instrument_mut(j).copy_from_slice(&block.instrument(j)[first..first + 250]);
            }
            part.target_mut(0).copy_from_slice(&block.target(0)[first..first + 250]);
            fine.push(part);
        }
    }
    let (limits, costs) = (limits(1.0), costs());
    let goals = [
        CvarGoal::Least,
        CvarGoal::CostUnder { costs: &costs, cap: 20.0 },
        CvarGoal::LeastWithin { costs: &costs, most: 60.0 },
    ];
    let problem = problem(coarse);
    for goal in goals {
        let [one, other] = [coarse, &fine].map(|blocks| {
            let cvar = CvarProblem::new(&problem, blocks, 0, 0.95).unwrap();
            cvar.solve(goal, &limits).unwrap()
        });
        let of = |found: &[f64]| costs.of(found);
        assert_near(&[one.cvar], &[other.cvar], 1e-6);
        assert_near(&[of(&one.solution.positions)], &[of(&other.solution.positions)], 1e-6);
    }
}

#[test]
fn cost_falls_as_the_cap_rises_and_both_goals_are_on_one_curve() {
    let blocks = &three_weeks(0.005, true)[..6];
    let problem = problem(blocks);
    let (limits, costs) = (limits(1.0), costs());
    let cvar = CvarProblem::new(&problem, blocks, 0, 0.95).unwrap();
    let mut last = f64::INFINITY;
    for cap in [2.0, 10.0, 100.0, 1000.0] {
        let found = cvar.solve(CvarGoal::CostUnder { costs: &costs, cap }, &limits).unwrap();
        let cost = costs.of(&found.solution.positions);
        assert!((found.cvar - cap).abs() <= 1e-9 * cap, "{} {cap}", found.cvar);
        assert!(cost < last);
        assert!(found.solution.accuracy.gap < 1e-8);
        assert!(found.solution.held() <= 15);
        let back =
            cvar.solve(CvarGoal::LeastWithin { costs: &costs, most: cost }, &limits).unwrap();
        assert!((back.cvar - cap).abs() <= 1e-7 * cap, "{} {cap}", back.cvar);
        last = cost;
    }
}

#[test]
fn caps_at_the_ends() {
    let (blocks, desk) = ([changes()], desk());
    let problem = problem(&blocks);
    let cvar = CvarProblem::new(&problem, &blocks, 0, 0.9).unwrap();
    let none = cvar.cvar(&[0.0; 8])[0];
    let under = |cap| cvar.solve(CvarGoal::CostUnder { costs: &desk.costs, cap }, &desk.limits);
    for cap in [none, 2.0 * none, f64::INFINITY] {
        assert_eq!(under(cap).unwrap().solution.positions, [0.0; 8]);
    }
    let least = cvar.solve(CvarGoal::Least, &desk.limits).unwrap();
    let Err(SolveError::CapTooLow { least: found, .. }) = under(least.cvar - 0.1) else { panic!() };
    assert!((found - least.cvar).abs() < 1e-12 * least.cvar.abs().max(1.0));
    let at_least = under(least.cvar + 1e-9).unwrap();
    assert_near(&at_least.solution.positions, &least.solution.positions, 1e-2);
    assert!(matches!(under(f64::NAN), Err(SolveError::Cap { .. })));

    let within =
        |most| cvar.solve(CvarGoal::LeastWithin { costs: &desk.costs, most }, &desk.limits);
    assert_near(&[within(1e9).unwrap().cvar], &[least.cvar], 1e-12);
    assert!(matches!(within(-1.0), Err(SolveError::Cap { cap: -1.0 })));
    let free = within(0.0).unwrap();
    assert_eq!((desk.costs.of(&free.solution.positions), free.cvar), (0.0, none));
}

#[test]
fn limits_that_demand_or_forbid() {
    let (blocks, desk) = ([changes()], desk());
    let problem = problem(&blocks);
    let cvar = CvarProblem::new(&problem, &blocks, 0, 0.9).unwrap();
    let sum = |lower, upper| LinearLimit { coefficients: desk.prices.clone(), lower, upper };
    let paid = |x: &[f64]| desk.prices.iter().zip(x).map(|(p, x)| p * x).sum::<f64>();
    let free = cvar.solve(CvarGoal::Least, &desk.limits).unwrap();
    let paid_free = paid(&free.solution.positions);
    for aim in [paid_free - 3.0, paid_free + 2.0] {
        let limits = desk.limits.clone().with_linear(sum(aim, aim)).unwrap();
        let found = cvar.solve(CvarGoal::Least, &limits).unwrap();
        assert!((paid(&found.solution.positions) - aim).abs() < 1e-6);
        assert!(found.cvar > free.cvar && found.solution.accuracy.gap < 1e-7);
        // No hedge is not allowed, so that the cheapest is found by prices.
        let cap = found.cvar + 5.0;
        let goal = CvarGoal::CostUnder { costs: &desk.costs, cap };
        let cheaper = cvar.solve(goal, &limits).unwrap();
        assert!((cheaper.cvar - cap).abs() < 1e-7, "{} {cap}", cheaper.cvar);
        let cost = |x: &[f64]| desk.costs.of(x);
        assert!(cost(&cheaper.solution.positions) < cost(&found.solution.positions));
        // With any risk it is the cheapest hedge that pays so much: bonds, which cost nothing, as far
        // as their bound lets it, and then the share.
        let cap = f64::INFINITY;
        let goal = CvarGoal::CostUnder { costs: &desk.costs, cap };
        let cheapest = cvar.solve(goal, &limits).unwrap();
        let shares = (aim + 3000.0 * desk.prices[1]) / desk.prices[0];
        assert!((cost(&cheapest.solution.positions) - 0.015 * shares.abs()).abs() < 1e-9);
    }
    let limits = desk.limits.clone().with_linear(sum(1e9, 2e9)).unwrap();
    let found = cvar.solve(CvarGoal::Least, &limits);
    assert!(matches!(found, Err(SolveError::OutOfReach { limit: 0, bound: 1e9, .. })), "{found:?}");
}

#[test]
fn gains_without_limits() {
    // An instrument that gains in every scenario.
    let mut block = independent();
    block.instrument_mut(1).iter_mut().for_each(|value| *value += 0.5);
    let problem = problem(&[block.clone()]);
    let blocks = [block];
    let cvar = CvarProblem::new(&problem, &blocks, 0, 0.9).unwrap();
    let found = cvar.solve(CvarGoal::Least, &Limits::none(8));
    assert_eq!(found, Err(SolveError::Unbounded));
}

#[test]
fn repeated_instruments_and_empty_books() {
    let one = independent();
    let mut block = ScenarioBlock::new(one.rows(), 5, 1);
    for (j, from) in [(0, 0), (1, 3), (2, 3), (4, 6)] {
        block.instrument_mut(j).copy_from_slice(one.instrument(from)); // 3 stays empty
    }
    block.target_mut(0).copy_from_slice(one.target(0));
    let mut single = ScenarioBlock::new(one.rows(), 3, 1);
    for (j, from) in [(0, 0), (1, 3), (2, 6)] {
        single.instrument_mut(j).copy_from_slice(one.instrument(from));
    }
    single.target_mut(0).copy_from_slice(one.target(0));
    let least = |block: &ScenarioBlock, largest: Vec<f64>| {
        let blocks = [block.clone()];
        let problem = problem(&blocks);
        let cvar = CvarProblem::new(&problem, &blocks, 0, 0.8).unwrap();
        cvar.solve(CvarGoal::Least, &Limits::symmetric(largest).unwrap()).unwrap()
    };
    let (twice, once) = (least(&block, vec![4.0; 5]), least(&single, vec![4.0, 8.0, 4.0]));
    assert_near(&[twice.cvar], &[once.cvar], 1e-10);
    block.target_mut(0).fill(0.0);
    let costs = Costs::symmetric(vec![1.0; 5]).unwrap();
    let blocks = [block];
    let problem = problem(&blocks);
    let cvar = CvarProblem::new(&problem, &blocks, 0, 0.8).unwrap();
    let goal = CvarGoal::CostUnder { costs: &costs, cap: 0.0 };
    let found = cvar.solve(goal, &Limits::symmetric(vec![4.0; 5]).unwrap()).unwrap();
    assert_eq!((found.solution.held(), found.cvar), (0, 0.0));
}

#[test]
fn refusals() {
    let blocks = [independent()];
    let problem = problem(&blocks);
    for level in [-0.1, 1.0, f64::NAN] {
        let found = CvarProblem::new(&problem, &blocks, 0, level).unwrap_err();
        assert!(matches!(found, CvarError::Level(_)));
    }
    let found = CvarProblem::new(&problem, &[], 0, 0.9).unwrap_err();
    assert_eq!(found, CvarError::Scenarios { expected: 40, found: 0 });
}

/// A book that the instruments replicate: every scenario loses nothing at once, and the least tail is 0.
#[test]
fn a_book_that_can_be_replicated() {
    for (levels, rows) in [(&[0.5, 0.95, 0.99, 0.999][..], 2000), (&[0.0, 0.9][..], 200)] {
        let mut blocks = vec![independent(); rows / independent().rows() + 1];
        let positions = [20.0, 0.0, -5.0, 8.0, 0.0, 0.0, 2.0, -3.0];
        for block in &mut blocks {
            let worth: Vec<Vec<f64>> = (0..8)
                .map(|j| block.instrument(j).iter().map(|v| positions[j] * v).collect())
                .collect();
            for (row, owed) in block.target_mut(0).iter_mut().enumerate() {
                *owed = worth.iter().map(|worth| worth[row]).sum();
            }
        }
        let problem = problem(&blocks);
        let limits = Limits::symmetric(vec![50.0; 8]).unwrap();
        for &level in levels {
            let cvar = CvarProblem::new(&problem, &blocks, 0, level).unwrap();
            match cvar.solve(CvarGoal::Least, &limits) {
                Ok(found) => {
                    let size = problem.unhedged_rms();
                    assert!(found.cvar <= 1e-9 * size, "{level}: {}", found.cvar);
                    assert!(found.solution.accuracy.gap <= 1e-6, "{level}");
                }
                Err(error) => panic!("{level}: {error}"),
            }
        }
    }
}

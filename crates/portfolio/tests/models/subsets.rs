//! Hedges of few instruments, against all sets there are.

use crate::cases::Uniform;
use rehedge_kernels::InstructionSet;
use rehedge_portfolio::{Factor, HedgeProblem, LeastSquares, ScenarioBlock};

const ROWS: usize = 60;

/// Columns of normal numbers with a common part, and a target made of three of them and noise.
fn block(instruments: usize, seed: u64) -> ScenarioBlock {
    let mut numbers = Uniform(seed);
    let mut block = ScenarioBlock::new(ROWS, instruments, 1);
    let shared: Vec<f64> = (0..ROWS).map(|_| numbers.normal()).collect();
    for index in 0..instruments {
        for row in 0..ROWS {
            block.instrument_mut(index)[row] = shared[row] + 0.5 * numbers.normal();
        }
    }
    for row in 0..ROWS {
        let made: f64 = [(0, 2.0), (3, -3.0), (5, 1.5)]
            .iter()
            .map(|(index, weight)| weight * block.instrument(*index)[row])
            .sum();
        block.target_mut(0)[row] = made + numbers.normal();
    }
    block
}

fn problem(block: &ScenarioBlock) -> HedgeProblem {
    let mut factor = Factor::new(block.instruments(), block.targets());
    factor.push(InstructionSet::best(), block);
    factor.problem(0).unwrap()
}

/// Least squares on some of the instruments, by the solver of all.
fn least(block: &ScenarioBlock, support: &[usize]) -> f64 {
    let mut some = ScenarioBlock::new(block.rows(), support.len(), 1);
    for (place, index) in support.iter().enumerate() {
        some.instrument_mut(place).copy_from_slice(block.instrument(*index));
    }
    some.target_mut(0).copy_from_slice(block.target(0));
    problem(&some).least_squares(LeastSquares::Basic).rms
}

fn support(positions: &[f64]) -> Vec<usize> {
    (0..positions.len()).filter(|j| positions[*j] != 0.0).collect()
}

#[test]
fn the_best_subset_is_the_best_of_all() {
    for seed in 1..6 {
        let block = block(9, seed);
        let problem = problem(&block);
        for count in 1..=9 {
            let sets = (0..1_usize << 9).filter(|set| set.count_ones() as usize == count);
            let members = |set: usize| (0..9).filter(|j| set >> j & 1 == 1).collect::<Vec<_>>();
            let best = sets.map(|set| least(&block, &members(set))).fold(f64::INFINITY, f64::min);
            let found = problem.best_subset(count).unwrap();
            assert!((found.rms / best - 1.0).abs() < 1e-12, "{seed} {count}: {} {best}", found.rms);
            assert_eq!(found.held(), count);
        }
    }
}

/// One by one and by a bound on the sum never beat the best, and come down with every instrument to
/// least squares; positions are those of least squares on what was chosen.
#[test]
fn paths_end_at_least_squares() {
    let mut beaten = 0;
    for seed in 1..6 {
        let block = block(9, seed);
        let problem = problem(&block);
        let all = problem.least_squares(LeastSquares::Basic).rms;
        let best: Vec<f64> = (1..=9).map(|count| problem.best_subset(count).unwrap().rms).collect();
        // A cap that falls in steps meets the least risk but nearly.
        for (path, end) in
            [(problem.matching_pursuit(9), 1e-12), (problem.l1_path(9).unwrap(), 0.1)]
        {
            let mut before = problem.unhedged_rms();
            for (index, hedge) in path.iter().enumerate() {
                assert!(hedge.rms >= best[index] * (1.0 - 1e-12), "{seed} {index}");
                assert!(hedge.rms <= before * (1.0 + 1e-12), "{seed} {index}");
                beaten += usize::from(hedge.rms > best[index] * (1.0 + 1e-9));
                before = hedge.rms;
                assert!(hedge.held() <= index + 1);
                if hedge.held() > 0 {
                    let again = least(&block, &support(&hedge.positions));
                    assert!((hedge.rms / again - 1.0).abs() < 1e-12, "{} {again}", hedge.rms);
                }
            }
            assert!((before / all - 1.0).abs() < end, "{before} {all}");
        }
    }
    assert!(beaten > 0, "the best of all sets was never needed");
}

/// An instrument that repeats another, and one that is worth nothing, are not chosen beside it.
#[test]
fn dependent_instruments_are_left_out() {
    let mut block = block(6, 9);
    let (first, zero) = (block.instrument(0).to_vec(), vec![0.0; ROWS]);
    block.instrument_mut(1).copy_from_slice(&first);
    block.instrument_mut(2).copy_from_slice(&zero);
    let problem = problem(&block);
    assert_eq!(problem.matching_pursuit(6).len(), 4);
    let best = problem.best_subset(6).unwrap();
    assert_eq!((best.held(), best.positions[2]), (4, 0.0));
    assert!(best.positions[0] == 0.0 || best.positions[1] == 0.0);
}

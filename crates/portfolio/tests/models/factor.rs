//! The triangular factor: merged, refused, and the same on every instruction set.

use crate::cases::{INSTRUMENTS, Market, THREE_WEEKS, factor, problem};
use crate::table;
use rehedge_kernels::InstructionSet;
use rehedge_portfolio::{Column, Factor, HedgeProblem, LeastSquares, ScenarioBlock, ScenarioError};

const SMALL: Market = Market { scenarios: 5300, ..THREE_WEEKS };

/// Root mean square, mean and standard deviation of errors.
fn moments(errors: &[f64]) -> [f64; 3] {
    let n = errors.len() as f64;
    let mean = errors.iter().sum::<f64>() / n;
    let square: f64 = errors.iter().map(|e| e * e).sum();
    let around: f64 = errors.iter().map(|e| (e - mean).powi(2)).sum();
    [(square / n).sqrt(), mean, (around / (n - 1.0)).sqrt()]
}

#[test]
fn moments_of_a_hedge_are_those_of_its_errors() {
    let blocks = SMALL.blocks();
    let problem = problem(&blocks);
    let some: Vec<f64> = (0..INSTRUMENTS).map(|j| 3.0 - 0.7 * j as f64).collect();
    for positions in [some, vec![0.0; INSTRUMENTS]] {
        let errors: Vec<f64> = blocks.iter().flat_map(|b| b.errors(0, &positions)).collect();
        let found = [
            problem.rms(&positions),
            problem.mean(&positions),
            problem.standard_deviation(&positions),
        ];
        for (found, exact) in found.into_iter().zip(moments(&errors)) {
            // Sums of 5300 numbers, each rounded.
            assert!((found - exact).abs() <= 1e-12 * exact.abs(), "{found} {exact}");
        }
    }
    assert_eq!(problem.rms(&[0.0; INSTRUMENTS]), problem.unhedged_rms());
}

#[test]
fn errors_by_hand() {
    let mut block = ScenarioBlock::new(2, 2, 2);
    block.instrument_mut(0).copy_from_slice(&[1.0, 2.0]);
    block.instrument_mut(1).copy_from_slice(&[10.0, 30.0]);
    block.target_mut(1).copy_from_slice(&[5.0, -7.0]);
    assert_eq!(block.errors(1, &[4.0, 0.5]), [4.0, 30.0]);
    assert_eq!((block.rows(), block.instruments(), block.targets()), (2, 2, 2));
}

/// What rounding may do to a root mean square: every column of a factor is right to a few roundings
/// of its own size, and an instrument is worth 20 at the root of its mean square, the share 100.
fn rounding(problem: &HedgeProblem, positions: &[f64]) -> f64 {
    let gross: f64 = positions.iter().map(|position| position.abs()).sum();
    10.0 * f64::EPSILON * (100.0 * gross + problem.unhedged_rms())
}

#[test]
fn merged_factors_are_the_factor_of_the_whole() {
    let blocks = SMALL.blocks();
    let whole = factor(&blocks);
    let mut merged = factor(&blocks[..2]);
    merged.merge(InstructionSet::best(), &factor(&blocks[2..3]));
    merged.merge(InstructionSet::best(), &factor(&blocks[3..]));
    assert_eq!(merged.scenarios(), whole.scenarios());
    let (one, other) = (whole.problem(0).unwrap(), merged.problem(0).unwrap());
    let near = one.least_squares(LeastSquares::MinimumNorm).positions;
    let single = |j: usize| (0..INSTRUMENTS).map(|i| f64::from(i == j)).collect::<Vec<_>>();
    for positions in (0..INSTRUMENTS).map(single).chain([near]) {
        let allowed = rounding(&one, &positions);
        let (one, other) = (one.rms(&positions), other.rms(&positions));
        assert!((one - other).abs() <= allowed, "{one} {other} {allowed}");
        assert!(allowed < 1e-2 * one, "{one} {allowed}");
    }
    let empty = Factor::new(INSTRUMENTS, 1);
    let mut with_nothing = whole.clone();
    with_nothing.merge(InstructionSet::best(), &empty);
    assert_eq!(with_nothing, whole);
}

#[test]
fn every_instruction_set_gives_the_same_factor() {
    let blocks = SMALL.blocks();
    for set in InstructionSet::available() {
        let mut other = Factor::new(INSTRUMENTS, 1);
        blocks.iter().for_each(|block| other.push(set, block));
        assert_eq!(other, factor(&blocks), "{set}");
    }
}

#[test]
fn a_factor_serves_several_books() {
    let one = table::scenarios();
    let mut three = ScenarioBlock::new(one.rows(), one.instruments(), 3);
    for index in 0..one.instruments() {
        three.instrument_mut(index).copy_from_slice(one.instrument(index));
    }
    let owed = one.target(0);
    for (book, scale) in [(0, 0.0), (1, 3.0), (2, 1.0)] {
        let mixed = owed.iter().enumerate().map(|(row, owed)| scale * owed + (book * row) as f64);
        three.target_mut(book).iter_mut().zip(mixed).for_each(|(to, from)| *to = from);
    }
    let all = factor(&[three.clone()]);
    for book in 0..3 {
        let mut alone = one.clone();
        alone.target_mut(0).copy_from_slice(three.target(book));
        let (alone, among) = (problem(&[alone]), all.problem(book).unwrap());
        let positions: Vec<f64> = (0..one.instruments()).map(|j| j as f64).collect();
        let (alone, among) = (alone.rms(&positions), among.rms(&positions));
        assert!((alone - among).abs() <= 1e-13 * alone, "{book}: {alone} {among}");
    }
}

#[test]
fn refusals() {
    let none = Factor::new(2, 1);
    assert_eq!(none.problem(0), Err(ScenarioError::NoScenarios));
    let mut block = ScenarioBlock::new(3, 2, 1);
    assert_eq!(
        factor(&[ScenarioBlock::new(3, 0, 1)]).problem(0),
        Err(ScenarioError::NoInstruments)
    );
    block.instrument_mut(0).fill(1.0);
    for value in [f64::NAN, f64::INFINITY, 1e200] {
        let mut broken = block.clone();
        broken.instrument_mut(1)[2] = value;
        let found = factor(&[broken]).problem(0);
        assert_eq!(found, Err(ScenarioError::NotFinite(Column::Instrument(1))), "{value}");
        let mut broken = block.clone();
        broken.target_mut(0)[0] = value;
        let found = factor(&[broken]).problem(0);
        assert_eq!(found, Err(ScenarioError::NotFinite(Column::Target(0))), "{value}");
    }
    let text = ScenarioError::NotFinite(Column::Instrument(1)).to_string();
    assert!(text.starts_with("instrument 1 has a value that is not finite"), "{text}");
}

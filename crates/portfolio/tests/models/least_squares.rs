//! Model 0 and the spectrum.

use crate::cases::{problem, three_weeks};
use crate::table::{numbers, scenarios};
use rehedge_portfolio::{HedgeProblem, LeastSquares, ScenarioBlock};

const TABLE: &str = include_str!("../data/least_squares.csv");

#[test]
fn singular_values_of_the_table() {
    let problem = problem(&[scenarios()]);
    let spectrum = problem.spectrum();
    let exact = numbers(TABLE, "singular");
    for (found, exact) in spectrum.singular_values.iter().zip(&exact) {
        // Rounding of the factor, in units of the largest.
        assert!((found - exact).abs() <= 10.0 * f64::EPSILON * spectrum.singular_values[0]);
    }
    assert_eq!(spectrum.tolerance, 40.0 * f64::EPSILON);
    assert_eq!(spectrum.rank, 8, "the put is made of the others");
    assert!(spectrum.condition_number > 1e14);
}

#[test]
fn singular_values_of_a_hilbert_matrix() {
    let mut block = ScenarioBlock::new(10, 6, 1);
    for j in 0..6 {
        let entries = (0..10).map(|i| 1.0 / (i + j + 1) as f64);
        block.instrument_mut(j).iter_mut().zip(entries).for_each(|(to, from)| *to = from);
    }
    let spectrum = problem(&[block]).spectrum();
    let exact = numbers(TABLE, "hilbert_singular");
    for (found, exact) in spectrum.singular_values.iter().zip(&exact) {
        assert!((found - exact).abs() <= 4.0 * f64::EPSILON, "{found} {exact}");
    }
    let ratio = exact[0] / exact[5];
    assert!((spectrum.condition_number / ratio - 1.0).abs() < 1e-9); // ε times the number itself
    assert_eq!(spectrum.rank, 6);
}

#[test]
fn minimum_norm_of_the_table() {
    let problem = problem(&[scenarios()]);
    let found = problem.least_squares(LeastSquares::MinimumNorm);
    let exact = numbers(TABLE, "minimum_norm");
    for (found, exact) in found.positions.iter().zip(&exact) {
        // ε times the condition number of what is kept, 2.5e5, times the positions.
        assert!((found - exact).abs() <= 1e-8, "{found} {exact}");
    }
    let rms = numbers(TABLE, "rms")[0];
    assert!((found.rms - rms).abs() <= 1e-12, "{} {rms}", found.rms);
    assert_eq!(found.held(), 9);
}

#[test]
fn basic_solutions_hold_as_many_instruments_as_the_rank() {
    let problem = problem(&[scenarios()]);
    let (basic, least) = (
        problem.least_squares(LeastSquares::Basic),
        problem.least_squares(LeastSquares::MinimumNorm),
    );
    assert_eq!(basic.held(), problem.spectrum().rank);
    assert!((basic.rms - least.rms).abs() <= 1e-12);
    let norm = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>().sqrt();
    let (basic, least) = (norm(&basic.positions), norm(&least.positions));
    assert!(basic > (1.0 + 1e-6) * least, "{basic} {least}");
}

/// At a minimum the errors are at right angles to every instrument, as far as rounding lets them.
fn assert_at_right_angles(problem: &HedgeProblem, blocks: &[ScenarioBlock], positions: &[f64]) {
    for j in 0..problem.instruments() {
        let [mut product, mut errors, mut values] = [0.0; 3];
        for block in blocks {
            for (e, m) in block.errors(0, positions).iter().zip(block.instrument(j)) {
                product += e * m;
                errors += e * e;
                values += m * m;
            }
        }
        let cosine = product / (errors * values).sqrt();
        assert!(cosine.abs() < 1e-5, "{j}: {cosine}");
    }
}

#[test]
fn a_desk_at_full_size_is_ill_posed() {
    let blocks = three_weeks(0.0, false);
    let problem = problem(blocks);
    let spectrum = problem.spectrum();
    // The paper: 19 of 21 instruments are left at three weeks.
    assert!((15..=20).contains(&spectrum.rank), "{spectrum:?}");
    assert!(spectrum.condition_number > 1e10);
    let least = problem.least_squares(LeastSquares::MinimumNorm);
    assert!(least.rms < 1e-4 * problem.unhedged_rms());
    assert_at_right_angles(&problem, blocks, &least.positions);
    let basic = problem.least_squares(LeastSquares::Basic);
    assert!((15..=20).contains(&basic.held()));
    assert!(basic.rms < 10.0 * least.rms);
    assert!(basic.gross() > 1e4, "{}", basic.gross());
    let spectrum = self::problem(three_weeks(0.005, false)).spectrum();
    assert_eq!(spectrum.rank, 21, "volatility tells them apart");
}

#[test]
fn repeated_instruments_and_empty_ones() {
    let one = scenarios();
    let mut block = ScenarioBlock::new(one.rows(), 4, 1);
    block.instrument_mut(0).copy_from_slice(one.instrument(3));
    block.instrument_mut(2).copy_from_slice(one.instrument(3)); // 1 stays empty
    block.instrument_mut(3).copy_from_slice(one.instrument(0));
    block.target_mut(0).copy_from_slice(one.target(0));
    let problem = problem(&[block]);
    let spectrum = problem.spectrum();
    assert_eq!((spectrum.rank, spectrum.condition_number), (2, f64::INFINITY));
    let [least, basic] =
        [LeastSquares::MinimumNorm, LeastSquares::Basic].map(|kind| problem.least_squares(kind));
    assert!((least.rms - basic.rms).abs() <= 1e-12 * least.rms);
    assert_eq!((least.positions[1], basic.positions[1]), (0.0, 0.0));
    let half = basic.positions[0] + basic.positions[2];
    assert!((least.positions[0] - half / 2.0).abs() < 1e-12 * half.abs());
    assert!((least.positions[2] - half / 2.0).abs() < 1e-12 * half.abs());
    assert_eq!(basic.held(), 2);
}

#[test]
fn more_instruments_than_scenarios_leave_no_error() {
    let all = scenarios();
    let mut few = ScenarioBlock::new(3, 9, 1);
    for j in 0..9 {
        few.instrument_mut(j).copy_from_slice(&all.instrument(j)[18..21]);
    }
    few.target_mut(0).copy_from_slice(&all.target(0)[18..21]);
    let problem = problem(&[few]);
    assert_eq!((problem.spectrum().rank, problem.spectrum().singular_values.len()), (3, 9));
    for kind in [LeastSquares::MinimumNorm, LeastSquares::Basic] {
        assert!(problem.least_squares(kind).rms <= 1e-9 * problem.unhedged_rms());
    }
    assert_eq!(problem.least_squares(LeastSquares::Basic).held(), 3);
}

#[test]
fn an_empty_book_needs_no_hedge_and_empty_instruments_give_none() {
    let mut block = scenarios();
    block.target_mut(0).fill(0.0);
    let without_book = problem(&[block]);
    let mut block = ScenarioBlock::new(5, 2, 1);
    block.target_mut(0).copy_from_slice(&[1.0, -2.0, 2.0, 4.0, 0.0]);
    let without_values = problem(&[block]);
    assert_eq!(without_values.spectrum().rank, 0);
    assert_eq!(without_values.spectrum().condition_number, 1.0);
    for kind in [LeastSquares::MinimumNorm, LeastSquares::Basic] {
        let none = without_book.least_squares(kind);
        assert_eq!((none.held(), none.rms), (0, 0.0));
        let none = without_values.least_squares(kind);
        assert_eq!((none.held(), none.rms), (0, 5f64.sqrt()));
    }
}

//! Volatility shocks: how they decay, and the implied volatility that foresees them.

use crate::sample::{
    assert_mean, block, diffusion, fine, for_each_path, mean, simulation, with_shocks,
};
use rehedge_kernels::{InstructionSet, Row};
use rehedge_market::{
    Arrivals, Grid, ImpliedModel, Model, PathBlock, PathSource as _, Simulation, VolatilityShocks,
};

/// `y_i = ln(σ_i/σ)` of a path.
fn states(block: &PathBlock, lane: usize, steps: usize) -> Vec<f64> {
    (0..=steps).map(|step| (block.volatility.at(step)[lane] / 0.2).ln()).collect()
}

/// A lone shock multiplies volatility by `e^J`, and half of the logarithm is left after each
/// half-life: ten days, so ten steps of a day and forty of a quarter.
#[test]
fn a_lone_shock_halves_in_a_half_life() {
    // Never negative, and larger than what a state loses in a step: a rise is a shock.
    let arrivals = Arrivals::new(3.0, 0.35, 0.03).unwrap();
    let shocks = VolatilityShocks::new(arrivals, 10.0 / 252.0).unwrap();
    let model = Model { shocks: Some(shocks), ..diffusion() };
    for (grid, half_life) in [(fine(), 10), (Grid::new(120, 4, 252.0).unwrap(), 40)] {
        let source = Simulation::new(model.clone(), grid, 20_000, 1, vec![]).unwrap();
        let (mut sizes, mut halvings) = (Vec::new(), 0);
        for_each_path(&source, |block, lane| {
            let y = states(block, lane, grid.steps());
            let rises: Vec<usize> = (1..y.len()).filter(|&i| y[i] > y[i - 1]).collect();
            let [arrival] = rises[..] else { return };
            assert!(y[..arrival].iter().all(|y| *y == 0.0), "{y:?}");
            sizes.push(y[arrival]);
            for step in arrival..y.len().saturating_sub(half_life) {
                assert!((y[step + half_life] - 0.5 * y[step]).abs() < 1e-14, "step {step}: {y:?}");
                halvings += 1;
            }
        });
        assert!(halvings > 100_000, "{halvings} checked");
        // Two shocks in one step look like one of twice the size: one in 300 paths at a step a day.
        assert!((mean(&sizes)[0] - 0.35).abs() < 0.003, "{:?}", mean(&sizes));
    }
}

/// With `ratio = 1` squared implied volatility is the expected average variance to expiry, given
/// the state: at entry; and on the way, where its error must not go with the state either.
#[test]
fn implied_volatility_foresees_average_variance() {
    let spans = [(0, 0, 31), (0, 20, 31), (1, 0, 63), (1, 7, 63), (1, 20, 63)];
    let mut errors = vec![Vec::new(); spans.len()];
    let mut products = errors.clone();
    for_each_path(&simulation(&with_shocks(), fine()), |block, lane| {
        let volatility = |step: usize| block.volatility.at(step)[lane];
        for (i, &(place, from, expiry)) in spans.iter().enumerate() {
            let total: f64 = (from..expiry).map(|step| volatility(step).powi(2)).sum();
            let implied = block.implied(place).at(from)[lane];
            let error = total / (expiry - from) as f64 / implied.powi(2) - 1.0;
            errors[i].push(error);
            products[i].push(error * (volatility(from) / 0.2).ln());
        }
    });
    for ((errors, products), span) in errors.iter().zip(&products).zip(spans) {
        assert_mean(&format!("{span:?}"), mean(errors), 0.0, 2.5e-3);
        if span.1 > 0 {
            assert_mean(&format!("{span:?} and state"), mean(products), 0.0, 1e-3);
        }
    }
}

/// Shocks raise it well above the volatility without: the test before could fail.
#[test]
fn shocks_are_worth_something() {
    let entry = block(&simulation(&with_shocks(), fine()), 0);
    assert!(entry.implied(1).at(0)[0] > 1.1 * 0.2);
    assert!(entry.implied(0).at(0)[0] != entry.implied(1).at(0)[0]);
}

/// An option that outlives the paths is quoted as on paths that outlive the option: on every path
/// without a shock so far the two see the same.
#[test]
fn implied_volatility_of_options_that_outlive_the_paths() {
    let until = |steps| {
        let grid = Grid::new(steps, 1, 252.0).unwrap();
        Simulation::new(with_shocks(), grid, 64, 3, vec![63]).unwrap()
    };
    let [short, long] = [21, 63].map(|steps| {
        let mut block = until(steps).allocate();
        until(steps).fill(0, InstructionSet::best(), &mut block);
        block
    });
    let calm = |block: &PathBlock, step: usize, lane: usize| block.volatility.at(step)[lane] == 0.2;
    let mut seen = [0; 22];
    for (step, lane) in (0..=21).flat_map(|step| (0..64).map(move |lane| (step, lane))) {
        if calm(&short, step, lane) && calm(&long, step, lane) {
            let [short, long] = [&short, &long].map(|block| block.implied(0).at(step)[lane]);
            assert_eq!(short, long, "{step} {lane}");
            assert!(short > 0.2);
            seen[step] += 1;
        }
    }
    assert!(seen[0] == 64 && seen[21] > 0, "{seen:?}");
}

/// Before the last step, implied volatility is that of the step; so it is at expiry and after.
#[test]
fn implied_volatility_ends_at_the_path_s_own() {
    let block = block(&simulation(&with_shocks(), fine()), 5);
    for (place, expiry) in [(0, 31), (1, 63)] {
        for step in expiry - 1..=63 {
            for lane in 0..64 {
                let [implied, own] =
                    [block.implied(place), &block.volatility].map(|t| t.at(step)[lane]);
                assert!((implied / own - 1.0).abs() < 1e-12, "{step}: {implied} {own}");
            }
        }
    }
}

/// The ratio is a factor on volatility.
#[test]
fn ratio_scales_implied_volatility() {
    let dear = Model { implied: ImpliedModel::Tracks { ratio: 1.1 }, ..with_shocks() };
    let (fair, dear) = (simulation(&with_shocks(), fine()), simulation(&dear, fine()));
    let (fair, dear) = (block(&fair, 2), block(&dear, 2));
    for step in [0, 20, 63] {
        for lane in 0..64 {
            let ratio = dear.implied(1).at(step)[lane] / fair.implied(1).at(step)[lane];
            assert!((ratio - 1.1).abs() < 1e-14, "{ratio}");
        }
    }
    assert_eq!(fair.log_spot, dear.log_spot);
}

/// Nothing to foresee: one number, whether it tracks or not.
#[test]
fn constant_implied_volatility() {
    let tracks = Model { implied: ImpliedModel::Tracks { ratio: 1.25 }, ..diffusion() };
    let constant = Model { implied: ImpliedModel::Constant(0.31), ..with_shocks() };
    for (model, level) in [(tracks, 0.25), (constant, 0.31)] {
        let block = block(&simulation(&model, fine()), 1);
        for expiry in [0, 1] {
            assert!(block.implied(expiry).is_constant());
            assert_eq!(*block.implied(expiry).at(17), Row::splat(level));
        }
    }
}

/// Shocks that never come leave the volatility and what is expected of it.
#[test]
fn shocks_at_rate_zero() {
    let never = VolatilityShocks::new(Arrivals::new(0.0, 0.5, 0.3).unwrap(), 0.1).unwrap();
    let with = block(&simulation(&Model { shocks: Some(never), ..diffusion() }, fine()), 3);
    let without = block(&simulation(&diffusion(), fine()), 3);
    for step in 0..=63 {
        assert_eq!(*with.volatility.at(step), Row::splat(0.2));
        assert!(with.implied(1).at(step).iter().all(|v| (v / 0.2 - 1.0).abs() < 1e-13));
    }
    assert_eq!(with.log_spot, without.log_spot);
}

/// `E[y_n] = λ·dt·E[J]·Σ_{k<n} ρ^k`: a shock is whole at the end of the step that it arrives in.
#[test]
fn expected_state() {
    let source = simulation(&with_shocks(), fine());
    let mut last = Vec::new();
    for_each_path(&source, |block, lane| last.push(states(block, lane, 63)[63]));
    let rho = 0.5_f64.powf(0.1);
    let exact = 5.0 / 252.0 * 0.35 * (1.0 - rho.powi(63)) / (1.0 - rho);
    assert_mean("state", mean(&last), exact, 1e-3);
}

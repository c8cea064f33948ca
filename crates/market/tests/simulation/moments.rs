//! Expected spot, and mean and variance of log returns.

use crate::sample::{
    PATHS, YEARS, assert_mean, block, coarse, diffusion, fine, for_each_path, log_returns, mean,
    models, sample, simulation, variance, with_jumps,
};
use rehedge_market::{Arrivals, Model};

/// `E[S_t] = S_0·e^{drift·t}` on any grid, with any ingredients, at the horizon and on the way. The
/// error is at most 5e-4 of the spot; forgetting the jumps' compensator costs 6e-2, forgetting
/// `½σ²` 5e-3.
#[test]
fn expected_spot_grows_at_the_drift() {
    for (name, model) in models() {
        for grid in [coarse(), fine()] {
            let source = simulation(&model, grid);
            let horizon = grid.steps();
            let (mut on_the_way, mut at_the_end) = (Vec::new(), Vec::new());
            for_each_path(&source, |block, lane| {
                let ratio =
                    |step: usize| block.spot[step][lane] / 80.0 / (0.07 * grid.time(step)).exp();
                on_the_way.push(ratio(horizon / 3));
                at_the_end.push(ratio(horizon));
            });
            for ratios in [on_the_way, at_the_end] {
                assert_mean(&format!("{name}, {horizon} steps"), mean(&ratios), 1.0, 5e-4);
            }
        }
    }
}

/// The same where jumps are many (a sampler of its own beyond 12 on a path) and drift negative.
#[test]
fn expected_spot_with_many_jumps() {
    let jumps = Arrivals::new(80.0, 0.01, 0.02).unwrap();
    let model = Model { jumps: Some(jumps), drift: -0.11, ..diffusion() };
    for grid in [coarse(), fine()] {
        let ratios = sample(&simulation(&model, grid), |block, lane| {
            block.spot[grid.steps()][lane] / 80.0 / (-0.11 * YEARS).exp()
        });
        assert_mean("many jumps", mean(&ratios), 1.0, 5e-4);
    }
}

/// `(drift − ½σ²)·T` and `σ²T`.
#[test]
fn log_return_of_a_diffusion() {
    for grid in [coarse(), fine()] {
        let returns = log_returns(&simulation(&diffusion(), grid));
        assert_mean("mean", mean(&returns), (0.07 - 0.5 * 0.04) * YEARS, 3e-4);
        assert_mean("variance", variance(&returns), 0.04 * YEARS, 5e-5);
    }
}

/// `(drift − λκ − ½σ²)·T + λT·m` and `σ²T + λT·(m² + s²)`.
#[test]
fn log_return_with_jumps() {
    let (rate, m, s): (f64, f64, f64) = (4.0, -0.07, 0.09);
    let compensator = rate * ((m + 0.5 * s * s).exp() - 1.0);
    for grid in [coarse(), fine()] {
        let returns = log_returns(&simulation(&with_jumps(), grid));
        assert_eq!(returns.len(), PATHS);
        let expected = (0.07 - compensator - 0.5 * 0.04 + rate * m) * YEARS;
        assert_mean("mean", mean(&returns), expected, 4e-4);
        let expected = (0.04 + rate * (m * m + s * s)) * YEARS;
        assert_mean("variance", variance(&returns), expected, 1e-4);
    }
}

/// `ln S` is kept beside `S`, to the rounding of the exponential of a number of about 4.
#[test]
fn spot_is_the_exponential_of_its_logarithm() {
    for (_, model) in models() {
        let block = block(&simulation(&model, fine()), 1);
        for (spot, log_spot) in block.spot.iter().zip(&block.log_spot) {
            for lane in 0..block.valid {
                assert!((spot[lane] / log_spot[lane].exp() - 1.0).abs() < 2e-15);
            }
        }
    }
}

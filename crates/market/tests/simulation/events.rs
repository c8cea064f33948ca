//! Jumps: how many, when, how large.

use crate::sample::{
    PATHS, YEARS, assert_distribution, assert_mean, block, diffusion, fine, mean, simulation,
    variance,
};
use rehedge_kernels::InstructionSet;
use rehedge_market::{Arrivals, Grid, Model, PathSource, Simulation, VolatilityShocks};
use statrs::distribution::{ContinuousCDF, Normal};

/// Jumps on a path over each step, read off the difference that jumps of one size make to the same
/// diffusion: `ln S' − ln S + λκ·t` is the size times their number.
fn jumps_per_step(per_year: f64, grid: Grid) -> Vec<Vec<f64>> {
    const SIZE: f64 = -0.125;
    let jumps = Arrivals::new(per_year, SIZE, 0.0).unwrap();
    let with = simulation(&Model { jumps: Some(jumps), ..diffusion() }, grid);
    let without = simulation(&diffusion(), grid);
    let compensated = per_year * (SIZE.exp() - 1.0) * grid.dt();
    let (mut jumping, mut plain) = (with.allocate(), without.allocate());
    let mut paths = Vec::with_capacity(PATHS);
    let mut differences = vec![0.0; grid.steps() + 1];
    for block in 0..with.blocks() {
        with.fill(block, InstructionSet::best(), &mut jumping);
        without.fill(block, InstructionSet::best(), &mut plain);
        for lane in 0..jumping.valid {
            for (step, difference) in differences.iter_mut().enumerate() {
                *difference = jumping.log_spot[step][lane] - plain.log_spot[step][lane];
            }
            let counts = differences.windows(2).enumerate().map(|(step, ends)| {
                let count = (ends[1] - ends[0] + compensated) / SIZE;
                assert!((count - count.round()).abs() < 1e-12, "half a jump: {count}");
                let marked = jumping.jumped[step] >> lane & 1 == 1;
                assert_eq!(marked, count.round() > 0.0, "the mask of step {step}");
                count.round()
            });
            paths.push(counts.collect());
        }
    }
    paths
}

/// Mean and variance of the number on a path are both `λT`, for the sampler of few (below 12 on a
/// path) and that of many; and each step has its share.
#[test]
fn come_as_a_poisson_process() {
    for per_year in [3.0, 30.0, 120.0] {
        let grid = Grid::new(21, 1, 84.0).unwrap();
        let paths = jumps_per_step(per_year, grid);
        let expected = per_year * YEARS;
        let counts: Vec<f64> = paths.iter().map(|path| path.iter().sum()).collect();
        let root = expected.sqrt();
        assert_mean("mean", mean(&counts), expected, 0.003 * root);
        assert_mean("variance", variance(&counts), expected, 0.004 * root * (1.0 + root));
        for step in [0, 10, 20] {
            let here: Vec<f64> = paths.iter().map(|path| path[step]).collect();
            assert_mean("mean of a step", mean(&here), expected / 21.0, 0.001 * root);
            assert_mean("variance of a step", variance(&here), expected / 21.0, 0.01 * root);
        }
    }
}

/// χ² of the numbers of all steps: a step too many or too few shows.
#[test]
fn come_uniformly_in_time() {
    let paths = jumps_per_step(4.0, fine());
    let of_step = |step: usize| paths.iter().map(|path| path[step]).sum::<f64>();
    let expected = 4.0 / 252.0 * PATHS as f64;
    let chi_square: f64 = (0..63).map(|step| (of_step(step) - expected).powi(2) / expected).sum();
    // 63 independent Poisson numbers: mean 63, variance 126.
    assert!((chi_square - 63.0).abs() < 4.0 * 126.0_f64.sqrt(), "{chi_square}");
}

/// `J ~ N(mean, sd²)`. Two jumps in one step look like one: one in 250 does, which is far below
/// what the test sees.
#[test]
fn have_normal_sizes() {
    let jumps = Arrivals::new(2.0, -0.05, 0.08).unwrap();
    let grid = fine();
    let paths = 64 * 600;
    let source =
        |jumps| Simulation::new(Model { jumps, ..diffusion() }, grid, paths, 5, vec![63]).unwrap();
    let (with, without) = (source(Some(jumps)), source(None));
    let compensated = 2.0 * ((-0.05_f64 + 0.5 * 0.0064).exp() - 1.0) * grid.dt();
    let mut sizes = Vec::new();
    for number in 0..with.blocks() {
        let jumping = block(&with, number);
        let plain = block(&without, number);
        for step in 0..63 {
            for lane in (0..64).filter(|lane| jumping.jumped[step] >> lane & 1 == 1) {
                let apart = |step: usize| jumping.log_spot[step][lane] - plain.log_spot[step][lane];
                sizes.push(apart(step + 1) - apart(step) + compensated);
            }
        }
    }
    assert_mean("mean", mean(&sizes), -0.05, 1e-3);
    let distribution = Normal::new(-0.05, 0.08).unwrap();
    assert_distribution("sizes", sizes, |x| distribution.cdf(x));
}

/// Sizes come from a stream of their own. Were it that of the times, the first number of each block,
/// which on its first path decides on the number of jumps, would be the first size too.
#[test]
fn have_sizes_that_do_not_go_with_their_number() {
    let jumps = Arrivals::new(4.0, -0.05, 0.08).unwrap();
    let with = simulation(&Model { jumps: Some(jumps), ..diffusion() }, fine());
    let without = simulation(&diffusion(), fine());
    let compensated = 4.0 * ((-0.05_f64 + 0.5 * 0.0064).exp() - 1.0) * YEARS;
    let mut sizes = Vec::new();
    for number in 0..with.blocks() {
        let jumping = block(&with, number);
        if jumping.jumped.iter().filter(|mask| **mask & 1 == 1).count() == 1 {
            let plain = block(&without, number);
            sizes.push(jumping.log_spot[63][0] - plain.log_spot[63][0] + compensated);
        }
    }
    assert!(sizes.len() > 1000);
    assert_mean("a lone jump's size", mean(&sizes), -0.05, 3e-3);
}

/// Jumps and shocks of one rate have streams of their own: a step of one is a step of the other
/// as rarely as chance has it, once in 42 times.
#[test]
fn do_not_come_with_the_shocks() {
    let arrivals = Arrivals::new(6.0, 0.3, 0.01).unwrap();
    let shocks = Some(VolatilityShocks::new(arrivals, 0.04).unwrap());
    let model = Model { jumps: Some(arrivals), shocks, ..diffusion() };
    let source = simulation(&model, fine());
    let (mut shocks, mut both) = (0_u32, 0_u32);
    for number in 0..50 {
        let block = block(&source, number);
        for step in 0..63 {
            for lane in 0..64 {
                let volatility = |step: usize| block.volatility.at(step)[lane];
                let shocked = volatility(step + 1) > volatility(step);
                shocks += u32::from(shocked);
                both += u32::from(shocked && block.jumped[step] >> lane & 1 == 1);
            }
        }
    }
    let share = f64::from(both) / f64::from(shocks);
    let error = (1.0 / 42.0 / f64::from(shocks)).sqrt();
    assert!((share - 1.0 / 42.0).abs() < 4.0 * error, "{both} of {shocks}");
}

/// None where they never come.
#[test]
fn never_come_at_rate_zero() {
    let never = Arrivals::new(0.0, -0.5, 0.3).unwrap();
    let with = simulation(&Model { jumps: Some(never), ..diffusion() }, fine());
    let without = simulation(&diffusion(), fine());
    let [with, without] = [with, without].map(|source| block(&source, 3));
    assert_eq!(with.jumped, vec![0; 63]);
    assert_eq!(with.log_spot, without.log_spot);
}

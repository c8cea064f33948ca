//! Ways of drawing the diffusion: what they keep, what they gain, and how their errors are found.

use crate::sample::{
    assert_distribution, assert_mean, block, diffusion, fine, log_returns, mean, models, sample,
    with_everything,
};
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::{Grid, Model, PathBlock, PathSource, Sampling, Simulation};
use statrs::distribution::{ContinuousCDF, Normal};

const WAYS: [Sampling; 3] = [Sampling::Pseudo, Sampling::Antithetic, Sampling::Sobol];

fn drawn(model: &Model, sampling: Sampling, paths: usize, seed: u64) -> Simulation {
    let expiries = vec![31, 63];
    let source = Simulation::new(model.clone(), fine(), paths, seed, expiries).unwrap();
    source.with_sampling(sampling).unwrap()
}

/// The normal number of a step of [`diffusion`].
fn normal(block: &PathBlock, step: usize, lane: usize) -> f64 {
    let (dt, sd) = (1.0 / 252.0, 0.2 / 252.0_f64.sqrt());
    let moved = block.log_spot[step + 1][lane] - block.log_spot[step][lane];
    (moved - 0.07 * dt + 0.5 * sd * sd) / sd
}

#[test]
fn pseudo_random_is_the_default() {
    let plain = Simulation::new(diffusion(), fine(), 100, 7, vec![31, 63]).unwrap();
    let named = drawn(&diffusion(), Sampling::default(), 100, 7);
    assert_eq!(block(&plain, 1).log_spot, block(&named, 1).log_spot);
}

/// The normals of a pair sum to zero. They are read off log spots of about 4.4, rounded to 4e-16
/// each, over a daily deviation of 0.0126.
#[test]
fn antithetic_normals_sum_to_zero() {
    let source = drawn(&diffusion(), Sampling::Antithetic, 640, 3);
    for number in 0..10 {
        let block = block(&source, number);
        for step in 0..63 {
            for lane in 0..LANES / 2 {
                let one = normal(&block, step, lane);
                let sum = one + normal(&block, step, lane + LANES / 2);
                assert!(one != 0.0 && sum.abs() < 1e-12, "{number} {step} {lane}: {sum}");
            }
        }
    }
}

/// Jumps and shocks are the same paths by paths, however the diffusion is drawn.
#[test]
fn only_the_diffusion_is_drawn_in_another_way() {
    let [pseudo, antithetic, sobol] =
        WAYS.map(|sampling| block(&drawn(&with_everything(), sampling, 2048, 7), 5));
    for other in [antithetic, sobol] {
        assert_eq!(pseudo.jumped, other.jumped);
        for step in 0..=63 {
            assert_eq!(pseudo.volatility.at(step), other.volatility.at(step));
            assert_eq!(pseudo.implied(1).at(step), other.implied(1).at(step));
        }
        assert_ne!(pseudo.log_spot, other.log_spot);
    }
}

/// Every step's numbers are standard normal, and neighbours and ends do not know of each other.
/// Paths that help each other have smaller errors than these tests of independent ones allow for.
#[test]
fn numbers_are_normal_and_independent() {
    let standard = Normal::standard();
    for sampling in [Sampling::Antithetic, Sampling::Sobol] {
        let source = drawn(&diffusion(), sampling, 102_400, 11);
        for step in [0, 1, 30, 31, 62] {
            let numbers = sample(&source, |block, lane| normal(block, step, lane));
            let squares: Vec<f64> = numbers.iter().map(|z| z * z).collect();
            assert_mean("E[Z]", mean(&numbers), 0.0, 4e-3);
            // A pair has the same square twice.
            let [estimate, error] = mean(&squares);
            assert_mean("E[Z²]", [estimate, error * 2_f64.sqrt()], 1.0, 7e-3);
            if sampling == Sampling::Sobol {
                assert_distribution("Z", numbers, |z| standard.cdf(z));
            }
        }
        for (one, other) in [(0, 1), (31, 32), (0, 62), (15, 47)] {
            let products = sample(&source, |block, lane| {
                normal(block, one, lane) * normal(block, other, lane)
            });
            let [estimate, error] = mean(&products);
            assert_mean("E[Z Z']", [estimate, error * 2_f64.sqrt()], 0.0, 5e-3);
        }
    }
}

/// More paths leave the first ones as they were, and a block knows its number alone.
#[test]
fn fewer_paths_are_a_prefix() {
    for sampling in WAYS {
        let [few, many] = [1024, 4096].map(|n| block(&drawn(&diffusion(), sampling, n, 7), 9));
        assert_eq!(few.log_spot, many.log_spot);
        let source = drawn(&diffusion(), sampling, 4096, 7);
        let mut reused = source.allocate();
        for number in [40, 3, 9] {
            source.fill(number, InstructionSet::best(), &mut reused);
        }
        assert_eq!(reused.log_spot, many.log_spot);
    }
}

#[test]
fn instruction_sets_give_the_same_bits() {
    for (name, model) in models() {
        for sampling in [Sampling::Antithetic, Sampling::Sobol] {
            let source = drawn(&model, sampling, 1 << 20, 5);
            for number in [0, 1, 16, 3001, 16_383] {
                let mut reference = source.allocate();
                source.fill(number, InstructionSet::Baseline, &mut reference);
                for set in InstructionSet::available() {
                    let mut block = source.allocate();
                    source.fill(number, set, &mut block);
                    assert_eq!(block.spot, reference.spot, "{name}, {sampling}, {set}");
                }
            }
        }
    }
}

/// Replicates are unlike each other, and so are seeds.
#[test]
fn replicates_and_seeds_differ() {
    let first = |seed, number| block(&drawn(&diffusion(), Sampling::Sobol, 4096, seed), number);
    let starts = [(0, 0), (0, 1), (0, 15), (0, 16), (1, 0)].map(|(seed, n)| first(seed, n).spot[1]);
    for (i, one) in starts.iter().enumerate() {
        for other in &starts[..i] {
            assert!((0..LANES).all(|lane| one[lane] != other[lane]));
        }
    }
}

/// Which of the independent groups a path belongs to: itself, its pair, its replicate.
fn group(sampling: Sampling, path: usize) -> usize {
    let (block, lane) = (path / LANES, path % LANES);
    match sampling {
        Sampling::Pseudo => path,
        Sampling::Antithetic => block * (LANES / 2) + lane % (LANES / 2),
        Sampling::Sobol => block % Sampling::REPLICATES,
    }
}

/// Mean of a sample and its error by the spread of independent groups of equal size.
fn grouped(sampling: Sampling, values: &[f64]) -> [f64; 2] {
    let groups = 1 + (0..values.len()).map(|path| group(sampling, path)).max().unwrap();
    let mut means = vec![0.0; groups];
    for (path, value) in values.iter().enumerate() {
        means[group(sampling, path)] += value * groups as f64 / values.len() as f64;
    }
    mean(&means)
}

/// Errors of `E[S_T]` over their estimates have a standard deviation of one; for 16 replicates, of
/// `√(15/13)`, that of Student's distribution. 400 seeds tell it to 3.5 %, more for its wide tails:
/// within 15 %. Their mean is zero: no way is biased.
#[test]
fn standard_errors_are_honest() {
    let seeds = 400;
    let exact = 80.0 * (0.07_f64 / 4.0).exp();
    for (sampling, student) in WAYS.into_iter().zip([1.0, 1.0, 15.0 / 13.0]) {
        for model in [diffusion(), with_everything()] {
            let (mut off, mut scores) = (Vec::new(), Vec::new());
            for seed in 0..seeds {
                let grid = Grid::new(21, 1, 84.0).unwrap();
                let source = Simulation::new(model.clone(), grid, 2048, seed, vec![]).unwrap();
                let source = source.with_sampling(sampling).unwrap();
                let ends = sample(&source, |block, lane| block.spot[21][lane]);
                let [estimate, error] = grouped(sampling, &ends);
                off.push(estimate - exact);
                scores.push((estimate - exact) / error);
            }
            let sd = mean(&scores)[1] * (seeds as f64 / student).sqrt();
            assert!((sd - 1.0).abs() < 0.15, "{sampling}: {sd}");
            assert_mean("E[S_T]", mean(&off), 0.0, 0.02);
        }
    }
}

/// The error of the mean of an average price's call, as the spread over seeds, against that of
/// independent paths: pairs divide it by three, Sobol' points by about twenty at 4,096 paths and
/// forty at 32,768. Each spread is known to 9 %, a ratio of two to 13 %.
#[test]
fn smooth_payoffs_gain() {
    let spread = |sampling: Sampling, paths: usize| {
        let estimates: Vec<f64> = (0..60)
            .map(|seed| {
                let source = drawn(&diffusion(), sampling, paths, seed);
                let payoffs = sample(&source, |block, lane| {
                    let average: f64 = block.spot[1..].iter().map(|row| row[lane]).sum();
                    (average / 63.0 - 76.0).max(0.0)
                });
                mean(&payoffs)[0]
            })
            .collect();
        mean(&estimates)[1]
    };
    let gain = |sampling, paths| spread(Sampling::Pseudo, paths) / spread(sampling, paths);
    let antithetic = gain(Sampling::Antithetic, 4096);
    let few = gain(Sampling::Sobol, 4096);
    let many = gain(Sampling::Sobol, 32_768);
    assert!(antithetic > 2.0, "{antithetic}");
    assert!(few > 12.0, "{few}");
    assert!(many > 1.2 * few, "{few} {many}");
}

/// The law of the horizon is that of independent paths.
#[test]
fn returns_have_their_law() {
    let exact = Normal::new((0.07 - 0.02) / 4.0, 0.1).unwrap();
    let returns = log_returns(&drawn(&diffusion(), Sampling::Sobol, 65_536, 2));
    assert_distribution("return", returns, |x| exact.cdf(x));
}

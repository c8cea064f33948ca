//! Models to sample, and statistics of samples with their errors.

use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::{
    Arrivals, Grid, ImpliedModel, Model, PathBlock, PathSource, Simulation, VolatilityShocks,
};

/// Enough for an error of 0.2 % of a standard deviation; whole blocks, so no padding.
pub const PATHS: usize = 200_000;
/// A quarter of a year.
pub const YEARS: f64 = 0.25;

/// A quarter of a year in 63 days.
pub fn fine() -> Grid {
    Grid::new(63, 1, 252.0).unwrap()
}

/// A quarter of a year in three months.
pub fn coarse() -> Grid {
    Grid::new(3, 1, 12.0).unwrap()
}

/// Geometric Brownian motion.
pub fn diffusion() -> Model {
    Model {
        spot: 80.0,
        drift: 0.07,
        volatility: 0.2,
        jumps: None,
        shocks: None,
        implied: ImpliedModel::Tracks { ratio: 1.0 },
    }
}

/// Jumps of −7 % ± 9 %, four times a year.
pub fn jumps() -> Arrivals {
    Arrivals::new(4.0, -0.07, 0.09).unwrap()
}

/// Shocks of +35 % ± 15 %, five times a year, with a half-life of ten days.
pub fn shocks() -> VolatilityShocks {
    VolatilityShocks::new(Arrivals::new(5.0, 0.35, 0.15).unwrap(), 10.0 / 252.0).unwrap()
}

pub fn with_jumps() -> Model {
    Model { jumps: Some(jumps()), ..diffusion() }
}

pub fn with_shocks() -> Model {
    Model { shocks: Some(shocks()), ..diffusion() }
}

pub fn with_everything() -> Model {
    Model { jumps: Some(jumps()), ..with_shocks() }
}

/// Every combination of ingredients, with a name.
pub fn models() -> [(&'static str, Model); 4] {
    [
        ("diffusion", diffusion()),
        ("jumps", with_jumps()),
        ("shocks", with_shocks()),
        ("everything", with_everything()),
    ]
}

/// [`PATHS`] paths of a model, with an expiry in the middle and one at the horizon.
pub fn simulation(model: &Model, grid: Grid) -> Simulation {
    let expiries = vec![grid.steps() / 2, grid.steps()];
    Simulation::new(model.clone(), grid, PATHS, 20_260_101, expiries).unwrap()
}

/// One block of a source.
pub fn block(source: &impl PathSource, number: usize) -> PathBlock {
    let mut block = source.allocate();
    source.fill(number, InstructionSet::best(), &mut block);
    block
}

/// Calls `see` with every path that a source has.
pub fn for_each_path(source: &impl PathSource, mut see: impl FnMut(&PathBlock, usize)) {
    let mut block = source.allocate();
    for number in 0..source.blocks() {
        source.fill(number, InstructionSet::best(), &mut block);
        (0..block.valid).for_each(|lane| see(&block, lane));
    }
}

/// One number of every path.
pub fn sample(source: &impl PathSource, of: impl Fn(&PathBlock, usize) -> f64) -> Vec<f64> {
    let mut numbers = Vec::with_capacity(source.paths());
    for_each_path(source, |block, lane| numbers.push(of(block, lane)));
    assert!(numbers.len() >= LANES, "not a sample");
    numbers
}

/// `ln S_n − ln S_0` of every path.
pub fn log_returns(source: &impl PathSource) -> Vec<f64> {
    let last = source.grid().steps();
    sample(source, |block, lane| block.log_spot[last][lane] - block.log_spot[0][lane])
}

/// Mean of a sample and the standard error of the mean.
pub fn mean(sample: &[f64]) -> [f64; 2] {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let variance = sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    [mean, (variance / n).sqrt()]
}

/// Variance of a sample and its standard error, from the sample's own fourth moment.
pub fn variance(sample: &[f64]) -> [f64; 2] {
    let [centre, _] = mean(sample);
    let squares: Vec<f64> = sample.iter().map(|x| (x - centre).powi(2)).collect();
    mean(&squares)
}

/// Within four standard errors: a right program fails once in 16 000 seeds. The error itself must
/// be below `resolution`, so that a wrong one cannot hide in it.
pub fn assert_mean(name: &str, [estimate, error]: [f64; 2], exact: f64, resolution: f64) {
    assert!(error <= resolution, "{name}: too few paths, {error} is above {resolution}");
    let off = (estimate - exact) / error;
    assert!(off.abs() <= 4.0, "{name}: {estimate}, not {exact}: {off:.1} standard errors");
}

/// Kolmogorov–Smirnov: `√n · sup |F_n − F|` is above 1.95 for one right sample in a thousand.
pub fn assert_distribution(name: &str, mut sample: Vec<f64>, cdf: impl Fn(f64) -> f64) {
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let distance = sample
        .iter()
        .enumerate()
        .map(|(i, &x)| (cdf(x) - i as f64 / n).max((i + 1) as f64 / n - cdf(x)))
        .fold(0.0, f64::max);
    let scaled = n.sqrt() * distance;
    assert!(scaled < 1.95, "{name}: √n·D = {scaled:.2} with {n} numbers");
}

//! The normal numbers of the diffusion.

use crate::sample::{assert_distribution, assert_mean, diffusion, fine, mean, simulation};
use rehedge_kernels::InstructionSet;
use rehedge_market::{PathBlock, PathSource};
use statrs::distribution::{ContinuousCDF, Normal};

/// The normal number that moved a path of [`diffusion`] over a step.
fn normal(block: &PathBlock, step: usize, lane: usize) -> f64 {
    let (dt, sd) = (1.0 / 252.0, 0.2 / 252.0_f64.sqrt());
    let moved = block.log_spot[step + 1][lane] - block.log_spot[step][lane];
    (moved - 0.07 * dt + 0.5 * sd * sd) / sd
}

/// The numbers of two neighbouring steps and two neighbouring lanes on many paths.
fn normals() -> Vec<[f64; 4]> {
    let source = simulation(&diffusion(), fine());
    let mut block = source.allocate();
    let mut numbers = Vec::new();
    for number in 0..source.blocks() {
        source.fill(number, InstructionSet::best(), &mut block);
        for lane in (0..block.valid).step_by(2) {
            numbers.push(
                [(0, 0), (1, 0), (0, 1), (62, 0)]
                    .map(|(step, next)| normal(&block, step, lane + next)),
            );
        }
    }
    numbers
}

/// Each step's numbers are standard normal, tails included.
#[test]
fn are_normal() {
    let (normals, standard) = (normals(), Normal::standard());
    for place in 0..4 {
        let sample: Vec<f64> = normals.iter().map(|numbers| numbers[place]).collect();
        for (power, exact) in [(1, 0.0), (2, 1.0), (3, 0.0), (4, 3.0)] {
            let moment: Vec<f64> = sample.iter().map(|z| z.powi(power)).collect();
            // √96 is the standard deviation of Z⁴, the widest of the four.
            assert_mean(&format!("E[Z^{power}]"), mean(&moment), exact, 11.0 / 1e5_f64.sqrt());
        }
        assert_distribution("diffusion", sample, |x| standard.cdf(x));
    }
}

/// Steps and lanes do not know of each other, nor of each other's size.
#[test]
fn are_independent() {
    let normals = normals();
    for other in 1..4 {
        let products: Vec<f64> = normals.iter().map(|z| z[0] * z[other]).collect();
        assert_mean("E[Z Z']", mean(&products), 0.0, 4e-3);
        let squares: Vec<f64> =
            normals.iter().map(|z| (z[0] * z[0] - 1.0) * (z[other] * z[other] - 1.0)).collect();
        assert_mean("Cov(Z², Z'²)", mean(&squares), 0.0, 8e-3);
    }
}

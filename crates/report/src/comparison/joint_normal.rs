//! [`JointNormal`]: the joint distribution of several estimates from the same paths, to draw from.

use super::difference::se_between;
use super::estimate::Estimate;
use crate::statistics::Dependence;
use rand_pcg::Pcg64Mcg;
use rehedge_kernels::{normal_quantile, uniform};

/// A pivot this small against its variance is rounding: the estimate follows from those before.
const NO_PIVOT: f64 = 1e-12;

/// The normal distribution that estimates have for many paths: their values as means, and the
/// covariance of their influence functions. Where the covariance is itself from few replicates, it
/// is Student's multivariate distribution with as many degrees of freedom as there are.
pub(super) struct JointNormal {
    means: Vec<f64>,
    /// Lower triangle `L` of the covariance `L Lᵀ`, a row each.
    factor: Vec<Vec<f64>>,
    /// Degrees of freedom of the covariance, where they are few.
    degrees: Option<usize>,
}

impl JointNormal {
    /// Covariances follow from the errors of estimates and of their differences,
    /// `2 Cov(a, b) = Var a + Var b − Var(a − b)`, however paths depend on each other.
    pub fn new(estimates: &[&Estimate], dependence: Dependence) -> Self {
        let variances: Vec<_> = estimates.iter().map(|e| e.se(dependence).powi(2)).collect();
        let covariance = |i: usize, j: usize| {
            let apart = se_between(estimates[i], estimates[j], dependence);
            0.5 * (variances[i] + variances[j] - apart * apart)
        };
        let means = estimates.iter().map(|estimate| estimate.value).collect();
        let degrees = dependence.degrees();
        Self { means, factor: cholesky(&variances, covariance), degrees }
    }

    /// One draw.
    pub fn draw(&self, generator: &mut Pcg64Mcg, out: &mut Vec<f64>) {
        use rand::Rng as _;
        let mut normal = || normal_quantile(uniform(generator.next_u64()));
        let normals: Vec<f64> = self.means.iter().map(|_| normal()).collect();
        // Student's: all normals over the root of one mean of squares.
        let squares =
            self.degrees.map(|n| (0..n).map(|_| normal().powi(2)).sum::<f64>() / n as f64);
        let scale = squares.map_or(1.0, |mean| 1.0 / mean.sqrt());
        let noise = |row: &Vec<f64>| row.iter().zip(&normals).map(|(l, z)| l * z).sum::<f64>();
        out.clear();
        out.extend(
            self.means.iter().zip(&self.factor).map(|(mean, row)| mean + scale * noise(row)),
        );
    }
}

/// Cholesky's factor of a covariance that may be singular: a column without a pivot is zero.
///
/// # Source
/// Golub and Van Loan (2013), *Matrix computations*, 4th ed., section 4.2.8.
fn cholesky(variances: &[f64], covariance: impl Fn(usize, usize) -> f64) -> Vec<Vec<f64>> {
    let mut factor: Vec<Vec<f64>> = Vec::with_capacity(variances.len());
    for (i, &variance) in variances.iter().enumerate() {
        let mut row = Vec::with_capacity(i + 1);
        for j in 0..i {
            let pivot = factor[j][j];
            let known = row.iter().zip(&factor[j]).map(|(a, b)| a * b).sum::<f64>();
            row.push(if pivot > 0.0 { (covariance(i, j) - known) / pivot } else { 0.0 });
        }
        let left = variance - row.iter().map(|x| x * x).sum::<f64>();
        row.push(if left > NO_PIVOT * variance { left.sqrt() } else { 0.0 });
        factor.push(row);
    }
    factor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factor_by_hand() {
        // 4, 2, 5: L = (2), (1, 2); a third estimate that is the sum of both adds no pivot.
        let matrix = [[4.0, 2.0, 6.0], [2.0, 5.0, 7.0], [6.0, 7.0, 13.0]];
        let factor = cholesky(&[4.0, 5.0, 13.0], |i, j| matrix[i][j]);
        assert_eq!(factor, [vec![2.0], vec![1.0, 2.0], vec![3.0, 2.0, 0.0]]);
        assert_eq!(cholesky(&[0.0, 1.0], |_, _| 0.0), [vec![0.0], vec![0.0, 1.0]]);
    }

    #[test]
    fn draws_have_the_moments_of_the_estimates() {
        // Influences 1, −1, 1, −1 and 1, −1, −1, 1 plus the first: correlation 1 / √2.
        let first = vec![1.0, -1.0, 1.0, -1.0];
        let second: Vec<f64> =
            first.iter().zip([1.0, -1.0, -1.0, 1.0]).map(|(x, y)| x + y).collect();
        let estimates = [
            Estimate { value: 3.0, influence: first },
            Estimate { value: -1.0, influence: second },
        ];
        let joint = JointNormal::new(&[&estimates[0], &estimates[1]], Dependence::Independent);
        let (mut generator, mut out) = (Pcg64Mcg::new(1), Vec::new());
        let draws: Vec<[f64; 2]> = (0..40_000)
            .map(|_| {
                joint.draw(&mut generator, &mut out);
                [out[0] - 3.0, out[1] + 1.0]
            })
            .collect();
        let mean = |f: &dyn Fn(&[f64; 2]) -> f64| draws.iter().map(f).sum::<f64>() / 40_000.0;
        // Var = Σ IF² / (n (n − 1)) = 4 / 12, 8 / 12, and the covariance 4 / 12; draws are known
        // to a relative 1 / √20 000, three times that allowed.
        assert!(mean(&|d| d[0]).abs() < 0.01 && mean(&|d| d[1]).abs() < 0.013);
        assert!((mean(&|d| d[0] * d[0]) - 1.0 / 3.0).abs() < 0.008);
        assert!((mean(&|d| d[1] * d[1]) - 2.0 / 3.0).abs() < 0.016);
        assert!((mean(&|d| d[0] * d[1]) - 1.0 / 3.0).abs() < 0.01);
    }
}

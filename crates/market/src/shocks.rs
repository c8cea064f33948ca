//! [`VolatilityShocks`]: a volatility that is hit by shocks and recovers.

use crate::Arrivals;
use rehedge_kernels::exp;
use thiserror::Error;

/// Shocks that multiply the diffusion volatility and decay.
///
/// The volatility of the step that begins at `t_i` is `σ · e^{y_i}`, with
/// `y_{i+1} = y_i · ρ + Σ J` over the shocks that arrive between `t_i` and `t_{i+1}`,
/// `J ~ N(mean_log, sd_log²)` and `ρ = 2^{−dt / half_life}`. A lone shock multiplies the volatility
/// by the log-normal `e^J`, and half of its logarithm is left after each half-life.
///
/// # Timing
/// `y_i` is known at `t_i`, before the step's diffusion is drawn; it is independent of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VolatilityShocks {
    arrivals: Arrivals,
    half_life: f64,
}

/// Why [`VolatilityShocks`] cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum ShocksError {
    /// The half-life must be positive and finite.
    #[error("the half-life must be positive and finite, not {0} years")]
    HalfLife(f64),
}

impl VolatilityShocks {
    /// Shocks with a half-life in years.
    ///
    /// # Errors
    /// [`ShocksError::HalfLife`] for one that is not positive and finite.
    pub fn new(arrivals: Arrivals, half_life: f64) -> Result<Self, ShocksError> {
        if !(half_life > 0.0 && half_life.is_finite()) {
            return Err(ShocksError::HalfLife(half_life));
        }
        Ok(Self { arrivals, half_life })
    }

    /// When and how large.
    pub(crate) fn arrivals(&self) -> Arrivals {
        self.arrivals
    }

    /// What is left of a shock's logarithm after one step.
    pub(crate) fn decay(&self, dt: f64) -> f64 {
        exp(-std::f64::consts::LN_2 * dt / self.half_life)
    }
}

/// Terms of the series in [`AverageVariance`]; enough for 1e-9 at `|y| = 4`, rounding at `|y| ≤ 2`.
const TERMS: usize = 28;

/// Largest `|y|` that the series is asked for: volatility 55 times its normal level, or a 55th.
const LARGEST: f64 = 4.0;

/// Expected average variance of the steps that remain, given the state `y` of the shocks.
///
/// With `n` steps left, `v̄_n(y) = (1/n) Σ_{k<n} C_k · exp(2·y·ρ^k)` in units of `σ²`. `C_k` is the
/// effect of shocks still to come: `ln C_k = λ·dt·Σ_{j<k} (E[e^{2ρ^j·J}] − 1)`. With `exp(2yρ^k) =
/// e^y · exp(y·(2ρ^k − 1))` and the second factor as a power series, the sum over `k` is taken once
/// for all paths: `v̄_n(y) = e^y Σ_m y^m · B_{n,m}`, `B_{n,m} = (1/n) Σ_k C_k (2ρ^k − 1)^m / m!`.
#[derive(Clone, Debug)]
pub(crate) struct AverageVariance {
    /// `series[n − 1]` for `n` steps left.
    series: Vec<[f64; TERMS]>,
}

impl AverageVariance {
    /// The expectations for every number of steps of `dt` left, up to `longest`.
    pub fn new(shocks: &VolatilityShocks, dt: f64, longest: usize) -> Self {
        let decay = shocks.decay(dt);
        let rate = shocks.arrivals.per_year() * dt;
        let (mut sums, mut log_future, mut kept) = ([0.0; TERMS], 0.0_f64, 1.0);
        let mut series = Vec::with_capacity(longest);
        for k in 0..longest {
            let mut term = exp(log_future);
            for (m, sum) in sums.iter_mut().enumerate() {
                *sum += term;
                term *= (2.0 * kept - 1.0) / (m + 1) as f64;
            }
            log_future += rate * shocks.arrivals.exponential_moment_less_one(2.0 * kept);
            kept *= decay;
            series.push(sums.map(|sum| sum / (k + 1) as f64));
        }
        Self { series }
    }

    /// `√v̄_n(y)`: expected average volatility over `left` steps in units of `σ`; with none left, of
    /// one step.
    #[inline(always)]
    pub fn volatility_ratio(&self, left: usize, y: f64) -> f64 {
        let series = &self.series[left.max(1) - 1];
        let y = if y > LARGEST { LARGEST } else { y };
        let y = if y < -LARGEST { -LARGEST } else { y };
        let mut sum = series[TERMS - 1];
        for m in (0..TERMS - 1).rev() {
            sum = sum.mul_add(y, series[m]);
        }
        (exp(y) * sum).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shocks() -> VolatilityShocks {
        VolatilityShocks::new(Arrivals::new(4.0, 0.35, 0.15).unwrap(), 10.0 / 252.0).unwrap()
    }

    /// Against the definition, summed term by term, over the whole range of states.
    #[test]
    fn series_equals_the_sum_that_it_stands_for() {
        let shocks = shocks();
        let average = AverageVariance::new(&shocks, 1.0 / 1008.0, 84);
        for left in [1_usize, 2, 7, 84] {
            for y in [-3.0, -0.6, 0.0, 0.35, 1.3, 2.0, 3.5] {
                let (mut total, mut log_future, mut kept) = (0.0, 0.0_f64, 1.0);
                for _ in 0..left {
                    total += (log_future + 2.0 * y * kept).exp();
                    let (m, s) = (2.0 * kept * 0.35, 2.0 * kept * 0.15);
                    log_future += 4.0 / 1008.0 * ((m + 0.5 * s * s).exp() - 1.0);
                    kept *= 0.5_f64.powf(1.0 / 40.0);
                }
                let exact = (total / left as f64).sqrt();
                let series = average.volatility_ratio(left, y);
                assert!((series / exact - 1.0).abs() < 2e-10, "{left} {y}: {series} {exact}");
            }
        }
    }

    /// One step left: the volatility of that step. A state beyond the range saturates.
    #[test]
    fn ends() {
        let average = AverageVariance::new(&shocks(), 1.0 / 252.0, 5);
        assert!((average.volatility_ratio(1, 0.7) - 0.7_f64.exp()).abs() < 1e-13);
        assert!((average.volatility_ratio(0, 0.7) - 0.7_f64.exp()).abs() < 1e-13);
        assert_eq!(average.volatility_ratio(3, 99.0), average.volatility_ratio(3, LARGEST));
    }
}

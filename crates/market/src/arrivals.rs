//! Poisson arrivals with normal marks: the jumps of a price, the shocks of a volatility.

use rand::{Rng, RngExt};
use rand_distr::{Distribution, Open01, Poisson};
use rehedge_kernels::{LANES, exp, normal_quantile};
use thiserror::Error;

/// Events that come `per_year` times a year on average, each with a mark `J ~ N(mean, sd²)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrivals {
    per_year: f64,
    mean: f64,
    sd: f64,
}

/// Why [`Arrivals`] cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum ArrivalsError {
    /// The rate must be finite and not negative.
    #[error("events per year must be finite and not negative, not {0}")]
    PerYear(f64),
    /// The mean must be finite.
    #[error("the mean of log sizes must be finite, not {0}")]
    Mean(f64),
    /// The standard deviation must be finite and not negative.
    #[error("the standard deviation of log sizes must be finite and not negative, not {0}")]
    StandardDeviation(f64),
}

impl Arrivals {
    /// Events with their rate per year and the mean and standard deviation of their marks.
    ///
    /// # Errors
    /// The first [`ArrivalsError`] met.
    pub fn new(per_year: f64, mean: f64, sd: f64) -> Result<Self, ArrivalsError> {
        if !(per_year >= 0.0 && per_year.is_finite()) {
            return Err(ArrivalsError::PerYear(per_year));
        }
        if !mean.is_finite() {
            return Err(ArrivalsError::Mean(mean));
        }
        if !(sd >= 0.0 && sd.is_finite()) {
            return Err(ArrivalsError::StandardDeviation(sd));
        }
        Ok(Self { per_year, mean, sd })
    }

    /// Events per year.
    #[must_use]
    pub fn per_year(&self) -> f64 {
        self.per_year
    }

    /// `E[e^{a·J}] − 1 = exp(a·mean + ½·a²·sd²) − 1`.
    #[must_use]
    pub fn exponential_moment_less_one(&self, a: f64) -> f64 {
        exp(a * self.mean + 0.5 * a * a * self.sd * self.sd) - 1.0
    }
}

/// One event on one path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Event {
    /// It came between `t_step` and `t_{step + 1}`.
    pub step: u32,
    /// On this lane.
    pub lane: u32,
    /// With this mark.
    pub mark: f64,
}

/// Draws the events of a block.
#[derive(Clone, Debug)]
pub(crate) struct EventSampler {
    /// Number of events on a path; none where they never come.
    count: Option<Poisson<f64>>,
    arrivals: Arrivals,
    steps: u32,
}

impl EventSampler {
    /// A sampler for paths of `steps` steps that last `years`.
    pub fn new(arrivals: Arrivals, steps: usize, years: f64) -> Self {
        let count = Poisson::new(arrivals.per_year * years).ok();
        Self { count, arrivals, steps: steps as u32 }
    }

    /// Fills `events` with those of every lane, in the order of their steps.
    ///
    /// Given their number, the times of a Poisson process are independent and uniform. A mark is
    /// `mean + sd · Φ⁻¹(U)` with `U` from [`Open01`]: like the diffusion, it calls no logarithm of
    /// the operating system, so its bits are the same everywhere.
    #[inline(always)]
    pub fn fill(&self, times: &mut impl Rng, marks: &mut impl Rng, events: &mut Vec<Event>) {
        events.clear();
        let Some(count) = self.count else { return };
        for lane in 0..LANES as u32 {
            for _ in 0..count.sample(times) as u64 {
                let step = times.random_range(0..self.steps);
                let uniform: f64 = Open01.sample(marks);
                let mark = self.arrivals.sd.mul_add(normal_quantile(uniform), self.arrivals.mean);
                events.push(Event { step, lane, mark });
            }
        }
        events.sort_by_key(|event| (event.step, event.lane));
    }
}

//! [`Estimate`]: a hedger's estimate of volatility from the path's own past.

use crate::HedgeVolatility;
use rehedge_kernels::{LANES, Row};
use rehedge_market::{PathBlock, SMALLEST_VOLATILITY};

/// `σ_i² = realised + weight · σ_0²` with the implied volatility of entry `σ_0`: both estimates are
/// linear in squared returns, so that one row serves options of every expiry.
#[derive(Clone, Debug)]
pub(crate) struct Estimate {
    /// What the returns since entry contribute, per year.
    realised: Row,
    /// The weight that is left to the volatility of entry.
    weight: f64,
}

impl Estimate {
    pub fn new() -> Self {
        Self { realised: Row::ZERO, weight: 1.0 }
    }

    /// Sees the spot of a step; every step in its turn, the first one starts anew.
    #[inline(always)]
    pub fn see(&mut self, volatility: HedgeVolatility, paths: &PathBlock, step: usize, dt: f64) {
        if step == 0 {
            return *self = Self::new();
        }
        match volatility {
            HedgeVolatility::Trailing { steps } => self.trail(steps, paths, step, dt),
            HedgeVolatility::Ewma { decay } => self.average(decay, paths, step, dt),
            _ => {}
        }
    }

    /// The newest return comes in and the oldest goes out.
    #[inline(always)]
    fn trail(&mut self, steps: usize, paths: &PathBlock, step: usize, dt: f64) {
        let scale = 1.0 / (steps as f64 * dt);
        let [before, now] = [&paths.log_spot[step - 1], &paths.log_spot[step]];
        if step <= steps {
            self.weight = (steps - step) as f64 / steps as f64;
            for lane in 0..LANES {
                let newest = now[lane] - before[lane];
                self.realised[lane] += scale * newest * newest;
            }
        } else {
            let [first, second] =
                [&paths.log_spot[step - steps - 1], &paths.log_spot[step - steps]];
            for lane in 0..LANES {
                let (newest, oldest) = (now[lane] - before[lane], second[lane] - first[lane]);
                self.realised[lane] += scale * newest * newest - scale * oldest * oldest;
            }
        }
    }

    #[inline(always)]
    fn average(&mut self, decay: f64, paths: &PathBlock, step: usize, dt: f64) {
        let gain = (1.0 - decay) / dt;
        self.weight *= decay;
        let [before, now] = [&paths.log_spot[step - 1], &paths.log_spot[step]];
        for lane in 0..LANES {
            let newest = now[lane] - before[lane];
            self.realised[lane] = decay * self.realised[lane] + gain * newest * newest;
        }
    }

    /// The volatility, for the implied volatility of entry.
    #[inline(always)]
    pub fn volatility(&self, entry: &Row) -> Row {
        const LEAST: f64 = SMALLEST_VOLATILITY * SMALLEST_VOLATILITY;
        let mut volatility = Row::ZERO;
        for lane in 0..LANES {
            let variance = self.realised[lane] + self.weight * entry[lane] * entry[lane];
            volatility[lane] = if variance > LEAST { variance } else { LEAST }.sqrt();
        }
        volatility
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use rehedge_kernels::InstructionSet;
    use rehedge_market::{Grid, ImpliedModel, Model, PathSource, Simulation};
    use statrs::statistics::Statistics;

    const STEPS: usize = 90;
    const PATHS: usize = 4096;
    const ACTUAL: f64 = 0.3;
    const IMPLIED: f64 = 0.2;

    /// Three steps to a day of a year of 250.
    fn grid() -> Grid {
        Grid::new(STEPS, 3, 250.0).unwrap()
    }

    fn market() -> Simulation {
        let implied = ImpliedModel::Constant(IMPLIED);
        let (jumps, shocks) = (None, None);
        let model = Model { spot: 80.0, drift: 0.07, volatility: ACTUAL, jumps, shocks, implied };
        Simulation::new(model, grid(), PATHS, 5, vec![STEPS]).unwrap()
    }

    /// Shows the estimate after every step of every block.
    fn estimates(volatility: HedgeVolatility, check: impl Fn(&PathBlock, usize, &Row)) {
        let market = market();
        let mut paths = market.allocate();
        let mut estimate = Estimate::new();
        for block in 0..market.blocks() {
            market.fill(block, InstructionSet::best(), &mut paths);
            for step in 0..=STEPS {
                estimate.see(volatility, &paths, step, grid().dt());
                let entry = paths.implied(0).at(0);
                check(&paths, step, &estimate.volatility(entry));
            }
        }
    }

    /// The root-mean-square of the returns in the window, by another library; steps before entry
    /// moved at the implied volatility.
    #[test]
    fn trailing_volatility_is_the_root_mean_square_of_returns() {
        const WINDOW: usize = 20;
        estimates(HedgeVolatility::Trailing { steps: WINDOW }, |paths, step, volatility| {
            for lane in [0, 17, LANES - 1] {
                let log_return = |i: usize| (paths.spot[i][lane] / paths.spot[i - 1][lane]).ln();
                let seen = (step.saturating_sub(WINDOW) + 1..=step).map(log_return);
                let before = IMPLIED * grid().dt().sqrt();
                let window: Vec<_> = seen.chain(std::iter::repeat(before)).take(WINDOW).collect();
                let expected = window.quadratic_mean() / grid().dt().sqrt();
                // Log spots of the size of 4 are known to 1e-15, returns of 0.01 to 1e-13.
                assert!((volatility[lane] / expected - 1.0).abs() < 1e-11, "{step}: {expected}");
            }
        });
    }

    /// With `m` normal returns behind it, `E[σ_i²] = λ^m·σ_0² + (1 − λ^m)·E[r²]/dt` and `Var[σ_i²] =
    /// 2σ⁴·(1 − λ)²·Σλ^{2k}`: it forgets the implied volatility and stays about the actual one.
    #[test]
    fn ewma_converges_to_the_volatility_of_the_path() {
        const DECAY: f64 = 0.9;
        let squares = std::cell::RefCell::new(vec![Vec::new(); STEPS + 1]);
        estimates(HedgeVolatility::Ewma { decay: DECAY }, |_, step, volatility| {
            squares.borrow_mut()[step].extend(volatility.iter().map(|sigma| sigma * sigma));
        });
        let drift = (0.07 - 0.5 * ACTUAL * ACTUAL) * grid().dt().sqrt();
        let actual = ACTUAL * ACTUAL + drift * drift;
        for (step, sample) in squares.into_inner().iter().enumerate() {
            let left = DECAY.powi(step as i32);
            let expected = left * IMPLIED * IMPLIED + (1.0 - left) * actual;
            let se = (sample.variance() / PATHS as f64).sqrt();
            let (mean, apart) = (sample.mean(), (sample.mean() - expected).abs());
            // 90 steps hang together, so that four errors are rare in all of them.
            assert!(apart <= 4.0 * se + 1e-14, "{step}: {mean} {expected} {se}");
            let spread = 2.0 * actual * actual * (1.0 - DECAY) / (1.0 + DECAY);
            let spread = spread * (1.0 - left * left);
            // The variance of a skewed sample of 4096, to five of its errors of about 4 %.
            assert!((sample.variance() - spread).abs() <= 0.2 * spread + 1e-30, "{step}");
        }
    }

    /// A spot that stands still leaves the least volatility, not none.
    #[test]
    fn there_is_a_least_volatility() {
        let mut paths = market().allocate();
        paths.log_spot.fill(Row::splat(4.0));
        for volatility in
            [HedgeVolatility::Trailing { steps: 2 }, HedgeVolatility::Ewma { decay: 1e-9 }]
        {
            let mut estimate = Estimate::new();
            for step in 0..4 {
                estimate.see(volatility, &paths, step, grid().dt());
            }
            let found = estimate.volatility(&Row::splat(IMPLIED));
            assert!(found.iter().all(|sigma| (sigma / SMALLEST_VOLATILITY - 1.0).abs() < 1e-15));
        }
    }
}

//! Expectations over one step, on equally spaced points of log-spot.
//!
//! The trapezoidal rule on a normal density is the best of rules for this: with points `σ√dt / m`
//! apart its error on what is smooth is of the order `e^{−2π²m²}`, below 1e-8 at `m = 1`, and its
//! points fall on those of the next step.

use rehedge_kernels::{exp, ln};

/// How far it reaches, in standard deviations.
pub(super) const REACH: usize = 6;

/// Points are padded to a multiple of this, by the last one without weight.
pub(super) const STRIDE: usize = 8;

/// Weights of a normal move, and the factors by which the spot moves.
pub(super) struct Quadrature {
    /// Points on either side of none.
    pub radius: usize,
    pub weight: Vec<f64>,
    /// `S'/S`, with the mean of the drift exactly.
    pub factor: Vec<f64>,
}

impl Quadrature {
    /// `per_deviation` points to a standard deviation of log-spot, over `dt`.
    pub fn new(per_deviation: usize, [drift, volatility, dt]: [f64; 3]) -> Self {
        let radius = REACH * per_deviation;
        let points = 2 * radius + 1;
        let length = points.next_multiple_of(STRIDE);
        let deviations = |point: usize| (point as f64 - radius as f64) / per_deviation as f64;
        let deviation = volatility * dt.sqrt();
        let mut weight: Vec<_> =
            (0..points).map(|point| exp(-0.5 * deviations(point) * deviations(point))).collect();
        let mass: f64 = weight.iter().sum();
        weight.iter_mut().for_each(|weight| *weight /= mass);
        let mut factor: Vec<_> =
            (0..points).map(|point| exp(deviation * deviations(point))).collect();
        let mean: f64 = weight.iter().zip(&factor).map(|(weight, factor)| weight * factor).sum();
        let scale = exp(drift * dt) / mean;
        factor.iter_mut().for_each(|factor| *factor *= scale);
        weight.resize(length, 0.0);
        factor.resize(length, factor[points - 1]);
        Self { radius, weight, factor }
    }

    /// Number of points, padding included.
    pub fn len(&self) -> usize {
        self.weight.len()
    }
}

/// A function of the holding and its first two derivatives.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Jet {
    pub value: f64,
    pub first: f64,
    pub second: f64,
}

/// The same at every point of a quadrature.
#[derive(Default)]
pub(super) struct Jets {
    pub value: Vec<f64>,
    pub first: Vec<f64>,
    pub second: Vec<f64>,
}

impl Jets {
    pub fn resize(&mut self, length: usize) {
        for rows in [&mut self.value, &mut self.first, &mut self.second] {
            rows.resize(length, 0.0);
        }
    }

    /// `ln Σ p·e^{a·x} / a` of the values `x`, and its derivatives.
    #[inline(always)]
    pub fn entropic(&self, weight: &[f64], risk_aversion: f64) -> Jet {
        let mut most = [f64::NEG_INFINITY; STRIDE];
        for values in self.value.as_chunks::<STRIDE>().0 {
            for lane in 0..STRIDE {
                most[lane] = if values[lane] > most[lane] { values[lane] } else { most[lane] };
            }
        }
        let top = most.into_iter().fold(f64::NEG_INFINITY, |a, b| if b > a { b } else { a });
        let mut sums = [[0.0; STRIDE]; 4];
        let points = weight.as_chunks::<STRIDE>().0.iter();
        let points = points.zip(self.value.as_chunks::<STRIDE>().0);
        let derivatives =
            self.first.as_chunks::<STRIDE>().0.iter().zip(self.second.as_chunks::<STRIDE>().0);
        for ((weight, value), (first, second)) in points.zip(derivatives) {
            for lane in 0..STRIDE {
                let tilted = weight[lane] * exp(risk_aversion * (value[lane] - top));
                sums[0][lane] += tilted;
                sums[1][lane] += tilted * first[lane];
                sums[2][lane] += tilted * (first[lane] * first[lane]);
                sums[3][lane] += tilted * second[lane];
            }
        }
        let [mass, first, square, second] = sums.map(|sum| {
            let pairs = [sum[0] + sum[4], sum[1] + sum[5], sum[2] + sum[6], sum[3] + sum[7]];
            (pairs[0] + pairs[2]) + (pairs[1] + pairs[3])
        });
        let mean = first / mass;
        let variance = square / mass - mean * mean;
        Jet {
            value: top + ln(mass) / risk_aversion,
            first: mean,
            second: second / mass + risk_aversion * variance,
        }
    }
}

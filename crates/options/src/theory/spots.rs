//! Expectations over the lognormal spot at one time.

use super::HedgedOption;
use crate::quadrature::nodes;
use rehedge_kernels::{ln, normal_cdf, normal_pdf, normal_quantile};

/// Standard deviations of a normal number beyond which nothing is left: `φ` is 1e-17.
pub(super) const REACH: f64 = 8.5;

/// The hedge ratio of one option when so much time is left, as a function of the log spot.
#[derive(Clone, Copy)]
pub(super) struct Ratio {
    /// `1/(σ_h·√τ)`.
    pub slope: f64,
    /// `d₁` at a log spot of 0.
    pub intercept: f64,
    /// `e^{−qτ}`.
    discount: f64,
    options: f64,
    puts: f64,
}

impl Ratio {
    /// With `tau > 0` years left.
    pub fn new(option: &HedgedOption, tau: f64) -> Self {
        let volatility = option.hedge_volatility;
        let carry = option.rates.rate - option.rates.dividend_yield + 0.5 * volatility * volatility;
        let slope = 1.0 / (volatility * tau.sqrt());
        Self {
            slope,
            intercept: (carry * tau - ln(option.strike)) * slope,
            discount: rehedge_kernels::exp(-option.rates.dividend_yield * tau),
            options: option.options(),
            puts: option.payoff.calls_and_puts().1,
        }
    }

    /// `e^{−qτ}·(n·Φ(d₁) − puts)`.
    #[inline(always)]
    pub fn delta(&self, log_spot: f64) -> f64 {
        let d1 = self.slope.mul_add(log_spot, self.intercept);
        self.discount * self.options.mul_add(normal_cdf(d1), -self.puts)
    }

    /// `S·Γ`.
    #[inline(always)]
    pub fn spot_gamma(&self, log_spot: f64) -> f64 {
        let d1 = self.slope.mul_add(log_spot, self.intercept);
        self.discount * self.options * normal_pdf(d1) * self.slope
    }

    /// The log spot at which the ratio is `delta`; far out where it never is.
    #[inline(always)]
    pub fn log_spot_of(&self, delta: f64) -> f64 {
        let d1 = normal_quantile((delta / self.discount + self.puts) / self.options);
        (d1 - self.intercept) / self.slope
    }
}

impl HedgedOption {
    /// Log spots at `t` and their probability weights, dense around the strike, where the hedge
    /// ratio bends within about `width` of the log spot. With `near` only there.
    pub(super) fn log_spots(&self, t: f64, width: f64, near: bool) -> Vec<(f64, f64)> {
        let variance = self.volatility * self.volatility;
        let mean = ln(self.spot) + (self.drift - 0.5 * variance) * t;
        if t <= 0.0 {
            return vec![(mean, 1.0)];
        }
        let sd = self.volatility * t.sqrt();
        let bend = Ratio::new(self, self.maturity - t);
        let (centre, width) = ((-bend.intercept / bend.slope - mean) / sd, width / sd);
        // The spot itself is a weight e^{sd·z}, which moves the normal density by sd.
        let (mut low, mut high) = (-REACH, REACH + sd);
        if near {
            (low, high) = (low.max(centre - REACH * width), high.min(centre + REACH * width));
        }
        let around = [-8.0, -5.0, -2.5, -1.0, 0.0, 1.0, 2.5, 5.0, 8.0].map(|x| centre + width * x);
        let plain = [-4.0, -2.0, 0.0, 2.0, 4.0, low, high];
        let mut breaks: Vec<f64> = around.into_iter().chain(plain).collect();
        breaks.retain(|z| (low..=high).contains(z));
        breaks.sort_by(f64::total_cmp);
        nodes(&breaks).map(|(z, weight)| (sd.mul_add(z, mean), weight * normal_pdf(z))).collect()
    }
}

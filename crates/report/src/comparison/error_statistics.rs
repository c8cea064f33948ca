//! [`ErrorStatistics`]: how far a hedge misses what it hedges.

use super::estimate::{self, Estimate};
use crate::statistics::Dependence;

/// Statistics of hedging errors: the profit and loss of a book together with its hedge, a loss
/// negative, a number for each scenario; each with its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ErrorStatistics {
    /// Root mean square.
    pub rms: f64,
    /// Its standard error.
    pub rms_se: f64,
    /// Mean.
    pub mean: f64,
    /// Its standard error.
    pub mean_se: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Its standard error.
    pub sd_se: f64,
    /// Mean loss on the worst 5 %, a loss positive.
    pub es_95: f64,
    /// Its standard error.
    pub es_95_se: f64,
}

impl ErrorStatistics {
    /// Names of the numbers, in the order of [`ErrorStatistics::numbers`].
    pub const COLUMNS: [&'static str; 8] =
        ["rms", "rms_se", "mean", "mean_se", "sd", "sd_se", "es_95", "es_95_se"];

    /// Of errors in the order of their scenarios; how these depend on each other enters the
    /// standard errors alone.
    ///
    /// # Examples
    /// ```
    /// use rehedge_report::{Dependence, ErrorStatistics};
    /// let of = ErrorStatistics::of(&[3.0, -4.0, 0.0, 5.0], Dependence::Independent);
    /// assert_eq!((of.mean, of.rms), (1.0, 12.5f64.sqrt()));
    /// ```
    #[must_use]
    pub fn of(errors: &[f64], dependence: Dependence) -> Self {
        let both = |estimate: Estimate| (estimate.value, estimate.se(dependence));
        let (rms, rms_se) = both(estimate::root_mean_square(errors));
        let (mean, mean_se) = both(estimate::mean(errors));
        let (sd, sd_se) = both(estimate::sd(errors));
        let (es_95, es_95_se) = both(estimate::expected_shortfall(errors, 0.95));
        Self { rms, rms_se, mean, mean_se, sd, sd_se, es_95, es_95_se }
    }

    /// The numbers, in the order of [`ErrorStatistics::COLUMNS`].
    #[must_use]
    pub const fn numbers(&self) -> [f64; 8] {
        let &Self { rms, rms_se, mean, mean_se, sd, sd_se, es_95, es_95_se } = self;
        [rms, rms_se, mean, mean_se, sd, sd_se, es_95, es_95_se]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a normal sample with mean m and deviation s: rms² = m² + s², Var(x²) = 2s⁴ + 4m²s², so
    /// that the error of the rms is √((2s⁴ + 4m²s²)/n)/(2·rms).
    #[test]
    fn errors_of_a_normal_sample() {
        use statrs::distribution::{ContinuousCDF as _, Normal};
        let (n, m, s) = (100_000, 0.5, 2.0);
        let normal = Normal::new(m, s).unwrap();
        let strata = (0..n).map(|i| normal.inverse_cdf((f64::from(i) + 0.5) / f64::from(n)));
        let of = ErrorStatistics::of(&strata.collect::<Vec<_>>(), Dependence::Independent);
        let rms = (m * m + s * s).sqrt();
        let rms_se = ((2.0 * s.powi(4) + 4.0 * m * m * s * s) / f64::from(n)).sqrt() / (2.0 * rms);
        // The sample lacks the outermost strata.
        let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-3;
        assert!(close(of.rms, rms) && close(of.rms_se, rms_se), "{of:?}");
        assert!(close(of.mean, m) && close(of.mean_se, s / f64::from(n).sqrt()), "{of:?}");
        assert!(close(of.sd, s) && close(of.sd_se, s / (2.0 * f64::from(n)).sqrt()), "{of:?}");
        assert!(close(of.es_95, 2.062_713 * s - m), "{of:?}");
    }

    #[test]
    fn nothing_has_no_error() {
        for errors in [&[][..], &[0.0; 5]] {
            let of = ErrorStatistics::of(errors, Dependence::Independent);
            assert_eq!(of, ErrorStatistics::default());
        }
    }

    #[test]
    fn every_number_has_a_name() {
        let of = ErrorStatistics::of(&[1.0, -2.0, 7.0], Dependence::Independent);
        let at = |name| ErrorStatistics::COLUMNS.iter().position(|column| *column == name).unwrap();
        let numbers = of.numbers();
        assert_eq!((numbers[at("rms")], numbers[at("es_95_se")]), (of.rms, of.es_95_se));
        assert_eq!((numbers[at("mean_se")], numbers[at("sd")]), (of.mean_se, of.sd));
    }
}

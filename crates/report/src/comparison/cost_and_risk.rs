//! [`CostAndRisk`]: what a hedge costs and the risk that it leaves, and how well both are known.

use super::Samples;
use super::difference::se_between;
use super::estimate::{self, Estimate};
use crate::statistics::Dependence;

/// A measure of the risk of P&L.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Risk {
    /// Its standard deviation.
    Sd,
    /// The mean loss on its worst paths.
    ExpectedShortfall {
        /// One minus their share, such as 0.95.
        level: f64,
    },
}

/// Mean cost and risk of a hedge, two estimates from the same paths.
///
/// # Units
/// Currency at the horizon; the correlation is a pure number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CostAndRisk {
    /// Mean of spread + fee + impact, positive when paid.
    pub cost: f64,
    /// Its standard error.
    pub cost_se: f64,
    /// Risk.
    pub risk: f64,
    /// Its standard error.
    pub risk_se: f64,
    /// Correlation of the two errors; 0 where one of them has none.
    pub correlation: f64,
}

impl Samples<'_> {
    /// Mean cost and risk of every hedge. The covariance of the two estimates is that of the means
    /// of their influence functions, `2 Cov(a, b) = Var a + Var b − Var(a − b)`, however paths
    /// depend on each other.
    #[must_use]
    pub fn costs_and_risks(&self, risk: Risk) -> Vec<CostAndRisk> {
        let of = |pnl| match risk {
            Risk::Sd => estimate::sd(pnl),
            Risk::ExpectedShortfall { level } => estimate::expected_shortfall(pnl, level),
        };
        let both = |(cost, risk): (Estimate, Estimate)| joint(&cost, &risk, self.dependence);
        self.hedges.iter().map(|s| both((estimate::mean(s.costs), of(s.pnl)))).collect()
    }

    /// Half the axes of a 95 % confidence ellipse of two estimates, in standard errors: `k` with
    /// `P(T² ≤ k²) = 0.95` for Hotelling's `T²`. Two numbers lie farther out than one: for many
    /// paths `k² = −2 ln 0.05`, `k = 2.448`; for `n` replicates
    /// `k² = (n − 1) (0.05^(−2 / (n − 2)) − 1)`, the F distribution of 2 and `n − 2` degrees of
    /// freedom in closed form.
    ///
    /// # Source
    /// Anderson (2003), *An introduction to multivariate statistical analysis*, 3rd ed., section
    /// 5.2.2.
    #[must_use]
    pub fn ellipse_95(&self) -> f64 {
        let outside = 0.05f64;
        match self.dependence.degrees() {
            Some(degrees) if degrees > 1 => {
                let (n1, n2) = (degrees as f64, degrees as f64 - 1.0);
                (n1 * (outside.powf(-2.0 / n2) - 1.0)).sqrt()
            }
            _ => (-2.0 * outside.ln()).sqrt(),
        }
    }
}

fn joint(cost: &Estimate, risk: &Estimate, dependence: Dependence) -> CostAndRisk {
    let (cost_se, risk_se) = (cost.se(dependence), risk.se(dependence));
    let mut found =
        CostAndRisk { cost: cost.value, cost_se, risk: risk.value, risk_se, correlation: 0.0 };
    if cost_se > 0.0 && risk_se > 0.0 {
        // In standard errors of each: the difference of a large and a small number tells nothing.
        let standard = |estimate: &Estimate, se: f64| Estimate {
            value: 0.0,
            influence: estimate.influence.iter().map(|x| x / se).collect(),
        };
        let apart = se_between(&standard(cost, cost_se), &standard(risk, risk_se), dependence);
        found.correlation = (1.0 - 0.5 * apart * apart).clamp(-1.0, 1.0);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sample;
    use statrs::distribution::{ContinuousCDF as _, FisherSnedecor};

    fn samples<'a>(pnl: &'a [f64], costs: &'a [f64], dependence: Dependence) -> Samples<'a> {
        Samples::new(vec![Sample { name: "a", pnl, costs }], dependence)
    }

    #[test]
    fn correlation_by_hand() {
        // Influences of the mean cost −2, −1, 1, 2 and of ES, half the paths, 3.5, 1.5, −2.5, −2.5:
        // products −7, −1.5, −2.5, −5 = −16; squares 10 and 27.
        let pnl = [1.0, 2.0, 4.0, 5.0];
        let samples = samples(&pnl, &pnl, Dependence::Independent);
        let [found] = samples.costs_and_risks(Risk::ExpectedShortfall { level: 0.5 })[..] else {
            panic!("one hedge")
        };
        assert!((found.correlation - -16.0 / 270.0f64.sqrt()).abs() < 1e-14);
        assert_eq!((found.cost, found.risk), (3.0, -1.5));
        assert!((found.cost_se - (10.0f64 / 12.0).sqrt()).abs() < 1e-15);
        // The standard deviation's is symmetric: 1.5, −1.5, −1.5, 1.5.
        assert!(samples.costs_and_risks(Risk::Sd)[0].correlation.abs() < 1e-14);
    }

    #[test]
    fn a_cost_that_does_not_vary_has_no_correlation() {
        let samples = samples(&[1.0, 2.0, 4.0], &[0.0; 3], Dependence::Overlapping(1));
        let found = samples.costs_and_risks(Risk::Sd)[0];
        assert_eq!((found.cost_se, found.correlation), (0.0, 0.0));
        assert_eq!(samples.costs_and_risks(Risk::Sd).len(), 1);
    }

    #[test]
    fn the_ellipse_is_as_wide_as_statrs_says() {
        let none: [f64; 0] = [];
        let width = |dependence| samples(&none, &none, dependence).ellipse_95();
        assert!((width(Dependence::Independent) - 2.447_746_830_680_816).abs() < 1e-12);
        for count in [3, 16, 1000] {
            let n = f64::from(count);
            let f = FisherSnedecor::new(2.0, n - 2.0).unwrap().inverse_cdf(0.95);
            let exact = (2.0 * (n - 1.0) / (n - 2.0) * f).sqrt();
            let found = width(Dependence::Replicates { count: count as usize, run: 64 });
            assert!((found / exact - 1.0).abs() < 1e-6, "{count}: {found} {exact}");
        }
    }

    /// Ellipses of many samples of correlated estimates hold the true pair 95 times of 100.
    #[test]
    fn ellipses_cover_the_truth() {
        const SAMPLES: usize = 1000;
        let mut inside = 0;
        let (mut state, mut pnl, mut costs) = (1u64, vec![0.0; 400], vec![0.0; 400]);
        let mut normal = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let hashed = (state ^ (state >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            rehedge_kernels::normal_quantile(rehedge_kernels::uniform(hashed ^ (hashed >> 32)))
        };
        for _ in 0..SAMPLES {
            for (pnl, cost) in pnl.iter_mut().zip(&mut costs) {
                *pnl = normal();
                // Costs that are high where P&L is far from its mean, as those of a hedge are.
                *cost = 0.1 * *pnl * *pnl + 0.05 * normal();
            }
            let samples = samples(&pnl, &costs, Dependence::Independent);
            let found = samples.costs_and_risks(Risk::Sd)[0];
            assert!(found.correlation > 0.5);
            let (a, b) = ((found.cost - 0.1) / found.cost_se, (found.risk - 1.0) / found.risk_se);
            let r = found.correlation;
            let squared = (a * a - 2.0 * r * a * b + b * b) / (1.0 - r * r);
            inside += usize::from(squared <= samples.ellipse_95().powi(2));
        }
        // The number of hits has a standard deviation of 7; standard errors from 400 paths miss some.
        assert!((925..=975).contains(&inside), "{inside}");
    }
}

//! [`Measured`]: statistics of one hedge that theory has a number for.

use super::estimate::{self, Estimate};
use super::{Sample, Samples};

/// A statistic and its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// The statistic.
    pub value: f64,
    /// Its standard error, by the dependence of the paths.
    pub se: f64,
}

impl Samples<'_> {
    /// Mean of P&L + costs of a hedge. Interest on costs is still in it.
    #[must_use]
    pub fn mean_before_costs(&self, hedge: usize) -> Measured {
        self.measure(hedge, |sample| estimate::mean(&before_costs(sample)))
    }

    /// Standard deviation of P&L + costs of a hedge.
    #[must_use]
    pub fn sd_before_costs(&self, hedge: usize) -> Measured {
        self.measure(hedge, |sample| estimate::sd(&before_costs(sample)))
    }

    /// Mean over standard deviation of P&L of a hedge, of the whole horizon.
    #[must_use]
    pub fn sharpe(&self, hedge: usize) -> Measured {
        self.measure(hedge, |sample| estimate::sharpe(sample.pnl))
    }

    /// Zero for a hedge that is not there.
    fn measure(&self, hedge: usize, of: impl Fn(&Sample<'_>) -> Estimate) -> Measured {
        self.hedges.get(hedge).map_or(Measured::default(), |sample| {
            let found = of(sample);
            Measured { value: found.value, se: found.se(self.dependence) }
        })
    }
}

fn before_costs(sample: &Sample<'_>) -> Vec<f64> {
    sample.pnl.iter().zip(sample.costs).map(|(pnl, cost)| pnl + cost).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::Dependence;

    /// P&L + costs of 1, 3, 5, 7: mean 4, standard deviation √(20/3), by hand.
    #[test]
    fn costs_are_given_back() {
        let sample = Sample { name: "a", pnl: &[0.5, 2.0, 5.0, 6.5], costs: &[0.5, 1.0, 0.0, 0.5] };
        let samples = Samples::new(vec![sample], Dependence::Independent);
        let sd = (20.0f64 / 3.0).sqrt();
        let mean = samples.mean_before_costs(0);
        assert!((mean.value - 4.0).abs() < 1e-15 && (mean.se - sd / 2.0).abs() < 1e-15);
        assert!((samples.sd_before_costs(0).value - sd).abs() < 1e-15);
        // After costs: 3.5 over √(22.5/3).
        assert!((samples.sharpe(0).value - 3.5 / 7.5f64.sqrt()).abs() < 1e-15);
        assert_eq!(samples.sharpe(1), Measured::default());
    }
}

//! [`Criterion`]: what makes one hedge better than another.

use super::Sample;
use super::estimate::{self, Estimate};

/// What makes one hedge better than another. Money is in currency at the horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Criterion {
    /// Least `−mean + ½·a·variance` of P&L.
    MeanVariance {
        /// `a`, per currency unit.
        risk_aversion: f64,
    },
    /// Least mean loss on the worst paths.
    ExpectedShortfall {
        /// One minus their share, such as 0.95.
        level: f64,
    },
    /// Least entropic risk `ln E[e^{−aX}] / a`.
    Entropic {
        /// `a`, per currency unit.
        risk_aversion: f64,
    },
    /// Greatest mean over standard deviation of P&L, over the whole horizon.
    Sharpe,
    /// Least mean cost among those whose standard deviation is at most a cap.
    Cost {
        /// The cap.
        max_sd: f64,
    },
}

impl Criterion {
    /// Its name in results, with its parameter.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::MeanVariance { risk_aversion } => format!("mean_variance {risk_aversion}"),
            Self::ExpectedShortfall { level } => format!("expected_shortfall {level}"),
            Self::Entropic { risk_aversion } => format!("entropic {risk_aversion}"),
            Self::Sharpe => "sharpe".to_owned(),
            Self::Cost { max_sd } => format!("cost max_sd {max_sd}"),
        }
    }

    /// What it says of a number, to be followed by the number: `expected shortfall at 95 %`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::MeanVariance { risk_aversion } => {
                format!("−mean + ½·{risk_aversion}·variance")
            }
            Self::ExpectedShortfall { level } => {
                let percent = (100.0 * (1.0 - level) * 1e9).round() / 1e9;
                format!("mean loss on the worst {percent} % of paths")
            }
            Self::Entropic { risk_aversion } => {
                format!("entropic risk at an aversion of {risk_aversion}")
            }
            Self::Sharpe => "mean P&L over its standard deviation".to_owned(),
            Self::Cost { max_sd } => {
                format!("mean cost with a standard deviation of at most {max_sd}")
            }
        }
    }

    /// Whether more of it is better, in [`super::Ranked::value`].
    #[must_use]
    pub fn larger_is_better(&self) -> bool {
        matches!(self, Self::Sharpe)
    }

    /// A statistic that is smaller for a better hedge.
    pub(super) fn loss(&self, sample: &Sample<'_>) -> Estimate {
        match *self {
            Self::MeanVariance { risk_aversion } => {
                estimate::mean_variance(sample.pnl, risk_aversion)
            }
            Self::ExpectedShortfall { level } => estimate::expected_shortfall(sample.pnl, level),
            Self::Entropic { risk_aversion } => estimate::entropic(sample.pnl, risk_aversion),
            Self::Sharpe => estimate::sharpe(sample.pnl).negative(),
            Self::Cost { .. } => estimate::mean(sample.costs),
        }
    }

    /// How far a hedge is above the cap, where there is one.
    pub(super) fn excess(&self, sample: &Sample<'_>) -> Option<Estimate> {
        let Self::Cost { max_sd } = *self else { return None };
        let sd = estimate::sd(sample.pnl);
        Some(Estimate { value: sd.value - max_sd, ..sd })
    }
}

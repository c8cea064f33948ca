//! How well instruments can be told apart, by horizon.

use super::draw::{self, Hands};
use super::job::{Job, Range};
use crate::failure::Failure;
use rehedge_portfolio::Spectrum;

/// The spectrum of the instruments at one horizon.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Trading days to the horizon.
    pub days: f64,
    /// Standard deviation of implied volatility there, per √year.
    pub uncertainty: f64,
    pub spectrum: Spectrum,
}

/// At every horizon of the plan, without and with the uncertainty of volatility.
pub fn conditions(job: &Job, hands: &Hands<'_>) -> Result<Vec<Condition>, Failure> {
    let mut uncertainties = vec![0.0];
    if job.plan.volatility_uncertainty > 0.0 {
        uncertainties.push(job.plan.volatility_uncertainty);
    }
    let range = Range { block: 0, count: job.plan.run.in_sample };
    let mut all = Vec::new();
    for uncertainty in uncertainties {
        for horizon in &job.plan.horizons {
            let (source, valuer) = job.other_horizon(horizon.steps, uncertainty)?;
            let blocks = draw::draw(hands, &source, &valuer, range)?;
            let problem = draw::factor(hands.threads, &blocks).problem(0);
            let problem = problem.map_err(|error| Failure::Other(error.to_string()))?;
            all.push(Condition { days: horizon.days, uncertainty, spectrum: problem.spectrum() });
        }
    }
    Ok(all)
}

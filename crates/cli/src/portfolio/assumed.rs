//! Hedges that are made as if implied volatility at the horizon were more or less certain than it is.

use super::draw::{self, Hands};
use super::findings::Assumed;
use super::job::Job;
use super::judge;
use super::solve;
use crate::failure::Failure;
use rehedge_portfolio::ScenarioBlock;

/// Every model of every book, optimised in sample at each standard deviation that the plan assumes
/// besides its own; on the same paths and the same draws, which are only scaled.
pub fn optimise(job: &Job, hands: &Hands<'_>) -> Result<Vec<Assumed>, Failure> {
    let mut all = Vec::new();
    for &sd in &job.plan.assumed_uncertainties {
        let valuer = job.valuer.at_volatility(job.volatility(sd, 0.0));
        let blocks = draw::draw(hands, &job.source, &valuer, job.in_sample())?;
        let posed = solve::pose(job, &draw::factor(hands.threads, &blocks))?;
        let hedges = solve::solve(job, &posed, &blocks, hands.threads);
        let inside = judge::judge(job, hands, &blocks, &hedges);
        all.push(Assumed { sd, hedges, inside, outside: Vec::new() });
    }
    Ok(all)
}

/// Judges them on scenarios with the uncertainty there is.
pub fn judge(job: &Job, hands: &Hands<'_>, blocks: &[ScenarioBlock], all: &mut [Assumed]) {
    for assumed in all {
        assumed.outside = judge::judge(job, hands, blocks, &assumed.hedges);
    }
}

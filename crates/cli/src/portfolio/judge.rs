//! How hedges do: on the scenarios that they were chosen from, on others, and in other markets.

use super::draw::{self, Hands};
use super::job::Job;
use super::solve::Hedge;
use crate::failure::Failure;
use rehedge_portfolio::ScenarioBlock;
use rehedge_report::{ErrorStatistics, in_parallel};

/// A hedge in one set of scenarios; `None` for one that has no positions.
pub type Judged = Option<ErrorStatistics>;

/// A hedge on the scenarios that it was chosen from, and on others.
#[derive(Clone, Copy, Debug)]
pub struct Both {
    pub inside: Judged,
    pub outside: Judged,
}

/// Every hedge on some scenarios, in order.
pub fn judge(
    job: &Job,
    hands: &Hands<'_>,
    blocks: &[ScenarioBlock],
    hedges: &[Hedge],
) -> Vec<Judged> {
    in_parallel(hands.threads, hedges, |hedge| {
        Some(errors_of(job, blocks, hedge.book, hedge.positions()?))
    })
}

/// What a hedge of a book misses.
pub fn errors_of(
    job: &Job,
    blocks: &[ScenarioBlock],
    book: usize,
    positions: &[f64],
) -> ErrorStatistics {
    ErrorStatistics::of(&draw::errors(blocks, book, positions), job.dependence())
}

/// Every hedge in every other market, on scenarios out of sample: a list for each market.
pub fn revalue(
    job: &Job,
    hands: &Hands<'_>,
    hedges: &[Hedge],
) -> Result<Vec<Vec<Judged>>, Failure> {
    let mut all = Vec::new();
    for revaluation in &job.plan.revaluations {
        let source = job.other_market(&revaluation.market)?;
        let volatility =
            job.volatility(revaluation.volatility_uncertainty, revaluation.volatility_shift);
        let valuer = job.valuer.at_volatility(volatility);
        let blocks = draw::draw(hands, &source, &valuer, job.out_of_sample())?;
        all.push(judge(job, hands, &blocks, hedges));
    }
    Ok(all)
}

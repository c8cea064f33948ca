//! How hedges do: on the scenarios that they were chosen from, on others, and in other markets.

use super::draw::{self, Hands};
use super::job::{Job, Range};
use super::solve::Hedge;
use crate::config::portfolio::OtherMarket;
use crate::failure::Failure;
use rehedge_market::PathSource as _;
use rehedge_portfolio::ScenarioBlock;
use rehedge_portfolio::scenarios::RebasedVolatility;
use rehedge_report::{Dependence, ErrorStatistics, in_parallel};

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
    judge_of(hands, (blocks, job.dependence()), hedges)
}

fn judge_of(
    hands: &Hands<'_>,
    (blocks, dependence): (&[ScenarioBlock], Dependence),
    hedges: &[Hedge],
) -> Vec<Judged> {
    in_parallel(hands.threads, hedges, |hedge| {
        let errors = draw::errors(blocks, hedge.book, hedge.positions()?);
        Some(ErrorStatistics::of(&errors, dependence))
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

/// Every hedge in every other market, on scenarios out of sample or on all windows of history: a list
/// for each market.
pub fn revalue(
    job: &Job,
    hands: &Hands<'_>,
    hedges: &[Hedge],
) -> Result<Vec<Vec<Judged>>, Failure> {
    let mut all = Vec::new();
    for revaluation in &job.plan.revaluations {
        let volatility =
            job.volatility(revaluation.volatility_uncertainty, revaluation.volatility_shift);
        let valuer = job.valuer.at_volatility(volatility);
        let (blocks, dependence) = match &revaluation.market {
            OtherMarket::Simulated(market) => {
                let source = job.other_market(market)?;
                let blocks = draw::draw(hands, &source, &valuer, job.out_of_sample())?;
                (blocks, job.dependence())
            }
            OtherMarket::History(past) => {
                let entry = valuer.quoted_volatilities().to_vec();
                let source = RebasedVolatility { source: past.windows.clone(), entry };
                let range = Range { block: 0, count: source.paths() };
                let blocks = draw::draw(hands, &source, &valuer, range)?;
                (blocks, Dependence::Overlapping(past.overlap))
            }
        };
        all.push(judge_of(hands, (&blocks, dependence), hedges));
    }
    Ok(all)
}

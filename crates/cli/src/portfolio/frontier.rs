//! The frontier of cost against risk: the cheapest hedge of every book for each cap.

use super::job::Job;
use super::solve::{Posed, status};
use crate::config::portfolio::Frontier;
use rehedge_portfolio::SolveError;
use rehedge_report::in_parallel;

/// The cheapest hedge of a book under one cap.
#[derive(Clone, Debug)]
pub struct Capped {
    /// Index of the book.
    pub book: usize,
    /// On the root mean square error, in currency.
    pub cap: f64,
    /// Units of every instrument, or why there are none.
    pub positions: Result<Vec<f64>, String>,
}

/// Shares of the risk without a hedge that are caps of every frontier, and are told of.
pub const TOLD: [f64; 3] = [0.5, 0.1, 0.01];

/// By book, then by cap. Where the least risk of a book is not known, neither are its caps: it has
/// one row, which says why.
pub fn frontier(job: &Job, posed: &[Posed], threads: usize) -> Vec<Capped> {
    let mut tasks = Vec::new();
    for (book, posed) in posed.iter().enumerate() {
        match caps(job, posed) {
            Ok(caps) => tasks.extend(caps.into_iter().map(|cap| (book, Ok(cap)))),
            Err(error) => tasks.push((book, Err(error))),
        }
    }
    in_parallel(threads, &tasks, |&(book, cap)| {
        let Posed { problem, limits, costs } = &posed[book];
        let positions = cap.and_then(|cap| problem.least_cost(costs, limits, cap));
        let positions =
            positions.map(|solution| solution.positions).map_err(|error| status(&error));
        Capped { book, cap: cap.unwrap_or(f64::NAN), positions }
    })
}

/// Those of the plan, in their order; those that are made, rising, with the shares that are told of.
fn caps(job: &Job, posed: &Posed) -> Result<Vec<f64>, SolveError> {
    let points = match &job.plan.frontier {
        None => return Ok(Vec::new()),
        Some(Frontier::Caps(caps)) => return Ok(caps.clone()),
        Some(Frontier::Points(points)) => *points,
    };
    if points == 0 {
        return Ok(Vec::new());
    }
    let mut caps = posed.problem.caps(&posed.limits, points)?;
    let (least, most) = (caps[0], posed.problem.unhedged_rms());
    caps.extend(TOLD.map(|share| share * most).into_iter().filter(|cap| *cap > least));
    caps.sort_by(f64::total_cmp);
    caps.dedup();
    Ok(caps)
}

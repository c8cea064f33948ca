//! The frontier of cost against risk: the cheapest hedge of every book for each cap.

use super::job::Job;
use super::solve::Posed;
use crate::config::portfolio::Frontier;
use crate::failure::Failure;
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
    /// Its root mean square error in sample.
    pub rms: Option<f64>,
}

/// By book, then by cap.
///
/// # Errors
/// A cap for which the cheapest hedge was not found to its tolerances. A cap below what is possible
/// is no error.
pub fn frontier(job: &Job, posed: &[Posed], threads: usize) -> Result<Vec<Capped>, Failure> {
    let failed = |book: usize, error: SolveError| {
        let name = &job.plan.books[book].name;
        Failure::Other(format!("frontier of book {name:?}: {error}"))
    };
    let mut tasks = Vec::new();
    for (book, Posed { problem, limits, .. }) in posed.iter().enumerate() {
        let caps = match &job.plan.frontier {
            None => Vec::new(),
            Some(Frontier::Caps(caps)) => caps.clone(),
            Some(Frontier::Points(points)) => {
                problem.caps(limits, *points).map_err(|error| failed(book, error))?
            }
        };
        tasks.extend(caps.into_iter().map(|cap| (book, cap)));
    }
    let solved = in_parallel(threads, &tasks, |&(book, cap)| {
        let Posed { problem, limits, costs } = &posed[book];
        match problem.least_cost(costs, limits, cap) {
            Ok(solution) => {
                Ok(Capped { book, cap, positions: Ok(solution.positions), rms: Some(solution.rms) })
            }
            Err(error @ (SolveError::CapTooLow { .. } | SolveError::Infeasible)) => {
                Ok(Capped { book, cap, positions: Err(error.to_string()), rms: None })
            }
            Err(error) => Err(failed(book, error)),
        }
    });
    solved.into_iter().collect()
}

//! Hedges of few instruments.

use super::job::Job;
use super::solve::{Posed, Unsolved};
use crate::config::portfolio::SparseMethod;
use rehedge_portfolio::Solution;
use rehedge_report::in_parallel;

/// The hedge of a book with so many instruments.
#[derive(Clone, Debug)]
pub struct Subset {
    /// Index of the book.
    pub book: usize,
    pub method: SparseMethod,
    /// How many instruments may be held.
    pub instruments: usize,
    /// Units of every instrument, or why there are none.
    pub positions: Result<Vec<f64>, String>,
}

/// Of every book, by every method of the plan, with one instrument and more.
pub fn subsets(job: &Job, posed: &[Posed], threads: usize) -> Vec<Subset> {
    let Some(cardinality) = &job.plan.cardinality else { return Vec::new() };
    let methods = || cardinality.methods.iter().copied();
    let tasks: Vec<_> =
        (0..posed.len()).flat_map(|book| methods().map(move |method| (book, method))).collect();
    let found = in_parallel(threads, &tasks, |&(book, method)| {
        let hedges = path(&posed[book], method, cardinality.most_instruments);
        let subset = |(index, hedge): (usize, Result<Solution, Unsolved>)| {
            let instruments = index + 1;
            let positions = hedge.map(|hedge| hedge.positions).map_err(|error| error.status());
            Subset { book, method, instruments, positions }
        };
        hedges.into_iter().enumerate().map(subset).collect::<Vec<_>>()
    });
    found.into_iter().flatten().collect()
}

/// Hedges with at most `1, 2, … most` instruments, within the limits; each may have none, as the models,
/// and where the best subsets are too many to be looked at.
pub fn path(posed: &Posed, method: SparseMethod, most: usize) -> Vec<Result<Solution, Unsolved>> {
    let Posed { problem, limits, costs } = posed;
    let found = match method {
        SparseMethod::MatchingPursuit => problem.matching_pursuit(limits, most),
        SparseMethod::L1 => problem.l1_path(costs, limits, most),
        SparseMethod::BestSubset => {
            let found = problem.best_subsets(limits, most);
            if !found.proved {
                let nodes = found.nodes;
                let why = || {
                    format!(
                        "the best subsets are not known after a look at {nodes}: choose fewer \
                         instruments, or matching_pursuit"
                    )
                };
                return (0..most).map(|_| Err(Unsolved::Other(why()))).collect();
            }
            found.solutions
        }
    };
    found.into_iter().map(|hedge| hedge.map_err(Unsolved::Solve)).collect()
}

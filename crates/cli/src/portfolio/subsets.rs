//! Hedges of few instruments.

use super::job::Job;
use super::solve::{Posed, Unsolved};
use crate::config::portfolio::SparseMethod;
use crate::failure::Failure;
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
    /// Units of every instrument.
    pub positions: Vec<f64>,
    /// Root mean square error in sample.
    pub rms: f64,
}

/// Of every book, by every method of the plan, with one instrument and more.
pub fn subsets(job: &Job, posed: &[Posed], threads: usize) -> Result<Vec<Subset>, Failure> {
    let Some(cardinality) = &job.plan.cardinality else { return Ok(Vec::new()) };
    let methods = || cardinality.methods.iter().copied();
    let tasks: Vec<_> =
        (0..posed.len()).flat_map(|book| methods().map(move |method| (book, method))).collect();
    let found = in_parallel(threads, &tasks, |&(book, method)| {
        let hedges = path(&posed[book], method, cardinality.most_instruments).map_err(|error| {
            let name = &job.plan.books[book].name;
            Failure::Other(format!("few instruments for book {name:?}: {error}"))
        })?;
        let subset = |(index, Solution { positions, rms, .. }): (usize, Solution)| {
            let instruments = index + 1;
            Subset { book, method, instruments, positions, rms }
        };
        Ok(hedges.into_iter().enumerate().map(subset).collect::<Vec<_>>())
    });
    Ok(found.into_iter().collect::<Result<Vec<_>, Failure>>()?.into_iter().flatten().collect())
}

/// Hedges with at most `1, 2, … most` instruments, within the limits.
///
/// # Errors
/// As the models; and where the best subsets are too many to be looked at.
pub fn path(posed: &Posed, method: SparseMethod, most: usize) -> Result<Vec<Solution>, Unsolved> {
    let Posed { problem, limits, costs } = posed;
    match method {
        SparseMethod::MatchingPursuit => Ok(problem.matching_pursuit(limits, most)?),
        SparseMethod::L1 => Ok(problem.l1_path(costs, limits, most)?),
        SparseMethod::BestSubset => {
            let found = problem.best_subsets(limits, most)?;
            if found.proved {
                Ok(found.solutions)
            } else {
                let nodes = found.nodes;
                let why =
                    format!("the best subsets are not known after {nodes} of them: choose fewer");
                Err(Unsolved::Other(why))
            }
        }
    }
}

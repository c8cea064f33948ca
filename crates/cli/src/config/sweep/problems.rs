//! [`Found`]: the problems of all cells, each told once.

use super::Sweep;
use crate::config::{Problem, Problems};
use std::collections::BTreeMap;

/// Problems by their place, key and value, each with the cells that have it.
#[derive(Default)]
pub struct Found(BTreeMap<(usize, usize, String, Option<String>), Seen>);

struct Seen {
    problem: Problem,
    first: usize,
    cells: usize,
    last: usize,
}

impl Found {
    /// Notes a problem of a cell; cells come in their order.
    pub fn add(&mut self, problem: Problem, cell: usize) {
        let key = (problem.line, problem.column, problem.key.clone(), problem.found.clone());
        let new = || Seen { problem, first: cell, cells: 1, last: cell };
        let seen = self.0.entry(key).or_insert_with(new);
        if seen.last != cell {
            seen.cells += 1;
            seen.last = cell;
        }
    }

    /// All of them, with the cells that they are in unless they are in all.
    pub fn told(self, sweep: &Sweep) -> Result<(), Problems> {
        let mut problems = Problems::default();
        let all = sweep.cells();
        for Seen { mut problem, first, cells, .. } in self.0.into_values() {
            let example = sweep.describe(first);
            match cells {
                1 if all > 1 => problem.allowed += &format!("; in the cell {example}"),
                _ if cells < all => {
                    problem.allowed +=
                        &format!("; in {cells} of {all} cells, the first with {example}");
                }
                _ => {}
            }
            problems.push(problem);
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

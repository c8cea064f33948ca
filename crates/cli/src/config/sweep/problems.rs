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
    last: usize,
    cells: usize,
    /// The value of each key that all these cells share.
    shared: Vec<Option<usize>>,
}

impl Found {
    /// Notes a problem of a cell; cells come in their order.
    pub fn add(&mut self, problem: Problem, cell: usize, sweep: &Sweep) {
        let key = (problem.line, problem.column, problem.key.clone(), problem.found.clone());
        let indices = sweep.indices(cell);
        let shared = || indices.iter().copied().map(Some).collect();
        let new = || Seen { problem, first: cell, last: cell, cells: 1, shared: shared() };
        let seen = self.0.entry(key).or_insert_with(new);
        if seen.last != cell {
            seen.cells += 1;
            seen.last = cell;
        }
        for (shared, index) in seen.shared.iter_mut().zip(&indices) {
            *shared = shared.filter(|shared| shared == index);
        }
    }

    /// All of them, with what their cells have in common.
    pub fn told(self, sweep: &Sweep) -> Result<(), Problems> {
        let mut problems = Problems::default();
        for seen in self.0.into_values() {
            let cells = seen.where_it_is(sweep);
            let Seen { mut problem, .. } = seen;
            problem.allowed += &cells;
            problems.push(problem);
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

impl Seen {
    /// Which cells have it, where its own place does not say so.
    fn where_it_is(&self, sweep: &Sweep) -> String {
        let mut others = sweep.cells();
        let mut values = Vec::new();
        for (varied, shared) in sweep.varied.iter().zip(&self.shared) {
            let Some(index) = shared.filter(|_| varied.values.len() > 1) else { continue };
            others /= varied.values.len();
            if !self.problem.key.starts_with(&varied.key()) {
                values.push(format!("{} = {}", varied.name, varied.values.label(index)));
            }
        }
        match self.cells {
            cells if cells < others => {
                let (all, first) = (sweep.cells(), sweep.describe(self.first));
                format!("; in {cells} of {all} cells, the first with {first}")
            }
            _ if values.is_empty() => String::new(),
            _ => format!("; with {}", values.join(", ")),
        }
    }
}

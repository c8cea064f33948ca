//! [`Search`] for the best subsets.

use super::BestSubsets;
use crate::{HedgeProblem, Limits, Solution, SolveError};

/// A branch-and-bound search.
pub(super) struct Search<'a> {
    problem: &'a HedgeProblem,
    limits: &'a Limits,
    /// The best hedge so far, by number of instruments, from one on.
    best: Vec<Solution>,
    nodes: usize,
    most_nodes: usize,
}

/// A set of instruments with its triangle: the first few stay, the others may be dropped.
struct Node {
    instruments: Vec<usize>,
    /// Columns of the triangle, each down to its diagonal.
    columns: Vec<Vec<f64>>,
    /// The target along the rows of the triangle.
    target: Vec<f64>,
    /// Square of what of the target no position in the set reaches.
    rest: f64,
    kept: usize,
}

impl<'a> Search<'a> {
    /// With hedges to beat.
    pub fn new(
        problem: &'a HedgeProblem,
        limits: &'a Limits,
        best: Vec<Solution>,
        most_nodes: usize,
    ) -> Self {
        Self { problem, limits, best, nodes: 0, most_nodes }
    }

    /// Searches all subsets; instruments that matter come first in `order`.
    pub fn run(&mut self, order: &[usize]) -> Result<(), SolveError> {
        if self.best.is_empty() {
            return Ok(());
        }
        let node = Node::new(self.problem, order);
        self.visit(&node)
    }

    /// What was found.
    pub fn finish(self) -> BestSubsets {
        let proved = self.nodes < self.most_nodes;
        BestSubsets { solutions: self.best, proved, nodes: self.nodes }
    }

    /// Looks at the leading subsets of a node, and at those that leave one of its instruments out.
    fn visit(&mut self, node: &Node) -> Result<(), SolveError> {
        self.nodes += 1;
        let size = node.instruments.len();
        let mut rest = node.rest;
        for count in (node.kept.max(1)..=size).rev() {
            if count <= self.best.len() && self.may_beat(rest, count) {
                self.try_set(&node.instruments[..count])?;
            }
            rest += node.target[count - 1] * node.target[count - 1];
        }
        for dropped in node.kept..size {
            // What is left after the last one is a leading subset.
            if dropped + 1 == size || self.nodes >= self.most_nodes {
                break;
            }
            let child = node.without(dropped);
            // Its subsets have at least as many instruments as it keeps.
            let fewest = (child.kept).max(1);
            if fewest <= self.best.len() && self.may_beat(child.rest, fewest) {
                self.visit(&child)?;
            }
        }
        Ok(())
    }

    /// Whether a set with at least this square of errors may have less risk than the best hedge of a
    /// size.
    fn may_beat(&self, rest: f64, count: usize) -> bool {
        let best = self.best[count - 1].rms;
        rest < best * best * self.problem.scenarios() as f64 * (1.0 - NO_BETTER)
    }

    fn try_set(&mut self, set: &[usize]) -> Result<(), SolveError> {
        let found = self.problem.held(self.limits, set)?;
        for best in &mut self.best[set.len() - 1..] {
            if found.rms < best.rms {
                *best = found.clone();
            }
        }
        Ok(())
    }
}

/// A square of errors lower by less than this share is not lower.
const NO_BETTER: f64 = 1e-9;

impl Node {
    fn new(problem: &HedgeProblem, order: &[usize]) -> Self {
        let n = problem.instruments();
        let mut columns: Vec<Vec<f64>> =
            order.iter().map(|index| problem.factor.column(*index).to_vec()).collect();
        let mut target = problem.target.clone();
        for step in 0..columns.len() {
            let reflection = crate::reflection::Reflection::of(&columns[step][step..]);
            for column in &mut columns[step + 1..] {
                reflection.apply(&mut column[step..]);
            }
            reflection.apply(&mut target[step..]);
            columns[step][step] = reflection.image;
            columns[step].truncate(step + 1);
        }
        let size = columns.len();
        let left: f64 = target[size..n].iter().map(|entry| entry * entry).sum();
        target.truncate(size);
        let rest = problem.rest * problem.rest + left;
        Self { instruments: order.to_vec(), columns, target, rest, kept: 0 }
    }

    /// The set without one instrument, its triangle made by rotations; those before it stay.
    fn without(&self, dropped: usize) -> Self {
        let mut instruments = self.instruments.clone();
        instruments.remove(dropped);
        let mut columns = self.columns.clone();
        columns.remove(dropped);
        let mut target = self.target.clone();
        for row in dropped..columns.len() {
            let column = &columns[row];
            let (above, below) = (column[row], column[row + 1]);
            let length = (above * above + below * below).sqrt();
            let [cosine, sine] =
                if length > 0.0 { [above / length, below / length] } else { [1.0, 0.0] };
            for column in &mut columns[row..] {
                let (above, below) = (column[row], column[row + 1]);
                column[row] = cosine * above + sine * below;
                column[row + 1] = cosine * below - sine * above;
            }
            columns[row].truncate(row + 1);
            let (above, below) = (target[row], target[row + 1]);
            target[row] = cosine * above + sine * below;
            target[row + 1] = cosine * below - sine * above;
        }
        let last = target.pop().unwrap_or(0.0);
        Self { instruments, columns, target, rest: self.rest + last * last, kept: dropped }
    }
}

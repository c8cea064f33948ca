//! [`Search`] for the best subsets.

use super::BestSubsets;
use crate::active_set::{ActiveSet, Point};
use crate::matrix::{Matrix, dot};
use crate::reflection::Reflection;
use crate::scaled::Scaled;
use crate::{HedgeProblem, Limits, Solution, SolveError};
use std::cell::Cell;

/// A branch-and-bound search.
pub(super) struct Search<'a> {
    problem: &'a HedgeProblem,
    limits: &'a Limits,
    scaled: Scaled,
    /// Whether bounds make a difference, and allow no position.
    bounded: bool,
    /// The best hedge so far, by number of instruments, from one on.
    best: Vec<Result<Solution, SolveError>>,
    nodes: usize,
    /// Multiplications, about.
    work: Cell<usize>,
    /// Sets that were not solved.
    unsolved: usize,
}

/// Subsets after which a search is given up: some seconds where there are no bounds.
const MOST_NODES: usize = 5_000_000;
/// Multiplications within bounds after which it is given up: some seconds.
const MOST_WORK: usize = 4_000_000_000;

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
    /// Good positions within bounds.
    point: Point,
}

impl<'a> Search<'a> {
    /// With hedges to beat.
    pub fn new(
        problem: &'a HedgeProblem,
        limits: &'a Limits,
        best: Vec<Result<Solution, SolveError>>,
    ) -> Self {
        let scaled = Scaled::new(problem, limits);
        let ends = || limits.lower().iter().zip(limits.upper());
        let bounded = ends().any(|(lower, upper)| lower.is_finite() || upper.is_finite())
            && ends().all(|(lower, upper)| *lower <= 0.0 && *upper >= 0.0);
        let work = Cell::new(0);
        Self { problem, limits, scaled, bounded, best, nodes: 0, work, unsolved: 0 }
    }

    /// Searches all subsets; instruments that matter come first in `order`.
    pub fn run(&mut self, order: &[usize]) {
        if !self.best.is_empty() {
            self.visit(&Node::new(self.problem, order));
        }
    }

    /// Whether the search has taken as long as it may.
    fn is_over(&self) -> bool {
        self.nodes >= MOST_NODES || self.work.get() >= MOST_WORK
    }

    /// What was found.
    pub fn finish(self) -> BestSubsets {
        let proved = !self.is_over() && self.unsolved == 0;
        BestSubsets { solutions: self.best, proved, nodes: self.nodes }
    }

    /// Looks at the leading subsets of a node, and at those that leave one of its instruments out.
    fn visit(&mut self, node: &Node) {
        self.nodes += 1;
        let size = node.instruments.len();
        let (mut rest, mut point) = (node.rest, node.point.clone());
        // The first that stay alone are a leading subset of the node before.
        for count in (node.kept + 1..=size).rev() {
            point.shorten(count);
            if count <= self.best.len() && self.may_beat(node, rest, &mut point, count) {
                self.try_set(&node.instruments[..count]);
            }
            rest += node.target[count - 1] * node.target[count - 1];
        }
        for dropped in node.kept..size {
            // What is left after the last one is a leading subset.
            if dropped + 1 == size || self.is_over() {
                break;
            }
            let mut child = node.without(dropped);
            // Its subsets that are new have more instruments than those that stay.
            let fewest = child.kept + 1;
            let mut point = child.point.clone();
            if fewest <= self.best.len() && self.may_beat(&child, child.rest, &mut point, fewest) {
                child.point = point;
                self.visit(&child);
            }
        }
    }

    /// Whether the instruments of a point, the first few of a node, which leave at least `rest` as the
    /// square of the errors, or any of their subsets, may have less risk than the best hedge by
    /// `count`. With bounds the point goes to their best positions.
    fn may_beat(&self, node: &Node, rest: f64, point: &mut Point, count: usize) -> bool {
        let best = self.best[count - 1].as_ref().map_or(f64::INFINITY, |best| best.rms);
        let most = best * best * self.problem.scenarios() as f64 * (1.0 - NO_BETTER);
        rest < most && (!self.bounded || rest + self.beyond_bounds(node, point) < most)
    }

    /// The square of the errors within bounds, beyond that without; 0 where it is not found.
    fn beyond_bounds(&self, node: &Node, point: &mut Point) -> f64 {
        let size = point.position.len();
        let set = &node.instruments[..size];
        let mut columns = Matrix::zeros(size, size);
        for (place, index) in set.iter().enumerate() {
            let scaled = node.columns[place].iter().map(|entry| entry / self.scaled.norms[*index]);
            let column = columns.column_mut(place);
            column.iter_mut().zip(scaled).for_each(|(to, from)| *to = from);
        }
        let of = |bounds: &[f64]| -> Vec<f64> { set.iter().map(|index| bounds[*index]).collect() };
        let method = ActiveSet {
            columns: &columns,
            target: &node.target[..size],
            lower: &of(&self.scaled.lower),
            upper: &of(&self.scaled.upper),
            costs: &vec![[0.0; 2]; size],
        };
        point.rounds = 0;
        let solved = method.solve(point);
        self.work.set(self.work.get() + point.rounds * size * size * size);
        if !solved {
            return 0.0;
        }
        let misses = method.misses(&point.position);
        dot(&misses, &misses)
    }

    fn try_set(&mut self, set: &[usize]) {
        match self.problem.held(self.limits, set) {
            Ok(found) => {
                for best in &mut self.best[set.len() - 1..] {
                    if best.as_ref().map_or(true, |best| found.rms < best.rms) {
                        *best = Ok(found.clone());
                    }
                }
            }
            Err(SolveError::NotSolved { .. }) => self.unsolved += 1,
            Err(_) => {}
        }
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
            let reflection = Reflection::of(&columns[step][step..]);
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
        let point = Point::none(size);
        Self { instruments: order.to_vec(), columns, target, rest, kept: 0, point }
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
        let rest = self.rest + last * last;
        let mut point = self.point.clone();
        point.remove(dropped);
        Self { instruments, columns, target, rest, kept: dropped, point }
    }
}

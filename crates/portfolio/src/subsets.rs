//! Hedges of few instruments: how the risk falls as instruments are added.

use crate::basis::Basis;
use crate::matrix::{dot, norm};
use crate::{Accuracy, Costs, HedgeProblem, Limits, Solution, SolveError};
use rehedge_kernels::exp;

/// Caps that the path of [`HedgeProblem::l1_path`] is followed by, and the logarithm of the ratio of
/// one to the next: down to a ten-millionth of the risk of no hedge.
const CAPS: usize = 160;
const STEP: f64 = 0.1;
/// Sets that the search for the best looks at before it gives up: some seconds.
const MOST_SETS: usize = 4_000_000;

impl HedgeProblem {
    /// Hedges with `1, 2, … most` instruments, chosen one by one: the next is that which, with all
    /// positions chosen anew, lowers the mean square error most. Fewer where further instruments
    /// depend on those chosen.
    ///
    /// # Source
    /// Pati, Rezaiifar and Krishnaprasad (1993), *Orthogonal matching pursuit*; Tompaidis chooses static
    /// hedges so.
    #[must_use]
    pub fn matching_pursuit(&self, most: usize) -> Vec<Solution> {
        let mut basis = Basis::new(self);
        let mut hedges = Vec::new();
        while hedges.len() < most {
            let gains = (0..self.instruments()).filter_map(|j| Some((j, basis.gain(j)?)));
            let Some((next, _)) = gains.max_by(|one, other| one.1.total_cmp(&other.1)) else {
                break;
            };
            basis.add(next);
            hedges.push(self.exact(basis.positions()));
        }
        hedges
    }

    /// Hedges with at most `1, 2, … most` instruments, chosen by the least `Σ ‖M_j‖·|x_j|` at a cap on
    /// the risk that falls from that of no hedge: positions that a bound on their sum leaves are few. No
    /// hedge, where the path begins with more. On the instruments so chosen positions are those of least squares.
    ///
    /// # Errors
    /// As [`HedgeProblem::least_cost`].
    ///
    /// # Source
    /// Tibshirani (1996), *Regression shrinkage and selection via the lasso*, JRSS B 58.
    pub fn l1_path(&self, most: usize) -> Result<Vec<Solution>, SolveError> {
        let n = self.instruments();
        let sizes = (0..n).map(|j| norm(self.factor.column(j))).collect();
        // Norms of finite columns are costs: finite and not negative.
        let Ok(costs) = Costs::symmetric(sizes) else { return Ok(Vec::new()) };
        let limits = Limits::none(n);
        let mut best: Vec<Option<Solution>> = vec![None; most];
        for step in 1..CAPS {
            let cap = self.unhedged_rms() * exp(-STEP * step as f64);
            let chosen = match self.least_cost(&costs, &limits, cap) {
                Ok(hedge) => hedge.positions,
                // Next to the least risk that there is, positions that offset each other may be too large
                // to tell: the path ends, with all that has few instruments behind it.
                Err(SolveError::CapTooLow { .. } | SolveError::NotSolved { .. }) => break,
                Err(error) => return Err(error),
            };
            let support: Vec<usize> = (0..n).filter(|j| chosen[*j] != 0.0).collect();
            if support.is_empty() || support.len() > most {
                continue;
            }
            let hedge = self.exact(Basis::of(self, &support).positions());
            for slot in &mut best[support.len() - 1..] {
                if slot.as_ref().is_none_or(|found| hedge.rms < found.rms) {
                    *slot = Some(hedge.clone());
                }
            }
        }
        let nothing = self.exact(vec![0.0; n]);
        Ok(best.into_iter().map(|found| found.unwrap_or_else(|| nothing.clone())).collect())
    }

    /// The best hedge with `count` instruments, of all sets of so many.
    ///
    /// By branch and bound: instruments are taken in the order of the pursuit, and a branch ends where
    /// not even all instruments left to it together would beat the best set found so far.
    ///
    /// # Errors
    /// [`SolveError::NotSolved`] where more than some millions of sets would have to be looked at.
    pub fn best_subset(&self, count: usize) -> Result<Solution, SolveError> {
        let greedy = self.matching_pursuit(self.instruments());
        let count = count.min(greedy.len());
        let Some(start) = count.checked_sub(1).map(|last| greedy[last].clone()) else {
            return Ok(self.exact(vec![0.0; self.instruments()]));
        };
        let mut search = Search {
            order: self.order(&greedy),
            count,
            least: self.square(&start.positions),
            best: start.positions,
            sets: 0,
        };
        search.branch(&Basis::new(self), 0);
        if search.sets > MOST_SETS {
            let accuracy =
                Accuracy { gap: f64::INFINITY, infeasibility: 0.0, iterations: search.sets };
            return Err(SolveError::NotSolved { status: "too many sets of instruments", accuracy });
        }
        Ok(self.exact(search.best))
    }

    /// Instruments in the order in which the pursuit takes them up, the others after them.
    fn order(&self, greedy: &[Solution]) -> Vec<usize> {
        let mut order: Vec<usize> = Vec::new();
        for hedge in greedy {
            let held = (0..self.instruments()).filter(|j| hedge.positions[*j] != 0.0);
            let new: Vec<usize> = held.filter(|j| !order.contains(j)).collect();
            order.extend(new);
        }
        let rest: Vec<usize> = (0..self.instruments()).filter(|j| !order.contains(j)).collect();
        order.extend(rest);
        order
    }

    fn square(&self, positions: &[f64]) -> f64 {
        let misses = self.misses(positions);
        dot(&misses, &misses)
    }

    /// A solution in closed form.
    fn exact(&self, positions: Vec<f64>) -> Solution {
        Solution::new(self, positions, Accuracy::default())
    }
}

/// A search for the best set of `count` instruments.
struct Search {
    order: Vec<usize>,
    count: usize,
    /// `‖R x − r‖²` of the best so far.
    least: f64,
    best: Vec<f64>,
    sets: usize,
}

impl Search {
    /// Tries every way to fill up a set with instruments from place `first` of the order on.
    fn branch(&mut self, basis: &Basis<'_>, first: usize) {
        let missing = self.count - basis.len();
        if missing == 0 {
            if basis.square() < self.least {
                self.least = basis.square();
                self.best = basis.positions();
            }
            return;
        }
        for place in first..=self.order.len() - missing {
            self.sets += 1;
            if self.sets > MOST_SETS || self.bound(basis, place) >= self.least {
                return;
            }
            let mut more = basis.clone();
            if more.add(self.order[place]) {
                self.branch(&more, place + 1);
            }
        }
    }

    /// `‖R x − r‖²` with a set and all instruments from a place on.
    fn bound(&self, basis: &Basis<'_>, first: usize) -> f64 {
        let mut all = basis.clone();
        for instrument in &self.order[first..] {
            all.add(*instrument);
        }
        all.square()
    }
}

//! Risk by number of instruments.

mod pursuit;
mod subsets;

use crate::path::Penalised;
use crate::{Costs, HedgeProblem, Limits, Solution, SolveError};
use subsets::Search;

/// The best hedges by one instrument, by two, and so on.
#[derive(Clone, Debug, PartialEq)]
pub struct BestSubsets {
    /// The hedges, each of at most one instrument more than the one before; or why there is none.
    pub solutions: Vec<Result<Solution, SolveError>>,
    /// Whether no other subsets are better: the search ended before its limit, and every set that it
    /// met was solved.
    pub proved: bool,
    /// Subsets of which the search bounded the risk.
    pub nodes: usize,
}

impl HedgeProblem {
    /// Hedges of least risk by one instrument, by two, … up to `most`, each with the instruments of the one
    /// before and the one more that helps most: orthogonal matching pursuit.
    ///
    /// The next instrument is the one whose part at right angles to those that are held is most like
    /// the errors that are left; positions are then optimised anew within the limits. Limits other
    /// than those of least squares make it a good rule, without them it is the best next step. Where
    /// linear limits demand positions, instruments that reach them come first; as long as they do not,
    /// there is no hedge by so few.
    ///
    /// # Errors
    /// Of each number: as [`HedgeProblem::bounded_least_squares`].
    ///
    /// # Source
    /// Pati, Rezaiifar and Krishnaprasad (1993), *Orthogonal matching pursuit*; Rebollo-Neira and Lowe
    /// (2002), *Optimized orthogonal matching pursuit approach*. Tompaidis and Yang hedge so.
    #[must_use]
    pub fn matching_pursuit(
        &self,
        limits: &Limits,
        most: usize,
    ) -> Vec<Result<Solution, SolveError>> {
        let order = self.pursuit(limits, most);
        self.held_in_turn(limits, most, (1..=order.len()).map(|count| order[..count].to_vec()))
    }

    /// Hedges of least risk by the first one, two, … up to `most` instruments that hedges of least cost
    /// hold as the cap on the risk comes down from that of no hedge: the path of the penalty
    /// `Σ c_j |x_j|`.
    ///
    /// The path only says which instruments; positions are optimised anew for the risk, within the
    /// limits. Where instruments leave the path again, the first set of a size counts.
    ///
    /// # Errors
    /// Of each number: as [`HedgeProblem::bounded_least_squares`].
    ///
    /// # Source
    /// Osborne, Presnell and Turlach (2000), *A new approach to variable selection in least squares
    /// problems*; Tibshirani (1996), *Regression shrinkage and selection via the lasso*.
    #[must_use]
    pub fn l1_path(
        &self,
        costs: &Costs,
        limits: &Limits,
        most: usize,
    ) -> Vec<Result<Solution, SolveError>> {
        assert_eq!(costs.instruments(), self.instruments(), "costs of each instrument");
        let sets = Penalised::new(self, limits, costs).supports(most);
        self.held_in_turn(limits, most, sets.into_iter())
    }

    /// The hedges of least risk by one instrument, by two, … up to `most`, of all subsets.
    ///
    /// By branch and bound: subsets are reached by dropping instruments one after the other, and the
    /// risk of a set without limits is a lower bound on that of its subsets. Twenty instruments are
    /// two million subsets, of which few have to be looked at; forty may be too many, and
    /// [`BestSubsets::proved`] says so after some seconds.
    ///
    /// # Source
    /// Furnival and Wilson (1974), *Regressions by leaps and bounds*; Gatu and Kontoghiorghes (2006),
    /// *Branch-and-bound algorithms for computing the best-subset regression models*.
    #[must_use]
    pub fn best_subsets(&self, limits: &Limits, most: usize) -> BestSubsets {
        let mut order = self.pursuit(limits, self.instruments());
        let others: Vec<usize> = (0..self.instruments()).filter(|j| !order.contains(j)).collect();
        order.extend(others);
        let start = self.matching_pursuit(limits, most);
        let mut search = Search::new(self, limits, start);
        search.run(&order);
        search.finish()
    }

    /// The least risk by some instruments, the others held as bounds demand.
    fn held(&self, limits: &Limits, held: &[usize]) -> Result<Solution, SolveError> {
        self.bounded_least_squares(&limits.holding(&self.choice(held)))
    }

    /// Of every instrument whether it is among some.
    fn choice(&self, held: &[usize]) -> Vec<bool> {
        let mut choice = vec![false; self.instruments()];
        held.iter().for_each(|index| choice[*index] = true);
        choice
    }

    /// The least risk by sets that grow; the last one stands for those that are not there.
    fn held_in_turn(
        &self,
        limits: &Limits,
        most: usize,
        sets: impl Iterator<Item = Vec<usize>>,
    ) -> Vec<Result<Solution, SolveError>> {
        let mut found: Vec<Result<Solution, SolveError>> = Vec::new();
        for set in sets {
            let next = self.held(limits, &set);
            // A set that does not contain the last one may be worse than it, or out of reach of limits.
            let stays = |last: &Solution| match &next {
                Ok(next) => last.rms <= next.rms,
                Err(error) => !matches!(error, SolveError::NotSolved { .. }),
            };
            let last = found.last().and_then(|last| last.as_ref().ok()).filter(|last| stays(last));
            let last = last.cloned();
            found.push(last.map_or(next, Ok));
        }
        let last = found.last().cloned().unwrap_or_else(|| self.held(limits, &[]));
        found.resize(most, last);
        found
    }
}

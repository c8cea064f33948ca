//! [`Factor`]: scenarios, condensed to a triangle.

use crate::matrix::{Matrix, norm};
use crate::reflection::{PARTIALS, TakeRows};
use crate::{HedgeProblem, ScenarioBlock};
use rehedge_kernels::{InstructionSet, dispatch};
use std::fmt;
use thiserror::Error;

/// Rows that are reflected at a time: two dozen columns of them stay in the nearest caches.
const ROWS: usize = 256;

/// The triangular factor of the scenarios of instruments and targets.
///
/// The rows `A = [M | L₁ L₂ …]` of all scenarios are `A = Q R` with orthonormal columns of `Q` and an
/// upper triangle `R`; so `‖A z‖ = ‖R z‖` for every `z`, and `R` says of the scenarios all that least
/// squares want to know. It is made by orthogonal transformations alone, block by block: a condition
/// number of 1e16 stays what it is, where the products `MᵀM` would square it. Every column is as
/// accurate as its own size allows.
///
/// Factors of consecutive scenarios may be made apart, on threads, and merged in their order. The
/// numbers depend on the order and the sizes of the blocks, and on nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    instruments: usize,
    scenarios: usize,
    triangle: Matrix,
    sums: Vec<f64>,
}

/// A column of the scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// An instrument.
    Instrument(usize),
    /// The target of a book.
    Target(usize),
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instrument(index) => write!(f, "instrument {index}"),
            Self::Target(index) => write!(f, "target {index}"),
        }
    }
}

/// Why scenarios pose no problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ScenarioError {
    /// There must be an instrument to hedge with.
    #[error("there are no instruments")]
    NoInstruments,
    /// There must be a scenario.
    #[error("there are no scenarios")]
    NoScenarios,
    /// A value must be finite.
    #[error("{0} has a value that is not finite, or so large that its square is not")]
    NotFinite(Column),
}

impl Factor {
    /// The factor of no scenarios.
    #[must_use]
    pub fn new(instruments: usize, targets: usize) -> Self {
        let columns = instruments + targets;
        let triangle = Matrix::zeros(columns, columns);
        Self { instruments, scenarios: 0, triangle, sums: vec![0.0; columns] }
    }

    /// Takes up the scenarios of a block.
    pub fn push(&mut self, set: InstructionSet, block: &ScenarioBlock) {
        assert_eq!(block.instruments(), self.instruments, "instruments of block and factor");
        let columns = self.sums.len();
        assert_eq!(block.instruments() + block.targets(), columns, "targets of block and factor");
        for first in (0..block.rows()).step_by(ROWS) {
            let rows = ROWS.min(block.rows() - first);
            self.take_rows(set, rows, |column| &block.column(column)[first..first + rows]);
        }
        for (index, sum) in self.sums.iter_mut().enumerate() {
            *sum += block.column(index).iter().sum::<f64>();
        }
        self.scenarios += block.rows();
    }

    /// Takes up the scenarios of another factor, which come after those of this one.
    pub fn merge(&mut self, set: InstructionSet, later: &Self) {
        assert_eq!(later.instruments, self.instruments, "instruments of the factors");
        assert_eq!(later.sums.len(), self.sums.len(), "targets of the factors");
        self.take_rows(set, later.triangle.rows(), |column| later.triangle.column(column));
        self.sums.iter_mut().zip(&later.sums).for_each(|(sum, later)| *sum += later);
        self.scenarios += later.scenarios;
    }

    fn take_rows<'a>(
        &mut self,
        set: InstructionSet,
        rows: usize,
        column: impl Fn(usize) -> &'a [f64],
    ) {
        let padded = rows.next_multiple_of(PARTIALS);
        let mut block = vec![0.0; padded * self.sums.len()];
        for (index, copy) in block.chunks_exact_mut(padded).enumerate() {
            copy[..rows].copy_from_slice(column(index));
        }
        let factor = &mut self.triangle;
        dispatch(set, TakeRows { factor, rows: padded, block: &mut block });
    }

    /// Number of scenarios taken up.
    #[must_use]
    pub fn scenarios(&self) -> usize {
        self.scenarios
    }

    /// Number of targets.
    #[must_use]
    pub fn targets(&self) -> usize {
        self.sums.len() - self.instruments
    }

    /// The problem of hedging one book.
    ///
    /// # Errors
    /// [`ScenarioError`]: nothing to hedge with or against, or values that are not finite.
    pub fn problem(&self, target: usize) -> Result<HedgeProblem, ScenarioError> {
        assert!(target < self.targets(), "target {target} of {}", self.targets());
        if self.instruments == 0 {
            return Err(ScenarioError::NoInstruments);
        }
        if self.scenarios == 0 {
            return Err(ScenarioError::NoScenarios);
        }
        let last = self.instruments + target;
        let columns = || (0..self.instruments).chain([last]);
        let name = |index| match index {
            index if index < self.instruments => Column::Instrument(index),
            _ => Column::Target(target),
        };
        // A value that is not finite spoils the factor of all later columns, but only its own sum.
        let finite = |index: &usize| self.sums[*index].is_finite();
        let sound = |index: &usize| norm(self.triangle.column(*index)).is_finite();
        let broken = columns().find(|index| !finite(index));
        if let Some(index) = broken.or_else(|| columns().find(|index| !sound(index))) {
            return Err(ScenarioError::NotFinite(name(index)));
        }
        Ok(self.sound_problem(last))
    }

    fn sound_problem(&self, target: usize) -> HedgeProblem {
        let n = self.instruments;
        let mut factor = Matrix::zeros(n, n);
        for index in 0..n {
            factor.column_mut(index).copy_from_slice(&self.triangle.column(index)[..n]);
        }
        let (aim, rest) = self.triangle.column(target).split_at(n);
        let mean = |index: usize| self.sums[index] / self.scenarios as f64;
        HedgeProblem {
            scenarios: self.scenarios,
            factor,
            target: aim.to_vec(),
            rest: norm(rest),
            means: (0..n).map(mean).collect(),
            target_mean: mean(target),
        }
    }
}

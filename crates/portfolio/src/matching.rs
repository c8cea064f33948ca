//! Matching sensitivities: positions whose Greeks offset those of a book.

use crate::jacobi::SingularValues;
use crate::matrix::{Matrix, dot, norm};
use std::fmt;
use thiserror::Error;

/// Sensitivities of the instruments, and what is to be matched.
#[derive(Clone, Copy, Debug)]
pub struct Sensitivities<'a> {
    /// `a_ij`: of each kind, that of a unit of each instrument.
    pub instruments: &'a [Vec<f64>],
    /// `b_i`: of each kind, that of the liability; minus that of the book.
    pub target: &'a [f64],
    /// `w_j`: what a unit of each instrument weighs in the norm `√Σ (w_j x_j)²` that is least where many
    /// positions match.
    pub weights: &'a [f64],
}

/// Positions that match sensitivities, or come nearest.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Units held of each instrument.
    pub positions: Vec<f64>,
    /// How many of the sensitivities are independent of each other, to rounding.
    pub rank: usize,
    /// Largest singular value over the smallest that counts: of rows of length 1 over weighted units.
    pub condition_number: f64,
    /// `Σ_j a_ij x_j − b_i`: of each kind, what is missed.
    pub residuals: Vec<f64>,
    /// How far the sensitivities determine the positions.
    pub determination: Determination,
}

/// How far sensitivities determine positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Determination {
    /// One set of positions matches.
    Unique,
    /// Many match, and these have the least norm.
    LeastNorm {
        /// Dimensions of the positions that match.
        free: usize,
    },
    /// None match; these come nearest by the sum of squares of the residuals, each in units of the
    /// length of its row.
    Nearest {
        /// Dimensions of the positions that come as near; of these the norm is least.
        free: usize,
    },
}

impl fmt::Display for Determination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unique => f.write_str("one solution"),
            Self::LeastNorm { free } => {
                write!(f, "underdetermined ({free} free): the solution of least norm")
            }
            Self::Nearest { free: 0 } => f.write_str("no exact solution: the nearest"),
            Self::Nearest { free } => {
                write!(f, "no exact solution: the nearest of least norm ({free} free)")
            }
        }
    }
}

/// Why sensitivities cannot be matched.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum MatchError {
    /// There must be an instrument.
    #[error("there are no instruments")]
    NoInstruments,
    /// Something must be matched.
    #[error("there are no sensitivities")]
    NoSensitivities,
    /// There must be a target for each row, and a number for each instrument in it.
    #[error("{found} numbers where there should be {expected}")]
    Lengths {
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A sensitivity must be finite.
    #[error("sensitivity {row} has the value {value}")]
    NotFinite {
        /// Which kind.
        row: usize,
        /// The value.
        value: f64,
    },
    /// A weight must be positive and finite.
    #[error("instrument {instrument}: the weight must be positive and finite, not {weight}")]
    Weight {
        /// Which instrument.
        instrument: usize,
        /// Its weight.
        weight: f64,
    },
}

/// A residual this small, in units of its terms, is none.
const EXACT: f64 = 1e-10;

impl Sensitivities<'_> {
    /// Positions with `Σ_j a_ij x_j = b_i`, or as near as they come.
    ///
    /// From the singular values of the rows, each divided by its length, over weighted units; those
    /// below `max(m, n)·ε` of the largest are left out. Many sets of positions may match, or none, also
    /// where rows and instruments are equal in number: [`Match::determination`] says which.
    ///
    /// # Errors
    /// [`MatchError`]: nothing to match or to match with, or numbers that are not finite.
    ///
    /// # Examples
    /// Two calls offset a vega of 30 and a gamma of 2:
    /// ```
    /// use rehedge_portfolio::{Determination, Sensitivities};
    /// let rows = [vec![10.0, 20.0], vec![1.0, 1.0]];
    /// let found = Sensitivities { instruments: &rows, target: &[30.0, 2.0], weights: &[1.0; 2] };
    /// let found = found.matched()?;
    /// assert!((found.positions[0] - 1.0).abs() < 1e-14 && (found.positions[1] - 1.0).abs() < 1e-14);
    /// assert_eq!(found.determination, Determination::Unique);
    /// # Ok::<(), rehedge_portfolio::MatchError>(())
    /// ```
    pub fn matched(&self) -> Result<Match, MatchError> {
        self.check()?;
        let (rows, columns) = (self.instruments.len(), self.weights.len());
        let size = rows.max(columns);
        let mut matrix = Matrix::zeros(size, size);
        let mut target = vec![0.0; size];
        for (i, row) in self.instruments.iter().enumerate() {
            let length = match norm(row) {
                0.0 => 1.0,
                length => length,
            };
            target[i] = self.target[i] / length;
            for (j, (entry, weight)) in row.iter().zip(self.weights).enumerate() {
                *matrix.at_mut(i, j) = entry / length / weight;
            }
        }
        let found = SingularValues::new(matrix, &target);
        let floor = size as f64 * f64::EPSILON * found.values[0];
        let rank = found.values.iter().filter(|value| **value > floor).count();
        let along: Vec<f64> = (0..rank).map(|k| found.target[k] / found.values[k]).collect();
        let mut positions = found.directions.times(&along);
        positions.truncate(columns);
        positions.iter_mut().zip(self.weights).for_each(|(position, weight)| *position /= weight);
        let last = rank.checked_sub(1).map_or(1.0, |last| found.values[0] / found.values[last]);
        Ok(self.judge(positions, rank, last))
    }

    fn judge(&self, positions: Vec<f64>, rank: usize, condition_number: f64) -> Match {
        let rows = || self.instruments.iter().zip(self.target);
        let residuals: Vec<f64> = rows().map(|(row, b)| dot(row, &positions) - b).collect();
        let terms = |(row, b): (&Vec<f64>, &f64)| {
            row.iter().zip(&positions).map(|(a, x)| (a * x).abs()).sum::<f64>() + b.abs()
        };
        let exact =
            residuals.iter().zip(rows().map(terms)).all(|(r, terms)| r.abs() <= EXACT * terms);
        let free = positions.len() - rank;
        let determination = match (exact, free) {
            (true, 0) => Determination::Unique,
            (true, free) => Determination::LeastNorm { free },
            (false, free) => Determination::Nearest { free },
        };
        Match { positions, rank, condition_number, residuals, determination }
    }

    fn check(&self) -> Result<(), MatchError> {
        let expected = self.weights.len();
        if expected == 0 {
            return Err(MatchError::NoInstruments);
        }
        if self.instruments.is_empty() {
            return Err(MatchError::NoSensitivities);
        }
        if self.target.len() != self.instruments.len() {
            let (expected, found) = (self.instruments.len(), self.target.len());
            return Err(MatchError::Lengths { expected, found });
        }
        for (row, (entries, target)) in self.instruments.iter().zip(self.target).enumerate() {
            if entries.len() != expected {
                return Err(MatchError::Lengths { expected, found: entries.len() });
            }
            if let Some(&value) = entries.iter().chain([target]).find(|value| !value.is_finite()) {
                return Err(MatchError::NotFinite { row, value });
            }
        }
        let bad = |weight: &f64| !(*weight > 0.0 && weight.is_finite());
        match self.weights.iter().position(bad) {
            Some(instrument) => {
                Err(MatchError::Weight { instrument, weight: self.weights[instrument] })
            }
            None => Ok(()),
        }
    }
}

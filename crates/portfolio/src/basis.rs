//! [`Basis`]: least squares on a set of instruments that grows.

use crate::HedgeProblem;
use crate::matrix::{add_multiple, dot, norm};

/// What is left of a column that depends on others, relative to it: rounding.
const DEPENDENT: f64 = 1e-13;

/// An orthonormal basis of the columns of some instruments, and what of the target is beyond it.
#[derive(Clone, Debug)]
pub(crate) struct Basis<'a> {
    problem: &'a HedgeProblem,
    instruments: Vec<usize>,
    directions: Vec<Vec<f64>>,
    /// Of each instrument, its column in the directions up to its own.
    columns: Vec<Vec<f64>>,
    /// The target in the directions.
    shares: Vec<f64>,
    rest: Vec<f64>,
}

impl<'a> Basis<'a> {
    /// Of no instrument.
    pub fn new(problem: &'a HedgeProblem) -> Self {
        Self {
            problem,
            instruments: Vec::new(),
            directions: Vec::new(),
            columns: Vec::new(),
            shares: Vec::new(),
            rest: problem.target.clone(),
        }
    }

    /// Of some instruments, but for those that depend on others before them.
    pub fn of(problem: &'a HedgeProblem, instruments: &[usize]) -> Self {
        let mut basis = Self::new(problem);
        instruments.iter().for_each(|instrument| _ = basis.add(*instrument));
        basis
    }

    /// Number of instruments.
    pub fn len(&self) -> usize {
        self.instruments.len()
    }

    /// `‖R x − r‖²` of the best positions in these instruments.
    pub fn square(&self) -> f64 {
        dot(&self.rest, &self.rest)
    }

    /// By how much one more would lower the square; `None` for one that depends on these.
    pub fn gain(&self, instrument: usize) -> Option<f64> {
        let (direction, _) = self.direction(instrument)?;
        let share = dot(&direction, &self.rest);
        Some(share * share)
    }

    /// Takes up an instrument; false, and nothing happens, for one that depends on these.
    pub fn add(&mut self, instrument: usize) -> bool {
        let Some((direction, column)) = self.direction(instrument) else { return false };
        let share = dot(&direction, &self.rest);
        add_multiple(&mut self.rest, -share, &direction);
        self.instruments.push(instrument);
        self.directions.push(direction);
        self.columns.push(column);
        self.shares.push(share);
        true
    }

    /// What of a column is beyond the basis, at length 1, and the column in the basis and it. Twice is
    /// enough to be orthogonal to rounding.
    fn direction(&self, instrument: usize) -> Option<(Vec<f64>, Vec<f64>)> {
        let mut beyond = self.problem.factor.column(instrument).to_vec();
        let whole = norm(&beyond);
        let mut column = vec![0.0; self.len() + 1];
        for _ in 0..2 {
            for (share, direction) in column.iter_mut().zip(&self.directions) {
                let part = dot(direction, &beyond);
                *share += part;
                add_multiple(&mut beyond, -part, direction);
            }
        }
        let length = norm(&beyond);
        if !(length > DEPENDENT * whole) {
            return None;
        }
        beyond.iter_mut().for_each(|x| *x /= length);
        column[self.len()] = length;
        Some((beyond, column))
    }

    /// The best positions, 0 in all other instruments.
    pub fn positions(&self) -> Vec<f64> {
        let mut left = self.shares.clone();
        let mut positions = vec![0.0; self.problem.instruments()];
        for (place, &instrument) in self.instruments.iter().enumerate().rev() {
            let column = &self.columns[place];
            let position = left[place] / column[place];
            positions[instrument] = position;
            for (left, part) in left[..place].iter_mut().zip(column) {
                *left -= position * part;
            }
        }
        positions
    }
}

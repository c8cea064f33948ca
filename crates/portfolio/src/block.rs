//! [`ScenarioBlock`]: what instruments and books are worth in some scenarios.

use crate::matrix::add_multiple;

/// What instruments are worth at the horizon, and what books owe there, in some scenarios.
///
/// # Shape
/// Column by column: a number for each scenario, of every instrument and then of every target.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioBlock {
    rows: usize,
    instruments: usize,
    values: Vec<f64>,
}

impl ScenarioBlock {
    /// A block of zeros. A target is the liability of one book; books in one block share the
    /// instruments and the scenarios.
    #[must_use]
    pub fn new(rows: usize, instruments: usize, targets: usize) -> Self {
        Self { rows, instruments, values: vec![0.0; rows * (instruments + targets)] }
    }

    /// Number of scenarios.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of instruments.
    #[must_use]
    pub fn instruments(&self) -> usize {
        self.instruments
    }

    /// Number of targets.
    #[must_use]
    pub fn targets(&self) -> usize {
        self.values.len().checked_div(self.rows).unwrap_or(self.instruments) - self.instruments
    }

    /// An instrument's values.
    #[must_use]
    pub fn instrument(&self, index: usize) -> &[f64] {
        assert!(index < self.instruments, "instrument {index} of {}", self.instruments);
        self.column(index)
    }

    /// An instrument's values, to be set.
    pub fn instrument_mut(&mut self, index: usize) -> &mut [f64] {
        assert!(index < self.instruments, "instrument {index} of {}", self.instruments);
        self.column_mut(index)
    }

    /// What a book owes.
    #[must_use]
    pub fn target(&self, index: usize) -> &[f64] {
        self.column(self.instruments + index)
    }

    /// What a book owes, to be set.
    pub fn target_mut(&mut self, index: usize) -> &mut [f64] {
        self.column_mut(self.instruments + index)
    }

    /// Profit and loss of a hedge together with its book, `e = M x − L`, a number for each scenario.
    #[must_use]
    pub fn errors(&self, target: usize, positions: &[f64]) -> Vec<f64> {
        assert_eq!(positions.len(), self.instruments, "a position for each instrument");
        let mut errors = self.values(positions);
        errors.iter_mut().zip(self.target(target)).for_each(|(error, owed)| *error -= owed);
        errors
    }

    /// What positions are worth, `M x`, a number for each scenario.
    pub(crate) fn values(&self, positions: &[f64]) -> Vec<f64> {
        let mut values = vec![0.0; self.rows];
        for (index, position) in positions.iter().enumerate() {
            add_multiple(&mut values, *position, self.instrument(index));
        }
        values
    }

    /// A column: an instrument, or a target after them.
    pub(crate) fn column(&self, index: usize) -> &[f64] {
        &self.values[index * self.rows..][..self.rows]
    }

    fn column_mut(&mut self, index: usize) -> &mut [f64] {
        &mut self.values[index * self.rows..][..self.rows]
    }
}

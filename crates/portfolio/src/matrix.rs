//! [`Matrix`]: a small dense matrix.

/// A dense matrix, column by column.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Matrix {
    rows: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// A matrix of zeros.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self { rows, values: vec![0.0; rows * columns] }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.values.len().checked_div(self.rows).unwrap_or(0)
    }

    /// A column.
    pub fn column(&self, index: usize) -> &[f64] {
        &self.values[index * self.rows..][..self.rows]
    }

    /// A column, to be set.
    pub fn column_mut(&mut self, index: usize) -> &mut [f64] {
        &mut self.values[index * self.rows..][..self.rows]
    }

    /// Two columns, to be set, the first one of them before the other.
    pub fn two_columns_mut(&mut self, first: usize, second: usize) -> [&mut [f64]; 2] {
        let (before, after) = self.values.split_at_mut(second * self.rows);
        [&mut before[first * self.rows..][..self.rows], &mut after[..self.rows]]
    }

    /// An entry.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[column * self.rows + row]
    }

    /// An entry, to be set.
    pub fn at_mut(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.values[column * self.rows + row]
    }

    /// Exchanges two columns.
    pub fn swap_columns(&mut self, one: usize, other: usize) {
        if one != other {
            let [one, other] = self.two_columns_mut(one.min(other), one.max(other));
            one.swap_with_slice(other);
        }
    }

    /// Some columns, in the order given.
    pub fn choose(&self, columns: &[usize]) -> Self {
        let values = columns.iter().flat_map(|index| self.column(*index)).copied().collect();
        Self { rows: self.rows, values }
    }

    /// `A x`.
    pub fn times(&self, x: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.rows];
        for (index, factor) in x.iter().enumerate() {
            add_multiple(&mut product, *factor, self.column(index));
        }
        product
    }

    /// `Aᵀ y`.
    pub fn transposed_times(&self, y: &[f64]) -> Vec<f64> {
        (0..self.columns()).map(|index| dot(self.column(index), y)).collect()
    }
}

/// `Σ aᵢ bᵢ`.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// `‖a‖`, with its square in the range of numbers.
pub(crate) fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

/// `y += f·x`.
pub(crate) fn add_multiple(y: &mut [f64], factor: f64, x: &[f64]) {
    y.iter_mut().zip(x).for_each(|(y, x)| *y += factor * x);
}

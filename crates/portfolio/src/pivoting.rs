//! [`Pivoted`]: a triangular factor with the columns in the order of what they add.

use crate::matrix::{Matrix, dot};
use crate::reflection::Reflection;

/// `A P = Q T`: at each step the column that is left the largest comes next, so that `|T_kk|` falls
/// and tells the rank.
///
/// # Source
/// Businger and Golub (1965), *Linear least squares solutions by Householder transformations*. The
/// norms that are left are taken anew at each step, not updated: the matrices here are small, and
/// updates lose their digits where the rank is decided.
pub(crate) struct Pivoted {
    /// `T`, upper triangular in its first rows, 0 below.
    pub triangle: Matrix,
    /// Column `k` of `A P` is this column of `A`.
    pub order: Vec<usize>,
    /// `Q = H₀ H₁ …`, the k-th from row `k` on.
    reflections: Vec<Reflection>,
}

impl Pivoted {
    /// Factors a matrix; of one with more columns than rows only as many columns as rows count.
    pub fn new(mut matrix: Matrix) -> Self {
        let size = matrix.columns();
        let steps = size.min(matrix.rows());
        let mut order: Vec<usize> = (0..size).collect();
        let mut reflections = Vec::with_capacity(steps);
        for step in 0..steps {
            let next = largest_below(&matrix, step);
            matrix.swap_columns(step, next);
            order.swap(step, next);
            let reflection = Reflection::of(&matrix.column(step)[step..]);
            for column in step + 1..size {
                reflection.apply(&mut matrix.column_mut(column)[step..]);
            }
            let column = &mut matrix.column_mut(step)[step..];
            column.fill(0.0);
            column[0] = reflection.image;
            reflections.push(reflection);
        }
        Self { triangle: matrix, order, reflections }
    }

    /// Columns before the first whose `|T_kk|` is at most `tolerance·|T_00|`.
    pub fn rank(&self, tolerance: f64) -> usize {
        let diagonal = |step: usize| self.triangle.at(step, step).abs();
        let steps = self.reflections.len();
        let floor = if steps == 0 { 0.0 } else { tolerance * diagonal(0) };
        (0..steps).position(|step| diagonal(step) <= floor).unwrap_or(steps)
    }

    /// `Qᵀ b`.
    pub fn rotate(&self, target: &[f64]) -> Vec<f64> {
        let mut rotated = target.to_vec();
        for (step, reflection) in self.reflections.iter().enumerate() {
            reflection.apply(&mut rotated[step..]);
        }
        rotated
    }

    /// `Q c`.
    pub fn restore(&self, mut rotated: Vec<f64>) -> Vec<f64> {
        for (step, reflection) in self.reflections.iter().enumerate().rev() {
            reflection.apply(&mut rotated[step..]);
        }
        rotated
    }

    /// What of `b` is at right angles to the first `rank` columns.
    pub fn remainder(&self, target: &[f64], rank: usize) -> Vec<f64> {
        let mut rotated = self.rotate(target);
        rotated[..rank].fill(0.0);
        self.restore(rotated)
    }

    /// The least-squares solution on the first `rank` columns, with zeros elsewhere, from `Qᵀ b`.
    pub fn solve(&self, rotated: &[f64], rank: usize) -> Vec<f64> {
        let mut solution = vec![0.0; self.order.len()];
        let mut left = rotated[..rank].to_vec();
        for step in (0..rank).rev() {
            let column = self.triangle.column(step);
            let value = left[step] / column[step];
            left[..step].iter_mut().zip(column).for_each(|(left, entry)| *left -= value * entry);
            solution[self.order[step]] = value;
        }
        solution
    }

    /// `T⁻ᵀ Pᵀ b` on the first `rank` columns.
    pub fn solve_transposed(&self, target: &[f64], rank: usize) -> Vec<f64> {
        let mut solution: Vec<f64> = Vec::with_capacity(rank);
        for step in 0..rank {
            let column = self.triangle.column(step);
            let known = dot(&column[..step], &solution);
            solution.push((target[self.order[step]] - known) / column[step]);
        }
        solution
    }
}

/// The column whose entries from row `step` on are the largest, the first of equals.
fn largest_below(matrix: &Matrix, step: usize) -> usize {
    let square = |column: usize| {
        let below = &matrix.column(column)[step..];
        dot(below, below)
    };
    let mut largest = step;
    for column in step + 1..matrix.columns() {
        if square(column) > square(largest) {
            largest = column;
        }
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many columns as there are rows say all; no column and no row say nothing.
    #[test]
    fn wide_and_empty_matrices_have_a_rank() {
        let mut wide = Matrix::zeros(2, 4);
        for (column, values) in [[1.0, 2.0], [2.0, 4.0], [3.0, -1.0], [0.5, 0.5]].iter().enumerate()
        {
            wide.column_mut(column).copy_from_slice(values);
        }
        let factor = Pivoted::new(wide.clone());
        assert_eq!(factor.rank(1e-15), 2);
        let solution = factor.solve(&factor.rotate(&[7.0, -3.0]), 2);
        let made = wide.times(&solution);
        assert!((made[0] - 7.0).abs() < 1e-14 && (made[1] + 3.0).abs() < 1e-14, "{made:?}");
        for (rows, columns) in [(0, 0), (3, 0), (0, 3)] {
            assert_eq!(Pivoted::new(Matrix::zeros(rows, columns)).rank(0.0), 0);
        }
    }
}

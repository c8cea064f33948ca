//! [`Pivoted`]: a triangular factor with the columns in the order of what they add.

use crate::matrix::{Matrix, dot};
use crate::reflection::Reflection;

/// `A P = Q T`: at each step the column that is left the largest comes next, so that `|T_kk|` falls
/// and tells the rank; and `Qᵀ b`.
///
/// # Source
/// Businger and Golub (1965), *Linear least squares solutions by Householder transformations*. The
/// norms that are left are taken anew at each step, not updated: the matrices here are small, and
/// updates lose their digits where the rank is decided.
pub(crate) struct Pivoted {
    /// `T`, upper triangular.
    pub triangle: Matrix,
    /// Column `k` of `A P` is this column of `A`.
    pub order: Vec<usize>,
    /// `Qᵀ b`.
    pub target: Vec<f64>,
}

impl Pivoted {
    /// Factors a square matrix.
    pub fn new(mut matrix: Matrix, target: &[f64]) -> Self {
        let size = matrix.columns();
        let mut target = target.to_vec();
        let mut order: Vec<usize> = (0..size).collect();
        for step in 0..size {
            let next = largest_below(&matrix, step);
            matrix.swap_columns(step, next);
            order.swap(step, next);
            let reflection = Reflection::of(&matrix.column(step)[step..]);
            for column in step + 1..size {
                reflection.apply(&mut matrix.column_mut(column)[step..]);
            }
            reflection.apply(&mut target[step..]);
            let column = &mut matrix.column_mut(step)[step..];
            column.fill(0.0);
            column[0] = reflection.image;
        }
        Self { triangle: matrix, order, target }
    }

    /// Columns before the first whose `|T_kk|` is at most `tolerance·|T_00|`.
    pub fn rank(&self, tolerance: f64) -> usize {
        let diagonal = |step: usize| self.triangle.at(step, step).abs();
        let size = self.order.len();
        let floor = if size == 0 { 0.0 } else { tolerance * diagonal(0) };
        (0..size).position(|step| diagonal(step) <= floor).unwrap_or(size)
    }

    /// The least-squares solution on the first `rank` columns, with zeros elsewhere.
    pub fn solve(&self, rank: usize) -> Vec<f64> {
        let mut solution = vec![0.0; self.order.len()];
        let mut left = self.target[..rank].to_vec();
        for step in (0..rank).rev() {
            let column = self.triangle.column(step);
            let value = left[step] / column[step];
            left[..step].iter_mut().zip(column).for_each(|(left, entry)| *left -= value * entry);
            solution[self.order[step]] = value;
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

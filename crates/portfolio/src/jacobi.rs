//! [`SingularValues`]: singular values by rotations.

use crate::matrix::{Matrix, dot, norm};
use crate::pivoting::Pivoted;

/// Cosine of the angle between two columns that counts as none: a few roundings.
const RIGHT_ANGLE: f64 = 4.0 * f64::EPSILON;
/// Rounds over all pairs of columns: half a dozen are usual, and convergence is quadratic. The limit
/// only keeps a loop from having no end.
const MOST_ROUNDS: usize = 60;

/// The singular value decomposition `A = U S Vᵀ` of a square matrix, largest value first, together with
/// `Uᵀ b`.
///
/// By one-sided Jacobi rotations on the transpose of a pivoted triangular factor: rows of the factor
/// are rotated in pairs until all are at right angles; then their lengths are the singular values,
/// their directions `V`. Small singular values come out as well as the matrix determines them, also
/// where rows or columns differ in size by orders: a method by way of a bidiagonal has them only to
/// 1e-16 of the largest.
///
/// # Source
/// Drmač and Veselić (2008), *New fast and accurate Jacobi SVD algorithm*, parts I and II.
pub(crate) struct SingularValues {
    /// `S`, falling.
    pub values: Vec<f64>,
    /// `V`, column by column; a column of zeros where the singular value is 0.
    pub directions: Matrix,
    /// `Uᵀ b`.
    pub target: Vec<f64>,
}

impl SingularValues {
    /// Decomposes a square matrix of finite numbers.
    pub fn new(matrix: Matrix, target: &[f64]) -> Self {
        let pivoted = Pivoted::new(matrix);
        let mut rows = transposed(&pivoted.triangle);
        let mut target = pivoted.rotate(target);
        let _ = (0..MOST_ROUNDS).find(|_| !rotate_all(&mut rows, &mut target));
        let lengths: Vec<f64> = (0..rows.columns()).map(|index| norm(rows.column(index))).collect();
        let mut falling: Vec<usize> = (0..lengths.len()).collect();
        falling.sort_by(|one, other| lengths[*other].total_cmp(&lengths[*one]));
        let mut directions = Matrix::zeros(lengths.len(), lengths.len());
        for (place, &index) in falling.iter().enumerate().filter(|(_, i)| lengths[**i] > 0.0) {
            let direction = directions.column_mut(place);
            for (entry, column) in rows.column(index).iter().zip(&pivoted.order) {
                direction[*column] = entry / lengths[index];
            }
        }
        Self {
            values: falling.iter().map(|index| lengths[*index]).collect(),
            directions,
            target: falling.iter().map(|index| target[*index]).collect(),
        }
    }
}

fn transposed(matrix: &Matrix) -> Matrix {
    let size = matrix.columns();
    let mut transposed = Matrix::zeros(size, size);
    for column in 0..size {
        for row in 0..size {
            *transposed.at_mut(column, row) = matrix.at(row, column);
        }
    }
    transposed
}

/// One round over all pairs; whether any was rotated.
fn rotate_all(columns: &mut Matrix, target: &mut [f64]) -> bool {
    let mut rotated = false;
    for first in 0..columns.columns() {
        for second in first + 1..columns.columns() {
            let [one, other] = columns.two_columns_mut(first, second);
            let Some(rotation) = Rotation::of(one, other) else { continue };
            one.iter_mut().zip(other).for_each(|(one, other)| rotation.apply(one, other));
            let (one, other) = target.split_at_mut(second);
            rotation.apply(&mut one[first], &mut other[0]);
            rotated = true;
        }
    }
    rotated
}

/// A rotation in a plane.
#[derive(Clone, Copy)]
struct Rotation {
    cosine: f64,
    sine: f64,
}

impl Rotation {
    /// The rotation after which two columns are at right angles; `None` if they are.
    fn of(one: &[f64], other: &[f64]) -> Option<Self> {
        let (alpha, beta) = (dot(one, one), dot(other, other));
        let gamma = dot(one, other);
        if gamma.abs() <= RIGHT_ANGLE * (alpha.sqrt() * beta.sqrt()) {
            return None;
        }
        let zeta = (beta - alpha) / (2.0 * gamma);
        let tangent = zeta.signum() / (zeta.abs() + (1.0 + zeta * zeta).sqrt());
        if tangent == 0.0 {
            return None; // one of them is nothing beside the other
        }
        let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
        Some(Self { cosine, sine: cosine * tangent })
    }

    fn apply(self, one: &mut f64, other: &mut f64) {
        let before = *one;
        *one = self.cosine * before - self.sine * *other;
        *other = self.sine * before + self.cosine * *other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns at right angles but for a small turn, of sizes from 1e150 to 1e-130: every singular value
    /// has all its digits, the least like the largest.
    #[test]
    fn small_singular_values_have_all_their_digits() {
        let sizes = [1e150, 3e40, 2.0, 5e-60, 7e-130];
        let mut matrix = Matrix::zeros(5, 5);
        for (index, size) in sizes.into_iter().enumerate() {
            let column = matrix.column_mut(index);
            column[index] = 0.8 * size;
            column[(index + 1) % 5] = 0.6 * size;
        }
        let found = SingularValues::new(matrix, &[1.0; 5]);
        // Far apart in size, the columns take their turns: the determinant is that of the turns,
        // 0.8⁵ + 0.6⁵, and each size is left what is at right angles to the larger ones.
        let product = |values: &[f64]| values.iter().map(|value| value / 1e2).product::<f64>();
        let turns = 0.8f64.powi(5) + 0.6f64.powi(5);
        let ratio = product(&found.values) / product(&sizes);
        assert!((ratio / turns - 1.0).abs() < 1e-14, "{ratio} {turns}");
        assert_eq!(found.values[0], 1e150);
    }

    #[test]
    fn directions_and_target_solve_the_system() {
        let mut matrix = Matrix::zeros(3, 3);
        let entries = [[2.0, -1.0, 0.5], [0.0, 3.0, 1.0], [1.0, 1.0, -4.0]];
        for (index, column) in entries.iter().enumerate() {
            matrix.column_mut(index).copy_from_slice(column);
        }
        let exact = [0.3, -2.0, 1.5];
        let found = SingularValues::new(matrix.clone(), &matrix.times(&exact));
        let along: Vec<f64> = (0..3).map(|k| found.target[k] / found.values[k]).collect();
        let solution = found.directions.times(&along);
        assert!(solution.iter().zip(exact).all(|(x, exact)| (x - exact).abs() < 1e-15));
        assert!(found.values.is_sorted_by(|larger, smaller| larger >= smaller));
    }
}

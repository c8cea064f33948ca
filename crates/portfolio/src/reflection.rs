//! Householder's reflections, on tall blocks and on small columns.

use crate::matrix::{Matrix, add_multiple, dot};
use rehedge_kernels::Region;

/// Width of the partial sums of a column, and what the rows of a block are a multiple of.
pub(crate) const PARTIALS: usize = 8;

/// A sum of squares at or below this counts as none: below it squares lose their digits, and a
/// reflection by them would not be one. Columns of such numbers (1e-140) are as good as empty.
const NO_SQUARE: f64 = 1e-280;

/// Takes rows into a triangular factor: from `R` and the rows `B` below it to the factor of both.
///
/// For each column `j` the reflection `I − v vᵀ/h` that sends `(R_jj, b_j)` to `(β, 0)`:
/// `β = −sign(R_jj)·‖(R_jj, b_j)‖`, `v = (R_jj − β, b_j)`, `h = ‖v‖²/2 = −β·(R_jj − β)`. What is above
/// `R_jj` does not take part, and `B` is spent.
///
/// # Source
/// Golub and Van Loan, *Matrix Computations*, 4th edition, sections 5.1 and 6.5 (appending rows);
/// Demmel, Grigori, Hoemmen and Langou (2012), *Communication-optimal parallel and sequential QR*.
pub(crate) struct TakeRows<'a> {
    /// `R`, upper triangular.
    pub factor: &'a mut Matrix,
    /// Rows of `B`: a multiple of [`PARTIALS`].
    pub rows: usize,
    /// `B`, column by column.
    pub block: &'a mut [f64],
}

impl Region for TakeRows<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { factor, rows, block } = self;
        for column in 0..factor.columns() {
            let (pivot, later) = block[column * rows..].split_at_mut(rows);
            let square = sum_of_products(pivot, pivot);
            if square <= NO_SQUARE {
                continue;
            }
            let first = factor.at(column, column);
            let length = first.mul_add(first, square).sqrt();
            let image = if first > 0.0 { -length } else { length };
            let head = first - image;
            let scale = -1.0 / (image * head);
            *factor.at_mut(column, column) = image;
            for (index, other) in later.chunks_exact_mut(rows).enumerate() {
                let entry = factor.at_mut(column, column + 1 + index);
                let along = head.mul_add(*entry, sum_of_products(pivot, other)) * scale;
                *entry = (-along).mul_add(head, *entry);
                subtract(other, along, pivot);
            }
        }
    }
}

/// `Σ aᵢ bᵢ` by eight partial sums.
#[inline(always)]
fn sum_of_products(a: &[f64], b: &[f64]) -> f64 {
    let mut partial = [0.0; PARTIALS];
    for (a, b) in a.as_chunks::<PARTIALS>().0.iter().zip(b.as_chunks::<PARTIALS>().0) {
        for lane in 0..PARTIALS {
            partial[lane] = a[lane].mul_add(b[lane], partial[lane]);
        }
    }
    let p = partial;
    let q = [p[0] + p[4], p[1] + p[5], p[2] + p[6], p[3] + p[7]];
    (q[0] + q[2]) + (q[1] + q[3])
}

/// `y −= f·x`.
#[inline(always)]
fn subtract(y: &mut [f64], factor: f64, x: &[f64]) {
    for (y, x) in y.as_chunks_mut::<PARTIALS>().0.iter_mut().zip(x.as_chunks::<PARTIALS>().0) {
        for lane in 0..PARTIALS {
            y[lane] = (-factor).mul_add(x[lane], y[lane]);
        }
    }
}

/// The reflection that sends a small column to its first entry.
pub(crate) struct Reflection {
    /// `v`.
    axis: Vec<f64>,
    /// `1/h`; 0 for the identity.
    scale: f64,
    /// The first entry of the image.
    pub image: f64,
}

impl Reflection {
    /// The reflection of a column.
    pub fn of(column: &[f64]) -> Self {
        let mut axis = column.to_vec();
        let Some((first, below)) = axis.split_first_mut() else {
            return Self { axis, scale: 0.0, image: 0.0 };
        };
        let square = dot(below, below);
        if square <= NO_SQUARE {
            let image = *first;
            return Self { axis, scale: 0.0, image };
        }
        let length = (*first * *first + square).sqrt();
        let image = if *first > 0.0 { -length } else { length };
        *first -= image;
        let scale = -1.0 / (image * *first);
        Self { axis, scale, image }
    }

    /// Reflects a column of the same length.
    pub fn apply(&self, column: &mut [f64]) {
        if self.scale != 0.0 {
            let along = dot(&self.axis, column) * self.scale;
            add_multiple(column, -along, &self.axis);
        }
    }
}

//! [`Row`]: one quantity at one time on [`LANES`] paths.

use std::ops::{Deref, DerefMut};

/// Paths in a row. Part of the contract: a change moves every simulated number.
pub const LANES: usize = 64;

/// One quantity at one time on [`LANES`] paths.
///
/// Rows are aligned to their own size, so that a lane has the same place in each. A processor takes
/// a load to depend on an earlier store as long as the low bits of their addresses agree; with rows
/// at other distances that happens from one lane to the next, and a run takes up to an eighth longer
/// by the bad luck of an allocation.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(512))]
pub struct Row(pub [f64; LANES]);

impl Row {
    /// A row of zeros.
    pub const ZERO: Self = Self([0.0; LANES]);

    /// The same value on every path.
    #[inline(always)]
    #[must_use]
    pub const fn splat(value: f64) -> Self {
        Self([value; LANES])
    }
}

impl Default for Row {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Deref for Row {
    type Target = [f64; LANES];
    #[inline(always)]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Row {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// Width of the partial sums of a reduction: one shape for every instruction set.
const PARTIALS: usize = 8;

/// A sum over the lanes of a row, all but its end: eight partial sums over lanes `k, k + 8, …`.
///
/// [`Partials::total`] is kept apart for those who sum many rows: the compiler would otherwise take
/// the narrow registers that the end asks for from the start.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(C, align(64))]
pub struct Partials([f64; PARTIALS]);

impl Partials {
    /// Partial sums of a row.
    #[inline(always)]
    #[must_use]
    pub fn of(row: &Row) -> Self {
        let mut partial = [0.0; PARTIALS];
        for chunk in row.0.as_chunks::<PARTIALS>().0 {
            for (p, x) in partial.iter_mut().zip(chunk) {
                *p += x;
            }
        }
        Self(partial)
    }

    /// Partial sums of the squares of a row.
    #[inline(always)]
    #[must_use]
    pub fn of_squares(row: &Row) -> Self {
        let mut partial = [0.0; PARTIALS];
        for chunk in row.0.as_chunks::<PARTIALS>().0 {
            for (p, x) in partial.iter_mut().zip(chunk) {
                *p = x.mul_add(*x, *p);
            }
        }
        Self(partial)
    }

    /// The sum, by a tree over the partial sums.
    #[inline(always)]
    #[must_use]
    pub fn total(&self) -> f64 {
        let p = self.0;
        let q = [p[0] + p[4], p[1] + p[5], p[2] + p[6], p[3] + p[7]];
        (q[0] + q[2]) + (q[1] + q[3])
    }
}

/// Σ of a row. The additions have one fixed order, that of [`Partials`].
#[inline(always)]
#[must_use]
pub fn sum(row: &Row) -> f64 {
    Partials::of(row).total()
}

/// Σ of the squares of a row, in the same order as [`sum`].
#[inline(always)]
#[must_use]
pub fn sum_of_squares(row: &Row) -> f64 {
    Partials::of_squares(row).total()
}

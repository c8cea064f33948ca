//! Arithmetic on rows of paths, chosen for the CPU at run time.
//!
//! A [`Row`] is one quantity at one time on [`LANES`] paths. The functions here are ordinary
//! scalar formulas without branches, marked `#[inline(always)]`; a loop over a row that calls them
//! inside a [`Region`] is compiled to the widest instructions that the machine has. They call no
//! library function whose result depends on the machine, so every instruction set and every
//! operating system gives the same bits.
//!
//! ```
//! use rehedge_kernels::{InstructionSet, Region, Row, dispatch, exp};
//!
//! struct ExpOf<'a>(&'a mut Row);
//! impl Region for ExpOf<'_> {
//!     type Output = ();
//!     #[inline(always)]
//!     fn run(self) {
//!         for x in &mut self.0.0 {
//!             *x = exp(*x);
//!         }
//!     }
//! }
//!
//! let mut row = Row::splat(1.0);
//! dispatch(InstructionSet::best(), ExpOf(&mut row));
//! assert!((row[0] - std::f64::consts::E).abs() <= 2.0 * f64::EPSILON);
//! ```
//!
//! Absent on purpose: anything that allocates, reads or fails, and any knowledge of finance.

mod dispatch;
mod root;
mod row;
mod special;

pub use dispatch::{InstructionSet, Region, dispatch};
pub use root::cbrt;
pub use row::{LANES, Partials, Row, sum, sum_of_squares};
pub use special::{
    exp, ln, mills, mills_fraction, normal_cdf, normal_pdf, normal_quantile, normals, uniform,
};

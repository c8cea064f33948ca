//! Contracts beyond vanilla options: their terms, values, Greeks and what happens to them on a path.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

mod asian;
mod barrier;
mod binary;
mod rows;
mod state;
mod table;
mod terms;

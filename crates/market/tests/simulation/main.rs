//! Simulated markets: their distributions against theory, with tolerances from the number of paths,
//! and what they promise about streams of random numbers.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

mod draws;
mod events;
mod moments;
mod sample;
mod sampling;
mod shocks;
mod streams;

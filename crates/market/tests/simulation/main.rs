//! Simulated markets: their distributions against theory, with tolerances from the number of paths,
//! and what they promise about streams of random numbers.

mod draws;
mod events;
mod moments;
mod sample;
mod shocks;
mod streams;

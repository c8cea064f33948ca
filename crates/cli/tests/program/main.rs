//! The program from outside: what it refuses, what it writes, and what it leaves alone.

mod arguments;
mod broken_configs;
mod broken_data;
mod determinism;
mod explained;
mod place;
mod portfolios;
mod publishing;
mod questions;
mod results;
mod runs;
mod story;
mod sturdy;
mod sweeps;
mod tables;
mod theory;

//! `rehedge portfolio`: static hedges of whole books.

mod answer;
#[cfg(test)]
mod any_config;
mod assumed;
mod books;
mod command;
mod condition;
mod draw;
mod figures;
mod findings;
mod frames;
mod frontier;
mod job;
mod judge;
mod leaving;
mod ledger;
mod manifest;
mod prepare;
mod setup;
mod solve;
mod story;
mod subsets;
mod surface;
mod words;

pub use command::portfolio;
pub use prepare::prepare;
pub use setup::setup;

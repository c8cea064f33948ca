//! `rehedge portfolio`: static hedges of whole books.

mod prepare;
mod setup;

pub use prepare::prepare;
pub use setup::setup;

//! `rehedge portfolio`: static hedges of whole books.

mod prepare;
mod setup;
#[allow(dead_code, reason = "for the command")]
mod story;

pub use prepare::prepare;
pub use setup::setup;

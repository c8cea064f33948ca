//! Price paths in blocks.
mod block;
mod grid;
pub use block::{PathBlock, PathSource, Track};
pub use grid::{Grid, GridError};

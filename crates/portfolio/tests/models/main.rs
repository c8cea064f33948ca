//! The models of static hedges: factor, least squares, and what is built on them.

mod cases;
mod factor;
mod least_squares;
mod table;

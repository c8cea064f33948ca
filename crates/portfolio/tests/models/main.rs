//! The models of static hedges: factor, least squares, and what is built on them.

mod bounded;
mod cardinality;
mod cases;
mod cvar;
mod factor;
mod least_cost;
mod least_squares;
mod limits;
mod matching;
mod table;

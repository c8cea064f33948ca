//! Option contracts and books, their values, Greeks and implied volatilities.
mod contract;
pub use contract::{Book, BookError, Leg, Payoff, Strike};

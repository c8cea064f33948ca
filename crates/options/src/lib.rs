//! Option contracts and books, their values and Greeks.
//!
//! A [`Contract`] says what an option pays: vanilla, binary, barrier or Asian; [`ContractKind`] lists
//! them by name. A [`Book`] is a list of [`Leg`]s. [`black_scholes()`] values one option; [`Greeks<Row>`] sums the
//! value and Greeks of a book over a row of paths with the same formulas; [`merton_value`] prices
//! an option on a spot that jumps; [`implied_volatility()`] reads the volatility off a price;
//! [`theory`] says what discrete hedging is expected to leave and cost.
//!
//! ```
//! use rehedge_options::{Life, Payoff, Rates, black_scholes};
//! let life = Life::new(0.5, Rates { rate: 0.10, dividend_yield: 0.05 });
//! let put = black_scholes(Payoff::Put, 100.0, 95.0, 0.20, &life);
//! assert!((put.value - 2.4648).abs() < 5e-5); // Haug (2007), section 1.1.6
//! ```
//!
//! Absent on purpose: paths, hedges, costs. An option here knows its own life and nothing else.

mod black_scholes;
mod book;
mod contract;
mod implied_volatility;
mod merton;
pub mod theory;

pub use black_scholes::{
    Greeks, Life, Position, Rates, Scratch, Spots, Strikes, add_delta, black_scholes,
};
pub use book::{Book, BookError, Leg};
pub use contract::{
    Asian, Barrier, Binary, Contract, ContractError, ContractKind, Direction, Fixings, Knock, Mean,
    Monitoring, Past, Payoff, Pays, Side, Strike, Term, Terms, TermsError, Use,
};
pub use implied_volatility::{NoImpliedVolatility, implied_volatility};
pub use merton::{JumpRisk, merton_value};

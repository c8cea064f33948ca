//! Option contracts and books, their values and Greeks.
//!
//! A [`Contract`] says what an option pays: vanilla, binary, barrier or Asian; [`ContractKind`] lists
//! them by name. [`Struck`] is one with its strike in currency: it gives its value and Greeks from a
//! [`ContractLife`] (the time), a [`PathState`] (what happened so far) and a [`Quote`] (the market);
//! [`Holding`] does the same for the paths of a row, bit for bit.
//!
//! | contract | formula |
//! |---|---|
//! | call, put, straddle | Black–Scholes–Merton |
//! | cash or asset or nothing | Rubinstein and Reiner (1991) |
//! | single barrier with rebate | Reiner and Rubinstein (1991); looked at now and then: Broadie, Glasserman and Kou (1997), within 0.1 % but for barriers less than two steps away |
//! | geometric Asian | Kemna and Vorst (1990): exact |
//! | arithmetic Asian | Levy (1992), a lognormal with the exact mean and variance: within `0.0135·σ²τ` of the spot, so 3 basis points of it at `σ√τ = 0.15` |
//!
//! A [`Book`] is a list of [`Leg`]s. [`black_scholes()`] values one vanilla option; [`Greeks<Row>`] sums
//! the value and Greeks of a book over a row of paths with the same formulas; [`merton_value`] prices
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
//! An up-and-out call, struck at 100 with its barrier at 115, half a year before expiry:
//! ```
//! use rehedge_options::*;
//! let terms = Terms { level: Some(Strike::Fixed(115.0)), ..Terms::new(Strike::Fixed(100.0)) };
//! let contract = ContractKind::named("up_and_out_call").unwrap().contract(&terms)?;
//! let struck = Struck::<f64>::new(contract, 100.0);
//! let life = ContractLife::new(&contract, 0.0, 0.5, Rates { rate: 0.03, dividend_yield: 0.0 });
//! let state = PathState::<f64>::at_entry(&struck, 100.0, 0.5);
//! let greeks = struck.greeks(&life, &state, Quote { spot: 100.0, volatility: 0.2 });
//! assert!(greeks.value < 2.0 && greeks.vega < 0.0);
//! # Ok::<(), TermsError>(())
//! ```
//!
//! Absent on purpose: paths, hedges, costs. An option here knows its own life and nothing else.

mod asian;
mod barrier;
mod binary;
mod black_scholes;
mod book;
mod contract;
mod formulas;
mod implied_volatility;
mod inputs;
mod life;
mod merton;
mod number;
mod quadrature;
mod rows;
mod single;
mod state;
mod struck;
mod tail;
pub mod theory;

pub use barrier::CONTINUITY_CORRECTION;
pub use black_scholes::{
    Greeks, Life, Position, Rates, Scratch, Spots, Strikes, add_delta, black_scholes,
};
pub use book::{Book, BookError, LEAST_VOLATILITY, Leg};
pub use contract::{
    Asian, Barrier, Binary, Contract, ContractError, ContractKind, Direction, Fixings, Knock, Mean,
    Monitoring, Past, Payoff, Pays, Side, Strike, Term, Terms, TermsError, Use,
};
pub use implied_volatility::{NoImpliedVolatility, implied_volatility};
pub use life::ContractLife;
pub use merton::{JumpRisk, merton_value};
pub use rows::Holding;
pub use single::Quote;
pub use state::{PathState, Sight};
pub use struck::Struck;

//! Hodges and Neuberger's hedge: the best there is for exponential utility under proportional costs.
//!
//! A hedger of one option has the P&L `P` of an account in which a purchase of `q` shares at `t_i`
//! costs `q·S_i + (λ·S_i + c)·|q|`, and wants the least entropic risk `ln E[e^{−aP}] / a`. With
//! `D_i = e^{f·(T − t_i)}`, what cash of `t_i` is at the horizon, the risk that is still to come at
//! `t_i`, for a spot `S` and `y` shares brought along, is
//!
//! ```text
//! J_N(S, y) = k_N(S)·|y| − payoff(S)                         k_i(S) = D_i·(λ·S + c)
//! J_i(S, y) = min_z  k_i(S)·|z − y| + G_i(S, z)
//! G_i(S, z) = ln E[exp(a·(J_{i+1}(S', z) − z·(D_{i+1}·e^{q·dt}·S' − D_i·S)))] / a
//! ```
//!
//! `G` is convex in `z`, so that it is best to do nothing between the holdings at which
//! `∂G/∂z = −k` and `∂G/∂z = +k`, and outside to trade to the nearer one. These two, for every step
//! and spot, are the [`OptimalRegion`]. Cash has no place in the state, nor has the rate at which
//! the book is marked.
//!
//! # Source
//! Hodges and Neuberger (1989), *Optimal replication of contingent claims under transactions costs*;
//! Davis, Panas and Zariphopoulou (1993), *European option pricing with transaction costs*. They
//! trade in continuous time; here time is the grid's, and the answer exact for it: see
//! [`UtilityProblem`].

mod continuation;
mod node;
mod problem;
mod quadrature;
mod region;
mod solver;
mod values;

pub use problem::{Outlook, UtilityProblem};
pub use region::OptimalRegion;
pub use solver::{Jobs, Resolution};

//! Static hedges of a book of options by a portfolio of stock and liquid options.
//!
//! `M` holds the values of `n` instruments at the horizon (or their changes), a row to a scenario;
//! `L` is the *liability*: what the book to be hedged costs its owner there, minus the value of
//! what the owner holds. With the positions `x` held, `e = M x − L` is the profit and loss of hedge
//! and book together, and `L − M x` the loss. The measure of risk is the root of the mean square,
//! `rms(x) = ‖M x − L‖ / √N`.
//!
//! Scenarios are taken up block by block into a [`Factor`], the triangular factor `R` of the rows
//! `[M | L₁ L₂ …]`; from there on the models of one book work on a [`HedgeProblem`] of `n + 1`
//! rows, `‖M x − L‖ = ‖R x − r‖` and a rest, however many scenarios there were.
//!
//! - *Model 0*: least squares, [`HedgeProblem::spectrum`] and [`HedgeProblem::least_squares`].
//! - *Model 1*: least squares within [`Limits`], [`HedgeProblem::bounded_least_squares`].
//! - *Model 2*: least [`Costs`] under a cap on the risk, [`HedgeProblem::least_cost`] and
//!   [`HedgeProblem::frontier`].
//! - *Few instruments*: [`HedgeProblem::matching_pursuit`], [`HedgeProblem::l1_path`] and
//!   [`HedgeProblem::best_subsets`].
//! - *Conditional value at risk* of the loss, alone or against cost, [`CvarProblem::solve`], on the
//!   scenarios themselves.
//! - Sensitivities that offset those of the book, [`Sensitivities::matched`], without scenarios.
//!
//! Every solution carries its [`Accuracy`], computed from the solution itself; one that is not
//! accurate is a [`SolveError`].
//!
//! ```
//! use rehedge_kernels::InstructionSet;
//! use rehedge_portfolio::{Factor, LeastSquares, ScenarioBlock};
//!
//! // A share and a call struck at 100 on three days; the book owes a straddle struck at 100.
//! let mut block = ScenarioBlock::new(3, 2, 1);
//! block.instrument_mut(0).copy_from_slice(&[90.0, 100.0, 115.0]);
//! block.instrument_mut(1).copy_from_slice(&[0.0, 0.0, 15.0]);
//! block.target_mut(0).copy_from_slice(&[10.0, 0.0, 15.0]);
//! let mut factor = Factor::new(2, 1);
//! factor.push(InstructionSet::best(), &block);
//! let problem = factor.problem(0)?;
//! let hedge = problem.least_squares(LeastSquares::Basic);
//! // The share takes the slope through the first two days, 900 / 18100; the call what is left.
//! assert!((hedge.positions[0] - 900.0 / 18_100.0).abs() < 1e-14);
//! assert!(hedge.rms < problem.unhedged_rms());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The same bits
//! Numbers depend on the scenarios, on how they are cut into blocks and on the order of the blocks;
//! on nothing else. Sums over scenarios have one fixed shape for every instruction set
//! (`rehedge_kernels`); everything else is IEEE 754 addition, multiplication, division and square
//! root in one order. Cone programmes are solved by Clarabel on one thread with its own factorisation,
//! of which the same holds; it looks at the clock, and nothing depends on what it sees. No linear
//! algebra is called that chooses its code by the processor.
//!
//! Absent on purpose: files, threads, clocks; statistics of the errors beyond their moments, which
//! whoever asks for them takes from [`ScenarioBlock::errors`].

mod accuracy;
mod active_set;
mod block;
mod bounded;
mod cardinality;
mod cone;
mod cone_hedges;
mod costs;
mod cvar;
mod duality;
mod factor;
mod jacobi;
mod least_cost;
mod least_squares;
mod limits;
mod matching;
mod matrix;
mod path;
mod pivoting;
mod problem;
mod reflection;
mod scaled;
pub mod scenarios;
mod solution;
mod spectrum;
mod tilted;

pub use accuracy::{Accuracy, SolveError};
pub use block::ScenarioBlock;
pub use cardinality::BestSubsets;
pub use costs::{Costs, CostsError};
pub use cvar::{CvarError, CvarGoal, CvarProblem, CvarSolution};
pub use factor::{Column, Factor, ScenarioError};
pub use least_squares::LeastSquares;
pub use limits::{Limits, LimitsError, LinearLimit};
pub use matching::{Determination, Match, MatchError, Sensitivities};
pub use problem::HedgeProblem;
pub use solution::Solution;
pub use spectrum::Spectrum;

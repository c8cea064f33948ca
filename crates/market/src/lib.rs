//! Price paths in blocks: simulated models and windows of real history.
//!
//! A [`PathSource`] fills a [`PathBlock`] with what the market did on [`LANES`](rehedge_kernels::LANES)
//! paths: spot, the path's own volatility, implied volatility, and where the spot jumped.
//! [`Simulation`] draws it from a [`Model`]; [`History`] cuts it out of real data.
//!
//! ```
//! use rehedge_kernels::InstructionSet;
//! use rehedge_market::{Grid, ImpliedModel, Model, PathSource, Simulation};
//!
//! let model = Model {
//!     spot: 100.0,
//!     drift: 0.05,
//!     volatility: 0.2,
//!     jumps: None,
//!     shocks: None,
//!     implied: ImpliedModel::Constant(0.22),
//! };
//! let market = Simulation::new(model, Grid::new(63, 1, 252.0)?, 1000, 7, vec![63])?;
//! let mut block = market.allocate();
//! market.fill(0, InstructionSet::best(), &mut block);
//! assert_eq!(block.spot.len(), 64);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Absent on purpose: options, hedges, costs, files.

mod arrivals;
mod block;
mod bridge;
mod draws;
mod grid;
mod history;
mod sampling;
mod shocks;
mod simulation;
mod sobol;
mod stream;

pub use arrivals::{Arrivals, ArrivalsError};
pub use block::{PathBlock, PathSource, Track};
pub use grid::{Grid, GridError};
pub use history::{HistoricalImplied, History, HistoryError, SMALLEST_VOLATILITY, Windows};
pub use sampling::{Sampling, SamplingError};
pub use shocks::{ShocksError, VolatilityShocks};
pub use simulation::{ImpliedModel, Model, Simulation, SimulationError};
pub use stream::{Purpose, stream};

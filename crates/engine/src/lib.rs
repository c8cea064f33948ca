//! Hedges a book of options along given paths.
//!
//! A [`Desk`] holds a book, its rates and the [`Hedge`]s to compare. [`Desk::hedge`] takes a block
//! of paths through the loop `target → trade → charge → execute → accrue → mark → explain` and
//! then settles; all hedges see the same paths, and the book is valued once for all of them.
//!
//! With book value `V`, holding `h` and cash `B`, wealth is `W = B + h·S + V`. Over a step
//! `ΔW = ΔV + h·ΔS + (e^{f·dt} − 1)·B + h·S_{i+1}·(e^{q·dt} − 1)`, less costs; `ΔV` is explained by
//! delta, gamma, theta, vega, vanna and volga, and what they miss has lines of its own
//! ([`Component`]).
//!
//! Absent on purpose: where paths come from, files, threads, statistics.

mod band;
mod component;
mod contract;
mod costs;
mod deltas;
mod desk;
mod estimate;
mod hedge;
mod hodges_neuberger;
mod ledger;
mod outcome;
mod position;
mod region;
mod run;
mod solutions;
mod tally;
mod target;
mod trade_size;
mod valuation;
mod zakamouline;

pub use component::Component;
pub(crate) use component::{BookComponent, HedgeComponent};
pub use costs::{Costs, CostsError, Fee, Impact};
pub use desk::{Carry, Desk, DeskError};
pub use hedge::{BandTarget, Hedge, Rule, SpotMove};
pub use hodges_neuberger::{Jobs, OptimalRegion, Outlook, Resolution, UtilityProblem};
pub use ledger::Recorder;
pub use outcome::{HedgeOutcome, LedgerEntry, Moments, PnlBlock, PnlSink, Profile, ProfilePoint};
pub use region::{MarketState, NoTradeBands};
pub use run::{Output, Workspace};
pub use solutions::MOST_SOLVED_STEPS;
pub use tally::Tally;
pub use target::{HedgeVolatility, LELAND_FLOOR, Target};
pub use trade_size::{TradeSize, TradeSizeError};
pub use zakamouline::Zakamouline;

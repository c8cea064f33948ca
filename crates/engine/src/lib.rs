//! Hedges a book of options along given paths.
mod component;
mod costs;
mod hedge;
mod outcome;
pub use component::Component;
pub use costs::{Costs, CostsError, Fee, Impact};
pub use hedge::{Hedge, HedgeVolatility, Rule, Target};
pub use outcome::{HedgeOutcome, LedgerEntry, Moments, PnlBlock, PnlSink, Profile, ProfilePoint};

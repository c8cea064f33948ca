//! Whether the engine is right: against its scalar twin, against the identities of an account,
//! and against the literature.
#![allow(clippy::float_cmp, reason = "where a test says equal it means the same number")]

mod bands;
mod cases;
mod contracts;
mod discrete_error;
mod equals_twin;
mod expected_costs;
mod experiment;
mod fair_games;
mod hodges_neuberger;
mod identities;
mod independence;
mod refusals;
mod regions;
mod residual;
mod targets;
mod trade_sizes;
mod trading_costs;
#[path = "../../twin/mod.rs"]
mod twin;
mod volatility_trades;
mod zakamouline;

//! P&L blocks to frames, statistics and charts.
pub mod charts;

//! [`BreakEven`]: what the book would have to be sold for.

use super::estimate::{self, Estimate};
use super::{Sample, Samples};
use crate::parallel::in_parallel;

/// A premium beyond that of the run, for the whole book.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Premium {
    /// In currency at the horizon.
    pub horizon: f64,
    /// Its standard error.
    pub se: f64,
    /// In currency at entry: what grows to `horizon` as cash.
    pub entry: f64,
    /// The volatility at which the whole premium, that of the run and this, is the value of the
    /// book; filled in by whoever knows the book.
    pub implied_volatility: Option<f64>,
}

/// The premiums, beyond that of the run, at which a hedge breaks even, a row of `break_even.csv`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BreakEven {
    /// Name of the hedge.
    pub hedge: String,
    /// At which mean P&L is zero; at which expected shortfall at 95 % is zero; at which the book is
    /// worth its entropic risk (the indifference price of entering it, hedge and all).
    pub premiums: [Premium; 3],
}

impl Samples<'_> {
    /// The premiums at which every hedge breaks even. `growth` is what one unit of cash at entry
    /// is at the horizon; `risk_aversion` is that of the entropic risk, per currency unit. On so many
    /// threads.
    #[must_use]
    pub fn break_even(&self, growth: f64, risk_aversion: f64, threads: usize) -> Vec<BreakEven> {
        let premium = |estimate: Estimate| Premium {
            horizon: estimate.value,
            se: estimate.se(self.dependence),
            entry: estimate.value / growth,
            implied_volatility: None,
        };
        let row = |sample: &Sample<'_>| BreakEven {
            hedge: sample.name.to_owned(),
            premiums: [
                estimate::mean(sample.pnl).negative(),
                estimate::expected_shortfall(sample.pnl, 0.95),
                estimate::entropic(sample.pnl, risk_aversion),
            ]
            .map(premium),
        };
        in_parallel(threads, &self.hedges, row)
    }
}

//! [`Findings`]: all that a run of a portfolio came to.

use super::condition::Condition;
use super::frontier::Capped;
use super::judge::{Both, Judged};
use super::ledger::Ledgered;
use super::solve::Hedge;
use super::subsets::Subset;
use super::surface::Surface;

/// Every hedge once more, optimised at another standard deviation of implied volatility.
pub struct Assumed {
    /// Per √year.
    pub sd: f64,
    /// As [`Findings::hedges`].
    pub hedges: Vec<Hedge>,
    /// On the scenarios that they were chosen from.
    pub inside: Vec<Judged>,
    /// On scenarios with the uncertainty there is.
    pub outside: Vec<Judged>,
}

/// All that was found.
pub struct Findings {
    /// Every model of every book, after no hedge at all of each.
    pub hedges: Vec<Hedge>,
    /// How they do on the scenarios that they were chosen from.
    pub inside: Vec<Judged>,
    /// How they do on others.
    pub outside: Vec<Judged>,
    /// In every other market, a list for each.
    pub revalued: Vec<Vec<Judged>>,
    /// The models at other assumptions of how uncertain volatility is.
    pub assumed: Vec<Assumed>,
    pub conditions: Vec<Condition>,
    /// The cheapest hedges for caps, with how they do.
    pub frontier: Vec<(Capped, Both)>,
    /// The best hedges of few instruments, likewise.
    pub subsets: Vec<(Subset, Both)>,
    pub surfaces: Vec<Surface>,
    /// Static and dynamic hedges in the ledger.
    pub ledger: Vec<Ledgered>,
}

//! What the engine hands on: P&L of every path, sums over paths at every step, and ledgers.

use crate::Component;
use rehedge_kernels::Row;

/// What one hedge made of the paths of a block, at the horizon, in currency.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HedgeOutcome {
    /// Wealth that the ledger booked from cash, holdings and marks.
    pub pnl: Row,
    /// Its explanation, indexed by [`Component`]; the sum equals `pnl` up to rounding.
    pub components: [Row; Component::COUNT],
    /// Σ `|q| · S` over charged trades.
    pub turnover: Row,
    /// Number of charged trades.
    pub trades: Row,
    /// What book and hedge earned by the spot on steps with a jump,
    /// `Σ (Δ_0 + h)·ΔS + ½Γ_0·ΔS² + gap`: a part of the components of those names, not one more.
    pub jump_pnl: Row,
}

impl HedgeOutcome {
    /// A component's row.
    #[must_use]
    pub fn component(&self, component: Component) -> &Row {
        &self.components[component as usize]
    }
}

/// P&L of every hedge on the paths of a block.
#[derive(Clone, Debug, Default)]
pub struct PnlBlock {
    /// Number of the path in lane 0.
    pub first_path: usize,
    /// Lanes that are paths.
    pub valid: usize,
    /// Spot at the horizon.
    pub spot_final: Row,
    /// One outcome per hedge, in the order of the run.
    pub hedges: Vec<HedgeOutcome>,
}

/// A sink of P&L: the seam where an output of your own plugs in.
pub trait PnlSink {
    /// Why a block cannot be taken.
    type Error;
    /// Takes the next block. Blocks come in order of their paths.
    ///
    /// # Errors
    /// Whatever keeps the sink from taking it; the run then ends.
    fn accept(&mut self, block: &PnlBlock) -> Result<(), Self::Error>;
}

/// Count, mean and sum of squared deviations of a sample, mergeable.
///
/// # Source
/// Chan, Golub and LeVeque (1983), *Algorithms for computing the sample variance*, eq. 2.1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// Sample size.
    pub count: f64,
    /// Mean.
    pub mean: f64,
    /// Sum of squared deviations from the mean.
    pub squares: f64,
}

impl Moments {
    /// Adds another sample.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0.0 {
            return;
        }
        let count = self.count + other.count;
        let apart = other.mean - self.mean;
        self.mean += apart * other.count / count;
        self.squares += other.squares + apart * apart * self.count * other.count / count;
        self.count = count;
    }

    /// Sample standard deviation, `√(squares / (count − 1))`; 0 for fewer than two.
    #[must_use]
    pub fn standard_deviation(&self) -> f64 {
        if self.count < 2.0 { 0.0 } else { (self.squares / (self.count - 1.0)).sqrt() }
    }
}

/// Averages over paths at one step of one hedge, from entry to that step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProfilePoint {
    /// P&L to date.
    pub pnl: Moments,
    /// Mean of each component to date, indexed by [`Component`].
    pub components: [f64; Component::COUNT],
}

/// Averages over paths at every step of every hedge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// `hedges[h][i]`: hedge `h` at step `i = 0 … steps`, after the trade at that step.
    pub hedges: Vec<Vec<ProfilePoint>>,
}

/// One step of one hedge on one path: every number needed to follow the P&L by hand.
///
/// # Timing
/// State is that after the trade at the step; components are those of the interval that ends at
/// the step, together with the costs of the trade at the step. At step 0 there is no interval.
/// At the horizon the options are settled and the holding is sold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LedgerEntry {
    /// Which hedge, in the order of the run.
    pub hedge: usize,
    /// Which path.
    pub path: usize,
    /// Which step.
    pub step: usize,
    /// Years from entry.
    pub time: f64,
    /// Spot.
    pub spot: f64,
    /// Implied volatility of the first leg.
    pub implied_volatility: f64,
    /// The path's own volatility.
    pub path_volatility: f64,
    /// Mark of the options that are still alive after this step.
    pub book_value: f64,
    /// Greeks of the book, per 1.00 of the variable, theta per year.
    pub delta: f64,
    /// See `delta`.
    pub gamma: f64,
    /// See `delta`.
    pub theta: f64,
    /// See `delta`.
    pub vega: f64,
    /// Shares that the target asks for, whether or not the rule trades at this step; 0 at the
    /// horizon.
    pub target: f64,
    /// Shares bought (sold, when negative) at this step.
    pub trade: f64,
    /// Shares held after the trade.
    pub holding: f64,
    /// Cash that options which expire at this step paid to the book's owner.
    pub settlement: f64,
    /// Cash after interest, dividends, settlement, the trade and its costs.
    pub cash: f64,
    /// `cash + holding · spot + book_value`.
    pub wealth: f64,
    /// The components of the step, indexed by [`Component`].
    pub components: [f64; Component::COUNT],
    /// Whether the spot jumped in the interval that ends at this step.
    pub jumped: bool,
}

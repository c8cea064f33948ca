//! How often to rehedge an option that earns a premium.

/// The trade-off of hedging at intervals at proportional costs: with `N` rehedges expected P&L is
/// `P − C·√N` and its standard deviation `A/√N`.
///
/// It holds where volatility is sold above, or bought below, that of the spot, which is also that of
/// the hedge ratio, so that the error of hedging at intervals is the risk there is; where costs are
/// proportional, and small enough to add no risk of their own. The first trade and the unwind cost
/// the same at every frequency: they are taken from `P` beforehand.
///
/// # Source
/// Sepp (2013), *When you hedge discretely: optimization of Sharpe ratio for delta-hedging strategy
/// under discrete hedging and transaction costs*, Journal of Investment Strategies 3(1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sepp {
    /// Expected P&L `P` at the horizon before the cost of rehedging.
    pub profit: f64,
    /// Expected cost `C` of rehedging, over `√N`.
    pub cost: f64,
    /// Standard deviation `A` of P&L, times `√N`.
    pub deviation: f64,
}

impl Sepp {
    /// Mean over standard deviation of P&L, of the whole life, with so many rehedges:
    /// `(P − C·√N)·√N/A`.
    #[must_use]
    pub fn sharpe(&self, rehedges: f64) -> f64 {
        let root = rehedges.sqrt();
        (self.profit - self.cost * root) * root / self.deviation
    }

    /// The number of rehedges with the greatest Sharpe ratio, `N = (P/2C)²`: there the expected cost
    /// of rehedging is half of the expected P&L before it. It falls as the square of the cost. None
    /// where nothing is earned or nothing is paid.
    #[must_use]
    pub fn best(&self) -> Option<f64> {
        let root = self.profit / (2.0 * self.cost);
        (self.profit > 0.0 && self.cost > 0.0).then_some(root * root)
    }
}

//! [`Statistics`]: P&L blocks in, a [`HedgeSummary`] per hedge out.

mod dependence;
pub(crate) mod moments;
mod order;
pub(crate) mod standard_error;
mod variance_split;

use crate::comparison::{AttributionTest, Sample, Samples};
use crate::cost::costs;
use crate::parallel::in_parallel;
use crate::summary::{HedgeSummary, Spread};
pub use dependence::Dependence;
use moments::{CentralMoments, moments_of};
use order::Ordered;
use rehedge_engine::{Component, HedgeOutcome, Moments, PnlBlock, PnlSink};
use std::convert::Infallible;
use variance_split::CoMoments;
pub use variance_split::{Share, Source, VarianceSplit};

/// Sums over the paths of a run, for every hedge.
///
/// Blocks are taken in the order of their paths; sums are merged block by block, so that they
/// depend on the paths alone. Every path's P&L and cost are kept, 16 bytes per path and hedge, and
/// its last spot: quantiles and expected shortfall need them all, and hedges are compared path by
/// path.
#[derive(Clone, Debug)]
pub struct Statistics {
    dependence: Dependence,
    hedges: Vec<HedgeSums>,
    /// Spot at the horizon on every path.
    spot_final: Vec<f64>,
    /// Whether to keep what the Greeks do not explain of every path.
    keeps_unexplained: bool,
}

/// Sums of one hedge.
#[derive(Clone, Debug, Default)]
struct HedgeSums {
    name: String,
    /// P&L of every path.
    pnl: Vec<f64>,
    /// Cost of every path.
    costs: Vec<f64>,
    /// Gap and residual of every path, if they are kept.
    unexplained: Vec<f64>,
    /// Of every block.
    co_moments: Vec<CoMoments>,
    moments: HedgeMoments,
}

/// Moments of one hedge.
#[derive(Clone, Debug, Default)]
struct HedgeMoments {
    pnl: CentralMoments,
    components: [Moments; Component::COUNT],
    cost: Moments,
    turnover: Moments,
    trades: Moments,
    /// Of the block alone.
    together: CoMoments,
}

/// Sums over the paths of one block, for every hedge: most of the work of [`Statistics`], which any
/// thread can do.
#[derive(Clone, Debug)]
pub struct BlockSums(Vec<HedgeMoments>);

impl BlockSums {
    /// The sums of a block.
    #[must_use]
    pub fn of(block: &PnlBlock) -> Self {
        Self(block.hedges.iter().map(|hedge| HedgeMoments::of(hedge, block.valid)).collect())
    }
}

impl HedgeMoments {
    fn of(outcome: &HedgeOutcome, valid: usize) -> Self {
        let paid: Vec<f64> = costs(outcome, valid).collect();
        Self {
            pnl: CentralMoments::of(&outcome.pnl[..valid]),
            components: outcome.components.each_ref().map(|row| moments_of(&row[..valid])),
            cost: moments_of(&paid),
            turnover: moments_of(&outcome.turnover[..valid]),
            trades: moments_of(&outcome.trades[..valid]),
            together: CoMoments::of(outcome, valid),
        }
    }

    fn merge(&mut self, other: &Self) {
        self.pnl.merge(&other.pnl);
        for (sum, part) in self.components.iter_mut().zip(&other.components) {
            sum.merge(part);
        }
        self.cost.merge(&other.cost);
        self.turnover.merge(&other.turnover);
        self.trades.merge(&other.trades);
    }
}

impl Statistics {
    /// Statistics of hedges with these names, in the order of the run.
    ///
    /// How paths depend on each other enters the standard errors alone.
    #[must_use]
    pub fn new(hedges: &[String], dependence: Dependence) -> Self {
        let sums = |name: &String| HedgeSums { name: name.clone(), ..HedgeSums::default() };
        let hedges = hedges.iter().map(sums).collect();
        Self { dependence, hedges, spot_final: Vec::new(), keeps_unexplained: false }
    }

    /// The same, and what [`Statistics::attribution_tests`] needs: 8 bytes more per path and hedge.
    #[must_use]
    pub fn with_attribution_tests(self) -> Self {
        Self { keeps_unexplained: true, ..self }
    }

    /// Takes the next block: its first hedge is the first name, and so on.
    pub fn add(&mut self, block: &PnlBlock) {
        self.add_sums(block, &BlockSums::of(block));
    }

    /// As [`Statistics::add`], with sums that were taken before, elsewhere.
    pub fn add_sums(&mut self, block: &PnlBlock, sums: &BlockSums) {
        self.spot_final.extend_from_slice(&block.spot_final[..block.valid]);
        for ((hedge, outcome), part) in self.hedges.iter_mut().zip(&block.hedges).zip(&sums.0) {
            hedge.add(outcome, block.valid, part);
            if self.keeps_unexplained {
                hedge.add_unexplained(outcome, block.valid);
            }
        }
    }

    /// P&L of every path so far under a hedge, in the order of the paths; empty for a hedge that
    /// is not there.
    #[must_use]
    pub fn pnl(&self, hedge: usize) -> &[f64] {
        self.hedges.get(hedge).map_or(&[], |sums| &sums.pnl)
    }

    /// Spot at the horizon on every path so far.
    #[must_use]
    pub fn spot_final(&self) -> &[f64] {
        &self.spot_final
    }

    /// Where the variance of every hedge's P&L comes from.
    #[must_use]
    pub fn variance_splits(&self) -> Vec<VarianceSplit> {
        let split =
            |sums: &HedgeSums| variance_split::split(&sums.name, &sums.co_moments, self.dependence);
        self.hedges.iter().map(split).collect()
    }

    /// Whether the Greeks explain what every hedge earned, path by path; empty unless asked for by
    /// [`Statistics::with_attribution_tests`].
    #[must_use]
    pub fn attribution_tests(&self) -> Vec<AttributionTest> {
        let kept = self.hedges.iter().filter(|_| self.keeps_unexplained);
        kept.map(HedgeSums::attribution_test).collect()
    }

    /// P&L and cost of every hedge, path by path, to compare them.
    #[must_use]
    pub fn samples(&self) -> Samples<'_> {
        Samples::new(self.hedges.iter().map(HedgeSums::sample).collect(), self.dependence)
    }

    /// The summary of every hedge, on so many threads. Needs memory for one more copy of a hedge's
    /// P&L on each.
    #[must_use]
    pub fn summaries(&self, threads: usize) -> Vec<HedgeSummary> {
        in_parallel(threads, &self.hedges, |sums| sums.summary(self.dependence))
    }
}

impl PnlSink for Statistics {
    type Error = Infallible;

    fn accept(&mut self, block: &PnlBlock) -> Result<(), Infallible> {
        self.add(block);
        Ok(())
    }
}

impl HedgeSums {
    fn sample(&self) -> Sample<'_> {
        Sample { name: &self.name, pnl: &self.pnl, costs: &self.costs }
    }

    fn add(&mut self, outcome: &HedgeOutcome, valid: usize, part: &HedgeMoments) {
        self.pnl.extend_from_slice(&outcome.pnl[..valid]);
        self.costs.extend(costs(outcome, valid));
        self.moments.merge(part);
        self.co_moments.push(part.together);
    }

    fn add_unexplained(&mut self, outcome: &HedgeOutcome, valid: usize) {
        let [gap, residual] = [Component::Gap, Component::Residual].map(|c| outcome.component(c));
        let both = gap.iter().zip(residual.iter()).take(valid).map(|(gap, rest)| gap + rest);
        self.unexplained.extend(both);
    }

    fn attribution_test(&self) -> AttributionTest {
        let earned: Vec<f64> = self.pnl.iter().zip(&self.costs).map(|(p, c)| p + c).collect();
        let parts = earned.iter().zip(&self.unexplained);
        let explained: Vec<f64> = parts.map(|(earned, rest)| earned - rest).collect();
        AttributionTest::new(&self.name, &explained, &earned)
    }

    fn summary(&self, dependence: Dependence) -> HedgeSummary {
        let mut scratch = self.pnl.clone();
        let ordered = Ordered::new(&mut scratch);
        let HedgeMoments { pnl, components, cost, turnover, trades, .. } = &self.moments;
        let spread = |m: &Moments| Spread { mean: m.mean, sd: m.standard_deviation() };
        HedgeSummary {
            hedge: self.name.clone(),
            paths: self.pnl.len(),
            pnl_mean: pnl.low().mean,
            pnl_mean_se: mean_error(pnl.low(), &self.pnl, dependence),
            pnl_sd: pnl.low().standard_deviation(),
            pnl_sd_se: self.sd_error(dependence),
            pnl_skew: pnl.skew(),
            pnl_excess_kurtosis: pnl.excess_kurtosis(),
            pnl_min: ordered.quantile(0.0),
            pnl_p01: ordered.quantile(0.01),
            pnl_p05: ordered.quantile(0.05),
            pnl_p50: ordered.quantile(0.5),
            pnl_p95: ordered.quantile(0.95),
            pnl_p99: ordered.quantile(0.99),
            pnl_max: ordered.quantile(1.0),
            es_95: ordered.expected_shortfall(0.05),
            es_99: ordered.expected_shortfall(0.01),
            cost_mean: cost.mean,
            cost_mean_se: mean_error(cost, &self.costs, dependence),
            turnover_mean: turnover.mean,
            trades_mean: trades.mean,
            components: components.each_ref().map(spread),
        }
    }

    fn sd_error(&self, dependence: Dependence) -> f64 {
        match dependence {
            Dependence::Independent => standard_error::of_sd(&self.moments.pnl),
            _ => standard_error::of_dependent_sd(&self.pnl, dependence),
        }
    }
}

/// Standard error of a mean: from the moments alone where paths are independent.
fn mean_error(moments: &Moments, values: &[f64], dependence: Dependence) -> f64 {
    match dependence {
        Dependence::Independent => standard_error::of_independent(moments),
        _ => standard_error::of_mean(values, dependence),
    }
}

#[cfg(test)]
pub(crate) mod tests;

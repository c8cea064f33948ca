//! [`NoTradeBands`]: between which holdings a hedge with a band keeps still.

use crate::band::View;
use crate::desk::Desk;
use crate::valuation::Valuation;
use crate::{BandTarget, HedgeVolatility, Rule};
use rehedge_kernels::{InstructionSet, LANES, Row, ln};
use rehedge_market::{PathBlock, Track};
use rehedge_options::{Contract, Strike};

/// Offset so far from any delta that every band lies to one side of it.
const FAR: f64 = 1e300;

/// What a band is asked at.
///
/// # Timing
/// As a hedge sees the market when it decides whether to trade at the step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarketState {
    /// The step, before the horizon.
    pub step: usize,
    /// Implied volatility of every option alive, per √year.
    pub implied_volatility: f64,
    /// The path's own volatility, per √year.
    pub path_volatility: f64,
}

/// The no-trade region of a hedge with a band, from the rule that the hedge loop itself asks. Limits
/// to the size of a trade have no part in it.
///
/// Holdings are written as the delta that they offset, `−holding`.
pub struct NoTradeBands {
    desk: Desk,
    hedge: usize,
    /// Its rule, made to trade to the nearer edge.
    rule: Rule,
    paths: PathBlock,
    valuation: Valuation,
}

impl Desk {
    /// The no-trade region of a hedge on a path that starts at `entry_spot`, which fixes strikes
    /// that are relative to it. None for a rule without a band, and for a target at a volatility that
    /// is estimated from the path's past, or a contract whose value depends on it: its band is not
    /// of the present alone.
    #[must_use]
    pub fn no_trade_bands(&self, hedge: usize, entry_spot: f64) -> Option<NoTradeBands> {
        let plan = self.hedges.get(hedge)?;
        let rule = with_edges(&plan.rule)?;
        let volatility = plan.target.volatility;
        let estimated =
            matches!(volatility, HedgeVolatility::Trailing { .. } | HedgeVolatility::Ewma { .. });
        if estimated && !matches!(rule, Rule::HodgesNeuberger { .. }) {
            return None;
        }
        let mut desk = self.clone();
        for planned in &mut desk.legs {
            let (payoff, strike) = planned.leg.contract.vanilla()?;
            let strike = Strike::Fixed(strike.in_currency(entry_spot));
            planned.leg.contract = Contract::Vanilla { payoff, strike };
        }
        let flat = || Track::constant(Row::ZERO);
        let paths = PathBlock::new(&desk.grid, flat(), vec![flat()]);
        let valuation = Valuation::new(&desk);
        Some(NoTradeBands { desk, hedge, rule, paths, valuation })
    }
}

impl NoTradeBands {
    /// The least and the greatest delta that may stay offset at each of several spots, all positive.
    ///
    /// A step after the last before the horizon is taken for that.
    #[must_use]
    pub fn at(&mut self, state: MarketState, spots: &[f64]) -> Vec<[f64; 2]> {
        spots.chunks(LANES).flat_map(|spots| self.of_some(state, spots)).collect()
    }

    /// Of as many spots as have a lane.
    fn of_some(&mut self, state: MarketState, spots: &[f64]) -> Vec<[f64; 2]> {
        let step = state.step.min(self.desk.grid.steps() - 1);
        *self.paths.volatility.at_mut(0) = Row::splat(state.path_volatility);
        *self.paths.implied[0].at_mut(0) = Row::splat(state.implied_volatility);
        // The book is valued from one step to the next: the spot stands still before this one.
        for row in step.saturating_sub(1)..=step {
            for lane in 0..LANES {
                let spot = spots[lane.min(spots.len() - 1)];
                self.paths.spot[row][lane] = spot;
                self.paths.log_spot[row][lane] = ln(spot);
            }
        }
        if step == 0 {
            self.valuation.enter(&self.desk, &self.paths, InstructionSet::Baseline);
        } else {
            self.start();
            self.valuation.advance(&self.desk, &self.paths, step - 1);
            self.valuation.arrive();
        }
        self.valuation.revalue_deltas(&self.desk, &self.paths, step, |_| true);
        let [low, high] = [-FAR, FAR].map(|offset| self.edge(step, offset));
        (0..spots.len()).map(|lane| [low[lane], high[lane]]).collect()
    }

    /// Sets strikes, for which any positive spot at entry will do: they are fixed.
    fn start(&mut self) {
        if self.paths.spot[0][0] <= 0.0 {
            self.paths.spot[0] = Row::splat(1.0);
            self.paths.log_spot[0] = Row::ZERO;
        }
        self.valuation.enter(&self.desk, &self.paths, InstructionSet::Baseline);
    }

    /// What the rule trades to, were it to go to the nearer edge, from a holding outside.
    fn edge(&self, step: usize, offset: f64) -> Row {
        let (desk, paths, valuation) = (&self.desk, &self.paths, &self.valuation);
        let plan = &desk.hedges[self.hedge];
        let delta = valuation.delta(desk, plan.target.volatility);
        let mut offset_of_target = Row::ZERO;
        let delta = plan.target.offset_row(delta, &mut offset_of_target);
        let view = View {
            desk,
            paths,
            valuation,
            step,
            delta,
            holding: &Row::splat(-offset),
            reference: &Row::ZERO,
            target: plan.target,
            costs: &plan.costs,
        };
        let (mut edge, mut other) = (Row::ZERO, Row::ZERO);
        view.aim(&self.rule, &mut edge, &mut other);
        edge
    }
}

/// A rule with a band that trades to its nearer edge; none without a band.
fn with_edges(rule: &Rule) -> Option<Rule> {
    let mut rule = rule.clone();
    match &mut rule {
        Rule::DeltaBand { to, .. }
        | Rule::GammaBand { to, .. }
        | Rule::WhalleyWilmott { to, .. }
        | Rule::Zakamouline { to, .. } => *to = BandTarget::Edge,
        Rule::HodgesNeuberger { .. } => {}
        _ => return None,
    }
    Some(rule)
}

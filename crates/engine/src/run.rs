//! The hedge loop: a block of paths in, its P&L out.

use crate::band::View;
use crate::desk::Desk;
use crate::ledger::{Recorder, Scene};
use crate::position::{Position, Quote, Wealth};
use crate::valuation::Valuation;
use crate::{BookComponent, HedgeComponent, HedgeVolatility, PnlBlock, Rule, Tally, TradeSize};
use rehedge_kernels::{InstructionSet, LANES, Region, Row, dispatch};
use rehedge_market::PathBlock;

/// The engine's memory of a block in hand, kept from block to block.
pub struct Workspace {
    valuation: Valuation,
    positions: Vec<Position>,
    aims: Aims,
    /// Wealth of one hedge at one step.
    wealth: Wealth,
}

/// Deltas that one hedge is to offset at one step.
#[derive(Default)]
struct Aims {
    /// That of its target.
    target: Row,
    /// What its rule makes of it.
    rule: Row,
    /// What one of several rules makes of it.
    part: Row,
    /// What can be had of that in trades of its size.
    sized: Row,
}

impl Workspace {
    /// Memory for a desk.
    #[must_use]
    pub fn new(desk: &Desk) -> Self {
        let positions = vec![Position::default(); desk.hedges.len()];
        Self {
            valuation: Valuation::new(desk),
            positions,
            aims: Aims::default(),
            wealth: Wealth::default(),
        }
    }
}

/// Where the results of a block go.
pub struct Output<'a> {
    /// P&L at the horizon; overwritten.
    pub pnl: &'a mut PnlBlock,
    /// Sums over paths at every step; added to.
    pub tally: &'a mut Tally,
    /// Every step of some paths, if wanted; added to.
    pub recorder: Option<&'a mut Recorder>,
}

impl Desk {
    /// Hedges the book along the paths of a block in every way of the desk.
    ///
    /// # Timing
    /// At step `i` a hedge sees the market at `t_i`, decides and trades at `t_i`; cash accrues and
    /// the book is marked to `t_{i+1}`. At the horizon options are settled, those that would live on
    /// are left at their marks, and the holding is sold.
    pub fn hedge(
        &self,
        set: InstructionSet,
        block: usize,
        paths: &PathBlock,
        workspace: &mut Workspace,
        output: Output<'_>,
    ) {
        let Output { pnl, tally, recorder } = output;
        pnl.first_path = block * LANES;
        pnl.valid = paths.valid;
        pnl.spot_final = paths.spot[self.grid.steps()];
        pnl.hedges.resize_with(self.hedges.len(), Default::default);
        tally.add_paths(paths.valid);
        let Workspace { valuation, positions, aims, wealth } = workspace;
        let desk = self;
        let run =
            Run { desk, set, paths, valuation, positions, aims, wealth, pnl, tally, recorder };
        dispatch(set, run);
    }
}

struct Run<'a> {
    desk: &'a Desk,
    set: InstructionSet,
    paths: &'a PathBlock,
    valuation: &'a mut Valuation,
    positions: &'a mut [Position],
    aims: &'a mut Aims,
    wealth: &'a mut Wealth,
    pnl: &'a mut PnlBlock,
    tally: &'a mut Tally,
    recorder: Option<&'a mut Recorder>,
}

impl Region for Run<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        let horizon = self.desk.grid.steps();
        self.enter();
        for step in 0..horizon {
            self.report_book(step);
            self.revalue_deltas(step);
            self.valuation.advance(self.desk, self.paths, step);
            for hedge in 0..self.positions.len() {
                self.trade(hedge, step);
                self.mark(hedge, step);
                self.carry(hedge, step);
            }
            self.valuation.arrive();
        }
        self.valuation.leave();
        self.report_book(horizon);
        for hedge in 0..self.positions.len() {
            self.unwind(hedge);
            self.mark(hedge, horizon);
            self.settle(hedge);
        }
    }
}

impl Run<'_> {
    #[inline(always)]
    fn enter(&mut self) {
        self.valuation.enter(self.desk, self.paths, self.set);
        let days = self.desk.grid.trading_days_per_year();
        for (position, plan) in self.positions.iter_mut().zip(&self.desk.hedges) {
            position.open(&self.valuation.premium, &plan.costs, days);
        }
    }

    /// Hands on what the book has earned until `step`, before it earns more.
    #[inline(always)]
    fn report_book(&mut self, step: usize) {
        let Valuation { sums, components, .. } = &mut *self.valuation;
        self.tally.add_book(step, sums.refresh(components, self.paths.valid));
        if let Some(recorder) = &mut self.recorder {
            recorder.see_book(&self.valuation.components);
        }
    }

    /// Takes the deltas that some hedge needs to trade at this step.
    #[inline(always)]
    fn revalue_deltas(&mut self, step: usize) {
        let (desk, recorded) = (self.desk, self.recorder.is_some());
        let wanted = |volatility: HedgeVolatility| {
            recorded
                || desk.hedges.iter().any(|hedge| {
                    hedge.rule.trades_at(step) && hedge.target.volatility == volatility
                })
        };
        self.valuation.revalue_deltas(desk, self.paths, step, wanted);
    }

    #[inline(always)]
    fn trade(&mut self, hedge: usize, step: usize) {
        let plan = &self.desk.hedges[hedge];
        if !plan.rule.trades_at(step) {
            return;
        }
        let (desk, paths, valuation) = (self.desk, self.paths, &*self.valuation);
        let Aims { target, rule, part, sized } = &mut *self.aims;
        let position = &mut self.positions[hedge];
        let delta = valuation.delta(desk, plan.target.volatility);
        let mut aim = plan.target.offset_row(delta, target);
        if !matches!(plan.rule, Rule::Every { .. } | Rule::Times { .. } | Rule::Never) {
            let view = View {
                desk,
                paths,
                valuation,
                step,
                delta: aim,
                holding: &position.holding,
                reference: &position.reference,
                target: plan.target,
                costs: &plan.costs,
            };
            view.aim(&plan.rule, rule, part);
            aim = rule;
        }
        if plan.rule.watches_spot() {
            position.refer_to(&paths.spot[step], aim);
        }
        if plan.trade_size != TradeSize::ANY {
            plan.trade_size.limit(aim, &position.holding, sized);
            aim = sized;
        }
        let charged = step > 0 || plan.costs.charge_initial;
        position.trade_against(aim, &plan.costs, quote(paths, step), charged);
    }

    #[inline(always)]
    fn unwind(&mut self, hedge: usize) {
        let plan = &self.desk.hedges[hedge];
        if !plan.rule.trades() {
            return;
        }
        let quote = quote(self.paths, self.desk.grid.steps());
        let charged = plan.costs.charge_final;
        self.positions[hedge].trade_against(&Row::ZERO, &plan.costs, quote, charged);
    }

    /// Books wealth from cash, holding and mark, and hands it on.
    #[inline(always)]
    fn mark(&mut self, hedge: usize, step: usize) {
        let position = &mut self.positions[hedge];
        let wealth = &mut *self.wealth;
        position.mark(&self.paths.spot[step], &self.valuation.now.value, wealth);
        let components = position.component_sums(self.paths.valid);
        self.tally.add_hedge((hedge, step), wealth.sums(self.paths.valid), &components);
        if let Some(recorder) = &mut self.recorder {
            let scene = Scene { desk: self.desk, paths: self.paths, valuation: self.valuation };
            recorder.record((hedge, step), &scene, position, wealth.row());
        }
    }

    #[inline(always)]
    fn carry(&mut self, hedge: usize, step: usize) {
        let position = &mut self.positions[hedge];
        position.carry(
            [self.desk.interest, self.desk.dividend],
            &self.valuation.now.delta,
            &self.valuation.spot_move,
            &self.paths.spot[step + 1],
        );
        if self.valuation.jumps {
            position.jump(&self.valuation.jump_move);
        }
        if self.valuation.settles {
            position.settle(&self.valuation.settlement);
        }
    }

    /// At the horizon nothing is left but cash.
    #[inline(always)]
    fn settle(&mut self, hedge: usize) {
        let position = &self.positions[hedge];
        let outcome = &mut self.pnl.hedges[hedge];
        outcome.pnl = position.cash;
        outcome.turnover = *position.turnover();
        outcome.trades = position.trades;
        outcome.jump_pnl = position.jump_pnl;
        for lane in 0..LANES {
            outcome.jump_pnl[lane] += self.valuation.jump_pnl[lane];
        }
        for part in BookComponent::ALL {
            outcome.components[part.component() as usize] =
                self.valuation.components[part as usize];
        }
        for lane in 0..LANES {
            let components = position.components_of(lane);
            for part in HedgeComponent::ALL {
                outcome.components[part.component() as usize][lane] = components[part as usize];
            }
        }
    }
}

/// The market as a trade at `step` sees it.
#[inline(always)]
fn quote(paths: &PathBlock, step: usize) -> Quote<'_> {
    Quote { spot: &paths.spot[step], volatility: paths.volatility.at(step) }
}

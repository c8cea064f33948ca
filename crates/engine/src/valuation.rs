//! [`Valuation`]: value and explain the book over a step, once for every hedge.

use crate::contract::ContractOnPaths;
use crate::deltas::{Deltas, Moment};
use crate::desk::{Desk, PlannedLeg};
use crate::tally::Sums;
use crate::{BookComponent, HedgeVolatility};
use rehedge_kernels::{InstructionSet, LANES, Row, ln};
use rehedge_market::PathBlock;
use rehedge_options::{Greeks, Position, Scratch, Spots, Strikes};

/// A leg on the paths of a block.
#[derive(Clone, Debug)]
pub(crate) struct LegOnPaths {
    pub strikes: Strikes,
    /// What more there is to it if it is no vanilla option.
    pub contract: Option<Box<ContractOnPaths>>,
}

/// Rows that the valuation of a leg needs.
#[derive(Default)]
struct Space {
    scratch: Scratch,
    /// Of a leg that is quoted apart from the market.
    volatility: Row,
}

/// The book on the paths of a block, at one step and the next.
pub(crate) struct Valuation {
    legs: Vec<LegOnPaths>,
    /// Value and Greeks of the options alive after the step.
    pub now: Box<Greeks<Row>>,
    /// The same at the next step, options that expire there still at their payoff. In a box like
    /// `now`, so that the two change places without a copy.
    next: Box<Greeks<Row>>,
    /// Greeks of the options of one expiry, where expiries have volatilities of their own.
    expiry: Greeks<Row>,
    /// `S_{i+1} − S_i`.
    pub spot_move: Row,
    /// What the move of implied volatility earned over the step: vega, vanna and volga together.
    volatility_pnl: Row,
    /// Cash that the book's owner gets at the next step: from options that expire or are knocked out
    /// there, at the horizon from all that are left, at their marks.
    pub settlement: Row,
    /// Whether there is any.
    pub settles: bool,
    /// The same of the present step.
    pub settled: Option<Row>,
    /// Components from entry to date.
    pub components: [Row; BookComponent::COUNT],
    /// Their sums over lanes.
    pub sums: Sums<{ BookComponent::COUNT }>,
    /// Delta of the book at each of the desk's further volatilities.
    deltas: Deltas,
    /// What the book cost at entry.
    pub premium: Row,
    space: Space,
    missed: Row,
    /// Whether any path of the block jumps: a choice by step would be a surprise for the processor.
    pub jumps: bool,
    /// `spot_move` on the paths that jump over the step, 0 on the others.
    pub jump_move: Row,
    /// What the book has earned by the spot on steps with a jump, from entry to date.
    pub jump_pnl: Row,
}

impl Valuation {
    pub fn new(desk: &Desk) -> Self {
        let strikes = Strikes { strike: Row::ZERO, log_strike: Row::ZERO };
        Self {
            legs: vec![LegOnPaths { strikes, contract: None }; desk.legs.len()],
            now: Box::default(),
            next: Box::default(),
            expiry: Greeks::default(),
            spot_move: Row::ZERO,
            volatility_pnl: Row::ZERO,
            settlement: Row::ZERO,
            settles: false,
            settled: None,
            components: [Row::ZERO; BookComponent::COUNT],
            sums: Sums::default(),
            deltas: Deltas::new(desk),
            premium: Row::ZERO,
            space: Space::default(),
            missed: Row::ZERO,
            jumps: false,
            jump_move: Row::ZERO,
            jump_pnl: Row::ZERO,
        }
    }

    /// Enters the book at the first step. Contracts that are no vanilla options are valued with the
    /// instruction set given.
    #[inline(always)]
    pub fn enter(&mut self, desk: &Desk, paths: &PathBlock, set: InstructionSet) {
        for (on_paths, planned) in self.legs.iter_mut().zip(&desk.legs) {
            let strike_of = planned.leg.contract.strike();
            for lane in 0..LANES {
                let strike = strike_of.in_currency(paths.spot[0][lane]);
                on_paths.strikes.strike[lane] = strike;
                on_paths.strikes.log_strike[lane] = ln(strike);
            }
            let contract = planned.contract.as_deref();
            on_paths.contract = contract
                .map(|contract| Box::new(ContractOnPaths::new(contract, &planned.leg, paths, set)));
        }
        self.components = [Row::ZERO; BookComponent::COUNT];
        self.volatility_pnl = Row::ZERO;
        self.sums = Sums::default();
        self.sums.change(BookComponent::Entry as usize);
        self.jumps = paths.jumped.iter().any(|lanes| *lanes != 0);
        self.jump_pnl = Row::ZERO;
        self.settles = false;
        self.settled = None;
        self.settlement = Row::ZERO;
        self.premium = Row::ZERO;
        self.now.clear();
        for (on_paths, planned) in self.legs.iter().zip(&desk.legs) {
            self.expiry.clear();
            add_leg(&mut self.expiry, planned, on_paths, (paths, 0), &mut self.space);
            for lane in 0..LANES {
                let mark = self.expiry.value[lane];
                let paid =
                    planned.leg.premium.map_or(mark, |premium| premium * planned.leg.quantity);
                self.premium[lane] += paid;
                self.components[BookComponent::Entry as usize][lane] += mark - paid;
            }
            accumulate(&mut self.now, &self.expiry);
        }
    }

    /// The legs, in their order.
    pub fn legs(&self) -> &[LegOnPaths] {
        &self.legs
    }

    /// The delta of the book now, at a hedger's volatility. [`Valuation::revalue_deltas`] must have
    /// been called at this step for any volatility other than the implied.
    #[inline(always)]
    pub fn delta(&self, desk: &Desk, volatility: HedgeVolatility) -> &Row {
        match desk.volatilities.iter().position(|v| *v == volatility) {
            Some(index) => self.deltas.at(index),
            None => &self.now.delta,
        }
    }

    /// Takes the delta at every volatility of the desk that `wanted` asks for; once at each step.
    #[inline(always)]
    pub fn revalue_deltas(
        &mut self,
        desk: &Desk,
        paths: &PathBlock,
        step: usize,
        wanted: impl Fn(HedgeVolatility) -> bool,
    ) {
        let now = Moment { desk, paths, step };
        self.deltas.revalue(now, &self.legs, &self.now.gamma, wanted);
    }

    /// Values the book at the step after `step` and explains what it earned in between.
    #[inline(always)]
    pub fn advance(&mut self, desk: &Desk, paths: &PathBlock, step: usize) {
        for lane in 0..LANES {
            self.spot_move[lane] = paths.spot[step + 1][lane] - paths.spot[step][lane];
        }
        for (on_paths, planned) in self.legs.iter_mut().zip(&desk.legs) {
            if let (Some(contract), Some(planned)) = (&mut on_paths.contract, &planned.contract) {
                contract.see(planned, paths, step + 1);
            }
        }
        if paths.implied.iter().any(|track| !track.is_constant()) {
            self.volatility_pnl = Row::ZERO;
            self.sums.change(BookComponent::Vega as usize);
            self.sums.change(BookComponent::Vanna as usize);
            self.sums.change(BookComponent::Volga as usize);
        }
        if paths.implied.len() == 1 {
            for (leg, (on_paths, planned)) in self.legs.iter().zip(&desk.legs).enumerate() {
                let at = (paths, step + 1);
                if leg == 0 {
                    set_leg(&mut self.next, planned, on_paths, at, &mut self.space);
                } else {
                    add_leg(&mut self.next, planned, on_paths, at, &mut self.space);
                }
            }
            if !paths.implied[0].is_constant() {
                let moves = [paths.implied[0].at(step), paths.implied[0].at(step + 1)];
                self.explain_volatility_of_all(moves);
            }
        } else {
            self.advance_each_expiry(desk, paths, step);
        }
        self.collect_settlements(desk, paths, step + 1);
        self.explain_spot(desk.grid.dt(), paths.jumped[step]);
    }

    /// The same as one expiry, for expiries whose implied volatilities move apart.
    #[inline(always)]
    fn advance_each_expiry(&mut self, desk: &Desk, paths: &PathBlock, step: usize) {
        self.next.clear();
        for (index, implied) in paths.implied.iter().enumerate() {
            self.expiry.clear();
            for (on_paths, planned) in self.legs.iter().zip(&desk.legs) {
                if planned.expiry_index == index {
                    let at = (paths, step + 1);
                    add_leg(&mut self.expiry, planned, on_paths, at, &mut self.space);
                }
            }
            explain_volatility(
                &self.expiry,
                &self.spot_move,
                [implied.at(step), implied.at(step + 1)],
                &mut self.volatility_pnl,
                &mut self.components,
            );
            accumulate(&mut self.next, &self.expiry);
        }
    }

    #[inline(always)]
    fn explain_volatility_of_all(&mut self, moves: [&Row; 2]) {
        explain_volatility(
            &self.next,
            &self.spot_move,
            moves,
            &mut self.volatility_pnl,
            &mut self.components,
        );
    }

    #[inline(always)]
    fn collect_settlements(&mut self, desk: &Desk, paths: &PathBlock, step: usize) {
        let legs = || self.legs.iter().zip(&desk.legs);
        let pays = |leg: &LegOnPaths| leg.contract.as_ref().is_some_and(|contract| contract.pays);
        if step == desk.grid.steps() {
            self.settles = legs().any(|(leg, planned)| planned.expiry >= step || pays(leg));
            if self.settles {
                self.settlement = self.next.value;
            }
            return;
        }
        self.settles = legs().any(|(leg, planned)| planned.expiry == step || pays(leg));
        if !self.settles {
            return;
        }
        self.expiry.clear();
        for (on_paths, planned) in self.legs.iter().zip(&desk.legs) {
            if planned.expiry == step {
                let at = (paths, step);
                add_leg(&mut self.expiry, planned, on_paths, at, &mut self.space);
            } else if let Some(contract) = on_paths.contract.as_ref().filter(|c| c.pays) {
                for lane in 0..LANES {
                    self.expiry.value[lane] += contract.paid[lane];
                }
            }
        }
        self.settlement = self.expiry.value;
    }

    #[inline(always)]
    fn explain_spot(&mut self, dt: f64, jumped: u64) {
        self.sums.change(BookComponent::Gamma as usize);
        self.sums.change(BookComponent::Theta as usize);
        self.sums.change(BookComponent::Residual as usize);
        explain_spot(
            [&self.now, &self.next],
            [&self.spot_move, &self.volatility_pnl],
            dt,
            &mut self.missed,
            &mut self.components,
        );
        let [.., gap, residual, _] = &mut self.components;
        if self.jumps {
            self.sums.change(BookComponent::Gap as usize);
            for lane in 0..LANES {
                let missed = self.missed[lane];
                let jump = jumped >> lane & 1 == 1;
                gap[lane] += if jump { missed } else { 0.0 };
                residual[lane] += if jump { 0.0 } else { missed };
                let by_spot = (self.next.value[lane] - self.now.value[lane])
                    - self.now.theta[lane].mul_add(dt, self.volatility_pnl[lane]);
                self.jump_pnl[lane] += if jump { by_spot } else { 0.0 };
                self.jump_move[lane] = if jump { self.spot_move[lane] } else { 0.0 };
            }
        } else {
            for lane in 0..LANES {
                residual[lane] += self.missed[lane];
            }
        }
    }

    /// Makes the next step the present one, with what pays there settled.
    #[inline(always)]
    pub fn arrive(&mut self) {
        std::mem::swap(&mut self.now, &mut self.next);
        self.settled = None;
        if self.settles {
            for lane in 0..LANES {
                self.now.value[lane] -= self.settlement[lane];
            }
            self.settled = Some(self.settlement);
        }
    }

    /// Leaves the book at the horizon, where all of it was settled.
    #[inline(always)]
    pub fn leave(&mut self) {
        self.now.clear();
    }
}

#[inline(always)]
pub(crate) fn spots(paths: &PathBlock, step: usize) -> Spots<'_> {
    Spots { spot: &paths.spot[step], log_spot: &paths.log_spot[step] }
}

/// The position in a leg that is a vanilla option.
#[inline(always)]
pub(crate) fn position<'a>(planned: &PlannedLeg, strikes: &'a Strikes) -> Position<'a> {
    Position { quantity: planned.leg.quantity, payoff: planned.payoff(), strikes }
}

/// [`add_leg`] to zero: the first leg of a book, mostly the only one, need not be added to anything.
#[inline(always)]
fn set_leg(
    greeks: &mut Greeks<Row>,
    planned: &PlannedLeg,
    on_paths: &LegOnPaths,
    (paths, step): (&PathBlock, usize),
    space: &mut Space,
) {
    match planned.lives.get(step) {
        Some(life) if planned.contract.is_none() => {
            let Space { scratch, volatility } = space;
            let implied = planned.implied(paths, step, volatility);
            let position = position(planned, &on_paths.strikes);
            greeks.set(position, spots(paths, step), implied, life, scratch);
        }
        _ => {
            greeks.clear();
            add_leg(greeks, planned, on_paths, (paths, step), space);
        }
    }
}

/// Adds a leg at a step: its value and Greeks while it lives, its payoff when it expires.
#[inline(always)]
fn add_leg(
    greeks: &mut Greeks<Row>,
    planned: &PlannedLeg,
    on_paths: &LegOnPaths,
    (paths, step): (&PathBlock, usize),
    space: &mut Space,
) {
    let Space { scratch, volatility } = space;
    let implied = planned.implied(paths, step, volatility);
    if let (Some(contract), Some(planned)) = (&on_paths.contract, &planned.contract) {
        return contract.add(planned, (paths, step), implied, greeks);
    }
    let (position, spots) = (position(planned, &on_paths.strikes), spots(paths, step));
    if let Some(life) = planned.lives.get(step) {
        greeks.add(position, spots, implied, life, scratch);
    } else if step == planned.expiry {
        greeks.add_payoff(position, spots);
    }
}

/// Gamma and theta at the old time, and what all terms together miss.
#[inline(always)]
fn explain_spot(
    [now, next]: [&Greeks<Row>; 2],
    [spot_move, volatility_pnl]: [&Row; 2],
    dt: f64,
    missed: &mut Row,
    components: &mut [Row; BookComponent::COUNT],
) {
    let [gamma, theta, ..] = components;
    for lane in 0..LANES {
        let by_gamma = 0.5 * now.gamma[lane] * spot_move[lane] * spot_move[lane];
        let by_theta = now.theta[lane] * dt;
        let explained =
            now.delta[lane].mul_add(spot_move[lane], by_gamma) + (by_theta + volatility_pnl[lane]);
        gamma[lane] += by_gamma;
        theta[lane] += by_theta;
        missed[lane] = (next.value[lane] - now.value[lane]) - explained;
    }
}

/// Vega, vanna and volga of a volatility move that is taken at the new time and spot, expanded
/// backwards from there: `V(S₁,σ₁) − V(S₁,σ₀) = (vega₁ − vanna₁ΔS − volga₁Δσ)·Δσ + vanna₁ΔSΔσ +
/// ½volga₁Δσ²`, up to third order in `Δσ`. The bracket is vega at the old spot and volatility.
#[inline(always)]
fn explain_volatility(
    greeks: &Greeks<Row>,
    spot_move: &Row,
    [before, after]: [&Row; 2],
    total: &mut Row,
    components: &mut [Row; BookComponent::COUNT],
) {
    let [_, _, vega, vanna, volga, ..] = components;
    for lane in 0..LANES {
        let change = after[lane] - before[lane];
        let by_vanna = greeks.vanna[lane] * spot_move[lane] * change;
        let by_volga = 0.5 * greeks.volga[lane] * change * change;
        let by_vega = greeks.vega[lane] * change - by_vanna - 2.0 * by_volga;
        vega[lane] += by_vega;
        vanna[lane] += by_vanna;
        volga[lane] += by_volga;
        total[lane] += by_vega + by_vanna + by_volga;
    }
}

#[inline(always)]
fn accumulate(total: &mut Greeks<Row>, part: &Greeks<Row>) {
    for lane in 0..LANES {
        total.value[lane] += part.value[lane];
        total.delta[lane] += part.delta[lane];
        total.gamma[lane] += part.gamma[lane];
        total.theta[lane] += part.theta[lane];
        total.vega[lane] += part.vega[lane];
        total.vanna[lane] += part.vanna[lane];
        total.volga[lane] += part.volga[lane];
    }
}

//! Which formula values a contract.

use crate::inputs::{Clock, Lane};
use crate::life::ContractLife;
use crate::number::Number;
use crate::{
    Asian, Barrier, Binary, Contract, Knock, Mean, Payoff, Pays, Side, asian, barrier, binary,
};
use crate::{Direction, Life};

/// Paths that a formula is to be evaluated on: those of a row, or one.
pub(crate) trait Paths {
    /// What it is evaluated in.
    type Number: Number;

    /// Takes the formula's result on each path.
    fn each(&mut self, formula: impl Formula<Self::Number>);

    /// The same for a vanilla option, which has a kernel of its own.
    fn vanilla(&mut self, payoff: Payoff, life: &Life);

    /// Has [`Lane::spread`] ready on each path.
    fn spread(&mut self, moments: &asian::Moments);
}

/// A contract's value on a path. Not a closure: its code is to be inlined whatever its length, so
/// that it is compiled for the instruction set of the loop.
pub(crate) trait Formula<N> {
    fn at(&self, lane: &Lane<N>) -> N;
}

/// Values a contract on each path.
#[inline(always)]
pub(crate) fn value<P: Paths>(contract: &Contract, life: &ContractLife, paths: &mut P) {
    if life.life.tau() <= 0.0 {
        return paths.each(AtExpiry(contract));
    }
    match contract {
        Contract::Vanilla { payoff, .. } => paths.vanilla(*payoff, &life.life),
        Contract::Binary(Binary { side, pays, .. }) => {
            let clock = Clock::new(&life.life);
            match *pays {
                Pays::Cash(cash) => paths.each(binary::Value::of_cash(*side, cash, clock)),
                Pays::Asset => paths.each(binary::Value::of_asset(*side, clock)),
            }
        }
        Contract::Barrier(terms) => barrier(terms, &life.life, paths),
        Contract::Asian(terms) => asian(terms, life, paths),
    }
}

/// A loop of its own for each form of the formula: a choice by path would be computed on each.
#[inline(always)]
fn barrier<P: Paths>(terms: &Barrier, life: &Life, paths: &mut P) {
    let clock = Clock::new(life);
    let towards = matches!(
        (terms.direction, terms.side),
        (Direction::Up, Side::Call) | (Direction::Down, Side::Put)
    );
    let series = match (terms.rebate > 0.0, life.rates().rate >= 0.0) {
        (false, _) => 0,
        (true, true) => 8,
        (true, false) => 24,
    };
    match (towards, terms.knock == Knock::In, series) {
        (false, true, 0) => paths.each(barrier::Value::<_, false, true, 0>::new(terms, clock)),
        (false, true, _) => paths.each(barrier::Value::<_, false, true, 8>::new(terms, clock)),
        (false, false, 0) => paths.each(barrier::Value::<_, false, false, 0>::new(terms, clock)),
        (false, false, 8) => paths.each(barrier::Value::<_, false, false, 8>::new(terms, clock)),
        (false, false, _) => paths.each(barrier::Value::<_, false, false, 24>::new(terms, clock)),
        (true, true, 0) => paths.each(barrier::Value::<_, true, true, 0>::new(terms, clock)),
        (true, true, _) => paths.each(barrier::Value::<_, true, true, 8>::new(terms, clock)),
        (true, false, 0) => paths.each(barrier::Value::<_, true, false, 0>::new(terms, clock)),
        (true, false, 8) => paths.each(barrier::Value::<_, true, false, 8>::new(terms, clock)),
        (true, false, _) => paths.each(barrier::Value::<_, true, false, 24>::new(terms, clock)),
    }
}

#[inline(always)]
fn asian<P: Paths>(terms: &Asian, life: &ContractLife, paths: &mut P) {
    let (side, clock) = (terms.side, Clock::new(&life.life));
    // An option that lives has one.
    let Some(averaging) = life.averaging.as_deref() else { return };
    match terms.mean {
        Mean::Geometric => paths.each(asian::Geometric { side, averaging, clock }),
        Mean::Arithmetic => {
            paths.spread(&averaging.moments);
            paths.each(asian::Arithmetic { side, averaging, clock });
        }
    }
}

/// What a contract that expires now pays, apart from the rebate of a knock-out touched before.
struct AtExpiry<'a>(&'a Contract);

impl<N: Number> Formula<N> for AtExpiry<'_> {
    #[inline(always)]
    fn at(&self, lane: &Lane<N>) -> N {
        let spot = lane.spot.value();
        N::constant(match self.0 {
            Contract::Vanilla { payoff, .. } => payoff.at_expiry(spot, lane.strike),
            Contract::Binary(terms) => binary::payoff(terms, spot, lane.strike),
            Contract::Barrier(terms) => {
                barrier::payoff(terms, [spot, lane.strike, lane.level, lane.touched])
            }
            Contract::Asian(terms) => asian::payoff(terms, lane.accrued, lane.strike),
        })
    }
}

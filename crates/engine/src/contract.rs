//! Legs that are no vanilla options: what is planned of them, and what happens to them on a path.

use crate::valuation::spots;
use rehedge_kernels::{InstructionSet, LANES, Row};
use rehedge_market::{Grid, PathBlock};
use rehedge_options::{
    Barrier, Contract, ContractLife, Greeks, Holding, Knock, Leg, PathState, Rates, Sight, Struck,
};

/// Everything about a contract's life that is the same on every path.
#[derive(Clone, Debug)]
pub(crate) struct PlannedContract {
    /// What is left of its life at the steps of the grid up to its expiry.
    lives: Vec<ContractLife>,
    /// What each step of the grid shows of its state.
    sights: Vec<Sight>,
    maturity: f64,
    /// What a touch of its barrier pays to its owner, for the whole position.
    rebate: f64,
}

impl PlannedContract {
    /// Of a leg that is no vanilla option.
    pub fn new(leg: &Leg, expiry: usize, grid: &Grid, rates: Rates) -> Option<Self> {
        let contract = &leg.contract;
        if contract.vanilla().is_some() {
            return None;
        }
        let maturity = grid.time(expiry);
        let life = |i| ContractLife::new(contract, grid.time(i), grid.time(expiry - i), rates);
        let sight = |i| Sight::new(contract, maturity, [grid.time(i), grid.time(i + 1)]);
        let last = expiry.min(grid.steps());
        let rebate = match contract {
            Contract::Barrier(Barrier { knock: Knock::Out, rebate, .. }) => *rebate,
            _ => 0.0,
        };
        Some(Self {
            lives: (0..=last).map(life).collect(),
            sights: (0..last).map(sight).collect(),
            maturity,
            rebate: leg.quantity * rebate,
        })
    }
}

/// A contract on the paths of a block, at one step.
#[derive(Clone, Debug)]
pub(crate) struct ContractOnPaths {
    struck: Struck<Row>,
    state: PathState<Row>,
    /// What a touch of its barrier at this step pays.
    pub paid: Row,
    /// Whether any does.
    pub pays: bool,
    set: InstructionSet,
    quantity: f64,
}

impl ContractOnPaths {
    /// A leg as it is entered.
    pub fn new(
        planned: &PlannedContract,
        leg: &Leg,
        paths: &PathBlock,
        set: InstructionSet,
    ) -> Self {
        let struck = Struck::<Row>::new(leg.contract, &paths.spot[0]);
        let state = PathState::<Row>::at_entry(&struck, &paths.spot[0], planned.maturity);
        let quantity = leg.quantity;
        Self { struck, state, paid: Row::ZERO, pays: false, set, quantity }
    }

    /// Sees the spots at `step`, which are not the first. After its expiry there is nothing to see.
    #[inline(always)]
    pub fn see(&mut self, planned: &PlannedContract, paths: &PathBlock, step: usize) {
        self.pays = false;
        let Some(sight) = planned.sights.get(step - 1) else { return };
        let before = self.state.touched;
        let seen = [spots(paths, step - 1), spots(paths, step)];
        self.state.see(&self.struck, sight, seen, paths.volatility.at(step - 1));
        if planned.rebate == 0.0 {
            return;
        }
        for lane in 0..LANES {
            self.paid[lane] = planned.rebate * (self.state.touched[lane] - before[lane]);
        }
        self.pays = self.paid.iter().any(|paid| *paid != 0.0);
    }

    /// Adds value and Greeks at a step up to its expiry, where they are its payoff, and what a touch
    /// pays at the step.
    pub fn add(
        &self,
        planned: &PlannedContract,
        (paths, step): (&PathBlock, usize),
        implied: &Row,
        greeks: &mut Greeks<Row>,
    ) {
        let Some(life) = planned.lives.get(step) else { return };
        self.holding(life).add_greeks(self.set, spots(paths, step), implied, greeks);
        if self.pays {
            for lane in 0..LANES {
                greeks.value[lane] += self.paid[lane];
            }
        }
    }

    /// Adds the delta at a step before its expiry, at a volatility of the hedger's own.
    pub fn add_delta(
        &self,
        planned: &PlannedContract,
        (paths, step): (&PathBlock, usize),
        volatility: &Row,
        delta: &mut Row,
    ) {
        let Some(life) = planned.lives.get(step) else { return };
        self.holding(life).add_delta(self.set, spots(paths, step), volatility, delta);
    }

    fn holding<'a>(&'a self, life: &'a ContractLife) -> Holding<'a> {
        Holding { quantity: self.quantity, struck: &self.struck, life, state: &self.state }
    }
}

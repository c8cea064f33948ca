//! [`PlannedOption`]: an option, watched along paths and valued at their end.

use rehedge_kernels::{InstructionSet, LANES, Row, exp};
use rehedge_market::{Grid, PathBlock};
use rehedge_options::{
    Contract, ContractLife, Holding, Knock, PathState, Rates, Sight, Spots, Struck,
};

/// An option with everything about it that is the same in every scenario.
#[derive(Clone, Debug)]
pub(super) struct PlannedOption {
    struck: Struck<Row>,
    entry: PathState<Row>,
    /// What it sees over each step to the horizon; nothing for an option that pays whatever the way.
    sights: Vec<Sight>,
    /// Its life at the horizon.
    life: ContractLife,
    /// What a rebate paid at the end of each step has grown to at the horizon, if one can be.
    rebates: Vec<f64>,
}

impl PlannedOption {
    pub fn new(
        contract: Contract,
        maturity: f64,
        spot: f64,
        grid: &Grid,
        [rates, financing]: [Rates; 2],
    ) -> Self {
        let spots = Row::splat(spot);
        let struck = Struck::<Row>::new(contract, &spots);
        let entry = PathState::<Row>::at_entry(&struck, &spots, maturity);
        let horizon = grid.time(grid.steps());
        let steps = || (0..grid.steps()).map(|step| [grid.time(step), grid.time(step + 1)]);
        let all: Vec<_> = steps().map(|times| Sight::new(&contract, maturity, times)).collect();
        let watches = all.iter().any(|sight| *sight != Sight::Nothing);
        let rebate = match contract {
            Contract::Barrier(barrier) if barrier.knock == Knock::Out => barrier.rebate,
            _ => 0.0,
        };
        let grown = |[_, paid]: [f64; 2]| rebate * exp(financing.rate * (horizon - paid));
        Self {
            struck,
            entry,
            sights: if watches { all } else { Vec::new() },
            // A whole number of steps is left, and none exactly at expiry.
            life: ContractLife::new(
                &contract,
                horizon,
                grid.time(grid.step_at(maturity) - grid.steps()),
                rates,
            ),
            rebates: if rebate > 0.0 { steps().map(grown).collect() } else { Vec::new() },
        }
    }

    /// Values one option at the end of the paths of a block, and adds what it paid on the way.
    #[inline(always)]
    pub fn value(
        &self,
        set: InstructionSet,
        paths: &PathBlock,
        volatility: &Row,
        values: &mut Row,
    ) {
        let end = spots(paths, paths.spot.len() - 1);
        let holding =
            |state| Holding { quantity: 1.0, struck: &self.struck, life: &self.life, state };
        if self.sights.is_empty() {
            return holding(&self.entry).add_value(set, end, volatility, values);
        }
        let mut state = self.entry;
        for (step, sight) in self.sights.iter().enumerate() {
            let before = state.touched;
            let ends = [step, step + 1].map(|step| spots(paths, step));
            state.see(&self.struck, sight, ends, paths.volatility.at(step));
            if let Some(rebate) = self.rebates.get(step) {
                for lane in 0..LANES {
                    values[lane] += rebate * (state.touched[lane] - before[lane]);
                }
            }
        }
        holding(&state).add_value(set, end, volatility, values);
    }
}

#[inline(always)]
fn spots(paths: &PathBlock, step: usize) -> Spots<'_> {
    Spots { spot: &paths.spot[step], log_spot: &paths.log_spot[step] }
}

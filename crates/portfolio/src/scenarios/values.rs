//! Values at the end of the paths of a block.

use super::{Horizon, Kind, Planned, Valuer, Way, volatility};
use crate::ScenarioBlock;
use rehedge_kernels::{InstructionSet, LANES, Region, Row, dispatch};
use rehedge_market::{PathBlock, Track};

impl Valuer {
    /// Values everything on the paths of block `number`: scenarios `first, first + 1, …` of `out`.
    pub fn fill(
        &self,
        set: InstructionSet,
        number: usize,
        paths: &PathBlock,
        out: &mut ScenarioBlock,
        first: usize,
    ) {
        let added = self.horizon.volatility.added(number);
        match self.horizon.way {
            Way::Path => self.fill_at(set, paths, &added, out, first),
            Way::Straight => {
                let last = paths.spot.len() - 1;
                let mut line = self.straight(set, &paths.spot[last][..paths.valid]);
                for (quoted, implied) in line.implied.iter_mut().zip(&paths.implied) {
                    *quoted = Track::constant(*implied.at(last));
                }
                self.fill_at(set, &line, &added, out, first);
            }
        }
    }

    pub(super) fn fill_at(
        &self,
        set: InstructionSet,
        paths: &PathBlock,
        added: &Row,
        out: &mut ScenarioBlock,
        first: usize,
    ) {
        dispatch(set, Fill { valuer: self, set, paths, added, out, first });
    }

    /// What a unit of an asset is worth at the end of the paths, less what it owes.
    #[inline(always)]
    fn value(&self, set: InstructionSet, planned: &Planned, paths: &PathBlock, added: &Row) -> Row {
        let mut value = Row::splat(-planned.owed);
        match &planned.kind {
            Kind::Underlying => self.add_share(paths, &mut value),
            Kind::Cash => {
                let deposit = self.growth(self.horizon.financing_rate);
                for lane in 0..LANES {
                    value[lane] += deposit;
                }
            }
            Kind::Option { option, expiry, offset } => {
                let volatility = volatility::at_horizon(paths, *expiry, *offset, added);
                option.value(set, paths, &volatility, &mut value);
            }
        }
        value
    }

    /// A share at the end of the paths, `S_n + Σ (e^{q·dt} − 1)·S_i·e^{f·(n−i)·dt}`: the dividends of each
    /// step are paid at its end, and earn the financing rate `f` from there.
    #[inline(always)]
    fn add_share(&self, paths: &PathBlock, value: &mut Row) {
        let Horizon { grid, rates, financing_rate, .. } = self.horizon;
        let growth = |rate: f64| rehedge_kernels::exp(rate * grid.dt());
        let (interest, dividend) = (growth(financing_rate), growth(rates.dividend_yield) - 1.0);
        if dividend != 0.0 {
            let mut cash = Row::ZERO;
            for spot in &paths.spot[1..] {
                for lane in 0..LANES {
                    cash[lane] = cash[lane].mul_add(interest, dividend * spot[lane]);
                }
            }
            for lane in 0..LANES {
                value[lane] += cash[lane];
            }
        }
        let spot = &paths.spot[paths.spot.len() - 1];
        for lane in 0..LANES {
            value[lane] += spot[lane];
        }
    }
}

/// Values everything on one block of paths.
struct Fill<'a> {
    valuer: &'a Valuer,
    set: InstructionSet,
    paths: &'a PathBlock,
    added: &'a Row,
    out: &'a mut ScenarioBlock,
    first: usize,
}

impl Region for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { valuer, set, paths, added, out, first } = self;
        let lanes = first..first + paths.valid;
        for (index, planned) in valuer.instruments.iter().enumerate() {
            let value = valuer.value(set, planned, paths, added);
            out.instrument_mut(index)[lanes.clone()].copy_from_slice(&value[..paths.valid]);
        }
        for (index, book) in valuer.books.iter().enumerate() {
            let mut liability = Row::ZERO;
            for (planned, quantity) in book {
                let value = valuer.value(set, planned, paths, added);
                for lane in 0..LANES {
                    liability[lane] -= quantity * value[lane];
                }
            }
            out.target_mut(index)[lanes.clone()].copy_from_slice(&liability[..paths.valid]);
        }
    }
}

//! [`Deltas`]: the book's delta at each volatility of a hedger's own.

use crate::desk::Desk;
use crate::estimate::Estimate;
use crate::valuation::{LegOnPaths, position, spots};
use crate::{HedgeVolatility, LELAND_FLOOR};
use rehedge_kernels::{LANES, Row};
use rehedge_market::PathBlock;
use rehedge_options::{Scratch, add_delta};

/// The delta of the book at each of the desk's volatilities other than the implied, shared by every
/// hedge that uses it.
pub(crate) struct Deltas {
    rows: Vec<Row>,
    /// What the volatilities that are estimated have seen of the paths.
    estimates: Vec<Estimate>,
    scratch: Scratch,
    /// Of a leg that is quoted apart from the market.
    own: Row,
}

/// When, and on which paths.
#[derive(Clone, Copy)]
pub(crate) struct Moment<'a> {
    pub desk: &'a Desk,
    pub paths: &'a PathBlock,
    pub step: usize,
}

impl Deltas {
    pub fn new(desk: &Desk) -> Self {
        let count = desk.volatilities.len();
        let estimates = vec![Estimate::new(); count];
        Self {
            rows: vec![Row::ZERO; count],
            estimates,
            scratch: Scratch::default(),
            own: Row::ZERO,
        }
    }

    /// The delta at one of the desk's volatilities, as of the last step that wanted it.
    #[inline(always)]
    pub fn at(&self, index: usize) -> &Row {
        &self.rows[index]
    }

    /// Takes the delta at every volatility that `wanted` asks for, of these legs with this gamma
    /// of the whole book. Estimates see every step, wanted or not.
    #[inline(always)]
    pub fn revalue(
        &mut self,
        now: Moment<'_>,
        legs: &[LegOnPaths],
        gamma: &Row,
        wanted: impl Fn(HedgeVolatility) -> bool,
    ) {
        let Moment { desk, paths, step } = now;
        for (index, &volatility) in desk.volatilities.iter().enumerate() {
            let estimate = &mut self.estimates[index];
            estimate.see(volatility, paths, step, desk.grid.dt());
            if !wanted(volatility) {
                continue;
            }
            let delta = &mut self.rows[index];
            *delta = Row::ZERO;
            let mut ratio = Row::ZERO;
            if let HedgeVolatility::Zakamouline(law) = volatility
                && let Some(law) = desk.law(&law)
            {
                let sight = desk.sight(paths, gamma, step, &mut self.own);
                law.volatility_ratios(step, sight, &mut ratio);
            }
            for (on_paths, planned) in legs.iter().zip(&desk.legs) {
                let Some(life) = planned.lives.get(step) else { continue };
                let own = &mut self.own;
                let row = match volatility {
                    HedgeVolatility::Implied => *planned.implied(paths, step, own),
                    HedgeVolatility::Path => *paths.volatility.at(step),
                    HedgeVolatility::Given(level) => Row::splat(level),
                    HedgeVolatility::Leland { excess } => {
                        leland(excess, planned.implied(paths, step, own), gamma)
                    }
                    HedgeVolatility::Zakamouline(_) => {
                        product(planned.implied(paths, step, own), &ratio)
                    }
                    HedgeVolatility::Trailing { .. } | HedgeVolatility::Ewma { .. } => {
                        estimate.volatility(planned.implied(paths, 0, own))
                    }
                };
                if let (Some(contract), Some(planned)) = (&on_paths.contract, &planned.contract) {
                    contract.add_delta(planned, (paths, step), &row, delta);
                    continue;
                }
                let position = position(planned, &on_paths.strikes);
                let scratch = &mut self.scratch;
                add_delta(delta, position, spots(paths, step), &row, life, scratch);
            }
        }
    }
}

/// Leland's volatility, by the sign of the book's gamma.
#[inline(always)]
fn leland(excess: f64, implied: &Row, gamma: &Row) -> Row {
    let mut volatility = Row::ZERO;
    for lane in 0..LANES {
        let sigma = implied[lane];
        let added = if gamma[lane] > 0.0 { -excess } else { excess };
        let least = (LELAND_FLOOR * sigma) * (LELAND_FLOOR * sigma);
        let variance = sigma * (sigma + added);
        volatility[lane] = if variance > least { variance } else { least }.sqrt();
    }
    volatility
}

#[inline(always)]
fn product(a: &Row, b: &Row) -> Row {
    let mut product = Row::ZERO;
    for lane in 0..LANES {
        product[lane] = a[lane] * b[lane];
    }
    product
}

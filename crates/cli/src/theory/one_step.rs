//! The shape of hedged P&L over one step, from the ledger.

use crate::experiment::Experiment;
use rehedge_engine::{Component, LedgerEntry};
use rehedge_kernels::exp;
use rehedge_report::Measured;

/// Steps before expiry that are left out: there a step is no small part of the life.
const LAST: usize = 25;

/// Least expected size of a step's P&L, as a share of the spot: below it rounding has the sign.
const LEAST: f64 = 1e-9;

/// Share of the steps of the recorded paths on which the side that is long gamma loses, before
/// costs and beyond interest, and its binomial error. None without such steps.
pub fn losses(experiment: &Experiment, ledger: &[LedgerEntry], hedge: usize) -> Option<Measured> {
    let grid = experiment.plan.grid;
    let dt = grid.dt();
    let growth = exp(experiment.plan.rates.financing_rate * dt);
    let last = grid.steps().saturating_sub(LAST);
    let entries: Vec<_> = ledger.iter().filter(|entry| entry.hedge == hedge).collect();
    let (mut steps, mut lost) = (0.0, 0.0);
    for pair in entries.windows(2) {
        let [before, after] = pair else { continue };
        if after.path != before.path || before.step >= last {
            continue;
        }
        let dollar_gamma = before.gamma * before.spot * before.spot;
        let size = 0.5 * dollar_gamma * before.path_volatility * before.path_volatility * dt;
        if size.abs() < LEAST * before.spot {
            continue;
        }
        let costs = [Component::Spread, Component::Fee, Component::Impact];
        let paid: f64 = costs.iter().map(|cost| after.components[*cost as usize]).sum();
        let earned = after.wealth - paid - before.wealth * growth;
        steps += 1.0;
        lost += if earned * size < 0.0 { 1.0 } else { 0.0 };
    }
    let share = lost / steps;
    (steps > 0.0).then(|| Measured { value: share, se: (share * (1.0 - share) / steps).sqrt() })
}

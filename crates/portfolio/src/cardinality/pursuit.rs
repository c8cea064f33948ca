//! The order of a matching pursuit.

use crate::matrix::{dot, norm};
use crate::pivoting::Pivoted;
use crate::scaled::Scaled;
use crate::{HedgeProblem, Limits, SolveError};

/// What is left of an instrument, as a share of it, at or below which it adds nothing but rounding.
const NOTHING: f64 = 1e-13;

impl HedgeProblem {
    /// Instruments in the order in which they help most, as long as they do.
    pub(super) fn pursuit(&self, limits: &Limits, most: usize) -> Result<Vec<usize>, SolveError> {
        let scaled = Scaled::new(self, limits);
        let mut order = Vec::new();
        while order.len() < most.min(self.instruments()) {
            let errors = self.misses(&self.held(limits, &order)?.positions);
            let Some(next) = most_helpful(&scaled, &order, &errors) else { break };
            order.push(next);
        }
        Ok(order)
    }
}

/// The instrument whose part at right angles to some others is most like the errors.
fn most_helpful(scaled: &Scaled, held: &[usize], errors: &[f64]) -> Option<usize> {
    let factor = Pivoted::new(scaled.columns.choose(held));
    let rank = factor.rank(NOTHING);
    let mut best = (0.0, None);
    for index in (0..scaled.norms.len()).filter(|index| !held.contains(index)) {
        let beside = factor.remainder(scaled.columns.column(index), rank);
        let length = norm(&beside);
        if length <= NOTHING {
            continue;
        }
        let likeness = dot(&beside, errors).abs() / length;
        if likeness > best.0 {
            best = (likeness, Some(index));
        }
    }
    best.1
}

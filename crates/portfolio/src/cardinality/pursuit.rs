//! The order of a matching pursuit.

use crate::matrix::{dot, norm};
use crate::pivoting::Pivoted;
use crate::scaled::Scaled;
use crate::{HedgeProblem, Limits};

/// What is left of an instrument, as a share of it, at or below which it adds nothing but rounding.
const NOTHING: f64 = 1e-13;

impl HedgeProblem {
    /// Instruments in the order in which they help most, as long as they do.
    pub(super) fn pursuit(&self, limits: &Limits, most: usize) -> Vec<usize> {
        let scaled = Scaled::new(self, limits);
        let mut order = Vec::new();
        while order.len() < most.min(self.instruments()) {
            let others = (0..self.instruments()).filter(|index| !order.contains(index));
            let next = match self.held(limits, &order) {
                Ok(hedge) => {
                    let errors = self.misses(&hedge.positions);
                    most_helpful(&scaled, &order, &errors, &others.collect::<Vec<_>>())
                }
                Err(_) => self.most_enabling(&scaled, limits, &order, &others.collect::<Vec<_>>()),
            };
            let Some(next) = next else { break };
            order.push(next);
        }
        order
    }

    /// The most helpful of the instruments that bring linear limits within reach, or as near as one
    /// does.
    fn most_enabling(
        &self,
        scaled: &Scaled,
        limits: &Limits,
        order: &[usize],
        others: &[usize],
    ) -> Option<usize> {
        let short = |held: &[usize]| limits.holding(&self.choice(held)).shortfall();
        let with = |index: usize| short(&[order, &[index]].concat());
        let least = others.iter().map(|index| with(*index)).fold(f64::INFINITY, f64::min);
        let best: Vec<usize> =
            others.iter().copied().filter(|index| with(*index) <= least).collect();
        let errors = self.misses(&self.held(&limits.bounds_alone(), order).ok()?.positions);
        let next = most_helpful(scaled, order, &errors, &best);
        next.or_else(|| best.first().copied().filter(|_| least < short(order)))
    }
}

/// The candidate whose part at right angles to those held is most like the errors.
fn most_helpful(
    scaled: &Scaled,
    held: &[usize],
    errors: &[f64],
    candidates: &[usize],
) -> Option<usize> {
    let factor = Pivoted::new(scaled.columns.choose(held));
    let rank = factor.rank(NOTHING);
    let mut best = (0.0, None);
    for &index in candidates {
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

//! What trading cost: the three components that are charges, with the sign of a payment.

use rehedge_engine::{Component, HedgeOutcome};

/// `−(spread + fee + impact)` on the first `valid` paths of a block; positive when paid, and never
/// `−0`.
pub(crate) fn costs(outcome: &HedgeOutcome, valid: usize) -> impl Iterator<Item = f64> {
    let [spread, fee, impact] = [Component::Spread, Component::Fee, Component::Impact]
        .map(|component| &outcome.component(component)[..valid]);
    spread.iter().zip(fee).zip(impact).map(|((s, f), i)| 0.0 - (s + f + i))
}

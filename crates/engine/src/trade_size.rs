//! [`TradeSize`]: lots, and the least and the greatest trade.

use rehedge_kernels::{LANES, Row};
use thiserror::Error;

/// In what sizes a hedge trades, in shares.
///
/// A trade that the rule wants is rounded to the nearest whole number of lots (half way, to the even
/// one). What is then less than the minimum is not traded, and of what is more than the maximum only
/// the maximum; the rest waits until the rule asks again. The unwind at the horizon closes the whole
/// position at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TradeSize {
    /// Shares in a lot; any number where there is none.
    pub lot: Option<f64>,
    /// The least trade.
    pub minimum: f64,
    /// The greatest trade: whole lots, and not less than the minimum.
    pub maximum: f64,
}

/// Why a [`TradeSize`] is refused.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum TradeSizeError {
    /// A lot must be positive and finite.
    #[error("a lot must be positive and finite, not {0}")]
    Lot(f64),
    /// The least trade must be finite and not negative.
    #[error("the least trade must be finite and not negative, not {0}")]
    Minimum(f64),
    /// The greatest trade must be positive and not less than the least.
    #[error("the greatest trade must be positive and not less than the least, not {0}")]
    Maximum(f64),
    /// The greatest trade must be whole lots, at least one.
    #[error("the greatest trade must be a whole number of lots of {lot}, not {maximum}")]
    MaximumLots {
        /// The greatest trade.
        maximum: f64,
        /// Shares in a lot.
        lot: f64,
    },
}

impl TradeSize {
    /// Any size.
    pub const ANY: Self = Self { lot: None, minimum: 0.0, maximum: f64::INFINITY };

    /// Checks every number.
    ///
    /// # Errors
    /// The first [`TradeSizeError`] met.
    pub fn validate(&self) -> Result<(), TradeSizeError> {
        let Self { lot, minimum, maximum } = *self;
        if let Some(lot) = lot.filter(|lot| !(*lot > 0.0 && lot.is_finite())) {
            return Err(TradeSizeError::Lot(lot));
        }
        if !(minimum >= 0.0 && minimum.is_finite()) {
            return Err(TradeSizeError::Minimum(minimum));
        }
        if !(maximum > 0.0 && maximum >= minimum) {
            return Err(TradeSizeError::Maximum(maximum));
        }
        match lot {
            Some(lot) if !is_multiple(maximum, lot) => {
                Err(TradeSizeError::MaximumLots { maximum, lot })
            }
            _ => Ok(()),
        }
    }

    /// The delta to offset of a hedge that wants to offset `wanted` and holds `holding` shares, in
    /// trades of this size. A trade made in full, or not at all, ends where it should to the bit.
    #[inline(always)]
    pub(crate) fn limit(&self, wanted: &Row, holding: &Row, limited: &mut Row) {
        match self.lot {
            Some(lot) => {
                self.limit_sizes(|size| lot * nearest(size / lot), wanted, holding, limited);
            }
            None => self.limit_sizes(|size| size, wanted, holding, limited),
        }
    }

    #[inline(always)]
    fn limit_sizes(
        &self,
        round: impl Fn(f64) -> f64,
        wanted: &Row,
        holding: &Row,
        limited: &mut Row,
    ) {
        for lane in 0..LANES {
            let held = 0.0 - holding[lane];
            let trade = wanted[lane] - held;
            let whole = round(trade.abs());
            let most = if whole > self.maximum { self.maximum } else { whole };
            let size = if most < self.minimum { 0.0 } else { most };
            let partly = held + size.copysign(trade);
            limited[lane] = if size == trade.abs() { wanted[lane] } else { partly };
        }
    }
}

/// Whether `x` is a whole number of `unit`s, but for the rounding of decimals such as 0.1; without
/// bound it is one of any.
fn is_multiple(x: f64, unit: f64) -> bool {
    let count = x / unit;
    x.is_infinite() || (count >= 0.5 && (count - count.round()).abs() <= 1e-9 * count)
}

/// The nearest whole number, half way to the even one, for `x ≥ 0`: at 2⁵² and above a number has no
/// places after the point, and below adding it makes the processor round them off.
#[inline(always)]
fn nearest(x: f64) -> f64 {
    const LEAST_WITHOUT_FRACTION: f64 = 4_503_599_627_370_496.0;
    let rounded = (x + LEAST_WITHOUT_FRACTION) - LEAST_WITHOUT_FRACTION;
    if x < LEAST_WITHOUT_FRACTION { rounded } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_is_that_of_the_standard_library() {
        let some = (0..2000).map(|i| 0.125 * f64::from(i));
        let edges =
            [0.499_999_999_999_999_94, 4_503_599_627_370_495.5, 4_503_599_627_370_496.0, 1e300];
        for x in some.chain(edges) {
            assert_eq!(nearest(x).to_bits(), x.round_ties_even().to_bits(), "{x}");
        }
    }

    /// By hand: what is held, what is wanted, and what is held then.
    #[test]
    fn trades_are_rounded_then_left_out_or_cut() {
        let size = |lot, minimum, maximum| TradeSize { lot, minimum, maximum };
        let lots = size(Some(100.0), 0.0, f64::INFINITY);
        let least = size(None, 50.0, f64::INFINITY);
        let all = size(Some(100.0), 150.0, 400.0);
        for (size, held, wanted, then) in [
            (lots, 0.0, 149.0, 100.0),
            (lots, 0.0, 150.0, 200.0),
            (lots, 0.0, 250.0, 200.0),
            (lots, 0.0, 49.0, 0.0),
            (lots, 0.0, -151.0, -200.0),
            (lots, 300.0, 120.0, 100.0),
            (least, 10.5, 60.25, 10.5),
            (least, 10.5, 60.5, 60.5),
            (least, 10.5, -39.5, -39.5),
            (size(None, 0.0, 30.0), 10.0, 100.0, 40.0),
            (size(None, 0.0, 30.0), 10.0, -100.0, -20.0),
            (all, 100.0, 249.0, 100.0),
            (all, 100.0, 251.0, 300.0),
            (all, 100.0, 1000.0, 500.0),
            (all, 100.0, -1000.0, -300.0),
            (TradeSize::ANY, 0.1, 0.7, 0.7),
        ] {
            let mut limited = Row::ZERO;
            size.limit(&Row::splat(-wanted), &Row::splat(held), &mut limited);
            assert_eq!(limited, Row::splat(-then), "{size:?}: from {held} to {wanted}");
        }
    }
}

//! Asian options on the geometric average: exact.

use super::Averaging;
use crate::Side;
use crate::formulas::Formula;
use crate::inputs::{Clock, Lane, SMALLEST};
use crate::number::Number;

/// The logarithm of the average is normal, with mean `M = a + Σw·ln S + (r − q − ½σ²)·Σw·t_j` and
/// variance `s² = σ²·Σw²·min(t_j, t_k)`: Black's formula on a forward `e^{M + ½s²}`.
///
/// # Source
/// Kemna and Vorst (1990), *A pricing method for options based on average asset values*; Haug
/// (2007), sections 4.20.1 and 4.20.3.
pub(crate) struct Geometric<'a, N> {
    pub side: Side,
    pub averaging: &'a Averaging,
    pub clock: Clock<N>,
}

impl<N: Number> Formula<N> for Geometric<'_, N> {
    #[inline(always)]
    fn at(&self, lane: &Lane<N>) -> N {
        let Self { side, averaging, clock } = self;
        let Averaging { accrual, weight, time, root_variance, .. } = averaging;
        let sd = (lane.volatility * root_variance.number::<N>()).max(N::constant(SMALLEST));
        // Between now and a moment later, the average accrues at the spot of now.
        let accrued = N::timed(lane.accrued, accrual * lane.log_spot.value());
        let half_variance = lane.volatility * lane.volatility * 0.5;
        let drift = (clock.carry_rate - half_variance) * time.number::<N>();
        let mean = accrued + lane.log_spot * weight.number::<N>() + drift;
        let d2 = (mean - lane.log_strike) * sd.recip();
        let sign = side.sign();
        let average = (mean + sd * sd * 0.5).exp() * ((d2 + sd) * sign).cdf();
        let strike = (d2 * sign).cdf() * lane.strike;
        clock.discount * (average - strike) * sign
    }
}

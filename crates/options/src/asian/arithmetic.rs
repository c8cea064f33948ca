//! Asian options on the arithmetic average: a lognormal with the average's mean and variance.

use super::Averaging;
use crate::Side;
use crate::formulas::Formula;
use crate::inputs::{Clock, Lane, SMALLEST};
use crate::number::Number;

/// What is still to be gathered, `Y`, is taken as lognormal with its exact mean `S·f` and its exact
/// variance: Black's formula on `Y` and the strike less what has accrued, `K − a`. Where that is not
/// positive the call is sure to pay: `e^{−rτ}·(S·f + a − K)`, and the put is worth nothing.
///
/// # Errors of the approximation
/// In parts of the spot, at most `0.0135·σ²τ` for fresh options with strikes from 80 to 120 % of it:
/// 0.7 basis points of the spot at `σ√τ = 0.1`, 3.5 at 0.2, 8 at 0.3, 25 at 0.5, 75 at 0.8; too dear
/// in the money, too cheap far out of it. Measured by Monte Carlo with the geometric average as
/// control (`scripts/reference/asian_monte_carlo.py`). A seasoned option's error is that of the part
/// to come.
///
/// # Source
/// Levy (1992), *Pricing European average rate currency options*; Turnbull and Wakeman (1991), *A
/// quick algorithm for pricing European average options*; Haug (2007), sections 4.20.2–4.
pub(crate) struct Arithmetic<'a, N> {
    pub side: Side,
    pub averaging: &'a Averaging,
    pub clock: Clock<N>,
}

impl<N: Number> Formula<N> for Arithmetic<'_, N> {
    #[inline(always)]
    fn at(&self, lane: &Lane<N>) -> N {
        let Self { side, averaging, clock } = self;
        let moments = &averaging.moments;
        let forward = lane.spot * moments.forward.number::<N>();
        let log_forward = lane.log_spot
            + N::timed(averaging.log_forward, moments.forward.per_year / moments.forward.value);
        let sd = lane.spread.deviation(lane.volatility);
        let left = N::timed(lane.strike - lane.accrued, -averaging.accrual * lane.spot.value());
        let smallest = lane.strike * SURE;
        let strike = left.max(N::constant(smallest));
        let d2 = (log_forward - strike.ln()) * sd.recip() - sd * 0.5;
        let sign = side.sign();
        let open = (forward * ((d2 + sd) * sign).cdf() - strike * (d2 * sign).cdf()) * sign;
        let sure = (forward - left) * (0.5 + 0.5 * sign);
        clock.discount * N::choose(left.value() > smallest, open, sure)
    }
}

/// `R = E[Y²]/E[Y]² − 1` on one path.
#[derive(Clone, Copy, Default)]
pub(crate) struct Spread {
    pub value: f64,
    /// `∂R/∂σ²` and `∂²R/∂(σ²)²`.
    pub slopes: [f64; 2],
    /// `∂R/∂t`.
    pub per_year: f64,
}

impl Spread {
    /// `√ln(1 + R)`: the standard deviation of the lognormal.
    #[inline(always)]
    fn deviation<N: Number>(&self, volatility: N) -> N {
        let [first, second] = self.slopes;
        let by_variance = (volatility * volatility).map([self.value, first, second]);
        let spread = by_variance + N::timed(0.0, self.per_year);
        spread.ln_1p().max(N::constant(SMALLEST * SMALLEST)).sqrt()
    }
}

/// Share of the strike below which what is left of it counts as nothing.
const SURE: f64 = 1e-12;

//! Value and Greeks of a contract on one path.

use crate::asian::{Moments, Spread};
use crate::formulas::{self, Formula, Paths};
use crate::inputs::Lane;
use crate::number::{Jet, Number};
use crate::{ContractLife, Greeks, Life, PathState, Payoff, Struck, black_scholes};
use rehedge_kernels::{InstructionSet, Region, dispatch, ln};

/// Spot and volatility of a market.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote {
    /// The spot.
    pub spot: f64,
    /// The volatility at which options are valued, per √year.
    pub volatility: f64,
}

impl Struck {
    /// Value of the contract; at expiry, what it pays.
    ///
    /// # Timing
    /// `state` is what was seen up to now, this spot included. A knock-out that is touched is worth
    /// nothing more: its rebate was paid. Where `state` does not know of a touch yet, as at entry
    /// beyond a barrier, the rebate is still to be had.
    #[must_use]
    pub fn value(&self, life: &ContractLife, state: &PathState, quote: Quote) -> f64 {
        dispatch(InstructionSet::best(), Path::new(self, life, state, quote, 0.0))
    }

    /// Value and Greeks of the contract; at expiry, what it pays and no Greeks.
    ///
    /// Each Greek is the derivative of the formula for the value: exact but for rounding. Theta is
    /// that of a spot that stays, at which an average of all spots goes on accruing; so
    /// `θ + ½σ²S²Γ + (r − q)SΔ − rV = 0` holds for every contract but the approximation of arithmetic
    /// averages.
    #[must_use]
    pub fn greeks(&self, life: &ContractLife, state: &PathState, quote: Quote) -> Greeks {
        let path = Path::new(self, life, state, quote, Jet::constant(0.0));
        dispatch(InstructionSet::best(), path).greeks()
    }
}

/// One path. A region of its own for the sake of speed: fused multiply-adds are slow where they are
/// emulated.
struct Path<'a, N> {
    struck: &'a Struck,
    life: &'a ContractLife,
    state: &'a PathState,
    quote: Quote,
    spread: Spread,
    result: N,
}

impl<'a, N> Path<'a, N> {
    fn new(
        struck: &'a Struck,
        life: &'a ContractLife,
        state: &'a PathState,
        quote: Quote,
        result: N,
    ) -> Self {
        Self { struck, life, state, quote, spread: Spread::default(), result }
    }
}

impl<N: Number + OfVanilla> Region for Path<'_, N> {
    type Output = N;

    #[inline(always)]
    fn run(mut self) -> N {
        let Self { struck, life, .. } = self;
        formulas::value(&struck.contract, life, &mut self);
        self.result
    }
}

impl<N: Number + OfVanilla> Paths for Path<'_, N> {
    type Number = N;

    #[inline(always)]
    fn each(&mut self, formula: impl Formula<N>) {
        let Quote { spot, volatility } = self.quote;
        let Struck { strikes, levels, .. } = self.struck;
        self.result = formula.at(&Lane {
            spot: N::spot(spot),
            log_spot: N::log_spot(ln(spot), spot),
            volatility: N::volatility(volatility),
            strike: strikes.strike,
            log_strike: strikes.log_strike,
            level: levels.strike,
            log_level: levels.log_strike,
            touched: self.state.touched,
            accrued: self.state.accrued,
            spread: self.spread,
        });
    }

    #[inline(always)]
    fn vanilla(&mut self, payoff: Payoff, life: &Life) {
        let Quote { spot, volatility } = self.quote;
        let strike = self.struck.strikes.strike;
        self.result = N::of(black_scholes(payoff, spot, strike, volatility, life));
    }

    #[inline(always)]
    fn spread(&mut self, moments: &Moments) {
        let volatility = [self.quote.volatility];
        let (mut value, [mut first, mut second, mut in_time]) = ([0.0], [[0.0]; 3]);
        moments.spread(&volatility, &mut value);
        moments.spread_slopes(&volatility, [&mut first, &mut second, &mut in_time]);
        self.spread =
            Spread { value: value[0], slopes: [first[0], second[0]], per_year: in_time[0] };
    }
}

/// What is wanted of a vanilla option's value and Greeks.
trait OfVanilla {
    fn of(greeks: Greeks) -> Self;
}

impl OfVanilla for f64 {
    fn of(greeks: Greeks) -> Self {
        greeks.value
    }
}

impl OfVanilla for Jet {
    fn of(greeks: Greeks) -> Self {
        let Greeks { value, delta, gamma, theta, vega, vanna, volga } = greeks;
        Self { value, s: delta, ss: gamma, t: theta, v: vega, sv: vanna, vv: volga }
    }
}

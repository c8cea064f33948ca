//! What hedging a mispriced option is expected to earn.

use super::{HedgedOption, Powers};
use crate::{Life, black_scholes};
use rehedge_kernels::exp;

impl HedgedOption {
    /// Expected P&L, in money of the expiry, of who buys the option at `premium` and hedges it at
    /// the hedge's volatility `σ_h`:
    ///
    /// `e^{rT} · (V(σ_h) − premium + ½·(σ² − σ_h²) · ∫₀ᵀ e^{−rt}·E[S²·Γ_h]dt)`,
    ///
    /// `V` the Black–Scholes value. Hedged at the spot's own volatility it is what the option was
    /// cheap by, on every path; hedged at the implied, all of it is the integral and depends on
    /// where the spot goes. Exact for continuous hedging without costs; for hedging at intervals
    /// where `μ = r − q`, and else up to an error of the order of the interval.
    ///
    /// # Source
    /// Ahmad and Wilmott (2005), *Which free lunch would you like today, Sir?*, Wilmott magazine,
    /// eqs. 1, 2 and the section on hedging with a third volatility.
    #[must_use]
    pub fn expected_profit(&self, premium: f64) -> f64 {
        let life = Life::new(self.maturity, self.rates);
        let value =
            black_scholes(self.payoff, self.spot, self.strike, self.hedge_volatility, &life).value;
        let (seen, hedged) = (self.volatility, self.hedge_volatility);
        let gamma = self.gamma_integral(Powers { spot: 1.0, gamma: 1.0 }, self.rates.rate);
        let carried = 0.5 * (seen * seen - hedged * hedged) * gamma;
        exp(self.rates.rate * self.maturity) * (value - premium + carried)
    }
}

//! [`Zakamouline`]: a band, and the volatility of the delta in its middle.

use crate::desk::Desk;
use crate::{Costs, LELAND_FLOOR};
use rehedge_kernels::{LANES, Row, exp, ln};
use rehedge_market::PathBlock;

/// Zakamouline's closed form of the hedge that is optimal under exponential utility and
/// proportional costs.
///
/// With the cost `λ` of a trade as a share of its notional (half spread and fees; impact and least
/// fees have no place in it), the risk aversion `a`, and the spot `S`, gamma `Γ` of one option and
/// implied volatility `σ`:
///
/// - half-width in delta `H1 + H0`, `H1 = 1.12·λ^0.31·τ^0.05·(e^{−rτ}/σ)^0.25·(|Γ|/a)^0.5`,
///   `H0 = λ/(a·S·σ²·τ)`;
/// - centre: the delta at the volatility `σ_m`, `σ_m² = σ²·(1 − K)` where gamma is short and
///   `σ²·(1 + K)` where it is long, `K = −c·λ^0.78/τ^0.02·(e^{−rτ}/σ)^0.25·(a·S²·|Γ|)^0.15`.
///
/// `n` options alive share the book's gamma, and the band of `n` is `n` times as wide. `τ` and `σ`
/// are those of the option that lives longest; every leg's own volatility has the factor of `K`.
///
/// Without cost it is the plain delta at every step. Where gamma vanishes the band is `H0` around
/// the plain delta, and as `τ` nears 0 `H0` grows without bound: a hedger at the end lets the rest
/// be. As `a` grows, the band closes to `H0` and the volatility of short gamma grows without bound:
/// a call is covered by a whole share. Long gamma with `K` near or below −1 is ill-posed: there the
/// volatility stays at [`LELAND_FLOOR`] of the implied.
///
/// # Source
/// Zakamouline (2006), *Efficient analytic approximation of the optimal hedging strategy for a
/// European call option with transaction costs*, Quantitative Finance 6(5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zakamouline {
    /// `a`, absolute risk aversion, per currency unit of the P&L of one option.
    pub risk_aversion: f64,
    /// `c`; [`Zakamouline::COEFFICIENT`] in the paper.
    pub coefficient: f64,
    /// Half spread and fees, as a share of the notional.
    pub proportional_cost: f64,
    /// Fee per share, in currency.
    pub cost_per_unit: f64,
}

impl Zakamouline {
    /// `c` of the paper. (Sinclair, *Volatility Trading*, prints 5.76.)
    pub const COEFFICIENT: f64 = 4.76;

    /// The law for the costs of a hedge.
    #[inline(always)]
    #[must_use]
    pub fn new(risk_aversion: f64, coefficient: f64, costs: &Costs) -> Self {
        Self {
            risk_aversion,
            coefficient,
            proportional_cost: costs.half_spread + costs.fee.rate,
            cost_per_unit: costs.fee.per_unit,
        }
    }

    /// The first number that is not allowed: what it is, what it may be, and its value.
    pub(crate) fn validate(&self) -> Result<(), (&'static str, &'static str, f64)> {
        let not_negative = |what, value: f64| {
            let allowed = value >= 0.0 && value.is_finite();
            if allowed { Ok(()) } else { Err((what, "finite and not negative", value)) }
        };
        if !(self.risk_aversion > 0.0 && self.risk_aversion.is_finite()) {
            return Err(("the risk aversion", "positive and finite", self.risk_aversion));
        }
        not_negative("the coefficient", self.coefficient)?;
        not_negative("the proportional cost", self.proportional_cost)?;
        not_negative("the cost per unit", self.cost_per_unit)
    }

    /// Half-widths of the band of the book.
    #[inline(always)]
    pub(crate) fn half_widths(&self, sight: &Sight<'_>, widths: &mut Row) {
        let Sight { spot, implied, gamma, options, tau, .. } = *sight;
        let of_time = options / (self.risk_aversion * tau);
        let of_gamma = 1.12 * (options / self.risk_aversion).sqrt();
        let scale =
            self.per_path(sight, |lane| of_gamma * power(self.log(sight, 0.31, 0.05, lane)));
        for lane in 0..LANES {
            let cost = self.proportional_cost.mul_add(spot[lane], self.cost_per_unit);
            let deviation = spot[lane] * implied[lane];
            let by_time = of_time * cost / (deviation * deviation);
            widths[lane] = scale[lane].mul_add(gamma[lane].abs().sqrt(), by_time);
        }
    }

    /// `σ_m/σ`, by the sign of the book's gamma.
    #[inline(always)]
    pub(crate) fn volatility_ratios(&self, sight: &Sight<'_>, ratios: &mut Row) {
        let Sight { spot, gamma, options, .. } = *sight;
        let of_law = ln(self.coefficient) + 0.15 * ln(self.risk_aversion / options);
        let scale = self.per_path(sight, |lane| of_law + self.log(sight, 0.78, -0.02, lane));
        for lane in 0..LANES {
            let cash_gamma = spot[lane] * spot[lane] * gamma[lane].abs();
            ratios[lane] = 0.15f64.mul_add(ln(cash_gamma), scale[lane]);
        }
        for lane in 0..LANES {
            let size = power(ratios[lane]);
            let variance = if gamma[lane] > 0.0 { 1.0 - size } else { 1.0 + size };
            let least = LELAND_FLOOR * LELAND_FLOOR;
            ratios[lane] = if variance > least { variance } else { least }.sqrt();
        }
    }

    /// `ln(λ^p · τ^q · (e^{−rτ}/σ)^¼)` on one path.
    #[inline(always)]
    fn log(&self, sight: &Sight<'_>, of_cost: f64, of_tau: f64, lane: usize) -> f64 {
        let cost = self.proportional_cost + self.cost_per_unit / sight.spot[lane];
        let of_discount = 0.25 * ln(sight.discount / sight.implied[lane]);
        of_cost * ln(cost) + (of_tau * ln(sight.tau) + of_discount)
    }

    /// A number for each path that depends on cost and implied volatility; taken once where they are
    /// the same on all, as is often the case.
    #[inline(always)]
    fn per_path(&self, sight: &Sight<'_>, number: impl Fn(usize) -> f64) -> Row {
        let first = sight.implied[0];
        let same = sight.implied.iter().fold(true, |same, implied| same & (*implied == first));
        if same && self.cost_per_unit == 0.0 {
            return Row::splat(number(0));
        }
        let mut numbers = Row::ZERO;
        for lane in 0..LANES {
            numbers[lane] = number(lane);
        }
        numbers
    }
}

/// What the law looks at: the book and the market at a step with an option alive.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'a> {
    spot: &'a Row,
    /// Implied volatility of the option that lives longest.
    implied: &'a Row,
    /// Gamma of the book.
    gamma: &'a Row,
    /// Number of options alive.
    options: f64,
    /// Life of the longest, in years, and its `e^{−rτ}`.
    tau: f64,
    discount: f64,
}

impl<'a> Sight<'a> {
    /// The state at a step; none once every option has expired.
    #[inline(always)]
    pub fn new(desk: &Desk, paths: &'a PathBlock, gamma: &'a Row, step: usize) -> Option<Self> {
        let (leg, life) = desk.longest(step)?;
        Some(Self {
            spot: &paths.spot[step],
            implied: paths.implied(leg.expiry_index).at(step),
            gamma,
            options: desk.options_alive(step),
            tau: life.tau(),
            discount: life.discount(),
        })
    }
}

/// The number of a logarithm; that of nothing is nothing.
#[inline(always)]
fn power(log: f64) -> f64 {
    let power = exp(log);
    if log > f64::NEG_INFINITY { power } else { 0.0 }
}

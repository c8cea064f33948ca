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
        let Sight { spot, implied, gamma, options, tau, discount } = *sight;
        let of_gamma =
            1.12 * power(tau, 0.05) * power(discount, 0.25) * (options / self.risk_aversion).sqrt();
        let of_time = options / (self.risk_aversion * tau);
        let costs = self.powers_of_cost(0.31, spot);
        let roots = inverse_fourth_roots(implied);
        for lane in 0..LANES {
            let spot = spot[lane];
            let cost = self.proportional_cost.mul_add(spot, self.cost_per_unit) / (spot * spot);
            // σ^−½, and its fourth power.
            let root = roots[lane] * roots[lane];
            let precision = (root * root) * (root * root);
            let by_gamma = of_gamma * costs[lane] * roots[lane] * gamma[lane].abs().sqrt();
            widths[lane] = (of_time * cost).mul_add(precision, by_gamma);
        }
    }

    /// `σ_m/σ`, by the sign of the book's gamma.
    #[inline(always)]
    pub(crate) fn volatility_ratios(&self, sight: &Sight<'_>, ratios: &mut Row) {
        let Sight { spot, implied, gamma, options, tau, discount } = *sight;
        let scale = self.coefficient
            * power(tau, -0.02)
            * power(discount, 0.25)
            * power(self.risk_aversion / options, 0.15);
        let costs = self.powers_of_cost(0.78, spot);
        let roots = inverse_fourth_roots(implied);
        for lane in 0..LANES {
            ratios[lane] = 0.15 * ln(spot[lane] * spot[lane] * gamma[lane].abs());
        }
        for lane in 0..LANES {
            let size = scale * costs[lane] * roots[lane] * exp(ratios[lane]);
            let variance = if gamma[lane] > 0.0 { 1.0 - size } else { 1.0 + size };
            let least = LELAND_FLOOR * LELAND_FLOOR;
            ratios[lane] = if variance > least { variance } else { least }.sqrt();
        }
    }

    /// `λ` to a power; the same on every path unless shares pay a fee each.
    #[inline(always)]
    fn powers_of_cost(&self, exponent: f64, spot: &Row) -> Row {
        let mut powers = Row::splat(power(self.proportional_cost, exponent));
        if self.cost_per_unit > 0.0 {
            for lane in 0..LANES {
                let cost = self.proportional_cost + self.cost_per_unit / spot[lane];
                powers[lane] = power(cost, exponent);
            }
        }
        powers
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

/// `x^p` for `x ≥ 0`; that of nothing is nothing.
#[inline(always)]
fn power(x: f64, exponent: f64) -> f64 {
    let power = exp(exponent * ln(x));
    if x > 0.0 { power } else { 0.0 }
}

/// `x^{−¼}`; taken once where `x` is the same on every path, as an implied volatility often is.
#[inline(always)]
fn inverse_fourth_roots(x: &Row) -> Row {
    let of = |x: f64| 1.0 / x.sqrt().sqrt();
    let same = x.iter().fold(true, |same, other| same & (*other == x[0]));
    if same {
        return Row::splat(of(x[0]));
    }
    let mut roots = Row::ZERO;
    for lane in 0..LANES {
        roots[lane] = of(x[lane]);
    }
    roots
}

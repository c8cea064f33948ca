//! [`Zakamouline`]: a band, and the volatility of the delta in its middle.

use crate::{Costs, LELAND_FLOOR};
use rehedge_kernels::{LANES, Row, exp, ln};

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

    /// `λ` on a path.
    #[inline(always)]
    fn cost(&self, spot: f64) -> f64 {
        self.proportional_cost + self.cost_per_unit / spot
    }
}

/// The law with everything that is the same on every path, at every step with an option alive.
#[derive(Clone, Debug)]
pub(crate) struct PlannedLaw {
    pub law: Zakamouline,
    scales: Vec<Scales>,
}

#[derive(Clone, Copy, Debug)]
struct Scales {
    /// Of `√|Γ|·σ^{−¼}` in the half-width, of `S·λ/(S·σ)²` there, and of `(S²·|Γ|)^0.15·σ^{−¼}` in
    /// the size of `K`. Powers of `λ` are in them where it is the same on every path.
    gamma: f64,
    cost: f64,
    cash_gamma: f64,
}

impl PlannedLaw {
    /// The law along the lives of options: their number, `τ` and `e^{−rτ}` at each step.
    pub fn new(law: Zakamouline, lives: impl Iterator<Item = [f64; 3]>) -> Self {
        let a = law.risk_aversion;
        let cost = |exponent| {
            if law.cost_per_unit > 0.0 { 1.0 } else { power(law.proportional_cost, exponent) }
        };
        let scales = lives.map(|[options, tau, discount]| {
            let discount = power(discount, 0.25);
            Scales {
                gamma: 1.12 * cost(0.31) * power(tau, 0.05) * discount * (options / a).sqrt(),
                cost: options / (a * tau),
                cash_gamma: law.coefficient
                    * cost(0.78)
                    * power(tau, -0.02)
                    * discount
                    * power(a / options, 0.15),
            }
        });
        Self { law, scales: scales.collect() }
    }

    /// Half-widths of the band of the book, before its last option has expired.
    #[inline(always)]
    pub fn half_widths(&self, step: usize, sight: Sight<'_>, widths: &mut Row) {
        let Some(scales) = self.scales.get(step) else { return };
        let Sight { spot, implied, gamma } = sight;
        let scale = self.per_path(scales.gamma, 0.31, sight);
        for lane in 0..LANES {
            let cost = self.law.proportional_cost.mul_add(spot[lane], self.law.cost_per_unit);
            let deviation = spot[lane] * implied[lane];
            let by_time = scales.cost * cost / (deviation * deviation);
            widths[lane] = scale[lane].mul_add(gamma[lane].abs().sqrt(), by_time);
        }
    }

    /// `σ_m/σ`, by the sign of the book's gamma, before its last option has expired.
    #[inline(always)]
    pub fn volatility_ratios(&self, step: usize, sight: Sight<'_>, ratios: &mut Row) {
        let Some(scales) = self.scales.get(step) else { return };
        let Sight { spot, gamma, .. } = sight;
        for lane in 0..LANES {
            ratios[lane] = 0.15 * ln(spot[lane] * spot[lane] * gamma[lane].abs());
        }
        let scale = self.per_path(scales.cash_gamma, 0.78, sight);
        for lane in 0..LANES {
            let size = scale[lane] * exp(ratios[lane]);
            let variance = if gamma[lane] > 0.0 { 1.0 - size } else { 1.0 + size };
            let least = LELAND_FLOOR * LELAND_FLOOR;
            ratios[lane] = if variance > least { variance } else { least }.sqrt();
        }
    }

    /// `scale · σ^{−¼}`, times a power of `λ` where it differs from path to path; the root is taken
    /// once where implied volatility is the same on every path, as it often is.
    #[inline(always)]
    fn per_path(&self, scale: f64, exponent: f64, Sight { spot, implied, .. }: Sight<'_>) -> Row {
        let of = |sigma: f64| scale / sigma.sqrt().sqrt();
        let mut row = Row::splat(of(implied[0]));
        let others: u64 = implied.iter().map(|sigma| u64::from(*sigma != implied[0])).sum();
        if others > 0 {
            for lane in 0..LANES {
                row[lane] = of(implied[lane]);
            }
        }
        if self.law.cost_per_unit > 0.0 {
            for lane in 0..LANES {
                row[lane] *= power(self.law.cost(spot[lane]), exponent);
            }
        }
        row
    }
}

/// What the law sees at a step.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub spot: &'a Row,
    /// Implied volatility of the option that lives longest.
    pub implied: &'a Row,
    /// Gamma of the book.
    pub gamma: &'a Row,
}

/// `x^p` for `x ≥ 0`; that of nothing is nothing.
#[inline(always)]
fn power(x: f64, exponent: f64) -> f64 {
    let power = exp(exponent * ln(x));
    if x > 0.0 { power } else { 0.0 }
}

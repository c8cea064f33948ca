//! One leg of the scalar twin: its value and Greeks from the textbook.

use super::{Exotic, Path, Terms};

/// What an option pays.
pub enum Pays {
    /// So many calls and puts on one strike.
    Vanilla { calls: f64, puts: f64, strike: f64 },
    /// Another contract.
    Exotic(Exotic),
}

/// `quantity` options expiring at a step.
pub struct Leg {
    pub pays: Pays,
    pub expiry: usize,
    pub quantity: f64,
    /// Price paid per option; the mark if none.
    pub premium: Option<f64>,
}

impl Leg {
    /// All options of the leg at step `i`: their payoff at expiry, nothing later.
    pub fn marks(&self, path: &Path, volatility: f64, terms: Terms, i: usize) -> Marks {
        let mut total = Marks::default();
        if i > self.expiry {
            return total;
        }
        match &self.pays {
            Pays::Exotic(exotic) => {
                total.add(self.quantity, &exotic.marks(path, volatility, terms, i));
            }
            Pays::Vanilla { calls, puts, strike } => {
                let tau = (self.expiry - i) as f64 * terms.dt;
                for (sign, number) in [(1.0, calls), (-1.0, puts)] {
                    let rates = [terms.rate, terms.dividend_yield];
                    let market = [path.spot[i], *strike];
                    let one = black_scholes(sign, market, volatility, tau, rates);
                    total.add(self.quantity * number, &one);
                }
            }
        }
        total
    }

    /// What the leg pays at step `i` without expiring: a rebate.
    pub fn rebate(&self, path: &Path, terms: Terms, i: usize) -> f64 {
        match &self.pays {
            Pays::Vanilla { .. } => 0.0,
            Pays::Exotic(exotic) => self.quantity * exotic.rebate(path, terms, i),
        }
    }
}

/// Value and Greeks, theta per year and vega per 1.00.
#[derive(Clone, Copy, Default)]
pub struct Marks {
    pub value: f64,
    pub delta: f64,
    pub gamma: f64,
    pub theta: f64,
    pub vega: f64,
    pub vanna: f64,
    pub volga: f64,
}

impl Marks {
    fn add(&mut self, n: f64, one: &Self) {
        self.value += n * one.value;
        self.delta += n * one.delta;
        self.gamma += n * one.gamma;
        self.theta += n * one.theta;
        self.vega += n * one.vega;
        self.vanna += n * one.vanna;
        self.volga += n * one.volga;
    }
}

/// Black–Scholes–Merton for a call (`sign = 1`) or a put (`sign = −1`), with rates `[r, q]`.
///
/// `d₁ = (ln(S/K) + (r − q + ½σ²)τ)/(σ√τ)`, `d₂ = d₁ − σ√τ`,
/// `V = ±(S·e^{−qτ}·N(±d₁) − K·e^{−rτ}·N(±d₂))`; at `τ = 0` the payoff, without Greeks.
/// Haug (2007), *The Complete Guide to Option Pricing Formulas*, 2nd ed., section 1.1.6 and chapter 2.
pub fn black_scholes(
    sign: f64,
    [spot, strike]: [f64; 2],
    volatility: f64,
    tau: f64,
    [rate, dividend_yield]: [f64; 2],
) -> Marks {
    if tau == 0.0 {
        return Marks { value: (sign * (spot - strike)).max(0.0), ..Marks::default() };
    }
    let sd = volatility * tau.sqrt();
    let d1 = ((spot / strike).ln() + (rate - dividend_yield) * tau) / sd + 0.5 * sd;
    let d2 = d1 - sd;
    let forward = spot * (-dividend_yield * tau).exp();
    let present = strike * (-rate * tau).exp();
    let density = (-0.5 * d1 * d1).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let spot_side = sign * forward * normal_cdf(sign * d1);
    let strike_side = sign * present * normal_cdf(sign * d2);
    let vega = forward * density * tau.sqrt();
    Marks {
        value: spot_side - strike_side,
        delta: spot_side / spot,
        gamma: forward * density / (spot * spot * sd),
        theta: dividend_yield * spot_side - rate * strike_side - 0.5 * vega * volatility / tau,
        vega,
        vanna: -forward * density * d2 / (spot * volatility),
        volga: vega * d1 * d2 / volatility,
    }
}

fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

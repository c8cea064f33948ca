//! Values and Greeks by Black–Scholes–Merton, one formula for scalars and rows.

use crate::Payoff;
use rehedge_kernels::{LANES, Row, exp, ln, mills, normal_pdf};

/// Rates at which options are priced, continuously compounded, per year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Riskless rate `r`.
    pub rate: f64,
    /// Dividend yield `q` of the underlying.
    pub dividend_yield: f64,
}

/// Everything about an option's remaining life that is the same on every path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Life {
    tau: f64,
    root_tau: f64,
    rates: Rates,
    discount: f64,
    dividend_discount: f64,
}

impl Life {
    /// `tau` years left; 0 at expiry.
    #[must_use]
    pub fn new(tau: f64, rates: Rates) -> Self {
        Self {
            tau,
            root_tau: tau.sqrt(),
            rates,
            discount: exp(-rates.rate * tau),
            dividend_discount: exp(-rates.dividend_yield * tau),
        }
    }
}

/// Value and Greeks of an option or a book.
///
/// # Units
/// Per 1.00 of the variable: vega per 1.00 of volatility, theta per year of calendar time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Greeks<T = f64> {
    /// `V`.
    pub value: T,
    /// `∂V/∂S`.
    pub delta: T,
    /// `∂²V/∂S²`.
    pub gamma: T,
    /// `∂V/∂t`.
    pub theta: T,
    /// `∂V/∂σ`.
    pub vega: T,
    /// `∂²V/∂S∂σ`.
    pub vanna: T,
    /// `∂²V/∂σ²`.
    pub volga: T,
}

/// Value and Greeks of one option.
///
/// `d₁ = (ln(S/K) + (r − q)τ)/(σ√τ) + ½σ√τ`, `d₂ = d₁ − σ√τ`;
/// call `S·e^{−qτ}·Φ(d₁) − K·e^{−rτ}·Φ(d₂)`, put by the mirrored tails, straddle their sum.
///
/// # Units
/// Spot and strike in currency and positive, volatility per √year and positive. At `τ = 0` the
/// value is the payoff and every Greek is 0.
///
/// # Source
/// Haug (2007), *The Complete Guide to Option Pricing Formulas*, 2nd ed., sections 1.1 and 2.
///
/// # Examples
/// Haug's table 1-1, a call with `S = 60, K = 65, τ = ¼, r = 8 %, σ = 30 %`:
/// ```
/// use rehedge_options::{Life, Payoff, Rates, black_scholes};
/// let life = Life::new(0.25, Rates { rate: 0.08, dividend_yield: 0.0 });
/// let call = black_scholes(Payoff::Call, 60.0, 65.0, 0.30, &life);
/// assert!((call.value - 2.1334).abs() < 5e-5);
/// ```
#[must_use]
pub fn black_scholes(
    payoff: Payoff,
    spot: f64,
    strike: f64,
    volatility: f64,
    life: &Life,
) -> Greeks {
    if life.tau <= 0.0 {
        return Greeks { value: payoff.at_expiry(spot, strike), ..Greeks::default() };
    }
    greeks(payoff, [spot, ln(spot)], [strike, ln(strike)], volatility, life)
}

/// Everything from `d₁`, for spot and strike given with their logarithms and `τ > 0`.
///
/// One exponential serves both normal densities: `S·e^{−qτ}·φ(d₁) = K·e^{−rτ}·φ(d₂)`, and each
/// normal tail is its density times the Mills ratio.
#[inline(always)]
fn greeks(
    payoff: Payoff,
    [spot, log_spot]: [f64; 2],
    [strike, log_strike]: [f64; 2],
    volatility: f64,
    life: &Life,
) -> Greeks {
    let Rates { rate, dividend_yield } = life.rates;
    let (calls, puts) = payoff.calls_and_puts();
    let sd = volatility * life.root_tau;
    let inverse_sd = 1.0 / sd;
    let carried = (rate - dividend_yield).mul_add(life.tau, log_spot - log_strike);
    let d1 = carried.mul_add(inverse_sd, 0.5 * sd);
    let d2 = carried.mul_add(inverse_sd, -0.5 * sd);
    let spot_now = spot * life.dividend_discount;
    let strike_now = strike * life.discount;
    let density = normal_pdf(d1);
    let spot_density = spot_now * density;
    // S·e^{−qτ}·Φ(±d₁) and K·e^{−rτ}·Φ(±d₂).
    let spot_tail = spot_density * mills(d1.abs());
    let strike_tail = spot_density * mills(d2.abs());
    let spot_side = sides([calls, puts], d1, spot_tail, spot_now);
    let strike_side = sides([calls, puts], d2, strike_tail, strike_now);

    let value = spot_side - strike_side;
    let vega = (calls + puts) * spot_density * life.root_tau;
    let spot_delta = spot_side;
    let spot_inverse = 1.0 / spot;
    let sd_vega = vega * inverse_sd;
    // ½σ²S²Γ, with S²Γ = vega / (σ τ).
    let decay = 0.5 * volatility * vega / life.tau;
    Greeks {
        value,
        delta: spot_delta * spot_inverse,
        gamma: sd_vega * spot_inverse * spot_inverse / life.root_tau,
        theta: rate * value - (rate - dividend_yield) * spot_delta - decay,
        vega,
        vanna: -d2 * sd_vega * spot_inverse,
        volga: d1 * d2 * sd_vega * life.root_tau,
    }
}

/// `calls · X·Φ(d) − puts · X·Φ(−d)`, given `tail = X·Φ(−|d|)`.
#[inline(always)]
fn sides([calls, puts]: [f64; 2], d: f64, tail: f64, whole: f64) -> f64 {
    let body = whole - tail;
    let (call, put) = if d > 0.0 { (body, tail) } else { (tail, body) };
    calls * call - puts * put
}

/// Spot of a market on the paths of a row.
#[derive(Clone, Copy, Debug)]
pub struct Spots<'a> {
    /// The spot.
    pub spot: &'a Row,
    /// Its natural logarithm.
    pub log_spot: &'a Row,
}

/// Strikes of a leg on the paths of a row.
#[derive(Clone, Debug)]
pub struct Strikes {
    /// The strike.
    pub strike: Row,
    /// Its natural logarithm.
    pub log_strike: Row,
}

impl Greeks<Row> {
    /// Adds `quantity` options with `τ > 0` to every row; the formulas of [`black_scholes`].
    #[inline(always)]
    pub fn add(
        &mut self,
        (quantity, payoff): (f64, Payoff),
        market: Spots<'_>,
        strikes: &Strikes,
        volatility: &Row,
        life: &Life,
    ) {
        match payoff {
            Payoff::Call => self.add_rows((quantity, Payoff::Call), market, strikes, volatility, life),
            Payoff::Put => self.add_rows((quantity, Payoff::Put), market, strikes, volatility, life),
            Payoff::Straddle => {
                self.add_rows((quantity, Payoff::Straddle), market, strikes, volatility, life);
            }
        }
    }

    #[inline(always)]
    fn add_rows(
        &mut self,
        (quantity, payoff): (f64, Payoff),
        market: Spots<'_>,
        strikes: &Strikes,
        volatility: &Row,
        life: &Life,
    ) {
        for i in 0..LANES {
            let g = greeks(
                payoff,
                [market.spot[i], market.log_spot[i]],
                [strikes.strike[i], strikes.log_strike[i]],
                volatility[i],
                life,
            );
            self.value[i] += quantity * g.value;
            self.delta[i] += quantity * g.delta;
            self.gamma[i] += quantity * g.gamma;
            self.theta[i] += quantity * g.theta;
            self.vega[i] += quantity * g.vega;
            self.vanna[i] += quantity * g.vanna;
            self.volga[i] += quantity * g.volga;
        }
    }

    /// Adds the payment of `quantity` options that expire now to the value.
    #[inline(always)]
    pub fn add_payoff(
        &mut self,
        (quantity, payoff): (f64, Payoff),
        market: Spots<'_>,
        strikes: &Strikes,
    ) {
        for i in 0..LANES {
            self.value[i] += quantity * payoff.at_expiry(market.spot[i], strikes.strike[i]);
        }
    }
}

/// Adds the delta of `quantity` options with `τ > 0` at a volatility of the hedger's own.
#[inline(always)]
pub fn add_delta(
    delta: &mut Row,
    (quantity, payoff): (f64, Payoff),
    market: Spots<'_>,
    strikes: &Strikes,
    volatility: &Row,
    life: &Life,
) {
    for i in 0..LANES {
        let g = greeks(
            payoff,
            [market.spot[i], market.log_spot[i]],
            [strikes.strike[i], strikes.log_strike[i]],
            volatility[i],
            life,
        );
        delta[i] += quantity * g.delta;
    }
}

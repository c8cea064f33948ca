//! Values and Greeks by Black–Scholes–Merton, one formula for scalars and rows.

use crate::Payoff;
use rehedge_kernels::{LANES, Row, exp, ln, mills_fraction, normal_pdf};

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
    inverse_tau: f64,
    inverse_root_tau: f64,
    /// `(r − q)·τ`.
    carry: f64,
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
            inverse_tau: 1.0 / tau,
            inverse_root_tau: 1.0 / tau.sqrt(),
            carry: (rates.rate - rates.dividend_yield) * tau,
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
    let distances = distances(ln(spot) - ln(strike), volatility, life);
    let Distances { d1, d2, .. } = distances;
    let ratios = ratios(mills_fraction(d1.abs()), mills_fraction(d2.abs()), spot);
    let density = normal_pdf(distances.d1);
    let prices = [spot, strike];
    assemble(payoff, prices, (volatility, life), density, (distances, ratios))
}

/// `d₁` and `d₂`, and `1/(σ√τ)`.
#[derive(Clone, Copy)]
struct Distances {
    d1: f64,
    d2: f64,
    inverse_sd: f64,
}

/// The distances from `ln(S/K)`, for `τ > 0`.
#[inline(always)]
fn distances(log_moneyness: f64, volatility: f64, life: &Life) -> Distances {
    let sd = volatility * life.root_tau;
    let inverse_sd = 1.0 / sd;
    let carried = log_moneyness + life.carry;
    let d1 = carried.mul_add(inverse_sd, 0.5 * sd);
    let d2 = carried.mul_add(inverse_sd, -0.5 * sd);
    Distances { d1, d2, inverse_sd }
}

/// `Φ(−|d₁|)/φ(d₁)`, `Φ(−|d₂|)/φ(d₂)` and `1/S`.
#[derive(Clone, Copy)]
struct Ratios {
    mills1: f64,
    mills2: f64,
    spot_inverse: f64,
}

/// Three quotients for the price of one division.
#[inline(always)]
fn ratios([n1, m1]: [f64; 2], [n2, m2]: [f64; 2], spot: f64) -> Ratios {
    let denominator = m1 * m2;
    let inverse = 1.0 / (denominator * spot);
    let mills_inverse = inverse * spot;
    Ratios {
        mills1: n1 * m2 * mills_inverse,
        mills2: n2 * m1 * mills_inverse,
        spot_inverse: inverse * denominator,
    }
}

/// The two legs of a value: `S·e^{−qτ}·Φ(d₁)` and `K·e^{−rτ}·Φ(d₂)` for a call.
///
/// One exponential serves both normal densities: `S·e^{−qτ}·φ(d₁) = K·e^{−rτ}·φ(d₂)`, and each
/// normal tail is its density times the Mills ratio.
#[inline(always)]
fn sides(
    payoff: Payoff,
    [spot_now, strike_now]: [f64; 2],
    spot_density: f64,
    distances: Distances,
    ratios: Ratios,
) -> [f64; 2] {
    [
        side(payoff, distances.d1, spot_density * ratios.mills1, spot_now),
        side(payoff, distances.d2, spot_density * ratios.mills2, strike_now),
    ]
}

/// `calls · X·Φ(d) − puts · X·Φ(−d)`, given `tail = X·Φ(−|d|)`.
#[inline(always)]
fn side(payoff: Payoff, d: f64, tail: f64, whole: f64) -> f64 {
    let (calls, puts) = payoff.calls_and_puts();
    let body = whole - tail;
    let (call, put) = if d > 0.0 { (body, tail) } else { (tail, body) };
    calls * call - puts * put
}

/// Value and Greeks from the parts.
#[inline(always)]
fn assemble(
    payoff: Payoff,
    [spot, strike]: [f64; 2],
    (volatility, life): (f64, &Life),
    density: f64,
    (distances, ratios): (Distances, Ratios),
) -> Greeks {
    let Rates { rate, dividend_yield } = life.rates;
    let (calls, puts) = payoff.calls_and_puts();
    let Distances { d1, d2, inverse_sd } = distances;
    let spot_inverse = ratios.spot_inverse;
    let now = [spot * life.dividend_discount, strike * life.discount];
    let spot_density = now[0] * density;
    let [spot_side, strike_side] = sides(payoff, now, spot_density, distances, ratios);
    let value = spot_side - strike_side;
    let vega = (calls + puts) * spot_density * life.root_tau;
    // Vega per standard deviation of the log spot: S·φ/σ.
    let per_sd = vega * inverse_sd;
    // ½σ²S²Γ, with S²Γ = vega / (σ τ).
    let decay = 0.5 * volatility * vega * life.inverse_tau;
    Greeks {
        value,
        delta: spot_side * spot_inverse,
        gamma: per_sd * spot_inverse * (spot_inverse * life.inverse_root_tau),
        theta: rate * value - (rate - dividend_yield) * spot_side - decay,
        vega,
        vanna: -d2 * (per_sd * spot_inverse),
        volga: (d1 * d2) * (per_sd * life.root_tau),
    }
}

/// Memory for the parts of a row's values, reused from one valuation to the next.
///
/// Each part is computed in a pass of its own: a pass is short enough for the processor to work on
/// several lanes' worth at once, and its constants fit the registers.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    d1: Row,
    d2: Row,
    inverse_sd: Row,
    density: Row,
    mills1: [Row; 2],
    mills2: [Row; 2],
}

impl Scratch {
    #[inline(always)]
    fn fill(&mut self, market: Spots<'_>, strikes: &Strikes, volatility: &Row, life: &Life) {
        for i in 0..LANES {
            let log_moneyness = market.log_spot[i] - strikes.log_strike[i];
            let Distances { d1, d2, inverse_sd } = distances(log_moneyness, volatility[i], life);
            self.d1[i] = d1;
            self.d2[i] = d2;
            self.inverse_sd[i] = inverse_sd;
        }
        for i in 0..LANES {
            self.density[i] = normal_pdf(self.d1[i]);
        }
        for i in 0..LANES {
            [self.mills1[0][i], self.mills1[1][i]] = mills_fraction(self.d1[i].abs());
        }
        for i in 0..LANES {
            [self.mills2[0][i], self.mills2[1][i]] = mills_fraction(self.d2[i].abs());
        }
    }

    #[inline(always)]
    fn at(&self, i: usize, market: Spots<'_>) -> (Distances, Ratios) {
        let distances =
            Distances { d1: self.d1[i], d2: self.d2[i], inverse_sd: self.inverse_sd[i] };
        let mills1 = [self.mills1[0][i], self.mills1[1][i]];
        let mills2 = [self.mills2[0][i], self.mills2[1][i]];
        (distances, ratios(mills1, mills2, market.spot[i]))
    }
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

/// A position in one option on the paths of a row.
#[derive(Clone, Copy, Debug)]
pub struct Position<'a> {
    /// Number of options.
    pub quantity: f64,
    /// What each pays.
    pub payoff: Payoff,
    /// At which strike.
    pub strikes: &'a Strikes,
}

impl Greeks<Row> {
    /// Zero.
    #[inline(always)]
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Adds the value and Greeks of a position with `τ > 0`; the formulas of [`black_scholes`].
    #[inline(always)]
    pub fn add(
        &mut self,
        position: Position<'_>,
        market: Spots<'_>,
        volatility: &Row,
        life: &Life,
        scratch: &mut Scratch,
    ) {
        scratch.fill(market, position.strikes, volatility, life);
        let rest = (market, volatility, life);
        // One loop per payoff, so that the choice is made once per row.
        match position.payoff {
            Payoff::Call => self.add_as(Position { payoff: Payoff::Call, ..position }, rest, scratch),
            Payoff::Put => self.add_as(Position { payoff: Payoff::Put, ..position }, rest, scratch),
            Payoff::Straddle => {
                self.add_as(Position { payoff: Payoff::Straddle, ..position }, rest, scratch);
            }
        }
    }

    #[inline(always)]
    fn add_as(
        &mut self,
        Position { quantity, payoff, strikes }: Position<'_>,
        (market, volatility, life): (Spots<'_>, &Row, &Life),
        scratch: &Scratch,
    ) {
        for i in 0..LANES {
            let prices = [market.spot[i], strikes.strike[i]];
            let parts = scratch.at(i, market);
            let g = assemble(payoff, prices, (volatility[i], life), scratch.density[i], parts);
            self.value[i] += quantity * g.value;
            self.delta[i] += quantity * g.delta;
            self.gamma[i] += quantity * g.gamma;
            self.theta[i] += quantity * g.theta;
            self.vega[i] += quantity * g.vega;
            self.vanna[i] += quantity * g.vanna;
            self.volga[i] += quantity * g.volga;
        }
    }

    /// Adds what a position that expires now pays to the value.
    #[inline(always)]
    pub fn add_payoff(&mut self, position: Position<'_>, market: Spots<'_>) {
        let Position { quantity, payoff, strikes } = position;
        for i in 0..LANES {
            self.value[i] += quantity * payoff.at_expiry(market.spot[i], strikes.strike[i]);
        }
    }
}

/// Adds the delta of a position with `τ > 0` at a volatility of the hedger's own.
#[inline(always)]
pub fn add_delta(
    delta: &mut Row,
    position: Position<'_>,
    market: Spots<'_>,
    volatility: &Row,
    life: &Life,
    scratch: &mut Scratch,
) {
    let Position { quantity, payoff, strikes } = position;
    scratch.fill(market, strikes, volatility, life);
    for i in 0..LANES {
        let prices = [market.spot[i], strikes.strike[i]];
        let parts = scratch.at(i, market);
        let g = assemble(payoff, prices, (volatility[i], life), scratch.density[i], parts);
        delta[i] += quantity * g.delta;
    }
}

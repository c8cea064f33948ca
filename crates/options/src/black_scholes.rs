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
            inverse_root_tau: 1.0 / tau.sqrt(),
            carry: (rates.rate - rates.dividend_yield) * tau,
            rates,
            discount: exp(-rates.rate * tau),
            dividend_discount: exp(-rates.dividend_yield * tau),
        }
    }
}

impl Life {
    /// `τ`, in years.
    #[inline(always)]
    #[must_use]
    pub fn tau(&self) -> f64 {
        self.tau
    }

    /// `e^{−rτ}`: today's value of 1 at expiry.
    #[inline(always)]
    #[must_use]
    pub fn discount(&self) -> f64 {
        self.discount
    }

    /// `e^{−qτ}`: shares today that dividends make into 1 at expiry.
    #[inline(always)]
    #[must_use]
    pub fn dividend_discount(&self) -> f64 {
        self.dividend_discount
    }

    /// The rates that it was made with.
    #[inline(always)]
    #[must_use]
    pub fn rates(&self) -> Rates {
        self.rates
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
    let at = distances(ln(spot) - ln(strike), spot, volatility, life);
    let tails = Tails {
        density: normal_pdf(at.d1),
        mills1: mills(at.d1.abs()),
        mills2: mills(at.d2.abs()),
    };
    let terms = Terms::new(Lot { quantity: 1.0, payoff }, life);
    assemble(&terms, [spot, strike, volatility], at, tails)
}

/// `d₁` and `d₂`, and `1/(S·σ√τ)`.
#[derive(Clone, Copy)]
struct Distances {
    d1: f64,
    d2: f64,
    inverse: f64,
}

/// The distances from `ln(S/K)`, for `τ > 0`.
#[inline(always)]
fn distances(log_moneyness: f64, spot: f64, volatility: f64, life: &Life) -> Distances {
    let sd = volatility * life.root_tau;
    // One division serves `d₁`, `d₂` and gamma.
    let inverse = 1.0 / (spot * sd);
    let middle = (log_moneyness + life.carry) * (spot * inverse);
    Distances { d1: 0.5f64.mul_add(sd, middle), d2: (-0.5f64).mul_add(sd, middle), inverse }
}

/// `φ(d₁)`, `Φ(−|d₁|)/φ(d₁)` and `Φ(−|d₂|)/φ(d₂)`.
#[derive(Clone, Copy)]
struct Tails {
    density: f64,
    mills1: f64,
    mills2: f64,
}

/// How many options of which payoff.
#[derive(Clone, Copy)]
struct Lot {
    quantity: f64,
    payoff: Payoff,
}

/// What the values of a position share on every path.
struct Terms {
    /// Numbers of calls and of puts, times `e^{−qτ}`.
    spot_calls: f64,
    spot_puts: f64,
    /// The same times `e^{−rτ}`.
    strike_calls: f64,
    strike_puts: f64,
    /// Calls and puts together, times `e^{−qτ}`.
    spot_options: f64,
    /// `1/(2√τ)`.
    decay: f64,
    root_tau: f64,
    rates: Rates,
}

impl Terms {
    #[inline(always)]
    fn new(Lot { quantity, payoff }: Lot, life: &Life) -> Self {
        let (calls, puts) = payoff.calls_and_puts();
        let (calls, puts) = (quantity * calls, quantity * puts);
        Self {
            spot_calls: calls * life.dividend_discount,
            spot_puts: puts * life.dividend_discount,
            strike_calls: calls * life.discount,
            strike_puts: puts * life.discount,
            spot_options: (calls + puts) * life.dividend_discount,
            decay: 0.5 * life.inverse_root_tau,
            root_tau: life.root_tau,
            rates: life.rates,
        }
    }
}

/// `price · (calls · Φ(d) − puts · Φ(−d))`, given `tail = price · (calls + puts) · Φ(−|d|)`.
#[inline(always)]
fn side([calls, puts]: [f64; 2], price: f64, d: f64, tail: f64) -> f64 {
    let (whole, tail) = if d > 0.0 { (calls, -tail) } else { (-puts, tail) };
    whole.mul_add(price, tail)
}

/// Delta of a position, and what its density is multiplied by: `n·e^{−qτ}·φ(d₁)`.
#[inline(always)]
fn delta(terms: &Terms, d1: f64, tails: Tails) -> [f64; 2] {
    let density = terms.spot_options * tails.density;
    [side([terms.spot_calls, terms.spot_puts], 1.0, d1, density * tails.mills1), density]
}

/// Value and Greeks from the parts.
///
/// One exponential serves both normal densities: `S·e^{−qτ}·φ(d₁) = K·e^{−rτ}·φ(d₂)`, and each
/// normal tail is its density times the Mills ratio. Vanna and volga follow from gamma and vega:
/// `S²Γ = vega/(σ τ)`, `vanna = −d₂·SΓ√τ`, `volga = −d₁·vanna·S√τ`.
#[inline(always)]
fn assemble(
    terms: &Terms,
    [spot, strike, volatility]: [f64; 3],
    Distances { d1, d2, inverse }: Distances,
    tails: Tails,
) -> Greeks {
    let Rates { rate, dividend_yield } = terms.rates;
    let [delta, density] = delta(terms, d1, tails);
    let spot_side = spot * delta;
    let spot_density = spot * density;
    let strikes = [terms.strike_calls, terms.strike_puts];
    let strike_side = side(strikes, strike, d2, spot_density * tails.mills2);
    let spot_root_tau = spot * terms.root_tau;
    let gamma = density * inverse;
    let vanna = -d2 * (gamma * spot_root_tau);
    // ½σ²S²Γ
    let decay = (terms.decay * spot_density) * volatility;
    Greeks {
        value: spot_side - strike_side,
        delta,
        gamma,
        theta: dividend_yield.mul_add(spot_side, (-rate).mul_add(strike_side, -decay)),
        vega: density * spot_root_tau,
        vanna,
        volga: -(d1 * spot_root_tau) * vanna,
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
    inverse: Row,
    density: Row,
    mills1: Row,
    mills2: Row,
}

impl Scratch {
    #[inline(always)]
    fn fill(&mut self, market: Spots<'_>, strikes: &Strikes, volatility: &Row, life: &Life) {
        self.fill_for_delta(market, strikes, volatility, life);
        for i in 0..LANES {
            self.mills2[i] = mills(self.d2[i].abs());
        }
    }

    /// All but the tail beyond `d₂`, in which delta has no part.
    #[inline(always)]
    fn fill_for_delta(
        &mut self,
        market: Spots<'_>,
        strikes: &Strikes,
        volatility: &Row,
        life: &Life,
    ) {
        for i in 0..LANES {
            let log_moneyness = market.log_spot[i] - strikes.log_strike[i];
            let Distances { d1, d2, inverse } =
                distances(log_moneyness, market.spot[i], volatility[i], life);
            self.d1[i] = d1;
            self.d2[i] = d2;
            self.inverse[i] = inverse;
        }
        for i in 0..LANES {
            self.density[i] = normal_pdf(self.d1[i]);
        }
        for i in 0..LANES {
            self.mills1[i] = mills(self.d1[i].abs());
        }
    }

    #[inline(always)]
    fn distances(&self, i: usize) -> Distances {
        Distances { d1: self.d1[i], d2: self.d2[i], inverse: self.inverse[i] }
    }

    #[inline(always)]
    fn tails(&self, i: usize) -> Tails {
        Tails { density: self.density[i], mills1: self.mills1[i], mills2: self.mills2[i] }
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

/// Strikes of a leg on the paths of a row, or a strike.
#[derive(Clone, Copy, Debug)]
pub struct Strikes<T = Row> {
    /// The strike.
    pub strike: T,
    /// Its natural logarithm.
    pub log_strike: T,
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

    /// Adds the value and Greeks of a position with `τ > 0`; the formulas of [`black_scholes()`].
    #[inline(always)]
    pub fn add(
        &mut self,
        position: Position<'_>,
        market: Spots<'_>,
        volatility: &Row,
        life: &Life,
        scratch: &mut Scratch,
    ) {
        self.take::<true>(position, market, volatility, life, scratch);
    }

    /// [`Greeks::add`] to zero, without a look at what was there.
    #[inline(always)]
    pub fn set(
        &mut self,
        position: Position<'_>,
        market: Spots<'_>,
        volatility: &Row,
        life: &Life,
        scratch: &mut Scratch,
    ) {
        self.take::<false>(position, market, volatility, life, scratch);
    }

    #[inline(always)]
    fn take<const ADD: bool>(
        &mut self,
        Position { quantity, payoff, strikes }: Position<'_>,
        market: Spots<'_>,
        volatility: &Row,
        life: &Life,
        scratch: &mut Scratch,
    ) {
        scratch.fill(market, strikes, volatility, life);
        let terms = Terms::new(Lot { quantity, payoff }, life);
        for i in 0..LANES {
            let inputs = [market.spot[i], strikes.strike[i], volatility[i]];
            let g = assemble(&terms, inputs, scratch.distances(i), scratch.tails(i));
            put::<ADD>(&mut self.value[i], g.value);
            put::<ADD>(&mut self.delta[i], g.delta);
            put::<ADD>(&mut self.gamma[i], g.gamma);
            put::<ADD>(&mut self.theta[i], g.theta);
            put::<ADD>(&mut self.vega[i], g.vega);
            put::<ADD>(&mut self.vanna[i], g.vanna);
            put::<ADD>(&mut self.volga[i], g.volga);
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

/// Adds to a number, or takes its place.
#[inline(always)]
fn put<const ADD: bool>(to: &mut f64, value: f64) {
    *to = if ADD { *to + value } else { value };
}

/// Adds the value of a position with `τ > 0`: that of [`Greeks::add`], bit for bit.
#[inline(always)]
pub(crate) fn add_value(
    sum: &mut Row,
    Position { quantity, payoff, strikes }: Position<'_>,
    market: Spots<'_>,
    volatility: &Row,
    life: &Life,
    scratch: &mut Scratch,
) {
    scratch.fill(market, strikes, volatility, life);
    let terms = Terms::new(Lot { quantity, payoff }, life);
    for i in 0..LANES {
        let inputs = [market.spot[i], strikes.strike[i], volatility[i]];
        sum[i] += assemble(&terms, inputs, scratch.distances(i), scratch.tails(i)).value;
    }
}

/// Adds the delta of a position with `τ > 0` at a volatility of the hedger's own.
#[inline(always)]
pub fn add_delta(
    sum: &mut Row,
    Position { quantity, payoff, strikes }: Position<'_>,
    market: Spots<'_>,
    volatility: &Row,
    life: &Life,
    scratch: &mut Scratch,
) {
    scratch.fill_for_delta(market, strikes, volatility, life);
    let terms = Terms::new(Lot { quantity, payoff }, life);
    for i in 0..LANES {
        let [delta, _] = delta(&terms, scratch.d1[i], scratch.tails(i));
        sum[i] += delta;
    }
}

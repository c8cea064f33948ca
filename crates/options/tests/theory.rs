//! Theory of discrete hedging against a table computed from definitions by adaptive quadrature,
//! `scripts/reference/hedging_theory.py > crates/options/tests/data/hedging_theory.csv`, another
//! from a formula, `bertsimas_kogan_lo.py`; and against each other in their limits.

use rehedge_options::theory::{
    BOYLE_EMANUEL_LOSS, BOYLE_EMANUEL_SKEW, Band, DISCRETE_MONITORING, HedgedOption, Powers, Sepp,
    derman_kamal,
};
use rehedge_options::{Greeks, Life, Payoff, Rates, black_scholes};

fn payoff(name: &str) -> Payoff {
    match name {
        "call" => Payoff::Call,
        "put" => Payoff::Put,
        _ => Payoff::Straddle,
    }
}

#[track_caller]
fn assert_close(found: f64, exact: f64, tolerance: f64, what: &str) {
    assert!((found - exact).abs() <= tolerance * exact.abs(), "{what}: {found}, not {exact}");
}

#[test]
fn everything_equals_the_table() {
    let table = include_str!("data/hedging_theory.csv");
    assert_eq!(table.lines().count(), 5);
    for line in table.lines().skip(1) {
        let (kind, numbers) = line.split_once(',').unwrap();
        let numbers: Vec<f64> = numbers.split(',').map(|x| x.parse().unwrap()).collect();
        let numbers: [f64; 18] = numbers.try_into().unwrap();
        let [spot, strike, maturity, rate, dividend_yield, drift, volatility, rest @ ..] = numbers;
        let [hedge_volatility, interval, g, profit, cost, impact, rest @ ..] = rest;
        let [notional, shares, three_halves, unwind_notional, unwind_three_halves] = rest;
        let rates = Rates { rate, dividend_yield };
        let option = HedgedOption {
            payoff: payoff(kind),
            strike,
            maturity,
            rates,
            spot,
            drift,
            volatility,
            hedge_volatility,
        };
        // A smooth integrand.
        assert_close(option.bertsimas_kogan_lo(), g, 1e-12, "g");
        let premium = greeks(&option, volatility).value;
        // A difference of values that may be zero.
        let found = option.expected_profit(premium);
        assert!((found - profit).abs() < 1e-9 * premium, "profit: {found}, not {profit}");
        let integral = |gamma| option.gamma_integral(Powers { spot: 1.0, gamma }, 0.0);
        // A power of τ is left at expiry, whose root is taken by the panels.
        assert_close(integral(1.0), cost, 1e-9, "∫E[S²Γ]");
        assert_close(integral(1.5), impact, 1e-9, "∫E[S(SΓ)^1.5]");
        // Panels of fixed width around the strike, and tails cut at eight of its widths.
        let trades = option.rebalancing(interval);
        assert_close(trades.notional, notional, 1e-6, "notional");
        assert_close(trades.shares, shares, 1e-6, "shares");
        assert_close(trades.three_halves, three_halves, 1e-6, "three halves");
        let unwind = option.unwind(interval);
        assert_close(unwind.notional, unwind_notional, 1e-6, "unwind");
        assert_close(unwind.three_halves, unwind_three_halves, 1e-6, "unwind, three halves");
    }
}

fn greeks(option: &HedgedOption, volatility: f64) -> Greeks {
    let life = Life::new(option.maturity, option.rates);
    black_scholes(option.payoff, option.spot, option.strike, volatility, &life)
}

/// The closed form with fifty digits.
#[test]
fn bertsimas_kogan_lo_equals_its_table() {
    let table = include_str!("data/bertsimas_kogan_lo.csv");
    assert_eq!(table.lines().count(), 21);
    for line in table.lines().skip(1) {
        let numbers: Vec<f64> = line.split(',').map(|x| x.parse().unwrap()).collect();
        let [spot, strike, maturity, drift, rate, volatility, g] = numbers.try_into().unwrap();
        let rates = Rates { rate, dividend_yield: 0.0 };
        let option = HedgedOption { spot, strike, maturity, drift, volatility, rates, ..OPTION };
        // Twenty per cent out of the money with a month to live: exponents of −30.
        assert_close(option.bertsimas_kogan_lo(), g, 1e-11, line);
    }
}

const RATES: Rates = Rates { rate: 0.06, dividend_yield: 0.02 };
/// A call under its risk-neutral drift, hedged at the volatility of the spot.
const OPTION: HedgedOption = HedgedOption {
    payoff: Payoff::Call,
    strike: 104.0,
    maturity: 0.4,
    rates: RATES,
    spot: 100.0,
    drift: 0.04,
    volatility: 0.22,
    hedge_volatility: 0.22,
};

/// At the money both say `K·σ·√(T/8)` to leading order in `σ²T`: the money of the forward is where
/// they touch. Away from it they part.
#[test]
fn bertsimas_kogan_lo_is_derman_kamal_at_the_money() {
    let apart = |strike: f64, maturity: f64| {
        let option = HedgedOption { strike, maturity, ..OPTION };
        let vega = greeks(&option, option.volatility).vega;
        let simple = derman_kamal(vega, option.volatility, 1.0) * (RATES.rate * maturity).exp();
        option.bertsimas_kogan_lo() / simple - 1.0
    };
    for maturity in [0.01f64, 0.1, 0.4] {
        let forward = 100.0 * (0.04 * maturity).exp();
        let variance = 0.22 * 0.22 * maturity;
        // The next order is σ²T over 8, less a share that the integral smears over the strikes.
        assert!(apart(forward, maturity).abs() < 0.1 * variance, "{maturity}");
    }
    assert!(apart(125.0, 0.4) > 0.2);
}

/// `g² = ½T·∫E[(σ²·S²·Γ·e^{r(T − t)})²]dt`, the closed form against the moments of gamma.
#[test]
fn bertsimas_kogan_lo_is_a_moment_of_gamma() {
    for payoff in Payoff::ALL {
        let option = HedgedOption { payoff, drift: 0.13, ..OPTION };
        let moment = option.gamma_integral(Powers { spot: 2.0, gamma: 2.0 }, 2.0 * RATES.rate);
        let growth = (2.0 * RATES.rate * option.maturity).exp();
        let squared = 0.5 * option.maturity * option.volatility.powi(4) * growth * moment;
        assert_close(option.bertsimas_kogan_lo(), squared.sqrt(), 1e-9, "g");
    }
}

/// Under the risk-neutral drift `σ·∫e^{−rt}E[S²Γ]dt` is vega: Leland's cost is a closed form.
#[test]
fn discounted_dollar_gamma_is_vega() {
    for (payoff, strike) in [(Payoff::Call, 104.0), (Payoff::Straddle, 80.0)] {
        let option = HedgedOption { payoff, strike, ..OPTION };
        let integral = option.gamma_integral(Powers { spot: 1.0, gamma: 1.0 }, RATES.rate);
        let vega = greeks(&option, option.volatility).vega;
        assert_close(integral * option.volatility, vega, 1e-10, "vega");
    }
}

/// As the interval shrinks, what is traded becomes what the leading order says; the difference is of
/// relative order √δ.
#[test]
fn trades_tend_to_the_leading_order() {
    let apart = |rehedges: f64, option: &HedgedOption| {
        let interval = option.maturity / rehedges;
        let (exact, leading) = (option.rebalancing(interval), option.leading_order(interval));
        [
            exact.notional / leading.notional,
            exact.shares / leading.shares,
            exact.three_halves / leading.three_halves,
        ]
        .map(|ratio| ratio - 1.0)
    };
    let other = HedgedOption { payoff: Payoff::Put, drift: 0.15, hedge_volatility: 0.3, ..OPTION };
    for option in [OPTION, other] {
        let (coarse, fine) = (apart(100.0, &option), apart(10_000.0, &option));
        for (coarse, fine) in coarse.into_iter().zip(fine) {
            // Ten times less, or what is lost where trades are few: 1e-3 is far below either.
            assert!(fine.abs() < 0.2 * coarse.abs() + 1e-3, "{coarse} {fine}");
            assert!(coarse.abs() < 0.05, "{coarse}");
        }
    }
    let [[spread, _, impact], [spread_of_four, _, impact_of_four]] = [400.0, 1600.0].map(|n| {
        let trades = OPTION.rebalancing(OPTION.maturity / n);
        [trades.notional, trades.shares, trades.three_halves]
    });
    // The next order: relative 1/N and N^{−¾}, with the trades that the first and last are not.
    assert_close(spread_of_four / spread, 2.0, 0.01, "N^½");
    assert_close(impact_of_four / impact, 2f64.sqrt(), 0.01, "N^¼");
}

/// An interval as long as the life has a first trade and an unwind, both by hand.
#[test]
fn one_interval_has_no_trade_between() {
    let trades = OPTION.rebalancing(OPTION.maturity);
    assert_eq!((trades.notional, trades.shares, trades.three_halves), (0.0, 0.0, 0.0));
    let delta = greeks(&OPTION, OPTION.volatility).delta;
    let first = OPTION.first_trade();
    assert_close(first.notional, 100.0 * delta, 1e-14, "first");
    assert_close(first.three_halves, 100.0 * delta.powf(1.5), 1e-14, "first");
    let unwind = OPTION.unwind(OPTION.maturity);
    assert_close(unwind.shares, delta, 1e-14, "unwind");
    assert_close(unwind.notional, 100.0 * delta * (0.04f64 * 0.4).exp(), 1e-14, "unwind");
}

/// Hedged at the actual volatility the profit is the difference of values; under the risk-neutral
/// drift it is the same at any volatility of the hedge.
#[test]
fn profits_of_a_mispriced_option() {
    let growth = (RATES.rate * OPTION.maturity).exp();
    let paid = greeks(&OPTION, 0.18).value;
    let cheap = growth * (greeks(&OPTION, OPTION.volatility).value - paid);
    let real = HedgedOption { drift: 0.2, ..OPTION };
    assert_close(real.expected_profit(paid), cheap, 1e-12, "actual");
    for hedge_volatility in [0.1, 0.18, 0.4] {
        let option = HedgedOption { hedge_volatility, ..OPTION };
        assert_close(option.expected_profit(paid), cheap, 1e-8, "fair drift");
        let rising = HedgedOption { hedge_volatility, ..real };
        assert!((rising.expected_profit(paid) / cheap - 1.0).abs() > 0.01);
    }
}

/// The Sharpe ratio is greatest at Sepp's number, where cost is half of the profit; half the cost
/// asks for four times as many.
#[test]
fn sepp_optimum() {
    let sepp = Sepp { profit: 0.9, cost: 0.06, deviation: 3.5 };
    let best = sepp.best().unwrap();
    assert_close(sepp.cost * best.sqrt(), 0.45, 1e-14, "half");
    for other in [0.8, 0.95, 1.05, 1.2] {
        assert!(sepp.sharpe(other * best) < sepp.sharpe(best));
    }
    let cheaper = Sepp { cost: 0.03, ..sepp };
    assert_close(cheaper.best().unwrap() / best, 4.0, 1e-14, "cost squared");
    assert_eq!(Sepp { profit: -0.1, ..sepp }.best(), None);
    assert_eq!(Sepp { cost: 0.0, ..sepp }.best(), None);
}

/// `Z² − 1`: probability of a loss and skew, from the moments of a normal number and its table.
#[test]
fn boyle_emanuel_constants() {
    let inside = 2.0 * rehedge_kernels::normal_cdf(1.0) - 1.0;
    assert_close(BOYLE_EMANUEL_LOSS, inside, 1e-15, "loss");
    // E(Z² − 1)³ = 15 − 9 + 3 − 1 = 8 over 2^{3/2}.
    assert_close(BOYLE_EMANUEL_SKEW, 8.0 / 8f64.sqrt(), 1e-15, "skew");
}

/// The half-width by hand; the trades of a band that is always looked at are a moment of gamma,
/// and their cost grows as λ^{2/3}.
#[test]
fn whalley_wilmott_band() {
    let band = Band { cost: 0.001, risk_aversion: 2.0, interval: 0.0 };
    let gamma = greeks(&OPTION, OPTION.volatility).gamma;
    let cube = 1.5 * (-0.06f64 * 0.4).exp() * 0.001 * 100.0 * gamma * gamma / 2.0;
    assert_close(band.half_width(&OPTION, 0.4, 100.0), cube.cbrt(), 1e-13, "H");
    // ½σ²·(2a/3λ)^{1/3} · ∫e^{rτ/3}·E[S^{4/3}·(SΓ)^{4/3}]dt
    let powers = Powers { spot: 4.0 / 3.0, gamma: 4.0 / 3.0 };
    let growth = (0.06f64 * 0.4 / 3.0).exp();
    let moment = growth * OPTION.gamma_integral(powers, 0.06 / 3.0);
    let closed = 0.5 * 0.22 * 0.22 * (4.0 / 0.003f64).cbrt() * moment;
    assert_close(band.edge_trades(&OPTION), closed, 1e-6, "trades");
    let dearer = Band { cost: 0.008, ..band };
    let growth = 8.0 * dearer.edge_trades(&OPTION) / band.edge_trades(&OPTION);
    assert_close(growth, 4.0, 1e-9, "λ^⅔");
    // Looked at seldom, with no band to speak of: of every step's move v√δ·Z, 1/(2·0.5826) = .858
    // of a standard deviation, where it should be E|Z| = .798.
    let seldom = Band { cost: 1e-30, interval: 0.002, ..band };
    let all = OPTION.leading_order(0.002).notional;
    let overstated = 1.0 / (2.0 * DISCRETE_MONITORING) / (2.0 / std::f64::consts::PI).sqrt();
    assert_close(seldom.edge_trades(&OPTION) / all, overstated, 1e-3, "seldom");
}

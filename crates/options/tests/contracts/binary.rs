//! Binary options: against a table, literature, identities and limits.
use crate::table::{Line, Shares, each, lines, pricing_equation_of};
use rehedge_options::{
    Binary, Contract, ContractKind, ContractLife, Greeks, Life, PathState, Pays, Quote, Rates,
    Side, Strike, Struck, Terms, black_scholes,
};

const EPSILON: f64 = f64::EPSILON;

fn life(contract: &Contract, tau: f64, rates: Rates) -> ContractLife {
    ContractLife::new(contract, 0.0, tau, rates)
}

fn greeks(contract: Contract, quote: Quote, tau: f64, rates: Rates) -> Greeks {
    let struck = Struck::<f64>::new(contract, quote.spot);
    let state = PathState::<f64>::at_entry(&struck, quote.spot, tau);
    struck.greeks(&life(&contract, tau, rates), &state, quote)
}

fn binary(side: Side, pays: Pays, strike: f64) -> Contract {
    Contract::Binary(Binary { side, strike: Strike::Fixed(strike), pays })
}

/// Accuracy against a table computed with 60 digits: `scripts/reference/binary.py`.
///
/// With `σ√τ = s`, a distance `d` is off by `δ = ε·((|ln S| + |ln K|)/s + |d|)`, whatever is made of
/// it. A value is an amount times `Φ(d)`; each derivative to the spot divides by `S·s`, each to the
/// volatility multiplies by `d/σ` or so, and the density's polynomial in `d` grows by as much.
#[test]
fn equals_the_table() {
    let mut shares = Shares::default();
    let table = include_str!("../data/binary.csv");
    assert_eq!(table.lines().count(), 161);
    for Line { kind, numbers, exact } in lines(table) {
        let [spot, strike, cash, tau, rate, dividend_yield, volatility] = numbers;
        let rates = Rates { rate, dividend_yield };
        let terms =
            Terms { cash: (cash > 0.0).then_some(cash), ..Terms::new(Strike::Fixed(strike)) };
        let contract = ContractKind::named(kind).unwrap().contract(&terms).unwrap();
        let computed = greeks(contract, Quote { spot, volatility }, tau, rates);
        let s = volatility * tau.sqrt();
        let d = ((spot / strike).ln() + (rate - dividend_yield) * tau).abs() / s + s;
        let amount = if cash > 0.0 { cash } else { spot };
        // Of the largest of φ(d)·d, φ(d)·d², … .
        let density = (-0.5 * (d - s).max(0.0).powi(2)).exp() * (1.0 + d).powi(4);
        let distance = (spot.ln().abs() + strike.ln().abs()) / s + d;
        let error = EPSILON * amount * (1.0 + density * distance);
        let by_spot = 0.1 * (1.0 + 1.0 / s) / spot;
        let by_volatility = (1.0 + d) / volatility;
        let tolerance = [
            2.0 * error,
            error * by_spot,
            error * by_spot * 5.0 / (spot * s),
            error * (rate.abs() + dividend_yield + 0.2 * (1.0 + d) / tau),
            0.5 * error * by_volatility,
            2.0 * error * by_volatility * by_spot,
            error * by_volatility * by_volatility,
        ];
        shares.check(&computed, &exact, tolerance, &format!("{kind} {numbers:?}"));
    }
    shares.are_not_loose();
}

/// Haug (2007): section 4.19.2, a cash-or-nothing put, and 4.19.3, an asset-or-nothing put.
#[test]
fn literature() {
    let value = |pays, strike, tau, market: [f64; 4]| {
        let [spot, volatility, rate, dividend_yield] = market;
        let contract = binary(Side::Put, pays, strike);
        greeks(contract, Quote { spot, volatility }, tau, Rates { rate, dividend_yield }).value
    };
    let cash = value(Pays::Cash(10.0), 80.0, 0.75, [100.0, 0.35, 0.06, 0.06]);
    assert!((cash - 2.6710).abs() < 5e-5, "{cash}");
    let asset = value(Pays::Asset, 65.0, 0.5, [70.0, 0.27, 0.07, 0.05]);
    assert!((asset - 20.2069).abs() < 5e-5, "{asset}");
}

/// Calls `check` on a grid of markets, about a strike of 100.
fn for_each(check: impl Fn(Quote, f64, Rates)) {
    for (rate, dividend_yield) in [(0.05, 0.02), (-0.01, 0.07), (0.11, 0.0)] {
        for spot in [43.0, 97.0, 100.0, 180.0] {
            for tau in [1e-6, 0.003, 0.3, 4.0] {
                for volatility in [0.03, 0.23, 1.1] {
                    check(Quote { spot, volatility }, tau, Rates { rate, dividend_yield });
                }
            }
        }
    }
}

/// A call and a put pay the amount whatever happens: cash discounted, a share less its dividends.
#[test]
fn parity() {
    for_each(|quote, tau, rates| {
        let discount = [-rates.rate * tau, -rates.dividend_yield * tau].map(f64::exp);
        let sure = [10.0 * discount[0], quote.spot * discount[1]];
        for (pays, sure) in [(Pays::Cash(10.0), sure[0]), (Pays::Asset, sure[1])] {
            let [call, put] =
                Side::ALL.map(|side| greeks(binary(side, pays, 100.0), quote, tau, rates));
            assert!((call.value + put.value - sure).abs() <= 4.0 * EPSILON * sure);
            let delta = if pays == Pays::Asset { discount[1] } else { 0.0 };
            let rounding = 8.0 * EPSILON * (1.0 + call.delta.abs());
            assert!((call.delta + put.delta - delta).abs() <= rounding);
            for [call, put] in [[call.gamma, put.gamma], [call.vega, put.vega]] {
                assert!((call + put).abs() <= 16.0 * EPSILON * (1.0 + call.abs()));
            }
        }
    });
}

/// An asset-or-nothing call less strikes of cash-or-nothing calls is a call.
#[test]
fn make_a_vanilla_option() {
    for_each(|quote, tau, rates| {
        for side in Side::ALL {
            let of = |pays| each(&greeks(binary(side, pays, 100.0), quote, tau, rates));
            let (asset, cash) = (of(Pays::Asset), of(Pays::Cash(100.0)));
            let vanilla = Life::new(tau, rates);
            let vanilla =
                black_scholes(side.payoff(), quote.spot, 100.0, quote.volatility, &vanilla);
            for (i, vanilla) in each(&vanilla).into_iter().enumerate() {
                let difference = side.sign() * (asset[i] - cash[i]);
                // Errors of the distance, ε·10/σ√τ at most, in what nearly cancels.
                let distance = 1.0 + 10.0 / (quote.volatility * tau.sqrt());
                let rounding = 4.0 * EPSILON * distance * (asset[i].abs() + cash[i].abs());
                let least = 4.0 * EPSILON * (1.0 + vanilla.abs());
                assert!((difference - vanilla).abs() <= rounding + least, "{i} {quote:?} {tau}");
            }
        }
    });
}

/// `θ + ½σ²S²Γ + (r − q)SΔ − rV = 0`, to the rounding of its terms.
#[test]
fn pricing_equation() {
    for_each(|quote, tau, rates| {
        for side in Side::ALL {
            for pays in [Pays::Cash(10.0), Pays::Asset] {
                let g = greeks(binary(side, pays, 100.0), quote, tau, rates);
                let [left, size] = pricing_equation_of(&g, quote, rates);
                // What gamma is made of nearly cancels near the strike, by a factor of σ√τ.
                let kept = 1.0 + 1.0 / (quote.volatility * tau.sqrt());
                assert!(left.abs() <= 16.0 * EPSILON * size * kept, "{quote:?} {tau}: {left:e}");
            }
        }
    });
}

/// At expiry: all or nothing, half on the strike, and no Greeks.
#[test]
fn at_expiry() {
    for (spot, [call, put]) in [(90.0, [0.0, 1.0]), (100.0, [0.5, 0.5]), (110.0, [1.0, 0.0])] {
        for (pays, amount) in [(Pays::Cash(7.0), 7.0), (Pays::Asset, spot)] {
            for (side, share) in [(Side::Call, call), (Side::Put, put)] {
                let quote = Quote { spot, volatility: 0.2 };
                let rates = Rates { rate: 0.05, dividend_yield: 0.02 };
                let g = greeks(binary(side, pays, 100.0), quote, 0.0, rates);
                assert_eq!(g, Greeks { value: share * amount, ..Greeks::default() });
            }
        }
    }
}

/// Towards expiry and without volatility the value is what the forward says, and every Greek is
/// finite, on the strike too.
#[test]
fn limits() {
    let rates = Rates { rate: 0.05, dividend_yield: 0.05 };
    for (tau, volatility) in [(1e-12, 0.2), (1e-20, 0.2), (0.3, 1e-9), (0.3, 1e-30)] {
        for (spot, share) in [(99.0, 0.0), (100.0, 0.5), (101.0, 1.0)] {
            let g = greeks(
                binary(Side::Call, Pays::Cash(10.0), 100.0),
                Quote { spot, volatility },
                tau,
                rates,
            );
            let expected = 10.0 * share * (-0.05 * tau).exp();
            assert!((g.value - expected).abs() <= 1e-6, "{tau} {volatility} {spot}: {}", g.value);
            assert!(each(&g).into_iter().all(f64::is_finite), "{tau} {volatility} {spot}: {g:?}");
        }
    }
}

//! Relations that hold whatever the numbers: the pricing equation, parity, the limits at expiry.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

use rehedge_options::{Greeks, Life, Payoff, Rates, black_scholes};

const RATES: [Rates; 3] = [
    Rates { rate: 0.05, dividend_yield: 0.02 },
    Rates { rate: -0.01, dividend_yield: 0.07 },
    Rates { rate: 0.11, dividend_yield: 0.0 },
];

/// Calls `check` on a grid of `(spot, strike, tau, volatility, rates)`.
fn for_each(check: impl Fn([f64; 4], Rates)) {
    for rates in RATES {
        for spot in [43.0, 97.0, 100.0, 180.0] {
            for tau in [1e-6, 0.003, 0.3, 4.0] {
                for volatility in [0.03, 0.23, 1.1] {
                    check([spot, 100.0, tau, volatility], rates);
                }
            }
        }
    }
}

fn greeks(payoff: Payoff, [spot, strike, tau, volatility]: [f64; 4], rates: Rates) -> Greeks {
    black_scholes(payoff, spot, strike, volatility, &Life::new(tau, rates))
}

/// `θ + ½σ²S²Γ + (r − q)SΔ − rV = 0` to the rounding of its terms.
#[test]
fn pricing_equation() {
    for_each(|at @ [spot, _, _, volatility], rates| {
        for payoff in Payoff::ALL {
            let g = greeks(payoff, at, rates);
            let terms = [
                g.theta,
                0.5 * (volatility * spot).powi(2) * g.gamma,
                (rates.rate - rates.dividend_yield) * spot * g.delta,
                -rates.rate * g.value,
            ];
            let size: f64 = terms.iter().map(|term| term.abs()).sum();
            let left: f64 = terms.iter().sum();
            assert!(left.abs() <= 8.0 * f64::EPSILON * size, "{payoff:?} {at:?}: {left:e}");
        }
    });
}

/// `C − P = S·e^{−qτ} − K·e^{−rτ}` and its derivatives; the rounding is of the larger of the two.
#[test]
fn put_call_parity() {
    for_each(|at @ [spot, strike, tau, _], rates| {
        let (call, put) = (greeks(Payoff::Call, at, rates), greeks(Payoff::Put, at, rates));
        let now = [spot * (-rates.dividend_yield * tau).exp(), strike * (-rates.rate * tau).exp()];
        let close = |a: f64, b: f64, size: f64| (a - b).abs() <= 8.0 * f64::EPSILON * size;
        let larger = now[0] + now[1];
        assert!(close(call.value - put.value, now[0] - now[1], larger), "{at:?}");
        assert!(close(call.delta - put.delta, now[0] / spot, 1.0), "{at:?}");
        let decay = rates.dividend_yield * now[0] - rates.rate * now[1];
        let size = larger * 0.1 + call.theta.abs();
        assert!(close(call.theta - put.theta, decay, size), "{at:?}");
        assert_eq!(
            [call.gamma, call.vega, call.vanna, call.volga],
            [put.gamma, put.vega, put.vanna, put.volga]
        );
    });
}

/// A straddle is a call and a put.
#[test]
fn straddle_is_call_and_put() {
    for_each(|at @ [spot, strike, ..], rates| {
        let [call, put, both] =
            [Payoff::Call, Payoff::Put, Payoff::Straddle].map(|payoff| greeks(payoff, at, rates));
        // Values and deltas are sums in another order; a density twice another is exact.
        let close = |a: f64, b: f64, size: f64| (a - b).abs() <= 8.0 * f64::EPSILON * size;
        assert!(close(both.value, call.value + put.value, spot + strike));
        assert!(close(both.delta, call.delta + put.delta, 2.0));
        assert!(close(both.theta, call.theta + put.theta, spot + strike + call.theta.abs()));
        let densities = |g: &Greeks| [g.gamma, g.vega, g.vanna, g.volga];
        assert_eq!(densities(&both), densities(&call).map(|greek| 2.0 * greek));
    });
}

/// Bounds that no-arbitrage sets, and the signs of gamma and vega.
#[test]
fn bounds() {
    for_each(|at @ [spot, strike, tau, _], rates| {
        let call = greeks(Payoff::Call, at, rates);
        let now = [spot * (-rates.dividend_yield * tau).exp(), strike * (-rates.rate * tau).exp()];
        let rounding = 4.0 * f64::EPSILON * (now[0] + now[1]);
        assert!(call.value >= (now[0] - now[1]).max(0.0) - rounding, "{at:?}");
        assert!(call.value <= now[0] + rounding, "{at:?}");
        assert!((0.0..=1.0).contains(&call.delta) || rates.dividend_yield < 0.0, "{at:?}");
        assert!(call.gamma >= 0.0 && call.vega >= 0.0, "{at:?}");
    });
}

/// At expiry: the payoff, and no Greeks.
#[test]
fn at_expiry() {
    let life = Life::new(0.0, RATES[0]);
    for (spot, [call, put]) in [(90.0, [0.0, 10.0]), (100.0, [0.0, 0.0]), (110.5, [10.5, 0.0])] {
        let values = Payoff::ALL.map(|payoff| {
            let g = black_scholes(payoff, spot, 100.0, 0.2, &life);
            assert_eq!(g, Greeks { value: payoff.at_expiry(spot, 100.0), ..Greeks::default() });
            g.value
        });
        assert_eq!(values, [call, put, call + put]);
    }
}

/// As `τ → 0` the value tends to the payoff: at the money it is `φ(0)·S·σ·√τ` above it for a call
/// (the carry and the next order are `√τ` smaller), away from the money it is nothing but carry,
/// and nothing is ever infinite or NaN but what is so in the limit.
#[test]
fn towards_expiry() {
    let at_the_money = 1.0 / std::f64::consts::TAU.sqrt();
    for tau in [1e-6_f64, 1e-10, 1e-14, 1e-18] {
        for payoff in Payoff::ALL {
            let g = greeks(payoff, [100.0, 100.0, tau, 0.2], RATES[0]);
            let (calls, puts) = payoff.calls_and_puts();
            let leading = (calls + puts) * at_the_money * 100.0 * 0.2 * tau.sqrt();
            // Rounding of S and K shows when the value is as small.
            let allowed = leading * tau.sqrt() + 4.0 * f64::EPSILON * 200.0;
            assert!((g.value - leading).abs() <= allowed, "{payoff:?} {tau}: {}", g.value);
            for spot in [80.0, 125.0] {
                let g = greeks(payoff, [spot, 100.0, tau, 0.2], RATES[0]);
                let intrinsic = payoff.at_expiry(spot, 100.0);
                assert!((g.value - intrinsic).abs() <= 10.0 * tau + 1e-13, "{payoff:?} {spot}");
                assert_eq!([g.gamma, g.vega, g.vanna, g.volga], [0.0; 4], "{payoff:?} {spot}");
                let delta = if spot > 100.0 { calls } else { -puts };
                assert!(
                    (g.delta - delta).abs() <= tau + f64::EPSILON,
                    "{payoff:?} {spot}: {}",
                    g.delta
                );
                assert!(g.theta.is_finite());
            }
        }
    }
}

//! Merton's price against a table computed with 60 digits:
//! `scripts/reference/merton.py > crates/options/tests/data/merton.csv`; and its limits.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

use rehedge_options::{JumpRisk, Life, Payoff, Rates, black_scholes, merton_value};

/// The series ends when the Poisson probabilities left are below 1e-16; its terms are rounded, and
/// the Poisson probability itself is known to about 1e-13 (a logarithm of a factorial).
#[test]
fn equals_the_table() {
    let table = include_str!("data/merton.csv");
    assert_eq!(table.lines().count(), 25);
    for line in table.lines().skip(1) {
        let (kind, numbers) = line.split_once(',').unwrap();
        let numbers: Vec<f64> = numbers.split(',').map(|x| x.parse().unwrap()).collect();
        let numbers: [f64; 10] = numbers.try_into().unwrap();
        let [spot, strike, tau, rate, dividend_yield, volatility, rest @ ..] = numbers;
        let [per_year, mean_log, sd_log, exact] = rest;
        let payoff = if kind == "call" { Payoff::Call } else { Payoff::Put };
        let jumps = JumpRisk { per_year, mean_log, sd_log };
        let rates = Rates { rate, dividend_yield };
        let value = merton_value((payoff, tau), [spot, strike], volatility, &jumps, rates);
        assert!((value - exact).abs() <= 1e-12 * (spot + strike), "{line}: {value}");
    }
}

const RATES: Rates = Rates { rate: 0.04, dividend_yield: 0.015 };

/// No jumps, jumps of no size, and no time: Black–Scholes.
#[test]
fn without_jumps_it_is_black_scholes() {
    let none = JumpRisk { per_year: 0.0, mean_log: -0.1, sd_log: 0.15 };
    let flat = JumpRisk { per_year: 3.0, mean_log: 0.0, sd_log: 0.0 };
    for payoff in Payoff::ALL {
        for tau in [0.0, 0.3, 2.0] {
            let value = |jumps| merton_value((payoff, tau), [97.0, 103.0], 0.22, jumps, RATES);
            let life = Life::new(tau, RATES);
            let plain = black_scholes(payoff, 97.0, 103.0, 0.22, &life).value;
            assert_eq!(value(&none), plain, "{payoff:?} {tau}");
            assert!((value(&flat) - plain).abs() < 1e-11, "{payoff:?} {tau}: {}", value(&flat));
        }
    }
}

/// `C − P = S·e^{−qτ} − K·e^{−rτ}` with jumps too: the compensator keeps the forward.
#[test]
fn put_call_parity() {
    let jumps = JumpRisk { per_year: 2.0, mean_log: -0.12, sd_log: 0.2 };
    for tau in [0.05, 0.7, 3.0] {
        let value = |payoff| merton_value((payoff, tau), [97.0, 103.0], 0.22, &jumps, RATES);
        let forward = 97.0 * (-0.015 * tau).exp() - 103.0 * (-0.04 * tau).exp();
        let difference = value(Payoff::Call) - value(Payoff::Put);
        assert!((difference - forward).abs() < 1e-10, "{tau}: {difference} {forward}");
        let both = value(Payoff::Call) + value(Payoff::Put);
        assert!((value(Payoff::Straddle) - both).abs() < 1e-10);
    }
}

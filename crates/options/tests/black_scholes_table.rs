//! Accuracy of values and Greeks against a table computed with 60 digits:
//! `scripts/reference/black_scholes.py > crates/options/tests/data/black_scholes.csv`. The table
//! reaches from seconds to 30 years, 0.5 % to 300 % volatility and 30 standard deviations.
//!
//! A computed value is the exact value of a slightly wrong input, so each tolerance is a rounding
//! error times the sensitivity to the quantity that was rounded:
//!
//! - `d` is `ln S − ln K` over `σ√τ`, so it is off by `δd = ε·((|ln S| + |ln K|)/σ√τ + |d|)`, however
//!   exact the rest. A density `φ(d)` is then off by `|d|·δd` relative, a probability by `φ(d)·δd`.
//! - A value does not feel it: `∂V/∂d` vanishes when `d₁` and `d₂` move together. It is a
//!   difference of two amounts up to `S·e^{−qτ}` and `K·e^{−rτ}`, and is exact to their rounding.

use rehedge_options::{Greeks, Life, Payoff, Rates, black_scholes};

const TABLE: &str = include_str!("data/black_scholes.csv");

struct Case {
    payoff: Payoff,
    spot: f64,
    strike: f64,
    tau: f64,
    rates: Rates,
    volatility: f64,
    exact: Greeks,
}

fn cases() -> Vec<Case> {
    TABLE.lines().skip(1).map(case).collect()
}

fn case(line: &str) -> Case {
    let (kind, numbers) = line.split_once(',').unwrap();
    let numbers: Vec<f64> = numbers.split(',').map(|x| x.parse().unwrap()).collect();
    let [spot, strike, tau, rate, dividend_yield, volatility, greeks @ ..]: [f64; 13] =
        numbers.try_into().unwrap();
    let [value, delta, gamma, theta, vega, vanna, volga] = greeks;
    let payoff = match kind {
        "call" => Payoff::Call,
        "put" => Payoff::Put,
        "straddle" => Payoff::Straddle,
        _ => panic!("{line}"),
    };
    let rates = Rates { rate, dividend_yield };
    let exact = Greeks { value, delta, gamma, theta, vega, vanna, volga };
    Case { payoff, spot, strike, tau, rates, volatility, exact }
}

/// What the tolerances are made of.
struct Scale {
    /// `S·e^{−qτ} + K·e^{−rτ}`.
    amounts: f64,
    /// Larger of `|d₁|` and `|d₂|`.
    d: f64,
    /// Error of either in units of `ε`.
    distance: f64,
    sd: f64,
}

impl Case {
    fn computed(&self) -> Greeks {
        let life = Life::new(self.tau, self.rates);
        black_scholes(self.payoff, self.spot, self.strike, self.volatility, &life)
    }

    fn scale(&self) -> Scale {
        let Rates { rate, dividend_yield } = self.rates;
        let sd = self.volatility * self.tau.sqrt();
        let [log_spot, log_strike] = [self.spot.ln(), self.strike.ln()];
        let d = (log_spot - log_strike + (rate - dividend_yield) * self.tau).abs() / sd + 0.5 * sd;
        Scale {
            amounts: self.spot * (-dividend_yield * self.tau).exp()
                + self.strike * (-rate * self.tau).exp(),
            d,
            distance: (log_spot.abs() + log_strike.abs()) / sd + d,
            sd,
        }
    }
}

/// Checks one output of every case, and that the tolerance means something: at least one case uses
/// a tenth of it.
fn check(output: fn(&Greeks) -> f64, tolerance: fn(&Case, &Scale) -> f64) {
    let mut largest: f64 = 0.0;
    for case in cases() {
        let (computed, exact) = (output(&case.computed()), output(&case.exact));
        let share = (computed - exact).abs() / tolerance(&case, &case.scale());
        let Case { payoff, spot, strike, tau, volatility, .. } = case;
        assert!(
            share <= 1.0,
            "{payoff:?} {spot} {strike} {tau} {volatility}: {computed:e} for {exact:e}, {share} of \
             the tolerance"
        );
        largest = largest.max(share);
    }
    assert!(largest > 0.1, "a loose tolerance: {largest}");
}

const EPSILON: f64 = f64::EPSILON;

#[test]
fn the_table_is_whole() {
    let cases = cases();
    assert_eq!(cases.len(), 281);
    for payoff in Payoff::ALL {
        assert!(cases.iter().filter(|case| case.payoff == payoff).count() > 50);
    }
}

/// A few roundings of the amounts.
#[test]
fn value() {
    check(|g| g.value, |_, scale| 4.0 * EPSILON * scale.amounts);
}

/// Two roundings of a number up to 1 (2 for a straddle), and the error of `d₁`, of which a
/// probability feels `φ(d₁)`. A straddle's delta cancels near zero, so the tolerance is absolute.
#[test]
fn delta() {
    check(|g| g.delta, |case, scale| 4.0 * EPSILON + density(case) * EPSILON * scale.distance);
}

/// `e^{−qτ}·φ(d₁)`, from the exact vega.
fn density(case: &Case) -> f64 {
    let calls_and_puts = if case.payoff == Payoff::Straddle { 2.0 } else { 1.0 };
    case.exact.vega / (case.spot * case.tau.sqrt()) / calls_and_puts
}

/// Relative error of a density.
fn of_density(scale: &Scale) -> f64 {
    EPSILON * (4.0 + scale.d * scale.distance)
}

#[test]
fn vega() {
    check(|g| g.vega, |case, scale| case.exact.vega * of_density(scale));
}

#[test]
fn gamma() {
    check(|g| g.gamma, |case, scale| case.exact.gamma * of_density(scale));
}

/// The density, and the factor `d₂`, which may cancel to nothing but not its error.
#[test]
fn vanna() {
    check(
        |g| g.vanna,
        |case, scale| {
            let per_d = case.exact.vega / (case.spot * scale.sd);
            per_d * (EPSILON * scale.distance + scale.d * of_density(scale))
        },
    );
}

/// The density, and the factors `d₁` and `d₂`.
#[test]
fn volga() {
    check(
        |g| g.volga,
        |case, scale| {
            let per_d = case.exact.vega / case.volatility;
            let factors = EPSILON * scale.distance * (2.0 * scale.d);
            per_d * (factors + scale.d * scale.d * of_density(scale))
        },
    );
}

/// The decay `½σ²S²Γ` with a density's error, and the rates times amounts and their probabilities.
#[test]
fn theta() {
    check(
        |g| g.theta,
        |case, scale| {
            let decay = 0.5 * case.volatility * case.exact.vega / case.tau;
            let rates = case.rates.rate.abs() + case.rates.dividend_yield.abs();
            let probability = 2.0 * EPSILON + density(case) * EPSILON * scale.distance;
            decay * of_density(scale) + rates * scale.amounts * probability
        },
    );
}

//! Implied volatilities: those of prices with 60 digits, at and beyond the no-arbitrage bounds, and
//! of prices of our own over a wide domain.
//!
//! A price is known to a rounding error of the amounts that it is the difference of, so a
//! volatility is known to that over vega, and no better.

use rehedge_options::{
    Life, NoImpliedVolatility, Payoff, Rates, black_scholes, implied_volatility,
};

/// `scripts/reference/black_scholes.py`.
const TABLE: &str = include_str!("data/black_scholes.csv");
/// Roundings of the amounts in a price and its inversion.
const ROUNDINGS: f64 = 3.0;

struct Case {
    payoff: Payoff,
    spot: f64,
    strike: f64,
    life: Life,
    volatility: f64,
    value: f64,
    vega: f64,
}

impl Case {
    fn of(line: &str) -> Self {
        let (kind, numbers) = line.split_once(',').unwrap();
        let numbers: Vec<f64> = numbers.split(',').map(|x| x.parse().unwrap()).collect();
        let [spot, strike, tau, rate, dividend_yield, volatility, value, ..] = numbers[..] else {
            panic!("{line}")
        };
        let payoff = match kind {
            "call" => Payoff::Call,
            "put" => Payoff::Put,
            _ => Payoff::Straddle,
        };
        let life = Life::new(tau, Rates { rate, dividend_yield });
        Self { payoff, spot, strike, life, volatility, value, vega: numbers[10] }
    }

    fn amounts(&self) -> f64 {
        self.spot * self.life.dividend_discount() + self.strike * self.life.discount()
    }

    fn found(&self) -> Result<f64, NoImpliedVolatility> {
        implied_volatility(self.payoff, self.value, self.spot, self.strike, &self.life)
    }

    fn value_at(&self, volatility: f64) -> f64 {
        black_scholes(self.payoff, self.spot, self.strike, volatility, &self.life).value
    }
}

#[test]
fn prices_of_the_table_give_their_volatilities_back() {
    let cases: Vec<_> = TABLE.lines().skip(1).map(Case::of).collect();
    let found = cases.iter().filter(|case| comes_back(case)).count();
    // The rest are so far in the money that their digits are those of a bound.
    assert!(found > 250 && found < cases.len(), "{found} of {}", cases.len());
}

/// Far out of the money the whole price is time value, and all its digits count.
#[test]
fn a_tail_is_as_good_as_its_price() {
    let mut tails = 0;
    for case in TABLE.lines().skip(1).map(Case::of) {
        let far = case.value < 1e-6 * case.amounts() && case.value > 0.0;
        let sd = case.volatility * case.life.tau().sqrt();
        if !far || sd < 1e-3 || case.payoff == Payoff::Straddle {
            continue;
        }
        let found = case.found().unwrap();
        // The logarithm of the price moves by d² for a relative move of the volatility: rounding
        // of `d` is all that is left.
        let off = (found / case.volatility - 1.0).abs();
        assert!(off < 1e-13, "{} {} {off:e}", case.spot, case.strike);
        tails += 1;
    }
    assert!(tails > 10, "{tails}");
}

#[test]
fn our_own_prices_give_their_volatilities_back() {
    let mut found = 0;
    for payoff in Payoff::ALL {
        for moneyness in [0.01, 0.3, 0.7, 0.9, 0.99, 1.0, 1.01, 1.1, 1.5, 4.0, 100.0] {
            for tau in [1e-6, 1.0 / 252.0, 0.06, 0.7, 3.0, 30.0] {
                for volatility in [1e-3, 0.01, 0.05, 0.2, 0.6, 1.5, 5.0] {
                    for rate in [-0.03, 0.0, 0.08] {
                        let life = Life::new(tau, Rates { rate, dividend_yield: 0.02 });
                        let (spot, strike) = (87.0, 87.0 * moneyness);
                        let at = black_scholes(payoff, spot, strike, volatility, &life);
                        let (value, vega) = (at.value, at.vega);
                        let case = Case { payoff, spot, strike, life, volatility, value, vega };
                        found += usize::from(comes_back(&case));
                    }
                }
            }
        }
    }
    assert!(found > 1800, "{found}");
}

/// Whether a price has a volatility, which is then the one that it came from.
fn comes_back(case: &Case) -> bool {
    let rounding = ROUNDINGS * f64::EPSILON * case.amounts();
    match case.found() {
        Ok(found) => {
            let allowed = rounding / case.vega + ROUNDINGS * f64::EPSILON * found;
            assert!((found - case.volatility).abs() <= allowed, "{found} {}", case.volatility);
            let back = case.value_at(found);
            assert!((back - case.value).abs() <= rounding, "{back} {}", case.value);
            true
        }
        // There is nothing left of the volatility in such a price.
        Err(NoImpliedVolatility::TooLow { price, least }) => {
            assert!((price - least).abs() <= rounding);
            false
        }
        Err(NoImpliedVolatility::TooHigh { price, greatest }) => {
            assert!((greatest - price).abs() <= rounding);
            false
        }
        Err(NoImpliedVolatility::NotPositive) => panic!("{}", case.value),
    }
}

#[test]
fn beyond_the_no_arbitrage_bounds_there_is_none() {
    let life = Life::new(0.5, Rates { rate: 0.04, dividend_yield: 0.01 });
    let (spot, strike) = (110.0, 100.0);
    let (spot_side, strike_side) = (110.0 * life.dividend_discount(), 100.0 * life.discount());
    let forward = spot_side - strike_side;
    for (payoff, least, greatest) in [
        (Payoff::Call, forward, spot_side),
        (Payoff::Put, 0.0, strike_side),
        (Payoff::Straddle, forward, spot_side + strike_side),
    ] {
        let of = |price| implied_volatility(payoff, price, spot, strike, &life);
        for price in [least, least - 0.01, -1.0, f64::NEG_INFINITY] {
            assert_eq!(of(price), Err(NoImpliedVolatility::TooLow { price, least }));
        }
        for price in [greatest, greatest + 0.01, f64::INFINITY] {
            assert_eq!(of(price), Err(NoImpliedVolatility::TooHigh { price, greatest }));
        }
        // Just inside there is one, small and large.
        assert!(of(least + 1e-9).unwrap() < 0.05);
        assert!(of(greatest - 1e-9).unwrap() > 9.0);
        // The last number below the bound: everything is rounding, but an answer it has.
        let last = of(greatest.next_down()).unwrap();
        let value = black_scholes(payoff, spot, strike, last, &life).value;
        assert!((value - greatest).abs() <= 4.0 * f64::EPSILON * greatest);
    }
}

#[test]
fn what_is_not_positive_is_refused() {
    let rates = Rates { rate: 0.04, dividend_yield: 0.01 };
    let life = Life::new(0.5, rates);
    let of = |price, spot, strike, life| implied_volatility(Payoff::Put, price, spot, strike, life);
    for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(of(5.0, wrong, 100.0, &life), Err(NoImpliedVolatility::NotPositive));
        assert_eq!(of(5.0, 100.0, wrong, &life), Err(NoImpliedVolatility::NotPositive));
    }
    let over = Life::new(0.0, rates);
    assert_eq!(of(5.0, 100.0, 100.0, &over), Err(NoImpliedVolatility::NotPositive));
    assert_eq!(of(f64::NAN, 100.0, 100.0, &life), Err(NoImpliedVolatility::NotPositive));
}

/// Haug (2007), *The Complete Guide to Option Pricing Formulas*, 2nd ed., table of
/// `data/haug_black_scholes.csv`: a put worth 4.0870 at 35 %.
#[test]
fn haug_to_the_digits_printed() {
    let life = Life::new(0.5, Rates { rate: 0.10, dividend_yield: 0.05 });
    let found = implied_volatility(Payoff::Put, 4.0870, 75.0, 70.0, &life).unwrap();
    // Half a unit of the last digit printed over a vega of 18.5.
    assert!((found - 0.35).abs() < 5e-5 / 18.0, "{found}");
}

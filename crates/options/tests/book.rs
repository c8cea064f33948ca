//! Books: every refusal, from a valid book with one thing broken.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

use rehedge_options::{Book, BookError, Contract, ContractError, Leg, Payoff, Strike};

fn put(strike: Strike) -> Contract {
    Contract::Vanilla { payoff: Payoff::Put, strike }
}

fn leg() -> Leg {
    Leg {
        contract: put(Strike::Moneyness(0.95)),
        maturity: 0.25,
        quantity: -2.0,
        premium: Some(1.5),
        volatility_offset: -0.01,
    }
}

/// The error of a book whose second leg is broken.
fn error(broken: Leg) -> BookError {
    Book::new(vec![leg(), broken, leg()]).unwrap_err()
}

#[test]
fn keeps_its_legs() {
    let legs = vec![leg(), Leg { contract: put(Strike::Fixed(42.0)), premium: None, ..leg() }];
    assert_eq!(Book::new(legs.clone()).unwrap().legs(), legs);
}

#[test]
fn empty() {
    assert_eq!(Book::new(vec![]), Err(BookError::Empty));
}

/// A contract's own refusals are tested with contracts.
#[test]
fn contract() {
    for strike in [0.0, -1.0, f64::INFINITY] {
        for kind in [Strike::Fixed, Strike::Moneyness] {
            let refused = error(Leg { contract: put(kind(strike)), ..leg() });
            let source = ContractError::Strike { strike };
            assert_eq!(refused, BookError::Contract { leg: 1, source });
        }
    }
}

#[test]
fn maturity() {
    for maturity in [0.0, -0.5, f64::INFINITY] {
        let refused = error(Leg { maturity, ..leg() });
        assert_eq!(refused, BookError::Maturity { leg: 1, maturity });
    }
    let nan = error(Leg { maturity: f64::NAN, ..leg() });
    assert!(matches!(nan, BookError::Maturity { leg: 1, maturity } if maturity.is_nan()));
}

#[test]
fn quantity() {
    for quantity in [0.0, -0.0, f64::NEG_INFINITY] {
        let refused = error(Leg { quantity, ..leg() });
        assert_eq!(refused, BookError::Quantity { leg: 1, quantity });
    }
    let nan = error(Leg { quantity: f64::NAN, ..leg() });
    assert!(matches!(nan, BookError::Quantity { leg: 1, quantity } if quantity.is_nan()));
}

#[test]
fn premium() {
    let refused = error(Leg { premium: Some(f64::INFINITY), ..leg() });
    assert_eq!(refused, BookError::Premium { leg: 1, premium: f64::INFINITY });
    let refused = error(Leg { volatility_offset: f64::INFINITY, ..leg() });
    assert_eq!(refused, BookError::VolatilityOffset { leg: 1, offset: f64::INFINITY });
    let nan = error(Leg { premium: Some(f64::NAN), ..leg() });
    assert!(matches!(nan, BookError::Premium { leg: 1, premium } if premium.is_nan()));
    // A premium may be nothing, or paid to the buyer.
    for premium in [0.0, -1.0] {
        assert!(Book::new(vec![Leg { premium: Some(premium), ..leg() }]).is_ok());
    }
}

/// Messages name the leg, the condition and the value.
#[test]
fn messages() {
    assert_eq!(BookError::Empty.to_string(), "the book has no legs");
    assert_eq!(
        error(Leg { contract: put(Strike::Fixed(-1.0)), ..leg() }).to_string(),
        "leg 1: the strike must be positive and finite, not -1"
    );
    assert_eq!(
        error(Leg { maturity: -0.5, ..leg() }).to_string(),
        "leg 1: the maturity must be positive and finite, not -0.5 years"
    );
}

#[test]
fn strikes_in_currency() {
    assert_eq!(Strike::Fixed(95.0).in_currency(120.0), 95.0);
    assert_eq!(Strike::Moneyness(1.25).in_currency(120.0), 150.0);
}

/// `max(S − K, 0)`, `max(K − S, 0)`, and their sum.
#[test]
fn payoffs() {
    for (spot, expected) in
        [(80.0, [0.0, 20.0, 20.0]), (100.0, [0.0, 0.0, 0.0]), (130.0, [30.0, 0.0, 30.0])]
    {
        assert_eq!(Payoff::ALL.map(|payoff| payoff.at_expiry(spot, 100.0)), expected);
    }
}

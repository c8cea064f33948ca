//! Contracts: what a leg pays, and a [`Book`] of legs.

use thiserror::Error;

/// What a European option pays at its expiry, per unit, on spot `S` and strike `K`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payoff {
    /// `max(S − K, 0)`.
    Call,
    /// `max(K − S, 0)`.
    Put,
    /// `|S − K|`: a call and a put on one strike.
    Straddle,
}

impl Payoff {
    /// Every payoff.
    pub const ALL: [Self; 3] = [Self::Call, Self::Put, Self::Straddle];

    /// How many calls and how many puts make up the payoff.
    #[inline(always)]
    #[must_use]
    pub const fn calls_and_puts(self) -> (f64, f64) {
        match self {
            Self::Call => (1.0, 0.0),
            Self::Put => (0.0, 1.0),
            Self::Straddle => (1.0, 1.0),
        }
    }

    /// The payment at expiry.
    #[inline(always)]
    #[must_use]
    pub fn at_expiry(self, spot: f64, strike: f64) -> f64 {
        let (calls, puts) = self.calls_and_puts();
        let intrinsic = spot - strike;
        if intrinsic > 0.0 { calls * intrinsic } else { -puts * intrinsic }
    }
}

/// A strike, as a number or relative to each path's spot at entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strike {
    /// In currency.
    Fixed(f64),
    /// Strike over spot at entry: 1 is at the money.
    Moneyness(f64),
}

impl Strike {
    /// The strike in currency for a path that starts at `spot`.
    #[must_use]
    pub fn in_currency(self, spot: f64) -> f64 {
        match self {
            Self::Fixed(strike) => strike,
            Self::Moneyness(ratio) => ratio * spot,
        }
    }
}

/// A position in one option.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// What it pays.
    pub payoff: Payoff,
    /// At which strike.
    pub strike: Strike,
    /// Life at entry, in years.
    pub maturity: f64,
    /// Number of options: positive when owned, negative when sold.
    pub quantity: f64,
    /// Price at which the position was entered, per option in currency; `None` for its mark.
    pub premium: Option<f64>,
}

/// Why a [`Book`] cannot be made. Legs are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum BookError {
    /// A book needs at least one leg.
    #[error("the book has no legs")]
    Empty,
    /// A strike must be positive and finite.
    #[error("leg {leg}: the strike must be positive and finite, not {strike}")]
    Strike {
        /// Which leg.
        leg: usize,
        /// Its strike, or its ratio to the spot.
        strike: f64,
    },
    /// A maturity must be positive and finite.
    #[error("leg {leg}: the maturity must be positive and finite, not {maturity} years")]
    Maturity {
        /// Which leg.
        leg: usize,
        /// Its maturity in years.
        maturity: f64,
    },
    /// A quantity must be finite and not zero.
    #[error("leg {leg}: the quantity must be finite and not zero, not {quantity}")]
    Quantity {
        /// Which leg.
        leg: usize,
        /// Its quantity.
        quantity: f64,
    },
    /// A premium must be finite.
    #[error("leg {leg}: the premium must be finite, not {premium}")]
    Premium {
        /// Which leg.
        leg: usize,
        /// Its premium.
        premium: f64,
    },
}

/// Positions that are hedged together.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    legs: Vec<Leg>,
}

impl Book {
    /// A book of one or more legs.
    ///
    /// # Errors
    /// The first [`BookError`] met, in the order of the legs.
    pub fn new(legs: Vec<Leg>) -> Result<Self, BookError> {
        if legs.is_empty() {
            return Err(BookError::Empty);
        }
        for (leg, &Leg { strike, maturity, quantity, premium, .. }) in legs.iter().enumerate() {
            let (Strike::Fixed(strike) | Strike::Moneyness(strike)) = strike;
            if !(strike > 0.0 && strike.is_finite()) {
                return Err(BookError::Strike { leg, strike });
            }
            if !(maturity > 0.0 && maturity.is_finite()) {
                return Err(BookError::Maturity { leg, maturity });
            }
            if !(quantity != 0.0 && quantity.is_finite()) {
                return Err(BookError::Quantity { leg, quantity });
            }
            if let Some(premium) = premium.filter(|p| !p.is_finite()) {
                return Err(BookError::Premium { leg, premium });
            }
        }
        Ok(Self { legs })
    }

    /// The legs, in the order given.
    #[must_use]
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }
}

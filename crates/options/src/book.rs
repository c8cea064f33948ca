//! A [`Book`]: legs that are hedged together.

use crate::{Contract, ContractError};
use thiserror::Error;

/// A position in one contract.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// What it pays.
    pub contract: Contract,
    /// Life at entry, in years.
    pub maturity: f64,
    /// Number of contracts: positive when owned, negative when sold.
    pub quantity: f64,
    /// Price at which the position was entered, per contract in currency; `None` for its mark.
    pub premium: Option<f64>,
    /// Implied volatility less the market's of the same expiry, per √year, all its life long: a smile
    /// that sticks to the contract. Never below [`LEAST_VOLATILITY`] in all.
    pub volatility_offset: f64,
}

/// The least implied volatility that an option is marked at, a hundredth of a point.
pub const LEAST_VOLATILITY: f64 = 1e-4;

/// Why a [`Book`] cannot be made. Legs are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum BookError {
    /// A book needs at least one leg.
    #[error("the book has no legs")]
    Empty,
    /// A number of a contract makes no sense.
    #[error("leg {leg}: {source}")]
    Contract {
        /// Which leg.
        leg: usize,
        /// Why.
        source: ContractError,
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
    /// A distance from the market's volatility must be finite.
    #[error("leg {leg}: the volatility offset must be finite, not {offset}")]
    VolatilityOffset {
        /// Which leg.
        leg: usize,
        /// Its distance from the market's volatility.
        offset: f64,
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
        for (leg, one) in legs.iter().enumerate() {
            let Leg { contract, maturity, quantity, premium, volatility_offset } = *one;
            contract.check().map_err(|source| BookError::Contract { leg, source })?;
            if !(maturity > 0.0 && maturity.is_finite()) {
                return Err(BookError::Maturity { leg, maturity });
            }
            if !(quantity != 0.0 && quantity.is_finite()) {
                return Err(BookError::Quantity { leg, quantity });
            }
            if let Some(premium) = premium.filter(|p| !p.is_finite()) {
                return Err(BookError::Premium { leg, premium });
            }
            if !volatility_offset.is_finite() {
                return Err(BookError::VolatilityOffset { leg, offset: volatility_offset });
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

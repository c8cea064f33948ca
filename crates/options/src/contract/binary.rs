//! Terms of a binary option.

use super::{ContractError, Side, Strike};

/// A European option that pays all or nothing at its expiry.
///
/// The call pays when `S > K`, the put when `S < K`; at the strike itself both pay half.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Binary {
    /// On which side of the strike it pays.
    pub side: Side,
    /// The strike.
    pub strike: Strike,
    /// What it pays.
    pub pays: Pays,
}

/// What a [`Binary`] pays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pays {
    /// An amount in currency.
    Cash(f64),
    /// One unit of the underlying.
    Asset,
}

impl Binary {
    pub(super) fn check(&self) -> Result<(), ContractError> {
        match self.pays {
            Pays::Cash(cash) if !(cash > 0.0 && cash.is_finite()) => {
                Err(ContractError::Cash { cash })
            }
            _ => Ok(()),
        }
    }
}

//! [`ContractLife`]: what all paths share about a contract's remaining life.

use crate::asian::Averaging;
use crate::{Contract, Life, Rates};

/// Everything about a contract's remaining life that is the same on every path.
#[derive(Clone, Debug, PartialEq)]
pub struct ContractLife {
    pub(crate) life: Life,
    /// Of an Asian option that is not at its expiry.
    pub(crate) averaging: Option<Box<Averaging>>,
}

impl ContractLife {
    /// Of a contract entered `elapsed` years ago, with `tau` years to live; 0 at expiry.
    ///
    /// A fixing takes place with the spot of its time: at that time it is in the past.
    #[must_use]
    pub fn new(contract: &Contract, elapsed: f64, tau: f64, rates: Rates) -> Self {
        let averaging = match contract {
            Contract::Asian(asian) if tau > 0.0 => {
                Some(Box::new(Averaging::new(asian, elapsed, tau, rates)))
            }
            _ => None,
        };
        Self { life: Life::new(tau, rates), averaging }
    }

    /// The life of a vanilla option of the same expiry.
    #[must_use]
    pub fn life(&self) -> &Life {
        &self.life
    }
}

//! [`Contract`]: what an option pays, when and on what.

mod asian;
mod barrier;
mod binary;
mod kind;
mod terms;
mod vanilla;

pub use asian::{Asian, Fixings, Mean, Past};
pub use barrier::{Barrier, Direction, Knock, Monitoring};
pub use binary::{Binary, Pays};
pub use kind::ContractKind;
pub use terms::{Term, Terms, TermsError, Use};
use thiserror::Error;
pub use vanilla::{Payoff, Side, Strike};

/// What an option pays; how long it lives and how many there are is said by whoever holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Contract {
    /// A European call, put or straddle.
    Vanilla {
        /// What it pays.
        payoff: Payoff,
        /// At which strike.
        strike: Strike,
    },
    /// All or nothing.
    Binary(Binary),
    /// A call or put that a touch of a barrier starts or ends.
    Barrier(Barrier),
    /// A call or put on an average.
    Asian(Asian),
}

/// Why a [`Contract`] cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum ContractError {
    /// A strike must be positive and finite.
    #[error("the strike must be positive and finite, not {strike}")]
    Strike {
        /// The strike, or its ratio to the spot.
        strike: f64,
    },
    /// What a cash-or-nothing option pays must be positive and finite.
    #[error("the cash paid must be positive and finite, not {cash}")]
    Cash {
        /// The amount.
        cash: f64,
    },
    /// A barrier must be positive and finite.
    #[error("the barrier must be positive and finite, not {level}")]
    Level {
        /// The barrier, or its ratio to the spot.
        level: f64,
    },
    /// A rebate must be finite and not negative.
    #[error("the rebate must be finite and not negative, not {rebate}")]
    Rebate {
        /// The rebate.
        rebate: f64,
    },
    /// An interval of monitoring must be positive and finite.
    #[error("the monitoring interval must be positive and finite, not {interval} years")]
    Interval {
        /// The interval in years.
        interval: f64,
    },
    /// A discrete average needs a fixing.
    #[error("there must be at least one fixing")]
    Fixings,
    /// A past average must be positive and finite.
    #[error("the average so far must be positive and finite, not {average}")]
    Average {
        /// The average, or its ratio to the spot.
        average: f64,
    },
    /// The weight of a past average must be positive and finite.
    #[error("the weight of the average so far must be positive and finite, not {weight}")]
    Weight {
        /// Its years, or number of fixings.
        weight: f64,
    },
}

impl Contract {
    /// The strike.
    #[must_use]
    pub fn strike(&self) -> Strike {
        match *self {
            Self::Vanilla { strike, .. }
            | Self::Binary(Binary { strike, .. })
            | Self::Barrier(Barrier { strike, .. })
            | Self::Asian(Asian { strike, .. }) => strike,
        }
    }

    /// What a vanilla option pays and its strike; none of another contract.
    #[must_use]
    pub fn vanilla(&self) -> Option<(Payoff, Strike)> {
        match *self {
            Self::Vanilla { payoff, strike } => Some((payoff, strike)),
            _ => None,
        }
    }

    /// Says whether the contract's numbers make sense.
    ///
    /// # Errors
    /// The first [`ContractError`] met.
    pub fn check(&self) -> Result<(), ContractError> {
        let (Strike::Fixed(strike) | Strike::Moneyness(strike)) = self.strike();
        if !(strike > 0.0 && strike.is_finite()) {
            return Err(ContractError::Strike { strike });
        }
        match self {
            Self::Vanilla { .. } => Ok(()),
            Self::Binary(binary) => binary.check(),
            Self::Barrier(barrier) => barrier.check(),
            Self::Asian(asian) => asian.check(),
        }
    }
}

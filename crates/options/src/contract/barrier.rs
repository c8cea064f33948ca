//! Terms of a barrier option.

use super::{ContractError, Side, Strike};

/// A vanilla option that begins to live, or dies, when the spot touches a barrier.
///
/// # Units
/// The rebate in currency per option. A knock-out pays it when the barrier is touched, a knock-in at
/// expiry when it never was, as in Haug (2007), section 4.17.1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Barrier {
    /// Call or put.
    pub side: Side,
    /// The strike.
    pub strike: Strike,
    /// The barrier, in currency or relative to the spot at entry.
    pub level: Strike,
    /// From where it is touched.
    pub direction: Direction,
    /// What a touch does.
    pub knock: Knock,
    /// What is paid in place of the option, 0 for nothing.
    pub rebate: f64,
    /// When the spot is compared with the barrier.
    pub monitoring: Monitoring,
}

/// From where a barrier is touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From below: touched where the spot is at the barrier or above.
    Up,
    /// From above: touched where the spot is at the barrier or below.
    Down,
}

impl Direction {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Up, Self::Down];
}

/// What a touch of the barrier does to the option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knock {
    /// It comes to life.
    In,
    /// It dies.
    Out,
}

impl Knock {
    /// Both.
    pub const ALL: [Self; 2] = [Self::In, Self::Out];
}

/// When the spot is compared with a barrier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Monitoring {
    /// At all times.
    Continuous,
    /// At equal intervals from entry.
    Discrete {
        /// Years between two comparisons.
        interval: f64,
    },
}

impl Barrier {
    pub(super) fn check(&self) -> Result<(), ContractError> {
        let (Strike::Fixed(level) | Strike::Moneyness(level)) = self.level;
        if !(level > 0.0 && level.is_finite()) {
            return Err(ContractError::Level { level });
        }
        if !(self.rebate >= 0.0 && self.rebate.is_finite()) {
            return Err(ContractError::Rebate { rebate: self.rebate });
        }
        match self.monitoring {
            Monitoring::Discrete { interval } if !(interval > 0.0 && interval.is_finite()) => {
                Err(ContractError::Interval { interval })
            }
            _ => Ok(()),
        }
    }
}

//! Terms of an Asian option.

use super::{ContractError, Side, Strike};

/// A European option on the average of the spot, instead of the spot, at its expiry.
///
/// The average is taken from entry to expiry; if the option was seasoned at entry, from further
/// back ([`Asian::past`]).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asian {
    /// Call or put.
    pub side: Side,
    /// The strike, compared with the average.
    pub strike: Strike,
    /// Which average.
    pub mean: Mean,
    /// Which spots are averaged.
    pub fixings: Fixings,
    /// What was averaged before entry, `None` for nothing.
    pub past: Option<Past>,
}

/// Which average is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mean {
    /// `exp` of the average logarithm.
    Geometric,
    /// The ordinary average.
    Arithmetic,
}

impl Mean {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Geometric, Self::Arithmetic];
}

/// Which spots are averaged from entry to expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixings {
    /// All of them.
    Continuous,
    /// Those at equal intervals from entry: of `n` fixings over a life `T`, at `T/n, 2T/n, …, T`.
    Discrete {
        /// How many.
        number: u32,
    },
}

/// An average taken before the position was entered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Past {
    /// The average, in currency or relative to the spot at entry.
    pub average: Strike,
    /// Its weight beside the fixings from entry on: years if they are continuous, their number if
    /// they are discrete.
    pub weight: f64,
}

impl Asian {
    pub(super) fn check(&self) -> Result<(), ContractError> {
        if self.fixings == (Fixings::Discrete { number: 0 }) {
            return Err(ContractError::Fixings);
        }
        let Some(Past { average, weight }) = self.past else { return Ok(()) };
        let (Strike::Fixed(average) | Strike::Moneyness(average)) = average;
        if !(average > 0.0 && average.is_finite()) {
            return Err(ContractError::Average { average });
        }
        if !(weight > 0.0 && weight.is_finite()) {
            return Err(ContractError::Weight { weight });
        }
        Ok(())
    }
}

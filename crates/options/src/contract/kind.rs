//! [`ContractKind`]: contracts by name, for configs and tables of positions.

use super::{
    Asian, Barrier, Binary, Contract, Direction, Fixings, Knock, Mean, Monitoring, Payoff, Pays,
    Side, Strike, Term, Terms, TermsError, Use,
};

/// A [`Contract`] without its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContractKind {
    /// `call`, `put`, `straddle`.
    Vanilla(Payoff),
    /// `cash_or_nothing_call`, `…_put`.
    CashOrNothing(Side),
    /// `asset_or_nothing_call`, `…_put`.
    AssetOrNothing(Side),
    /// `up_and_in_call`, `up_and_out_call`, `down_and_in_call`, `down_and_out_call`, `…_put`.
    Barrier(Direction, Knock, Side),
    /// `asian_geometric_call`, `asian_arithmetic_call`, `…_put`.
    Asian(Mean, Side),
}

use Direction::{Down, Up};
use Knock::{In, Out};
use Mean::{Arithmetic, Geometric};
use Side::{Call, Put};

impl ContractKind {
    /// Every kind with its name.
    pub const NAMES: [(Self, &'static str); 19] = [
        (Self::Vanilla(Payoff::Call), "call"),
        (Self::Vanilla(Payoff::Put), "put"),
        (Self::Vanilla(Payoff::Straddle), "straddle"),
        (Self::CashOrNothing(Call), "cash_or_nothing_call"),
        (Self::CashOrNothing(Put), "cash_or_nothing_put"),
        (Self::AssetOrNothing(Call), "asset_or_nothing_call"),
        (Self::AssetOrNothing(Put), "asset_or_nothing_put"),
        (Self::Barrier(Up, In, Call), "up_and_in_call"),
        (Self::Barrier(Up, In, Put), "up_and_in_put"),
        (Self::Barrier(Up, Out, Call), "up_and_out_call"),
        (Self::Barrier(Up, Out, Put), "up_and_out_put"),
        (Self::Barrier(Down, In, Call), "down_and_in_call"),
        (Self::Barrier(Down, In, Put), "down_and_in_put"),
        (Self::Barrier(Down, Out, Call), "down_and_out_call"),
        (Self::Barrier(Down, Out, Put), "down_and_out_put"),
        (Self::Asian(Geometric, Call), "asian_geometric_call"),
        (Self::Asian(Geometric, Put), "asian_geometric_put"),
        (Self::Asian(Arithmetic, Call), "asian_arithmetic_call"),
        (Self::Asian(Arithmetic, Put), "asian_arithmetic_put"),
    ];

    /// The kind of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// What a term is to this kind.
    #[must_use]
    pub fn takes(self, term: Term) -> Use {
        match (self, term) {
            (Self::CashOrNothing(_), Term::Cash) | (Self::Barrier(..), Term::Level) => {
                Use::Required
            }
            (Self::Barrier(..), Term::Rebate | Term::Monitoring)
            | (Self::Asian(..), Term::Fixings | Term::Past) => Use::Optional,
            _ => Use::Never,
        }
    }

    /// The contract of this kind with these terms.
    ///
    /// # Errors
    /// [`TermsError`]: a term missing, a term that the kind does not take, or a number that makes no
    /// sense.
    pub fn contract(self, terms: &Terms) -> Result<Contract, TermsError> {
        for term in Term::ALL {
            match (self.takes(term), terms.has(term)) {
                (Use::Required, false) => return Err(TermsError::Missing { kind: self, term }),
                (Use::Never, true) => return Err(TermsError::Unused { kind: self, term }),
                _ => {}
            }
        }
        let contract = self.made_of(terms);
        contract.check()?;
        Ok(contract)
    }

    fn made_of(self, terms: &Terms) -> Contract {
        let strike = terms.strike;
        let binary = |side, pays| Contract::Binary(Binary { side, strike, pays });
        match self {
            Self::Vanilla(payoff) => Contract::Vanilla { payoff, strike },
            // A number that is not there was refused above; NaN would be refused by the check.
            Self::CashOrNothing(side) => binary(side, Pays::Cash(terms.cash.unwrap_or(f64::NAN))),
            Self::AssetOrNothing(side) => binary(side, Pays::Asset),
            Self::Barrier(direction, knock, side) => Contract::Barrier(Barrier {
                side,
                strike,
                level: terms.level.unwrap_or(Strike::Fixed(f64::NAN)),
                direction,
                knock,
                rebate: terms.rebate.unwrap_or(0.0),
                monitoring: terms.monitoring.unwrap_or(Monitoring::Continuous),
            }),
            Self::Asian(mean, side) => Contract::Asian(Asian {
                side,
                strike,
                mean,
                fixings: terms.fixings.unwrap_or(Fixings::Continuous),
                past: terms.past,
            }),
        }
    }
}

impl Contract {
    /// What it is without its numbers.
    #[must_use]
    pub fn kind(&self) -> ContractKind {
        match *self {
            Self::Vanilla { payoff, .. } => ContractKind::Vanilla(payoff),
            Self::Binary(Binary { side, pays: Pays::Cash(_), .. }) => {
                ContractKind::CashOrNothing(side)
            }
            Self::Binary(Binary { side, pays: Pays::Asset, .. }) => {
                ContractKind::AssetOrNothing(side)
            }
            Self::Barrier(Barrier { side, direction, knock, .. }) => {
                ContractKind::Barrier(direction, knock, side)
            }
            Self::Asian(Asian { side, mean, .. }) => ContractKind::Asian(mean, side),
        }
    }
}

//! [`Terms`]: the numbers of a contract of any kind.

#[cfg(doc)]
use super::{Asian, Barrier, Pays};
use super::{ContractError, ContractKind, Fixings, Monitoring, Past, Strike};
use thiserror::Error;

/// What a kind may need besides its strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// [`Pays::Cash`].
    Cash,
    /// [`Barrier::level`].
    Level,
    /// [`Barrier::rebate`].
    Rebate,
    /// [`Barrier::monitoring`].
    Monitoring,
    /// [`Asian::fixings`].
    Fixings,
    /// [`Asian::past`].
    Past,
}

impl Term {
    /// Every term.
    pub const ALL: [Self; 6] =
        [Self::Cash, Self::Level, Self::Rebate, Self::Monitoring, Self::Fixings, Self::Past];

    /// The term in words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Level => "barrier",
            Self::Rebate => "rebate",
            Self::Monitoring => "monitoring interval",
            Self::Fixings => "number of fixings",
            Self::Past => "average so far",
        }
    }
}

/// What a term is to a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It must be given.
    Required,
    /// It may be left out: no rebate, continuous monitoring or fixings, no past.
    Optional,
    /// It must not be given.
    Never,
}

/// The numbers of a contract, whatever its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// The strike.
    pub strike: Strike,
    /// [`Pays::Cash`].
    pub cash: Option<f64>,
    /// [`Barrier::level`].
    pub level: Option<Strike>,
    /// [`Barrier::rebate`].
    pub rebate: Option<f64>,
    /// [`Barrier::monitoring`].
    pub monitoring: Option<Monitoring>,
    /// [`Asian::fixings`].
    pub fixings: Option<Fixings>,
    /// [`Asian::past`].
    pub past: Option<Past>,
}

impl Terms {
    /// A strike and nothing else.
    #[must_use]
    pub const fn new(strike: Strike) -> Self {
        Self {
            strike,
            cash: None,
            level: None,
            rebate: None,
            monitoring: None,
            fixings: None,
            past: None,
        }
    }

    /// Whether a term is given.
    #[must_use]
    pub const fn has(&self, term: Term) -> bool {
        match term {
            Term::Cash => self.cash.is_some(),
            Term::Level => self.level.is_some(),
            Term::Rebate => self.rebate.is_some(),
            Term::Monitoring => self.monitoring.is_some(),
            Term::Fixings => self.fixings.is_some(),
            Term::Past => self.past.is_some(),
        }
    }
}

/// Why [`Terms`] do not make a contract of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum TermsError {
    /// A term that the kind needs.
    #[error("`{}` needs a {}", kind.name(), term.name())]
    Missing {
        /// The kind.
        kind: ContractKind,
        /// The term.
        term: Term,
    },
    /// A term that says nothing of the kind.
    #[error("`{}` takes no {}", kind.name(), term.name())]
    Unused {
        /// The kind.
        kind: ContractKind,
        /// The term.
        term: Term,
    },
    /// A number that makes no sense.
    #[error(transparent)]
    Contract(#[from] ContractError),
}

//! [`Hedge`]: when to trade, whereto, and at what cost.

use crate::Costs;

/// When a hedge trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Every so many steps from entry on, entry included.
    Every {
        /// Steps between trades, at least 1.
        steps: usize,
    },
    /// Once at entry, then held to the horizon.
    Never,
    /// Not at all: the naked book.
    NoHedge,
}

impl Rule {
    /// Whether the rule trades at a step before the horizon.
    #[inline(always)]
    #[must_use]
    pub fn trades_at(self, step: usize) -> bool {
        match self {
            Self::Every { steps } => step.is_multiple_of(steps),
            Self::Never => step == 0,
            Self::NoHedge => false,
        }
    }

    /// Whether the rule ever trades.
    #[inline(always)]
    #[must_use]
    pub fn trades(self) -> bool {
        self != Self::NoHedge
    }
}

/// The volatility that the hedge ratio uses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HedgeVolatility {
    /// That of the book's mark.
    Implied,
    /// The path's own.
    Path,
    /// A given number, per √year.
    Given(f64),
}

/// Whereto a hedge trades: minus the Black–Scholes delta of the book at a volatility.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// The volatility of the delta.
    pub volatility: HedgeVolatility,
}

/// A way to hedge the book.
#[derive(Clone, Debug, PartialEq)]
pub struct Hedge {
    /// Its name, unique within a run.
    pub name: String,
    /// When it trades.
    pub rule: Rule,
    /// Whereto.
    pub target: Target,
    /// At what cost.
    pub costs: Costs,
}

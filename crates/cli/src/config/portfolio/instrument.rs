//! [`Instrument`]: what a hedge may hold.

use rehedge_options::{Contract, Payoff};

/// Something that a hedge may hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Instrument {
    /// Its name in every result: `stock`, `cash`, `call 100 63d`.
    pub name: String,
    /// What it is.
    pub kind: InstrumentKind,
    /// Half its bid-ask spread.
    pub half_spread: HalfSpread,
}

/// What an instrument is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InstrumentKind {
    /// A share.
    Underlying,
    /// A deposit: 1 at entry, `e^{rT}` at the horizon.
    Cash,
    /// A call or put.
    Option {
        /// What it pays.
        payoff: Payoff,
        /// Its strike, in currency.
        strike: f64,
        /// Its life at entry in years, at least the horizon.
        maturity: f64,
        /// Its quote, where it has one.
        quote: Option<Quote>,
    },
}

/// A real quote.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote {
    /// What it is bought at, in currency.
    pub bid: f64,
    /// What it is sold at, at least the bid.
    pub ask: f64,
    /// Implied volatility of the mid, per √year.
    pub implied_volatility: f64,
}

impl Quote {
    /// Half of bid and ask together.
    pub fn mid(&self) -> f64 {
        0.5 * (self.bid + self.ask)
    }
}

/// Half a bid-ask spread, of an instrument that is worth `V` with vega `∂V/∂σ`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HalfSpread {
    /// So much implied volatility, per √year: times vega.
    Volatility(f64),
    /// A share of `V`.
    Share(f64),
    /// An amount in currency.
    Currency(f64),
}

impl HalfSpread {
    /// In currency.
    pub fn in_currency(self, value: f64, vega: f64) -> f64 {
        match self {
            Self::Volatility(volatility) => volatility * vega,
            Self::Share(share) => share * value,
            Self::Currency(amount) => amount,
        }
    }

    /// Whether it is nothing, whatever the instrument.
    pub fn is_nothing(self) -> bool {
        let (Self::Volatility(size) | Self::Share(size) | Self::Currency(size)) = self;
        size == 0.0
    }
}

impl Instrument {
    /// The contract of an option.
    pub fn contract(&self) -> Option<Contract> {
        match self.kind {
            InstrumentKind::Option { payoff, strike, .. } => {
                let strike = rehedge_options::Strike::Fixed(strike);
                Some(Contract::Vanilla { payoff, strike })
            }
            _ => None,
        }
    }

    /// Years from entry to expiry, of an option.
    pub fn maturity(&self) -> Option<f64> {
        match self.kind {
            InstrumentKind::Option { maturity, .. } => Some(maturity),
            _ => None,
        }
    }

    /// The quote of an option that has one.
    pub fn quote(&self) -> Option<Quote> {
        if let InstrumentKind::Option { quote, .. } = self.kind { quote } else { None }
    }
}

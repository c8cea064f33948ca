//! What a vanilla option pays, and at which strike.

/// What a European option pays at its expiry, per unit, on spot `S` and strike `K`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payoff {
    /// `max(S − K, 0)`.
    Call,
    /// `max(K − S, 0)`.
    Put,
    /// `|S − K|`: a call and a put on one strike.
    Straddle,
}

impl Payoff {
    /// Every payoff.
    pub const ALL: [Self; 3] = [Self::Call, Self::Put, Self::Straddle];

    /// How many calls and how many puts make up the payoff.
    #[inline(always)]
    #[must_use]
    pub const fn calls_and_puts(self) -> (f64, f64) {
        match self {
            Self::Call => (1.0, 0.0),
            Self::Put => (0.0, 1.0),
            Self::Straddle => (1.0, 1.0),
        }
    }

    /// The payment at expiry.
    #[inline(always)]
    #[must_use]
    pub fn at_expiry(self, spot: f64, strike: f64) -> f64 {
        let (calls, puts) = self.calls_and_puts();
        let intrinsic = spot - strike;
        if intrinsic > 0.0 { calls * intrinsic } else { -puts * intrinsic }
    }
}

/// A strike, as a number or relative to each path's spot at entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strike {
    /// In currency.
    Fixed(f64),
    /// Strike over spot at entry: 1 is at the money.
    Moneyness(f64),
}

impl Strike {
    /// The strike in currency for a path that starts at `spot`.
    #[must_use]
    pub fn in_currency(self, spot: f64) -> f64 {
        match self {
            Self::Fixed(strike) => strike,
            Self::Moneyness(ratio) => ratio * spot,
        }
    }
}

/// Call or put: which side of its strike an option pays on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Above the strike.
    Call,
    /// Below it.
    Put,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Call, Self::Put];

    /// The payoff of the vanilla option.
    #[inline(always)]
    #[must_use]
    pub const fn payoff(self) -> Payoff {
        match self {
            Self::Call => Payoff::Call,
            Self::Put => Payoff::Put,
        }
    }

    /// 1 for a call, −1 for a put.
    #[inline(always)]
    #[must_use]
    pub const fn sign(self) -> f64 {
        match self {
            Self::Call => 1.0,
            Self::Put => -1.0,
        }
    }
}

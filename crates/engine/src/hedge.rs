//! [`Hedge`]: when to trade, whereto, and at what cost.

use crate::{Costs, Outlook, Target, TradeSize};

/// When a hedge trades.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Every so many steps from entry on, entry included.
    Every {
        /// Steps between trades, at least 1.
        steps: usize,
    },
    /// At some steps of every period, and at entry: times of a trading day, say.
    Times {
        /// Steps of a period; the first begins at entry.
        period: usize,
        /// The steps of a period at which it trades, from 1 to `period`, its end.
        offsets: Box<[usize]>,
    },
    /// Once at entry, then held to the horizon.
    Never,
    /// Not at all: the naked book.
    NoHedge,
    /// At any step at which the holding is off its target by more than a fixed band.
    DeltaBand {
        /// Half the width of the band, in delta per option alive.
        half_width: f64,
        /// Whereto a holding outside the band is traded.
        to: BandTarget,
    },
    /// At any step at which the holding is off its target by more than Whalley and Wilmott's band,
    /// `n · (3/2 · e^{−rτ} · λ · S · (Γ/n)² / a)^{1/3}` for `n` options alive, with the hedge's own
    /// proportional cost `λ` (half spread and fees) and the risk aversion `a`. Impact and least
    /// fees have no place in it. At `λ = 0` it is the plain delta, at every step.
    ///
    /// # Source
    /// Whalley and Wilmott (1997), *An asymptotic analysis of an optimal hedging model for option
    /// pricing with transaction costs*, eq. 3.10.
    WhalleyWilmott {
        /// Absolute risk aversion, per currency unit of the P&L of one option.
        risk_aversion: f64,
        /// Whereto a holding outside the band is traded.
        to: BandTarget,
    },
    /// At any step at which the holding is off its target by more than the delta that a small move of
    /// the spot makes, `|Γ|·S·move`: wide where gamma is large, closed where there is none. To first
    /// order it is the move of the spot alone that counts, but time and volatility take part.
    ///
    /// # Source
    /// Gamma as the change of delta: Hull, *Options, Futures, and Other Derivatives*, "Gamma".
    /// Move-based hedging: Toft (1996), *On the mean-variance tradeoff in option replication with
    /// transactions costs*.
    GammaBand {
        /// The move, as a share of the spot.
        spot_move: f64,
        /// Whereto a holding outside the band is traded.
        to: BandTarget,
    },
    /// At any step at which the holding is off its target by more than Zakamouline's band,
    /// [`Zakamouline`](crate::Zakamouline)'s `H1 + H0`. His centre is a target of its own,
    /// [`HedgeVolatility::Zakamouline`](crate::HedgeVolatility::Zakamouline).
    Zakamouline {
        /// Absolute risk aversion, per currency unit of the P&L of one option.
        risk_aversion: f64,
        /// Whereto a holding outside the band is traded.
        to: BandTarget,
    },
    /// To the nearer edge of Hodges and Neuberger's region, at any step at which the holding is
    /// outside it: the best there is under exponential utility and proportional costs, in a market
    /// that is as believed. For one option that lives to the horizon; see
    /// [`UtilityProblem`](crate::UtilityProblem). Without costs it is the best holding at every step,
    /// delta but for what discrete steps and the drift make of it.
    ///
    /// # Source
    /// Hodges and Neuberger (1989), *Optimal replication of contingent claims under transactions
    /// costs*.
    HodgesNeuberger {
        /// Absolute risk aversion, per currency unit of the P&L of one option.
        risk_aversion: f64,
        /// The market that is believed in.
        outlook: Outlook,
    },
    /// To the target at any step at which the spot has moved so far since the rule last asked for a
    /// trade, be it one that [`TradeSize`] cuts or leaves out.
    SpotMove(SpotMove),
    /// Covered above the strike, naked below: holds one share per call that is in the money, and is
    /// short one per put. The textbooks' bad example: it buys high and sells low at the strike.
    ///
    /// # Source
    /// Hull, *Options, Futures, and Other Derivatives*, "A stop-loss strategy".
    StopLoss,
    /// When any of several rules trades: to the holding farthest from the present one of those that
    /// they want. A rule that does not trade wants what is held; the first wins a tie.
    Any(Box<[Rule]>),
    /// When all of several rules trade: to the nearest of the holdings that they want.
    All(Box<[Rule]>),
}

/// Whereto a hedge trades that has left its band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandTarget {
    /// The nearer edge: the least trade that ends inside.
    Edge,
    /// The target itself.
    Centre,
}

/// How far the spot must move for a trade. The last trade is the last that asked for another holding,
/// whichever rule of several brought it about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SpotMove {
    /// As a share of the spot at the last trade.
    Relative(f64),
    /// In daily standard deviations at implied volatility, of the spot at the last trade.
    DailyDeviations(f64),
}

impl Rule {
    /// Whether the rule may trade at a step before the horizon, on some path.
    #[inline(always)]
    #[must_use]
    pub fn trades_at(&self, step: usize) -> bool {
        match self {
            Self::Any(of) => of.iter().any(|rule| rule.alone_trades_at(step)),
            Self::All(of) => of.iter().all(|rule| rule.alone_trades_at(step)),
            rule => rule.alone_trades_at(step),
        }
    }

    /// [`Rule::trades_at`] of a rule that is not made of others.
    #[inline(always)]
    pub(crate) fn alone_trades_at(&self, step: usize) -> bool {
        match self {
            Self::Every { steps } => step.is_multiple_of(*steps),
            Self::Times { period, offsets } => {
                step == 0 || offsets.contains(&((step - 1) % period + 1))
            }
            Self::Never => step == 0,
            Self::NoHedge => false,
            _ => true,
        }
    }

    /// Whether the rule ever trades.
    #[inline(always)]
    #[must_use]
    pub fn trades(&self) -> bool {
        match self {
            Self::Any(of) => of.iter().any(|rule| *rule != Self::NoHedge),
            Self::All(of) => of.iter().all(|rule| *rule != Self::NoHedge),
            rule => *rule != Self::NoHedge,
        }
    }

    /// Whether it looks at how far the spot has moved since the last trade.
    #[inline(always)]
    pub(crate) fn watches_spot(&self) -> bool {
        self.parts().iter().any(|rule| matches!(rule, Self::SpotMove(_)))
    }

    /// The rules that it is made of, or itself.
    #[inline(always)]
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::Any(of) | Self::All(of) => of,
            rule => std::slice::from_ref(rule),
        }
    }
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
    /// In what sizes.
    pub trade_size: TradeSize,
    /// At what cost.
    pub costs: Costs,
}

impl Hedge {
    /// Whether another one trades to the same target, in the same sizes, at the same costs.
    #[must_use]
    pub fn differs_in_rule_only(&self, other: &Self) -> bool {
        (self.target, self.trade_size, self.costs) == (other.target, other.trade_size, other.costs)
    }
}

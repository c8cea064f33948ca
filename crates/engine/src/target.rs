//! [`Target`]: whereto a hedge trades.

use crate::{DeskError, Zakamouline};
use rehedge_kernels::{LANES, Row, exp, ln};

/// The volatility that the hedge ratio uses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HedgeVolatility {
    /// That of the book's mark.
    Implied,
    /// The path's own.
    Path,
    /// A given number, per √year.
    Given(f64),
    /// Leland's, which prices the cost of rebalancing into the hedge: `σ̂² = σ²·(1 + Le)` where the
    /// book is short gamma and `σ²·(1 − Le)` where it is long, with the implied volatility `σ` and
    /// `Le = √(8/π) · k / (σ·√δt)` for a proportional cost `k` and the interval `δt` in years.
    /// Long gamma with `Le` near or above 1 is ill-posed: there the volatility stays at
    /// [`LELAND_FLOOR`] of the implied.
    ///
    /// # Source
    /// Leland (1985), *Option pricing and replication with transactions costs*, eq. 11.
    Leland {
        /// `Le · σ = √(8/π) · k / √δt`, per √year.
        excess: f64,
    },
    /// Realised over the last `n` steps: `σ_i² = (1/n)·Σ r_j²/dt` over `j = i − n + 1 … i`, with the
    /// log returns `r_j = ln(S_j / S_{j−1})`. The mean is taken as zero, as in a variance swap. Steps
    /// of the window from before entry count as `r_j²/dt = σ_0²`, with the implied volatility of
    /// entry `σ_0`, so that at entry the delta is that at implied volatility. At least
    /// [`rehedge_market::SMALLEST_VOLATILITY`].
    ///
    /// # Timing
    /// At `t_i` it has seen the spot up to and including `S_i`.
    Trailing {
        /// `n`, at least 1.
        steps: usize,
    },
    /// The exponentially weighted moving average of squared log returns: `σ_i² = λ·σ_{i−1}² +
    /// (1 − λ)·r_i²/dt`, from the implied volatility of entry `σ_0` on. At least
    /// [`rehedge_market::SMALLEST_VOLATILITY`].
    ///
    /// # Timing
    /// At `t_i` it has seen the spot up to and including `S_i`.
    ///
    /// # Source
    /// J.P. Morgan/Reuters (1996), *RiskMetrics: Technical Document*, section 5.2, which takes
    /// `λ = 0.94` for days; there, too, `σ_i` is the forecast for the day after `r_i`.
    Ewma {
        /// `λ` of a step.
        decay: f64,
    },
    /// Zakamouline's, the centre of his band; as ill-posed as Leland's for long gamma, and with the
    /// same floor.
    Zakamouline(Zakamouline),
}

/// Least volatility of a hedge that prices its cost into it, as a share of the implied.
pub const LELAND_FLOOR: f64 = 0.1;

impl HedgeVolatility {
    /// Leland's, for a proportional one-way cost and an interval in years.
    ///
    /// # Examples
    /// A half-spread of 0.5 % and weekly rebalancing at `σ = 0.2`: `Le = 0.2877`.
    /// ```
    /// use rehedge_engine::HedgeVolatility;
    /// let HedgeVolatility::Leland { excess } = HedgeVolatility::leland(0.005, 1.0 / 52.0) else {
    ///     unreachable!()
    /// };
    /// assert!((excess / 0.2 - 0.287_681).abs() < 1e-6);
    /// ```
    #[must_use]
    pub fn leland(cost: f64, interval: f64) -> Self {
        let excess = (8.0 / std::f64::consts::PI).sqrt() * cost / interval.sqrt();
        Self::Leland { excess }
    }

    /// The exponentially weighted moving average with a decay factor per trading day: `λ^(1/m)` is
    /// that of one of `m` steps.
    #[must_use]
    pub fn ewma(decay_per_day: f64, steps_per_day: usize) -> Self {
        let decay = match steps_per_day {
            1 => decay_per_day,
            steps => exp(ln(decay_per_day) / steps as f64),
        };
        Self::Ewma { decay }
    }

    fn validate(self) -> Result<(), (&'static str, &'static str, f64)> {
        let positive = "positive and finite";
        let bad = |x: f64| !(x > 0.0 && x.is_finite());
        match self {
            Self::Given(volatility) if bad(volatility) => {
                Err(("the volatility of the target", positive, volatility))
            }
            Self::Leland { excess } if !(excess >= 0.0 && excess.is_finite()) => {
                Err(("Leland's excess", "finite and not negative", excess))
            }
            Self::Trailing { steps: 0 } => Err(("the trailing window", "at least one step", 0.0)),
            Self::Ewma { decay } if !(decay > 0.0 && decay < 1.0) => {
                Err(("the decay factor", "between 0 and 1", decay))
            }
            Self::Zakamouline(law) => law.validate(),
            _ => Ok(()),
        }
    }
}

/// Whereto a hedge trades: to hold `net_delta − multiple · Δ` shares, with the Black–Scholes delta
/// `Δ` of the book at a volatility, so that book and shares together have the delta
/// `(1 − multiple)·Δ + net_delta`. A band lies around that.
///
/// # Units
/// `net_delta` is in shares of the whole book, not per option. When the last option has expired it
/// is what is held, until the unwind at the horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// The volatility of the delta.
    pub volatility: HedgeVolatility,
    /// The share of the delta that is offset: 1 is all of it.
    pub multiple: f64,
    /// Shares held on top: the delta that book and shares together keep where `multiple` is 1.
    pub net_delta: f64,
}

impl Target {
    /// The whole delta at a volatility.
    #[must_use]
    pub const fn delta(volatility: HedgeVolatility) -> Self {
        Self { volatility, multiple: 1.0, net_delta: 0.0 }
    }

    /// The delta that the shares are to offset, for one of the book.
    #[inline(always)]
    pub(crate) fn offset(self, delta: f64) -> f64 {
        self.multiple * delta - self.net_delta
    }

    /// The same of a row, which takes no time where it is the whole delta.
    #[inline(always)]
    pub(crate) fn offset_row<'a>(self, delta: &'a Row, offset: &'a mut Row) -> &'a Row {
        if self.multiple == 1.0 && self.net_delta == 0.0 {
            return delta;
        }
        for lane in 0..LANES {
            offset[lane] = self.offset(delta[lane]);
        }
        offset
    }

    pub(crate) fn validate(self, name: &str) -> Result<(), DeskError> {
        let finite = |what, value: f64| {
            if value.is_finite() { Ok(()) } else { Err((what, "finite", value)) }
        };
        self.volatility
            .validate()
            .and_then(|()| finite("the multiple of the delta", self.multiple))
            .and_then(|()| finite("the net delta", self.net_delta))
            .map_err(|(what, allowed, value)| DeskError::Target {
                name: name.to_owned(),
                what,
                allowed,
                value,
            })
    }
}

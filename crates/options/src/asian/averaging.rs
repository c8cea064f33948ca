//! [`Averaging`]: which part of an average is still to come, and how it is spread over time.

use super::moments::Moments;
use crate::number::Number;
use crate::{Asian, Fixings, Mean, Past, Rates};
use rehedge_kernels::ln;

/// A function of time, and by how much it grows in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Timed {
    pub value: f64,
    pub per_year: f64,
}

impl Timed {
    #[inline(always)]
    pub fn number<N: Number>(self) -> N {
        N::timed(self.value, self.per_year)
    }
}

/// The part of an average that is still to come.
///
/// The average is `A = a + Σ w·X_j` over the fixings to come, at `t_j` from now, where `a` has
/// accrued and `X` is the spot or its logarithm.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Averaging {
    /// What accrues in a year per unit of `X`, 0 between fixings.
    pub accrual: f64,
    /// `Σ w`.
    pub weight: Timed,
    /// `Σ w·t_j`.
    pub time: Timed,
    /// `√(Σ w²·min(t_j, t_k))`.
    pub root_variance: Timed,
    /// Of an arithmetic average.
    pub moments: Moments,
    /// `ln f` of them.
    pub log_forward: f64,
}

impl Averaging {
    /// Of an option entered `elapsed` years ago, with `tau > 0` years to live.
    pub fn new(asian: &Asian, elapsed: f64, tau: f64, rates: Rates) -> Self {
        let share = Share::new(asian, elapsed + tau);
        let carry = rates.rate - rates.dividend_yield;
        let arithmetic = asian.mean == Mean::Arithmetic;
        match share {
            Share::PerYear(share) => {
                let moments = arithmetic.then(|| Moments::continuous(share, tau, carry));
                Self::continuous(share, tau).with(moments)
            }
            Share::Each { share, interval } => {
                let left = share_left(asian, elapsed, interval);
                let times: Vec<f64> =
                    (0..left).rev().map(|k| tau - f64::from(k) * interval).collect();
                let moments = arithmetic.then(|| Moments::discrete(share, &times, carry));
                Self::discrete(share, &times).with(moments)
            }
        }
    }

    fn with(self, moments: Option<Moments>) -> Self {
        let moments = moments.unwrap_or_default();
        Self { log_forward: ln(moments.forward.value), moments, ..self }
    }

    fn continuous(share: f64, tau: f64) -> Self {
        let root = (tau / 3.0).sqrt() * (share * tau);
        Self {
            accrual: share,
            weight: Timed { value: share * tau, per_year: -share },
            time: Timed { value: 0.5 * share * tau * tau, per_year: -share * tau },
            root_variance: Timed { value: root, per_year: -1.5 * root / tau },
            moments: Moments::default(),
            log_forward: 0.0,
        }
    }

    fn discrete(share: f64, times: &[f64]) -> Self {
        let count = times.len() as f64;
        let twice_less_one = |rank: usize| 2.0 * rank as f64 + 1.0;
        // Σ min(t_j, t_k): the j-th from the end is the smaller of 2j + 1 pairs.
        let pairs: f64 =
            times.iter().rev().enumerate().map(|(j, time)| time * twice_less_one(j)).sum();
        let root = share * pairs.sqrt();
        Self {
            accrual: 0.0,
            weight: Timed { value: share * count, per_year: 0.0 },
            time: Timed { value: share * times.iter().sum::<f64>(), per_year: -share * count },
            root_variance: Timed { value: root, per_year: -0.5 * root * (count * count) / pairs },
            moments: Moments::default(),
            log_forward: 0.0,
        }
    }
}

/// The weight of a fixing in the average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Share {
    /// Of a year of spots.
    PerYear(f64),
    /// Of each of the fixings at equal intervals.
    Each {
        /// The weight.
        share: f64,
        /// Years between fixings.
        interval: f64,
    },
}

impl Share {
    /// Of an option that lives for `maturity` years from entry.
    pub fn new(asian: &Asian, maturity: f64) -> Self {
        let past = asian.past.map_or(0.0, |past| past.weight);
        match asian.fixings {
            Fixings::Continuous => Self::PerYear(1.0 / (past + maturity)),
            Fixings::Discrete { number } => {
                let number = f64::from(number);
                Self::Each { share: 1.0 / (past + number), interval: maturity / number }
            }
        }
    }

    /// Of the average before entry.
    pub fn of_past(self, past: &Past) -> f64 {
        match self {
            Self::PerYear(share) | Self::Each { share, .. } => share * past.weight,
        }
    }
}

/// Fixings still to come.
fn share_left(asian: &Asian, elapsed: f64, interval: f64) -> u32 {
    match asian.fixings {
        Fixings::Continuous => 0,
        Fixings::Discrete { number } => number - (passed(elapsed, interval) as u32).min(number - 1),
    }
}

/// How many of the dates `interval, 2·interval, …` have passed after `elapsed` years. A date that
/// rounding puts just ahead has passed.
pub(crate) fn passed(elapsed: f64, interval: f64) -> f64 {
    (elapsed / interval + 1e-6).floor()
}

//! [`PathState`]: what happened to a contract since it was entered.

use crate::asian::{Share, passed};
use crate::barrier::CONTINUITY_CORRECTION;
use crate::{Asian, Barrier, Contract, Mean, Monitoring, Spots, Struck};
use rehedge_kernels::{LANES, Row, ln};

/// What a contract's value depends on besides market and time.
///
/// # Shape
/// `PathState<Row>` on the paths of a row, `PathState` on one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PathState<T = f64> {
    /// 1 where a barrier was touched, 0 where it was not.
    pub touched: T,
    /// The part of an average that is fixed: `Σ w·S`, of a geometric one `Σ w·ln S`, over the
    /// fixings so far, where all weights of the option's life sum to 1.
    pub accrued: T,
}

impl PathState {
    /// At entry, when the spot is `spot`, into a contract that lives for `maturity` years.
    #[must_use]
    pub fn at_entry(struck: &Struck, spot: f64, maturity: f64) -> Self {
        Self { touched: 0.0, accrued: accrued_at_entry(&struck.contract, spot, maturity) }
    }
}

impl PathState<Row> {
    /// At entry, when the spots are `spot`, into a contract that lives for `maturity` years.
    #[must_use]
    pub fn at_entry(struck: &Struck<Row>, spot: &Row, maturity: f64) -> Self {
        let accrued = |lane: usize| accrued_at_entry(&struck.contract, spot[lane], maturity);
        Self { touched: Row::ZERO, accrued: Row(std::array::from_fn(accrued)) }
    }

    /// Sees the spots at the end of a step, after those at its beginning.
    ///
    /// `volatility` is that of the paths; a barrier watched at all times is looked for a little
    /// nearer, see [`Sight`].
    #[inline(always)]
    pub fn see(
        &mut self,
        struck: &Struck<Row>,
        sight: &Sight,
        [before, after]: [Spots<'_>; 2],
        volatility: &Row,
    ) {
        match *sight {
            Sight::Nothing => {}
            Sight::Barrier { living, shift, always } => {
                let level = &struck.levels.log_strike;
                for lane in 0..LANES {
                    let nearer = level[lane] + shift * volatility[lane];
                    let now = (nearer - after.log_spot[lane]) * living >= 0.0;
                    let ever = (level[lane] - before.log_spot[lane]) * living >= 0.0;
                    let touched = if now { 1.0 } else { self.touched[lane] };
                    self.touched[lane] = if ever && always { 1.0 } else { touched };
                }
            }
            Sight::Average { weights, mean } => {
                let [first, last] = match mean {
                    Mean::Arithmetic => [before.spot, after.spot],
                    Mean::Geometric => [before.log_spot, after.log_spot],
                };
                for lane in 0..LANES {
                    let seen = weights[0].mul_add(first[lane], weights[1] * last[lane]);
                    self.accrued[lane] += seen;
                }
            }
        }
    }
}

/// What a step from one spot to the next shows of a contract's state.
///
/// - *A barrier watched at all times* may be touched between two spots that both are on the living
///   side. So it is looked for nearer, at `H·e^{∓β·σ·√Δt}` for steps of `Δt`: the continuity
///   correction of Broadie, Glasserman and Kou turned round, `σ` the volatility of the path. Then
///   paths seen at steps touch as often as those that are watched, to the order of the steps.
/// - *A barrier looked at every `m` years* is looked for at the first spot at or after each such
///   time. Where `m` is shorter than the steps it is looked for at each, nearer by `β·σ·(√Δt − √m)`.
/// - *An average of all spots* takes the step by the trapezoidal rule: exact on average for a
///   geometric mean, and to the order `(Δt)²` for an arithmetic one.
/// - *An average of fixings* takes each with the first spot at or after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sight {
    /// None of its business.
    Nothing,
    /// Whether the barrier is touched.
    Barrier {
        /// 1 where it lives above the barrier, −1 where below.
        living: f64,
        /// What is added to the logarithm of the barrier per unit of volatility.
        shift: f64,
        /// Whether a touch counts at any time, so at the beginning of the step too: an option may
        /// be entered beyond its barrier.
        always: bool,
    },
    /// A part of the average.
    Average {
        /// Weights of the spots before and after the step.
        weights: [f64; 2],
        /// Of the spots, or of their logarithms.
        mean: Mean,
    },
}

impl Sight {
    /// Of a step between two times in years from entry, of a contract that lives for `maturity`.
    #[must_use]
    pub fn new(contract: &Contract, maturity: f64, [from, to]: [f64; 2]) -> Self {
        match contract {
            Contract::Barrier(barrier) => Self::of_barrier(barrier, [from, to]),
            Contract::Asian(asian) => Self::of_average(asian, maturity, [from, to]),
            Contract::Vanilla { .. } | Contract::Binary(_) => Self::Nothing,
        }
    }

    fn of_barrier(barrier: &Barrier, [from, to]: [f64; 2]) -> Self {
        let interval = match barrier.monitoring {
            Monitoring::Continuous => 0.0,
            Monitoring::Discrete { interval } => interval,
        };
        let looks = interval == 0.0 || passed(to, interval) > passed(from, interval);
        let nearer = ((to - from).sqrt() - interval.sqrt()).max(0.0);
        let living = barrier.living();
        if looks {
            Self::Barrier {
                living,
                shift: living * CONTINUITY_CORRECTION * nearer,
                always: interval == 0.0,
            }
        } else {
            Self::Nothing
        }
    }

    fn of_average(asian: &Asian, maturity: f64, [from, to]: [f64; 2]) -> Self {
        let mean = asian.mean;
        match Share::new(asian, maturity) {
            Share::PerYear(share) => {
                let half = 0.5 * share * (to - from);
                Self::Average { weights: [half, half], mean }
            }
            Share::Each { share, interval } => {
                let fixings = passed(to, interval) - passed(from, interval);
                if fixings > 0.0 {
                    Self::Average { weights: [0.0, share * fixings], mean }
                } else {
                    Self::Nothing
                }
            }
        }
    }
}

fn accrued_at_entry(contract: &Contract, spot: f64, maturity: f64) -> f64 {
    let Contract::Asian(asian) = contract else { return 0.0 };
    let Some(past) = &asian.past else { return 0.0 };
    let average = past.average.in_currency(spot);
    let weight = Share::new(asian, maturity).of_past(past);
    match asian.mean {
        Mean::Arithmetic => weight * average,
        Mean::Geometric => weight * ln(average),
    }
}

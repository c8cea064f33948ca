//! Values of Asian options.

mod arithmetic;
mod averaging;
mod geometric;
mod moments;

pub(crate) use arithmetic::{Arithmetic, Spread};
pub(crate) use averaging::{Averaging, Share, passed};
pub(crate) use geometric::Geometric;
pub(crate) use moments::Moments;

use crate::{Asian, Mean};
use rehedge_kernels::exp;

/// What it pays at expiry, when all of the average is accrued.
#[inline(always)]
pub(crate) fn payoff(asian: &Asian, accrued: f64, strike: f64) -> f64 {
    let average = match asian.mean {
        Mean::Geometric => exp(accrued),
        Mean::Arithmetic => accrued,
    };
    asian.side.payoff().at_expiry(average, strike)
}

//! [`HorizonVolatility`]: what implied volatility is at the horizon.

use rand::Rng as _;
use rehedge_kernels::{LANES, Row, normals};
use rehedge_market::{PathBlock, Purpose, stream};
use rehedge_options::LEAST_VOLATILITY;

/// How implied volatility at the horizon differs from what the market quotes there: by a number that
/// is the same for every option of a scenario, `shift + sd·Z` with `Z` standard normal.
///
/// # Source
/// Boyle, Coleman and Li (2003) draw it from `N(20 %, 0.5 %)` where the market has 20 %.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HorizonVolatility {
    /// In every scenario alike, per √year.
    pub shift: f64,
    /// Standard deviation of what differs, per √year.
    pub sd: f64,
    /// Seed of the draws: a number for each scenario, in streams of their own.
    pub seed: u64,
}

impl HorizonVolatility {
    /// Whether anything is added.
    pub(super) fn moves(&self) -> bool {
        self.shift != 0.0 || self.sd > 0.0
    }

    /// What is added to every implied volatility in the scenarios of a block.
    pub(super) fn added(&self, block: usize) -> Row {
        let mut added = Row::splat(self.shift);
        if self.sd > 0.0 {
            let mut bits = stream(self.seed, block, Purpose::HorizonVolatility);
            let bits: [u64; LANES] = std::array::from_fn(|_| bits.next_u64());
            let mut normal = Row::ZERO;
            normals(&bits, &mut normal);
            for lane in 0..LANES {
                added[lane] = self.sd.mul_add(normal[lane], added[lane]);
            }
        }
        added
    }
}

/// Volatility at the end of the paths of a block of options quoted at an `offset` from the market's.
#[inline(always)]
pub(super) fn at_horizon(paths: &PathBlock, expiry: usize, offset: f64, added: &Row) -> Row {
    let quoted = paths.implied(expiry).at(paths.spot.len() - 1);
    let mut volatility = Row::ZERO;
    for lane in 0..LANES {
        let sum = quoted[lane] + (offset + added[lane]);
        volatility[lane] = if sum > LEAST_VOLATILITY { sum } else { LEAST_VOLATILITY };
    }
    volatility
}

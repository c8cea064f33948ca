//! [`Draws`]: where the normal numbers of a block's diffusion come from, a row for each step.

use crate::bridge::Bridge;
use crate::sobol::{Scrambling, Sobol};
use crate::{PathBlock, Sampling};
use rand::Rng;
use rand_pcg::Pcg64Mcg;
use rehedge_kernels::{LANES, Row, normals};

/// Standard normal numbers, independent from step to step on each path.
pub(crate) trait Draws {
    /// The numbers of the next step, `step`, of the block `paths`.
    fn fill(&mut self, step: usize, paths: &PathBlock, out: &mut Row);
}

/// Independent numbers, one uniform each.
pub(crate) struct Independent(pub Pcg64Mcg);

impl Draws for Independent {
    #[inline(always)]
    fn fill(&mut self, _: usize, _: &PathBlock, out: &mut Row) {
        let mut bits = [0_u64; LANES];
        for lane in &mut bits {
            *lane = self.0.next_u64();
        }
        normals(&bits, out);
    }
}

/// The second half of the lanes mirrors the first: of a uniform `u` it has `1 − u`, exactly.
pub(crate) struct Mirrored(pub Pcg64Mcg);

impl Draws for Mirrored {
    #[inline(always)]
    fn fill(&mut self, _: usize, _: &PathBlock, out: &mut Row) {
        let mut bits = [0_u64; LANES];
        let (drawn, mirrored) = bits.split_at_mut(LANES / 2);
        for (drawn, mirrored) in drawn.iter_mut().zip(mirrored) {
            *drawn = self.0.next_u64();
            *mirrored = !*drawn;
        }
        normals(&bits, out);
    }
}

/// The numbers that [`Quasi::prepare`] has left in the rows to be filled.
pub(crate) struct Prepared;

impl Draws for Prepared {
    #[inline(always)]
    fn fill(&mut self, step: usize, paths: &PathBlock, out: &mut Row) {
        *out = paths.log_spot[step + 1];
    }
}

/// Scrambled Sobol' points as Brownian motion.
#[derive(Clone, Debug)]
pub(crate) struct Quasi {
    sobol: Sobol,
    bridge: Bridge,
}

impl Quasi {
    /// Points with a dimension for each step.
    pub fn new(steps: usize) -> Self {
        Self { sobol: Sobol::new(steps), bridge: Bridge::new(steps) }
    }

    /// Puts the numbers of every step of a block where [`Prepared`] finds them: row `i + 1` of the
    /// log spots, still to be filled, holds those of step `i`. `stream` is that of the replicate.
    #[inline(always)]
    pub fn prepare(&self, block: usize, mut stream: Pcg64Mcg, log_spot: &mut [Row]) {
        log_spot[0] = Row::ZERO;
        let mut normal = Row::ZERO;
        for dimension in 0..log_spot.len() - 1 {
            let points = self.sobol.reversed(dimension, block / Sampling::REPLICATES);
            let scrambling = Scrambling::draw(&mut stream);
            let mut bits = [0_u64; LANES];
            for lane in 0..LANES {
                bits[lane] = scrambling.bits(points[lane]);
            }
            normals(&bits, &mut normal);
            self.bridge.place(dimension, &normal, log_spot);
        }
        Bridge::increments(log_spot);
    }
}

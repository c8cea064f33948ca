//! [`MovedVolatility`]: a market whose implied volatilities go where those of scenarios are.

use super::HorizonVolatility;
use rehedge_kernels::{InstructionSet, LANES, Row};
use rehedge_market::{Grid, PathBlock, PathSource, Track};
use rehedge_options::LEAST_VOLATILITY;

/// The paths of a market, on which what a [`HorizonVolatility`] adds to implied volatility at the horizon
/// comes step by step: `σ̃_i + (shift + sd·Z)·i/n`. At the horizon options are marked there as in the
/// scenarios of the same blocks.
#[derive(Clone, Debug)]
pub struct MovedVolatility<S> {
    /// The market.
    pub source: S,
    /// What is added at the horizon.
    pub volatility: HorizonVolatility,
}

impl<S: PathSource> PathSource for MovedVolatility<S> {
    fn grid(&self) -> Grid {
        self.source.grid()
    }

    fn paths(&self) -> usize {
        self.source.paths()
    }

    fn allocate(&self) -> PathBlock {
        let mut block = self.source.allocate();
        if self.volatility.moves() {
            let steps = self.grid().steps();
            block.implied.iter_mut().for_each(|track| *track = Track::varying(steps));
        }
        block
    }

    fn fill(&self, block: usize, set: InstructionSet, out: &mut PathBlock) {
        if !self.volatility.moves() {
            return self.source.fill(block, set, out);
        }
        // Tracks that are constant in the source are written when a block is allocated.
        let mut moved = std::mem::take(&mut out.implied);
        *out = self.source.allocate();
        self.source.fill(block, set, out);
        let added = self.volatility.added(block);
        for (to, quoted) in moved.iter_mut().zip(&out.implied) {
            move_by(&added, quoted, self.grid().steps(), to);
        }
        out.implied = moved;
    }
}

fn move_by(added: &Row, quoted: &Track, steps: usize, to: &mut Track) {
    for step in 0..=steps {
        let (gone, quoted) = (step as f64 / steps as f64, quoted.at(step));
        let moved = to.at_mut(step);
        for lane in 0..LANES {
            let sum = gone.mul_add(added[lane], quoted[lane]);
            moved[lane] = if sum > LEAST_VOLATILITY { sum } else { LEAST_VOLATILITY };
        }
    }
}

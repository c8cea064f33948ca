//! [`RebasedVolatility`]: a market whose implied volatilities start where those of another do.

use rehedge_kernels::{InstructionSet, LANES, Row};
use rehedge_market::{Grid, PathBlock, PathSource, Track};

/// The paths of a market, with the implied volatility of each expiry of another at entry; from there they
/// move in the proportions of the market's own: `σ̃_i = σ̃_0·(s_i/s_0)` where `s` is what it quotes for all
/// expiries. So real history says what happens next, wherever volatility stands today.
#[derive(Clone, Debug)]
pub struct RebasedVolatility<S> {
    /// The market; it quotes one volatility for all expiries.
    pub source: S,
    /// Implied volatilities at entry, by expiry.
    pub entry: Vec<f64>,
}

impl<S: PathSource> PathSource for RebasedVolatility<S> {
    fn grid(&self) -> Grid {
        self.source.grid()
    }

    fn paths(&self) -> usize {
        self.source.paths()
    }

    fn allocate(&self) -> PathBlock {
        let mut block = self.source.allocate();
        block.implied = vec![Track::varying(self.grid().steps()); self.entry.len()];
        block
    }

    fn fill(&self, block: usize, set: InstructionSet, out: &mut PathBlock) {
        let mut rebased = std::mem::take(&mut out.implied);
        *out = self.source.allocate();
        self.source.fill(block, set, out);
        let quoted = out.implied(0);
        for (level, to) in self.entry.iter().zip(&mut rebased) {
            for step in 0..=self.grid().steps() {
                *to.at_mut(step) = moved(*level, quoted.at(0), quoted.at(step));
            }
        }
        out.implied = rebased;
    }
}

fn moved(level: f64, from: &Row, to: &Row) -> Row {
    let mut moved = Row::ZERO;
    for lane in 0..LANES {
        moved[lane] = level * (to[lane] / from[lane]);
    }
    moved
}

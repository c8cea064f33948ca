//! Values where the spot goes straight to its end.

use super::Valuer;
use crate::ScenarioBlock;
use rehedge_kernels::{InstructionSet, LANES, Region, Row, dispatch};
use rehedge_market::{PathBlock, Track};

impl Valuer {
    /// Values everything where the spot ends at each of `spots`, on a straight way in its logarithm,
    /// and every implied volatility is that of entry and `shift`: a row for each spot.
    #[must_use]
    pub fn at_spots(&self, set: InstructionSet, spots: &[f64], shift: f64) -> ScenarioBlock {
        let mut out = self.allocate(spots.len());
        for (chunk, ends) in spots.chunks(LANES).enumerate() {
            let paths = self.straight(set, ends);
            self.fill_at(set, &paths, &Row::splat(shift), &mut out, chunk * LANES);
        }
        out
    }

    /// Paths that go straight to some spots, implied volatilities those of entry.
    pub(super) fn straight(&self, set: InstructionSet, ends: &[f64]) -> PathBlock {
        let grid = self.horizon.grid;
        let constant = |level: &f64| Track::constant(Row::splat(*level));
        // A barrier watched at all times is looked for where it is: the way has no wiggles.
        let still = Track::constant(Row::ZERO);
        let mut paths = PathBlock::new(&grid, still, self.quoted.iter().map(constant).collect());
        paths.valid = ends.len();
        let mut end = Row::ZERO;
        for lane in 0..LANES {
            end[lane] = ends[lane.min(ends.len() - 1)];
        }
        dispatch(set, Line { start: rehedge_kernels::ln(self.spot), end, paths: &mut paths });
        paths
    }
}

/// Goes straight from the logarithm of one spot to others.
struct Line<'a> {
    start: f64,
    end: Row,
    paths: &'a mut PathBlock,
}

impl Region for Line<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { start, mut end, paths } = self;
        for lane in 0..LANES {
            end[lane] = rehedge_kernels::ln(end[lane]);
        }
        let steps = paths.spot.len() - 1;
        for step in 0..=steps {
            let gone = step as f64 / steps as f64;
            for lane in 0..LANES {
                let log_spot = gone.mul_add(end[lane] - start, start);
                paths.log_spot[step][lane] = log_spot;
                paths.spot[step][lane] = rehedge_kernels::exp(log_spot);
            }
        }
    }
}

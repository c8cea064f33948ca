//! [`PathBlock`]: rows over time on [`LANES`] paths, and the seam where sources of paths plug in.

use crate::Grid;
use rehedge_kernels::{InstructionSet, LANES, Row};

/// A quantity over time on the paths of a block; one that never changes is stored once.
#[derive(Clone, Debug)]
pub struct Track {
    rows: Vec<Row>,
    constant: bool,
}

impl Track {
    /// A quantity that is the same at every step.
    #[must_use]
    pub fn constant(row: Row) -> Self {
        Self { rows: vec![row], constant: true }
    }

    /// A quantity with a row for each of `steps + 1` times, zero until it is filled.
    #[must_use]
    pub fn varying(steps: usize) -> Self {
        Self { rows: vec![Row::ZERO; steps + 1], constant: false }
    }

    /// The row at a step.
    #[inline(always)]
    #[must_use]
    pub fn at(&self, step: usize) -> &Row {
        &self.rows[if self.constant { 0 } else { step }]
    }

    /// Whether the quantity never changes.
    #[inline(always)]
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.constant
    }

    /// The row at a step, to be filled.
    #[inline(always)]
    pub fn at_mut(&mut self, step: usize) -> &mut Row {
        &mut self.rows[if self.constant { 0 } else { step }]
    }
}

/// What the market did on [`LANES`] paths, at every time of the grid.
///
/// # Shape
/// `spot` and `log_spot` have `steps + 1` rows; `jumped` has `steps` masks.
#[derive(Clone, Debug)]
pub struct PathBlock {
    /// Lanes `0 … valid − 1` are paths; the rest are padding, finite but meaningless.
    pub valid: usize,
    /// Spot price of the underlying, in currency.
    pub spot: Vec<Row>,
    /// Its natural logarithm.
    pub log_spot: Vec<Row>,
    /// The path's own volatility, per √year: that of the step that begins at the row's time for a
    /// simulated market, trailing realised volatility for history.
    pub volatility: Track,
    /// Implied volatility of each expiry that the source was asked for, or one for all of them.
    pub implied: Vec<Track>,
    /// Bit `lane` of mask `i`: the spot jumped on that path between `t_i` and `t_{i+1}`.
    pub jumped: Vec<u64>,
}

impl PathBlock {
    /// An empty block for `grid` with the given volatility tracks.
    #[must_use]
    pub fn new(grid: &Grid, volatility: Track, implied: Vec<Track>) -> Self {
        let times = grid.steps() + 1;
        Self {
            valid: LANES,
            spot: vec![Row::ZERO; times],
            log_spot: vec![Row::ZERO; times],
            volatility,
            implied,
            jumped: vec![0; grid.steps()],
        }
    }

    /// The implied volatility of an expiry, by its place in the list that the source was given.
    #[inline(always)]
    #[must_use]
    pub fn implied(&self, expiry: usize) -> &Track {
        &self.implied[expiry.min(self.implied.len() - 1)]
    }
}

/// A source of paths, in blocks of [`LANES`]: the seam where a market of your own plugs in.
///
/// Path `p` is lane `p % LANES` of block `p / LANES`. A block depends on its number alone, so that
/// blocks may be filled in any order and on any thread.
pub trait PathSource: Sync {
    /// The times of every path.
    fn grid(&self) -> Grid;
    /// Number of paths.
    fn paths(&self) -> usize;
    /// A block of the right shape, with whatever is the same for every block filled in.
    fn allocate(&self) -> PathBlock;
    /// Fills a block that [`PathSource::allocate`] made.
    fn fill(&self, block: usize, set: InstructionSet, out: &mut PathBlock);

    /// Number of blocks: the last one may be partly padding.
    fn blocks(&self) -> usize {
        self.paths().div_ceil(LANES)
    }

    /// How many lanes of a block are paths.
    fn valid_lanes(&self, block: usize) -> usize {
        (self.paths() - block * LANES).min(LANES)
    }
}

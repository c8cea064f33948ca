//! Scenarios, drawn on all threads.

use super::job::Range;
use crate::failure::Failure;
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::PathSource;
use rehedge_portfolio::scenarios::Valuer;
use rehedge_portfolio::{Factor, ScenarioBlock};
use rehedge_report::in_parallel;
use std::sync::atomic::{AtomicBool, Ordering};

/// Blocks of paths in a block of scenarios. Part of what fixes the bits of a result.
const BLOCKS: usize = 16;

/// How scenarios are drawn.
pub struct Hands<'a> {
    pub threads: usize,
    pub interrupted: &'a AtomicBool,
    /// Told of scenarios that are done.
    pub progress: &'a (dyn Fn(usize) + Sync),
}

/// Values what is to be valued on a range of paths, in their order.
pub fn draw(
    hands: &Hands<'_>,
    source: &dyn PathSource,
    valuer: &Valuer,
    range: Range,
) -> Result<Vec<ScenarioBlock>, Failure> {
    let rows = BLOCKS * LANES;
    let chunks: Vec<usize> = (0..range.count.div_ceil(rows)).collect();
    let set = InstructionSet::best();
    let drawn = in_parallel(hands.threads, &chunks, |chunk| {
        if hands.interrupted.load(Ordering::Relaxed) {
            return None;
        }
        let count = rows.min(range.count - chunk * rows);
        let mut paths = source.allocate();
        let mut out = valuer.allocate(count);
        for (place, first) in (0..count).step_by(LANES).enumerate() {
            let block = range.block + chunk * BLOCKS + place;
            source.fill(block, set, &mut paths);
            paths.valid = LANES.min(count - first);
            valuer.fill(set, block, &paths, &mut out, first);
        }
        (hands.progress)(count);
        Some(out)
    });
    drawn.into_iter().collect::<Option<_>>().ok_or(Failure::Interrupted)
}

/// The triangle of scenarios: each block's own, then all in order.
pub fn factor(threads: usize, blocks: &[ScenarioBlock]) -> Factor {
    let set = InstructionSet::best();
    let of = |block: &ScenarioBlock| {
        let mut factor = Factor::new(block.instruments(), block.targets());
        factor.push(set, block);
        factor
    };
    let mut factors = in_parallel(threads, blocks, of).into_iter();
    let mut whole = factors.next().unwrap_or_else(|| Factor::new(0, 0));
    factors.for_each(|factor| whole.merge(set, &factor));
    whole
}

/// Profit and loss of a hedge together with its book, scenario by scenario.
pub fn errors(blocks: &[ScenarioBlock], book: usize, positions: &[f64]) -> Vec<f64> {
    blocks.iter().flat_map(|block| block.errors(book, positions)).collect()
}

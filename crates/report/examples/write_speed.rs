//! Times what a run pays for its results beside the hedging: nanoseconds per value.
//!
//!     cargo run --release -p rehedge-report --example write_speed

use rehedge_engine::{HedgeOutcome, PnlBlock};
use rehedge_report::{PnlLayout, PnlWriter, Statistics};
use std::error::Error;
use std::time::Instant;

const BLOCKS: usize = 1_000_000 / 64;
/// Different blocks: more than a row group holds.
const POOL: usize = 256;
const HEDGES: usize = 8;
/// Columns that differ from row to row: P&L, 14 components, cost, turnover, trades, spot.
const COLUMNS: usize = 19;

fn main() -> Result<(), Box<dyn Error>> {
    let hedges: Vec<String> = (0..HEDGES).map(|hedge| format!("hedge {hedge}")).collect();
    let blocks: Vec<PnlBlock> = (0..POOL as u64).map(block).collect();
    let run = || (0..BLOCKS).map(|i| PnlBlock { first_path: i * 64, ..blocks[i % POOL].clone() });
    let values = (BLOCKS * 64 * HEDGES * COLUMNS) as f64;
    let report = |what: &str, start: Instant| {
        let seconds = start.elapsed().as_secs_f64();
        println!("{what:<24} {seconds:6.2} s {:6.2} ns per value", seconds * 1e9 / values);
    };

    let start = Instant::now();
    let paths: usize = run().map(|block| std::hint::black_box(block).valid).sum();
    report("making the blocks", start);

    let mut statistics = Statistics::new(&hedges, rehedge_report::Dependence::Independent);
    let start = Instant::now();
    run().for_each(|block| statistics.add(&block));
    report("statistics, adding", start);
    let start = Instant::now();
    let summaries = statistics.summaries(1);
    report("statistics, summaries", start);

    let start = Instant::now();
    let layout = PnlLayout::new(hedges, None)?;
    let mut writer = PnlWriter::new(Box::new(std::io::sink()), &layout)?;
    let mut pending = Vec::new();
    for block in run() {
        pending.push(block);
        if layout.fill_a_group(&pending) {
            writer.write(&layout.encode(&pending)?)?;
            pending.clear();
        }
    }
    writer.write(&layout.encode(&pending)?)?;
    let bytes = writer.finish()?;
    report("writing P&L", start);
    println!("{paths} paths, {bytes} bytes, mean P&L {}", summaries[0].pnl_mean);
    Ok(())
}

/// A block of numbers without pattern, but for components that a run often leaves at zero.
fn block(seed: u64) -> PnlBlock {
    let mut state = seed * 1_000_003 + 1;
    let mut draw = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    };
    let mut outcome = || {
        let mut outcome = HedgeOutcome::default();
        for lane in 0..64 {
            outcome.pnl[lane] = draw();
            outcome.turnover[lane] = draw();
            outcome.trades[lane] = (draw() * 20.0).round() + 30.0;
            for component in [0, 1, 2, 3, 7, 9, 11] {
                outcome.components[component][lane] = draw();
            }
        }
        outcome
    };
    let hedges = (0..HEDGES).map(|_| outcome()).collect();
    let mut block = PnlBlock { first_path: 0, valid: 64, hedges, ..PnlBlock::default() };
    block.spot_final = block.hedges[0].pnl;
    block
}

//! A number depends on the config and the seed alone: not on the other hedges, the instruction set,
//! the recorder, the memory of earlier blocks, padding, or the order of batches.

use crate::cases::{BLOCK, CARRY, Case, STEPS, cases, grid};
use rehedge_engine::{
    Desk, Hedge, HedgeOutcome, LedgerEntry, Moments, Output, PnlBlock, Profile, ProfilePoint,
    Recorder, Tally, Workspace,
};
use rehedge_kernels::{InstructionSet, LANES, Row};
use rehedge_market::PathBlock;

/// All that a block of paths comes to, as bits.
#[derive(PartialEq)]
struct Bits {
    /// One list per hedge.
    hedges: Vec<Vec<u64>>,
    spot_final: Vec<u64>,
}

/// How to run a case on its block.
#[derive(Clone, Copy)]
struct How {
    set: InstructionSet,
    recorded: bool,
}

fn plain() -> How {
    How { set: InstructionSet::best(), recorded: true }
}

impl How {
    fn run(self, desk: &Desk, paths: &PathBlock, workspace: &mut Workspace) -> Bits {
        let mut pnl = PnlBlock::default();
        let mut tally = Tally::new(STEPS, desk.hedges().len());
        let some = BLOCK * LANES + 1..BLOCK * LANES + 3;
        let mut recorder = self.recorded.then(|| Recorder::new(desk, BLOCK, some));
        let output = Output { pnl: &mut pnl, tally: &mut tally, recorder: recorder.as_mut() };
        desk.hedge(self.set, BLOCK, paths, workspace, output);
        let ledger = recorder.map_or_else(Vec::new, Recorder::into_entries);
        let Profile { hedges: profile } = tally.profile();
        let hedges =
            pnl.hedges.iter().zip(&profile).enumerate().map(|(number, (outcome, points))| {
                let mut bits = outcome_bits(outcome, paths.valid);
                bits.extend(points.iter().flat_map(point_bits));
                bits.extend(ledger.iter().filter(|e| e.hedge == number).flat_map(entry_bits));
                bits
            });
        let hedges = hedges.collect();
        Bits { hedges, spot_final: bits(&pnl.spot_final, paths.valid) }
    }
}

fn bits(row: &Row, valid: usize) -> Vec<u64> {
    row[..valid].iter().map(|x| x.to_bits()).collect()
}

fn outcome_bits(outcome: &HedgeOutcome, valid: usize) -> Vec<u64> {
    let HedgeOutcome { pnl, components, turnover, trades, jump_pnl } = outcome;
    let rows = [pnl, turnover, trades, jump_pnl].into_iter().chain(components);
    rows.flat_map(|row| bits(row, valid)).collect()
}

fn point_bits(point: &ProfilePoint) -> Vec<u64> {
    let ProfilePoint { pnl: Moments { count, mean, squares }, components } = point;
    [count, mean, squares].into_iter().chain(components).map(|x| x.to_bits()).collect()
}

fn entry_bits(entry: &LedgerEntry) -> Vec<u64> {
    let LedgerEntry { time, spot, implied_volatility, path_volatility, book_value, .. } = entry;
    let LedgerEntry { delta, gamma, theta, vega, target, trade, holding, .. } = entry;
    let LedgerEntry { settlement, cash, wealth, components, step, path, jumped, .. } = entry;
    let market = [time, spot, implied_volatility, path_volatility, book_value];
    let position = [delta, gamma, theta, vega, target, trade, holding, settlement, cash, wealth];
    let numbers = market.into_iter().chain(position).chain(components).map(|x| x.to_bits());
    numbers.chain([*step as u64, *path as u64, u64::from(*jumped)]).collect()
}

fn paths_of(case: &Case, set: InstructionSet) -> PathBlock {
    let mut paths = case.market.allocate();
    case.market.fill(BLOCK, set, &mut paths);
    paths
}

/// Every market and book, with one in `every` of the hedges, others from case to case.
fn thinned(every: usize) -> impl Iterator<Item = Case> {
    cases().enumerate().map(move |(index, mut case)| {
        let hedges = case.desk.hedges().iter().skip(index % every).step_by(every).cloned();
        case.desk = Desk::new(grid(), &case.book, CARRY, hedges.collect()).unwrap();
        case
    })
}

#[test]
fn a_hedge_alone_equals_itself_among_others() {
    for case in thinned(13) {
        let paths = paths_of(&case, InstructionSet::best());
        for recorded in [false, true] {
            let how = How { recorded, ..plain() };
            let among = how.run(&case.desk, &paths, &mut Workspace::new(&case.desk));
            for (hedge, among) in case.desk.hedges().iter().zip(&among.hedges) {
                let desk = Desk::new(grid(), &case.book, CARRY, vec![hedge.clone()]).unwrap();
                let alone = how.run(&desk, &paths, &mut Workspace::new(&desk));
                assert!(alone.hedges[0] == *among, "{}; {}", case.name, hedge.name);
            }
        }
    }
}

#[test]
fn the_order_of_hedges_does_not_matter() {
    for case in thinned(17) {
        let paths = paths_of(&case, InstructionSet::best());
        let reversed: Vec<Hedge> = case.desk.hedges().iter().rev().cloned().collect();
        let desk = Desk::new(grid(), &case.book, CARRY, reversed).unwrap();
        let forward = plain().run(&case.desk, &paths, &mut Workspace::new(&case.desk));
        let mut backward = plain().run(&desk, &paths, &mut Workspace::new(&desk));
        backward.hedges.reverse();
        assert!(forward == backward, "{}", case.name);
    }
}

/// Paths, P&L, profile and ledger have the same bits on every instruction set of this machine.
#[test]
fn instruction_sets_give_the_same_bits() {
    let sets: Vec<_> = InstructionSet::available().collect();
    for case in thinned(31) {
        let run = |set| {
            let paths = paths_of(&case, set);
            How { set, ..plain() }.run(&case.desk, &paths, &mut Workspace::new(&case.desk))
        };
        let baseline = run(InstructionSet::Baseline);
        for &set in &sets {
            assert!(run(set) == baseline, "{}; {set}", case.name);
        }
    }
}

/// The memory of an earlier block, and a recorder, leave no trace.
#[test]
fn workspaces_and_recorders_leave_no_trace() {
    for case in thinned(19) {
        let paths = paths_of(&case, InstructionSet::best());
        let mut earlier = case.market.allocate();
        case.market.fill(0, InstructionSet::best(), &mut earlier);
        let mut used = Workspace::new(&case.desk);
        plain().run(&case.desk, &earlier, &mut used);
        let fresh = plain().run(&case.desk, &paths, &mut Workspace::new(&case.desk));
        assert!(plain().run(&case.desk, &paths, &mut used) == fresh, "{}", case.name);

        let quiet = How { recorded: false, ..plain() };
        let unrecorded = quiet.run(&case.desk, &paths, &mut used);
        for (quiet, recorded) in unrecorded.hedges.iter().zip(&fresh.hedges) {
            assert!(*quiet == recorded[..quiet.len()], "{}", case.name);
        }
    }
}

/// Lanes that are no paths count nowhere.
#[test]
fn padding_does_not_matter() {
    for case in thinned(23) {
        let paths = paths_of(&case, InstructionSet::best());
        let mut other = paths.clone();
        for (spot, log_spot) in other.spot.iter_mut().zip(&mut other.log_spot) {
            for lane in paths.valid..LANES {
                spot[lane] *= 1.25;
                log_spot[lane] += 1.25_f64.ln();
            }
        }
        let run =
            |paths: &PathBlock| plain().run(&case.desk, paths, &mut Workspace::new(&case.desk));
        assert!(run(&paths) == run(&other), "{}", case.name);
    }
}

/// Batches of blocks may be tallied in any order; merged in one order they give the same bits,
/// and the sums of one long tally but for rounding.
#[test]
fn batches_merge_in_their_own_order() {
    let case = thinned(29).nth(39).unwrap();
    let new = || Tally::new(STEPS, case.desk.hedges().len());
    let add = |tally: &mut Tally, block: usize| {
        let mut paths = case.market.allocate();
        case.market.fill(block, InstructionSet::best(), &mut paths);
        let mut pnl = PnlBlock::default();
        let output = Output { pnl: &mut pnl, tally, recorder: None };
        case.desk.hedge(
            InstructionSet::best(),
            block,
            &paths,
            &mut Workspace::new(&case.desk),
            output,
        );
    };
    let merged = |order: [usize; 2]| {
        let mut batches = [new(), new()];
        for block in order {
            add(&mut batches[block], block);
        }
        let mut all = new();
        for batch in &batches {
            all.merge(batch);
        }
        all
    };
    assert_eq!(merged([0, 1]), merged([1, 0]));

    let mut whole = new();
    (0..2).for_each(|block| add(&mut whole, block));
    let (whole, merged) = (whole.profile(), merged([0, 1]).profile());
    for (whole, merged) in whole.hedges.iter().flatten().zip(merged.hedges.iter().flatten()) {
        assert_eq!(whole.pnl.count, case.market.paths() as f64);
        assert_eq!(whole.pnl.count, merged.pnl.count);
        // Σ over 100 paths of numbers of the size of the spot, in two orders.
        assert!((whole.pnl.mean - merged.pnl.mean).abs() < 1e-11, "{}", case.name);
        let sds = [whole.pnl, merged.pnl].map(|pnl| pnl.standard_deviation());
        assert!((sds[0] - sds[1]).abs() <= 1e-9 * sds[0], "{}: {sds:?}", case.name);
        for (whole, merged) in whole.components.iter().zip(&merged.components) {
            assert!((whole - merged).abs() < 1e-11, "{}", case.name);
        }
    }
}

/// Moments of two samples merge into those of both, an empty one included.
#[test]
fn moments_merge() {
    let of = |sample: &[f64]| {
        let count = sample.len() as f64;
        let mean = sample.iter().sum::<f64>() / count;
        let squares = sample.iter().map(|x| (x - mean).powi(2)).sum();
        Moments { count, mean, squares }
    };
    let sample: Vec<f64> = (0..50).map(|i| 3.0 + (1.7 * f64::from(i)).sin()).collect();
    let whole = of(&sample);
    for cut in [1, 7, 49] {
        let mut merged = Moments::default();
        merged.merge(&of(&sample[..cut]));
        merged.merge(&Moments::default());
        merged.merge(&of(&sample[cut..]));
        assert_eq!(merged.count, whole.count);
        assert!((merged.mean - whole.mean).abs() < 1e-14);
        assert!((merged.squares - whole.squares).abs() < 1e-12);
        assert!((merged.standard_deviation() - whole.standard_deviation()).abs() < 1e-13);
    }
    assert_eq!(of(&sample[..1]).standard_deviation(), 0.0);
}

//! Runs the blocks of an experiment on threads, and gathers their results in order.
//!
//! Work goes by batches of a fixed number of blocks; a batch sums its blocks in their order, and
//! batches are gathered in theirs, so that no number depends on how many threads there are. Whoever
//! finishes the batch that is next in line gathers it, and those that wait behind it; whoever has
//! gathered enough for a row group of P&L encodes that, while others gather.

use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::line::Line;
use crate::pnl_file::PnlFile;
use rehedge_engine::{LedgerEntry, Output, PnlBlock, Recorder, Tally, Workspace};
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::PathBlock;
use rehedge_report::{BlockSums, Statistics};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Blocks in a batch. The sums of a run depend on it, in their last bits.
const BATCH: usize = 8;

/// Batches that may wait for one that is late, for each thread: bounds the memory.
const WAITING: usize = 4;

/// How to run.
pub struct Schedule<'a> {
    /// Number of threads, at least 1.
    pub threads: usize,
    /// Set when the run is to stop.
    pub interrupted: &'a AtomicBool,
    /// Told how many paths are done.
    pub progress: &'a (dyn Fn(usize) + Sync),
}

/// What is summed over a run.
pub struct Totals {
    /// P&L of every path, and its moments.
    pub statistics: Statistics,
    /// Sums at every step.
    pub tally: Tally,
    /// Every step of the first paths.
    pub ledger: Vec<LedgerEntry>,
}

/// Runs every block of an experiment; writes the P&L of every path to a file, if there is one.
pub fn run(
    experiment: &Experiment,
    schedule: &Schedule<'_>,
    file: Option<&PnlFile>,
) -> Result<Totals, Failure> {
    let run = Run {
        experiment,
        schedule,
        file,
        batches: experiment.source.blocks().div_ceil(BATCH),
        claimed: AtomicUsize::new(0),
        line: Line::new(),
        gathered: Mutex::new(Gathered::new(experiment)),
        failure: Mutex::new(None),
    };
    std::thread::scope(|scope| {
        for _ in 0..schedule.threads.min(run.batches) {
            scope.spawn(|| run.work());
        }
    });
    if schedule.interrupted.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted);
    }
    if let Some(failure) = run.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(failure);
    }
    let Gathered { totals, pending, groups } =
        run.gathered.into_inner().unwrap_or_else(PoisonError::into_inner);
    match file {
        Some(file) if !pending.is_empty() => file.put(groups, &pending)?,
        _ => (),
    }
    Ok(totals)
}

/// What the threads share.
struct Run<'a> {
    experiment: &'a Experiment,
    schedule: &'a Schedule<'a>,
    file: Option<&'a PnlFile>,
    batches: usize,
    claimed: AtomicUsize,
    line: Line<Batch>,
    gathered: Mutex<Gathered>,
    failure: Mutex<Option<Failure>>,
}

impl Run<'_> {
    /// The life of a thread.
    fn work(&self) {
        let mut worker = Worker::new(self.experiment);
        loop {
            // Before the claim: others may be waiting for a batch once it is claimed.
            if self.schedule.interrupted.load(Ordering::Relaxed) {
                return;
            }
            let batch = self.claimed.fetch_add(1, Ordering::Relaxed);
            let room = WAITING * self.schedule.threads;
            if batch >= self.batches || !self.line.wait_for_room(batch, room) {
                return;
            }
            self.line.put(batch, worker.run(batch));
            while let Some((number, blocks)) = self.line.serve(|batch| self.gather(batch)) {
                self.encode(number, &blocks);
            }
        }
    }

    /// Adds a batch to what is gathered; gives the blocks of a row group when there are enough.
    fn gather(&self, batch: Batch) -> Option<(usize, Vec<PnlBlock>)> {
        let done = batch.blocks.iter().map(|block| block.valid).sum();
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.add(batch, self.file.is_some());
        (self.schedule.progress)(done);
        let full = self.file.is_some_and(|file| file.fill_a_group(&gathered.pending));
        full.then(|| gathered.next_group())
    }

    fn encode(&self, number: usize, blocks: &[PnlBlock]) {
        let Some(Err(failure)) = self.file.map(|file| file.put(number, blocks)) else { return };
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
        self.line.close();
    }
}

/// Results of batches, in their order.
struct Gathered {
    totals: Totals,
    /// Blocks that wait for their row group to be full.
    pending: Vec<PnlBlock>,
    /// Row groups before them.
    groups: usize,
}

impl Gathered {
    fn new(experiment: &Experiment) -> Self {
        let mut statistics = Statistics::new(&experiment.names(), experiment.dependence());
        if experiment.starts.is_some() {
            statistics = statistics.with_attribution_tests();
        }
        let tally = Tally::new(experiment.desk.grid().steps(), experiment.desk.hedges().len());
        let totals = Totals { statistics, tally, ledger: Vec::new() };
        Self { totals, pending: Vec::new(), groups: 0 }
    }

    fn add(&mut self, batch: Batch, keep: bool) {
        self.totals.tally.merge(&batch.tally);
        self.totals.ledger.extend(batch.ledger);
        for (block, sums) in batch.blocks.iter().zip(&batch.sums) {
            self.totals.statistics.add_sums(block, sums);
        }
        if keep {
            self.pending.extend(batch.blocks);
        }
    }

    fn next_group(&mut self) -> (usize, Vec<PnlBlock>) {
        let number = self.groups;
        self.groups += 1;
        (number, std::mem::take(&mut self.pending))
    }
}

/// The results of a batch.
struct Batch {
    blocks: Vec<PnlBlock>,
    /// Of each block.
    sums: Vec<BlockSums>,
    tally: Tally,
    ledger: Vec<LedgerEntry>,
}

/// One thread's memory.
struct Worker<'a> {
    experiment: &'a Experiment,
    set: InstructionSet,
    paths: PathBlock,
    workspace: Workspace,
}

impl<'a> Worker<'a> {
    fn new(experiment: &'a Experiment) -> Self {
        Self {
            experiment,
            set: InstructionSet::best(),
            paths: experiment.source.allocate(),
            workspace: Workspace::new(&experiment.desk),
        }
    }

    fn run(&mut self, batch: usize) -> Batch {
        let Experiment { source, desk, plan, .. } = self.experiment;
        let mut tally = Tally::new(desk.grid().steps(), desk.hedges().len());
        let (mut blocks, mut ledger) = (Vec::with_capacity(BATCH), Vec::new());
        for block in batch * BATCH..((batch + 1) * BATCH).min(source.blocks()) {
            source.fill(block, self.set, &mut self.paths);
            let last = plan.run.ledger_paths.min(source.paths());
            let mut recorder = (block * LANES < last).then(|| Recorder::new(desk, block, 0..last));
            let mut pnl = PnlBlock::default();
            let recorded = recorder.as_mut();
            let output = Output { pnl: &mut pnl, tally: &mut tally, recorder: recorded };
            desk.hedge(self.set, block, &self.paths, &mut self.workspace, output);
            blocks.push(pnl);
            ledger.extend(recorder.into_iter().flat_map(Recorder::into_entries));
        }
        let sums = blocks.iter().map(BlockSums::of).collect();
        Batch { blocks, sums, tally, ledger }
    }
}

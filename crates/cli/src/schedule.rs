//! Runs the blocks of an experiment on threads, and hands their results on in order.
//!
//! Work goes by batches of a fixed number of blocks; a batch sums its blocks in their order, and
//! batches are taken in theirs, so that no number depends on how many threads there are. Whoever
//! finishes the batch that is next in line takes it to the sinks, and those that wait behind it.

use crate::experiment::Experiment;
use crate::failure::Failure;
use rehedge_engine::{LedgerEntry, Output, PnlBlock, Recorder, Tally, Workspace};
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::PathBlock;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

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
    /// Sums at every step.
    pub tally: Tally,
    /// Every step of the first paths.
    pub ledger: Vec<LedgerEntry>,
}

/// Takes blocks in the order of their paths.
pub type Sink<'a> = dyn FnMut(&PnlBlock) -> Result<(), Failure> + Send + 'a;

/// Runs every block of an experiment and hands its P&L to `sink`.
pub fn run(
    experiment: &Experiment,
    schedule: &Schedule<'_>,
    sink: &mut Sink<'_>,
) -> Result<Totals, Failure> {
    let steps = experiment.desk.grid().steps();
    let tally = Tally::new(steps, experiment.desk.hedges().len());
    let batches = experiment.source.blocks().div_ceil(BATCH);
    let line = Line {
        queue: Mutex::new(Queue {
            next: 0,
            waiting: BTreeMap::new(),
            taking: false,
            failed: false,
        }),
        moved: Condvar::new(),
        taker: Mutex::new(Taker {
            totals: Totals { tally, ledger: Vec::new() },
            sink,
            failure: None,
        }),
    };
    let claimed = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..schedule.threads.min(batches) {
            scope.spawn(|| {
                let mut worker = Worker::new(experiment);
                loop {
                    // Before the claim: others may be waiting for a batch once it is claimed.
                    if schedule.interrupted.load(Ordering::Relaxed) {
                        return;
                    }
                    let batch = claimed.fetch_add(1, Ordering::Relaxed);
                    if batch >= batches {
                        return;
                    }
                    if !line.wait_for_room(batch, WAITING * schedule.threads) {
                        return;
                    }
                    line.deliver(batch, worker.run(batch), schedule);
                }
            });
        }
    });
    if schedule.interrupted.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted);
    }
    let taker = line.taker.into_inner().unwrap_or_else(PoisonError::into_inner);
    taker.failure.map_or(Ok(taker.totals), Err)
}

/// The results of a batch.
struct Batch {
    blocks: Vec<PnlBlock>,
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
        Batch { blocks, tally, ledger }
    }
}

/// Where batches wait their turn. One thread at a time takes them to the sink, and does so without
/// holding the queue: the others go on with their own batches.
struct Line<'s, 'f> {
    queue: Mutex<Queue>,
    /// Told when the line has moved on.
    moved: Condvar,
    taker: Mutex<Taker<'s, 'f>>,
}

struct Queue {
    /// The batch that is next to go.
    next: usize,
    waiting: BTreeMap<usize, Batch>,
    /// Whether a thread is taking batches to the sink.
    taking: bool,
    failed: bool,
}

struct Taker<'s, 'f> {
    totals: Totals,
    sink: &'s mut Sink<'f>,
    failure: Option<Failure>,
}

impl Line<'_, '_> {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a batch is near enough to the head of the line; false when the run has failed.
    fn wait_for_room(&self, batch: usize, room: usize) -> bool {
        let far = |queue: &mut Queue| !queue.failed && batch >= queue.next + room;
        let queue = self.moved.wait_while(self.queue(), far);
        !queue.unwrap_or_else(PoisonError::into_inner).failed
    }

    /// Puts a batch in line, and takes to the sink whatever is next, unless another thread does.
    fn deliver(&self, batch: usize, results: Batch, schedule: &Schedule<'_>) {
        {
            let mut queue = self.queue();
            queue.waiting.insert(batch, results);
            if queue.taking {
                return;
            }
            queue.taking = true;
        }
        let mut taker = self.taker.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(results) = self.next_in_line() {
            if taker.failure.is_none() {
                let done = results.blocks.iter().map(|block| block.valid).sum();
                taker.take(results);
                (schedule.progress)(done);
            }
            let mut queue = self.queue();
            queue.next += 1;
            queue.failed = taker.failure.is_some();
            self.moved.notify_all();
        }
    }

    /// The batch that is next to go; with none there, nobody is taking any more.
    fn next_in_line(&self) -> Option<Batch> {
        let mut queue = self.queue();
        let next = queue.next;
        let results = queue.waiting.remove(&next);
        queue.taking = results.is_some();
        results
    }
}

impl Taker<'_, '_> {
    fn take(&mut self, batch: Batch) {
        self.totals.tally.merge(&batch.tally);
        self.totals.ledger.extend(batch.ledger);
        for block in &batch.blocks {
            if let Err(failure) = (self.sink)(block) {
                self.failure.get_or_insert(failure);
                return;
            }
        }
    }
}

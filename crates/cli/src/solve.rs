//! Solves what optimal hedges look up, before the paths are run.

use crate::progress;
use crate::schedule::Schedule;
use rehedge_engine::{Desk, Jobs};
use rehedge_report::in_parallel;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

/// Solves every problem of a desk on the threads of a schedule. A run that is interrupted is not
/// worth the rest.
pub fn solve(desk: &Desk, schedule: &Schedule<'_>, quiet: bool) {
    let bar = progress::solving(desk.unsolved_steps(), quiet);
    desk.solve(&|jobs: Jobs<'_>| {
        if !schedule.interrupted.load(Ordering::Relaxed) {
            let jobs: Vec<_> = jobs.into_iter().map(|job| Mutex::new(Some(job))).collect();
            in_parallel(schedule.threads, &jobs, |job| {
                let job = job.lock().unwrap_or_else(PoisonError::into_inner).take();
                job.into_iter().for_each(|job| job());
            });
        }
        bar.inc(1);
    });
    bar.finish_and_clear();
}

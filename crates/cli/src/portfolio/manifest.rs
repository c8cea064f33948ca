//! `manifest.json` of a portfolio run: what was run.

use super::job::Job;
use crate::manifest::{REVISION, VERSION, config_hash, pretty};
use crate::results::PROGRAM;
use serde_json::json;

/// Depends on program, config, data and seed alone.
pub fn manifest(job: &Job) -> String {
    let plan = &job.plan;
    pretty(&json!({
        "program": PROGRAM,
        "version": VERSION,
        "source_revision": REVISION,
        "config": plan.name,
        "config_sha256": config_hash(&plan.resolved),
        "seed": plan.run.seed,
        "scenarios": plan.run.in_sample,
        "out_of_sample_scenarios": plan.run.out_of_sample,
        "steps": plan.grid.steps(),
        "books": plan.books.iter().map(|book| &book.name).collect::<Vec<_>>(),
        "positions": plan.books.iter().map(|book| book.positions.len()).collect::<Vec<_>>(),
        "models": plan.models.iter().map(|model| &model.name).collect::<Vec<_>>(),
        "instruments": plan.instruments.len(),
    }))
}

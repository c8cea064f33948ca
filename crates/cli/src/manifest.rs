//! `manifest.json`, what was run; and `timing.json`, how long it took, apart from it.

use crate::experiment::Experiment;
use rehedge_kernels::InstructionSet;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::time::Instant;

/// Version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Revision of its source.
pub const REVISION: &str = env!("REHEDGE_REVISION");

/// SHA-256 of a resolved config, in hexadecimal.
pub fn config_hash(resolved: &str) -> String {
    format!("{:x}", Sha256::digest(resolved))
}

/// What was run: enough to run it again. Depends on program, config and seed alone.
pub fn manifest(experiment: &Experiment, program: &str) -> String {
    let plan = &experiment.plan;
    pretty(&json!({
        "program": program,
        "version": VERSION,
        "source_revision": REVISION,
        "config": plan.name,
        "config_sha256": config_hash(&plan.resolved),
        "seed": plan.run.seed,
        "paths": experiment.source.paths(),
        "steps": plan.grid.steps(),
        "hedges": experiment.names(),
        "ledger_paths": plan.run.ledger_paths.min(experiment.source.paths()),
    }))
}

/// How long the parts of a run took.
pub struct Timing {
    threads: usize,
    laps: Vec<(&'static str, f64)>,
}

impl Timing {
    /// Nothing has been done yet.
    pub fn new(threads: usize) -> Self {
        Self { threads, laps: Vec::new() }
    }

    /// Notes that a part is done that began when the part before it ended.
    pub fn lap(&mut self, name: &'static str, begun: Instant) {
        let before: f64 = self.laps.iter().map(|(_, seconds)| seconds).sum();
        self.laps.push((name, begun.elapsed().as_secs_f64() - before));
    }

    /// The file's text, for a run of hedges.
    pub fn json(&self, experiment: &Experiment, begun: Instant) -> String {
        let mut timing = self.seconds(begun);
        let path_steps = (experiment.source.paths() * experiment.plan.grid.steps()) as f64;
        if let Some((_, seconds)) = self.laps.first() {
            timing.insert("hedge_ns_per_path_step".into(), (seconds * 1e9 / path_steps).into());
        }
        pretty(&Value::Object(timing))
    }

    /// The file's text, for what has no paths and steps to speak of.
    pub fn plain_json(&self, begun: Instant) -> String {
        pretty(&Value::Object(self.seconds(begun)))
    }

    fn seconds(&self, begun: Instant) -> Map<String, Value> {
        let mut timing = Map::new();
        timing.insert("threads".into(), self.threads.into());
        timing.insert("instruction_set".into(), InstructionSet::best().to_string().into());
        timing.insert("total_seconds".into(), begun.elapsed().as_secs_f64().into());
        for (name, seconds) in &self.laps {
            timing.insert((*name).into(), (*seconds).into());
        }
        timing
    }
}

/// JSON as every file of results has it.
pub fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

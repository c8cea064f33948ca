//! The files of a sweep.

use super::figures;
use super::grid::Grid;
use crate::config::Values;
use crate::failure::Failure;
use crate::manifest::pretty;
use crate::results::{MANIFEST, PROGRAM, ResultsFolder};
use rehedge_kernels::InstructionSet;
use rehedge_report::{KeyColumn, PolarsError, SweepRow, csv_bytes, parquet_bytes, sweep_frame};
use serde_json::{Value, json};
use std::time::Instant;

/// How many charts there are.
pub struct Charts {
    pub drawn: usize,
    /// Slices of the sweep that have none: there are too many.
    pub left_out: usize,
}

/// Writes everything but the timing.
pub fn write(
    folder: &ResultsFolder,
    grid: &Grid,
    cells: &[Vec<SweepRow>],
    threads: usize,
) -> Result<Charts, Failure> {
    let failed = |error: PolarsError| Failure::Other(error.to_string());
    let rows: Vec<_> = cells.iter().flatten().cloned().collect();
    let criteria = &grid.sweep.base.compare.criteria;
    let mut frame = sweep_frame(&keys(grid, cells), &rows, criteria).map_err(failed)?;
    folder.write("sweep.csv", csv_bytes(&mut frame).map_err(failed)?)?;
    folder.write("sweep.parquet", parquet_bytes(&mut frame).map_err(failed)?)?;
    folder.write("config.toml", &grid.sweep.base.resolved)?;
    folder.write("sweep.toml", &grid.text)?;
    folder.write(MANIFEST, manifest(grid, cells))?;
    let (charts, left_out) = figures::draw(grid, cells, threads)?;
    for (name, image) in &charts {
        folder.write(&format!("charts/{name}.svg"), &image.svg)?;
        folder.write(&format!("charts/{name}.png"), &image.png)?;
    }
    Ok(Charts { drawn: charts.len(), left_out })
}

/// The keys that vary, on the rows of all cells.
fn keys(grid: &Grid, cells: &[Vec<SweepRow>]) -> Vec<KeyColumn> {
    let of_key = |(number, varied): (usize, &crate::config::Varied)| {
        let index = |cell: usize| grid.sweep.indices(cell)[number];
        let indices = || {
            let of_cell = |(cell, rows): (usize, &Vec<SweepRow>)| vec![index(cell); rows.len()];
            cells.iter().enumerate().flat_map(of_cell)
        };
        let name = varied.name.clone();
        match &varied.values {
            Values::Numbers(values) => {
                KeyColumn::Numbers(name, indices().map(|index| values[index]).collect())
            }
            Values::Words(words) => {
                KeyColumn::Words(name, indices().map(|index| words[index].clone()).collect())
            }
        }
    };
    grid.sweep.varied.iter().enumerate().map(of_key).collect()
}

/// What was run: depends on program, config, data and seed alone.
fn manifest(grid: &Grid, cells: &[Vec<SweepRow>]) -> String {
    let varied = |varied: &crate::config::Varied| {
        let values = match &varied.values {
            Values::Numbers(numbers) => json!(numbers),
            Values::Words(words) => json!(words),
        };
        json!({ "key": varied.key(), "name": varied.name, "values": values })
    };
    let hashes: Vec<_> = grid.cells.iter().map(|cell| cell.hash.as_str()).collect();
    pretty(&json!({
        "program": PROGRAM,
        "version": env!("CARGO_PKG_VERSION"),
        "source_revision": env!("REHEDGE_REVISION"),
        "config": grid.sweep.base.name,
        "sweep_sha256": grid.hash(),
        "seed": grid.sweep.base.run.seed,
        "vary": grid.sweep.varied.iter().map(varied).collect::<Vec<_>>(),
        "hedges": hedges(cells),
        "cells_sha256": hashes,
    }))
}

/// The hedges of all cells, in the order in which they first appear.
pub fn hedges(cells: &[Vec<SweepRow>]) -> Vec<&str> {
    let mut hedges: Vec<&str> = Vec::new();
    for row in cells.iter().flatten() {
        if !hedges.contains(&row.hedge.as_str()) {
            hedges.push(&row.hedge);
        }
    }
    hedges
}

/// How long it took, and how much of it was done now.
pub fn timing(grid: &Grid, cells_now: usize, threads: usize, begun: Instant) -> String {
    let timing: Value = json!({
        "threads": threads,
        "instruction_set": InstructionSet::best().to_string(),
        "total_seconds": begun.elapsed().as_secs_f64(),
        "cells_run": cells_now,
        "cells_finished_before": grid.cells.len() - cells_now,
    });
    pretty(&timing)
}

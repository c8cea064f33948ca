//! Reads one path of one hedge back from `ledger.parquet`.

use super::ledger::{NUMBERS, component_column};
use polars::prelude::{DataFrame, PolarsError};
use polars_io::SerReader as _;
use polars_io::parquet::read::{ParallelStrategy, ParquetReader};
use rehedge_engine::{Component, LedgerEntry};
use std::io::Cursor;
use thiserror::Error;

/// Why a path cannot be read back.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// Not a Parquet file, or not one that [`ledger_frame`](super::ledger_frame) made.
    #[error("not a ledger: {0}")]
    NotALedger(#[from] PolarsError),
    /// No such hedge.
    #[error("the ledger has no hedge \"{wanted}\"; it has {}", quoted(there))]
    NoSuchHedge {
        /// The name asked for.
        wanted: String,
        /// The names there.
        there: Vec<String>,
    },
    /// No such path.
    #[error("the ledger has no path {wanted}; it has {}", listed(there))]
    NoSuchPath {
        /// The path asked for.
        wanted: usize,
        /// The paths there.
        there: Vec<usize>,
    },
}

/// The steps of one path of one hedge, in order. An entry's `hedge` is the place of its name among
/// the names of the file.
///
/// # Errors
/// When the bytes are no ledger, or have no such hedge or path; the error lists those there are.
pub fn read_ledger(
    bytes: &[u8],
    hedge: &str,
    path: usize,
) -> Result<Vec<LedgerEntry>, LedgerError> {
    let frame = ParquetReader::new(Cursor::new(bytes))
        .read_parallel(ParallelStrategy::None)
        .set_rechunk(true)
        .finish()?;
    let keys = Keys::of(&frame)?;
    let place = find(&keys.hedges, &hedge.to_owned()).ok_or_else(|| LedgerError::NoSuchHedge {
        wanted: hedge.into(),
        there: keys.hedges.clone(),
    })?;
    find(&keys.paths, &path)
        .ok_or_else(|| LedgerError::NoSuchPath { wanted: path, there: keys.paths.clone() })?;
    Ok(entries(&frame, &keys, (place, path))?)
}

/// Which hedge and path every row belongs to.
struct Keys {
    rows: Vec<(usize, usize)>,
    hedges: Vec<String>,
    paths: Vec<usize>,
}

impl Keys {
    fn of(frame: &DataFrame) -> Result<Self, PolarsError> {
        let mut keys = Self { rows: Vec::new(), hedges: Vec::new(), paths: Vec::new() };
        let hedges = frame.column("hedge")?.str()?;
        let paths = frame.column("path")?.i64()?;
        for (hedge, path) in hedges.iter().zip(paths.iter()) {
            let hedge = place(&mut keys.hedges, hedge.unwrap_or_default().to_owned());
            let path = path.unwrap_or_default() as usize;
            place(&mut keys.paths, path);
            keys.rows.push((hedge, path));
        }
        Ok(keys)
    }
}

fn entries(
    frame: &DataFrame,
    keys: &Keys,
    wanted: (usize, usize),
) -> Result<Vec<LedgerEntry>, PolarsError> {
    let rows = (0..keys.rows.len()).filter(|row| keys.rows[*row] == wanted);
    let steps = frame.column("step")?.i32()?;
    let jumped = frame.column("jumped")?.bool()?;
    let mut entries: Vec<LedgerEntry> = rows
        .clone()
        .map(|row| LedgerEntry {
            hedge: wanted.0,
            path: wanted.1,
            step: steps.get(row).unwrap_or_default() as usize,
            jumped: jumped.get(row).unwrap_or_default(),
            ..LedgerEntry::default()
        })
        .collect();
    let mut fill = |name: &str, to: &dyn Fn(&mut LedgerEntry) -> &mut f64| {
        let values = frame.column(name)?.f64()?;
        for (entry, row) in entries.iter_mut().zip(rows.clone()) {
            *to(entry) = values.get(row).unwrap_or(f64::NAN);
        }
        Ok::<_, PolarsError>(())
    };
    for (name, _, to) in NUMBERS {
        fill(name, &to)?;
    }
    for component in Component::ALL {
        let index = component as usize;
        fill(&component_column(component), &|entry| &mut entry.components[index])?;
    }
    Ok(entries)
}

fn find<T: PartialEq>(values: &[T], wanted: &T) -> Option<usize> {
    values.iter().position(|value| value == wanted)
}

/// The place of a value among those seen, which it joins if it is new.
fn place<T: PartialEq>(seen: &mut Vec<T>, value: T) -> usize {
    find(seen, &value).unwrap_or_else(|| {
        seen.push(value);
        seen.len() - 1
    })
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn listed(paths: &[usize]) -> String {
    paths.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

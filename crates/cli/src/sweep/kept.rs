//! [`Kept`]: the folder of finished cells, from which an interrupted sweep goes on.
//!
//! A cell is one file, named for the hash of all that its numbers depend on. It is written beside
//! and renamed, so that it is there whole or not at all whatever ends the program.

use super::grid::Grid;
use crate::failure::Failure;
use crate::manifest::pretty;
use crate::results::{PROGRAM, missing_above, name_of, problem};
use rehedge_report::{Judged, SweepRow};
use serde_json::{Value, json};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Says which sweep the cells belong to.
const MANIFEST: &str = "sweep.json";
/// Held while a sweep is at work; the system lets go of it however the program ends.
const LOCK: &str = "lock";

/// The finished cells of a sweep.
pub struct Kept {
    folder: PathBuf,
    /// File names, in the order of the cells.
    files: Vec<String>,
    /// The folders above that were made for it, the outermost first.
    made: Vec<PathBuf>,
    _lock: File,
}

impl Kept {
    /// The folder beside the results at `place`; made if there is none.
    ///
    /// # Errors
    /// When it belongs to another sweep and that is not to be given up, or one is at work in it.
    pub fn open(place: &Path, grid: &Grid, restart: bool) -> Result<Self, Failure> {
        let name = format!(".{}.cells", name_of(place)?);
        let folder = place.parent().unwrap_or(Path::new("")).join(name);
        let refuse = |error: io::Error| {
            let folder = folder.display();
            let why = format!("cells cannot be kept beside it, in {folder}: {error}");
            Failure::from(problem(place, &why))
        };
        let made = missing_above(&folder);
        fs::create_dir_all(&folder).map_err(refuse)?;
        let lock = File::create(folder.join(LOCK)).map_err(refuse)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let folder = folder.display();
                let message = format!("another sweep is at work in {folder}; nothing was written");
                return Err(Failure::Other(message));
            }
            Err(TryLockError::Error(error)) => return Err(refuse(error)),
        }
        let files = grid.cells.iter().map(|cell| format!("{}.json", cell.hash)).collect();
        let kept = Self { folder, files, made, _lock: lock };
        kept.claim(grid, restart)?;
        Ok(kept)
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The cells that are not there, in their order.
    pub fn missing(&self) -> Vec<usize> {
        (0..self.files.len()).filter(|&cell| self.read(cell).is_none()).collect()
    }

    /// Keeps a cell.
    pub fn write(&self, cell: usize, rows: &[SweepRow]) -> Result<(), Failure> {
        let path = self.folder.join(&self.files[cell]);
        // Two cells may have one hash.
        let beside = self.folder.join(format!("{}.{cell}.partial", self.files[cell]));
        let written = fs::write(&beside, to_json(rows)).and_then(|()| fs::rename(&beside, &path));
        written.map_err(|error| Failure::io("write", &path, &error))
    }

    /// Every cell.
    pub fn read_all(&self) -> Result<Vec<Vec<SweepRow>>, Failure> {
        let lost = |cell: usize| {
            let path = self.folder.join(&self.files[cell]);
            Failure::Other(format!("{} was finished, but cannot be read", path.display()))
        };
        (0..self.files.len()).map(|cell| self.read(cell).ok_or_else(|| lost(cell))).collect()
    }

    /// Removes the folder.
    pub fn remove(self) {
        let _ = fs::remove_dir_all(&self.folder);
    }

    /// A cell, unless it is not there, or not whole.
    fn read(&self, cell: usize) -> Option<Vec<SweepRow>> {
        from_json(&fs::read(self.folder.join(&self.files[cell])).ok()?)
    }

    /// Makes the folder that of this sweep, if it is nobody else's.
    fn claim(&self, grid: &Grid, restart: bool) -> Result<(), Failure> {
        let path = self.folder.join(MANIFEST);
        let manifest = pretty(&json!({
            "program": PROGRAM,
            "version": env!("CARGO_PKG_VERSION"),
            "source_revision": env!("REHEDGE_REVISION"),
            "sweep_sha256": grid.hash(),
        }));
        let found = fs::read_to_string(&path).ok();
        if restart || found.is_none() {
            self.clear()?;
        } else if found.as_ref() != Some(&manifest) {
            return Err(self.is_of_another(&found.unwrap_or_default(), &manifest));
        }
        fs::write(&path, &manifest).map_err(|error| Failure::io("write", &path, &error))
    }

    fn is_of_another(&self, found: &str, manifest: &str) -> Failure {
        let read = |text| serde_json::from_str::<Value>(text).unwrap_or_default();
        let (found, own) = (read(found), read(manifest));
        let differs = |key: &str| found[key] != own[key];
        let why = if differs("version") || differs("source_revision") {
            "were made by another version of rehedge"
        } else {
            "belong to the sweep as it was before its config, data or options were changed"
        };
        Failure::Argument(format!(
            "the finished cells in {} {why}; put that back to go on with them, or add --restart to \
             give them up and begin anew",
            self.folder.display()
        ))
    }

    /// Removes everything but the lock.
    fn clear(&self) -> Result<(), Failure> {
        let failed = |error: io::Error| Failure::io("clear", &self.folder, &error);
        for entry in fs::read_dir(&self.folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_name() != LOCK {
                fs::remove_file(entry.path()).map_err(failed)?;
            }
        }
        Ok(())
    }
}

impl Drop for Kept {
    /// A folder in which nothing is kept goes.
    fn drop(&mut self) {
        let is_cell = |name: &std::ffi::OsStr| {
            let name = name.to_string_lossy();
            name != MANIFEST && name != LOCK && !name.ends_with(".partial")
        };
        let Ok(mut entries) = fs::read_dir(&self.folder) else { return };
        if !entries.any(|entry| entry.is_ok_and(|entry| is_cell(&entry.file_name()))) {
            let _ = fs::remove_dir_all(&self.folder);
            // Those that hold something else stay.
            for made in self.made.iter().rev() {
                let _ = fs::remove_dir(made);
            }
        }
    }
}

/// Numbers are kept by their bits: what is read is what was written.
fn to_json(rows: &[SweepRow]) -> String {
    let row = |row: &SweepRow| {
        let judged: Vec<_> = row
            .judged
            .iter()
            .map(|j| json!([j.value.to_bits(), j.se.to_bits(), j.allowed, j.rank]))
            .collect();
        let numbers: Vec<_> = row.numbers.iter().map(|number| number.to_bits()).collect();
        json!({ "hedge": row.hedge, "paths": row.paths, "number_bits": numbers, "judged": judged })
    };
    Value::from(rows.iter().map(row).collect::<Vec<_>>()).to_string()
}

fn from_json(bytes: &[u8]) -> Option<Vec<SweepRow>> {
    let number = |value: &Value| value.as_u64().map(f64::from_bits);
    let count = |value: &Value| usize::try_from(value.as_u64()?).ok();
    let judged = |value: &Value| {
        Some(Judged {
            value: number(&value[0])?,
            se: number(&value[1])?,
            allowed: value[2].as_bool()?,
            rank: count(&value[3])?,
        })
    };
    let row = |value: &Value| {
        Some(SweepRow {
            hedge: value["hedge"].as_str()?.to_owned(),
            paths: count(&value["paths"])?,
            numbers: value["number_bits"].as_array()?.iter().map(number).collect::<Option<_>>()?,
            judged: value["judged"].as_array()?.iter().map(judged).collect::<Option<_>>()?,
        })
    };
    let rows: Value = serde_json::from_slice(bytes).ok()?;
    rows.as_array()?.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_as_it_was_written_or_not_at_all() {
        let row = |hedge: &str, number: f64| SweepRow {
            hedge: hedge.to_owned(),
            paths: 10_000,
            numbers: vec![number, 0.1 + 0.2, -0.0, f64::MIN_POSITIVE / 3.0, 1e300],
            judged: vec![Judged { value: -number, se: 1.0 / 3.0, allowed: number > 0.0, rank: 2 }],
        };
        let rows = [row("every 0.25d", 1.1), row("\"ü\"\n", f64::NAN)];
        let text = to_json(&rows);
        let read = from_json(text.as_bytes()).expect("whole");
        let bits = |rows: &[SweepRow]| -> Vec<_> {
            let all = rows.iter().flat_map(|row| row.numbers.iter().chain([&row.judged[0].value]));
            all.map(|number| number.to_bits()).collect()
        };
        assert_eq!(bits(&read), bits(&rows));
        assert_eq!(read[0], rows[0]);
        assert_eq!(read[1].hedge, rows[1].hedge);
        for end in 0..text.len() {
            assert_eq!(from_json(&text.as_bytes()[..end]), None, "cut at {end}");
        }
        assert_eq!(from_json(&vec![0; text.len()]), None);
    }
}

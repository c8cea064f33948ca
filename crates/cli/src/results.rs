//! [`ResultsFolder`]: results are written beside their place and renamed into it when all is there.

use crate::config::Problem;
use crate::failure::Failure;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The file by which a results folder is known.
pub const MANIFEST: &str = "manifest.json";

/// What the manifest says of the program that wrote it.
pub const PROGRAM: &str = "rehedge";

/// A folder of results that is being written. Until [`ResultsFolder::publish`] nothing is seen of
/// it under its own name; dropped before, it is removed.
pub struct ResultsFolder {
    place: PathBuf,
    staging: PathBuf,
    /// The folders above that were made for it, the outermost first.
    made: Vec<PathBuf>,
}

impl ResultsFolder {
    /// A folder that will be `place`.
    ///
    /// # Errors
    /// When `place` is there and is no results folder, or its parent cannot be written to.
    pub fn create(place: &Path) -> Result<Self, Problem> {
        refuse_foreign(place)?;
        let name = name_of(place)?;
        let parent = place.parent().unwrap_or(Path::new(""));
        let made = missing_above(place);
        let staging = parent.join(beside(&name, "partial"));
        let folder = Self { place: place.to_owned(), staging, made };
        let _ = fs::remove_dir_all(&folder.staging);
        let created = fs::create_dir_all(&folder.staging);
        created.map_err(|error| problem(place, &format!("cannot be written to: {error}")))?;
        Ok(folder)
    }

    /// Opens a file of the folder for writing.
    pub fn create_file(&self, name: &str) -> Result<File, Failure> {
        let path = self.staging.join(name);
        File::create(&path).map_err(|error| Failure::io("write", &path, &error))
    }

    /// Writes a file of the folder.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> Result<(), Failure> {
        let path = self.staging.join(name);
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, contents));
        written.map_err(|error| Failure::io("write", &path, &error))
    }

    /// Puts the folder in its place, and removes the results that were there before.
    pub fn publish(mut self) -> Result<(), Failure> {
        // Looked at again: somebody may have made a folder there in the meantime.
        refuse_foreign(&self.place)?;
        self.made.clear();
        let failed = |error: io::Error| Failure::io("write results to", &self.place, &error);
        if !self.place.exists() {
            return fs::rename(&self.staging, &self.place).map_err(failed);
        }
        let name = self.place.file_name().unwrap_or_default().to_string_lossy();
        let old = self.place.with_file_name(beside(&name, "old"));
        fs::rename(&self.place, &old).map_err(failed)?;
        if let Err(error) = fs::rename(&self.staging, &self.place) {
            let _ = fs::rename(&old, &self.place);
            return Err(failed(error));
        }
        let _ = fs::remove_dir_all(&old);
        Ok(())
    }
}

impl Drop for ResultsFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.staging);
        for made in self.made.iter().rev() {
            let _ = fs::remove_dir(made);
        }
    }
}

/// The name of a folder, by the last part of its path.
pub fn name_of(place: &Path) -> Result<String, Problem> {
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned());
    name.ok_or_else(|| problem(place, "must name a folder"))
}

/// The folders above a place that are not there, the outermost first.
pub fn missing_above(place: &Path) -> Vec<PathBuf> {
    let parent = place.parent().unwrap_or(Path::new(""));
    let above =
        parent.ancestors().take_while(|above| !above.as_os_str().is_empty() && !above.exists());
    let mut missing: Vec<_> = above.map(Path::to_owned).collect();
    missing.reverse();
    missing
}

/// What is wrong with the place for the results.
pub fn problem(place: &Path, why: &str) -> Problem {
    Problem::of_option("--out", place.display().to_string(), why.to_owned())
}

/// A name for a passing folder beside `name`; of this process, so that two runs do not meet.
fn beside(name: &str, what: &str) -> String {
    format!(".{name}.{what}-{}", std::process::id())
}

/// Only an empty folder, or one that holds results, may be replaced.
pub fn refuse_foreign(place: &Path) -> Result<(), Problem> {
    let refuse = |why: &str| {
        let allowed = "allowed: a new folder, an empty one, or one with earlier results";
        Err(problem(place, &format!("{why}; {allowed}")))
    };
    match fs::read_dir(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(_) if place.exists() && !place.is_dir() => refuse("it is not a folder"),
        Err(error) => refuse(&format!("it cannot be looked into ({error})")),
        Ok(entries) => {
            if is_results(place) || entries.count() == 0 {
                Ok(())
            } else {
                refuse("the folder is there and holds something else")
            }
        }
    }
}

/// By its manifest; or, where that was left out of version control, by what stands beside it.
fn is_results(place: &Path) -> bool {
    let has_manifest = fs::read(place.join(MANIFEST))
        .ok()
        .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
        .is_some_and(|manifest| manifest["program"] == PROGRAM);
    let has_summary = || {
        fs::read(place.join("summary.csv"))
            .is_ok_and(|summary| summary.starts_with(b"hedge,paths,pnl_mean,pnl_mean_se,"))
    };
    let has_sweep = || {
        fs::read_to_string(place.join("sweep.csv")).is_ok_and(|sweep| {
            let header = sweep.lines().next();
            header.is_some_and(|names| names.contains(",hedge,paths,pnl_mean,pnl_mean_se,"))
        })
    };
    let has_models = || {
        fs::read(place.join("models.csv"))
            .is_ok_and(|models| models.starts_with(b"book,model,status,instruments,"))
    };
    let tables = || has_summary() || has_sweep() || has_models();
    has_manifest || (place.join("config.toml").is_file() && tables())
}

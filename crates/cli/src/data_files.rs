//! [`DataFiles`]: the bytes of data files, each read once however many plans use it.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Files that were read.
#[derive(Default)]
pub struct DataFiles(Mutex<BTreeMap<PathBuf, Contents>>);

#[derive(Clone)]
struct Contents {
    bytes: Arc<Vec<u8>>,
    sha256: String,
}

impl DataFiles {
    /// The bytes of a file, as they were when it was first read.
    pub fn read(&self, path: &Path) -> io::Result<Arc<Vec<u8>>> {
        self.contents(path).map(|contents| contents.bytes)
    }

    /// The hash of a file, as it was when it was first read.
    pub fn sha256(&self, path: &Path) -> io::Result<String> {
        self.contents(path).map(|contents| contents.sha256)
    }

    fn contents(&self, path: &Path) -> io::Result<Contents> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(contents) = files.get(path) {
            return Ok(contents.clone());
        }
        let bytes = Arc::new(std::fs::read(path)?);
        let sha256 = format!("{:x}", Sha256::digest(&*bytes));
        let contents = Contents { bytes, sha256 };
        files.insert(path.to_owned(), contents.clone());
        Ok(contents)
    }
}

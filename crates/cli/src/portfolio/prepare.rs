//! Reads a config of a portfolio and the files that it names.

use crate::config::portfolio::{self, Overrides, PortfolioPlan};
use crate::data_files::DataFiles;
use crate::experiment;
use crate::failure::Failure;
use std::path::Path;

/// The plan of a config file.
///
/// # Errors
/// Everything that is wrong with the config, its positions and its quotes, at once.
pub fn prepare(file: &Path, overrides: &Overrides) -> Result<PortfolioPlan, Failure> {
    let (text, files) = (experiment::text(file)?, DataFiles::default());
    let read = |path: &Path| files.read(path);
    Ok(portfolio::read(&text, &file.to_string_lossy(), overrides, &read)?)
}

//! Charts of a run.
use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::schedule::Totals;
use rehedge_report::{HedgeSummary, Statistics};
pub struct Run<'a> { pub experiment: &'a Experiment, pub statistics: &'a Statistics, pub totals: &'a Totals }
pub struct Image { pub svg: String, pub png: Vec<u8> }
pub fn draw(_run: &Run<'_>, _s: &[HedgeSummary], _threads: usize) -> Result<Vec<(String, Image)>, Failure> { Ok(Vec::new()) }

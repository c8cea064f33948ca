//! [`Centre`]: where a descent begins, and what keeps it from rounding where nothing is left.

use crate::HedgeProblem;
use crate::matrix::Matrix;
use crate::pivoting::Pivoted;

/// Where a programme is centred.
#[derive(Clone)]
pub(super) struct Centre {
    pub positions: Vec<f64>,
    /// Whether they leave no more than rounding of the risk without a hedge.
    pub replicates: bool,
    /// The risk that they leave, or [`NOTHING_LEFT`] of that without a hedge.
    pub unit: f64,
}

impl Centre {
    pub fn new(problem: &HedgeProblem, positions: Vec<f64>) -> Self {
        let (left, least) = (problem.rms(&positions), NOTHING_LEFT * problem.unhedged_rms());
        let unit = if left.max(least) > 0.0 { left.max(least) } else { 1.0 };
        Self { positions, replicates: left < least, unit }
    }
}

/// Losses below this share of those without a hedge are rounding, and no unit.
///
/// Where instruments replicate a book, the losses of all scenarios are 0 at once, and which of them are
/// in the tail is decided by rounding. So they are told apart there by up to a unit: a descent then
/// has its way, and its weights of scenarios bound the losses as they are. That leaves a gap of at
/// most a unit.
const NOTHING_LEFT: f64 = 1e-10;

/// What is left of an instrument beside the others, as a share of it, at or below which they make it
/// up.
const DEPENDENT: f64 = 1e-11;

/// Which columns the others make up.
pub(super) fn dependent(columns: &Matrix) -> Vec<bool> {
    let factor = Pivoted::new(columns.clone());
    let rank = factor.rank(DEPENDENT);
    let mut dependent = vec![false; factor.order.len()];
    factor.order[rank..].iter().for_each(|column| dependent[*column] = true);
    dependent
}

/// A number between 0 and 1 for each scenario, spread evenly.
pub(super) fn spread(scenario: usize) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    ((scenario + 1) as f64 * GOLDEN).fract()
}

//! The hedging error over spot and volatility at the horizon.

use super::job::Job;
use super::solve::Hedge;
use rehedge_kernels::InstructionSet;

/// Profit and loss of a hedge together with its book at one spot and volatility.
#[derive(Clone, Debug)]
pub struct Surface {
    /// Index of the hedge.
    pub hedge: usize,
    /// By volatility shift, then by spot.
    pub errors: Vec<Vec<f64>>,
}

/// Of every hedge that has positions.
pub fn surfaces(job: &Job, hedges: &[Hedge]) -> Vec<Surface> {
    let set = InstructionSet::best();
    let at = |shift: &f64| job.valuer.at_spots(set, &job.plan.surface.spots, *shift);
    let blocks: Vec<_> = job.plan.surface.volatility_shifts.iter().map(at).collect();
    let surface = |(hedge, found): (usize, &Hedge)| {
        let positions = found.positions()?;
        let errors = blocks.iter().map(|block| block.errors(found.book, positions)).collect();
        Some(Surface { hedge, errors })
    };
    hedges.iter().enumerate().filter_map(surface).collect()
}

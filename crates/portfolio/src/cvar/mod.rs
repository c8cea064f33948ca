//! [`CvarProblem`]: hedges by the worst scenarios.

mod centre;
mod descent;
mod planes;
mod programme;
mod scenarios;
mod tail;
#[cfg(test)]
mod tests;
mod trade_off;

use crate::{Accuracy, Costs, HedgeProblem, Limits, ScenarioBlock, Solution, SolveError};
use centre::Centre;
use descent::{Descent, End};
use programme::Programme;
use scenarios::Losses;
use tail::Tail;
use thiserror::Error;
use trade_off::{Given, Optimum, TradeOff};

/// Many blocks are first solved on one in so many.
const STRIDE: usize = 16;

/// The hedges of one book, judged by the conditional value at risk of the loss `ℓ = L − M x`: the mean of
/// its worst share `1 − α`,
///
/// `CVaR(x) = min over t of t + Σ_i max(ℓ_i(x) − t, 0)/((1 − α)·N)`.
///
/// Its minimum is a linear programme with a row and a variable for each scenario, and also a quantile
/// regression of a few variables: a piecewise linear function of positions and `t`, which a descent from
/// vertex to vertex minimises in some steps for each instrument. That takes a tenth of a second for
/// twenty thousand scenarios, where an interior point takes twenty and is left with fewer digits the
/// better the instruments hedge; and it ends with multipliers that prove the solution.
///
/// # Source
/// Rockafellar and Uryasev (2000), *Optimization of conditional value-at-risk*, Journal of Risk 2(3).
#[derive(Clone, Debug)]
pub struct CvarProblem<'a> {
    problem: &'a HedgeProblem,
    losses: Losses<'a>,
    level: f64,
}

/// What is sought.
#[derive(Clone, Copy, Debug)]
pub enum CvarGoal<'a> {
    /// The least conditional value at risk.
    Least,
    /// The least at a cost of at most so much.
    LeastWithin {
        /// Costs of positions.
        costs: &'a Costs,
        /// The greatest cost.
        most: f64,
    },
    /// The least cost at a conditional value at risk of at most so much.
    CostUnder {
        /// Costs of positions.
        costs: &'a Costs,
        /// The greatest conditional value at risk.
        cap: f64,
    },
}

/// A hedge and the tail of its loss.
#[derive(Clone, Debug, PartialEq)]
pub struct CvarSolution {
    /// The hedge. The gap of its accuracy is that of the goal: of the conditional value at risk in units
    /// as for a risk, or of the cost relative to the cost. Where a hedge leaves less than 1e-10 of the
    /// risk without one, the least conditional value at risk is about 0, and a gap is relative to that
    /// risk.
    pub solution: Solution,
    /// Conditional value at risk of the loss, in currency.
    pub cvar: f64,
    /// Value at risk: the loss that the worst share of scenarios exceeds.
    pub value_at_risk: f64,
}

/// Why a conditional value at risk is none.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum CvarError {
    /// The level must be at least 0 and less than 1.
    #[error("the level must be at least 0 and less than 1, not {0}")]
    Level(f64),
    /// The problem must be that of the scenarios.
    #[error("the problem was made from {expected} scenarios, these are {found}")]
    Scenarios {
        /// Scenarios of the problem.
        expected: usize,
        /// Scenarios given.
        found: usize,
    },
}

impl<'a> CvarProblem<'a> {
    /// The problem of a book on the scenarios that `problem` was made from, at level `α`.
    ///
    /// # Errors
    /// [`CvarError`] for a level outside `[0, 1)`, and other scenarios.
    pub fn new(
        problem: &'a HedgeProblem,
        blocks: &'a [ScenarioBlock],
        target: usize,
        level: f64,
    ) -> Result<Self, CvarError> {
        if !(0.0..1.0).contains(&level) {
            return Err(CvarError::Level(level));
        }
        let losses = Losses::new(blocks.iter(), target);
        let (expected, found) = (problem.scenarios(), losses.len());
        if expected != found {
            return Err(CvarError::Scenarios { expected, found });
        }
        Ok(Self { problem, losses, level })
    }

    /// Conditional value at risk of the loss of a hedge, and its value at risk.
    #[must_use]
    pub fn cvar(&self, positions: &[f64]) -> [f64; 2] {
        let tail = Tail::of(&self.losses.of(positions), 1.0 - self.level);
        [tail.mean, tail.start]
    }

    /// The best hedge within limits.
    ///
    /// A cap at or above the conditional value at risk without a hedge gives no hedge, exactly.
    /// Positions of a solution are those of a vertex, or for a given cost or cap a mixture of two; those
    /// that are not held are exactly 0.
    ///
    /// # Errors
    /// [`SolveError::CapTooLow`] with the least conditional value at risk there is; [`SolveError::Unbounded`]
    /// if positions without limits would gain even in the worst scenarios, [`SolveError::Infeasible`] if
    /// none are within the limits at that cost, [`SolveError::NotSolved`] if the accuracy is not reached.
    pub fn solve(&self, goal: CvarGoal, limits: &Limits) -> Result<CvarSolution, SolveError> {
        match goal {
            CvarGoal::LeastWithin { most: cap, .. } if !(cap >= 0.0) => {
                return Err(SolveError::Cap { cap });
            }
            CvarGoal::CostUnder { cap, .. } if cap.is_nan() => return Err(SolveError::Cap { cap }),
            _ => {}
        }
        if let Some(nothing) = self.without_a_hedge(goal, limits) {
            return Ok(nothing);
        }
        let (centre, _) = self.problem.least_risk(limits)?;
        let centre = Centre::new(self.problem, centre.positions);
        if centre.replicates && matches!(goal, CvarGoal::Least) {
            // The instruments that the others make up are moved only if it takes them.
            let found = self.solve_from(goal, limits, &centre, true);
            if found.is_ok() {
                return found;
            }
        }
        self.solve_from(goal, limits, &centre, false)
    }

    fn solve_from(
        &self,
        goal: CvarGoal,
        limits: &Limits,
        centre: &Centre,
        independent: bool,
    ) -> Result<CvarSolution, SolveError> {
        let programme = |losses| {
            let programme = Programme::new(self.problem, losses, 1.0 - self.level, limits, centre);
            if independent { programme.of_independent() } else { programme }
        };
        // What is found on some of the scenarios is where all of them begin.
        let rough = self.losses.sparse(STRIDE).map(programme);
        let rough = rough.and_then(|rough| optimum(&rough, goal, None).ok());
        let programme = programme(self.losses.clone());
        let Optimum { positions, bound, steps, .. } = optimum(&programme, goal, rough.as_ref())?;
        let size = |found: &CvarSolution| self.size(&found.solution, centre.replicates);
        let gap = |found: &CvarSolution| match goal {
            CvarGoal::Least | CvarGoal::LeastWithin { .. } => (found.cvar - bound) / size(found),
            CvarGoal::CostUnder { costs, .. } => match costs.of(&found.solution.positions) {
                0.0 => 0.0,
                cost => (cost - bound) / cost,
            },
        };
        // What replicates the book is not moved for what is rounding.
        if matches!(goal, CvarGoal::Least) && centre.replicates {
            let stays = self.checked(centre.positions.clone(), limits, steps, gap);
            if stays.is_ok() {
                return stays;
            }
        }
        self.checked(positions, limits, steps, gap)
    }

    /// No positions but those that bounds demand, if these do under a cap.
    fn without_a_hedge(&self, goal: CvarGoal, limits: &Limits) -> Option<CvarSolution> {
        let CvarGoal::CostUnder { cap, .. } = goal else { return None };
        let none: Vec<f64> =
            (0..self.problem.instruments()).map(|j| limits.clamp(j, 0.0)).collect();
        let allowed = limits.excess(&none) == 0.0 && self.cvar(&none)[0] <= cap;
        allowed.then(|| self.solution(none, Accuracy::default()))
    }

    /// What a gap of a conditional value at risk is judged by: as that of a risk, and where instruments
    /// replicate the book, the whole risk without a hedge.
    fn size(&self, solution: &Solution, replicates: bool) -> f64 {
        let share = if replicates { 1.0 } else { Accuracy::RISK_FLOOR };
        solution.rms + share * self.problem.unhedged_rms()
    }

    fn solution(&self, positions: Vec<f64>, accuracy: Accuracy) -> CvarSolution {
        let [cvar, value_at_risk] = self.cvar(&positions);
        let solution = Solution::new(self.problem, positions, accuracy);
        CvarSolution { solution, cvar, value_at_risk }
    }

    fn checked(
        &self,
        positions: Vec<f64>,
        limits: &Limits,
        iterations: usize,
        gap: impl Fn(&CvarSolution) -> f64,
    ) -> Result<CvarSolution, SolveError> {
        let infeasibility = self.problem.excess(limits, &positions);
        let mut found = self.solution(positions, Accuracy::default());
        let gap = gap(&found);
        let gap = if gap > 0.0 || gap.is_nan() { gap } else { 0.0 };
        found.solution.accuracy = Accuracy { gap, infeasibility, iterations };
        let solution = found.solution.clone().checked("no way down, but none was proved")?;
        Ok(CvarSolution { solution, ..found })
    }
}

/// The optimum of a goal, from one that was found on some of the scenarios.
fn optimum(
    programme: &Programme,
    goal: CvarGoal,
    rough: Option<&Optimum>,
) -> Result<Optimum, SolveError> {
    let start = rough.map_or(&programme.centre, |rough| &rough.positions);
    let (costs, given) = match goal {
        CvarGoal::Least => return least(programme, start),
        CvarGoal::LeastWithin { costs, most } => (costs, Given::Cost(most)),
        CvarGoal::CostUnder { costs, cap } => (costs, Given::Cvar(cap)),
    };
    let mut trade = TradeOff { programme, costs, steps: 0 };
    if let Some(Optimum { price: Some(price), positions, .. }) = rough
        && let Some([dear, cheap]) = trade.around(given, *price, positions)?
    {
        return trade.meet(given, dear, cheap);
    }
    let least = least(programme, start)?;
    trade.steps += least.steps;
    let dear = trade.corner(least.positions.clone());
    match given {
        Given::Cvar(cap) if !(dear.cvar <= cap) => {
            return Err(SolveError::CapTooLow { cap, least: dear.cvar });
        }
        Given::Cost(most) if dear.cost <= most => return Ok(least),
        Given::Cvar(_) if dear.cost == 0.0 => return Ok(least),
        _ => {}
    }
    trade.below(given, dear)
}

/// Down to the least conditional value at risk.
fn least(programme: &Programme, start: &[f64]) -> Result<Optimum, SolveError> {
    let prices = programme.prices(None, 0.0);
    let mut descent = Descent::new(programme, prices, programme.place_of(start));
    if descent.run() == End::Bottomless {
        return Err(SolveError::Unbounded);
    }
    Ok(Optimum {
        bound: programme.bound(&descent, None),
        positions: programme.positions(&descent.place),
        price: None,
        steps: descent.steps,
    })
}

//! [`Solutions`]: what the optimal hedges of a desk look up, each problem solved once.

use crate::desk::PlannedLeg;
use crate::{Carry, Desk, DeskError, Hedge, Jobs, NoTradeRegion, Resolution, Rule, UtilityProblem};
use rehedge_kernels::InstructionSet;
use rehedge_market::Grid;
use std::sync::OnceLock;

/// The most steps of an optimal hedge: its table has some 130 MB then.
pub const MOST_SOLVED_STEPS: usize = 5_000;

/// The problems of a desk and, once they are wanted, their solutions.
#[derive(Clone, Debug)]
pub(crate) struct Solutions {
    problems: Vec<(UtilityProblem, OnceLock<NoTradeRegion>)>,
    /// The problem of each hedge that has one.
    of_hedge: Vec<Option<usize>>,
}

impl Solutions {
    /// Sets up the problem of every hedge that has one.
    pub fn new(
        grid: &Grid,
        legs: &[PlannedLeg],
        carry: Carry,
        hedges: &[Hedge],
    ) -> Result<Self, DeskError> {
        let mut solutions = Self { problems: Vec::new(), of_hedge: Vec::new() };
        for hedge in hedges {
            let problem = problem(grid, legs, carry, hedge)?;
            let place = problem.map(|problem| solutions.place(problem));
            solutions.of_hedge.push(place);
        }
        Ok(solutions)
    }

    /// Hedges with the same problem share its solution.
    fn place(&mut self, problem: UtilityProblem) -> usize {
        let known = self.problems.iter().position(|(known, _)| *known == problem);
        known.unwrap_or_else(|| {
            self.problems.push((problem, OnceLock::new()));
            self.problems.len() - 1
        })
    }

    /// The solution for a hedge, solved now if it was not yet.
    #[inline(always)]
    pub fn of(&self, hedge: usize) -> Option<&NoTradeRegion> {
        let (problem, solution) = &self.problems[self.of_hedge[hedge]?];
        Some(solution.get_or_init(|| solve(problem, &in_turn)))
    }
}

/// What a hedge has to solve, if anything.
fn problem(
    grid: &Grid,
    legs: &[PlannedLeg],
    carry: Carry,
    hedge: &Hedge,
) -> Result<Option<UtilityProblem>, DeskError> {
    let Rule::HodgesNeuberger { risk_aversion, outlook } = hedge.rule else { return Ok(None) };
    let (steps, most) = (grid.steps(), MOST_SOLVED_STEPS);
    let [PlannedLeg { leg, expiry, .. }] = legs else {
        return Err(DeskError::OneOption(hedge.name.clone()));
    };
    if *expiry != steps {
        return Err(DeskError::OneOption(hedge.name.clone()));
    }
    if steps > most {
        return Err(DeskError::Steps { name: hedge.name.clone(), steps, most });
    }
    Ok(Some(UtilityProblem {
        steps,
        dt: grid.dt(),
        outlook,
        payoff: leg.payoff,
        strike: leg.strike.in_currency(outlook.spot),
        owned: leg.quantity > 0.0,
        financing_rate: carry.financing_rate,
        dividend_yield: carry.pricing.dividend_yield,
        costs: hedge.costs,
        risk_aversion,
    }))
}

#[cold]
#[inline(never)]
fn solve(problem: &UtilityProblem, run: &dyn Fn(Jobs<'_>)) -> NoTradeRegion {
    problem.solve(Resolution::usual(problem.steps), InstructionSet::best(), run)
}

fn in_turn(jobs: Jobs<'_>) {
    jobs.into_iter().for_each(|job| job());
}

impl Desk {
    /// Steps that [`Desk::solve`] has to solve, over all hedges.
    #[must_use]
    pub fn unsolved_steps(&self) -> usize {
        let unsolved = self.solutions.problems.iter().filter(|(_, known)| known.get().is_none());
        unsolved.map(|(problem, _)| problem.steps).sum()
    }

    /// Solves what optimal hedges look up, with the jobs of one step at a time handed to `run`, which
    /// may run them on threads and returns when all are done. Without this each is solved, on one
    /// thread, when it is first wanted.
    pub fn solve(&self, run: &dyn Fn(Jobs<'_>)) {
        for (problem, solution) in &self.solutions.problems {
            solution.get_or_init(|| solve(problem, run));
        }
    }

    /// The solution that a hedge looks up, if it is an optimal one.
    #[must_use]
    pub fn solution(&self, hedge: usize) -> Option<&NoTradeRegion> {
        self.solutions.of(hedge)
    }
}

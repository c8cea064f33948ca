//! [`Solutions`]: what the optimal hedges of a desk look up, each problem solved once.

use crate::desk::PlannedLeg;
use crate::{
    Carry, Costs, Desk, DeskError, Hedge, Jobs, OptimalRegion, Outlook, Resolution, Rule,
    UtilityProblem,
};
use rehedge_kernels::InstructionSet;
use rehedge_market::Grid;
use std::sync::{Arc, OnceLock};

/// The most steps of an optimal hedge: its table has some 130 MB then.
pub const MOST_SOLVED_STEPS: usize = 5_000;

/// The problems of a desk and, once they are wanted, their solutions, which copies of the desk share.
#[derive(Clone, Debug)]
pub(crate) struct Solutions {
    problems: Vec<(UtilityProblem, Arc<OnceLock<OptimalRegion>>)>,
}

impl Solutions {
    /// Sets up the problem of every rule that has one, each once.
    pub fn new(
        grid: &Grid,
        legs: &[PlannedLeg],
        carry: Carry,
        hedges: &[Hedge],
    ) -> Result<Self, DeskError> {
        let mut solutions = Self { problems: Vec::new() };
        for hedge in hedges {
            for rule in hedge.rule.parts() {
                let Rule::HodgesNeuberger { risk_aversion, outlook } = *rule else { continue };
                if solutions.find(rule, &hedge.costs).is_none() {
                    let problem = problem(grid, legs, carry, hedge, (risk_aversion, outlook))?;
                    solutions.problems.push((problem, Arc::default()));
                }
            }
        }
        Ok(solutions)
    }

    /// The problem of a rule at some costs: what else it is made of is the desk's.
    #[inline(always)]
    fn find(
        &self,
        rule: &Rule,
        costs: &Costs,
    ) -> Option<&(UtilityProblem, Arc<OnceLock<OptimalRegion>>)> {
        let Rule::HodgesNeuberger { risk_aversion, outlook } = *rule else { return None };
        self.problems.iter().find(|(problem, _)| {
            (problem.risk_aversion, problem.outlook) == (risk_aversion, outlook)
                && problem.costs == *costs
        })
    }

    /// The solution for a rule at some costs, solved now if it was not yet.
    #[inline(always)]
    pub fn of(&self, rule: &Rule, costs: &Costs) -> Option<&OptimalRegion> {
        let (problem, solution) = self.find(rule, costs)?;
        Some(solution.get_or_init(|| solve(problem, &in_turn)))
    }
}

/// What an optimal hedge has to solve.
fn problem(
    grid: &Grid,
    legs: &[PlannedLeg],
    carry: Carry,
    hedge: &Hedge,
    (risk_aversion, outlook): (f64, Outlook),
) -> Result<UtilityProblem, DeskError> {
    let (steps, most) = (grid.steps(), MOST_SOLVED_STEPS);
    let one = || DeskError::OneOption(hedge.name.clone());
    let [PlannedLeg { leg, expiry, .. }] = legs else { return Err(one()) };
    let (payoff, strike) = leg.contract.vanilla().ok_or_else(one)?;
    if *expiry != steps {
        return Err(one());
    }
    if steps > most {
        return Err(DeskError::Steps { name: hedge.name.clone(), steps, most });
    }
    Ok(UtilityProblem {
        steps,
        dt: grid.dt(),
        outlook,
        payoff,
        strike: strike.in_currency(outlook.spot),
        owned: leg.quantity > 0.0,
        financing_rate: carry.financing_rate,
        dividend_yield: carry.pricing.dividend_yield,
        costs: hedge.costs,
        risk_aversion,
    })
}

#[cold]
#[inline(never)]
fn solve(problem: &UtilityProblem, run: &dyn Fn(Jobs<'_>)) -> OptimalRegion {
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
    pub fn solution(&self, hedge: usize) -> Option<&OptimalRegion> {
        let plan = self.hedges.get(hedge)?;
        self.solutions.of(&plan.rule, &plan.costs)
    }
}

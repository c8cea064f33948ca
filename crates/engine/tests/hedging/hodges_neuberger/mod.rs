//! Hodges and Neuberger's hedge: against brute force, against its own forecast of what it leaves,
//! against every other rule, and against what is known where costs are small or nothing.

mod best;
mod brute_force;
mod limits;
mod small_costs;

use rehedge_engine::{Costs, Jobs, OptimalRegion, Outlook, Resolution, UtilityProblem};
use rehedge_kernels::InstructionSet;
use rehedge_options::Payoff;

/// A sold call at the money over a quarter, in a fair market: a spread of a tenth of a per cent.
fn problem(steps: usize) -> UtilityProblem {
    UtilityProblem {
        steps,
        dt: 0.25 / steps as f64,
        outlook: Outlook { spot: 100.0, drift: 0.03, volatility: 0.2 },
        payoff: Payoff::Call,
        strike: 100.0,
        owned: false,
        financing_rate: 0.03,
        dividend_yield: 0.0,
        costs: Costs { half_spread: 1e-3, ..Costs::NONE },
        risk_aversion: 1.0,
    }
}

fn in_turn(jobs: Jobs<'_>) {
    jobs.into_iter().for_each(|job| job());
}

fn solved(problem: &UtilityProblem) -> OptimalRegion {
    problem.solve(Resolution::usual(problem.steps), InstructionSet::best(), &in_turn)
}

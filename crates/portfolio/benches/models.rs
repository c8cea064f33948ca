//! Seconds of every model on a desk's problem: a share and twenty calls against a hundred options.
//!
//! `cargo bench -p rehedge-portfolio --bench models` prints the least of a few rounds, on 20,000
//! scenarios with volatility as it is and half a point around that; and of the factor of a million.

use rehedge_kernels::InstructionSet;
use rehedge_portfolio::{
    Costs, CvarGoal, CvarProblem, Factor, HedgeProblem, LeastSquares, Limits, ScenarioBlock,
};
use std::hint::black_box;
use std::time::Instant;

#[allow(dead_code, reason = "the tests use what the bench does not")]
#[path = "../tests/models/cases.rs"]
mod cases;

use cases::{INSTRUMENTS, Market, THREE_WEEKS};

const ROUNDS: usize = 3;

/// Prints the least time of a few rounds.
fn time<T>(name: &str, mut work: impl FnMut() -> T) {
    let mut least = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        black_box(work());
        least = least.min(start.elapsed().as_secs_f64());
    }
    println!("{name:<48}{least:>12.6} s");
}

fn problem(blocks: &[ScenarioBlock]) -> HedgeProblem {
    cases::factor(blocks).problem(0).expect("finite scenarios")
}

fn models(blocks: &[ScenarioBlock]) {
    time("factor", || cases::factor(blocks));
    let problem = problem(blocks);
    let largest = Market::prices().iter().map(|price| 3000.0 / price).collect();
    let limits = Limits::symmetric(largest).expect("bounds");
    let costs = Market::prices().iter().map(|price| 0.01 * price).collect();
    let costs = Costs::symmetric(costs).expect("costs");
    time("spectrum", || problem.spectrum());
    time("model 0, minimum norm", || problem.least_squares(LeastSquares::MinimumNorm));
    time("model 0, basic", || problem.least_squares(LeastSquares::Basic));
    time("model 1", || problem.bounded_least_squares(&limits));
    let least = problem.bounded_least_squares(&limits).expect("solved").rms;
    time("model 2, cap 1.5 times the least risk", || {
        problem.least_cost(&costs, &limits, 1.5 * least)
    });
    let caps = problem.caps(&limits, 20).expect("caps");
    time("frontier of 20 caps", || problem.frontier(&costs, &limits, &caps).expect("solved"));
    time("matching pursuit, 10 instruments", || problem.matching_pursuit(&limits, 10));
    time("path of the penalty, 10 instruments", || problem.l1_path(&costs, &limits, 10));
    time("best subsets up to 10 instruments", || problem.best_subsets(&limits, 10));
    let found = problem.best_subsets(&limits, 10);
    println!("    {} subsets bounded, proved: {}", found.nodes, found.proved);
    let cvar = CvarProblem::new(&problem, blocks, 0, 0.95).expect("the same scenarios");
    let cap = 0.05 * problem.unhedged_rms();
    let goals = [
        ("CVaR, least", CvarGoal::Least),
        ("CVaR, least cost under a cap", CvarGoal::CostUnder { costs: &costs, cap }),
        ("CVaR, least at a cost", CvarGoal::LeastWithin { costs: &costs, most: 60.0 }),
    ];
    for (name, goal) in goals {
        time(name, || cvar.solve(goal, &limits).expect("solved"));
    }
}

fn main() {
    for (name, volatility_sd) in [("volatility as it is", 0.0), ("uncertain volatility", 0.005)] {
        println!("20,000 scenarios, {name}");
        models(&Market { volatility_sd, ..THREE_WEEKS }.changes());
    }
    let block = &Market { scenarios: 1000, ..THREE_WEEKS }.changes()[0];
    for set in InstructionSet::available() {
        time(&format!("factor of a million scenarios, {set}"), || {
            let mut factor = Factor::new(INSTRUMENTS, 1);
            (0..1000).for_each(|_| factor.push(set, block));
            factor
        });
    }
}

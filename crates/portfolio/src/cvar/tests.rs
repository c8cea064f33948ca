//! The descent against the linear programme, which Clarabel solves.

use super::*;
use crate::cone::ConeProgram;
use crate::{Factor, LinearLimit};
use clarabel::solver::SolverStatus;
use rehedge_kernels::InstructionSet;

const N: usize = 5;
const SCENARIOS: usize = 150;

/// Numbers in (−1, 1), the same on every run.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}

struct Case {
    block: ScenarioBlock,
    problem: HedgeProblem,
    limits: Limits,
    costs: Costs,
    level: f64,
}

/// Instruments of sizes from 1e-3 to 1e3, limits of which some bind, and one on a sum.
fn case(seed: u64) -> Case {
    let mut noise = Noise(seed);
    let mut block = ScenarioBlock::new(SCENARIOS, N, 1);
    let sizes: Vec<f64> = (0..N).map(|_| rehedge_kernels::exp(7.0 * noise.next())).collect();
    for row in 0..SCENARIOS {
        let spot = noise.next();
        for (j, size) in sizes.iter().enumerate() {
            let kink = (spot - 0.3 * j as f64 + 0.5).max(0.0);
            block.instrument_mut(j)[row] = size * (kink + 0.05 * noise.next() - 0.3);
        }
        block.target_mut(0)[row] = 10.0 * spot * spot + noise.next();
    }
    let mut factor = Factor::new(N, 1);
    factor.push(InstructionSet::Baseline, &block);
    let largest = sizes.iter().map(|size| (8.0 + 6.0 * noise.next()) / size).collect();
    let coefficients: Vec<f64> = sizes.iter().map(|size| size * noise.next()).collect();
    let limit = LinearLimit { coefficients, lower: -1.5, upper: 0.5 };
    let limits = Limits::symmetric(largest).unwrap().with_linear(limit).unwrap();
    let mut cost =
        || sizes.iter().map(|size| size * (0.3 + 0.2 * noise.next())).collect::<Vec<_>>();
    let costs = Costs::new(cost(), cost()).unwrap();
    let level = [0.5, 0.8, 0.9, 0.975][seed as usize % 4];
    Case { block, problem: factor.problem(0).unwrap(), limits, costs, level }
}

/// The optimum of a goal by Rockafellar and Uryasev's programme: variables `x`, their costs, `t` and the
/// excesses, all in units of the instruments.
fn by_programme(case: &Case, goal: CvarGoal) -> f64 {
    let unit: Vec<f64> = case.problem.sizes(&[1.0; N]).iter().map(|size| 1.0 / size).collect();
    let (t, first) = (2 * N, 2 * N + 1);
    let weight = 1.0 / ((1.0 - case.level) * SCENARIOS as f64);
    let mut cvar: Vec<(usize, f64)> = (first..first + SCENARIOS).map(|z| (z, weight)).collect();
    cvar.push((t, 1.0));
    let cost: Vec<(usize, f64)> = (N..2 * N).map(|s| (s, 1.0)).collect();
    let (sought, given) = match goal {
        CvarGoal::Least => (&cvar, None),
        CvarGoal::LeastWithin { most, .. } => (&cvar, Some((cost.clone(), most))),
        CvarGoal::CostUnder { cap, .. } => (&cost, Some((cvar.clone(), cap))),
    };
    let mut objective = vec![0.0; first + SCENARIOS];
    sought.iter().for_each(|(index, value)| objective[*index] = *value);
    let mut programme = ConeProgram::new(objective);
    for j in 0..N {
        programme.at_most(vec![(j, 1.0)], case.limits.upper()[j] / unit[j]);
        programme.at_most(vec![(j, -1.0)], -case.limits.lower()[j] / unit[j]);
        let [buy, sell] = case.costs.units(j);
        programme.at_most(vec![(j, buy * unit[j]), (N + j, -1.0)], 0.0);
        programme.at_most(vec![(j, -sell * unit[j]), (N + j, -1.0)], 0.0);
    }
    for limit in case.limits.linear() {
        let row = |sign: f64| {
            (0..N).map(|j| (j, sign * limit.coefficients[j] * unit[j])).collect::<Vec<_>>()
        };
        programme.at_most(row(1.0), limit.upper);
        programme.at_most(row(-1.0), -limit.lower);
    }
    for row in 0..SCENARIOS {
        programme.at_most(vec![(first + row, -1.0)], 0.0);
        let mut loss: Vec<(usize, f64)> =
            (0..N).map(|j| (j, -case.block.instrument(j)[row] * unit[j])).collect();
        loss.extend([(t, -1.0), (first + row, -1.0)]);
        programme.at_most(loss, -case.block.target(0)[row]);
    }
    if let Some((row, bound)) = given {
        programme.at_most(row, bound);
    }
    let solution = programme.solve();
    assert!(matches!(solution.status, SolverStatus::Solved | SolverStatus::AlmostSolved));
    sought.iter().map(|(index, value)| value * solution.variables[*index]).sum()
}

#[test]
fn a_descent_ends_where_the_linear_programme_does() {
    for seed in 1..40 {
        let case = case(seed);
        let blocks = [case.block.clone()];
        let cvar = CvarProblem::new(&case.problem, &blocks, 0, case.level).unwrap();
        let costs = &case.costs;
        let least = cvar.solve(CvarGoal::Least, &case.limits).unwrap();
        let none = cvar.cvar(&[0.0; N])[0];
        let cost = costs.of(&least.solution.positions);
        let cap = |share: f64| least.cvar + share * (none - least.cvar);
        let goals = [
            CvarGoal::Least,
            CvarGoal::CostUnder { costs, cap: cap(0.05) },
            CvarGoal::CostUnder { costs, cap: cap(0.6) },
            CvarGoal::LeastWithin { costs, most: 0.1 * cost },
            CvarGoal::LeastWithin { costs, most: 0.7 * cost },
        ];
        for goal in goals {
            let found = cvar.solve(goal, &case.limits).unwrap();
            let reached = match goal {
                CvarGoal::CostUnder { cap, .. } => {
                    assert!(found.cvar <= cap + 1e-9);
                    costs.of(&found.solution.positions)
                }
                CvarGoal::LeastWithin { most, .. } => {
                    assert!(costs.of(&found.solution.positions) <= most * (1.0 + 1e-12));
                    found.cvar
                }
                CvarGoal::Least => found.cvar,
            };
            let exact = by_programme(&case, goal);
            assert!(
                (reached - exact).abs() < 1e-7 * (1.0 + exact.abs()),
                "{seed}: {reached} {exact}"
            );
            assert!(found.solution.accuracy.gap < 1e-9, "{seed}: {:?}", found.solution.accuracy);
        }
    }
}

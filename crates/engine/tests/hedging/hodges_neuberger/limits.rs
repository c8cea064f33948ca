//! What must hold for every problem: order, symmetries, refinement, extremes, the same bits.

use super::{in_turn, problem, solved};
use rehedge_engine::{Costs, Fee, Jobs, OptimalRegion, Outlook, Resolution, UtilityProblem};
use rehedge_kernels::InstructionSet;
use rehedge_options::Payoff;

const SPOTS: [f64; 9] = [80.0, 88.0, 93.0, 97.0, 100.0, 102.5, 106.0, 114.0, 125.0];

fn regions(solution: &OptimalRegion, steps: usize) -> Vec<[f64; 2]> {
    let at = |step| SPOTS.map(|spot| solution.at(step, spot));
    (0..steps).flat_map(at).collect()
}

/// Dearer trading and less aversion to risk leave more alone, around the holding without costs.
#[test]
fn regions_are_ordered_and_nested() {
    let steps = 63;
    let ends = Costs { charge_initial: false, charge_final: false, ..problem(1).costs };
    let middle = UtilityProblem { costs: ends, ..problem(steps) };
    let cheap = UtilityProblem { costs: Costs { half_spread: 2e-4, ..middle.costs }, ..middle };
    let calm = UtilityProblem { risk_aversion: 0.2, ..middle };
    let [middle, cheap, calm] = [middle, cheap, calm].map(|problem| solved(&problem));
    // At entry trading is free, and the region closed.
    for step in 1..steps - 10 {
        for spot in SPOTS {
            let [low, high] = middle.at(step, spot);
            let held = middle.frictionless(step, spot);
            // Discrete steps move it by as much as `without_costs_it_is_delta` says.
            let told = format!("{step} {spot}: {low} {held} {high}");
            assert!(low <= high && low <= held + 0.015 && held <= high + 0.015, "{told}");
            for (inner, outer) in [(&cheap, &middle), (&middle, &calm)] {
                let ([a, b], [c, d]) = (inner.at(step, spot), outer.at(step, spot));
                assert!(c <= a + 1e-3 && b <= d + 1e-3, "{step} {spot}: {a} {b} in {c} {d}");
                assert!(d - c >= b - a - 1e-8, "{step} {spot}: {a} {b} wider than {c} {d}");
            }
        }
        let row = SPOTS.map(|spot| middle.at(step, spot));
        assert!(row.windows(2).all(|pair| pair[0][0] <= pair[1][0] + 1e-8), "{step}: {row:?}");
        assert!(row.windows(2).all(|pair| pair[0][1] <= pair[1][1] + 1e-8), "{step}: {row:?}");
    }
}

/// A call is a put and a share less its strike: free at both ends, who sold a call holds one share
/// more than who sold a put, and who sold a straddle with half the aversion holds both together.
#[test]
fn calls_and_puts_differ_by_a_share() {
    let free = Costs { charge_initial: false, charge_final: false, ..problem(1).costs };
    let call = UtilityProblem { costs: free, ..problem(32) };
    let put = UtilityProblem { payoff: Payoff::Put, ..call };
    // A straddle on half the money is a call on all of it and half a share.
    let straddle = UtilityProblem { payoff: Payoff::Straddle, risk_aversion: 0.5, ..call };
    let [call, put, straddle] = [call, put, straddle].map(|problem| solved(&problem));
    for step in 1..32 {
        for spot in SPOTS {
            let ([a, b], [c, d]) = (call.at(step, spot), put.at(step, spot));
            let [e, f] = straddle.at(step, spot);
            // What the search stops at, and the edges of the grid, which are treated by delta.
            for off in [a - c - 1.0, b - d - 1.0, 2.0 * a - 1.0 - e, 2.0 * b - 1.0 - f] {
                assert!(off.abs() < 1e-7, "{step} {spot}: {off}");
            }
        }
    }
}

/// In another currency the holding is the same.
#[test]
fn the_currency_does_not_matter() {
    let fee = Fee { rate: 0.0, per_unit: 0.05, minimum: 0.0 };
    let dollars = problem(32);
    let dollars = UtilityProblem { costs: Costs { fee, ..dollars.costs }, ..dollars };
    let yen = UtilityProblem {
        outlook: Outlook { spot: 15_000.0, ..dollars.outlook },
        strike: 15_000.0,
        risk_aversion: dollars.risk_aversion / 150.0,
        costs: Costs { fee: Fee { per_unit: 7.5, ..fee }, ..dollars.costs },
        ..dollars
    };
    let (one, other) = (solved(&dollars), solved(&yen));
    for step in 0..32 {
        for spot in SPOTS {
            let (a, b) = (one.at(step, spot), other.at(step, 150.0 * spot));
            let told = format!("{step} {spot}: {a:?} {b:?}");
            // Far out of the money nothing and next to nothing are a tie, which rounding breaks.
            assert!((a[0] - b[0]).abs() < 1e-6 && (a[1] - b[1]).abs() < 1e-6, "{told}");
        }
    }
    assert!((150.0 * one.entropic_risk() / other.entropic_risk() - 1.0).abs() < 1e-9);
}

/// Twice as many points and knots move an edge by less than 2 % of the width of the region, and the
/// risk by less than 1e-5 of the spot's hundred.
#[test]
fn a_finer_grid_says_the_same() {
    let problem = problem(126);
    let fine = Resolution { per_deviation: 4, intervals: 24 };
    assert_eq!(Resolution::usual(126).per_deviation, 2);
    let fine = problem.solve(fine, InstructionSet::best(), &in_turn);
    let usual = solved(&problem);
    for step in 0..120 {
        for spot in SPOTS {
            let ([a, b], [c, d]) = (usual.at(step, spot), fine.at(step, spot));
            // Linear between nodes where gamma is largest, and where the region is all but closed.
            let allowed = 0.02 * (d - c) + 2e-4;
            assert!((a - c).abs() < allowed, "{step} {spot}: {a} {c}, width {}", d - c);
            assert!((b - d).abs() < allowed, "{step} {spot}: {b} {d}, width {}", d - c);
        }
    }
    let apart = (usual.entropic_risk() - fine.entropic_risk()).abs();
    assert!(apart < 1e-5 * 100.0 / 10.0, "{apart}");
}

/// On threads in any order, and on every instruction set: the same bits.
#[test]
fn threads_and_instruction_sets_do_not_matter() {
    let problem = problem(12);
    let expected = solved(&problem);
    let on_threads = |jobs: Jobs<'_>| {
        std::thread::scope(|scope| jobs.into_iter().rev().for_each(|job| drop(scope.spawn(job))));
    };
    let resolution = Resolution::usual(12);
    assert_eq!(problem.solve(resolution, InstructionSet::best(), &on_threads), expected);
    for set in InstructionSet::available() {
        assert_eq!(problem.solve(resolution, set, &in_turn), expected, "{set}");
    }
}

/// Numbers and order survive whatever a config may ask for.
#[test]
fn extremes_stay_finite_and_ordered() {
    let base = problem(8);
    let spread = |half_spread| Costs { half_spread, ..Costs::NONE };
    let mut problems = Vec::new();
    for risk_aversion in [1e-9, 1e-3, 1e2, 1e6, 1e12] {
        problems.push(UtilityProblem { risk_aversion, ..base });
    }
    for half_spread in [0.0, 1e-14, 1e-9, 0.1, 0.999] {
        let costs = spread(half_spread);
        problems.push(UtilityProblem { costs, ..base });
        let free = Costs { charge_initial: false, charge_final: false, ..costs };
        problems.push(UtilityProblem { costs: free, ..base });
    }
    for strike in [1e-3, 20.0, 1e6] {
        problems.push(UtilityProblem { strike, ..base });
    }
    for volatility in [1e-8, 1e-3, 5.0] {
        problems.push(UtilityProblem { outlook: Outlook { volatility, ..base.outlook }, ..base });
    }
    for drift in [-3.0, 3.0] {
        problems.push(UtilityProblem { outlook: Outlook { drift, ..base.outlook }, ..base });
    }
    problems.push(UtilityProblem { steps: 1, ..base });
    for problem in problems {
        let solution = solved(&problem);
        assert!(solution.entropic_risk().is_finite(), "{problem:?}");
        for [low, high] in regions(&solution, problem.steps) {
            assert!(
                low.is_finite() && high.is_finite() && low <= high,
                "{problem:?}: {low} {high}"
            );
        }
    }
}

//! What holds for any account, whatever the market, the book and the hedge.

use crate::cases::{BLOCK, CARRY, Case, Run, SPOT, cases, grid};
use rehedge_engine::{Component, LedgerEntry};
use rehedge_kernels::LANES;

/// The contract allows 1e-9 of the spot between the P&L booked and its explanation.
const CONTRACT: f64 = 1e-9 * SPOT;

/// Of sums of a few dozen numbers of the size of the spot or smaller.
const ROUNDING: f64 = 1e-12 * SPOT;

const COSTS: [Component; 3] = [Component::Spread, Component::Fee, Component::Impact];

/// Runs every case with a ledger of a few of its paths.
fn for_each_case(check: impl Fn(&Case, &Run)) {
    for case in cases() {
        let run = case.run(BLOCK * LANES + 3..BLOCK * LANES + 6);
        check(&case, &run);
    }
}

/// Steps of one hedge on one path, in their order.
fn accounts(run: &Run) -> impl Iterator<Item = &[LedgerEntry]> {
    run.ledger.chunk_by(|a, b| (a.hedge, a.path) == (b.hedge, b.path))
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance
}

#[test]
fn components_sum_to_pnl() {
    for_each_case(|case, run| {
        for (hedge, outcome) in case.desk.hedges().iter().zip(&run.pnl.hedges) {
            for lane in 0..run.pnl.valid {
                let sum: f64 = Component::ALL.iter().map(|c| outcome.component(*c)[lane]).sum();
                let pnl = outcome.pnl[lane];
                assert!(close(sum, pnl, CONTRACT), "{}; {}: {sum} {pnl}", case.name, hedge.name);
            }
        }
    });
}

#[test]
fn costs_are_never_positive_and_only_there_when_asked_for() {
    for_each_case(|case, run| {
        for (hedge, outcome) in case.desk.hedges().iter().zip(&run.pnl.hedges) {
            let fee = hedge.costs.fee;
            let asked = [
                hedge.costs.half_spread > 0.0,
                fee.rate + fee.per_unit + fee.minimum > 0.0,
                hedge.costs.impact.is_some(),
            ];
            for (component, asked) in COSTS.into_iter().zip(asked) {
                for lane in 0..run.pnl.valid {
                    let (cost, trades) = (outcome.component(component)[lane], outcome.trades[lane]);
                    let right = if asked && trades > 0.0 { cost < 0.0 } else { cost == 0.0 };
                    assert!(right, "{}; {}: {cost} for {trades} trades", case.name, hedge.name);
                }
            }
        }
    });
}

/// Over each step, wealth booked from cash, holding and mark moves by the components of the step.
#[test]
fn wealth_moves_by_the_components_of_each_step() {
    for_each_case(|case, run| {
        for account in accounts(run) {
            let mut before = 0.0;
            for entry in account {
                let booked = entry.wealth - before;
                let explained: f64 = entry.components.iter().sum();
                assert!(close(booked, explained, CONTRACT), "{}: {entry:?}", case.name);
                before = entry.wealth;
            }
        }
    });
}

/// A reader of the ledger can follow the cash, the holding and the wealth by hand.
#[test]
fn ledger_can_be_recomputed_from_its_own_columns() {
    let interest = (CARRY.financing_rate * grid().dt()).exp();
    let dividend = (CARRY.pricing.dividend_yield * grid().dt()).exp() - 1.0;
    for_each_case(|case, run| {
        for account in accounts(run) {
            // Before entry there is nothing; the book is paid for by the mark less `entry`.
            let entry_gain = account[0].components[Component::Entry as usize];
            let mut before = LedgerEntry {
                cash: (entry_gain - account[0].book_value) / interest,
                ..LedgerEntry::default()
            };
            for (step, now) in account.iter().enumerate() {
                let costs: f64 = COSTS.iter().map(|c| now.components[*c as usize]).sum();
                let cash =
                    before.cash * interest + before.holding * now.spot * dividend + now.settlement
                        - now.trade * now.spot
                        + costs;
                let holding = before.holding + now.trade;
                let wealth = now.cash + now.holding * now.spot + now.book_value;
                assert_eq!((now.step, now.time), (step, grid().time(step)));
                assert!(close(now.cash, cash, ROUNDING), "{}: {cash} {now:?}", case.name);
                assert!(close(now.holding, holding, 1e-12), "{}: {holding} {now:?}", case.name);
                assert!(close(now.wealth, wealth, ROUNDING), "{}: {wealth} {now:?}", case.name);
                before = *now;
            }
        }
    });
}

#[test]
fn ledger_adds_up_to_the_outcome() {
    for_each_case(|case, run| {
        for account in accounts(run) {
            let last = account[account.len() - 1];
            let (outcome, lane) = (&run.pnl.hedges[last.hedge], last.path - BLOCK * LANES);
            let costs = &case.desk.hedges()[last.hedge].costs;
            assert_eq!((last.book_value, last.holding, last.target), (0.0, 0.0, 0.0));
            assert!(close(last.wealth, outcome.pnl[lane], ROUNDING), "{}: {last:?}", case.name);
            assert_eq!((last.cash, last.spot), (outcome.pnl[lane], run.pnl.spot_final[lane]));
            for component in Component::ALL {
                let sum: f64 = account.iter().map(|e| e.components[component as usize]).sum();
                let whole = outcome.component(component)[lane];
                assert!(close(sum, whole, ROUNDING), "{}: {component:?} {sum}", case.name);
            }
            let charged = |entry: &&LedgerEntry| match entry.step {
                0 => costs.charge_initial,
                step if step == grid().steps() => costs.charge_final,
                _ => true,
            };
            let charged = || account.iter().filter(charged);
            let turnover: f64 = charged().map(|e| e.trade.abs() * e.spot).sum();
            let trades = charged().filter(|e| e.trade != 0.0).count();
            assert!(close(turnover, outcome.turnover[lane], ROUNDING), "{}", case.name);
            assert_eq!(trades as f64, outcome.trades[lane], "{}", case.name);
        }
    });
}

/// What a jump costs is told apart from what the Taylor terms miss on ordinary steps.
#[test]
fn gap_is_on_steps_with_a_jump_and_residual_on_the_others() {
    for_each_case(|case, run| {
        for entry in accounts(run).flatten() {
            let lane = entry.path - BLOCK * LANES;
            let jumped = entry.step > 0 && run.paths.jumped[entry.step - 1] >> lane & 1 == 1;
            assert_eq!(entry.jumped, jumped);
            let other = if jumped { Component::Residual } else { Component::Gap };
            assert_eq!(entry.components[other as usize], 0.0, "{}: {entry:?}", case.name);
        }
    });
}

/// The profile's averages are those of the paths themselves.
#[test]
fn profile_equals_the_averages_of_the_paths() {
    for_each_case(|case, run| {
        let valid = run.pnl.valid;
        let mean = |row: &[f64]| row[..valid].iter().sum::<f64>() / valid as f64;
        for (points, outcome) in run.profile.hedges.iter().zip(&run.pnl.hedges) {
            let end = points[grid().steps()];
            let average = mean(&outcome.pnl[..]);
            let squares: f64 = outcome.pnl[..valid].iter().map(|pnl| (pnl - average).powi(2)).sum();
            let sd = (squares / (valid - 1) as f64).sqrt();
            assert_eq!(end.pnl.count, valid as f64);
            assert!(close(end.pnl.mean, average, ROUNDING), "{}", case.name);
            // The profile takes Σx² − n·mean²: it loses digits where the mean exceeds the sd.
            let digits = 1e-13 * (1.0 + (average / sd).powi(2)) * sd;
            assert!(close(end.pnl.standard_deviation(), sd, digits), "{}", case.name);
            for component in Component::ALL {
                let average = mean(&outcome.component(component)[..]);
                assert!(close(end.components[component as usize], average, ROUNDING));
            }
            for point in points {
                let explained: f64 = point.components.iter().sum();
                assert!(close(point.pnl.mean, explained, CONTRACT), "{}", case.name);
            }
        }
    });
}

//! Whereto a hedge trades: what a share of the delta and a net delta are, and what a volatility
//! estimated from the path's past may know.

use crate::cases::{BLOCK, Case, Run, STEPS, cases, cases_with};
use rehedge_engine::{
    Costs, Desk, Hedge, HedgeVolatility, LedgerEntry, Output, PnlBlock, Recorder, Rule, Tally,
    Target, TradeSize, Workspace,
};
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::PathBlock;

fn free(rule: Rule, target: Target) -> Hedge {
    let (trade_size, costs) = (TradeSize::ANY, Costs::NONE);
    Hedge { name: format!("{rule:?}, {target:?}"), rule, target, trade_size, costs }
}

const EVERY: Rule = Rule::Every { steps: 1 };

fn at(volatility: HedgeVolatility) -> Hedge {
    free(EVERY, Target::delta(volatility))
}

/// Every market and book with hedges of one's own, and a ledger of some paths.
fn for_each_case(hedges: &[Hedge], check: impl Fn(&Case, &Run)) {
    for case in cases_with(hedges) {
        let run = case.run(BLOCK * LANES + 3..BLOCK * LANES + 7);
        check(&case, &run);
    }
}

fn accounts(run: &Run, hedge: usize) -> impl Iterator<Item = &[LedgerEntry]> {
    let accounts = run.ledger.chunk_by(|a, b| (a.hedge, a.path) == (b.hedge, b.path));
    accounts.filter(move |account| account[0].hedge == hedge)
}

/// Without costs P&L is linear in what is held: that of `m` times the delta and `n` shares is that
/// of the book, `m` times what the hedge adds to it, and `n` times what a share earns.
#[test]
fn pnl_is_linear_in_the_multiple_and_the_net_delta() {
    for rule in [EVERY, Rule::Every { steps: 3 }, Rule::Never, Rule::StopLoss] {
        let delta = Target::delta(HedgeVolatility::Implied);
        let hedges = [
            free(Rule::NoHedge, delta),
            free(rule.clone(), delta),
            free(Rule::Never, Target { multiple: 0.0, net_delta: 1.0, ..delta }),
            free(rule.clone(), Target { multiple: 0.8, net_delta: -2.5, ..delta }),
        ];
        for_each_case(&hedges, |case, run| {
            for lane in 0..run.pnl.valid {
                let [book, hedged, share, both] =
                    [0, 1, 2, 3].map(|hedge: usize| run.pnl.hedges[hedge].pnl[lane]);
                let linear = book + 0.8 * (hedged - book) - 2.5 * (share - book);
                // A few dozen sums of the size of the spot.
                assert!((both - linear).abs() < 1e-8, "{}, {rule:?}: {both} {linear}", case.name);
            }
        });
    }
}

/// After each trade book and shares together have the delta that the target says.
#[test]
fn net_delta_is_what_is_left_after_each_trade() {
    let delta = Target::delta(HedgeVolatility::Implied);
    let hedges = [
        free(EVERY, Target { net_delta: 0.75, ..delta }),
        free(EVERY, Target { multiple: 0.8, ..delta }),
    ];
    for_each_case(&hedges, |case, run| {
        for (hedge, left) in [(0, [0.0, 0.75]), (1, [0.2, 0.0])] {
            for entry in accounts(run, hedge).flat_map(|account| &account[..STEPS]) {
                let expected = left[0] * entry.delta + left[1];
                let net = entry.delta + entry.holding;
                assert!((net - expected).abs() < 1e-14, "{}: {entry:?}", case.name);
                assert!((entry.target - entry.holding).abs() < 1e-14, "{entry:?}");
            }
        }
    });
}

/// A window without end, and a decay factor of nearly one, stay with the implied volatility of
/// entry; at entry every estimate is that.
#[test]
fn estimates_start_from_the_implied_volatility() {
    let hedges = [
        at(HedgeVolatility::Implied),
        at(HedgeVolatility::Trailing { steps: 1 << 52 }),
        at(HedgeVolatility::Ewma { decay: 1.0 - 1e-15 }),
        at(HedgeVolatility::Trailing { steps: 3 }),
        at(HedgeVolatility::Ewma { decay: 0.5 }),
    ];
    let constant =
        |case: &Case| ["Constant", "at entry"].iter().any(|implied| case.name.contains(implied));
    for_each_case(&hedges, |case, run| {
        for hedge in 1..5 {
            for (implied, other) in accounts(run, 0).zip(accounts(run, hedge)) {
                let steps = if hedge < 3 && constant(case) { STEPS } else { 1 };
                for (implied, other) in implied.iter().zip(other).take(steps) {
                    let apart = (implied.target - other.target).abs();
                    assert!(apart < 1e-11, "{}, {hedge}: {implied:?} {other:?}", case.name);
                }
            }
        }
    });
}

/// Where the path's volatility is itself realised over a trailing window, by the market, the
/// hedger's estimate over as many steps is the same as soon as its window is full.
#[test]
fn trailing_volatility_is_that_of_a_market_of_history() {
    const WINDOW: usize = 6;
    let trailing = at(HedgeVolatility::Trailing { steps: WINDOW });
    let hedges = [at(HedgeVolatility::Path), trailing];
    for_each_case(&hedges, |case, run| {
        if !case.name.contains("history") {
            return;
        }
        for (path, trailing) in accounts(run, 0).zip(accounts(run, 1)) {
            let before = path.iter().zip(trailing).skip(1).take(WINDOW - 1);
            assert!(before.into_iter().any(|(a, b)| (a.target - b.target).abs() > 1e-3));
            for (path, trailing) in path.iter().zip(trailing).skip(WINDOW) {
                let apart = (path.target - trailing.target).abs();
                assert!(apart < 1e-12, "{}: {path:?} {trailing:?}", case.name);
            }
        }
    });
}

/// What is held after a step does not depend on where the spot goes later, under any hedge.
#[test]
fn no_hedge_looks_ahead() {
    const SEEN: usize = 6;
    for case in cases().step_by(7) {
        let mut paths = case.market.allocate();
        case.market.fill(BLOCK, InstructionSet::best(), &mut paths);
        let before = holdings(&case.desk, &paths);
        for step in SEEN + 1..=STEPS {
            for lane in 0..LANES {
                paths.spot[step][lane] *= 1.1;
                paths.log_spot[step][lane] += 1.1_f64.ln();
            }
        }
        let after = holdings(&case.desk, &paths);
        let at = |step: usize| before.iter().zip(&after).filter(move |(a, _)| a.step == step);
        for (before, after) in (0..=SEEN).flat_map(at) {
            assert_eq!(before.holding, after.holding, "{}: {before:?}", case.name);
        }
        assert!(at(SEEN + 1).any(|(before, after)| before.holding != after.holding));
    }
}

fn holdings(desk: &Desk, paths: &PathBlock) -> Vec<LedgerEntry> {
    let mut recorder = Recorder::new(desk, BLOCK, BLOCK * LANES..BLOCK * LANES + 2);
    let output = Output {
        pnl: &mut PnlBlock::default(),
        tally: &mut Tally::new(STEPS, desk.hedges().len()),
        recorder: Some(&mut recorder),
    };
    desk.hedge(InstructionSet::best(), BLOCK, paths, &mut Workspace::new(desk), output);
    recorder.into_entries()
}

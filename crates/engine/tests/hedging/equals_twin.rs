//! Blocks equal the scalar twin.

use crate::cases::{BLOCK, CARRY, Case, Run, cases, grid, optimal_cases};
use crate::twin;
use rehedge_engine::{
    BandTarget, Component, Costs, Desk, Hedge, HedgeVolatility, Rule, SpotMove, Target, TradeSize,
};
use rehedge_kernels::LANES;
use rehedge_market::PathBlock;
use rehedge_options::{Leg, Struck};

/// Lanes compared in each case; which ones moves on from case to case.
const LANES_COMPARED: usize = 2;

/// Relative to spot. Values and Greeks agree to a few ulp and a path sums up dozens of them: the
/// worst of all cases is off by less than 1e-13; the contract asks for 1e-10.
const TOLERANCE: f64 = 1e-10;

#[test]
fn blocks_equal_the_twin() {
    let (mut compared, mut above_least) = (0, 0);
    let mut reached = [0; Component::COUNT];
    for (index, case) in cases().enumerate() {
        let valid = case.market.valid_lanes(BLOCK);
        assert!((LANES_COMPARED..LANES).contains(&valid), "{}: {valid} paths", case.name);
        let first = (5 * index) % (valid - LANES_COMPARED + 1);
        let run = case.run(BLOCK * LANES + first..BLOCK * LANES + first + LANES_COMPARED);
        for (number, hedge) in case.desk.hedges().iter().enumerate() {
            for lane in first..first + LANES_COMPARED {
                let twin = twin_of(&case, &run.paths, lane, number);
                compare(&case, &run, (number, lane), &twin);
                compared += 1;
                for component in Component::ALL {
                    let amount = twin.components[component as usize];
                    reached[component as usize] += usize::from(amount != 0.0);
                }
                let fee = -twin.components[Component::Fee as usize];
                let least = hedge.costs.fee.minimum * twin.trades;
                above_least += usize::from(least > 0.0 && fee > 1.001 * least);
            }
        }
    }
    assert_eq!(compared, 11 * (7 * 756 + 4 * 101) * LANES_COMPARED);
    // The cases reach what they are for: every component, and fees at the least and above it.
    assert!(reached.iter().all(|cases| *cases > compared / 100), "{reached:?} of {compared}");
    assert!(above_least > compared / 100, "{above_least} of {compared}");
}

fn compare(case: &Case, run: &Run, (hedge, lane): (usize, usize), twin: &twin::Outcome) {
    let outcome = &run.pnl.hedges[hedge];
    let spot = run.paths.spot[0][lane];
    let check = |what: &str, block: f64, twin: f64| {
        let hedge = &case.desk.hedges()[hedge].name;
        let apart = (block - twin).abs() / spot;
        assert!(apart < TOLERANCE, "{}; {hedge}; lane {lane}; {what}: {block} {twin}", case.name);
    };
    check("pnl", outcome.pnl[lane], twin.pnl);
    check("turnover", outcome.turnover[lane], twin.turnover);
    check("jump P&L", outcome.jump_pnl[lane], twin.jump_pnl);
    check("trades", spot * outcome.trades[lane], spot * twin.trades);
    for component in Component::ALL {
        let amount = outcome.component(component)[lane];
        check(component.name(), amount, twin.components[component as usize]);
    }
    let steps = run.ledger.iter().filter(|e| e.hedge == hedge && e.path == BLOCK * LANES + lane);
    let wealth: Vec<f64> = steps.map(|entry| entry.wealth).collect();
    assert_eq!(wealth.len(), twin.wealth.len());
    for (step, (block, twin)) in wealth.into_iter().zip(&twin.wealth).enumerate() {
        check(&format!("wealth at step {step}"), block, *twin);
    }
}

/// Optimal hedges of one option in every simulated market, right or wrong about it: the edges that
/// are looked up are those of the solution, and what is done with them is the twin's.
#[test]
fn optimal_hedges_equal_the_twin() {
    let (mut compared, mut traded) = (0, 0.0);
    for case in optimal_cases() {
        let run = case.run(BLOCK * LANES..BLOCK * LANES + LANES_COMPARED);
        for number in 0..case.desk.hedges().len() {
            for lane in 0..LANES_COMPARED {
                let twin = twin_of(&case, &run.paths, lane, number);
                compare(&case, &run, (number, lane), &twin);
                compared += 1;
                traded += twin.trades;
            }
        }
    }
    assert_eq!(compared, 3 * 8 * 4 * LANES_COMPARED);
    // Neither at every step nor at none: 11 steps and the unwind.
    let mean = traded / compared as f64;
    assert!(mean > 3.0 && mean < 11.0, "{mean}");
}

/// The twin of one hedge on one lane.
fn twin_of(case: &Case, paths: &PathBlock, lane: usize, hedge: usize) -> twin::Outcome {
    let grid = grid();
    let times = 0..=grid.steps();
    let expiries = Desk::expiries(&grid, &case.book);
    let expiry = |maturity| grid.step_at(maturity);
    let implied = |leg: &Leg| {
        let index = expiries.iter().position(|e| *e == expiry(leg.maturity)).unwrap();
        times.clone().map(|i| paths.implied(index).at(i)[lane] + leg.volatility_offset).collect()
    };
    let region = case.desk.solution(hedge).map_or(Vec::new(), |solution| {
        (0..grid.steps()).map(|i| solution.at(i, paths.spot[i][lane])).collect()
    });
    let path = twin::Path {
        region,
        spot: times.clone().map(|i| paths.spot[i][lane]).collect(),
        volatility: times.clone().map(|i| paths.volatility.at(i)[lane]).collect(),
        implied: case.book.legs().iter().map(implied).collect(),
        jumped: paths.jumped.iter().map(|mask| mask >> lane & 1 == 1).collect(),
    };
    let legs = case.book.legs().iter().map(|leg| {
        let (expiry, quantity) = (expiry(leg.maturity), leg.quantity);
        let pays = if let Some((payoff, strike)) = leg.contract.vanilla() {
            let (calls, puts) = payoff.calls_and_puts();
            twin::Pays::Vanilla { calls, puts, strike: strike.in_currency(path.spot[0]) }
        } else {
            let struck = Struck::<f64>::new(leg.contract, path.spot[0]);
            twin::Pays::Exotic(twin::Exotic { struck, expiry })
        };
        twin::Leg { pays, expiry, quantity, premium: leg.premium }
    });
    let terms = twin::Terms {
        dt: grid.dt(),
        trading_days_per_year: grid.trading_days_per_year(),
        rate: CARRY.pricing.rate,
        dividend_yield: CARRY.pricing.dividend_yield,
        financing_rate: CARRY.financing_rate,
    };
    twin::hedge(&path, &legs.collect::<Vec<_>>(), terms, &plain(&case.desk.hedges()[hedge]))
}

/// A rule in the twin's terms.
fn schedule(rule: &Rule) -> twin::Schedule {
    let to_edge = |to| to == BandTarget::Edge;
    let schedules = |rules: &[Rule]| rules.iter().map(schedule).collect();
    match *rule {
        Rule::Every { steps } => twin::Schedule::Every(steps),
        Rule::Times { period, ref offsets } => twin::Schedule::Times(period, offsets.to_vec()),
        Rule::Never => twin::Schedule::Once,
        Rule::NoHedge => twin::Schedule::Naked,
        Rule::DeltaBand { half_width, to } => twin::Schedule::DeltaBand(half_width, to_edge(to)),
        Rule::GammaBand { spot_move, to } => twin::Schedule::GammaBand(spot_move, to_edge(to)),
        Rule::WhalleyWilmott { risk_aversion, to } => {
            twin::Schedule::WhalleyWilmott(risk_aversion, to_edge(to))
        }
        Rule::Zakamouline { risk_aversion, to } => {
            twin::Schedule::Zakamouline(risk_aversion, to_edge(to))
        }
        Rule::HodgesNeuberger { .. } => twin::Schedule::Region,
        Rule::SpotMove(SpotMove::Relative(share)) => twin::Schedule::SpotMove(share),
        Rule::SpotMove(SpotMove::DailyDeviations(count)) => twin::Schedule::DailyDeviations(count),
        Rule::StopLoss => twin::Schedule::StopLoss,
        Rule::Any(ref of) => twin::Schedule::Any(schedules(of)),
        Rule::All(ref of) => twin::Schedule::All(schedules(of)),
    }
}

/// A hedge in the twin's terms.
fn plain(hedge: &Hedge) -> twin::Hedge {
    let schedule = schedule(&hedge.rule);
    let delta_at = match hedge.target.volatility {
        HedgeVolatility::Implied => twin::DeltaAt::Implied,
        HedgeVolatility::Path => twin::DeltaAt::Path,
        HedgeVolatility::Given(volatility) => twin::DeltaAt::Given(volatility),
        HedgeVolatility::Leland { excess } => twin::DeltaAt::Leland(excess),
        HedgeVolatility::Zakamouline(law) => twin::DeltaAt::Zakamouline(twin::Zakamouline {
            aversion: law.risk_aversion,
            coefficient: law.coefficient,
            cost: law.proportional_cost,
            cost_per_unit: law.cost_per_unit,
        }),
        HedgeVolatility::Trailing { steps } => twin::DeltaAt::Trailing(steps),
        HedgeVolatility::Ewma { decay } => twin::DeltaAt::Ewma(decay),
    };
    let TradeSize { lot, minimum, maximum } = hedge.trade_size;
    let size = twin::Size { lot, minimum, maximum };
    let Costs { half_spread, fee, impact, charge_initial, charge_final } = hedge.costs;
    let charges = twin::Charges {
        half_spread,
        fee_rate: fee.rate,
        fee_per_unit: fee.per_unit,
        fee_minimum: fee.minimum,
        impact: impact.map_or(0.0, |law| law.coefficient),
        adv: impact.map_or(1.0, |law| law.adv),
        initial: charge_initial,
        last: charge_final,
    };
    let Target { multiple, net_delta, .. } = hedge.target;
    twin::Hedge { schedule, delta_at, multiple, net_delta, size, charges }
}

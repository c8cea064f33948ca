//! Time per path and step of each part of the work, per instruction set.
//!
//! `cargo bench -p rehedge-engine` prints nanoseconds, the least of several rounds taken in turn,
//! so that a machine whose speed drifts treats every row alike.

use rehedge_engine::{
    BandTarget, Carry, Costs, Desk, Fee, Hedge, HedgeVolatility, Impact, Outlook, Output, PnlBlock,
    Rule, SpotMove, Tally, Target, TradeSize, Workspace,
};
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::{
    Arrivals, ArrivalsError, Grid, ImpliedModel, Model, PathSource, Simulation, VolatilityShocks,
};
use rehedge_options::{Book, Leg, Payoff, Rates, Strike};
use std::hint::black_box;
use std::time::Instant;

#[allow(dead_code, unused_imports, reason = "the tests use what the bench does not")]
#[path = "../twin/mod.rs"]
mod twin;

const STEPS: usize = 252;
const BLOCKS: usize = 6;
const ROUNDS: usize = 80;

/// A row of the table: its name, whether jumps, volatility shocks and implied tracks are on, the
/// number of hedges (`None` makes paths only), their rule and the volatility of their delta.
type Case = (&'static str, bool, Option<usize>, Rule, HedgeVolatility);

const EVERY: Rule = Rule::Every { steps: 1 };
const BAND: Rule = Rule::DeltaBand { half_width: 0.03, to: BandTarget::Edge };
const OPTIMAL: Rule = Rule::WhalleyWilmott { risk_aversion: 1.0, to: BandTarget::Edge };
const BEST: Rule = Rule::HodgesNeuberger { risk_aversion: 1.0, outlook: OUTLOOK };
const OUTLOOK: Outlook = Outlook { spot: 100.0, drift: 0.05, volatility: 0.2 };
const MOVE: Rule = Rule::SpotMove(SpotMove::DailyDeviations(1.0));

const IMPLIED: HedgeVolatility = HedgeVolatility::Implied;
const EWMA: HedgeVolatility = HedgeVolatility::Ewma { decay: 0.94 };

const CASES: [Case; 11] = [
    ("paths alone", false, None, Rule::NoHedge, IMPLIED),
    ("valuation alone", false, Some(1), Rule::NoHedge, IMPLIED),
    ("one hedge", false, Some(1), EVERY, IMPLIED),
    ("eight hedges", false, Some(8), EVERY, IMPLIED),
    ("one hedge, everything on", true, Some(1), EVERY, IMPLIED),
    ("eight fixed bands", false, Some(8), BAND, IMPLIED),
    ("eight Whalley-Wilmott bands", false, Some(8), OPTIMAL, IMPLIED),
    ("eight Hodges-Neuberger regions", false, Some(8), BEST, IMPLIED),
    ("eight spot moves", false, Some(8), MOVE, IMPLIED),
    ("one hedge at EWMA volatility", false, Some(1), EVERY, EWMA),
    ("eight hedges at EWMA volatility", false, Some(8), EVERY, EWMA),
];

fn main() {
    let sets: Vec<_> = InstructionSet::available().collect();
    let mut best = vec![vec![f64::INFINITY; sets.len()]; CASES.len()];
    let markets = [market(false), market(true)];
    let desks = CASES.map(|(_, _, hedges, rule, at)| {
        let desk = desk(hedges.unwrap_or(1), (rule, at));
        desk.solve(&|jobs| jobs.into_iter().for_each(|job| job()));
        desk
    });
    for _ in 0..ROUNDS {
        for (row, &(_, everything, hedges, ..)) in CASES.iter().enumerate() {
            for (column, &set) in sets.iter().enumerate() {
                let market = &markets[usize::from(everything)];
                let time = time(market, &desks[row], hedges.is_some(), set);
                best[row][column] = best[row][column].min(time);
            }
        }
    }
    let further: Vec<_> =
        best[3].iter().zip(&best[2]).map(|(eight, one)| (eight - one) / 7.0).collect();
    print_table(&sets, &best, &further);
    let scalar = (0..ROUNDS).map(|_| time_twin(&markets[0])).fold(f64::INFINITY, f64::min);
    println!("{:<34}{scalar:>12.2}", "one hedge by the scalar twin");
    let solution = (0..3).map(|_| time_solution()).fold(f64::INFINITY, f64::min);
    println!("{:<34}{solution:>12.2}", "seconds to solve 252 steps, once");
}

/// Seconds that it takes to solve for Hodges and Neuberger's region, on one core.
fn time_solution() -> f64 {
    let desk = desk(1, (BEST, IMPLIED));
    let start = Instant::now();
    desk.solve(&|jobs| jobs.into_iter().for_each(|job| job()));
    black_box(&desk);
    start.elapsed().as_secs_f64()
}

/// Nanoseconds per path-step of the hedge loop for one path in plain `f64`, paths not included.
fn time_twin(market: &Simulation) -> f64 {
    const PATHS: usize = 8;
    let mut block = market.allocate();
    market.fill(0, InstructionSet::best(), &mut block);
    let paths: Vec<_> = (0..PATHS)
        .map(|lane| twin::Path {
            spot: block.spot.iter().map(|row| row[lane]).collect(),
            volatility: vec![0.2; STEPS + 1],
            implied: vec![vec![0.2; STEPS + 1]],
            jumped: vec![false; STEPS],
            region: Vec::new(),
        })
        .collect();
    let book = [twin::Leg {
        calls: 1.0,
        puts: 0.0,
        strike: 100.0,
        expiry: STEPS,
        quantity: -1.0,
        premium: None,
    }];
    let terms = twin::Terms {
        dt: 1.0 / 252.0,
        trading_days_per_year: 252.0,
        rate: 0.03,
        dividend_yield: 0.0,
        financing_rate: 0.03,
    };
    let charges = twin::Charges {
        half_spread: 2e-4,
        fee_rate: 1e-5,
        fee_per_unit: 0.0,
        fee_minimum: 0.0,
        impact: 1.0,
        adv: 1e6,
        initial: true,
        last: true,
    };
    let (schedule, delta_at) = (twin::Schedule::Every(1), twin::DeltaAt::Implied);
    let size = twin::Size { lot: None, minimum: 0.0, maximum: f64::INFINITY };
    let hedge = twin::Hedge { schedule, delta_at, multiple: 1.0, net_delta: 0.0, size, charges };
    let start = Instant::now();
    for path in &paths {
        black_box(twin::hedge(path, &book, terms, hedge));
    }
    start.elapsed().as_nanos() as f64 / (PATHS * STEPS) as f64
}

/// Each row in nanoseconds, then the time of one hedge in units of that on AVX2.
fn print_table(sets: &[InstructionSet], best: &[Vec<f64>], further: &[f64]) {
    let print_row = |name: &str, times: &[f64]| {
        print!("{name:<34}");
        for time in times {
            print!("{time:>12.2}");
        }
        println!();
    };
    print!("{:<34}", "ns per path-step");
    for set in sets {
        print!("{:>12}", set.to_string());
    }
    println!();
    for (&(name, ..), times) in CASES.iter().zip(best) {
        print_row(name, times);
    }
    print_row("each further hedge", further);
    if let Some(avx2) = sets.iter().position(|set| *set == InstructionSet::Avx2) {
        let ratios: Vec<_> = best[2].iter().map(|time| time / best[2][avx2]).collect();
        print_row("one hedge, AVX2 = 1", &ratios);
    }
}

fn market(everything: bool) -> Simulation {
    let on = |arrivals: Result<Arrivals, ArrivalsError>| arrivals.ok().filter(|_| everything);
    let shocks = on(Arrivals::new(4.0, 0.35, 0.15));
    let model = Model {
        spot: 100.0,
        drift: 0.05,
        volatility: 0.2,
        jumps: on(Arrivals::new(1.0, -0.05, 0.08)),
        shocks: shocks.map(|arrivals| VolatilityShocks::new(arrivals, 10.0 / 252.0).unwrap()),
        implied: if everything {
            ImpliedModel::Tracks { ratio: 1.1 }
        } else {
            ImpliedModel::Constant(0.2)
        },
    };
    let grid = Grid::new(STEPS, 1, 252.0).unwrap();
    Simulation::new(model, grid, BLOCKS * LANES, 1, vec![STEPS]).unwrap()
}

fn desk(hedges: usize, (rule, volatility): (Rule, HedgeVolatility)) -> Desk {
    let leg = Leg {
        payoff: Payoff::Call,
        strike: Strike::Moneyness(1.0),
        maturity: 1.0,
        quantity: -1.0,
        premium: None,
    };
    let costs = Costs {
        half_spread: 2e-4,
        fee: Fee { rate: 1e-5, per_unit: 0.0, minimum: 0.0 },
        impact: Some(Impact { coefficient: 1.0, adv: 1e6 }),
        charge_initial: true,
        charge_final: true,
    };
    let hedge = |name: usize| Hedge {
        name: name.to_string(),
        rule,
        target: Target::delta(volatility),
        trade_size: TradeSize::ANY,
        costs,
    };
    let carry = Carry { pricing: Rates { rate: 0.03, dividend_yield: 0.0 }, financing_rate: 0.03 };
    let grid = Grid::new(STEPS, 1, 252.0).unwrap();
    let hedges = (0..hedges).map(hedge).collect();
    Desk::new(grid, &Book::new(vec![leg]).unwrap(), carry, hedges).unwrap()
}

/// Nanoseconds per path-step; fills paths only unless `hedged`.
fn time(market: &Simulation, desk: &Desk, hedged: bool, set: InstructionSet) -> f64 {
    let blocks = if set == InstructionSet::Baseline { 1 } else { BLOCKS };
    let mut paths = market.allocate();
    let mut workspace = Workspace::new(desk);
    let mut tally = Tally::new(STEPS, desk.hedges().len());
    let mut pnl = PnlBlock::default();
    let start = Instant::now();
    for block in 0..blocks {
        market.fill(block, set, &mut paths);
        if hedged {
            let output = Output { pnl: &mut pnl, tally: &mut tally, recorder: None };
            desk.hedge(set, block, &paths, &mut workspace, output);
        }
        black_box((&mut paths, &mut pnl));
    }
    start.elapsed().as_nanos() as f64 / (blocks * LANES * STEPS) as f64
}

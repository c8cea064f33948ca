//! Time per path and step of each part of the work, per instruction set.
//!
//! `cargo bench -p rehedge-engine` prints nanoseconds, the least of several rounds taken in turn,
//! so that a machine whose speed drifts treats every row alike.

use rehedge_engine::{
    Carry, Costs, Desk, Fee, Hedge, HedgeVolatility, Impact, Output, PnlBlock, Rule, Tally, Target,
    Workspace,
};
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::{Grid, ImpliedModel, Model, PathSource, Simulation};
use rehedge_options::{Book, Leg, Payoff, Rates, Strike};
use std::hint::black_box;
use std::time::Instant;

const STEPS: usize = 252;
const BLOCKS: usize = 6;
const ROUNDS: usize = 80;

fn main() {
    let sets: Vec<_> = InstructionSet::available().collect();
    let cases = ["paths alone", "valuation alone", "one hedge", "eight hedges"];
    let mut best = vec![vec![f64::INFINITY; sets.len()]; cases.len()];
    let market = market();
    for _ in 0..ROUNDS {
        for (column, &set) in sets.iter().enumerate() {
            for (row, hedges) in [None, Some(0), Some(1), Some(8)].into_iter().enumerate() {
                let time = time(&market, hedges, set);
                best[row][column] = best[row][column].min(time);
            }
        }
    }
    print!("{:<34}", "ns per path-step");
    sets.iter().for_each(|set| print!("{:>12}", set.to_string()));
    println!();
    for (case, times) in cases.iter().zip(&best) {
        print!("{case:<34}");
        times.iter().for_each(|time| print!("{time:>12.2}"));
        println!();
    }
    print!("{:<34}", "each further hedge");
    (0..sets.len()).for_each(|c| print!("{:>12.2}", (best[3][c] - best[2][c]) / 7.0));
    println!();
}

fn market() -> Simulation {
    let model = Model {
        spot: 100.0,
        drift: 0.05,
        volatility: 0.2,
        jumps: None,
        shocks: None,
        implied: ImpliedModel::Constant(0.2),
    };
    let grid = Grid::new(STEPS, 1, 252.0).unwrap();
    Simulation::new(model, grid, BLOCKS * LANES, 1, vec![STEPS]).unwrap()
}

fn desk(hedges: usize) -> Desk {
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
        rule: if hedges == 0 { Rule::NoHedge } else { Rule::Every { steps: 1 } },
        target: Target { volatility: HedgeVolatility::Implied },
        costs,
    };
    let carry = Carry { pricing: Rates { rate: 0.03, dividend_yield: 0.0 }, financing_rate: 0.03 };
    let grid = Grid::new(STEPS, 1, 252.0).unwrap();
    let hedges = (0..hedges.max(1)).map(hedge).collect();
    Desk::new(grid, &Book::new(vec![leg]).unwrap(), carry, hedges).unwrap()
}

/// Nanoseconds per path-step; `None` fills paths only.
fn time(market: &Simulation, hedges: Option<usize>, set: InstructionSet) -> f64 {
    let blocks = if set == InstructionSet::Baseline { 1 } else { BLOCKS };
    let mut paths = market.allocate();
    let desk = desk(hedges.unwrap_or(0));
    let mut workspace = Workspace::new(&desk);
    let mut tally = Tally::new(STEPS, desk.hedges().len());
    let mut pnl = PnlBlock::default();
    let start = Instant::now();
    for block in 0..blocks {
        market.fill(block, set, &mut paths);
        if hedges.is_some() {
            let output = Output { pnl: &mut pnl, tally: &mut tally, recorder: None };
            desk.hedge(set, block, &paths, &mut workspace, output);
        }
        black_box((&mut paths, &mut pnl));
    }
    start.elapsed().as_nanos() as f64 / (blocks * LANES * STEPS) as f64
}

//! What each way of drawing the diffusion gains: the true error of the standard deviation of P&L and
//! of the mean cost, as their spread over seeds, and the time that a run takes.
//!
//! `cargo run -p rehedge-engine --example sampling` prints how many times sooner than with independent
//! paths the same error is reached: `(their error / error)² · their time / time`.

use rehedge_engine::{
    Carry, Component, Costs, Desk, Fee, Hedge, HedgeVolatility, Impact, Moments, Output, PnlBlock,
    Rule, Tally, Target, TradeSize, Workspace,
};
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::{
    Arrivals, Grid, ImpliedModel, Model, PathSource, Sampling, Simulation, VolatilityShocks,
};
use rehedge_options::{Book, Contract, Leg, Payoff, Rates, Strike};
use std::error::Error;
use std::time::Instant;

const SEEDS: u64 = 100;
const WAYS: [Sampling; 3] = [Sampling::Pseudo, Sampling::Antithetic, Sampling::Sobol];
/// Steps between trades, four to a day, and their names.
const HEDGES: [(usize, &str); 4] = [(1, "0.25d"), (4, "1d"), (20, "5d"), (84, "21d")];

/// Standard deviation of P&L and mean cost of every hedge, and the nanoseconds per path-step.
type Run = ([[f64; 2]; HEDGES.len()], f64);

fn main() -> Result<(), Box<dyn Error>> {
    for (name, everything) in [("diffusion", false), ("jumps and shocks", true)] {
        for paths in [1 << 12, 1 << 14, 1 << 16] {
            println!("\n{name}, {paths} paths");
            let mut pseudo = None;
            for sampling in WAYS {
                let runs = (0..SEEDS).map(|seed| run(everything, paths, seed, sampling));
                let runs: Vec<Run> = runs.collect::<Result<_, _>>()?;
                let time = runs.iter().map(|run| run.1).fold(f64::INFINITY, f64::min);
                let errors = errors(&runs);
                let (first, at_first) = *pseudo.get_or_insert((errors, time));
                println!("  {sampling}, {time:.1} ns per path-step");
                for (hedge, (_, every)) in HEDGES.iter().enumerate() {
                    let sooner = |what: usize| {
                        (first[hedge][what] / errors[hedge][what]).powi(2) * at_first / time
                    };
                    let (sd, cost) = (sooner(0), sooner(1));
                    println!("    {every:>5}: sd of P&L {sd:.1}, mean cost {cost:.1}");
                }
            }
        }
    }
    Ok(())
}

/// The spread of both estimates of every hedge.
fn errors(runs: &[Run]) -> [[f64; 2]; HEDGES.len()] {
    std::array::from_fn(|hedge| {
        std::array::from_fn(|what| {
            let mut moments = Moments::default();
            for (estimates, _) in runs {
                let one = Moments { count: 1.0, mean: estimates[hedge][what], squares: 0.0 };
                moments.merge(&one);
            }
            moments.standard_deviation()
        })
    })
}

fn run(
    everything: bool,
    paths: usize,
    seed: u64,
    sampling: Sampling,
) -> Result<Run, Box<dyn Error>> {
    let (market, desk) = (market(everything, paths, seed)?.with_sampling(sampling)?, desk()?);
    let (mut block, mut workspace) = (market.allocate(), Workspace::new(&desk));
    let steps = market.grid().steps();
    let mut tally = Tally::new(steps, HEDGES.len());
    let mut pnl = PnlBlock::default();
    let mut sums = [[Moments::default(); 2]; HEDGES.len()];
    let start = Instant::now();
    for number in 0..market.blocks() {
        market.fill(number, InstructionSet::best(), &mut block);
        let output = Output { pnl: &mut pnl, tally: &mut tally, recorder: None };
        desk.hedge(InstructionSet::best(), number, &block, &mut workspace, output);
        for (sums, outcome) in sums.iter_mut().zip(&pnl.hedges) {
            let charges = [Component::Spread, Component::Fee, Component::Impact];
            for lane in 0..LANES {
                let charged: f64 = charges.iter().map(|c| outcome.component(*c)[lane]).sum();
                for (sum, mean) in sums.iter_mut().zip([outcome.pnl[lane], -charged]) {
                    sum.merge(&Moments { count: 1.0, mean, squares: 0.0 });
                }
            }
        }
    }
    let time = start.elapsed().as_nanos() as f64 / (paths * steps) as f64;
    Ok((sums.map(|[pnl, cost]| [pnl.standard_deviation(), cost.mean]), time))
}

/// The market of `configs/frequency-vs-cost.toml`, or that with jumps and volatility shocks.
fn market(everything: bool, paths: usize, seed: u64) -> Result<Simulation, Box<dyn Error>> {
    let grid = Grid::new(252, 4, 252.0)?;
    let mut model = Model {
        spot: 100.0,
        drift: 0.03,
        volatility: 0.2,
        jumps: None,
        shocks: None,
        implied: ImpliedModel::Constant(0.2),
    };
    if everything {
        model.jumps = Some(Arrivals::new(4.0, -0.04, 0.04)?);
        let shocks = VolatilityShocks::new(Arrivals::new(4.0, 0.35, 0.15)?, 21.0 / 252.0)?;
        model.shocks = Some(shocks);
        model.implied = ImpliedModel::Tracks { ratio: 1.1 };
    }
    Ok(Simulation::new(model, grid, paths, seed, vec![252])?)
}

fn desk() -> Result<Desk, Box<dyn Error>> {
    let leg = Leg {
        contract: Contract::Vanilla { payoff: Payoff::Call, strike: Strike::Moneyness(1.0) },
        maturity: 0.25,
        quantity: -1.0,
        premium: None,
        volatility_offset: 0.0,
    };
    let costs = Costs {
        half_spread: 1e-3,
        fee: Fee::default(),
        impact: Some(Impact { coefficient: 1.0, adv: 20.0 }),
        charge_initial: true,
        charge_final: true,
    };
    let hedges = HEDGES.map(|(steps, name)| Hedge {
        name: name.to_owned(),
        rule: Rule::Every { steps },
        target: Target::delta(HedgeVolatility::Implied),
        trade_size: TradeSize::ANY,
        costs,
    });
    let carry = Carry { pricing: Rates { rate: 0.03, dividend_yield: 0.0 }, financing_rate: 0.03 };
    Ok(Desk::new(Grid::new(252, 4, 252.0)?, &Book::new(vec![leg])?, carry, hedges.to_vec())?)
}

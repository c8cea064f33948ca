//! Time to value a ladder of 21 instruments and books of 100 options in 20,000 scenarios, on one core.
//!
//! `cargo bench -p rehedge-portfolio --bench scenarios` prints seconds and nanoseconds per value, the
//! least of several rounds.

use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::{Grid, ImpliedModel, Model, PathSource as _, Simulation};
use rehedge_options::{
    Asian, Barrier, Binary, Contract, Direction, Fixings, Knock, Mean, Monitoring, Payoff, Pays,
    Rates, Side, Strike,
};
use rehedge_portfolio::scenarios::{
    Asset, Horizon, HorizonVolatility, Matched, Position, Valuer, Way,
};
use std::hint::black_box;
use std::time::Instant;

const SCENARIOS: usize = 20_000;
const ROUNDS: usize = 5;
const DT: f64 = 1.0 / 252.0;

/// A contract by its number and strike.
type Make = fn(usize, Strike) -> Contract;

fn main() {
    println!("{SCENARIOS} scenarios, one core    seconds   ns per value");
    let kinds: [(&str, Make); 5] = [
        ("vanilla", |_, strike| Contract::Vanilla { payoff: Payoff::Call, strike }),
        ("binary", |_, strike| {
            Contract::Binary(Binary { side: Side::Put, strike, pays: Pays::Cash(10.0) })
        }),
        ("barrier", barrier),
        ("Asian, geometric", |_, strike| asian(Mean::Geometric, strike)),
        ("Asian, arithmetic", |_, strike| asian(Mean::Arithmetic, strike)),
    ];
    for (name, make) in kinds {
        let book = (0..100).map(|number| {
            let strike = Strike::Fixed(80.0 + 0.4 * number as f64);
            let maturity = DT * (21 * (1 + number % 12)) as f64;
            let asset =
                Asset::Option { contract: make(number, strike), maturity, volatility: None };
            Position { asset, quantity: 1.0 }
        });
        let seconds = time(&ladder(), &[book.collect()]);
        println!("{name:<30}{seconds:>8.3}{:>15.0}", seconds * 1e9 / (SCENARIOS * 121) as f64);
    }
}

fn barrier(number: usize, strike: Strike) -> Contract {
    let direction = if number.is_multiple_of(2) { Direction::Up } else { Direction::Down };
    let level = Strike::Fixed(if number.is_multiple_of(2) { 120.0 } else { 85.0 });
    let knock = if number % 4 < 2 { Knock::Out } else { Knock::In };
    let (side, monitoring) = (Side::Call, Monitoring::Continuous);
    Contract::Barrier(Barrier { side, strike, level, direction, knock, rebate: 0.0, monitoring })
}

fn asian(mean: Mean, strike: Strike) -> Contract {
    let (side, fixings) = (Side::Call, Fixings::Continuous);
    Contract::Asian(Asian { side, strike, mean, fixings, past: None })
}

/// The stock, and calls at five strikes and four maturities.
fn ladder() -> Vec<Asset> {
    let call = |strike: f64, days: f64| Asset::Option {
        contract: Contract::Vanilla { payoff: Payoff::Call, strike: Strike::Fixed(strike) },
        maturity: days * DT,
        volatility: None,
    };
    let strikes = [90.0, 95.0, 100.0, 105.0, 110.0];
    let calls = [21.0, 42.0, 63.0, 126.0]
        .into_iter()
        .flat_map(|days| strikes.into_iter().map(move |strike| call(strike, days)));
    std::iter::once(Asset::Underlying).chain(calls).collect()
}

/// Seconds to simulate and value everything.
fn time(instruments: &[Asset], books: &[Vec<Position>]) -> f64 {
    let grid = Grid::new(15, 1, 252.0).unwrap();
    let model = Model {
        spot: 100.0,
        drift: 0.1,
        volatility: 0.2,
        jumps: None,
        shocks: None,
        implied: ImpliedModel::Constant(0.2),
    };
    let assets = instruments.iter().chain(books.iter().flatten().map(|held| &held.asset));
    let market =
        Simulation::new(model, grid, SCENARIOS, 7, Asset::expiries(&grid, assets)).unwrap();
    let set = InstructionSet::best();
    let mut paths = market.allocate();
    market.fill(0, set, &mut paths);
    let rates = Rates { rate: 0.05, dividend_yield: 0.0 };
    let volatility = HorizonVolatility { shift: 0.0, sd: 0.005, seed: 7 };
    let matched = Matched::Change;
    let horizon =
        Horizon { grid, rates, financing_rate: 0.05, matched, way: Way::Path, volatility };
    let valuer = Valuer::new(horizon, instruments, books, &paths);
    let mut out = valuer.allocate(SCENARIOS);
    let round = || {
        let start = Instant::now();
        for number in 0..market.blocks() {
            market.fill(number, set, &mut paths);
            valuer.fill(set, number, &paths, &mut out, number * LANES);
        }
        black_box(&mut out);
        start.elapsed().as_secs_f64()
    };
    std::iter::repeat_with(round).take(ROUNDS).fold(f64::INFINITY, f64::min)
}

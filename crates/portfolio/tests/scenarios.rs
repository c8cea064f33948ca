//! Scenarios against what no arbitrage says of them.

use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::{Grid, ImpliedModel, Model, PathBlock, PathSource as _, Simulation};
use rehedge_options::{
    Asian, Barrier, Binary, Contract, Direction, Fixings, Knock, Life, Mean, Monitoring, Payoff,
    Pays, Rates, Side, Strike, black_scholes,
};
use rehedge_portfolio::ScenarioBlock;
use rehedge_portfolio::scenarios::{
    Asset, Horizon, HorizonVolatility, Matched, Position, Valuer, Way,
};

const RATES: Rates = Rates { rate: 0.05, dividend_yield: 0.02 };
const DT: f64 = 1.0 / 252.0;
const HORIZON: usize = 15;

fn grid() -> Grid {
    Grid::new(HORIZON, 1, 252.0).unwrap()
}

/// A market in which every discounted price is a martingale.
fn market(paths: usize, expiries: Vec<usize>) -> Simulation {
    let model = Model {
        spot: 100.0,
        drift: RATES.rate - RATES.dividend_yield,
        volatility: 0.2,
        jumps: None,
        shocks: None,
        implied: ImpliedModel::Constant(0.2),
    };
    Simulation::new(model, grid(), paths, 7, expiries).unwrap()
}

fn horizon(matched: Matched, volatility: HorizonVolatility) -> Horizon {
    Horizon {
        grid: grid(),
        rates: RATES,
        financing_rate: RATES.rate,
        matched,
        way: Way::Path,
        volatility,
    }
}

const AS_QUOTED: HorizonVolatility = HorizonVolatility { shift: 0.0, sd: 0.0, seed: 7 };

fn option(contract: Contract, days: f64) -> Asset {
    Asset::Option { contract, maturity: days * DT, volatility: None }
}

fn vanilla(payoff: Payoff, strike: f64) -> Contract {
    Contract::Vanilla { payoff, strike: Strike::Fixed(strike) }
}

/// All scenarios of some paths in one block, and a block of the paths.
fn scenarios(
    horizon: Horizon,
    paths: usize,
    instruments: &[Asset],
    books: &[Vec<Position>],
) -> (ScenarioBlock, Valuer, PathBlock) {
    let assets = instruments.iter().chain(books.iter().flatten().map(|held| &held.asset));
    let market = market(paths, Asset::expiries(&horizon.grid, assets));
    let set = InstructionSet::best();
    let mut block = market.allocate();
    market.fill(0, set, &mut block);
    let valuer = Valuer::new(horizon, instruments, books, &block);
    let mut out = valuer.allocate(paths);
    for number in 0..market.blocks() {
        market.fill(number, set, &mut block);
        valuer.fill(set, number, &block, &mut out, number * LANES);
    }
    (out, valuer, block)
}

/// The spots of some paths, step by step.
fn spots(paths: usize) -> Vec<Vec<f64>> {
    let market = market(paths, vec![HORIZON]);
    let mut block = market.allocate();
    let mut all = Vec::new();
    for number in 0..market.blocks() {
        market.fill(number, InstructionSet::best(), &mut block);
        let path = |lane: usize| block.spot.iter().map(|row| row[lane]).collect();
        all.extend((0..block.valid).map(path));
    }
    all
}

fn barrier(direction: Direction, knock: Knock, rebate: f64, monitoring: Monitoring) -> Contract {
    let level = Strike::Fixed(if direction == Direction::Up { 106.0 } else { 95.0 });
    let (side, strike) = (Side::Call, Strike::Fixed(98.0));
    Contract::Barrier(Barrier { side, strike, level, direction, knock, rebate, monitoring })
}

fn asian(mean: Mean, fixings: Fixings) -> Contract {
    let (side, strike) = (Side::Call, Strike::Fixed(101.0));
    Contract::Asian(Asian { side, strike, mean, fixings, past: None })
}

/// Nothing is expected to be earned by what is financed, whatever the contract and its path.
#[test]
fn changes_have_no_mean() {
    let daily = Monitoring::Discrete { interval: DT };
    let all = [
        Asset::Underlying,
        Asset::Cash,
        option(vanilla(Payoff::Call, 105.0), 21.0),
        option(vanilla(Payoff::Straddle, 95.0), 15.0),
        option(
            Contract::Binary(Binary {
                side: Side::Put,
                strike: Strike::Fixed(97.0),
                pays: Pays::Cash(10.0),
            }),
            42.0,
        ),
        option(
            Contract::Binary(Binary {
                side: Side::Call,
                strike: Strike::Fixed(102.0),
                pays: Pays::Asset,
            }),
            21.0,
        ),
        option(barrier(Direction::Up, Knock::Out, 2.0, Monitoring::Continuous), 42.0),
        option(barrier(Direction::Up, Knock::In, 2.0, Monitoring::Continuous), 42.0),
        option(barrier(Direction::Down, Knock::Out, 0.0, daily), 42.0),
        option(barrier(Direction::Down, Knock::In, 0.0, daily), 15.0),
        option(asian(Mean::Geometric, Fixings::Discrete { number: 42 }), 42.0),
        option(asian(Mean::Arithmetic, Fixings::Discrete { number: 21 }), 21.0),
        option(asian(Mean::Arithmetic, Fixings::Discrete { number: 15 }), 15.0),
    ];
    let paths = 1 << 16;
    let (block, ..) = scenarios(horizon(Matched::Change, AS_QUOTED), paths, &all, &[]);
    for (index, asset) in all.iter().enumerate() {
        let changes = block.instrument(index);
        let n = changes.len() as f64;
        let mean = changes.iter().sum::<f64>() / n;
        let variance = changes.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        let se = (variance / n).sqrt();
        assert!(mean.abs() <= 4.0 * se + 1e-12, "{asset:?}: {mean} ± {se}");
        assert!(*asset == Asset::Cash || se > 1e-4, "{asset:?} does not move");
    }
}

/// Parity in every scenario, at whatever volatility; and a book owes what its instruments are worth.
#[test]
fn calls_less_puts_are_shares_less_cash() {
    let volatility = HorizonVolatility { shift: 0.01, sd: 0.005, seed: 3 };
    let [call, put] =
        [Payoff::Call, Payoff::Put].map(|payoff| option(vanilla(payoff, 103.0), 63.0));
    let book =
        vec![Position { asset: call, quantity: -2.0 }, Position { asset: put, quantity: 2.0 }];
    let all = [call, put, Asset::Underlying, Asset::Cash];
    let matched = horizon(Matched::Value, volatility);
    let (block, ..) = scenarios(matched, 640, &all, &[book]);
    let left = 48.0 * DT;
    let gone = 15.0 * DT;
    let paths = spots(640);
    for row in 0..block.rows() {
        let [call, put, share, cash] = [0, 1, 2, 3].map(|index| block.instrument(index)[row]);
        let path = &paths[row];
        let paid = |(step, spot): (usize, &f64)| {
            let dividend = (RATES.dividend_yield * DT).exp_m1() * spot;
            dividend * (RATES.rate * (HORIZON - step) as f64 * DT).exp()
        };
        let dividends: f64 = path.iter().enumerate().skip(1).map(paid).sum();
        assert!((share - (path[HORIZON] + dividends)).abs() < 1e-12 * 103.0, "{row}: {share}");
        let parity = path[HORIZON] * (-RATES.dividend_yield * left).exp()
            - 103.0 * (-RATES.rate * left).exp();
        assert!((call - put - parity).abs() < 1e-12 * 103.0, "{row}");
        assert!((cash - (RATES.rate * gone).exp()).abs() < 1e-15);
        assert!((block.target(0)[row] - 2.0 * (call - put)).abs() < 1e-12 * 103.0);
    }
}

/// The value of a call at the horizon gives back the volatility that was drawn for its scenario; an
/// option quoted apart keeps its distance.
#[test]
fn volatility_at_the_horizon_is_drawn() {
    let volatility = HorizonVolatility { shift: 0.02, sd: 0.005, seed: 11 };
    let call = vanilla(Payoff::Call, 100.0);
    let apart = Asset::Option { contract: call, maturity: 63.0 * DT, volatility: Some(0.27) };
    let all = [option(call, 63.0), apart, Asset::Underlying];
    let (block, valuer, _) = scenarios(horizon(Matched::Value, volatility), 4096, &all, &[]);
    let life = Life::new(48.0 * DT, RATES);
    let implied = |price: f64, spot: f64| {
        rehedge_options::implied_volatility(Payoff::Call, price, spot, 100.0, &life).unwrap()
    };
    let mut draws = Vec::new();
    let paths = spots(4096);
    for (row, path) in paths.iter().enumerate() {
        let spot = path[HORIZON];
        let [market, own] = [0, 1].map(|index| implied(block.instrument(index)[row], spot));
        assert!((own - market - 0.07).abs() < 1e-9, "{row}: {own} {market}");
        draws.push(market);
    }
    let n = draws.len() as f64;
    let mean = draws.iter().sum::<f64>() / n;
    let sd = (draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)).sqrt();
    assert!((mean - 0.22).abs() < 4.0 * 0.005 / n.sqrt(), "{mean}");
    assert!((sd / 0.005 - 1.0).abs() < 4.0 / (2.0 * n).sqrt(), "{sd}");
    // At entry the options are worth what their volatilities say.
    let entry = Life::new(63.0 * DT, RATES);
    let at = |sigma| black_scholes(Payoff::Call, 100.0, 100.0, sigma, &entry);
    let [market, own, share] = valuer.instruments().try_into().unwrap();
    assert!((market.vega / at(0.2).vega - 1.0).abs() < 1e-12);
    assert!((own.value / at(0.27).value - 1.0).abs() < 1e-12);
    assert_eq!([share.value, share.delta, share.gamma], [100.0, 1.0, 0.0]);
}

/// At given spots options are worth what they are there, and barriers on the way are touched.
#[test]
fn spots_are_reached_on_a_straight_way() {
    let call = option(vanilla(Payoff::Call, 100.0), 63.0);
    let out = option(barrier(Direction::Up, Knock::Out, 0.0, Monitoring::Continuous), 63.0);
    let all = [call, out];
    let (_, valuer, _) = scenarios(horizon(Matched::Value, AS_QUOTED), 64, &all, &[]);
    let spots: Vec<f64> = (0..90).map(|i| 70.0 + f64::from(i)).collect();
    let block = valuer.at_spots(InstructionSet::best(), &spots, 0.03);
    let life = Life::new(48.0 * DT, RATES);
    for (row, &spot) in spots.iter().enumerate() {
        let expected = black_scholes(Payoff::Call, spot, 100.0, 0.23, &life).value;
        assert!((block.instrument(0)[row] - expected).abs() < 1e-11, "{spot}");
        let alive = block.instrument(1)[row] > 0.0;
        assert_eq!(alive, spot < 106.0, "{spot}");
    }
}

/// On a straight way a barrier is what it is at the spot of the horizon, whatever the path did.
#[test]
fn a_straight_way_forgets_the_path() {
    let out = option(barrier(Direction::Down, Knock::Out, 0.0, Monitoring::Continuous), 63.0);
    let all = [out];
    let straight = Horizon { way: Way::Straight, ..horizon(Matched::Value, AS_QUOTED) };
    let [(line, valuer, _), (path, ..)] = [straight, horizon(Matched::Value, AS_QUOTED)]
        .map(|horizon| scenarios(horizon, 4096, &all, &[]));
    let spots: Vec<f64> = spots(4096).iter().map(|path| path[HORIZON]).collect();
    let there = valuer.at_spots(InstructionSet::best(), &spots, 0.0);
    let mut differ = 0;
    for (row, spot) in spots.iter().enumerate() {
        let [line, path, there] = [&line, &path, &there].map(|block| block.instrument(0)[row]);
        assert!((line - there).abs() < 1e-9, "{spot}: {line} {there}");
        assert!(path == 0.0 || (path - line).abs() < 1e-9, "{spot}: {path} {line}");
        differ += usize::from(path != 0.0 || line == 0.0);
    }
    assert!(differ < spots.len(), "no path came back from below the barrier");
}

//! Rows of contracts equal the scalar formulas bit for bit, on every instruction set.
use crate::table::each;
use rehedge_kernels::{InstructionSet, LANES, Row, ln};
use rehedge_options::{
    Contract, ContractKind, ContractLife, Fixings, Greeks, Holding, Monitoring, Past, PathState,
    Quote, Rates, Spots, Strike, Struck, Term, Terms, Use,
};

/// Contracts of every kind, with and without what may be left out; strikes relative to the spot.
fn contracts() -> Vec<Contract> {
    let mut contracts = Vec::new();
    for (kind, name) in ContractKind::NAMES {
        let takes = |term| kind.takes(term) != Use::Never;
        let level = Strike::Fixed(if name.starts_with("up") { 113.0 } else { 91.0 });
        let bare = Terms {
            cash: takes(Term::Cash).then_some(7.0),
            level: takes(Term::Level).then_some(level),
            ..Terms::new(Strike::Moneyness(1.02))
        };
        let rebate = takes(Term::Rebate).then_some(2.0);
        let monitoring = Monitoring::Discrete { interval: 0.02 };
        let past = Past { average: Strike::Fixed(98.0), weight: 0.5 };
        for full in [false, true] {
            let terms = Terms {
                rebate,
                monitoring: (full && takes(Term::Monitoring)).then_some(monitoring),
                fixings: (full && takes(Term::Fixings)).then_some(Fixings::Discrete { number: 9 }),
                past: (full && takes(Term::Past)).then_some(past),
                ..bare
            };
            contracts.push(kind.contract(&terms).unwrap());
        }
        contracts.push(kind.contract(&bare).unwrap());
    }
    contracts
}

struct Paths {
    entry: Row,
    spot: Row,
    log_spot: Row,
    volatility: Row,
    state: PathState<Row>,
}

/// Spots from far below to far above strike and barrier, on both and next to them; calm and wild.
fn paths(geometric: bool) -> Paths {
    let lane = |f: fn(f64) -> f64| Row(std::array::from_fn(|lane| f(lane as f64)));
    let mut spot = lane(|x| 100.0 * (0.5 * (0.7 * x).sin()).exp());
    (spot[3], spot[9], spot[11], spot[17]) = (113.0, 91.0, 1.0, 2000.0);
    (spot[21], spot[22]) = (112.9999, 91.0001);
    let accrued =
        if geometric { lane(|x| 1.5 + 0.1 * x.sin()) } else { lane(|x| 60.0 + 55.0 * x.sin()) };
    Paths {
        entry: lane(|x| 100.0 + 5.0 * (1.3 * x).cos()),
        log_spot: Row(spot.map(ln)),
        spot,
        volatility: lane(|x| 0.02 + 0.013 * x),
        state: PathState { touched: lane(|x| f64::from(x % 7.0 == 0.0)), accrued },
    }
}

fn is_geometric(contract: &Contract) -> bool {
    contract.kind().name().contains("geometric")
}

fn at(rows: &Greeks<Row>, lane: usize) -> [f64; 7] {
    let Greeks { value, delta, gamma, theta, vega, vanna, volga } = rows;
    [value, delta, gamma, theta, vega, vanna, volga].map(|row| row[lane])
}

/// Value, Greeks and delta of a lane by the scalar formulas.
fn scalar(contract: Contract, life: &ContractLife, paths: &Paths, lane: usize) -> (f64, [f64; 7]) {
    let struck = Struck::<f64>::new(contract, paths.entry[lane]);
    let PathState { touched, accrued } = &paths.state;
    let state = PathState { touched: touched[lane], accrued: accrued[lane] };
    let quote = Quote { spot: paths.spot[lane], volatility: paths.volatility[lane] };
    (struck.value(life, &state, quote), each(&struck.greeks(life, &state, quote)))
}

#[test]
fn equal_the_scalar_formulas() {
    let rates = [(0.05, 0.02), (-0.03, 0.01)];
    for contract in contracts() {
        let paths = paths(is_geometric(&contract));
        for (rate, dividend_yield) in rates {
            for tau in [0.0, 1e-6, 0.3, 2.0] {
                let rates = Rates { rate, dividend_yield };
                let life = ContractLife::new(&contract, 0.2, tau, rates);
                equals_the_scalar_formulas(contract, &life, &paths, &format!("{contract:?} {tau}"));
            }
        }
    }
}

fn equals_the_scalar_formulas(contract: Contract, life: &ContractLife, paths: &Paths, what: &str) {
    let expected: Vec<_> = (0..LANES).map(|lane| scalar(contract, life, paths, lane)).collect();
    let struck = Struck::<Row>::new(contract, &paths.entry);
    // A product with a power of two is exact.
    let holding = Holding { quantity: -2.0, struck: &struck, life, state: &paths.state };
    let spots = Spots { spot: &paths.spot, log_spot: &paths.log_spot };
    for set in InstructionSet::available() {
        let (mut value, mut delta, mut greeks) = (Row::ZERO, Row::ZERO, Greeks::<Row>::default());
        holding.add_value(set, spots, &paths.volatility, &mut value);
        holding.add_delta(set, spots, &paths.volatility, &mut delta);
        holding.add_greeks(set, spots, &paths.volatility, &mut greeks);
        for (lane, (one, all)) in expected.iter().enumerate() {
            assert!(all.iter().all(|x| x.is_finite()), "{what} {lane}: {all:?}");
            assert_eq!(at(&greeks, lane), all.map(|x| -2.0 * x), "{set} {what} {lane}");
            assert_eq!(value[lane], -2.0 * one, "{set} {what} {lane}");
            assert_eq!(one, &all[0], "{what} {lane}");
            assert_eq!(delta[lane], -2.0 * all[1], "{set} {what} {lane}");
        }
    }
}

/// What is added comes on top.
#[test]
fn add_up() {
    let contracts = contracts();
    let paths = paths(false);
    let spots = Spots { spot: &paths.spot, log_spot: &paths.log_spot };
    let (mut sum, mut expected) = (Row::ZERO, Row::ZERO);
    for contract in [contracts[0], contracts[12], contracts[33]] {
        let struck = Struck::<Row>::new(contract, &paths.entry);
        let rates = Rates { rate: 0.05, dividend_yield: 0.02 };
        let life = ContractLife::new(&contract, 0.2, 0.3, rates);
        let holding = Holding { quantity: 1.7, struck: &struck, life: &life, state: &paths.state };
        let mut one = Row::ZERO;
        holding.add_value(InstructionSet::best(), spots, &paths.volatility, &mut sum);
        holding.add_value(InstructionSet::best(), spots, &paths.volatility, &mut one);
        for lane in 0..LANES {
            expected[lane] += one[lane];
        }
    }
    assert_eq!(sum, expected);
}

//! Time per value and per set of Greeks of each contract, per instruction set.
//!
//! `cargo bench -p rehedge-options` prints nanoseconds, the least of several rounds taken in turn,
//! so that a machine whose speed drifts treats every row alike.

use rehedge_kernels::{InstructionSet, LANES, Row, ln};
use rehedge_options::{
    Contract, ContractKind, ContractLife, Fixings, Greeks, Holding, Monitoring, PathState, Rates,
    Spots, Strike, Struck, Term, Terms, Use,
};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 40;
const ROWS: usize = 50;
const MATURITY: f64 = 0.5;
const RATES: Rates = Rates { rate: 0.05, dividend_yield: 0.02 };

/// A contract of a kind with all terms that make it expensive.
fn contract(kind: ContractKind) -> Contract {
    let takes = |term| kind.takes(term) != Use::Never;
    let terms = Terms {
        cash: takes(Term::Cash).then_some(10.0),
        level: takes(Term::Level).then_some(Strike::Fixed(if kind.name().starts_with("up") {
            115.0
        } else {
            85.0
        })),
        rebate: takes(Term::Rebate).then_some(if std::env::var("NOREB").is_ok() {
            0.0
        } else {
            2.0
        }),
        monitoring: takes(Term::Monitoring)
            .then_some(Monitoring::Discrete { interval: 1.0 / 252.0 }),
        fixings: takes(Term::Fixings).then_some(Fixings::Discrete { number: 126 }),
        ..Terms::new(Strike::Fixed(100.0))
    };
    kind.contract(&terms).expect("terms of its kind")
}

struct Market {
    spot: Row,
    log_spot: Row,
    volatility: Row,
}

fn market() -> Market {
    let spot = Row(std::array::from_fn(|lane| 90.0 + 0.3 * lane as f64));
    let volatility = Row(std::array::from_fn(|lane| 0.18 + 0.001 * lane as f64));
    Market { spot, log_spot: Row(spot.map(ln)), volatility }
}

/// Nanoseconds per value and per set of Greeks.
fn time(set: InstructionSet, contract: Contract, market: &Market) -> [f64; 2] {
    let struck = Struck::<Row>::new(contract, &market.spot);
    let life = ContractLife::new(&contract, 0.1, MATURITY - 0.1, RATES);
    let state = PathState::<Row>::at_entry(&struck, &market.spot, MATURITY);
    let holding = Holding { quantity: 1.0, struck: &struck, life: &life, state: &state };
    let spots = Spots { spot: &market.spot, log_spot: &market.log_spot };
    let (mut values, mut greeks) = (Row::ZERO, Greeks::<Row>::default());
    let per_path = |start: Instant| start.elapsed().as_secs_f64() * 1e9 / (ROWS * LANES) as f64;
    let start = Instant::now();
    for _ in 0..ROWS {
        black_box(holding).add_value(set, spots, &market.volatility, &mut values);
    }
    let value = per_path(start);
    let start = Instant::now();
    for _ in 0..ROWS {
        black_box(holding).add_greeks(set, spots, &market.volatility, &mut greeks);
    }
    black_box((values, greeks));
    [value, per_path(start)]
}

fn main() {
    let market = market();
    let sets: Vec<InstructionSet> =
        InstructionSet::available().filter(|set| *set != InstructionSet::Baseline).collect();
    let mut least = vec![[f64::INFINITY; 2]; sets.len() * ContractKind::NAMES.len()];
    for _ in 0..ROUNDS {
        let cases =
            ContractKind::NAMES.iter().flat_map(|(kind, _)| sets.iter().map(move |s| (kind, s)));
        for ((kind, set), least) in cases.zip(&mut least) {
            let taken = time(*set, contract(*kind), &market);
            *least = std::array::from_fn(|i| least[i].min(taken[i]));
        }
    }
    print!("{:<24}", "ns per path");
    for set in &sets {
        print!("{:>17}{:>9}", format!("{set}: value"), "Greeks");
    }
    println!();
    for ((_, name), times) in ContractKind::NAMES.iter().zip(least.chunks(sets.len())) {
        print!("{name:<24}");
        for [value, greeks] in times {
            print!("{value:>17.1}{greeks:>9.1}");
        }
        println!();
    }
}

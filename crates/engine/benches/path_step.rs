//! Time per path and step of each part of the work, per instruction set.
//!
//! `cargo bench -p rehedge-engine` prints nanoseconds, the least of several rounds taken in turn,
//! so that a machine whose speed drifts treats every row alike.

use rehedge_engine::{
    BandTarget, Carry, Costs, Desk, Fee, Hedge, HedgeVolatility, Impact, Outlook, Output, PnlBlock,
    Rule, SpotMove, Tally, Target, TradeSize, Workspace, Zakamouline,
};
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::{
    Arrivals, ArrivalsError, Grid, ImpliedModel, Model, PathSource, Simulation, VolatilityShocks,
};
use rehedge_options::{Book, Contract, Leg, Payoff, Rates, Strike};
use std::hint::black_box;
use std::time::Instant;

#[allow(dead_code, unused_imports, reason = "the tests use what the bench does not")]
#[path = "../twin/mod.rs"]
mod twin;

const STEPS: usize = 252;
const BLOCKS: usize = 6;
const ROUNDS: usize = 80;

const COSTS: Costs = Costs {
    half_spread: 2e-4,
    fee: Fee { rate: 1e-5, per_unit: 0.0, minimum: 0.0 },
    impact: Some(Impact { coefficient: 1.0, adv: 1e6 }),
    charge_initial: true,
    charge_final: true,
};

/// A row of the table.
struct Case {
    name: &'static str,
    /// Whether jumps, volatility shocks and implied tracks are on.
    everything: bool,
    /// A hedge each; none makes paths only.
    hedges: Vec<(Rule, HedgeVolatility)>,
}

const NONE: Rule = Rule::NoHedge;
const EVERY: Rule = Rule::Every { steps: 1 };
const BAND: Rule = Rule::DeltaBand { half_width: 0.03, to: BandTarget::Edge };
const GAMMA_BAND: Rule = Rule::GammaBand { spot_move: 0.01, to: BandTarget::Edge };
const WHALLEY_WILMOTT: Rule = Rule::WhalleyWilmott { risk_aversion: 1.0, to: BandTarget::Edge };
const ZAKAMOULINE: Rule = Rule::Zakamouline { risk_aversion: 1.0, to: BandTarget::Edge };
const HODGES_NEUBERGER: Rule = Rule::HodgesNeuberger {
    risk_aversion: 1.0,
    outlook: Outlook { spot: 100.0, drift: 0.05, volatility: 0.2 },
};
const MOVE: Rule = Rule::SpotMove(SpotMove::DailyDeviations(1.0));

const IMPLIED: HedgeVolatility = HedgeVolatility::Implied;
const EWMA: HedgeVolatility = HedgeVolatility::Ewma { decay: 0.94 };

/// A rule with the volatility of its target.
fn with_target(rule: Rule) -> (Rule, HedgeVolatility) {
    let volatility = match rule {
        Rule::Zakamouline { risk_aversion, .. } => {
            let coefficient = Zakamouline::COEFFICIENT;
            HedgeVolatility::Zakamouline(Zakamouline::new(risk_aversion, coefficient, &COSTS))
        }
        _ => IMPLIED,
    };
    (rule, volatility)
}

fn cases() -> Vec<Case> {
    let of = |name, rules: Vec<Rule>| {
        let hedges = rules.into_iter().map(with_target).collect();
        Case { name, everything: false, hedges }
    };
    let eight = |name, rule: Rule| of(name, vec![rule; 8]);
    let any = || Rule::Any([Rule::Every { steps: 5 }, BAND].into());
    let all = Rule::All([Rule::Times { period: 2, offsets: [2].into() }, MOVE].into());
    let ewma = |name, count| Case { name, everything: false, hedges: vec![(EVERY, EWMA); count] };
    vec![
        of("paths alone", vec![]),
        of("valuation alone", vec![NONE]),
        of("one hedge", vec![EVERY]),
        eight("eight hedges", EVERY),
        Case { everything: true, ..of("one hedge, everything on", vec![EVERY]) },
        eight("eight fixed bands", BAND),
        eight("eight gamma bands", GAMMA_BAND),
        eight("eight Whalley-Wilmott bands", WHALLEY_WILMOTT),
        of("one Zakamouline band", vec![ZAKAMOULINE]),
        eight("eight Zakamouline bands", ZAKAMOULINE),
        eight("eight Hodges-Neuberger regions", HODGES_NEUBERGER),
        eight("eight spot moves", MOVE),
        eight("eight any of clock and band", any()),
        of(
            "eight different rules",
            vec![EVERY, BAND, GAMMA_BAND, WHALLEY_WILMOTT, ZAKAMOULINE, MOVE, any(), all],
        ),
        ewma("one hedge at EWMA volatility", 1),
        ewma("eight hedges at EWMA volatility", 8),
    ]
}

fn main() {
    let sets: Vec<_> = InstructionSet::available().collect();
    let cases = cases();
    let mut best = vec![vec![f64::INFINITY; sets.len()]; cases.len()];
    let markets = [market(false), market(true)];
    let none = [(NONE, IMPLIED)];
    let desks: Vec<_> = cases
        .iter()
        .map(|case| desk(if case.hedges.is_empty() { &none } else { &case.hedges }))
        .collect();
    desks.iter().for_each(solve);
    for _ in 0..ROUNDS {
        for (row, case) in cases.iter().enumerate() {
            for (column, &set) in sets.iter().enumerate() {
                let market = &markets[usize::from(case.everything)];
                let time = time(market, &desks[row], !case.hedges.is_empty(), set);
                best[row][column] = best[row][column].min(time);
            }
        }
    }
    let further: Vec<_> =
        best[3].iter().zip(&best[2]).map(|(eight, one)| (eight - one) / 7.0).collect();
    print_table(&cases, &sets, &best, &further);
    let scalar = (0..ROUNDS).map(|_| time_twin(&markets[0])).fold(f64::INFINITY, f64::min);
    println!("{:<34}{scalar:>12.2}", "one hedge by the scalar twin");
    let solution = (0..3).map(|_| time_solution()).fold(f64::INFINITY, f64::min);
    println!("{:<34}{solution:>12.2}", "seconds to solve 252 steps, once");
}

fn solve(desk: &Desk) {
    desk.solve(&|jobs| jobs.into_iter().for_each(|job| job()));
}

/// Seconds that it takes to solve for Hodges and Neuberger's region, on one core.
fn time_solution() -> f64 {
    let desk = desk(&[(HODGES_NEUBERGER, IMPLIED)]);
    let start = Instant::now();
    solve(&desk);
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
        pays: twin::Pays::Vanilla { calls: 1.0, puts: 0.0, strike: 100.0 },
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
        black_box(twin::hedge(path, &book, terms, &hedge));
    }
    start.elapsed().as_nanos() as f64 / (PATHS * STEPS) as f64
}

/// Each row in nanoseconds, then the time of one hedge in units of that on AVX2.
fn print_table(cases: &[Case], sets: &[InstructionSet], best: &[Vec<f64>], further: &[f64]) {
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
    for (case, times) in cases.iter().zip(best) {
        print_row(case.name, times);
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

fn desk(hedges: &[(Rule, HedgeVolatility)]) -> Desk {
    let leg = Leg {
        contract: Contract::Vanilla { payoff: Payoff::Call, strike: Strike::Moneyness(1.0) },
        maturity: 1.0,
        quantity: -1.0,
        premium: None,
        volatility_offset: 0.0,
    };
    let hedge = |(rule, volatility): &(Rule, HedgeVolatility)| Hedge {
        name: String::new(),
        rule: rule.clone(),
        target: Target::delta(*volatility),
        trade_size: TradeSize::ANY,
        costs: COSTS,
    };
    let carry = Carry { pricing: Rates { rate: 0.03, dividend_yield: 0.0 }, financing_rate: 0.03 };
    let grid = Grid::new(STEPS, 1, 252.0).unwrap();
    let hedges = hedges.iter().map(hedge).collect();
    Desk::new(grid, &Book::new(vec![leg]).unwrap(), carry, hedges).unwrap()
}

/// Nanoseconds per path-step; only to fill paths unless `hedged`.
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

//! Every market × every book, each hedged in every way: small, and nowhere degenerate.

use rehedge_engine::{
    BandTarget, Carry, Costs, Desk, DeskError, Fee, Hedge, HedgeVolatility, Impact, LedgerEntry,
    Outlook, Output, PnlBlock, Profile, Recorder, Rule, SpotMove, Tally, Target, TradeSize,
    Workspace, Zakamouline,
};
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::{
    Arrivals, Grid, HistoricalImplied, History, ImpliedModel, Model, PathBlock, PathSource,
    Simulation, VolatilityShocks, Windows,
};
use rehedge_options::{
    Book, Contract, ContractKind, Fixings, Leg, Monitoring, Past, Payoff, Rates, Strike, Terms,
};

/// Eleven steps, so that neither 3 nor 7 divides them; two to a day of a year of 26 days.
pub const STEPS: usize = 11;

/// Spot at entry.
pub const SPOT: f64 = 2750.0;

/// The block of every case; the one before it is full, this one is partly padding.
pub const BLOCK: usize = 1;

/// Rates that differ from each other.
pub const CARRY: Carry =
    Carry { pricing: Rates { rate: 0.043, dividend_yield: 0.017 }, financing_rate: 0.061 };

/// One market, one book and every hedge.
pub struct Case {
    pub name: String,
    pub market: Box<dyn PathSource>,
    pub book: Book,
    pub desk: Desk,
}

/// The results of a case on its block.
pub struct Run {
    pub paths: PathBlock,
    pub pnl: PnlBlock,
    pub profile: Profile,
    pub ledger: Vec<LedgerEntry>,
}

impl Case {
    /// Hedges the block of the case, with a ledger of some paths.
    pub fn run(&self, ledger: std::ops::Range<usize>) -> Run {
        let mut paths = self.market.allocate();
        self.market.fill(BLOCK, InstructionSet::best(), &mut paths);
        let mut pnl = PnlBlock::default();
        let mut tally = Tally::new(STEPS, self.desk.hedges().len());
        let mut recorder = Recorder::new(&self.desk, BLOCK, ledger);
        let output = Output { pnl: &mut pnl, tally: &mut tally, recorder: Some(&mut recorder) };
        let mut workspace = Workspace::new(&self.desk);
        self.desk.hedge(InstructionSet::best(), BLOCK, &paths, &mut workspace, output);
        Run { paths, pnl, profile: tally.profile(), ledger: recorder.into_entries() }
    }
}

/// Every market with every book.
pub fn cases() -> impl Iterator<Item = Case> {
    books().into_iter().flat_map(|(book_name, book)| {
        markets(&Desk::expiries(&grid(), &book)).into_iter().map(move |(market_name, market)| {
            let desk = Desk::new(grid(), &book, CARRY, hedges_of(&book)).unwrap();
            Case { name: format!("{book_name}, {market_name}"), market, book: book.clone(), desk }
        })
    })
}

/// Every market with every book that these hedges are for.
pub fn cases_with(hedges: &[Hedge]) -> impl Iterator<Item = Case> {
    cases().filter_map(|case| match Desk::new(grid(), &case.book, CARRY, hedges.to_vec()) {
        Ok(desk) => Some(Case { desk, ..case }),
        Err(DeskError::Vanilla { .. }) => None,
        Err(error) => panic!("{error}"),
    })
}

/// One option to the horizon in every simulated market, hedged in the optimal way: for costs in
/// proportion and others, charged at the ends or not, with a right and a wrong outlook.
pub fn optimal_cases() -> impl Iterator<Item = Case> {
    let one = books().into_iter().filter(|(name, _)| ["call", "put", "straddle"].contains(name));
    one.flat_map(|(book_name, book)| {
        let markets = markets(&Desk::expiries(&grid(), &book)).into_iter();
        let simulated = markets.filter(|(name, _)| !name.starts_with("history"));
        simulated.map(move |(market_name, market)| {
            let desk = Desk::new(grid(), &book, CARRY, optimal_hedges()).unwrap();
            Case { name: format!("{book_name}, {market_name}"), market, book: book.clone(), desk }
        })
    })
}

fn optimal_hedges() -> Vec<Hedge> {
    let costs = costs();
    let hedge = |(volatility, risk_aversion, cost, ends): (f64, f64, &str, bool)| {
        let outlook = Outlook { spot: SPOT, drift: 0.09, volatility };
        let rule = Rule::HodgesNeuberger { risk_aversion, outlook };
        let (_, costs) = costs.iter().find(|(name, _)| *name == cost).unwrap();
        Hedge {
            name: format!("{rule:?}, {cost}, {ends}"),
            rule,
            target: Target::delta(HedgeVolatility::Implied),
            trade_size: TradeSize::ANY,
            costs: Costs { charge_initial: ends, charge_final: ends, ..*costs },
        }
    };
    let hedges = [
        (0.19, 0.02, "spread", true),
        (0.19, 0.1, "all", false),
        (0.31, 0.1, "spread", false),
        (0.31, 0.02, "all", true),
    ];
    hedges.map(hedge).into()
}

pub fn grid() -> Grid {
    Grid::new(STEPS, 2, 26.0).unwrap()
}

/// A price that jumps about ten times a year, two or three times on a path.
pub fn jumps() -> Arrivals {
    Arrivals::new(10.0, -0.04, 0.06).unwrap()
}

/// Shocks to volatility that halve within two steps.
pub fn shocks() -> VolatilityShocks {
    VolatilityShocks::new(Arrivals::new(12.0, 0.3, 0.15).unwrap(), 0.04).unwrap()
}

/// Simulated markets with each ingredient off and on, implied volatility constant and moving, and
/// windows of a made-up history.
pub fn markets(expiries: &[usize]) -> Vec<(String, Box<dyn PathSource>)> {
    let mut markets: Vec<(String, Box<dyn PathSource>)> = Vec::new();
    for (name, jumps, shocks) in [
        ("diffusion", None, None),
        ("jumps", Some(jumps()), None),
        ("shocks", None, Some(shocks())),
        ("jumps and shocks", Some(jumps()), Some(shocks())),
    ] {
        for implied in [ImpliedModel::Constant(0.23), ImpliedModel::Tracks { ratio: 1.1 }] {
            let model = Model { spot: SPOT, drift: 0.09, volatility: 0.19, jumps, shocks, implied };
            let market = Simulation::new(model, grid(), LANES + 36, 3, expiries.to_vec()).unwrap();
            markets.push((format!("{name}, {implied:?}"), Box::new(market)));
        }
    }
    for (name, implied) in [
        ("quoted", HistoricalImplied::Quoted { values: quotes(), freeze: false }),
        ("quoted at entry", HistoricalImplied::Quoted { values: quotes(), freeze: true }),
        ("trailing", HistoricalImplied::Trailing { rows: 8, ratio: 1.1 }),
    ] {
        let normalise_spot = (name == "trailing").then_some(2900.0);
        let windows = Windows { start_every: 1, normalise_spot, volatility_rows: 6, implied };
        let market = History::new(grid(), prices(), windows).unwrap();
        markets.push((format!("history, {name}"), Box::new(market)));
    }
    markets
}

const ROWS: usize = 112;

/// A price with weekly moves of a few percent, now quiet and now wild.
fn prices() -> Vec<f64> {
    let mut log_price = SPOT.ln();
    (0..ROWS)
        .map(|row| {
            let row = row as f64;
            log_price += 0.03 * (2.3 * row).sin() * (1.2 + (0.4 * row).cos());
            log_price.exp()
        })
        .collect()
}

fn quotes() -> Vec<f64> {
    (0..ROWS).map(|row| 0.22 + 0.05 * (0.9 * row as f64).sin()).collect()
}

/// One leg of each payoff, with its mark and with a premium, and legs of several expiries that
/// leave the last step without any option.
pub fn books() -> Vec<(&'static str, Book)> {
    use Payoff::{Call, Put, Straddle};
    let of = |contract, steps, quantity, premium| Leg {
        contract,
        maturity: grid().time(steps),
        quantity,
        premium,
        volatility_offset: 0.0,
    };
    let quoted = |offset, leg| Leg { volatility_offset: offset, ..leg };
    let leg = |payoff, strike, steps, quantity, premium| {
        of(Contract::Vanilla { payoff, strike }, steps, quantity, premium)
    };
    let named = |name, terms| ContractKind::named(name).unwrap().contract(&terms).unwrap();
    let (atm, out) = (Strike::Moneyness(1.0), Strike::Moneyness(1.04));
    let (low, high) = (Strike::Fixed(2640.0), Strike::Fixed(2810.0));
    let barrier = |name, strike, level, rebate, monitoring| {
        let (level, rebate) = (Some(level), Some(rebate));
        named(name, Terms { level, rebate, monitoring, ..Terms::new(strike) })
    };
    let every = |steps| Some(Monitoring::Discrete { interval: grid().time(steps) });
    let asian = |name, strike, number, past| {
        let fixings = Some(number).filter(|n| *n > 0).map(|number| Fixings::Discrete { number });
        named(name, Terms { fixings, past, ..Terms::new(strike) })
    };
    let cash = named("cash_or_nothing_call", Terms { cash: Some(150.0), ..Terms::new(atm) });
    let (above, below) = (Strike::Moneyness(1.05), Strike::Moneyness(0.96));
    [
        ("call", vec![leg(Call, atm, STEPS, -1.0, None)]),
        ("put", vec![leg(Put, low, STEPS, 2.0, None)]),
        ("straddle", vec![leg(Straddle, high, STEPS, -0.5, None)]),
        ("call for a premium", vec![leg(Call, out, STEPS, 1.0, Some(101.5))]),
        ("straddle that expires early", vec![leg(Straddle, atm, 7, 1.0, None)]),
        (
            "legs of three expiries",
            vec![
                leg(Put, low, 8, -2.0, None),
                leg(Call, out, 4, 1.5, Some(80.0)),
                leg(Straddle, high, 8, 0.7, None),
                leg(Call, atm, 10, -1.0, None),
            ],
        ),
        (
            "binaries and barriers",
            vec![
                of(cash, STEPS, -1.0, None),
                of(named("asset_or_nothing_put", Terms::new(low)), 7, 0.1, Some(900.0)),
                of(barrier("up_and_out_call", low, above, 40.0, None), STEPS, -1.0, None),
                of(barrier("down_and_out_put", high, below, 0.0, every(2)), 8, 2.0, None),
                of(barrier("down_and_in_put", atm, below, 25.0, None), 8, -1.5, Some(60.0)),
                of(barrier("up_and_out_put", atm, above, 30.0, every(3)), 10, 1.0, None),
                of(barrier("up_and_in_call", low, above, 12.0, None), STEPS, 0.5, None),
            ],
        ),
        (
            "Asians",
            vec![
                of(asian("asian_arithmetic_call", atm, 0, None), STEPS, -1.0, None),
                of(asian("asian_geometric_put", high, 4, None), STEPS, 2.0, Some(70.0)),
                of(asian("asian_arithmetic_put", out, 5, Some(past(3.0))), 10, -1.0, None),
                of(asian("asian_geometric_call", low, 0, Some(past(0.1))), 7, 0.6, None),
            ],
        ),
        (
            "options that outlive the horizon",
            vec![
                leg(Straddle, atm, 15, -1.0, None),
                of(barrier("down_and_out_call", low, below, 35.0, None), 14, 1.0, Some(110.0)),
                of(asian("asian_arithmetic_call", out, 7, None), 14, -0.8, None),
                leg(Put, low, STEPS, 1.0, None),
            ],
        ),
        (
            "options with volatilities of their own",
            vec![
                quoted(0.03, leg(Put, low, STEPS, -1.0, None)),
                leg(Call, atm, 7, 1.5, None),
                quoted(-0.02, leg(Straddle, high, 7, -0.4, Some(200.0))),
                quoted(0.01, of(barrier("up_and_in_call", low, above, 12.0, None), 9, 0.5, None)),
            ],
        ),
        (
            "a call at a volatility of its own",
            vec![quoted(-0.015, leg(Call, atm, STEPS, 1.0, None))],
        ),
    ]
    .map(|(name, legs)| (name, Book::new(legs).unwrap()))
    .into()
}

/// An average taken before entry, above the spot.
fn past(weight: f64) -> Past {
    Past { average: Strike::Moneyness(1.03), weight }
}

/// [`hedges`]; of a book that is not all vanilla, those that are for any contract, and not all.
fn hedges_of(book: &Book) -> Vec<Hedge> {
    let any_contract = |hedge: &Hedge| {
        let of_rule = |part: &Rule| matches!(part, Rule::Zakamouline { .. } | Rule::StopLoss);
        let centre = matches!(hedge.target.volatility, HedgeVolatility::Zakamouline(_));
        !centre && !hedge.rule.parts().iter().any(of_rule)
    };
    if book.legs().iter().all(|leg| leg.contract.vanilla().is_some()) {
        return hedges();
    }
    hedges().into_iter().filter(any_contract).step_by(5).collect()
}

/// Every rule × target volatility × cost; the switches of the first and the last trade, an aim and a
/// trade size take turns, so that each of them meets every rule, volatility and cost.
pub fn hedges() -> Vec<Hedge> {
    let switches = [(true, true), (true, false), (false, true), (false, false)];
    let mut hedges = Vec::new();
    for (r, rule) in rules().into_iter().enumerate() {
        for (v, volatility) in volatilities().into_iter().enumerate() {
            for (c, (cost, costs)) in costs().into_iter().enumerate() {
                let turn = r + v + c;
                let (charge_initial, charge_final) = switches[turn % 4];
                let (aim, size) = (aims()[turn % 3], sizes()[turn % 5]);
                let target = Target { volatility, ..aim };
                hedges.push(Hedge {
                    name: format!(
                        "{rule:?}, {target:?}, {size:?}, {cost}, {charge_initial}, {charge_final}"
                    ),
                    rule: rule.clone(),
                    target,
                    trade_size: size,
                    costs: Costs { charge_initial, charge_final, ..costs },
                });
            }
        }
    }
    hedges
}

/// The whole delta, a share of it, and one that leaves a net delta.
fn aims() -> [Target; 3] {
    let delta = Target::delta(HedgeVolatility::Implied);
    let share = Target { multiple: 0.8, ..delta };
    [delta, share, Target { multiple: 1.3, net_delta: -0.37, ..delta }]
}

/// Any size, each limit alone, and all together; trades are of some tenths of a share.
fn sizes() -> [TradeSize; 5] {
    let any = TradeSize::ANY;
    [
        any,
        TradeSize { lot: Some(0.06), ..any },
        TradeSize { minimum: 0.13, ..any },
        TradeSize { maximum: 0.21, ..any },
        TradeSize { lot: Some(0.04), minimum: 0.09, maximum: 0.24 },
    ]
}

/// Schedules, and rules that trade on some paths and not on others: steps are half a day of a year
/// of 26 days, so spots move by some 3 % and deltas by a few tenths.
pub fn rules() -> [Rule; 18] {
    let every = |steps| Rule::Every { steps };
    let band = |half_width, to| Rule::DeltaBand { half_width, to };
    let aversion = |risk_aversion, to| Rule::WhalleyWilmott { risk_aversion, to };
    let relative = |share| Rule::SpotMove(SpotMove::Relative(share));
    let (edge, centre) = (BandTarget::Edge, BandTarget::Centre);
    [
        every(1),
        every(3),
        every(7),
        Rule::Times { period: 4, offsets: [1, 4].into() },
        Rule::Never,
        Rule::NoHedge,
        band(0.11, edge),
        band(0.07, centre),
        Rule::GammaBand { spot_move: 0.02, to: edge },
        aversion(0.02, edge),
        Rule::Zakamouline { risk_aversion: 0.002, to: edge },
        Rule::Zakamouline { risk_aversion: 0.005, to: centre },
        relative(0.031),
        Rule::SpotMove(SpotMove::DailyDeviations(0.9)),
        Rule::StopLoss,
        // Rules that want different holdings, so that it shows which is taken.
        Rule::Any([every(3), band(0.09, edge), relative(0.05)].into()),
        Rule::All([Rule::StopLoss, band(0.04, edge), relative(0.02)].into()),
        Rule::All([Rule::Times { period: 3, offsets: [2].into() }, band(0.05, edge)].into()),
    ]
}

pub fn volatilities() -> [HedgeVolatility; 7] {
    [
        HedgeVolatility::Implied,
        HedgeVolatility::Path,
        HedgeVolatility::Given(0.31),
        HedgeVolatility::Leland { excess: 0.11 },
        HedgeVolatility::Trailing { steps: 4 },
        HedgeVolatility::Ewma { decay: 0.8 },
        HedgeVolatility::Zakamouline(Zakamouline {
            risk_aversion: 0.004,
            coefficient: 5.76,
            proportional_cost: 2e-3,
            cost_per_unit: 0.7,
        }),
    ]
}

/// None, each part alone, and all together; the least fee binds on small trades only.
pub fn costs() -> [(&'static str, Costs); 6] {
    let fee = |rate, per_unit, minimum| Fee { rate, per_unit, minimum };
    let impact = Some(Impact { coefficient: 0.9, adv: 40.0 });
    [
        ("no cost", Costs::NONE),
        ("spread", Costs { half_spread: 3e-4, ..Costs::NONE }),
        ("fee with a minimum", Costs { fee: fee(2e-4, 0.0, 0.06), ..Costs::NONE }),
        ("fee per unit", Costs { fee: fee(0.0, 0.4, 0.0), ..Costs::NONE }),
        ("impact", Costs { impact, ..Costs::NONE }),
        ("all", Costs { half_spread: 2e-4, fee: fee(1e-4, 0.3, 0.1), impact, ..Costs::NONE }),
    ]
}

//! No-trade regions: what hedges did is what their region allows, and the region is the formula's.

use crate::cases::shocks;
use crate::experiment::call;
use rehedge_engine::{
    BandTarget, Carry, Costs, Desk, Fee, Hedge, HedgeVolatility, LedgerEntry, MarketState, Outlook,
    Output, PnlBlock, Recorder, Rule, Tally, Target, TradeSize, Workspace,
};
use rehedge_kernels::InstructionSet;
use rehedge_market::{Grid, ImpliedModel, Model, PathSource, Simulation};
use rehedge_options::{Book, Contract, Leg, Life, Payoff, Rates, Strike, black_scholes};

const STEPS: usize = 42;
const RATES: Rates = Rates { rate: 0.03, dividend_yield: 0.01 };

fn grid() -> Grid {
    Grid::new(STEPS, 2, 252.0).unwrap()
}

fn hedge(rule: Rule, volatility: HedgeVolatility) -> Hedge {
    let fee = Fee { per_unit: 0.01, ..Fee::default() };
    let costs = Costs { half_spread: 0.002, fee, ..Costs::NONE };
    let target = Target { multiple: 0.9, net_delta: 0.05, ..Target::delta(volatility) };
    Hedge { name: format!("{rule:?}"), rule, target, trade_size: TradeSize::ANY, costs }
}

fn bands() -> Vec<Hedge> {
    use BandTarget::{Centre, Edge};
    vec![
        hedge(Rule::DeltaBand { half_width: 0.06, to: Edge }, HedgeVolatility::Implied),
        hedge(Rule::DeltaBand { half_width: 0.06, to: Centre }, HedgeVolatility::Path),
        hedge(Rule::WhalleyWilmott { risk_aversion: 0.7, to: Edge }, HedgeVolatility::Given(0.3)),
        hedge(
            Rule::WhalleyWilmott { risk_aversion: 2.0, to: Centre },
            HedgeVolatility::leland(0.002, 1.0 / 252.0),
        ),
    ]
}

/// Two options, one that expires before the horizon, one with a relative strike.
fn desk(hedges: Vec<Hedge>) -> (Desk, Book) {
    let relative = Leg {
        contract: Contract::Vanilla { payoff: Payoff::Put, strike: Strike::Moneyness(0.97) },
        maturity: grid().time(STEPS / 2),
        quantity: 2.0,
        premium: None,
        volatility_offset: 0.0,
    };
    let book = Book::new(vec![call(103.0, grid().time(STEPS), -1.5), relative]).unwrap();
    let carry = Carry { pricing: RATES, financing_rate: 0.02 };
    (Desk::new(grid(), &book, carry, hedges).unwrap(), book)
}

/// Ledgers of one block of paths whose own volatility moves.
fn ledgers(desk: &Desk, book: &Book) -> Vec<LedgerEntry> {
    let model = Model {
        spot: 100.0,
        drift: 0.05,
        volatility: 0.25,
        jumps: None,
        shocks: Some(shocks()),
        implied: ImpliedModel::Constant(0.27),
    };
    let expiries = Desk::expiries(&grid(), book);
    let market = Simulation::new(model, grid(), 64, 3, expiries).unwrap();
    let (mut paths, set) = (market.allocate(), InstructionSet::best());
    market.fill(0, set, &mut paths);
    let mut tally = Tally::new(STEPS, desk.hedges().len());
    let (mut workspace, mut pnl) = (Workspace::new(desk), PnlBlock::default());
    let mut recorder = Recorder::new(desk, 0, 0..64);
    let output = Output { pnl: &mut pnl, tally: &mut tally, recorder: Some(&mut recorder) };
    desk.hedge(set, 0, &paths, &mut workspace, output);
    recorder.into_entries()
}

/// On every path and at every step: a holding within the region was left as it was, one outside was
/// traded to its edge or its middle.
#[test]
fn hedges_trade_where_their_region_ends() {
    let (desk, book) = desk(bands());
    let entries = ledgers(&desk, &book);
    let mut trades = [0; 4];
    for path in entries.chunks(STEPS + 1) {
        let hedge = path[0].hedge;
        let mut bands = desk.no_trade_bands(hedge, path[0].spot).unwrap();
        for entry in &path[..STEPS] {
            let moment = MarketState {
                step: entry.step,
                implied_volatility: entry.implied_volatility,
                path_volatility: entry.path_volatility,
            };
            let [low, high] = bands.at(moment, &[entry.spot])[0];
            let middle = f64::midpoint(low, high);
            let before = entry.trade - entry.holding;
            let expected = match (hedge % 2, before) {
                _ if (low..=high).contains(&before) => before,
                (0, before) if before < low => low,
                (0, _) => high,
                _ => middle,
            };
            trades[hedge] += usize::from(entry.trade != 0.0);
            // Edges are one rounding of numbers near one.
            assert!((expected + entry.holding).abs() < 1e-12, "{entry:?}: {low} {high}");
            assert!((middle + entry.target).abs() < 1e-12);
        }
    }
    assert!(trades.iter().all(|count| (200..64 * STEPS * 9 / 10).contains(count)), "{trades:?}");
}

/// So with one option, where there is an optimal hedge; and bands as wide as gamma tells.
#[test]
fn what_is_held_is_within_and_what_is_traded_ends_at_an_edge() {
    let (to, outlook) = (BandTarget::Edge, Outlook { spot: 100.0, drift: 0.05, volatility: 0.25 });
    let rules = [
        Rule::HodgesNeuberger { risk_aversion: 0.7, outlook },
        Rule::GammaBand { spot_move: 0.02, to },
        Rule::Zakamouline { risk_aversion: 2.0, to },
    ];
    let hedges = rules.map(|rule| hedge(rule, HedgeVolatility::Implied)).to_vec();
    let book = Book::new(vec![call(103.0, grid().time(STEPS), -1.5)]).unwrap();
    let carry = Carry { pricing: RATES, financing_rate: 0.02 };
    let desk = Desk::new(grid(), &book, carry, hedges).unwrap();
    let (mut inside, mut at_edge) = ([0; 3], [0; 3]);
    for path in ledgers(&desk, &book).chunks(STEPS + 1) {
        let hedge = path[0].hedge;
        let mut bands = desk.no_trade_bands(hedge, path[0].spot).unwrap();
        for entry in &path[..STEPS] {
            let moment = MarketState {
                step: entry.step,
                implied_volatility: entry.implied_volatility,
                path_volatility: entry.path_volatility,
            };
            let [low, high] = bands.at(moment, &[entry.spot])[0];
            let off = [-entry.holding - low, high + entry.holding];
            // Edges are one rounding of numbers near one.
            assert!(off.iter().all(|off| *off > -1e-12), "{entry:?}: {low} {high}");
            let edge = off.iter().any(|off| off.abs() < 1e-12);
            assert!(edge || entry.trade == 0.0, "{entry:?}: {low} {high}");
            inside[hedge] += usize::from(!edge);
            at_edge[hedge] += usize::from(edge);
        }
    }
    assert!(inside.iter().chain(&at_edge).all(|count| *count > 100), "{inside:?} {at_edge:?}");
}

/// Whalley and Wilmott's eq. 3.10 in plain numbers, for many spots at once.
#[test]
fn the_width_is_the_formula() {
    let (desk, _) = desk(bands());
    let spots: Vec<f64> = (0..150).map(|i| 60.0 + f64::from(i)).collect();
    let step = STEPS * 2 / 3;
    let moment = MarketState { step, implied_volatility: 0.22, path_volatility: 0.4 };
    let life = Life::new(grid().time(STEPS - step), RATES);
    let found = desk.no_trade_bands(2, 100.0).unwrap().at(moment, &spots);
    for ([low, high], &spot) in found.into_iter().zip(&spots) {
        let at = |volatility| black_scholes(Payoff::Call, spot, 103.0, volatility, &life);
        let gamma = at(0.22).gamma;
        let cost = 0.002 * spot + 0.01;
        let half = 1.5 * (1.5 * life.discount() * cost * gamma * gamma / 0.7).cbrt();
        let centre = 0.9 * -1.5 * at(0.3).delta - 0.05;
        assert!((low - (centre - half)).abs() < 1e-12 * 100.0, "{spot}: {low}");
        assert!((high - (centre + half)).abs() < 1e-12 * 100.0, "{spot}: {high}");
    }
    let fixed = desk.no_trade_bands(0, 100.0).unwrap().at(moment, &spots);
    assert!(fixed.iter().all(|[low, high]| (high - low - 2.0 * 0.06 * 1.5).abs() < 1e-12));
}

#[test]
fn a_rule_without_a_band_has_no_region() {
    let rules = [Rule::Every { steps: 1 }, Rule::NoHedge, Rule::StopLoss];
    let mut hedges = rules.map(|rule| hedge(rule, HedgeVolatility::Implied)).to_vec();
    let band = Rule::DeltaBand { half_width: 0.1, to: BandTarget::Edge };
    hedges.push(hedge(band, HedgeVolatility::Trailing { steps: 5 }));
    let (desk, _) = desk(hedges);
    assert!((0..5).all(|hedge| desk.no_trade_bands(hedge, 100.0).is_none()));
}

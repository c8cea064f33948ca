//! The region that is drawn is the one that is hedged in.

use crate::cases::{CARRY, SPOT, books, grid, markets};
use rehedge_engine::{
    BandTarget, Costs, Desk, Fee, Hedge, HedgeVolatility, LedgerEntry, Outlook, Output, PnlBlock,
    Recorder, Rule, Situation, Tally, Target, TradeSize, Workspace,
};
use rehedge_kernels::InstructionSet;

const IMPLIED: f64 = 0.23;
const PATHS: usize = 24;

fn rules() -> [Rule; 4] {
    let outlook = Outlook { spot: SPOT, drift: 0.09, volatility: 0.19 };
    [
        Rule::DeltaBand { half_width: 0.06, to: BandTarget::Edge },
        Rule::WhalleyWilmott { risk_aversion: 0.02, to: BandTarget::Edge },
        Rule::HodgesNeuberger { risk_aversion: 0.02, outlook },
        Rule::Every { steps: 1 },
    ]
}

fn desk(volatility: HedgeVolatility) -> Desk {
    let fee = Fee { rate: 1e-4, per_unit: 0.3, minimum: 0.0 };
    let costs = Costs { half_spread: 1e-3, fee, ..Costs::NONE };
    let hedge = |rule: Rule| {
        let name = format!("{rule:?}");
        let target = Target { volatility, multiple: 0.9, net_delta: 0.3 };
        Hedge { name, rule, target, trade_size: TradeSize::ANY, costs }
    };
    let (_, book) = books().into_iter().find(|(name, _)| *name == "put").unwrap();
    Desk::new(grid(), &book, CARRY, rules().map(hedge).into()).unwrap()
}

/// Every step of some paths, all marked at one implied volatility.
fn ledger(desk: &Desk) -> Vec<LedgerEntry> {
    let markets = markets(&[grid().steps()]);
    let (_, market) =
        markets.into_iter().find(|(name, _)| name.starts_with("diffusion, Co")).unwrap();
    let mut paths = market.allocate();
    market.fill(0, InstructionSet::best(), &mut paths);
    let mut recorder = Recorder::new(desk, 0, 0..PATHS);
    let mut tally = Tally::new(grid().steps(), desk.hedges().len());
    let mut pnl = PnlBlock::default();
    let output = Output { pnl: &mut pnl, tally: &mut tally, recorder: Some(&mut recorder) };
    desk.hedge(InstructionSet::best(), 0, &paths, &mut Workspace::new(desk), output);
    recorder.into_entries()
}

fn at(step: usize) -> Situation {
    Situation { step, entry_spot: SPOT, implied_volatility: IMPLIED }
}

#[test]
fn what_is_held_is_within_and_what_is_traded_ends_at_an_edge() {
    for volatility in [HedgeVolatility::Implied, HedgeVolatility::Given(0.31)] {
        let desk = desk(volatility);
        let (mut inside, mut at_edge) = ([0; 3], [0; 3]);
        for entry in ledger(&desk).iter().filter(|e| e.hedge < 3 && e.step < grid().steps()) {
            let region = desk.no_trade_region(entry.hedge, at(entry.step), &[entry.spot]).unwrap();
            let (low, high, held) = (region[0].low, region[0].high, entry.holding);
            // Roundings of holdings of a share or two.
            let off = [held - low, high - held];
            assert!(off.iter().all(|off| *off > -1e-12), "{entry:?} {region:?}");
            let edge = off.iter().any(|off| off.abs() < 1e-12);
            assert!(edge || entry.trade == 0.0, "{entry:?} {region:?}");
            inside[entry.hedge] += usize::from(!edge);
            at_edge[entry.hedge] += usize::from(edge);
        }
        assert!(inside.iter().chain(&at_edge).all(|count| *count > 20), "{inside:?} {at_edge:?}");
    }
}

#[test]
fn what_has_no_region_says_so() {
    let desk = desk(HedgeVolatility::Path);
    let last = grid().steps();
    // Off a delta that differs from path to path; the optimal one is solved for its own outlook.
    for (hedge, step, has) in
        [(0, 3, false), (1, 3, false), (2, 3, true), (3, 3, false), (4, 3, false), (2, last, false)]
    {
        let region = desk.no_trade_region(hedge, at(step), &[SPOT, 0.9 * SPOT]);
        assert_eq!(region.is_some(), has, "{hedge} {step}");
    }
}

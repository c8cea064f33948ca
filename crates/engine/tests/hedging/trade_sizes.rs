//! Lots, and the least and the greatest trade.

use crate::cases::{BLOCK, cases, cases_with};
use rehedge_engine::{
    BandTarget, Costs, Hedge, HedgeVolatility, LedgerEntry, Rule, Target, TradeSize,
};
use rehedge_kernels::LANES;

/// Before the unwind every trade is of a size that the hedge allows, and nothing else is wanted: it
/// is whole lots, not less than the minimum, not more than the maximum. The unwind closes it all.
#[test]
fn every_trade_has_an_allowed_size_until_the_unwind() {
    // Not one rounding more than there are trades.
    const ROUNDING: f64 = 1e-13;
    let mut limited = [0; 3];
    for case in cases().step_by(5) {
        let run = case.run(BLOCK * LANES + 3..BLOCK * LANES + 6);
        for account in run.ledger.chunk_by(|a, b| (a.hedge, a.path) == (b.hedge, b.path)) {
            let hedge = &case.desk.hedges()[account[0].hedge];
            let TradeSize { lot, minimum, maximum } = hedge.trade_size;
            let (last, before) = account.split_last().unwrap();
            for &LedgerEntry { trade, holding, target, .. } in before {
                let (size, name) = (trade.abs(), &hedge.name);
                assert!(size == 0.0 || size >= minimum - ROUNDING, "{name}: {trade}");
                assert!(size <= maximum + ROUNDING, "{name}: {trade}");
                if let Some(lot) = lot {
                    assert!((size / lot - (size / lot).round()).abs() < 1e-11, "{name}: {trade}");
                }
                if matches!(hedge.rule, Rule::Every { steps: 1 }) {
                    limited[0] += usize::from(lot.is_some() && size > 0.0);
                    limited[1] += usize::from(lot.is_none() && size == 0.0);
                    limited[2] += usize::from((size - maximum).abs() < ROUNDING);
                    let reached = (holding - target).abs();
                    let slack = minimum + lot.unwrap_or(0.0) / 2.0 + ROUNDING;
                    assert!(reached <= slack || size >= maximum - ROUNDING, "{name}: {reached}");
                }
            }
            assert_eq!(last.holding, 0.0, "{}", hedge.name);
        }
    }
    // Each limit binds often enough to be tested.
    assert!(limited.iter().all(|count| *count > 1000), "{limited:?}");
}

/// Limits that never bind change nothing: to the bit where nothing is rounded, and by less than a
/// lot where lots are tiny.
#[test]
fn limits_that_do_not_bind_change_nothing() {
    let rules = [
        Rule::Every { steps: 1 },
        Rule::DeltaBand { half_width: 0.05, to: BandTarget::Edge },
        Rule::StopLoss,
    ];
    let any = TradeSize::ANY;
    let wide = TradeSize { maximum: 1e9, minimum: 1e-300, ..any };
    let tiny = TradeSize { lot: Some(1e-12), ..any };
    let hedges = rules.iter().flat_map(|rule| {
        [any, wide, tiny].map(|trade_size| Hedge {
            name: format!("{rule:?}, {trade_size:?}"),
            rule: rule.clone(),
            target: Target::delta(HedgeVolatility::Implied),
            trade_size,
            costs: Costs { half_spread: 1e-3, ..Costs::NONE },
        })
    });
    let hedges: Vec<_> = hedges.collect();
    for case in cases_with(&hedges) {
        let run = case.run(0..0);
        for family in run.pnl.hedges.chunks(3) {
            assert_eq!(family[0].pnl, family[1].pnl, "{}", case.name);
            for lane in 0..run.pnl.valid {
                // At most half a lot of a spot of thousands at every step.
                let apart = (family[0].pnl[lane] - family[2].pnl[lane]).abs();
                assert!(apart < 1e-8, "{}: {apart}", case.name);
            }
        }
    }
}

//! One path, several hedges on it, and P&L over the spot.

use crate::{LABELS, each_case};
use rehedge_engine::{Component, LedgerEntry};
use rehedge_report::charts::{
    ChartError, NoTradeRegion, PnlSample, RegionField, RuleOnPath, RulesOnPath, SamplePath,
    SpotPnl, no_trade_region, rules_on_path, sample_path, spot_pnl,
};

fn ledger(steps: usize, scale: f64) -> Vec<LedgerEntry> {
    let at = |step: usize| LedgerEntry {
        step,
        time: step as f64 / 252.0,
        spot: 100.0 * scale,
        implied_volatility: 0.2,
        target: 0.5,
        trade: if step.is_multiple_of(2) { 0.5 } else { -0.5 },
        holding: 0.5,
        wealth: -0.01 * scale * step as f64 / steps as f64,
        components: [-0.01 * scale / f64::from(u16::try_from(steps).unwrap()); Component::COUNT],
        ..LedgerEntry::default()
    };
    (0..steps).map(at).collect()
}

#[test]
fn sample_paths() {
    for steps in [1, 2, 3000] {
        each_case(|_, scale| {
            let entries = ledger(steps, scale);
            sample_path(&SamplePath { labels: LABELS, entries: &entries, days_per_year: 252.0 })
        });
    }
}

/// What the unwind costs is seen: its area has a width.
#[test]
fn the_last_cost_is_seen() {
    let mut entries = vec![LedgerEntry::default(); 3];
    for (i, entry) in entries.iter_mut().enumerate() {
        entry.time = i as f64 / 252.0;
    }
    entries[2].components[Component::Impact as usize] = -1.0;
    let image =
        sample_path(&SamplePath { labels: LABELS, entries: &entries, days_per_year: 252.0 });
    let svg = image.unwrap().svg;
    let impact = "#661100";
    let areas: Vec<&str> =
        svg.lines().filter(|line| line.starts_with("<polygon") && line.contains(impact)).collect();
    let [area] = areas[..] else { panic!("one area: {areas:?}") };
    let corners = area.split("points=\"").nth(1).unwrap().split('"').next().unwrap();
    let corners: Vec<(i32, i32)> = corners
        .split_whitespace()
        .map(|corner| corner.split_once(',').unwrap())
        .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
        .collect();
    let top = corners.iter().map(|corner| corner.1).min().unwrap();
    let at_top: Vec<i32> = corners.iter().filter(|c| c.1 == top).map(|c| c.0).collect();
    let width = at_top.iter().max().unwrap() - at_top.iter().min().unwrap();
    assert!(width > 20, "{width} quarters of a pixel");
}

#[test]
fn rules_on_a_path() {
    for steps in [1, 2, 3000] {
        each_case(|names, scale| {
            let entries = ledger(steps, scale);
            let hedge = |(hedge, name)| RuleOnPath { name, hedge, entries: &entries };
            let hedges: Vec<RuleOnPath<'_>> =
                names.iter().copied().enumerate().map(hedge).collect();
            rules_on_path(&RulesOnPath { labels: LABELS, hedges: &hedges, days_per_year: 252.0 })
        });
    }
    let (long, short) = (ledger(3, 1.0), ledger(2, 1.0));
    let draw = |hedges: &[RuleOnPath<'_>]| {
        rules_on_path(&RulesOnPath { labels: LABELS, hedges, days_per_year: 252.0 })
    };
    let of = |entries| RuleOnPath { name: "a", hedge: 0, entries };
    assert!(matches!(draw(&[of(&long), of(&short)]), Err(ChartError::Length { .. })));
    assert!(matches!(draw(&[of(&[])]), Err(ChartError::Nothing(_))));
    assert!(matches!(draw(&[]), Err(ChartError::Nothing(_))));
}

#[test]
fn no_trade_regions() {
    for steps in [1, 2, 2000] {
        each_case(|_, scale| {
            let days: Vec<f64> = (0..steps).map(f64::from).collect();
            let band: Vec<[f64; 2]> = days.iter().map(|day| [-scale, scale * day]).collect();
            let holding = vec![0.5 * scale; days.len()];
            let trade: Vec<f64> = days.iter().map(|day| scale * (day % 3.0 - 1.0)).collect();
            let spot: Vec<f64> = days.iter().map(|day| 100.0 + day / 1e3).collect();
            let spots = [90.0, 100.0, 120.0];
            let half_width: Vec<f64> =
                (0..3 * days.len()).map(|i| scale * (i % 5) as f64).collect();
            no_trade_region(&NoTradeRegion {
                labels: LABELS,
                days: &days,
                band: &band,
                holding: &holding,
                trade: &trade,
                spot: &spot,
                field: RegionField { days: &days, spots: &spots, half_width: &half_width },
            })
        });
    }
}

#[test]
fn a_region_must_be_whole() {
    let draw = |band: &[[f64; 2]], spots: &[f64], half_width: &[f64]| {
        no_trade_region(&NoTradeRegion {
            labels: LABELS,
            days: &[0.0],
            band,
            holding: &[0.0],
            trade: &[0.0],
            spot: &[100.0],
            field: RegionField { days: &[0.0], spots, half_width },
        })
    };
    assert!(draw(&[[0.0, 1.0]], &[1.0], &[1.0]).is_ok());
    assert!(matches!(draw(&[], &[1.0], &[1.0]), Err(ChartError::Length { .. })));
    assert!(matches!(draw(&[[0.0, 1.0]], &[1.0], &[1.0, 2.0]), Err(ChartError::Length { .. })));
    assert!(matches!(draw(&[[0.0, 1.0]], &[], &[]), Err(ChartError::Nothing(_))));
    let falling = draw(&[[0.0, 1.0]], &[2.0, 1.0], &[1.0, 2.0]);
    assert!(matches!(falling, Err(ChartError::Order(_))));
    assert!(matches!(draw(&[[0.0, f64::NAN]], &[1.0], &[1.0]), Err(ChartError::NotFinite(_))));
}

#[test]
fn spots_and_pnl() {
    for paths in [1, 2, 5000] {
        each_case(|names, scale| {
            let spots: Vec<f64> = (0..paths).map(|i| 90.0 + f64::from(i % 97) / 5.0).collect();
            let pnl: Vec<f64> = (0..paths).map(|i| scale * (f64::from(i % 89) - 40.0)).collect();
            let hedges: Vec<PnlSample<'_>> =
                names.iter().map(|name| PnlSample { name, pnl: &pnl }).collect();
            spot_pnl(&SpotPnl { labels: LABELS, spots: &spots, hedges: &hedges })
        });
    }
    let draw = |spots: &[f64]| {
        let hedges = [PnlSample { name: "a", pnl: &[1.0] }];
        spot_pnl(&SpotPnl { labels: LABELS, spots, hedges: &hedges })
    };
    assert!(matches!(draw(&[]), Err(ChartError::Nothing(_))));
    assert!(matches!(draw(&[1.0, 2.0]), Err(ChartError::Length { .. })));
    assert!(matches!(draw(&[f64::NAN]), Err(ChartError::NotFinite(_))));
}

//! One path step by step, several hedges on it, and P&L over the spot.

use crate::{Numbers, labels, spread_of};
use rehedge_engine::{Component, LedgerEntry};
use rehedge_report::charts::{
    ChartError, Image, NoTradeRegion, PnlSample, RegionField, RuleOnPath, RulesOnPath, SamplePath,
    SpotPnl, no_trade_region, rules_on_path, sample_path, spot_pnl,
};

pub fn draw_path(steps: usize) -> Result<Image, ChartError> {
    sample_path(&SamplePath {
        labels: labels("Path 3, hedged daily"),
        entries: &ledger(steps, 4),
        days_per_year: 252.0,
    })
}

/// A made-up ledger with a trade every so many steps.
fn ledger(steps: usize, every: usize) -> Vec<LedgerEntry> {
    let mut numbers = Numbers(11);
    let (mut spot, mut vol, mut holding) = (100.0, 0.22, 0.0);
    let mut wealth = 0.0;
    (0..steps)
        .map(|step| {
            let move_ = if step == 0 { 0.0 } else { 0.7 * numbers.normal() };
            spot += move_;
            vol += 0.003 * numbers.normal();
            let target = ((spot - 100.0) / 12.0).tanh();
            let trade = match step {
                _ if step + 1 == steps => -holding,
                _ if step.is_multiple_of(every) => target - holding,
                _ => 0.0,
            };
            holding += trade;
            let mut components = [0.0; Component::COUNT];
            components[Component::Delta as usize] = 0.01 * every as f64 * move_;
            components[Component::Gamma as usize] = -0.035 * move_ * move_;
            components[Component::Theta as usize] = if step == 0 { 0.0 } else { 0.017 };
            components[Component::Vega as usize] = 0.02 * numbers.normal();
            components[Component::Residual as usize] = 0.002 * numbers.normal();
            components[Component::Financing as usize] = -0.0004;
            components[Component::Spread as usize] = -0.02 * trade.abs();
            components[Component::Fee as usize] = -0.005 * trade.abs();
            components[Component::Impact as usize] = -0.05 * trade.abs().powf(1.5);
            wealth += components.iter().sum::<f64>();
            LedgerEntry {
                step,
                time: step as f64 / 1008.0,
                spot,
                implied_volatility: vol,
                target: if trade == 0.0 { holding } else { target },
                trade,
                holding,
                wealth,
                components,
                ..LedgerEntry::default()
            }
        })
        .collect()
}

pub fn draw_rules(hedges: &[String], steps: usize) -> Result<Image, ChartError> {
    let shown = hedges.iter().enumerate().step_by(hedges.len().div_ceil(6));
    let ledgers: Vec<_> =
        shown.map(|(i, name)| (name, i, ledger(steps, 1 + 3 * i.min(20)))).collect();
    let hedges: Vec<RuleOnPath<'_>> = ledgers
        .iter()
        .map(|(name, hedge, entries)| RuleOnPath { name, hedge: *hedge, entries })
        .collect();
    rules_on_path(&RulesOnPath {
        labels: labels("Path 3 under several rules"),
        hedges: &hedges,
        days_per_year: 252.0,
    })
}

/// A band that is widest at the money, and a holding that stays within it.
pub fn draw_region(steps: usize) -> Result<Image, ChartError> {
    let entries = ledger(steps, 1);
    let before = &entries[..steps - 1];
    let days: Vec<f64> = before.iter().map(|entry| entry.time * 252.0).collect();
    let spot: Vec<f64> = before.iter().map(|entry| entry.spot).collect();
    let left = |day: f64| (64.0 - day) / 64.0;
    let width = |day: f64, spot: f64| {
        let far = (spot - 100.0) / (16.0 * left(day).sqrt());
        0.1 * (-far * far / 3.0).exp() / left(day).powf(0.3)
    };
    let delta = |spot: f64| ((spot - 100.0) / 12.0).tanh();
    let (mut holding, mut band, mut trade) = (Vec::new(), Vec::new(), Vec::new());
    let mut held = 0.0_f64;
    for (day, spot) in days.iter().zip(&spot) {
        let half = width(*day, *spot);
        let (low, high) = (delta(*spot) - half, delta(*spot) + half);
        let kept = held.clamp(low, high);
        band.push([low, high]);
        trade.push(kept - held);
        holding.push(kept);
        held = kept;
    }
    let times: Vec<f64> = (0..80).map(|i| f64::from(i) * 63.0 / 80.0).collect();
    let spots: Vec<f64> = (0..61).map(|i| 70.0 + f64::from(i)).collect();
    let half_width: Vec<f64> =
        spots.iter().flat_map(|spot| times.iter().map(move |day| width(*day, *spot))).collect();
    no_trade_region(&NoTradeRegion {
        labels: labels("The no-trade region of \"Whalley–Wilmott 1\""),
        days: &days,
        band: &band,
        holding: &holding,
        trade: &trade,
        spot: &spot,
        field: RegionField { days: &times, spots: &spots, half_width: &half_width },
    })
}

pub fn draw_spot_pnl(hedges: &[String]) -> Result<Image, ChartError> {
    let mut numbers = Numbers(3);
    let spots: Vec<f64> = (0..20_000).map(|_| 100.0 * (0.12 * numbers.normal()).exp()).collect();
    let samples: Vec<Vec<f64>> = (0..hedges.len().min(4))
        .map(|i| {
            let mut pnl = |spot: &f64| {
                let naked = if i == 0 { 4.0 - (spot - 100.0).max(0.0) } else { 0.3 };
                naked + spread_of(i) * numbers.normal() * (-((spot - 100.0) / 12.0).powi(2)).exp()
            };
            spots.iter().map(&mut pnl).collect()
        })
        .collect();
    let hedges: Vec<PnlSample<'_>> =
        hedges.iter().zip(&samples).map(|(name, pnl)| PnlSample { name, pnl }).collect();
    let labels = labels("What is left does not depend on where the spot ends");
    spot_pnl(&SpotPnl { labels, spots: &spots, hedges: &hedges })
}

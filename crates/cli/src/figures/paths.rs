//! The first path that was written out, step by step.

use super::Scene;
use crate::config::Market;
use rehedge_engine::{LedgerEntry, MarketState, NoTradeBands, Rule};
use rehedge_report::charts::{self, ChartError, Image};

/// Most hedges on one path.
const RULES: usize = 6;

/// One path of the best hedge.
pub fn sample_path(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let best = scene.best();
    let entries = ledger(scene, best);
    let hedge = &scene.run.summaries[best].hedge;
    let title = format!("{} under \"{hedge}\"", path_name(scene, entries.first()?.path));
    Some(charts::sample_path(&charts::SamplePath {
        labels: scene.labels(&title),
        entries: &entries,
        days_per_year: scene.days_per_year(),
    }))
}

/// Several hedges on the same path.
pub fn rules_on_one_path(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let shown = scene.shown(RULES);
    let ledgers: Vec<_> = shown.iter().map(|hedge| ledger(scene, *hedge)).collect();
    if shown.len() < 2 {
        return None;
    }
    let title = format!("{} under several rules", path_name(scene, ledgers[0].first()?.path));
    let hedges: Vec<_> = shown
        .iter()
        .zip(&ledgers)
        .map(|(hedge, entries)| charts::RuleOnPath {
            name: &scene.run.summaries[*hedge].hedge,
            hedge: *hedge,
            entries,
        })
        .collect();
    Some(charts::rules_on_path(&charts::RulesOnPath {
        labels: scene.labels(&title),
        hedges: &hedges,
        days_per_year: scene.days_per_year(),
    }))
}

/// The ledger of a hedge on the first path that was written out.
fn ledger(scene: &Scene<'_>, hedge: usize) -> Vec<LedgerEntry> {
    let ledger = &scene.run.totals.ledger;
    let first = ledger.iter().map(|entry| entry.path).min().unwrap_or_default();
    let shown = |entry: &&LedgerEntry| entry.hedge == hedge && entry.path == first;
    ledger.iter().filter(shown).copied().collect()
}

fn path_name(scene: &Scene<'_>, path: usize) -> String {
    match &scene.run.experiment.starts {
        Some(starts) => format!("The window from {}", starts[path].date()),
        None => format!("Path {path}"),
    }
}

/// The no-trade region of the best hedge that has one.
pub fn no_trade_region(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let (hedge, entries, mut bands) = banded(scene)?;
    let (path, _) = entries.split_at(entries.len() - 1);
    let band: Vec<[f64; 2]> = path.iter().map(|entry| band_at(&mut bands, entry)).collect();
    let days: Vec<f64> = path.iter().map(|entry| entry.time * scene.days_per_year()).collect();
    let of = |number: fn(&LedgerEntry) -> f64| path.iter().map(number).collect::<Vec<f64>>();
    let field = Field::new(&entries, &mut bands);
    let times: Vec<f64> = field.steps.iter().map(|step| days[*step]).collect();
    let name = &scene.run.summaries[hedge].hedge;
    let title = format!("{}: the no-trade region of \"{name}\"", path_name(scene, path[0].path));
    Some(charts::no_trade_region(&charts::NoTradeRegion {
        labels: scene.labels(&title),
        days: &days,
        band: &band,
        holding: &of(|entry| entry.holding),
        trade: &of(|entry| entry.trade),
        spot: &of(|entry| entry.spot),
        field: charts::RegionField {
            days: &times,
            spots: &field.spots,
            half_width: &field.half_width,
        },
    }))
}

/// The hedge with a band that has the least expected shortfall, one whose width moves if there is
/// any, its ledger and its bands. Legs whose
/// implied volatilities differ have no band that the ledger, which knows one of them, could tell.
fn banded(scene: &Scene<'_>) -> Option<(usize, Vec<LedgerEntry>, NoTradeBands)> {
    let experiment = scene.run.experiment;
    let legs = experiment.plan.book.legs();
    let one_expiry = legs.iter().all(|leg| leg.maturity == legs[0].maturity);
    let one_volatility = matches!(&experiment.plan.market,
        Market::Simulated(market) if matches!(market.implied, crate::config::SimulatedImplied::Constant(_)));
    if !one_expiry && !one_volatility {
        return None;
    }
    let with_bands = (0..scene.run.summaries.len()).filter_map(|hedge| {
        let entries = ledger(scene, hedge);
        let bands = experiment.desk.no_trade_bands(hedge, entries.first()?.spot)?;
        Some((hedge, entries, bands))
    });
    let fixed =
        |hedge: usize| matches!(experiment.desk.hedges()[hedge].rule, Rule::DeltaBand { .. });
    let shortfall = |hedge: usize| scene.run.summaries[hedge].es_95;
    with_bands.min_by(|(a, ..), (b, ..)| {
        fixed(*a).cmp(&fixed(*b)).then(shortfall(*a).total_cmp(&shortfall(*b)))
    })
}

/// Least and greatest holding that need no trade at a step of the ledger.
fn band_at(bands: &mut NoTradeBands, entry: &LedgerEntry) -> [f64; 2] {
    let found = bands.at(moment(entry), &[entry.spot]);
    found.first().map_or([0.0; 2], |[low, high]| [0.0 - high, 0.0 - low])
}

fn moment(entry: &LedgerEntry) -> MarketState {
    MarketState {
        step: entry.step,
        implied_volatility: entry.implied_volatility,
        path_volatility: entry.path_volatility,
    }
}

/// Half the width of a band over time and spot, at the volatilities of entry.
struct Field {
    steps: Vec<usize>,
    spots: Vec<f64>,
    half_width: Vec<f64>,
}

/// Times and spots of the field, at most.
const TIMES: usize = 84;
const SPOTS: usize = 64;
/// How far spots of the field lie from that of entry, in standard deviations to the horizon.
const REACH: f64 = 2.5;

impl Field {
    fn new(entries: &[LedgerEntry], bands: &mut NoTradeBands) -> Self {
        let (entry, horizon) = (&entries[0], entries.len() - 1);
        let every = horizon.div_ceil(TIMES);
        let steps: Vec<usize> = (0..horizon).step_by(every).collect();
        let sd = entry.implied_volatility * entries[horizon].time.sqrt();
        let around = [-1.0, 1.0].map(|side| entry.spot * (side * REACH * sd).exp());
        let seen = entries.iter().map(|entry| entry.spot);
        let low = seen.clone().fold(around[0], f64::min);
        let high = seen.fold(around[1], f64::max);
        let spot = |i: usize| low + (high - low) * i as f64 / (SPOTS - 1) as f64;
        let spots: Vec<f64> = (0..SPOTS).map(spot).collect();
        let mut half_width = vec![0.0; steps.len() * spots.len()];
        for (column, step) in steps.iter().enumerate() {
            let found = bands.at(MarketState { step: *step, ..moment(entry) }, &spots);
            for (row, [low, high]) in found.into_iter().enumerate() {
                half_width[row * steps.len() + column] = 0.5 * (high - low);
            }
        }
        Self { steps, spots, half_width }
    }
}

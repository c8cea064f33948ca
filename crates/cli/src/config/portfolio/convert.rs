//! Makes a [`PortfolioPlan`] of a resolved config: checks that its parts fit together, and converts
//! outside units to those of the engine.

use super::books::{self, Sources};
use super::bounds;
use super::instrument::Instrument;
use super::lives::Entry;
use super::models;
use super::plan::{Dynamic, Horizon, PortfolioPlan, Scenarios, Surface};
use super::revaluations::{self, Base, VOL_POINT};
use super::sheets::Files;
use super::{OtherMarket, Revaluation, instruments};
use crate::config::places::Report;
use crate::config::plan::{Market, Rates, SimulatedMarket};
use crate::config::steps::{horizon_days, whole_steps};
use crate::config::tree::{Node, Table, Value};
use crate::config::{convert, finite, hedges, market, name, question, write};
use rehedge_market::Grid;
use std::path::Path;

/// A market that is right.
struct World {
    market: SimulatedMarket,
    grid: Grid,
    rates: Rates,
}

/// Makes the plan of a config, or reports every reason why there is none.
pub fn plan(
    config: &Table,
    text: &str,
    files: &Files<'_>,
    report: &mut Report,
) -> Option<PortfolioPlan> {
    let file_name = report.places.file().to_owned();
    let path = Path::new(&file_name);
    let world = world(config, report);
    let sources = Sources {
        entry: world.as_ref().map(World::entry),
        folder: path.parent().unwrap_or(Path::new("")),
        files,
    };
    unique_names(config, report);
    let books = books::books(config, &sources, report);
    let instruments = instruments::instruments(config, &sources, report);
    let there = instruments.as_deref();
    let run = run(config, world.as_ref(), report);
    let problem = models::problem(config, there, report);
    let bounds = bounds::bounds(config, there, report);
    let models = models::models(config, there, problem.as_ref(), report);
    let assumed = revaluations::assumed(config, report);
    let frontier = models::frontier(config, report);
    let cardinality = models::cardinality(config, there, report);
    let of_world = world.as_ref().map(|world| of_world(config, world, (there, &sources), report));
    let (world, (revaluations, horizons, surface, dynamic)) = (world?, of_world?);
    Some(PortfolioPlan {
        name: name(path),
        question: question(text),
        run: run?,
        volatility_uncertainty: revaluations::uncertainty(config)?,
        assumed_uncertainties: assumed?,
        market: world.market,
        grid: world.grid,
        rates: world.rates,
        books: books?,
        instruments: instruments?,
        problem: problem?,
        bounds: bounds?,
        models: models?,
        revaluations: revaluations?,
        horizons: horizons?,
        frontier: frontier?,
        cardinality: cardinality?,
        surface: surface?,
        dynamic: dynamic?,
        costs: hedges::costs(config.table("costs")?)?,
        resolved: write::config(config),
        places: report.places.clone(),
    })
}

/// The parts that need a market.
type OfWorld =
    (Option<Vec<Revaluation>>, Option<Vec<Horizon>>, Option<Surface>, Option<Option<Dynamic>>);

fn of_world(
    config: &Table,
    world: &World,
    (instruments, sources): (Option<&[Instrument]>, &Sources<'_>),
    report: &mut Report,
) -> OfWorld {
    let base = Base { market: &world.market, grid: world.grid };
    let revaluations = revaluations::revaluations(config, &base, sources, report);
    for (index, revaluation) in revaluations.iter().flatten().enumerate() {
        let OtherMarket::Simulated(market) = &revaluation.market else { continue };
        let market = Market::Simulated(market.clone());
        let key = format!("revalue[{index}].market");
        finite::check(&key, &world.grid, &world.rates, &market, report);
    }
    (
        revaluations,
        horizons(config, world, instruments, report),
        surface(config, world, report),
        dynamic(config, world, report),
    )
}

fn world(config: &Table, report: &mut Report) -> Option<World> {
    let table = config.table("market")?;
    let (grid, rates) = (market::grid(table, report), convert::rates(table));
    let model = market::simulated(table);
    let (grid, rates, model) = (grid?, rates?, model?);
    finite::check("market", &grid, &rates, &Market::Simulated(model.clone()), report);
    Some(World { market: model, grid, rates })
}

impl World {
    fn entry(&self) -> Entry {
        let Rates { rate, dividend_yield, .. } = self.rates;
        let rates = rehedge_options::Rates { rate, dividend_yield };
        Entry { spot: self.market.spot, grid: self.grid, rates }
    }
}

fn run(config: &Table, world: Option<&World>, report: &mut Report) -> Option<Scenarios> {
    let run = config.table("run")?;
    let sampling = convert::sampling(run.text("sampling")?)?;
    let scenarios = Scenarios {
        in_sample: run.count("scenarios")?,
        out_of_sample: run.count("out_of_sample_scenarios")?,
        seed: run.count("seed")? as u64,
        sampling,
    };
    for count in [scenarios.in_sample, scenarios.out_of_sample] {
        if let Err(error) = sampling.check(count, world?.grid.steps()) {
            report.refuse("run.sampling", error.to_string());
            return None;
        }
    }
    Some(scenarios)
}

/// Two of one name could not be told apart in any result.
fn unique_names(config: &Table, report: &mut Report) {
    for key in ["book", "model", "revalue"] {
        let names: Vec<_> = config.tables(key).map(|(_, table)| table.node("name")).collect();
        for (index, node) in names.iter().enumerate() {
            let same = |earlier: &&&Node| earlier.value == node.value;
            let Value::Text(name) = &node.value else { continue };
            if let Some(earlier) = names[..index].iter().find(same) {
                let line = report.places.line(&earlier.path);
                let allowed = format!(
                    "must be a name of its own: {name:?} is also that of line {line}, {}",
                    earlier.path
                );
                report.refuse(&node.path, allowed);
            }
        }
    }
}

/// The horizons of the table of condition numbers, ascending.
fn horizons(
    config: &Table,
    world: &World,
    instruments: Option<&[Instrument]>,
    report: &mut Report,
) -> Option<Vec<Horizon>> {
    if config.lacks("horizons") {
        return Some(Vec::new());
    }
    let Value::List(nodes) = &config.table("horizons")?.node("days").value else { return None };
    let lives = instruments?.iter().filter_map(|one| Some((one.maturity()?, &one.name)));
    let shortest = lives.min_by(|one, other| one.0.total_cmp(&other.0));
    let horizon = |node: &Node| {
        let days = node.number()?;
        let steps =
            whole_steps(days, &world.grid).map_err(|allowed| report.refuse(&node.path, allowed));
        let years = days / world.grid.trading_days_per_year();
        if let Some((life, name)) = shortest.filter(|(life, _)| *life < years) {
            let life = life * world.grid.trading_days_per_year();
            report.refuse(&node.path, format!("must be at most {life}, the life of {name:?}"));
        }
        Some(Horizon { steps: steps.ok()?, days, years })
    };
    let all: Vec<_> = nodes.iter().map(horizon).collect();
    let mut all = all.into_iter().collect::<Option<Vec<_>>>()?;
    all.sort_by_key(|horizon| horizon.steps);
    all.dedup();
    Some(all)
}

/// Spots and volatilities about those of entry.
fn surface(config: &Table, world: &World, report: &mut Report) -> Option<Surface> {
    let table = config.table("surface")?;
    let (percent, vol_points) = (table.number("spot_percent")?, table.number("vol_points")?);
    let points = table.count("points")?;
    let level = world.market.implied_at_entry();
    if vol_points * VOL_POINT >= level {
        let allowed =
            format!("must be less than {}, the implied volatility at entry", level / VOL_POINT);
        report.refuse("surface.vol_points", allowed);
    }
    // From -1 to 1, both ends and a middle of 0 exact.
    let middle = 0.5 * (points - 1) as f64;
    let ticks = || (0..points).map(|index| (index as f64 - middle) / middle);
    let spot = |tick: f64| world.market.spot * (1.0 + tick * percent / 100.0);
    Some(Surface {
        spots: ticks().map(spot).collect(),
        volatility_shifts: ticks().map(|tick| tick * vol_points * VOL_POINT).collect(),
    })
}

/// The run in the ledger.
#[expect(clippy::option_option, reason = "absent and refused are two things")]
fn dynamic(config: &Table, world: &World, report: &mut Report) -> Option<Option<Dynamic>> {
    if config.lacks("dynamic") {
        return Some(None);
    }
    let table = config.table("dynamic")?;
    let Value::List(nodes) = &table.node("rebalance_days").value else { return None };
    let steps: Vec<_> = nodes.iter().map(|node| interval(node, &world.grid, report)).collect();
    let mut pairs = steps.into_iter().collect::<Option<Vec<_>>>()?;
    pairs.sort_by_key(|(steps, _)| *steps);
    pairs.dedup();
    let (rebalance_steps, rebalance_days) = pairs.into_iter().unzip();
    Some(Some(Dynamic { rebalance_steps, rebalance_days, paths: table.count("paths")? }))
}

/// Steps and days between two trades.
fn interval(node: &Node, grid: &Grid, report: &mut Report) -> Option<(usize, f64)> {
    let days = node.number()?;
    match whole_steps(days, grid) {
        Ok(steps) if steps <= grid.steps() => return Some((steps, days)),
        Ok(_) => {
            let horizon = horizon_days(grid);
            report.refuse(
                &node.path,
                format!("must be at most market.days = {horizon}, the horizon"),
            );
        }
        Err(allowed) => report.refuse(&node.path, allowed),
    }
    None
}

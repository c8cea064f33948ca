//! Makes a [`Plan`] of a resolved config: checks that its parts fit together, and converts outside
//! units to those of the engine.

use super::places::Report;
use super::plan::{Compare, HistoryMarket, Market, Plan, PlannedHedge, PriceFile, Rates, Run};
use super::tree::Table;
use super::{book, compare, finite, hedges, leland, market, vanilla_only, write};
use rehedge_market::{Grid, Sampling};
use rehedge_options::Book;
use std::path::Path;

/// The parts of a plan that were found good.
struct Parts {
    run: Run,
    market: Market,
    grid: Grid,
    rates: Rates,
    book: (Book, Vec<usize>),
    hedges: Vec<PlannedHedge>,
    compare: Compare,
}

/// The data that a config names, as far as that is known whatever is wrong with the rest.
#[derive(Default)]
pub struct Data {
    /// The file.
    pub prices: Option<PriceFile>,
    /// How windows are cut from it.
    pub windows: Option<(HistoryMarket, Grid)>,
}

/// Makes the plan of a config, or reports every reason why there is none.
pub fn plan(config: &Table, file_name: &str, report: &mut Report) -> (Option<Plan>, Data) {
    let path = Path::new(file_name);
    let mut data = Data::default();
    let parts = parts(config, path, report, &mut data);
    (parts.map(|parts| whole(parts, config, path, report)), data)
}

fn whole(parts: Parts, config: &Table, path: &Path, report: &Report) -> Plan {
    let Parts { run, market, grid, rates, book: (book, expiries), hedges, compare } = parts;
    Plan {
        name: super::name(path),
        run,
        market,
        grid,
        rates,
        book,
        expiries,
        hedges,
        compare,
        resolved: write::config(config),
        places: report.places.clone(),
    }
}

/// Every part is looked at before any missing one ends the matter.
fn parts(config: &Table, path: &Path, report: &mut Report, data: &mut Data) -> Option<Parts> {
    let market_table = config.table("market");
    let folder = path.parent().unwrap_or(Path::new(""));
    let grid = market_table.and_then(|table| market::grid(table, report));
    let rates = market_table.and_then(rates);
    let market = market_table.and_then(|table| market::market(table, folder, report));
    let of_history = |table: &&Table| table.word() == Some("history");
    data.prices = market_table.filter(of_history).and_then(|table| market::prices(table, folder));
    if let (Some(grid), Some(Market::History(market))) = (&grid, &market) {
        data.windows = Some((market.clone(), *grid));
    }
    if let (Some(grid), Some(rates), Some(market)) = (&grid, &rates, &market) {
        finite::check("market", grid, rates, market, report);
    }
    let book = book::book(config, grid.as_ref(), market.as_ref(), report);
    vanilla_only::check(config, report);
    let hedges = hedges::hedges(config, grid.as_ref(), report);
    if let (Some(hedges), Some((book, _)), Some(market), Some(grid)) =
        (&hedges, &book, &market, &grid)
    {
        leland::check(config, hedges, (book, market, grid), report);
    }
    let compare = compare::compare(config, report);
    let run = run(config);
    if let (Some(run), Some(grid)) = (&run, &grid)
        && let Err(error) = run.sampling.check(run.paths, grid.steps())
    {
        report.refuse("run.sampling", error.to_string());
        return None;
    }
    Some(Parts {
        run: run?,
        market: market?,
        grid: grid?,
        rates: rates?,
        book: book?,
        hedges: hedges?,
        compare: compare?,
    })
}

fn run(config: &Table) -> Option<Run> {
    let run = config.table("run")?;
    Some(Run {
        paths: if run.lacks("paths") { 0 } else { run.count("paths")? },
        seed: u64::try_from(run.count("seed")?).ok()?,
        sampling: if run.lacks("sampling") {
            Sampling::default()
        } else {
            sampling(run.text("sampling")?)?
        },
        ledger_paths: run.count("ledger_paths")?,
    })
}

/// How the diffusion is drawn.
pub fn sampling(word: &str) -> Option<Sampling> {
    match word {
        "pseudo" => Some(Sampling::Pseudo),
        "antithetic" => Some(Sampling::Antithetic),
        "sobol" => Some(Sampling::Sobol),
        _ => None,
    }
}

/// Rates and yields of a market.
pub fn rates(market: &Table) -> Option<Rates> {
    Some(Rates {
        rate: market.number("rate")?,
        financing_rate: market.number("financing_rate")?,
        dividend_yield: market.number("dividend_yield")?,
    })
}

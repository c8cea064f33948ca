//! `report.html` of a portfolio run: its story, put together from what the other files are made of.

mod besides;
mod captions;
mod conventions;
mod words;

use super::frames::Rows;
use super::setup;
use super::words::points;
use crate::config::portfolio::PortfolioPlan;
use crate::manifest;
use captions::Caption;
use rehedge_market::Sampling;
use rehedge_report::charts::Image;
use rehedge_report::page::{self, Fact, Figure, Page, Reproduction, Table};
pub use words::answer;

/// What the page is made of.
pub struct Run<'a> {
    pub plan: &'a PortfolioPlan,
    pub rows: &'a Rows,
    /// The charts by their file names, in any order.
    pub charts: &'a [(String, Image)],
}

/// What money is in.
const UNIT: &str = "currency";

/// The HTML file. It depends on program, config and seed alone.
pub fn page(run: &Run<'_>) -> String {
    let plan = run.plan;
    let charts = in_order(run.charts);
    let figures: Vec<_> = charts
        .iter()
        .map(|(name, image, Caption { title, shows, see, .. })| Figure {
            name,
            title,
            shows,
            caption: see,
            svg: &image.svg,
        })
        .collect();
    page::page(&Page {
        name: &plan.name,
        question: &plan.question,
        setup: &[summary(plan)],
        facts: &facts(plan),
        warnings: &[],
        answer: &answer(run),
        further: &words::further(run),
        figures: &figures,
        tables: &tables(run),
        conventions: &conventions::facts(),
        reproduction: Reproduction {
            words: &[how_to_reproduce(plan)],
            command: &format!("rehedge portfolio {}.toml", plan.name),
            facts: &origin(plan),
            config: &plan.resolved,
        },
    })
}

/// The charts in the order of the story, those of one kind by their names.
fn in_order(charts: &[(String, Image)]) -> Vec<(&str, &Image, Caption)> {
    let mut ordered: Vec<_> =
        charts.iter().map(|(name, image)| (&**name, image, captions::of(name))).collect();
    // Stable: books come in the order of the config.
    ordered.sort_by_key(|(_, _, caption)| caption.place);
    ordered
}

/// The set-up in a few sentences.
fn summary(plan: &PortfolioPlan) -> String {
    let books = match plan.books.len() {
        1 => "one book".to_owned(),
        count => format!("{count} books, each on its own"),
    };
    let models = match plan.models.len() {
        1 => "One static hedge".to_owned(),
        count => format!("{count} static hedges"),
    };
    let days = plan.grid.steps() as f64 / plan.grid.steps_per_day() as f64;
    format!(
        "{models} of {books}: positions in {} instruments that are chosen once, on {} scenarios of \
         the market in {days} trading days, and judged on {} others. An error is the profit and loss \
         of book and hedge together at the horizon, in {UNIT}.",
        plan.instruments.len(),
        plan.run.in_sample,
        plan.run.out_of_sample,
    )
}

fn facts(plan: &PortfolioPlan) -> Vec<Fact> {
    let name = |label: &str| {
        let mut letters = label.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    let parts = setup::setup(plan).into_iter();
    let mut facts: Vec<_> = parts.map(|(label, lines)| Fact { name: name(label), lines }).collect();
    facts.push(Fact::new("Seed", plan.run.seed.to_string()));
    facts.push(Fact::new("Standard errors", standard_errors(plan.run.sampling)));
    facts.retain(|fact| !fact.lines.is_empty());
    facts
}

/// What standard errors allow for.
fn standard_errors(sampling: Sampling) -> String {
    match sampling {
        Sampling::Pseudo => "those of independent scenarios".to_owned(),
        Sampling::Antithetic => "from the means of antithetic pairs".to_owned(),
        Sampling::Sobol => {
            format!("from the means of {} replicates of Sobol’ points", Sampling::REPLICATES)
        }
    }
}

fn tables(run: &Run<'_>) -> Vec<Table> {
    let mut tables = page::hedge_tables(&run.rows.models, UNIT);
    tables.extend(page::world_tables(&run.rows.models, &run.rows.revalued, UNIT));
    let sd = points(run.plan.volatility_uncertainty);
    tables.extend(page::assumed_tables(&run.rows.assumed, sd, UNIT));
    tables.extend(page::position_tables(&run.rows.positions));
    tables.push(page::condition_table(&run.rows.conditions));
    tables.extend(page::cap_tables(&run.rows.caps, UNIT));
    tables.extend(page::subset_tables(&run.rows.subsets, UNIT));
    tables.extend(page::static_dynamic_tables(&run.rows.ledger, UNIT));
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn how_to_reproduce(plan: &PortfolioPlan) -> String {
    let files = ["file = ", "quotes = { file"].iter().any(|key| plan.resolved.contains(key));
    let data = if files {
        " It reads files of positions or quotes, which are looked for from the folder of the config."
    } else {
        ""
    };
    format!(
        "The config below, saved as {}.toml, gives every number and chart of this page again, on any \
         number of threads and any instruction set.{data}",
        plan.name
    )
}

/// Where the page comes from: the facts of the manifest.
fn origin(plan: &PortfolioPlan) -> Vec<Fact> {
    vec![
        Fact::new("Version", manifest::VERSION),
        Fact::new("Source revision", manifest::REVISION),
        Fact::new("Config (SHA-256)", manifest::config_hash(&plan.resolved)),
        Fact::new("Seed", plan.run.seed.to_string()),
    ]
}

#[cfg(test)]
mod tests;

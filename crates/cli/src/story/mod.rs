//! `report.html`: the run as a story, put together from what the other files are made of.

mod captions;
mod conventions;

use crate::compare::Comparison;
use crate::config::Market;
use crate::experiment::Experiment;
use crate::{answer, figures, manifest, setup};
use captions::Caption;
use rehedge_report::charts::Image;
use rehedge_report::page::{self, Fact, Figure, Page, Reproduction, Table};
use rehedge_report::{Dependence, HedgeSummary};

/// What the page is made of.
pub struct Run<'a> {
    pub experiment: &'a Experiment,
    pub summaries: &'a [HedgeSummary],
    pub comparison: &'a Comparison,
    /// The charts by their file names, in any order.
    pub charts: &'a [(&'static str, Image)],
}

/// The HTML file. It depends on program, config and seed alone.
pub fn page(run: &Run<'_>) -> String {
    let Run { experiment, summaries, comparison, .. } = *run;
    let answer = answer::answers(experiment, summaries, comparison);
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
    let plan = &experiment.plan;
    page::page(&Page {
        name: &plan.name,
        question: &experiment.question,
        setup: &[summary(experiment)],
        facts: &facts(experiment),
        warnings: &experiment.warnings,
        answer: &answer,
        figures: &figures,
        tables: &tables(run),
        conventions: &conventions::facts(),
        reproduction: Reproduction {
            words: &[how_to_reproduce(experiment)],
            command: &format!("rehedge run {}.toml", plan.name),
            facts: &origin(experiment),
            config: &plan.resolved,
        },
    })
}

/// The charts in the order of the story; those that it does not know come last, by name.
fn in_order<'a>(charts: &'a [(&'static str, Image)]) -> Vec<(&'static str, &'a Image, Caption)> {
    let mut ordered: Vec<_> =
        charts.iter().map(|(name, image)| (*name, image, captions::of(name))).collect();
    ordered.sort_by(|one, other| (one.2.place, one.0).cmp(&(other.2.place, other.0)));
    ordered
}

/// The set-up in a few sentences.
fn summary(experiment: &Experiment) -> String {
    let plan = &experiment.plan;
    let legs = match plan.book.legs().len() {
        1 => "one option position".to_owned(),
        count => format!("a book of {count} option positions"),
    };
    let hedges = match plan.hedges.len() {
        1 => "One hedge".to_owned(),
        count => format!("{count} hedges"),
    };
    let what = match &plan.market {
        Market::Simulated(_) => "simulated paths",
        Market::History(_) => "windows of real history",
    };
    let days = plan.grid.steps() as f64 / plan.grid.steps_per_day() as f64;
    format!(
        "{hedges} of {legs} on the same {} {what}, each of {days} trading days in {} steps. P&L is \
         the wealth of the book’s owner at the horizon, in {}.",
        experiment.source.paths(),
        plan.grid.steps(),
        figures::unit(experiment),
    )
}

fn facts(experiment: &Experiment) -> Vec<Fact> {
    let plan = &experiment.plan;
    let fact = |name: &str, lines| Fact { name: name.to_owned(), lines };
    let first = plan.hedges.first().map(|planned| planned.hedge.costs);
    let same_costs = plan.hedges.iter().all(|planned| Some(planned.hedge.costs) == first);
    let mut facts =
        vec![fact("Market", setup::market(experiment)), fact("Book", setup::book(experiment))];
    if let Some(costs) = first.filter(|_| same_costs) {
        facts.push(Fact::new("Costs", format!("{}; one-way", setup::costs(&costs))));
        facts.push(fact("Hedges", setup::hedges_without_costs(experiment)));
    } else {
        facts.push(fact("Hedges and costs", setup::hedges(experiment)));
    }
    let seed = match &plan.market {
        Market::Simulated(_) => format!("; seed {}", plan.run.seed),
        Market::History(_) => String::new(),
    };
    facts.push(Fact::new("Paths", format!("{}{seed}", experiment.source.paths())));
    facts.push(Fact::new("Standard errors", standard_errors(experiment.dependence())));
    facts
}

/// What standard errors allow for.
fn standard_errors(dependence: Dependence) -> String {
    match dependence {
        Dependence::Overlapping(0) => {
            "those of independent windows, which do not overlap".to_owned()
        }
        Dependence::Overlapping(steps) => {
            format!("Newey–West, {steps} lags: windows overlap with so many before and after them")
        }
        Dependence::Independent => "those of independent paths".to_owned(),
        Dependence::Pairs { .. } => "from the means of antithetic pairs".to_owned(),
        Dependence::Replicates { count, .. } => {
            format!(
                "from the means of {count} replicates of Sobol’ points; intervals are Student’s"
            )
        }
    }
}

fn tables(run: &Run<'_>) -> Vec<Table> {
    let Run { experiment, summaries, comparison, .. } = *run;
    let (names, unit) = (experiment.names(), figures::unit(experiment));
    let mut tables =
        vec![page::performance_table(summaries, unit), page::distribution_table(summaries, unit)];
    let baseline = experiment.plan.compare.baseline;
    let rankings = comparison.rankings.iter().zip(1..);
    tables.push(page::paired_table(&comparison.paired, baseline, &names, unit));
    tables.extend(rankings.map(|(one, number)| page::ranking_table(one, number, &names, unit)));
    tables.push(page::break_even_table(&comparison.break_even, unit));
    tables.extend(page::attribution_tables(summaries, unit));
    tables.push(page::variance_table(&comparison.variance));
    tables.push(page::controlled_table(&comparison.controlled, unit));
    tables.push(page::attribution_test_table(&comparison.attribution));
    tables.push(page::effectiveness_table(&comparison.effectiveness));
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn how_to_reproduce(experiment: &Experiment) -> String {
    let data = match &experiment.plan.market {
        Market::Simulated(_) => String::new(),
        Market::History(market) => {
            let file = &market.prices.as_written;
            format!(" It reads {file}, which is looked for from the folder of the config.")
        }
    };
    format!(
        "The config below, saved as {}.toml, gives every number and chart of this page again, on any \
         number of threads and any instruction set.{data}",
        experiment.plan.name
    )
}

/// Where the page comes from: the facts of the manifest.
fn origin(experiment: &Experiment) -> Vec<Fact> {
    let plan = &experiment.plan;
    vec![
        Fact::new("Version", manifest::VERSION),
        Fact::new("Source revision", manifest::REVISION),
        Fact::new("Config (SHA-256)", manifest::config_hash(&plan.resolved)),
        Fact::new("Seed", plan.run.seed.to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_come_in_the_order_of_the_story_whoever_was_drawn_first() {
        let image = || Image { svg: String::new(), png: Vec::new() };
        let names = ["zebra", "history", "frontier", "apple", "components"];
        let charts = names.map(|name| (name, image()));
        let ordered: Vec<_> = in_order(&charts).into_iter().map(|(name, ..)| name).collect();
        assert_eq!(ordered, ["frontier", "components", "history", "apple", "zebra"]);
    }
}

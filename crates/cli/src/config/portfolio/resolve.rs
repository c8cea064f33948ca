//! Writes out what a config of a portfolio leaves unsaid.

use super::Overrides;
use super::keys::{EPSILON, FRONTIER_POINTS, METHODS, RUN};
use crate::config::places::Report;
use crate::config::resolve::{market, replace};
use crate::config::tree::{Node, Table, Value};

/// Resolves a checked config.
pub fn resolve(config: &mut Table, overrides: &Overrides, report: &mut Report) {
    run(config, overrides, report);
    market(config, false);
    books(config);
    problem(config);
    models(config);
    revaluations(config);
    curves(config);
    surface(config);
    dynamic(config);
}

fn run(config: &mut Table, overrides: &Overrides, report: &mut Report) {
    let Some(run) = config.table_mut("run") else { return };
    replace(RUN, run, ("scenarios", overrides.scenarios.map(|count| count as u64)), report);
    replace(RUN, run, ("seed", overrides.seed), report);
    run.set_default("out_of_sample_scenarios", run.node("scenarios").value.clone());
}

fn books(config: &mut Table) {
    let seed = config.table("run").map_or(Value::Refused, |run| run.node("seed").value.clone());
    for book in config.tables_mut("book") {
        let Some(random) = book.table_mut("random") else { continue };
        random.set_default("seed", seed.clone());
        let path = format!("{}.barriers_beyond_percent", random.node("seed").path);
        let percents = [5.0, 10.0, 15.0, 20.0].map(|percent| node(&path, Value::Number(percent)));
        random.set_default("barriers_beyond_percent", Value::List(percents.into()));
    }
}

fn problem(config: &mut Table) {
    let Some(problem) = config.table_mut("problem") else { return };
    let multiple = table("problem.limit", None, &[("book_value_multiple", Value::Number(1.0))]);
    problem.set_default("limit", multiple);
}

/// Models 0, 1 and 2 of Boyle, Coleman and Li.
fn models(config: &mut Table) {
    let basic = Value::Text("basic".to_owned());
    let model = |number, kind, more: Option<(&'static str, Value)>| {
        let name = ("name", Value::Text(format!("Model {number}")));
        let entries: Vec<_> = [Some(name), more].into_iter().flatten().collect();
        node("model", table("model", Some(("kind", kind)), &entries))
    };
    let all = vec![
        model(0, "least_squares", Some(("solution", basic))),
        model(1, "bounded", None),
        model(2, "least_cost", Some(("epsilon", Value::Number(EPSILON)))),
    ];
    config.set_default("model", Value::List(all));
}

/// What is not said of a revaluation is as it was when the hedges were made.
fn revaluations(config: &mut Table) {
    let certain = || table("revalue", None, &[("sd_vol_points", Value::Number(0.0))]);
    let uncertainty = match &config.node("volatility_uncertainty").value {
        Value::Absent => certain(),
        value => value.clone(),
    };
    let Some(base) = config.table("market").cloned() else { return };
    for revaluation in config.tables_mut("revalue") {
        let past = !revaluation.lacks("history");
        let uncertainty = if past { certain() } else { uncertainty.clone() };
        revaluation.set_default("volatility_uncertainty", uncertainty);
        let Some(market) = revaluation.table_mut("market") else { continue };
        let keys: Vec<_> = market.entries.iter().map(|(key, _)| *key).collect();
        for key in keys {
            market.set_default(key, base.node(key).value.clone());
        }
    }
}

fn curves(config: &mut Table) {
    let points = table("frontier", None, &[("points", Value::Whole(FRONTIER_POINTS))]);
    config.set_default("frontier", points);
    if let Some(cardinality) = config.table_mut("cardinality") {
        let methods = METHODS[..2]
            .iter()
            .map(|method| node("cardinality.methods", Value::Text((*method).to_owned())));
        cardinality.set_default("methods", Value::List(methods.collect()));
    }
}

/// Volatility stays positive on the way down.
fn surface(config: &mut Table) {
    let level = config.table("market").and_then(level);
    let points = level.map_or(Value::Refused, |level| Value::Number((50.0 * level).min(5.0)));
    if let Some(surface) = config.table_mut("surface") {
        surface.set_default("vol_points", points);
    }
}

/// Implied volatility at entry.
fn level(market: &Table) -> Option<f64> {
    let implied = market.table("implied_volatility")?;
    match implied.word()? {
        "constant" => implied.number("level"),
        _ => Some(implied.number("ratio")? * market.number("volatility")?),
    }
}

fn dynamic(config: &mut Table) {
    let paths = config.table("run").map(|run| run.node("out_of_sample_scenarios").value.clone());
    if let Some(dynamic) = config.table_mut("dynamic") {
        dynamic.set_default("paths", paths.unwrap_or(Value::Refused));
    }
}

fn node(path: &str, value: Value) -> Node {
    Node { path: path.to_owned(), value }
}

/// A table that stands for one that is not written.
fn table(
    path: &str,
    tag: Option<(&'static str, &'static str)>,
    entries: &[(&'static str, Value)],
) -> Value {
    let entry = |(key, value): &(&'static str, Value)| (*key, node(path, value.clone()));
    Value::Table(Table { tag, entries: entries.iter().map(entry).collect() })
}

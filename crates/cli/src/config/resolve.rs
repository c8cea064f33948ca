//! Writes out what a config leaves unsaid: defaults that follow from other keys, options of the
//! command line, and one hedge for each interval of a list.

use super::Overrides;
use super::keys::{LEVEL, LONGEST_NAME, RISK_AVERSION, RUN};
use super::places::Report;
use super::shape::{Field, Shape};
use super::tree::{Node, Table, Value};

/// Resolves a checked config.
pub fn resolve(config: &mut Table, overrides: &Overrides, report: &mut Report) {
    let history = config.table("market").and_then(Table::word) == Some("history");
    run(config, history, overrides, report);
    market(config, history);
    book(config);
    hedges(config, report);
    compare(config);
}

fn run(config: &mut Table, history: bool, overrides: &Overrides, report: &mut Report) {
    let Some(run) = config.table_mut("run") else { return };
    if history {
        refuse_simulated_keys(overrides, report);
        run.set("paths", Value::Absent);
        run.set("sampling", Value::Absent);
    } else {
        replace(RUN, run, ("paths", overrides.paths.map(|paths| paths as u64)), report);
    }
    replace(RUN, run, ("seed", overrides.seed), report);
}

/// Nothing is drawn, and the number of paths is not a choice, where every window is a path.
fn refuse_simulated_keys(overrides: &Overrides, report: &mut Report) {
    let allowed = "not with market.kind = \"history\", where every window of the data is a path";
    for key in ["run.paths", "run.sampling"] {
        if report.places.is_written(key) {
            report.refuse(key, allowed);
        }
    }
    if let Some(paths) = overrides.paths {
        report.refuse_option("--paths", paths.to_string(), allowed.to_owned());
    }
}

/// Puts the value of an option in place of that of a key.
pub fn replace(
    fields: &[Field],
    run: &mut Table,
    (key, value): (&str, Option<u64>),
    report: &mut Report,
) {
    let Some(given) = value else { return };
    let field = fields.iter().find(|field| field.key == key);
    if let Some(Shape::Whole(range)) = field.map(|field| &field.shape) {
        // What is beyond the whole numbers of TOML is beyond every range.
        let value = i64::try_from(given).ok();
        if value.is_none_or(|value| !(range.least..=range.greatest).contains(&value)) {
            let allowed = format!("must be {}", range.describe());
            report.refuse_option(&format!("--{key}"), given.to_string(), allowed);
        }
        run.set(key, value.map_or(Value::Refused, Value::Whole));
    }
}

/// What follows from other keys of `[market]`.
pub fn market(config: &mut Table, history: bool) {
    let Some(market) = config.table_mut("market") else { return };
    market.set_default("financing_rate", market.node("rate").value.clone());
    if history {
        return;
    }
    let drift = market.number("rate").zip(market.number("dividend_yield"));
    let drift = drift.map_or(Value::Refused, |(rate, yielded)| Value::Number(rate - yielded));
    market.set_default("drift", drift);
    let level = Node {
        path: "market.implied_volatility.level".to_owned(),
        value: market.node("volatility").value.clone(),
    };
    let constant = Table { tag: Some(("kind", "constant")), entries: vec![("level", level)] };
    market.set_default("implied_volatility", Value::Table(constant));
}

fn book(config: &mut Table) {
    let days = config.table("market").and_then(|market| market.count("days"));
    let horizon = days.map_or(Value::Refused, |days| Value::Number(days as f64));
    for leg in config.tables_mut("book") {
        leg.set_default("days", horizon.clone());
    }
}

fn hedges(config: &mut Table, report: &mut Report) {
    let costs = config.node("costs").value.clone();
    for hedge in config.tables_mut("hedge") {
        hedge.set_default("costs", costs.clone());
        let centred = hedge.table("rebalance").is_some_and(|rule| {
            let is_zakamouline = |rule: &Table| rule.word() == Some("zakamouline");
            is_zakamouline(rule)
                || rule.has("of") && rule.tables("of").any(|(_, r)| is_zakamouline(r))
        });
        let volatility = if centred { "zakamouline" } else { "implied" };
        if let Some(target) = hedge.table_mut("target") {
            target.set_default("volatility", Value::Text(volatility.to_owned()));
        }
    }
    if let Value::List(hedges) = &config.node("hedge").value {
        let expanded = hedges.iter().flat_map(|hedge| expand(hedge, report)).collect();
        config.set("hedge", Value::List(expanded));
    }
}

/// The first hedge is the baseline; tails first, then mean and variance.
fn compare(config: &mut Table) {
    let first = config.tables("hedge").next();
    let first = first.map_or(Value::Refused, |(_, hedge)| hedge.node("name").value.clone());
    let Some(compare) = config.table_mut("compare") else { return };
    compare.set_default("baseline", first);
    let criterion = |kind, key, number| {
        let node = Node { path: "compare.criteria".to_owned(), value: Value::Number(number) };
        let table = Table { tag: Some(("kind", kind)), entries: vec![(key, node)] };
        Node { path: "compare.criteria".to_owned(), value: Value::Table(table) }
    };
    let criteria = vec![
        criterion("expected_shortfall", "level", LEVEL),
        criterion("mean_variance", "risk_aversion", RISK_AVERSION),
    ];
    compare.set_default("criteria", Value::List(criteria));
}

/// One hedge for each interval of a list, named for it.
fn expand(node: &Node, report: &mut Report) -> Vec<Node> {
    let Value::Table(hedge) = &node.value else { return vec![node.clone()] };
    let Some(rebalance) = hedge.table("rebalance") else { return vec![node.clone()] };
    let list = rebalance.entries.iter().find_map(|(key, node)| match &node.value {
        Value::List(intervals) if rebalance.word() == Some("every") => Some((*key, intervals)),
        _ => None,
    });
    let Some((key, intervals)) = list else { return vec![node.clone()] };
    intervals.iter().map(|interval| with_interval(node, hedge, key, interval, report)).collect()
}

fn with_interval(
    node: &Node,
    hedge: &Table,
    key: &'static str,
    interval: &Node,
    report: &mut Report,
) -> Node {
    let mut hedge = hedge.clone();
    if let (Some(name), Some(suffix)) = (hedge.text("name"), suffix(&interval.value)) {
        let name = format!("{name} {suffix}");
        if name.chars().count() > LONGEST_NAME {
            let allowed = format!("makes the name {name:?}, longer than {LONGEST_NAME} characters");
            report.refuse(&interval.path, allowed);
        }
        hedge.set("name", Value::Text(name));
    } else {
        hedge.set("name", Value::Refused);
    }
    if let Some(rebalance) = hedge.table_mut("rebalance")
        && let Some((_, node)) = rebalance.entries.iter_mut().find(|(name, _)| *name == key)
    {
        *node = interval.clone();
    }
    Node { path: node.path.clone(), value: Value::Table(hedge) }
}

fn suffix(interval: &Value) -> Option<String> {
    match interval {
        Value::Number(days) => Some(format!("{days}d")),
        Value::Whole(1) => Some("1 step".to_owned()),
        Value::Whole(steps) => Some(format!("{steps} steps")),
        _ => None,
    }
}

//! `[[model]]`, `[frontier]`, `[cardinality]` and `[problem]`: what is computed.

use super::instrument::{HalfSpread, Instrument};
use super::keys::UNHEDGED;
use super::plan::{
    Cap, Cardinality, CvarGoal, Frontier, Limit, Matched, ModelKind, PlannedModel, Problem,
    Sensitivity, SparseMethod, Way, Weights,
};
use crate::config::places::Report;
use crate::config::tree::{Node, Table, Value};

/// What every model is asked.
pub fn problem(
    config: &Table,
    instruments: Option<&[Instrument]>,
    report: &mut Report,
) -> Option<Problem> {
    let table = config.table("problem")?;
    let weights = weights(table, instruments, report);
    let amount = |key| if table.lacks(key) { Some(None) } else { table.number(key).map(Some) };
    let (least, most) = (amount("initial_cost_at_least"), amount("initial_cost_at_most"));
    if let (Some(Some(least)), Some(Some(most))) = (least, most)
        && least > most
    {
        let allowed = format!("must be at least initial_cost_at_least = {least}");
        report.refuse("problem.initial_cost_at_most", allowed);
    }
    let matched = match table.text("matched")? {
        "value" => Matched::Value,
        _ => Matched::Change,
    };
    Some(Problem {
        matched,
        way: if table.text("way")? == "path" { Way::Path } else { Way::Straight },
        weights: weights?,
        limit: limit(&table.node("limit").value)?,
        initial_cost_at_least: least?,
        initial_cost_at_most: most?,
    })
}

/// Costs of positions: spreads must be there to be minimised.
fn weights(
    table: &Table,
    instruments: Option<&[Instrument]>,
    report: &mut Report,
) -> Option<Weights> {
    match table.text("weights")? {
        "unit" => Some(Weights::Unit),
        "value" => Some(Weights::Value),
        _ => {
            let free = |instrument: &Instrument| HalfSpread::is_nothing(instrument.half_spread);
            if instruments.is_some_and(|all| !all.is_empty() && all.iter().all(free)) {
                let allowed = "no instrument has a spread: say instruments.half_spread, or \
                               costs.half_spread_bps";
                report.refuse("problem.weights", allowed);
            }
            Some(Weights::BidAsk)
        }
    }
}

fn limit(value: &Value) -> Option<Limit> {
    match value {
        Value::Text(_) => Some(Limit::None),
        Value::Table(table) if table.has("units") => table.number("units").map(Limit::Units),
        Value::Table(table) if table.has("currency") => {
            table.number("currency").map(Limit::Currency)
        }
        Value::Table(table) => {
            Some(Limit::BookValue { multiple: table.number("book_value_multiple")? })
        }
        _ => None,
    }
}

/// The models, and the number of instruments that they choose from.
pub fn models(
    config: &Table,
    instruments: Option<&[Instrument]>,
    problem: Option<&Problem>,
    report: &mut Report,
) -> Option<Vec<PlannedModel>> {
    let free = problem.is_some_and(|problem| {
        problem.matched == Matched::Value && problem.initial_cost_at_most.is_none()
    });
    let all: Vec<_> = config
        .tables("model")
        .map(|(path, table)| {
            if table.text("name") == Some(UNHEDGED) {
                let allowed = "is the name of no hedge in every result; choose another";
                report.refuse(&format!("{path}.name"), allowed);
            }
            let kind = kind(path, table, report);
            at_most_all(table, instruments, report);
            if let (true, Some(ModelKind::Cvar { goal: CvarGoal::Least, .. })) = (free, &kind) {
                report.refuse(&format!("{path}.kind"), FREE);
            }
            Some(PlannedModel { name: table.text("name")?.to_owned(), kind: kind? })
        })
        .collect();
    all.into_iter().collect()
}

/// Why a least shortfall of values at the horizon is no hedge.
const FREE: &str = "makes no sense with problem.matched = \"value\": what is paid at entry does not \
                    count, so that the least shortfall buys all it can; say problem.matched = \
                    \"change\" or problem.initial_cost_at_most, or cost_cap or cvar_cap";

fn kind(path: &str, table: &Table, report: &mut Report) -> Option<ModelKind> {
    match table.word()? {
        "least_squares" => Some(ModelKind::LeastSquares {
            minimum_norm: table.text("solution")? == "minimum_norm",
        }),
        "bounded" => Some(ModelKind::Bounded),
        "least_cost" if table.has("epsilon") => {
            Some(ModelKind::LeastCost { cap: Cap::Epsilon(table.number("epsilon")?) })
        }
        "least_cost" => Some(ModelKind::LeastCost { cap: Cap::Rms(table.number("rms_cap")?) }),
        "match" => Some(ModelKind::Match {
            sensitivities: distinct(table.node("sensitivities"), sensitivity, report)?,
        }),
        "cvar" => cvar(path, table, report),
        _ => Some(ModelKind::Sparse {
            method: method(table.text("method")?)?,
            instruments: table.count("instruments")?,
        }),
    }
}

fn cvar(path: &str, table: &Table, report: &mut Report) -> Option<ModelKind> {
    let goal = match (table.lacks("cost_cap"), table.lacks("cvar_cap")) {
        (true, true) => CvarGoal::Least,
        (false, true) => CvarGoal::LeastWithin { cost: table.number("cost_cap")? },
        (true, false) => CvarGoal::CostUnder { cap: table.number("cvar_cap")? },
        (false, false) => {
            let allowed = "not with cost_cap: either cost or expected shortfall is the least";
            report.refuse(&format!("{path}.cvar_cap"), allowed);
            return None;
        }
    };
    Some(ModelKind::Cvar { level: table.number("level")?, goal })
}

/// Words of a list, each of which may stand once.
fn distinct<T: PartialEq>(
    node: &Node,
    meaning: fn(&str) -> Option<T>,
    report: &mut Report,
) -> Option<Vec<T>> {
    let Value::List(nodes) = &node.value else { return None };
    let mut all = Vec::new();
    for node in nodes {
        let Value::Text(word) = &node.value else { return None };
        let item = meaning(word)?;
        if all.contains(&item) {
            report.refuse(&node.path, "is there twice");
        }
        all.push(item);
    }
    Some(all)
}

fn sensitivity(word: &str) -> Option<Sensitivity> {
    let all = [
        Sensitivity::Value,
        Sensitivity::Delta,
        Sensitivity::Gamma,
        Sensitivity::Vega,
        Sensitivity::Theta,
    ];
    all.into_iter().find(|sensitivity| sensitivity.name() == word)
}

fn method(word: &str) -> Option<SparseMethod> {
    let all = [SparseMethod::MatchingPursuit, SparseMethod::L1, SparseMethod::BestSubset];
    all.into_iter().find(|method| method.name() == word)
}

/// No more instruments can be chosen than there are.
fn at_most_all(table: &Table, instruments: Option<&[Instrument]>, report: &mut Report) {
    if !table.has("instruments") {
        return;
    }
    let node = table.node("instruments");
    if let (Some(count), Some(all)) = (node.count(), instruments)
        && count > all.len()
    {
        report.refuse(
            &node.path,
            format!("must be at most {}, the instruments there are", all.len()),
        );
    }
}

/// Caps of the frontier: in order, each once.
#[expect(clippy::option_option, reason = "absent and refused are two things")]
pub fn frontier(config: &Table, report: &mut Report) -> Option<Option<Frontier>> {
    let table = config.table("frontier")?;
    if table.has("points") {
        let points = table.count("points")?;
        return Some((points > 0).then_some(Frontier::Points(points)));
    }
    let Value::List(nodes) = &table.node("rms_caps").value else { return None };
    let mut caps = nodes.iter().map(Node::number).collect::<Option<Vec<_>>>()?;
    caps.sort_by(f64::total_cmp);
    for (index, node) in nodes.iter().enumerate() {
        if nodes[..index].iter().any(|earlier| earlier.value == node.value) {
            report.refuse(&node.path, "is there twice");
        }
    }
    Some(Some(Frontier::Caps(caps)))
}

/// Numbers of instruments, as far as there are so many.
#[expect(clippy::option_option, reason = "absent and refused are two things")]
pub fn cardinality(
    config: &Table,
    instruments: Option<&[Instrument]>,
    report: &mut Report,
) -> Option<Option<Cardinality>> {
    let table = config.table("cardinality")?;
    let methods = distinct(table.node("methods"), method, report);
    let most = table.count("most_instruments")?;
    let most_instruments = most.min(instruments?.len());
    let cardinality = Cardinality { methods: methods?, most_instruments };
    Some((most_instruments > 0).then_some(cardinality))
}

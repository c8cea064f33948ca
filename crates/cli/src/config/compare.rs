//! `[compare]`: the baseline, and what makes a hedge good.

use super::places::Report;
use super::plan::Compare;
use super::suggest::nearest;
use super::tree::Table;
use rehedge_report::Criterion;

/// How hedges are compared; `config` is that of the whole file, lists expanded.
pub fn compare(config: &Table, report: &mut Report) -> Option<Compare> {
    let compare = config.table("compare")?;
    let baseline = baseline(config, compare.text("baseline")?, report);
    let criteria = compare.tables("criteria").map(|(_, table)| criterion(table));
    let criteria: Option<Vec<_>> = criteria.collect();
    Some(Compare { baseline: baseline?, criteria: criteria? })
}

/// The number of the hedge of a name.
fn baseline(config: &Table, name: &str, report: &mut Report) -> Option<usize> {
    let names: Vec<_> = config.tables("hedge").map(|(_, hedge)| hedge.text("name")).collect();
    let found = names.iter().position(|other| *other == Some(name));
    // A hedge whose name was refused may be the one that is meant.
    if found.is_none() && names.iter().all(Option::is_some) {
        let known: Vec<_> = names.into_iter().flatten().collect();
        let advice = match nearest(name, known.iter().copied()) {
            Some(meant) => format!("; did you mean {meant:?}?"),
            None => format!(": {}", known.join(", ")),
        };
        report.refuse("compare.baseline", format!("must be the name of a hedge{advice}"));
    }
    found
}

fn criterion(table: &Table) -> Option<Criterion> {
    let number = |key| table.number(key);
    match table.word()? {
        "mean_variance" => {
            Some(Criterion::MeanVariance { risk_aversion: number("risk_aversion")? })
        }
        "expected_shortfall" => Some(Criterion::ExpectedShortfall { level: number("level")? }),
        "entropic" => Some(Criterion::Entropic { risk_aversion: number("risk_aversion")? }),
        "sharpe" => Some(Criterion::Sharpe),
        _ => Some(Criterion::Cost { max_sd: number("max_sd")? }),
    }
}

//! Which component of P&L brings what.

use super::super::number::{decimals, digits};
use super::super::table::{Cell, Head, Row, Table};
use crate::summary::{HedgeSummary, Spread};
use rehedge_engine::Component;

/// Mean of every component of P&L, which add up to its mean; and their standard deviations, which
/// do not. Components that are zero in every hedge are left out; money in `unit`.
#[must_use]
pub fn attribution_tables(summaries: &[HedgeSummary], unit: &'static str) -> [Table; 2] {
    let present = present(summaries);
    let row = |s: &HedgeSummary, of: fn(Spread) -> f64, total: f64, error: f64| {
        let decimals = decimals(error, 2, digits(total, 4));
        let parts = present.iter().map(|one| of(s.components[*one as usize]));
        let total = Cell::Number { value: total, decimals, strong: true };
        let cells = parts.map(|value| Cell::number(value, decimals)).chain([total]).collect();
        Row { name: s.hedge.clone(), cells }
    };
    let means = Table {
        id: "attribution".into(),
        title: "Where the mean P&L comes from".into(),
        note: "A row adds up to the mean P&L at its end. Components that are zero throughout are \
               left out. From summary.csv."
            .into(),
        groups: groups(format!("mean of every component ({unit})"), &present),
        heads: heads(&present, "mean P&L"),
        rows: summaries
            .iter()
            .map(|s| row(s, |part| part.mean, s.pnl_mean, s.pnl_mean_se))
            .collect(),
    };
    let sds = Table {
        id: "attribution-sd".into(),
        title: "How far every component varies".into(),
        note: "Components depend on each other, so that a row does not add up. From summary.csv."
            .into(),
        groups: groups(
            format!("standard deviation of every component over paths ({unit})"),
            &present,
        ),
        heads: heads(&present, "sd of P&L"),
        rows: summaries.iter().map(|s| row(s, |part| part.sd, s.pnl_sd, s.pnl_sd_se)).collect(),
    };
    [means, sds]
}

/// The components that are not zero in every hedge.
fn present(summaries: &[HedgeSummary]) -> Vec<Component> {
    let moves = |component: &Component| {
        let parts = summaries.iter().map(|s| s.components[*component as usize]);
        parts.into_iter().any(|part| part != Spread::default())
    };
    Component::ALL.into_iter().filter(moves).collect()
}

fn groups(of_components: String, present: &[Component]) -> Vec<(String, usize)> {
    let components = (!present.is_empty()).then_some((of_components, present.len()));
    components.into_iter().chain([("total".to_owned(), 1)]).collect()
}

fn heads(present: &[Component], total: &str) -> Vec<Head> {
    let components = present.iter().map(|component| component.name());
    ["hedge"]
        .into_iter()
        .chain(components)
        .chain([total])
        .map(|label| Head::new(label, ""))
        .collect()
}

//! Refuses hedges that are made for vanilla options, of a book with others.

use super::places::Report;
use super::tree::Table;
use rehedge_options::ContractKind;

/// Rules and volatilities that know a strike, or a law fitted to calls and puts.
const RULES: [&str; 2] = ["stop_loss", "zakamouline"];

/// Refuses what is for vanilla options, once for each hedge as it is written.
pub fn check(config: &Table, report: &mut Report) {
    let other = config.tables("book").find_map(|(_, leg)| {
        let kind = ContractKind::named(leg.word()?)?;
        (!matches!(kind, ContractKind::Vanilla(_))).then(|| kind.name())
    });
    let Some(other) = other else { return };
    let allowed = |what: &str| format!("\"{what}\" is for vanilla options, not for \"{other}\"");
    for (_, hedge) in config.tables("hedge") {
        let Some(rule) = hedge.table("rebalance") else { continue };
        let parts = [rule].into_iter().chain(
            rule.has("of").then(|| rule.tables("of").map(|(_, part)| part)).into_iter().flatten(),
        );
        let words: Vec<_> = parts.filter_map(Table::word).collect();
        if let Some(word) = words.into_iter().find(|word| RULES.contains(word)) {
            let path = format!("{}.rule", hedge.node("rebalance").path);
            report.refuse(&path, allowed(word));
        } else if let Some(target) = hedge.table("target")
            && target.text("volatility") == Some("zakamouline")
        {
            let path = &target.node("volatility").path;
            report.refuse(path, allowed("zakamouline"));
        }
    }
}

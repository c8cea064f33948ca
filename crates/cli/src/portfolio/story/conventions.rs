//! What the numbers mean, for readers of the page alone.

use rehedge_report::page::Fact;

/// Sign, units, matching, models, costs, errors.
pub fn facts() -> Vec<Fact> {
    CONVENTIONS.iter().map(|(name, words)| Fact::new(name, *words)).collect()
}

const CONVENTIONS: [(&str, &str); 7] = [
    (
        "Sign",
        "The owner of book and hedge sees errors: profit is positive. Positions are positive when held \
         and negative when sold. The cost of positions is that of entering them, one way; the ledger \
         pays both ways. Costs and expected shortfall are positive when paid or lost.",
    ),
    (
        "Units",
        "Money in currency at the horizon; values of positions and half-spreads at entry. A vol point \
         is 0.01 of implied volatility per √year. Positions in shares and options.",
    ),
    (
        "Matching",
        "By change, book and hedge are financed from entry at the rate f that cash earns: an error is \
         the value of both at the horizon less e^{fT} times that at entry. By value, it is the value of \
         both at the horizon, hedge less liability, and its mean is part of the risk.",
    ),
    (
        "Risk",
        "The root mean square error over scenarios, mean included; expected shortfall is the mean loss \
         on the worst 5 % of them. In sample are the scenarios that positions were chosen on, out of \
         sample are others of the same market.",
    ),
    (
        "Models",
        "Least squares takes the least risk, whatever the positions; bounded takes the least within \
         the limit of the problem; least cost minimises Σ c_j·|x_j| within the same limit under a cap \
         on the risk (Boyle, Coleman and Li 2003).",
    ),
    (
        "Other worlds",
        "The positions stay as they were chosen; only the scenarios change: another volatility at the \
         horizon, or another market.",
    ),
    (
        "Errors",
        "± is one standard error, over scenarios. It speaks of sampling alone: not of whether the \
         market is right.",
    ),
];

//! What the numbers mean, for readers of the page alone.

use rehedge_report::page::Fact;

/// Sign, units, timing, costs, and what adds up to what.
pub fn facts() -> Vec<Fact> {
    CONVENTIONS.iter().map(|(name, words)| Fact::new(name, *words)).collect()
}

const CONVENTIONS: [(&str, &str); 7] = [
    (
        "Sign",
        "The book’s owner sees P&L: short one call is a quantity of −1, and profit is positive. Costs \
         and expected shortfall are positive when paid or lost; the components spread, fee and \
         impact are negative.",
    ),
    (
        "Units",
        "P&L in currency at the horizon. Volatility is per √year, rates are continuously compounded. \
         Greeks are per 1.00 of the variable, theta per year. Turnover is traded notional Σ|q|·S.",
    ),
    (
        "Timing",
        "At each time a hedge sees the market, decides and trades; cash earns the financing rate \
         until the next. Wealth is cash + holding × spot + book value, starting from nothing. The \
         first trade and the unwind at the horizon are ordinary, charged trades, unless switched off.",
    ),
    (
        "Costs",
        "A trade of q shares pays half the spread, half_spread · S·|q|; a fee, max(fee_bps · S·|q| + \
         fee_per_unit·|q|, fee_minimum); and impact, Y · σ_day · S·|q| · √(|q| / ADV), σ_day the \
         path’s daily volatility at that time. All are one-way.",
    ),
    (
        "Components",
        "Every step is explained: delta of book and hedge together, gamma, theta, vega, vanna, volga, \
         what these miss (gap on a step with a jump, residual on all others), entry (mark less \
         premium), financing, dividend, spread, fee, impact. They add up to the wealth that the \
         ledger books on its own.",
    ),
    (
        "Volatilities",
        "Three never mix: the one that drives the path, the one that marks the book, the one that \
         the hedge ratio uses.",
    ),
    (
        "Errors",
        "± is one standard error, over paths; intervals are at 95 %. They speak of sampling alone: \
         not of whether the market is right.",
    ),
];

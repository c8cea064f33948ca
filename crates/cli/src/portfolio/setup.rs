//! What a portfolio config is set up to do, in words.

use crate::config::portfolio::{
    Cap, CvarGoal, Frontier, HalfSpread, Instrument, Limit, Matched, ModelKind, OtherMarket,
    PlannedBook, PlannedModel, PortfolioPlan, Revaluation, Sensitivity, Weights,
};
use crate::config::{SimulatedImplied, SimulatedMarket};
use crate::setup;
use rehedge_options::ContractKind;
use std::fmt::Write as _;

/// Sections with their labels: the market, the books, the instruments, the models and the rest.
pub fn setup(plan: &PortfolioPlan) -> Vec<(&'static str, Vec<String>)> {
    vec![
        ("market", market(plan)),
        ("books", plan.books.iter().map(book).collect()),
        ("may hold", instruments(&plan.instruments)),
        ("problem", vec![problem(plan)]),
        ("models", plan.models.iter().map(model).collect()),
        ("judged", judged(plan)),
    ]
}

fn market(plan: &PortfolioPlan) -> Vec<String> {
    let days = plan.grid.steps() as f64 / plan.grid.steps_per_day() as f64;
    let (inside, outside) = (plan.run.in_sample, plan.run.out_of_sample);
    let uncertainty = match plan.volatility_uncertainty {
        0.0 => String::new(),
        sd => format!(" ± {:.2} at the horizon", 100.0 * sd),
    };
    vec![
        format!(
            "{inside} scenarios in sample and {outside} out of sample, of {days} trading days from {}",
            plan.market.spot
        ),
        format!("{}{uncertainty}", moves(&plan.market)),
        format!(
            "options priced at {:.2} %, dividend yield {:.2} %; shares cost {}",
            100.0 * plan.rates.rate,
            100.0 * plan.rates.dividend_yield,
            setup::costs(&plan.costs),
        ),
    ]
}

/// What moves the spot, and what marks options.
fn moves(market: &SimulatedMarket) -> String {
    let mut text = format!(
        "drift {:.2} %, diffusion at {:.1} %",
        100.0 * market.drift,
        100.0 * market.volatility
    );
    if let Some(jumps) = market.jumps {
        let _ = write!(text, ", {} jumps a year", jumps.per_year);
    }
    if let Some(shocks) = market.vol_shocks {
        let _ = write!(text, ", {} volatility shocks a year", shocks.per_year);
    }
    let _ = match market.implied {
        SimulatedImplied::Constant(level) => {
            write!(text, "; implied volatility {:.1} %", 100.0 * level)
        }
        SimulatedImplied::Tracks { ratio } => {
            write!(text, "; implied volatility {ratio} times the expected average")
        }
    };
    text
}

/// How many positions of which kind, and on which side.
fn book(book: &PlannedBook) -> String {
    let count = |of: fn(ContractKind) -> bool| {
        book.positions.iter().filter(|position| of(position.contract.kind())).count()
    };
    let kinds = [
        (count(|kind| matches!(kind, ContractKind::Vanilla(_))), "vanilla"),
        (
            count(|kind| {
                matches!(kind, ContractKind::CashOrNothing(_) | ContractKind::AssetOrNothing(_))
            }),
            "binary",
        ),
        (count(|kind| matches!(kind, ContractKind::Barrier(..))), "barrier"),
        (count(|kind| matches!(kind, ContractKind::Asian(..))), "Asian"),
    ];
    let kinds: Vec<_> = kinds
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    let long = book.positions.iter().filter(|position| position.quantity > 0.0).count();
    let marked =
        book.positions.iter().filter(|position| position.implied_volatility.is_some()).count();
    let marks =
        if marked > 0 { format!(", {marked} at a volatility of their own") } else { String::new() };
    format!("\"{}\": {} positions, {long} of them owned{marks}", book.name, kinds.join(", "))
}

fn instruments(all: &[Instrument]) -> Vec<String> {
    let options = all.iter().filter(|one| one.contract().is_some()).count();
    let quoted = all.iter().filter(|one| one.quote().is_some()).count();
    let others: Vec<_> = all.iter().filter(|one| one.contract().is_none()).collect();
    let mut names: Vec<_> = others
        .iter()
        .map(|one| format!("{} (half spread {})", one.name, half_spread(one.half_spread)))
        .collect();
    if options > quoted {
        let ladder = all.iter().find(|one| one.contract().is_some() && one.quote().is_none());
        let spread = ladder.map_or(HalfSpread::Currency(0.0), |one| one.half_spread);
        names.push(format!("{} options (half spread {})", options - quoted, half_spread(spread)));
    }
    if quoted > 0 {
        let volatilities =
            all.iter().filter_map(|one| one.quote().map(|quote| quote.implied_volatility));
        let (least, greatest) =
            volatilities.fold((f64::INFINITY, 0.0f64), |(low, high), x| (low.min(x), high.max(x)));
        names.push(format!(
            "{quoted} quoted options, implied volatility {:.1} to {:.1} %",
            100.0 * least,
            100.0 * greatest
        ));
    }
    vec![format!("{} instruments: {}", all.len(), names.join(", "))]
}

fn half_spread(spread: HalfSpread) -> String {
    match spread {
        spread if spread.is_nothing() => "0".to_owned(),
        HalfSpread::Volatility(volatility) => format!("{} vol points", 100.0 * volatility),
        HalfSpread::Share(share) => format!("{:.4} %", 100.0 * share),
        HalfSpread::Currency(amount) => format!("{amount}"),
    }
}

fn problem(plan: &PortfolioPlan) -> String {
    let problem = plan.problem;
    let matched = match problem.matched {
        Matched::Change => "change in value",
        Matched::Value => "value",
    };
    let weights = match problem.weights {
        Weights::Unit => "1 a unit",
        Weights::Value => "its value at entry",
        Weights::BidAsk => "half its spread",
    };
    let limit = match problem.limit {
        Limit::None => "no bound on a position".to_owned(),
        Limit::BookValue { multiple } => {
            format!("a position worth at most {multiple} times the book's expected value")
        }
        Limit::Units(units) => format!("a position of at most {units} units"),
        Limit::Currency(amount) => format!("a position worth at most {amount}"),
    };
    let bound = |word: &str, amount: Option<f64>| {
        amount.map_or(String::new(), |amount| format!(", a hedge worth at {word} {amount}"))
    };
    let least = bound("least", problem.initial_cost_at_least);
    let most = bound("most", problem.initial_cost_at_most);
    let own = plan.bounds.iter().filter(|(lower, upper)| lower.is_finite() || upper.is_finite());
    let own = match own.count() {
        0 => String::new(),
        count => format!(", {count} of them within bounds of their own"),
    };
    format!(
        "matches the {matched} at the horizon; a position costs {weights}; {limit}{own}{least}{most}"
    )
}

fn model(model: &PlannedModel) -> String {
    format!("\"{}\": {}", model.name, kind(&model.kind))
}

/// What a model does, in words.
pub fn kind(kind: &ModelKind) -> String {
    match kind {
        ModelKind::LeastSquares { minimum_norm: false } => {
            "least squares, basic solution".to_owned()
        }
        ModelKind::LeastSquares { minimum_norm: true } => {
            "least squares, solution of least norm".to_owned()
        }
        ModelKind::Bounded => "least squares within bounds".to_owned(),
        ModelKind::LeastCost { cap: Cap::Epsilon(epsilon) } => {
            format!("least cost within bounds, risk at most {} times the least", 1.0 + epsilon)
        }
        ModelKind::LeastCost { cap: Cap::Rms(cap) } => {
            format!("least cost within bounds, risk at most {cap}")
        }
        ModelKind::Match { sensitivities } => {
            let names: Vec<_> = sensitivities.iter().copied().map(Sensitivity::name).collect();
            format!("matches {} at entry", names.join(", "))
        }
        ModelKind::Cvar { level, goal } => {
            let shortfall = format!("expected shortfall of the worst {} %", percent(1.0 - level));
            match goal {
                CvarGoal::Least => format!("least {shortfall}"),
                CvarGoal::LeastWithin { cost } => {
                    format!("least {shortfall} at a cost of at most {cost}")
                }
                CvarGoal::CostUnder { cap } => {
                    format!("least cost at an {shortfall} of at most {cap}")
                }
            }
        }
        ModelKind::Sparse { method, instruments } => {
            let by = match method.name() {
                "l1" => "the first worth their cost",
                "best_subset" => "the best of all subsets",
                _ => "one by one",
            };
            format!("least squares with {instruments} instruments, {by}")
        }
    }
}

/// What the hedges are put to besides their own scenarios.
fn judged(plan: &PortfolioPlan) -> Vec<String> {
    let mut lines: Vec<_> = plan.revaluations.iter().map(revaluation).collect();
    if !plan.horizons.is_empty() {
        let days: Vec<_> = plan.horizons.iter().map(|horizon| horizon.days.to_string()).collect();
        lines.push(format!("condition number at horizons of {} days", days.join(", ")));
    }
    match &plan.frontier {
        Some(Frontier::Points(points)) => lines.push(format!(
            "frontier of {points} caps, and where a half, nine tenths and ninety-nine hundredths of \
             the risk are gone"
        )),
        Some(Frontier::Caps(caps)) => lines.push(format!("frontier of {} caps", caps.len())),
        None => {}
    }
    if let Some(cardinality) = &plan.cardinality {
        let methods: Vec<_> = cardinality.methods.iter().map(|method| method.name()).collect();
        let most = cardinality.most_instruments;
        lines.push(format!("1 to {most} instruments by {}", methods.join(", ")));
    }
    if let Some(dynamic) = &plan.dynamic {
        let days: Vec<_> = dynamic.rebalance_days.iter().map(f64::to_string).collect();
        let paths = dynamic.paths;
        lines.push(format!(
            "{paths} paths in the ledger, beside delta hedges every {} days",
            days.join(", ")
        ));
    }
    lines
}

fn revaluation(revaluation: &Revaluation) -> String {
    let Revaluation { name, market, volatility_uncertainty, volatility_shift } = revaluation;
    let market = match market {
        OtherMarket::Simulated(market) => moves(market),
        OtherMarket::History(past) => {
            let [first, last] = &past.starts;
            let windows = past.windows.starts().len();
            format!("{windows} windows of real history, from {first} to {last}")
        }
    };
    let mut text = format!("\"{name}\": {market}");
    if *volatility_uncertainty > 0.0 {
        let _ = write!(text, " ± {:.2} at the horizon", 100.0 * volatility_uncertainty);
    }
    if *volatility_shift != 0.0 {
        let _ = write!(text, ", moved by {:+.2}", 100.0 * volatility_shift);
    }
    text
}

/// A share in per cent, free of the rounding of decimals.
fn percent(share: f64) -> f64 {
    (share * 1e11).round() / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_said_as_it_was_meant() {
        assert_eq!([1.0 - 0.95, 1.0 - 0.99, 1.0 - 0.9999].map(percent), [5.0, 1.0, 0.01]);
    }
}

//! `rehedge explain`: one path of one hedge, step by step, in words and numbers.

use crate::args::ExplainArgs;
use crate::config::{Market, Overrides};
use crate::experiment::{self, Experiment};
use crate::failure::Failure;
use rehedge_engine::{Component, LedgerEntry, Output, PnlBlock, Recorder, Tally, Workspace};
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_report::{LedgerError, read_ledger};
use std::fmt::Write as _;
use std::fs;

/// The story of one path.
pub fn explain(args: &ExplainArgs) -> Result<String, Failure> {
    let entries = entries(args)?;
    let mut text = opening(args, &entries);
    for pair in entries.windows(2) {
        text.push_str(&step(&pair[0], &pair[1], entries.len() - 1));
    }
    text.push_str(&closing(&entries));
    Ok(text)
}

/// The steps of the path: from the ledger, or drawn again where the market is simulated.
fn entries(args: &ExplainArgs) -> Result<Vec<LedgerEntry>, Failure> {
    let file = args.results.join("ledger.parquet");
    let bytes = fs::read(&file).map_err(|error| {
        let file = file.display();
        Failure::Argument(format!("cannot read {file}: {error}; give the folder of a run"))
    })?;
    match read_ledger(&bytes, &args.hedge, args.path) {
        Ok(entries) => Ok(entries),
        Err(error @ LedgerError::NoSuchPath { .. }) => draw_again(args, &error),
        Err(error) => Err(Failure::Argument(format!("{}: {error}", file.display()))),
    }
}

/// A simulated path depends on config and seed alone: any one can be had without its ledger.
fn draw_again(args: &ExplainArgs, absent: &LedgerError) -> Result<Vec<LedgerEntry>, Failure> {
    let overrides = Overrides::default();
    let refuse = |why: String| Failure::Argument(format!("--path {}: {why}", args.path));
    let hint = "set run.ledger_paths higher to write out more";
    let Ok(experiment) = experiment::prepare(&args.results.join("config.toml"), &overrides) else {
        return Err(refuse(format!("{absent}; {hint}")));
    };
    if !matches!(experiment.plan.market, Market::Simulated(_)) {
        return Err(refuse(format!("{absent}; {hint}")));
    }
    let paths = experiment.source.paths();
    if args.path >= paths {
        return Err(refuse(format!("the run has paths 0 to {}", paths - 1)));
    }
    let Some(hedge) = experiment.names().iter().position(|name| *name == args.hedge) else {
        return Err(Failure::Argument(absent.to_string()));
    };
    let entries = recorded(&experiment, args.path);
    Ok(entries.into_iter().filter(|entry| entry.hedge == hedge).collect())
}

fn recorded(experiment: &Experiment, path: usize) -> Vec<LedgerEntry> {
    let Experiment { source, desk, .. } = experiment;
    let (set, block) = (InstructionSet::best(), path / LANES);
    let mut paths = source.allocate();
    source.fill(block, set, &mut paths);
    let mut recorder = Recorder::new(desk, block, path..path + 1);
    let output = Output {
        pnl: &mut PnlBlock::default(),
        tally: &mut Tally::new(desk.grid().steps(), desk.hedges().len()),
        recorder: Some(&mut recorder),
    };
    desk.hedge(set, block, &paths, &mut Workspace::new(desk), output);
    recorder.into_entries()
}

fn opening(args: &ExplainArgs, entries: &[LedgerEntry]) -> String {
    let Some(entry) = entries.first() else { return String::new() };
    let mut text = format!(
        "Path {} under \"{}\", step by step. Currency throughout; time in years.\n\
         The book is marked at implied volatility; delta, gamma, theta and vega are the book's.\n\n",
        args.path, args.hedge
    );
    let premium = -(entry.cash + entry.trade * entry.spot) + costs(entry);
    let _ = writeln!(
        text,
        "entry     spot {:.4}, implied volatility {:.2} %",
        entry.spot,
        100.0 * entry.implied_volatility
    );
    let verb = if premium < 0.0 { "brought in" } else { "cost" };
    let _ = writeln!(
        text,
        "  book    marked at {:.4}; entering it {verb} {:.4}",
        entry.book_value,
        premium.abs()
    );
    text.push_str(&greeks(entry));
    text.push_str(&trade(entry, 0.0));
    text.push('\n');
    text
}

/// One interval: the market's move, what it earned and why, and the trade at its end.
fn step(before: &LedgerEntry, now: &LedgerEntry, last: usize) -> String {
    let mut text = String::new();
    let name = if now.step == last { "horizon".into() } else { format!("step {}", now.step) };
    let move_ = now.spot - before.spot;
    let typical = before.spot * before.path_volatility * (now.time - before.time).sqrt();
    let _ = writeln!(
        text,
        "{name:<9} t = {:.4}: spot {:.4}, {} {:.4}, {:.1} times a usual step{}{}",
        now.time,
        now.spot,
        if move_ < 0.0 { "down" } else { "up" },
        move_.abs(),
        (move_ / typical).abs(),
        if now.jumped { "; it jumped" } else { "" },
        implied_move(before, now),
    );
    text.push_str(&earned(now));
    if now.settlement != 0.0 {
        let _ = writeln!(text, "  paid    options settled for {:.4} in cash", now.settlement);
    }
    if now.step < last {
        text.push_str(&greeks(now));
    }
    text.push_str(&trade(now, before.holding));
    let _ = writeln!(text, "  wealth  {:.4}\n", now.wealth);
    text
}

fn implied_move(before: &LedgerEntry, now: &LedgerEntry) -> String {
    let change = 100.0 * (now.implied_volatility - before.implied_volatility);
    if change == 0.0 {
        return String::new();
    }
    format!(
        "; implied volatility {:.2} %, {} {:.2} points",
        100.0 * now.implied_volatility,
        if change < 0.0 { "down" } else { "up" },
        change.abs()
    )
}

/// What the interval earned before the trade at its end: the parts, largest first, and the reason.
fn earned(now: &LedgerEntry) -> String {
    let part = |component: Component| now.components[component as usize];
    let mut parts: Vec<_> = Component::ALL
        .into_iter()
        .filter(|component| !is_cost(*component) && part(*component).abs() >= 5e-5)
        .collect();
    parts.sort_by(|a, b| part(*b).abs().total_cmp(&part(*a).abs()));
    let total: f64 =
        Component::ALL.into_iter().filter(|component| !is_cost(*component)).map(part).sum();
    let listed: Vec<_> = parts.iter().map(|&c| format!("{} {:+.4}", c.name(), part(c))).collect();
    let why = why(part(Component::Gamma), part(Component::Theta), parts.first());
    format!("  earned  {total:+.4}: {}{why}\n", listed.join(", "))
}

/// The reason in words: the contest of gamma and theta, or whatever outweighs it.
fn why(gamma: f64, theta: f64, largest: Option<&Component>) -> String {
    let reason = match largest {
        Some(Component::Delta) => "the hedge was not at delta when the spot moved",
        Some(Component::Vega) => "implied volatility moved",
        Some(Component::Gap) => "a jump took the spot beyond what the Greeks can tell",
        Some(Component::Residual) => "the move was too large for the Greeks to tell",
        Some(_) if gamma < 0.0 && gamma + theta < 0.0 => {
            "a large move cost more than time brought in"
        }
        Some(_) if gamma < 0.0 => "a small move cost less than time brought in",
        Some(_) if gamma > 0.0 && gamma + theta < 0.0 => {
            "a small move earned less than time took away"
        }
        Some(_) if gamma > 0.0 => "a large move earned more than time took away",
        _ => return String::new(),
    };
    format!(" — {reason}")
}

fn greeks(entry: &LedgerEntry) -> String {
    format!(
        "  book    value {:.4}, delta {:+.4}, gamma {:+.4}, theta {:+.4} a year, vega {:+.4} per 1.00\n",
        entry.book_value, entry.delta, entry.gamma, entry.theta, entry.vega
    )
}

/// What the hedge held, wanted and traded, and what it paid.
fn trade(entry: &LedgerEntry, held: f64) -> String {
    if entry.trade == 0.0 {
        let wanted = entry.target;
        return format!("  hedge   held {held:.4}, delta asks for {wanted:.4}; did not trade\n");
    }
    let paid: Vec<_> = [Component::Spread, Component::Fee, Component::Impact]
        .into_iter()
        .map(|component| (component, 0.0 - entry.components[component as usize]))
        .filter(|(_, paid)| *paid != 0.0)
        .map(|(component, paid)| format!("{} {paid:.6}", component.name()))
        .collect();
    let paid = if paid.is_empty() { "nothing".to_owned() } else { paid.join(", ") };
    format!(
        "  hedge   held {held:.4}, wanted {:.4}: {} {:.4} for {:.4}, paid {paid}\n",
        entry.target,
        if entry.trade > 0.0 { "bought" } else { "sold" },
        entry.trade.abs(),
        (entry.trade * entry.spot).abs(),
    )
}

fn is_cost(component: Component) -> bool {
    matches!(component, Component::Spread | Component::Fee | Component::Impact)
}

fn costs(entry: &LedgerEntry) -> f64 {
    let paid = [Component::Spread, Component::Fee, Component::Impact];
    paid.into_iter().map(|component| entry.components[component as usize]).sum()
}

/// The path's whole P&L, by component.
fn closing(entries: &[LedgerEntry]) -> String {
    let Some(last) = entries.last() else { return String::new() };
    let mut text = format!("P&L of the path: {:+.6}\n", last.wealth);
    for component in Component::ALL {
        let total: f64 = entries.iter().map(|entry| entry.components[component as usize]).sum();
        if total != 0.0 {
            let _ = writeln!(text, "  {:<10} {total:+.6}", component.name());
        }
    }
    text
}

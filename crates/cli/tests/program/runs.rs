//! Configs that are small and nowhere degenerate, and their results, each run once.

use crate::place::{Files, Place};
use std::fmt::Write as _;
use std::sync::OnceLock;

/// Two legs, one of which expires early, jumps, shocks to volatility, every cost, hedges of every
/// rule; more paths than fit in a few batches, and no whole number of blocks.
pub const SIMULATED: &str = r#"
[run]
paths = 2600
seed = 7
ledger_paths = 3

[market]
kind = "simulated"
spot = 90.0
drift = 0.05
rate = 0.03
financing_rate = 0.04
dividend_yield = 0.01
volatility = 0.2
days = 6
steps_per_day = 2
jumps = { per_year = 12.0, mean_log = -0.05, sd_log = 0.08 }
vol_shocks = { per_year = 24.0, mean_log = 0.35, sd_log = 0.15, half_life_days = 3 }
implied_volatility = { kind = "tracks", ratio = 1.1 }

[[book]]
kind = "call"
strike = 92.0
quantity = -2.0

[[book]]
kind = "put"
strike = { moneyness = 0.95 }
days = 3.5
quantity = 1.0
premium = 0.25

[costs]
half_spread_bps = 2.0
fee_per_unit = 0.001
impact = { coefficient = 0.8, adv = 10_000.0 }

[[hedge]]
name = "every"
rebalance = { rule = "every", days = [0.5, 2] }

[[hedge]]
name = "own volatility"
rebalance = { rule = "every", steps = 3 }
target = { volatility = "path" }
costs = { fee_bps = 3.0, fee_minimum = 0.01, charge_final = false }

[[hedge]]
name = "never"
rebalance = { rule = "never" }
"#;

/// A book of contracts that are no vanilla options, one of which outlives the horizon, in a market of
/// everything.
pub const CONTRACTS: &str = r#"
[run]
paths = 700
seed = 5
ledger_paths = 20

[market]
kind = "simulated"
spot = 90.0
drift = 0.05
rate = 0.03
financing_rate = 0.04
dividend_yield = 0.01
volatility = 0.25
days = 6
steps_per_day = 2
jumps = { per_year = 12.0, mean_log = -0.05, sd_log = 0.08 }
vol_shocks = { per_year = 24.0, mean_log = 0.35, sd_log = 0.15, half_life_days = 3 }
implied_volatility = { kind = "tracks", ratio = 1.1 }

[[book]]
kind = "asset_or_nothing_call"
quantity = 0.1
days = 4

[[book]]
kind = "up_and_out_call"
strike = 89.0
barrier = { moneyness = 1.03 }
rebate = 2.0

[[book]]
kind = "down_and_in_put"
barrier = 88.0
rebate = 0.5
monitoring_days = 1
days = 5

[[book]]
kind = "asian_geometric_put"
strike = 91.0
fixings = 12
quantity = 2.0
premium = 2.0

[[book]]
kind = "asian_arithmetic_call"
average_so_far = 92.5
days_so_far = 3
days = 9.5

[[hedge]]
name = "every"
rebalance = { rule = "every", days = [0.5, 2] }
costs = { half_spread_bps = 2.0 }

[[hedge]]
name = "band"
rebalance = { rule = "whalley_wilmott", risk_aversion = 1.0 }
costs = { half_spread_bps = 2.0 }

[[hedge]]
name = "none"
rebalance = { rule = "none" }
"#;

/// Overlapping windows of prices.csv.
pub const HISTORY: &str = r#"
[run]
ledger_paths = 2

[market]
kind = "history"
file = "prices.csv"
date = "date"
spot = "close"
implied_volatility = { column = "vix", scale = 0.01, ratio = 0.9 }
days = 5
start_every_days = 2
volatility_window_days = 4
rate = 0.03
normalise_spot = 100.0

[[book]]
kind = "straddle"
strike = "atm"

[costs]
half_spread_bps = 5.0

[[hedge]]
name = "daily"
rebalance = { rule = "every", days = 1 }
"#;

/// Rows of [`prices`]: 4 for the trailing volatility, 6 for a window, and 30 more.
const ROWS: usize = 40;

/// Windows of [`HISTORY`]: those that start in rows 4, 6, … 34.
pub const WINDOWS: usize = 16;

/// A file of prices for [`HISTORY`]: a header, then a row per day from 2020-01-01.
pub fn prices() -> String {
    let mut text = "date,close,vix\n".to_owned();
    for row in 0..ROWS {
        let (month, day) = if row < 31 { (1, row + 1) } else { (2, row - 30) };
        let x = row as f64;
        let close = 3000.0 * (1.0 + 0.002 * x + 0.02 * (1.7 * x).sin());
        let vix = 20.0 + 4.0 * (0.9 * x).cos();
        let _ = writeln!(text, "2020-{month:02}-{day:02},{close:.2},{vix:.2}");
    }
    text
}

/// A place with [`HISTORY`] and its prices.
pub fn history_place(config: &str, prices: impl AsRef<[u8]>) -> Place {
    let place = Place::with_config(config);
    place.write("prices.csv", prices);
    place
}

/// Runs a config quietly and gives its results.
#[track_caller]
pub fn run(place: &Place, options: &[&str]) -> Files {
    let arguments = [&["run", "question.toml", "--quiet"], options].concat();
    assert_eq!(place.rehedge(&arguments).said(), "");
    place.files("results/question")
}

/// The results of [`SIMULATED`], made on two threads.
pub fn simulated() -> &'static Files {
    static RESULTS: OnceLock<Files> = OnceLock::new();
    RESULTS.get_or_init(|| run(&Place::with_config(SIMULATED), &["--threads", "2"]))
}

/// The results of [`CONTRACTS`].
pub fn contracts() -> &'static Files {
    static RESULTS: OnceLock<Files> = OnceLock::new();
    RESULTS.get_or_init(|| run(&Place::with_config(CONTRACTS), &["--threads", "2"]))
}

/// The results of [`HISTORY`].
pub fn history() -> &'static Files {
    static RESULTS: OnceLock<Files> = OnceLock::new();
    RESULTS.get_or_init(|| run(&history_place(HISTORY, prices()), &[]))
}

/// A config with another text in place of one that it has once.
#[track_caller]
pub fn with(config: &str, old: &str, new: &str) -> String {
    assert_eq!(config.matches(old).count(), 1, "{old}");
    config.replace(old, new)
}

/// The line of a text that it has once, counted from 1.
#[track_caller]
pub fn line_of(config: &str, text: &str) -> usize {
    assert_eq!(config.matches(text).count(), 1, "{text}");
    config[..config.find(text).unwrap_or_default()].matches('\n').count() + 1
}

/// The files that do not tell the time.
pub fn timeless(files: &Files) -> Files {
    let mut files = files.clone();
    assert!(files.remove("timing.json").is_some(), "no timing.json");
    files
}

/// Asserts that two runs wrote the same bytes, but for the time; says which files differ.
#[track_caller]
pub fn assert_same(these: &Files, those: &Files) {
    let (these, those) = (timeless(these), timeless(those));
    assert_eq!(these.keys().collect::<Vec<_>>(), those.keys().collect::<Vec<_>>());
    let differ: Vec<_> = these.keys().filter(|name| these[*name] != those[*name]).collect();
    assert!(differ.is_empty(), "other bytes in {differ:?}");
}

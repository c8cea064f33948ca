//! Tests of configs of portfolios, on examples that together write every key.

mod books;
mod files;
mod plans;
mod refusals;

use super::{FILE, keys, with, without};
use crate::config::portfolio::{self, Overrides, PortfolioPlan};
use crate::config::problems::Problems;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Positions written out, and every key of what surrounds them.
const LEGS: &str = r#"
[run]
scenarios = 2048 # 1024
out_of_sample_scenarios = 4096 # 1024
seed = 7 # 0
sampling = "sobol" # "antithetic"

[market]
kind = "simulated"
spot = 90.0 # 91
drift = 0.1 # 0.05
rate = 0.05 # 0.02
financing_rate = 0.04 # 0.02
dividend_yield = 0.01 # 0.02
volatility = 0.2 # 0.3
days = 15 # 14
steps_per_day = 2 # 4
trading_days_per_year = 250.0 # 252
jumps.per_year = 1.5 # 0
jumps.mean_log = -0.05 # 0.05
jumps.sd_log = 0.08 # 0
vol_shocks.per_year = 4.0 # 0
vol_shocks.mean_log = 0.35 # -0.35
vol_shocks.sd_log = 0.15 # 0
vol_shocks.half_life_days = 10.0 # 20
implied_volatility.kind = "constant"
implied_volatility.level = 0.22 # 0.25

[volatility_uncertainty]
sd_vol_points = 0.5 # 0

[[book]]
name = "exotic" # "plain"

[[book.legs]]
kind = "straddle" # "call"
strike = 95.0 # "atm"
days = 21.5 # 42
quantity = -2.0 # 1
implied_volatility = 0.25 # 0.3

[[book.legs]]
kind = "cash_or_nothing_put" # "cash_or_nothing_call"
strike.moneyness = 0.9 # 1.1
days = 42.0 # 21
quantity = 5.0 # 1
cash = 10.0 # 20
implied_volatility = 0.25 # 0.3

[[book.legs]]
kind = "asset_or_nothing_call" # "asset_or_nothing_put"
strike = "atm" # 80
days = 42.0 # 21
quantity = 5.0 # 1
implied_volatility = 0.25 # 0.3

[[book.legs]]
kind = "down_and_out_call" # "down_and_in_put"
strike = 95.0 # "atm"
days = 42.0 # 21
quantity = 5.0 # 1
barrier = 80.0 # 81
rebate = 1.5 # 0
monitoring_days = 0.5 # 1
implied_volatility = 0.25 # 0.3

[[book.legs]]
kind = "up_and_in_put" # "up_and_out_call"
strike = 95.0 # "atm"
days = 42.0 # 21
quantity = 5.0 # 1
barrier.moneyness = 1.2 # 1.1

[[book.legs]]
kind = "asian_arithmetic_call" # "asian_geometric_put"
strike = 95.0 # "atm"
days = 42.0 # 21
quantity = 5.0 # 1
fixings = 42 # 21
average_so_far = 91.5 # 90
fixings_so_far = 7 # 8
implied_volatility = 0.25 # 0.3

[[book.legs]]
kind = "asian_geometric_put" # "asian_arithmetic_call"
strike = 95.0 # "atm"
days = 42.0 # 21
quantity = 5.0 # 1
average_so_far = 91.5 # 90
days_so_far = 7.5 # 8
implied_volatility = 0.25 # 0.3

[instruments]
underlying = true # false
cash = true # false
calls.strikes = [80.0, 90.0, 100.0] # [85]
calls.days = [21.0, 42.5] # [21]
puts.moneyness = [0.9, 1.0] # [1]
puts.days = [21.0] # [63]
half_spread.vol_points = 0.25 # 0.5

[problem]
matched = "value" # "change"
way = "straight" # "path"
weights = "bid_ask" # "unit"
limit.book_value_multiple = 2.0 # 1
initial_cost_at_least = -1000.0 # 0
initial_cost_at_most = 1000.0 # 2000

[[problem.bounds]]
of = "options" # "calls"
lower = 0.0 # -1
upper = 50.0 # 60

[[problem.bounds]]
of = "calls" # "puts"
upper = 20.0 # 10

[[problem.bounds]]
of = "all" # "options"
lower = -5.0 # -6

[costs]
half_spread_bps = 2.0 # 0
fee_bps = 0.5 # 0
fee_per_unit = 0.01 # 0
fee_minimum = 1.5 # 0
impact.coefficient = 0.8 # 0
impact.adv = 1_000_000.0 # 2e6
charge_initial = true # false
charge_final = false # true
"#;

/// Models, and what hedges are put to.
const JUDGED: &str = r#"
[market]
kind = "simulated"
spot = 90.0 # 91
volatility = 0.2 # 0.3
days = 15 # 14
steps_per_day = 2 # 4
trading_days_per_year = 250.0 # 252
implied_volatility = { kind = "constant", level = 0.22 }

[volatility_uncertainty]
sd_vol_points = 0.5 # 0
assumed_vol_points = [2.0, 0.25] # [0]

[[book]]
name = "vanilla" # "plain"
random = { kind = "vanilla", strikes = [90, 110], days = [21] }

[instruments]
calls = { strikes = [80, 90, 100], days = [21, 42.5] }

[[model]]
kind = "least_squares"
name = "Model 0" # "M"
solution = "minimum_norm" # "basic"

[[model]]
kind = "bounded"
name = "Model 1" # "M"

[[model]]
kind = "least_cost"
name = "Model 2" # "M"
epsilon = 0.05 # 0.5

[[model]]
kind = "least_cost"
name = "capped" # "M"
rms_cap = 1.2 # 1.5

[[model]]
kind = "match"
name = "Greeks" # "M"
sensitivities = ["value", "delta", "gamma", "vega", "theta"] # ["delta"]

[[model]]
kind = "cvar"
name = "tail" # "M"
level = 0.99 # 0.95
cost_cap = 50.0 # 60

[[model]]
kind = "cvar"
name = "cheap tail" # "M"
cvar_cap = 5.0 # 6

[[model]]
kind = "sparse"
name = "five" # "M"
method = "l1" # "best_subset"
instruments = 5 # 4

[[revalue]]
name = "half a point" # "R"
volatility_uncertainty.sd_vol_points = 0.6 # 0
volatility_shift_vol_points = -1.0 # 1

[[revalue]]
name = "another world" # "R"
market.drift = 0.0 # 0.05
market.volatility = 0.3 # 0.4
market.jumps.per_year = 3.0 # 0
market.jumps.mean_log = -0.1 # 0.05
market.jumps.sd_log = 0.1 # 0
market.vol_shocks.per_year = 2.0 # 0
market.vol_shocks.mean_log = 0.3 # -0.35
market.vol_shocks.sd_log = 0.1 # 0
market.vol_shocks.half_life_days = 5.0 # 20
market.implied_volatility.kind = "tracks"
market.implied_volatility.ratio = 1.1 # 1

[horizons]
days = [1.0, 5.0, 20.5] # [10]

[frontier]
points = 12 # 0

[cardinality]
methods = ["best_subset", "matching_pursuit"] # ["l1"]
most_instruments = 4 # 0

[surface]
spot_percent = 15.0 # 10
vol_points = 4.0 # 3
points = 11 # 21

[dynamic]
rebalance_days = [1.0, 0.5] # [5]
paths = 3072 # 2048
"#;

/// Positions and quotes of files.
const FILES: &str = r#"
[market]
kind = "simulated"
volatility = 0.2 # 0.3
days = 15 # 14

[[book]]
name = "of a file" # "B"
file = "data/positions.csv" # "data/others.csv"

[instruments]
underlying = false # true
quotes.file = "data/quotes.csv" # "data/other_quotes.csv"

[problem]
weights = "bid_ask" # "value"
limit.units = 1000.0 # 10

[frontier]
rms_caps = [2.0, 0.5] # [1]

[[revalue]]
name = "quiet" # "R"
market.implied_volatility.kind = "constant"
market.implied_volatility.level = 0.15 # 0.1

[[revalue]]
name = "the past" # "R"
volatility_shift_vol_points = 1.0 # 2
history.file = "data/past.csv" # "data/other_past.csv"
history.date = "day" # "next"
history.spot = "price" # "other"
history.implied_volatility.column = "vix" # "vxo"
history.implied_volatility.scale = 0.01 # 0.02
history.implied_volatility.ratio = 0.9 # 1
history.implied_volatility.freeze = true # false
history.start_every_days = 2 # 3
history.volatility_window_days = 5 # 6
history.from = 2020-01-03 # 2020-01-08
history.to = 2020-02-20 # 2020-02-15

[[revalue]]
name = "another past" # "R"
history.file = "data/past.csv" # "data/other_past.csv"
history.date = "day"
history.spot = "price"
history.implied_volatility.trailing_days = 5 # 6
history.implied_volatility.ratio = 0.9 # 1
"#;

/// Books made at random.
const RANDOM: &str = r#"
[market]
kind = "simulated"
volatility = 0.2 # 0.3
days = 15 # 14
implied_volatility.kind = "tracks"
implied_volatility.ratio = 1.25 # 1

[[book]]
name = "barriers" # "B"
random.kind = "barrier" # "vanilla"
random.options = 50 # 20
random.strikes = [80.0, 90.0, 110.0] # [100]
random.days = [21.0, 63.0] # [42]
random.long_share = 0.7 # 0
random.size_median = 5.0 # 1
random.size_sd_log = 0.5 # 0
random.barriers_beyond_percent = [5.0, 10.0] # [20]
random.seed = 3 # 0

[[book]]
name = "binaries" # "B"
random.kind = "binary" # "mixed"
random.options = 50 # 20
random.moneyness = [0.9, 1.0, 1.1] # [1.05]
random.days = [21.0, 63.0] # [42]
random.long_share = 0.7 # 0
random.size_median = 5.0 # 1
random.size_sd_log = 0.5 # 0
random.cash = 10.0 # 1
random.seed = 3 # 0

[instruments]
calls.moneyness = [0.9, 1.0] # [1]
calls.days = [21.0] # [42]
puts.strikes = [90.0] # [95]
puts.days = [21.0] # [63]
half_spread.percent = 1.5 # 0

[problem]
limit.currency = 1000.0 # 10
"#;

/// The shortest config.
const SHORTEST: &str = r#"
[market]
kind = "simulated"
volatility = 0.2 # 0.3
days = 15 # 14

[[book]]
name = "vanilla" # "B"
random = { kind = "vanilla", strikes = [90, 110], days = [21] }

[instruments]
calls = { strikes = [95, 105], days = [21, 42] }
half_spread.currency = 0.05 # 0.1

[problem]
limit = "none" # { units = 5 }
"#;

/// Values that are at the ends, beyond them, or of another kind.
const HOSTILE: [&str; 21] = [
    "0",
    "1",
    "-1",
    "2.5",
    "63",
    "1e9",
    "-1e9",
    "1e12",
    "1e-12",
    "1e-300",
    "1e300",
    "5e-324",
    "nan",
    "inf",
    "-inf",
    "9223372036854775807",
    "\"\"",
    "\"none\"",
    "true",
    "[]",
    "{}",
];

/// Configs of few scenarios that are broken, or strange, in one place or two: every key of the examples
/// at every hostile value, at another one that may stand there, missing, and twice; and every key
/// beside another that is hostile as well.
pub fn hostile() -> Vec<String> {
    let mut texts = Vec::new();
    for example in EXAMPLES {
        let small = small(example);
        let keys = keys(&small);
        for (index, key) in keys.iter().enumerate() {
            let line = |value: &str| format!("{} = {value}", key.key);
            let of = |value: &str| super::replaced(&small, key.line, &line(value));
            texts.extend(HOSTILE.map(of));
            texts.extend(key.other.as_deref().map(of));
            texts.push(super::replaced(&small, key.line, ""));
            texts.push(super::replaced(
                &small,
                key.line,
                &[line(&key.value), line(&key.value)].join("\n"),
            ));
            let beside = &keys[(7 * index + 3) % keys.len()];
            let value = HOSTILE[(5 * index + 2) % HOSTILE.len()];
            let other = key.other.as_deref().unwrap_or("1");
            let both = super::replaced(&small, beside.line, &format!("{} = {value}", beside.key));
            texts.push(super::replaced(&both, key.line, &line(other)));
        }
    }
    texts
}

/// The example with few scenarios, and few points of everything.
fn small(example: &str) -> String {
    let few = [
        ("run.scenarios", "64"),
        ("run.out_of_sample_scenarios", "64"),
        ("run.sampling", "\"pseudo\""),
        ("frontier.points", "4"),
        ("cardinality.most_instruments", "2"),
        ("surface.points", "3"),
        ("dynamic.paths", "64"),
    ];
    let run = "\n[run]\nscenarios = 64 # 128\nout_of_sample_scenarios = 64 # 128\n";
    let example =
        if example.contains("[run]") { example.to_owned() } else { format!("{run}{example}") };
    let there: Vec<_> = keys(&example).into_iter().map(|key| key.path).collect();
    let smaller = few.into_iter().filter(|(path, _)| there.iter().any(|key| key == path));
    smaller.fold(example, |text, (path, value)| with(&text, path, value))
}

/// A file that an example names.
pub fn data(path: &Path) -> io::Result<Arc<Vec<u8>>> {
    file(path)
}

pub const EXAMPLES: [&str; 5] = [LEGS, JUDGED, FILES, RANDOM, SHORTEST];

const POSITIONS: &str = "\
kind,strike,days,quantity,barrier,implied_volatility
call,100,21,-10,,
down_and_out_put,atm,42,5,80.5,0.25
";

const QUOTES: &str = "\
kind,strike,days,bid,ask
call,100,21,2.2,2.4
put, 90,42,0.9,0.9
";

/// So many days of prices and volatilities, in two columns each.
fn prices(days: u32) -> String {
    let date = |day: u32| format!("2020-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
    let line = |day: u32| {
        let (price, volatility) = (3000 + 10 * (day % 7), 15 + day % 5);
        format!("{},{},{price},{},{volatility},20\n", date(day), date(day + 1), price + day)
    };
    "day,next,price,other,vix,vxo\n".to_owned() + &(0..days).map(line).collect::<String>()
}

/// The files beside the examples; another name is another file.
fn file(path: &Path) -> io::Result<Arc<Vec<u8>>> {
    let past;
    let text = match path.to_str().and_then(|path| path.strip_prefix("configs/data/")) {
        Some("positions.csv") => POSITIONS,
        Some("others.csv") => "kind,strike,days,quantity\nput,90,21,1\n",
        Some("quotes.csv") => QUOTES,
        Some(name @ ("past.csv" | "other_past.csv")) => {
            past = prices(if name == "past.csv" { 60 } else { 55 });
            &past
        }
        Some("other_quotes.csv") => "kind,strike,days,bid,ask\ncall,101,21,1,2.4\n",
        _ => return Err(io::ErrorKind::NotFound.into()),
    };
    Ok(Arc::new(text.into()))
}

/// The plan of a config, or all that is wrong with it.
pub fn read(text: &str) -> Result<PortfolioPlan, Problems> {
    portfolio::read(text, FILE, &Overrides::default(), &file)
}

fn plan(text: &str) -> PortfolioPlan {
    read(text).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

/// Every problem of a text, without the name of the file.
fn problems(text: &str) -> Vec<String> {
    let problems = read(text).expect_err(text).to_string();
    problems.lines().map(|line| line.trim_start_matches(FILE).to_owned()).collect()
}

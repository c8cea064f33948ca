//! Configs that together write every key, one on a line; the comment of a key is another value that it may
//! have.

/// Every key of a simulated market. The comment of a key is another value that it may have.
pub const SIMULATED: &str = r#"
[run]
paths = 2000 # 3000
seed = 7 # 0
ledger_paths = 3 # 0

[market]
kind = "simulated"
spot = 90.0 # 91
drift = 0.05 # -0.05
rate = 0.03 # 0.02
financing_rate = 0.04 # 0.02
dividend_yield = 0.01 # 0.02
volatility = 0.2 # 0.3
days = 42 # 63
steps_per_day = 4 # 8
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

[[book]]
kind = "call" # "straddle"
strike = 95.0 # "atm"
days = 21.5 # 42
quantity = -2.0 # 1
premium = 3.25 # 0

[costs]
half_spread_bps = 2.0 # 0
fee_bps = 0.5 # 0
fee_per_unit = 0.01 # 0
fee_minimum = 1.5 # 0
impact.coefficient = 0.8 # 0
impact.adv = 1_000_000.0 # 2e6
charge_initial = true # false
charge_final = false # true

[[hedge]]
name = "daily" # "Täglich"
rebalance.rule = "every"
rebalance.days = 1.0 # 0.25
target.ratio = "black_scholes"
target.volatility = "path" # 0.3

[[hedge]]
name = "dear" # "cheap"
rebalance.rule = "every"
rebalance.steps = 3 # 4
target.volatility = 0.25 # "implied"
costs.half_spread_bps = 20.0 # 0
costs.fee_bps = 5.0 # 0
costs.fee_per_unit = 0.1 # 0
costs.fee_minimum = 15.0 # 0
costs.impact.coefficient = 8.0 # 0
costs.impact.adv = 10_000.0 # 2e6
costs.charge_initial = false # true
costs.charge_final = true # false
"#;

/// Every key of a market of history, implied volatility from a column.
pub const HISTORY: &str = r#"
[run]
seed = 7 # 0

[market]
kind = "history"
file = "data/spx.csv" # "data/other.csv"
date = "day" # "date"
spot = "price" # "close"
implied_volatility.column = "vix_close" # "vix"
implied_volatility.scale = 0.01 # 0.02
implied_volatility.ratio = 0.85 # 1
implied_volatility.freeze = true # false
days = 21 # 42
start_every_days = 5 # 1
steps_per_day = 2 # 4
rate = 0.03 # 0.02
financing_rate = 0.04 # 0.02
dividend_yield = 0.01 # 0.02
normalise_spot = 100.0 # 50
volatility_window_days = 10 # 21
trading_days_per_year = 250.0 # 252
from = 1999-12-31 # "1990-01-01"
to = "2020-06-30" # 2020-07-01

[[book]]
kind = "put" # "call"
strike.moneyness = 0.95 # 1.05

[[hedge]]
name = "never" # "once"
rebalance.rule = "never" # "none"
"#;

/// What the other examples leave out.
pub const TRAILING: &str = r#"
[market]
kind = "history"
file = "prices.parquet" # "data/other.csv"
implied_volatility.trailing_days = 10 # 21
implied_volatility.ratio = 1.1 # 1
days = 21 # 42

[[book]]
kind = "straddle" # "put"

[[hedge]]
name = "none" # "naked"
rebalance.rule = "none" # "never"
"#;

/// The shortest simulated config.
pub const SHORTEST: &str = r#"
[market]
kind = "simulated"
volatility = 0.2 # 0.3
days = 63 # 62

[[book]]
kind = "call" # "put"

[[hedge]]
name = "daily" # "Täglich"
rebalance = { rule = "every", days = 1 } # { rule = "never" }
"#;

/// Contracts that are no vanilla options.
pub const CONTRACTS: &str = r#"
[market]
kind = "simulated"
volatility = 0.2 # 0.3
days = 42 # 30

[[book]]
kind = "cash_or_nothing_call" # "cash_or_nothing_put"
cash = 10.0 # 2.5

[[book]]
kind = "up_and_out_call" # "up_and_in_put"
strike = 98.0 # "atm"
barrier = 115.0 # 120.5
rebate = 2.0 # 0
monitoring_days = 5 # 1

[[book]]
kind = "down_and_in_put" # "down_and_out_call"
barrier.moneyness = 0.9 # 0.85

[[book]]
kind = "asian_geometric_call" # "asian_arithmetic_put"
fixings = 6 # 3
average_so_far = 101.0 # 98.5
fixings_so_far = 4 # 2

[[book]]
kind = "asian_arithmetic_put" # "asian_geometric_call"
days = 60 # 84
average_so_far = 98.0 # 101.5
days_so_far = 10.0 # 5.5

[[hedge]]
name = "daily" # "weekly"
rebalance.rule = "every"
rebalance.days = 1 # 5
"#;

/// Implied volatility that tracks that of the path, and Sobol' points.
pub const TRACKS: &str = r#"
[run]
paths = 2048 # 1024
sampling = "sobol" # "antithetic"

[market]
kind = "simulated"
volatility = 0.2 # 0.3
days = 63 # 62
implied_volatility.kind = "tracks"
implied_volatility.ratio = 1.25 # 1

[[book]]
kind = "call" # "put"

[[hedge]]
name = "daily" # "Täglich"
rebalance.rule = "every"
rebalance.days = [1.0, 5.0] # [5, 21]
"#;

/// Rules with a band.
pub const BANDS: &str = r#"
[market]
kind = "simulated"
volatility = 0.2 # 0.3
days = 63 # 62

[[book]]
kind = "call" # "put"

[[hedge]]
name = "fixed band" # "b"
rebalance.rule = "delta_band"
rebalance.half_width = 0.05 # 0
rebalance.to = "centre" # "edge"

[[hedge]]
name = "optimal band" # "o"
rebalance.rule = "whalley_wilmott"
rebalance.risk_aversion = 0.5 # 1
rebalance.to = "edge" # "centre"

[[hedge]]
name = "scaled band" # "s"
rebalance.rule = "gamma_band"
rebalance.percent = 1.5 # 0
rebalance.to = "edge" # "centre"

[[hedge]]
name = "band around a centre of its own" # "z"
rebalance.rule = "zakamouline"
rebalance.risk_aversion = 2.0 # 1
rebalance.coefficient = 5.76 # 4.76
rebalance.to = "edge" # "centre"
target.volatility = "zakamouline" # "implied"
"#;

/// An optimal hedge.
pub const OPTIMAL: &str = r#"
[market]
kind = "simulated"
spot = 90.0 # 91
drift = 0.05 # 0.06
volatility = 0.2 # 0.3
days = 63 # 62

[[book]]
kind = "put" # "straddle"

[[hedge]]
name = "best" # "b"
rebalance.rule = "hodges_neuberger"
rebalance.risk_aversion = 0.5 # 1
target.volatility = 0.25 # "path"
"#;

/// Rules that watch the spot.
pub const SPOT_RULES: &str = r#"
[market]
kind = "simulated"
volatility = 0.2 # 0.3
days = 63 # 62

[[book]]
kind = "call" # "put"

[[hedge]]
name = "two per cent" # "b"
rebalance.rule = "spot_move"
rebalance.percent = 2.0 # 0.5

[[hedge]]
name = "a day's move" # "o"
rebalance.rule = "spot_move"
rebalance.daily_deviations = 1.0 # 2.5
"#;

/// Times of a day, and rules made of others: every key that a part may have.
pub const SEVERAL_RULES: &str = r#"
[market]
kind = "simulated"
volatility = 0.2 # 0.3
days = 63 # 62
steps_per_day = 4 # 8

[[book]]
kind = "call" # "put"

[[hedge]]
name = "noon and close" # "t"
rebalance.rule = "times"
rebalance.times = [0.5, 1.0] # [0.25]
rebalance.every_days = 2 # 1

[[hedge]]
name = "clock or band" # "a"
rebalance.rule = "any"

[[hedge.rebalance.of]]
rule = "every"
days = 5.0 # 0.5

[[hedge.rebalance.of]]
rule = "every"
steps = 3 # 2

[[hedge.rebalance.of]]
rule = "times"
times = [0.75] # [0.25, 1]
every_days = 3 # 63

[[hedge.rebalance.of]]
rule = "delta_band"
half_width = 0.05 # 0
to = "centre" # "edge"

[[hedge.rebalance.of]]
rule = "gamma_band"
percent = 1.5 # 0
to = "centre" # "edge"

[[hedge.rebalance.of]]
rule = "whalley_wilmott"
risk_aversion = 0.5 # 1
to = "centre" # "edge"

[[hedge.rebalance.of]]
rule = "zakamouline"
risk_aversion = 2.0 # 1
coefficient = 4.76 # 0
to = "centre" # "edge"

[[hedge.rebalance.of]]
rule = "spot_move"
percent = 2.0 # 0.5

[[hedge.rebalance.of]]
rule = "spot_move"
daily_deviations = 1.0 # 2.5

[[hedge.rebalance.of]]
rule = "stop_loss"
"#;

/// Targets other than the whole delta, volatilities from the path's past, and trade sizes.
pub const TARGETS: &str = r#"
[market]
kind = "simulated"
volatility = 0.2 # 0.3
days = 63 # 62
steps_per_day = 2 # 1

[[book]]
kind = "call" # "put"
quantity = 1000.0 # 2000

[costs]
half_spread_bps = 30.0 # 20

[[hedge]]
name = "trailing" # "t"
rebalance.rule = "every"
rebalance.days = 1.0 # 2
target.volatility.trailing_days = 10 # 21
target.multiple = 0.8 # 1

[[hedge]]
name = "average" # "e"
rebalance.rule = "every"
rebalance.days = 5.0 # 2
target.volatility.ewma_decay = 0.94 # 0.97
target.net_delta = -250.0 # 0
trade.lot = 100.0 # 50
trade.minimum = 150.0 # 50
trade.maximum = 500.0 # 300

[[hedge]]
name = "with costs" # "l"
rebalance.rule = "every"
rebalance.days = 5.0 # 2
target.volatility = "leland" # "implied"
"#;

/// How hedges are compared: every criterion.
pub const COMPARED: &str = r#"
[market]
kind = "simulated"
volatility = 0.2 # 0.3
days = 63 # 62

[[book]]
kind = "call" # "put"

[[hedge]]
name = "daily"
rebalance.rule = "every"
rebalance.days = [1.0, 5.0] # [5, 21]

[compare]
baseline = "daily 5d" # "none"

[[compare.criteria]]
kind = "sharpe"

[[compare.criteria]]
kind = "cost"
max_sd = 0.5 # 1

[[compare.criteria]]
kind = "mean_variance"
risk_aversion = 2.0 # 1

[[compare.criteria]]
kind = "entropic"
risk_aversion = 0.5 # 1

[[compare.criteria]]
kind = "expected_shortfall"
level = 0.99 # 0.5

[[hedge]]
name = "none"
rebalance.rule = "none" # "never"
"#;

/// Every kind of key that varies.
pub const SWEPT: &str = r#"
[market]
kind = "simulated"
volatility = 0.2 # 0.3
days = 63 # 62

[[book]]
kind = "call" # "put"

[[hedge]]
name = "daily" # "Täglich"
rebalance = { rule = "every", days = 1 } # { rule = "never" }

[[sweep.vary]]
key = "costs.half_spread_bps"
name = "half spread, bp"
from = 1.0
to = 16.0
count = 5
scale = "log"

[[sweep.vary]]
key = "market.jumps"
name = "jumps"
values = [{ per_year = 0, mean_log = 0, sd_log = 0 }, { per_year = 2, mean_log = -0.1, sd_log = 0.1 }]
labels = ["none", "some"]

[[sweep.vary]]
key = "hedge[0].rebalance.days"
values = [1, 0x3, 21.0]
"#;

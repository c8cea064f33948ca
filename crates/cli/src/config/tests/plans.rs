//! What a valid config means: defaults, units, names, and the resolved text.

use super::*;
use crate::config::plan::{
    Compare, Date, HistoryImplied, Jumps, Market, Run, SimulatedImplied, SimulatedMarket, VolShocks,
};
use rehedge_engine::{
    BandTarget, Costs, Fee, HedgeVolatility, Impact, Outlook, Rule, SpotMove, Target, TradeSize,
    Zakamouline,
};
use rehedge_market::Sampling;
use rehedge_options::{
    Asian, Barrier, Binary, Contract, Direction, Fixings, Knock, Mean, Monitoring, Past, Payoff,
    Pays, Side, Strike,
};
use rehedge_report::Criterion;
use std::path::Path;

fn close(a: f64, b: f64) -> bool {
    // A few roundings of a product or quotient.
    (a - b).abs() <= 4.0 * f64::EPSILON * b.abs()
}

fn simulated(plan: &Plan) -> &SimulatedMarket {
    let Market::Simulated(market) = &plan.market else { panic!("not simulated") };
    market
}

#[test]
fn defaults() {
    let plan = plan(SHORTEST);
    assert_eq!(plan.name, "example");
    assert_eq!(
        plan.run,
        Run { paths: 10_000, seed: 1, sampling: Sampling::Pseudo, ledger_paths: 8 }
    );
    let market = SimulatedMarket {
        spot: 100.0,
        drift: 0.0,
        volatility: 0.2,
        jumps: None,
        vol_shocks: None,
        implied: SimulatedImplied::Constant(0.2),
    };
    assert_eq!(*simulated(&plan), market);
    assert_eq!((plan.grid.steps(), plan.grid.steps_per_day()), (63, 1));
    assert!(close(plan.grid.trading_days_per_year(), 252.0));
    let leg = plan.book.legs()[0];
    assert_eq!(leg.contract.vanilla(), Some((Payoff::Call, Strike::Moneyness(1.0))));
    assert!(close(leg.maturity, 63.0 / 252.0) && close(leg.quantity, -1.0));
    assert_eq!((leg.premium, &plan.expiries[..]), (None, &[63][..]));
    let hedge = &plan.hedges[0].hedge;
    assert_eq!((&hedge.rule, hedge.costs), (&Rule::Every { steps: 1 }, Costs::NONE));
    assert_eq!(hedge.target, Target::delta(HedgeVolatility::Implied));
    assert_eq!(hedge.trade_size, TradeSize::ANY);
}

/// Every kind of contract, its terms in the units of the engine.
#[test]
fn contracts() {
    let plan = plan(CONTRACTS);
    let legs: Vec<_> = plan.book.legs().iter().map(|leg| leg.contract).collect();
    let (atm, strike) = (Strike::Moneyness(1.0), Strike::Fixed(98.0));
    let binary = Binary { side: Side::Call, strike: atm, pays: Pays::Cash(10.0) };
    assert_eq!(legs[0], Contract::Binary(binary));
    let Contract::Barrier(barrier) = legs[1] else { panic!("{:?}", legs[1]) };
    let Monitoring::Discrete { interval } = barrier.monitoring else { panic!("{barrier:?}") };
    assert!(close(interval, 5.0 / 252.0));
    let expected = Barrier {
        side: Side::Call,
        strike,
        level: Strike::Fixed(115.0),
        direction: Direction::Up,
        knock: Knock::Out,
        rebate: 2.0,
        monitoring: barrier.monitoring,
    };
    assert_eq!(barrier, expected);
    let expected = Barrier {
        side: Side::Put,
        strike: atm,
        level: Strike::Moneyness(0.9),
        direction: Direction::Down,
        knock: Knock::In,
        rebate: 0.0,
        monitoring: Monitoring::Continuous,
    };
    assert_eq!(legs[2], Contract::Barrier(expected));
    let past = |average, weight| Some(Past { average: Strike::Fixed(average), weight });
    let expected = Asian {
        side: Side::Call,
        strike: atm,
        mean: Mean::Geometric,
        fixings: Fixings::Discrete { number: 6 },
        past: past(101.0, 4.0),
    };
    assert_eq!(legs[3], Contract::Asian(expected));
    let expected = Asian {
        side: Side::Put,
        strike: atm,
        mean: Mean::Arithmetic,
        fixings: Fixings::Continuous,
        past: past(98.0, 10.0 / 252.0),
    };
    assert_eq!(legs[4], Contract::Asian(expected));
    // The last outlives the horizon.
    assert_eq!(plan.expiries, [42, 42, 42, 42, 60]);
}

#[test]
fn defaults_that_follow_from_other_keys() {
    let drifting = without(&without(SIMULATED, "market.drift"), "market.financing_rate");
    let plan = plan(&drifting);
    assert!(close(simulated(&plan).drift, 0.03 - 0.01), "rate less dividends");
    assert!(close(plan.rates.financing_rate, 0.03), "the pricing rate");
    assert!(close(plan.rates.dividend_yield, 0.01));
}

#[test]
fn outside_units_become_those_of_the_engine() {
    let plan = plan(SIMULATED);
    let market = simulated(&plan);
    assert_eq!(plan.grid.steps(), 42 * 4);
    assert!(close(plan.grid.dt(), 1.0 / (4.0 * 250.0)));
    assert_eq!(market.jumps, Some(Jumps { per_year: 1.5, mean_log: -0.05, sd_log: 0.08 }));
    let half_life = 10.0 / 250.0;
    let shocks = VolShocks { per_year: 4.0, mean_log: 0.35, sd_log: 0.15, half_life };
    assert_eq!(market.vol_shocks, Some(shocks));
    assert_eq!(plan.expiries, [86]);
    assert!(close(plan.book.legs()[0].maturity, 21.5 / 250.0));
    assert_eq!(plan.book.legs()[0].premium, Some(3.25));

    let [daily, dear] = &plan.hedges[..] else { panic!("two hedges") };
    assert_eq!((&daily.hedge.rule, daily.interval_days), (&Rule::Every { steps: 4 }, Some(1.0)));
    assert_eq!((&dear.hedge.rule, dear.interval_days), (&Rule::Every { steps: 3 }, Some(0.75)));
    assert_eq!(dear.hedge.target.volatility, HedgeVolatility::Given(0.25));
    let Costs { half_spread, fee, impact, charge_initial, charge_final } = daily.hedge.costs;
    assert!(close(half_spread, 0.0002) && close(fee.rate, 0.000_05));
    assert_eq!(fee, Fee { rate: fee.rate, per_unit: 0.01, minimum: 1.5 });
    assert_eq!(impact, Some(Impact { coefficient: 0.8, adv: 1e6 }));
    assert!(charge_initial && !charge_final);
    assert!(close(dear.hedge.costs.half_spread, 0.002));
}

#[test]
fn history_in_steps_and_relative_to_the_config() {
    let plan = plan(HISTORY);
    let Market::History(market) = &plan.market else { panic!("not history") };
    assert_eq!(market.prices.path, Path::new("configs/data/spx.csv"));
    assert_eq!(market.prices.as_written, "data/spx.csv");
    assert_eq!((&*market.prices.date_column, &*market.prices.spot_column), ("day", "price"));
    assert_eq!((market.start_every_steps, market.volatility_window_steps), (10, 20));
    assert_eq!(market.prices.implied_column.as_deref(), Some("vix_close"));
    let implied = HistoryImplied::Column { scale: 0.01, ratio: 0.85, freeze: true };
    assert_eq!(market.implied, implied);
    assert_eq!(market.prices.from, Some(Date { year: 1999, month: 12, day: 31 }));
    assert_eq!(market.prices.to.map(|date| date.to_string()).as_deref(), Some("2020-06-30"));
    assert_eq!((plan.run.paths, plan.grid.steps()), (0, 42));
    let Market::History(trailing) = super::plan(TRAILING).market else { panic!("not history") };
    assert_eq!(trailing.implied, HistoryImplied::Trailing { steps: 10, ratio: 1.1 });
}

#[test]
fn hedges_are_compared_as_asked() {
    let Compare { baseline, criteria } = plan(COMPARED).compare;
    assert_eq!(baseline, 1);
    let asked = [
        Criterion::Sharpe,
        Criterion::Cost { max_sd: 0.5 },
        Criterion::MeanVariance { risk_aversion: 2.0 },
        Criterion::Entropic { risk_aversion: 0.5 },
        Criterion::ExpectedShortfall { level: 0.99 },
    ];
    assert_eq!(criteria, asked);
    let Compare { baseline, criteria } = plan(SHORTEST).compare;
    assert_eq!(baseline, 0);
    let default = [
        Criterion::ExpectedShortfall { level: 0.95 },
        Criterion::MeanVariance { risk_aversion: 1.0 },
    ];
    assert_eq!(criteria, default);
}

#[test]
fn a_list_makes_one_hedge_each() {
    let names = |text: &str| -> Vec<String> {
        plan(text).hedges.into_iter().map(|planned| planned.hedge.name).collect()
    };
    let days = with(SIMULATED, "hedge[0].rebalance.days", "[0.25, 1, 5.0, 21.5]");
    assert_eq!(names(&days), ["daily 0.25d", "daily 1d", "daily 5d", "daily 21.5d", "dear"]);
    let steps = with(SIMULATED, "hedge[1].rebalance.steps", "[1, 3]");
    assert_eq!(names(&steps), ["daily", "dear 1 step", "dear 3 steps"]);
    let intervals: Vec<_> = plan(&days).hedges.iter().map(|hedge| hedge.interval_days).collect();
    assert_eq!(intervals, [Some(0.25), Some(1.0), Some(5.0), Some(21.5), Some(0.75)]);
}

#[test]
fn costs_of_its_own_replace_the_default_as_a_whole() {
    let own = with(SIMULATED, "hedge[0].target.volatility", "\"path\"\ncosts.fee_bps = 3");
    let hedge = &plan(&own).hedges[0].hedge;
    let fee = Fee { rate: hedge.costs.fee.rate, ..Fee::default() };
    assert!(close(fee.rate, 0.0003));
    assert_eq!(hedge.costs, Costs { fee, ..Costs::NONE });
}

#[test]
fn every_key_makes_a_difference() {
    for example in EXAMPLES {
        let mut before = plan(example);
        for key in keys(example) {
            let Some(other) = key.other else { continue };
            let mut after = plan(&with(example, &key.path, &other));
            assert_ne!(before.resolved, after.resolved, "{}", key.path);
            before.resolved.clear();
            after.resolved.clear();
            after.places = before.places.clone();
            assert_ne!(before, after, "{}", key.path);
            before = plan(example);
        }
    }
}

#[test]
fn the_resolved_config_gives_the_same_plan() {
    let lists = with(SIMULATED, "hedge[0].rebalance.days", "[0.25, 0.5, 21.5]");
    let quoted = with(SIMULATED, "hedge[0].name", r#""a \"b\" \\ ü""#);
    let drift = without(SIMULATED, "market.drift");
    for example in EXAMPLES.into_iter().chain([&*lists, &*quoted, &*drift]) {
        let first = plan(example);
        let mut second = plan(&first.resolved);
        second.places = first.places.clone();
        assert_eq!(first, second);
    }
}

#[test]
fn the_resolved_config_writes_every_default() {
    let expected = r#"# Every default written out.

[run]
paths = 10000
seed = 1
sampling = "pseudo"
ledger_paths = 8

[market]
kind = "simulated"
spot = 100.0
drift = 0.0
rate = 0.0
financing_rate = 0.0
dividend_yield = 0.0
volatility = 0.2
days = 63
steps_per_day = 1
trading_days_per_year = 252.0
implied_volatility = { kind = "constant", level = 0.2 }

[[book]]
kind = "call"
strike = "atm"
days = 63.0
quantity = -1.0

[costs]
half_spread_bps = 0.0
fee_bps = 0.0
fee_per_unit = 0.0
fee_minimum = 0.0
charge_initial = true
charge_final = true

[[hedge]]
name = "daily"
rebalance = { rule = "every", days = 1.0 }
target = { ratio = "black_scholes", volatility = "implied", multiple = 1.0, net_delta = 0.0 }
costs = { half_spread_bps = 0.0, fee_bps = 0.0, fee_per_unit = 0.0, fee_minimum = 0.0, charge_initial = true, charge_final = true }

[compare]
baseline = "daily"
criteria = [{ kind = "expected_shortfall", level = 0.95 }, { kind = "mean_variance", risk_aversion = 1.0 }]
"#;
    assert_eq!(plan(SHORTEST).resolved, expected);
}

#[test]
fn options_of_the_command_line_stand_in_place_of_keys() {
    let overrides = Overrides { paths: Some(77), seed: Some(0) };
    let plan = load(SIMULATED, FILE, &overrides).expect("valid");
    assert_eq!((plan.run.paths, plan.run.seed), (77, 0));
    assert!(plan.resolved.contains("\npaths = 77\nseed = 0\n"));
}

#[test]
fn sampling_by_its_word() {
    for (word, sampling) in [
        ("\"pseudo\"", Sampling::Pseudo),
        ("\"antithetic\"", Sampling::Antithetic),
        ("\"sobol\"", Sampling::Sobol),
    ] {
        assert_eq!(plan(&with(TRACKS, "run.sampling", word)).run.sampling, sampling);
    }
}

#[test]
fn days_that_are_decimals_of_the_grid_are_whole_steps() {
    // 0.29 · 100 is 28.999… in binary.
    let text = with(SHORTEST, "market.days", "63\nsteps_per_day = 100");
    let text = text.replace("days = 1 }", "days = [0.29, 0.7, 6.3] }");
    let rules: Vec<_> = plan(&text).hedges.into_iter().map(|planned| planned.hedge.rule).collect();
    assert_eq!(rules, [29, 70, 630].map(|steps| Rule::Every { steps }));
}

/// Every rule in the units of the engine.
#[test]
fn rules_that_look_at_each_path() {
    let rules = |text: &str| -> Vec<Rule> {
        plan(text).hedges.into_iter().map(|planned| planned.hedge.rule).collect()
    };
    let bands = [
        Rule::DeltaBand { half_width: 0.05, to: BandTarget::Centre },
        Rule::WhalleyWilmott { risk_aversion: 0.5, to: BandTarget::Edge },
        Rule::GammaBand { spot_move: 0.015, to: BandTarget::Edge },
        Rule::Zakamouline { risk_aversion: 2.0, to: BandTarget::Edge },
    ];
    assert_eq!(rules(BANDS), bands);
    let outlook = Outlook { spot: 90.0, drift: 0.05, volatility: 0.25 };
    let best = |outlook| [Rule::HodgesNeuberger { risk_aversion: 0.5, outlook }];
    assert_eq!(rules(OPTIMAL), best(outlook));
    let moves = [SpotMove::Relative(0.02), SpotMove::DailyDeviations(1.0)];
    assert_eq!(rules(SPOT_RULES), moves.map(Rule::SpotMove));
    // Believed in is the volatility of the target; of history, no drift beyond what cash earns.
    let path = with(OPTIMAL, "hedge[0].target.volatility", "\"path\"");
    assert_eq!(rules(&path), best(Outlook { volatility: 0.2, ..outlook }));
    let implied = with(OPTIMAL, "hedge[0].target.volatility", "\"implied\"");
    let dear = "0.2\nimplied_volatility = { kind = \"constant\", level = 0.3 }";
    let dear = with(&implied, "market.volatility", dear);
    assert_eq!(rules(&dear), best(Outlook { volatility: 0.3, ..outlook }));
    let (_, hedge) = OPTIMAL.split_at(OPTIMAL.find("[[hedge]]").unwrap());
    let (history, _) = HISTORY.split_at(HISTORY.find("[[hedge]]").unwrap());
    let [Rule::HodgesNeuberger { outlook: Outlook { spot, drift, .. }, .. }] =
        rules(&format!("{history}{hedge}"))[..]
    else {
        panic!("not an optimal hedge")
    };
    assert!(close(spot, 100.0) && close(drift, 0.04 - 0.01), "{spot} {drift}");
    let stop = SPOT_RULES.replace("\"spot_move\"\nrebalance.percent = 2.0 # 0.5", "\"stop_loss\"");
    assert_eq!(rules(&stop)[0], Rule::StopLoss);
}

/// Four steps a day: halfway and the end of every second day, and the last of three quarters.
#[test]
fn rules_made_of_others_and_times() {
    let [times, any] = &plan(SEVERAL_RULES).hedges[..] else { panic!("two hedges") };
    assert_eq!(times.hedge.rule, Rule::Times { period: 8, offsets: [6, 8].into() });
    let to = BandTarget::Centre;
    let parts = [
        Rule::Every { steps: 20 },
        Rule::Every { steps: 3 },
        Rule::Times { period: 12, offsets: [11].into() },
        Rule::DeltaBand { half_width: 0.05, to },
        Rule::GammaBand { spot_move: 0.015, to },
        Rule::WhalleyWilmott { risk_aversion: 0.5, to },
        Rule::Zakamouline { risk_aversion: 2.0, to },
        Rule::SpotMove(SpotMove::Relative(0.02)),
        Rule::SpotMove(SpotMove::DailyDeviations(1.0)),
        Rule::StopLoss,
    ];
    assert_eq!(any.hedge.rule, Rule::Any(parts.clone().into()));
    assert_eq!((times.interval_days, any.interval_days), (None, None));
    let all = SEVERAL_RULES.replace("\"any\"", "\"all\"");
    assert_eq!(plan(&all).hedges[1].hedge.rule, Rule::All(parts.into()));
    // Times in any order, one of them twice.
    let text = with(SEVERAL_RULES, "hedge[0].rebalance.times", "[1, 0.25, 1.0]");
    assert_eq!(plan(&text).hedges[0].hedge.rule, Rule::Times { period: 8, offsets: [5, 8].into() });
}

/// The centre of a Zakamouline band is the target where none is written, wherever the band stands.
#[test]
fn zakamouline_brings_its_centre() {
    let costs = Costs { half_spread: 0.001, ..Costs::NONE };
    let at = |text: &str, hedge: usize| plan(text).hedges[hedge].hedge.target.volatility;
    let free = HedgeVolatility::Zakamouline(Zakamouline::new(2.0, 5.76, &Costs::NONE));
    assert_eq!(at(BANDS, 3), free);
    assert_eq!(at(BANDS, 0), HedgeVolatility::Implied);
    let unsaid = without(BANDS, "hedge[3].target.volatility");
    assert_eq!(at(&unsaid, 3), free);
    let paid = format!("{unsaid}\n[costs]\nhalf_spread_bps = 10.0\n");
    let centre = Zakamouline::new(2.0, 5.76, &costs);
    assert_eq!(at(&paid, 3), HedgeVolatility::Zakamouline(centre));
    let plain = without(&paid, "hedge[3].rebalance.coefficient");
    let centre = Zakamouline { coefficient: 4.76, ..centre };
    assert_eq!(at(&plain, 3), HedgeVolatility::Zakamouline(centre));
    let of_list = Zakamouline::new(2.0, 4.76, &Costs::NONE);
    assert_eq!(at(SEVERAL_RULES, 1), HedgeVolatility::Zakamouline(of_list));
    let implied = with(BANDS, "hedge[3].target.volatility", "\"implied\"");
    assert_eq!(at(&implied, 3), HedgeVolatility::Implied);
}

/// Every target, and sizes of trades, in the units of the engine: steps and shares.
#[test]
fn targets_and_sizes_of_trades() {
    let of = |text: &str| -> Vec<(Target, TradeSize)> {
        let hedges = plan(text).hedges;
        hedges.into_iter().map(|planned| (planned.hedge.target, planned.hedge.trade_size)).collect()
    };
    let [trailing, average, leland] = of(TARGETS)[..] else { panic!("three hedges") };
    let window = HedgeVolatility::Trailing { steps: 20 };
    assert_eq!(trailing, (Target { multiple: 0.8, ..Target::delta(window) }, TradeSize::ANY));
    let HedgeVolatility::Ewma { decay } = average.0.volatility else { panic!("{average:?}") };
    assert!(close(decay, 0.94_f64.sqrt()), "two steps a day: {decay}");
    assert_eq!((average.0.multiple, average.0.net_delta), (1.0, -250.0));
    let size = TradeSize { lot: Some(100.0), minimum: 150.0, maximum: 500.0 };
    assert_eq!(average.1, size);
    let interval = 5.0 / 252.0;
    assert_eq!(leland.0, Target::delta(HedgeVolatility::leland(0.003, interval)));
    let daily = with(TARGETS, "market.steps_per_day", "1");
    assert_eq!(of(&daily)[1].0.volatility, HedgeVolatility::Ewma { decay: 0.94 });
    let lots_only = without(&without(TARGETS, "hedge[1].trade.minimum"), "hedge[1].trade.maximum");
    assert_eq!(of(&lots_only)[1].1, TradeSize { lot: Some(100.0), ..TradeSize::ANY });
}

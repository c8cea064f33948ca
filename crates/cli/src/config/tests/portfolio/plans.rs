//! What a valid config of a portfolio means: defaults, units, names, and the resolved text.

use super::*;
use crate::config::plan::{Jumps, SimulatedImplied, SimulatedMarket, VolShocks};
use crate::config::portfolio::{
    Cap, Cardinality, CvarGoal, Dynamic, Frontier, HalfSpread, Limit, Matched, ModelKind,
    OtherMarket, PlannedModel, Position, Problem, Revaluation, Scenarios, Sensitivity,
    SparseMethod, Way, Weights,
};
use rehedge_engine::Costs;
use rehedge_market::Sampling;
use rehedge_options::{
    Asian, Barrier, Binary, Contract, Direction, Fixings, Knock, Mean, Monitoring, Past, Payoff,
    Pays, Side, Strike,
};

fn close(a: f64, b: f64) -> bool {
    // A few roundings of a product or quotient.
    (a - b).abs() <= 4.0 * f64::EPSILON * b.abs()
}

#[test]
fn defaults() {
    let plan = plan(&without(SHORTEST, "problem.limit"));
    assert_eq!((&*plan.name, plan.question.len()), ("example", 0));
    let (in_sample, sampling) = (20_000, Sampling::Pseudo);
    let run = Scenarios { in_sample, out_of_sample: in_sample, seed: 1, sampling };
    assert_eq!(plan.run, run);
    assert_eq!(plan.market.implied, SimulatedImplied::Constant(0.2));
    assert_eq!((plan.grid.steps(), plan.volatility_uncertainty), (15, 0.0));
    let problem = Problem {
        matched: Matched::Change,
        way: Way::Path,
        weights: Weights::Unit,
        limit: Limit::BookValue { multiple: 1.0 },
        initial_cost_at_least: None,
        initial_cost_at_most: None,
    };
    assert_eq!(plan.problem, problem);
    let model = |name: &str, kind| PlannedModel { name: name.into(), kind };
    let models = [
        model("Model 0", ModelKind::LeastSquares { minimum_norm: false }),
        model("Model 1", ModelKind::Bounded),
        model("Model 2", ModelKind::LeastCost { cap: Cap::Epsilon(0.5) }),
    ];
    assert_eq!(plan.models, models);
    let methods = vec![SparseMethod::MatchingPursuit, SparseMethod::L1];
    // Fewer than ten, for there are but five to choose from.
    assert_eq!(plan.cardinality, Some(Cardinality { methods, most_instruments: 5 }));
    assert_eq!((plan.frontier, plan.dynamic), (Some(Frontier::Points(20)), None));
    assert!(plan.revaluations.is_empty() && plan.horizons.is_empty());
    assert_eq!(plan.costs, Costs::NONE);
    let names: Vec<_> = plan.instruments.iter().map(|one| &*one.name).collect();
    assert_eq!(names, ["stock", "call 95 21d", "call 105 21d", "call 95 42d", "call 105 42d"]);
    assert_eq!(plan.instruments[0].half_spread, HalfSpread::Share(0.0));
    assert_eq!(plan.instruments[1].half_spread, HalfSpread::Currency(0.05));
    assert_eq!(plan.books[0].positions.len(), 100);
}

#[test]
fn defaults_that_follow_from_other_keys() {
    let text = without(LEGS, "run.out_of_sample_scenarios");
    let plan = plan(&format!("{text}\n[dynamic]\nrebalance_days = [1]\n"));
    assert_eq!((plan.run.in_sample, plan.run.out_of_sample), (2048, 2048));
    assert_eq!(plan.dynamic.unwrap().paths, 2048);
    // The surface stays above no volatility.
    let low = with(SHORTEST, "market.volatility", "0.04");
    let shifts = super::plan(&low).surface.volatility_shifts;
    assert!(close(shifts[0], -0.02) && close(shifts[40], 0.02) && shifts[20] == 0.0);
    let shifts = super::plan(SHORTEST).surface.volatility_shifts;
    assert!(close(shifts[0], -0.05) && close(shifts[10], -0.025));
    // A random book is drawn from the seed of the run.
    let seeded = |seed| super::plan(&format!("{SHORTEST}\n[run]\nseed = {seed}\n")).books;
    assert_eq!(seeded(1), super::plan(SHORTEST).books);
    assert_ne!(seeded(2), seeded(1));
}

#[test]
fn outside_units_become_those_of_the_engine() {
    let plan = plan(LEGS);
    let half_life = 10.0 / 250.0;
    let market = SimulatedMarket {
        spot: 90.0,
        drift: 0.1,
        volatility: 0.2,
        jumps: Some(Jumps { per_year: 1.5, mean_log: -0.05, sd_log: 0.08 }),
        vol_shocks: Some(VolShocks { per_year: 4.0, mean_log: 0.35, sd_log: 0.15, half_life }),
        implied: SimulatedImplied::Constant(0.22),
    };
    assert_eq!(plan.market, market);
    assert!(close(plan.grid.time(plan.grid.steps()), 15.0 / 250.0));
    assert!(close(plan.volatility_uncertainty, 0.005));
    let names: Vec<_> = plan.instruments.iter().map(|one| &*one.name).collect();
    let calls = [
        "call 80 21d",
        "call 90 21d",
        "call 100 21d",
        "call 80 42.5d",
        "call 90 42.5d",
        "call 100 42.5d",
    ];
    assert_eq!(names[..2], ["stock", "cash"]);
    assert_eq!(names[2..8], calls);
    assert_eq!(names[8..], ["put 81 21d", "put 90 21d"]);
    let HalfSpread::Share(share) = plan.instruments[0].half_spread else { panic!("a share") };
    assert!(close(share, 0.0002), "that of [costs]");
    assert_eq!(plan.instruments[1].half_spread, HalfSpread::Currency(0.0));
    assert_eq!(plan.instruments[2].half_spread, HalfSpread::Volatility(0.0025));
    assert_eq!(plan.instruments[7].maturity(), Some(42.5 / 250.0));
    let call = Contract::Vanilla { payoff: Payoff::Call, strike: Strike::Fixed(100.0) };
    assert_eq!(plan.instruments[7].contract(), Some(call));
}

#[test]
fn curves_and_surfaces_in_units_of_the_engine() {
    let plan = plan(JUDGED);
    let spots = &plan.surface.spots;
    assert!(close(spots[0], 76.5) && close(spots[5], 90.0) && close(spots[10], 103.5));
    assert!(close(plan.surface.volatility_shifts[0], -0.04));
    let horizons: Vec<_> = plan.horizons.iter().map(|one| (one.steps, one.days)).collect();
    assert_eq!(horizons, [(2, 1.0), (10, 5.0), (41, 20.5)]);
    assert!(close(plan.horizons[2].years, 20.5 / 250.0));
    let (rebalance_steps, rebalance_days) = (vec![1, 2], vec![0.5, 1.0]);
    let dynamic = Dynamic { rebalance_steps, rebalance_days, paths: 3072 };
    assert_eq!(plan.dynamic, Some(dynamic));
    assert_eq!(plan.frontier, Some(Frontier::Points(12)));
    assert_eq!(super::plan(FILES).frontier, Some(Frontier::Caps(vec![0.5, 2.0])));
}

#[test]
fn spreads_in_currency() {
    let spreads =
        [HalfSpread::Volatility(0.0025), HalfSpread::Share(0.01), HalfSpread::Currency(0.05)];
    // A value of 4 with a vega of 20 per 1.00 of volatility.
    assert_eq!(spreads.map(|spread| spread.in_currency(4.0, 20.0)), [0.05, 0.04, 0.05]);
}

#[test]
fn positions_of_every_kind() {
    let positions = &plan(LEGS).books[0].positions;
    let at = |contract, days: f64, quantity, implied_volatility| Position {
        contract,
        maturity: days / 250.0,
        quantity,
        implied_volatility,
    };
    let fixed = Strike::Fixed;
    let straddle = Contract::Vanilla { payoff: Payoff::Straddle, strike: fixed(95.0) };
    let binary =
        |side, strike, pays| Contract::Binary(Binary { side, strike: fixed(strike), pays });
    let out = Barrier {
        side: Side::Call,
        strike: fixed(95.0),
        level: fixed(80.0),
        direction: Direction::Down,
        knock: Knock::Out,
        rebate: 1.5,
        monitoring: Monitoring::Discrete { interval: 0.5 / 250.0 },
    };
    let inside = Barrier {
        side: Side::Put,
        level: fixed(108.0),
        direction: Direction::Up,
        knock: Knock::In,
        rebate: 0.0,
        monitoring: Monitoring::Continuous,
        ..out
    };
    let asian = |side, mean, fixings, weight| {
        let past = Some(Past { average: fixed(91.5), weight });
        Contract::Asian(Asian { side, strike: fixed(95.0), mean, fixings, past })
    };
    let expected = [
        at(straddle, 21.5, -2.0, Some(0.25)),
        at(binary(Side::Put, 81.0, Pays::Cash(10.0)), 42.0, 5.0, Some(0.25)),
        at(binary(Side::Call, 90.0, Pays::Asset), 42.0, 5.0, Some(0.25)),
        at(Contract::Barrier(out), 42.0, 5.0, Some(0.25)),
        at(Contract::Barrier(inside), 42.0, 5.0, None),
        at(
            asian(Side::Call, Mean::Arithmetic, Fixings::Discrete { number: 42 }, 7.0),
            42.0,
            5.0,
            Some(0.25),
        ),
        at(
            asian(Side::Put, Mean::Geometric, Fixings::Continuous, 7.5 / 250.0),
            42.0,
            5.0,
            Some(0.25),
        ),
    ];
    assert_eq!(positions[..], expected);
}

#[test]
fn models_as_asked() {
    let kinds: Vec<_> = plan(JUDGED).models.into_iter().map(|model| model.kind).collect();
    let sensitivities = vec![
        Sensitivity::Value,
        Sensitivity::Delta,
        Sensitivity::Gamma,
        Sensitivity::Vega,
        Sensitivity::Theta,
    ];
    let expected = [
        ModelKind::LeastSquares { minimum_norm: true },
        ModelKind::Bounded,
        ModelKind::LeastCost { cap: Cap::Epsilon(0.05) },
        ModelKind::LeastCost { cap: Cap::Rms(1.2) },
        ModelKind::Match { sensitivities },
        ModelKind::Cvar { level: 0.99, goal: CvarGoal::LeastWithin { cost: 50.0 } },
        ModelKind::Cvar { level: 0.95, goal: CvarGoal::CostUnder { cap: 5.0 } },
        ModelKind::Sparse { method: SparseMethod::L1, instruments: 5 },
    ];
    assert_eq!(kinds, expected);
    let least = without(JUDGED, "model[5].cost_cap");
    let goal = ModelKind::Cvar { level: 0.99, goal: CvarGoal::Least };
    assert_eq!(plan(&least).models[5].kind, goal);
}

fn simulated(revaluation: &Revaluation) -> &SimulatedMarket {
    let OtherMarket::Simulated(market) = &revaluation.market else { panic!("a model") };
    market
}

/// What is not said of another world is as it was in this one.
#[test]
fn revaluations_change_what_they_say() {
    let plan = plan(JUDGED);
    let [shifted, other] = &plan.revaluations[..] else { panic!("two") };
    assert_eq!(shifted.market, OtherMarket::Simulated(plan.market.clone()));
    assert!(close(shifted.volatility_uncertainty, 0.006) && close(shifted.volatility_shift, -0.01));
    assert_eq!(other.volatility_uncertainty, plan.volatility_uncertainty);
    let market = simulated(other);
    assert_eq!((other.volatility_shift, market.spot), (0.0, 90.0));
    assert_eq!((market.drift, market.volatility), (0.0, 0.3));
    assert_eq!(market.implied, SimulatedImplied::Tracks { ratio: 1.1 });
    let files = super::plan(FILES);
    let quiet = &files.revaluations[0];
    assert_eq!((quiet.volatility_uncertainty, &simulated(quiet).jumps), (0.0, &None));
    // Marks stay where they were when the market turns out to move more.
    let moved = without(
        &without(JUDGED, "revalue[1].market.implied_volatility.kind"),
        "revalue[1].market.implied_volatility.ratio",
    );
    let moved = super::plan(&moved);
    let moved = simulated(&moved.revaluations[1]);
    assert_eq!((moved.volatility, moved.implied), (0.3, SimulatedImplied::Constant(0.22)));
}

/// Windows as long as the horizon, from today's spot; volatility moves by itself there.
#[test]
fn the_past_is_cut_into_windows_of_the_horizon() {
    let plan = plan(&with(FILES, "market.days", "15\nspot = 90"));
    let revaluation = &plan.revaluations[1];
    let OtherMarket::History(past) = &revaluation.market else { panic!("history") };
    assert_eq!((revaluation.volatility_uncertainty, revaluation.volatility_shift), (0.0, 0.01));
    // From 3 January on, after five returns: 8 January is row 7; every other day, to 20 February.
    assert_eq!(past.starts, ["2020-01-08", "2020-02-04"]);
    assert_eq!((past.windows.starts().len(), past.overlap), (13, 7));
    assert_eq!(past.market.normalise_spot, Some(90.0));
}

#[test]
fn every_key_makes_a_difference() {
    for example in EXAMPLES {
        for key in keys(example) {
            let Some(other) = key.other else { continue };
            let (mut before, mut after) = (plan(example), plan(&with(example, &key.path, &other)));
            assert_ne!(before.resolved, after.resolved, "{}", key.path);
            before.resolved.clear();
            after.resolved.clear();
            after.places = before.places.clone();
            assert_ne!(before, after, "{}", key.path);
        }
    }
}

#[test]
fn the_resolved_config_gives_the_same_plan() {
    for example in EXAMPLES {
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
scenarios = 20000
out_of_sample_scenarios = 20000
seed = 1
sampling = "pseudo"

[market]
kind = "simulated"
spot = 100.0
drift = 0.0
rate = 0.0
financing_rate = 0.0
dividend_yield = 0.0
volatility = 0.2
days = 15
steps_per_day = 1
trading_days_per_year = 252.0
implied_volatility = { kind = "constant", level = 0.2 }

[[book]]
name = "vanilla"
random = { kind = "vanilla", options = 100, strikes = [90.0, 110.0], days = [21.0], long_share = 0.6, size_median = 10.0, size_sd_log = 1.0, cash = 1.0, barriers_beyond_percent = [5.0, 10.0, 15.0, 20.0], seed = 1 }

[instruments]
underlying = true
cash = false
calls = { strikes = [95.0, 105.0], days = [21.0, 42.0] }
half_spread = { currency = 0.05 }

[problem]
matched = "change"
way = "path"
weights = "unit"
limit = "none"

[[model]]
kind = "least_squares"
name = "Model 0"
solution = "basic"

[[model]]
kind = "bounded"
name = "Model 1"

[[model]]
kind = "least_cost"
name = "Model 2"
epsilon = 0.5

[frontier]
points = 20

[cardinality]
methods = ["matching_pursuit", "l1"]
most_instruments = 10

[surface]
spot_percent = 20.0
vol_points = 5.0
points = 41

[costs]
half_spread_bps = 0.0
fee_bps = 0.0
fee_per_unit = 0.0
fee_minimum = 0.0
charge_initial = true
charge_final = true
"#;
    assert_eq!(plan(SHORTEST).resolved, expected);
}

#[test]
fn options_of_the_command_line_stand_in_place_of_keys() {
    let overrides = Overrides { scenarios: Some(4096), seed: Some(9) };
    let text = without(LEGS, "run.out_of_sample_scenarios");
    let plan = portfolio::read(&text, FILE, &overrides, &file).unwrap();
    let Scenarios { in_sample, out_of_sample, seed, .. } = plan.run;
    assert_eq!((in_sample, out_of_sample, seed), (4096, 4096, 9));
    let wrong = Overrides { scenarios: Some(63), seed: Some(u64::MAX) };
    let said = portfolio::read(SHORTEST, FILE, &wrong, &file).unwrap_err().to_string();
    assert_eq!(
        said,
        "--scenarios = 63: must be a whole number from 64 to 100000000 (scenarios)\n\
         --seed = 18446744073709551615: must be a whole number from 0 to 9223372036854775807"
    );
}

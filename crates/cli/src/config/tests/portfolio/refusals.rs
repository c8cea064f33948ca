//! A valid config of a portfolio broken in one place each, and what is said of it.

use super::*;
use crate::config::{self, Kind};

/// The example that writes a key, the largest first.
fn example_with(path: &str) -> &'static str {
    let writes = |example: &&str| keys(example).iter().any(|key| key.path == path);
    [LEGS, JUDGED].into_iter().find(writes).expect("a key of an example")
}

#[test]
fn a_broken_value_is_said_with_its_place_and_what_is_allowed() {
    #[rustfmt::skip]
    let cases = [
        ("run.scenarios", "10", "run.scenarios = 10: must be a whole number from 64 to 100000000 (scenarios)"),
        ("run.scenarios", "1000", "run.sampling = \"sobol\": 1000 paths: with Sobol' sampling their number must be a multiple of 1024, such as 1024"),
        ("market.kind", "\"history\"", "market.kind = \"history\": must be \"simulated\""),
        ("market.volatility", "-0.2", "market.volatility = -0.2: must be at least 1e-8 and at most 5 (per √year; 0.20 is 20 %)"),
        ("volatility_uncertainty.sd_vol_points", "-1", "volatility_uncertainty.sd_vol_points = -1: must be at least 0 and at most 100 (vol points; 1 is 0.01 of volatility)"),
        ("volatility_uncertainty.assumed_vol_points", "[0, 0.5]", "volatility_uncertainty.assumed_vol_points[1] = 0.5: is sd_vol_points, which every model is optimised at anyway"),
        ("volatility_uncertainty.assumed_vol_points", "[0, 2, 0.0]", "volatility_uncertainty.assumed_vol_points[2] = 0.0: is there twice"),
        ("volatility_uncertainty.assumed_vol_points", "[-1]", "volatility_uncertainty.assumed_vol_points[0] = -1: must be at least 0 and at most 100 (vol points; 1 is 0.01 of volatility)"),
        ("book[0].legs[0].kind", "\"stradle\"", "book[0].legs[0].kind = \"stradle\": must be \"call\", \"put\", \"straddle\", \"cash_or_nothing_call\", \"cash_or_nothing_put\", \"asset_or_nothing_call\", \"asset_or_nothing_put\", \"up_and_in_call\", \"up_and_in_put\", \"up_and_out_call\", \"up_and_out_put\", \"down_and_in_call\", \"down_and_in_put\", \"down_and_out_call\", \"down_and_out_put\", \"asian_geometric_call\", \"asian_geometric_put\", \"asian_arithmetic_call\" or \"asian_arithmetic_put\"; did you mean \"straddle\"?"),
        ("book[0].legs[0].days", "14.5", "book[0].legs[0].days = 14.5: expires before the horizon: must be at least market.days = 15"),
        ("book[0].legs[1].cash", "0", "book[0].legs[1].cash = 0: must be at least 1e-12 and at most 1e12 (currency)"),
        ("book[0].legs[3].barrier", "90", "book[0].legs[3].barrier = 90: must be below the spot of 90, or it is touched at entry"),
        ("book[0].legs[3].monitoring_days", "0.3", "book[0].legs[3].monitoring_days = 0.3: finer than the grid: a step is 0.5 days (steps_per_day = 2)"),
        ("book[0].legs[4].barrier.moneyness", "0.99", "book[0].legs[4].barrier: must be above the spot of 90, or it is touched at entry"),
        ("book[0].legs[5].fixings", "40", "book[0].legs[5].fixings = 40: must divide the 84 steps of the option's life, so that every fixing is at a step"),
        ("book[0].legs[5].fixings_so_far", "3\ndays_so_far = 4", "book[0].legs[5].days_so_far = 4: not with fixings, where fixings_so_far says it"),
        ("book[0].legs[6].days_so_far", "3\nfixings_so_far = 4", "book[0].legs[6].fixings_so_far = 4: not without fixings, where days_so_far says it"),
        ("instruments.calls.days", "[21, 14]", "instruments.calls.days[1] = 14: expires before the horizon: must be at least market.days = 15"),
        ("instruments.calls.strikes", "[80, 90, 80.0]", "instruments.calls.strikes[2] = 80.0: is there twice; instruments must differ"),
        ("instruments.calls.days", "[21, 42, 21.0]", "instruments.calls.days[2] = 21.0: is there twice; instruments must differ"),
        ("instruments.calls.days", "[]", "instruments.calls.days = []: must not be an empty list; each is a number greater than 0 and at most 100000 (trading days from entry)"),
        ("instruments.half_spread.vol_points", "-0.1", "instruments.half_spread.vol_points = -0.1: must be at least 0 and at most 100 (vol points; 1 is 0.01 of volatility)"),
        ("instruments.half_spread.vol_points", "0.1\nhalf_spread.percent = 1", "instruments.half_spread: must have only one of the keys `vol_points`, `percent` or `currency`"),
        ("problem.bounds[0].of", "\"option\"", "problem.bounds[0].of = \"option\": is none of the instruments; must be the name of one, or all, options, calls or puts; did you mean \"options\"?"),
        ("problem.bounds[0].lower", "1", "problem.bounds[0].lower = 1: must be at least -1e15 and at most 0 (units)"),
        ("problem.initial_cost_at_most", "-2000", "problem.initial_cost_at_most = -2000: must be at least initial_cost_at_least = -1000"),
        ("model[0].kind", "\"least_square\"", "model[0].kind = \"least_square\": must be \"least_squares\", \"bounded\", \"least_cost\", \"match\", \"cvar\" or \"sparse\"; did you mean \"least_squares\"?"),
        ("model[1].name", "\"Model 0\"", "model[1].name = \"Model 0\": must be a name of its own: \"Model 0\" is also that of line LINE, model[0].name"),
        ("model[1].name", "\"unhedged\"", "model[1].name = \"unhedged\": is the name of no hedge in every result; choose another"),
        ("model[2].epsilon", "0", "model[2].epsilon = 0: must be greater than 0 and at most 1e6"),
        ("model[3].rms_cap", "-1", "model[3].rms_cap = -1: must be greater than 0 and at most 1e15 (currency, root mean square)"),
        ("model[3].rms_cap", "1\nepsilon = 0.5", "model[3]: must have only one of the keys `epsilon` or `rms_cap`"),
        ("model[4].sensitivities", "[\"delta\", \"vega\", \"delta\"]", "model[4].sensitivities[2] = \"delta\": is there twice"),
        ("model[4].sensitivities", "[\"delta\", \"rho\"]", "model[4].sensitivities[1] = \"rho\": must be \"value\", \"delta\", \"gamma\", \"vega\" or \"theta\""),
        ("model[5].level", "1", "model[5].level = 1: must be greater than 0 and less than 1 (0.95 is the worst 5 %)"),
        ("model[5].cost_cap", "50\ncvar_cap = 5", "model[5].cvar_cap = 5: not with cost_cap: either cost or expected shortfall is the least"),
        ("model[7].instruments", "11", "model[7].instruments = 11: must be at most 7, the instruments there are"),
        ("revalue[1].name", "\"half a point\"", "revalue[1].name = \"half a point\": must be a name of its own: \"half a point\" is also that of line LINE, revalue[0].name"),
        ("revalue[0].volatility_shift_vol_points", "-22", "revalue[0].volatility_shift_vol_points = -22: leaves no volatility of the 0.2200 there is at entry; must be greater than -22.0000"),
        ("horizons.days", "[5, 21.5]", "horizons.days[1] = 21.5: must be at most 21, the life of \"call 80 21d\""),
        ("horizons.days", "[5, 5.3]", "horizons.days[1] = 5.3: must be a whole number of steps: a step is 0.5 days (steps_per_day = 2)"),
        ("instruments.calls.days", "[21, 42.3]", "instruments.calls.days[1] = 42.3: must be a whole number of steps: a step is 0.5 days (steps_per_day = 2)"),
        ("frontier.points", "12\nrms_caps = [1]", "frontier: must have only one of the keys `points` or `rms_caps`"),
        ("cardinality.methods", "[\"l1\", \"l1\"]", "cardinality.methods[1] = \"l1\": is there twice"),
        ("surface.vol_points", "22", "surface.vol_points = 22: must be less than 22, the implied volatility at entry"),
        ("dynamic.rebalance_days", "[1, 16]", "dynamic.rebalance_days[1] = 16: must be at most market.days = 15, the horizon"),
        ("dynamic.rebalance_days", "[0.25]", "dynamic.rebalance_days[0] = 0.25: finer than the grid: a step is 0.5 days (steps_per_day = 2)"),
    ];
    for (path, value, said) in cases {
        let example = example_with(path);
        let text = with(example, path, value);
        let found = problems(&text);
        let [problem] = &found[..] else { panic!("{path} = {value}: {found:#?}") };
        let (place, words) = problem[1..].split_once(": ").expect("a place");
        let earlier = keys(example).into_iter().find(|key| said.ends_with(&key.path));
        let line = earlier.map_or(0, |key| key.line + 1);
        assert_eq!(words, said.replace("LINE", &line.to_string()), "{path} = {value}");
        // The line is that of the key which is told, or of its table.
        let line: usize =
            place.split(':').next().and_then(|line| line.parse().ok()).expect("a line");
        let key = words.split([' ', ':']).next().unwrap_or_default().trim_end_matches(']');
        let own = key.rsplit('.').next().unwrap_or_default().split('[').next().unwrap_or_default();
        assert!(text.lines().nth(line - 1).unwrap().contains(own), "{problem}");
    }
}

#[test]
fn a_key_that_is_missing_is_said_at_its_table() {
    #[rustfmt::skip]
    let cases = [
        ("book[0].legs[1].cash", "book[0].legs[1].cash: missing; must be a number at least 1e-12 and at most 1e12 (currency)"),
        ("book[0].legs[5].average_so_far", "book[0].legs[5].average_so_far: missing; fixings_so_far needs it"),
        ("book[0].legs[5].fixings_so_far", "book[0].legs[5].fixings_so_far: missing; average_so_far is the average of how many?"),
        ("book[0].legs[6].days_so_far", "book[0].legs[6].days_so_far: missing; average_so_far is the average of how many?"),
        ("instruments.calls.strikes", "instruments.calls: must have one of the keys `strikes` or `moneyness`"),
        ("model[2].epsilon", "model[2]: must have one of the keys `epsilon` or `rms_cap`"),
        ("model[7].instruments", "model[7].instruments: missing; must be a whole number from 1 to 1000 (instruments)"),
        ("dynamic.rebalance_days", "dynamic.rebalance_days: missing; must be a list of a number greater than 0 and at most 1e6 (trading days; whole steps of the grid)"),
    ];
    for (path, said) in cases {
        let found = problems(&without(example_with(path), path));
        assert_eq!(found.len(), 1, "{path}: {found:#?}");
        assert!(found[0].ends_with(said), "{path}: {found:#?}");
    }
}

#[test]
fn there_must_be_something_to_hedge_and_to_hedge_with() {
    let said = |text: &str| {
        let found = problems(text);
        assert_eq!(found.len(), 1, "{found:#?}");
        found[0].split_once(": ").expect("a place").1.to_owned()
    };
    let random = "random = { kind = \"vanilla\", strikes = [90, 110], days = [21] }";
    let empty = SHORTEST.replace(random, "");
    assert_eq!(said(&empty), "book[0]: must have one of the keys `legs`, `file` or `random`");
    let unsaid = SHORTEST.replace(random, "random = { kind = \"vanilla\", days = [21] }");
    assert!(said(&unsaid).ends_with("must have one of the keys `strikes` or `moneyness`"));
    let no_legs = SHORTEST.replace(random, "legs = []");
    assert!(said(&no_legs).starts_with("book[0].legs = []: must not be an empty list; each is"));
    let ladder = "calls = { strikes = [95, 105], days = [21, 42] }";
    let spread = "half_spread.currency = 0.05 # 0.1";
    let nothing = SHORTEST.replace(ladder, "underlying = false").replace(spread, "");
    assert_eq!(
        said(&nothing),
        "instruments: there is none: must have one of underlying, cash, calls, puts, quotes"
    );
    assert_eq!(
        said(&SHORTEST.replace(ladder, "")),
        "instruments.half_spread: is that of calls and puts, of which there are none; quotes have \
         spreads of their own"
    );
    assert_eq!(
        said(&SHORTEST.replace("limit =", "bounds = [{ of = \"puts\", lower = 0 }]\nlimit =")),
        "problem.bounds[0].of = \"puts\": there are no puts among the instruments"
    );
    let free = SHORTEST.replace(spread, "").replace("limit =", "weights = \"bid_ask\"\nlimit =");
    assert_eq!(
        said(&free),
        "problem.weights = \"bid_ask\": no instrument has a spread: say instruments.half_spread, \
         or costs.half_spread_bps"
    );
    let strikes: Vec<_> = (1..600).map(|strike| strike.to_string()).collect();
    let many = format!("calls = {{ strikes = [{}], days = [21, 42] }}", strikes.join(","));
    let many = SHORTEST.replace(ladder, &many);
    assert_eq!(said(&many), "instruments: makes 1199; at most 1000 are allowed");
}

/// An option of the ladder may be quoted too, but is one instrument.
#[test]
fn a_quote_of_a_rung_is_said_with_both_places() {
    let ladder = "quotes.file = \"data/quotes.csv\"\ncalls = { strikes = [100], days = [21] }";
    let text =
        FILES.replace("quotes.file = \"data/quotes.csv\" # \"data/other_quotes.csv\"", ladder);
    assert_eq!(
        problems(&text),
        [
            ":13:15: instruments.quotes.file = \"data/quotes.csv\": \"call 100 21d\" is there twice, \
          first by instruments.calls.strikes[0] of line 14"
        ]
    );
}

#[test]
fn a_random_book_has_problems_of_its_own() {
    #[rustfmt::skip]
    let cases = [
        ("book[0].random.kind", "\"vanila\"", "must be \"vanilla\", \"binary\", \"barrier\" or \"mixed\"; did you mean \"vanilla\"?"),
        ("book[0].random.options", "0", "must be a whole number from 1 to 10000 (options)"),
        ("book[0].random.days", "[63, 14]", "book[0].random.days[1] = 14: expires before the horizon: must be at least market.days = 15"),
        ("book[0].random.long_share", "1.1", "must be at least 0 and at most 1"),
        ("book[0].random.barriers_beyond_percent", "[100]", "must be greater than 0 and less than 100 (%)"),
    ];
    for (path, value, said) in cases {
        let found = problems(&with(RANDOM, path, value));
        assert!(found.len() == 1 && found[0].ends_with(said), "{path}: {found:#?}");
    }
    let text = with(RANDOM, "book[1].random.kind", "\"mixed\"");
    let found = problems(&with(&text, "book[1].random.days", "[21, 21.5]"));
    assert_eq!(
        found,
        [":26:20: book[1].random.days[1] = 21.5: must be whole days, for Asian options have a \
          fixing a day"]
    );
}

/// Another market must stay within the range of numbers too.
#[test]
fn a_market_that_is_too_wild_is_refused_in_every_world() {
    let wild = with(JUDGED, "revalue[1].market.jumps.mean_log", "-5");
    let wild = with(&wild, "revalue[1].market.jumps.per_year", "1000");
    let found = problems(&wild);
    assert_eq!(found.len(), 1, "{found:#?}");
    let said = "revalue[1].market: within the horizon of 0.060 years the spot could go";
    assert!(found[0].contains(said), "{found:#?}");
}

/// One fault hides no other, whatever its part.
#[test]
fn all_problems_are_shown_at_once_by_line() {
    let (_, models) = JUDGED.split_at(JUDGED.find("[[model]]").expect("models"));
    let mut text = format!("{LEGS}\n{models}");
    for (path, value) in [
        ("run.seed", "-1"),
        ("market.days", "1.5"),
        ("book[0].legs[0].quantity", "0"),
        ("instruments.calls.strikes", "[80, 0]"),
        ("problem.matched", "\"all\""),
        ("costs.charge_initial", "1"),
        ("model[2].epsilon", "\"little\""),
        ("revalue[1].market.volatility", "9"),
        ("surface.points", "2"),
        ("dynamic.paths", "1"),
    ] {
        text = with(&text, path, value);
    }
    let found = problems(&text);
    assert_eq!(found.len(), 10, "{found:#?}");
    let line = |problem: &String| problem[1..].split(':').next().unwrap().parse::<usize>().unwrap();
    assert!(found.windows(2).all(|pair| line(&pair[0]) < line(&pair[1])), "{found:#?}");
}

/// Each command says which other one takes the config.
#[test]
fn a_config_of_the_other_kind_is_told_so() {
    assert_eq!(
        problems(super::super::SHORTEST),
        [":10:3: hedge: is of a config for `rehedge run` or `rehedge sweep`"]
    );
    let run = config::read(SHORTEST, FILE, &config::Overrides::default());
    let said = run.plan.unwrap_err().to_string();
    assert_eq!(said, format!("{FILE}:11:2: instruments: is of a config for `rehedge portfolio`"));
    for example in EXAMPLES {
        assert_eq!(Kind::of(example), Kind::Portfolio);
    }
    for example in super::super::EXAMPLES {
        assert_eq!(Kind::of(example), Kind::Run);
    }
}

#[test]
fn a_bound_says_something() {
    let neither = without(LEGS, "problem.bounds[1].upper");
    let said = problems(&neither);
    assert!(
        said.len() == 1 && said[0].ends_with("problem.bounds[1]: says neither lower nor upper"),
        "{said:?}"
    );
}

#[test]
fn a_least_shortfall_of_values_that_cost_nothing_is_refused() {
    let model = "\n[[model]]\nname = \"tail\"\nkind = \"cvar\"\n";
    let text = |problem: &str, more: &str| {
        let example = SHORTEST.replace("[problem]", &format!("[problem]\nmatched = {problem}"));
        format!("{example}{model}{more}")
    };
    let found = problems(&text("\"value\"", ""));
    let [problem] = &found[..] else { panic!("{found:#?}") };
    let said = "model[0].kind = \"cvar\": makes no sense with problem.matched = \"value\"";
    assert!(problem.contains(said) && problem.contains("initial_cost_at_most"), "{problem}");
    plan(&text("\"change\"", ""));
    plan(&text("\"value\"\ninitial_cost_at_most = 10", ""));
    plan(&text("\"value\"", "cost_cap = 10"));
    plan(&text("\"value\"", "cvar_cap = 10"));
}

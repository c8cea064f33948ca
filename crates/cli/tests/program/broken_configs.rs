//! A config that is wrong is refused with every problem at once, and nothing is written.

use crate::place::Place;
use crate::runs::{SIMULATED, line_of, with};

/// Runs and checks a config that is wrong: the problems, after it was seen that both say the same
/// and that no file or folder was made.
#[track_caller]
fn problems(config: &str, options: &[&str]) -> Vec<String> {
    let place = Place::with_config(config);
    let before = place.files("");
    let run = place.rehedge(&[&["run", "question.toml"], options].concat()).refused();
    if options.is_empty() {
        assert_eq!(place.rehedge(&["check", "question.toml"]).refused(), run);
    }
    assert_eq!(place.files(""), before, "something was written");
    run
}

/// One problem at the line of a text, said with these words.
#[track_caller]
fn assert_problem(config: &str, line: usize, said: &str) {
    let problems = problems(config, &[]);
    let [problem] = &problems[..] else { panic!("not one problem: {problems:#?}") };
    let place = format!("question.toml:{line}:");
    assert!(problem.starts_with(&place), "not at {place} {problem}");
    assert!(problem.contains(said), "{said:?} is not in {problem:?}");
}

#[test]
fn a_problem_is_said_with_file_line_key_value_and_what_is_allowed() {
    #[rustfmt::skip]
    let cases = [
        // Zero, negative, not a number, infinite, too large.
        ("paths = 2600", "paths = 0", "run.paths = 0: must be a whole number from 1 to 100000000"),
        ("paths = 2600", "paths = -5", "run.paths = -5: must be a whole number"),
        ("spot = 90.0", "spot = 0", "market.spot = 0: must be at least 1e-12"),
        ("spot = 90.0", "spot = nan", "market.spot = nan: must be at least 1e-12"),
        ("spot = 90.0", "spot = inf", "market.spot = inf: must be at least 1e-12 and at most"),
        ("\nvolatility = 0.2", "\nvolatility = -0.2", "market.volatility = -0.2: must be at least 1e-8 and at most 5"),
        ("\nvolatility = 0.2", "\nvolatility = 20", "market.volatility = 20: must be at least 1e-8 and at most 5"),
        ("\nrate = 0.03", "\nrate = 3", "market.rate = 3: must be at least -1 and at most 1"),
        ("days = 6", "days = 0", "market.days = 0: must be a whole number from 1"),
        ("half_spread_bps = 2.0", "half_spread_bps = -1", "costs.half_spread_bps = -1: must be at least 0"),
        ("adv = 10_000.0", "adv = 0", "costs.impact.adv = 0: must be at least 1e-6"),
        ("quantity = -2.0", "quantity = 0", "book[0].quantity = 0: must be"),
        ("strike = 92.0", "strike = -nan", "book[0].strike = -nan: must be at least 1e-12"),
        // Types and words.
        ("seed = 7", "seed = \"7\"", "run.seed = \"7\": must be a whole number"),
        ("\"put\"", "\"putt\"", "book[1].kind = \"putt\": must be \"call\", \"put\", \"straddle\", \"cash_or_nothing_call\", \"cash_or_nothing_put\", \"asset_or_nothing_call\", \"asset_or_nothing_put\", \"up_and_in_call\", \"up_and_in_put\", \"up_and_out_call\", \"up_and_out_put\", \"down_and_in_call\", \"down_and_in_put\", \"down_and_out_call\", \"down_and_out_put\", \"asian_geometric_call\", \"asian_geometric_put\", \"asian_arithmetic_call\" or \"asian_arithmetic_put\"; did you mean \"put\"?"),
        ("rule = \"never\"", "rule = \"nevr\"", "hedge[2].rebalance.rule = \"nevr\": must be \"every\", \"times\", \"delta_band\", \"gamma_band\", \"whalley_wilmott\", \"zakamouline\", \"hodges_neuberger\", \"spot_move\", \"stop_loss\", \"any\", \"all\", \"never\" or \"none\"; did you mean \"never\"?"),
        ("charge_final = false", "charge_final = 0", "hedge[1].costs.charge_final = 0: must be true or false"),
        // Keys.
        ("drift = 0.05", "drfit = 0.05", "market.drfit: unknown key; did you mean `drift`?"),
        ("rule = \"never\"", "rule = \"never\", days = 1", "hedge[2].rebalance.days: not with rule = \"never\""),
        // Parts that do not fit together.
        ("days = 3.5", "days = 7.25", "book[1].days = 7.25: must be a whole number of steps"),
        ("days = 3.5", "days = 3.25", "book[1].days = 3.25: must be a whole number of steps"),
        ("days = [0.5, 2]", "days = [0.25, 2]", "hedge[0].rebalance.days[0] = 0.25: finer than the grid"),
        ("days = [0.5, 2]", "days = [0.5, 9]", "hedge[0].rebalance.days[1] = 9: must be at most the horizon"),
        ("name = \"never\"", "name = \"own volatility\"", "must be a name of its own: \"own volatility\" is also the hedge of line"),
    ];
    for (old, new, said) in cases {
        let line = line_of(SIMULATED, old) + usize::from(old.starts_with('\n'));
        assert_problem(&with(SIMULATED, old, new), line, said);
    }
}

#[test]
fn missing_sections_are_said_together() {
    let said = problems("", &[]);
    assert_eq!(
        said,
        [
            "question.toml:1:1: market: missing; must be { kind = \"simulated\" } or { kind = \"history\" }",
            "question.toml:1:1: book: missing; must be one or more tables, each under [[book]]",
            "question.toml:1:1: hedge: missing; must be one or more tables, each under [[hedge]]",
        ]
    );
}

#[test]
fn every_problem_is_said_at_once_by_line() {
    let mut config = SIMULATED.to_owned();
    let breaks = [
        ("seed = 7", "seed = 7.5", "run.seed = 7.5"),
        ("dividend_yield", "dividend_yeild", "market.dividend_yeild"),
        ("sd_log = 0.08", "sd_log = nan", "market.jumps.sd_log = nan"),
        ("moneyness = 0.95", "moneyness = inf", "book[1].strike.moneyness = inf"),
        ("fee_per_unit = 0.001", "fee_per_unit = -0.001", "costs.fee_per_unit = -0.001"),
        ("steps = 3", "steps = 13", "hedge[1].rebalance.steps = 13"),
        ("name = \"never\"", "", "hedge[2].name"),
    ];
    for (old, new, _) in breaks {
        config = with(&config, old, new);
    }
    let said = problems(&config, &["--paths", "0"]);
    assert_eq!(said.len(), breaks.len() + 1, "{said:#?}");
    assert!(said[0].starts_with("--paths = 0: must be a whole number"), "{}", said[0]);
    for (problem, (_, _, key)) in said[1..].iter().zip(breaks) {
        let rest = problem.splitn(4, ':').nth(3).unwrap_or_default();
        assert!(rest.starts_with(&format!(" {key}: ")), "{key} is not the key of {problem:?}");
    }
}

#[test]
fn what_is_not_toml_is_refused_at_its_line() {
    for (old, new, below) in [
        ("seed = 7", "seed = = 7", 0),
        ("[market]", "[market", 0),
        ("seed = 7", "seed = 7\nseed = 8", 1),
    ] {
        // The parser may stumble again further on.
        let said = problems(&with(SIMULATED, old, new), &[]);
        let start = format!("question.toml:{}:", line_of(SIMULATED, old) + below);
        let first = &said[0];
        assert!(first.starts_with(&start) && first.contains(": not TOML: "), "{said:#?}");
    }
}

#[test]
fn a_market_that_could_leave_the_range_of_numbers_is_refused() {
    let wild = with(SIMULATED, "per_year = 24.0", "per_year = 9000.0");
    assert_problem(&wild, line_of(SIMULATED, "[market]"), "the spot could go as far as");
}

#[test]
fn a_config_that_cannot_be_read_is_refused() {
    let place = Place::with_config("");
    place.write("binary.toml", [0xff, 0xfe, 0x00, 0x80]);
    place.write("folder/file", "");
    let before = place.files("");
    for name in ["nothing.toml", "binary.toml", "folder", "question.toml/below"] {
        for command in ["run", "check"] {
            let said = place.rehedge(&[command, name]).refused();
            assert!(said[0].starts_with(&format!("cannot read the config {name}: ")), "{said:?}");
        }
    }
    assert_eq!(place.files(""), before);
}

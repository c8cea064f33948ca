//! A valid config broken in one place each, and what is said of it.

use super::*;

/// Every problem of a text, without the name of the file.
fn problems(text: &str) -> Vec<String> {
    let problems = read(text).expect_err(text).to_string();
    problems.lines().map(|line| line.trim_start_matches(FILE).to_owned()).collect()
}

#[test]
fn a_broken_value_is_said_with_its_place_and_what_is_allowed() {
    #[rustfmt::skip]
    let cases = [
        ("run.paths", "0", ":3:9: run.paths = 0: must be a whole number from 1 to 100000000 (simulated paths)"),
        ("run.paths", "1e4", ":3:9: run.paths = 1e4: must be a whole number from 1 to 100000000 (simulated paths), not a number with a point"),
        ("run.seed", "-1", ":4:8: run.seed = -1: must be a whole number from 0 to 9223372036854775807"),
        ("market.kind", "\"simulatd\"", ":8:8: market.kind = \"simulatd\": must be \"simulated\" or \"history\"; did you mean \"simulated\"?"),
        ("market.kind", "1", ":8:8: market.kind = 1: must be \"simulated\" or \"history\", not a whole number"),
        ("market.volatility", "-0.2", ":14:14: market.volatility = -0.2: must be at least 1e-8 and at most 5 (per √year; 0.20 is 20 %)"),
        ("market.drift", "2.5", ":10:9: market.drift = 2.5: must be at least -2 and at most 2 (per year, continuously compounded; 0.03 is 3 %)"),
        ("market.days", "1_000_000", ":15:8: market.days = 1_000_000: with steps_per_day = 4 this makes 4000000 steps; at most 1000000 are allowed"),
        ("market.jumps.sd_log", "5.5", ":20:16: market.jumps.sd_log = 5.5: must be at least 0 and at most 5 (log size)"),
        ("book[0].kind", "\"cal\"", ":29:8: book[0].kind = \"cal\": must be \"call\", \"put\", \"straddle\", \"cash_or_nothing_call\", \"cash_or_nothing_put\", \"asset_or_nothing_call\", \"asset_or_nothing_put\", \"up_and_in_call\", \"up_and_in_put\", \"up_and_out_call\", \"up_and_out_put\", \"down_and_in_call\", \"down_and_in_put\", \"down_and_out_call\", \"down_and_out_put\", \"asian_geometric_call\", \"asian_geometric_put\", \"asian_arithmetic_call\" or \"asian_arithmetic_put\"; did you mean \"call\"?"),
        ("book[0].strike", "true", ":30:10: book[0].strike = true: must be \"atm\", a number at least 1e-12 and at most 1e12 (currency) or a table with key moneyness, not true or false"),
        ("book[0].strike", "\"amt\"", ":30:10: book[0].strike = \"amt\": must be \"atm\", a number at least 1e-12 and at most 1e12 (currency) or a table with key moneyness; did you mean \"atm\"?"),
        ("book[0].days", "0.1", ":31:8: book[0].days = 0.1: finer than the grid: a step is 0.25 days (steps_per_day = 4)"),
        ("book[0].days", "2.6", ":31:8: book[0].days = 2.6: must be a whole number of steps: a step is 0.25 days (steps_per_day = 4)"),
        ("book[0].quantity", "0", ":32:12: book[0].quantity = 0: must be at least -1e12 and at most 1e12 and not 0 (options)"),
        ("costs.fee_bps", "10_000", ":37:11: costs.fee_bps = 10_000: must be at least 0 and less than 10000 (basis points; 100 are 1 %)"),
        ("costs.charge_initial", "1", ":42:18: costs.charge_initial = 1: must be true or false, not a whole number"),
        ("hedge[0].name", "\" \"", ":46:8: hedge[0].name = \" \": must be text of 1 to 60 characters in quotes, not blank, without control characters"),
        ("hedge[0].name", "\"a\\tb\"", ":46:8: hedge[0].name = \"a\\tb\": must be text of 1 to 60 characters in quotes, not blank, without control characters"),
        ("hedge[0].name", "\"dear\"", ":53:8: hedge[1].name = \"dear\": must be a name of its own: \"dear\" is also the hedge of line 46, hedge[0].name"),
        ("hedge[0].rebalance.days", "0.125", ":48:18: hedge[0].rebalance.days = 0.125: finer than the grid: a step is 0.25 days (steps_per_day = 4)"),
        ("hedge[0].rebalance.days", "0.3", ":48:18: hedge[0].rebalance.days = 0.3: must be a whole number of steps: a step is 0.25 days (steps_per_day = 4)"),
        ("hedge[0].rebalance.days", "43", ":48:18: hedge[0].rebalance.days = 43: must be at most the horizon of 42 days, 168 steps; for a single trade at entry write rule = \"never\""),
        ("hedge[0].rebalance.days", "[]", ":48:18: hedge[0].rebalance.days = []: must not be an empty list; each is a number greater than 0 and at most 1e6 (trading days; whole steps of the grid)"),
        ("hedge[0].rebalance.days", "[1, 0.5, 1.0]", ":48:27: hedge[0].rebalance.days[2] = 1.0: must be a name of its own: \"daily 1d\" is also the hedge of line 48, hedge[0].rebalance.days[0]"),
        ("hedge[1].rebalance.steps", "2.0", ":55:19: hedge[1].rebalance.steps = 2.0: must be a whole number from 1 to 1000000 (steps), or a list of such, not a number with a point"),
        ("hedge[1].rebalance.steps", "169", ":55:19: hedge[1].rebalance.steps = 169: must be at most the horizon of 42 days, 168 steps; for a single trade at entry write rule = \"never\""),
        ("hedge[1].target.volatility", "\"implid\"", ":56:21: hedge[1].target.volatility = \"implid\": must be \"implied\", \"path\", \"leland\" or \"zakamouline\", a number at least 1e-8 and at most 5 (per √year; 0.20 is 20 %) or { trailing_days = … } or { ewma_decay = … }; did you mean \"implied\"?"),
        ("hedge[1].costs.impact.adv", "0", ":62:20: hedge[1].costs.impact.adv = 0: must be at least 1e-6 and at most 1e15 (shares)"),
    ];
    for (path, value, said) in cases {
        assert_eq!(problems(&with(SIMULATED, path, value)), [said], "{path} = {value}");
    }
}

#[test]
fn history_has_problems_of_its_own() {
    #[rustfmt::skip]
    let cases = [
        ("run.seed", "1\npaths = 3", ":4:9: run.paths = 3: not with market.kind = \"history\", where every window of the data is a path"),
        ("run.seed", "1\nsampling = \"sobol\"", ":4:12: run.sampling = \"sobol\": not with market.kind = \"history\", where every window of the data is a path"),
        ("market.from", "2021-01-01", ":24:6: market.to = \"2020-06-30\": must not be before market.from = 2021-01-01"),
        ("market.from", "\"2021-02-30\"", ":23:8: market.from = \"2021-02-30\": must be a date, such as 2020-01-31"),
        ("market.from", "2021-02-03T10:00:00", ":23:8: market.from = 2021-02-03T10:00:00: must be a date, such as 2020-01-31"),
        ("market.volatility_window_days", "1", ":21:26: market.volatility_window_days = 1: must be a whole number from 2 to 1000000 (trading days)"),
        ("market.rate", "0.01\ndrift = 0.02", ":18:1: market.drift: not with kind = \"history\"; only with kind = \"simulated\""),
        ("market.implied_volatility.column", "\"vix\"\nimplied_volatility.trailing_days = 5", ":10:1: market.implied_volatility: must have only one of the keys `column` or `trailing_days`"),
        ("market.file", "\"\"", ":7:8: market.file = \"\": must be text of 1 to 1000 characters in quotes, not blank, without control characters"),
    ];
    for (path, value, said) in cases {
        assert_eq!(problems(&with(HISTORY, path, value)), [said], "{path} = {value}");
    }
    assert_eq!(
        problems(&without(HISTORY, "market.implied_volatility.column")),
        [":11:1: market.implied_volatility: must have one of the keys `column` or `trailing_days`"]
    );
}

#[test]
fn a_target_has_problems_of_its_own() {
    #[rustfmt::skip]
    let cases = [
        ("hedge[0].target.volatility.trailing_days", "1", ":19:35: hedge[0].target.volatility.trailing_days = 1: must be a whole number from 2 to 1000000 (trading days)"),
        ("hedge[0].target.volatility.trailing_days", "10\ntarget.volatility.ewma_decay = 0.9", ":19:8: hedge[0].target.volatility: must have only one of the keys `trailing_days` or `ewma_decay`"),
        ("hedge[1].target.volatility.ewma_decay", "1", ":26:32: hedge[1].target.volatility.ewma_decay = 1: must be at least 1e-6 and less than 1 (per trading day)"),
        ("hedge[0].target.multiple", "-0.5", ":20:19: hedge[0].target.multiple = -0.5: must be at least 0 and at most 100"),
        ("hedge[1].trade.lot", "0", ":28:13: hedge[1].trade.lot = 0: must be at least 1e-6 and at most 1e15 (shares)"),
        ("hedge[1].trade.lot", "70", ":30:17: hedge[1].trade.maximum = 500.0: must be a whole number of lots of 70"),
        ("hedge[1].trade.minimum", "501", ":30:17: hedge[1].trade.maximum = 500.0: must be at least minimum = 501"),
    ];
    for (path, value, said) in cases {
        assert_eq!(problems(&with(TARGETS, path, value)), [said], "{path} = {value}");
    }
}

/// `Le = √(8/π)·k/(σ·√δt)`: .17 for 30 basis points every five days at 20 %, by hand.
#[test]
fn leland_s_volatility_must_exist_where_the_book_is_long_gamma() {
    let target = ":36:21: hedge[2].target.volatility = \"leland\"";
    let dear = |days: &str| {
        let text = with(TARGETS, "costs.half_spread_bps", "200");
        with(&text, "hedge[2].rebalance.days", days)
    };
    let needs = "and a book that is long gamma throughout needs one below 1:";
    let change = "lower half_spread_bps or fee_bps, or take another volatility";
    let said = problems(&dear("5"));
    let longer = "rebalance every 6.5 days or more,";
    let number = "\"with costs\" has the Leland number 1.133";
    assert_eq!(said, [format!("{target}: {number}, {needs} {longer} {change}")]);
    assert!(read(&dear("6.5")).is_ok() && !problems(&dear("6")).is_empty());
    // One problem for each interval of a list that is too short.
    assert_eq!(problems(&dear("[1, 5, 7, 21]")).len(), 2);
    // Where no interval by the horizon is long enough, none is named.
    let dearest = with(&dear("5"), "costs.half_spread_bps", "1_000");
    let number = "\"with costs\" has the Leland number 5.664";
    assert_eq!(problems(&dearest), [format!("{target}: {number}, {needs} {change}")]);

    // Short gamma, and books and markets where it is not known, keep the floor.
    let short = with(&dear("5"), "book[0].quantity", "-1000");
    let put = "-1\n[[book]]\nkind = \"put\"\nquantity = 2";
    let mixed = with(&dear("5"), "book[0].quantity", put);
    let tracking = "0.2\nimplied_volatility = { kind = \"tracks\", ratio = 1 }";
    let steady = with(&dear("5"), "market.volatility", tracking);
    let shocks = "vol_shocks = { per_year = 1, mean_log = 0.1, sd_log = 0.1, half_life_days = 9 }";
    let moving = with(&dear("5"), "market.volatility", &format!("{tracking}\n{shocks}"));
    for text in [short, mixed, moving] {
        assert!(read(&text).is_ok(), "{text}");
    }
    assert_eq!(problems(&steady).len(), 1);
}

#[test]
fn a_comparison_has_problems_of_its_own() {
    #[rustfmt::skip]
    let cases = [
        ("compare.baseline", "\"dayly 5d\"", ":16:12: compare.baseline = \"dayly 5d\": must be the name of a hedge; did you mean \"daily 5d\"?"),
        ("compare.baseline", "\"weekly\"", ":16:12: compare.baseline = \"weekly\": must be the name of a hedge: daily 1d, daily 5d, none"),
        ("compare.criteria[1].max_sd", "0", ":23:10: compare.criteria[1].max_sd = 0: must be greater than 0 and at most 1e12 (currency)"),
        ("compare.criteria[2].risk_aversion", "-1", ":27:17: compare.criteria[2].risk_aversion = -1: must be greater than 0 and at most 1e6 (per currency unit)"),
        ("compare.criteria[3].risk_aversion", "0", ":31:17: compare.criteria[3].risk_aversion = 0: must be greater than 0 and at most 1e6 (per currency unit)"),
        ("compare.criteria[4].level", "0", ":35:9: compare.criteria[4].level = 0: must be greater than 0 and less than 1 (0.95 is the worst 5 %)"),
        ("compare.criteria[4].level", "1", ":35:9: compare.criteria[4].level = 1: must be greater than 0 and less than 1 (0.95 is the worst 5 %)"),
    ];
    for (path, value, said) in cases {
        assert_eq!(problems(&with(COMPARED, path, value)), [said], "{path} = {value}");
    }
    let empty = format!("{SHORTEST}\n[compare]\ncriteria = []\n");
    assert!(problems(&empty)[0].contains("compare.criteria = []: must not be an empty list"));
}

/// What a contract's keys must be beside each other, the grid and the spot.
#[test]
fn a_contract_has_problems_of_its_own() {
    #[rustfmt::skip]
    let cases = [
        ("book[0].cash", "0", ":9:8: book[0].cash = 0: must be at least 1e-12 and at most 1e12 (currency)"),
        ("book[1].barrier", "100", ":14:11: book[1].barrier = 100: must be above the spot of 100, or it is touched at entry"),
        ("book[1].rebate", "-1", ":15:10: book[1].rebate = -1: must be at least 0 and at most 1e12 (currency)"),
        ("book[1].monitoring_days", "0.5", ":16:19: book[1].monitoring_days = 0.5: finer than the grid: a step is 1 day (steps_per_day = 1)"),
        ("book[2].barrier.moneyness", "1.1", ":20:1: book[2].barrier: its moneyness must be below 1, or it is touched at entry"),
        ("book[3].fixings", "5", ":24:11: book[3].fixings = 5: must divide the 42 steps of the option's life, so that every fixing is at a step"),
        ("book[3].fixings_so_far", "4\ndays_so_far = 2", ":27:15: book[3].days_so_far = 2: not with fixings, where fixings_so_far says it"),
        ("book[4].days_so_far", "10\nfixings_so_far = 2", ":33:18: book[4].fixings_so_far = 2: not without fixings, where days_so_far says it"),
        ("book[4].kind", "\"put\"", ":31:1: book[4].average_so_far: not with kind = \"put\"; only with kind = \"asian_geometric_call\""),
    ];
    for (path, value, said) in cases {
        assert_eq!(problems(&with(CONTRACTS, path, value))[0], said, "{path} = {value}");
    }
    let missing = CONTRACTS.replace("cash = 10.0", "");
    assert!(problems(&missing)[0].contains("book[0].cash: missing; must be"));
}

/// Rules and volatilities for vanilla options only say so, in lists of rules too.
#[test]
fn a_rule_for_vanilla_options_needs_a_book_of_them() {
    let rule = |text: &str| CONTRACTS.replace("rule = \"every\"\nrebalance.days = 1", text);
    for (text, place, word) in [
        ("rule = \"stop_loss\"", ":36:18: hedge[0].rebalance.rule", "\"stop_loss\""),
        (
            "rule = \"zakamouline\"\nrebalance.risk_aversion = 1",
            ":36:18: hedge[0].rebalance.rule",
            "\"zakamouline\"",
        ),
        (
            "rule = \"any\"\nrebalance.of = [{ rule = \"stop_loss\" }, { rule = \"every\", days = 2 }]",
            ":36:18: hedge[0].rebalance.rule",
            "\"stop_loss\"",
        ),
    ] {
        let said = problems(&rule(&format!("{text} # 5")));
        let expected = format!("{word} is for vanilla options, not for \"cash_or_nothing_call\"");
        assert!(said[0].starts_with(place) && said[0].ends_with(&expected), "{said:?}");
    }
}

/// An optimal hedge says what it lacks.
#[test]
fn an_optimal_hedge_is_solved_beforehand() {
    #[rustfmt::skip]
    let cases = [
        ("hedge[0].rebalance.risk_aversion", "0", ":15:27: hedge[0].rebalance.risk_aversion = 0: must be greater than 0 and at most 1e12 (per currency unit of one option's P&L)"),
        ("hedge[0].rebalance.risk_aversion", "-1.0", ":15:27: hedge[0].rebalance.risk_aversion = -1.0: must be greater than 0 and at most 1e12 (per currency unit of one option's P&L)"),
        ("book[0].kind", "\"put\"\ndays = 21", ":15:18: hedge[0].rebalance.rule = \"hodges_neuberger\": needs an option that lives to the horizon of 63 days"),
        ("book[0].kind", "\"put\"\ndays = 64", ":15:18: hedge[0].rebalance.rule = \"hodges_neuberger\": needs an option that lives to the horizon of 63 days"),
        ("book[0].kind", "\"asset_or_nothing_call\"", ":14:18: hedge[0].rebalance.rule = \"hodges_neuberger\": needs a vanilla option, not \"asset_or_nothing_call\""),
        ("book[0].kind", "\"put\"\n[[book]]\nkind = \"call\"", ":16:18: hedge[0].rebalance.rule = \"hodges_neuberger\": needs a book of one option, not of 2"),
        ("market.days", "5001", ":14:18: hedge[0].rebalance.rule = \"hodges_neuberger\": can be solved for at most 5000 steps, not 5001"),
        ("hedge[0].target.volatility", "\"leland\"", ":16:21: hedge[0].target.volatility = \"leland\": \"leland\" needs rule = \"every\", whose interval it prices"),
    ];
    for (path, value, said) in cases {
        assert_eq!(problems(&with(OPTIMAL, path, value)), [said], "{path} = {value}");
    }
    let said = |place: &str, found: &str| {
        format!(
            "{place}: hedge[0].target.volatility = {found}: rule = \"hodges_neuberger\" solves for \
             its region before the run, when this volatility is not known: must be a number, the \
             one believed in"
        )
    };
    let ewma = "{ ewma_decay = 0.94 }";
    let text = with(OPTIMAL, "hedge[0].target.volatility", ewma);
    assert_eq!(problems(&text), [said(":16:21", ewma)]);
    for (key, value, usual) in [("multiple", "0.9", 1), ("net_delta", "-1", 0)] {
        let more = format!("0.25\ntarget.{key} = {value}");
        let said = format!(
            ":17:{}: hedge[0].target.{key} = {value}: must be {usual}: rule = \"hodges_neuberger\" \
             holds what is best",
            11 + key.len()
        );
        assert_eq!(problems(&with(OPTIMAL, "hedge[0].target.volatility", &more)), [said]);
    }
    let tracks = "0.2\nimplied_volatility = { kind = \"tracks\" }";
    let shocks =
        "0.2\nvol_shocks = { per_year = 4, mean_log = 0.3, sd_log = 0.1, half_life_days = 9 }";
    for (word, market) in [("implied", tracks), ("path", shocks)] {
        let text = with(OPTIMAL, "hedge[0].target.volatility", &format!("{word:?}"));
        let text = with(&text, "market.volatility", market);
        assert_eq!(problems(&text), [said(":17:21", &format!("{word:?}"))]);
    }
    let (_, hedge) = OPTIMAL.split_at(OPTIMAL.find("[[hedge]]").unwrap());
    let (history, _) = HISTORY.split_at(HISTORY.find("[[hedge]]").unwrap());
    let text = without(&format!("{history}{hedge}"), "market.normalise_spot");
    let text = text.replace("target.volatility = 0.25", "target.volatility = \"implied\"");
    let spot = ":32:18: hedge[0].rebalance.rule = \"hodges_neuberger\": solves for its region before the run, for one spot at entry: needs \
                market.normalise_spot";
    assert_eq!(problems(&text), [spot.to_owned(), said(":34:21", "\"implied\"")]);
}

#[test]
fn sampling_takes_whole_sets_of_paths_and_a_dimension_for_each_step() {
    #[rustfmt::skip]
    let cases = [
        ("run.sampling", "\"sobl\"", ":4:12: run.sampling = \"sobl\": must be \"pseudo\", \"antithetic\" or \"sobol\"; did you mean \"sobol\"?"),
        ("run.paths", "2000", ":4:12: run.sampling = \"sobol\": 2000 paths: with Sobol' sampling their number must be a multiple of 1024, such as 2048"),
        ("market.days", "1112", ":4:12: run.sampling = \"sobol\": 1112 steps: with Sobol' points there can be at most 1111, a dimension each"),
    ];
    for (path, value, said) in cases {
        assert_eq!(problems(&with(TRACKS, path, value)), [said], "{path} = {value}");
    }
    let pairs = with(TRACKS, "run.sampling", "\"antithetic\"");
    let said = ":4:12: run.sampling = \"antithetic\": 100 paths: with antithetic sampling their number must be a multiple of 64, such as 128";
    assert_eq!(problems(&with(&pairs, "run.paths", "100")), [said]);
}

#[test]
fn rules_made_of_others_have_problems_of_their_own() {
    let of = "hedge[1].rebalance.of";
    #[rustfmt::skip]
    let cases = [
        ("hedge[0].rebalance.times", "[0.5, 0.3]", ":14:25: hedge[0].rebalance.times[1] = 0.3: must be a step of the grid, 0.25, 0.5, 0.75 or 1 (steps_per_day = 4)".to_owned()),
        ("hedge[0].rebalance.times", "[0.0]", ":14:20: hedge[0].rebalance.times[0] = 0.0: must be greater than 0 and at most 1 (of a trading day; 1 is its end)".to_owned()),
        ("hedge[0].rebalance.times", "[]", ":14:19: hedge[0].rebalance.times = []: must not be an empty list; each is a number greater than 0 and at most 1 (of a trading day; 1 is its end)".to_owned()),
        ("hedge[0].rebalance.times", "0.5", ":14:19: hedge[0].rebalance.times = 0.5: must be a list of a number greater than 0 and at most 1 (of a trading day; 1 is its end), not a number with a point".to_owned()),
        ("hedge[0].rebalance.every_days", "64", ":15:24: hedge[0].rebalance.every_days = 64: must be at most the horizon of 63 days, 252 steps; for a single trade at entry write rule = \"never\"".to_owned()),
        ("hedge[1].rebalance.of[0].rule", "\"any\"", format!(":22:8: {of}[0].rule = \"any\": must be \"every\", \"times\", \"delta_band\", \"gamma_band\", \"whalley_wilmott\", \"zakamouline\", \"spot_move\" or \"stop_loss\"")),
        ("hedge[1].rebalance.of[0].days", "0.3", format!(":23:8: {of}[0].days = 0.3: must be a whole number of steps: a step is 0.25 days (steps_per_day = 4)")),
        ("hedge[1].rebalance.of[0].days", "[1, 5]", format!(":23:8: {of}[0].days = [1, 5]: must be a number greater than 0 and at most 1e6 (trading days; whole steps of the grid), not a list")),
        ("hedge[1].rebalance.of[4].percent", "-1", format!(":41:11: {of}[4].percent = -1: must be at least 0 and at most 1e6 (% of the spot)")),
        ("hedge[1].rebalance.of[6].risk_aversion", "0", format!(":51:17: {of}[6].risk_aversion = 0: must be greater than 0 and at most 1e12 (per currency unit of one option's P&L)")),
        ("hedge[1].rebalance.of[6].coefficient", "-4.76", format!(":52:15: {of}[6].coefficient = -4.76: must be at least 0 and at most 1000")),
    ];
    for (path, value, said) in cases {
        let found = problems(&with(SEVERAL_RULES, path, value));
        assert_eq!(found[0], said, "{path} = {value}");
        // A rule that is none has its keys questioned too.
        assert!(found.len() == 1 || path.ends_with("rule"), "{found:?}");
    }
    let empty = SHORTEST.replace("rule = \"every\", days = 1 }", "rule = \"any\", of = [] }");
    let said = ":12:34: hedge[0].rebalance.of = []: must not be an empty list; each is ";
    assert!(problems(&empty)[0].starts_with(said), "{:?}", problems(&empty));
}

#[test]
fn a_zakamouline_target_needs_one_such_band() {
    let alone =
        with(BANDS, "hedge[0].rebalance.to", "\"edge\"\ntarget.volatility = \"zakamouline\"");
    let said = ":15:21: hedge[0].target.volatility = \"zakamouline\": \"zakamouline\" needs rule = \"zakamouline\", whose risk aversion and coefficient it takes";
    assert_eq!(problems(&alone), [said]);
    let two = SEVERAL_RULES
        .replace("rule = \"stop_loss\"", "rule = \"zakamouline\"\nrisk_aversion = 2.1");
    let said = problems(&two);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("hedge[1].target.volatility: the list has Zakamouline bands"));
    let chosen = two
        .replace("rebalance.rule = \"any\"", "rebalance.rule = \"any\"\ntarget.volatility = 0.2");
    assert!(read(&chosen).is_ok());
}

#[test]
fn an_unknown_key_is_an_error_everywhere_and_the_nearest_is_suggested() {
    for example in EXAMPLES {
        for key in keys(example) {
            let misspelt = format!("{}x = {}", key.key, key.value);
            let text =
                replaced(example, key.line, &format!("{} = {}\n{misspelt}", key.key, key.value));
            let said = problems(&text);
            let name = key.key.rsplit('.').next().unwrap_or_default();
            let place = format!(":{}:", key.line + 2);
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(said[0].starts_with(&place), "{said:?}");
            assert!(said[0].contains(&format!("{}x: unknown key", key.path)), "{said:?}");
            assert!(said[0].contains(&format!("did you mean `{name}`?")), "{said:?}");
        }
    }
    let strange = with(SIMULATED, "run.seed", "7\nthreads = 2");
    let said = ":5:1: run.threads: unknown key; allowed here: paths, seed, sampling, ledger_paths";
    assert_eq!(problems(&strange), [said]);
}

#[test]
fn a_missing_key_is_an_error_at_its_table() {
    #[rustfmt::skip]
    let cases = [
        ("market.kind", ":7:1: market.kind: missing; must be \"simulated\" or \"history\""),
        ("market.volatility", ":7:1: market.volatility: missing; must be a number at least 1e-8 and at most 5 (per √year; 0.20 is 20 %)"),
        ("market.jumps.sd_log", ":18:1: market.jumps.sd_log: missing; must be a number at least 0 and at most 5 (log size)"),
        ("book[0].kind", ":28:1: book[0].kind: missing; must be \"call\", \"put\", \"straddle\", \"cash_or_nothing_call\", \"cash_or_nothing_put\", \"asset_or_nothing_call\", \"asset_or_nothing_put\", \"up_and_in_call\", \"up_and_in_put\", \"up_and_out_call\", \"up_and_out_put\", \"down_and_in_call\", \"down_and_in_put\", \"down_and_out_call\", \"down_and_out_put\", \"asian_geometric_call\", \"asian_geometric_put\", \"asian_arithmetic_call\" or \"asian_arithmetic_put\""),
        ("hedge[1].name", ":52:1: hedge[1].name: missing; must be text of 1 to 60 characters in quotes, not blank, without control characters"),
        ("hedge[0].rebalance.days", ":47:1: hedge[0].rebalance: must have one of the keys `days` or `steps`"),
    ];
    for (path, said) in cases {
        assert_eq!(problems(&without(SIMULATED, path)), [said], "{path}");
    }
    let nothing = [
        ":1:1: market: missing; must be { kind = \"simulated\" } or { kind = \"history\" }",
        ":1:1: book: missing; must be one or more tables, each under [[book]]",
        ":1:1: hedge: missing; must be one or more tables, each under [[hedge]]",
    ];
    assert_eq!(problems(""), nothing);
}

#[test]
fn a_section_of_the_wrong_type_is_an_error() {
    let said = problems("market = 3\nbook = [1]\nhedge = []\nrun = [[2]]\n[costs]\nimpact = 1\n");
    let expected = [
        ":1:10: market = 3: must be { kind = \"simulated\" } or { kind = \"history\" }, not a whole number",
        ":2:9: book[0] = 1: must be a table, not a whole number",
        ":3:9: hedge = []: must have at least one table",
        ":4:7: run = [[2]]: must be a table with keys paths, seed, sampling, ledger_paths, not a list",
        ":6:10: costs.impact = 1: must be a table with keys coefficient, adv, not a whole number",
    ];
    assert_eq!(said, expected);
    let single = SIMULATED.replace("[[book]]", "[book]");
    let said = ":28:1: book: must be one or more tables, each under [[book]], not a table";
    assert_eq!(problems(&single), [said]);
}

#[test]
fn all_problems_are_shown_at_once_by_line() {
    let text = "[[hedge]]\nname = \"a\"\nrebalance = { rule = \"every\", days = [0.3, 1, -1] }\n\
                [[book]]\nkind = \"cal\"\ndays = 99.1\n\
                [market]\nkind = \"simulatd\"\ndays = 63\nvolatilty = 0.2\nspot = nan\n\
                [run]\nseed = 1.5\n[[hedge]]\nname = \"a 1d\"\nrebalance.rule = \"never\"\n";
    let said = problems(text);
    let starts: Vec<_> =
        said.iter().map(|said| said.split(": ").take(2).collect::<Vec<_>>()).collect();
    let expected = [
        [":3:39", "hedge[0].rebalance.days[0] = 0.3"],
        [":3:47", "hedge[0].rebalance.days[2] = -1"],
        [":5:8", "book[0].kind = \"cal\""],
        [":6:8", "book[0].days = 99.1"],
        [":7:1", "market.volatility"],
        [":8:8", "market.kind = \"simulatd\""],
        [":10:1", "market.volatilty"],
        [":11:8", "market.spot = nan"],
        [":13:8", "run.seed = 1.5"],
        [":15:8", "hedge[1].name = \"a 1d\""],
    ];
    assert_eq!(starts, expected);
}

#[test]
fn a_text_that_is_not_toml_is_said_with_every_line() {
    let said = problems("[market]\nspot = \ndays = 1\ndays = 2\nkind = \"simulated");
    let lines: Vec<_> =
        said.iter().map(|said| said.split(": ").take(2).collect::<Vec<_>>()).collect();
    let expected = [[":2:8", "not TOML"], [":4:1", "not TOML"], [":5:18", "not TOML"]];
    assert_eq!(lines, expected, "{said:?}");
}

#[test]
fn every_number_refuses_what_is_not_one() {
    let mut tried = 0;
    for example in EXAMPLES {
        for key in keys(example) {
            if key.value.replace('_', "").parse::<f64>().is_err() {
                continue;
            }
            for bad in ["nan", "inf", "-inf", "\"1\"", "true", "1979-05-27", "{ x = 1 }"] {
                let said = problems(&with(example, &key.path, bad));
                let place = format!(":{}:", key.line + 1);
                // A table in place of an alternative is opened, so that its keys are named.
                assert!(said.iter().all(|said| said.starts_with(&place)), "{said:?}");
                assert!(said[0].contains(&key.path), "{said:?}");
                assert!(said[0].contains("must be ") || bad.starts_with('{'), "{said:?}");
                assert!(said.len() == 1 || bad.starts_with('{'), "{said:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 7 * 50, "the examples have lost their numbers");
}

#[test]
fn a_market_that_could_leave_the_range_of_numbers_is_refused() {
    let wild = [
        ("market.jumps.sd_log", "5", SIMULATED),
        ("market.vol_shocks.sd_log", "5", SIMULATED),
        ("market.vol_shocks.per_year", "10_000", SIMULATED),
        ("market.days", "900_000", SHORTEST),
    ];
    for (path, value, example) in wild {
        let said = problems(&with(example, path, value));
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains(": market: within the horizon of "), "{said:?}");
    }
    // Jumps whose compensation is nothing, but of which there are many.
    let balanced =
        with(&with(SIMULATED, "market.jumps.mean_log", "-0.5"), "market.jumps.sd_log", "1");
    assert!(read(&balanced).is_ok());
    let many = problems(&with(&balanced, "market.jumps.per_year", "500"));
    assert!(many[0].contains(": market: within the horizon of 0.168 years"), "{many:?}");
    let mild = "market.volatility = 5, a year";
    let text = with(&with(SHORTEST, "market.volatility", "5"), "market.days", "252");
    assert!(read(&text).is_ok(), "{mild}");
}

#[test]
fn an_expanded_name_must_not_be_too_long() {
    let name = format!("\"{}\"", "é".repeat(57));
    let text = with(&with(TRACKS, "hedge[0].name", &name), "hedge[0].rebalance.days", "[1, 21]");
    let said = problems(&text);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with(":19:22: hedge[0].rebalance.days[1] = 21: makes the name"),
        "{said:?}"
    );
    assert!(said[0].ends_with("longer than 60 characters"), "{said:?}");
}

#[test]
fn options_of_the_command_line_are_held_to_the_same_ranges() {
    let refused = |text, paths, seed| {
        load(text, FILE, &Overrides { paths, seed }).expect_err("an option is wrong").to_string()
    };
    let said = "--paths = 0: must be a whole number from 1 to 100000000 (simulated paths)";
    assert_eq!(refused(SIMULATED, Some(0), None), said);
    let said = "--seed = 18446744073709551615: \
                must be a whole number from 0 to 9223372036854775807";
    assert_eq!(refused(SIMULATED, None, Some(u64::MAX)), said);
    let said = "--paths = 5: not with market.kind = \"history\", \
                where every window of the data is a path";
    assert_eq!(refused(HISTORY, Some(5), None), said);
}

#[test]
fn a_problem_found_later_points_at_the_line_of_its_key() {
    let plan = plan(HISTORY);
    let said =
        plan.places.problem("market.implied_volatility.column", "no such column").to_string();
    assert_eq!(
        said,
        "configs/example.toml:10:29: market.implied_volatility.column = \"vix_close\": no such column"
    );
    // Left to its default: the line of the table.
    let later = super::plan(TRAILING).places.problem("market.date", "no column date");
    assert_eq!((later.line, later.column, later.found), (2, 1, None));
}

//! What `[sweep]` means, and what it refuses.

use super::*;
use crate::config::{Sweep, Values};
use rehedge_engine::Rule;
use std::fmt::Write as _;

fn sweep(text: &str) -> Result<Sweep, Problems> {
    let sweep = Sweep::load(text, FILE, &Overrides::default())?;
    sweep.check(&mut |_| Ok(()))?;
    Ok(sweep)
}

fn right(text: &str) -> Sweep {
    sweep(text).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

/// A config with these entries in its sweep, from line 17 on.
fn with_entries(entries: &[&str]) -> String {
    let mut text = "[market]\nkind = \"simulated\"\nvolatility = 0.2\ndays = 21\n[[book]]\n\
                    kind = \"call\"\n[costs]\nfee_bps = 1.0\n[[hedge]]\nname = \"a\"\n\
                    rebalance = { rule = \"every\", days = [1, 5] }\n[[hedge]]\nname = \"b.[c]\"\n\
                    rebalance = { rule = \"never\" }\n[sweep]\nvary = [\n"
        .to_owned();
    entries.iter().for_each(|entry| {
        let _ = writeln!(text, "{{ {entry} }},");
    });
    text + "]\n"
}

/// What is wrong with a sweep, without the name of the file.
fn said(entries: &[&str]) -> Vec<String> {
    let problems = sweep(&with_entries(entries)).expect_err("the sweep is wrong");
    let said = problems.as_slice().iter().map(ToString::to_string);
    said.map(|said| said.strip_prefix(FILE).expect("a place").to_owned()).collect()
}

/// That one entry has one problem.
#[track_caller]
fn refused(entry: &str, expected: &str) {
    assert_eq!(said(&[entry]), [expected]);
}

#[test]
fn every_combination_is_a_cell_and_the_last_key_varies_fastest() {
    let sweep = right(SWEPT);
    assert_eq!(sweep.cells(), 5 * 2 * 3);
    assert_eq!(sweep.indices(0), [0, 0, 0]);
    assert_eq!(sweep.indices(1), [0, 0, 1]);
    assert_eq!(sweep.indices(5), [0, 1, 2]);
    assert_eq!(sweep.indices(29), [4, 1, 2]);
    let values: Vec<_> = sweep.varied.iter().map(|varied| &varied.values).collect();
    let words = ["none", "some"].map(str::to_owned).to_vec();
    let expected = [
        Values::Numbers(vec![1.0, 2.0, 4.0, 8.0, 16.0]),
        Values::Words(words),
        Values::Numbers(vec![1.0, 3.0, 21.0]),
    ];
    assert!(values.into_iter().eq(&expected));
    let names: Vec<_> = sweep.varied.iter().map(|varied| varied.name.as_str()).collect();
    assert_eq!(names, ["half spread, bp", "jumps", "hedge[0].rebalance.days"]);
    let last = "half spread, bp = 16, jumps = some, hedge[0].rebalance.days = 21";
    assert_eq!(sweep.describe(29), last);
}

/// A cell is what a user would get who wrote its values into the file.
#[test]
fn a_cell_is_the_config_with_its_values_written_in() {
    let text = SWEPT.split("[[sweep.vary]]").next().expect("the base case");
    let by_hand = format!(
        "{}[costs]\nhalf_spread_bps = 4.0\n",
        with(text, "hedge[0].rebalance", "{ rule = \"every\", days = 3 }").replace(
            "[[book]]",
            "jumps = { per_year = 2, mean_log = -0.1, sd_log = 0.1 }\n\n[[book]]"
        )
    );
    let mut cell = right(SWEPT).plan(2 * 6 + 3 + 1).expect("a right cell");
    let mut expected = plan(&by_hand);
    assert_eq!(cell.resolved, expected.resolved);
    (cell.resolved, expected.resolved) = (String::new(), String::new());
    cell.places = expected.places.clone();
    assert_eq!(cell, expected);
    assert_ne!(right(SWEPT).plan(0).expect("a right cell"), expected);
}

#[test]
fn the_base_case_is_the_config_without_its_sweep() {
    let base = SWEPT.split("[[sweep.vary]]").next().expect("the base case");
    assert_eq!(plan(SWEPT).resolved, plan(base).resolved);
    assert_eq!(right(SWEPT).base.resolved, plan(base).resolved);
    assert!(plan(SWEPT).places.is_written("sweep") && !plan(base).places.is_written("sweep"));
}

#[test]
fn hedges_are_found_by_number_and_by_name() {
    for key in ["hedge[1]", "hedge['b.[c]']"] {
        let entry = format!(
            "key = \"{key}.rebalance\", values = [{{ rule = \"every\", days = 2 }}], labels = [\"x\"]"
        );
        let sweep = right(&with_entries(&[&entry]));
        assert_eq!(sweep.varied[0].key(), "hedge[1].rebalance");
        let plan = sweep.plan(0).expect("a right cell");
        let rules: Vec<_> = plan.hedges.iter().map(|planned| planned.hedge.rule.clone()).collect();
        assert_eq!(rules, [1, 5, 2].map(|steps| Rule::Every { steps }));
    }
    // A number in place of a list: one hedge, of the name that is written. A baseline that is
    // gone with the list is nothing to a cell.
    let entry = "key = \"hedge[a].rebalance.days\", values = [3, 7]";
    let text = with_entries(&[entry]) + "[compare]\nbaseline = \"a 5d\"\n";
    let plan = right(&text).plan(1).expect("a right cell");
    assert_eq!(plan.hedges[0].hedge.name, "a");
    assert_eq!(plan.hedges[0].hedge.rule, Rule::Every { steps: 7 });
}

#[test]
fn defaults_that_follow_from_other_keys_follow_in_every_cell() {
    let sweep =
        right(&with_entries(&["key = \"market.volatility\", from = 0.1, to = 0.4, count = 4"]));
    for (cell, level) in ["0.1", "0.2", "0.3", "0.4"].into_iter().enumerate() {
        let resolved = sweep.plan(cell).expect("a right cell").resolved;
        let line = format!("implied_volatility = {{ kind = \"constant\", level = {level} }}\n");
        assert!(resolved.contains(&line), "{resolved}");
    }
    // Costs of every hedge that has none of its own.
    let entry = "key = \"costs\", values = [{ fee_bps = 2 }, { half_spread_bps = 3 }], labels = [\"f\", \"s\"]";
    let plan = right(&with_entries(&[entry])).plan(1).expect("a right cell");
    assert!(
        plan.hedges.iter().all(|planned| (planned.hedge.costs.half_spread - 3e-4).abs() < 1e-18)
    );
    assert!(plan.hedges.iter().all(|planned| planned.hedge.costs.fee.rate == 0.0));
}

#[test]
fn numbers_between_two_ends() {
    let values = |entry: &str| match &right(&with_entries(&[entry])).varied[0].values {
        Values::Numbers(numbers) => numbers.clone(),
        Values::Words(words) => panic!("{words:?}"),
    };
    let linear = values("key = \"market.rate\", from = 0.3, to = -0.1, count = 5");
    assert_eq!(linear, [0.3, 0.2, 0.1, 0.0, -0.1]);
    let log = values("key = \"costs.fee_bps\", from = 0.1, to = 10, count = 5, scale = \"log\"");
    assert_eq!(log, [0.1, 0.316_227_766_017, 1.0, 3.162_277_660_17, 10.0]);
    let shown = &right(&with_entries(&[
        "key = \"costs.fee_bps\", from = 0.1, to = 10, count = 5, scale = \"log\"",
    ]))
    .varied[0];
    let shown: Vec<_> = (0..5).map(|index| shown.values.shown(index)).collect();
    assert_eq!(shown, ["0.1", "0.31623", "1", "3.1623", "10"]);
    // Whole numbers may stand where only those may.
    assert_eq!(values("key = \"run.seed\", from = 1, to = 3, count = 3"), [1.0, 2.0, 3.0]);
}

#[test]
fn a_sweep_that_is_not_there_or_has_no_cells() {
    let missing = ":1:1: sweep: missing; must be a table with key vary, the keys to vary";
    let problems = sweep(SHORTEST).expect_err("no sweep");
    assert!(problems.to_string().ends_with(missing), "{problems}");
    assert_eq!(said(&[]).len(), 1);
    assert!(said(&[])[0].starts_with(":16:8: sweep.vary = [ ]: must not be an empty list"));
    refused(
        "key = \"market.rate\", values = []",
        ":17:33: sweep.vary[0].values = []: must not be an empty list; each is a value of the key",
    );
    let many = "from = 0, to = 0.1, count = 1000";
    let keys = ["market.rate", "market.drift", "market.dividend_yield"];
    let entries = keys.map(|key| format!("key = \"{key}\", {many}"));
    let [first, second, third] = entries.each_ref().map(String::as_str);
    let cells =
        |entries: &[&str]| said(entries)[0].rsplit_once(": ").map(|(_, said)| said.to_owned());
    let two = "makes 1000000 cells; at most 20000 can be run";
    assert_eq!(cells(&[first, second]).as_deref(), Some(two));
    let seventh = ["market.spot", "costs.fee_bps", "costs.half_spread_bps", "market.volatility"]
        .map(|key| format!("key = \"{key}\", {many}"));
    let all: Vec<_> =
        [first, second, third].into_iter().chain(seventh.iter().map(|s| &**s)).collect();
    let seven = "makes too many cells; at most 20000 can be run";
    assert_eq!(cells(&all).as_deref(), Some(seven));
}

#[test]
fn what_is_wrong_with_the_keys_is_said_at_once() {
    let entries = [
        "key = \"market..rate\", values = [1]",
        "key = \"hedge[each].costs\", values = [1]",
        "key = \"hedge[2].costs.fee_bps\", values = [1]",
        "key = \"bok[0].days\", values = [1]",
        "key = \"market.days[0]\", values = [1]",
        "key = \"costs.fee_bps\", values = [1, 2, 1.0]",
        "key = \"costs\", values = [1], labels = [\"x\"]",
        "key = \"compare.criteria\", values = [1]",
        "key = \"run.seed\", name = \"es_95\", values = [1]",
        "key = \"run.paths\", name = \"run.seed\", values = [1]",
        "key = \"market.spot\", from = 0, to = 1, count = 3, scale = \"log\"",
        "key = \"market.rate\", from = 1, to = 1, count = 3",
        "key = \"market.jumps\", values = [{}, 1]",
        "key = \"market.vol_shocks\", values = [{}, 1], labels = [\"a\"]",
        "key = \"hedge\", name = \"hedge\", values = [1]",
        "key = \"book[x].days\", values = [1]",
        "key = \"market.drift\", name = \"run.paths\", values = [1]",
        "key = \"market.dividend_yield\", name = \"run.paths\", values = [1]",
    ];
    let expected = [
        ":17:9: sweep.vary[0].key = \"market..rate\": must be the path of a key, such as \
         costs.half_spread_bps, hedge[0].rebalance.days or hedge[daily].rebalance.days",
        ":18:9: sweep.vary[1].key = \"hedge[each].costs\": hedge has no item named \"each\"; it has \
         \"a\", \"b.[c]\"",
        ":19:9: sweep.vary[2].key = \"hedge[2].costs.fee_bps\": hedge has 2 items, numbered from 0 \
         to 1",
        ":20:9: sweep.vary[3].key = \"bok[0].days\": there is no bok in this config; did you mean \
         book?",
        ":21:9: sweep.vary[4].key = \"market.days[0]\": market.days is a whole number here, \
         without numbered items",
        ":22:42: sweep.vary[5].values[2] = 1.0: \"1\" is in the list already",
        ":23:9: sweep.vary[6].key = \"costs\": varies costs.fee_bps, and so does line 22: say both \
         in one list",
        ":24:9: sweep.vary[7].key = \"compare.criteria\": what a sweep does and shows is the same \
         in all its cells",
        ":25:28: sweep.vary[8].name = \"es_95\": must not be the name of a column of every summary",
        ":27:61: sweep.vary[10].scale = \"log\": needs both ends greater than 0",
        ":28:39: sweep.vary[11].to = 1: must be farther from `from`: numbers are the same",
        ":29:35: sweep.vary[12].values[0] = {}: needs a name in the results: write `labels`, one \
         for each value",
        ":30:57: sweep.vary[13].labels = [\"a\"]: must be one for each of the 2 values, not 1",
        ":31:25: sweep.vary[14].name = \"hedge\": must not be the name of a column of every summary",
        ":32:9: sweep.vary[15].key = \"book[x].days\": book has items without names; they are \
         numbered from 0",
        ":34:41: sweep.vary[17].name = \"run.paths\": must be a name of its own: \"run.paths\" is \
         that of line 33",
    ];
    let said = said(&entries);
    assert_eq!(said.len(), expected.len(), "{said:?}");
    for (said, expected) in said.iter().zip(expected) {
        assert_eq!(said, expected);
    }
}

#[test]
fn what_is_wrong_with_cells_is_said_once_and_where() {
    let said = said(&[
        "key = \"costs.half_spred_bps\", values = [1, 2]",
        "key = \"hedge[0].target.volatility\", values = [0.1, -1, \"implid\"]",
        "key = \"market.days\", values = [21, 3]",
        "key = \"market.spot\", from = 0, to = 2, count = 3",
        "key = \"market.jumps\", values = [{ per_year = 2, mean_log = 0, sd_log = 0 }, {}], \
         labels = [\"a\", \"b\"]",
    ]);
    let volatility = "at least 1e-8 and at most 5 (per √year; 0.20 is 20 %)";
    let expected = [
        // Wrong where another key has a value that is right in itself.
        ":11:42: hedge[0].rebalance.days[1] = 5: must be at most the horizon of 3 days, 3 steps; \
         for a single trade at entry write rule = \"never\"; with market.days = 3"
            .to_owned(),
        ":17:9: costs.half_spred_bps: unknown key; did you mean `half_spread_bps`?".to_owned(),
        format!(":18:54: hedge[0].target.volatility = -1: must be {volatility}"),
        format!(
            ":18:58: hedge[0].target.volatility = \"implid\": must be \"implied\", \"path\", \
             \"leland\" or \"zakamouline\", a number {volatility} or {{ trailing_days = … }} or \
             {{ ewma_decay = … }}; did you mean \"implied\"?"
        ),
        // A number that is written nowhere.
        ":20:31: market.spot = 0: must be at least 1e-12 and at most 1e12 (currency)".to_owned(),
    ];
    for (said, expected) in said.iter().zip(&expected) {
        assert_eq!(said, expected);
    }
    let missing = [5, 6, 7].map(|line: usize| said[line].split_once(": ").map(|(_, said)| said));
    let key = |key| format!("market.jumps.{key}: missing; must be a number ");
    for (said, key) in missing.into_iter().zip(["mean_log", "per_year", "sd_log"].map(key)) {
        assert!(said.is_some_and(|said| said.starts_with(&key)), "{said:?}");
    }
    assert_eq!(said.len(), 8, "{said:?}");
}

#[test]
fn a_problem_of_some_cells_names_the_first() {
    // A horizon of 15 years is within what jumps of one size can do, and not of the other.
    let said = said(&[
        "key = \"market.days\", values = [252, 5040]",
        "key = \"market.volatility\", values = [0.2, 5]",
        "key = \"costs.fee_bps\", values = [1, 2]",
    ]);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("; with market.days = 5040, market.volatility = 5"), "{said:?}");
}

#[test]
fn options_and_keys_that_vary_do_not_meet() {
    let load = |overrides: Overrides, key: &str| {
        let entry = format!("key = \"{key}\", values = [64, 128]");
        Sweep::load(&with_entries(&[&entry]), FILE, &overrides).map(|_| ())
    };
    let paths = Overrides { paths: Some(100), seed: None };
    let seed = Overrides { paths: None, seed: Some(3) };
    assert_eq!(load(paths, "run.seed"), Ok(()));
    assert_eq!(load(seed, "run.paths"), Ok(()));
    for (overrides, key, option) in [(paths, "run.paths", "--paths"), (seed, "run.seed", "--seed")]
    {
        let said = load(overrides, key).expect_err("both").to_string();
        assert!(said.ends_with(&format!("varies what {option} would set for all cells")), "{said}");
    }
    // Elsewhere, an option holds in every cell.
    let text = with_entries(&["key = \"costs.fee_bps\", values = [1, 2]"]);
    let plan = Sweep::load(&text, FILE, &paths).and_then(|sweep| sweep.plan(1)).expect("right");
    assert_eq!(plan.run.paths, 100);
}

#[test]
fn a_wrong_base_case_is_told_before_any_cell() {
    let text = with_entries(&["key = \"costs.fee_bps\", values = [-1, -2]"]);
    let text = text.replace("volatility = 0.2", "volatility = -0.2");
    let problems = sweep(&text).expect_err("a wrong base");
    assert_eq!(problems.as_slice().len(), 1, "{problems}");
    assert_eq!(problems.as_slice()[0].key, "market.volatility");
}

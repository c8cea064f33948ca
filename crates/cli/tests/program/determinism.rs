//! A number depends on the config and the seed alone.

use crate::place::{Files, Place};
use crate::runs::{SIMULATED, assert_same, run, simulated, timeless, with};
use crate::tables::{Table, summary};

fn run_with(options: &[&str]) -> Files {
    run(&Place::with_config(SIMULATED), options)
}

const HEDGES: [&str; 4] = ["every 0.5d", "every 2d", "own volatility", "never"];

/// Every number on the rows of a hedge, as bits: equal where not even a sign of zero differs.
fn bits(table: &Table, hedge: &str) -> Vec<Vec<u64>> {
    let numbers = table.names.iter().filter(|name| !["hedge", "jumped"].contains(&name.as_str()));
    let bits = |name: &String| table.of_hedge(hedge, name).into_iter().map(f64::to_bits).collect();
    numbers.map(bits).collect()
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    for threads in ["1", "3"] {
        assert_same(&run_with(&["--threads", threads]), simulated());
    }
}

#[test]
fn another_seed_gives_other_numbers() {
    let (these, those) = (timeless(&run_with(&["--seed", "8"])), timeless(simulated()));
    for name in ["summary.csv", "pnl.parquet", "profile.parquet", "ledger.parquet"] {
        assert_ne!(these[name], those[name], "{name}");
    }
    let spots = |files: &Files| Table::read(files, "pnl.parquet").numbers("spot_final");
    let (these, those) = (spots(&these), spots(&those));
    let same = these.iter().zip(&those).filter(|(a, b)| a == b).count();
    assert_eq!(same, 0, "paths are shared by two seeds");
}

#[test]
fn a_further_hedge_leaves_the_others_as_they_were() {
    let hedge = "[[hedge]]\nname = \"further\"\nrebalance = { rule = \"every\", days = 1 }\n";
    let config = SIMULATED.replacen("[[hedge]]", &format!("{hedge}\n[[hedge]]"), 1);
    let files = run(&Place::with_config(&config), &[]);
    let (more, fewer) = (summary(&files), summary(simulated()));
    assert_eq!(more[1][0], "further");
    assert_eq!([&more[..1], &more[2..]].concat(), fewer);
    for name in ["pnl.parquet", "profile.parquet", "ledger.parquet"] {
        let (more, fewer) = (Table::read(&files, name), Table::read(simulated(), name));
        for hedge in HEDGES {
            assert_eq!(bits(&more, hedge), bits(&fewer, hedge), "{name}: {hedge}");
        }
    }
}

#[test]
fn fewer_paths_are_the_first_of_more() {
    let files = run_with(&["--paths", "700"]);
    let (few, many) = (Table::read(&files, "pnl.parquet"), Table::read(simulated(), "pnl.parquet"));
    for hedge in HEDGES {
        let mut first = bits(&many, hedge);
        for column in &mut first {
            column.truncate(700);
        }
        assert_eq!(bits(&few, hedge), first, "{hedge}");
    }
    assert_eq!(files["ledger.parquet"], simulated()["ledger.parquet"]);
    let config = String::from_utf8(files["config.toml"].clone()).unwrap();
    let resolved = String::from_utf8(simulated()["config.toml"].clone()).unwrap();
    assert_eq!(config, with(&resolved, "paths = 2600", "paths = 700"));
}

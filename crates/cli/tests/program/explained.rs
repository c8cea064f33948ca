//! `rehedge explain` tells the P&L of the path that the other files have.

use crate::place::{Files, Place};
use crate::runs::{SIMULATED, history, run, simulated, with};
use crate::tables::Table;

/// A place with a folder of results, and no config beside it.
fn results(files: &Files) -> Place {
    let place = Place::with_config("");
    place.write_all("answer", files);
    place
}

fn explained(place: &Place, hedge: &str, path: usize) -> String {
    place.rehedge(&["explain", "answer", "--hedge", hedge, "--path", &path.to_string()]).said()
}

fn refused(place: &Place, hedge: &str, path: &str) -> String {
    place.rehedge(&["explain", "answer", "--hedge", hedge, "--path", path]).refused().join("\n")
}

/// The story has all its steps, and its last wealth and P&L are those of pnl.parquet.
#[track_caller]
fn assert_tells_the_pnl(files: &Files, hedge: &str, path: usize, steps: usize) {
    let text = explained(&results(files), hedge, path);
    let pnl = Table::read(files, "pnl.parquet").of_hedge(hedge, "pnl")[path];
    assert!(text.starts_with(&format!("Path {path} under \"{hedge}\", step by step.")), "{text}");
    assert!(text.contains(&format!("\nP&L of the path: {pnl:+.6}\n")), "{pnl}\n{text}");
    let wealths: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("  wealth  ")).collect();
    assert_eq!(wealths.len(), steps, "{text}");
    assert_eq!(wealths[steps - 1], format!("{pnl:.4}"));
    let components = text.rsplit_once("P&L of the path").unwrap().1.lines().skip(1);
    let sum: f64 = components
        .map(|line| line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap())
        .sum();
    // Fifteen numbers, each rounded to six decimals.
    assert!((sum - pnl).abs() < 15.0 * 0.5e-6, "{sum}, {pnl}\n{text}");
}

#[test]
fn a_path_of_the_ledger() {
    assert_tells_the_pnl(simulated(), "every 2d", 1, 12);
    assert_tells_the_pnl(simulated(), "never", 2, 12);
    assert_tells_the_pnl(history(), "daily", 1, 5);
}

#[test]
fn a_path_beyond_the_ledger_is_drawn_again() {
    assert_tells_the_pnl(simulated(), "every 2d", 3, 12);
    assert_tells_the_pnl(simulated(), "own volatility", 777, 12);
    assert_tells_the_pnl(simulated(), "never", 2599, 12);
}

#[test]
fn a_path_that_is_drawn_again_is_that_of_a_bigger_ledger() {
    let config = with(SIMULATED, "ledger_paths = 3", "ledger_paths = 70");
    let bigger = run(&Place::with_config(&config), &["--paths", "130"]);
    assert_eq!(Table::read(&bigger, "ledger.parquet").rows(), 4 * 70 * 13);
    let (written, drawn) = (results(&bigger), results(simulated()));
    for (hedge, path) in [("every 0.5d", 3), ("own volatility", 63), ("never", 66)] {
        assert_eq!(explained(&written, hedge, path), explained(&drawn, hedge, path));
    }
}

#[test]
fn what_is_not_there_is_refused() {
    let place = results(simulated());
    let there = "\"every 0.5d\", \"every 2d\", \"own volatility\", \"never\"";
    for path in ["0", "9"] {
        let said = refused(&place, "daily", path);
        assert!(said.contains("no hedge \"daily\"") && said.contains(there), "{said}");
    }
    let said = refused(&place, "never", "2600");
    assert!(said.contains("--path 2600: the run has paths 0 to 2599"), "{said}");
    assert!(refused(&place, "never", "first").contains("invalid value 'first'"));
    let said = refused(&results(history()), "daily", "2");
    assert!(said.contains("no path 2; it has 0, 1; set run.ledger_paths higher"), "{said}");
    let empty = Place::with_config("");
    let said = refused(&empty, "never", "0");
    assert!(said.contains("cannot read answer/ledger.parquet: "), "{said}");
    empty.write("answer/ledger.parquet", "no Parquet");
    let said = refused(&empty, "never", "0");
    assert!(said.contains("answer/ledger.parquet: not a ledger: "), "{said}");
}

//! `sweep`: what it writes, and that nothing stops it for good.

use crate::place::{Ended, Files, Place};
use crate::runs::{HISTORY, SIMULATED, assert_same, history_place, prices, run, with};
use crate::tables::{Table, summary};
use std::fs;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Where a sweep of `question.toml` goes, and where it keeps its cells.
const PLACE: &str = "results/question-sweep";
const CELLS: &str = "results/.question-sweep.cells";

/// Six cells: numbers, and whole tables.
const VARY: &str = r#"
[sweep]
vary = [
  { key = "costs.half_spread_bps", name = "spread", values = [20, 2, 7.5] },
  { key = "market.jumps", values = [{ per_year = 0, mean_log = 0, sd_log = 0 }, { per_year = 24.0, mean_log = -0.05, sd_log = 0.08 }], labels = ["none", "more, and larger"] },
]
"#;

fn small() -> String {
    with(SIMULATED, "paths = 2600", "paths = 700") + VARY
}

/// Sweeps quietly and gives the results.
#[track_caller]
fn swept(place: &Place, options: &[&str]) -> Files {
    let arguments = [&["sweep", "question.toml", "--quiet"], options].concat();
    assert_eq!(place.rehedge(&arguments).said(), "");
    assert!(!place.path(CELLS).exists(), "the cells are still there");
    place.files(PLACE)
}

/// A column of `sweep.csv` as text, or of any other file.
fn csv(files: &Files) -> Vec<Vec<String>> {
    let text = String::from_utf8(files["sweep.csv"].clone()).unwrap();
    // The one name with a comma.
    let plain = text.replace("\"more, and larger\"", "more and larger");
    plain.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn a_sweep_writes_one_tidy_frame_and_charts() {
    let files = swept(&Place::with_config(&small()), &[]);
    let rows = csv(&files);
    assert_eq!(rows[0][..5], ["spread", "market.jumps", "hedge", "paths", "pnl_mean"]);
    assert_eq!(rows.len(), 1 + 6 * 4);
    let keys: Vec<_> = rows[1..].iter().step_by(4).map(|row| (&*row[0], &*row[1])).collect();
    let both = |spread| [(spread, "none"), (spread, "more and larger")];
    assert_eq!(keys, [both("20.0"), both("2.0"), both("7.5")].concat());
    let hedges: Vec<_> = rows[1..5].iter().map(|row| &*row[2]).collect();
    assert_eq!(hedges, ["every 0.5d", "every 2d", "own volatility", "never"]);
    assert!(rows[1..].iter().all(|row| row[3] == "700" && row.len() == rows[0].len()));
    let table = Table::read(&files, "sweep.parquet");
    assert_eq!(table.names, rows[0]);
    for name in ["spread", "pnl_mean", "es_99", "residual_sd", "expected_shortfall_0.95_se"] {
        let column = rows[0].iter().position(|other| other == name).unwrap();
        let numbers: Vec<f64> = rows[1..].iter().map(|row| row[column].parse().unwrap()).collect();
        assert_eq!(table.numbers(name), numbers, "{name}");
    }
    for chart in ["criterion-lines", "sd-lines", "cost-lines", "cost-lines-2"] {
        for ending in ["svg", "png"] {
            assert!(files.contains_key(&format!("charts/{chart}.{ending}")), "{chart}.{ending}");
        }
    }
    assert_eq!(files["sweep.toml"], small().as_bytes());
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert_eq!((&manifest["program"], &manifest["seed"]), (&"rehedge".into(), &7.into()));
    assert_eq!(manifest["vary"][0]["values"], serde_json::json!([20.0, 2.0, 7.5]));
    assert_eq!(manifest["cells_sha256"].as_array().unwrap().len(), 6);
}

/// A row of the sweep is what `run` says of a config with the cell's values written in: the same
/// paths, the same bits.
#[test]
fn a_cell_is_the_run_of_its_config() {
    let rows = csv(&swept(&Place::with_config(&small()), &[]));
    let text = with(&small(), "half_spread_bps = 2.0", "half_spread_bps = 7.5");
    let jumps = "jumps = { per_year = 12.0, mean_log = -0.05, sd_log = 0.08 }";
    let many = with(&text, jumps, &jumps.replace("12.0", "24.0"));
    let none = with(&text, jumps, "");
    for (config, first) in [(none, 17), (many, 21)] {
        let config = config.split("[sweep]").next().unwrap().to_owned();
        let expected = summary(&run(&Place::with_config(&config), &[]));
        let cell: Vec<_> = rows[first..first + 4]
            .iter()
            .map(|row| row[2..2 + expected[0].len()].to_vec())
            .collect();
        assert_eq!(cell, expected[1..]);
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let one = swept(&Place::with_config(&small()), &["--threads", "1"]);
    // Two for each cell but the last few, when there are more threads than cells.
    for threads in ["3", "13"] {
        assert_same(&swept(&Place::with_config(&small()), &["--threads", threads]), &one);
    }
}

#[test]
fn windows_of_history_are_swept_and_their_data_is_noticed() {
    let vary = "\n[sweep]\nvary = [{ key = \"market.implied_volatility.ratio\", values = [0.9, 1.1] }, \
                { key = \"market.days\", values = [4, 5] }]\n";
    let place = history_place(&format!("{HISTORY}{vary}"), prices());
    let rows = csv(&swept(&place, &[]));
    let counts: Vec<_> = rows[1..].iter().map(|row| &*row[3]).collect();
    assert_eq!(counts, ["16", "16", "16", "16"]);
    // One cell is too long for the data; the others are right.
    let long = vary.replace("[4, 5]", "[5, 60]");
    let said = history_place(&format!("{HISTORY}{long}"), prices())
        .rehedge(&["sweep", "question.toml"])
        .refused();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("question.toml:"), "{said:?}");
    assert!(said[0].contains("market.days = 60: prices.csv: "), "{said:?}");
}

/// A sweep of cells that are finished one after the other, in some seconds.
fn long() -> String {
    let vary = "[sweep]\nvary = [{ key = \"costs.fee_bps\", from = 1, to = 80, count = 80 }]";
    format!("{SIMULATED}\n{vary}\n")
}

/// The finished cells that are kept.
fn kept(place: &Place) -> usize {
    let Ok(entries) = fs::read_dir(place.path(CELLS)) else { return 0 };
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    entries
        .flatten()
        .map(name)
        .filter(|name| name.len() == 64 + 5 && name.ends_with(".json"))
        .count()
}

/// Starts a sweep and waits until some cells are finished.
fn begun(place: &Place, cells: usize) -> Child {
    let mut command = place.command(&["sweep", "question.toml", "--threads", "2"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while kept(place) < cells {
        assert!(begun.elapsed() < Duration::from_mins(1), "the sweep does not begin");
        sleep(Duration::from_millis(2));
    }
    child
}

#[test]
fn a_killed_sweep_goes_on_where_it_was_and_ends_the_same() {
    let whole = swept(&Place::with_config(&long()), &[]);
    let place = Place::with_config(&long());
    let mut child = begun(&place, 5);
    child.kill().unwrap();
    let ended: Ended = child.wait_with_output().unwrap().into();
    assert_eq!((ended.status, &*ended.stdout), (None, ""));
    assert!(!place.path(PLACE).exists(), "there are results");
    let before = kept(&place);
    assert!((5..80).contains(&before), "{before} of 80 cells were finished");
    // One of them was not written to the end, as after a loss of power.
    let torn = fs::read_dir(place.path(CELLS)).unwrap().flatten().map(|entry| entry.path());
    let torn = torn.filter(|path| path.file_name().is_some_and(|name| name.len() == 69)).min();
    let torn = torn.unwrap();
    let bytes = fs::read(&torn).unwrap();
    fs::write(&torn, &bytes[..bytes.len() / 2]).unwrap();

    let ended = place.rehedge(&["sweep", "question.toml"]);
    assert_eq!(ended.status, Some(0), "{}", ended.stderr);
    let said = format!("going on: {} of 80 cells were finished before\n", before - 1);
    assert_eq!(ended.stderr, said);
    let files = place.files(PLACE);
    assert_same(&files, &whole);
    let timing: serde_json::Value = serde_json::from_slice(&files["timing.json"]).unwrap();
    assert_eq!(timing["cells_finished_before"], before - 1);
    let left: Vec<_> = fs::read_dir(place.path("results")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

/// Presses Ctrl-C and waits for the end.
#[cfg(unix)]
fn interrupted(child: Child) -> Ended {
    let kill = format!("kill -INT {}", child.id());
    assert!(std::process::Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    child.wait_with_output().unwrap().into()
}

#[cfg(unix)]
#[test]
fn an_interrupted_sweep_says_what_it_keeps_and_knows_it_again() {
    let place = Place::with_config(&long());
    let ended = interrupted(begun(&place, 3));
    assert_eq!((ended.status, &*ended.stdout), (Some(130), ""), "{}", ended.stderr);
    let before = kept(&place);
    let said = format!(
        "interrupted; {before} of 80 cells are kept in {CELLS}, and the same command goes on from \
         there\n"
    );
    assert_eq!(ended.stderr, said);

    // Another config, another seed: neither is this sweep.
    for (config, option) in [(with(&long(), "to = 80", "to = 81"), "7"), (long(), "8")] {
        place.write("question.toml", config);
        let said = place.rehedge(&["sweep", "question.toml", "--seed", option]).refused();
        let expected = format!(
            "the finished cells in {CELLS} belong to the sweep as it was before its config, data or \
             options were changed; put that back to go on with them, or add --restart to give them \
             up and begin anew"
        );
        assert_eq!(said, [expected]);
        assert_eq!(kept(&place), before);
    }
    // One of its own, begun anew.
    let config = small();
    place.write("question.toml", &config);
    assert_same(&swept(&place, &["--restart"]), &swept(&Place::with_config(&config), &[]));
}

#[cfg(unix)]
#[test]
fn two_sweeps_do_not_work_in_one_place() {
    let place = Place::with_config(&long());
    let child = begun(&place, 1);
    let second = place.rehedge(&["sweep", "question.toml", "--restart"]);
    assert_eq!(second.status, Some(1), "{}", second.stderr);
    let said = format!("another sweep is at work in {CELLS}; nothing was written\n");
    assert_eq!(second.stderr, said);
    assert_eq!(interrupted(child).status, Some(130));
}

#[test]
fn very_many_cells_are_asked_about() {
    let vary = "\n[sweep]\nvary = [{ key = \"run.seed\", from = 1, to = 1001, count = 1001 }]\n";
    let place = Place::with_config(&(with(SIMULATED, "paths = 2600", "paths = 64") + vary));
    let said = place.rehedge(&["sweep", "question.toml"]).refused();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("this sweep has 1001 cells to run: about "), "{said:?}");
    assert!(said[0].ends_with("; add --yes to run it"), "{said:?}");
    assert!(!place.path("results").exists());
    let rows = csv(&swept(&place, &["--yes"]));
    assert_eq!(rows.len(), 1 + 1001 * 4);
    let column = rows[0].iter().position(|name| name == "pnl_mean").unwrap();
    let mut means: Vec<_> = rows[1..].iter().step_by(4).map(|row| &row[column]).collect();
    means.sort_unstable();
    means.dedup();
    assert_eq!(means.len(), 1001, "seeds give other numbers");
}

#[test]
fn run_and_check_say_what_a_sweep_is() {
    let place = Place::with_config(&small());
    let ended = place.rehedge(&["run", "question.toml"]);
    assert_eq!(ended.status, Some(0), "{}", ended.stderr);
    let note = "note: this is the base case; `rehedge sweep` runs the cells of its [sweep]\n";
    assert_eq!(ended.stderr, note);
    let base = small().split("[sweep]").next().unwrap().to_owned();
    assert_same(&place.files("results/question"), &run(&Place::with_config(&base), &[]));

    let said = place.rehedge(&["check", "question.toml"]).said();
    let sweep = "sweep    costs.half_spread_bps = 20, 2, 7.5 (3)\n         market.jumps = none, more, \
                 and larger (2)\n         6 cells of 700 paths each\n";
    assert!(said.contains(sweep), "{said}");
    let wrong = with(&small(), "values = [20, 2, 7.5]", "values = [20, 2, -7.5]");
    let said = Place::with_config(&wrong).rehedge(&["check", "question.toml"]).refused();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains(": costs.half_spread_bps = -7.5: must be "), "{said:?}");
}

#[test]
fn a_key_without_effect_is_noted() {
    let mut text = with(SIMULATED, "paths = 2600", "paths = 64");
    for name in ["every", "never"] {
        let name = format!("name = \"{name}\"\n");
        text = with(&text, &name, &format!("{name}costs = {{ fee_bps = 3.0 }}\n"));
    }
    let vary = "[sweep]\nvary = [{ key = \"costs.fee_per_unit\", values = [0, 1] }]\n";
    let ended = Place::with_config(&format!("{text}\n{vary}")).rehedge(&["sweep", "question.toml"]);
    assert_eq!(ended.status, Some(0), "{}", ended.stderr);
    let note = "note: costs.fee_per_unit changes nothing: every cell is the same for it\n";
    assert_eq!(ended.stderr, note);
}

#[test]
fn a_folder_of_something_else_is_refused_before_any_work() {
    let place = Place::with_config(&small());
    place.write("results/question-sweep/thesis.tex", "");
    let before = place.files("");
    let said = place.rehedge(&["sweep", "question.toml"]).refused();
    assert!(said[0].contains("the folder is there and holds something else"), "{said:?}");
    assert_eq!(place.files(""), before);
    // Results as they stand in a fresh checkout are replaced.
    let place = Place::with_config(&small());
    swept(&place, &[]);
    fs::remove_file(place.path("results/question-sweep/manifest.json")).unwrap();
    swept(&place, &[]);
}

//! Results appear whole or not at all, and earlier ones stay until then.

use crate::place::{Ended, Place};
use crate::runs::{SIMULATED, assert_same, history, run, simulated, with};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const PLACE: &str = "results/question";

/// A run that takes minutes.
fn long() -> String {
    with(SIMULATED, "paths = 2600", "paths = 100_000_000")
}

#[test]
fn earlier_results_are_replaced_whole() {
    let place = Place::with_config(SIMULATED);
    place.write_all(PLACE, history());
    place.write("results/question/charts/of-an-older-version.svg", "");
    assert_same(&run(&place, &[]), simulated());
    let there: Vec<_> = std::fs::read_dir(place.path("results")).unwrap().collect();
    assert_eq!(there.len(), 1, "{there:?}");
}

/// As they stand in a fresh checkout: the manifest names the revision, so it is not committed.
#[test]
fn results_without_their_manifest_are_replaced() {
    let place = Place::with_config(&with(SIMULATED, "paths = 2600", "paths = 10"));
    for _ in 0..2 {
        place.rehedge(&["run", "question.toml", "--quiet"]).said();
        std::fs::remove_file(place.path("results/question/manifest.json")).unwrap();
    }
}

#[test]
fn an_empty_folder_and_one_below_new_folders_will_do() {
    let place = Place::with_config(&with(SIMULATED, "paths = 2600", "paths = 10"));
    std::fs::create_dir(place.path("empty")).unwrap();
    for out in ["empty", "new/newer/newest/"] {
        place.rehedge(&["run", "question.toml", "--quiet", "--out", out]).said();
        assert!(place.files(out).contains_key("manifest.json"));
    }
}

/// Runs a config where no file may grow beyond so many units of 512 or 1024 bytes.
#[cfg(unix)]
fn run_with_little_room(place: &Place, limit: u32) -> Ended {
    let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" \"$@\"");
    let program = env!("CARGO_BIN_EXE_rehedge");
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &script, program, "run", "question.toml"]).current_dir(place.path(""));
    shell.output().unwrap().into()
}

#[cfg(unix)]
#[test]
fn a_run_that_fails_leaves_earlier_results_and_nothing_else() {
    let config = with(SIMULATED, "paths = 2600", "paths = 200");
    for (limit, file) in [(4, "pnl"), (64, "charts")] {
        let place = Place::with_config(&config);
        place.write_all(PLACE, history());
        let before = place.files("");
        let ended = run_with_little_room(&place, limit);
        assert_eq!((ended.status, ended.stdout.as_str()), (Some(1), ""), "{}", ended.stderr);
        assert!(ended.stderr.contains("File too large"), "{file}: {}", ended.stderr);
        assert_eq!(place.files(""), before, "{file}");
    }
}

/// Starts a run and waits until it has begun to write; then presses Ctrl-C.
#[cfg(unix)]
fn interrupted(place: &Place) -> Ended {
    let mut command = place.command(&["run", "question.toml", "--threads", "3"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let begun = Instant::now();
    while !is_writing(place) {
        assert!(begun.elapsed() < Duration::from_secs(20), "the run does not begin");
        sleep(Duration::from_millis(5));
    }
    interrupt(&child);
    ended(child)
}

/// Whether a hidden folder has P&L in it.
#[cfg(unix)]
fn is_writing(place: &Place) -> bool {
    let Ok(entries) = std::fs::read_dir(place.path("results")) else { return false };
    let hidden = entries.flatten().filter(|entry| entry.file_name().as_encoded_bytes()[0] == b'.');
    let written = |folder: std::fs::DirEntry| folder.path().join("pnl.parquet").metadata();
    hidden.flat_map(written).any(|file| file.len() > 100_000)
}

#[cfg(unix)]
fn interrupt(child: &Child) {
    let kill = format!("kill -INT {}", child.id());
    assert!(std::process::Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}

/// Waits for the end, which is not far.
#[cfg(unix)]
fn ended(mut child: Child) -> Ended {
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("the run does not stop");
        }
        sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap().into()
}

#[cfg(unix)]
#[test]
fn a_run_that_is_interrupted_leaves_earlier_results_and_nothing_else() {
    let place = Place::with_config(&long());
    place.write_all(PLACE, history());
    let before = place.files("");
    let ended = interrupted(&place);
    assert_eq!(ended.status, Some(130), "{}", ended.stderr);
    assert_eq!(ended.stderr, "interrupted; nothing was written\n");
    assert_eq!(ended.stdout, "");
    assert_eq!(place.files(""), before);
}

#[cfg(unix)]
#[test]
fn a_first_run_that_is_interrupted_leaves_no_results() {
    let place = Place::with_config(&long());
    let ended = interrupted(&place);
    assert_eq!(ended.status, Some(130), "{}", ended.stderr);
    let left: Vec<_> = place.files("").into_keys().collect();
    assert_eq!(left, ["question.toml"]);
}

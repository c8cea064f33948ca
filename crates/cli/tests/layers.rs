//! The arrows between the crates, and what each layer must not know.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every crate by its folder, and the crates of this repository that it may use.
const ARROWS: [(&str, &[&str]); 7] = [
    ("kernels", &[]),
    ("options", &["kernels"]),
    ("market", &["kernels"]),
    ("engine", &["kernels", "options", "market"]),
    ("portfolio", &["kernels", "options", "market"]),
    ("report", &["kernels", "engine"]),
    ("cli", &["kernels", "options", "market", "engine", "portfolio", "report"]),
];

/// The crates that do no input or output, start no threads and read no clock.
const PURE: [&str; 5] = ["kernels", "options", "market", "engine", "portfolio"];

/// What a pure crate does not name.
const IMPURE: [&str; 11] = [
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::time",
    "println!",
    "print!",
    "eprintln!",
    "dbg!",
];

/// The one file that may have `unsafe` in it.
const UNSAFE: &str = "kernels/src/dispatch.rs";

/// Names for a kind of thing: a thing lives with its meaning.
const KINDS: [&str; 9] =
    ["utils", "util", "types", "common", "core", "errors", "helpers", "misc", "shared"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn package(folder: &str) -> String {
    if folder == "cli" { "rehedge".to_owned() } else { format!("rehedge-{folder}") }
}

/// What each package depends on in the program, tests and benches left out.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let arguments = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    let of = |package: &Value| {
        let all = package["dependencies"].as_array().unwrap().iter();
        all.filter(|dependency| dependency["kind"] != "dev").map(name).collect()
    };
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages.map(|package| (name(package), of(package))).collect()
}

#[test]
fn the_arrows_between_the_crates_are_those_of_the_design() {
    let found = dependencies();
    let packages: BTreeSet<_> = ARROWS.iter().map(|(folder, _)| package(folder)).collect();
    assert_eq!(found.keys().cloned().collect::<BTreeSet<_>>(), packages);
    for (folder, allowed) in ARROWS {
        let ours = found[&package(folder)].intersection(&packages).cloned();
        let allowed: BTreeSet<_> = allowed.iter().map(|folder| package(folder)).collect();
        assert_eq!(ours.collect::<BTreeSet<_>>(), allowed, "{folder}");
    }
    assert!(found["rehedge-kernels"].is_empty(), "{:?}", found["rehedge-kernels"]);
}

#[test]
fn only_one_crate_knows_frames_and_charts_and_only_one_the_command_line() {
    for (package, dependencies) in dependencies() {
        for dependency in dependencies {
            let owner = match dependency.split('-').next().unwrap_or_default() {
                "polars" | "plotters" | "png" | "csv" => "rehedge-report",
                "clap" | "indicatif" | "toml" | "ctrlc" | "rayon" => "rehedge",
                _ => continue,
            };
            assert_eq!(package, owner, "{package} depends on {dependency}");
        }
    }
}

/// The Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}

/// The sources of a crate.
fn sources_of(folder: &str) -> Vec<PathBuf> {
    let files = sources(&root().join("crates").join(folder).join("src"));
    assert!(!files.is_empty(), "no sources of {folder}");
    files
}

/// The lines of a file with their numbers, comments left out.
fn lines(file: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(file).unwrap();
    let code = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
    text.lines().map(code).enumerate().map(|(index, line)| (index + 1, line)).collect()
}

fn has_word(line: &str, word: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(part) && !line[at + word.len()..].starts_with(part))
}

#[test]
fn the_layers_below_do_no_input_or_output_start_no_threads_and_read_no_clock() {
    for file in PURE.into_iter().flat_map(sources_of) {
        for (number, line) in lines(&file) {
            let impure = IMPURE.into_iter().find(|word| has_word(&line, word));
            assert_eq!(impure, None, "{}:{number}: {line}", file.display());
        }
    }
}

#[test]
fn unsafe_is_in_one_file() {
    for file in ARROWS.into_iter().flat_map(|(folder, _)| sources_of(folder)) {
        if file.ends_with(UNSAFE) {
            continue;
        }
        for (number, line) in lines(&file) {
            assert!(!has_word(&line, "unsafe"), "{}:{number}: {line}", file.display());
        }
    }
}

#[test]
fn nothing_is_named_for_a_kind() {
    for (folder, _) in ARROWS {
        assert!(!KINDS.contains(&folder));
        for file in sources(&root().join("crates").join(folder)) {
            let parts = file.iter().skip_while(|part| *part != "crates");
            for part in parts.filter_map(|part| part.to_str()) {
                let name = part.trim_end_matches(".rs");
                assert!(!KINDS.contains(&name), "{} is named for a kind", file.display());
            }
            for (number, line) in lines(&file) {
                let name = line.trim_start_matches("pub ").strip_prefix("mod ").unwrap_or_default();
                let name = name.split([';', ' ', '{']).next().unwrap_or_default();
                assert!(!KINDS.contains(&name), "{}:{number}: {line}", file.display());
            }
        }
    }
}

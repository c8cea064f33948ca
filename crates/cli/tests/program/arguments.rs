//! The command line: what it refuses, where it will not write, and what it answers.

use crate::place::Place;
use crate::runs::{HISTORY, SIMULATED, history_place, prices};
use std::fs;

#[test]
fn arguments_that_are_wrong_are_refused() {
    let place = Place::with_config(SIMULATED);
    let before = place.files("");
    let run = |options: &[&str]| {
        place.rehedge(&[&["run", "question.toml"], options].concat()).refused().join("\n")
    };
    assert!(run(&["--paths", "0"]).contains("--paths = 0: must be a whole number from 1"));
    assert!(run(&["--paths", "many"]).contains("invalid value 'many' for '--paths <N>'"));
    assert!(run(&["--paths=-1"]).contains("invalid value '-1' for '--paths <N>'"));
    assert!(run(&["--threads", "0"]).contains("0 is not in 1..=1024"));
    assert!(run(&["--seed", "18446744073709551615"]).contains("must be a whole number from 0"));
    assert!(run(&["--seed=-1"]).contains("invalid value '-1' for '--seed <N>'"));
    assert!(run(&["--seed", "-1"]).contains("-1"));
    assert!(run(&["--sed", "1"]).contains("'--seed'"));
    assert!(place.rehedge(&["rnu"]).refused().join("\n").contains("'rnu'"));
    assert!(place.rehedge(&[]).stderr.contains("Usage: rehedge"));
    assert_eq!(place.rehedge(&[]).status, Some(2));
    assert_eq!(place.files(""), before);
}

#[test]
fn paths_are_no_choice_with_history() {
    let place = history_place(HISTORY, prices());
    let before = place.files("");
    let said = place.rehedge(&["run", "question.toml", "--paths", "100"]).refused();
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("--paths = 100: not with market.kind = \"history\""), "{said:?}");
    assert_eq!(place.files(""), before);
}

#[test]
fn a_folder_that_holds_something_else_is_never_written_to() {
    let place = Place::with_config(SIMULATED);
    place.write("thesis/chapter.tex", "years of work");
    place.write("others/manifest.json", r#"{ "program": "another" }"#);
    place.write("broken/manifest.json", "rehedge");
    place.write("file", "a file");
    let before = place.files("");
    for (out, said) in [
        ("thesis", "--out = thesis: the folder is there and holds something else; allowed: "),
        ("others", "--out = others: the folder is there and holds something else; allowed: "),
        ("broken", "--out = broken: the folder is there and holds something else; allowed: "),
        (".", "--out = .: the folder is there and holds something else; allowed: "),
        ("/", "--out = /: the folder is there and holds something else; allowed: "),
        ("file", "--out = file: it is not a folder; allowed: "),
        ("file/results", "--out = file/results: "),
        ("file/deeper/results", "--out = file/deeper/results: "),
        ("new/..", "--out = new/..: must name a folder"),
        ("", "error: a value is required for '--out <DIR>'"),
    ] {
        let arguments = ["run", "question.toml", "--out", out];
        let said_of_it = place.rehedge(&arguments).refused().join("\n");
        assert!(said_of_it.starts_with(said), "{out}: {said_of_it}");
        assert_eq!(place.files(""), before, "{out}");
    }
}

#[test]
fn the_config_its_data_and_the_folder_are_refused_at_once() {
    let config = HISTORY.replace("strike = \"atm\"", "strike = \"atm\"\nquantity = 0.0");
    let prices = prices().replace("2020-01-05", "2020-01-35");
    let place = history_place(&config, prices);
    place.write("thesis/chapter.tex", "years of work");
    let before = place.files("");
    for out in ["thesis", "new/folder"] {
        let said = place.rehedge(&["run", "question.toml", "--out", out]).refused();
        let told = |what: &str| said.iter().filter(|line| line.contains(what)).count();
        assert_eq!(told("quantity = 0.0: "), 1, "{said:#?}");
        assert_eq!(told("2020-01-35"), 1, "{said:#?}");
        assert_eq!(told("--out = thesis: "), usize::from(out == "thesis"), "{said:#?}");
        assert_eq!(place.files(""), before, "{out}");
    }
    // Data are looked at even where the key that cuts them is wrong too.
    let config = config.replace("start_every_days = 2", "start_every_days = -1");
    let place = history_place(&config, "date,close,vix\n2020-01-35,1,2\n");
    let said = place.rehedge(&["check", "question.toml"]).refused();
    assert_eq!(said.len(), 3, "{said:#?}");
}

#[test]
fn help_version_and_schema_succeed() {
    let place = Place::with_config("");
    let help = place.rehedge(&["--help"]).said();
    for word in ["run", "check", "explain", "schema"] {
        assert!(help.contains(word), "{help}");
    }
    for command in ["run", "check", "explain", "schema"] {
        assert!(place.rehedge(&[command, "--help"]).said().contains("Usage: rehedge"));
    }
    assert_eq!(
        place.rehedge(&["--version"]).said(),
        format!("rehedge {}\n", env!("CARGO_PKG_VERSION"))
    );
    assert!(place.rehedge(&["schema"]).said().starts_with("{\n"));
    let portfolio = place.rehedge(&["schema", "--for", "portfolio"]).said();
    assert!(portfolio.contains("\"title\": \"rehedge portfolio config\""));
}

/// What nobody reads is no reason to panic, which ends with the status 101.
#[cfg(target_os = "linux")]
#[test]
fn a_stdout_or_stderr_that_cannot_be_written_is_no_panic() {
    let place = Place::with_config(SIMULATED);
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = |arguments: &[&str]| {
        let mut command = place.command(arguments);
        command.stdout(full()).stderr(full()).status().unwrap().code()
    };
    assert_eq!(status(&["schema"]), Some(1));
    assert_eq!(status(&["check", "nothing.toml"]), Some(2));
    assert_eq!(status(&["run", "question.toml", "--paths", "100"]), Some(1));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let closed = place.command(&["check", "question.toml"]).stdout(writer).status().unwrap();
    assert_eq!(closed.code(), Some(0));
}

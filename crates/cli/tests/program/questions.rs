//! `check`, `schema`, the configs of the repository, and the numbers of one of them.

use crate::place::{Ended, Place};
use crate::runs::{HISTORY, SIMULATED, WINDOWS, history_place, prices, with};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use toml::de::{DeTable, DeValue};

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs the program at the root of the repository.
fn at_root(arguments: &[&str]) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehedge"));
    command.args(arguments).current_dir(root()).output().unwrap().into()
}

/// The configs of the repository, relative to its root.
fn configs() -> Vec<String> {
    let entries = fs::read_dir(root().join("configs")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.rsplit('.').next() == Some("toml")).collect();
    names.sort_unstable();
    assert!(names.iter().any(|name| name == "smoke.toml"), "{names:?}");
    names.iter().map(|name| format!("configs/{name}")).collect()
}

/// An option that textbooks price: its kind, spot, strike, rate, volatility, days of 252 a year.
fn priced(kind: &str, [spot, strike, rate, volatility]: [f64; 4], days: u32) -> String {
    let config = format!(
        "[run]\npaths = 123\n[market]\nkind = \"simulated\"\nspot = {spot}\nrate = {rate}\n\
         volatility = {volatility}\ndays = {days}\n[[book]]\nkind = \"{kind}\"\nstrike = {strike}\n\
         [[hedge]]\nname = \"daily\"\nrebalance = {{ rule = \"every\", days = 1 }}\n"
    );
    Place::with_config(&config).rehedge(&["check", "question.toml"]).said()
}

#[test]
fn check_says_what_a_run_would_do() {
    // Hull, Options, Futures, and Other Derivatives, example of the Black–Scholes chapter
    // (S 42, K 40, r 10 %, σ 20 %, half a year): 4.76 and 0.81.
    let hull = [42.0, 40.0, 0.10, 0.20];
    let call = priced("call", hull, 126);
    assert!(call.contains("123 simulated paths of 126 trading days, 126 steps"), "{call}");
    assert!(call.contains("marked at 4.7594 each, worth 4.7594 in this market"), "{call}");
    assert!(priced("put", hull, 126).contains("marked at 0.8086 each"));
    // One year at the money, rate 5 %, volatility 20 %: 10.4506 and 5.5735 in every course.
    assert!(priced("call", [100.0, 100.0, 0.05, 0.20], 252).contains("marked at 10.4506 each"));
    assert!(priced("put", [100.0, 100.0, 0.05, 0.20], 252).contains("marked at 5.5735 each"));

    let place = Place::with_config(SIMULATED);
    let before = place.files("");
    let text = place.rehedge(&["check", "question.toml"]).said();
    assert!(text.contains("2600 simulated paths of 6 trading days, 12 steps"), "{text}");
    assert!(text.contains("\"every 0.5d\": up to 13 trades"), "{text}");
    assert_eq!(place.files(""), before);
    let place = history_place(HISTORY, prices());
    let text = place.rehedge(&["check", "question.toml"]).said();
    let windows = format!("{WINDOWS} windows of prices.csv, each 5 trading days");
    assert!(text.contains(&windows), "{text}");
    assert!(text.contains("starting 2020-01-05 to 2020-02-04"), "{text}");
}

#[test]
fn a_run_says_its_results_and_notes() {
    let config = with(HISTORY, "normalise_spot = 100.0", "");
    let gap = prices().replace("2020-02-09", "2020-03-09").replace("2020-02-08,3114.01,", "");
    let ended = history_place(&config, gap).rehedge(&["run", "question.toml"]);
    assert_eq!(ended.status, Some(0), "{}", ended.stderr);
    let gap = "note: prices.csv: no prices between 2020-02-08 and 2020-03-09, 30 days apart\n";
    assert_eq!(ended.stderr, gap);
    let table = format!("question: {WINDOWS} windows of history of 5 steps");
    assert!(ended.stdout.contains(&table), "{}", ended.stdout);
    assert!(ended.stdout.contains("\n  daily "), "{}", ended.stdout);
    assert!(ended.stdout.contains(" charts and all frames in results/question, "));
}

#[test]
fn every_config_of_the_repository_is_right() {
    for config in configs() {
        let text = at_root(&["check", &config]).said();
        assert!(text.starts_with(&format!("{config}: the config is right\n")), "{text}");
    }
}

/// A book of a file, with quotes of another.
const PORTFOLIO: &str = "\
[market]
kind = \"simulated\"
volatility = 0.2
days = 15

[[book]]
name = \"own\"
file = \"positions.csv\"

[instruments]
quotes = { file = \"quotes.csv\" }

[[revalue]]
name = \"up\"
volatility_shift_vol_points = 1
";

fn portfolio_place(positions: &str) -> Place {
    let place = Place::with_config(PORTFOLIO);
    place.write("positions.csv", positions);
    place.write("quotes.csv", "kind,strike,days,bid,ask\ncall,100,21,2.2,2.4\n");
    place
}

#[test]
fn check_knows_a_portfolio_when_it_sees_one() {
    let place = portfolio_place("kind,strike,days,quantity\ncall,100,21,-10\nput,95,42,3\n");
    let text = place.rehedge(&["check", "question.toml"]).said();
    for words in [
        "20000 scenarios in sample and 20000 out of sample, of 15 trading days from 100",
        "\"own\": 2 vanilla positions, 1 of them owned",
        "2 instruments: stock (half spread 0), 1 quoted options, implied volatility 20.0 to 20.0 %",
        "\"Model 2\": least cost within bounds, risk at most 1.5 times the least",
        "\"up\": drift 0.00 %, diffusion at 20.0 %; implied volatility 20.0 %, moved by +1.00",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn check_says_all_that_is_wrong_with_a_portfolio_and_its_files() {
    let place = portfolio_place("kind,strike,days,quantity\ncal,100,21,-10\nput,95,14,3\n");
    let complaint = place.rehedge(&["check", "question.toml"]).refused().join("\n");
    for words in [
        "question.toml:8:8: book[0].file = \"positions.csv\": line 2: kind = \"cal\": must be",
        "did you mean \"call\"?",
        "line 3: days = 14: expires before the horizon: must be at least market.days = 15",
    ] {
        assert!(complaint.contains(words), "{words}: {complaint}");
    }
}

#[test]
fn a_portfolio_is_not_run_as_if_its_hedges_were_dynamic() {
    let place = portfolio_place("kind,strike,days,quantity\ncall,100,21,-10\n");
    for command in ["run", "sweep"] {
        let complaint = place.rehedge(&[command, "question.toml"]).refused().join("\n");
        assert!(
            complaint.contains("instruments: is of a config for `rehedge portfolio`"),
            "{complaint}"
        );
    }
}

/// The schemas of a key, in every form that a table may have.
fn properties<'s>(schema: &'s Value, key: &str) -> Vec<&'s Value> {
    let forms = schema["oneOf"].as_array().into_iter().flatten();
    let deeper = forms.flat_map(|form| properties(form, key));
    schema["properties"].get(key).into_iter().chain(deeper).collect()
}

/// Asserts that every key of a table is in one of its schemas.
fn assert_known(table: &DeTable, schemas: &[&Value], path: &str) {
    for (key, value) in table {
        let path = format!("{path}.{}", key.get_ref());
        let found: Vec<_> =
            schemas.iter().flat_map(|schema| properties(schema, key.get_ref())).collect();
        assert!(!found.is_empty(), "{path} is not in the schema");
        let items: Vec<_> = found.iter().map(|schema| &schema["items"]).collect();
        match value.get_ref() {
            DeValue::Table(table) => assert_known(table, &found, &path),
            DeValue::Array(list) => {
                let tables = list.iter().filter_map(|item| item.get_ref().as_table());
                tables.for_each(|table| assert_known(table, &items, &path));
            }
            _ => {}
        }
    }
}

#[test]
fn the_schema_knows_every_key_of_every_config() {
    let schema = |kind: &str| -> Value {
        serde_json::from_str(&at_root(&["schema", "--for", kind]).said()).unwrap()
    };
    let (run, portfolio) = (schema("run"), schema("portfolio"));
    for schema in [&run, &portfolio] {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
    let read = |config: &String| fs::read_to_string(root().join(config)).unwrap();
    let texts = configs().iter().map(read).collect::<Vec<_>>();
    let more = [SIMULATED, HISTORY, PORTFOLIO];
    for text in texts.iter().map(String::as_str).chain(more) {
        let config = DeTable::parse(text).unwrap();
        let static_hedges = config.get_ref().iter().any(|(key, _)| key.get_ref() == "instruments");
        let schema = if static_hedges { &portfolio } else { &run };
        assert_known(config.get_ref(), &[schema], "");
    }
}

/// The summary of configs/smoke.toml, kept.
const GOLDEN: &str = "crates/cli/tests/golden/smoke-summary.csv";

#[test]
fn the_numbers_of_the_smoke_config_are_those_kept() {
    let place = Place::with_config("");
    let out = place.path("smoke");
    at_root(&["run", "configs/smoke.toml", "--quiet", "--out", out.to_str().unwrap()]).said();
    let summary = place.files("smoke").remove("summary.csv").unwrap();
    let golden = root().join(GOLDEN);
    if std::env::var_os("REHEDGE_RENEW_GOLDEN").is_some() {
        fs::write(&golden, &summary).unwrap();
    }
    let text = String::from_utf8(summary).unwrap();
    assert!(
        text == fs::read_to_string(&golden).unwrap_or_default(),
        "configs/smoke.toml gives other numbers than {GOLDEN}. If that is meant, it is a \
         value-breaking change: say so in the list of changes, and renew the file with \
         REHEDGE_RENEW_GOLDEN=1 cargo test -p rehedge --test program. It gives:\n{text}"
    );
}

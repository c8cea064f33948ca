//! The results of a run: the files and columns of the contract, and that they agree.

use crate::place::{Files, Place};
use crate::runs::{
    self, HISTORY, SIMULATED, WINDOWS, assert_same, contracts, history, simulated, with,
};
use crate::tables::{Table, summary};
use sha2::{Digest as _, Sha256};

const HEDGES: [&str; 4] = ["every 0.5d", "every 2d", "own volatility", "never"];

const COMPONENTS: [&str; 14] = [
    "delta",
    "gamma",
    "theta",
    "vega",
    "vanna",
    "volga",
    "gap",
    "residual",
    "entry",
    "financing",
    "dividend",
    "spread",
    "fee",
    "impact",
];

const SUMMARY: &str = "hedge,paths,pnl_mean,pnl_mean_se,pnl_sd,pnl_sd_se,pnl_skew,\
    pnl_excess_kurtosis,pnl_min,pnl_p01,pnl_p05,pnl_p50,pnl_p95,pnl_p99,pnl_max,es_95,es_99,\
    cost_mean,cost_mean_se,turnover_mean,trades_mean,delta_mean,delta_sd,gamma_mean,gamma_sd,\
    theta_mean,theta_sd,vega_mean,vega_sd,vanna_mean,vanna_sd,volga_mean,volga_sd,gap_mean,gap_sd,\
    residual_mean,residual_sd,entry_mean,entry_sd,financing_mean,financing_sd,dividend_mean,\
    dividend_sd,spread_mean,spread_sd,fee_mean,fee_sd,impact_mean,impact_sd";

/// Words between commas or blanks, then the components with an ending, then more words.
fn columns(before: &str, ending: &str, after: &str) -> Vec<String> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let components = COMPONENTS.map(|component| format!("{component}{ending}")).to_vec();
    [words(before), components, words(after)].concat()
}

#[test]
fn the_files_are_those_of_the_contract() {
    let frames = ["ledger.parquet", "pnl.parquet", "profile.parquet", "summary.parquet"];
    let texts = ["config.toml", "manifest.json", "report.html", "summary.csv", "timing.json"];
    let compared = ["break_even.csv", "paired.csv", "ranking.csv", "variance.csv"];
    for (files, own) in [(simulated(), "controlled.csv"), (history(), "attribution.csv")] {
        let (charts, others): (Vec<_>, Vec<_>) =
            files.keys().partition(|name| name.starts_with("charts/"));
        let mut expected = [&frames[..], &texts, &compared, &[own]].concat();
        expected.sort_unstable();
        assert_eq!(others, expected);
        assert!(charts.len() >= 6, "{charts:?}");
        for chart in charts {
            let (name, ending) = chart.rsplit_once('.').unwrap();
            let start: &[u8] = if ending == "svg" { b"<svg " } else { b"\x89PNG\r\n\x1a\n" };
            assert!(files[chart].starts_with(start), "{chart}");
            let other = if ending == "svg" { "png" } else { "svg" };
            assert!(files.contains_key(&format!("{name}.{other}")), "{name} has no {other}");
        }
    }
}

#[test]
fn the_columns_are_those_of_the_contract() {
    let files = simulated();
    let csv = std::str::from_utf8(&files["summary.csv"]).unwrap();
    assert_eq!(csv.lines().next(), Some(SUMMARY));
    assert_eq!(Table::read(files, "summary.parquet").names.join(","), SUMMARY);
    let pnl = columns("hedge path pnl", "", "cost turnover trades spot_final");
    assert_eq!(Table::read(files, "pnl.parquet").names, pnl);
    let dated = [pnl, vec!["start_date".to_owned()]].concat();
    assert_eq!(Table::read(history(), "pnl.parquet").names, dated);
    let profile = columns("hedge step time_years", "_mean", "pnl_mean pnl_sd");
    assert_eq!(Table::read(files, "profile.parquet").names, profile);
    let ledger = columns(
        "hedge path step time_years spot implied_volatility path_volatility book_value \
         delta gamma theta vega target trade holding settlement cash wealth",
        "_pnl",
        "jumped",
    );
    assert_eq!(Table::read(files, "ledger.parquet").names, ledger);
}

#[test]
fn the_rows_are_those_of_the_run() {
    let files = simulated();
    assert_eq!(Table::read(files, "pnl.parquet").rows(), HEDGES.len() * 2600);
    assert_eq!(Table::read(files, "profile.parquet").rows(), HEDGES.len() * 13);
    assert_eq!(Table::read(files, "ledger.parquet").rows(), HEDGES.len() * 3 * 13);
    let hedges: Vec<_> = summary(files)[1..].iter().map(|row| row[0].clone()).collect();
    assert_eq!(hedges, HEDGES);
    let pnl = Table::read(history(), "pnl.parquet");
    let windows: Vec<f64> = (0..WINDOWS).map(|path| path as f64).collect();
    assert_eq!(pnl.numbers("path"), windows);
    // The first window starts after four returns: on 2020-01-05, the next two days later.
    let first = 18_266;
    let starts: Vec<i32> = (0..WINDOWS as i32).map(|path| first + 2 * path).collect();
    assert_eq!(pnl.days("start_date"), starts);
}

/// Sums of thousands of numbers, in whichever order.
#[track_caller]
fn assert_close(found: f64, expected: f64, what: &str) {
    assert!(
        (found - expected).abs() <= 1e-11 * (1.0 + expected.abs()),
        "{what}: {found}, {expected}"
    );
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The mean of `(x − mean)^power`.
fn moment(values: &[f64], power: i32) -> f64 {
    let centre = mean(values);
    mean(&values.iter().map(|x| (x - centre).powi(power)).collect::<Vec<_>>())
}

fn sd(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    (moment(values, 2) * n / (n - 1.0)).sqrt()
}

/// Hyndman and Fan's definition 7.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let h = (sorted.len() - 1) as f64 * p;
    let below = h.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (h - h.floor()) * (sorted[above] - sorted[below])
}

/// Minus the mean of the worst `tail` of values, whose number times `tail` is whole.
fn shortfall(sorted: &[f64], tail: f64) -> f64 {
    -mean(&sorted[..(sorted.len() as f64 * tail).round() as usize])
}

#[test]
fn the_summary_agrees_with_the_profit_and_loss_of_every_path() {
    let files = simulated();
    let (pnl, rows) = (Table::read(files, "pnl.parquet"), summary(files));
    let parquet = Table::read(files, "summary.parquet");
    for (index, row) in rows[1..].iter().enumerate() {
        let hedge = &row[0];
        let of = |name: &str| pnl.of_hedge(hedge, name);
        let check = |name: &str, expected: f64| {
            let column = rows[0].iter().position(|column| column == name).unwrap();
            let found: f64 = row[column].parse().unwrap();
            assert_close(found, expected, &format!("{hedge}: {name}"));
            assert_eq!(parquet.numbers(name)[index].to_bits(), found.to_bits(), "{name}");
        };
        let (values, n) = (of("pnl"), 2600.0_f64);
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let variance = moment(&values, 2);
        let kurtosis = moment(&values, 4) / (variance * variance);
        check("paths", n);
        check("pnl_mean", mean(&values));
        check("pnl_mean_se", sd(&values) / n.sqrt());
        check("pnl_sd", sd(&values));
        check("pnl_skew", moment(&values, 3) / variance.powf(1.5));
        check("pnl_excess_kurtosis", kurtosis - 3.0);
        for (name, p) in [("min", 0.0), ("p01", 0.01), ("p05", 0.05), ("p50", 0.5), ("p95", 0.95)] {
            check(&format!("pnl_{name}"), quantile(&sorted, p));
        }
        check("pnl_p99", quantile(&sorted, 0.99));
        check("pnl_max", quantile(&sorted, 1.0));
        check("es_95", shortfall(&sorted, 0.05));
        check("es_99", shortfall(&sorted, 0.01));
        check("cost_mean", mean(&of("cost")));
        check("cost_mean_se", sd(&of("cost")) / n.sqrt());
        check("turnover_mean", mean(&of("turnover")));
        check("trades_mean", mean(&of("trades")));
        for component in COMPONENTS {
            check(&format!("{component}_mean"), mean(&of(component)));
            check(&format!("{component}_sd"), sd(&of(component)));
        }
    }
}

#[test]
fn components_add_up_to_profit_and_loss_and_costs_to_cost() {
    for (files, spot) in [(simulated(), 90.0), (history(), 100.0), (contracts(), 90.0)] {
        let pnl = Table::read(files, "pnl.parquet");
        let parts = COMPONENTS.map(|component| pnl.numbers(component));
        let (whole, cost) = (pnl.numbers("pnl"), pnl.numbers("cost"));
        for row in 0..pnl.rows() {
            let sum: f64 = parts.iter().map(|part| part[row]).sum();
            // The contract's bound.
            assert!((sum - whole[row]).abs() <= 1e-9 * spot, "row {row}: {sum}, {}", whole[row]);
            let paid = -(parts[11][row] + parts[12][row] + parts[13][row]);
            assert_close(cost[row], paid, "cost");
        }
    }
}

/// Cash that comes before the horizon: what expires early, and rebates of what is knocked out.
#[test]
fn contracts_pay_before_the_horizon() {
    let ledger = Table::read(contracts(), "ledger.parquet");
    let (cash, holding) = (ledger.numbers("cash"), ledger.numbers("holding"));
    let (step, hedge) = (ledger.numbers("step"), ledger.texts("hedge"));
    let growth = (0.04_f64 / (2.0 * 252.0)).exp();
    let mut paid = [0; 12];
    for row in 1..ledger.rows() {
        if hedge[row] == "none" && step[row] > 0.0 {
            assert_eq!(holding[row], 0.0);
            let received = cash[row] - cash[row - 1] * growth;
            paid[step[row] as usize - 1] += i32::from(received.abs() > 1e-9);
        }
    }
    // The binary at step 8, the put that a touch starts at 10, all that is left at the horizon, on
    // every path but those where they pay nothing; rebates of 2 at any step on some.
    assert!(paid[7] > 5 && paid[9] > 1 && paid[11] == 20, "{paid:?}");
    assert!(paid[..7].iter().sum::<i32>() > 3, "{paid:?}");
}

#[test]
fn the_ledger_tells_the_whole_profit_and_loss_of_its_paths() {
    for files in [simulated(), history(), contracts()] {
        let (ledger, pnl) =
            (Table::read(files, "ledger.parquet"), Table::read(files, "pnl.parquet"));
        let numbers = |name: &str| ledger.numbers(name);
        let (step, spot, path) = (numbers("step"), numbers("spot"), numbers("path"));
        let (cash, holding, book) = (numbers("cash"), numbers("holding"), numbers("book_value"));
        let (hedge, wealth) = (ledger.texts("hedge"), numbers("wealth"));
        let parts = COMPONENTS.map(|component| numbers(&format!("{component}_pnl")));
        let last = step.iter().copied().fold(0.0, f64::max);
        let mut so_far = 0.0;
        for row in 0..ledger.rows() {
            so_far = if step[row] == 0.0 { 0.0 } else { so_far };
            so_far += parts.iter().map(|part| part[row]).sum::<f64>();
            let marked = cash[row] + holding[row] * spot[row] + book[row];
            // The contract's bound.
            assert!((marked - wealth[row]).abs() <= 1e-9 * spot[row], "row {row}: {marked}");
            assert!((so_far - wealth[row]).abs() <= 1e-9 * spot[row], "row {row}: {so_far}");
            if step[row] == last {
                let booked = pnl.of_hedge(&hedge[row], "pnl")[path[row] as usize];
                assert_eq!(wealth[row].to_bits(), booked.to_bits(), "row {row}");
            }
        }
    }
}

#[test]
fn the_profile_ends_where_the_summary_is() {
    let files = simulated();
    let (profile, rows) = (Table::read(files, "profile.parquet"), summary(files));
    for row in &rows[1..] {
        let columns = ["pnl_mean", "pnl_sd"].map(str::to_owned).into_iter();
        for name in columns.chain(COMPONENTS.map(|component| format!("{component}_mean"))) {
            let column = rows[0].iter().position(|column| *column == name).unwrap();
            let last = *profile.of_hedge(&row[0], &name).last().unwrap();
            assert_close(last, row[column].parse().unwrap(), &format!("{}: {name}", row[0]));
        }
    }
    let times = profile.of_hedge("never", "time_years");
    assert_eq!((times[0], times.len()), (0.0, 13));
    assert_close(times[12], 6.0 / 252.0, "horizon");
}

#[test]
fn the_manifest_says_what_was_run() {
    let manifest = |files: &Files| -> serde_json::Value {
        serde_json::from_slice(&files["manifest.json"]).unwrap()
    };
    let files = simulated();
    let said = manifest(files);
    let keys: Vec<_> = said.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "program",
            "version",
            "source_revision",
            "config",
            "config_sha256",
            "seed",
            "paths",
            "steps",
            "hedges",
            "ledger_paths"
        ]
    );
    let hash = Sha256::digest(&files["config.toml"]);
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    assert_eq!(said["program"], "rehedge");
    assert_eq!(said["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(said["config"], "question");
    assert_eq!(said["config_sha256"], hash.as_str());
    assert_eq!(
        (&said["seed"], &said["paths"], &said["steps"]),
        (&7.into(), &2600.into(), &12.into())
    );
    assert_eq!(said["hedges"], serde_json::json!(HEDGES));
    assert_eq!(said["ledger_paths"], 3);
    let revision = said["source_revision"].as_str().unwrap();
    let hexadecimal = revision.len() == 12 && revision.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(hexadecimal || revision == "unknown", "{revision}");
    let said = manifest(history());
    assert_eq!((&said["paths"], &said["ledger_paths"]), (&WINDOWS.into(), &2.into()));
}

#[test]
fn the_resolved_config_gives_the_same_results_again() {
    let text = |files: &Files| String::from_utf8(files["config.toml"].clone()).unwrap();
    let again = Place::with_config(&text(simulated()));
    assert_same(&runs::run(&again, &[]), simulated());
    let again = runs::history_place(&text(history()), runs::prices());
    assert_same(&runs::run(&again, &[]), history());
    // Contracts of every kind, on another number of threads too.
    let again = Place::with_config(&text(contracts()));
    assert_same(&runs::run(&again, &["--threads", "1"]), contracts());
}

#[test]
fn no_file_knows_the_machine() {
    let place = runs::history_place(&with(HISTORY, "days = 5", "days = 6"), runs::prices());
    let files = runs::timeless(&runs::run(&place, &[]));
    let folder = place.path("");
    let home = std::env::var("HOME").unwrap_or_default();
    let names = [folder.to_str().unwrap(), env!("CARGO_MANIFEST_DIR"), &home];
    for (file, contents) in &files {
        for name in names.iter().filter(|name| name.len() > 1) {
            let found = contents.windows(name.len()).any(|bytes| bytes == name.as_bytes());
            assert!(!found, "{file} has {name}");
        }
    }
}

#[test]
fn names_are_written_so_that_every_file_can_be_read() {
    let name = r#"a<b> & "c", 5 € = ½"#;
    let config = with(SIMULATED, "name = \"never\"", &format!("name = '{name}'"));
    let files = runs::run(&Place::with_config(&config), &["--paths", "130"]);
    let csv = std::str::from_utf8(&files["summary.csv"]).unwrap();
    assert!(
        csv.lines().any(|line| line.starts_with("\"a<b> & \"\"c\"\", 5 € = ½\",130,")),
        "{csv}"
    );
    assert_eq!(Table::read(&files, "summary.parquet").texts("hedge")[3], name);
    for (file, contents) in &files {
        if file.rsplit('.').next() != Some("svg") {
            continue;
        }
        let svg = std::str::from_utf8(contents).unwrap();
        assert!(!svg.contains("a<b>") && !svg.contains("b> & "), "{file} is not XML");
    }
}

//! `theory.csv`: the rows that apply, and that simulation agrees with them.

use crate::place::{Files, Place};
use crate::runs::{self, with};

/// One short call on a plain diffusion that is sold above its volatility, with every linear cost
/// and impact; the last hedge is at the volatility of the spot.
const PLAIN: &str = r#"
[run]
paths = 4096
seed = 3
ledger_paths = 64

[market]
kind = "simulated"
spot = 90.0
drift = 0.1
rate = 0.04
dividend_yield = 0.01
volatility = 0.2
days = 48
implied_volatility = { kind = "constant", level = 0.23 }

[[book]]
kind = "call"
strike = 92.0
quantity = -2.0

[costs]
half_spread_bps = 2.0
fee_per_unit = 0.001
impact = { coefficient = 0.8, adv = 10_000.0 }

[[hedge]]
name = "implied"
rebalance = { rule = "every", days = [1, 5] }

[[hedge]]
name = "band"
rebalance = { rule = "whalley_wilmott", risk_aversion = 5.0 }
costs = { half_spread_bps = 2.0 }

[[hedge]]
name = "own"
rebalance = { rule = "every", days = 1 }
target = { volatility = "path" }
costs = { half_spread_bps = 2.0, charge_initial = false, charge_final = false }
"#;

/// A row: hedge, theory, quantity, and the numbers.
type Row = (String, String, String, Vec<Option<f64>>);

fn rows(files: &Files) -> Vec<Row> {
    let text = std::str::from_utf8(&files["theory.csv"]).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    assert_eq!(header, "hedge,theory,quantity,simulated,simulated_se,theoretical,ratio,ratio_se");
    let row = |line: &str| {
        let mut cells = line.split(',').map(str::to_owned);
        let mut name = || cells.next().unwrap();
        let (hedge, theory, quantity) = (name(), name(), name());
        (hedge, theory, quantity, cells.map(|cell| cell.parse().ok()).collect())
    };
    rows.lines().map(row).collect()
}

/// Whether simulation agrees with theory within three standard errors and a share of it.
#[track_caller]
fn assert_agrees((hedge, theory, quantity, numbers): &Row, next_order: f64) {
    let [simulated, se, theoretical, ratio, ratio_se] = numbers[..] else { panic!("{numbers:?}") };
    let (simulated, se, theoretical) = (simulated.unwrap(), se.unwrap(), theoretical.unwrap());
    let what = format!("{hedge}, {theory}, {quantity}: {simulated} ± {se}, {theoretical}");
    assert!(se > 0.0 && se < 0.2 * simulated.abs(), "{what}");
    let allowed = 3.0 * se + next_order * theoretical.abs();
    assert!((simulated - theoretical).abs() < allowed, "{what}");
    assert!((ratio.unwrap() - simulated / theoretical).abs() < 1e-12, "{what}");
    assert!((ratio_se.unwrap() - se / theoretical.abs()).abs() < 1e-12, "{what}");
}

#[test]
fn simulation_agrees_with_every_theory_that_applies() {
    let rows = rows(&runs::run(&Place::with_config(PLAIN), &[]));
    let names: Vec<_> =
        rows.iter().map(|(hedge, theory, ..)| format!("{hedge}: {theory}")).collect();
    let of_interval =
        ["ahmad_wilmott", "leland", "toft", "square_root_impact", "square_root_impact_exact"];
    let mut expected: Vec<String> = ["implied 1d", "implied 5d"]
        .iter()
        .flat_map(|hedge| of_interval.map(|theory| format!("{hedge}: {theory}")))
        .collect();
    expected.push("band: whalley_wilmott".to_owned());
    let own = ["derman_kamal", "bertsimas_kogan_lo", "ahmad_wilmott", "leland", "toft", "sepp"];
    expected.extend(own.map(|theory| format!("own: {theory}")));
    assert_eq!(names, expected);
    for row in &rows {
        let every_day = !row.0.ends_with("5d");
        // What comes next in the interval, with 48 of them and with ten; the means before costs and
        // the exact costs have no such terms worth speaking of.
        let next_order = match row.1.as_str() {
            "toft" | "square_root_impact_exact" | "ahmad_wilmott" => 0.002,
            "whalley_wilmott" | "sepp" => 0.08,
            _ if every_day => 0.05,
            _ => 0.15,
        };
        assert_agrees(row, next_order);
    }
}

/// Where the option is fairly marked, the shape of a step is known; where everything is fair and
/// free, nothing else but the risk is.
#[test]
fn a_fair_and_free_market_has_risk_alone() {
    let fair = with(PLAIN, "{ kind = \"constant\", level = 0.23 }", "{ kind = \"tracks\" }");
    let free = with(
        &fair,
        "half_spread_bps = 2.0\nfee_per_unit = 0.001\nimpact = { coefficient = 0.8, adv = 10_000.0 }\n",
        "",
    );
    let rows = rows(&runs::run(&Place::with_config(&free), &[]));
    let of = |hedge: &str| -> Vec<&Row> { rows.iter().filter(|row| row.0 == hedge).collect() };
    let names: Vec<_> = of("implied 1d").iter().map(|row| row.1.clone()).collect();
    assert_eq!(names, ["derman_kamal", "bertsimas_kogan_lo", "boyle_emanuel"]);
    let steps = of("implied 1d")[2];
    assert_eq!(steps.2, "losing_steps_long_gamma");
    // A step is at most a 25th of the life that is left.
    assert_agrees(steps, 0.02);
    for row in
        of("implied 1d").iter().chain(&of("implied 5d")).filter(|row| row.1.starts_with("ber"))
    {
        assert_agrees(row, 0.1);
    }
}

/// Jumps, a second option, an option that expires early, cash at another rate: no file at all.
#[test]
fn there_is_no_file_where_no_theory_applies() {
    assert!(!runs::simulated().contains_key("theory.csv"));
    assert!(!runs::history().contains_key("theory.csv"));
    for (old, new) in [
        ("rate = 0.04", "rate = 0.04\nfinancing_rate = 0.05"),
        ("strike = 92.0", "strike = 92.0\ndays = 40"),
        ("quantity = -2.0", "quantity = -2.0\n[[book]]\nkind = \"put\"\nstrike = 80.0"),
        (
            "volatility = 0.2\n",
            "volatility = 0.2\njumps = { per_year = 1.0, mean_log = 0.0, sd_log = 0.1 }\n",
        ),
    ] {
        let place = Place::with_config(&with(PLAIN, old, new));
        let files = runs::run(&place, &["--paths", "64"]);
        assert!(!files.contains_key("theory.csv"), "{new}");
    }
}

//! `portfolio` at the edges: books that are replicated, that net to nothing, and bounds out of reach.

use crate::place::{Files, Place};
use crate::runs::with;

/// Two options that the twenty calls and the stock make up.
const BOOK: &str = r#"
[run]
scenarios = 2000
seed = 3

[market]
kind = "simulated"
spot = 100.0
drift = 0.05
rate = 0.03
volatility = 0.2
days = 15
implied_volatility = { kind = "constant", level = 0.2 }

[[book]]
name = "b"
legs = [{ kind = "call", strike = 100, days = 63, quantity = -50 }, { kind = "put", strike = 95, days = 42, quantity = -20 }]

[instruments]
calls = { strikes = [90, 95, 100, 105, 110], days = [21, 42, 63, 126] }
half_spread = { vol_points = 0.25 }

[costs]
half_spread_bps = 1.0

[problem]
weights = "bid_ask"
limit = { units = 500 }

[[model]]
name = "bounded"
kind = "bounded"

[[model]]
name = "least cost"
kind = "least_cost"
epsilon = 0.5

[[model]]
name = "tail"
kind = "cvar"
level = 0.99

[[model]]
name = "far tail"
kind = "cvar"
level = 0.995

[frontier]
points = 4

[cardinality]
methods = ["matching_pursuit", "l1", "best_subset"]
most_instruments = 2

[surface]
points = 3
"#;

/// What was said, and what was written.
#[track_caller]
fn hedged(config: &str) -> (String, Files) {
    let place = Place::with_config(config);
    let said = place.rehedge(&["portfolio", "question.toml"]).said();
    (said, place.files("results/question"))
}

/// The cells of a column, row by row, of rows without a comma in quotes.
fn column(files: &Files, frame: &str, name: &str) -> Vec<String> {
    let text = String::from_utf8(files[frame].clone()).unwrap();
    let mut lines = text.lines();
    let place = lines.next().unwrap().split(',').position(|found| found == name).unwrap();
    let cell = |line: &str| {
        let mut inside = false;
        let mut cells = line.split(|c| {
            inside ^= c == '"';
            c == ',' && !inside
        });
        cells.nth(place).unwrap().to_owned()
    };
    lines.map(cell).collect()
}

fn numbers(files: &Files, frame: &str, name: &str) -> Vec<f64> {
    column(files, frame, name).iter().map(|cell| cell.parse().unwrap_or(f64::NAN)).collect()
}

/// Every model is solved where nothing is left of the risk; expected shortfall is then 0 as well.
#[test]
fn a_book_that_is_replicated() {
    let (_, files) = hedged(BOOK);
    let status = column(&files, "models.csv", "status");
    assert!(status.iter().all(|status| status.starts_with("solved")), "{status:?}");
    let (rms, es) =
        (numbers(&files, "models.csv", "in_rms"), numbers(&files, "models.csv", "in_es_95"));
    assert!(rms[1] < 1e-9 * rms[0] && es[3].abs() < 1e-6 * es[0], "{rms:?} {es:?}");
}

/// Worth nothing at entry, or at least so much: every hedge says what it is worth, and one that cannot be
/// is a row with its status, not the end of the run.
#[test]
fn bounds_on_the_initial_cost() {
    for (bounds, least, most) in [
        ("initial_cost_at_most = 0", f64::NEG_INFINITY, 0.0),
        ("initial_cost_at_most = 0\ninitial_cost_at_least = 0", 0.0, 0.0),
        ("initial_cost_at_least = 100", 100.0, f64::INFINITY),
        ("initial_cost_at_most = -40000", f64::NEG_INFINITY, -40_000.0),
    ] {
        let (_, files) = hedged(&with(
            BOOK,
            "limit = { units = 500 }",
            &format!("limit = {{ units = 500 }}\n{bounds}"),
        ));
        for frame in ["models.csv", "frontier.csv", "cardinality.csv"] {
            let (status, worth) =
                (column(&files, frame, "status"), numbers(&files, frame, "value"));
            // The first model is no hedge.
            let first = usize::from(frame == "models.csv");
            for (status, worth) in status.iter().zip(&worth).skip(first) {
                let solved = status.starts_with("solved");
                assert!(
                    solved || status.contains("initial_cost_at_"),
                    "{bounds}, {frame}: {status}"
                );
                let inside = *worth >= least - 1e-6 && *worth <= most + 1e-6;
                assert!(inside == solved, "{bounds}, {frame}: {status} {worth}");
            }
            assert!(
                frame != "models.csv" || status[1].starts_with("solved"),
                "{bounds}: {}",
                status[1]
            );
        }
    }
}

#[test]
fn a_bound_out_of_reach_says_how_near_one_can_come() {
    let bound = "limit = { units = 500 }\ninitial_cost_at_least = 1e9";
    let (said, files) = hedged(&with(BOOK, "limit = { units = 500 }", bound));
    let why = "no positions within their bounds are worth initial_cost_at_least = 1000000000 at entry: the most is";
    assert!(said.contains(why), "{said}");
    for (frame, rows) in [("models.csv", 5), ("frontier.csv", 1), ("cardinality.csv", 6)] {
        let status = column(&files, frame, "status");
        assert_eq!(status.len(), rows, "{frame}");
        let skip = usize::from(frame == "models.csv");
        assert!(status.iter().skip(skip).all(|status| status.contains(why)), "{frame}: {status:?}");
        assert!(numbers(&files, frame, "in_rms").iter().skip(skip).all(|rms| rms.is_nan()));
    }
}

/// A search that takes too long is a row, and what else was asked is there.
#[test]
fn caps_below_the_least_risk_are_rows() {
    let caps = with(BOOK, "points = 4", "rms_caps = [1e-15, 5, 1e9]");
    let (_, files) =
        hedged(&with(&caps, "[cardinality]", "[horizons]\ndays = [15]\n\n[cardinality]"));
    let status = column(&files, "frontier.csv", "status");
    assert!(status[0].contains("the least that the limits allow is"), "{status:?}");
    assert_eq!(status[1..], ["solved", "solved"]);
    assert_eq!(numbers(&files, "frontier.csv", "instruments")[2], 0.0);
    let es = numbers(&files, "frontier.csv", "in_es_95_se");
    assert!(es[0].is_nan() && es[1] > 0.0, "{es:?}");
}

/// What is owned and owed alike leaves nothing to hedge: that is said, and charts show what there is.
#[test]
fn a_book_that_nets_to_nothing() {
    let twice = "quantity = 50 }, { kind = \"call\", strike = 100, days = 63, quantity = -50 }]";
    let (_, legs) = BOOK.split_once("quantity = -50 }").unwrap();
    let (legs, _) = legs.split_once('\n').unwrap();
    let (said, files) = hedged(&with(BOOK, &format!("quantity = -50 }}{legs}"), twice));
    assert!(
        said.contains("“b” nets to nothing: there is no risk, and no hedge is needed."),
        "{said}"
    );
    // The least shortfall of nothing at all may still be a bet.
    assert_eq!(numbers(&files, "models.csv", "in_rms")[..3], [0.0; 3]);
    assert_eq!(numbers(&files, "models.csv", "instruments")[..3], [0.0; 3]);
    assert!(files.contains_key("report.html") && files.contains_key("charts/error-surface-b.png"));
}

/// The cheapest hedges under the caps that are told of are among those of the frontier, which crowd
/// towards the least risk.
#[test]
fn a_frontier_has_the_caps_that_are_told_of() {
    let (said, files) = hedged(&with(BOOK, "points = 4", "points = 12"));
    let (caps, costs) =
        (numbers(&files, "frontier.csv", "cap"), numbers(&files, "frontier.csv", "cost"));
    let unhedged = numbers(&files, "models.csv", "in_rms")[0];
    for share in [0.5, 0.1, 0.01] {
        let at = caps.iter().position(|cap| (cap / (share * unhedged) - 1.0).abs() < 1e-9).unwrap();
        let decimals = (2.0 - costs[at].log10().floor()).max(0.0) as usize;
        assert!(said.contains(&format!("at a cost of {:.decimals$},", costs[at])), "{said}");
    }
    assert!(
        caps.is_sorted() && costs.is_sorted_by(|one, other| one >= other),
        "{caps:?} {costs:?}"
    );
    assert!(caps[1] < 2.0 * caps[0] && caps.len() == 15, "{caps:?}");
}

/// Calls struck so low that they have no vega, and so no spread, may offset each other at no cost: of hedges
/// of the same cost it is one that does not. And no position is rounding beside the others.
#[test]
fn what_costs_nothing_is_not_bought_to_be_offset() {
    let (_, files) = hedged(&with(BOOK, "strikes = [90, 95,", "strikes = [1e-8, 9000,"));
    let models = column(&files, "positions.csv", "model");
    let positions = numbers(&files, "positions.csv", "position");
    let held: Vec<f64> = models
        .iter()
        .zip(&positions)
        .filter(|(model, _)| *model == "least cost")
        .map(|(_, position)| position.abs())
        .collect();
    let (least, most) = (
        held.iter().copied().fold(f64::INFINITY, f64::min),
        held.iter().copied().fold(0.0, f64::max),
    );
    assert!(most < 100.0 && least > 1e-9, "{held:?}");
}

//! The page of made-up rows.

use super::*;
use crate::config::portfolio::{self, Overrides};
use crate::portfolio::frames::Rows;
use rehedge_report::{
    AssumedRow, CapRow, ConditionRow, ErrorStatistics, ModelRow, RevaluedRow, StaticDynamicRow,
    SubsetRow, SurfaceRow,
};
use std::io;
use std::path::Path;

const CONFIG: &str = r#"# Which hedge is calm?
#
# Expected: few positions.

[market]
kind = "simulated"
volatility = 0.2
days = 15

[[book]]
name = "vanilla & more"
random = { kind = "vanilla", strikes = [90, 110], days = [21] }

[instruments]
calls = { strikes = [95, 105], days = [21, 42] }
"#;

fn plan() -> PortfolioPlan {
    let files = |_: &Path| Err(io::ErrorKind::NotFound.into());
    let plan = portfolio::read(CONFIG, "configs/calm.toml", &Overrides::default(), &files);
    plan.unwrap_or_else(|problems| panic!("{problems}"))
}

const BOOK: &str = "vanilla & more";

fn errors(rms: f64) -> ErrorStatistics {
    ErrorStatistics { rms, rms_se: 0.01 * rms, sd: rms, sd_se: 0.01 * rms, ..Default::default() }
}

fn model(name: &str, instruments: usize, [inside, outside]: [f64; 2]) -> ModelRow {
    ModelRow {
        book: BOOK.into(),
        model: name.into(),
        status: if inside.is_nan() { "the cap is too low" } else { "solved" }.into(),
        instruments,
        units: 100.0 * instruments as f64,
        value: 1.0,
        cost: 2.0,
        bid_ask_cost: 3.0,
        in_sample: errors(inside),
        out_of_sample: errors(outside),
    }
}

fn revalued(name: &str, rms: f64) -> RevaluedRow {
    RevaluedRow {
        book: BOOK.into(),
        model: name.into(),
        revaluation: "half a point".into(),
        errors: errors(rms),
    }
}

fn cap(cap: f64, cost: f64, instruments: usize) -> CapRow {
    CapRow {
        book: BOOK.into(),
        cap,
        status: "solved".into(),
        instruments,
        units: 1.0,
        value: 1.0,
        cost,
        bid_ask_cost: 1.0,
        in_sample: errors(cap),
        out_of_sample: errors(1.1 * cap),
    }
}

fn ledger(hedge: &str, kind: &str, [cost_mean, sd]: [f64; 2]) -> StaticDynamicRow {
    StaticDynamicRow {
        book: BOOK.into(),
        hedge: hedge.into(),
        kind: kind.into(),
        cost_mean,
        cost_mean_se: 0.1,
        pnl: errors(sd),
    }
}

fn condition(
    horizon_days: f64,
    sd_vol_points: f64,
    (rank, condition_number): (usize, f64),
) -> ConditionRow {
    ConditionRow { horizon_days, sd_vol_points, instruments: 5, rank, condition_number }
}

/// Rows like those that the paper publishes.
fn rows() -> Rows {
    Rows {
        books: vec![],
        positions: vec![],
        models: vec![
            model("unhedged", 0, [5.2e3, 5.21e3]),
            model("Model 0", 19, [7.27e-4, 8e-4]),
            model("Model 2", 9, [0.5, 0.51]),
            model("too low", 0, [f64::NAN; 2]),
        ],
        revalued: vec![
            revalued("unhedged", 5.25e3),
            revalued("Model 0", 6.28e3),
            revalued("Model 2", 34.6),
            revalued("too low", f64::NAN),
        ],
        assumed: vec![],
        surface: vec![],
        caps: vec![cap(2000.0, 4.0, 1), cap(40.0, 90.0, 5), cap(400.0, 20.0, 3)],
        subsets: vec![SubsetRow {
            book: BOOK.into(),
            method: "l1".into(),
            most_instruments: 3,
            status: "solved".into(),
            instruments: 2,
            chosen: vec!["stock".into(), "call 95 21d".into()],
            units: 3.0,
            value: 1.0,
            cost: 1.0,
            bid_ask_cost: 1.0,
            in_sample: errors(400.0),
            out_of_sample: errors(410.0),
        }],
        conditions: vec![
            condition(1.0, 0.0, (2, 3.2e19)),
            condition(15.0, 0.5, (5, 1e9)),
            condition(15.0, 0.0, (3, 3.2e17)),
        ],
        ledger: vec![
            ledger("no hedge", "unhedged", [0.0, 1900.0]),
            ledger("Model 2", "static", [65.0, 75.0]),
            ledger("Model 0", "static", [9e4, 1e4]),
            ledger("delta 1d", "dynamic", [81.0, 170.0]),
        ],
    }
}

#[test]
fn the_answer_names_the_calmest_and_says_what_each_model_is_worth_elsewhere() {
    let (plan, rows) = (plan(), rows());
    let expected = [
        "Of “vanilla & more”, “Model 2” is the calmest: in the worst of all worlds it leaves a root \
         mean square error of 34.6, where no hedge leaves 5250.",
        "“Model 0” holds 1900 units in 19 instruments: an error of 7.27e−4 in sample, 8.00e−4 out of \
         sample; 6280 with “half a point”, more than no hedge.",
        "“Model 2” holds 900 units in 9 instruments: an error of 0.500 in sample, 0.510 out of \
         sample; 34.6 with “half a point”.",
        "“too low” has no hedge: the cap is too low.",
        "Half of the risk in sample can be taken away at a cost of 4.00, with one instrument (42.2 % \
         left out of sample); nine tenths at a cost of 20.0, with 3 instruments (8.45 % left out of \
         sample); ninety-nine hundredths at a cost of 90.0, with 5 instruments (0.845 % left out of \
         sample).",
        "2 instruments take nine tenths of the risk away: stock, call 95 21d.",
        "In the ledger, costs included, “Model 2” pays 65.0 and leaves a root mean square of 75.0; \
         “delta 1d” pays 81.0 and leaves a root mean square of 170.",
    ];
    assert_eq!(answer(&Run { plan: &plan, rows: &rows, charts: &[] }), [expected]);
    let conditions = [
        "Where implied volatility is known, of 5 instruments are told apart numerically: 2 at 1 day \
         (condition number 3.20e19), 3 at 15 days (condition number 3.20e17).",
        "Where implied volatility is uncertain by 0.5 points, of 5 instruments are told apart \
         numerically: 5 at 15 days (condition number 1.00e9).",
    ];
    assert_eq!(words::further(&Run { plan: &plan, rows: &rows, charts: &[] }), conditions);
}

#[test]
fn a_book_without_risk_needs_no_hedge() {
    let plan = plan();
    let nothing = rehedge_report::ErrorStatistics::default();
    let mut all = rows();
    all.models.truncate(2);
    for row in &mut all.models {
        (row.in_sample, row.out_of_sample, row.instruments) = (nothing, nothing, 0);
    }
    let rows = Rows { revalued: vec![], caps: vec![], subsets: vec![], ledger: vec![], ..all };
    let said = answer(&Run { plan: &plan, rows: &rows, charts: &[] });
    assert_eq!(
        said,
        [["“vanilla & more” nets to nothing: there is no risk, and no hedge is needed."]]
    );
}

#[test]
fn without_other_worlds_the_least_out_of_sample_is_named() {
    let plan = plan();
    let all = rows();
    let rows = Rows { revalued: vec![], caps: vec![], subsets: vec![], ledger: vec![], ..all };
    let first = &answer(&Run { plan: &plan, rows: &rows, charts: &[] })[0][0];
    assert_eq!(
        first,
        "Of “vanilla & more”, “Model 0” leaves the least out of sample: a root mean square error of \
         8.00e−4 ± 8.00e−6, where no hedge leaves 5210."
    );
}

#[test]
fn the_page_has_question_answer_charts_tables_and_how_to_make_it_again() {
    let (plan, rows) = (plan(), rows());
    let image = |text: &str| Image { svg: format!("<svg>{text}</svg>"), png: vec![] };
    let names = ["static-vs-dynamic-b", "positions-b", "risks", "positions-a"];
    let charts: Vec<_> = names.map(|name| (name.to_owned(), image(name))).into();
    let page = page(&Run { plan: &plan, rows: &rows, charts: &charts });
    for part in [
        "<h1><bdi>Which hedge is calm?</bdi></h1>",
        "Expected: few positions.",
        "3 static hedges of one book",
        "“Model 2” is the calmest",
        "vanilla &amp; more",
        "rehedge portfolio calm.toml",
        "id=\"table-hedges-1\"",
        "id=\"table-worlds-1\"",
        "id=\"table-static-vs-dynamic-1\"",
        "Boyle, Coleman and Li 2003",
        "[instruments]",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let at = |name: &str| page.find(&format!("id=\"chart-{name}\"")).unwrap();
    assert!(at("risks") < at("positions-b") && at("positions-b") < at("positions-a"));
    assert!(at("positions-a") < at("static-vs-dynamic-b"));
    assert!(!page.contains("NaN") && !page.contains("https://"), "self-contained");
}

/// A config with more said of it.
fn plan_of(more: &str, from: &str, to: &str) -> PortfolioPlan {
    let text = CONFIG.replace(from, to) + more;
    assert_ne!(text, CONFIG);
    let files = |_: &Path| Err(io::ErrorKind::NotFound.into());
    let plan = portfolio::read(&text, "configs/calm.toml", &Overrides::default(), &files);
    plan.unwrap_or_else(|problems| panic!("{problems}"))
}

fn assumed(name: &str, sd: f64, rms: f64) -> AssumedRow {
    AssumedRow { assumed_sd_vol_points: sd, model: model(name, 3, [0.1, rms]) }
}

#[test]
fn hedges_with_and_without_uncertain_volatility_stand_side_by_side() {
    let plan = plan_of(
        "\n[volatility_uncertainty]\nsd_vol_points = 0.5\nassumed_vol_points = [0]\n",
        "",
        "",
    );
    let rows = Rows {
        assumed: vec![
            assumed("Model 0", 0.0, 39_698.0),
            assumed("Model 0", 0.5, 0.34),
            // To sensitivities at entry it is all the same.
            assumed("Greeks", 0.0, 7.0),
            assumed("Greeks", 0.5, 7.0),
            assumed("too low", 0.0, f64::NAN),
            assumed("too low", 0.5, 7.0),
            assumed("Model 2", 0.0, 49.7),
            assumed("Model 2", 0.5, 0.794),
        ],
        ..rows()
    };
    let said = answer(&Run { plan: &plan, rows: &rows, charts: &[] });
    let expected = "Where volatility is uncertain by 0.5 points, “Model 0” leaves 39698 if optimised as \
                    if volatility were known, 0.340 if optimised at ± 0.5 points; “Model 2” 49.7, 0.794.";
    assert!(said[0].iter().any(|line| line == expected), "{said:?}");
    let page = page(&Run { plan: &plan, rows: &rows, charts: &[] });
    assert!(page.contains("id=\"table-assumed-volatility-1\""));
}

#[test]
fn where_values_are_matched_the_mean_counts() {
    let plan = plan_of("\n[problem]\nmatched = \"value\"\n", "", "");
    let mut rows = rows();
    rows.models[0].out_of_sample =
        ErrorStatistics { rms: 2181.0, mean: -2180.0, sd: 66.8, ..Default::default() };
    let said = answer(&Run { plan: &plan, rows: &rows, charts: &[] });
    let expected = "Values are matched, so that the mean is part of the risk: no hedge is off by −2180 on \
                    average, with a standard deviation of 66.8.";
    assert_eq!(said[0][1], expected);
    let changes = answer(&Run { plan: &self::plan(), rows: &rows, charts: &[] });
    assert!(changes[0].iter().all(|line| !line.contains("the mean is part of the risk")));
}

#[test]
fn a_surface_says_what_it_leaves_out_of_a_path() {
    let barrier = "random = { kind = \"barrier\"";
    let surface = |model: &str, error: f64| SurfaceRow {
        book: BOOK.into(),
        model: model.into(),
        spot: 100.0,
        volatility_shift_vol_points: 0.0,
        error,
    };
    let all = vec![surface("Model 2", 4.0), surface("Model 2", -29.1), surface("Model 0", 1e3)];
    let rows = Rows { surface: all, ..rows() };
    let expected = "The error surface draws a straight line to each spot, and leaves out what barriers and \
                    averages see of a path: “Model 2” is off by at most 29.1 there, by a root mean square \
                    of 0.510 on paths.";
    let last = |plan: &PortfolioPlan| {
        answer(&Run { plan, rows: &rows, charts: &[] })[0].last().unwrap().clone()
    };
    let seen = plan_of("", "random = { kind = \"vanilla\"", barrier);
    assert_eq!(last(&seen), expected);
    // Nothing is left out where no option looks at the way, or all are given a straight one.
    assert!(last(&plan()).starts_with("In the ledger"));
    let straight = "\n[problem]\nway = \"straight\"\n";
    let straight = plan_of(straight, "random = { kind = \"vanilla\"", barrier);
    assert!(last(&straight).starts_with("In the ledger"));
}

#[test]
fn a_hedge_that_holds_nothing_says_why_and_what_to_write_instead() {
    let models = "
[[model]]
name = \"Model 2\"
kind = \"least_cost\"
epsilon = 0.5
[[model]]
name = \"near\"
kind = \"least_cost\"
epsilon = 0.02
[[model]]
name = \"capped\"
kind = \"least_cost\"
rms_cap = 0.04
[[model]]
name = \"tail\"
kind = \"cvar\"
cvar_cap = 9
";
    let plan = plan_of(models, "", "");
    let mut rows = Rows { revalued: vec![], ..rows() };
    rows.models = vec![model("unhedged", 0, [0.03, 0.0301])];
    rows.models
        .extend(["Model 2", "near", "capped", "tail"].map(|name| model(name, 0, [0.03, 0.0301])));
    let said = answer(&Run { plan: &plan, rows: &rows, charts: &[] });
    let expected = [
        "“Model 2” holds nothing: its cap, 0.500, is not below the 0.0300 that no hedge leaves in sample; \
         write an epsilon below it (epsilon is a share of the least risk and an amount of currency, \
         whichever allows more), or rms_cap = 0.00300.",
        "“near” holds nothing: its cap, 1.02 times the least risk, is not below the 0.0300 that no hedge \
         leaves in sample; write a smaller epsilon.",
        "“capped” holds nothing: its cap, 0.0400, is not below the 0.0300 that no hedge leaves in sample; \
         write a smaller rms_cap.",
        "“tail” holds nothing, for no hedge meets its cap of 9.00 on expected shortfall already; write a \
         smaller cvar_cap.",
    ];
    assert_eq!(said[0][1..5], expected);
}

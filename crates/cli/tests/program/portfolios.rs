//! `portfolio`: what it writes, and how its parts agree.

use crate::place::{Files, Place};
use crate::runs::{assert_same, with};
use rehedge_options::{Life, Payoff, Rates, black_scholes};

/// A book of every kind, four calls, and every model.
const BOOKS: &str = r#"
[run]
scenarios = 1500
out_of_sample_scenarios = 1000
seed = 3

[market]
kind = "simulated"
spot = 100.0
drift = 0.08
rate = 0.04
dividend_yield = 0.01
volatility = 0.22
days = 10
steps_per_day = 2
implied_volatility = { kind = "constant", level = 0.2 }

[[book]]
name = "all kinds"
legs = [
  { kind = "put", strike = 95, days = 42, quantity = -20 },
  { kind = "cash_or_nothing_call", strike = 104, days = 21, quantity = -30, cash = 5 },
  { kind = "up_and_out_call", strike = 100, days = 42, quantity = -10, barrier = 112 },
  { kind = "down_and_in_put", strike = 100, days = 42, quantity = 10, barrier = 93, monitoring_days = 1 },
  { kind = "asian_arithmetic_call", strike = 100, days = 21, quantity = -15, fixings = 21 },
]

[[book]]
name = "a calendar"
legs = [{ kind = "call", strike = 100, days = 63, quantity = 10 }, { kind = "call", strike = 100, days = 21, quantity = -10 }]

[instruments]
calls = { strikes = [95, 105], days = [21, 42] }

[problem]
limit = { units = 100 }

[[model]]
name = "Model 0"
kind = "least_squares"

[[model]]
name = "Model 1"
kind = "bounded"

[[model]]
name = "Model 2"
kind = "least_cost"
epsilon = 0.2

[[model]]
name = "nothing to do"
kind = "least_cost"
rms_cap = 1e6

[[model]]
name = "too much"
kind = "least_cost"
rms_cap = 1e-6

[[model]]
name = "Greeks"
kind = "match"
sensitivities = ["delta", "gamma", "vega"]

[[model]]
name = "shortfall"
kind = "cvar"
level = 0.9

[[model]]
name = "two"
kind = "sparse"
method = "best_subset"
instruments = 2

[[revalue]]
name = "wilder"
volatility_shift_vol_points = 2.0

[horizons]
days = [2, 10]

[frontier]
points = 4

[cardinality]
methods = ["matching_pursuit", "l1", "best_subset"]
most_instruments = 3

[surface]
points = 5

[dynamic]
rebalance_days = [0.5, 5]
"#;

/// Hedges quietly and gives the results.
#[track_caller]
fn hedged(config: &str, options: &[&str]) -> Files {
    let place = Place::with_config(config);
    let arguments = [&["portfolio", "question.toml", "--quiet"], options].concat();
    assert_eq!(place.rehedge(&arguments).said(), "");
    place.files("results/question")
}

/// The rows of a frame, a list of columns each; the first are the names.
fn rows(files: &Files, name: &str) -> Vec<Vec<String>> {
    let text = String::from_utf8(files[name].clone()).unwrap();
    // Notes with a comma are quoted: what is read here stands before or after them.
    let cells = |line: &str| {
        let mut inside = false;
        let split = line.split(move |c| {
            inside ^= c == '"';
            c == ',' && !inside
        });
        split.map(str::to_owned).collect()
    };
    text.lines().map(cells).collect()
}

/// A number of the row that starts with a book and a model.
#[track_caller]
fn number(rows: &[Vec<String>], book: &str, model: &str, column: &str) -> f64 {
    let place = rows[0].iter().position(|name| name == column).unwrap();
    let row = rows.iter().find(|row| row[0] == book && row[1] == model).unwrap();
    row[place].parse().unwrap()
}

const MODELS: [&str; 9] = [
    "unhedged",
    "Model 0",
    "Model 1",
    "Model 2",
    "nothing to do",
    "too much",
    "Greeks",
    "shortfall",
    "two",
];

#[test]
fn every_model_is_put_to_every_test() {
    let files = hedged(BOOKS, &[]);
    let models = rows(&files, "models.csv");
    for book in ["all kinds", "a calendar"] {
        let found: Vec<_> =
            models.iter().filter(|row| row[0] == book).map(|row| &*row[1]).collect();
        assert_eq!(found, MODELS, "{book}");
        let of = |model, column| number(&models, book, model, column);
        let rms = |model| of(model, "in_rms");
        // Each model is the best at what it is asked, within what it is allowed.
        let rounding = 1.0 + 1e-12;
        assert!(rms("Model 0") <= rounding * rms("Model 1") && rms("Model 1") <= rms("Model 2"));
        assert!(rms("Model 2") <= 1.2 * rms("Model 1") * (1.0 + 1e-8));
        assert!(of("Model 2", "cost") <= of("Model 1", "cost"));
        assert!(rms("two") >= rms("Model 0") && of("two", "instruments") <= 2.0);
        assert!(rms("Model 0") < rms("unhedged"));
        // A cap above the risk of no hedge is met by none.
        assert_eq!((of("nothing to do", "instruments"), of("nothing to do", "cost")), (0.0, 0.0));
        let refused = models.iter().find(|row| row[0] == book && row[1] == "too much").unwrap();
        assert!(refused[2].contains("the least that the limits allow is"), "{}", refused[2]);
        assert_eq!(refused[3], "0");
        // Expected shortfall at 90 % is the least where it is asked for; at 95 % it is near that.
        assert!(of("shortfall", "in_es_95") < of("unhedged", "in_es_95"));
    }
    // Four caps each, and those of the shares of the risk that are above the least.
    let caps = rows(&files, "frontier.csv").len() - 1;
    assert!((2 * 4..=2 * 7).contains(&caps), "{caps}");
    assert_eq!(rows(&files, "cardinality.csv").len(), 1 + 2 * 3 * 3);
    assert_eq!(rows(&files, "condition.csv").len(), 1 + 2);
    assert_eq!(rows(&files, "revalued.csv").len(), 1 + 2 * 9);
    assert_eq!(rows(&files, "surface.csv").len(), 1 + 2 * 8 * 25);
    assert!(!files.contains_key("assumed-volatility.csv"), "nothing is assumed");
    // The help names every file.
    let help = Place::with_config("").rehedge(&["portfolio", "--help"]).said();
    let files_of_help = files.keys().filter(|name| !name.contains('/'));
    for name in files_of_help.map(|name| name.trim_end_matches(".csv").trim_end_matches(".parquet"))
    {
        assert!(
            help.split_whitespace().any(|word| word.trim_matches([',', ';']) == name),
            "{name}"
        );
    }
    assert!(help.contains("rehedge schema --for portfolio"));
    let charts = files.keys().filter(|name| name.ends_with(".png")).count();
    assert_eq!(charts, 2 + 2 * 5);
}

/// Scenarios value book and hedge at the horizon; the ledger marks them every day, pays what it buys and
/// books what it earns. Without spreads, on the same paths, they come to the same: dividends, options that
/// are quoted apart from the market and what moves volatility until the horizon included.
#[test]
fn the_ledger_earns_what_scenarios_say() {
    let uncertain = "[volatility_uncertainty]\nsd_vol_points = 1.5\n\n[instruments]";
    let text = with(BOOKS, "[instruments]", uncertain);
    let text = with(&text, "cash = 5 }", "cash = 5, implied_volatility = 0.24 }");
    let text = with(&text, "fixings = 21 }", "fixings = 21, implied_volatility = 0.17 }");
    let quotes = "[instruments]\nquotes.file = \"quotes.csv\"";
    let place = Place::with_config(&with(&text, "[instruments]", quotes));
    // Without a spread, at 23 % and at 19 %.
    place.write(
        "quotes.csv",
        "kind,strike,days,bid,ask\nput,92,42,0.83,0.83\ncall,108,63,1.33,1.33\n",
    );
    assert_eq!(place.rehedge(&["portfolio", "question.toml", "--quiet"]).said(), "");
    let files = place.files("results/question");
    let (models, ledger) = (rows(&files, "models.csv"), rows(&files, "static-vs-dynamic.csv"));
    for book in ["all kinds", "a calendar"] {
        for model in MODELS.iter().filter(|model| **model != "too much") {
            for statistic in ["rms", "mean", "es_95"] {
                let scenario = number(&models, book, model, &format!("out_{statistic}"));
                let booked = number(&ledger, book, model, &format!("pnl_{statistic}"));
                let size = number(&models, book, "unhedged", "out_rms");
                assert!(
                    (scenario - booked).abs() < 1e-7 * size,
                    "{book}, {model}, {statistic}: {scenario} {booked}"
                );
            }
        }
        let sd = |hedge| number(&ledger, book, hedge, "pnl_sd");
        assert!(sd("delta every 0.5d") < sd("delta every 5d"), "{book}");
        assert!(sd("delta every 5d") < sd("unhedged"), "{book}");
    }
}

/// Half the spreads are paid at entry and, where an option still lives, at the horizon.
#[test]
fn static_hedges_enter_and_leave_at_bid_and_ask() {
    let spread = with(BOOKS, "[problem]", "half_spread = { currency = 0.1 }\n\n[problem]");
    let [free, paid] = [BOOKS, &spread].map(|config| {
        let files = hedged(config, &[]);
        (rows(&files, "models.csv"), rows(&files, "static-vs-dynamic.csv"))
    });
    for book in ["all kinds", "a calendar"] {
        // Costs are no part of what these two are asked.
        for model in ["Model 1", "Greeks"] {
            let half = number(&paid.0, book, model, "bid_ask_cost");
            let cost = number(&paid.1, book, model, "cost_mean");
            assert!(half > 0.0 && (cost - 2.0 * half).abs() < 1e-9 * half, "{cost} {half}");
            let mean = |run: &[Vec<Vec<String>>; 2]| number(&run[1], book, model, "pnl_mean");
            let earned = [free.clone(), paid.clone()].map(|(one, other)| mean(&[one, other]));
            // What was paid at entry is financed to the horizon.
            let growth = (0.04_f64 * 10.0 / 252.0).exp();
            let expected = half * (growth + 1.0);
            assert!((earned[0] - earned[1] - expected).abs() < 1e-8 * half.max(1.0), "{earned:?}");
        }
    }
}

/// Real data in which the spot grows by a thousandth and volatility falls by a hundredth of itself a day: in
/// every window a calendar spread comes to the same, and that is what Black and Scholes say.
#[test]
fn the_past_is_replayed_from_today_on() {
    let history = "history = { file = \"past.csv\", implied_volatility = { column = \"vix\" } }";
    let revaluation = format!("[[revalue]]\nname = \"the past\"\n{history}\n\n[horizons]");
    let text = with(
        &with(BOOKS, "steps_per_day = 2", ""),
        "rebalance_days = [0.5, 5]",
        "rebalance_days = [5]",
    );
    let place = Place::with_config(&with(&text, "[horizons]", &revaluation));
    let day = |day: i32| {
        let (month, date) = (1 + day / 28, 1 + day % 28);
        let (spot, volatility) = (3000.0 * 1.001f64.powi(day), 0.4 * 0.99f64.powi(day));
        format!("2020-{month:02}-{date:02},{spot},{volatility}\n")
    };
    place.write("past.csv", "date,close,vix\n".to_owned() + &(0..80).map(day).collect::<String>());
    assert_eq!(place.rehedge(&["portfolio", "question.toml", "--quiet"]).said(), "");
    let files = place.files("results/question");
    let revalued = rows(&files, "revalued.csv");
    let row = revalued
        .iter()
        .find(|row| row[0] == "a calendar" && row[2] == "the past" && row[1] == "unhedged");
    let found: f64 = row.unwrap()[3].parse().unwrap();
    let rates = Rates { rate: 0.04, dividend_yield: 0.01 };
    let call = |spot, volatility, days: f64| {
        let life = Life::new(days / 252.0, rates);
        black_scholes(Payoff::Call, spot, 100.0, volatility, &life).value
    };
    let spread = |spot, volatility, gone| {
        10.0 * (call(spot, volatility, 63.0 - gone) - call(spot, volatility, 21.0 - gone))
    };
    let later = spread(100.0 * 1.001f64.powi(10), 0.2 * 0.99f64.powi(10), 10.0);
    let change = later - spread(100.0, 0.2, 0.0) * (0.04f64 * 10.0 / 252.0).exp();
    assert!((found - change.abs()).abs() < 1e-9, "{found} {change}");
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let [one, three] = ["1", "3"].map(|threads| hedged(BOOKS, &["--threads", threads]));
    assert_same(&one, &three);
}

/// As they stand in a fresh checkout: what names the revision, and what is large, is not committed.
#[test]
fn results_of_a_checkout_are_replaced() {
    let place = Place::with_config(BOOKS);
    let files = hedged(BOOKS, &[]);
    let committed = files.into_iter().filter(|(name, _)| {
        let made = ["manifest.json", "timing.json", "surface.csv", "report.html"];
        !(made.contains(&name.as_str()) || name.ends_with(".parquet"))
    });
    place.write_all("results/question", &committed.collect());
    assert_eq!(place.rehedge(&["portfolio", "question.toml", "--quiet"]).said(), "");
    assert!(place.files("results/question").contains_key("manifest.json"));
}

/// What goes wrong goes wrong before anything is computed.
#[test]
fn what_cannot_be_had_is_refused_in_words() {
    let place = Place::with_config(&with(BOOKS, "days = [21, 42] }", "days = [5, 42] }"));
    let said = place.rehedge(&["portfolio", "question.toml"]).refused();
    assert!(said.iter().any(|line| line.contains("instruments.calls.days")), "{said:?}");
}

/// A hedge that is optimised as if volatility were known is that of a run where it is; and where it is
/// judged, it is as a run that is told later.
#[test]
fn what_is_assumed_is_what_another_run_knows() {
    let section = |text: &str| {
        let section = format!("[volatility_uncertainty]\n{text}\n\n[problem]");
        without_the_ledger(&with(BOOKS, "[problem]", &section))
    };
    let both = hedged(&section("sd_vol_points = 0.5\nassumed_vol_points = [0]"), &[]);
    let later = "volatility_shift_vol_points = 2.0\n[[revalue]]\nname = \"as it is\"\n\
                 volatility_uncertainty = { sd_vol_points = 0.5 }";
    let known = section("sd_vol_points = 0").replace("volatility_shift_vol_points = 2.0", later);
    let known = hedged(&known, &[]);
    let assumed = rows(&both, "assumed-volatility.csv");
    assert_eq!(assumed[0][..3], ["book", "model", "assumed_sd_vol_points"]);
    let of = |sd: &str, from: usize, to: usize| -> Vec<Vec<String>> {
        let rows = assumed.iter().filter(|row| row[2] == sd);
        rows.map(|row| [&row[..2], &row[from..to]].concat()).collect()
    };
    let (columns, statistics) = (assumed[0].len(), 8);
    let hedges = |files: &Files, name: &str, from: usize, to: usize| -> Vec<Vec<String>> {
        let rows = rows(files, name).into_iter().skip(1).filter(|row| row[1] != "unhedged");
        rows.map(|row| [&row[..2], &row[from..to]].concat()).collect()
    };
    // Told of what there is: the models of the run.
    assert_eq!(of("0.5", 3, columns), hedges(&both, "models.csv", 2, columns - 1));
    // Told that it is known: positions, costs and errors in sample of the run where it is known …
    let in_sample = columns - statistics;
    assert_eq!(of("0.0", 3, in_sample), hedges(&known, "models.csv", 2, in_sample - 1));
    // … and its errors out of sample where it turns out not to be.
    let revalued = rows(&known, "revalued.csv").into_iter();
    let revalued = revalued.filter(|row| row[1] != "unhedged" && row[2] == "as it is");
    let revalued: Vec<_> = revalued.map(|row| [&row[..2], &row[3..]].concat()).collect();
    assert_eq!(of("0.0", in_sample, columns), revalued);
    assert_ne!(of("0.0", in_sample, columns), of("0.5", in_sample, columns));
    assert!(both.contains_key("charts/assumed-volatility.png"));
}

fn without_the_ledger(config: &str) -> String {
    with(config, "[dynamic]\nrebalance_days = [0.5, 5]\n", "")
}

/// The books of a run are a file of positions: anyone can check them, and run them again.
#[test]
fn books_that_were_written_give_the_same_numbers() {
    let random = "[[book]]\nname = \"drawn\"\nrandom = { kind = \"mixed\", options = 30, \
                  strikes = [90, 100, 110], days = [21, 63], seed = 5 }\n\n[instruments]";
    let begun = ", fixings = 21 }";
    let more = ", fixings = 21, average_so_far = 99.5, fixings_so_far = 4 },\n  \
                { kind = \"asian_geometric_put\", strike = \"atm\", days = 33.5, quantity = 7, \
                average_so_far = 101.0, days_so_far = 2.5 },\n  \
                { kind = \"asset_or_nothing_put\", strike = { moneyness = 0.97 }, days = 21, quantity = 0.3 },\n  \
                { kind = \"down_and_out_call\", strike = 99, days = 42, quantity = 3, barrier = 85, \
                rebate = 2.5, implied_volatility = 0.25 }";
    let config = with(&with(BOOKS, "[instruments]", random), begun, more);
    let place = Place::with_config(&config);
    let run = |config: &str, out: &str| {
        assert_eq!(place.rehedge(&["portfolio", config, "--quiet", "--out", out]).said(), "");
        place.files(out)
    };
    let first = run("question.toml", "first");
    let books = rows(&first, "books.csv");
    assert_eq!(books.len(), 1 + 8 + 2 + 30);
    // Values at entry are those that hedges are matched against.
    let asian = books.iter().find(|row| row[1] == "asian_arithmetic_call").unwrap();
    assert_eq!(asian[10..13], ["21", "99.5", "4"]);
    let out = books.iter().find(|row| row[1] == "down_and_out_call" && row[5] == "0.25").unwrap();
    assert_eq!((&*out[7], &*out[8]), ("85.0", "2.5"));
    assert!((out[14].parse::<f64>().unwrap() - 0.25).abs() < 1e-15);

    let begin = config.find("[[book]]").unwrap();
    let end = config.find("[instruments]").unwrap();
    let read: String = ["all kinds", "a calendar", "drawn"]
        .map(|name| format!("[[book]]\nname = \"{name}\"\nfile = \"first/books.csv\"\n\n"))
        .concat();
    place.write("again.toml", format!("{}{read}{}", &config[..begin], &config[end..]));
    let again = run("again.toml", "again");
    for (name, bytes) in first.iter().filter(|(name, _)| name.ends_with(".csv")) {
        assert!(bytes == &again[name], "{name}");
    }
}

/// What may not be sold is not, and what is bounded on one side is held as it was where that is free.
#[test]
fn bounds_of_instruments_hold_for_the_models_that_have_them() {
    let bounds = "[problem]\nbounds = [{ of = \"options\", lower = 0 }, { of = \"call 95 21d\", upper = 1.5 }, \
                  { of = \"stock\", lower = -10 }]";
    let config = without_the_ledger(&with(BOOKS, "[problem]", bounds));
    let (free, bounded) = (hedged(BOOKS, &[]), hedged(&config, &[]));
    let positions = rows(&bounded, "positions.csv");
    for model in ["Model 1", "Model 2", "shortfall", "two"] {
        for row in positions.iter().filter(|row| row[1] == model) {
            let position: f64 = row[3].parse().unwrap();
            let (least, most) = match &*row[2] {
                "stock" => (-10.0, 100.0),
                "call 95 21d" => (0.0, 1.5),
                _ => (0.0, 100.0),
            };
            assert!((least - 1e-9..=most + 1e-9).contains(&position), "{row:?}");
        }
    }
    let rms = |files: &Files, model: &str| {
        ["all kinds", "a calendar"]
            .map(|book| number(&rows(files, "models.csv"), book, model, "in_rms"))
    };
    // Bounds that bind leave more risk, and are none of least squares.
    let [free_of, bounded_of] = [&free, &bounded].map(|files| rms(files, "Model 1"));
    assert!(
        free_of.iter().zip(&bounded_of).all(|(free, bounded)| bounded > free),
        "{free_of:?} {bounded_of:?}"
    );
    assert_eq!(rms(&free, "Model 0"), rms(&bounded, "Model 0"));
    assert_eq!(rms(&free, "Greeks"), rms(&bounded, "Greeks"));
}

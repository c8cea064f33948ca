//! Whatever a config says, it is refused, or every number that comes of it is finite.

use crate::break_even;
use crate::config::{self, Overrides};
use crate::experiment::{self, Experiment};
use crate::failure::Failure;
use crate::schedule::{self, Schedule, Totals};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use rehedge_report::{
    Criterion, HedgeSummary, Samples, break_even_frame, csv_bytes, effectiveness_frame,
    paired_frame, ranking_frame,
};
use std::cell::Cell;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Enough to meet every key at its ends, in a few seconds.
const CASES: u32 = 600;

/// A text that stands for a value.
type Text = BoxedStrategy<String>;

/// A number at which things are usual, at either end of what is allowed, or beyond.
fn number(usual: &'static [&'static str], ends: &'static [&'static str]) -> Text {
    let beyond = &["0", "-1", "nan", "inf", "-inf", "1e300", "5e-324"][..];
    prop_oneof![
        24 => proptest::sample::select(usual),
        4 => proptest::sample::select(ends),
        1 => proptest::sample::select(beyond),
    ]
    .prop_map(str::to_owned)
    .boxed()
}

/// One of some words.
fn word(words: &'static [&'static str]) -> Text {
    proptest::sample::select(words).prop_map(str::to_owned).boxed()
}

/// `key = value` on a line, or as often nothing.
fn maybe(key: &'static str, value: Text) -> Text {
    let line = move |value: Option<String>| {
        value.map_or(String::new(), |value| format!("{key} = {value}\n"))
    };
    proptest::option::of(value).prop_map(line).boxed()
}

/// `key = value` on a line.
fn line(key: &'static str, value: Text) -> Text {
    value.prop_map(move |value| format!("{key} = {value}\n")).boxed()
}

/// Some texts one after the other.
fn all(parts: Vec<Text>) -> Text {
    parts.prop_map(|parts| parts.concat()).boxed()
}

/// A table on a line, from lines.
fn inline(parts: Vec<Text>) -> Text {
    all(parts)
        .prop_map(|lines| {
            let pairs: Vec<_> = lines.lines().collect();
            format!("{{ {} }}", pairs.join(", "))
        })
        .boxed()
}

fn volatility() -> Text {
    number(&["0.2", "0.05", "0.6"], &["5", "1e-8"])
}

fn rate() -> Text {
    number(&["0.03", "0", "-0.01"], &["1", "-1"])
}

fn price() -> Text {
    number(&["100", "95.5", "110", "3000"], &["1e12", "1e-12"])
}

fn money() -> Text {
    number(&["0", "0.01", "1"], &["1e12", "1e-300"])
}

/// Keys that both kinds of market have.
fn common() -> Vec<Text> {
    vec![
        line("days", number(&["1", "2", "6"], &["0", "60"])),
        maybe("steps_per_day", number(&["1", "2"], &["8"])),
        maybe("rate", rate()),
        maybe("financing_rate", rate()),
        maybe("dividend_yield", rate()),
        maybe("trading_days_per_year", number(&["252", "365"], &["1", "366"])),
    ]
}

fn simulated() -> Text {
    let per_year = || number(&["1", "12", "0"], &["10000", "1e-300"]);
    let mean_log = || number(&["-0.05", "0.1", "0"], &["5", "-5"]);
    let sd_log = || number(&["0.08", "0.3", "0"], &["5", "1e-300"]);
    let sizes = || {
        vec![line("per_year", per_year()), line("mean_log", mean_log()), line("sd_log", sd_log())]
    };
    let half_life = line("half_life_days", number(&["10", "0.5"], &["1e6", "1e-300"]));
    let shocks = [sizes(), vec![half_life]].concat();
    let ratio = number(&["1.1", "0.9"], &["100", "1e-6"]);
    let implied = prop_oneof![
        inline(vec![line("kind", word(&["'constant'"])), line("level", volatility())]),
        inline(vec![line("kind", word(&["'tracks'"])), maybe("ratio", ratio)]),
    ];
    let own = vec![
        line("kind", word(&["'simulated'"])),
        maybe("spot", price()),
        maybe("drift", rate()),
        line("volatility", volatility()),
        maybe("jumps", inline(sizes())),
        maybe("vol_shocks", inline(shocks)),
        maybe("implied_volatility", implied.boxed()),
    ];
    all([own, common()].concat())
}

fn history() -> Text {
    let ratio = || number(&["1.1", "0.9"], &["100", "1e-6"]);
    let scale = number(&["0.01", "1"], &["1000", "1e-6"]);
    let column = word(&["'vix'", "'gaps'", "'none'"]);
    let implied = prop_oneof![
        inline(vec![
            line("column", column),
            maybe("scale", scale),
            maybe("ratio", ratio()),
            maybe("freeze", word(&["true", "false"])),
        ]),
        inline(vec![line("trailing_days", number(&["2", "5"], &["60"])), maybe("ratio", ratio())]),
    ];
    let own = vec![
        line("kind", word(&["'history'"])),
        line("file", word(&["'calm.csv'", "'wild.csv'", "'still.csv'", "'none.csv'"])),
        line("implied_volatility", implied.boxed()),
        maybe("start_every_days", number(&["1", "2"], &["60"])),
        maybe("normalise_spot", price()),
        line("volatility_window_days", number(&["2", "5"], &["60"])),
        maybe("from", word(&["2020-01-10", "2021-01-01"])),
        maybe("to", word(&["2020-01-20", "2019-01-01"])),
    ];
    all([own, common()].concat())
}

fn leg() -> Text {
    let strike = prop_oneof![
        word(&["'atm'"]),
        price(),
        inline(vec![line("moneyness", number(&["1", "0.9", "1.2"], &["1000", "1e-6"]))]),
    ];
    all(vec![
        Just("[[book]]\n".to_owned()).boxed(),
        line("kind", word(&["'call'", "'put'", "'straddle'"])),
        maybe("strike", strike.boxed()),
        maybe("days", number(&["1", "2"], &["6", "0.5"])),
        maybe("quantity", number(&["-1", "1", "2.5"], &["1e12", "-1e12", "1e-300"])),
        maybe("premium", money()),
    ])
}

fn costs() -> Vec<Text> {
    let bps = || number(&["2", "0", "50"], &["9999.99", "1e-300"]);
    let impact = inline(vec![
        line("coefficient", number(&["1", "0"], &["1e6", "1e-300"])),
        line("adv", number(&["1e4", "1e6"], &["1e15", "1e-6"])),
    ]);
    vec![
        maybe("half_spread_bps", bps()),
        maybe("fee_bps", bps()),
        maybe("fee_per_unit", money()),
        maybe("fee_minimum", money()),
        maybe("impact", impact),
        maybe("charge_initial", word(&["true", "false"])),
        maybe("charge_final", word(&["true", "false"])),
    ]
}

fn hedge(name: &'static str) -> Text {
    let every = |key, value| inline(vec![line("rule", word(&["'every'"])), line(key, value)]);
    let rebalance = prop_oneof![
        4 => every("days", number(&["1", "2"], &["0.5", "[1, 2]"])),
        4 => every("steps", number(&["1", "2"], &["3", "[1, 2]"])),
        4 => inline(vec![line("rule", word(&["'never'", "'none'"]))]),
        1 => inline(vec![
            line("rule", word(&["'hodges_neuberger'"])),
            line("risk_aversion", number(&["1", "0.01"], &["1e12", "1e-300"])),
        ]),
    ];
    let estimate = prop_oneof![
        inline(vec![line("trailing_days", number(&["2", "21"], &["1000000"]))]),
        inline(vec![line("ewma_decay", number(&["0.94", "0.5"], &["1e-6", "0.999999999"]))]),
    ];
    let at = prop_oneof![word(&["'implied'", "'path'", "'leland'"]), volatility(), estimate];
    let shares = |edges| number(&["0.25", "0.5"], edges);
    let target = vec![
        maybe("volatility", at.boxed()),
        maybe("multiple", number(&["0.8", "0", "1"], &["100"])),
        maybe("net_delta", number(&["-0.5", "0", "2"], &["1e12", "-1e12"])),
    ];
    let trade = vec![
        maybe("lot", shares(&["1e-6", "1e15"])),
        maybe("minimum", shares(&["1e-6", "1e15"])),
        maybe("maximum", shares(&["1e-6", "1e15"])),
    ];
    all(vec![
        Just(format!("[[hedge]]\nname = '{name}'\n")).boxed(),
        line("rebalance", rebalance.boxed()),
        maybe("target", inline(target)),
        maybe("trade", inline(trade)),
        maybe("costs", inline(costs())),
    ])
}

fn config() -> Text {
    let heading = |text: &str| Just(text.to_owned()).boxed();
    all(vec![
        prop_oneof![
            (simulated(), word(&["1", "2", "70", "130"]), word(&["0", "7", "3000000000"]))
                .prop_map(|(market, paths, seed)| {
                    format!("[run]\npaths = {paths}\nseed = {seed}\n[market]\n{market}")
                }),
            history().prop_map(|market| format!("[market]\n{market}")),
        ]
        .boxed(),
        heading("[costs]\n"),
        all(costs()),
        leg(),
        prop_oneof![Just(String::new()), leg()].boxed(),
        hedge("one"),
        prop_oneof![Just(String::new()), hedge("two"), hedge("one")].boxed(),
    ])
}

/// Files of prices: of a calm year, of the end of the world, and of a price that does not move.
fn write_prices(folder: &Path) {
    let wild = |day: usize| if day.is_multiple_of(7) { 1e-9 } else { 1e9 };
    let calm = |day: usize| 3000.0 * (1.0 + 0.02 * (1.7 * day as f64).sin());
    let files: [(&str, &dyn Fn(usize) -> f64); 3] =
        [("calm.csv", &calm), ("wild.csv", &wild), ("still.csv", &|_| 50.0)];
    for (name, price) in files {
        let mut text = "date,close,vix,gaps\n".to_owned();
        for day in 1..=28 {
            let quote = 20.0 + 4.0 * (0.9 * day as f64).cos();
            let gap = if day == 20 { String::new() } else { quote.to_string() };
            let _ = writeln!(text, "2020-01-{day:02},{},{quote},{gap}", price(day));
        }
        std::fs::write(folder.join(name), text).unwrap();
    }
}

/// Hedges every path of an experiment.
fn run(experiment: &Experiment) -> Result<Totals, Failure> {
    let schedule = Schedule { threads: 1, interrupted: &AtomicBool::new(false), progress: &|_| () };
    schedule::run(experiment, &schedule, None)
}

/// The columns of the summary that are not finite.
fn not_finite(summary: &HedgeSummary) -> String {
    let mut frame = rehedge_report::summary_frame(std::slice::from_ref(summary)).unwrap();
    let csv = String::from_utf8(rehedge_report::csv_bytes(&mut frame).unwrap()).unwrap();
    let mut lines = csv.lines().map(|line| line.split(','));
    let (names, values) = (lines.next().unwrap(), lines.next().unwrap());
    let columns = names.zip(values).skip(1);
    let bad = columns.filter(|(_, value)| !value.parse::<f64>().is_ok_and(f64::is_finite));
    bad.map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
}

/// Everything that compares the hedges, by every criterion.
fn compared(experiment: &Experiment, samples: &Samples<'_>) -> String {
    let criteria = [
        Criterion::MeanVariance { risk_aversion: 1e6 },
        Criterion::ExpectedShortfall { level: 0.999 },
        Criterion::Entropic { risk_aversion: 1e6 },
        Criterion::Entropic { risk_aversion: 1e-300 },
        Criterion::Sharpe,
        Criterion::Cost { max_sd: 1.0 },
    ];
    let rankings = criteria.map(|criterion| samples.ranking(criterion));
    let names = experiment.names();
    let frames = [
        paired_frame(&samples.paired(0, 1), &names),
        ranking_frame(&rankings, &names),
        break_even_frame(&break_even::rows(experiment, samples, 1)),
        effectiveness_frame(&samples.effectiveness(0)),
    ];
    let csv = |mut frame| String::from_utf8(csv_bytes(&mut frame).unwrap()).unwrap();
    frames.map(|frame| csv(frame.unwrap())).concat()
}

#[test]
fn a_config_is_refused_or_gives_finite_numbers() {
    let folder = tempfile::tempdir().unwrap();
    write_prices(folder.path());
    let file = folder.path().join("any.toml");
    let accepted = Cell::new(0);
    // A fixed seed: a test that fails fails again.
    let settings = Config { cases: CASES, rng_seed: RngSeed::Fixed(1), ..Config::default() };
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..settings });
    let outcome = runner.run(&config(), |text| {
        std::fs::write(&file, &text).unwrap();
        let experiment = match experiment::prepare(&file, &Overrides::default()) {
            Ok(experiment) => experiment,
            Err(failure) => {
                prop_assert!(matches!(failure, Failure::Config(_)), "{text}\n{failure}");
                return Ok(());
            }
        };
        accepted.set(accepted.get() + 1);
        let resolved = &experiment.plan.resolved;
        let again = config::load(resolved, &file.to_string_lossy(), &Overrides::default());
        let again = again.map(|plan| plan.resolved);
        prop_assert_eq!(again.as_ref(), Ok(resolved), "{}", text);
        let totals = run(&experiment)
            .map_err(|failure| TestCaseError::fail(format!("{failure}\n{text}")))?;
        for summary in &totals.statistics.summaries(1) {
            let bad = not_finite(summary);
            prop_assert!(bad.is_empty(), "{}: {bad}\n{text}", summary.hedge);
        }
        let compared = compared(&experiment, &totals.statistics.samples());
        let bad = compared.lines().find(|line| line.contains("NaN") || line.contains("inf"));
        prop_assert!(bad.is_none(), "{bad:?}\n{text}");
        let wealth = totals.ledger.iter().map(|entry| entry.wealth);
        prop_assert!(wealth.into_iter().all(f64::is_finite), "wealth\n{text}");
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    let accepted = accepted.get();
    assert!((CASES / 10..CASES * 9 / 10).contains(&accepted), "{accepted} of {CASES} accepted");
}

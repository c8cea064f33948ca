//! Data that is wrong is refused with its line, and nothing is written.

use crate::runs::{HISTORY, history_place, line_of, prices, with};

/// What is said of a config and its data, after it was seen that nothing was written.
#[track_caller]
fn problems(config: &str, prices: impl AsRef<[u8]>) -> Vec<String> {
    let place = history_place(config, prices);
    let before = place.files("");
    let said = place.rehedge(&["run", "question.toml"]).refused();
    assert_eq!(place.rehedge(&["check", "question.toml"]).refused(), said);
    assert_eq!(place.files(""), before, "something was written");
    said
}

/// The prices with another text in a line, counted from 1.
fn with_line(line: usize, text: &str) -> String {
    let prices = prices();
    let lines = prices.lines().enumerate().map(|(i, old)| if i + 1 == line { text } else { old });
    lines.collect::<Vec<_>>().join("\n")
}

/// One problem, at the key `market.file`.
#[track_caller]
fn assert_problem(prices: impl AsRef<[u8]>, said: &str) {
    let problems = problems(HISTORY, prices);
    let [problem] = &problems[..] else { panic!("not one problem: {problems:#?}") };
    let line = line_of(HISTORY, "file = ");
    let place = format!("question.toml:{line}:8: market.file = \"prices.csv\": prices.csv");
    assert!(problem.starts_with(&place), "{place} does not begin {problem}");
    assert!(problem.contains(said), "{said:?} is not in {problem:?}");
}

#[test]
fn a_row_that_is_wrong_is_said_with_its_line() {
    #[rustfmt::skip]
    let cases = [
        ("2020-01-05,3010.0,20.0", "line 7: 2020-01-05 is there twice"),
        ("2020-01-04,3010.0,20.0", "line 7: 2020-01-04 comes after 2020-01-05; dates must ascend"),
        ("2020-02-30,3010.0,20.0", "line 7: date = \"2020-02-30\" is not a date; allowed: YYYY-MM-DD"),
        ("06.01.2020,3010.0,20.0", "line 7: date = \"06.01.2020\" is not a date; allowed: YYYY-MM-DD"),
        ("2020-01-06,0.0,20.0", "line 7: close = 0; it must be positive and finite"),
        ("2020-01-06,-3010.0,20.0", "line 7: close = -3010; it must be positive and finite"),
        ("2020-01-06,nan,20.0", "line 7: close = NaN; it must be positive and finite"),
        ("2020-01-06,inf,20.0", "line 7: close = inf; it must be positive and finite"),
        ("2020-01-06,about 3000,20.0", "line 7: close = \"about 3000\" is not a number; allowed:"),
        ("2020-01-06,,20.0", "line 7: close is empty; every row must have a price"),
        ("2020-01-06,3010.0,-20.0", "line 7: vix = -20; it must be positive and finite"),
        ("2020-01-06,3010.0,twenty", "line 7: vix = \"twenty\" is not a number; allowed:"),
        ("2020-01-06,3010.0", "line 7: 2 fields under a header of 3"),
        ("2020-01-06,3,010.0,20.0", "line 7: 4 fields under a header of 3"),
    ];
    for (row, said) in cases {
        assert_problem(with_line(7, row), said);
    }
}

#[test]
fn a_file_that_is_wrong_as_a_whole_is_refused() {
    assert_problem("", "the file is empty");
    assert_problem("date,close,vix\n", "there are columns but no rows");
    let binary = problems(HISTORY, [0u8, 159, 146, 150, 10, 255, 0, 7]);
    assert!(binary.iter().all(|problem| problem.contains("prices.csv: ")), "{binary:#?}");
    assert_problem(b"PAR1 is how Parquet begins, but not more".as_slice(), "cannot be read as");
    assert_problem([0x1f, 0x8b, 8, 0, 1, 2, 3], "cannot be read as");
}

#[test]
fn every_wrong_row_and_column_is_said_at_once() {
    let broken = with_line(7, "2020-01-06,dear,20.0").replace("2020-01-20,", "2020-01-19,");
    let said = problems(HISTORY, broken);
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(said.iter().any(|problem| problem.contains("line 7: ")), "{said:#?}");
    assert!(said.iter().any(|problem| problem.contains("line 21: ")), "{said:#?}");
    let said = problems(HISTORY, prices().replace("date,close,vix", "day,price,VIX"));
    assert_eq!(said.len(), 3, "{said:#?}");
    for (problem, column) in said.iter().zip(["date", "close", "vix"]) {
        let there = "there are \"day\", \"price\", \"VIX\"";
        assert!(problem.contains(&format!("no column \"{column}\"; {there}")), "{problem}");
    }
}

#[test]
fn a_file_that_is_not_there_is_refused() {
    for name in ["missing.csv", ".", "prices.csv/below"] {
        let said = problems(&with(HISTORY, "prices.csv", name), prices());
        let start = format!("market.file = \"{name}\": cannot be read: ");
        assert!(said.len() == 1 && said[0].contains(&start), "{said:#?}");
    }
}

#[test]
fn history_too_short_for_one_window_is_refused() {
    // Four returns before entry and five steps after it take ten rows.
    let shortest: String = prices().split_inclusive('\n').take(11).collect();
    let place = history_place(HISTORY, &shortest);
    assert!(place.rehedge(&["check", "question.toml"]).said().contains(" 1 windows of prices.csv"));
    let short: String = shortest.split_inclusive('\n').take(10).collect();
    let said = problems(HISTORY, short);
    let line = line_of(HISTORY, "days = 5");
    assert_eq!(
        said,
        [format!(
            "question.toml:{line}:8: market.days = 5: prices.csv: 9 rows are too few: a window \
             takes 10 (trailing volatility included)"
        )]
    );
    // The dates that are asked for count, not those that are there.
    let late = with(HISTORY, "days = 5", "days = 5\nfrom = 2020-02-01");
    assert!(problems(&late, prices())[0].contains("9 rows are too few"));
}

#[test]
fn history_without_quotes_is_refused() {
    let unquoted: String = prices()
        .lines()
        .map(|line| match line.rsplit_once(',') {
            Some((rest, "vix")) => format!("{rest},vix\n"),
            Some((rest, _)) => format!("{rest},\n"),
            None => String::new(),
        })
        .collect();
    let said = problems(HISTORY, unquoted);
    assert!(said.len() == 1 && said[0].contains("market.implied_volatility"), "{said:#?}");
}

#[test]
fn quotes_that_are_no_volatility_are_refused() {
    let said = problems(&with(HISTORY, "scale = 0.01, ", ""), prices());
    let line = line_of(HISTORY, "implied_volatility");
    let start = format!("question.toml:{line}:22: market.implied_volatility = {{ column = ");
    assert!(said.len() == 1 && said[0].starts_with(&start), "{said:#?}");
    let why = "prices.csv: 2020-01-01: 24 · scale · ratio is 21.6; it must be at least 1e-8 and at \
               most 5 (per √year; 0.20 is 20 %); and 39 more like it";
    assert!(said[0].ends_with(why), "{said:#?}");
}

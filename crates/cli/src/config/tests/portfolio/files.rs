//! Files of positions and quotes.

use super::*;
use crate::config::portfolio::{HalfSpread, InstrumentKind};
use rehedge_options::{Life, Payoff, Rates, black_scholes};

/// What is said of a config whose file of positions is another, by line.
fn of_positions(positions: &str) -> Vec<String> {
    said("book[0].file = \"data/positions.csv\": ", "positions.csv", positions)
}

fn of_quotes(quotes: &str) -> Vec<String> {
    said("instruments.quotes.file = \"data/quotes.csv\": ", "quotes.csv", quotes)
}

fn said(key: &str, name: &str, contents: &str) -> Vec<String> {
    let files = |path: &Path| {
        if path.ends_with(name) { Ok(Arc::new(contents.into())) } else { file(path) }
    };
    let read = portfolio::read(FILES, FILE, &Overrides::default(), &files);
    let text = read.map_or_else(|problems| problems.to_string(), |_| String::new());
    let strip = |line: &str| {
        let (_, after) = line.split_once(key).unwrap_or_else(|| panic!("{line}"));
        after.to_owned()
    };
    text.lines().map(strip).collect()
}

#[test]
fn positions_of_a_file_are_those_of_legs() {
    let legs = "legs = [\n\
        { kind = \"call\", strike = 100, days = 21, quantity = -10 },\n\
        { kind = \"down_and_out_put\", days = 42, quantity = 5, barrier = 80.5, implied_volatility = 0.25 },\n]";
    let text = FILES.replace("file = \"data/positions.csv\" # \"data/others.csv\"", legs);
    assert_eq!(plan(&text).books, plan(FILES).books);
}

#[test]
fn a_quote_has_a_spread_and_a_volatility_of_its_own() {
    let plan = plan(FILES);
    let [call, put] = &plan.instruments[..] else { panic!("two") };
    assert_eq!((&*call.name, &*put.name), ("call 100 21d", "put 90 42d"));
    let HalfSpread::Currency(half) = call.half_spread else { panic!("currency") };
    assert!((half - 0.1).abs() < 1e-15);
    assert!(put.half_spread.is_nothing());
    for (instrument, mid) in [(call, 2.3), (put, 0.9)] {
        let InstrumentKind::Option { payoff, strike, maturity, quote: Some(quote) } =
            instrument.kind
        else {
            panic!("a quote")
        };
        let rates = Rates { rate: 0.0, dividend_yield: 0.0 };
        let life = Life::new(maturity, rates);
        let value = black_scholes(payoff, 100.0, strike, quote.implied_volatility, &life).value;
        assert!((value - mid).abs() < 1e-13, "{value}");
        assert_eq!(payoff == Payoff::Call, strike == 100.0);
    }
}

#[test]
fn a_line_is_held_to_the_ranges_of_the_config() {
    #[rustfmt::skip]
    let cases = [
        ("cal,100,21,1,,", "line 2: kind = \"cal\": must be \"call\", \"put\", \"straddle\", \"cash_or_nothing_call\""),
        ("call,hundred,21,1,,", "line 2: strike = \"hundred\": must be \"atm\", a number at least 1e-12"),
        ("call,-5,21,1,,", "line 2: strike = -5: must be at least 1e-12 and at most 1e12 (currency)"),
        ("call,nan,21,1,,", "line 2: strike = nan: must be at least 1e-12"),
        ("call,100,inf,1,,", "line 2: days = inf: must be greater than 0 and at most 100000 (trading days from entry)"),
        ("call,100,14,1,,", "line 2: days = 14: expires before the horizon: must be at least market.days = 15"),
        ("call,100,21,0,,", "line 2: quantity = 0: must be at least -1e12 and at most 1e12 and not 0 (options)"),
        ("call,100,21,,,", "line 2: quantity: is empty; every line must have one"),
        ("call,100,21,1,80,", "line 2: barrier = 80: not with kind = \"call\"; only with kind = \"up_and_in_call\""),
        ("up_and_in_call,100,21,1,,", "line 2: barrier: missing; must be a number at least 1e-12"),
        ("up_and_in_call,100,21,1,99,", "line 2: barrier = 99: must be above the spot of 100, or it is touched at entry"),
        ("call,100,21,1,,5.5", "line 2: implied_volatility = 5.5: must be at least 1e-8 and at most 5"),
        ("call,100,21", "line 2: 3 fields under a header of 6"),
    ];
    for (line, start) in cases {
        let header = "kind,strike,days,quantity,barrier,implied_volatility\n";
        let said = of_positions(&format!("{header}{line}\n"));
        assert!(said.len() == 1 && said[0].starts_with(start), "{said:?}");
    }
    let meant = of_positions("kind,strike,days,quantity\ncal,100,21,1\n");
    assert!(meant[0].ends_with("; did you mean \"call\"?"), "{meant:?}");
}

#[test]
fn every_line_is_looked_at() {
    let said = of_positions("kind,strike,days,quantity\ncall,0,21,0\nput,90,21,1\n\nput,90,2,x\n");
    let lines: Vec<_> =
        said.iter().map(|line| line.split(':').take(2).collect::<String>()).collect();
    // The last line is no position before its quantity is one: its days are not compared.
    assert_eq!(lines, ["line 2 strike = 0", "line 2 quantity = 0", "line 5 quantity = \"x\""]);
    let many: String = (0..25).map(|_| "call,0,21,1\n").collect();
    let said = of_positions(&format!("kind,strike,days,quantity\n{many}"));
    assert_eq!((said.len(), &*said[20]), (21, "and 5 more problems with the file"));
}

#[test]
fn a_file_that_is_no_table_says_why() {
    #[rustfmt::skip]
    let cases = [
        ("", "the file is empty; it must have a header and a line for each item"),
        ("kind,strike,days,quantity\n", "there are columns but no lines under them"),
        ("kind,strike,days\ncall,1,1\n", "there is no column \"quantity\""),
        ("kind,strike,days,quantity,rebat\ncall,1,1,1,1\n", "unknown column \"rebat\"; did you mean \"rebate\"?"),
        ("kind,strike,days,quantity,colour\ncall,1,1,1,1\n", "unknown column \"colour\"; allowed: kind, strike, days, quantity, implied_volatility, cash"),
        ("kind,strike,days,kind,quantity\ncall,1,1,1,1\n", "column \"kind\" is there twice"),
    ];
    for (contents, start) in cases {
        let said = of_positions(contents);
        assert!(said.len() == 1 && said[0].starts_with(start), "{said:?}");
    }
    let text = with(FILES, "book[0].file", "\"data/nowhere.csv\"");
    assert_eq!(
        problems(&text),
        [":9:8: book[0].file = \"data/nowhere.csv\": cannot be read: entity not found"]
    );
}

#[test]
fn quotes_must_hold_together() {
    #[rustfmt::skip]
    let cases = [
        ("call,100,21,2.5,2.4", "line 2: bid = 2.5: must be at most the ask of 2.4"),
        ("call,100,21,-1,2.4", "line 2: bid = -1: must be at least 0 and at most 1e12 (currency)"),
        ("straddle,100,21,1,2.4", "line 2: kind = \"straddle\": must be \"call\" or \"put\""),
        ("call,90,21,9.8,10", "line 2: bid = 9.8: no volatility is implied by the mid of 9.9: the price must be greater than 10, what the option is worth without volatility, not 9.9"),
        ("call,90,21,100,120", "line 2: bid = 100: no volatility is implied by the mid of 110: the price must be less than 100, what the option is worth at any volatility, not 110"),
        ("call,90,21,99.9,99.99", "line 2: bid = 99.9: the mid of 99.945 implies a volatility of 2"),
        ("call,100,14,2,2.4", "line 2: days = 14: expires before the horizon: must be at least market.days = 15"),
        ("call,100,21,2,2.4\nput,100,21,2,2.4\ncall,100.0,21,2,2.4", "line 4: kind = \"call\": \"call 100 21d\" is there twice, first at line 2"),
    ];
    for (lines, start) in cases {
        let said = of_quotes(&format!("kind,strike,days,bid,ask\n{lines}\n"));
        assert!(said.len() == 1 && said[0].starts_with(start), "{said:?}");
    }
}

/// Real history that makes no scenarios of these.
#[test]
fn history_must_fit() {
    let said = |key: &str, value: &str| {
        let said = problems(&with(FILES, key, value));
        assert_eq!(said.len(), 1, "{said:?}");
        said[0].clone()
    };
    let file = "revalue[1].history.file";
    assert!(said(file, "\"data/nowhere.csv\"").contains("nowhere.csv\": cannot be read"));
    let price = said("revalue[1].history.spot", "\"close\"");
    assert!(price.contains("revalue[1].history.file") && price.contains("close"), "{price}");
    let few = said("revalue[1].history.to", "2020-01-20");
    assert!(few.contains("revalue[1].history.file") && few.contains("too few"), "{few}");
    let late = said("revalue[1].history.to", "2020-01-01");
    assert!(late.contains("must not be before revalue[1].history.from"), "{late}");
    let half = &problems(&with(FILES, "market.days", "15\nsteps_per_day = 2"))[0];
    assert!(half.contains("has 1.0 rows to a day, and scenarios have 2 steps"), "{half}");
    let both = said("revalue[1].name", "\"the past\"\nmarket.drift = 0.5");
    assert!(both.contains("revalue[1].market") && both.contains("not with history"), "{both}");
}

/// Files are looked at whatever is wrong with the config, and both at once.
#[test]
fn files_are_looked_at_beside_a_config_that_is_wrong() {
    let text = with(FILES, "market.days", "0").replace("positions.csv", "nowhere.csv");
    let said = problems(&text);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0].starts_with(":5:8: market.days = 0: must be") && said[1].contains("nowhere.csv")
    );
}

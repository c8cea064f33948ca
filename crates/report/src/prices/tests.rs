use super::*;
use crate::frames::parquet_bytes;
use flate2::{Compression, write::GzEncoder};
use polars::prelude::{Column, DataFrame, DataType, TimeUnit};
use std::io::Write as _;

const FILE: &str = "data/spx.csv";

const GOOD: &str = "\
date,close,vix
2001-09-07,1085.78,
2001-09-10,1092.54,31.84
2001-09-17,1038.77,41.76
";

fn columns(implied_volatility: Option<&str>) -> Columns {
    Columns {
        date: "date".into(),
        spot: "close".into(),
        implied_volatility: implied_volatility.map(Into::into),
    }
}

fn read(bytes: &[u8]) -> Result<PriceTable, Vec<PriceError>> {
    PriceTable::read(bytes, FILE, &columns(Some("vix")))
}

/// What is said about a file with these rows under a good header.
fn said(rows: &str) -> Vec<String> {
    messages(format!("date,close,vix\n{rows}").as_bytes())
}

fn messages(bytes: &[u8]) -> Vec<String> {
    read(bytes).unwrap_err().iter().map(ToString::to_string).collect()
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn good_frame(date: Column) -> DataFrame {
    let vix = [None, Some(31.84), Some(41.76)];
    let columns = vec![
        Column::new("close".into(), [1085.78, 1092.54, 1038.77]),
        Column::new("note".into(), ["a", "b", "c"]),
        Column::new("vix".into(), vix),
        date,
    ];
    DataFrame::new(3, columns).unwrap()
}

fn days() -> Column {
    Column::new("date".into(), [11_572, 11_575, 11_582])
}

#[test]
fn a_good_file() {
    let table = read(GOOD.as_bytes()).unwrap();
    let dates: Vec<String> = table.times.iter().map(ToString::to_string).collect();
    assert_eq!(dates, ["2001-09-07", "2001-09-10", "2001-09-17"]);
    assert_eq!(table.spot, [1085.78, 1092.54, 1038.77]);
    assert_eq!(table.implied_volatility, [None, Some(31.84), Some(41.76)]);
    assert_eq!(
        table.warnings,
        ["data/spx.csv: no prices between 2001-09-10 and 2001-09-17, 7 days apart"]
    );
}

#[test]
fn other_ways_to_write_the_same_csv() {
    let good = read(GOOD.as_bytes()).unwrap();
    for same in [
        format!("\u{feff}{GOOD}"),
        GOOD.replace('\n', "\r\n"),
        GOOD.replace("\n2001-09-10", "\n\n2001-09-10"),
        GOOD.trim_end().to_owned(),
        GOOD.replace("1085.78,", "1085.78,NaN"),
        GOOD.replace("1092.54", "\"1092.54\""),
        GOOD.replace(',', " , "),
    ] {
        assert_eq!(read(same.as_bytes()), Ok(good.clone()), "{same}");
    }
    assert_eq!(read(&zipped(GOOD.as_bytes())), Ok(good));
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let wrong = GOOD.replace("1038.77", "dear");
    let line = wrong.lines().position(|line| line.contains("dear")).unwrap() + 1;
    for (text, line) in [
        (wrong.clone(), line),
        (wrong.replace('\n', "\r\n"), line),
        (wrong.replace("\n2001-09-10", "\n\n\n2001-09-10"), line + 2),
    ] {
        let said = read(text.as_bytes()).unwrap_err()[0].to_string();
        assert!(said.starts_with(&format!("data/spx.csv, line {line}: ")), "{said}");
    }
}

#[test]
fn an_implied_volatility_that_is_not_asked_for_is_not_read() {
    let bytes = GOOD.replace("31.84", "none");
    let table = PriceTable::read(bytes.as_bytes(), FILE, &columns(None)).unwrap();
    assert!(table.implied_volatility.is_empty());
}

#[test]
fn parquet_gives_the_same_table() {
    let good = read(GOOD.as_bytes()).unwrap();
    let micros =
        Column::new("date".into(), [11_572, 11_575, 11_582].map(|d| d * 86_400_000_000i64));
    let text = Column::new("date".into(), ["2001-09-07", "2001-09-10", "2001-09-17"]);
    let units = [TimeUnit::Milliseconds, TimeUnit::Microseconds, TimeUnit::Nanoseconds]
        .map(|unit| DataType::Datetime(unit, None));
    let moments = micros.cast(&units[1]).unwrap();
    let mut dates = vec![days().cast(&DataType::Date).unwrap(), text];
    dates.extend(units.map(|unit| moments.cast(&unit).unwrap()));
    for date in dates {
        let bytes = parquet_bytes(&mut good_frame(date)).unwrap();
        assert_eq!(read(&bytes), Ok(good.clone()));
        assert_eq!(read(&zipped(&bytes)), Ok(good.clone()));
    }
}

#[test]
fn an_empty_file() {
    let message = ["data/spx.csv: the file is empty; it must have a header and a row per day"];
    assert_eq!(messages(b""), message);
    assert_eq!(messages(b" \n"), message);
    assert_eq!(messages(&zipped(b"")), message);
}

#[test]
fn a_file_without_rows() {
    assert_eq!(said(""), ["data/spx.csv: there are columns but no rows"]);
    let bytes = parquet_bytes(&mut good_frame(days().cast(&DataType::Date).unwrap()).head(Some(0)));
    assert_eq!(messages(&bytes.unwrap()), ["data/spx.csv: there are columns but no rows"]);
}

#[test]
fn an_unreadable_file() {
    let whole = parquet_bytes(&mut good_frame(days().cast(&DataType::Date).unwrap())).unwrap();
    for bytes in [&whole[..whole.len() / 2], b"PAR1", &zipped(GOOD.as_bytes())[..30]] {
        let messages = messages(bytes);
        assert!(messages[0].starts_with("data/spx.csv: cannot be read as CSV or Parquet: "));
    }
}

#[test]
fn missing_columns_are_all_named() {
    assert_eq!(
        messages(b"ts,open,vix\n2001-09-10,1,2\n"),
        [
            r#"data/spx.csv: there is no column "date"; there are "ts", "open", "vix""#,
            r#"data/spx.csv: there is no column "close"; there are "ts", "open", "vix""#,
        ]
    );
    let bytes = parquet_bytes(&mut good_frame(days())).unwrap();
    let errors = PriceTable::read(&bytes, FILE, &columns(Some("iv"))).unwrap_err();
    let message = r#"there is no column "iv"; there are "close", "note", "vix", "date""#;
    assert!(errors[0].to_string().ends_with(message));
}

#[test]
fn columns_of_a_wrong_type() {
    let bytes = parquet_bytes(&mut good_frame(days())).unwrap();
    let columns = Columns { spot: "note".into(), ..columns(None) };
    let errors = PriceTable::read(&bytes, FILE, &columns).unwrap_err();
    let messages: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            r#"data/spx.csv: column "date" holds Int32; it must hold a date, a timestamp or text"#,
            r#"data/spx.csv: column "note" holds text; it must hold 64- or 32-bit numbers"#,
        ]
    );
}

#[test]
fn a_malformed_date() {
    assert_eq!(
        said("2001-09-10,1,\n09/11/2001,2,\n"),
        [
            r#"data/spx.csv, line 3: date = "09/11/2001" is not a date; allowed: YYYY-MM-DD, or YYYY-MM-DDTHH:MM with or without seconds"#
        ]
    );
}

#[test]
fn a_malformed_number() {
    assert_eq!(
        said("2001-09-10,\"1,092.54\",\n2001-09-11,2,n/a\n"),
        [
            r#"data/spx.csv, line 2: close = "1,092.54" is not a number; allowed: digits with a decimal point, and no separator of thousands"#,
            r#"data/spx.csv, line 3: vix = "n/a" is not a number; allowed: digits with a decimal point, and no separator of thousands"#,
        ]
    );
}

#[test]
fn a_line_with_a_wrong_number_of_fields() {
    assert_eq!(
        said("2001-09-10,1092,54,31\n2001-09-11,1\n"),
        [
            "data/spx.csv, line 2: 4 fields under a header of 3",
            "data/spx.csv, line 3: 2 fields under a header of 3",
        ]
    );
}

#[test]
fn dates_out_of_order() {
    assert_eq!(
        said("2001-09-10,1,\n2001-09-07,1,\n2001-09-11,1,\n"),
        ["data/spx.csv, line 3: 2001-09-07 comes after 2001-09-10; dates must ascend"]
    );
}

#[test]
fn a_date_twice() {
    assert_eq!(
        said("2001-09-10T09:30,1,\n2001-09-10 09:31,1,\n2001-09-10 09:31:00,1,\n"),
        ["data/spx.csv, line 4: 2001-09-10T09:31:00 is there twice; every date must be there once"]
    );
}

#[test]
fn prices_that_no_market_has() {
    assert_eq!(
        said("2001-09-10,0,\n2001-09-11,-1.5,\n2001-09-12,NaN,\n2001-09-13,inf,\n2001-09-14,1,0\n"),
        [
            "data/spx.csv, line 2: close = 0; it must be positive and finite",
            "data/spx.csv, line 3: close = -1.5; it must be positive and finite",
            "data/spx.csv, line 4: close = NaN; it must be positive and finite",
            "data/spx.csv, line 5: close = inf; it must be positive and finite",
            "data/spx.csv, line 6: vix = 0; it must be positive and finite",
        ]
    );
}

#[test]
fn a_missing_price() {
    assert_eq!(
        said("2001-09-10,1,\n2001-09-11,,20\n"),
        ["data/spx.csv, line 3: close is empty; every row must have a price"]
    );
}

#[test]
fn a_missing_price_of_parquet_names_its_row() {
    let mut frame = good_frame(days().cast(&DataType::Date).unwrap());
    frame.with_column(Column::new("close".into(), [Some(1.0), None, Some(-1.0)])).unwrap();
    assert_eq!(
        messages(&parquet_bytes(&mut frame).unwrap()),
        [
            "data/spx.csv, row 2: close is empty; every row must have a price",
            "data/spx.csv, row 3: close = -1; it must be positive and finite",
        ]
    );
}

#[test]
fn many_errors_of_a_kind_are_counted_and_none_hides_another() {
    let bad = (1..26).map(|day| format!("2001-09-{day:02},0,\n")).collect::<Vec<_>>().concat();
    let messages = said(&format!("{bad}2001-10-01,x,\n"));
    assert_eq!(messages.len(), 12);
    assert_eq!(messages[10], "data/spx.csv: and 15 more like the one above");
    assert!(messages[11].contains("line 27: close = \"x\" is not a number"));
}

#[test]
fn weekends_are_no_gaps_and_many_gaps_are_counted() {
    let days = |every: i32, n: i32| {
        let row = |i: i32| format!("{},1,\n", Timestamp::of_day(11_575 + every * i));
        let file = (0..n).map(row).collect::<Vec<_>>().concat();
        read(format!("date,close,vix\n{file}").as_bytes()).unwrap().warnings
    };
    assert!(days(6, 50).is_empty());
    assert_eq!(days(7, 15).len(), 11);
    assert_eq!(days(7, 15)[10], "data/spx.csv: and 4 more gaps");
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let whole = parquet_bytes(&mut good_frame(days().cast(&DataType::Date).unwrap())).unwrap();
    let zipped = zipped(GOOD.as_bytes());
    for length in 4..whole.len() {
        assert!(read(&whole[..length]).is_err());
    }
    for length in 2..zipped.len() {
        assert!(read(&zipped[..length]).is_err());
    }
}

#[test]
fn bytes_that_are_no_text_are_not_repeated_as_they_are() {
    let bytes: Vec<u8> = (0..4000_u32).map(|i| (i * 37 % 251) as u8).collect();
    let header = messages(&bytes);
    let mut rows = b"date,close,vix\n".to_vec();
    rows.extend(bytes.iter().filter(|byte| !b"\r\n,\"".contains(byte)));
    rows.extend(b",\x1b[2J,1\n");
    for message in header.into_iter().chain(messages(&rows)) {
        assert!(!message.chars().any(char::is_control), "{message:?}");
        assert!(message.chars().count() < 1500, "{message:?}");
    }
}

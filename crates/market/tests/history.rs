//! Windows of real prices, by hand on a small series; and every refusal.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::{
    Grid, HistoricalImplied, History, HistoryError, PathBlock, PathSource, SMALLEST_VOLATILITY,
    Windows,
};

/// The last rows do not move.
const PRICES: [f64; 10] = [100.0, 104.0, 102.0, 102.0, 108.0, 103.0, 110.0, 110.0, 110.0, 110.0];
const QUOTES: [f64; 10] = [0.20, 0.21, 0.22, 0.23, 0.24, 0.25, 0.26, 0.27, 0.28, 0.29];

/// Two steps of a day.
fn grid() -> Grid {
    Grid::new(2, 1, 252.0).unwrap()
}

fn quoted(freeze: bool) -> HistoricalImplied {
    HistoricalImplied::Quoted { values: QUOTES.to_vec(), freeze }
}

/// Realised volatility over two returns, so that the first window starts at row 2.
fn windows() -> Windows {
    Windows { start_every: 1, normalise_spot: None, volatility_rows: 2, implied: quoted(false) }
}

fn history(windows: Windows) -> History {
    History::new(grid(), PRICES.to_vec(), windows).unwrap()
}

fn block(history: &History, number: usize) -> PathBlock {
    let mut block = history.allocate();
    history.fill(number, InstructionSet::best(), &mut block);
    block
}

/// Spots of a path.
fn path(block: &PathBlock, lane: usize) -> Vec<f64> {
    block.spot.iter().map(|row| row[lane]).collect()
}

#[test]
fn a_window_starts_at_every_row_that_has_a_past_and_a_future() {
    let history = history(windows());
    assert_eq!(history.starts(), [2, 3, 4, 5, 6, 7]);
    assert_eq!((history.paths(), history.skipped(), history.blocks()), (6, 0, 1));
    assert_eq!(history.grid(), grid());
    let block = block(&history, 0);
    assert_eq!(block.valid, 6);
    assert_eq!(path(&block, 0), [102.0, 102.0, 108.0]);
    assert_eq!(path(&block, 3), [103.0, 110.0, 110.0]);
    assert_eq!(path(&block, 5), [110.0, 110.0, 110.0]);
    assert_eq!(block.jumped, [0, 0]);
}

#[test]
fn start_every() {
    assert_eq!(history(Windows { start_every: 2, ..windows() }).starts(), [2, 4, 6]);
    assert_eq!(history(Windows { start_every: 4, ..windows() }).starts(), [2, 6]);
    assert_eq!(history(Windows { start_every: 99, ..windows() }).starts(), [2]);
}

/// Every window starts at the same spot; returns are those of the prices.
#[test]
fn normalised_spot() {
    let plain = block(&history(windows()), 0);
    let block = block(&history(Windows { normalise_spot: Some(50.0), ..windows() }), 0);
    for lane in 0..6 {
        let (spots, prices) = (path(&block, lane), path(&plain, lane));
        for step in 0..=2 {
            let expected = 50.0 * prices[step] / prices[0];
            assert!((spots[step] / expected - 1.0).abs() < 4e-16, "{lane} {step}");
            assert!((block.log_spot[step][lane] - expected.ln()).abs() < 2e-15, "{lane} {step}");
        }
    }
    assert_eq!(block.volatility.at(1), plain.volatility.at(1));
}

#[test]
fn log_spot_is_the_logarithm() {
    let block = block(&history(windows()), 0);
    for (spot, log_spot) in block.spot.iter().zip(&block.log_spot) {
        for lane in 0..LANES {
            assert!((spot[lane].ln() - log_spot[lane]).abs() < 2e-15);
        }
    }
}

/// `√((r₁² + r₂²)/2 · 252)`, the returns that end at the row; the floor where nothing moves.
#[test]
fn trailing_volatility_by_hand() {
    let block = block(&history(windows()), 0);
    let by_hand = |one: f64, two: f64| (0.5 * (one.ln().powi(2) + two.ln().powi(2)) * 252.0).sqrt();
    let expected = [
        by_hand(104.0 / 100.0, 102.0 / 104.0),
        by_hand(102.0 / 104.0, 102.0 / 102.0),
        by_hand(102.0 / 102.0, 108.0 / 102.0),
    ];
    for (step, expected) in expected.into_iter().enumerate() {
        let computed = block.volatility.at(step)[0];
        assert!((computed / expected - 1.0).abs() < 1e-13, "{step}: {computed}");
    }
    // The window of rows 7 to 9: one return that moved, then none.
    assert!((block.volatility.at(0)[5] / by_hand(110.0 / 103.0, 1.0) - 1.0).abs() < 1e-13);
    assert_eq!(block.volatility.at(1)[5], SMALLEST_VOLATILITY);
    assert_eq!(block.volatility.at(2)[5], SMALLEST_VOLATILITY);
}

/// Four rows a day are four times as many a year: twice the volatility.
#[test]
fn volatility_is_per_year() {
    let quarters = Grid::new(2, 4, 252.0).unwrap();
    let fast = History::new(quarters, PRICES.to_vec(), windows()).unwrap();
    let (fast, slow) = (block(&fast, 0), block(&history(windows()), 0));
    for lane in 0..5 {
        let ratio = fast.volatility.at(0)[lane] / slow.volatility.at(0)[lane];
        assert!((ratio - 2.0).abs() < 1e-14, "{ratio}");
    }
}

/// A trader does not know tomorrow: later prices change nothing up to the row before them.
#[test]
fn volatility_looks_back_only() {
    let trailing =
        Windows { implied: HistoricalImplied::Trailing { rows: 2, ratio: 1.2 }, ..windows() };
    let mut prices = PRICES.to_vec();
    prices[4] = 300.0;
    let changed = block(&History::new(grid(), prices, trailing.clone()).unwrap(), 0);
    let plain = block(&history(trailing), 0);
    for step in [0, 1] {
        assert_eq!(changed.volatility.at(step)[0], plain.volatility.at(step)[0]);
        assert_eq!(changed.implied(0).at(step)[0], plain.implied(0).at(step)[0]);
    }
    assert_ne!(changed.volatility.at(2)[0], plain.volatility.at(2)[0]);
}

#[test]
fn quotes_follow_the_rows_or_freeze() {
    let follow = block(&history(windows()), 0);
    let freeze = block(&history(Windows { implied: quoted(true), ..windows() }), 0);
    for (lane, start) in (2..8).enumerate() {
        for step in 0..=2 {
            assert_eq!(follow.implied(0).at(step)[lane], QUOTES[start + step]);
            assert_eq!(freeze.implied(0).at(step)[lane], QUOTES[start]);
        }
    }
}

/// A window needs every quote that it shows: all of them, or that of its entry.
#[test]
fn missing_quotes_skip_windows() {
    let with_gap = |freeze| {
        let mut values = QUOTES.to_vec();
        (values[0], values[5]) = (f64::NAN, f64::NAN);
        history(Windows { implied: HistoricalImplied::Quoted { values, freeze }, ..windows() })
    };
    let follow = with_gap(false);
    assert_eq!((follow.starts(), follow.skipped()), (&[2, 6, 7][..], 3));
    let freeze = with_gap(true);
    assert_eq!((freeze.starts(), freeze.skipped()), (&[2, 3, 4, 6, 7][..], 1));
    for (history, paths) in [(follow, 3), (freeze, 5)] {
        let block = block(&history, 0);
        assert_eq!(block.valid, paths);
        for step in 0..=2 {
            assert!(block.implied(0).at(step).iter().all(|v| v.is_finite()));
        }
    }
}

/// `ratio` times realised volatility over returns of its own number, which then sets the first row.
#[test]
fn trailing_implied_volatility() {
    let implied = HistoricalImplied::Trailing { rows: 3, ratio: 1.1 };
    let history = history(Windows { implied, ..windows() });
    assert_eq!((history.starts(), history.skipped()), (&[3, 4, 5, 6, 7][..], 0));
    let squares: f64 =
        [104.0 / 100.0, 102.0 / 104.0, 1.0].iter().map(|ratio: &f64| ratio.ln().powi(2)).sum();
    let expected = 1.1 * (squares / 3.0 * 252.0).sqrt();
    let computed = block(&history, 0).implied(0).at(0)[0];
    assert!((computed / expected - 1.0).abs() < 1e-13, "{computed} {expected}");
}

/// Path `p` is lane `p % 64` of block `p / 64`; padding repeats the last path.
#[test]
fn many_windows_fill_several_blocks() {
    let prices: Vec<f64> = (0..140).map(|i| 100.0 + 10.0 * (f64::from(i) * 0.9).sin()).collect();
    let implied = HistoricalImplied::Trailing { rows: 5, ratio: 0.9 };
    let settings = Windows { start_every: 1, volatility_rows: 4, implied, normalise_spot: None };
    let history = History::new(grid(), prices.clone(), settings).unwrap();
    assert_eq!((history.paths(), history.blocks()), (133, 3));
    let mut reused = history.allocate();
    for number in [2, 0, 1, 2] {
        history.fill(number, InstructionSet::best(), &mut reused);
        assert_eq!(reused.valid, if number == 2 { 5 } else { 64 });
        for lane in 0..LANES {
            let start = history.starts()[(number * LANES + lane).min(132)];
            assert_eq!(path(&reused, lane), prices[start..start + 3]);
        }
    }
}

/// The refusal of settings that were valid but for one.
fn refusal(settings: Windows) -> HistoryError {
    History::new(grid(), PRICES.to_vec(), settings).unwrap_err()
}

#[test]
fn refuses_prices() {
    for price in [0.0, -3.0, f64::INFINITY, f64::NAN] {
        let mut prices = PRICES.to_vec();
        prices[7] = price;
        let refused = History::new(grid(), prices, windows()).unwrap_err();
        let HistoryError::Price { row: 7, price: named } = refused else { panic!("{refused}") };
        assert_eq!(named.to_bits(), price.to_bits());
    }
}

#[test]
fn refuses_quotes() {
    for quote in [0.0, -0.2, f64::INFINITY] {
        let mut values = QUOTES.to_vec();
        values[3] = quote;
        let implied = HistoricalImplied::Quoted { values, freeze: false };
        let refused = refusal(Windows { implied, ..windows() });
        assert_eq!(refused, HistoryError::Quote { row: 3, quote });
    }
}

#[test]
fn refuses_lengths() {
    let implied = HistoricalImplied::Quoted { values: QUOTES[1..].to_vec(), freeze: false };
    let refused = refusal(Windows { implied, ..windows() });
    assert_eq!(refused, HistoryError::Lengths { quotes: 9, prices: 10 });
}

#[test]
fn refuses_settings() {
    let trailing =
        |rows, ratio| Windows { implied: HistoricalImplied::Trailing { rows, ratio }, ..windows() };
    for (settings, name) in [
        (Windows { start_every: 0, ..windows() }, "the distance between starts"),
        (Windows { volatility_rows: 0, ..windows() }, "the window of realised volatility"),
        (Windows { normalise_spot: Some(0.0), ..windows() }, "the normalised spot"),
        (Windows { normalise_spot: Some(f64::NAN), ..windows() }, "the normalised spot"),
        (trailing(0, 1.1), "the window of trailing implied volatility"),
        (trailing(2, 0.0), "the ratio of implied to realised volatility"),
        (trailing(2, f64::NAN), "the ratio of implied to realised volatility"),
    ] {
        assert_eq!(refusal(settings), HistoryError::Setting(name));
    }
}

/// Two returns of past, the entry, and two steps: five rows are one window, four are none.
#[test]
fn refuses_what_is_too_short() {
    let implied = HistoricalImplied::Trailing { rows: 2, ratio: 1.1 };
    let settings = Windows { implied, ..windows() };
    for rows in 0..5 {
        let refused = History::new(grid(), PRICES[..rows].to_vec(), settings.clone()).unwrap_err();
        assert_eq!(refused, HistoryError::TooShort { rows, needed: 5 });
    }
    let one = History::new(grid(), PRICES[..5].to_vec(), settings).unwrap();
    assert_eq!(one.starts(), [2]);
}

#[test]
fn refuses_to_have_no_quotes() {
    let mut values = QUOTES.to_vec();
    (values[4], values[7]) = (f64::NAN, f64::NAN);
    let implied = HistoricalImplied::Quoted { values: values.clone(), freeze: false };
    // Rows 2–4, 3–5, …, 7–9: all of them meet row 4 or row 7.
    let refused = refusal(Windows { implied, ..windows() });
    assert_eq!(refused, HistoryError::NoQuotes { needed: 3 });
    let implied = HistoricalImplied::Quoted { values, freeze: true };
    assert_eq!(history(Windows { implied, ..windows() }).starts(), [2, 3, 5, 6]);
}

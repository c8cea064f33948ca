//! Matching sensitivities.

use rehedge_options::{Greeks, Life, Payoff, Rates, black_scholes};
use rehedge_portfolio::{Determination, Match, MatchError, Sensitivities};

fn call(strike: f64, tau: f64) -> Greeks {
    let life = Life::new(tau, Rates { rate: 0.05, dividend_yield: 0.01 });
    black_scholes(Payoff::Call, 100.0, strike, 0.2, &life)
}

/// Delta, gamma, vega and theta of the share and some calls.
fn rows(calls: &[Greeks]) -> Vec<Vec<f64>> {
    let share = Greeks { delta: 1.0, ..Greeks::default() };
    let all = || [&share].into_iter().chain(calls);
    vec![
        all().map(|greeks| greeks.delta).collect(),
        all().map(|greeks| greeks.gamma).collect(),
        all().map(|greeks| greeks.vega).collect(),
        all().map(|greeks| greeks.theta).collect(),
    ]
}

fn matched(rows: &[Vec<f64>], target: &[f64], weights: &[f64]) -> Match {
    Sensitivities { instruments: rows, target, weights }.matched().unwrap()
}

fn weighted_norm(positions: &[f64], weights: &[f64]) -> f64 {
    positions.iter().zip(weights).map(|(x, w)| (w * x).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn as_many_instruments_as_sensitivities() {
    let rows = rows(&[call(95.0, 0.25), call(105.0, 0.5), call(110.0, 0.1)]);
    let target = [-37.0, 4.0, 900.0, -250.0];
    let found = matched(&rows, &target, &[1.0; 4]);
    assert_eq!((found.determination, found.rank), (Determination::Unique, 4));
    for (row, target) in rows.iter().zip(target) {
        let sum: f64 = row.iter().zip(&found.positions).map(|(a, x)| a * x).sum();
        assert!((sum - target).abs() < 1e-9, "{sum} {target}");
    }
    // Weights and units of rows change nothing where there is one solution.
    let mut other = rows.clone();
    other[2].iter_mut().for_each(|vega| *vega *= 0.01);
    let again = matched(&other, &[-37.0, 4.0, 9.0, -250.0], &[100.0, 7.0, 0.3, 1.0]);
    for (one, other) in found.positions.iter().zip(&again.positions) {
        assert!((one - other).abs() < 1e-7 * one.abs(), "{one} {other}");
    }
}

#[test]
fn more_instruments_have_the_least_norm_and_say_so() {
    let calls: Vec<Greeks> = [90.0, 95.0, 100.0, 105.0, 110.0].map(|k| call(k, 0.3)).to_vec();
    let rows = rows(&calls)[..3].to_vec();
    let target = [10.0, 3.0, 450.0];
    for weights in [vec![1.0; 6], vec![1.0, 12.0, 9.0, 6.0, 4.0, 2.0]] {
        let found = matched(&rows, &target, &weights);
        // Under Black–Scholes vega is gamma times S²σT: of one maturity they are the same row.
        assert_eq!(found.rank, 2);
        let exact = 3.0 * 100.0f64.powi(2) * 0.2 * 0.3;
        let consistent = matched(&rows, &[10.0, 3.0, exact], &weights);
        assert_eq!(consistent.determination, Determination::LeastNorm { free: 4 });
        assert_eq!(found.determination, Determination::Nearest { free: 4 });
        let text = consistent.determination.to_string();
        assert_eq!(text, "underdetermined (4 free): the solution of least norm");
        // Any other solution has a larger norm: add what no sensitivity feels.
        let single = matched(&rows[..2], &[10.0, 3.0], &[1.0; 6]);
        for share in [-0.5, 1e-3, 1.0] {
            let mixed: Vec<f64> = (consistent.positions.iter().zip(&single.positions))
                .map(|(one, other)| one + share * (other - one))
                .collect();
            let (least, other) =
                (weighted_norm(&consistent.positions, &weights), weighted_norm(&mixed, &weights));
            assert!(least <= other * (1.0 + 1e-12), "{least} {other}");
        }
    }
}

#[test]
fn what_no_instrument_has_is_missed_whole() {
    // The share alone against delta and gamma.
    let found = matched(&[vec![1.0], vec![0.0]], &[12.0, 3.0], &[1.0]);
    assert_eq!(found.determination, Determination::Nearest { free: 0 });
    assert_eq!((found.positions.as_slice(), found.rank), (&[12.0][..], 1));
    assert_eq!(found.residuals, [0.0, -3.0]);
    assert_eq!(found.determination.to_string(), "no exact solution: the nearest");
}

#[test]
fn fewer_instruments_come_nearest() {
    // By hand: rows (3, 0), (0, 4) and (3, 4)/5 of length 5; in their units 1, 1 and, with x = (1, 1)/…:
    // minimise (x − 1)² + (y − 1)² + (0.6 x + 0.8 y)²: x = 1 − 0.3, y = 1 − 0.4.
    let rows = [vec![3.0, 0.0], vec![0.0, 4.0], vec![3.0, 4.0]];
    let found = matched(&rows, &[3.0, 4.0, 0.0], &[1.0; 2]);
    assert!((found.positions[0] - 0.58).abs() < 1e-14, "{:?}", found.positions);
    assert!((found.positions[1] - 0.44).abs() < 1e-14);
    assert!((found.residuals[2] - 3.5).abs() < 1e-13);
}

#[test]
fn an_empty_book_needs_nothing() {
    let rows = rows(&[call(95.0, 0.25)]);
    let found = matched(&rows, &[0.0; 4], &[1.0; 2]);
    assert_eq!(found.positions, [0.0; 2]);
    assert_eq!(found.determination, Determination::Unique);
    let nothing = matched(&[vec![0.0, 0.0]], &[0.0], &[1.0; 2]);
    assert_eq!(nothing.determination, Determination::LeastNorm { free: 2 });
    assert_eq!((nothing.positions.as_slice(), nothing.condition_number), (&[0.0; 2][..], 1.0));
}

#[test]
fn refusals() {
    let of = |rows: &[Vec<f64>], target: &[f64], weights: &[f64]| {
        Sensitivities { instruments: rows, target, weights }.matched().unwrap_err()
    };
    assert_eq!(of(&[vec![]], &[1.0], &[]), MatchError::NoInstruments);
    assert_eq!(of(&[], &[], &[1.0]), MatchError::NoSensitivities);
    let rows = [vec![1.0, 2.0]];
    assert_eq!(of(&rows, &[1.0], &[1.0]), MatchError::Lengths { expected: 1, found: 2 });
    assert_eq!(of(&rows, &[1.0; 2], &[1.0; 2]), MatchError::Lengths { expected: 1, found: 2 });
    let found = of(&rows, &[f64::INFINITY], &[1.0; 2]);
    assert_eq!(found, MatchError::NotFinite { row: 0, value: f64::INFINITY });
    for weight in [0.0, -1.0, f64::INFINITY] {
        assert_eq!(of(&rows, &[1.0], &[1.0, weight]), MatchError::Weight { instrument: 1, weight });
    }
}

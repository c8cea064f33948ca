//! The order of the additions in a sum is part of the contract.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

use rehedge_kernels::{LANES, Row, sum, sum_of_squares};

/// Numbers of mixed sign and magnitude, whose sum depends on the order of the additions.
fn row() -> Row {
    Row(std::array::from_fn(|lane| {
        let x = (lane * 37 % LANES) as f64 - 31.3;
        x / (3 + lane * 11 % 7) as f64
    }))
}

/// The documented order: eight partial sums over lanes `k, k + 8, …`, then a tree.
fn documented(add: impl Fn(f64, usize) -> f64) -> f64 {
    let p: [f64; 8] = std::array::from_fn(|k| (k..LANES).step_by(8).fold(0.0, &add));
    ((p[0] + p[4]) + (p[2] + p[6])) + ((p[1] + p[5]) + (p[3] + p[7]))
}

#[test]
fn sum_has_the_documented_shape() {
    let row = row();
    assert_eq!(sum(&row), documented(|p, lane| p + row[lane]));
    assert_ne!(sum(&row), row.iter().sum::<f64>(), "the data does not show the order");
}

#[test]
fn sum_of_squares_has_the_documented_shape() {
    let row = row();
    let fused = documented(|p, lane| row[lane].mul_add(row[lane], p));
    assert_eq!(sum_of_squares(&row), fused);
    let rounded = documented(|p, lane| p + row[lane] * row[lane]);
    assert_ne!(rounded, fused, "the data does not show the fusion");
    let naive: f64 = row.iter().map(|x| x * x).sum();
    assert_ne!(sum_of_squares(&row), naive, "the data does not show the order");
    assert!((sum_of_squares(&row) / naive - 1.0).abs() < 1e-14);
}

#[test]
fn every_lane_counts_once() {
    for lane in 0..LANES {
        let mut row = Row::ZERO;
        row[lane] = 3.5;
        assert_eq!((sum(&row), sum_of_squares(&row)), (3.5, 12.25), "lane {lane}");
    }
    assert_eq!(sum(&Row::splat(1.0)), LANES as f64);
}

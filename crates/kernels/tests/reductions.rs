//! The order of the additions in a sum is part of the contract.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

use rehedge_kernels::{LANES, Row, sum, sum_of_squares};

/// Rows of numbers of mixed sign and magnitude, whose sums depend on the order of the additions.
fn rows() -> impl Iterator<Item = Row> {
    (3..100).map(|n| {
        Row(std::array::from_fn(|lane| {
            let x = (lane * 37 % LANES) as f64 - 31.3;
            x / (3 + lane * 11 % n) as f64
        }))
    })
}

/// The documented order: eight partial sums over lanes `k, k + 8, …`.
fn partials(add: impl Fn(f64, usize) -> f64) -> [f64; 8] {
    std::array::from_fn(|k| (k..LANES).step_by(8).fold(0.0, &add))
}

/// Then a tree: halves, quarters, eighths.
fn tree(p: [f64; 8]) -> f64 {
    ((p[0] + p[4]) + (p[2] + p[6])) + ((p[1] + p[5]) + (p[3] + p[7]))
}

/// Another tree, over neighbours.
fn neighbours(p: [f64; 8]) -> f64 {
    ((p[0] + p[1]) + (p[2] + p[3])) + ((p[4] + p[5]) + (p[6] + p[7]))
}

#[test]
fn sum_has_the_documented_shape() {
    for row in rows() {
        assert_eq!(sum(&row), tree(partials(|p, lane| p + row[lane])));
    }
}

#[test]
fn sum_of_squares_has_the_documented_shape() {
    for row in rows() {
        let fused = partials(|p, lane| row[lane].mul_add(row[lane], p));
        assert_eq!(sum_of_squares(&row), tree(fused));
    }
}

/// The tests above can fail: other orders, and products that are rounded, give other sums.
#[test]
fn the_shape_shows() {
    let differs = |other: fn(&Row) -> f64, of: fn(&Row) -> f64| {
        assert!(rows().any(|row| other(&row) != of(&row)));
    };
    differs(|row| row.iter().sum(), sum);
    differs(|row| neighbours(partials(|p, lane| p + row[lane])), sum);
    differs(|row| tree(partials(|p, lane| p + row[lane] * row[lane])), sum_of_squares);
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

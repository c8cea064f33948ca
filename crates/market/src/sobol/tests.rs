use super::*;
use crate::stream::{Purpose, stream};

/// A coordinate of a point of the plain sequence, times 2³².
fn point(sobol: &Sobol, dimension: usize, index: usize) -> u32 {
    sobol.reversed(dimension, index / LANES)[index % LANES].reverse_bits()
}

/// The index of the point that comes `n`-th in the order of the Gray code, that of most programs.
fn gray(n: usize) -> usize {
    n ^ (n >> 1)
}

/// The output of Joe and Kuo's own program `sobol.cc` for ten points in three dimensions.
#[test]
fn the_first_points_are_joe_and_kuos() {
    let published = [
        [0.0, 0.0, 0.0],
        [0.5, 0.5, 0.5],
        [0.75, 0.25, 0.25],
        [0.25, 0.75, 0.75],
        [0.375, 0.375, 0.625],
        [0.875, 0.875, 0.125],
        [0.625, 0.125, 0.875],
        [0.125, 0.625, 0.375],
        [0.1875, 0.3125, 0.9375],
        [0.6875, 0.8125, 0.4375],
    ];
    let sobol = Sobol::new(3);
    for (n, published) in published.into_iter().enumerate() {
        let ours = [0, 1, 2].map(|d| f64::from(point(&sobol, d, gray(n))) / 2_f64.powi(32));
        assert_eq!(ours, published, "point {n}");
    }
}

/// Points of the first, the last and other dimensions as `SciPy` makes them.
#[test]
fn points_are_those_of_scipy() {
    let sobol = Sobol::new(DIMENSIONS);
    let table = include_str!("../../tests/data/sobol_points.csv");
    let mut compared = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let numbers: Vec<usize> = line.split(',').map(|x| x.parse().unwrap()).collect();
        let [dimension, n, value] = numbers[..] else { panic!("{line}") };
        assert_eq!(point(&sobol, dimension, gray(n)) as usize, value, "{line}");
        compared += 1;
    }
    assert_eq!(compared, 150);
}

/// The table has just the dimensions that are promised.
#[test]
fn the_table_is_used_up() {
    assert_eq!(Sobol::new(DIMENSIONS).directions.len(), DIMENSIONS);
    assert_eq!(Sobol::new(DIMENSIONS + 1).directions.len(), DIMENSIONS);
}

fn scrambling(seed: u64) -> Scrambling {
    Scrambling::draw(&mut stream(seed, 0, Purpose::Scrambling))
}

/// Any `2^m` points that follow a multiple of `2^m` have one coordinate in each interval of length
/// `2^−m`, scrambled or not, in every dimension.
#[test]
fn every_coordinate_is_stratified() {
    let sobol = Sobol::new(DIMENSIONS);
    for dimension in [0, 1, 2, 17, 251, 700, DIMENSIONS - 1] {
        for (m, first) in [(6, 0), (6, 37), (8, 4), (11, 0), (11, 96)] {
            let blocks = 1 << (m - LANE_DIGITS);
            let scrambling = scrambling((dimension + first) as u64);
            let mut seen = vec![false; 1 << m];
            for block in first..first + blocks {
                for point in sobol.reversed(dimension, block) {
                    seen[(scrambling.bits(point) >> (64 - m)) as usize] = true;
                }
            }
            assert!(seen.into_iter().all(|seen| seen), "dimension {dimension}, 2^{m} from {first}");
        }
    }
}

/// The first two dimensions stay a (0, m, 2)-net: every rectangle of area `2^−m` has one point.
#[test]
fn the_first_plane_is_a_net() {
    let (sobol, m) = (Sobol::new(2), 10);
    let [one, other] = [scrambling(1), scrambling(2)];
    for wide in 0..=m {
        let mut seen = vec![false; 1 << m];
        for block in 0..(1 << m) / LANES {
            let points = sobol.reversed(0, block).into_iter().zip(sobol.reversed(1, block));
            for (x, y) in points {
                let column = one.bits(x).unbounded_shr(64 - wide);
                let row = other.bits(y).unbounded_shr(64 - (m - wide));
                seen[(column << (m - wide) | row) as usize] = true;
            }
        }
        assert!(seen.into_iter().all(|seen| seen), "2^{wide} columns");
    }
}

const SEEDS: u64 = 20_000;

/// Over seeds a scrambled point is uniform: every one of its upper 52 bits, and each pair of
/// neighbouring ones, is as a coin falls. Six standard deviations, of 5 · 51 comparisons.
#[test]
fn a_point_is_uniform_over_seeds() {
    for point in [0_u32, 1, 0x8000_0000, 0x5a5a_1234, u32::MAX] {
        let (mut ones, mut pairs) = ([0_i32; 64], [0_i32; 64]);
        for seed in 0..SEEDS {
            let bits = scrambling(seed).bits(point);
            for place in 12..64 {
                ones[place] += 2 * (bits >> place & 1) as i32 - 1;
                pairs[place] += 2 * ((bits ^ (bits >> 1)) >> place & 1) as i32 - 1;
            }
        }
        let bound = 6.0 * (SEEDS as f64).sqrt();
        assert!(ones[12..].iter().all(|sum| f64::from(*sum).abs() < bound), "{point:x}: {ones:?}");
        assert!(pairs[12..63].iter().all(|sum| f64::from(*sum).abs() < bound), "{point:x}");
    }
}

/// Two points that agree in their first `k` digits, and no more, agree in them when scrambled, never
/// in the next, and in each further one half of the time: the scrambling is nested and uniform.
#[test]
fn scrambling_is_nested() {
    for k in 0..31 {
        let (one, other) =
            (0x6b3c_91f5_u32, 0x6b3c_91f5 ^ (1 << (31 - k)) ^ (0x35 << 20 >> k >> 1));
        let mut agree = [0_i32; 64];
        for seed in 0..SEEDS {
            let scrambling = scrambling(seed);
            let [one, other] = [one, other].map(|x| scrambling.bits(x.reverse_bits()));
            for (digit, agree) in agree.iter_mut().enumerate() {
                *agree += i32::from((one ^ other) << digit >> 63 == 0);
            }
        }
        let shared = (one ^ other).leading_zeros() as usize;
        assert!(agree[..shared].iter().all(|count| *count == SEEDS as i32), "{k}");
        assert_eq!(agree[shared], 0, "{k}");
        let half = (SEEDS / 2) as i32;
        for (digit, count) in agree[..52].iter().enumerate().skip(shared + 1) {
            let off = f64::from(count - half) / (0.25 * SEEDS as f64).sqrt();
            assert!(off.abs() < 6.0, "{k}: digit {digit} {off}");
        }
    }
}

//! Every instruction set of this machine gives the bits of the plain scalar call, and every machine
//! gives the bits written down here.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

use rehedge_kernels::{
    InstructionSet, LANES, Region, Row, cbrt, dispatch, exp, ln, mills, mills_fraction, normal_cdf,
    normal_pdf, normal_quantile, normals, sum, sum_of_squares, uniform,
};

/// A region that maps rows by `$formula`, for the compiler to widen.
macro_rules! region {
    ($name:ident, $formula:expr) => {
        struct $name<'a>(&'a [Row], &'a mut [Row]);
        impl Region for $name<'_> {
            type Output = ();
            #[inline(always)]
            fn run(self) {
                for (x, y) in self.0.iter().zip(self.1) {
                    for lane in 0..LANES {
                        y[lane] = $formula(x[lane]);
                    }
                }
            }
        }
    };
}

/// A test that every set maps arguments of `$range` to the bits of the scalar call, which hash to
/// `$golden`. A new hash is a value-breaking change.
macro_rules! same_bits {
    ($test:ident, $formula:expr, $range:expr, $golden:expr) => {
        #[test]
        fn $test() {
            region!(Map, $formula);
            let x = arguments($range);
            let scalar: Vec<Row> = x.iter().map(|row| Row(row.0.map($formula))).collect();
            for set in InstructionSet::available() {
                let mut y = vec![Row::ZERO; x.len()];
                dispatch(set, Map(&x, &mut y));
                assert_same_bits(&scalar, &y, set);
            }
            assert_eq!(hash(&scalar), $golden, "{:#x}", hash(&scalar));
        }
    };
}

same_bits!(of_exp, exp, -760.0..760.0, 0x00c0_f1a0_4304_9260);
same_bits!(of_ln, ln, -1.0..9.0, 0xe591_eae2_3fa2_d5c0);
same_bits!(of_cbrt, cbrt, -1.0..9.0, 0x4c83_5d13_fb19_89ef);
same_bits!(of_normal_pdf, normal_pdf, -40.0..40.0, 0x4b97_218d_1a27_9a08);
same_bits!(of_normal_cdf, normal_cdf, -40.0..10.0, 0x6032_cf93_08d3_7dea);
same_bits!(of_mills, mills, 0.0..45.0, 0x6bc3_73e8_353a_81b8);
same_bits!(of_mills_numerator, |x| mills_fraction(x)[0], 0.0..45.0, 0x2bc8_5b2a_52b1_b9f8);
same_bits!(of_mills_denominator, |x| mills_fraction(x)[1], 0.0..45.0, 0xeb60_c24f_366a_6ab7);
same_bits!(of_normal_quantile, normal_quantile, -0.1..1.1, 0x6b16_6d35_bc02_67b2);
same_bits!(of_uniform, |x: f64| uniform(x.to_bits()), -1.0..1.0, 0x5ce8_3e27_69f1_d6e7);

struct Normals<'a>(&'a [[u64; LANES]], &'a mut [Row]);
impl Region for Normals<'_> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (bits, out) in self.0.iter().zip(self.1) {
            normals(bits, out);
        }
    }
}

/// In every set, and as `normal_quantile` of `uniform` has them.
#[test]
fn of_normals() {
    let bits: Vec<[u64; LANES]> = (0..1000)
        .map(|row| std::array::from_fn(|lane| random_bits(64 * row + lane as u64)))
        .collect();
    let scalar: Vec<Row> =
        bits.iter().map(|bits| Row(bits.map(|bits| normal_quantile(uniform(bits))))).collect();
    for set in InstructionSet::available() {
        let mut y = vec![Row::ZERO; bits.len()];
        dispatch(set, Normals(&bits, &mut y));
        assert_same_bits(&scalar, &y, set);
    }
    assert_eq!(hash(&scalar), 0x97c2_76b3_b9d3_f99c, "{:#x}", hash(&scalar));
}

struct Sums<'a>(&'a [Row]);
impl Region for Sums<'_> {
    type Output = Vec<[f64; 2]>;
    #[inline(always)]
    fn run(self) -> Self::Output {
        self.0.iter().map(|row| [sum(row), sum_of_squares(row)]).collect()
    }
}

#[test]
fn of_sums() {
    // Magnitudes from 1e-12 to 1e12, so that the order of the additions shows.
    let rows: Vec<Row> = arguments(-27.0..27.0)
        .into_iter()
        .map(|row| Row(row.map(|x| if x.is_finite() && x.abs() < 28.0 { x.sinh() } else { 1.0 })))
        .collect();
    let scalar: Vec<_> = rows.iter().map(|row| [sum(row), sum_of_squares(row)]).collect();
    for set in InstructionSet::available() {
        assert_eq!(dispatch(set, Sums(&rows)), scalar, "{set}");
    }
}

/// The machine's sets start with the one that every machine has and end with the best.
#[test]
fn available_sets() {
    let sets: Vec<_> = InstructionSet::available().collect();
    assert_eq!(sets[0], InstructionSet::Baseline);
    assert_eq!(sets.last(), Some(&InstructionSet::best()));
    assert!(sets.is_sorted());
    // A set that the machine lacks runs as the baseline.
    for set in InstructionSet::ALL {
        assert_eq!(dispatch(set, Sums(&[Row::splat(1.5)])), [[96.0, 144.0]]);
    }
}

/// Rows that cover `range`, then any floats at all: subnormal, infinite, NaN.
fn arguments(range: std::ops::Range<f64>) -> Vec<Row> {
    let width = range.end - range.start;
    let within = |i: u64| range.start + width * uniform(random_bits(i));
    let anything = |i: u64| f64::from_bits(random_bits(i));
    let row = |f: &dyn Fn(u64) -> f64, row: u64| {
        Row(std::array::from_fn(|lane| f(LANES as u64 * row + lane as u64)))
    };
    (0..1000).map(|i| row(&within, i)).chain((1000..2000).map(|i| row(&anything, i))).collect()
}

/// NaN has no bits to compare.
fn assert_same_bits(expected: &[Row], computed: &[Row], set: InstructionSet) {
    let both = expected.iter().flat_map(|row| row.0).zip(computed.iter().flat_map(|row| row.0));
    for (i, (a, b)) in both.enumerate() {
        assert!(a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan(), "{set}, {i}: {a:?} {b:?}");
    }
}

/// FNV-1a of the bits, every NaN alike.
fn hash(rows: &[Row]) -> u64 {
    rows.iter().flat_map(|row| row.0).fold(0xcbf2_9ce4_8422_2325, |hash: u64, x| {
        let bits = if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
        (hash ^ bits).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Number `i` of a full-period counter, mixed (Steele, Lea and Flood 2014, section 4).
fn random_bits(i: u64) -> u64 {
    let x = (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

//! Rows equal their scalar twin, for every payoff and on every instruction set.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

use rehedge_kernels::{InstructionSet, LANES, Region, Row, dispatch, ln};
use rehedge_options::{
    Greeks, Life, Payoff, Position, Rates, Scratch, Spots, Strikes, add_delta, black_scholes,
};

const RATES: Rates = Rates { rate: 0.05, dividend_yield: 0.02 };
const TAUS: [f64; 4] = [1e-6, 0.02, 0.5, 5.0];

/// Payoffs and quantities; a product with a power of two is exact.
const EXACT: [(Payoff, f64); 3] =
    [(Payoff::Call, -1.0), (Payoff::Put, 4.0), (Payoff::Straddle, 0.5)];
const ROUNDED: [(Payoff, f64); 3] =
    [(Payoff::Call, -1.3), (Payoff::Put, 2.7), (Payoff::Straddle, 0.31)];

/// A market and strikes that differ on every path.
struct Paths {
    spot: Row,
    log_spot: Row,
    volatility: Row,
    strikes: Strikes,
    life: Life,
}

impl Paths {
    /// Spots from a hundredth to twenty times the strike: far tails are met, and the money.
    fn new(tau: f64) -> Self {
        let lane = |f: fn(f64) -> f64| Row(std::array::from_fn(|lane| f(lane as f64)));
        let strike = lane(|x| 100.0 + 7.0 * (1.3 * x).sin());
        let mut spot = lane(|x| 100.0 * (0.9 * (0.7 * x).sin()).exp());
        (spot[5], spot[11], spot[17]) = (1.0, 2000.0, strike[17]);
        Self {
            log_spot: Row(spot.map(ln)),
            spot,
            volatility: lane(|x| 0.05 + 0.011 * x),
            strikes: Strikes { log_strike: Row(strike.map(ln)), strike },
            life: Life::new(tau, RATES),
        }
    }

    fn market(&self) -> Spots<'_> {
        Spots { spot: &self.spot, log_spot: &self.log_spot }
    }

    fn position(&self, payoff: Payoff, quantity: f64) -> Position<'_> {
        Position { quantity, payoff, strikes: &self.strikes }
    }

    fn twin(&self, payoff: Payoff, lane: usize) -> [f64; 7] {
        let strike = self.strikes.strike[lane];
        let Greeks { value, delta, gamma, theta, vega, vanna, volga } =
            black_scholes(payoff, self.spot[lane], strike, self.volatility[lane], &self.life);
        [value, delta, gamma, theta, vega, vanna, volga]
    }
}

/// Legs added up: their Greeks, their delta alone, and the Greeks of the last one, set.
struct Add<'a>(&'a Paths, &'a [(Payoff, f64)]);

impl Region for Add<'_> {
    type Output = (Greeks<Row>, Row, Greeks<Row>);
    #[inline(always)]
    fn run(self) -> Self::Output {
        let Self(paths, legs) = self;
        let (market, volatility, life) = (paths.market(), &paths.volatility, &paths.life);
        let (mut greeks, mut delta) = (Greeks::<Row>::default(), Row::ZERO);
        let (mut last, mut scratch) = (unset(), Scratch::default());
        for &(payoff, quantity) in legs {
            let position = paths.position(payoff, quantity);
            greeks.add(position, market, volatility, life, &mut scratch);
            add_delta(&mut delta, position, market, volatility, life, &mut scratch);
            last.set(position, market, volatility, life, &mut scratch);
        }
        (greeks, delta, last)
    }
}

/// What was there before must not show.
fn unset() -> Greeks<Row> {
    let [value, delta, gamma, theta, vega, vanna, volga] = [Row::splat(f64::NAN); 7];
    Greeks { value, delta, gamma, theta, vega, vanna, volga }
}

fn outputs(greeks: &Greeks<Row>, lane: usize) -> [f64; 7] {
    let Greeks { value, delta, gamma, theta, vega, vanna, volga } = greeks;
    [value, delta, gamma, theta, vega, vanna, volga].map(|row| row[lane])
}

/// The twin of a book: the scalar Greeks of each leg, times its quantity, summed in its order.
fn expected(paths: &Paths, legs: &[(Payoff, f64)], lane: usize) -> [f64; 7] {
    legs.iter().fold([0.0; 7], |total, &(payoff, quantity)| {
        let one = paths.twin(payoff, lane);
        std::array::from_fn(|i| total[i] + quantity * one[i])
    })
}

/// Each leg alone, and all of them.
fn books(legs: &[(Payoff, f64)]) -> impl Iterator<Item = &[(Payoff, f64)]> {
    legs.chunks(1).chain([legs])
}

/// Bit for bit where the quantities are powers of two: the formulas are the same code, the lanes'
/// logarithms are the scalar's, and no instruction set rounds otherwise.
#[test]
fn equal_the_scalar_formula() {
    for legs in books(&EXACT) {
        for paths in TAUS.map(Paths::new) {
            for set in InstructionSet::available() {
                let (greeks, delta, last) = dispatch(set, Add(&paths, legs));
                for lane in 0..LANES {
                    let expected_all = expected(&paths, legs, lane);
                    assert!(expected_all.iter().all(|x| x.is_finite()), "{expected_all:?}");
                    assert_eq!(outputs(&greeks, lane), expected_all, "{set} {legs:?} {lane}");
                    assert_eq!(delta[lane], expected_all[1], "{set} {legs:?} {lane}");
                    let expected_last = expected(&paths, &legs[legs.len() - 1..], lane);
                    assert_eq!(outputs(&last, lane), expected_last, "{set} {legs:?} {lane}");
                }
            }
        }
    }
}

/// Another quantity is rounded into the amounts before they are subtracted. So value, delta and
/// theta are off by roundings of the amounts, `S·e^{−qτ} + K·e^{−rτ}`, and the Greeks of a density
/// by roundings of themselves; the same bits on every set.
#[test]
fn equal_the_scalar_formula_in_any_quantity() {
    for leg in books(&ROUNDED).take(3) {
        let [(_, quantity)] = *leg else { panic!("{leg:?}") };
        for (paths, tau) in TAUS.map(Paths::new).iter().zip(TAUS) {
            let baseline = dispatch(InstructionSet::Baseline, Add(paths, leg));
            for lane in 0..LANES {
                let exact = expected(paths, leg, lane);
                let now = paths.spot[lane] * (-RATES.dividend_yield * tau).exp()
                    + paths.strikes.strike[lane] * (-RATES.rate * tau).exp();
                let mut scales = exact.map(f64::abs);
                scales[0] = quantity.abs() * now;
                scales[1] = quantity.abs();
                scales[3] += quantity.abs() * now * (RATES.rate + RATES.dividend_yield);
                for (i, computed) in outputs(&baseline.0, lane).into_iter().enumerate() {
                    let error = (computed - exact[i]).abs();
                    assert!(error <= 8.0 * f64::EPSILON * scales[i], "{leg:?} {tau} {lane}, {i}");
                }
            }
        }
    }
}

#[test]
fn instruction_sets_give_the_same_bits() {
    for legs in books(&ROUNDED) {
        for paths in TAUS.map(Paths::new) {
            let baseline = dispatch(InstructionSet::Baseline, Add(&paths, legs));
            for set in InstructionSet::available() {
                assert!(dispatch(set, Add(&paths, legs)) == baseline, "{set} {legs:?}");
            }
        }
    }
}

/// `add_payoff` adds what the options pay to the value, and nothing to the Greeks.
#[test]
fn payoffs_equal_the_scalar_formula() {
    let paths = Paths::new(0.5);
    let mut greeks = Greeks::<Row>::default();
    for (payoff, quantity) in ROUNDED {
        greeks.add_payoff(paths.position(payoff, quantity), paths.market());
    }
    for lane in 0..LANES {
        let value = ROUNDED.iter().fold(0.0, |total, (payoff, quantity)| {
            total + quantity * payoff.at_expiry(paths.spot[lane], paths.strikes.strike[lane])
        });
        assert_eq!(outputs(&greeks, lane), [value, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], "{lane}");
    }
}

#[test]
fn clear_leaves_zero() {
    let (mut greeks, ..) = dispatch(InstructionSet::best(), Add(&Paths::new(0.5), &EXACT));
    assert_ne!(greeks, Greeks::default());
    greeks.clear();
    assert_eq!(greeks, Greeks::default());
}

//! Rows equal their scalar twin bit for bit, for every payoff and on every instruction set.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

use rehedge_kernels::{InstructionSet, LANES, Region, Row, dispatch, ln};
use rehedge_options::{
    Greeks, Life, Payoff, Position, Rates, Scratch, Spots, Strikes, add_delta, black_scholes,
};

const RATES: Rates = Rates { rate: 0.05, dividend_yield: 0.02 };
const QUANTITIES: [f64; 3] = [-1.0, 2.5, 0.3];

/// A market and a leg whose spot, strike and volatility differ on every path.
struct Paths {
    spot: Row,
    log_spot: Row,
    volatility: Row,
    strikes: Strikes,
    life: Life,
}

impl Paths {
    /// Spots from 1 % to 20 times the strike: no lane is like another, and far tails are met.
    fn new(tau: f64) -> Self {
        let lane = |f: fn(f64) -> f64| Row(std::array::from_fn(|lane| f(lane as f64)));
        let strike = lane(|x| 100.0 + 7.0 * (1.3 * x).sin());
        let mut spot = lane(|x| 100.0 * (0.9 * (0.7 * x).sin()).exp());
        (spot[5], spot[11]) = (1.0, 2000.0);
        spot[17] = strike[17];
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

    fn twin(&self, payoff: Payoff, lane: usize) -> Greeks {
        let strike = self.strikes.strike[lane];
        black_scholes(payoff, self.spot[lane], strike, self.volatility[lane], &self.life)
    }

    fn position(&self, payoff: Payoff, quantity: f64) -> Position<'_> {
        Position { quantity, payoff, strikes: &self.strikes }
    }
}

/// Every payoff in some quantity, added up.
fn book() -> impl Iterator<Item = (Payoff, f64)> {
    Payoff::ALL.into_iter().zip(QUANTITIES)
}

struct Add<'a>(&'a Paths, &'a [(Payoff, f64)]);
impl Region for Add<'_> {
    type Output = (Greeks<Row>, Row);
    #[inline(always)]
    fn run(self) -> Self::Output {
        let Self(paths, legs) = self;
        let (mut greeks, mut delta) = (Greeks::<Row>::default(), Row::ZERO);
        let mut scratch = Scratch::default();
        for &(payoff, quantity) in legs {
            let position = paths.position(payoff, quantity);
            let (market, volatility, life) = (paths.market(), &paths.volatility, &paths.life);
            greeks.add(position, market, volatility, life, &mut scratch);
            add_delta(&mut delta, position, market, volatility, life, &mut scratch);
        }
        (greeks, delta)
    }
}

fn outputs(greeks: &Greeks<Row>, lane: usize) -> [f64; 7] {
    let Greeks { value, delta, gamma, theta, vega, vanna, volga } = greeks;
    [value, delta, gamma, theta, vega, vanna, volga].map(|row| row[lane])
}

fn scaled([total, quantity]: [f64; 2], one: f64) -> f64 {
    total + quantity * one
}

/// The twin of a book: the scalar Greeks of each leg, times its quantity, summed in its order.
fn expected(paths: &Paths, legs: &[(Payoff, f64)], lane: usize) -> [f64; 7] {
    legs.iter().fold([0.0; 7], |total, &(payoff, quantity)| {
        let Greeks { value, delta, gamma, theta, vega, vanna, volga } = paths.twin(payoff, lane);
        let one = [value, delta, gamma, theta, vega, vanna, volga];
        std::array::from_fn(|i| scaled([total[i], quantity], one[i]))
    })
}

/// One leg of each payoff, and all of them together. Bit for bit: the formulas are the same code,
/// the lanes' logarithms are the scalar's, and no set rounds otherwise.
#[test]
fn greeks_and_delta_equal_the_scalar_formula() {
    let all: Vec<_> = book().collect();
    let books = book().map(|leg| vec![leg]).chain([all]);
    for legs in books {
        for tau in [1e-6, 0.02, 0.5, 5.0] {
            let paths = Paths::new(tau);
            for set in InstructionSet::available() {
                let (greeks, delta) = dispatch(set, Add(&paths, &legs));
                for lane in 0..LANES {
                    let expected = expected(&paths, &legs, lane);
                    assert!(expected.iter().all(|x| x.is_finite()), "{expected:?}");
                    assert_eq!(outputs(&greeks, lane), expected, "{set} {legs:?} {tau} {lane}");
                    assert_eq!(delta[lane], expected[1], "{set} {legs:?} {tau} {lane}");
                }
            }
        }
    }
}

/// `add_payoff` adds what the options pay to the value, and nothing to the Greeks.
#[test]
fn payoffs_equal_the_scalar_formula() {
    let paths = Paths::new(0.5);
    let mut greeks = Greeks::<Row>::default();
    for (payoff, quantity) in book() {
        greeks.add_payoff(paths.position(payoff, quantity), paths.market());
    }
    for lane in 0..LANES {
        let value = book().fold(0.0, |total, (payoff, quantity)| {
            let paid = payoff.at_expiry(paths.spot[lane], paths.strikes.strike[lane]);
            scaled([total, quantity], paid)
        });
        assert_eq!(outputs(&greeks, lane), [value, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], "{lane}");
    }
}

#[test]
fn clear_leaves_zero() {
    let (mut greeks, _) =
        dispatch(InstructionSet::best(), Add(&Paths::new(0.5), &[(Payoff::Call, 1.0)]));
    assert_ne!(greeks, Greeks::default());
    greeks.clear();
    assert_eq!(greeks, Greeks::default());
}

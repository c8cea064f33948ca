//! Values and Greeks of contracts on the paths of a row.

use crate::asian::{Moments, Spread};
use crate::black_scholes::add_value;
use crate::formulas::{self, Formula, Paths};
use crate::inputs::Lane;
use crate::number::{Jet, Number, Slope};
use crate::{
    ContractLife, Greeks, Life, PathState, Payoff, Position, Scratch, Spots, Struck, add_delta,
};
use rehedge_kernels::{InstructionSet, LANES, Region, Row, dispatch};

/// A position in one contract on the paths of a row.
#[derive(Clone, Copy, Debug)]
pub struct Holding<'a> {
    /// Number of contracts.
    pub quantity: f64,
    /// The contract.
    pub struck: &'a Struck<Row>,
    /// What is left of its life.
    pub life: &'a ContractLife,
    /// What has happened to it.
    pub state: &'a PathState<Row>,
}

impl Holding<'_> {
    /// Adds the value of the position; at expiry, what it pays.
    pub fn add_value(
        self,
        set: InstructionSet,
        market: Spots<'_>,
        volatility: &Row,
        sum: &mut Row,
    ) {
        dispatch(set, Valuing { holding: self, market, volatility, to: &mut Values(sum) });
    }

    /// Adds the delta of the position; nothing at expiry.
    pub fn add_delta(
        self,
        set: InstructionSet,
        market: Spots<'_>,
        volatility: &Row,
        sum: &mut Row,
    ) {
        dispatch(set, Valuing { holding: self, market, volatility, to: &mut Deltas(sum) });
    }

    /// Adds value and Greeks of the position; at expiry, what it pays and no Greeks.
    pub fn add_greeks(
        self,
        set: InstructionSet,
        market: Spots<'_>,
        volatility: &Row,
        sum: &mut Greeks<Row>,
    ) {
        dispatch(set, Valuing { holding: self, market, volatility, to: sum });
    }
}

/// Where results are added up.
trait Total {
    /// What a formula is evaluated in.
    type Number: Number;
    /// What is wanted of it on the paths of a row.
    type Rows: Default;
    /// Whether that is derivatives to volatility and time too.
    const ALL_GREEKS: bool;

    fn put(rows: &mut Self::Rows, lane: usize, result: Self::Number);

    fn add(&mut self, quantity: f64, rows: &Self::Rows);

    fn add_vanilla(
        &mut self,
        position: Position<'_>,
        market: Spots<'_>,
        volatility: &Row,
        life: &Life,
    );
}

#[inline(always)]
fn add(sum: &mut Row, quantity: f64, row: &Row) {
    for lane in 0..LANES {
        sum[lane] += quantity * row[lane];
    }
}

struct Values<'a>(&'a mut Row);

impl Total for Values<'_> {
    type Number = f64;
    type Rows = Row;
    const ALL_GREEKS: bool = false;

    #[inline(always)]
    fn put(values: &mut Row, lane: usize, value: f64) {
        values[lane] = value;
    }

    #[inline(always)]
    fn add(&mut self, quantity: f64, values: &Row) {
        add(self.0, quantity, values);
    }

    #[inline(always)]
    fn add_vanilla(&mut self, position: Position<'_>, market: Spots<'_>, v: &Row, life: &Life) {
        add_value(self.0, position, market, v, life, &mut Scratch::default());
    }
}

struct Deltas<'a>(&'a mut Row);

impl Total for Deltas<'_> {
    type Number = Slope;
    type Rows = Row;
    const ALL_GREEKS: bool = false;

    #[inline(always)]
    fn put(deltas: &mut Row, lane: usize, result: Slope) {
        deltas[lane] = result.slope;
    }

    #[inline(always)]
    fn add(&mut self, quantity: f64, deltas: &Row) {
        add(self.0, quantity, deltas);
    }

    #[inline(always)]
    fn add_vanilla(&mut self, position: Position<'_>, market: Spots<'_>, v: &Row, life: &Life) {
        add_delta(self.0, position, market, v, life, &mut Scratch::default());
    }
}

impl Total for Greeks<Row> {
    type Number = Jet;
    type Rows = Greeks<Row>;
    const ALL_GREEKS: bool = true;

    #[inline(always)]
    fn put(rows: &mut Self, lane: usize, result: Jet) {
        let Greeks { value, delta, gamma, theta, vega, vanna, volga } = result.greeks();
        rows.value[lane] = value;
        rows.delta[lane] = delta;
        rows.gamma[lane] = gamma;
        rows.theta[lane] = theta;
        rows.vega[lane] = vega;
        rows.vanna[lane] = vanna;
        rows.volga[lane] = volga;
    }

    #[inline(always)]
    fn add(&mut self, quantity: f64, rows: &Self) {
        add(&mut self.value, quantity, &rows.value);
        add(&mut self.delta, quantity, &rows.delta);
        add(&mut self.gamma, quantity, &rows.gamma);
        add(&mut self.theta, quantity, &rows.theta);
        add(&mut self.vega, quantity, &rows.vega);
        add(&mut self.vanna, quantity, &rows.vanna);
        add(&mut self.volga, quantity, &rows.volga);
    }

    #[inline(always)]
    fn add_vanilla(&mut self, position: Position<'_>, market: Spots<'_>, v: &Row, life: &Life) {
        self.add(position, market, v, life, &mut Scratch::default());
    }
}

struct Valuing<'a, T> {
    holding: Holding<'a>,
    market: Spots<'a>,
    volatility: &'a Row,
    to: &'a mut T,
}

impl<T: Total> Region for Valuing<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { holding, market, volatility, to } = self;
        let mut lanes = Lanes { holding, market, volatility, to, spread: Spreads::default() };
        formulas::value(&holding.struck.contract, holding.life, &mut lanes);
    }
}

/// The paths of a row.
struct Lanes<'a, T> {
    holding: Holding<'a>,
    market: Spots<'a>,
    volatility: &'a Row,
    to: &'a mut T,
    spread: Spreads,
}

#[derive(Default)]
struct Spreads {
    value: Row,
    first: Row,
    second: Row,
    in_time: Row,
}

impl<T: Total> Paths for Lanes<'_, T> {
    type Number = T::Number;

    #[inline(always)]
    fn each(&mut self, formula: impl Formula<T::Number>) {
        let Holding { quantity, struck, state, .. } = self.holding;
        let Spots { spot, log_spot } = self.market;
        let (volatility, spread) = (self.volatility, &self.spread);
        // Beside the inputs for sure, so that lanes can be taken several at a time.
        let mut results = T::Rows::default();
        for i in 0..LANES {
            let lane = Lane {
                spot: T::Number::spot(spot[i]),
                log_spot: T::Number::log_spot(log_spot[i], spot[i]),
                volatility: T::Number::volatility(volatility[i]),
                strike: struck.strikes.strike[i],
                log_strike: struck.strikes.log_strike[i],
                level: struck.levels.strike[i],
                log_level: struck.levels.log_strike[i],
                touched: state.touched[i],
                accrued: state.accrued[i],
                spread: spread.at(i),
            };
            T::put(&mut results, i, formula.at(&lane));
        }
        self.to.add(quantity, &results);
    }

    #[inline(always)]
    fn vanilla(&mut self, payoff: Payoff, life: &Life) {
        let Holding { quantity, struck, .. } = self.holding;
        let position = Position { quantity, payoff, strikes: &struck.strikes };
        self.to.add_vanilla(position, self.market, self.volatility, life);
    }

    #[inline(always)]
    fn spread(&mut self, moments: &Moments) {
        let Spreads { value, first, second, in_time } = &mut self.spread;
        let volatility = &self.volatility.0;
        moments.spread(volatility, &mut value.0);
        if T::ALL_GREEKS {
            moments.spread_slopes(volatility, [&mut first.0, &mut second.0, &mut in_time.0]);
        }
    }
}

impl Spreads {
    #[inline(always)]
    fn at(&self, i: usize) -> Spread {
        Spread {
            value: self.value[i],
            slopes: [self.first[i], self.second[i]],
            per_year: self.in_time[i],
        }
    }
}

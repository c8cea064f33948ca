//! Grids, arrivals, shocks and simulations: every refusal, from a valid one with one thing broken.
// Exact equality is what is promised where it is asserted.
#![allow(clippy::float_cmp)]

use rehedge_market::{
    Arrivals, ArrivalsError, Grid, GridError, ImpliedModel, Model, Sampling, SamplingError,
    ShocksError, Simulation, SimulationError, VolatilityShocks,
};

/// NaN is not equal to itself, so refusals are compared as they are shown.
fn assert_refused<T, E: ToString>(made: Result<T, E>, expected: &E) {
    let refused = made.err().map(|error| error.to_string());
    assert_eq!(refused.as_deref(), Some(&*expected.to_string()));
}

#[test]
fn grids() {
    assert_refused(Grid::new(0, 4, 252.0), &GridError::NoSteps);
    assert_refused(Grid::new(63, 0, 252.0), &GridError::NoStepsPerDay);
    for days in [0.0, -1.0, f64::INFINITY, f64::NAN] {
        assert_refused(Grid::new(63, 4, days), &GridError::TradingDays(days));
    }
}

/// A step of a quarter of a trading day.
#[test]
fn times() {
    let grid = Grid::new(252, 4, 252.0).unwrap();
    assert_eq!((grid.steps(), grid.steps_per_day()), (252, 4));
    assert_eq!(grid.trading_days_per_year(), 252.0);
    assert_eq!(grid.dt(), 1.0 / 1008.0);
    assert_eq!([grid.time(0), grid.time(252), grid.time(1008)], [0.0, 0.25, 1.0]);
    for step in [0, 1, 63, 252] {
        assert_eq!(grid.step_at(grid.time(step)), step);
        assert_eq!(grid.step_at(grid.time(step) + 0.4 / 1008.0), step);
        assert_eq!(grid.step_at(grid.time(step) + 0.6 / 1008.0), step + 1);
    }
}

#[test]
fn arrivals() {
    let kept = Arrivals::new(2.0, -0.1, 0.3).unwrap();
    assert_eq!(kept.per_year(), 2.0);
    // E[e^{2J}] − 1 by hand: exp(−0.2 + 2·0.09) − 1.
    assert!((kept.exponential_moment_less_one(2.0) - ((-0.02_f64).exp() - 1.0)).abs() < 1e-15);
    for bad in [-1.0, f64::INFINITY, f64::NAN] {
        assert_refused(Arrivals::new(bad, -0.1, 0.3), &ArrivalsError::PerYear(bad));
        assert_refused(Arrivals::new(2.0, -0.1, bad), &ArrivalsError::StandardDeviation(bad));
    }
    for bad in [f64::NEG_INFINITY, f64::NAN] {
        assert_refused(Arrivals::new(2.0, bad, 0.3), &ArrivalsError::Mean(bad));
    }
}

#[test]
fn volatility_shocks() {
    let arrivals = Arrivals::new(2.0, 0.3, 0.1).unwrap();
    assert!(VolatilityShocks::new(arrivals, 0.1).is_ok());
    for bad in [0.0, -0.1, f64::INFINITY, f64::NAN] {
        assert_refused(VolatilityShocks::new(arrivals, bad), &ShocksError::HalfLife(bad));
    }
}

fn model() -> Model {
    Model {
        spot: 80.0,
        drift: -0.03,
        volatility: 0.2,
        jumps: None,
        shocks: None,
        implied: ImpliedModel::Constant(0.22),
    }
}

fn simulation(model: Model) -> Result<Simulation, SimulationError> {
    Simulation::new(model, Grid::new(63, 1, 252.0).unwrap(), 100, 7, vec![21, 63])
}

#[test]
fn simulations() {
    assert!(simulation(model()).is_ok());
    for bad in [0.0, -1.0, f64::INFINITY, f64::NAN] {
        let refused = |model, expected| assert_refused(simulation(model), &expected);
        refused(Model { spot: bad, ..model() }, SimulationError::Spot(bad));
        refused(Model { volatility: bad, ..model() }, SimulationError::Volatility(bad));
        for implied in [ImpliedModel::Constant(bad), ImpliedModel::Tracks { ratio: bad }] {
            refused(Model { implied, ..model() }, SimulationError::Implied(bad));
        }
    }
    for bad in [f64::NEG_INFINITY, f64::NAN] {
        let refused = simulation(Model { drift: bad, ..model() });
        assert_refused(refused, &SimulationError::Drift(bad));
    }
}

#[test]
fn no_paths() {
    let grid = Grid::new(63, 1, 252.0).unwrap();
    let refused = Simulation::new(model(), grid, 0, 7, vec![63]);
    assert_refused(refused, &SimulationError::NoPaths);
}

/// Pairs and replicates must be whole, and every step takes a dimension.
#[test]
fn samplings() {
    let drawn = |steps, paths, sampling| {
        let grid = Grid::new(steps, 1, 252.0).unwrap();
        Simulation::new(model(), grid, paths, 7, vec![]).unwrap().with_sampling(sampling)
    };
    assert!(drawn(2000, 100, Sampling::Pseudo).is_ok());
    assert!(drawn(2000, 128, Sampling::Antithetic).is_ok());
    assert!(drawn(1111, 1024, Sampling::Sobol).is_ok());
    let paths = |paths, sampling| SamplingError::Paths(paths, sampling).into();
    let refused = drawn(63, 100, Sampling::Antithetic);
    assert_refused::<_, SimulationError>(refused, &paths(100, Sampling::Antithetic));
    let refused = drawn(63, 10_000, Sampling::Sobol);
    assert_refused::<_, SimulationError>(refused, &paths(10_000, Sampling::Sobol));
    let refused = drawn(1112, 1024, Sampling::Sobol);
    assert_refused(refused, &SamplingError::Steps { steps: 1112 }.into());
}

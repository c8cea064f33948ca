//! A fair premium earns nothing on average, however it is hedged: under `drift = rate −
//! dividend_yield`, with cash at the rate and no costs, P&L is a sum of martingale differences.

use crate::experiment::{Estimate, Experiment, hedge, mean};
use rehedge_engine::{BandTarget, Carry, Hedge, HedgeVolatility, Rule, SpotMove};
use rehedge_kernels::InstructionSet;
use rehedge_market::{
    Arrivals, Grid, ImpliedModel, Model, PathSource, Simulation, VolatilityShocks,
};
use rehedge_options::{Contract, JumpRisk, Leg, Payoff, Rates, Strike, merton_value};

const RATES: Rates = Rates { rate: 0.055, dividend_yield: 0.02 };
const SPOT: f64 = 140.0;
const STEPS: usize = 40;
const PATHS: usize = 65_536;
/// One more than the usual three: there are 60 comparisons, each to fail once in 15 000.
const ERRORS: f64 = 4.0;

const JUMPS: JumpRisk = JumpRisk { per_year: 3.0, mean_log: -0.05, sd_log: 0.08 };
const NO_JUMPS: JumpRisk = JumpRisk { per_year: 0.0, ..JUMPS };

fn grid() -> Grid {
    Grid::new(STEPS, 1, 130.0).unwrap()
}

/// A call and a put of two expiries, both sold; premiums are filled in.
fn legs() -> Vec<Leg> {
    let leg = |payoff, strike, steps, quantity| Leg {
        contract: Contract::Vanilla { payoff, strike: Strike::Fixed(strike) },
        maturity: grid().time(steps),
        quantity,
        premium: None,
        volatility_offset: 0.0,
    };
    vec![leg(Payoff::Call, 143.0, STEPS, -1.0), leg(Payoff::Put, 133.0, 24, -0.6)]
}

fn hedges() -> Vec<Hedge> {
    let every = |steps| Rule::Every { steps };
    let rules = [
        every(1),
        every(3),
        every(7),
        Rule::Never,
        Rule::NoHedge,
        Rule::DeltaBand { half_width: 0.05, to: BandTarget::Edge },
        Rule::SpotMove(SpotMove::DailyDeviations(1.5)),
        Rule::StopLoss,
    ];
    let volatilities =
        [HedgeVolatility::Implied, HedgeVolatility::Path, HedgeVolatility::Given(0.31)];
    rules.iter().flat_map(|rule| volatilities.map(|at| hedge(rule.clone(), at))).collect()
}

fn model(jumps: bool, shocks: bool, implied: ImpliedModel) -> Model {
    let jumps = jumps.then(|| Arrivals::new(JUMPS.per_year, JUMPS.mean_log, JUMPS.sd_log).unwrap());
    let shocks = shocks
        .then(|| VolatilityShocks::new(Arrivals::new(8.0, 0.35, 0.15).unwrap(), 0.04).unwrap());
    let drift = RATES.rate - RATES.dividend_yield;
    Model { spot: SPOT, drift, volatility: 0.2, jumps, shocks, implied }
}

/// Fair value of a leg where the diffusion has a known root-mean-square volatility.
fn fair(leg: &Leg, volatility: f64, jumps: &JumpRisk) -> f64 {
    let (payoff, strike) = leg.contract.vanilla().unwrap();
    let strike = strike.in_currency(SPOT);
    merton_value((payoff, leg.maturity), [SPOT, strike], volatility, jumps, RATES)
}

/// The book with fair premiums, whose sum has an error of its own.
struct Priced {
    legs: Vec<Leg>,
    se: f64,
}

/// Closed form: Black–Scholes, or Merton where the spot jumps.
fn priced(jumps: &JumpRisk) -> Priced {
    let price = |leg: Leg| Leg { premium: Some(fair(&leg, 0.2, jumps)), ..leg };
    Priced { legs: legs().into_iter().map(price).collect(), se: 0.0 }
}

/// Given the path of volatility, shocks being independent of the diffusion, the price is the closed
/// form at the root-mean-square volatility (Hull and White 1987, eq. 8): averaged over paths of
/// another seed.
fn priced_by_mixing(model: &Model, jumps: &JumpRisk) -> Priced {
    let market = Simulation::new(model.clone(), grid(), PATHS, 99, vec![24, STEPS]).unwrap();
    let mut paths = market.allocate();
    let mut legs = legs();
    let mut values = vec![Vec::new(); legs.len()];
    for block in 0..market.blocks() {
        market.fill(block, InstructionSet::best(), &mut paths);
        for lane in 0..paths.valid {
            for (leg, values) in legs.iter().zip(&mut values) {
                let steps = grid().step_at(leg.maturity);
                let variance =
                    |step| paths.volatility.at(step)[lane] * paths.volatility.at(step)[lane];
                let average = (0..steps).map(variance).sum::<f64>() / steps as f64;
                values.push(fair(leg, average.sqrt(), jumps));
            }
        }
    }
    let books: Vec<f64> = (0..PATHS)
        .map(|path| legs.iter().zip(&values).map(|(leg, v)| leg.quantity * v[path]).sum())
        .collect();
    for (leg, values) in legs.iter_mut().zip(&values) {
        leg.premium = Some(mean(values).value);
    }
    Priced { legs, se: mean(&books).se }
}

/// Every hedge of the book has zero mean P&L within the errors of the sample and of the premium.
fn earns_nothing(model: Model, priced: Priced) {
    let name = format!("{model:?}");
    let hedges = hedges();
    let results = Experiment {
        model,
        grid: grid(),
        paths: PATHS,
        legs: priced.legs,
        carry: Carry { pricing: RATES, financing_rate: RATES.rate },
        hedges: hedges.clone(),
    }
    .run();
    let at_horizon = priced.se * (RATES.rate * grid().time(STEPS)).exp();
    for (hedge, pnl) in hedges.iter().zip(&results.pnl) {
        let Estimate { value, se } = mean(pnl);
        let profit = Estimate { value, se: se.hypot(at_horizon) };
        assert!(profit.agrees(0.0, ERRORS, 0.0), "{name}; {}: {profit:?}", hedge.name);
    }
}

#[test]
fn diffusion_earns_nothing() {
    earns_nothing(model(false, false, ImpliedModel::Constant(0.24)), priced(&NO_JUMPS));
}

#[test]
fn jumps_earn_nothing() {
    earns_nothing(model(true, false, ImpliedModel::Constant(0.24)), priced(&JUMPS));
}

#[test]
fn shocks_earn_nothing() {
    let model = model(false, true, ImpliedModel::Tracks { ratio: 1.1 });
    let priced = priced_by_mixing(&model, &NO_JUMPS);
    earns_nothing(model, priced);
}

#[test]
fn jumps_and_shocks_earn_nothing() {
    let model = model(true, true, ImpliedModel::Tracks { ratio: 1.1 });
    let priced = priced_by_mixing(&model, &JUMPS);
    earns_nothing(model, priced);
}

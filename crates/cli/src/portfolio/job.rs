//! [`Job`]: a plan in the terms of scenarios.

use crate::config::portfolio::{
    Instrument, InstrumentKind, Limit, Matched, PlannedBook, PortfolioPlan, Problem, Way, Weights,
};
use crate::config::{Problems, SimulatedMarket};
use crate::simulated;
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::{Grid, PathSource as _, Sampling, Simulation};
use rehedge_options::{Greeks, Rates};
use rehedge_portfolio::scenarios::{
    self, Asset, Horizon, HorizonVolatility, MovedVolatility, Position, Valuer,
};
use rehedge_portfolio::{
    Column, Costs, CostsError, HedgeProblem, Limits, LimitsError, LinearLimit, ScenarioError,
};
use rehedge_report::Dependence;

/// A plan with its assets, its paths and what values them.
pub struct Job {
    pub plan: PortfolioPlan,
    instruments: Vec<Asset>,
    books: Vec<Vec<Position>>,
    /// Paths in sample, then out of sample from a block of their own on.
    pub source: Simulation,
    /// Values them at the volatility of the plan.
    pub valuer: Valuer,
}

/// Which scenarios of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first block of paths.
    pub block: usize,
    /// Number of scenarios.
    pub count: usize,
}

impl Job {
    /// Sets up a plan.
    pub fn new(plan: PortfolioPlan) -> Result<Self, Problems> {
        let instruments: Vec<_> = plan.instruments.iter().map(asset).collect();
        let books: Vec<Vec<_>> = plan.books.iter().map(positions).collect();
        let source = source(
            &plan,
            &plan.market,
            plan.grid,
            &expiries(&plan.grid, &instruments, &books),
            plan.run.out_of_sample,
        )?;
        let valuer =
            valuer(&plan, plan.grid, plan.volatility_uncertainty, &source, &instruments, &books);
        Ok(Self { plan, instruments, books, source, valuer })
    }

    /// The scenarios that hedges are optimised on.
    pub fn in_sample(&self) -> Range {
        Range { block: 0, count: self.plan.run.in_sample }
    }

    /// The scenarios that they are judged on.
    pub fn out_of_sample(&self) -> Range {
        let block = self.plan.run.in_sample.div_ceil(LANES);
        Range { block, count: self.plan.run.out_of_sample }
    }

    /// The same paths, in number, of another market.
    pub fn other_market(&self, market: &SimulatedMarket) -> Result<Simulation, Problems> {
        let grid = self.plan.grid;
        source(
            &self.plan,
            market,
            grid,
            &expiries(&grid, &self.instruments, &self.books),
            self.plan.run.out_of_sample,
        )
    }

    /// Paths for the ledger, out of sample, with the implied volatilities that it asks for: they go to
    /// where the scenarios have them.
    pub fn ledger_source(
        &self,
        expiries: &[usize],
    ) -> Result<MovedVolatility<Simulation>, Problems> {
        let paths = self.plan.dynamic.as_ref().map_or(0, |dynamic| dynamic.paths);
        let source = source(&self.plan, &self.plan.market, self.plan.grid, expiries, paths)?;
        let volatility = self.volatility(self.plan.volatility_uncertainty, 0.0);
        Ok(MovedVolatility { source, volatility })
    }

    /// Paths to another horizon, and what values them there at a standard deviation of volatility.
    pub fn other_horizon(
        &self,
        steps: usize,
        uncertainty: f64,
    ) -> Result<(Simulation, Valuer), Problems> {
        let (per_day, per_year) =
            (self.plan.grid.steps_per_day(), self.plan.grid.trading_days_per_year());
        let grid = Grid::new(steps, per_day, per_year)
            .map_err(|error| refuse(&self.plan, "horizons", error.to_string()))?;
        let source = source(
            &self.plan,
            &self.plan.market,
            grid,
            &expiries(&grid, &self.instruments, &[]),
            0,
        )?;
        let valuer =
            valuer(&self.plan, grid, uncertainty, &source, &self.instruments, &[Vec::new()]);
        Ok((source, valuer))
    }

    /// How volatility at the horizon is drawn.
    pub fn volatility(&self, sd: f64, shift: f64) -> HorizonVolatility {
        HorizonVolatility { shift, sd, seed: self.plan.run.seed }
    }

    /// Which scenarios know of each other.
    pub fn dependence(&self) -> Dependence {
        match self.plan.run.sampling {
            Sampling::Pseudo => Dependence::Independent,
            Sampling::Antithetic => Dependence::Pairs { apart: LANES / 2 },
            Sampling::Sobol => Dependence::Replicates { count: Sampling::REPLICATES, run: LANES },
        }
    }

    /// Prices and Greeks of the instruments at entry.
    pub fn entry(&self) -> Vec<Greeks> {
        self.valuer.instruments()
    }

    /// Half the bid-ask spread of every instrument at entry, in currency.
    pub fn half_spreads(&self) -> Vec<f64> {
        let spread = |(instrument, entry): (&Instrument, Greeks)| {
            instrument.half_spread.in_currency(entry.value, entry.vega)
        };
        self.plan.instruments.iter().zip(self.entry()).map(spread).collect()
    }

    /// What a unit of every instrument counts as cost.
    pub fn costs(&self) -> Result<Costs, CostsError> {
        let entry = self.entry();
        Costs::symmetric(match self.plan.problem.weights {
            Weights::Unit => vec![1.0; entry.len()],
            Weights::Value => entry.iter().map(|greeks| greeks.value).collect(),
            Weights::BidAsk => self.half_spreads(),
        })
    }

    /// Bounds on the positions that hedge a book.
    pub fn limits(&self, book: usize, problem: &HedgeProblem) -> Result<Limits, LimitsError> {
        let Problem { limit, initial_cost_at_least, initial_cost_at_most, matched, .. } =
            self.plan.problem;
        let values: Vec<_> = self.entry().iter().map(|greeks| greeks.value).collect();
        let expected = || {
            let nothing = vec![0.0; values.len()];
            let financed = match matched {
                Matched::Value => 0.0,
                Matched::Change => self.valuer.book(book).value * self.growth(),
            };
            (problem.mean(&nothing) + financed).abs()
        };
        let most: Vec<f64> = match limit {
            Limit::None => vec![f64::INFINITY; values.len()],
            Limit::Units(units) => vec![units; values.len()],
            Limit::Currency(amount) => values.iter().map(|value| amount / value).collect(),
            Limit::BookValue { multiple } => {
                let amount = multiple * expected();
                values.iter().map(|value| amount / value).collect()
            }
        };
        let limits = Limits::symmetric(most)?;
        if initial_cost_at_least.is_none() && initial_cost_at_most.is_none() {
            return Ok(limits);
        }
        limits.with_linear(LinearLimit {
            coefficients: values,
            lower: initial_cost_at_least.unwrap_or(f64::NEG_INFINITY),
            upper: initial_cost_at_most.unwrap_or(f64::INFINITY),
        })
    }

    /// What is wrong with scenarios, with the name of the instrument or the book.
    pub fn name_column(&self, error: &ScenarioError) -> String {
        let name = match error {
            ScenarioError::NotFinite(Column::Instrument(index)) => {
                &self.plan.instruments[*index].name
            }
            ScenarioError::NotFinite(Column::Target(index)) => &self.plan.books[*index].name,
            _ => return error.to_string(),
        };
        format!("{name:?}: {error}")
    }

    /// What 1 at entry is at the horizon.
    fn growth(&self) -> f64 {
        let horizon = self.plan.grid.time(self.plan.grid.steps());
        rehedge_kernels::exp(self.plan.rates.financing_rate * horizon)
    }
}

fn asset(instrument: &Instrument) -> Asset {
    match instrument.kind {
        InstrumentKind::Underlying => Asset::Underlying,
        InstrumentKind::Cash => Asset::Cash,
        InstrumentKind::Option { payoff, strike, maturity, quote } => Asset::Option {
            contract: rehedge_options::Contract::Vanilla {
                payoff,
                strike: rehedge_options::Strike::Fixed(strike),
            },
            maturity,
            volatility: quote.map(|quote| quote.implied_volatility),
        },
    }
}

fn positions(book: &PlannedBook) -> Vec<Position> {
    let position = |held: &crate::config::portfolio::Position| Position {
        asset: Asset::Option {
            contract: held.contract,
            maturity: held.maturity,
            volatility: held.implied_volatility,
        },
        quantity: held.quantity,
    };
    book.positions.iter().map(position).collect()
}

fn expiries(grid: &Grid, instruments: &[Asset], books: &[Vec<Position>]) -> Vec<usize> {
    let held = books.iter().flatten().map(|position| &position.asset);
    Asset::expiries(grid, instruments.iter().chain(held))
}

fn refuse(plan: &PortfolioPlan, key: &str, error: String) -> Problems {
    let mut problems = Problems::default();
    problems.push(plan.places.problem(key, error));
    problems
}

/// Paths in sample and out of sample.
fn source(
    plan: &PortfolioPlan,
    market: &SimulatedMarket,
    grid: Grid,
    expiries: &[usize],
    out_of_sample: usize,
) -> Result<Simulation, Problems> {
    let model = simulated::model(market, |key, error| refuse(plan, key, error))?;
    let run = plan.run;
    let paths = run.in_sample.next_multiple_of(LANES) + out_of_sample;
    Simulation::new(model, grid, paths, run.seed, expiries.to_vec())
        .and_then(|simulation| simulation.with_sampling(run.sampling))
        .map_err(|error| refuse(plan, "market", error.to_string()))
}

fn valuer(
    plan: &PortfolioPlan,
    grid: Grid,
    uncertainty: f64,
    source: &Simulation,
    instruments: &[Asset],
    books: &[Vec<Position>],
) -> Valuer {
    let horizon = Horizon {
        grid,
        rates: Rates { rate: plan.rates.rate, dividend_yield: plan.rates.dividend_yield },
        financing_rate: plan.rates.financing_rate,
        matched: match plan.problem.matched {
            Matched::Change => scenarios::Matched::Change,
            Matched::Value => scenarios::Matched::Value,
        },
        way: match plan.problem.way {
            Way::Path => scenarios::Way::Path,
            Way::Straight => scenarios::Way::Straight,
        },
        volatility: HorizonVolatility { shift: 0.0, sd: uncertainty, seed: plan.run.seed },
    };
    let mut paths = source.allocate();
    source.fill(0, InstructionSet::best(), &mut paths);
    Valuer::new(horizon, instruments, books, &paths)
}

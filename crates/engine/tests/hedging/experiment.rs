//! Monte Carlo experiments, and what their samples say with which certainty.

use rehedge_engine::{
    Carry, Component, Costs, Desk, Hedge, HedgeVolatility, Output, PnlBlock, Profile, Rule, Tally,
    Target, TradeSize, Workspace,
};
use rehedge_kernels::InstructionSet;
use rehedge_market::{Grid, ImpliedModel, Model, PathSource, Simulation};
use rehedge_options::{Book, Contract, Leg, Payoff, Strike};

/// A simulated market, one option and the ways to hedge it.
pub struct Experiment {
    pub model: Model,
    pub grid: Grid,
    pub paths: usize,
    pub legs: Vec<Leg>,
    pub carry: Carry,
    pub hedges: Vec<Hedge>,
}

/// P&L of every path under every hedge, and the profile over time.
pub struct Results {
    pub pnl: Vec<Vec<f64>>,
    /// Number of trades of every path.
    pub trades: Vec<Vec<f64>>,
    components: Vec<[Vec<f64>; Component::COUNT]>,
    pub profile: Profile,
}

impl Experiment {
    pub fn run(self) -> Results {
        let book = Book::new(self.legs).unwrap();
        let expiries = Desk::expiries(&self.grid, &book);
        let market = Simulation::new(self.model, self.grid, self.paths, 11, expiries).unwrap();
        let desk = Desk::new(self.grid, &book, self.carry, self.hedges).unwrap();
        let count = desk.hedges().len();
        let mut results = Results {
            pnl: vec![Vec::new(); count],
            trades: vec![Vec::new(); count],
            components: vec![Default::default(); count],
            profile: Profile::default(),
        };
        let mut tally = Tally::new(self.grid.steps(), count);
        let (mut paths, mut workspace) = (market.allocate(), Workspace::new(&desk));
        let (mut pnl, set) = (PnlBlock::default(), InstructionSet::best());
        for block in 0..market.blocks() {
            market.fill(block, set, &mut paths);
            let output = Output { pnl: &mut pnl, tally: &mut tally, recorder: None };
            desk.hedge(set, block, &paths, &mut workspace, output);
            for (hedge, outcome) in pnl.hedges.iter().enumerate() {
                results.pnl[hedge].extend(&outcome.pnl[..pnl.valid]);
                results.trades[hedge].extend(&outcome.trades[..pnl.valid]);
                for component in Component::ALL {
                    let row = &outcome.component(component)[..pnl.valid];
                    results.components[hedge][component as usize].extend(row);
                }
            }
        }
        results.profile = tally.profile();
        results
    }
}

impl Results {
    /// A component of every path.
    pub fn component(&self, hedge: usize, component: Component) -> &[f64] {
        &self.components[hedge][component as usize]
    }
}

/// A geometric Brownian motion from 100, marked at one implied volatility.
pub fn diffusion(drift: f64, volatility: f64, implied: f64) -> Model {
    let implied = ImpliedModel::Constant(implied);
    Model { spot: 100.0, drift, volatility, jumps: None, shocks: None, implied }
}

/// A call on one path, entered at its mark.
pub fn call(strike: f64, maturity: f64, quantity: f64) -> Leg {
    let strike = Strike::Fixed(strike);
    let contract = Contract::Vanilla { payoff: Payoff::Call, strike };
    Leg { contract, maturity, quantity, premium: None, volatility_offset: 0.0 }
}

/// A hedge at no cost.
pub fn hedge(rule: Rule, volatility: HedgeVolatility) -> Hedge {
    let name = format!("{rule:?}, {volatility:?}");
    let target = Target::delta(volatility);
    Hedge { name, rule, target, trade_size: TradeSize::ANY, costs: Costs::NONE }
}

/// An estimate and its standard error.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    pub value: f64,
    pub se: f64,
}

impl Estimate {
    /// Whether a number is within `errors` standard errors and an allowance for known bias.
    pub fn agrees(self, number: f64, errors: f64, allowance: f64) -> bool {
        (self.value - number).abs() <= errors * self.se + allowance
    }

    pub fn times(self, factor: f64) -> Self {
        Self { value: self.value * factor, se: self.se * factor }
    }
}

/// The mean of a sample.
pub fn mean(sample: &[f64]) -> Estimate {
    let n = sample.len() as f64;
    let value = sample.iter().sum::<f64>() / n;
    let squares: f64 = sample.iter().map(|x| (x - value).powi(2)).sum();
    Estimate { value, se: (squares / (n - 1.0) / n).sqrt() }
}

/// The standard deviation of a sample; its error is that of the variance, `Var(x²)/n`, halved.
pub fn standard_deviation(sample: &[f64]) -> Estimate {
    let centre = mean(sample).value;
    root_mean_square(&sample.iter().map(|x| x - centre).collect::<Vec<_>>())
}

/// The root-mean-square of a sample.
pub fn root_mean_square(sample: &[f64]) -> Estimate {
    let squares = mean(&sample.iter().map(|x| x * x).collect::<Vec<_>>());
    let value = squares.value.sqrt();
    Estimate { value, se: squares.se / (2.0 * value) }
}

/// The slope of the line of least squares through points.
pub fn slope(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let centre = |f: fn(&(f64, f64)) -> f64| points.iter().map(f).sum::<f64>() / n;
    let (x0, y0) = (centre(|p| p.0), centre(|p| p.1));
    let products: f64 = points.iter().map(|(x, y)| (x - x0) * (y - y0)).sum();
    products / points.iter().map(|(x, _)| (x - x0).powi(2)).sum::<f64>()
}

//! [`PortfolioPlan`]: a config of `rehedge portfolio` that holds together, in the units of the
//! engine: years, decimals, currency, shares, steps of the grid.

use super::instrument::Instrument;
use crate::config::places::Places;
use crate::config::plan::{HistoryMarket, Rates, SimulatedMarket};
use rehedge_engine::Costs;
use rehedge_market::{Grid, History, Sampling};
use rehedge_options::Contract;

/// What to hedge, with what, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct PortfolioPlan {
    /// Name of the config: that of its file without folder and ending.
    pub name: String,
    /// What the config asks, in the words of its header: a paragraph each.
    pub question: Vec<String>,
    /// How much to run.
    pub run: Scenarios,
    /// Where scenarios come from.
    pub market: SimulatedMarket,
    /// The times of every path, to the horizon of the hedge.
    pub grid: Grid,
    /// Rates and yields.
    pub rates: Rates,
    /// Standard deviation of implied volatility at the horizon, per √year; 0 where it is known.
    pub volatility_uncertainty: f64,
    /// What is hedged, at least one book, names unique.
    pub books: Vec<PlannedBook>,
    /// What a hedge may hold, at least one instrument, names unique: shares, cash, calls by life and
    /// strike, puts likewise, quotes in the order of their file.
    pub instruments: Vec<Instrument>,
    /// What every model is asked.
    pub problem: Problem,
    /// The models to compare, at least one, names unique.
    pub models: Vec<PlannedModel>,
    /// Other volatilities and markets for every hedge, names unique.
    pub revaluations: Vec<Revaluation>,
    /// Horizons at which instruments are told apart, ascending, none beyond the life of the shortest.
    pub horizons: Vec<Horizon>,
    /// Caps on the risk, if any.
    pub frontier: Option<Frontier>,
    /// Numbers of instruments, if any.
    pub cardinality: Option<Cardinality>,
    /// Where the hedging error is shown.
    pub surface: Surface,
    /// The run in the ledger, if any.
    pub dynamic: Option<Dynamic>,
    /// What a trade in the underlying costs.
    pub costs: Costs,
    /// The config as TOML with every default written out. Loading it gives the same plan, but for
    /// the places and, under another file name, the name and the data.
    pub resolved: String,
    /// Where the keys are, for problems found later.
    pub places: Places,
}

/// How much to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scenarios {
    /// Scenarios that hedges are optimised on.
    pub in_sample: usize,
    /// Scenarios that they are judged on.
    pub out_of_sample: usize,
    /// Seed of every random number.
    pub seed: u64,
    /// How the diffusion is drawn.
    pub sampling: Sampling,
}

/// Positions that are hedged together.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedBook {
    /// Its name in every result.
    pub name: String,
    /// The positions, at least one.
    pub positions: Vec<Position>,
}

/// A number of options of one contract.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// What each pays; strike, barrier and past average are in currency.
    pub contract: Contract,
    /// Life at entry in years, at least the horizon.
    pub maturity: f64,
    /// Number of options: positive when owned, negative when sold.
    pub quantity: f64,
    /// Implied volatility at entry, per √year; `None` for that of the market.
    pub implied_volatility: Option<f64>,
}

/// What every model is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Problem {
    /// What of the book is matched.
    pub matched: Matched,
    /// What barriers and averages see.
    pub way: Way,
    /// What positions cost.
    pub weights: Weights,
    /// Bound on each position.
    pub limit: Limit,
    /// Least value `Σ x_j·V_j(0)` of the hedge at entry, in currency.
    pub initial_cost_at_least: Option<f64>,
    /// The greatest.
    pub initial_cost_at_most: Option<f64>,
}

/// What of a book a hedge matches at the horizon `T`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matched {
    /// `V_T − V_0·e^{rT}`: both sides financed from entry.
    Change,
    /// `V_T`.
    Value,
}

/// What barriers and averages see of the way to the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The path of their scenario.
    Path,
    /// A straight line to its end.
    Straight,
}

/// What a unit of an instrument costs in the objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// 1.
    Unit,
    /// Its value at entry.
    Value,
    /// Half its bid-ask spread, in currency.
    BidAsk,
}

/// Bound on the position `x_j` in an instrument that is worth `V_j` at entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// None.
    None,
    /// `|x_j|·V_j ≤ multiple·|E[L]|`, with `L` the value of the book at the horizon.
    BookValue {
        /// The multiple.
        multiple: f64,
    },
    /// `|x_j| ≤` so many units.
    Units(f64),
    /// `|x_j|·V_j ≤` so much, in currency.
    Currency(f64),
}

/// A model and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedModel {
    /// Its name in every result.
    pub name: String,
    /// What it is.
    pub kind: ModelKind,
}

/// How positions are chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum ModelKind {
    /// Least mean square error.
    LeastSquares {
        /// Of dependent instruments the solution of least norm, not a basic one.
        minimum_norm: bool,
    },
    /// Least mean square error within bounds.
    Bounded,
    /// Least cost within bounds under a cap on the root mean square error.
    LeastCost {
        /// The cap.
        cap: Cap,
    },
    /// Sensitivities at entry that offset each other.
    Match {
        /// Which, at least one, distinct.
        sensitivities: Vec<Sensitivity>,
    },
    /// By the expected shortfall of the loss.
    Cvar {
        /// One minus the share of the worst scenarios.
        level: f64,
        /// What is sought.
        goal: CvarGoal,
    },
    /// Least mean square error with few instruments.
    Sparse {
        /// How they are chosen.
        method: SparseMethod,
        /// How many, at most those there are.
        instruments: usize,
    },
}

/// A cap on the root mean square error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cap {
    /// `max{(1 + ε)·ρ, ε}` with `ρ` the least within bounds.
    Epsilon(f64),
    /// An amount in currency.
    Rms(f64),
}

/// A sensitivity at entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sensitivity {
    /// `V`.
    Value,
    /// `∂V/∂S`.
    Delta,
    /// `∂²V/∂S²`.
    Gamma,
    /// `∂V/∂σ`.
    Vega,
    /// `∂V/∂t`.
    Theta,
}

impl Sensitivity {
    /// Its name in configs and results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Delta => "delta",
            Self::Gamma => "gamma",
            Self::Vega => "vega",
            Self::Theta => "theta",
        }
    }
}

/// What is sought of expected shortfall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CvarGoal {
    /// The least.
    Least,
    /// The least at a cost of positions of at most so much.
    LeastWithin {
        /// The cost, by [`Weights`].
        cost: f64,
    },
    /// The least cost at an expected shortfall of at most so much.
    CostUnder {
        /// The expected shortfall, in currency.
        cap: f64,
    },
}

/// How a few instruments are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SparseMethod {
    /// One by one, the most helpful next.
    MatchingPursuit,
    /// The first that are worth their cost as the penalty `λ·Σ c·|x|` falls.
    L1,
    /// The best of all subsets.
    BestSubset,
}

impl SparseMethod {
    /// Its name in configs and results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MatchingPursuit => "matching_pursuit",
            Self::L1 => "l1",
            Self::BestSubset => "best_subset",
        }
    }
}

/// A market and volatilities other than those that hedges were optimised on.
#[derive(Clone, Debug, PartialEq)]
pub struct Revaluation {
    /// Its name in every result.
    pub name: String,
    /// What the market turns out to be.
    pub market: OtherMarket,
    /// Standard deviation of implied volatility at the horizon, per √year.
    pub volatility_uncertainty: f64,
    /// Added to every implied volatility at the horizon, per √year.
    pub volatility_shift: f64,
}

impl Revaluation {
    /// Number of scenarios.
    pub fn scenarios(&self, run: &Scenarios) -> usize {
        match &self.market {
            OtherMarket::Simulated(_) => run.out_of_sample,
            OtherMarket::History(past) => past.windows.starts().len(),
        }
    }
}

/// What the market turns out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum OtherMarket {
    /// Another model; what is not changed is that of the plan.
    Simulated(SimulatedMarket),
    /// Real history.
    History(Box<Past>),
}

/// Windows of real history, each from the spot at entry on.
#[derive(Clone, Debug)]
pub struct Past {
    /// Where they come from.
    pub market: HistoryMarket,
    /// The windows.
    pub windows: History,
    /// The first day of the first, and of the last.
    pub starts: [String; 2],
    /// With how many following windows each shares days.
    pub overlap: usize,
}

/// Windows of the same data, cut in the same way, are the same.
impl PartialEq for Past {
    fn eq(&self, other: &Self) -> bool {
        (&self.market, &self.starts, self.overlap) == (&other.market, &other.starts, other.overlap)
    }
}

/// A horizon other than that of the hedge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Horizon {
    /// Steps of the grid from entry.
    pub steps: usize,
    /// The same in trading days.
    pub days: f64,
    /// The same in years.
    pub years: f64,
}

/// Caps on the root mean square error, for each book.
#[derive(Clone, Debug, PartialEq)]
pub enum Frontier {
    /// So many, at equal ratios from the least within bounds to that of no hedge.
    Points(usize),
    /// These, ascending, in currency.
    Caps(Vec<f64>),
}

/// The risk by number of instruments.
#[derive(Clone, Debug, PartialEq)]
pub struct Cardinality {
    /// How instruments are chosen, at least one way, distinct.
    pub methods: Vec<SparseMethod>,
    /// The most to choose, at most those there are.
    pub most_instruments: usize,
}

/// Where the hedging error is shown, at the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    /// Spots in currency, ascending.
    pub spots: Vec<f64>,
    /// What is added to every implied volatility, per √year, ascending, 0 in the middle if their
    /// number is odd.
    pub volatility_shifts: Vec<f64>,
}

/// The run in the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Dynamic {
    /// The delta hedges, by steps between trades, ascending, distinct.
    pub rebalance_steps: Vec<usize>,
    /// The same in trading days.
    pub rebalance_days: Vec<f64>,
    /// Paths to run.
    pub paths: usize,
}

//! Scenarios: what instruments and books are worth at the horizon of some paths.

mod asset;
mod moved;
mod option;
mod rebased;
mod straight;
mod values;
mod volatility;

use crate::ScenarioBlock;
pub use asset::Asset;
pub use moved::MovedVolatility;
use option::PlannedOption;
pub use rebased::RebasedVolatility;
use rehedge_market::{Grid, PathBlock};
use rehedge_options::{Greeks, Rates};
pub use volatility::HorizonVolatility;

/// What a hedge is to match at the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matched {
    /// `V_T − V_0·e^{fT}`, what a position earns that is financed at the rate `f`: the profit and
    /// loss of hedge and book is the error.
    Change,
    /// `V_T`, as Boyle, Coleman and Li (2003) have it.
    Value,
}

/// What options see of the way to the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The path of their scenario, step by step.
    Path,
    /// A straight line, in logarithms, to the spot at the horizon: values there are functions of spot
    /// and volatility alone, as Boyle, Coleman and Li (2003) have them. A barrier is touched by
    /// spots beyond it at the horizon; an average is that of the line.
    Straight,
}

/// Where and at what rates assets are valued.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Horizon {
    /// The times of the paths; they end at the horizon.
    pub grid: Grid,
    /// Rates at which options are priced.
    pub rates: Rates,
    /// What cash earns, and a position costs, per year.
    pub financing_rate: f64,
    /// What a hedge is to match.
    pub matched: Matched,
    /// What barriers and averages see.
    pub way: Way,
    /// Implied volatility at the horizon.
    pub volatility: HorizonVolatility,
}

/// Some of an asset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Which.
    pub asset: Asset,
    /// Units, positive when owned.
    pub quantity: f64,
}

/// Values instruments and books at the horizon of paths.
///
/// On its own path an option sees every step: a discrete monitoring or fixing takes place at the steps of
/// the grid, and a barrier watched at all times is looked for `0.5826·σ√dt` nearer, so that it is
/// touched as often as between the steps too. A rebate paid before the horizon earns interest until
/// then.
#[derive(Clone, Debug)]
pub struct Valuer {
    horizon: Horizon,
    instruments: Vec<Planned>,
    books: Vec<Vec<(Planned, f64)>>,
    /// Implied volatilities of the market at entry, by expiry.
    quoted: Vec<f64>,
    spot: f64,
}

/// An asset with everything about it that is the same in every scenario.
#[derive(Clone, Debug)]
struct Planned {
    kind: Kind,
    entry: Greeks,
    /// What is taken off its value at the horizon.
    owed: f64,
}

#[derive(Clone, Debug)]
enum Kind {
    Underlying,
    Cash,
    Option { option: Box<PlannedOption>, expiry: usize, offset: f64 },
}

impl Planned {
    fn volatility_offset(&self) -> f64 {
        match self.kind {
            Kind::Option { offset, .. } => offset,
            Kind::Underlying | Kind::Cash => 0.0,
        }
    }
}

impl Valuer {
    /// Values `instruments` and `books` on paths of a source that was asked for the implied
    /// volatilities of [`Asset::expiries`] of all of them, of which `paths` is any block.
    #[must_use]
    pub fn new(
        horizon: Horizon,
        instruments: &[Asset],
        books: &[Vec<Position>],
        paths: &PathBlock,
    ) -> Self {
        let assets = instruments.iter().chain(books.iter().flatten().map(|held| &held.asset));
        let expiries = Asset::expiries(&horizon.grid, assets);
        let quoted = (0..expiries.len()).map(|expiry| paths.implied(expiry).at(0)[0]).collect();
        let spot = paths.spot[0][0];
        let mut valuer = Self { horizon, instruments: Vec::new(), books: Vec::new(), quoted, spot };
        valuer.instruments =
            instruments.iter().map(|asset| valuer.plan(asset, &expiries)).collect();
        let plan = |held: &Position| (valuer.plan(&held.asset, &expiries), held.quantity);
        valuer.books = books.iter().map(|book| book.iter().map(plan).collect()).collect();
        valuer
    }

    /// The same assets, bought at the same prices, valued at another volatility at the horizon; the
    /// paths may be those of another market.
    #[must_use]
    pub fn at_volatility(&self, volatility: HorizonVolatility) -> Self {
        let mut other = self.clone();
        other.horizon.volatility = volatility;
        other
    }

    fn plan(&self, asset: &Asset, expiries: &[usize]) -> Planned {
        let Horizon { grid, rates, financing_rate, matched, .. } = self.horizon;
        let expiry = asset.expiry(&grid).and_then(|step| expiries.binary_search(&step).ok());
        let market = expiry.map_or(0.0, |expiry| self.quoted[expiry]);
        let financing = Rates { rate: financing_rate, ..rates };
        let (kind, volatility) = match *asset {
            Asset::Underlying => (Kind::Underlying, 0.0),
            Asset::Cash => (Kind::Cash, 0.0),
            Asset::Option { contract, maturity, volatility } => {
                let own = volatility.unwrap_or(market);
                let option =
                    PlannedOption::new(contract, maturity, self.spot, &grid, [rates, financing]);
                let (option, expiry) = (Box::new(option), expiry.unwrap_or(0));
                (Kind::Option { option, expiry, offset: own - market }, own)
            }
        };
        let entry = asset.at_entry(self.spot, volatility, rates);
        let owed = match matched {
            Matched::Change => entry.value * self.growth(financing_rate),
            Matched::Value => 0.0,
        };
        Planned { kind, entry, owed }
    }

    /// `e^{rate·T}`.
    fn growth(&self, rate: f64) -> f64 {
        let grid = &self.horizon.grid;
        rehedge_kernels::exp(rate * grid.time(grid.steps()))
    }

    /// Price and Greeks of a unit of every instrument at entry.
    #[must_use]
    pub fn instruments(&self) -> Vec<Greeks> {
        self.instruments.iter().map(|planned| planned.entry).collect()
    }

    /// Implied volatilities of the market at entry, of [`Asset::expiries`] of all that is valued.
    #[must_use]
    pub fn quoted_volatilities(&self) -> &[f64] {
        &self.quoted
    }

    /// Volatility at which every instrument is quoted at entry less the market's of its expiry; 0 for
    /// what is no option.
    #[must_use]
    pub fn instrument_volatility_offsets(&self) -> Vec<f64> {
        self.instruments.iter().map(Planned::volatility_offset).collect()
    }

    /// The same of every position of a book.
    #[must_use]
    pub fn book_volatility_offsets(&self, book: usize) -> Vec<f64> {
        self.books[book].iter().map(|(planned, _)| planned.volatility_offset()).collect()
    }

    /// Price and Greeks at entry of a unit of every position of a book, and the implied volatility that
    /// they are of; 0 for what is no option.
    #[must_use]
    pub fn book_positions(&self, book: usize) -> Vec<(Greeks, f64)> {
        let volatility = |planned: &Planned| match planned.kind {
            Kind::Option { expiry, offset, .. } => self.quoted[expiry] + offset,
            Kind::Underlying | Kind::Cash => 0.0,
        };
        self.books[book].iter().map(|(planned, _)| (planned.entry, volatility(planned))).collect()
    }

    /// Price and Greeks of a book at entry, as its owner sees them.
    #[must_use]
    pub fn book(&self, book: usize) -> Greeks {
        let mut sum = Greeks::default();
        for (planned, quantity) in &self.books[book] {
            let add = |total: &mut f64, part: f64| *total += quantity * part;
            add(&mut sum.value, planned.entry.value);
            add(&mut sum.delta, planned.entry.delta);
            add(&mut sum.gamma, planned.entry.gamma);
            add(&mut sum.theta, planned.entry.theta);
            add(&mut sum.vega, planned.entry.vega);
            add(&mut sum.vanna, planned.entry.vanna);
            add(&mut sum.volga, planned.entry.volga);
        }
        sum
    }

    /// A block for `rows` scenarios.
    #[must_use]
    pub fn allocate(&self, rows: usize) -> ScenarioBlock {
        ScenarioBlock::new(rows, self.instruments.len(), self.books.len())
    }
}

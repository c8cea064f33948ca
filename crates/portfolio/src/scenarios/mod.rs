//! Scenarios: what instruments and books are worth at the horizon of some paths.

mod asset;
mod moved;
mod option;
mod rebased;
mod volatility;

use crate::ScenarioBlock;
pub use asset::Asset;
pub use moved::MovedVolatility;
use option::PlannedOption;
pub use rebased::RebasedVolatility;
use rehedge_kernels::{InstructionSet, LANES, Region, Row, dispatch};
use rehedge_market::{Grid, PathBlock, Track};
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

    /// Values everything on the paths of block `number`: scenarios `first, first + 1, …` of `out`.
    pub fn fill(
        &self,
        set: InstructionSet,
        number: usize,
        paths: &PathBlock,
        out: &mut ScenarioBlock,
        first: usize,
    ) {
        let added = self.horizon.volatility.added(number);
        match self.horizon.way {
            Way::Path => self.fill_at(set, paths, &added, out, first),
            Way::Straight => {
                let last = paths.spot.len() - 1;
                let mut line = self.straight(set, &paths.spot[last][..paths.valid]);
                for (quoted, implied) in line.implied.iter_mut().zip(&paths.implied) {
                    *quoted = Track::constant(*implied.at(last));
                }
                self.fill_at(set, &line, &added, out, first);
            }
        }
    }

    fn fill_at(
        &self,
        set: InstructionSet,
        paths: &PathBlock,
        added: &Row,
        out: &mut ScenarioBlock,
        first: usize,
    ) {
        dispatch(set, Fill { valuer: self, set, paths, added, out, first });
    }

    /// What a unit of an asset is worth at the end of the paths, less what it owes.
    #[inline(always)]
    fn value(&self, set: InstructionSet, planned: &Planned, paths: &PathBlock, added: &Row) -> Row {
        let mut value = Row::splat(-planned.owed);
        match &planned.kind {
            Kind::Underlying => self.add_share(paths, &mut value),
            Kind::Cash => {
                let deposit = self.growth(self.horizon.financing_rate);
                for lane in 0..LANES {
                    value[lane] += deposit;
                }
            }
            Kind::Option { option, expiry, offset } => {
                let volatility = volatility::at_horizon(paths, *expiry, *offset, added);
                option.value(set, paths, &volatility, &mut value);
            }
        }
        value
    }

    /// A share at the end of the paths, `S_n + Σ (e^{q·dt} − 1)·S_i·e^{f·(n−i)·dt}`: the dividends of each
    /// step are paid at its end, and earn the financing rate `f` from there.
    #[inline(always)]
    fn add_share(&self, paths: &PathBlock, value: &mut Row) {
        let Horizon { grid, rates, financing_rate, .. } = self.horizon;
        let growth = |rate: f64| rehedge_kernels::exp(rate * grid.dt());
        let (interest, dividend) = (growth(financing_rate), growth(rates.dividend_yield) - 1.0);
        if dividend != 0.0 {
            let mut cash = Row::ZERO;
            for spot in &paths.spot[1..] {
                for lane in 0..LANES {
                    cash[lane] = cash[lane].mul_add(interest, dividend * spot[lane]);
                }
            }
            for lane in 0..LANES {
                value[lane] += cash[lane];
            }
        }
        let spot = &paths.spot[paths.spot.len() - 1];
        for lane in 0..LANES {
            value[lane] += spot[lane];
        }
    }

    /// Values everything where the spot ends at each of `spots`, on a straight way in its logarithm,
    /// and every implied volatility is that of entry and `shift`: a row for each spot.
    #[must_use]
    pub fn at_spots(&self, set: InstructionSet, spots: &[f64], shift: f64) -> ScenarioBlock {
        let mut out = self.allocate(spots.len());
        for (chunk, ends) in spots.chunks(LANES).enumerate() {
            let paths = self.straight(set, ends);
            self.fill_at(set, &paths, &Row::splat(shift), &mut out, chunk * LANES);
        }
        out
    }

    /// Paths that go straight to some spots, implied volatilities those of entry.
    fn straight(&self, set: InstructionSet, ends: &[f64]) -> PathBlock {
        let grid = self.horizon.grid;
        let constant = |level: &f64| Track::constant(Row::splat(*level));
        // A barrier watched at all times is looked for where it is: the way has no wiggles.
        let still = Track::constant(Row::ZERO);
        let mut paths = PathBlock::new(&grid, still, self.quoted.iter().map(constant).collect());
        paths.valid = ends.len();
        let mut end = Row::ZERO;
        for lane in 0..LANES {
            end[lane] = ends[lane.min(ends.len() - 1)];
        }
        dispatch(set, Line { start: rehedge_kernels::ln(self.spot), end, paths: &mut paths });
        paths
    }
}

/// Values everything on one block of paths.
struct Fill<'a> {
    valuer: &'a Valuer,
    set: InstructionSet,
    paths: &'a PathBlock,
    added: &'a Row,
    out: &'a mut ScenarioBlock,
    first: usize,
}

impl Region for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { valuer, set, paths, added, out, first } = self;
        let lanes = first..first + paths.valid;
        for (index, planned) in valuer.instruments.iter().enumerate() {
            let value = valuer.value(set, planned, paths, added);
            out.instrument_mut(index)[lanes.clone()].copy_from_slice(&value[..paths.valid]);
        }
        for (index, book) in valuer.books.iter().enumerate() {
            let mut liability = Row::ZERO;
            for (planned, quantity) in book {
                let value = valuer.value(set, planned, paths, added);
                for lane in 0..LANES {
                    liability[lane] -= quantity * value[lane];
                }
            }
            out.target_mut(index)[lanes.clone()].copy_from_slice(&liability[..paths.valid]);
        }
    }
}

/// Goes straight from the logarithm of one spot to others.
struct Line<'a> {
    start: f64,
    end: Row,
    paths: &'a mut PathBlock,
}

impl Region for Line<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { start, mut end, paths } = self;
        for lane in 0..LANES {
            end[lane] = rehedge_kernels::ln(end[lane]);
        }
        let steps = paths.spot.len() - 1;
        for step in 0..=steps {
            let gone = step as f64 / steps as f64;
            for lane in 0..LANES {
                let log_spot = gone.mul_add(end[lane] - start, start);
                paths.log_spot[step][lane] = log_spot;
                paths.spot[step][lane] = rehedge_kernels::exp(log_spot);
            }
        }
    }
}

//! The run in the ledger: every static hedge to the horizon, beside delta hedges of the same book on
//! the same paths.

use super::draw::Hands;
use super::job::Job;
use super::leaving::Leaving;
use super::solve::Hedge;
use crate::config::portfolio::{Dynamic, InstrumentKind, UNHEDGED};
use crate::failure::Failure;
use rehedge_engine::{
    Carry, Component, Desk, Hedge as Plan, HedgeVolatility, Output, PnlBlock, Rule, Tally, Target,
    TradeSize, Workspace,
};
use rehedge_kernels::{InstructionSet, LANES};
use rehedge_market::{PathBlock, PathSource as _, Simulation};
use rehedge_options::{Book, Contract, Leg, Rates, Strike};
use rehedge_portfolio::scenarios::MovedVolatility;
use rehedge_report::{ErrorStatistics, in_parallel};
use std::sync::atomic::Ordering;

/// Blocks of paths that a thread takes at a time.
const BLOCKS: usize = 16;

/// What a hedge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is held.
    Unhedged,
    /// Shares are traded to the delta of the book.
    Dynamic,
    /// Bought at entry, and sold at the horizon.
    Static,
}

impl Kind {
    /// Its name in results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unhedged => "unhedged",
            Self::Dynamic => "dynamic",
            Self::Static => "static",
        }
    }
}

/// What a hedge earned and cost in the ledger.
#[derive(Clone, Debug)]
pub struct Ledgered {
    /// Index of the book.
    pub book: usize,
    /// Name of the hedge.
    pub hedge: String,
    pub kind: Kind,
    /// Half spreads, fees and impact, at entry, on the way and at the horizon, positive when paid.
    pub cost: ErrorStatistics,
    /// Profit and loss of hedge and book, costs included.
    pub pnl: ErrorStatistics,
}

/// Every book: no hedge, the delta hedges of the plan, and every model that has positions.
///
/// What a static hedge earns does not depend on the book beside it: it is run alone, and what the book
/// earns is added path by path.
pub fn run(job: &Job, hands: &Hands<'_>, hedges: &[Hedge]) -> Result<Vec<Ledgered>, Failure> {
    let Some(dynamic) = &job.plan.dynamic else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for book in 0..job.plan.books.len() {
        let rig = Rig::dynamic(job, dynamic, book)?;
        let samples = rig.run(job, hands, dynamic.paths)?;
        for ((kind, plan), sample) in rig.kinds.iter().zip(rig.desk.hedges()).zip(&samples) {
            all.push(sample.ledgered(job, book, plan.name.clone(), *kind));
        }
        let of_book = hedges.iter().filter(|hedge| hedge.book == book && hedge.model != UNHEDGED);
        for (hedge, positions) in of_book.filter_map(|hedge| Some((hedge, hedge.positions()?))) {
            let rig = Rig::fixed(job, book, positions)?;
            let mut sample = rig.run(job, hands, dynamic.paths)?.remove(0);
            sample.pnl.iter_mut().zip(&samples[0].pnl).for_each(|(sum, part)| *sum += part);
            all.push(sample.ledgered(job, book, hedge.model.clone(), Kind::Static));
        }
    }
    Ok(all)
}

/// What a hedge earned and cost on every path.
#[derive(Clone, Debug, Default)]
struct Sample {
    pnl: Vec<f64>,
    cost: Vec<f64>,
}

impl Sample {
    fn ledgered(&self, job: &Job, book: usize, hedge: String, kind: Kind) -> Ledgered {
        let statistics = |sample: &[f64]| ErrorStatistics::of(sample, job.dependence());
        let (cost, pnl) = (statistics(&self.cost), statistics(&self.pnl));
        Ledgered { book, hedge, kind, cost, pnl }
    }
}

/// A desk with its paths.
struct Rig {
    kinds: Vec<Kind>,
    desk: Desk,
    source: MovedVolatility<Simulation>,
    /// What leaving a static hedge costs.
    leaving: Leaving,
}

impl Rig {
    /// A book with nothing, and with delta hedges.
    fn dynamic(job: &Job, dynamic: &Dynamic, book: usize) -> Result<Self, Failure> {
        let mut plans = vec![plan(job, UNHEDGED.to_owned(), Rule::NoHedge, 0.0)];
        let mut kinds = vec![Kind::Unhedged];
        for (&steps, days) in dynamic.rebalance_steps.iter().zip(&dynamic.rebalance_days) {
            let name = format!("delta every {days}d");
            let target = Target::delta(HedgeVolatility::Implied);
            plans.push(Plan { target, ..plan(job, name, Rule::Every { steps }, 0.0) });
            kinds.push(Kind::Dynamic);
        }
        Self::new(job, kinds, legs(job, book), plans, Leaving::default())
    }

    /// A static hedge alone.
    fn fixed(job: &Job, book: usize, positions: &[f64]) -> Result<Self, Failure> {
        let (mut options, mut shares) = (Vec::new(), 0.0);
        let (entry, offsets) = (job.entry(), job.valuer.instrument_volatility_offsets());
        let mut leaving = Leaving::default();
        for (index, instrument) in job.plan.instruments.iter().enumerate() {
            let quantity = positions[index];
            match instrument.kind {
                InstrumentKind::Underlying => shares = quantity,
                // Cash earns what it earns.
                InstrumentKind::Cash => {}
                InstrumentKind::Option { .. } if quantity == 0.0 => {}
                InstrumentKind::Option { payoff, strike, maturity, .. } => {
                    let half =
                        instrument.half_spread.in_currency(entry[index].value, entry[index].vega);
                    let contract = Contract::Vanilla { payoff, strike: Strike::Fixed(strike) };
                    let premium = Some(entry[index].value + half * quantity.signum());
                    let volatility_offset = offsets[index];
                    options.push(Leg { contract, maturity, quantity, premium, volatility_offset });
                    leaving.add(quantity, instrument, volatility_offset);
                }
            }
        }
        if options.is_empty() {
            // A desk has options: here one that is bought and sold.
            let owned = legs(job, book)[0];
            options = vec![owned, Leg { quantity: -owned.quantity, ..owned }];
        }
        let rule = if shares == 0.0 { Rule::NoHedge } else { Rule::Never };
        let plans = vec![plan(job, "static".to_owned(), rule, shares)];
        Self::new(job, vec![Kind::Static], options, plans, leaving)
    }

    fn new(
        job: &Job,
        kinds: Vec<Kind>,
        legs: Vec<Leg>,
        plans: Vec<Plan>,
        leaving: Leaving,
    ) -> Result<Self, Failure> {
        let failed = |error: String| Failure::Other(format!("in the ledger: {error}"));
        let grid = job.plan.grid;
        let rates = job.plan.rates;
        let pricing = Rates { rate: rates.rate, dividend_yield: rates.dividend_yield };
        let carry = Carry { pricing, financing_rate: rates.financing_rate };
        let options = Book::new(legs).map_err(|error| failed(error.to_string()))?;
        let expiries = Desk::expiries(&grid, &options);
        let leaving = leaving.at(&grid, &expiries, pricing);
        let source = job.ledger_source(&expiries)?;
        let desk =
            Desk::new(grid, &options, carry, plans).map_err(|error| failed(error.to_string()))?;
        Ok(Self { kinds, desk, source, leaving })
    }

    /// P&L and costs of every hedge.
    fn run(&self, job: &Job, hands: &Hands<'_>, paths: usize) -> Result<Vec<Sample>, Failure> {
        let first = job.out_of_sample().block;
        let last = first + paths.div_ceil(LANES);
        let chunks: Vec<_> = (first..last).step_by(BLOCKS).collect();
        let done = in_parallel(hands.threads, &chunks, |start| {
            if hands.interrupted.load(Ordering::Relaxed) {
                return None;
            }
            let found = self.run_blocks(*start..last.min(start + BLOCKS));
            (hands.progress)(found[0].pnl.len());
            Some(found)
        });
        let mut samples = vec![Sample::default(); self.kinds.len()];
        for chunk in done {
            for (sample, part) in samples.iter_mut().zip(chunk.ok_or(Failure::Interrupted)?) {
                sample.pnl.extend(part.pnl);
                sample.cost.extend(part.cost);
            }
        }
        Ok(samples)
    }

    /// P&L and costs of every hedge on some blocks of paths.
    fn run_blocks(&self, blocks: std::ops::Range<usize>) -> Vec<Sample> {
        let set = InstructionSet::best();
        let (mut paths, mut workspace) = (self.source.allocate(), Workspace::new(&self.desk));
        let mut tally = Tally::new(self.desk.grid().steps(), self.kinds.len());
        let mut found = vec![Sample::default(); self.kinds.len()];
        let mut pnl = PnlBlock::default();
        for block in blocks {
            self.source.fill(block, set, &mut paths);
            let output = Output { pnl: &mut pnl, tally: &mut tally, recorder: None };
            self.desk.hedge(set, block, &paths, &mut workspace, output);
            self.collect(&paths, &pnl, &mut found);
        }
        found
    }

    fn collect(&self, paths: &PathBlock, pnl: &PnlBlock, found: &mut [Sample]) {
        for (outcome, sample) in pnl.hedges.iter().zip(found) {
            for lane in 0..pnl.valid {
                let leaving = self.leaving.cost(paths, lane);
                let part = |component: Component| outcome.component(component)[lane];
                let charged =
                    part(Component::Spread) + part(Component::Fee) + part(Component::Impact);
                sample.pnl.push(outcome.pnl[lane] - leaving);
                sample.cost.push(leaving - charged - part(Component::Entry));
            }
        }
    }
}

/// The options of a book, entered at their marks.
fn legs(job: &Job, book: usize) -> Vec<Leg> {
    let leg = |(held, volatility_offset): (&crate::config::portfolio::Position, f64)| Leg {
        contract: held.contract,
        maturity: held.maturity,
        quantity: held.quantity,
        premium: None,
        volatility_offset,
    };
    let offsets = job.valuer.book_volatility_offsets(book);
    job.plan.books[book].positions.iter().zip(offsets).map(leg).collect()
}

/// A hedge that holds `shares` whenever its rule trades.
fn plan(job: &Job, name: String, rule: Rule, shares: f64) -> Plan {
    let target = Target { volatility: HedgeVolatility::Implied, multiple: 0.0, net_delta: shares };
    Plan { name, rule, target, trade_size: TradeSize::ANY, costs: job.plan.costs }
}

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
pub fn run(job: &Job, hands: &Hands<'_>, hedges: &[Hedge]) -> Result<Vec<Ledgered>, Failure> {
    let Some(dynamic) = &job.plan.dynamic else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for book in 0..job.plan.books.len() {
        let mut rigs = vec![Rig::dynamic(job, dynamic, book)?];
        for hedge in hedges.iter().filter(|hedge| hedge.book == book && hedge.model != UNHEDGED) {
            rigs.extend(
                hedge
                    .positions()
                    .map(|held| Rig::fixed(job, book, &hedge.model, held))
                    .transpose()?,
            );
        }
        for rig in rigs {
            all.extend(rig.run(job, hands, dynamic.paths)?);
        }
    }
    Ok(all)
}

/// A desk with its paths.
struct Rig {
    book: usize,
    kinds: Vec<Kind>,
    desk: Desk,
    source: MovedVolatility<Simulation>,
    /// What leaving a static hedge costs.
    leaving: Leaving,
}

impl Rig {
    /// Nothing, and delta hedges.
    fn dynamic(job: &Job, dynamic: &Dynamic, book: usize) -> Result<Self, Failure> {
        let mut plans = vec![plan(job, UNHEDGED.to_owned(), Rule::NoHedge, 0.0)];
        let mut kinds = vec![Kind::Unhedged];
        for (&steps, days) in dynamic.rebalance_steps.iter().zip(&dynamic.rebalance_days) {
            let name = format!("delta every {days}d");
            let target = Target::delta(HedgeVolatility::Implied);
            plans.push(Plan { target, ..plan(job, name, Rule::Every { steps }, 0.0) });
            kinds.push(Kind::Dynamic);
        }
        Self::new(job, book, kinds, legs(job, book), plans, Leaving::default())
    }

    /// A static hedge.
    fn fixed(job: &Job, book: usize, model: &str, positions: &[f64]) -> Result<Self, Failure> {
        let (mut legs, mut shares) = (legs(job, book), 0.0);
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
                    legs.push(Leg { contract, maturity, quantity, premium, volatility_offset });
                    leaving.add(quantity, instrument, volatility_offset);
                }
            }
        }
        let rule = if shares == 0.0 { Rule::NoHedge } else { Rule::Never };
        let plans = vec![plan(job, model.to_owned(), rule, shares)];
        Self::new(job, book, vec![Kind::Static], legs, plans, leaving)
    }

    fn new(
        job: &Job,
        book: usize,
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
        Ok(Self { book, kinds, desk, source, leaving })
    }

    fn run(&self, job: &Job, hands: &Hands<'_>, paths: usize) -> Result<Vec<Ledgered>, Failure> {
        let first = job.out_of_sample().block;
        let last = first + paths.div_ceil(LANES);
        let chunks: Vec<_> = (first..last).step_by(BLOCKS).collect();
        let done = in_parallel(hands.threads, &chunks, |start| {
            if hands.interrupted.load(Ordering::Relaxed) {
                return None;
            }
            let found = self.run_blocks(*start..last.min(start + BLOCKS));
            (hands.progress)(BLOCKS * LANES / self.kinds.len().max(1));
            Some(found)
        });
        let chunks: Vec<_> = done.into_iter().collect::<Option<_>>().ok_or(Failure::Interrupted)?;
        let ledgered = |(index, &kind): (usize, &Kind)| {
            let of = |which: usize| -> Vec<f64> {
                let all = chunks.iter().flat_map(|chunk: &Vec<[Vec<f64>; 2]>| &chunk[index][which]);
                all.copied().take(paths).collect()
            };
            let dependence = job.dependence();
            let statistics = |sample: &[f64]| ErrorStatistics::of(sample, dependence);
            let hedge = self.desk.hedges()[index].name.clone();
            let (pnl, cost) = (statistics(&of(0)), statistics(&of(1)));
            Ledgered { book: self.book, hedge, kind, cost, pnl }
        };
        Ok(self.kinds.iter().enumerate().map(ledgered).collect())
    }

    /// P&L and costs of every hedge on some blocks of paths.
    fn run_blocks(&self, blocks: std::ops::Range<usize>) -> Vec<[Vec<f64>; 2]> {
        let set = InstructionSet::best();
        let (mut paths, mut workspace) = (self.source.allocate(), Workspace::new(&self.desk));
        let mut tally = Tally::new(self.desk.grid().steps(), self.kinds.len());
        let mut found = vec![[Vec::new(), Vec::new()]; self.kinds.len()];
        let mut pnl = PnlBlock::default();
        for block in blocks {
            self.source.fill(block, set, &mut paths);
            let output = Output { pnl: &mut pnl, tally: &mut tally, recorder: None };
            self.desk.hedge(set, block, &paths, &mut workspace, output);
            self.collect(&paths, &pnl, &mut found);
        }
        found
    }

    fn collect(&self, paths: &PathBlock, pnl: &PnlBlock, found: &mut [[Vec<f64>; 2]]) {
        for (outcome, [pnls, costs]) in pnl.hedges.iter().zip(found) {
            for lane in 0..pnl.valid {
                let leaving = self.leaving.cost(paths, lane);
                let part = |component: Component| outcome.component(component)[lane];
                let charged =
                    part(Component::Spread) + part(Component::Fee) + part(Component::Impact);
                pnls.push(outcome.pnl[lane] - leaving);
                costs.push(leaving - charged - part(Component::Entry));
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

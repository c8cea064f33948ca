//! A desk's case at full size: the stock and twenty calls against a random book of options.

use rehedge_kernels::{InstructionSet, exp, normal_quantile};
use rehedge_options::{Life, Payoff, Rates, black_scholes};
use rehedge_portfolio::{Factor, HedgeProblem, ScenarioBlock};
use std::sync::LazyLock;

const RATES: Rates = Rates { rate: 0.05, dividend_yield: 0.0 };
const VOLATILITY: f64 = 0.2;
/// The stock, and calls of five strikes and four maturities.
pub const INSTRUMENTS: usize = 21;
const STRIKES: [f64; 5] = [90.0, 95.0, 100.0, 105.0, 110.0];
const DAYS: [f64; 4] = [21.0, 42.0, 63.0, 126.0];

/// Numbers in (0, 1), the same on every run.
pub struct Uniform(pub u64);

impl Uniform {
    pub fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.next())
    }
}

/// An option of the book.
#[derive(Clone, Copy)]
struct Option {
    payoff: Payoff,
    strike: f64,
    days: f64,
    quantity: f64,
}

/// A hundred vanilla options, three in five owed, of lognormal sizes.
fn book() -> Vec<Option> {
    let mut uniform = Uniform(17);
    let mut option = || Option {
        payoff: if uniform.next() < 0.5 { Payoff::Call } else { Payoff::Put },
        strike: 80.0 + 2.5 * (17.0 * uniform.next()).floor(),
        days: 21.0 * (1.0 + (12.0 * uniform.next()).floor()),
        quantity: if uniform.next() < 0.6 { 1.0 } else { -1.0 } * exp(3.0 + uniform.normal()),
    };
    (0..100).map(|_| option()).collect()
}

/// A market: the day of the horizon, and how uncertain the implied volatility is there.
#[derive(Clone, Copy)]
pub struct Market {
    pub scenarios: usize,
    pub days: f64,
    pub volatility_sd: f64,
    pub seed: u64,
}

/// Fifteen days, volatility as it is.
pub const THREE_WEEKS: Market =
    Market { scenarios: 20_000, days: 15.0, volatility_sd: 0.0, seed: 1 };

/// The scenarios of three weeks, with volatility as it is or half a point around that, of values or
/// of changes: made once.
pub fn three_weeks(volatility_sd: f64, changes: bool) -> &'static [ScenarioBlock] {
    static ALL: LazyLock<[Vec<ScenarioBlock>; 4]> = LazyLock::new(|| {
        let uncertain = Market { volatility_sd: 0.005, ..THREE_WEEKS };
        [THREE_WEEKS.blocks(), THREE_WEEKS.changes(), uncertain.blocks(), uncertain.changes()]
    });
    &ALL[2 * usize::from(volatility_sd > 0.0) + usize::from(changes)]
}

fn value(payoff: Payoff, [spot, strike, volatility]: [f64; 3], days: f64) -> f64 {
    black_scholes(payoff, spot, strike, volatility, &Life::new(days / 252.0, RATES)).value
}

impl Market {
    /// Scenarios by the thousand.
    pub fn blocks(self) -> Vec<ScenarioBlock> {
        let mut uniform = Uniform(self.seed);
        let starts = (0..self.scenarios).step_by(1000);
        let book = book();
        let rows = |start: usize| 1000.min(self.scenarios - start);
        starts.map(|start| self.block(rows(start), &book, &mut uniform)).collect()
    }

    fn block(self, rows: usize, book: &[Option], uniform: &mut Uniform) -> ScenarioBlock {
        let mut block = ScenarioBlock::new(rows, INSTRUMENTS, 1);
        let horizon = self.days / 252.0;
        for row in 0..rows {
            let sd = VOLATILITY * horizon.sqrt();
            let spot = 100.0 * exp(0.1 * horizon - 0.5 * sd * sd + sd * uniform.normal());
            let volatility = VOLATILITY + self.volatility_sd * uniform.normal();
            block.instrument_mut(0)[row] = spot;
            let ladder = DAYS.iter().flat_map(|days| STRIKES.map(|strike| (*days, strike)));
            for (index, (days, strike)) in ladder.enumerate() {
                let market = [spot, strike, volatility];
                block.instrument_mut(index + 1)[row] =
                    value(Payoff::Call, market, days - self.days);
            }
            let each = book.iter().map(|option| {
                let market = [spot, option.strike, volatility];
                option.quantity * value(option.payoff, market, option.days - self.days)
            });
            block.target_mut(0)[row] = each.sum();
        }
        block
    }

    /// Scenarios by the thousand, of changes: what instruments are worth less what they cost, and the
    /// book likewise, both financed to the horizon.
    pub fn changes(self) -> Vec<ScenarioBlock> {
        let growth = exp(RATES.rate * self.days / 252.0);
        let owed: f64 = book()
            .iter()
            .map(|option| {
                let market = [100.0, option.strike, VOLATILITY];
                option.quantity * value(option.payoff, market, option.days)
            })
            .sum();
        let mut blocks = self.blocks();
        for block in &mut blocks {
            for (j, price) in Self::prices().into_iter().enumerate() {
                block.instrument_mut(j).iter_mut().for_each(|value| *value -= price * growth);
            }
            block.target_mut(0).iter_mut().for_each(|value| *value -= owed * growth);
        }
        blocks
    }

    /// What instruments are worth today.
    pub fn prices() -> Vec<f64> {
        let ladder = DAYS.iter().flat_map(|days| STRIKES.map(|strike| (*days, strike)));
        let calls = ladder.map(|(days, k)| value(Payoff::Call, [100.0, k, VOLATILITY], days));
        [100.0].into_iter().chain(calls).collect()
    }
}

/// The factor of some blocks.
pub fn factor(blocks: &[ScenarioBlock]) -> Factor {
    let mut factor = Factor::new(blocks[0].instruments(), blocks[0].targets());
    blocks.iter().for_each(|block| factor.push(InstructionSet::best(), block));
    factor
}

/// The problem of the first book of some blocks.
pub fn problem(blocks: &[ScenarioBlock]) -> HedgeProblem {
    factor(blocks).problem(0).unwrap()
}

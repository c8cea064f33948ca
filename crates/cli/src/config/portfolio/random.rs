//! Books drawn at random, like those of Boyle, Coleman and Li.
//!
//! Every position takes [`UNIFORMS`] uniforms on (0, 1) of one stream, whether it needs them or not,
//! in the order of [`Draw`]: the strikes, lives and sizes of two books differ in nothing but what
//! their keys change.

use super::keys::RANDOM_KINDS;
use super::lives::Entry;
use super::plan::Position;
use crate::config::places::Report;
use crate::config::tree::{Node, Table, Value};
use rand::distr::{Distribution, Open01};
use rehedge_kernels::{exp, normal_quantile};
use rehedge_market::{Purpose, stream};
use rehedge_options::{ContractKind, Direction, Fixings, Knock, Mean, Side, Strike, Terms};

/// Uniforms of a position.
const UNIFORMS: usize = 9;

/// What a uniform decides.
#[derive(Clone, Copy)]
enum Draw {
    /// Of a mixed book: vanilla, binary, barrier or Asian.
    Family,
    /// Call or put.
    Side,
    /// Which strike.
    Strike,
    /// Which life.
    Life,
    /// How many, by the quantile of a normal.
    Size,
    /// Owned or sold.
    Long,
    /// Up or down.
    Direction,
    /// In or out.
    Knock,
    /// How far beyond spot and strike the barrier lies.
    Distance,
}

/// Kinds of options.
#[derive(Clone, Copy)]
enum Family {
    Vanilla,
    Binary,
    Barrier,
    Asian,
}

/// What positions are drawn from.
struct Population {
    families: &'static [Family],
    strikes: Vec<f64>,
    /// Years, and fixings of an Asian option: one a day.
    lives: Vec<(f64, u32)>,
    long_share: f64,
    median: f64,
    sd_log: f64,
    cash: f64,
    /// Shares of the spot.
    distances: Vec<f64>,
}

/// The positions of a random book.
pub fn positions(table: &Table, entry: &Entry, report: &mut Report) -> Option<Vec<Position>> {
    let population = population(table, entry, report);
    let (options, seed) = (table.count("options")?, table.count("seed")? as u64);
    let population = population?;
    let mut numbers = stream(seed, 0, Purpose::RandomBook);
    let mut uniforms = || [(); UNIFORMS].map(|()| Open01.sample(&mut numbers));
    (0..options).map(|_| population.position(&uniforms(), entry.spot)).collect()
}

fn population(table: &Table, entry: &Entry, report: &mut Report) -> Option<Population> {
    let families = families(table.text("kind")?)?;
    let asians = families.iter().any(|family| matches!(family, Family::Asian));
    let days = list(table.node("days"))?;
    let lives: Vec<_> = days.iter().map(|node| life(node, asians, entry, report)).collect();
    let strikes = if table.has("strikes") {
        numbers(table, "strikes")
    } else {
        numbers(table, "moneyness").map(|all| all.into_iter().map(|x| x * entry.spot).collect())
    };
    let percents = numbers(table, "barriers_beyond_percent")?;
    Some(Population {
        families,
        strikes: strikes?,
        lives: lives.into_iter().collect::<Option<_>>()?,
        long_share: table.number("long_share")?,
        median: table.number("size_median")?,
        sd_log: table.number("size_sd_log")?,
        cash: table.number("cash")?,
        distances: percents.into_iter().map(|percent| percent / 100.0).collect(),
    })
}

/// In the order of [`RANDOM_KINDS`].
fn families(kind: &str) -> Option<&'static [Family]> {
    const FAMILIES: [&[Family]; 4] = [
        &[Family::Vanilla],
        &[Family::Binary],
        &[Family::Barrier],
        &[Family::Vanilla, Family::Binary, Family::Barrier, Family::Asian],
    ];
    let index = RANDOM_KINDS.iter().position(|known| *known == kind)?;
    FAMILIES.get(index).copied()
}

fn life(node: &Node, asians: bool, entry: &Entry, report: &mut Report) -> Option<(f64, u32)> {
    let days = node.number()?;
    let whole = days.fract() == 0.0;
    if asians && !whole {
        report.refuse(&node.path, "must be whole days, for Asian options have a fixing a day");
        return None;
    }
    let life = entry.life(days).map_err(|allowed| report.refuse(&node.path, allowed)).ok()?;
    Some((life, days as u32))
}

/// The items of a list.
fn list(node: &Node) -> Option<&[Node]> {
    if let Value::List(nodes) = &node.value { Some(nodes) } else { None }
}

fn numbers(table: &Table, key: &str) -> Option<Vec<f64>> {
    list(table.node(key))?.iter().map(Node::number).collect()
}

/// The item that a uniform on (0, 1) falls on, each as likely as another.
fn pick<T: Copy>(items: &[T], uniform: f64) -> T {
    // The last place is for a product that is rounded up to the length.
    items[((uniform * items.len() as f64) as usize).min(items.len() - 1)]
}

impl Population {
    fn position(&self, uniforms: &[f64; UNIFORMS], spot: f64) -> Option<Position> {
        let uniform = |draw: Draw| uniforms[draw as usize];
        let strike = pick(&self.strikes, uniform(Draw::Strike));
        let (maturity, fixings) = pick(&self.lives, uniform(Draw::Life));
        let side = pick(&Side::ALL, uniform(Draw::Side));
        let terms = Terms::new(Strike::Fixed(strike));
        let (kind, terms) = match pick(self.families, uniform(Draw::Family)) {
            Family::Vanilla => (ContractKind::Vanilla(side.payoff()), terms),
            Family::Binary => {
                (ContractKind::CashOrNothing(side), Terms { cash: Some(self.cash), ..terms })
            }
            Family::Barrier => {
                let direction = pick(&Direction::ALL, uniform(Draw::Direction));
                let knock = pick(&Knock::ALL, uniform(Draw::Knock));
                let distance = pick(&self.distances, uniform(Draw::Distance));
                let level = beyond(direction, distance, [spot, strike]);
                let kind = ContractKind::Barrier(direction, knock, side);
                (kind, Terms { level: Some(Strike::Fixed(level)), ..terms })
            }
            Family::Asian => {
                let fixings = Some(Fixings::Discrete { number: fixings });
                (ContractKind::Asian(Mean::Arithmetic, side), Terms { fixings, ..terms })
            }
        };
        let size = self.median * exp(self.sd_log * normal_quantile(uniform(Draw::Size)));
        let quantity = if uniform(Draw::Long) < self.long_share { size } else { -size };
        let contract = kind.contract(&terms).ok()?;
        Some(Position { contract, maturity, quantity, implied_volatility: None })
    }
}

/// A barrier beyond both spot and strike: none is touched at entry, and none leaves an option worth
/// nothing from the start.
fn beyond(direction: Direction, distance: f64, [spot, strike]: [f64; 2]) -> f64 {
    match direction {
        Direction::Up => spot.max(strike) * (1.0 + distance),
        Direction::Down => spot.min(strike) * (1.0 - distance),
    }
}

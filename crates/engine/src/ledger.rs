//! [`Recorder`]: writes out every step of chosen paths.

use crate::desk::Desk;
use crate::position::Position;
use crate::valuation::Valuation;
use crate::{BookComponent, Component, HedgeComponent, LedgerEntry};
use rehedge_kernels::{LANES, Row};
use rehedge_market::PathBlock;

/// Writes out every step of some paths of one block.
#[derive(Clone, Debug)]
pub struct Recorder {
    first_path: usize,
    lanes: Vec<usize>,
    /// Components of the book to date, for each recorded lane.
    book: Vec<[f64; BookComponent::COUNT]>,
    /// Components to date at the step before, for each hedge and recorded lane.
    before: Vec<[f64; Component::COUNT]>,
    /// Shares held at the step before, likewise.
    held: Vec<f64>,
    entries: Vec<LedgerEntry>,
}

/// What a recorder looks at besides the position.
pub(crate) struct Scene<'a> {
    pub desk: &'a Desk,
    pub paths: &'a PathBlock,
    pub valuation: &'a Valuation,
}

impl Recorder {
    /// A recorder of the paths of a block whose numbers are in `paths`.
    #[must_use]
    pub fn new(desk: &Desk, block: usize, paths: std::ops::Range<usize>) -> Self {
        let first_path = block * LANES;
        let lanes: Vec<_> =
            (0..LANES).filter(|lane| paths.contains(&(first_path + lane))).collect();
        Self {
            first_path,
            book: vec![[0.0; BookComponent::COUNT]; lanes.len()],
            before: vec![[0.0; Component::COUNT]; lanes.len() * desk.hedges.len()],
            held: vec![0.0; lanes.len() * desk.hedges.len()],
            lanes,
            entries: Vec::new(),
        }
    }

    /// Everything recorded, in the order of hedges, paths and steps.
    #[must_use]
    pub fn into_entries(mut self) -> Vec<LedgerEntry> {
        self.entries.sort_by_key(|entry| (entry.hedge, entry.path, entry.step));
        self.entries
    }

    /// Notes what the book has earned to date.
    pub(crate) fn see_book(&mut self, components: &[Row; BookComponent::COUNT]) {
        for (book, &lane) in self.book.iter_mut().zip(&self.lanes) {
            *book = std::array::from_fn(|part| components[part][lane]);
        }
    }

    /// Writes out one hedge at one step, after its trade.
    pub(crate) fn record(
        &mut self,
        (hedge, step): (usize, usize),
        scene: &Scene<'_>,
        position: &Position,
        wealth: &Row,
    ) {
        for index in 0..self.lanes.len() {
            let lane = self.lanes[index];
            let mut entry = scene.entry((hedge, step), position, lane);
            entry.path = self.first_path + lane;
            entry.wealth = wealth[lane];
            let to_date = to_date(&self.book[index], position, lane);
            let place = hedge * self.lanes.len() + index;
            entry.trade = entry.holding - self.held[place];
            self.held[place] = entry.holding;
            let before = &mut self.before[place];
            for (part, (now, then)) in to_date.iter().zip(before.iter()).enumerate() {
                entry.components[part] = now - then;
            }
            *before = to_date;
            self.entries.push(entry);
        }
    }
}

fn to_date(
    book: &[f64; BookComponent::COUNT],
    position: &Position,
    lane: usize,
) -> [f64; Component::COUNT] {
    let mut components = [0.0; Component::COUNT];
    for part in BookComponent::ALL {
        components[part.component() as usize] = book[part as usize];
    }
    let of_hedge = position.components_of(lane);
    for part in HedgeComponent::ALL {
        components[part.component() as usize] = of_hedge[part as usize];
    }
    components
}

impl Scene<'_> {
    fn entry(
        &self,
        (hedge, step): (usize, usize),
        position: &Position,
        lane: usize,
    ) -> LedgerEntry {
        let Self { desk, paths, valuation } = self;
        let plan = &desk.hedges[hedge];
        let at_horizon = step == desk.grid.steps();
        let delta = valuation.delta(desk, plan.target.volatility)[lane];
        let mut own = Row::ZERO;
        LedgerEntry {
            hedge,
            step,
            time: desk.grid.time(step),
            spot: paths.spot[step][lane],
            implied_volatility: desk.legs[0].implied(paths, step, &mut own)[lane],
            path_volatility: paths.volatility.at(step)[lane],
            book_value: valuation.now.value[lane],
            delta: valuation.now.delta[lane],
            gamma: valuation.now.gamma[lane],
            theta: valuation.now.theta[lane],
            vega: valuation.now.vega[lane],
            target: if at_horizon { 0.0 } else { 0.0 - plan.target.offset(delta) },
            holding: position.holding[lane],
            settlement: valuation.settled.as_ref().map_or(0.0, |settled| settled[lane]),
            cash: position.cash[lane],
            jumped: step > 0 && paths.jumped[step - 1] >> lane & 1 == 1,
            ..LedgerEntry::default()
        }
    }
}

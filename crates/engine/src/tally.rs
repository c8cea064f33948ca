//! [`Tally`]: sums over paths at every step, from which the [`Profile`] is made.

use crate::outcome::{Moments, Profile, ProfilePoint};
use crate::{BookComponent, Component, HedgeComponent};
use rehedge_kernels::{LANES, Partials, Row};

/// Sums over some paths of a run, mergeable.
///
/// Sums over the lanes of a row have one fixed shape. A tally that covers a fixed set of blocks in
/// their order, merged in a fixed order with others, gives the same bits on any number of threads.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    steps: usize,
    /// Number of hedges.
    hedges: usize,
    paths: f64,
    book: Vec<[f64; BookComponent::COUNT]>,
    /// Of every hedge at a step, then at the next: the order in which the loop adds to them.
    sums: Vec<HedgeSums>,
}

/// Sums over paths for one hedge at one step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct HedgeSums {
    pnl: f64,
    pnl_squares: f64,
    components: [f64; HedgeComponent::COUNT],
}

impl Tally {
    /// An empty tally for a grid of `steps` steps.
    #[must_use]
    pub fn new(steps: usize, hedges: usize) -> Self {
        Self {
            steps,
            hedges,
            paths: 0.0,
            book: vec![[0.0; BookComponent::COUNT]; steps + 1],
            sums: vec![HedgeSums::default(); hedges * (steps + 1)],
        }
    }

    /// Counts the paths of a block.
    pub(crate) fn add_paths(&mut self, valid: usize) {
        self.paths += valid as f64;
    }

    /// Adds Σ over lanes of the book's components to date.
    #[inline(always)]
    pub(crate) fn add_book(&mut self, step: usize, sums: &[f64; BookComponent::COUNT]) {
        add(&mut self.book[step], sums);
    }

    /// Adds Σ over lanes of one hedge's wealth, of its square, and of its components to date.
    #[inline(always)]
    pub(crate) fn add_hedge(
        &mut self,
        (hedge, step): (usize, usize),
        [pnl, pnl_squares]: [f64; 2],
        components: &[f64; HedgeComponent::COUNT],
    ) {
        let total = &mut self.sums[step * self.hedges + hedge];
        total.pnl += pnl;
        total.pnl_squares += pnl_squares;
        add(&mut total.components, components);
    }

    /// Adds the sums of another tally of the same shape.
    pub fn merge(&mut self, other: &Self) {
        self.paths += other.paths;
        for (mine, theirs) in self.book.iter_mut().zip(&other.book) {
            add(mine, theirs);
        }
        for (mine, theirs) in self.sums.iter_mut().zip(&other.sums) {
            mine.pnl += theirs.pnl;
            mine.pnl_squares += theirs.pnl_squares;
            add(&mut mine.components, &theirs.components);
        }
    }

    /// Averages over all paths counted.
    #[must_use]
    pub fn profile(&self) -> Profile {
        let point =
            |hedge, step| self.point(&self.book[step], &self.sums[step * self.hedges + hedge]);
        let steps = 0..=self.steps;
        let hedges = (0..self.hedges)
            .map(|hedge| steps.clone().map(|step| point(hedge, step)).collect())
            .collect();
        Profile { hedges }
    }

    fn point(&self, book: &[f64; BookComponent::COUNT], hedge: &HedgeSums) -> ProfilePoint {
        let mean = hedge.pnl / self.paths;
        let squares = (hedge.pnl_squares - self.paths * mean * mean).max(0.0);
        let mut components = [0.0; Component::COUNT];
        for component in BookComponent::ALL {
            components[component.component() as usize] = book[component as usize] / self.paths;
        }
        for component in HedgeComponent::ALL {
            components[component.component() as usize] =
                hedge.components[component as usize] / self.paths;
        }
        ProfilePoint { pnl: Moments { count: self.paths, mean, squares }, components }
    }
}

/// Σ over lanes of several rows: all partial sums first, then all totals, so that neither waits for
/// the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sums<const N: usize> {
    partials: [Partials; N],
    totals: [f64; N],
    changed: [bool; N],
}

impl<const N: usize> Default for Sums<N> {
    fn default() -> Self {
        Self { partials: [Partials::default(); N], totals: [0.0; N], changed: [false; N] }
    }
}

impl<const N: usize> Sums<N> {
    /// Notes that a row has changed.
    #[inline(always)]
    pub fn change(&mut self, row: usize) {
        self.changed[row] = true;
    }

    /// The sums over the first `valid` lanes, taken again only where a row has changed.
    #[inline(always)]
    pub fn refresh(&mut self, rows: &[Row; N], valid: usize) -> &[f64; N] {
        for row in 0..N {
            if self.changed[row] {
                self.changed[row] = false;
                self.partials[row] = partials(&rows[row], valid);
            }
        }
        self.total()
    }

    /// The sums over the first `valid` lanes, taken again for every row.
    #[inline(always)]
    pub fn refresh_all(&mut self, rows: &[Row; N], valid: usize) -> &[f64; N] {
        for row in 0..N {
            self.partials[row] = partials(&rows[row], valid);
        }
        self.total()
    }

    #[inline(always)]
    fn total(&mut self) -> &[f64; N] {
        for (total, partials) in self.totals.iter_mut().zip(&self.partials) {
            *total = partials.total();
        }
        &self.totals
    }
}

#[inline(always)]
fn add<const N: usize>(mine: &mut [f64; N], theirs: &[f64; N]) {
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        *mine += theirs;
    }
}

#[inline(always)]
fn partials(row: &Row, valid: usize) -> Partials {
    if valid == LANES { Partials::of(row) } else { Partials::of(&first(row, valid)) }
}

/// The first lanes of a row, the others zero.
#[inline(always)]
fn first(row: &Row, valid: usize) -> Row {
    let mut out = Row::ZERO;
    out[..valid].copy_from_slice(&row[..valid]);
    out
}

//! [`TradeOff`]: conditional value at risk against cost.

use super::descent::{Descent, End, Place};
use super::programme::Programme;
use crate::{Costs, SolveError};

/// Solutions of `min CVaR(x) + π·cost(x)`, one for each price `π` of costs.
///
/// Both are convex and piecewise linear, so that the least cost for each conditional value at risk is
/// a convex chain of lines, whose corners are the solutions of the prices between. A point on a line
/// is a mixture of the corners at its ends.
pub(super) struct TradeOff<'a> {
    pub programme: &'a Programme<'a>,
    pub costs: &'a Costs,
    pub steps: usize,
}

/// A hedge, and where it is in the plane of cost and conditional value at risk.
#[derive(Clone, Debug)]
pub(super) struct Corner {
    pub positions: Vec<f64>,
    pub cost: f64,
    pub cvar: f64,
    /// Where the descent that found it ended.
    place: Option<Place>,
}

/// Which of the two is given.
#[derive(Clone, Copy, Debug)]
pub(super) enum Given {
    Cost(f64),
    Cvar(f64),
}

/// What is found, and what no allowed hedge is below.
pub(super) struct Optimum {
    pub positions: Vec<f64>,
    pub bound: f64,
    /// The price of costs, if they have one.
    pub price: Option<f64>,
    pub steps: usize,
}

/// Prices tried; a dozen is usual.
const MOST_PRICES: usize = 200;
/// A price of costs, in units of the risk for the cost without a price, at which only costs count.
const LARGEST_PRICE: f64 = 1e12;
/// So many times a risk is far above it.
const FAR: f64 = 10.0;
/// Prices tried around one that is about right.
const MOST_AROUND: usize = 12;
/// A sum of conditional value at risk and priced cost that falls by less than this share, or by this
/// share of the risk, does not fall.
const NO_FALL: f64 = 1e-11;

impl Given {
    /// How far a corner is above what is given.
    fn excess(self, corner: &Corner) -> f64 {
        match self {
            Self::Cost(most) => corner.cost - most,
            Self::Cvar(cap) => corner.cvar - cap,
        }
    }

    /// Whether a corner is on the side of higher cost and lower risk.
    fn is_dear(self, corner: &Corner) -> bool {
        match self {
            Self::Cost(_) => self.excess(corner) > 0.0,
            Self::Cvar(_) => self.excess(corner) <= 0.0,
        }
    }

    /// The mixture of two corners of a price that is what is given, and the bound that goes with it.
    fn mixture(self, price: f64, bound: f64, dear: &Corner, cheap: &Corner) -> (Vec<f64>, f64) {
        let (above, below) = (self.excess(dear), self.excess(cheap));
        let part = (above / (above - below)).clamp(0.0, 1.0);
        let mix = |(dear, cheap): (&f64, &f64)| dear + part * (cheap - dear);
        let positions = dear.positions.iter().zip(&cheap.positions).map(mix).collect();
        let bound = match self {
            Self::Cost(most) => bound - price * most,
            Self::Cvar(cap) => (bound - cap) / price,
        };
        (positions, bound)
    }
}

impl TradeOff<'_> {
    /// A corner of given positions.
    pub fn corner(&self, positions: Vec<f64>) -> Corner {
        let cvar = self.programme.tail(&positions).mean;
        Corner { cost: self.costs.of(&positions), cvar, positions, place: None }
    }

    /// The best mixture for a cost or a conditional value at risk between those of two corners.
    pub fn meet(
        &mut self,
        given: Given,
        mut dear: Corner,
        mut cheap: Corner,
    ) -> Result<Optimum, SolveError> {
        let mut tried = 0;
        loop {
            let price = (cheap.cvar - dear.cvar) / (dear.cost - cheap.cost);
            let (corner, bound) = self.solve(price, &dear)?;
            let value = |corner: &Corner| corner.cvar + price * corner.cost;
            let size = self.programme.unit + value(&dear).abs();
            tried += 1;
            if value(&corner) >= value(&dear) - NO_FALL * size || tried == MOST_PRICES {
                let (positions, bound) = given.mixture(price, bound, &dear, &cheap);
                let steps = self.steps;
                return Ok(Optimum { positions, bound, price: Some(price), steps });
            }
            let side = if given.is_dear(&corner) { &mut dear } else { &mut cheap };
            *side = corner;
        }
    }

    /// Corners on both sides of what is given, at prices near one that is about right.
    pub fn around(
        &mut self,
        given: Given,
        mut price: f64,
        positions: &[f64],
    ) -> Result<Option<[Corner; 2]>, SolveError> {
        let mut from = self.corner(positions.to_vec());
        let (mut dear, mut cheap) = (None, None);
        for _ in 0..MOST_AROUND {
            (from, _) = self.solve(price, &from)?;
            let is_dear = given.is_dear(&from);
            *if is_dear { &mut dear } else { &mut cheap } = Some(from.clone());
            if let (Some(dear), Some(cheap)) = (&dear, &cheap) {
                return Ok(Some([dear.clone(), cheap.clone()]));
            }
            price *= if is_dear { 1.5 } else { 1.0 / 1.5 };
        }
        Ok(None)
    }

    /// The best mixture below a corner that is dear.
    pub fn below(&mut self, given: Given, dear: Corner) -> Result<Optimum, SolveError> {
        let limits = self.programme.limits;
        let none: Vec<f64> = (0..dear.positions.len()).map(|j| limits.clamp(j, 0.0)).collect();
        if limits.excess(&none) == 0.0 {
            let cheap = self.corner(none);
            return if given.is_dear(&cheap) {
                Err(SolveError::Infeasible)
            } else {
                self.meet(given, dear, cheap)
            };
        }
        self.below_without_none(given, dear)
    }

    /// The same where linear limits demand positions: costs weigh more and more.
    fn below_without_none(
        &mut self,
        given: Given,
        mut dear: Corner,
    ) -> Result<Optimum, SolveError> {
        let scale = (self.programme.unit + dear.cvar.abs()) / dear.cost;
        let mut price = 1e-3 * scale;
        loop {
            let (corner, bound) = self.solve(price, &dear)?;
            if !given.is_dear(&corner) {
                return self.meet(given, dear, corner);
            }
            if price > LARGEST_PRICE * scale {
                // No hedge is cheaper, at whatever risk that is worth a thought.
                let Given::Cvar(cap) = given else { return Err(SolveError::Infeasible) };
                let most = FAR * (self.programme.unit + corner.cvar.abs());
                let (positions, steps) = (corner.positions, self.steps);
                let bound = (bound - cap.min(most)) / price;
                return Ok(Optimum { positions, bound, price: Some(price), steps });
            }
            (dear, price) = (corner, 10.0 * price);
        }
    }

    /// The corner of a price, from another, and a lower bound on its value.
    fn solve(&mut self, price: f64, from: &Corner) -> Result<(Corner, f64), SolveError> {
        let programme = self.programme;
        let prices = programme.prices(Some(self.costs), price);
        let place = from.place.clone().unwrap_or_else(|| programme.place_of(&from.positions));
        let mut descent = Descent::new(programme, prices, place);
        let end = descent.run();
        self.steps += descent.steps;
        if end == End::Bottomless {
            return Err(SolveError::Unbounded);
        }
        let bound = programme.bound(&descent, Some(&self.costs.times(price)));
        let corner = self.corner(programme.positions(&descent.place));
        Ok((Corner { place: Some(descent.place), ..corner }, bound))
    }
}

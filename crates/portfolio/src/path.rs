//! [`Penalised`]: the cheapest hedges as a price on risk moves.

use crate::active_set::{ActiveSet, Point};
use crate::duality::Multipliers;
use crate::matrix::dot;
use crate::pivoting::Pivoted;
use crate::scaled::Scaled;
use crate::tilted::Tilted;
use crate::{Costs, HedgeProblem, Limits};

/// Prices tried for a cap.
const MOST_PRICES: usize = 100;
/// A cap is met within this share of itself.
const MET: f64 = 1e-12;
/// The square of the longest step down of a price for which there is no closed form.
const LONGEST_STEP: f64 = 1e-4;

/// By how much a price grows while the hedge is still dearer than it has to be, and in all.
const GROWTH: f64 = 10.0;
const LARGEST_GROWTH: f64 = 1e12;

/// Events of a path for each instrument.
const MOST_EVENTS: usize = 20;
/// A path ends at this share of the price at which it begins.
const LEAST_PRICE: f64 = 1e-14;
/// The longest step along a path beside a linear limit, as a share of the price.
const SHORT_STEP: f64 = 0.9;
/// How far below an event, as a share of its price, it has happened beyond doubt.
const BESIDE: f64 = 1e-6;

/// The solutions of `min ½‖M x − L‖² + λ·cost(x)` within bounds, one for each `λ`.
///
/// As `λ` grows from 0 the risk rises from its least to that of the cheapest hedge, and every hedge of
/// least cost under a cap on the risk is among them. While no position starts, ends or meets a bound,
/// the errors are `e + λ·Q T⁻ᵀ s` with `e` at right angles to the free instruments `A = Q T` and `s` the
/// slopes of their costs, so that the `λ` of a cap has a closed form.
pub(crate) struct Penalised<'a> {
    problem: &'a HedgeProblem,
    limits: &'a Limits,
    scaled: Scaled,
    /// Costs of scaled units.
    units: Vec<[f64; 2]>,
}

impl<'a> Penalised<'a> {
    pub fn new(problem: &'a HedgeProblem, limits: &'a Limits, costs: &Costs) -> Self {
        let scaled = Scaled::new(problem, limits);
        let unit = |(j, norm): (usize, &f64)| costs.units(j).map(|cost| cost / norm);
        let units = scaled.norms.iter().enumerate().map(unit).collect();
        Self { problem, limits, scaled, units }
    }

    /// No positions but those that bounds demand.
    pub fn start(&self) -> Point {
        self.method(&[]).start()
    }

    /// The solution at a price, from one at another.
    ///
    /// Gives the multiplier of the first linear limit, which is kept as well.
    pub fn solve(&self, lambda: f64, point: &mut Point) -> f64 {
        let costs: Vec<[f64; 2]> =
            self.units.iter().map(|units| units.map(|unit| unit * lambda)).collect();
        let method = self.method(&costs);
        if let [limit, ..] = self.limits.linear() {
            return Tilted::new(method, &self.scaled.norms, limit).solve(point);
        }
        method.reprice(point);
        method.solve(point);
        0.0
    }

    fn method<'b>(&'b self, costs: &'b [[f64; 2]]) -> ActiveSet<'b> {
        ActiveSet {
            columns: &self.scaled.columns,
            target: &self.problem.target,
            lower: &self.scaled.lower,
            upper: &self.scaled.upper,
            costs,
        }
    }

    /// Positions at a point.
    pub fn positions(&self, point: &Point) -> Vec<f64> {
        self.scaled.positions(&point.position, self.limits)
    }

    /// The factor of the free instruments, its rank, and `T⁻ᵀ s` for a unit of price.
    fn pull(&self, lambda: f64, point: &Point) -> (Pivoted, usize, Vec<f64>) {
        let free = point.free();
        let factor = Pivoted::new(self.scaled.columns.choose(&free));
        let rank = factor.rank(free.len() as f64 * f64::EPSILON);
        let slopes: Vec<f64> = free.iter().map(|j| point.slope(*j) / lambda).collect();
        let pull = factor.solve_transposed(&slopes, rank);
        (factor, rank, pull)
    }

    /// How the square of the errors grows with `λ²` around a point.
    fn growth(&self, lambda: f64, point: &Point) -> f64 {
        let (_, _, pull) = self.pull(lambda, point);
        dot(&pull, &pull)
    }

    /// The least price at which the start is the solution; `None` if nothing costs anything.
    fn first_price(&self, start: &Point) -> Option<f64> {
        let misses = self.method(&[]).misses(&start.position);
        let gradient = self.scaled.columns.transposed_times(&misses);
        let price = |(g, [buy, sell]): (&f64, &[f64; 2])| {
            let unit = if *g < 0.0 { *buy } else { *sell };
            if unit > 0.0 { g.abs() / unit } else { 0.0 }
        };
        let prices = gradient.iter().zip(&self.units).map(price);
        Some(prices.fold(0.0, f64::max)).filter(|price| *price > 0.0)
    }

    /// The price, the multiplier of the linear limit and the point at which `‖M x − L‖` is `aim`, above
    /// its least and below that of the cheapest hedge, or as near as rounding lets it come; `None` if
    /// no position costs anything.
    pub fn meet(&self, aim: f64) -> Option<(f64, f64, Point)> {
        let mut point = self.start();
        let mut lambda = self.first_price(&point)?;
        let dearest = lambda * LARGEST_GROWTH;
        // Without a limit, the start is the cheapest hedge, and its risk is above the aim.
        let [mut low, mut high] =
            [0.0, if self.limits.linear().is_empty() { lambda } else { f64::INFINITY }];
        let mut nearest = (f64::INFINITY, lambda, 0.0, point.clone());
        for _ in 0..MOST_PRICES {
            let tilt = self.solve(lambda, &mut point);
            let error = self.problem.error_norm(&self.positions(&point));
            let miss = (error - aim).abs() / aim;
            if miss < nearest.0 {
                nearest = (miss, lambda, tilt, point.clone());
            }
            *if error < aim { &mut low } else { &mut high } = lambda;
            let square =
                lambda * lambda + (aim - error) * (aim + error) / self.growth(lambda, &point);
            let next = square.max(0.0).sqrt();
            let inside = next > low && next < high;
            lambda = match high {
                f64::INFINITY => GROWTH * low,
                _ if inside => next,
                _ => (low.max(high * LONGEST_STEP) * high).sqrt(),
            };
            if miss <= MET || high <= low * (1.0 + MET) || lambda > dearest {
                break;
            }
        }
        let (_, lambda, tilt, point) = nearest;
        Some((lambda, tilt, point))
    }

    /// The multipliers of the errors at a point, `(M x − L)/λ`: along the free instruments what makes
    /// up for their costs and for the limit, where the errors themselves have more rounding.
    pub fn multipliers(&self, lambda: f64, tilt: f64, point: &Point) -> Multipliers {
        let (factor, rank, pull) = self.pull(lambda, point);
        let mut rotated = factor.rotate(&self.problem.misses(&self.positions(point)));
        rotated.iter_mut().for_each(|error| *error /= lambda);
        rotated[..rank].iter_mut().zip(&pull).for_each(|(error, pull)| *error = -pull);
        let errors = factor.restore(rotated);
        let mut linear = vec![0.0; self.limits.linear().len()];
        if let Some(first) = linear.first_mut() {
            *first = tilt / lambda;
        }
        Multipliers { errors, rest: self.problem.rest / lambda, linear }
    }

    /// The sets of one, two, … up to `most` instruments that hold positions as the price falls, each the
    /// first of its size.
    pub fn supports(&self, most: usize) -> Vec<Vec<usize>> {
        let mut point = self.start();
        let mut found: Vec<Vec<usize>> = Vec::new();
        let Some(mut lambda) = self.first_price(&point) else { return found };
        let least = lambda * LEAST_PRICE;
        for _ in 0..MOST_EVENTS * self.units.len() {
            let last = lambda;
            // Just below an event, where it has happened.
            lambda *= 1.0 - BESIDE;
            self.solve(lambda, &mut point);
            let held = |j: &usize| self.positions(&point)[*j] != 0.0;
            let support: Vec<usize> = (0..self.units.len()).filter(held).collect();
            // Where two enter at once, there is no set of the size between.
            while support.len() > found.len() + 1 {
                found.push(found.last().cloned().unwrap_or_default());
            }
            if support.len() > found.len() {
                found.push(support);
            }
            lambda = self.next_event(lambda, &point).unwrap_or(0.5 * lambda);
            if !self.limits.linear().is_empty() {
                // The multiplier of the limit moves as well: events are not known so far ahead.
                lambda = lambda.max(last * SHORT_STEP);
            }
            if found.len() >= most || lambda < least {
                break;
            }
        }
        found.truncate(most);
        found
    }

    /// The next lower price at which a position starts, ends or meets a bound.
    ///
    /// Around a point the free variables are `u + (λ − λ')·T⁻¹ T⁻ᵀ s`, and the gradient of a fixed one is
    /// `α − λ'·β`, with `α` from the errors at right angles to the free ones and `β = aᵀ Q T⁻ᵀ s`.
    fn next_event(&self, lambda: f64, point: &Point) -> Option<f64> {
        let free = point.free();
        let (factor, rank, pull) = self.pull(lambda, point);
        let direction = factor.solve(&pull, rank);
        let mut events: Vec<f64> = Vec::new();
        for (j, speed) in free.iter().zip(&direction) {
            let ends = [self.scaled.lower[*j], 0.0, self.scaled.upper[*j]];
            let price = |end: f64| lambda - (end - point.position[*j]) / speed;
            events.extend(ends.map(price));
        }
        let errors = factor.rotate(&self.problem.misses(&self.positions(point)));
        for j in (0..self.units.len()).filter(|j| !free.contains(j)) {
            let column = factor.rotate(self.scaled.columns.column(j));
            let alpha = dot(&column[rank..], &errors[rank..]);
            let beta = dot(&column[..rank], &pull);
            let [buy, sell] = self.units[j];
            events.extend([alpha / (beta - buy), alpha / (beta + sell)]);
        }
        let below = lambda * (1.0 - BESIDE);
        events.into_iter().filter(|price| *price > 0.0 && *price < below).reduce(f64::max)
    }
}

//! [`Tilted`]: least squares with bounds and costs beside a linear limit.

use crate::LinearLimit;
use crate::active_set::{ActiveSet, Point};
use crate::matrix::dot;
use crate::pivoting::Pivoted;

/// Minimises `½‖A u − t‖² + Σ φ_j(u_j)` over bounds and `lower ≤ aᵀu ≤ upper`.
///
/// Where the limit binds, the solution is also that of `½‖A u − t‖² + Σ φ_j(u_j) + μ·aᵀu` with the right
/// multiplier `μ`: costs with another slope, which an active set takes to the last digits. As `μ`
/// grows `aᵀu` falls, along a line as long as the same variables are free; so `μ` is found by Newton's
/// steps, kept between multipliers that are too small and too large. What rounding leaves between
/// their solutions is met by a mixture of the two, which is on the limit and within the bounds.
pub(crate) struct Tilted<'a> {
    pub method: ActiveSet<'a>,
    /// `a`, in the units of the variables.
    pub coefficients: Vec<f64>,
    pub lower: f64,
    pub upper: f64,
}

/// Multipliers tried.
const MOST_TILTS: usize = 120;
/// A limit is met within this share of the terms of its sum.
const MET: f64 = 1e-15;
/// The first multiplier, as a share of the one that outweighs the target, where no step is known.
const FIRST: f64 = 1e-9;
/// By how much the multiplier grows where no step is known.
const GROWTH: f64 = 10.0;

/// Variables at a multiplier, and by how much they are beyond the limit.
#[derive(Clone)]
struct Side {
    multiplier: f64,
    position: Vec<f64>,
    miss: f64,
}

impl<'a> Tilted<'a> {
    /// Of variables `u_j = norms_j·x_j`.
    pub fn new(method: ActiveSet<'a>, norms: &[f64], limit: &LinearLimit) -> Self {
        let coefficients = limit.coefficients.iter().zip(norms).map(|(a, norm)| a / norm).collect();
        Self { method, coefficients, lower: limit.lower, upper: limit.upper }
    }

    /// Goes on from a point to the solution, as far as it is found; gives the multiplier of the limit.
    pub fn solve(&self, point: &mut Point) -> f64 {
        self.at(0.0, point);
        let sum = dot(&self.coefficients, &point.position);
        let (edge, sign) = match sum {
            sum if sum > self.upper => (self.upper, 1.0),
            sum if sum < self.lower => (self.lower, -1.0),
            _ => return 0.0,
        };
        let side = |multiplier: f64, point: &Point| Side {
            multiplier,
            position: point.position.clone(),
            miss: sign * (dot(&self.coefficients, &point.position) - edge),
        };
        let mut near = side(0.0, point);
        let mut far: Option<Side> = None;
        let mut next = self.step(&near, point).unwrap_or_else(|| self.first());
        for _ in 0..MOST_TILTS {
            self.at(sign * next, point);
            let here = side(next, point);
            if here.miss.abs() <= MET * self.terms(&here.position) {
                return sign * next;
            }
            let step = self.step(&here, point);
            if here.miss > 0.0 {
                near = here;
            } else {
                far = Some(here);
            }
            let beyond = far.as_ref().map_or(f64::INFINITY, |far| far.multiplier);
            if beyond.is_finite() && beyond - near.multiplier <= f64::EPSILON * beyond {
                break;
            }
            next = match step {
                Some(step) if step > near.multiplier && step < beyond => step,
                _ if beyond.is_finite() => 0.5 * (near.multiplier + beyond),
                _ => GROWTH * near.multiplier.max(self.first()),
            };
        }
        let Some(far) = far else { return sign * near.multiplier };
        let part = if near.miss > far.miss { near.miss / (near.miss - far.miss) } else { 1.0 };
        let mix = |(near, far): (&f64, &f64)| near + part.clamp(0.0, 1.0) * (far - near);
        point.position = near.position.iter().zip(&far.position).map(mix).collect();
        sign * far.multiplier
    }

    /// The solution at a multiplier.
    fn at(&self, multiplier: f64, point: &mut Point) {
        let costs = self.method.costs.iter().zip(&self.coefficients);
        let tilted = |([buy, sell], a): (&[f64; 2], &f64)| {
            let slope = multiplier * a;
            [buy + slope, sell - slope]
        };
        let costs: Vec<[f64; 2]> = costs.map(tilted).collect();
        let method = ActiveSet { costs: &costs, ..self.method };
        method.reprice(point);
        method.solve(point);
    }

    /// The multiplier at which the sum meets the limit if the same variables stay free.
    fn step(&self, side: &Side, point: &Point) -> Option<f64> {
        let free = point.free();
        let factor = Pivoted::new(self.method.columns.choose(&free));
        let rank = factor.rank(free.len() as f64 * f64::EPSILON);
        let along: Vec<f64> = free.iter().map(|j| self.coefficients[*j]).collect();
        let pull = factor.solve_transposed(&along, rank);
        let next = side.multiplier + side.miss / dot(&pull, &pull);
        next.is_finite().then_some(next)
    }

    /// A small multiplier.
    fn first(&self) -> f64 {
        let most = self.coefficients.iter().fold(0.0, |most: f64, a| most.max(a.abs()));
        let size = dot(self.method.target, self.method.target).sqrt();
        let first = FIRST * size / most;
        if first.is_finite() && first > 0.0 { first } else { 1.0 }
    }

    /// The size of the terms of the sum.
    fn terms(&self, position: &[f64]) -> f64 {
        let terms = self.coefficients.iter().zip(position).map(|(a, u)| (a * u).abs());
        let edges = [self.lower, self.upper].into_iter().filter(|edge| edge.is_finite());
        terms.sum::<f64>() + edges.fold(0.0, |most: f64, edge| most.max(edge.abs()))
    }
}

//! [`Programme`]: conditional value at risk and costs as a piecewise linear function.

use super::centre::{Centre, dependent, spread};
use super::descent::{Descent, Place};
use super::planes::Plane;
use super::scenarios::Losses;
use super::tail::Tail;
use crate::duality::{FAR, Range};
use crate::matrix::{Matrix, add_multiple, dot, norm};
use crate::{Costs, HedgeProblem, Limits};

/// `F(u, t) = t + w·Σ_i max(ℓ_i(u) − t, 0) + Σ_j φ_j(u_j)` within limits, with `w = 1/((1 − α)·N)` and `φ` the
/// price of costs times the costs: `F` is least in `t` at the value at risk, where it is the conditional
/// value at risk and the cost.
///
/// All in units of the risk `s` at a centre `c` that hedges well: `x_j = c_j + u_j·s/m_j` with `m_j` the root
/// mean square of instrument `j`.
pub(super) struct Programme<'a> {
    pub losses: Losses<'a>,
    pub limits: &'a Limits,
    pub centre: Vec<f64>,
    pub unit: f64,
    pub sizes: Vec<f64>,
    /// `w`.
    pub weight: f64,
    /// Losses at the centre, in units.
    centred: Vec<f64>,
    /// The same, told apart by up to a unit where the centre leaves no more than rounding.
    base: Vec<f64>,
    /// Positions far away, by what they move losses.
    far: f64,
    /// Positions that stay at the centre: none, or those of instruments that the others make up, which
    /// would be moved without end for what is rounding.
    fixed: Vec<bool>,
    /// Changes of losses below this share of the change of positions are rounding.
    pub rounding: f64,
    /// The triangle of the instruments, of columns of root mean square 1.
    triangle: Matrix,
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
    /// Where positions are 0.
    pub zero: Vec<f64>,
    /// Rows of the linear limits in `u`, of length 1, and their bounds.
    pub rows: Vec<(Vec<f64>, f64, f64)>,
    /// What these were divided by.
    lengths: Vec<f64>,
}

/// A slope this small, for a change of losses of 1, counts as 0 where an instrument is not bounded.
const NO_GRADIENT: f64 = 1e-9;

/// A price of costs: what a unit of each `u_j` adds to the objective, above 0 and below.
pub(super) struct Prices(pub Vec<[f64; 2]>);

impl<'a> Programme<'a> {
    pub fn new(
        problem: &HedgeProblem,
        losses: Losses<'a>,
        share: f64,
        limits: &'a Limits,
        centre: &Centre,
    ) -> Self {
        let Centre { unit, replicates, positions: centre } = centre.clone();
        let n = centre.len();
        let root = (problem.scenarios() as f64).sqrt();
        let or_one = |size: f64| if size > 0.0 { size } else { 1.0 };
        let sizes: Vec<f64> =
            problem.sizes(&vec![1.0; n]).into_iter().map(|size| or_one(size / root)).collect();
        let mut triangle = problem.factor.clone();
        for (j, size) in sizes.iter().enumerate() {
            triangle.column_mut(j).iter_mut().for_each(|entry| *entry /= size * root);
        }
        let inside = |bounds: &[f64]| -> Vec<f64> {
            (0..n).map(|j| (bounds[j] - centre[j]) * sizes[j] / unit).collect()
        };
        let (lower, upper) = (inside(limits.lower()), inside(limits.upper()));
        let zero = inside(&vec![0.0; n]);
        let (mut rows, mut lengths) = (Vec::new(), Vec::new());
        for limit in limits.linear() {
            let row: Vec<f64> = (0..n).map(|j| limit.coefficients[j] * unit / sizes[j]).collect();
            let length = or_one(norm(&row));
            let at = dot(&limit.coefficients, &centre);
            let row = row.into_iter().map(|entry| entry / length).collect();
            rows.push((row, (limit.lower - at) / length, (limit.upper - at) / length));
            lengths.push(length);
        }
        let weight = 1.0 / (share * losses.len() as f64);
        let centred: Vec<f64> = losses.of(&centre).into_iter().map(|loss| loss / unit).collect();
        let apart = if replicates { 1.0 } else { 0.0 };
        let base = centred.iter().enumerate().map(|(i, loss)| loss + apart * spread(i)).collect();
        let far = FAR * problem.unhedged_rms();
        let fixed = vec![false; n];
        let rounding = problem.rank_tolerance();
        Self {
            losses,
            limits,
            centre,
            unit,
            sizes,
            weight,
            centred,
            base,
            far,
            fixed,
            rounding,
            triangle,
            lower,
            upper,
            zero,
            rows,
            lengths,
        }
    }

    /// The same with the instruments held that the others make up.
    pub fn of_independent(self) -> Self {
        Self { fixed: dependent(&self.triangle), ..self }
    }

    /// Number of instruments.
    pub fn instruments(&self) -> usize {
        self.centre.len()
    }

    /// Costs at a price.
    pub fn prices(&self, costs: Option<&Costs>, price: f64) -> Prices {
        let unit = |j: usize| costs.map_or([0.0; 2], |costs| costs.units(j).map(|c| price * c));
        Prices((0..self.instruments()).map(|j| unit(j).map(|c| c / self.sizes[j])).collect())
    }

    /// `ℓ_i(u) − t`, scenario by scenario, in units.
    pub fn excesses(&self, point: &[f64]) -> Vec<f64> {
        let (u, t) = point.split_at(self.instruments());
        let moved = self.losses.values(&self.scaled(u));
        self.base.iter().zip(moved).map(|(base, moved)| base - moved - t[0]).collect()
    }

    /// How fast the excesses change along a direction.
    pub fn speeds(&self, direction: &[f64]) -> Vec<f64> {
        let (u, t) = direction.split_at(self.instruments());
        let moved = self.losses.values(&self.scaled(u));
        moved.into_iter().map(|moved| -moved - t[0]).collect()
    }

    /// Root mean square of the change of losses along a direction, and the change of `t`.
    pub fn length(&self, direction: &[f64]) -> f64 {
        let (u, t) = direction.split_at(self.instruments());
        let losses = norm(&self.triangle.times(u));
        (losses * losses + t[0] * t[0]).sqrt() + 1e-15 * norm(direction)
    }

    /// Positions in currency, divided by the unit.
    fn scaled(&self, u: &[f64]) -> Vec<f64> {
        u.iter().zip(&self.sizes).map(|(u, size)| u / size).collect()
    }

    /// The gradient of a plane's distance.
    pub fn normal(&self, plane: Plane) -> Vec<f64> {
        let n = self.instruments();
        let mut normal = vec![0.0; n + 1];
        match plane {
            Plane::Scenario(scenario) => {
                for (j, entry) in normal[..n].iter_mut().enumerate() {
                    *entry = -self.losses.value(scenario, j) / self.sizes[j];
                }
                normal[n] = -1.0;
            }
            Plane::Lower(j) | Plane::Upper(j) | Plane::Zero(j) | Plane::Fixed(j) => normal[j] = 1.0,
            Plane::LimitLower(i) | Plane::LimitUpper(i) | Plane::Equal(i) => {
                normal[..n].copy_from_slice(&self.rows[i].0);
            }
        }
        normal
    }

    /// Slopes of the objective against a plane's distance, below and above.
    pub fn slopes(&self, plane: Plane, prices: &Prices) -> [f64; 2] {
        match plane {
            Plane::Scenario(_) => [0.0, self.weight],
            Plane::Lower(_) | Plane::LimitLower(_) => [f64::NEG_INFINITY, 0.0],
            Plane::Upper(_) | Plane::LimitUpper(_) => [0.0, f64::INFINITY],
            Plane::Zero(j) => [-prices.0[j][1], prices.0[j][0]],
            Plane::Equal(_) | Plane::Fixed(_) => [f64::NEG_INFINITY, f64::INFINITY],
        }
    }

    /// Whether a position's cost has a kink within its bounds.
    pub fn has_kink(&self, j: usize, prices: &Prices) -> bool {
        let [buy, sell] = prices.0[j];
        buy + sell > 0.0 && self.lower[j] < self.zero[j] && self.zero[j] < self.upper[j]
    }

    /// The place of some positions: the least `F` in `t`, and the planes of bounds, zeros and limits that
    /// they meet.
    pub fn place_of(&self, positions: &[f64]) -> Place {
        let n = self.instruments();
        let scaled = |j: usize| (positions[j] - self.centre[j]) * self.sizes[j] / self.unit;
        let mut point: Vec<f64> = (0..n).map(scaled).collect();
        let mut active = Vec::new();
        for j in 0..n {
            if self.fixed[j] {
                point[j] = 0.0;
                active.push(Plane::Fixed(j));
            } else if positions[j] <= self.limits.lower()[j] {
                active.push(Plane::Lower(j));
            } else if positions[j] >= self.limits.upper()[j] {
                active.push(Plane::Upper(j));
            } else if positions[j] == 0.0 {
                active.push(Plane::Zero(j));
            }
        }
        for (index, (row, lower, upper)) in self.rows.iter().enumerate() {
            let at = dot(row, &point);
            if lower == upper {
                active.push(Plane::Equal(index));
            } else if at >= *upper {
                active.push(Plane::LimitUpper(index));
            } else if at <= *lower {
                active.push(Plane::LimitLower(index));
            }
        }
        point.push(0.0);
        point[n] = Tail::of(&self.excesses(&point), self.share()).start;
        Place { point, active }
    }

    /// The tail of the losses of some positions, in currency.
    pub fn tail(&self, positions: &[f64]) -> Tail {
        Tail::of(&self.losses.of(positions), self.share())
    }

    /// `1 − α`.
    fn share(&self) -> f64 {
        1.0 / (self.weight * self.base.len() as f64)
    }

    /// Positions at a place, exactly at the bounds and zeros that hold.
    pub fn positions(&self, place: &Place) -> Vec<f64> {
        let position = |j: usize| {
            let moved = self.centre[j] + place.point[j] * self.unit / self.sizes[j];
            self.limits.clamp(j, moved)
        };
        let mut positions: Vec<f64> = (0..self.instruments()).map(position).collect();
        for plane in &place.active {
            match *plane {
                Plane::Lower(j) => positions[j] = self.limits.lower()[j],
                Plane::Upper(j) => positions[j] = self.limits.upper()[j],
                Plane::Zero(j) => positions[j] = 0.0,
                _ => {}
            }
        }
        positions
    }

    /// A lower bound on conditional value at risk plus costs, in currency, over all allowed hedges.
    ///
    /// For any weights `p` of scenarios with `0 ≤ p_i ≤ w` and `Σ p_i = 1`, the conditional value at risk is
    /// at least `Σ p_i ℓ_i`, which is linear in the positions; with any multipliers of the linear limits
    /// the least of it within the bounds is a sum over the instruments. The multipliers of a descent
    /// that has ended make the bound sharp.
    pub fn bound(&self, descent: &Descent, costs: Option<&Costs>) -> f64 {
        let n = self.instruments();
        let multipliers = descent.multipliers();
        let shares = self.shares(descent, &multipliers);
        let worth = self.losses.weighted(&shares, n);
        let mut bound = self.unit * dot(&shares, &self.centred);
        let mut gradient: Vec<f64> = worth.iter().map(|worth| -worth).collect();
        for (plane, weight) in multipliers {
            let Some((index, edge)) = self.edge(plane) else { continue };
            let limit = &self.limits.linear()[index];
            let right = (weight > 0.0) == matches!(plane, Plane::LimitUpper(_));
            if right || matches!(plane, Plane::Equal(_)) {
                let weight = weight * self.unit / self.lengths[index];
                add_multiple(&mut gradient, weight, &limit.coefficients);
                bound += weight * (dot(&limit.coefficients, &self.centre) - edge);
            }
        }
        for (j, gradient) in gradient.into_iter().enumerate() {
            let range = Range::new(self.limits, costs, j, f64::INFINITY);
            let size = self.sizes[j];
            bound += range.least(gradient, NO_GRADIENT * size, self.far / size)
                - gradient * self.centre[j];
        }
        bound
    }

    /// The linear limit of a plane, and its bound.
    fn edge(&self, plane: Plane) -> Option<(usize, f64)> {
        let limits = self.limits.linear();
        match plane {
            Plane::LimitLower(index) => Some((index, limits[index].lower)),
            Plane::LimitUpper(index) | Plane::Equal(index) => Some((index, limits[index].upper)),
            _ => None,
        }
    }

    /// Weights of the scenarios: between 0 and `w`, and 1 together.
    fn shares(&self, descent: &Descent, multipliers: &[(Plane, f64)]) -> Vec<f64> {
        let weight = |scenario| if descent.is_in_tail(scenario) { self.weight } else { 0.0 };
        let mut shares: Vec<f64> = (0..self.base.len()).map(weight).collect();
        for (plane, multiplier) in multipliers {
            if let Some(scenario) = plane.scenario() {
                shares[scenario] = multiplier.clamp(0.0, self.weight);
            }
        }
        let sum: f64 = shares.iter().sum();
        if sum > 1.0 {
            shares.iter_mut().for_each(|share| *share /= sum);
        } else if sum < 1.0 {
            let room = self.weight * shares.len() as f64 - sum;
            let part = if room > 0.0 { (1.0 - sum) / room } else { 0.0 };
            shares.iter_mut().for_each(|share| *share += (self.weight - *share) * part);
        }
        shares
    }
}

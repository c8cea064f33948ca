//! [`Descent`]: from vertex to vertex of a piecewise linear function.

use super::planes::{Crossing, Plane, first_rise};
use super::programme::{Prices, Programme};
use crate::matrix::{Matrix, add_multiple, dot, norm};
use crate::pivoting::Pivoted;

/// The method: planes that hold, and a point on them.
///
/// At each step one plane is let go, or, as long as fewer hold than there are variables, none; the
/// objective falls along the line where the others hold, through the planes of other scenarios, as
/// far as it does; the plane where it would rise again holds from then on. A step is chosen by how
/// fast the objective falls for the change of losses that it causes, so that instruments that are
/// nearly dependent do not spoil the choice. At the end the multipliers of the planes are the
/// weights of the scenarios in the tail.
///
/// # Source
/// Barrodale and Roberts (1973), *An improved algorithm for discrete L1 linear approximation*; Koenker
/// and d'Orey (1987), *Computing regression quantiles*.
pub(super) struct Descent<'a> {
    programme: &'a Programme<'a>,
    prices: Prices,
    pub place: Place,
    /// `ℓ_i − t`, exactly 0 where that plane holds.
    excesses: Vec<f64>,
    tail: TailSums,
    pub steps: usize,
}

/// A point, and the planes that hold there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// `(u, t)`.
    pub point: Vec<f64>,
    pub active: Vec<Plane>,
}

/// How a descent ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// No step goes down.
    Bottom,
    /// A step goes down without end.
    Bottomless,
    /// Steps ran out.
    Unfinished,
}

/// Slopes for a change of losses of root mean square 1 that count as level.
const LEVEL: f64 = 1e-13;
/// Slopes for a unit of a direction that are rounding of the gradient.
const NOISE: f64 = 4.0 * f64::EPSILON;
/// A speed below this share of the length of a direction is rounding.
const STILL: f64 = 1e-13;
/// Steps for each variable; five to fifteen are usual.
const MOST_STEPS: usize = 200;
/// Steps after which sums are taken anew.
const FRESH: usize = 100;
/// A fall of the objective over so many steps by less than this share of it is rounding.
const NO_FALL: f64 = 1e-14;

/// A way down: a direction that changes losses by 1, and the slope there.
struct Step {
    direction: Vec<f64>,
    slope: f64,
    released: Option<usize>,
}

/// The planes that hold as a factor of their normals, and the gradient of everything else.
struct Slopes {
    factor: Pivoted,
    rank: usize,
    gradient: Vec<f64>,
}

impl<'a> Descent<'a> {
    /// At a place of the programme.
    pub fn new(programme: &'a Programme<'a>, prices: Prices, mut place: Place) -> Self {
        let kinks = |plane: &Plane| match *plane {
            Plane::Zero(j) => programme.has_kink(j, &prices),
            _ => true,
        };
        place.active.retain(kinks);
        let tail = TailSums::new(programme);
        let mut descent = Self { programme, prices, place, excesses: Vec::new(), tail, steps: 0 };
        descent.refresh();
        descent
    }

    /// Goes down as far as there is a way.
    pub fn run(&mut self) -> End {
        let most = self.steps + MOST_STEPS * self.place.point.len();
        let (mut fresh, mut last) = (self.steps, self.objective());
        while self.steps < most {
            self.drop_dependent();
            let mut ways = self.ways_down();
            ways.sort_by(|one, other| one.slope.total_cmp(&other.slope));
            if ways.iter().any(|step| self.advance(step)) {
                self.steps += 1;
                if self.steps - fresh < FRESH {
                    continue;
                }
            } else if self.steps == fresh {
                return if ways.is_empty() { End::Bottom } else { End::Bottomless };
            }
            self.refresh();
            let objective = self.objective();
            if self.steps - fresh >= FRESH && objective >= last - NO_FALL * last.abs() {
                return End::Bottom;
            }
            (fresh, last) = (self.steps, objective);
        }
        End::Unfinished
    }

    /// `F`.
    fn objective(&self) -> f64 {
        let (u, t) = self.place.point.split_at(self.programme.instruments());
        let excess: f64 = self.excesses.iter().map(|excess| excess.max(0.0)).sum();
        let cost = |(j, u): (usize, &f64)| {
            let [buy, sell] = self.prices.0[j];
            let position = u - self.programme.zero[j];
            if position > 0.0 { buy * position } else { -sell * position }
        };
        t[0] + self.programme.weight * excess + u.iter().enumerate().map(cost).sum::<f64>()
    }

    /// Takes losses and sums anew, without the rounding of the steps so far.
    fn refresh(&mut self) {
        self.excesses = self.programme.excesses(&self.place.point);
        self.settle();
        self.tail.take(self.programme, &self.excesses);
    }

    /// Multipliers of the planes: of each that holds, the slope of the objective against its distance.
    pub fn multipliers(&self) -> Vec<(Plane, f64)> {
        let slopes = self.slopes();
        let weights = slopes.multipliers();
        self.place.active.iter().copied().zip(weights).collect()
    }

    /// Whether a scenario that no plane holds is in the tail.
    pub fn is_in_tail(&self, scenario: usize) -> bool {
        self.excesses[scenario] > 0.0
    }

    fn slopes(&self) -> Slopes {
        let size = self.place.point.len();
        let mut normals = Matrix::zeros(size, self.place.active.len());
        for (column, plane) in self.place.active.iter().enumerate() {
            normals.column_mut(column).copy_from_slice(&self.programme.normal(*plane));
        }
        let factor = Pivoted::new(normals);
        let rank = factor.rank(size as f64 * f64::EPSILON);
        Slopes { factor, rank, gradient: self.gradient() }
    }

    /// Gradient of everything but the planes that hold.
    fn gradient(&self) -> Vec<f64> {
        let programme = self.programme;
        let sums = self.tail.worth.iter().zip(&programme.sizes);
        let mut gradient: Vec<f64> = sums.map(|(sum, size)| -sum / size).collect();
        for (j, slope) in gradient.iter_mut().enumerate() {
            let [buy, sell] = self.prices.0[j];
            let at_kink = self.place.active.contains(&Plane::Zero(j));
            let above =
                self.place.point[j] > programme.zero[j] || programme.lower[j] >= programme.zero[j];
            *slope += if at_kink {
                0.0
            } else if above {
                buy
            } else {
                -sell
            };
        }
        gradient.push(1.0 - self.tail.weight);
        gradient
    }

    /// Lets go the planes that others make up to rounding: when one of those is let go, they would be
    /// taken to hold, and would not.
    fn drop_dependent(&mut self) {
        let Slopes { factor, rank, .. } = self.slopes();
        if rank < self.place.active.len() {
            let mut held = vec![false; self.place.active.len()];
            factor.order[..rank].iter().for_each(|column| held[*column] = true);
            let mut held = held.into_iter();
            self.place.active.retain(|_| held.next() == Some(true));
        }
    }

    /// Every way down from here: with all planes held, or with one let go.
    fn ways_down(&self) -> Vec<Step> {
        let slopes = self.slopes();
        let mut ways = Vec::new();
        if slopes.rank < self.place.point.len() {
            let direction = slopes.level();
            ways.extend(self.step(direction, 0.0, &slopes.gradient, None));
        }
        if !ways.is_empty() {
            return ways;
        }
        for (index, plane) in self.place.active.iter().enumerate() {
            let Some(away) = slopes.away(index) else { continue };
            let [below, above] = self.programme.slopes(*plane, &self.prices);
            let back = away.iter().map(|part| -part).collect();
            ways.extend(self.step(away, above, &slopes.gradient, Some(index)));
            ways.extend(self.step(back, -below, &slopes.gradient, Some(index)));
        }
        ways
    }

    /// A step along a direction with a slope of its own, if it goes down.
    fn step(
        &self,
        mut direction: Vec<f64>,
        own: f64,
        gradient: &[f64],
        released: Option<usize>,
    ) -> Option<Step> {
        let (length, way) = (self.programme.length(&direction), norm(&direction));
        let fall = -(dot(&direction, gradient) + own);
        let rounding = self.programme.rounding;
        let rounding = if length < rounding * way { rounding } else { NOISE };
        if !(fall > LEVEL * length + rounding * way) {
            return None;
        }
        let slope = -fall / length;
        direction.iter_mut().for_each(|part| *part /= length);
        Some(Step { direction, slope, released })
    }

    /// Takes a step to the plane where the objective would rise again; whether there is one.
    fn advance(&mut self, step: &Step) -> bool {
        let speeds = self.programme.speeds(&step.direction);
        let mut crossings = self.crossings(step, &speeds);
        let Some(Crossing { length, plane, .. }) = first_rise(step.slope, &mut crossings) else {
            return false;
        };
        add_multiple(&mut self.place.point, length, &step.direction);
        add_multiple(&mut self.excesses, length, &speeds);
        let released = step.released.map(|index| self.place.active.remove(index));
        self.place.active.push(plane);
        self.settle();
        let passed = crossings.iter().filter(|crossing| crossing.length <= length);
        for plane in passed.map(|crossing| crossing.plane).chain(released).chain([plane]) {
            if let Some(scenario) = plane.scenario() {
                self.tail.move_to(self.programme, scenario, self.excesses[scenario] > 0.0);
            }
        }
        true
    }

    /// The planes that a step meets.
    fn crossings(&self, step: &Step, speeds: &[f64]) -> Vec<Crossing> {
        let released = step.released.map(|index| self.place.active[index]);
        let still = STILL * norm(&step.direction);
        let mut crossings = Vec::new();
        for (scenario, (excess, speed)) in self.excesses.iter().zip(speeds).enumerate() {
            if (*excess > 0.0 && *speed < -still) || (*excess <= 0.0 && *speed > still) {
                let length = -excess / speed;
                let rise = self.programme.weight * speed.abs();
                crossings.push(Crossing { length, rise, plane: Plane::Scenario(scenario) });
            }
        }
        let held: Vec<usize> = self.place.active.iter().filter_map(Plane::scenario).collect();
        crossings.retain(|crossing| !crossing.plane.scenario().is_some_and(|s| held.contains(&s)));
        for j in 0..self.programme.instruments() {
            crossings.extend(self.ends(j, step.direction[j]));
        }
        for (index, (row, lower, upper)) in self.programme.rows.iter().enumerate() {
            let speed = dot(row, &step.direction[..row.len()]);
            let at = dot(row, &self.place.point[..row.len()]);
            let (end, plane) = if speed > 0.0 {
                (*upper, Plane::LimitUpper(index))
            } else {
                (*lower, Plane::LimitLower(index))
            };
            crossings.extend(Self::end(plane, (end - at) / speed, speed.abs() > still));
        }
        let holds = |plane: &Plane| self.place.active.contains(plane) || released == Some(*plane);
        crossings.retain(|crossing| crossing.plane.scenario().is_some() || !holds(&crossing.plane));
        crossings
    }

    /// Where a position ends, and where its cost has a kink.
    fn ends(&self, j: usize, speed: f64) -> impl Iterator<Item = Crossing> {
        let programme = self.programme;
        let at = self.place.point[j];
        let (end, plane) = if speed > 0.0 {
            (programme.upper[j], Plane::Upper(j))
        } else {
            (programme.lower[j], Plane::Lower(j))
        };
        let to_zero = programme.zero[j] - at;
        let meets = (to_zero >= 0.0 && speed > 0.0) || (to_zero < 0.0 && speed < 0.0);
        let [buy, sell] = self.prices.0[j];
        let kink = Crossing {
            length: to_zero / speed,
            rise: (buy + sell) * speed.abs(),
            plane: Plane::Zero(j),
        };
        let kink = (meets && programme.has_kink(j, &self.prices)).then_some(kink);
        Self::end(plane, (end - at) / speed, speed != 0.0).into_iter().chain(kink)
    }

    fn end(plane: Plane, length: f64, moves: bool) -> Option<Crossing> {
        let crossing = Crossing { length: length.max(0.0), rise: f64::INFINITY, plane };
        (moves && length < f64::INFINITY).then_some(crossing)
    }

    /// Puts the point exactly on the planes of positions, and the excesses on those of scenarios.
    fn settle(&mut self) {
        for plane in &self.place.active {
            match *plane {
                Plane::Scenario(scenario) => self.excesses[scenario] = 0.0,
                Plane::Lower(j) => self.place.point[j] = self.programme.lower[j],
                Plane::Upper(j) => self.place.point[j] = self.programme.upper[j],
                Plane::Zero(j) => self.place.point[j] = self.programme.zero[j],
                _ => {}
            }
        }
    }
}

/// Sums over the scenarios in the tail.
struct TailSums {
    inside: Vec<bool>,
    /// `Σ w M_ij`.
    worth: Vec<f64>,
    /// `Σ w`.
    weight: f64,
}

impl TailSums {
    fn new(programme: &Programme) -> Self {
        Self { inside: Vec::new(), worth: vec![0.0; programme.instruments()], weight: 0.0 }
    }

    /// Takes the sums anew.
    fn take(&mut self, programme: &Programme, excesses: &[f64]) {
        self.inside = excesses.iter().map(|excess| *excess > 0.0).collect();
        let weight = |inside: &bool| if *inside { programme.weight } else { 0.0 };
        let weights: Vec<f64> = self.inside.iter().map(weight).collect();
        self.worth = programme.losses.weighted(&weights, programme.instruments());
        self.weight = weights.iter().sum();
    }

    /// Moves one scenario into the tail or out of it.
    fn move_to(&mut self, programme: &Programme, scenario: usize, inside: bool) {
        if self.inside[scenario] == inside {
            return;
        }
        self.inside[scenario] = inside;
        let weight = if inside { programme.weight } else { -programme.weight };
        self.weight += weight;
        for (j, worth) in self.worth.iter_mut().enumerate() {
            *worth += weight * programme.losses.value(scenario, j);
        }
    }
}

impl Slopes {
    /// The direction in which the gradient falls while all planes hold.
    fn level(&self) -> Vec<f64> {
        let mut direction = self.factor.remainder(&self.gradient, self.rank);
        direction.iter_mut().for_each(|part| *part = -*part);
        direction
    }

    /// The direction that leaves one plane upwards while the others hold; `None` for a plane that the
    /// others make up.
    fn away(&self, index: usize) -> Option<Vec<f64>> {
        let place = self.factor.order.iter().position(|column| *column == index)?;
        if place >= self.rank {
            return None;
        }
        let mut unit = vec![0.0; self.factor.order.len()];
        unit[index] = 1.0;
        let mut rotated = self.factor.solve_transposed(&unit, self.rank);
        rotated.resize(self.gradient.len(), 0.0);
        Some(self.factor.restore(rotated))
    }

    /// Multipliers of the planes: minus the gradient in terms of their normals.
    fn multipliers(&self) -> Vec<f64> {
        let mut weights = self.factor.solve(&self.factor.rotate(&self.gradient), self.rank);
        weights.iter_mut().for_each(|weight| *weight = -*weight);
        weights
    }
}

//! [`ActiveSet`]: least squares with bounds and costs, by fixing and releasing positions.

use crate::matrix::{Matrix, dot, norm};
use crate::pivoting::Pivoted;

/// Minimises `½‖A u − t‖² + Σ φ_j(u_j)` over `lower ≤ u ≤ upper`, with `φ_j(u) = buy_j·u` for `u > 0` and
/// `−sell_j·u` below.
///
/// A variable is either fixed, at a bound or at the kink at 0, or free on a piece where its cost is a
/// line. Each round solves for the free ones by a pivoted factor, goes towards that solution until one
/// meets the end of its piece and is fixed there, and, once none does, releases the fixed one whose
/// release promises most. The objective never rises; the solution is as accurate as that of least
/// squares on the free columns alone, however close to dependent all of them are.
///
/// # Source
/// Stark and Parker (1995), *Bounded-variable least squares: an algorithm and applications*; Osborne,
/// Presnell and Turlach (2000), *A new approach to variable selection in least squares problems*, for
/// the kinks.
#[derive(Clone, Copy)]
pub(crate) struct ActiveSet<'a> {
    /// `A`, with columns of length 1.
    pub columns: &'a Matrix,
    /// `t`.
    pub target: &'a [f64],
    /// Lower bounds.
    pub lower: &'a [f64],
    /// Upper bounds.
    pub upper: &'a [f64],
    /// Costs of a unit above 0 and below.
    pub costs: &'a [[f64; 2]],
}

/// Where the method is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point {
    /// `u`.
    pub position: Vec<f64>,
    /// The piece of each free variable.
    pub pieces: Vec<Option<Piece>>,
    /// Rounds so far.
    pub rounds: usize,
}

/// A stretch of a variable on which its cost is a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Piece {
    lower: f64,
    upper: f64,
    slope: f64,
    /// Whether it is the one above the kink.
    above: bool,
}

/// Rounding of a product of unit columns, in units of the sum of its terms.
const NOISE: f64 = 8.0 * f64::EPSILON;
/// A promise smaller than this, in units of the error, is none.
const NO_PROMISE: f64 = 1e-12;
/// A fall of the objective smaller than this, in units of itself, is none.
const NO_FALL: f64 = 1e-13;

impl ActiveSet<'_> {
    /// All variables fixed, as near to 0 as the bounds let them.
    pub fn start(&self) -> Point {
        let nearest = |(lower, upper): (&f64, &f64)| 0f64.max(*lower).min(*upper);
        let position: Vec<f64> = self.lower.iter().zip(self.upper).map(nearest).collect();
        let pieces = vec![None; position.len()];
        Point { position, pieces, rounds: 0 }
    }

    /// Goes on from a point to the solution, or as far as a limit on rounds lets it; whether it got there.
    pub fn solve(&self, point: &mut Point) -> bool {
        let most = point.rounds + 20 * (point.position.len() + 1);
        let mut refused = vec![false; point.position.len()];
        self.settle(point, most);
        let mut least = self.objective(point);
        while point.rounds < most {
            let Some((variable, piece)) = self.most_promising(point, &refused) else { return true };
            point.pieces[variable] = Some(piece);
            self.settle(point, most);
            let objective = self.objective(point);
            refused[variable] = true;
            if objective < least - NO_FALL * least.abs() {
                refused.fill(false);
                least = objective;
            }
        }
        false
    }

    fn objective(&self, point: &Point) -> f64 {
        let misses = self.misses(&point.position);
        let costs = point.position.iter().zip(self.costs);
        let costs = costs.map(|(u, [buy, sell])| if *u > 0.0 { buy * u } else { -sell * u });
        0.5 * dot(&misses, &misses) + costs.sum::<f64>()
    }

    /// Solves for the free variables, fixing those that meet the ends of their pieces.
    fn settle(&self, point: &mut Point, most: usize) {
        while point.rounds < most {
            point.rounds += 1;
            let free: Vec<usize> =
                (0..point.pieces.len()).filter(|j| point.pieces[*j].is_some()).collect();
            if free.is_empty() || !self.step(point, &free) {
                return;
            }
        }
    }

    /// One step of the free variables; whether one of them was fixed.
    fn step(&self, point: &mut Point, free: &[usize]) -> bool {
        let factor = Pivoted::new(self.columns.choose(free));
        let rank = factor.rank(free.len() as f64 * f64::EPSILON);
        let slopes: Vec<f64> = free.iter().map(|j| point.slope(*j)).collect();
        if rank < free.len() {
            let dependent = factor.order[rank];
            let (direction, rise) = slide(&factor, rank, &slopes);
            let met = point.first_end(free, &direction).filter(|_| rise < 0.0);
            match met {
                Some((end, share)) => point.advance(free, &direction, share, Some(end)),
                None => point.pieces[free[dependent]] = None,
            }
            return true;
        }
        let missing: Vec<f64> = self.misses(&point.position).iter().map(|miss| -miss).collect();
        let mut rotated = factor.rotate(&missing);
        let pull = factor.solve_transposed(&slopes, rank);
        rotated.iter_mut().zip(&pull).for_each(|(rotated, pull)| *rotated -= pull);
        let direction = factor.solve(&rotated, rank);
        match point.first_end(free, &direction).filter(|(_, share)| *share < 1.0) {
            Some((end, share)) => point.advance(free, &direction, share, Some(end)),
            None => point.advance(free, &direction, 1.0, None),
        }
        point.pieces.iter().filter(|piece| piece.is_some()).count() < free.len()
    }

    /// The fixed variable, and the piece to free it on, along which the objective falls fastest while
    /// the free ones make room: by the length of what the fall changes in `A u`.
    fn most_promising(&self, point: &Point, refused: &[bool]) -> Option<(usize, Piece)> {
        let edges = Edges::new(self, point);
        let mut best = (edges.least_promise, None);
        for variable in (0..refused.len()).filter(|j| !refused[*j] && point.pieces[*j].is_none()) {
            let edge = edges.of(self.columns.column(variable));
            let [below, above] = self.pieces_beside(variable, point.position[variable]);
            let falls = [(below, 1.0), (above, -1.0)];
            for (piece, sign) in falls.into_iter().filter_map(|(piece, sign)| Some((piece?, sign)))
            {
                let promise = edge.promise(piece.slope, sign);
                if promise > best.0 {
                    best = (promise, Some((variable, piece)));
                }
            }
        }
        best.1
    }

    /// The pieces on which a variable can fall or rise from a position.
    fn pieces_beside(&self, variable: usize, position: f64) -> [Option<Piece>; 2] {
        let pieces = self.pieces(variable);
        let below = pieces.into_iter().find(|p| p.lower < position && position <= p.upper);
        let above = pieces.into_iter().find(|p| p.lower <= position && position < p.upper);
        [below, above]
    }

    /// The pieces below and above 0; all is above where nothing costs anything.
    fn pieces(&self, variable: usize) -> [Piece; 2] {
        let (lower, upper) = (self.lower[variable], self.upper[variable]);
        let [buy, sell] = self.costs[variable];
        let kink = if buy + sell > 0.0 { 0.0 } else { f64::NEG_INFINITY };
        let below = Piece { lower, upper: upper.min(kink), slope: -sell, above: false };
        let above = Piece { lower: lower.max(kink), upper, slope: buy, above: true };
        [below, above]
    }

    /// Takes up a point of the same problem with other costs, as long as the same are 0.
    pub fn reprice(&self, point: &mut Point) {
        for (variable, free) in point.pieces.iter_mut().enumerate() {
            if let Some(piece) = free {
                *piece = self.pieces(variable)[usize::from(piece.above)];
            }
        }
    }

    /// `A u − t`.
    pub fn misses(&self, position: &[f64]) -> Vec<f64> {
        let mut misses = self.columns.times(position);
        misses.iter_mut().zip(self.target).for_each(|(miss, aim)| *miss -= aim);
        misses
    }
}

/// What the objective does when a fixed variable moves and the free ones make room.
struct Edges {
    factor: Pivoted,
    rank: usize,
    /// `Qᵀ (A u − t)`.
    misses: Vec<f64>,
    /// `T⁻ᵀ` times the slopes of the free variables.
    pull: Vec<f64>,
    least_promise: f64,
}

/// One of them: its objective rises by `level + slope` for a unit, and its `A u` moves by `length`.
struct Edge {
    level: f64,
    noise: f64,
    length: f64,
}

impl Edges {
    fn new(method: &ActiveSet, point: &Point) -> Self {
        let free = point.free();
        let factor = Pivoted::new(method.columns.choose(&free));
        let rank = factor.rank(free.len() as f64 * f64::EPSILON);
        let slopes: Vec<f64> = free.iter().map(|j| point.slope(*j)).collect();
        let misses = method.misses(&point.position);
        let terms = norm(method.target) + point.position.iter().map(|u| u.abs()).sum::<f64>();
        Self {
            least_promise: NO_PROMISE * norm(&misses) + NOISE * terms,
            misses: factor.rotate(&misses),
            pull: factor.solve_transposed(&slopes, rank),
            factor,
            rank,
        }
    }

    fn of(&self, column: &[f64]) -> Edge {
        let rotated = self.factor.rotate(column);
        let (along, beside) = rotated.split_at(self.rank);
        let length = norm(beside);
        let costs = dot(along, &self.pull);
        let terms: f64 = along.iter().zip(&self.pull).map(|(a, p)| (a * p).abs()).sum();
        let dependent = length <= column.len() as f64 * f64::EPSILON;
        let misses = if dependent { 0.0 } else { dot(beside, &self.misses[self.rank..]) };
        Edge { level: misses - costs, noise: 1e-9 * terms, length }
    }
}

impl Edge {
    fn promise(&self, slope: f64, sign: f64) -> f64 {
        let fall = sign * (self.level + slope) - self.noise;
        fall / self.length.max(f64::EPSILON)
    }
}

/// A direction along which `A u` stays, in the first dependent column, and how fast the costs rise:
/// downhill, or level.
fn slide(factor: &Pivoted, rank: usize, slopes: &[f64]) -> (Vec<f64>, f64) {
    let mut direction = factor.solve(factor.triangle.column(rank), rank);
    direction.iter_mut().for_each(|part| *part = -*part);
    direction[factor.order[rank]] = 1.0;
    let rise = dot(&direction, slopes);
    let terms: f64 = direction.iter().zip(slopes).map(|(part, slope)| (part * slope).abs()).sum();
    if rise.abs() <= 1e-9 * terms {
        return (direction, 0.0);
    }
    direction.iter_mut().for_each(|part| *part *= -rise.signum());
    (direction, -rise.abs())
}

impl Point {
    /// So many variables, fixed at 0.
    pub fn none(size: usize) -> Self {
        Self { position: vec![0.0; size], pieces: vec![None; size], rounds: 0 }
    }

    /// Leaves out one variable.
    pub fn remove(&mut self, variable: usize) {
        self.position.remove(variable);
        self.pieces.remove(variable);
    }

    /// Leaves out all but the first variables.
    pub fn shorten(&mut self, size: usize) {
        self.position.truncate(size);
        self.pieces.truncate(size);
    }

    /// The free variables.
    pub fn free(&self) -> Vec<usize> {
        (0..self.pieces.len()).filter(|j| self.pieces[*j].is_some()).collect()
    }

    /// Slope of the cost of a free variable.
    pub fn slope(&self, variable: usize) -> f64 {
        self.pieces[variable].map_or(0.0, |piece| piece.slope)
    }

    /// The first of the free variables that meets an end of its piece, and after which share of the
    /// way.
    fn first_end(&self, free: &[usize], direction: &[f64]) -> Option<(usize, f64)> {
        let mut first = None;
        for (&variable, &part) in free.iter().zip(direction) {
            let Some(piece) = self.pieces[variable] else { continue };
            let end = if part > 0.0 { piece.upper } else { piece.lower };
            let share = (end - self.position[variable]) / part;
            if part != 0.0 && first.is_none_or(|(_, least)| share < least) {
                first = Some((variable, share));
            }
        }
        first.filter(|(_, share)| share.is_finite())
    }

    /// Goes a share of the way, and fixes the variable that meets its end there.
    fn advance(&mut self, free: &[usize], direction: &[f64], share: f64, end: Option<usize>) {
        for (&variable, &part) in free.iter().zip(direction) {
            let Some(piece) = self.pieces[variable] else { continue };
            let there = self.position[variable] + share * part;
            self.position[variable] = there.max(piece.lower).min(piece.upper);
            if end == Some(variable) {
                self.position[variable] = if part > 0.0 { piece.upper } else { piece.lower };
            }
        }
        if let Some(end) = end {
            self.pieces[end] = None;
        }
    }
}

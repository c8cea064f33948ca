//! Dynamic programming, from the horizon back to entry.

use super::continuation::{Before, Continuation, Last, Scratch};
use super::node::{Search, knots, region};
use super::problem::{Moment, Outlook, UtilityProblem};
use super::quadrature::{Jet, Quadrature};
use super::region::OptimalRegion;
use super::values::{Node, Values};
use rehedge_kernels::{InstructionSet, Region, dispatch, exp, ln};

/// Pieces of work that do not depend on each other.
pub type Jobs<'a> = Vec<Box<dyn FnOnce() + Send + 'a>>;

/// How finely a problem is solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Points of log-spot to the standard deviation of a step.
    pub per_deviation: usize,
    /// Intervals in which a region keeps what it is worth.
    pub intervals: usize,
}

impl Resolution {
    /// Fine enough for edges within 2 % of the width of the region: few steps are long ones, over
    /// which more happens.
    #[must_use]
    pub const fn usual(steps: usize) -> Self {
        Self { per_deviation: if steps > 100 { 2 } else { 4 }, intervals: 12 }
    }
}

/// How far from its mean the spot is followed, in standard deviations at the horizon.
const WIDTH: f64 = 6.0;
/// Points to a standard deviation in the last step, where the payoff has its kink.
const PER_DEVIATION_AT_LAST: usize = 64;
/// Nodes in a job.
const NODES: usize = 32;

impl UtilityProblem {
    /// Solves the problem. The jobs of a step are handed to `run`, which may run them on threads and
    /// returns when all are done; the solution is the same to the bit.
    #[must_use]
    pub fn solve(
        &self,
        resolution: Resolution,
        set: InstructionSet,
        run: &dyn Fn(Jobs<'_>),
    ) -> OptimalRegion {
        let mut solver = Solver::new(self, resolution);
        let mut later = None;
        for step in (0..self.steps).rev() {
            let mut row = Row::new(solver.width, resolution.intervals);
            solver.solve(step, later.as_ref(), &mut row, (set, run));
            later = Some(solver.arrive(step, &row));
        }
        solver.finish(later.as_ref())
    }
}

/// The nodes of a step.
struct Row {
    nodes: Vec<Node>,
    knots: Vec<Jet>,
}

impl Row {
    fn new(width: usize, intervals: usize) -> Self {
        Self {
            nodes: vec![Node::default(); width],
            knots: vec![Jet::default(); width * 2 * (intervals + 1)],
        }
    }
}

struct Solver<'a> {
    problem: &'a UtilityProblem,
    resolution: Resolution,
    quadrature: Quadrature,
    last: Quadrature,
    width: usize,
    spacing: f64,
    origins: Vec<f64>,
    bounds: Vec<[f64; 2]>,
}

impl<'a> Solver<'a> {
    fn new(problem: &'a UtilityProblem, resolution: Resolution) -> Self {
        let Outlook { spot, drift, volatility } = problem.outlook;
        let numbers = [drift, volatility, problem.dt];
        let quadrature = Quadrature::new(resolution.per_deviation, numbers);
        let per_deviation = PER_DEVIATION_AT_LAST.max(resolution.per_deviation);
        let last = Quadrature::new(per_deviation, numbers);
        let spacing = volatility * problem.dt.sqrt() / resolution.per_deviation as f64;
        let reach = WIDTH * (problem.steps as f64).sqrt() * resolution.per_deviation as f64;
        let half = reach.ceil() as usize;
        let along = (drift - 0.5 * volatility * volatility) * problem.dt;
        let first = ln(spot) - half as f64 * spacing;
        let width = 2 * half + 1;
        Self {
            problem,
            resolution,
            quadrature,
            last,
            width,
            spacing,
            origins: (0..problem.steps).map(|step| first + step as f64 * along).collect(),
            bounds: vec![[0.0; 2]; problem.steps * width],
        }
    }

    /// Solves every node of a step.
    fn solve(
        &mut self,
        step: usize,
        later: Option<&Values>,
        row: &mut Row,
        (set, run): (InstructionSet, &dyn Fn(Jobs<'_>)),
    ) {
        let per_node = row.knots.len() / row.nodes.len();
        let solver = &*self;
        let nodes = row.nodes.chunks_mut(NODES).zip(row.knots.chunks_mut(NODES * per_node));
        let jobs = nodes.enumerate().map(|(index, (nodes, knots))| {
            let first = index * NODES;
            let chunk = Chunk { solver, step, later, first, nodes, knots };
            Box::new(move || dispatch(set, chunk)) as Box<dyn FnOnce() + Send + '_>
        });
        run(jobs.collect());
        let bounds = &mut self.bounds[step * self.width..][..self.width];
        for (bounds, node) in bounds.iter_mut().zip(&row.nodes) {
            *bounds = [node.low, node.high];
        }
    }

    /// `J` at a step; beyond the last nodes it goes on as it would without costs.
    fn arrive(&self, step: usize, row: &Row) -> Values {
        let growth = self.problem.moment(step).growth;
        let lift = |node: usize, beyond: &dyn Fn(usize) -> f64| -> Vec<f64> {
            let spot = self.spot(step, node as f64);
            let slope = growth * self.problem.delta(step, spot);
            let radius = 0..self.last_reached();
            radius.map(|i| slope * (spot - self.spot(step, beyond(i)))).collect()
        };
        let (radius, last) = (self.quadrature.radius, self.width - 1);
        let below = lift(0, &|i| i as f64 - radius as f64);
        let above = lift(last, &|i| (last + 1 + i) as f64);
        let below = &below[..radius];
        Values::new(&row.nodes, &row.knots, self.resolution.intervals, [below, &above])
    }

    /// Nodes beyond the last that a quadrature with its padding looks at.
    fn last_reached(&self) -> usize {
        self.quadrature.len() - self.quadrature.radius
    }

    fn spot(&self, step: usize, node: f64) -> f64 {
        exp(self.origins[step] + node * self.spacing)
    }

    fn finish(self, entry: Option<&Values>) -> OptimalRegion {
        let entropic_risk = entry
            .map_or(f64::NAN, |values| values.at(self.quadrature.radius + self.width / 2, 0.0));
        OptimalRegion {
            problem: *self.problem,
            width: self.width,
            spacing: self.spacing,
            origins: self.origins,
            bounds: self.bounds,
            entropic_risk,
        }
    }
}

/// Some nodes of a step.
struct Chunk<'a> {
    solver: &'a Solver<'a>,
    step: usize,
    later: Option<&'a Values>,
    first: usize,
    nodes: &'a mut [Node],
    knots: &'a mut [Jet],
}

impl Region for Chunk<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { solver, step, later, first, nodes, knots } = self;
        let per_node = knots.len() / nodes.len();
        let mut scratch = Scratch::default();
        let moment = solver.problem.moment(step);
        let out = nodes.iter_mut().zip(knots.chunks_mut(per_node));
        for (index, (node, knots)) in out.enumerate() {
            let at = first + index;
            solver.solve_node((step, at), (&moment, later), &mut scratch, (node, knots));
        }
    }
}

impl Solver<'_> {
    #[inline(always)]
    fn solve_node(
        &self,
        (step, at): (usize, usize),
        (moment, later): (&Moment, Option<&Values>),
        scratch: &mut Scratch,
        out: (&mut Node, &mut [Jet]),
    ) {
        let problem = self.problem;
        let spot = self.spot(step, at as f64);
        let quadrature = if later.is_some() { &self.quadrature } else { &self.last };
        scratch.set_gains(quadrature, moment, spot);
        let (calls, puts) = problem.payoff.calls_and_puts();
        let limit = 2.0 * (calls + puts + problem.speculation(moment.growth, spot).abs());
        let kink = problem.costs.charge_final;
        let slope = moment.slope(spot);
        if let Some(values) = later {
            let same = at + self.quadrature.radius;
            let guess = [values.low[same], values.high[same]];
            let risk_aversion = problem.risk_aversion;
            let mut risk = Before { risk_aversion, quadrature, values, first: at, scratch };
            finish_node(&mut risk, slope, Search { limit, guess, kink }, out);
        } else {
            let guess = [problem.frictionless(step, spot); 2];
            let mut risk = Last { problem, quadrature, spot, scratch };
            finish_node(&mut risk, slope, Search { limit, guess, kink }, out);
        }
    }
}

#[inline(always)]
fn finish_node(
    risk: &mut impl Continuation,
    slope: f64,
    search: Search,
    (node, jets): (&mut Node, &mut [Jet]),
) {
    *node = region(risk, slope, search);
    knots(risk, node, jets);
}

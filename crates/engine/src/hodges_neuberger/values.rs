//! [`Values`]: the risk still to come, `J`, at one step, on every node of the spot.
//!
//! Within a node's region `J` is kept by its derivative in the holding at equally spaced knots, and
//! the derivative of that: cubics in between, whose integral is `J`. Outside `J` is a straight line.
//! At a holding of nothing, where a last trade costs either way, `J` has a kink: a region with
//! nothing inside is kept in two parts that meet there.

use super::quadrature::Jet;

/// What one node knows of its region.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Node {
    /// Holdings below which it buys, at which its parts meet, and above which it sells.
    pub low: f64,
    pub middle: f64,
    pub high: f64,
    /// `k`: the derivative above the region, and minus that below.
    pub slope: f64,
}

/// `J` at one step; nodes are padded on either side by the reach of a quadrature.
pub(super) struct Values {
    /// Intervals between knots in each part.
    pub intervals: usize,
    pub low: Vec<f64>,
    pub middle: Vec<f64>,
    pub high: Vec<f64>,
    pub slope: Vec<f64>,
    /// Distance of knots in the lower and the upper part, and its inverse; 0 for no distance.
    pub spacing: [Vec<f64>; 2],
    pub inverse: [Vec<f64>; 2],
    /// Those of the lower part, then those of the upper.
    pub knots: Vec<Jet>,
}

impl Values {
    /// From solved nodes; `lift` is how much more `J` is at each padding node than at the last node
    /// on its side.
    pub fn new(nodes: &[Node], knots: &[Jet], intervals: usize, lift: [&[f64]; 2]) -> Self {
        let per_node = 2 * (intervals + 1);
        let [below, above] = lift;
        let mut values = Self {
            intervals,
            low: Vec::new(),
            middle: Vec::new(),
            high: Vec::new(),
            slope: Vec::new(),
            spacing: [const { Vec::new() }; 2],
            inverse: [const { Vec::new() }; 2],
            knots: Vec::with_capacity((nodes.len() + below.len() + above.len()) * per_node),
        };
        let last = nodes.len() - 1;
        let inside = (0..nodes.len()).map(|node| (node, 0.0));
        let padding = |node: usize, lift: &[f64]| -> Vec<_> {
            lift.iter().map(|lift| (node, *lift)).collect()
        };
        for (node, lift) in padding(0, below).into_iter().chain(inside).chain(padding(last, above))
        {
            values.push(&nodes[node], &knots[node * per_node..][..per_node], lift);
        }
        values
    }

    fn push(&mut self, node: &Node, knots: &[Jet], lift: f64) {
        self.low.push(node.low);
        self.middle.push(node.middle);
        self.high.push(node.high);
        self.slope.push(node.slope);
        for (part, width) in
            [node.middle - node.low, node.high - node.middle].into_iter().enumerate()
        {
            let spacing = width / self.intervals as f64;
            self.spacing[part].push(spacing);
            // A width of a few roundings has no room for knots.
            self.inverse[part].push(if spacing > 1e-300 { 1.0 / spacing } else { 0.0 });
        }
        self.knots.extend(knots.iter().map(|knot| Jet { value: knot.value + lift, ..*knot }));
    }

    /// `J` of a holding at a node, padding counted.
    pub fn at(&self, node: usize, holding: f64) -> f64 {
        let (low, middle, high) = (self.low[node], self.middle[node], self.high[node]);
        let inside = holding.clamp(low, high);
        let part = usize::from(inside >= middle);
        let from = if part == 0 { low } else { middle };
        let along = (inside - from) * self.inverse[part][node];
        let floor = (along.floor() as usize).min(self.intervals - 1);
        let knots = &self.knots[(2 * node + part) * (self.intervals + 1)..];
        let spacing = [self.spacing[part][node], self.inverse[part][node]];
        let jet = between(&knots[floor], &knots[floor + 1], spacing, along - floor as f64);
        jet.value + self.slope[node] * (holding - inside).abs()
    }
}

/// `J` and its derivatives between two knots: the derivative is `p0 + m0·t + b·t² + c·t³`, with `t`
/// from 0 to 1 from knot to knot.
#[inline(always)]
pub(super) fn between(before: &Jet, after: &Jet, [spacing, inverse]: [f64; 2], t: f64) -> Jet {
    const THIRD: f64 = 1.0 / 3.0;
    let (m0, m1) = (before.second * spacing, after.second * spacing);
    let rise = after.first - before.first;
    let (b, c) = (3.0 * rise - 2.0 * m0 - m1, m0 + m1 - 2.0 * rise);
    let area = before.first + t * (0.5 * m0 + t * (b * THIRD + t * (0.25 * c)));
    Jet {
        value: before.value + t * spacing * area,
        first: before.first + t * (m0 + t * (b + t * c)),
        second: (m0 + t * (2.0 * b + t * (3.0 * c))) * inverse,
    }
}

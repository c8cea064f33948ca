//! [`Bridge`]: Brownian motion from its end inwards, so that the first numbers decide the most.

use rehedge_kernels::{LANES, Row};

/// Builds Brownian motion at the times `0, 1, …, n`: the first number gives its end, the second its
/// middle given both ends, and so on, each halving the intervals that are left, the longer ones
/// first.
///
/// # Source
/// Moskowitz and Caflisch (1996), *Smoothness and dimension reduction in quasi-Monte Carlo methods*.
#[derive(Clone, Debug)]
pub(crate) struct Bridge {
    nodes: Vec<Node>,
}

/// Where a number goes: `W_at = left_weight · W_left + right_weight · W_right + sd · Z`.
#[derive(Clone, Copy, Debug)]
struct Node {
    at: usize,
    left: usize,
    right: usize,
    left_weight: f64,
    right_weight: f64,
    sd: f64,
}

impl Bridge {
    /// A bridge of so many steps, at least one.
    pub fn new(steps: usize) -> Self {
        let end = Node {
            at: steps,
            left: 0,
            right: 0,
            left_weight: 0.0,
            right_weight: 0.0,
            sd: (steps as f64).sqrt(),
        };
        let (mut nodes, mut intervals) = (vec![end], vec![(0, steps)]);
        while !intervals.is_empty() {
            let halved = intervals.iter().filter_map(|&(left, right)| Node::between(left, right));
            let halved: Vec<_> = halved.collect();
            let ends = |node: &Node| [(node.left, node.at), (node.at, node.right)];
            intervals = halved.iter().flat_map(ends).collect();
            nodes.extend(halved);
        }
        Self { nodes }
    }

    /// Puts the number of a dimension in its place. `path` has a row for every time, the first zero;
    /// dimensions come in their order.
    #[inline(always)]
    pub fn place(&self, dimension: usize, normal: &Row, path: &mut [Row]) {
        let Node { at, left, right, left_weight, right_weight, sd } = self.nodes[dimension];
        let (left, right) = (path[left], path[right]);
        let row = &mut path[at];
        for lane in 0..LANES {
            let between = right_weight.mul_add(right[lane], left_weight * left[lane]);
            row[lane] = sd.mul_add(normal[lane], between);
        }
    }

    /// Takes every row's predecessor from it: the first stays, the others become the increments that
    /// end there, independent standard normals.
    #[inline(always)]
    pub fn increments(path: &mut [Row]) {
        for at in (1..path.len()).rev() {
            let before = path[at - 1];
            for lane in 0..LANES {
                path[at][lane] -= before[lane];
            }
        }
    }
}

impl Node {
    /// The middle of an interval, if there is a time in it.
    fn between(left: usize, right: usize) -> Option<Self> {
        let at = usize::midpoint(left, right);
        let [before, after] = [at - left, right - at].map(|steps| steps as f64);
        let whole = before + after;
        (at > left).then(|| Self {
            at,
            left,
            right,
            left_weight: after / whole,
            right_weight: before / whole,
            sd: (before * after / whole).sqrt(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The increments are orthonormal functions of the numbers, whatever the number of steps: with
    /// the dimension `d` set to one and the others to zero, they are row `d` of an orthogonal matrix.
    #[test]
    fn increments_are_independent_and_standard() {
        for steps in [1_usize, 2, 3, 7, 21, 63] {
            let bridge = Bridge::new(steps);
            assert_eq!(bridge.nodes.len(), steps);
            // Lane `l` of the numbers has a one at dimension `l`.
            let mut path = vec![Row::ZERO; steps + 1];
            for dimension in 0..steps {
                let mut normal = Row::ZERO;
                normal[dimension] = 1.0;
                bridge.place(dimension, &normal, &mut path);
            }
            Bridge::increments(&mut path);
            for one in 0..steps {
                for other in 0..steps {
                    let product: f64 = path[1..].iter().map(|row| row[one] * row[other]).sum();
                    let exact = f64::from(u8::from(one == other));
                    assert!((product - exact).abs() < 1e-14, "{steps}: {one} {other} {product}");
                }
            }
        }
    }

    /// The first number alone decides the end, and the first two the middle.
    #[test]
    fn the_first_numbers_decide_the_most() {
        let bridge = Bridge::new(64);
        let places: Vec<usize> = bridge.nodes.iter().map(|node| node.at).collect();
        assert_eq!(places[..8], [64, 32, 16, 48, 8, 24, 40, 56]);
        assert!(bridge.nodes.windows(2).all(|pair| pair[1].sd <= pair[0].sd));
    }
}

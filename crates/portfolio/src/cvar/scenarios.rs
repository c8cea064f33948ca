//! [`Losses`]: sums over the scenarios of one book.

use crate::ScenarioBlock;

/// The scenarios of one book, block by block.
#[derive(Clone, Debug)]
pub(super) struct Losses<'a> {
    blocks: Vec<&'a ScenarioBlock>,
    /// First scenario of each block, and their number.
    starts: Vec<usize>,
    target: usize,
}

impl<'a> Losses<'a> {
    /// Some blocks.
    pub fn new(blocks: impl Iterator<Item = &'a ScenarioBlock>, target: usize) -> Self {
        let blocks: Vec<&ScenarioBlock> = blocks.collect();
        let mut starts = vec![0];
        for block in &blocks {
            starts.push(starts[starts.len() - 1] + block.rows());
        }
        Self { blocks, starts, target }
    }

    /// Number of scenarios.
    pub fn len(&self) -> usize {
        self.starts[self.blocks.len()]
    }

    /// Some of the scenarios, spread over all blocks: every `stride`-th block; `None` if that leaves
    /// too few of them.
    pub fn sparse(&self, stride: usize) -> Option<Self> {
        let some = Self::new(self.blocks.iter().copied().step_by(stride), self.target);
        (self.blocks.len() >= 2 * stride).then_some(some)
    }

    /// `L − M x`, scenario by scenario.
    pub fn of(&self, positions: &[f64]) -> Vec<f64> {
        let errors = self.blocks.iter().flat_map(|block| block.errors(self.target, positions));
        errors.map(|error| -error).collect()
    }

    /// `M x`, scenario by scenario.
    pub fn values(&self, positions: &[f64]) -> Vec<f64> {
        self.blocks.iter().flat_map(|block| block.values(positions)).collect()
    }

    /// `Mᵀ p`.
    pub fn weighted(&self, weights: &[f64], instruments: usize) -> Vec<f64> {
        let mut sums = vec![0.0; instruments];
        for (block, first) in self.blocks.iter().zip(&self.starts) {
            let weights = &weights[*first..first + block.rows()];
            for (index, sum) in sums.iter_mut().enumerate() {
                *sum += dot(block.instrument(index), weights);
            }
        }
        sums
    }

    /// What an instrument is worth in one scenario.
    pub fn value(&self, scenario: usize, instrument: usize) -> f64 {
        let block = self.starts.partition_point(|start| *start <= scenario) - 1;
        self.blocks[block].instrument(instrument)[scenario - self.starts[block]]
    }
}

/// `Σ aᵢ bᵢ` by eight partial sums, which a processor adds side by side.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut partial = [0.0; 8];
    let (a, a_rest) = a.as_chunks::<8>();
    let (b, b_rest) = b.as_chunks::<8>();
    for (a, b) in a.iter().zip(b) {
        for lane in 0..8 {
            partial[lane] += a[lane] * b[lane];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    partial.iter().sum::<f64>() + rest
}

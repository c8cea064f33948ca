//! [`Sampling`]: how the normal numbers of the diffusion are drawn.

use crate::sobol::DIMENSIONS;
use rehedge_kernels::LANES;
use std::fmt;
use thiserror::Error;

/// How the normal numbers of the diffusion are drawn. Jumps and volatility shocks are drawn
/// independently for each path in every case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sampling {
    /// Independent paths.
    #[default]
    Pseudo,
    /// Pairs: in each block, lane `l + LANES / 2` has the normals of lane `l` with their signs
    /// turned. Pairs are independent of each other.
    Antithetic,
    /// Sobol' points under a Brownian bridge, in [`Sampling::REPLICATES`] replicates: block `b`
    /// belongs to replicate `b % REPLICATES`. Each takes the same points in the same order with an
    /// Owen scrambling of its own, so that replicates are independent of each other.
    Sobol,
}

/// Why paths cannot be drawn in a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SamplingError {
    /// Pairs and replicates must be whole.
    #[error(
        "{0} paths: with {1} sampling their number must be a multiple of {set}, such as {next}",
        set = .1.paths_in_a_set(),
        next = .0.next_multiple_of(.1.paths_in_a_set())
    )]
    Paths(usize, Sampling),
    /// Every step takes a dimension of the points.
    #[error(
        "{steps} steps: with Sobol' points there can be at most {DIMENSIONS}, a dimension each"
    )]
    Steps {
        /// Steps to the horizon.
        steps: usize,
    },
}

impl Sampling {
    /// Independent scramblings of Sobol' points, by whose spread errors are estimated.
    pub const REPLICATES: usize = 16;

    /// The number of paths must be a multiple of this.
    #[must_use]
    pub fn paths_in_a_set(self) -> usize {
        match self {
            Self::Pseudo => 1,
            Self::Antithetic => LANES,
            Self::Sobol => LANES * Self::REPLICATES,
        }
    }

    /// Whether so many paths of so many steps can be drawn.
    ///
    /// # Errors
    /// The first [`SamplingError`] met.
    pub fn check(self, paths: usize, steps: usize) -> Result<(), SamplingError> {
        if self == Self::Sobol && steps > DIMENSIONS {
            return Err(SamplingError::Steps { steps });
        }
        if !paths.is_multiple_of(self.paths_in_a_set()) {
            return Err(SamplingError::Paths(paths, self));
        }
        Ok(())
    }
}

impl fmt::Display for Sampling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pseudo => "pseudo-random",
            Self::Antithetic => "antithetic",
            Self::Sobol => "Sobol'",
        })
    }
}

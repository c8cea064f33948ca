//! Streams of random numbers: one per seed, block and purpose.

use rand_pcg::Pcg64Mcg;

/// What a stream is drawn for. Each purpose has a stream of its own, so that turning an ingredient
/// of the market on or off leaves the draws of the others as they were.
///
/// The numbers are part of the contract: a change moves every simulated number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// One uniform per step and path.
    Diffusion = 1,
    /// How many jumps a path has, and at which steps.
    JumpTimes = 2,
    /// How large they are.
    JumpSizes = 3,
    /// How many volatility shocks a path has, and at which steps.
    ShockTimes = 4,
    /// How large they are.
    ShockSizes = 5,
    /// How a replicate of Sobol' points is scrambled; the replicate stands for the block.
    Scrambling = 6,
    /// The contracts of a book that is made at random.
    RandomBook = 7,
    /// The implied volatility at the horizon, one draw per path.
    HorizonVolatility = 8,
}

/// The generator of a block for a purpose.
///
/// The 128-bit state is two successive outputs of a hash of `(seed, block, purpose)`: streams are
/// stretches of one cycle of 2¹²⁶ numbers, at places that have nothing to do with each other.
///
/// # Source
/// O'Neill (2014), *PCG: A family of simple fast space-efficient statistically good algorithms for
/// random number generation* (MCG XSL RR 128/64); the mixer is that of Steele, Lea and Flood (2014),
/// *Fast splittable pseudorandom number generators*, section 4.
#[must_use]
pub fn stream(seed: u64, block: usize, purpose: Purpose) -> Pcg64Mcg {
    let mut state = mix(mix(mix(seed) ^ block as u64) ^ purpose as u64);
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        u128::from(mix(state))
    };
    Pcg64Mcg::new((next() << 64) | next())
}

fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    /// Every seed, 0 included, block and purpose starts a stream of its own.
    #[test]
    fn streams_differ() {
        let mut first = Vec::new();
        for seed in [0, 1, 2, u64::MAX] {
            for block in [0, 1, 2, 1 << 40] {
                for purpose in [
                    Purpose::Diffusion,
                    Purpose::JumpTimes,
                    Purpose::JumpSizes,
                    Purpose::ShockTimes,
                    Purpose::ShockSizes,
                    Purpose::Scrambling,
                    Purpose::RandomBook,
                    Purpose::HorizonVolatility,
                ] {
                    first.push(stream(seed, block, purpose).next_u64());
                }
            }
        }
        let drawn = first.len();
        first.sort_unstable();
        first.dedup();
        assert_eq!(first.len(), drawn);
    }
}

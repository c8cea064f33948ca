//! [`Sobol`]: Sobol' points, any block of them at once, and their Owen scrambling.

use rand::Rng;
use rehedge_kernels::LANES;

/// Dimensions in the table.
pub(crate) const DIMENSIONS: usize = 1111;

/// Digits of a point.
const DIGITS: usize = u32::BITS as usize;

/// Digits of the index that tell the points of a block apart.
const LANE_DIGITS: usize = LANES.trailing_zeros() as usize;

/// Direction numbers: made and described by `scripts/sobol_directions.py`, licence beside them.
static TABLE: &[u8] = include_bytes!("../data/joe_kuo_6.bin");

/// The points `0 … 2³² − 1` of Sobol's sequence, in the order of their index (not of its Gray code).
///
/// # Source
/// Joe and Kuo (2008), *Constructing Sobol sequences with better two-dimensional projections*,
/// SIAM J. Sci. Comput. 30, direction numbers new-joe-kuo-6.
#[derive(Clone, Debug)]
pub(crate) struct Sobol {
    /// `directions[d][k]`, what digit `k` of the index adds to dimension `d`, lowest bit first: bits
    /// in reverse, the form that [`Scrambling`] works on.
    directions: Vec<[u32; DIGITS]>,
}

impl Sobol {
    /// Points of so many dimensions, at most [`DIMENSIONS`].
    pub fn new(dimensions: usize) -> Self {
        let mut table = TABLE.as_chunks().0.iter().map(|&bytes| u16::from_le_bytes(bytes));
        let first = std::array::from_fn(|k| 1 << k);
        let mut directions = vec![first];
        while directions.len() < dimensions
            && let Some(polynomial) = table.next()
        {
            directions.push(reversed_directions(polynomial.into(), &mut table));
        }
        Self { directions }
    }

    /// One coordinate of the points `LANES · block …` with its bits in reverse: the highest bit of
    /// the point is the lowest of the number.
    #[inline(always)]
    pub fn reversed(&self, dimension: usize, block: usize) -> [u32; LANES] {
        let directions = &self.directions[dimension];
        let mut points = [0; LANES];
        for (k, direction) in directions[LANE_DIGITS..].iter().enumerate() {
            points[0] ^= direction * (block >> k & 1) as u32;
        }
        for (k, direction) in directions[..LANE_DIGITS].iter().enumerate() {
            let (done, rest) = points.split_at_mut(1 << k);
            for (point, before) in rest.iter_mut().zip(done) {
                *point = *before ^ direction;
            }
        }
        points
    }
}

/// Direction numbers of a dimension: the initial ones from the table, the rest by the recurrence of
/// the primitive polynomial.
fn reversed_directions(polynomial: u32, initial: &mut impl Iterator<Item = u16>) -> [u32; DIGITS] {
    let degree = polynomial.ilog2() as usize;
    let mut directions = [0_u32; DIGITS];
    for (k, m) in initial.take(degree).enumerate() {
        directions[k] = u32::from(m) << (DIGITS - 1 - k);
    }
    for k in degree..DIGITS {
        let mut next = directions[k - degree] >> degree;
        for back in (1..=degree).filter(|back| polynomial >> (degree - back) & 1 == 1) {
            next ^= directions[k - back];
        }
        directions[k] = next;
    }
    directions.map(u32::reverse_bits)
}

/// A random scrambling of one coordinate: every digit of a point is flipped or not by a hash of the
/// digits before it, so that points are uniform, and as evenly spread as before.
///
/// A digit of the first 32 is scrambled by Laine and Karras' permutation, a hash of numbers with
/// their bits in reverse that never lets a bit act on a lower one. No two points agree in 32 digits,
/// so the further ones need no structure: they are a hash of these.
///
/// # Source
/// Owen (1995), *Randomly permuted (t,m,s)-nets and (t,s)-sequences*; Burley (2020), *Practical
/// hash-based Owen scrambling*, JCGT 9(4); constants of Vegdahl (2021), *Building a better LK hash*.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scrambling([u32; 3]);

impl Scrambling {
    /// The next scrambling of a stream.
    #[inline(always)]
    pub fn draw(stream: &mut impl Rng) -> Self {
        let (one, other) = (stream.next_u64(), stream.next_u64());
        Self([one as u32, (one >> 32) as u32, (other >> 32) as u32])
    }

    /// A point with its bits in reverse becomes 64 random bits, of which the upper 52 matter.
    #[inline(always)]
    pub fn bits(self, reversed: u32) -> u64 {
        let [shift, factor, salt] = self.0;
        let mut x = reversed;
        x ^= x.wrapping_mul(0x3d20_adea);
        x = x.wrapping_add(shift).wrapping_mul(factor | 1);
        x ^= x.wrapping_mul(0x0552_6c56);
        x ^= x.wrapping_mul(0x53a2_2864);
        u64::from(x.reverse_bits()) << 32 | u64::from(hash(x ^ salt))
    }
}

/// The finaliser of `MurmurHash3` (Appleby 2011): a bijection in which every bit acts on every bit.
#[inline(always)]
fn hash(x: u32) -> u32 {
    let x = (x ^ (x >> 16)).wrapping_mul(0x85eb_ca6b);
    let x = (x ^ (x >> 13)).wrapping_mul(0xc2b2_ae35);
    x ^ (x >> 16)
}

#[cfg(test)]
mod tests;

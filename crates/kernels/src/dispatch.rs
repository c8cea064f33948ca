//! Chooses the instruction set once per region of work, at run time.
//!
//! A [`Region`] is a piece of work whose whole body, down to the last formula, is marked
//! `#[inline(always)]`. [`dispatch`] compiles that body once per instruction set; inside it the
//! compiler may use the wide registers and the fused multiply-add of that set. Nothing in a region
//! depends on the set: every operation is an IEEE 754 operation with one correctly rounded result,
//! so every set gives the same bits.
//!
//! This is the one module of the project where `unsafe` is allowed. Calling a function compiled
//! for AVX2 is undefined behaviour on a machine without it; here each such call stands behind a
//! check that the machine has the features, and the functions touch no raw memory.
#![allow(unsafe_code)]

use std::fmt;

/// Work to be compiled for each instruction set.
///
/// Implementations mark `run`, and everything that it calls in a hot loop, `#[inline(always)]`.
pub trait Region {
    /// What the work returns.
    type Output;
    /// Does the work.
    fn run(self) -> Self::Output;
}

/// An instruction set that [`dispatch`] can compile a region for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InstructionSet {
    /// What every machine of the target has: SSE2 on x86-64 (fused multiply-adds emulated, so
    /// slow), NEON on AArch64 (fused multiply-adds in hardware).
    Baseline,
    /// AVX2 with fused multiply-add: four lanes.
    Avx2,
    /// AVX-512 F, DQ, VL and BW: eight lanes.
    Avx512,
}

impl InstructionSet {
    /// All sets, slowest first.
    pub const ALL: [Self; 3] = [Self::Baseline, Self::Avx2, Self::Avx512];

    /// Whether this machine has the set.
    #[must_use]
    pub fn is_available(self) -> bool {
        match self {
            Self::Baseline => true,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => {
                std::arch::is_x86_feature_detected!("avx2")
                    && std::arch::is_x86_feature_detected!("fma")
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                Self::Avx2.is_available()
                    && std::arch::is_x86_feature_detected!("avx512f")
                    && std::arch::is_x86_feature_detected!("avx512dq")
                    && std::arch::is_x86_feature_detected!("avx512vl")
                    && std::arch::is_x86_feature_detected!("avx512bw")
            }
            #[cfg(not(target_arch = "x86_64"))]
            _ => false,
        }
    }

    /// The sets of this machine, slowest first.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|set| set.is_available())
    }

    /// The fastest set of this machine.
    #[must_use]
    pub fn best() -> Self {
        Self::available().last().unwrap_or(Self::Baseline)
    }
}

impl fmt::Display for InstructionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Baseline => "baseline",
            Self::Avx2 => "AVX2",
            Self::Avx512 => "AVX-512",
        })
    }
}

/// Runs `region` compiled for `set`, or for the baseline where the machine lacks it.
#[inline]
pub fn dispatch<R: Region>(set: InstructionSet, region: R) -> R::Output {
    #[cfg(target_arch = "x86_64")]
    match set {
        // SAFETY: the features that the callee is compiled with are checked on this machine.
        InstructionSet::Avx512 if set.is_available() => return unsafe { with_avx512(region) },
        // SAFETY: as above.
        InstructionSet::Avx2 if set.is_available() => return unsafe { with_avx2(region) },
        _ => {}
    }
    let _ = set;
    region.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avx512f,avx512dq,avx512vl,avx512bw")]
fn with_avx512<R: Region>(region: R) -> R::Output {
    region.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn with_avx2<R: Region>(region: R) -> R::Output {
    region.run()
}

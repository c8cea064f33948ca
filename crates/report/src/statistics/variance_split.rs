//! [`VarianceSplit`]: where the variance of P&L comes from.

use super::moments::{moments_of, product_of};
use super::{Dependence, standard_error};
use rehedge_engine::{Component, HedgeOutcome};
use rehedge_kernels::LANES;

/// A share of the variance, with its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// The share; negative where a source offsets others.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
}

/// The sources of P&L that a variance is split into; together they are all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Trading at discrete times: delta, gamma, theta, gap and residual, but for what the spot
    /// earned on steps with a jump.
    Discreteness,
    /// Delta, gamma and gap on steps with a jump.
    Jumps,
    /// Moves of implied volatility: vega, vanna and volga.
    Volatility,
    /// Spread, fees and impact.
    Costs,
    /// Entry, financing and dividends.
    Carry,
}

impl Source {
    /// How many there are.
    pub const COUNT: usize = 5;

    /// All of them, in the order of the columns.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Discreteness, Self::Jumps, Self::Volatility, Self::Costs, Self::Carry];

    /// The name in column titles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Discreteness => "discreteness",
            Self::Jumps => "jumps",
            Self::Volatility => "volatility",
            Self::Costs => "costs",
            Self::Carry => "carry",
        }
    }

    fn of(component: Component) -> Self {
        match component {
            Component::Delta
            | Component::Gamma
            | Component::Theta
            | Component::Gap
            | Component::Residual => Self::Discreteness,
            Component::Vega | Component::Vanna | Component::Volga => Self::Volatility,
            Component::Spread | Component::Fee | Component::Impact => Self::Costs,
            Component::Entry | Component::Financing | Component::Dividend => Self::Carry,
        }
    }
}

/// Shares of the variance of one hedge's P&L `X = Σ_k X_k`: `Cov(X_k, X) / Var X`, which add up to
/// one. A P&L that does not vary has none.
///
/// # Source
/// Euler's allocation of a risk that is homogeneous: Tasche (1999), *Risk contributions and
/// performance measurement*, section 4.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VarianceSplit {
    /// Name of the hedge.
    pub hedge: String,
    /// Variance of its P&L, divisor `n − 1`.
    pub variance: f64,
    /// The shares, in the order of [`Source::ALL`].
    pub shares: [Share; Source::COUNT],
}

/// Means and co-moments with the P&L on the paths of a block.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CoMoments {
    count: f64,
    mean: f64,
    squares: f64,
    means: [f64; Source::COUNT],
    products: [f64; Source::COUNT],
}

impl CoMoments {
    pub fn of(outcome: &HedgeOutcome, valid: usize) -> Self {
        let pnl = moments_of(&outcome.pnl[..valid]);
        let mut deviations = [0.0; LANES];
        for (deviation, x) in deviations[..valid].iter_mut().zip(&outcome.pnl[..valid]) {
            *deviation = x - pnl.mean;
        }
        let mut sums =
            Self { count: pnl.count, mean: pnl.mean, squares: pnl.squares, ..Self::default() };
        // Deviations add up to nothing: the mean of the other factor need not be taken off.
        let mut add = |source: Source, row: &[f64], sign: f64| {
            sums.means[source as usize] += sign * moments_of(row).mean;
            sums.products[source as usize] += sign * product_of(row, &deviations[..valid]);
        };
        for component in Component::ALL {
            add(Source::of(component), &outcome.component(component)[..valid], 1.0);
        }
        let jumps = &outcome.jump_pnl[..valid];
        if jumps.iter().any(|x| *x != 0.0) {
            add(Source::Jumps, jumps, 1.0);
            add(Source::Discreteness, jumps, -1.0);
        }
        sums
    }
}

/// The split of the P&L whose blocks have these moments, in the order of the paths.
///
/// The standard error is that of a ratio of sums over blocks: the influence of a block on
/// `C_k / V` is `(c_k − C_k / V · v) / V`, with its products about the means of all paths.
pub(super) fn split(hedge: &str, blocks: &[CoMoments], dependence: Dependence) -> VarianceSplit {
    let count: f64 = blocks.iter().map(|block| block.count).sum();
    let mean_of = |value: &dyn Fn(&CoMoments) -> f64| {
        blocks.iter().map(|block| block.count * value(block)).sum::<f64>() / count.max(1.0)
    };
    let mean = mean_of(&|block| block.mean);
    let squares: Vec<f64> =
        blocks.iter().map(|b| b.squares + b.count * (b.mean - mean) * (b.mean - mean)).collect();
    let whole: f64 = squares.iter().sum();
    let share = |source: usize| {
        let centre = mean_of(&|block| block.means[source]);
        let product = |b: &CoMoments| {
            b.products[source] + b.count * (b.means[source] - centre) * (b.mean - mean)
        };
        let products: Vec<f64> = blocks.iter().map(product).collect();
        let value = products.iter().sum::<f64>() / whole;
        let influence: Vec<f64> = products
            .iter()
            .zip(&squares)
            .map(|(c, v)| (c - value * v) / whole * blocks.len() as f64)
            .collect();
        Share { value, se: standard_error::of_mean(&influence, dependence.of_blocks()) }
    };
    let shares = if whole > 0.0 { std::array::from_fn(share) } else { Default::default() };
    VarianceSplit { hedge: hedge.to_owned(), variance: whole / (count - 1.0).max(1.0), shares }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::tests::run;
    use rehedge_engine::PnlBlock;

    fn split_of(blocks: &[PnlBlock]) -> VarianceSplit {
        let moments: Vec<_> = blocks.iter().map(|b| CoMoments::of(&b.hedges[0], b.valid)).collect();
        split("one", &moments, Dependence::Independent)
    }

    /// Rows of numbers without pattern, jumps among them.
    fn with_jumps(paths: usize) -> Vec<PnlBlock> {
        let mut blocks = run(paths);
        for block in &mut blocks {
            for lane in 0..64 {
                let hedge = &mut block.hedges[0];
                hedge.jump_pnl[lane] = if lane % 5 == 0 { hedge.components[6][lane] } else { 0.0 };
            }
        }
        blocks
    }

    #[test]
    fn shares_are_plain_covariances_and_add_up_to_one() {
        let blocks = with_jumps(500);
        let found = split_of(&blocks);
        let each = |value: &dyn Fn(&HedgeOutcome, usize) -> f64| -> Vec<f64> {
            let of =
                |b: &PnlBlock| (0..b.valid).map(|i| value(&b.hedges[0], i)).collect::<Vec<_>>();
            blocks.iter().flat_map(of).collect()
        };
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let covariance = |x: &[f64], y: &[f64]| {
            let (mx, my) = (mean(x), mean(y));
            x.iter().zip(y).map(|(a, b)| (a - mx) * (b - my)).sum::<f64>() / 499.0
        };
        let pnl = each(&|o, i| o.pnl[i]);
        let variance = covariance(&pnl, &pnl);
        let sum = |o: &HedgeOutcome, i: usize, parts: &[usize]| -> f64 {
            parts.iter().map(|part| o.components[*part][i]).sum()
        };
        let sources: [Vec<f64>; Source::COUNT] = [
            each(&|o, i| sum(o, i, &[0, 1, 2, 6, 7]) - o.jump_pnl[i]),
            each(&|o, i| o.jump_pnl[i]),
            each(&|o, i| sum(o, i, &[3, 4, 5])),
            each(&|o, i| sum(o, i, &[11, 12, 13])),
            each(&|o, i| sum(o, i, &[8, 9, 10])),
        ];
        assert!((found.variance - variance).abs() < 1e-12 * variance);
        for (share, source) in found.shares.iter().zip(&sources) {
            assert!((share.value - covariance(source, &pnl) / variance).abs() < 1e-12);
            assert!(share.se > 0.0);
        }
        assert!((found.shares.iter().map(|share| share.value).sum::<f64>() - 1.0).abs() < 1e-12);
    }

    /// The error that is said is the spread of shares over many runs.
    #[test]
    fn errors_are_those_of_many_samples() {
        let blocks = with_jumps(64 * 40 * 200);
        let splits: Vec<_> = blocks.chunks(40).map(split_of).collect();
        for source in 0..Source::COUNT {
            let values: Vec<f64> = splits.iter().map(|s| s.shares[source].value).collect();
            let spread = moments_of(&values).standard_deviation();
            let said = splits.iter().map(|s| s.shares[source].se).sum::<f64>() / 200.0;
            // 200 samples know their spread to 5 %.
            assert!((said / spread - 1.0).abs() < 0.2, "{source}: {said} {spread}");
        }
    }

    #[test]
    fn what_does_not_vary_has_no_shares() {
        let mut still = run(64);
        still[0].hedges[0] = HedgeOutcome::default();
        for blocks in [&still[..], &[]] {
            assert_eq!(split_of(blocks).shares, [Share::default(); Source::COUNT]);
        }
    }
}

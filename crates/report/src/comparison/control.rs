//! [`Controlled`]: means with the help of quantities whose expectation is known.

use super::Samples;
use crate::parallel::in_parallel;
use crate::statistics::moments::{moments_of, product_of};
use crate::statistics::{Dependence, standard_error};

/// A mean estimated with control variates.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ControlledMean {
    /// `m − β · c̄`, with the controls' own means `c̄` known to be zero and `β` by least squares.
    pub mean: f64,
    /// Its standard error: that of the mean of what the regression leaves.
    pub se: f64,
    /// How many times as many paths the plain mean would need for this error; at most their number,
    /// which stands where controls explain everything.
    pub gain: f64,
}

/// Mean P&L and mean cost of one hedge with control variates, a row of `controlled.csv`.
///
/// # Source
/// Glasserman (2003), *Monte Carlo methods in financial engineering*, section 4.1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Controlled {
    /// Name of the hedge.
    pub hedge: String,
    /// Mean P&L.
    pub pnl: ControlledMean,
    /// Mean cost.
    pub cost: ControlledMean,
}

impl Samples<'_> {
    /// Means of every hedge with the help of controls: each a value per path whose expectation is
    /// exactly zero. Where the mean of P&L before costs is known, `before_costs`, that is a further
    /// control. On so many threads.
    #[must_use]
    pub fn controlled(
        &self,
        controls: &[Vec<f64>],
        before_costs: Option<f64>,
        threads: usize,
    ) -> Vec<Controlled> {
        let mut basis: Vec<Control> = Vec::new();
        for control in controls {
            basis.extend(Control::new(control, &basis));
        }
        in_parallel(threads, &self.hedges, |hedge| {
            let known = before_costs.and_then(|known| {
                let paid_back = hedge.pnl.iter().zip(hedge.costs).map(|(x, c)| x + c - known);
                Control::new(&paid_back.collect::<Vec<_>>(), &basis)
            });
            let all: Vec<_> = basis.iter().chain(&known).collect();
            let mean = |sample: &[f64]| controlled(sample, &all, self.dependence);
            let hedge_name = hedge.name.to_owned();
            Controlled { hedge: hedge_name, pnl: mean(hedge.pnl), cost: mean(hedge.costs) }
        })
    }
}

/// A control that is uncorrelated, in the sample, with those before it.
struct Control {
    mean: f64,
    /// Deviations from the mean.
    deviations: Vec<f64>,
    squares: f64,
}

/// A control that those before it explain but for this share of its variance adds nothing.
const REDUNDANT: f64 = 1e-10;

impl Control {
    fn new(values: &[f64], before: &[Self]) -> Option<Self> {
        let moments = moments_of(values);
        let mut mean = moments.mean;
        let mut deviations: Vec<f64> = values.iter().map(|x| x - moments.mean).collect();
        for other in before {
            let slope = other.remove_from(&mut deviations);
            mean -= slope * other.mean;
        }
        let squares = product_of(&deviations, &deviations);
        (squares > REDUNDANT * moments.squares).then_some(Self { mean, deviations, squares })
    }

    /// Takes off what this explains; gives the slope.
    fn remove_from(&self, deviations: &mut [f64]) -> f64 {
        let slope = product_of(&self.deviations, deviations) / self.squares;
        deviations.iter_mut().zip(&self.deviations).for_each(|(x, c)| *x -= slope * c);
        slope
    }
}

fn controlled(sample: &[f64], basis: &[&Control], dependence: Dependence) -> ControlledMean {
    let plain = moments_of(sample);
    let mut left: Vec<f64> = sample.iter().map(|x| x - plain.mean).collect();
    let plain_se = standard_error::of_mean(&left, dependence);
    let mut mean = plain.mean;
    for control in basis {
        mean -= control.remove_from(&mut left) * control.mean;
    }
    let se = standard_error::of_mean(&left, dependence);
    let most = plain.count.max(1.0);
    let gain = if plain_se > 0.0 { ((plain_se / se) * (plain_se / se)).min(most) } else { 1.0 };
    ControlledMean { mean, se, gain }
}

#[cfg(test)]
mod tests {
    use super::super::Sample;
    use super::*;
    use Dependence::Independent;

    /// Independent numbers in (−½, ½).
    fn draws(seed: u64, count: usize) -> Vec<f64> {
        let mut state = seed;
        let mut draw = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        };
        (0..count).map(|_| draw()).collect()
    }

    fn combine(parts: &[(&[f64], f64)], level: f64) -> Vec<f64> {
        let sum = |i: usize| level + parts.iter().map(|(row, weight)| weight * row[i]).sum::<f64>();
        (0..parts[0].0.len()).map(sum).collect()
    }

    #[test]
    fn a_mean_that_controls_explain_is_exact() {
        let (one, other) = (draws(1, 500), draws(2, 500));
        let pnl = combine(&[(&one, 2.0), (&other, -0.7)], 3.25);
        let sample = Sample { name: "one", pnl: &pnl, costs: &one };
        let samples = Samples::new(vec![sample], Independent);
        let [found] = &samples.controlled(&[one.clone(), other], None, 1)[..] else {
            panic!("one")
        };
        assert!((found.pnl.mean - 3.25).abs() < 1e-12, "{:?}", found.pnl);
        assert!(found.pnl.se < 1e-14 && found.cost.mean.abs() < 1e-15, "{found:?}");
    }

    #[test]
    fn a_known_mean_before_costs_leaves_the_error_of_costs() {
        let (noise, costs) = (draws(1, 500), combine(&[(&draws(2, 500), 0.1)], 0.2));
        let pnl = combine(&[(&noise, 3.0), (&costs, -1.0)], 1.0);
        let sample = Sample { name: "", pnl: &pnl, costs: &costs };
        let found = &Samples::new(vec![sample], Independent).controlled(&[], Some(1.0), 1)[0];
        let sum = found.pnl.mean + found.cost.mean;
        assert!((sum - 1.0).abs() < 1e-14, "{found:?}");
        assert!((found.pnl.se / found.cost.se - 1.0).abs() < 1e-12);
        // Some 900 times, but never said to be more than there are paths.
        assert_eq!(found.pnl.gain, 500.0);
    }

    /// Over many runs the controlled mean is unbiased, its error is its spread, and the gain is
    /// `1 / (1 − R²)`.
    #[test]
    fn the_error_is_the_spread_of_many_runs() {
        let (runs, paths) = (400, 250);
        let all: Vec<Vec<f64>> = (0..3).map(|k| draws(10 + k, runs * paths)).collect();
        let (mut means, mut errors, mut gains) = (Vec::new(), 0.0, 0.0);
        for run in 0..runs {
            let part = |k: usize| &all[k][run * paths..(run + 1) * paths];
            let pnl = combine(&[(part(0), 1.0), (part(1), 2.0), (part(2), 1.0)], 0.5);
            let sample = Sample { name: "", pnl: &pnl, costs: &pnl };
            let controls = [part(1).to_vec(), combine(&[(part(1), 1.0), (part(2), 1.0)], 0.0)];
            let found = &Samples::new(vec![sample], Independent).controlled(&controls, None, 1)[0];
            means.push(found.pnl.mean);
            errors += found.pnl.se / runs as f64;
            gains += found.pnl.gain / runs as f64;
        }
        let spread = moments_of(&means);
        let (mean, sd) = (spread.mean, spread.standard_deviation());
        assert!((mean - 0.5).abs() < 4.0 * sd / (runs as f64).sqrt(), "{mean}");
        // 400 runs know their spread to 3.5 %.
        assert!((errors / sd - 1.0).abs() < 0.12, "{errors} {sd}");
        assert!((gains / 6.0 - 1.0).abs() < 0.1, "{gains}");
    }

    #[test]
    fn a_control_that_says_nothing_new_changes_nothing() {
        let (one, pnl) = (draws(1, 300), draws(3, 300));
        let sample = Sample { name: "", pnl: &pnl, costs: &pnl };
        let samples = Samples::new(vec![sample], Independent);
        let still = vec![0.0; 300];
        let twice = combine(&[(&one, 2.0)], 0.0);
        let alone = samples.controlled(std::slice::from_ref(&one), None, 1);
        assert_eq!(samples.controlled(&[one, twice, still.clone()], None, 2), alone);
        let [plain] = &samples.controlled(&[still], None, 1)[..] else { panic!("one") };
        assert_eq!((plain.pnl.mean, plain.pnl.gain), (moments_of(&pnl).mean, 1.0));
    }
}

//! The comparison as a whole: by hand, by replication, by scale, by symmetry.

use super::*;
use crate::statistics::moments::moments_of;
use Dependence::{Independent, Overlapping};
use rand::Rng as _;
use rand_pcg::Pcg64Mcg;
use rehedge_kernels::{normal_quantile, uniform};

const PAIRS: Dependence = Dependence::Pairs { apart: 32 };
const REPLICATES: Dependence = Dependence::Replicates { count: 16, run: 64 };

/// Hedges `loading·z + scale·ε + shift` on common factors `z`, so that P&Ls are correlated.
const HEDGES: [(f64, f64, f64); 3] = [(1.0, 0.5, 0.1), (1.0, 0.7, 0.2), (1.5, 0.1, -0.1)];

fn draw(paths: usize, generator: &mut Pcg64Mcg) -> Vec<Vec<f64>> {
    let mut normal = || normal_quantile(uniform(generator.next_u64()));
    let factors: Vec<f64> = (0..paths).map(|_| normal()).collect();
    HEDGES
        .map(|(loading, scale, shift)| {
            factors.iter().map(|z| loading * z + scale * normal() + shift).collect()
        })
        .to_vec()
}

fn samples<'a>(pnl: &'a [Vec<f64>], costs: &'a [Vec<f64>], dependence: Dependence) -> Samples<'a> {
    let named = ["a", "b", "c", "d"].into_iter().zip(pnl.iter().zip(costs));
    let sample =
        |(name, (pnl, costs)): (&'a str, (&'a Vec<f64>, &'a Vec<f64>))| Sample { name, pnl, costs };
    Samples::new(named.map(sample).collect(), dependence)
}

fn close(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance * (1.0 + b.abs()), "{a} is not {b}");
}

#[test]
fn paired_differences_by_hand() {
    let pnl = [vec![1.0, 2.0, 4.0, 5.0], vec![0.0, 2.0, 3.0, 7.0]];
    let costs = [vec![0.5; 4], vec![0.25, 0.5, 0.5, 0.75]];
    let [row] = samples(&pnl, &costs, Independent).paired(0, 1)[..] else { panic!("one pair") };
    assert_eq!((row.hedge, row.against), (1, 0));
    let [mean, sd, es, cost] = row.differences;
    // −1, 0, −1, 2: mean 0, squares 6 over 3 · 4. ES of the worst fifth of a path: −0 and −1.
    close(mean.value, 0.0, 1e-14);
    close(mean.se, 0.5f64.sqrt(), 1e-14);
    close(es.value, 1.0, 1e-14);
    close(cost.value, 0.0, 1e-14);
    close(cost.se, (0.125f64 / 12.0).sqrt(), 1e-14);
    // Squared deviations 9, 1, 0, 16 and 4, 1, 1, 4 less their means 6.5 and 2.5, over 2 s.
    let (s, t) = ((26.0f64 / 3.0).sqrt(), (10.0f64 / 3.0).sqrt());
    let apart = [
        2.5 / (2.0 * s) - 1.5 / (2.0 * t),
        -5.5 / (2.0 * s) + 1.5 / (2.0 * t),
        -6.5 / (2.0 * s) + 1.5 / (2.0 * t),
        9.5 / (2.0 * s) - 1.5 / (2.0 * t),
    ];
    close(sd.value, s - t, 1e-14);
    close(sd.se, (apart.iter().map(|x| x * x).sum::<f64>() / 12.0).sqrt(), 1e-14);
    close(mean.high(), 1.959_963_984_540_054 * 0.5f64.sqrt(), 1e-14);
    assert_eq!(mean.low(), -mean.high());
}

/// Thousands of runs: the errors claimed are the spread found, and intervals cover the truth.
#[test]
fn errors_of_differences_are_their_spread_over_runs() {
    let (runs, paths) = (1500, 400);
    let mut generator = Pcg64Mcg::new(3);
    let mut found: [Vec<Difference>; 3] = Default::default();
    for _ in 0..runs {
        let pnl = draw(paths, &mut generator);
        let rows = samples(&pnl, &pnl, Independent).paired(0, 1);
        for (found, difference) in found.iter_mut().zip(rows[0].differences) {
            found.push(difference);
        }
    }
    // Normal P&L: sd √(l² + s²); ES is sd · φ(q) / α − mean.
    let sd = |i: usize| HEDGES[i].0.hypot(HEDGES[i].1);
    let es = |i: usize| 2.062_713 * sd(i) - HEDGES[i].2;
    let truths = [HEDGES[1].2 - HEDGES[0].2, sd(1) - sd(0), es(1) - es(0)];
    // The spread of 1500 is known to 2 %; ES of 20 paths is biased, and its error with it.
    for ((found, truth), slack) in found.iter().zip(truths).zip([0.05, 0.05, 0.12]) {
        let values: Vec<f64> = found.iter().map(|d| d.value).collect();
        let spread = moments_of(&values).standard_deviation();
        let claimed = found.iter().map(|d| d.se).sum::<f64>() / f64::from(runs);
        assert!((claimed / spread - 1.0).abs() < slack, "{claimed} {spread}");
        let covered = found.iter().filter(|d| d.low() <= truth && truth <= d.high()).count();
        let share = covered as f64 / f64::from(runs);
        assert!((0.91..0.97).contains(&share), "{share}");
    }
}

/// The factor of a path's group, and its sign or weight.
type Group<'a> = &'a dyn Fn(usize) -> (usize, f64);

/// The same for paths that come in pairs or in replicates, which have a factor of their own: turned
/// for one of a pair, and weak in a replicate. (Were it as strong as the rest, the standard
/// deviation would be that of 16 numbers, and the delta method too rough: 90 % for 95 %.)
#[test]
fn errors_of_groups_are_their_spread_over_runs() {
    // The difference of two hedges has variance 0.51 and, from the factor, 1.25 / 4, which leaves the
    // mean of a pair: √(0.51 / 0.8225). In a replicate 0.0125 stays, 0.51 is over 64: √2.56.
    let (runs, paths) = (600, 1024);
    let mirror = |path: usize| if path % 64 < 32 { (path, 1.0) } else { (path - 32, -1.0) };
    let share = |path: usize| (path / 64 % 16, 0.2);
    let cases: [(_, Group<'_>, _); 2] = [(PAIRS, &mirror, 0.787), (REPLICATES, &share, 1.60)];
    for (dependence, group, expected) in cases {
        let mut generator = Pcg64Mcg::new(7);
        let (mut found, mut plain): ([Vec<Difference>; 2], f64) = (Default::default(), 0.0);
        for _ in 0..runs {
            let mut pnl = draw(paths, &mut generator);
            let factors = draw(paths, &mut generator).swap_remove(0);
            for (hedge, pnl) in pnl.iter_mut().enumerate() {
                let of = |path| {
                    let (from, sign) = group(path);
                    sign * factors[from]
                };
                let loading = HEDGES[hedge].0;
                pnl.iter_mut().enumerate().for_each(|(path, x)| *x += loading * of(path));
            }
            plain += samples(&pnl, &pnl, Independent).paired(0, 1)[1].differences[0].se.powi(2);
            let row = samples(&pnl, &pnl, dependence).paired(0, 1)[1];
            found.iter_mut().zip(row.differences).for_each(|(found, d)| found.push(d));
        }
        for found in &found {
            let values: Vec<f64> = found.iter().map(|d| d.value).collect();
            let (mean, spread) = {
                let m = moments_of(&values);
                (m.mean, m.standard_deviation())
            };
            let square = found.iter().map(|d| d.se * d.se).sum::<f64>() / f64::from(runs);
            // The spread of 600 is known to 3 %.
            assert!((square.sqrt() / spread - 1.0).abs() < 0.1, "{dependence:?} {spread}");
            let covered = found.iter().filter(|d| d.low() <= mean && mean <= d.high()).count();
            let share = covered as f64 / f64::from(runs);
            assert!((0.92..0.98).contains(&share), "{dependence:?} {share}");
        }
        let square = found[0].iter().map(|d| d.se * d.se).sum::<f64>();
        let ratio = (square / plain).sqrt();
        assert!((ratio / expected - 1.0).abs() < 0.04, "{dependence:?}: {ratio}");
    }
}

#[test]
fn pairing_makes_differences_of_like_hedges_sharp() {
    let pnl = draw(5000, &mut Pcg64Mcg::new(5));
    let like: Vec<f64> = pnl[0].iter().zip(&pnl[1]).map(|(x, y)| x + 0.01 * y).collect();
    let pnl = [pnl[0].clone(), like];
    let samples = samples(&pnl, &pnl, Independent);
    let paired = samples.paired(0, 1)[0].differences;
    for (difference, alone) in paired.iter().zip([estimate::mean(&pnl[0]), estimate::sd(&pnl[0])]) {
        assert!(difference.se < 0.03 * alone.se(Independent));
    }
}

#[test]
fn overlap_widens_the_errors_of_overlapping_sums() {
    let parts = draw(4020, &mut Pcg64Mcg::new(9));
    let sums = |x: &Vec<f64>| x.windows(21).map(|w| w.iter().sum()).collect::<Vec<f64>>();
    let pnl: Vec<_> = parts.iter().map(sums).collect();
    let plain = samples(&pnl, &pnl, Independent).paired(1, 1)[0].differences;
    let overlapping = samples(&pnl, &pnl, Overlapping(20)).paired(1, 1)[0].differences;
    for (one, other) in plain.into_iter().zip(overlapping) {
        assert_eq!(one.value, other.value);
        assert!(other.se > 2.0 * one.se, "{one:?} {other:?}");
    }
    // The mean of sums of 21 independent differences of variance ½² + 0.7²; a tenth is missed.
    let exact = 21.0 * 0.74f64.sqrt() / 4000f64.sqrt();
    assert!((overlapping[0].se / exact - 0.91).abs() < 0.2);
}

const CRITERIA: [Criterion; 5] = [
    Criterion::MeanVariance { risk_aversion: 1.0 },
    Criterion::ExpectedShortfall { level: 0.95 },
    Criterion::Entropic { risk_aversion: 1.0 },
    Criterion::Sharpe,
    Criterion::Cost { max_sd: 1.2 },
];

#[test]
fn everything_scales_with_the_currency() {
    let pnl = draw(700, &mut Pcg64Mcg::new(11));
    let times = 8.0; // a power of two, so that nothing is rounded
    let scaled: Vec<Vec<f64>> = pnl.iter().map(|x| x.iter().map(|x| times * x).collect()).collect();
    let in_pence = |criterion| match criterion {
        Criterion::MeanVariance { risk_aversion } => {
            Criterion::MeanVariance { risk_aversion: risk_aversion / times }
        }
        Criterion::Entropic { risk_aversion } => {
            Criterion::Entropic { risk_aversion: risk_aversion / times }
        }
        Criterion::Cost { max_sd } => Criterion::Cost { max_sd: times * max_sd },
        other => other,
    };
    for criterion in CRITERIA {
        let one = samples(&pnl, &pnl, Independent).ranking(criterion);
        let other = samples(&scaled, &scaled, Independent).ranking(in_pence(criterion));
        let times = if criterion == Criterion::Sharpe { 1.0 } else { times };
        for (one, other) in one.hedges.iter().zip(&other.hedges) {
            close(other.value, times * one.value, 1e-12);
            close(other.se, times * one.se, 1e-12);
            close(other.behind.se, times * one.behind.se, 1e-12);
            assert_eq!(
                (one.hedge, one.plateau, one.allowed),
                (other.hedge, other.plateau, other.allowed)
            );
            close(one.probability_best, other.probability_best, 1e-3);
        }
    }
    let one = samples(&pnl, &pnl, Independent).break_even(1.25, 1.0, 1);
    let other = samples(&scaled, &scaled, Independent).break_even(1.25, 1.0 / times, 1);
    for (one, other) in one.iter().zip(&other) {
        for (one, other) in one.premiums.iter().zip(other.premiums) {
            close(other.horizon, times * one.horizon, 1e-12);
            close(one.entry * 1.25, one.horizon, 1e-15);
        }
    }
    for (one, other) in samples(&pnl, &pnl, Independent)
        .effectiveness(2)
        .iter()
        .zip(samples(&scaled, &scaled, Independent).effectiveness(2))
    {
        close(one.ederington.value, other.ederington.value, 1e-14);
        close(one.ederington.se, other.ederington.se, 1e-14);
        close(one.offset_median, other.offset_median, 1e-14);
    }
}

#[test]
fn rankings_by_hand() {
    // Costs 3, 1, 2 with standard deviations of 1, 3 and 1 times √(2/3)·…: the cap refuses one.
    let wave = |scale: f64| vec![scale, -scale, scale, -scale];
    let pnl = [wave(1.0), wave(3.0), wave(1.0)];
    let costs = [vec![3.0; 4], vec![1.0; 4], vec![2.0; 4]];
    let samples = samples(&pnl, &costs, Independent);
    let order = |criterion| -> Vec<usize> {
        samples.ranking(criterion).hedges.iter().map(|ranked| ranked.hedge).collect()
    };
    assert_eq!(order(Criterion::Cost { max_sd: 1.2 }), [2, 0, 1]);
    assert_eq!(order(Criterion::Cost { max_sd: 9.0 }), [1, 2, 0]);
    assert_eq!(order(Criterion::ExpectedShortfall { level: 0.95 }), [0, 2, 1]);
    let capped = samples.ranking(Criterion::Cost { max_sd: 1.2 }).hedges;
    assert_eq!(capped.iter().map(|ranked| ranked.allowed).collect::<Vec<_>>(), [true, true, false]);
    assert_eq!((capped[0].value, capped[0].probability_best), (2.0, 1.0));
    assert!(capped[0].plateau && !capped[1].plateau && !capped[2].plateau);
    // Nobody below the cap: the least risk, which two share.
    let none = samples.ranking(Criterion::Cost { max_sd: 0.1 }).hedges;
    assert_eq!((none[0].hedge, none[0].probability_best, none[1].probability_best), (0, 0.5, 0.5));
    assert!(none.iter().all(|ranked| !ranked.allowed));
}

/// Two hedges: the probability is that of one normal number, `Φ(difference / se)`.
#[test]
fn probabilities_of_two_are_those_of_their_difference() {
    let pnl = draw(900, &mut Pcg64Mcg::new(21));
    let two = [pnl[0].clone(), pnl[1].iter().map(|x| x - 0.08).collect()];
    for criterion in &CRITERIA[..4] {
        let [best, second] = samples(&two, &two, Independent).ranking(*criterion).hedges[..] else {
            panic!("two hedges")
        };
        let exact = rehedge_kernels::normal_cdf(second.behind.value / second.behind.se);
        assert!((best.probability_best - exact).abs() < 0.015, "{criterion:?} {exact}");
        close(best.probability_best + second.probability_best, 1.0, 1e-6);
    }
}

/// Over many runs the hedge said to be best with probability `p` is so in a share `p` of them:
/// of equal hedges the probabilities are uniform, with mean one half.
#[test]
fn probabilities_of_equals_average_to_one_half() {
    let mut generator = Pcg64Mcg::new(31);
    let mut sum = 0.0;
    let runs = 60;
    for _ in 0..runs {
        let pnl = draw(100, &mut generator);
        let equal: Vec<f64> = draw(100, &mut generator).swap_remove(0);
        let pnl = [pnl[0].clone(), equal];
        let ranking = samples(&pnl, &pnl, Independent).ranking(CRITERIA[0]);
        let first = ranking.hedges.iter().find(|ranked| ranked.hedge == 0);
        sum += first.map_or(0.0, |ranked| ranked.probability_best);
    }
    // Uniform numbers: standard deviation 0.29 / √60 = 0.037.
    assert!((sum / f64::from(runs) - 0.5).abs() < 0.12);
}

#[test]
fn the_same_twice_and_hedges_that_do_the_same_share() {
    let pnl = draw(300, &mut Pcg64Mcg::new(41));
    let twins = [pnl[2].clone(), pnl[0].clone(), pnl[0].clone()];
    for dependence in [Independent, Overlapping(4), PAIRS, REPLICATES] {
        for criterion in CRITERIA {
            let one = samples(&twins, &twins, dependence).ranking(criterion);
            assert_eq!(one, samples(&twins, &twins, dependence).ranking(criterion));
            let of = |hedge| one.hedges.iter().find(|r| r.hedge == hedge).unwrap().probability_best;
            assert_eq!(of(1), of(2), "{criterion:?}");
            let sum: f64 = one.hedges.iter().map(|ranked| ranked.probability_best).sum();
            close(sum, 1.0, 1e-5);
        }
    }
}

#[test]
fn few_paths_give_finite_numbers() {
    for paths in 0..4 {
        let pnl = draw(paths, &mut Pcg64Mcg::new(1));
        for dependence in [Independent, Overlapping(2), PAIRS, REPLICATES] {
            let samples = samples(&pnl, &pnl, dependence);
            for row in samples.paired(0, 1) {
                assert!(
                    row.differences.iter().all(|d| d.low().is_finite() && d.high().is_finite())
                );
            }
            for criterion in CRITERIA {
                for ranked in samples.ranking(criterion).hedges {
                    let numbers =
                        [ranked.value, ranked.se, ranked.probability_best, ranked.behind.se];
                    assert!(numbers.into_iter().all(f64::is_finite));
                }
            }
            for row in samples.break_even(1.0, 1.0, 1) {
                assert!(row.premiums.iter().all(|p| p.entry.is_finite() && p.se.is_finite()));
            }
            assert!(samples.effectiveness(0).iter().all(|row| row.ederington.value.is_finite()));
        }
    }
}

#[test]
fn break_even_premiums_move_the_pnl_to_zero() {
    let pnl = draw(500, &mut Pcg64Mcg::new(51));
    let rows = samples(&pnl, &pnl, Independent).break_even(1.1, 0.8, 1);
    for (row, pnl) in rows.iter().zip(&pnl) {
        let with = |premium: &Premium| -> Vec<f64> {
            pnl.iter().map(|x| x + premium.entry * 1.1).collect()
        };
        close(estimate::mean(&with(&row.premiums[0])).value, 0.0, 1e-13);
        close(estimate::expected_shortfall(&with(&row.premiums[1]), 0.95).value, 0.0, 1e-13);
        close(estimate::entropic(&with(&row.premiums[2]), 0.8).value, 0.0, 1e-13);
    }
}

#[test]
fn no_hedges_give_nothing() {
    let none = Samples::new(Vec::new(), Independent);
    assert_eq!((none.paired(0, 1), none.break_even(1.0, 1.0, 1)), (vec![], vec![]));
    assert_eq!(none.ranking(Criterion::Sharpe).hedges, []);
}

#[test]
fn the_order_is_that_of_the_ranking() {
    let pnl = draw(640, &mut Pcg64Mcg::new(5));
    let costs = vec![vec![0.2; 640], vec![0.1; 640], vec![0.3; 640]];
    let criteria = [
        Criterion::Sharpe,
        Criterion::ExpectedShortfall { level: 0.9 },
        // Caps that all, one and none keep within.
        Criterion::Cost { max_sd: 2.0 },
        Criterion::Cost { max_sd: 1.3 },
        Criterion::Cost { max_sd: 0.1 },
    ];
    let mut orders = Vec::new();
    for criterion in criteria {
        let samples = samples(&pnl, &costs, Independent);
        let order = samples.order(criterion);
        let ranked = samples.ranking(criterion).hedges;
        let ranked: Vec<_> = ranked
            .iter()
            .map(|&Ranked { hedge, value, se, allowed, .. }| Placed { hedge, value, se, allowed })
            .collect();
        assert_eq!(order, ranked);
        orders.push(order.iter().map(|placed| placed.hedge).collect::<Vec<_>>());
    }
    assert!(orders.contains(&vec![1, 0, 2]) && orders.iter().any(|order| *order != orders[0]));
}

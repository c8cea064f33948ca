//! [`Ranking`]: hedges in the order of a criterion, a row each of `ranking.csv`.

use super::difference::Difference;
use super::estimate::Estimate;
use super::joint_normal::JointNormal;
use super::{Criterion, Samples};
use crate::statistics::Dependence;
use rand_pcg::Pcg64Mcg;

/// Draws from the joint distribution of the estimates: a probability is known to 0.005.
const DRAWS: usize = 10_000;
/// The state that every ranking's draws start from.
const SEED: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
/// A hedge this many standard errors behind the best is not drawn: it never comes first.
const HOPELESS: f64 = 6.0;
/// Losses of a draw that differ by less, in standard errors, are equal: of two hedges that do the
/// same, neither is the better.
const TIE: f64 = 1e-6;

/// One hedge in a ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The hedge, numbered in the order of the run.
    pub hedge: usize,
    /// What the criterion says of it.
    pub value: f64,
    /// Standard error of `value`.
    pub se: f64,
    /// From `value` to an end of its 95 % confidence interval.
    pub reach: f64,
    /// Whether it keeps within the cap of the criterion; true where there is none.
    pub allowed: bool,
    /// Probability that it is the best, the estimates being joint normal or joint Student.
    pub probability_best: f64,
    /// Whether it cannot be told from the best at 95 %, by their paired difference.
    pub plateau: bool,
    /// How much worse it is than the best, in units of the criterion.
    pub behind: Difference,
}

/// One hedge in the order of a criterion, by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// The hedge, numbered in the order of the run.
    pub hedge: usize,
    /// What the criterion says of it.
    pub value: f64,
    /// Standard error of `value`.
    pub se: f64,
    /// Whether it keeps within the cap of the criterion; true where there is none.
    pub allowed: bool,
}

/// Hedges in the order of a criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// The criterion.
    pub criterion: Criterion,
    /// The best first; hedges above the cap of the criterion after all others.
    pub hedges: Vec<Ranked>,
}

/// What a hedge is judged by; smaller is better.
struct Judged {
    loss: Estimate,
    /// How far it is above the cap, where there is one.
    excess: Option<Estimate>,
}

impl Judged {
    fn allowed(&self) -> bool {
        self.excess.as_ref().is_none_or(|excess| excess.value <= 0.0)
    }

    /// Whether it is above the cap by more than so many standard errors.
    fn surely_refused(&self, errors: f64, dependence: Dependence) -> bool {
        let above = |e: &Estimate| e.value > 0.0 && e.value > errors * e.se(dependence);
        self.excess.as_ref().is_some_and(above)
    }
}

impl Samples<'_> {
    /// The hedges in the order of a criterion, the best first: that of [`Samples::ranking`], without
    /// its comparisons and draws.
    #[must_use]
    pub fn order(&self, criterion: Criterion) -> Vec<Placed> {
        let judged = self.judged(criterion);
        order(&judged)
            .into_iter()
            .map(|hedge| self.placed(hedge, &judged[hedge], criterion))
            .collect()
    }

    fn judged(&self, criterion: Criterion) -> Vec<Judged> {
        let judge = |s| Judged { loss: criterion.loss(s), excess: criterion.excess(s) };
        self.hedges.iter().map(judge).collect()
    }

    fn placed(&self, hedge: usize, judged: &Judged, criterion: Criterion) -> Placed {
        let turned = if criterion.larger_is_better() { -1.0 } else { 1.0 };
        Placed {
            hedge,
            value: turned * judged.loss.value + 0.0,
            se: judged.loss.se(self.dependence),
            allowed: judged.allowed(),
        }
    }

    /// Ranks the hedges by a criterion.
    ///
    /// The probability of being the best is the share of draws from the joint normal distribution
    /// of the estimates (Student's where paths are in replicates), covariances from their influence
    /// functions, in which a hedge comes first.
    /// The generator starts from a constant.
    #[must_use]
    pub fn ranking(&self, criterion: Criterion) -> Ranking {
        let judged = self.judged(criterion);
        let any_allowed = judged.iter().any(Judged::allowed);
        let order = order(&judged);
        let Some(&best) = order.first() else { return Ranking { criterion, hedges: Vec::new() } };
        let behind: Vec<_> =
            judged.iter().map(|hedge| self.behind(hedge, &judged[best], any_allowed)).collect();
        let probabilities = self.probabilities(&judged, &behind);
        let ranked = |hedge: usize| {
            let Placed { value, se, allowed, .. } = self.placed(hedge, &judged[hedge], criterion);
            let within = !any_allowed || !judged[hedge].surely_refused(2.0, self.dependence);
            Ranked {
                hedge,
                value,
                se,
                reach: self.dependence.quantile_95() * se,
                allowed,
                probability_best: probabilities[hedge],
                plateau: within && !behind[hedge].is_distinct(),
                behind: behind[hedge],
            }
        };
        Ranking { criterion, hedges: order.into_iter().map(ranked).collect() }
    }

    /// Ranks some of the hedges, and among them alone; hedges keep the numbers of the run.
    #[must_use]
    pub fn ranking_among(&self, hedges: &[usize], criterion: Criterion) -> Ranking {
        let chosen = hedges.iter().map(|&hedge| self.hedges[hedge]).collect();
        let mut ranking = Samples::new(chosen, self.dependence).ranking(criterion);
        ranking.hedges.iter_mut().for_each(|ranked| ranked.hedge = hedges[ranked.hedge]);
        ranking
    }

    /// How much more a hedge loses than the best; where none keeps within the cap, how much
    /// farther it is above it.
    fn behind(&self, hedge: &Judged, best: &Judged, any_allowed: bool) -> Difference {
        match (&hedge.excess, &best.excess) {
            (Some(one), Some(other)) if !any_allowed => {
                Difference::between(one, other, self.dependence)
            }
            _ => Difference::between(&hedge.loss, &best.loss, self.dependence),
        }
    }

    /// The share of draws in which each hedge comes first.
    fn probabilities(&self, judged: &[Judged], behind: &[Difference]) -> Vec<f64> {
        let drawn = self.candidates(judged, behind);
        let losses = drawn.iter().map(|&hedge| &judged[hedge].loss);
        let excesses = drawn.iter().filter_map(|&hedge| judged[hedge].excess.as_ref());
        let estimates: Vec<_> = losses.chain(excesses).collect();
        let joint = JointNormal::new(&estimates, self.dependence);
        let errors = drawn.iter().map(|&hedge| judged[hedge].loss.se(self.dependence));
        let tie = TIE * errors.fold(0.0, f64::max);
        let mut wins = vec![0.0; judged.len()];
        let (mut generator, mut values) = (Pcg64Mcg::new(SEED), Vec::new());
        for _ in 0..DRAWS {
            joint.draw(&mut generator, &mut values);
            let (losses, excesses) = values.split_at(drawn.len());
            let first = winners(losses, excesses, tie);
            for &winner in &first {
                wins[drawn[winner]] += 1.0 / first.len() as f64;
            }
        }
        // Thirds of ties do not add up to the last bit.
        wins.iter().map(|wins| (wins / DRAWS as f64 * 1e6).round() / 1e6).collect()
    }

    /// The hedges that may come first in a draw. Where the best itself may be above a cap, anyone
    /// who may be below.
    fn candidates(&self, judged: &[Judged], behind: &[Difference]) -> Vec<usize> {
        let all = 0..judged.len();
        let near = |hedge: &usize| behind[*hedge].value <= HOPELESS * behind[*hedge].se;
        if judged.iter().all(|hedge| hedge.excess.is_none()) {
            return all.filter(near).collect();
        }
        let possible: Vec<_> = all
            .clone()
            .filter(|&hedge| !judged[hedge].surely_refused(HOPELESS, self.dependence))
            .collect();
        if possible.is_empty() { all.filter(near).collect() } else { possible }
    }
}

/// The least loss first; those above a cap after all others, by how far they are above it.
fn order(judged: &[Judged]) -> Vec<usize> {
    let mut order: Vec<_> = (0..judged.len()).collect();
    let score = |judged: &Judged| match &judged.excess {
        Some(excess) if excess.value > 0.0 => (true, excess.value),
        _ => (false, judged.loss.value),
    };
    order.sort_by(|&one, &other| {
        let (one, other) = (score(&judged[one]), score(&judged[other]));
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
    });
    order
}

/// Who comes first in a draw: the least loss of those not above the cap; if all are, the least
/// excess. Without a cap there are no excesses.
fn winners(losses: &[f64], excesses: &[f64], tie: f64) -> Vec<usize> {
    let below = |hedge: usize| excesses.get(hedge).is_none_or(|excess| *excess <= 0.0);
    let mut field: Vec<_> = (0..losses.len()).filter(|&hedge| below(hedge)).collect();
    let mut score = losses;
    if field.is_empty() {
        (field, score) = ((0..losses.len()).collect(), excesses);
    }
    let least = field.iter().map(|&hedge| score[hedge]).fold(f64::INFINITY, f64::min);
    field.retain(|&hedge| score[hedge] <= least + tie);
    field
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn winners_by_hand() {
        assert_eq!(winners(&[3.0, 1.0, 2.0], &[], 0.0), [1]);
        assert_eq!(winners(&[3.0, 1.0, 1.0 + 1e-9], &[], 1e-8), [1, 2]);
        assert_eq!(winners(&[3.0, 1.0, 2.0], &[-1.0, 0.1, 0.0], 0.0), [2]);
        assert_eq!(winners(&[3.0, 1.0, 2.0], &[0.3, 0.1, 0.2], 0.0), [1]);
    }
}

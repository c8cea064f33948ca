//! Model 2: least cost under a cap on the risk.

use crate::cone::name;
use crate::cone_hedges::ConeHedges;
use crate::duality::Multipliers;
use crate::path::Penalised;
use crate::{Accuracy, Costs, HedgeProblem, Limits, Solution, SolveError};
use std::f64::consts::LN_2;

/// A cap this close to the least risk, relative, is answered by the hedge of least risk: what is left
/// to choose from there is rounding.
const AT_LEAST: f64 = 1e-6;
/// What settles ties between hedges that cost the same, as a share of the cost.
const TIE: f64 = 1e-8;
/// Positions this far outside a linear limit are on it.
const INSIDE: f64 = 1e-12;
/// Positions below these shares of the largest, by `|x_j|·‖M_j‖`, are tried without.
const SMALL: [f64; 4] = [1e-3, 1e-4, 1e-5, 1e-6];

impl HedgeProblem {
    /// *Model 2*: minimises the cost `Σ buy_j·max(x_j, 0) + sell_j·max(−x_j, 0)` within limits, subject to
    /// `‖M x − L‖/√N ≤ cap`.
    ///
    /// A cap at or above the risk without a hedge gives no hedge, exactly; one that instruments without
    /// cost can meet, the best hedge by those; one within a millionth of the
    /// least risk gives the hedge of [`HedgeProblem::bounded_least_squares`]. Between, the solution is
    /// that of `min ½‖M x − L‖² + λ·cost(x)` with the price `λ` of the cap, found by an active set; where
    /// several linear limits bind, that of a second-order cone programme, from which small positions are left
    /// out as long as the cost stays within [`Accuracy::GAP`]. Either way positions that are not held
    /// are exactly 0, and a lower bound on the cost of every allowed hedge says how good the solution
    /// is.
    ///
    /// # Errors
    /// [`SolveError::CapTooLow`] with the least risk there is; [`SolveError::Cap`] for a negative cap or
    /// NaN; [`SolveError::Infeasible`]; [`SolveError::NotSolved`] if the accuracy is not reached.
    ///
    /// # Source
    /// Boyle, Coleman and Li (2003), *Hedging a portfolio of derivatives by modeling cost*.
    pub fn least_cost(
        &self,
        costs: &Costs,
        limits: &Limits,
        cap: f64,
    ) -> Result<Solution, SolveError> {
        match self.at_no_cost(costs, limits, cap)? {
            Some(nothing) => Ok(nothing),
            None => self.least_cost_above(&self.least_risk(limits)?, costs, limits, cap),
        }
    }

    /// A hedge of least cost for each cap: the frontier of cost against risk. Each is that of
    /// [`HedgeProblem::least_cost`].
    ///
    /// # Errors
    /// Those of the first cap that has no solution.
    pub fn frontier(
        &self,
        costs: &Costs,
        limits: &Limits,
        caps: &[f64],
    ) -> Result<Vec<Solution>, SolveError> {
        let least = self.least_risk(limits)?;
        let hedge = |cap: &f64| match self.at_no_cost(costs, limits, *cap)? {
            Some(nothing) => Ok(nothing),
            None => self.least_cost_above(&least, costs, limits, *cap),
        };
        caps.iter().map(hedge).collect()
    }

    /// Caps for a frontier, `count` of them, rising: from the least risk within limits, or a millionth of
    /// the risk without a hedge if that is more, to the risk without a hedge.
    ///
    /// Two thirds are in equal ratios `r`. The others crowd towards the least risk `ρ`, where costs rise
    /// steeply: `ρ·(1 + (r − 1)·2⁻ᵏ)` for `k` = 1, 2, …
    ///
    /// # Errors
    /// As [`HedgeProblem::bounded_least_squares`].
    pub fn caps(&self, limits: &Limits, count: usize) -> Result<Vec<f64>, SolveError> {
        let most = self.unhedged_rms();
        let least = self.bounded_least_squares(limits)?.rms.max(1e-6 * most);
        if !(most > least) {
            // No hedge is the least, or limits forbid it.
            return Ok(if count > 0 { vec![least] } else { Vec::new() });
        }
        let crowded = count / 3;
        let last = (count - crowded).saturating_sub(1).max(1) as f64;
        let step = rehedge_kernels::ln(most / least) / last;
        let beside = rehedge_kernels::exp(step) - 1.0;
        let crowd = (1..=crowded).rev();
        let crowd = crowd.map(|k| least * (1.0 + beside * rehedge_kernels::exp(-LN_2 * k as f64)));
        let even = |k: usize| match k as f64 {
            0.0 => least,
            k if k == last => most,
            k => least * rehedge_kernels::exp(k * step),
        };
        let mut evenly = (0..count - crowded).map(even);
        Ok(evenly.next().into_iter().chain(crowd).chain(evenly).collect())
    }

    /// No positions but those that bounds demand, or of instruments that cost nothing, if that is
    /// enough for the cap.
    fn at_no_cost(
        &self,
        costs: &Costs,
        limits: &Limits,
        cap: f64,
    ) -> Result<Option<Solution>, SolveError> {
        assert_eq!(costs.instruments(), self.instruments(), "costs of each instrument");
        if !(cap >= 0.0) {
            return Err(SolveError::Cap { cap });
        }
        let none: Vec<f64> = (0..self.instruments()).map(|j| limits.clamp(j, 0.0)).collect();
        let allowed = |hedge: &Solution| limits.excess(&hedge.positions) == 0.0 && hedge.rms <= cap;
        let nothing = Solution::new(self, none, Accuracy::default());
        if allowed(&nothing) {
            return Ok(Some(nothing));
        }
        let free: Vec<bool> = (0..self.instruments()).map(|j| costs.units(j) == [0.0; 2]).collect();
        if !free.contains(&true) {
            return Ok(None);
        }
        let free = self.least_risk_by_active_set(&limits.holding(&free));
        let accuracy = Accuracy { iterations: free.accuracy.iterations, ..Accuracy::default() };
        Ok(Some(Solution { accuracy, ..free }).filter(allowed))
    }

    fn least_cost_above(
        &self,
        (least, status): &(Solution, &'static str),
        costs: &Costs,
        limits: &Limits,
        cap: f64,
    ) -> Result<Solution, SolveError> {
        if cap <= least.rms * (1.0 + AT_LEAST) || costs.of(&least.positions) == 0.0 {
            let least = least.clone().checked(status)?;
            let reached = least.rms * (1.0 - Accuracy::INFEASIBILITY) <= cap;
            return if reached {
                Ok(least)
            } else {
                Err(SolveError::CapTooLow { cap, least: least.rms })
            };
        }
        let capped = Capped { problem: self, costs, limits, cap };
        let inside = |hedge: &Solution| self.excess(limits, &hedge.positions) <= INSIDE;
        let by_price = capped.by_price().filter(inside);
        match by_price.map(|solution| solution.checked("the price of the cap was not met")) {
            Some(Ok(solution)) => Ok(capped.without_ties(solution)),
            Some(Err(first)) => capped.by_cone().or(Err(first)),
            None => capped.by_cone(),
        }
    }
}

/// The problem of one cap.
struct Capped<'a> {
    problem: &'a HedgeProblem,
    costs: &'a Costs,
    limits: &'a Limits,
    cap: f64,
}

impl Capped<'_> {
    /// The cap on `‖M x − L‖`.
    fn cap_on_norm(&self) -> f64 {
        self.cap * (self.problem.scenarios() as f64).sqrt()
    }

    /// By the price of the cap.
    fn by_price(&self) -> Option<Solution> {
        let penalised = Penalised::new(self.problem, self.limits, self.costs);
        let (price, tilt, point) = penalised.meet(self.cap_on_norm())?;
        let multipliers = penalised.multipliers(price, tilt, &point);
        let positions = penalised.positions(&point);
        let bound = self.bound(&multipliers, &positions);
        Some(self.solution(positions, bound, point.rounds))
    }

    /// Of hedges that cost the same, one that moves less: where instruments that cost nothing are held,
    /// they may offset each other as far as bounds let them. So they are given a cost that makes no
    /// difference but there.
    fn without_ties(&self, found: Solution) -> Solution {
        let is_free = |j: usize| self.costs.units(j) == [0.0; 2];
        if !(0..found.positions.len()).any(|j| is_free(j) && found.positions[j] != 0.0) {
            return found;
        }
        let moved = |hedge: &Solution| self.problem.sizes(&hedge.positions).iter().sum::<f64>();
        let cost = self.costs.of(&found.positions);
        let share = TIE * cost / moved(&found);
        let sizes = self.problem.sizes(&vec![1.0; found.positions.len()]);
        let tied = |side: usize| {
            let unit = |(j, size): (usize, &f64)| self.costs.units(j)[side] + share * size;
            sizes.iter().enumerate().map(unit).collect()
        };
        let Ok(costs) = Costs::new(tied(0), tied(1)) else { return found };
        let bound = cost * (1.0 - found.accuracy.gap);
        let calmer = Capped { costs: &costs, ..*self }.by_price().map(|hedge| {
            let iterations = found.accuracy.iterations + hedge.accuracy.iterations;
            self.solution(hedge.positions, bound, iterations)
        });
        let better = |hedge: &Solution| hedge.accuracy.is_enough() && moved(hedge) < moved(&found);
        calmer.filter(better).unwrap_or(found)
    }

    /// By a cone programme, then without small positions as long as that costs nothing.
    fn by_cone(&self) -> Result<Solution, SolveError> {
        let all = vec![true; self.problem.instruments()];
        let hedge = ConeHedges::new(self.problem, self.limits, &all)
            .least_cost(self.costs, self.cap_on_norm());
        let bound = self.bound(&hedge.multipliers, &hedge.positions);
        let whole = self.solution(hedge.positions, bound, hedge.solution.iterations);
        let fewer = SMALL.into_iter().find_map(|share| self.without_small(&whole, bound, share));
        fewer.unwrap_or(whole).checked(name(hedge.solution.status))
    }

    /// The best hedge without the positions that are small in another, if it is accurate.
    fn without_small(&self, whole: &Solution, bound: f64, share: f64) -> Option<Solution> {
        let sizes = self.problem.sizes(&whole.positions);
        let floor = share * sizes.iter().fold(0.0, |most: f64, size| most.max(*size));
        let held: Vec<bool> = sizes.iter().map(|size| *size > floor).collect();
        let hedge = ConeHedges::new(self.problem, self.limits, &held)
            .least_cost(self.costs, self.cap_on_norm());
        let iterations = whole.accuracy.iterations + hedge.solution.iterations;
        let fewer = self.solution(hedge.positions, bound, iterations);
        fewer.accuracy.is_enough().then_some(fewer)
    }

    /// A lower bound on the cost of every allowed hedge that costs no more than some positions.
    fn bound(&self, multipliers: &Multipliers, positions: &[f64]) -> f64 {
        let most = self.costs.of(positions);
        let bound = multipliers.bound(self.problem, self.limits, Some(self.costs), most);
        bound - multipliers.norm() * self.cap_on_norm()
    }

    fn solution(&self, positions: Vec<f64>, bound: f64, iterations: usize) -> Solution {
        let judge = |positions: &[f64]| self.accuracy(positions, bound, iterations);
        let (positions, accuracy) = self.problem.without_dust(positions, self.limits, judge);
        Solution::new(self.problem, positions, accuracy)
    }

    fn accuracy(&self, positions: &[f64], bound: f64, iterations: usize) -> Accuracy {
        let cost = self.costs.of(positions);
        let above = (self.problem.rms(positions) / self.cap - 1.0).max(0.0);
        let infeasibility = above.max(self.problem.excess(self.limits, positions));
        let gap = if cost > 0.0 { (cost - bound).max(0.0) / cost } else { 0.0 };
        Accuracy { gap, infeasibility, iterations }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Matrix;

    /// Numbers in (−1, 1), the same on every run.
    struct Noise(u64);

    impl Noise {
        fn next(&mut self) -> f64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
        }
    }

    /// A problem of columns of sizes from 1e-3 to 1e3, each much like the one before, some the same and
    /// one empty.
    fn random(n: usize, noise: &mut Noise) -> HedgeProblem {
        let mut factor = Matrix::zeros(n, n);
        for j in 0..n {
            let size = rehedge_kernels::exp(7.0 * noise.next());
            let last = factor.column(j.saturating_sub(1)).to_vec();
            for i in 0..=j {
                let fresh = if j % 5 == 4 { 0.0 } else { 0.1 * noise.next() };
                *factor.at_mut(i, j) = size * (last[i] + fresh);
            }
            let length = norm_or_one(factor.column(j));
            factor.column_mut(j).iter_mut().for_each(|entry| *entry *= size / length);
        }
        factor.column_mut(n / 2).fill(0.0);
        let target = (0..n).map(|_| noise.next()).collect();
        let means = vec![0.0; n];
        HedgeProblem { scenarios: 4 * n, factor, target, rest: 0.1, means, target_mean: 0.0 }
    }

    fn norm_or_one(column: &[f64]) -> f64 {
        let length = crate::matrix::norm(column);
        if length > 0.0 { length } else { 1.0 }
    }

    /// Two methods that share no line but the problem: they agree, and each proves it by a bound.
    #[test]
    fn price_and_cone_find_the_same_cost() {
        let mut noise = Noise(5);
        for case in 0..60 {
            let n = 4 + case % 30;
            let problem = random(n, &mut noise);
            let sizes = problem.sizes(&vec![1.0; n]);
            let mut bound =
                |j: usize| (1.0 + noise.next()) / if sizes[j] > 0.0 { sizes[j] } else { 1.0 };
            let (lower, upper) =
                ((0..n).map(|j| -bound(j)).collect(), (0..n).map(&mut bound).collect());
            let limits = Limits::new(lower, upper).unwrap();
            let mut cost = || (0..n).map(|j| sizes[j] * (1.1 + noise.next())).collect::<Vec<_>>();
            let costs = Costs::new(cost(), cost()).unwrap();
            let least = problem.bounded_least_squares(&limits).unwrap();
            let (low, high) = (least.rms, problem.unhedged_rms());
            for share in [0.01, 0.3, 0.8] {
                let cap = low + share * (high - low);
                let capped = Capped { problem: &problem, costs: &costs, limits: &limits, cap };
                let price = capped.by_price().unwrap().checked("price").unwrap();
                let cone = capped.by_cone().unwrap();
                let [one, other] = [&price, &cone].map(|hedge| costs.of(&hedge.positions));
                assert!((one / other - 1.0).abs() < 2e-6, "{case} {share}: {one} {other}");
                assert!(price.accuracy.gap < 1e-10, "{case} {share}: {:?}", price.accuracy);
            }
        }
    }
}

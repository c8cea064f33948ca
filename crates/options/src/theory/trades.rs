//! What rehedging one option at intervals is expected to trade, exactly.

use super::spots::{REACH, Ratio};
use super::{HedgedOption, Trading};
use crate::quadrature::{POINTS, nodes};
use rehedge_kernels::{InstructionSet, LANES, Region, Row, dispatch, exp, normal_pdf, sum};

/// Trades before expiry that are summed one by one.
const ONE_BY_ONE: usize = 16;

/// Where panels end on either side of a trade of none, as shares of the range: their points fill
/// half of a row.
const PANELS: [f64; LANES / 2 / POINTS + 1] = [0.0, 0.15, 0.35, 0.6, 1.0];

impl HedgedOption {
    /// The trade at entry, of `|Δ_0|` shares.
    #[must_use]
    pub fn first_trade(&self) -> Trading {
        let delta = Ratio::new(self, self.maturity).delta(rehedge_kernels::ln(self.spot));
        traded(delta, self.spot)
    }

    /// The trades at `δ, 2δ, …` before expiry: `Σ_i E[S_{i+1}^a·|Δ_{i+1} − Δ_i|^p]` over the joint
    /// lognormal law of both spots. Valid for any interval, drift and volatility of the hedge; an
    /// interval of at least the life has no such trades.
    ///
    /// Sums over many trades are integrals over their number where they vary slowly: relative error
    /// below 1e-5.
    ///
    /// # Source
    /// Toft (1996), *On the mean-variance tradeoff in option replication with transactions costs*,
    /// Journal of Financial and Quantitative Analysis 31, gives the proportional cost of one trade
    /// by bivariate normal probabilities for `q = 0`; here it is integrated.
    #[must_use]
    pub fn rebalancing(&self, interval: f64) -> Trading {
        let count = self.last_trade(interval);
        if count == 0 {
            return Trading::default();
        }
        let after = |steps: f64| self.trade_after(steps * interval, interval);
        // The first starts from one spot; of the others those before expiry vary fastest.
        let mut from = count.saturating_sub(ONE_BY_ONE).max(1);
        let mut total = (from..count).fold(after(0.0), |sum, i| sum + after(i as f64));
        let mut length = ONE_BY_ONE;
        while from > 1 {
            let (start, end) = (from.saturating_sub(length).max(1), from);
            total = total + sum_of(start, end, &after);
            (from, length) = (start, 2 * length);
        }
        total
    }

    /// The sale at expiry of what the last trade left.
    #[must_use]
    pub fn unwind(&self, interval: f64) -> Trading {
        let last = self.last_trade(interval) as f64 * interval;
        let left = self.maturity - last;
        let held = Ratio::new(self, left);
        let growth = exp(self.drift * left);
        let spots = self.log_spots(last, 1.0 / held.slope, false).into_iter();
        spots.fold(Trading::default(), |sum, (log_spot, weight)| {
            sum + traded(held.delta(log_spot), exp(log_spot) * growth) * weight
        })
    }

    /// Number of the last trade before expiry; that at entry is 0. Intervals within a millionth of
    /// fitting the life fit it.
    fn last_trade(&self, interval: f64) -> usize {
        (self.maturity / interval - 1e-6).floor().max(0.0) as usize
    }

    /// The trade at `t + interval`, from the ratio of time `t`.
    fn trade_after(&self, t: f64, interval: f64) -> Trading {
        let tau = self.maturity - t;
        let [before, after] = [tau, tau - interval].map(|tau| Ratio::new(self, tau));
        let sd = self.volatility * interval.sqrt();
        let mean = (self.drift - 0.5 * self.volatility * self.volatility) * interval;
        let (mut shares, mut weights) = (Row::default(), Row::default());
        for (lane, (share, weight)) in nodes(&PANELS).enumerate() {
            (shares[lane], weights[lane]) = (share, weight);
            (shares[LANES / 2 + lane], weights[LANES / 2 + lane]) = (share, weight);
        }
        let spots = self.log_spots(t, 1.0 / before.slope + sd, true).into_iter();
        spots.fold(Trading::default(), |total, (log_spot, weight)| {
            let trade = Trade { before, after, log_spot, mean, sd, nodes: [&shares, &weights] };
            total + dispatch(InstructionSet::best(), trade) * weight
        })
    }
}

fn traded(quantity: f64, spot: f64) -> Trading {
    let size = quantity.abs();
    Trading { notional: spot * size, shares: size, three_halves: spot * size * size.sqrt() }
}

/// The expected trade from one ratio to the next over a normal move of the log spot.
///
/// Both ratios rise with the spot, so that one move asks for no trade; the integral ends there, and
/// with `z = z_0 ± u²` its powers of the distance from it are smooth.
struct Trade<'a> {
    before: Ratio,
    after: Ratio,
    log_spot: f64,
    /// Of the move.
    mean: f64,
    sd: f64,
    /// Shares of the range of `u` and their weights, the same on both sides.
    nodes: [&'a Row; 2],
}

impl Region for Trade<'_> {
    type Output = Trading;

    #[inline(always)]
    fn run(self) -> Trading {
        let Self { before, after, log_spot, mean, sd, nodes: [shares, weights] } = self;
        let held = before.delta(log_spot);
        let middle = log_spot + mean;
        let none = (after.log_spot_of(held) - middle) / sd;
        let none = none.max(-REACH).min(REACH + sd);
        let [below, above] = [(none + REACH).sqrt(), (REACH + sd - none).sqrt()];
        let mut all = [Row::default(); 3];
        for lane in 0..LANES {
            let (side, end) = if lane < LANES / 2 { (-1.0, below) } else { (1.0, above) };
            let u = shares[lane] * end;
            let z = (side * u).mul_add(u, none);
            let then = sd.mul_add(z, middle);
            let size = (after.delta(then) - held).abs();
            let weight = 2.0 * u * end * weights[lane] * normal_pdf(z);
            let notional = weight * exp(then) * size;
            all[0][lane] = notional;
            all[1][lane] = weight * size;
            all[2][lane] = notional * size.sqrt();
        }
        let [notional, shares, three_halves] = all.each_ref().map(sum);
        Trading { notional, shares, three_halves }
    }
}

/// `Σ f(i)` for `start ≤ i < end`: one by one, or as the integral of `f` from `start − ½` to
/// `end − ½` where it varies slowly.
fn sum_of(start: usize, end: usize, f: &impl Fn(f64) -> Trading) -> Trading {
    if end - start <= POINTS {
        return (start..end).fold(Trading::default(), |sum, i| sum + f(i as f64));
    }
    let ends = [start as f64 - 0.5, end as f64 - 0.5];
    nodes(&ends).fold(Trading::default(), |sum, (i, weight)| sum + f(i) * weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Payoff, Rates};
    use std::ops::Add as _;

    /// The integral over the numbers of trades against their sum.
    #[test]
    fn many_trades_are_summed_without_loss() {
        for (payoff, strike) in [(Payoff::Call, 100.0), (Payoff::Straddle, 118.0)] {
            let option = HedgedOption {
                payoff,
                strike,
                maturity: 0.3,
                rates: Rates { rate: 0.04, dividend_yield: 0.02 },
                spot: 100.0,
                drift: 0.1,
                volatility: 0.25,
                hedge_volatility: 0.2,
            };
            let interval = 0.3 / 200.0;
            let each = (0..199).map(|i| option.trade_after(f64::from(i) * interval, interval));
            let exact = each.fold(Trading::default(), Trading::add);
            let found = option.rebalancing(interval);
            for (found, exact) in [
                (found.notional, exact.notional),
                (found.shares, exact.shares),
                (found.three_halves, exact.three_halves),
            ] {
                assert!((found / exact - 1.0).abs() < 1e-5, "{found} {exact}");
            }
        }
    }
}

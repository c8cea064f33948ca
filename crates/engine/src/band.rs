//! Rules that look at each path: what a hedge that may trade wants to hold now.
//!
//! Holdings are written as the delta that they offset, `−holding`, the form in which a position is
//! traded. A path on which the rule does not trade keeps what it offsets already, to the bit.

use crate::desk::Desk;
use crate::valuation::Valuation;
use crate::{BandTarget, Costs, NoTradeRegion, SpotMove, Target};
use rehedge_kernels::{LANES, Row, exp, ln};
use rehedge_market::PathBlock;

/// What such a rule sees.
pub(crate) struct View<'a> {
    pub desk: &'a Desk,
    pub paths: &'a PathBlock,
    pub valuation: &'a Valuation,
    pub step: usize,
    /// The delta that the target would offset.
    pub delta: &'a Row,
    /// Shares held.
    pub holding: &'a Row,
}

impl View<'_> {
    /// Stays within `half_width` per option alive.
    #[inline(always)]
    pub fn delta_band(&self, half_width: f64, to: BandTarget, aim: &mut Row) {
        let width = half_width * self.desk.options_alive(self.step);
        self.stay_within(&Row::splat(width), to, aim);
    }

    /// Stays within Whalley and Wilmott's band.
    #[inline(always)]
    pub fn whalley_wilmott(
        &self,
        risk_aversion: f64,
        costs: &Costs,
        to: BandTarget,
        aim: &mut Row,
    ) {
        let options = self.desk.options_alive(self.step);
        let discount = self.desk.discount(self.step);
        // With no option left there is no gamma either: the band closes on a target of nothing.
        let squared = if options > 0.0 { options * options } else { 1.0 };
        let scale = 1.5 * discount / (risk_aversion * squared);
        let proportional = costs.half_spread + costs.fee.rate;
        let mut width = Row::ZERO;
        for lane in 0..LANES {
            let (spot, gamma) = (self.paths.spot[self.step][lane], self.valuation.now.gamma[lane]);
            // λ·S, fees per share included.
            let cost = proportional.mul_add(spot, costs.fee.per_unit);
            width[lane] = ln(scale * cost * gamma * gamma) * (1.0 / 3.0);
        }
        // The cube root, in a pass of its own; that of nothing is nothing.
        for lane in 0..LANES {
            let root = exp(width[lane]);
            width[lane] = if width[lane] > f64::NEG_INFINITY { options * root } else { 0.0 };
        }
        self.stay_within(&width, to, aim);
    }

    /// Stays within a region that was solved for one option.
    #[inline(always)]
    pub fn within_region(&self, solution: &NoTradeRegion, aim: &mut Row) {
        let options = self.desk.options_alive(self.step);
        let (mut low, mut high) = (Row::ZERO, Row::ZERO);
        solution.look_up(self.step, &self.paths.log_spot[self.step], [&mut low, &mut high]);
        for lane in 0..LANES {
            let held = self.holding[lane];
            let (low, high) = (options * low[lane], options * high[lane]);
            let wanted = if held < low { low } else { held };
            aim[lane] = 0.0 - if held > high { high } else { wanted };
        }
    }

    #[inline(always)]
    fn stay_within(&self, width: &Row, to: BandTarget, aim: &mut Row) {
        for lane in 0..LANES {
            let (held, centre) = (0.0 - self.holding[lane], self.delta[lane]);
            let (low, high) = (centre - width[lane], centre + width[lane]);
            let (from_below, from_above) = match to {
                BandTarget::Edge => (low, high),
                BandTarget::Centre => (centre, centre),
            };
            let wanted = if held < low { from_below } else { held };
            aim[lane] = if held > high { from_above } else { wanted };
        }
    }

    /// Goes to the target where the spot is far from `reference`, which it then is.
    #[inline(always)]
    pub fn spot_move(&self, far: SpotMove, reference: &mut Row, aim: &mut Row) {
        let spot = &self.paths.spot[self.step];
        let implied = self.paths.implied(self.desk.legs[0].expiry_index).at(self.step);
        let day = 1.0 / self.desk.grid.trading_days_per_year().sqrt();
        for lane in 0..LANES {
            let threshold = match far {
                SpotMove::Relative(share) => share,
                SpotMove::DailyDeviations(count) => count * implied[lane] * day,
            };
            let moved = (spot[lane] - reference[lane]).abs() >= threshold * reference[lane];
            aim[lane] = if moved { self.delta[lane] } else { 0.0 - self.holding[lane] };
            reference[lane] = if moved { spot[lane] } else { reference[lane] };
        }
    }

    /// Offsets what the options would deliver if they expired now, in place of the target's delta.
    #[inline(always)]
    pub fn stop_loss(&self, target: Target, aim: &mut Row) {
        *aim = Row::ZERO;
        let spot = &self.paths.spot[self.step];
        for (strikes, planned) in self.valuation.strikes().iter().zip(&self.desk.legs) {
            if self.step >= planned.expiry {
                continue;
            }
            let (calls, puts) = planned.leg.payoff.calls_and_puts();
            let quantity = planned.leg.quantity;
            for lane in 0..LANES {
                let in_the_money = spot[lane] > strikes.strike[lane];
                aim[lane] += quantity * if in_the_money { calls } else { 0.0 - puts };
            }
        }
        for lane in 0..LANES {
            aim[lane] = target.offset(aim[lane]);
        }
    }
}

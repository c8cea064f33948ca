//! Rules that look at each path: what a hedge that may trade wants to hold now.
//!
//! Holdings are written as the delta that they offset, `−holding`, the form in which a position is
//! traded. A path on which the rule does not trade keeps what it offsets already, to the bit.

use crate::desk::Desk;
use crate::valuation::Valuation;
use crate::{BandTarget, Costs, OptimalRegion, Rule, SpotMove, Target, Zakamouline};
use rehedge_kernels::{LANES, Row, cbrt};
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
    /// Spot where the rule last asked for another holding; 0 before the first time.
    pub reference: &'a Row,
    pub target: Target,
    pub costs: &'a Costs,
}

impl View<'_> {
    /// What a rule that may trade now wants to offset, made of others or not; `other` is memory.
    ///
    /// Of any rules, one whose schedule does not let it trade now is never the farthest: it need not
    /// be asked.
    #[inline(always)]
    pub fn aim(&self, rule: &Rule, aim: &mut Row, other: &mut Row) {
        let farthest = matches!(rule, Rule::Any(_));
        let mut first = true;
        for part in rule.parts() {
            if !part.alone_trades_at(self.step) {
                continue;
            }
            self.aim_alone(part, if first { aim } else { other });
            if !first {
                self.choose(farthest, other, aim);
            }
            first = false;
        }
    }

    /// What a rule wants to offset that is not made of others and may trade now.
    #[inline(always)]
    fn aim_alone(&self, rule: &Rule, aim: &mut Row) {
        match *rule {
            Rule::DeltaBand { half_width, to } => self.delta_band(half_width, to, aim),
            Rule::GammaBand { spot_move, to } => self.gamma_band(spot_move, to, aim),
            Rule::WhalleyWilmott { risk_aversion, to } => {
                self.whalley_wilmott(risk_aversion, to, aim);
            }
            Rule::Zakamouline { risk_aversion, to } => self.zakamouline(risk_aversion, to, aim),
            Rule::HodgesNeuberger { .. } => match self.desk.solutions.of(rule, self.costs) {
                Some(solution) => self.within_region(solution, aim),
                None => self.keep(aim),
            },
            Rule::SpotMove(far) => self.spot_move(far, aim),
            Rule::StopLoss => self.stop_loss(aim),
            // Lists in lists are refused.
            Rule::NoHedge | Rule::Any(_) | Rule::All(_) => self.keep(aim),
            Rule::Every { .. } | Rule::Times { .. } | Rule::Never => *aim = *self.delta,
        }
    }

    /// Takes the other aim where it is farther from what is offset now, or where it is nearer. A rule
    /// that does not trade is at no distance: the nearest of all is a trade only where all trade.
    #[inline(always)]
    fn choose(&self, farthest: bool, other: &Row, aim: &mut Row) {
        for lane in 0..LANES {
            let held = 0.0 - self.holding[lane];
            let [near, far] = [aim[lane], other[lane]].map(|delta| (delta - held).abs());
            let takes = if farthest { far > near } else { far < near };
            aim[lane] = if takes { other[lane] } else { aim[lane] };
        }
    }

    /// Does not trade.
    #[inline(always)]
    fn keep(&self, aim: &mut Row) {
        for lane in 0..LANES {
            aim[lane] = 0.0 - self.holding[lane];
        }
    }

    /// Stays within `half_width` per option alive.
    #[inline(always)]
    fn delta_band(&self, half_width: f64, to: BandTarget, aim: &mut Row) {
        let width = half_width * self.desk.options_alive(self.step);
        self.stay_within(&Row::splat(width), to, aim);
    }

    /// Stays within the delta that a small move of the spot makes.
    #[inline(always)]
    fn gamma_band(&self, spot_move: f64, to: BandTarget, aim: &mut Row) {
        let mut width = Row::ZERO;
        for lane in 0..LANES {
            let (spot, gamma) = (self.paths.spot[self.step][lane], self.valuation.now.gamma[lane]);
            width[lane] = spot_move * spot * gamma.abs();
        }
        self.stay_within(&width, to, aim);
    }

    /// Stays within Whalley and Wilmott's band.
    #[inline(always)]
    fn whalley_wilmott(&self, risk_aversion: f64, to: BandTarget, aim: &mut Row) {
        let options = self.desk.options_alive(self.step);
        let discount = self.desk.discount(self.step);
        // With no option left there is no gamma either: the band closes on a target of nothing.
        let squared = if options > 0.0 { options * options } else { 1.0 };
        let scale = 1.5 * discount / (risk_aversion * squared);
        let proportional = self.costs.half_spread + self.costs.fee.rate;
        let mut width = Row::ZERO;
        for lane in 0..LANES {
            let (spot, gamma) = (self.paths.spot[self.step][lane], self.valuation.now.gamma[lane]);
            // λ·S, fees per share included.
            let cost = proportional.mul_add(spot, self.costs.fee.per_unit);
            width[lane] = options * cbrt(scale * cost * gamma * gamma);
        }
        self.stay_within(&width, to, aim);
    }

    /// Stays within Zakamouline's band; with no option left it closes on a target of nothing.
    #[inline(always)]
    fn zakamouline(&self, risk_aversion: f64, to: BandTarget, aim: &mut Row) {
        let mut width = Row::ZERO;
        if let Some(law) = self.desk.law(&Zakamouline::new(risk_aversion, 0.0, self.costs)) {
            let mut own = Row::ZERO;
            let gamma = &self.valuation.now.gamma;
            let sight = self.desk.sight(self.paths, gamma, self.step, &mut own);
            law.half_widths(self.step, sight, &mut width);
        }
        self.stay_within(&width, to, aim);
    }

    /// Stays within a region that was solved for one option.
    #[inline(always)]
    fn within_region(&self, solution: &OptimalRegion, aim: &mut Row) {
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

    /// Goes to the target where the spot is far from where it was at the last trade.
    #[inline(always)]
    fn spot_move(&self, far: SpotMove, aim: &mut Row) {
        let spot = &self.paths.spot[self.step];
        let mut own = Row::ZERO;
        let implied = self.desk.legs[0].implied(self.paths, self.step, &mut own);
        let day = 1.0 / self.desk.grid.trading_days_per_year().sqrt();
        for lane in 0..LANES {
            let threshold = match far {
                SpotMove::Relative(share) => share,
                SpotMove::DailyDeviations(count) => count * implied[lane] * day,
            };
            let reference = self.reference[lane];
            let moved = (spot[lane] - reference).abs() >= threshold * reference;
            aim[lane] = if moved { self.delta[lane] } else { 0.0 - self.holding[lane] };
        }
    }

    /// Offsets what the options would deliver if they expired now, in place of the target's delta.
    #[inline(always)]
    fn stop_loss(&self, aim: &mut Row) {
        *aim = Row::ZERO;
        let spot = &self.paths.spot[self.step];
        for (on_paths, planned) in self.valuation.legs().iter().zip(&self.desk.legs) {
            if self.step >= planned.expiry {
                continue;
            }
            let (calls, puts) = planned.payoff().calls_and_puts();
            let quantity = planned.leg.quantity;
            for lane in 0..LANES {
                let in_the_money = spot[lane] > on_paths.strikes.strike[lane];
                aim[lane] += quantity * if in_the_money { calls } else { 0.0 - puts };
            }
        }
        for lane in 0..LANES {
            aim[lane] = self.target.offset(aim[lane]);
        }
    }
}

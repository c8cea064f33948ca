//! [`Position`]: what one hedge holds, owes and has earned on the paths of a block.

use crate::tally::Sums;
use crate::{Costs, Fee, HedgeComponent};
use rehedge_kernels::{LANES, Row};

/// Shares, cash and the account of one hedge.
#[derive(Clone, Debug, Default)]
pub(crate) struct Position {
    /// Shares held.
    pub holding: Row,
    /// Cash.
    pub cash: Row,
    /// Shares bought at the last trade.
    pub trade: Row,
    /// Components from entry to date; costs are negative.
    pub components: [Row; HedgeComponent::COUNT],
    /// Their sums over lanes.
    sums: Sums<{ HedgeComponent::COUNT }>,
    /// Σ `|q| · S` over charged trades.
    pub turnover: Row,
    /// Number of charged trades.
    pub trades: Row,
    /// `cash + holding · spot + book` at the last mark, and its square.
    wealth: [Row; 2],
    /// Their sums over lanes.
    wealth_sums: Sums<2>,
    /// What the holding has earned on steps with a jump.
    pub jump_pnl: Row,
    /// Spot where the rule last asked for another holding, if it watches the spot; 0 before the
    /// first time.
    pub reference: Row,
    /// `Y · (σ_day / σ) / √ADV` of square-root impact.
    impact_scale: f64,
}

/// What a trade sees of the market.
#[derive(Clone, Copy)]
pub(crate) struct Quote<'a> {
    pub spot: &'a Row,
    /// The path's volatility, per √year.
    pub volatility: &'a Row,
}

impl Position {
    /// Starts with nothing but the cash that the book brought in (or cost, when negative).
    #[inline(always)]
    pub fn open(&mut self, premium: &Row, costs: &Costs, trading_days_per_year: f64) {
        *self = Self::default();
        if let Some(law) = costs.impact {
            self.impact_scale = law.coefficient / (trading_days_per_year * law.adv).sqrt();
        }
        for lane in 0..LANES {
            self.cash[lane] = -premium[lane];
        }
    }

    /// Remembers the spot where a rule asks for another holding, minus `delta` shares.
    #[inline(always)]
    pub fn refer_to(&mut self, spot: &Row, delta: &Row) {
        let Self { holding, reference, .. } = self;
        for lane in 0..LANES {
            let asks = delta[lane] != 0.0 - holding[lane];
            reference[lane] = if asks { spot[lane] } else { reference[lane] };
        }
    }

    /// Trades to minus `delta` shares, for cash at the spot; charges it where `charged`.
    #[inline(always)]
    pub fn trade_against(&mut self, delta: &Row, costs: &Costs, quote: Quote<'_>, charged: bool) {
        if !charged {
            return self.trade_free(delta, quote.spot);
        }
        match costs.impact {
            None => self.trade_charged(delta, costs, quote.spot, |_, _| 0.0),
            Some(_) => {
                let scale = self.impact_scale;
                let price_move = |lane, size: f64| scale * quote.volatility[lane] * size.sqrt();
                self.trade_charged(delta, costs, quote.spot, price_move);
            }
        }
    }

    #[inline(always)]
    fn trade_free(&mut self, delta: &Row, spot: &Row) {
        for lane in 0..LANES {
            let target = 0.0 - delta[lane];
            let trade = target - self.holding[lane];
            self.trade[lane] = trade;
            self.holding[lane] = target;
            self.cash[lane] = (-trade).mul_add(spot[lane], self.cash[lane]);
        }
    }

    /// The trade and every charge in one pass, in which the root of impact overlaps with the rest;
    /// `price_move` is what impact costs as a share of the spot, for a lane and a size.
    #[inline(always)]
    fn trade_charged(
        &mut self,
        delta: &Row,
        costs: &Costs,
        spot: &Row,
        price_move: impl Fn(usize, f64) -> f64,
    ) {
        let [.., spread, fee, impact] = &mut self.components;
        for lane in 0..LANES {
            let target = 0.0 - delta[lane];
            let trade = target - self.holding[lane];
            let size = trade.abs();
            let notional = size * spot[lane];
            let by_spread = costs.half_spread * notional;
            let by_fee = fee_of(costs.fee, size, notional);
            let by_impact = notional * price_move(lane, size);
            let paid = trade.mul_add(spot[lane], by_spread + by_fee + by_impact);
            self.trade[lane] = trade;
            self.holding[lane] = target;
            self.cash[lane] -= paid;
            self.turnover[lane] += notional;
            self.trades[lane] += if size > 0.0 { 1.0 } else { 0.0 };
            spread[lane] -= by_spread;
            fee[lane] -= by_fee;
            impact[lane] -= by_impact;
        }
    }

    /// Holds the position over a step: interest on cash, dividends on the holding, and what delta
    /// of book and hedge together earn.
    ///
    /// The holding pays `h · S_{i+1} · (e^{q·dt} − 1)` at the end of the step: with it, holding a
    /// share under `drift = rate − dividend_yield` is a fair game on any grid.
    #[inline(always)]
    pub fn carry(
        &mut self,
        [interest, dividend]: [f64; 2],
        book_delta: &Row,
        spot_move: &Row,
        next_spot: &Row,
    ) {
        let [delta_pnl, financing, dividends, ..] = &mut self.components;
        for lane in 0..LANES {
            let earned = interest * self.cash[lane];
            financing[lane] += earned;
            self.cash[lane] += earned;
            let net = book_delta[lane] + self.holding[lane];
            delta_pnl[lane] = net.mul_add(spot_move[lane], delta_pnl[lane]);
        }
        if dividend != 0.0 {
            for lane in 0..LANES {
                let paid = dividend * self.holding[lane] * next_spot[lane];
                dividends[lane] += paid;
                self.cash[lane] += paid;
            }
        }
    }

    /// What the holding earns on the paths that jump.
    #[inline(always)]
    pub fn jump(&mut self, jump_move: &Row) {
        for lane in 0..LANES {
            self.jump_pnl[lane] = self.holding[lane].mul_add(jump_move[lane], self.jump_pnl[lane]);
        }
    }

    /// Takes cash from options that expired.
    #[inline(always)]
    pub fn settle(&mut self, settlement: &Row) {
        for lane in 0..LANES {
            self.cash[lane] += settlement[lane];
        }
    }

    /// Books `cash + holding · spot + book`.
    #[inline(always)]
    pub fn mark(&mut self, spot: &Row, book_value: &Row) {
        let [wealth, square] = &mut self.wealth;
        for lane in 0..LANES {
            let marked = self.holding[lane].mul_add(spot[lane], self.cash[lane] + book_value[lane]);
            wealth[lane] = marked;
            square[lane] = marked * marked;
        }
    }

    /// Wealth at the last mark.
    pub fn wealth(&self) -> &Row {
        &self.wealth[0]
    }

    /// Σ over the first `valid` lanes of wealth and of its square at the last mark, and of every
    /// component to date.
    #[inline(always)]
    pub fn sums(&mut self, valid: usize) -> ([f64; 2], &[f64; HedgeComponent::COUNT]) {
        let wealth = *self.wealth_sums.refresh_all(&self.wealth, valid);
        (wealth, self.sums.refresh_all(&self.components, valid))
    }
}

/// The fee of a trade; nothing for none.
#[inline(always)]
fn fee_of(fee: Fee, size: f64, notional: f64) -> f64 {
    let asked = fee.rate.mul_add(notional, fee.per_unit * size);
    let least = if size > 0.0 { fee.minimum } else { 0.0 };
    if asked > least { asked } else { least }
}

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
    pub sums: Sums<{ HedgeComponent::COUNT }>,
    /// Σ `|q| · S` over charged trades.
    pub turnover: Row,
    /// Number of charged trades.
    pub trades: Row,
    /// `|q|` and `|q| · S` of the trade being charged.
    size: Row,
    notional: Row,
}

/// What a trade sees of the market.
#[derive(Clone, Copy)]
pub(crate) struct Quote<'a> {
    pub spot: &'a Row,
    /// The path's volatility over a day, as a share of its volatility over a year.
    pub day: f64,
    /// The path's volatility, per √year.
    pub volatility: &'a Row,
}

impl Position {
    /// Starts with nothing but the cash that the book brought in (or cost, when negative).
    #[inline(always)]
    pub fn open(&mut self, premium: &Row) {
        *self = Self::default();
        for lane in 0..LANES {
            self.cash[lane] = -premium[lane];
        }
    }

    /// Trades to minus `delta` shares, for cash at the spot; charges it where `charged`.
    #[inline(always)]
    pub fn trade_against(&mut self, delta: &Row, costs: &Costs, quote: Quote<'_>, charged: bool) {
        for lane in 0..LANES {
            let target = 0.0 - delta[lane];
            let trade = target - self.holding[lane];
            self.trade[lane] = trade;
            self.holding[lane] = target;
            self.cash[lane] = (-trade).mul_add(quote.spot[lane], self.cash[lane]);
        }
        if charged {
            self.charge(costs, quote);
        }
    }

    #[inline(always)]
    fn charge(&mut self, costs: &Costs, quote: Quote<'_>) {
        for lane in 0..LANES {
            let size = self.trade[lane].abs();
            let notional = size * quote.spot[lane];
            self.size[lane] = size;
            self.notional[lane] = notional;
            self.turnover[lane] += notional;
            self.trades[lane] += if size > 0.0 { 1.0 } else { 0.0 };
        }
        let [.., spread, fee, impact] = &mut self.components;
        if costs.half_spread > 0.0 {
            self.sums.change(HedgeComponent::Spread as usize);
            for lane in 0..LANES {
                let paid = costs.half_spread * self.notional[lane];
                spread[lane] -= paid;
                self.cash[lane] -= paid;
            }
        }
        if costs.fee != Fee::default() {
            self.sums.change(HedgeComponent::Fee as usize);
            for lane in 0..LANES {
                let size = self.size[lane];
                let asked = costs.fee.rate.mul_add(self.notional[lane], costs.fee.per_unit * size);
                let least = if size > 0.0 { costs.fee.minimum } else { 0.0 };
                let paid = if asked > least { asked } else { least };
                fee[lane] -= paid;
                self.cash[lane] -= paid;
            }
        }
        if let Some(law) = costs.impact {
            self.sums.change(HedgeComponent::Impact as usize);
            let scale = law.coefficient * quote.day / law.adv.sqrt();
            for lane in 0..LANES {
                let day_move = scale * quote.volatility[lane] * self.notional[lane];
                let paid = day_move * self.size[lane].sqrt();
                impact[lane] -= paid;
                self.cash[lane] -= paid;
            }
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
        self.sums.change(HedgeComponent::Delta as usize);
        self.sums.change(HedgeComponent::Financing as usize);
        for lane in 0..LANES {
            let earned = interest * self.cash[lane];
            financing[lane] += earned;
            self.cash[lane] += earned;
            let net = book_delta[lane] + self.holding[lane];
            delta_pnl[lane] = net.mul_add(spot_move[lane], delta_pnl[lane]);
        }
        if dividend != 0.0 {
            self.sums.change(HedgeComponent::Dividend as usize);
            for lane in 0..LANES {
                let paid = dividend * self.holding[lane] * next_spot[lane];
                dividends[lane] += paid;
                self.cash[lane] += paid;
            }
        }
    }

    /// Takes cash from options that expired.
    #[inline(always)]
    pub fn settle(&mut self, settlement: &Row) {
        for lane in 0..LANES {
            self.cash[lane] += settlement[lane];
        }
    }

    /// `cash + holding · spot + book`.
    #[inline(always)]
    pub fn wealth(&self, spot: &Row, book_value: &Row) -> Row {
        let mut wealth = Row::ZERO;
        for lane in 0..LANES {
            wealth[lane] =
                self.holding[lane].mul_add(spot[lane], self.cash[lane] + book_value[lane]);
        }
        wealth
    }
}

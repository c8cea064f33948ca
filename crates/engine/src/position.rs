//! [`Position`]: what one hedge holds, owes and has earned on the paths of a block.

use crate::tally::Sums;
use crate::{Costs, Fee, HedgeComponent};
use rehedge_kernels::{LANES, Row};

/// Shares, cash and the account of one hedge.
///
/// The loop is bound by what it loads and stores, so a row is kept only of what nothing else tells:
/// the spread, and a fee that is a share of the notional, follow from the turnover.
#[derive(Clone, Debug, Default)]
pub(crate) struct Position {
    /// Shares held.
    pub holding: Row,
    /// Cash.
    pub cash: Row,
    /// The account from entry to date, indexed by [`Entry`].
    account: [Row; Entry::COUNT],
    /// Its sums over lanes.
    sums: Sums<{ Entry::COUNT }>,
    /// Number of charged trades.
    pub trades: Row,
    /// What the holding has earned on steps with a jump.
    pub jump_pnl: Row,
    /// Spot where the rule last asked for another holding, if it watches the spot; 0 before the
    /// first time.
    pub reference: Row,
    /// `Y · (σ_day / σ) / √ADV` of square-root impact.
    impact_scale: f64,
    /// Half spread, and the rate of a fee that has no other part: what is paid of the turnover.
    rates: [f64; 2],
}

/// What the account has a row of. Costs are positive.
#[derive(Clone, Copy)]
enum Entry {
    Delta,
    Financing,
    Dividend,
    /// Σ `|q| · S` over charged trades.
    Turnover,
    /// A fee that is not a share of the notional; 0 for one that is.
    Fee,
    Impact,
}

impl Entry {
    const COUNT: usize = 6;
}

/// `cash + holding · spot + book` at the last mark, and its square.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wealth {
    rows: [Row; 2],
    sums: Sums<2>,
}

impl Wealth {
    /// On each path.
    pub fn row(&self) -> &Row {
        &self.rows[0]
    }

    /// Σ over the first `valid` lanes of wealth and of its square.
    #[inline(always)]
    pub fn sums(&mut self, valid: usize) -> [f64; 2] {
        *self.sums.refresh_all(&self.rows, valid)
    }
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
        let fee_rate = if is_share_of_notional(costs.fee) { costs.fee.rate } else { 0.0 };
        self.rates = [costs.half_spread, fee_rate];
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
        match (is_share_of_notional(costs.fee), costs.impact) {
            (true, None) => self.trade_charged::<false, false>(delta, costs.fee, quote),
            (true, Some(_)) => self.trade_charged::<false, true>(delta, costs.fee, quote),
            (false, None) => self.trade_charged::<true, false>(delta, costs.fee, quote),
            (false, Some(_)) => self.trade_charged::<true, true>(delta, costs.fee, quote),
        }
    }

    #[inline(always)]
    fn trade_free(&mut self, delta: &Row, spot: &Row) {
        for lane in 0..LANES {
            let target = 0.0 - delta[lane];
            let trade = target - self.holding[lane];
            self.holding[lane] = target;
            self.cash[lane] = (-trade).mul_add(spot[lane], self.cash[lane]);
        }
    }

    /// The trade and every charge in one pass, in which the root of impact overlaps with the rest.
    #[inline(always)]
    fn trade_charged<const FEE: bool, const IMPACT: bool>(
        &mut self,
        delta: &Row,
        fee: Fee,
        Quote { spot, volatility }: Quote<'_>,
    ) {
        let rate = self.rates[0] + self.rates[1];
        let scale = self.impact_scale;
        let [.., turnover, fees, impact] = &mut self.account;
        for lane in 0..LANES {
            let target = 0.0 - delta[lane];
            let trade = target - self.holding[lane];
            let size = trade.abs();
            let notional = size * spot[lane];
            let mut charges = rate * notional;
            if FEE {
                let by_fee = fee_of(fee, size, notional);
                fees[lane] += by_fee;
                charges += by_fee;
            }
            if IMPACT {
                let by_impact = notional * (scale * volatility[lane] * size.sqrt());
                impact[lane] += by_impact;
                charges += by_impact;
            }
            self.holding[lane] = target;
            self.cash[lane] -= trade.mul_add(spot[lane], charges);
            turnover[lane] += notional;
            self.trades[lane] += if size > 0.0 { 1.0 } else { 0.0 };
        }
        self.sums.change(Entry::Turnover as usize);
        if FEE {
            self.sums.change(Entry::Fee as usize);
        }
        if IMPACT {
            self.sums.change(Entry::Impact as usize);
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
        let [delta_pnl, financing, dividends, ..] = &mut self.account;
        for lane in 0..LANES {
            let earned = interest * self.cash[lane];
            financing[lane] += earned;
            self.cash[lane] += earned;
            let net = book_delta[lane] + self.holding[lane];
            delta_pnl[lane] = net.mul_add(spot_move[lane], delta_pnl[lane]);
        }
        self.sums.change(Entry::Delta as usize);
        self.sums.change(Entry::Financing as usize);
        if dividend != 0.0 {
            for lane in 0..LANES {
                let paid = dividend * self.holding[lane] * next_spot[lane];
                dividends[lane] += paid;
                self.cash[lane] += paid;
            }
            self.sums.change(Entry::Dividend as usize);
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
    pub fn mark(&self, spot: &Row, book_value: &Row, wealth: &mut Wealth) {
        let [level, square] = &mut wealth.rows;
        for lane in 0..LANES {
            let marked = self.holding[lane].mul_add(spot[lane], self.cash[lane] + book_value[lane]);
            level[lane] = marked;
            square[lane] = marked * marked;
        }
    }

    /// Σ over the first `valid` lanes of every component to date.
    #[inline(always)]
    pub fn component_sums(&mut self, valid: usize) -> [f64; HedgeComponent::COUNT] {
        let account = *self.sums.refresh(&self.account, valid);
        self.components(account)
    }

    /// Every component to date.
    pub fn components_of(&self, lane: usize) -> [f64; HedgeComponent::COUNT] {
        self.components(self.account.each_ref().map(|row| row[lane]))
    }

    /// The components of an account, indexed by [`HedgeComponent`]; costs are negative.
    #[inline(always)]
    fn components(&self, account: [f64; Entry::COUNT]) -> [f64; HedgeComponent::COUNT] {
        let [delta, financing, dividend, turnover, fee, impact] = account;
        let [half_spread, fee_rate] = self.rates;
        let fee = fee_rate.mul_add(turnover, fee);
        [delta, financing, dividend, -(half_spread * turnover), 0.0 - fee, 0.0 - impact]
    }

    /// Σ `|q| · S` over charged trades.
    pub fn turnover(&self) -> &Row {
        &self.account[Entry::Turnover as usize]
    }
}

/// Whether a fee is a share of the notional and no more.
#[inline(always)]
fn is_share_of_notional(fee: Fee) -> bool {
    fee.per_unit == 0.0 && fee.minimum == 0.0
}

/// The fee of a trade; nothing for none.
#[inline(always)]
fn fee_of(fee: Fee, size: f64, notional: f64) -> f64 {
    let asked = fee.rate.mul_add(notional, fee.per_unit * size);
    let least = if size > 0.0 { fee.minimum } else { 0.0 };
    if asked > least { asked } else { least }
}

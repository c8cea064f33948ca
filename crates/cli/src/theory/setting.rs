//! [`Setting`]: a run that closed forms are about, and [`Periodic`]: one of its hedges.

use crate::config::{Market, SimulatedImplied, SimulatedMarket};
use crate::experiment::Experiment;
use rehedge_engine::{
    BandTarget, Costs, Hedge, HedgeVolatility, LELAND_FLOOR, Rule, Target, TradeSize,
};
use rehedge_kernels::exp;
use rehedge_market::Grid;
use rehedge_options::theory::{Band, HedgedOption, Sepp, Trading, derman_kamal};
use rehedge_options::{Leg, Life, Payoff, Rates, black_scholes};

/// One vanilla option that expires at the horizon, on a spot that diffuses at one volatility, marked at one
/// implied volatility, with cash earning the pricing rate.
pub struct Setting<'a> {
    leg: &'a Leg,
    payoff: Payoff,
    strike: f64,
    market: &'a SimulatedMarket,
    grid: Grid,
    rates: Rates,
    implied: f64,
}

impl<'a> Setting<'a> {
    /// The run, where it is so simple.
    pub fn of(experiment: &'a Experiment) -> Option<Self> {
        let plan = &experiment.plan;
        let Market::Simulated(market) = &plan.market else { return None };
        let [leg] = plan.book.legs() else { return None };
        let (payoff, strike) = leg.contract.vanilla()?;
        let strike = strike.in_currency(market.spot);
        let plain = market.jumps.is_none() && market.vol_shocks.is_none();
        let whole = plan.expiries == [plan.grid.steps()];
        if !plain || !whole || plan.rates.financing_rate != plan.rates.rate {
            return None;
        }
        let implied = match market.implied {
            SimulatedImplied::Constant(level) => level,
            SimulatedImplied::Tracks { ratio } => ratio * market.volatility,
        };
        let rates = Rates { rate: plan.rates.rate, dividend_yield: plan.rates.dividend_yield };
        Some(Self { leg, payoff, strike, market, grid: plan.grid, rates, implied })
    }

    /// A hedge that trades at intervals.
    pub fn interval(&self, hedge: &'a Hedge) -> Option<Periodic<'_>> {
        let Rule::Every { steps } = hedge.rule else { return None };
        let (option, interval) = (self.option(hedge)?, self.grid.time(steps));
        Some(Periodic { setting: self, option, costs: &hedge.costs, interval })
    }

    /// Expected spread and fees of a hedge at the edge of Whalley and Wilmott's band around the
    /// implied delta of calls or puts.
    pub fn band_cost(&self, hedge: &Hedge) -> Option<f64> {
        let Rule::WhalleyWilmott { risk_aversion, to: BandTarget::Edge } = hedge.rule else {
            return None;
        };
        let Costs { half_spread, fee, .. } = hedge.costs;
        let simple = fee.per_unit == 0.0
            && fee.minimum == 0.0
            && self.payoff != Payoff::Straddle
            && hedge.target.volatility == HedgeVolatility::Implied;
        let cost = half_spread + fee.rate;
        if !simple || cost <= 0.0 {
            return None;
        }
        let option = self.option(hedge)?;
        let band = Band { cost, risk_aversion, interval: self.grid.dt() };
        let width = band.half_width(&option, option.maturity, option.spot);
        let first = (option.first_trade().notional - width * option.spot).max(0.0);
        let unwind = option.unwind(band.interval).notional;
        let ends = charged(&hedge.costs, first, unwind);
        Some(cost * self.leg.quantity.abs() * (band.edge_trades(&option) + ends))
    }

    /// Whether a hedge trades at every step to a delta at the volatility of the spot, which is also
    /// the implied one.
    pub fn trades_at_every_step(&self, hedge: &Hedge) -> bool {
        let fair = self.implied == self.market.volatility;
        let own = |option: HedgedOption| option.hedge_volatility == option.volatility;
        hedge.rule == Rule::Every { steps: 1 } && fair && self.option(hedge).is_some_and(own)
    }

    /// Where the whole delta is traded, at one volatility.
    fn option(&self, hedge: &Hedge) -> Option<HedgedOption> {
        let whole = hedge.target == Target::delta(hedge.target.volatility);
        if !whole || hedge.trade_size != TradeSize::ANY {
            return None;
        }
        Some(HedgedOption {
            payoff: self.payoff,
            strike: self.strike,
            maturity: self.leg.maturity,
            rates: self.rates,
            spot: self.market.spot,
            drift: self.market.drift,
            volatility: self.market.volatility,
            hedge_volatility: self.hedge_volatility(hedge)?,
        })
    }

    fn hedge_volatility(&self, hedge: &Hedge) -> Option<f64> {
        match hedge.target.volatility {
            HedgeVolatility::Implied => Some(self.implied),
            HedgeVolatility::Path => Some(self.market.volatility),
            HedgeVolatility::Given(volatility) => Some(volatility),
            HedgeVolatility::Leland { excess } => {
                let short_gamma = if self.leg.quantity < 0.0 { 1.0 } else { -1.0 };
                let variance = self.implied * (self.implied + short_gamma * excess);
                Some(variance.max(0.0).sqrt().max(LELAND_FLOOR * self.implied))
            }
            HedgeVolatility::Trailing { .. }
            | HedgeVolatility::Ewma { .. }
            | HedgeVolatility::Zakamouline(_) => None,
        }
    }

    /// What one option was entered at.
    fn premium(&self) -> f64 {
        self.leg.premium.unwrap_or_else(|| self.value(self.implied).0)
    }

    /// Value and vega of one option at entry.
    fn value(&self, volatility: f64) -> (f64, f64) {
        let life = Life::new(self.leg.maturity, self.rates);
        let spot = self.market.spot;
        let greeks = black_scholes(self.payoff, spot, self.strike, volatility, &life);
        (greeks.value, greeks.vega)
    }
}

/// The first trade and the unwind, as far as they are charged.
fn charged<T: Default + std::ops::Add<Output = T>>(costs: &Costs, first: T, unwind: T) -> T {
    let or_nothing = |pays: bool, trade: T| if pays { trade } else { T::default() };
    or_nothing(costs.charge_initial, first) + or_nothing(costs.charge_final, unwind)
}

/// A hedge that trades at intervals, in a [`Setting`].
pub struct Periodic<'a> {
    setting: &'a Setting<'a>,
    option: HedgedOption,
    costs: &'a Costs,
    /// Years between trades.
    interval: f64,
}

/// Standard deviation of P&L at the horizon before costs.
pub struct Errors {
    pub derman_kamal: f64,
    pub bertsimas_kogan_lo: f64,
}

/// An expected cost by its growth with the size of a trade.
#[derive(Clone, Copy)]
pub struct Paid {
    /// Spread and fees.
    pub linear: f64,
    /// Impact.
    pub impact: f64,
}

/// Expected costs, with those of the first trade and the unwind as far as they are charged.
pub struct ExpectedCost {
    /// Rehedging to leading order in the interval.
    pub leading: Paid,
    /// Rehedging exactly.
    pub exact: Paid,
}

impl Periodic<'_> {
    /// Intervals in the life of the option.
    pub fn rehedges(&self) -> f64 {
        self.option.maturity / self.interval
    }

    fn size(&self) -> f64 {
        self.setting.leg.quantity.abs()
    }

    /// Where the delta is taken at the volatility of the spot.
    pub fn errors(&self) -> Option<Errors> {
        let volatility = self.option.volatility;
        if self.option.hedge_volatility != volatility {
            return None;
        }
        let growth = exp(self.option.rates.rate * self.option.maturity);
        let vega = self.setting.value(volatility).1;
        let rehedges = self.rehedges();
        let scale = self.size();
        Some(Errors {
            derman_kamal: scale * growth * derman_kamal(vega, volatility, rehedges),
            bertsimas_kogan_lo: scale * self.option.bertsimas_kogan_lo() / rehedges.sqrt(),
        })
    }

    /// Mean P&L at the horizon before costs, where not all volatilities are the same.
    pub fn profit(&self) -> Option<f64> {
        let fair = self.setting.implied == self.option.volatility
            && self.option.hedge_volatility == self.option.volatility
            && self.setting.leg.premium.is_none();
        (!fair).then(|| {
            self.setting.leg.quantity * self.option.expected_profit(self.setting.premium())
        })
    }

    pub fn has_linear_cost(&self) -> bool {
        let Costs { half_spread, fee, .. } = self.costs;
        *half_spread > 0.0 || fee.rate > 0.0 || fee.per_unit > 0.0
    }

    pub fn has_impact(&self) -> bool {
        self.costs.impact.is_some_and(|impact| impact.coefficient > 0.0)
    }

    /// Where no ticket has a least fee.
    pub fn cost(&self) -> Option<ExpectedCost> {
        let free = !self.has_linear_cost() && !self.has_impact();
        if self.costs.fee.minimum > 0.0 || free {
            return None;
        }
        let (option, ends) = (&self.option, self.ends());
        Some(ExpectedCost {
            leading: self.pay(option.leading_order(self.interval) + ends),
            exact: self.pay(option.rebalancing(self.interval) + ends),
        })
    }

    /// The first trade and the unwind, as far as they are charged.
    fn ends(&self) -> Trading {
        let option = &self.option;
        charged(self.costs, option.first_trade(), option.unwind(self.interval))
    }

    fn pay(&self, trading: Trading) -> Paid {
        let Costs { half_spread, fee, .. } = self.costs;
        let size = self.size();
        let impact = self.costs.impact.map_or(0.0, |law| {
            let days = self.setting.grid.trading_days_per_year();
            let scale = law.coefficient * self.option.volatility / (days * law.adv).sqrt();
            scale * size * size.sqrt() * trading.three_halves
        });
        let proportional = (half_spread + fee.rate) * trading.notional;
        Paid { linear: size * (proportional + fee.per_unit * trading.shares), impact }
    }

    /// Where costs are linear, the delta is that of the spot's volatility, and something is earned.
    pub fn sepp(&self) -> Option<Sepp> {
        if self.has_impact() || !self.has_linear_cost() || self.costs.fee.minimum > 0.0 {
            return None;
        }
        let (profit, errors) = (self.profit()?, self.errors()?);
        let rehedging = self.pay(self.option.leading_order(self.interval)).linear;
        let sepp = Sepp {
            profit: profit - self.pay(self.ends()).linear,
            cost: rehedging / self.rehedges().sqrt(),
            deviation: errors.bertsimas_kogan_lo * self.rehedges().sqrt(),
        };
        sepp.best().map(|_| sepp)
    }
}

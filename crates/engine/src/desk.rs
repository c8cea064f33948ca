//! [`Desk`]: a book, the rates it lives under and the hedges to compare, ready to run.

use crate::contract::PlannedContract;
use crate::solutions::Solutions;
use crate::zakamouline::{PlannedLaw, Sight};
use crate::{
    CostsError, Hedge, HedgeVolatility, Outlook, Rule, SpotMove, TradeSizeError, Zakamouline,
};
use rehedge_kernels::{LANES, Row};
use rehedge_market::{Grid, PathBlock};
use rehedge_options::{Book, Contract, LEAST_VOLATILITY, Leg, Life, Payoff, Rates};
use thiserror::Error;

/// Rates of the desk, continuously compounded, per year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carry {
    /// Rates at which the book is priced; the dividend yield is also what the holding earns.
    pub pricing: Rates,
    /// Rate that cash earns, and that borrowed cash costs.
    pub financing_rate: f64,
}

/// Why a [`Desk`] cannot be set up.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum DeskError {
    /// There must be at least one hedge; `Rule::NoHedge` is one.
    #[error("there are no hedges")]
    NoHedges,
    /// An option must expire at a step of the grid, or of its continuation, after entry.
    #[error("leg {leg}: a maturity of {maturity} years is not a whole number of steps")]
    Maturity {
        /// Which leg, from 0.
        leg: usize,
        /// Its maturity in years.
        maturity: f64,
    },
    /// A rate must be finite.
    #[error("{name} must be finite, not {value}")]
    Rate {
        /// Which rate.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// A rule must wait at least one step.
    #[error("hedge {0:?}: the interval must be at least one step")]
    Interval(String),
    /// Times must be steps of their period, at least one.
    #[error("hedge {name:?}: times must be steps from 1 to {period} of a period, at least one")]
    Times {
        /// Which hedge.
        name: String,
        /// Steps of its period.
        period: usize,
    },
    /// A rule made of others must have some, each of them simple.
    #[error("hedge {0:?}: a list of rules must have at least one, and no list in it")]
    Rules(String),
    /// A number of a target is not what it must be.
    #[error("hedge {name:?}: {what} must be {allowed}, not {value}")]
    Target {
        /// Which hedge.
        name: String,
        /// Which number of its target.
        what: &'static str,
        /// What it may be.
        allowed: &'static str,
        /// Its value.
        value: f64,
    },
    /// A hedge's lots, or its least or greatest trade, are refused.
    #[error("hedge {name:?}: {source}")]
    TradeSize {
        /// Which hedge.
        name: String,
        /// Why.
        source: TradeSizeError,
    },
    /// A band or a threshold must be finite and not negative, a risk aversion positive.
    #[error("hedge {name:?}: {what} must be {allowed}, not {value}")]
    Rule {
        /// Which hedge.
        name: String,
        /// Which number of its rule.
        what: &'static str,
        /// What it may be.
        allowed: &'static str,
        /// Its value.
        value: f64,
    },
    /// An optimal hedge is for one option, to the horizon.
    #[error("hedge {0:?}: needs a book of one vanilla option that lives to the horizon")]
    OneOption(String),
    /// Some rules and volatilities are made for vanilla options.
    #[error("hedge {name:?}: {what} is for vanilla options, and leg {leg} is not one")]
    Vanilla {
        /// Which hedge.
        name: String,
        /// Which rule, or volatility of its target.
        what: &'static str,
        /// The first leg, from 0, that is another contract.
        leg: usize,
    },
    /// An optimal hedge is solved at every step, with memory for each.
    #[error("hedge {name:?}: can be solved for at most {most} steps, not {steps}")]
    Steps {
        /// Which hedge.
        name: String,
        /// Steps of the grid.
        steps: usize,
        /// The most there may be.
        most: usize,
    },
    /// A hedge's costs are refused.
    #[error("hedge {name:?}: {source}")]
    Costs {
        /// Which hedge.
        name: String,
        /// Why.
        source: CostsError,
    },
}

/// A leg with everything about its life that is the same on every path.
#[derive(Clone, Debug)]
pub(crate) struct PlannedLeg {
    pub leg: Leg,
    /// Step at which it expires.
    pub expiry: usize,
    /// Place of its expiry among [`Desk::expiries`].
    pub expiry_index: usize,
    /// Its life at the steps of the grid before its expiry.
    pub lives: Vec<Life>,
    /// What more there is to it if it is no vanilla option.
    pub contract: Option<Box<PlannedContract>>,
}

impl PlannedLeg {
    /// Its implied volatility at a step: the market's, or what it is quoted apart from that, written to
    /// `own`.
    #[inline(always)]
    pub fn implied<'a>(&self, paths: &'a PathBlock, step: usize, own: &'a mut Row) -> &'a Row {
        let market = paths.implied(self.expiry_index).at(step);
        let offset = self.leg.volatility_offset;
        if offset == 0.0 {
            return market;
        }
        for lane in 0..LANES {
            let sum = market[lane] + offset;
            own[lane] = if sum > LEAST_VOLATILITY { sum } else { LEAST_VOLATILITY };
        }
        own
    }

    /// What it pays if it is a vanilla option.
    #[inline(always)]
    pub fn payoff(&self) -> Payoff {
        match self.leg.contract {
            Contract::Vanilla { payoff, .. } => payoff,
            // Such a leg is never asked.
            _ => Payoff::Call,
        }
    }
}

/// A book, the rates it lives under and the hedges to compare, ready to run along any paths.
#[derive(Clone, Debug)]
pub struct Desk {
    pub(crate) grid: Grid,
    pub(crate) legs: Vec<PlannedLeg>,
    pub(crate) hedges: Vec<Hedge>,
    /// Volatilities other than the implied at which some hedge takes its delta, each once.
    pub(crate) volatilities: Vec<HedgeVolatility>,
    /// Zakamouline's law of every band and every centre of the hedges, each once.
    laws: Vec<PlannedLaw>,
    /// `e^{financing_rate · dt} − 1`.
    pub(crate) interest: f64,
    /// `e^{dividend_yield · dt} − 1`.
    pub(crate) dividend: f64,
    /// What optimal hedges look up.
    pub(crate) solutions: Solutions,
}

impl Desk {
    /// A desk that hedges `book` on `grid` in each of several ways.
    ///
    /// # Errors
    /// The first [`DeskError`] met.
    pub fn new(
        grid: Grid,
        book: &Book,
        carry: Carry,
        hedges: Vec<Hedge>,
    ) -> Result<Self, DeskError> {
        validate_carry(&carry)?;
        if hedges.is_empty() {
            return Err(DeskError::NoHedges);
        }
        hedges.iter().try_for_each(validate_hedge)?;
        let expiries = Self::expiries(&grid, book);
        let mut legs = Vec::with_capacity(book.legs().len());
        for (index, leg) in book.legs().iter().enumerate() {
            let expiry = grid.step_at(leg.maturity);
            let off_grid = (grid.time(expiry) - leg.maturity).abs() > 1e-6 * grid.dt();
            if expiry == 0 || off_grid {
                return Err(DeskError::Maturity { leg: index, maturity: leg.maturity });
            }
            if leg.contract.vanilla().is_none() {
                hedges.iter().try_for_each(|hedge| refuse_vanilla_only(hedge, index))?;
            }
            let steps = 0..expiry.min(grid.steps() + 1);
            let lives = steps.map(|i| Life::new(grid.time(expiry - i), carry.pricing));
            legs.push(PlannedLeg {
                leg: *leg,
                expiry,
                expiry_index: expiries.iter().position(|e| *e == expiry).unwrap_or(0),
                lives: lives.collect(),
                contract: PlannedContract::new(leg, expiry, &grid, carry.pricing).map(Box::new),
            });
        }
        let mut volatilities = Vec::new();
        for Hedge { target, .. } in &hedges {
            let implied = target.volatility == HedgeVolatility::Implied;
            if !implied && !volatilities.contains(&target.volatility) {
                volatilities.push(target.volatility);
            }
        }
        let growth = |rate: f64| rehedge_kernels::exp(rate * grid.dt()) - 1.0;
        let interest = growth(carry.financing_rate);
        let dividend = growth(carry.pricing.dividend_yield);
        let solutions = Solutions::new(&grid, &legs, carry, &hedges)?;
        let laws = Vec::new();
        let mut desk =
            Self { grid, legs, hedges, volatilities, laws, interest, dividend, solutions };
        desk.laws = desk.planned_laws();
        Ok(desk)
    }

    fn planned_laws(&self) -> Vec<PlannedLaw> {
        let bands = self.hedges.iter().flat_map(|hedge| {
            hedge.rule.parts().iter().filter_map(|part| match *part {
                Rule::Zakamouline { risk_aversion, .. } => {
                    Some(Zakamouline::new(risk_aversion, 0.0, &hedge.costs))
                }
                _ => None,
            })
        });
        let centres = self.volatilities.iter().filter_map(|volatility| match *volatility {
            HedgeVolatility::Zakamouline(law) => Some(law),
            _ => None,
        });
        let mut laws: Vec<PlannedLaw> = Vec::new();
        for law in bands.chain(centres) {
            if !laws.iter().any(|planned| planned.law == law) {
                let lives = (0..self.grid.steps()).map_while(|step| {
                    let life = self.longest(step)?;
                    Some([self.options_alive(step), life.tau(), life.discount()])
                });
                laws.push(PlannedLaw::new(law, lives));
            }
        }
        laws
    }

    /// The steps at which options of a book expire, each once, in order: what a source of paths
    /// needs to know to quote an implied volatility for each.
    #[must_use]
    pub fn expiries(grid: &Grid, book: &Book) -> Vec<usize> {
        let mut expiries: Vec<_> =
            book.legs().iter().map(|leg| grid.step_at(leg.maturity)).collect();
        expiries.sort_unstable();
        expiries.dedup();
        expiries
    }

    /// Number of options alive after a step, bought or sold.
    #[inline(always)]
    pub(crate) fn options_alive(&self, step: usize) -> f64 {
        let alive = self.legs.iter().filter(|planned| planned.expiry > step);
        alive.map(|planned| planned.leg.quantity.abs()).sum()
    }

    /// `e^{−rτ}` of the option alive that lives longest; 1 after the last.
    #[inline(always)]
    pub(crate) fn discount(&self, step: usize) -> f64 {
        self.longest(step).map_or(1.0, Life::discount)
    }

    /// Life from a step on of the option alive that lives longest.
    #[inline(always)]
    fn longest(&self, step: usize) -> Option<&Life> {
        let longest = self.legs.iter().max_by_key(|planned| planned.expiry)?;
        longest.lives.get(step)
    }

    /// A law that some hedge has.
    #[inline(always)]
    pub(crate) fn law(&self, law: &Zakamouline) -> Option<&PlannedLaw> {
        self.laws.iter().find(|planned| planned.law == *law)
    }

    /// What Zakamouline's law sees at a step: the volatility of the option that lives longest.
    #[inline(always)]
    pub(crate) fn sight<'a>(
        &self,
        paths: &'a PathBlock,
        gamma: &'a Row,
        step: usize,
        own: &'a mut Row,
    ) -> Sight<'a> {
        let longest = self.legs.iter().max_by_key(|planned| planned.expiry);
        let implied = longest.unwrap_or(&self.legs[0]).implied(paths, step, own);
        Sight { spot: &paths.spot[step], implied, gamma }
    }

    /// The times of the desk.
    #[must_use]
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// The hedges, in the order of every result.
    #[must_use]
    pub fn hedges(&self) -> &[Hedge] {
        &self.hedges
    }
}

fn validate_carry(carry: &Carry) -> Result<(), DeskError> {
    let rates = [
        ("rate", carry.pricing.rate),
        ("dividend yield", carry.pricing.dividend_yield),
        ("financing rate", carry.financing_rate),
    ];
    match rates.into_iter().find(|(_, value)| !value.is_finite()) {
        Some((name, value)) => Err(DeskError::Rate { name, value }),
        None => Ok(()),
    }
}

fn validate_hedge(hedge: &Hedge) -> Result<(), DeskError> {
    let name = hedge.name.clone();
    let listed = matches!(hedge.rule, Rule::Any(_) | Rule::All(_));
    let parts = hedge.rule.parts();
    let nested = parts.iter().any(|part| matches!(part, Rule::Any(_) | Rule::All(_)));
    if parts.is_empty() || listed && nested {
        return Err(DeskError::Rules(name));
    }
    parts.iter().try_for_each(|part| validate_rule(part, &name))?;
    hedge.target.validate(&name)?;
    if let Err(source) = hedge.trade_size.validate() {
        return Err(DeskError::TradeSize { name, source });
    }
    hedge.costs.validate().map_err(|source| DeskError::Costs { name, source })
}

/// What is made for vanilla options, on a leg that is not one.
fn refuse_vanilla_only(hedge: &Hedge, leg: usize) -> Result<(), DeskError> {
    let of_rule = hedge.rule.parts().iter().find_map(|part| match part {
        Rule::HodgesNeuberger { .. } => Some("Hodges and Neuberger's hedge"),
        Rule::Zakamouline { .. } => Some("Zakamouline's band"),
        Rule::StopLoss => Some("stop-loss"),
        _ => None,
    });
    let of_volatility = match hedge.target.volatility {
        HedgeVolatility::Zakamouline(_) => Some("Zakamouline's volatility"),
        _ => None,
    };
    match of_rule.or(of_volatility) {
        Some(what) => Err(DeskError::Vanilla { name: hedge.name.clone(), what, leg }),
        None => Ok(()),
    }
}

fn validate_rule(rule: &Rule, name: &str) -> Result<(), DeskError> {
    let refuse =
        |what, allowed, value| Err(DeskError::Rule { name: name.to_owned(), what, allowed, value });
    let not_negative = |x: f64| x >= 0.0 && x.is_finite();
    let positive = |x: f64| x > 0.0 && x.is_finite();
    match *rule {
        Rule::Every { steps: 0 } => Err(DeskError::Interval(name.to_owned())),
        Rule::Times { period, ref offsets }
            if offsets.is_empty() || offsets.iter().any(|at| !(1..=period).contains(at)) =>
        {
            Err(DeskError::Times { name: name.to_owned(), period })
        }
        Rule::DeltaBand { half_width, .. } if !not_negative(half_width) => {
            refuse("the half-width", "finite and not negative", half_width)
        }
        Rule::GammaBand { spot_move, .. } if !not_negative(spot_move) => {
            refuse("the spot's move", "finite and not negative", spot_move)
        }
        Rule::WhalleyWilmott { risk_aversion, .. } | Rule::Zakamouline { risk_aversion, .. }
            if !positive(risk_aversion) =>
        {
            refuse("the risk aversion", "positive and finite", risk_aversion)
        }
        Rule::HodgesNeuberger { risk_aversion, outlook } => {
            let Outlook { spot, drift, volatility } = outlook;
            for (what, value) in [
                ("the risk aversion", risk_aversion),
                ("the spot believed in", spot),
                ("the volatility believed in", volatility),
            ] {
                if !(value > 0.0 && value.is_finite()) {
                    return refuse(what, "positive and finite", value);
                }
            }
            if drift.is_finite() {
                Ok(())
            } else {
                refuse("the drift believed in", "finite", drift)
            }
        }
        Rule::SpotMove(SpotMove::Relative(far) | SpotMove::DailyDeviations(far))
            if !positive(far) =>
        {
            refuse("the spot's move", "positive and finite", far)
        }
        _ => Ok(()),
    }
}

//! Break-even premiums, and the volatilities that they stand for.

use crate::config::{Market, RISK_AVERSION, SimulatedMarket};
use crate::experiment::Experiment;
use rehedge_kernels::{InstructionSet, exp};
use rehedge_options::{Leg, Life, Payoff, Rates, black_scholes};
use rehedge_report::{BreakEven, Criterion, Samples};

/// The volatilities between which a premium's own is looked for.
const VOLATILITIES: [f64; 2] = [1e-6, 5.0];
/// Halvings of that interval: to the last bit.
const HALVINGS: usize = 60;

/// Break-even premiums of every hedge. The indifference price is at the aversion of the first
/// entropic criterion, or at the default one.
pub fn rows(experiment: &Experiment, samples: &Samples<'_>, threads: usize) -> Vec<BreakEven> {
    let plan = &experiment.plan;
    let entropic = plan.compare.criteria.iter().find_map(|criterion| match criterion {
        Criterion::Entropic { risk_aversion } => Some(*risk_aversion),
        _ => None,
    });
    let growth = exp(plan.rates.financing_rate * plan.grid.time(plan.grid.steps()));
    let mut rows = samples.break_even(growth, entropic.unwrap_or(RISK_AVERSION), threads);
    if let Some(position) = Position::of(experiment) {
        for premium in rows.iter_mut().flat_map(|row| &mut row.premiums) {
            premium.implied_volatility = position.volatility(premium.entry);
        }
    }
    rows
}

/// A book of vanilla options that are all sold or all bought, with one maturity: its premium and a
/// volatility stand for each other.
struct Position {
    options: Vec<Vanilla>,
    sold: bool,
    spot: f64,
    life: Life,
    /// Premium of the run, for the whole book, positive.
    premium: f64,
}

/// So many options.
struct Vanilla {
    number: f64,
    payoff: Payoff,
    strike: f64,
}

impl Position {
    /// The book of a simulated market; of history each window has a spot and a volatility of its
    /// own, and of a book of both signs several volatilities may give one premium.
    fn of(experiment: &Experiment) -> Option<Self> {
        let Market::Simulated(market) = &experiment.plan.market else { return None };
        let mut paths = experiment.source.allocate();
        experiment.source.fill(0, InstructionSet::best(), &mut paths);
        let mark = paths.implied(0).at(0)[0];
        let rates = experiment.plan.rates;
        let rates = Rates { rate: rates.rate, dividend_yield: rates.dividend_yield };
        Self::new(experiment.plan.book.legs(), market, rates, mark)
    }

    fn new(legs: &[Leg], market: &SimulatedMarket, rates: Rates, mark: f64) -> Option<Self> {
        let first = legs.first()?;
        let alike = |leg: &Leg| {
            leg.maturity == first.maturity && (leg.quantity > 0.0) == (first.quantity > 0.0)
        };
        if !legs.iter().all(alike) {
            return None;
        }
        let vanilla = |leg: &Leg| {
            let (payoff, strike) = leg.contract.vanilla()?;
            let strike = strike.in_currency(market.spot);
            Some(Vanilla { number: leg.quantity.abs(), payoff, strike })
        };
        let options = legs.iter().map(vanilla).collect::<Option<Vec<_>>>()?;
        let (life, sold) = (Life::new(first.maturity, rates), first.quantity < 0.0);
        let mut position = Self { options, sold, spot: market.spot, life, premium: 0.0 };
        position.premium = legs
            .iter()
            .zip(&position.options)
            .map(|(leg, one)| one.number * leg.premium.unwrap_or_else(|| position.price(one, mark)))
            .sum();
        Some(position)
    }

    /// The volatility at which the book is worth its premium and so much more, received at entry.
    fn volatility(&self, extra: f64) -> Option<f64> {
        let target = if self.sold { self.premium + extra } else { self.premium - extra };
        let [mut low, mut high] = VOLATILITIES;
        if !(self.value(low) <= target && target <= self.value(high)) {
            return None;
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if self.value(middle) < target { low = middle } else { high = middle }
        }
        Some(0.5 * (low + high))
    }

    /// Value of the book at a volatility, as if it were owned: it rises with volatility.
    fn value(&self, volatility: f64) -> f64 {
        self.options.iter().map(|one| one.number * self.price(one, volatility)).sum()
    }

    fn price(&self, one: &Vanilla, volatility: f64) -> f64 {
        black_scholes(one.payoff, self.spot, one.strike, volatility, &self.life).value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SimulatedImplied;
    use rehedge_options::{Binary, Contract, Pays, Side, Strike};

    const RATES: Rates = Rates { rate: 0.02, dividend_yield: 0.01 };
    const MARKET: SimulatedMarket = SimulatedMarket {
        spot: 100.0,
        drift: 0.0,
        volatility: 0.2,
        jumps: None,
        vol_shocks: None,
        implied: SimulatedImplied::Constant(0.2),
    };

    fn leg(payoff: Payoff, quantity: f64) -> Leg {
        let contract = Contract::Vanilla { payoff, strike: Strike::Moneyness(1.02) };
        Leg { contract, maturity: 0.25, quantity, premium: None, volatility_offset: 0.0 }
    }

    fn value(payoff: Payoff, volatility: f64) -> f64 {
        black_scholes(payoff, 100.0, 102.0, volatility, &Life::new(0.25, RATES)).value
    }

    #[test]
    fn the_volatility_gives_the_premium_back() {
        let legs = [leg(Payoff::Call, -2.0), leg(Payoff::Put, -1.0)];
        let position = Position::new(&legs, &MARKET, RATES, 0.2).expect("one sign, one maturity");
        let at =
            |volatility| 2.0 * value(Payoff::Call, volatility) + value(Payoff::Put, volatility);
        for volatility in [0.05, 0.2, 0.21, 0.9, 3.0] {
            let extra = at(volatility) - at(0.2);
            let found = position.volatility(extra).expect("inside");
            assert!((found - volatility).abs() < 1e-12, "{found}");
        }
        assert_eq!(position.volatility(-1e3), None);
        assert_eq!(position.volatility(1e3), None);
    }

    #[test]
    fn who_owns_the_book_pays_less_to_earn_more() {
        let legs = [Leg { premium: Some(5.0), ..leg(Payoff::Straddle, 3.0) }];
        let position = Position::new(&legs, &MARKET, RATES, 0.2).expect("one leg");
        let found = position.volatility(15.0 - 3.0 * value(Payoff::Straddle, 0.15));
        assert!((found.expect("inside") - 0.15).abs() < 1e-12);
    }

    #[test]
    fn a_mixed_book_has_no_volatility() {
        let short = leg(Payoff::Call, -1.0);
        let later = Leg { maturity: 0.5, ..short };
        let strike = Strike::Moneyness(1.02);
        let binary = Binary { side: Side::Call, strike, pays: Pays::Asset };
        let other = Leg { contract: Contract::Binary(binary), ..short };
        for legs in [[short, leg(Payoff::Call, 1.0)], [short, later], [short, other]] {
            assert!(Position::new(&legs, &MARKET, RATES, 0.2).is_none());
        }
    }
}

//! The scalar twin: the hedge loop on one path in plain `f64`, to be read as its specification.
//!
//! It shares with the engine the order of [`Component`]s and nothing else but the formulas of
//! contracts that are no vanilla options; values and Greeks of those are written here afresh, from
//! the textbook, with the normal cdf by `libm`'s `erfc`.
//!
//! With book value `V`, holding `h` and cash `B`, wealth is `W = B + h·S + V`. At `t_i`:
//!
//! 1. target and trade: `h ← net delta − multiple · Δ(S_i, hedge volatility)`, but for what lots and
//!    the least and the greatest trade leave out; `B ← B − q·S_i` for `q` shares bought;
//! 2. charge: `B ← B − spread − fee − impact`;
//! 3. accrue until `t_{i+1}`: `B ← B·e^{f·dt} + h·S_{i+1}·(e^{q·dt} − 1)`;
//! 4. mark: options that expire at `t_{i+1}` pay their payoff into `B`, a knock-out that is touched
//!    there its rebate, the others are worth `V_{i+1}`, and at the horizon pay that;
//! 5. explain `ΔW`, with the Greeks of an option before the step (`₀`) and after it (`₁`):
//!    delta `(Δ₀ + h)·ΔS`, gamma `½Γ₀ΔS²`, theta `Θ₀·dt`, vanna `vanna₁·ΔS·Δσ`, volga
//!    `½volga₁Δσ²`, vega `(vega₁ − vanna₁ΔS − volga₁Δσ)·Δσ`; what these miss of `ΔV` is gap if the
//!    spot jumped and residual if not.
//!
//! At the horizon the holding is sold; P&L is the cash that is left.

mod contract;
mod option;
mod rule;

pub use contract::Exotic;
pub use option::{Leg, Marks, Pays, black_scholes};
use rehedge_engine::Component;
pub use rule::{Schedule, Zakamouline};

/// What the market did on one path; `implied[leg]` is the mark's volatility of that leg.
pub struct Path {
    pub spot: Vec<f64>,
    pub volatility: Vec<f64>,
    pub implied: Vec<Vec<f64>>,
    /// One flag per step.
    pub jumped: Vec<bool>,
    /// Least and greatest holding per option at every step before the horizon, for a hedge that
    /// stays within a given region.
    pub region: Vec<[f64; 2]>,
}

/// Step in years and rates per year.
#[derive(Clone, Copy)]
pub struct Terms {
    pub dt: f64,
    pub trading_days_per_year: f64,
    pub rate: f64,
    pub dividend_yield: f64,
    pub financing_rate: f64,
}

/// At which volatility it takes its delta.
#[derive(Clone, Copy)]
pub enum DeltaAt {
    Implied,
    Path,
    Given(f64),
    /// Leland's, from `Le · σ`; never below a tenth of the implied.
    Leland(f64),
    /// Zakamouline's; never below a tenth of the implied either.
    Zakamouline(Zakamouline),
    /// Realised over so many steps; before entry the spot moved at the implied volatility of entry.
    Trailing(usize),
    /// An exponentially weighted moving average with this decay factor, from the same start.
    Ewma(f64),
}

/// Lots, if any, and the least and the greatest trade before the unwind.
#[derive(Clone, Copy)]
pub struct Size {
    pub lot: Option<f64>,
    pub minimum: f64,
    pub maximum: f64,
}

/// One-way costs; an impact coefficient of 0 is no impact.
#[derive(Clone, Copy)]
pub struct Charges {
    pub half_spread: f64,
    pub fee_rate: f64,
    pub fee_per_unit: f64,
    pub fee_minimum: f64,
    pub impact: f64,
    pub adv: f64,
    pub initial: bool,
    pub last: bool,
}

/// A way to hedge.
#[derive(Clone)]
pub struct Hedge {
    pub schedule: Schedule,
    pub delta_at: DeltaAt,
    pub multiple: f64,
    pub net_delta: f64,
    pub size: Size,
    pub charges: Charges,
}

/// What became of it. `wealth[i]` is after the trade at step `i`.
#[derive(Default)]
pub struct Outcome {
    pub pnl: f64,
    pub components: [f64; Component::COUNT],
    pub turnover: f64,
    pub trades: f64,
    /// Earned by the spot, delta, gamma and gap, on steps with a jump.
    pub jump_pnl: f64,
    pub wealth: Vec<f64>,
    holding: f64,
    cash: f64,
    /// Spot where the rule last asked for another holding; 0 before the first time.
    reference: f64,
}

/// Hedges a book along a path.
pub fn hedge(path: &Path, book: &[Leg], terms: Terms, hedge: &Hedge) -> Outcome {
    let horizon = path.spot.len() - 1;
    let mut account = Outcome::default();
    let mut now = marks(path, book, terms, 0);
    for (leg, mark) in book.iter().zip(&now) {
        let paid = leg.premium.map_or(mark.value, |premium| premium * leg.quantity);
        account.cash -= paid;
        account.add(Component::Entry, mark.value - paid);
    }
    for i in 0..horizon {
        let alive: Vec<bool> = book.iter().map(|leg| i < leg.expiry).collect();
        let delta = target_delta(path, book, terms, hedge.delta_at, i);
        let Hedge { multiple, net_delta, size, charges, .. } = *hedge;
        let sight = rule::Sight { path, book, terms, charges, multiple, net_delta, step: i };
        let Outcome { holding, reference, .. } = account;
        let target = net_delta - multiple * delta;
        if let Some(wish) = hedge.schedule.wants(&sight, target, holding, reference) {
            account.trade(size.toward(wish, holding), path, terms, charges, i);
            if wish != holding {
                account.reference = path.spot[i];
            }
        }
        let value: f64 =
            now.iter().zip(&alive).filter(|(_, a)| **a).map(|(mark, _)| mark.value).sum();
        account.wealth.push(account.cash + account.holding * path.spot[i] + value);

        let spot_move = path.spot[i + 1] - path.spot[i];
        let interest = account.cash * (terms.financing_rate * terms.dt).exp_m1();
        let dividend =
            account.holding * path.spot[i + 1] * (terms.dividend_yield * terms.dt).exp_m1();
        account.cash += interest + dividend;
        account.add(Component::Financing, interest);
        account.add(Component::Dividend, dividend);
        account.add(Component::Delta, account.holding * spot_move);
        account.jump_pnl += if path.jumped[i] { account.holding * spot_move } else { 0.0 };

        let mut next = marks(path, book, terms, i + 1);
        for leg in (0..book.len()).filter(|leg| alive[*leg]) {
            let rebate = book[leg].rebate(path, terms, i + 1);
            next[leg].value += rebate;
            let all = book[leg].expiry == i + 1 || i + 1 == horizon;
            let paid = if all { next[leg].value } else { rebate };
            account.cash += paid;
            let volatility_move = path.implied[leg][i + 1] - path.implied[leg][i];
            let moves = [spot_move, volatility_move, terms.dt];
            account.explain(&now[leg], &next[leg], moves, path.jumped[i]);
            next[leg].value -= paid;
        }
        now = next;
    }
    if hedge.schedule.trades() {
        account.trade(0.0, path, terms, hedge.charges, horizon);
    }
    account.wealth.push(account.cash);
    account.pnl = account.cash;
    account
}

impl Size {
    /// Where a trade ends that starts from a holding and wishes for another.
    fn toward(self, wish: f64, held: f64) -> f64 {
        let whole = wish - held;
        let lots = self.lot.map_or(whole, |lot| (whole / lot).round_ties_even() * lot);
        let trade = lots.clamp(-self.maximum, self.maximum);
        if trade.abs() < self.minimum {
            held
        } else if trade == whole {
            wish
        } else {
            held + trade
        }
    }
}

impl Outcome {
    fn add(&mut self, component: Component, amount: f64) {
        self.components[component as usize] += amount;
    }

    /// Trades to a target at step `i`, and pays for it.
    fn trade(&mut self, target: f64, path: &Path, terms: Terms, charges: Charges, i: usize) {
        let Charges { half_spread, fee_rate, fee_per_unit, fee_minimum, impact, adv, .. } = charges;
        let quantity = target - self.holding;
        let (spot, size) = (path.spot[i], quantity.abs());
        self.holding = target;
        self.cash -= quantity * spot;
        let charged = match i {
            0 => charges.initial,
            _ if i == path.spot.len() - 1 => charges.last,
            _ => true,
        };
        if !charged || size == 0.0 {
            return;
        }
        let day_volatility = path.volatility[i] / terms.trading_days_per_year.sqrt();
        let costs = [
            (Component::Spread, half_spread * size * spot),
            (Component::Fee, (fee_rate * size * spot + fee_per_unit * size).max(fee_minimum)),
            (Component::Impact, impact * day_volatility * spot * size * (size / adv).sqrt()),
        ];
        for (component, paid) in costs {
            self.cash -= paid;
            self.add(component, -paid);
        }
        self.turnover += size * spot;
        self.trades += 1.0;
    }

    /// Explains what one leg earned over a step. Its delta joins that of the holding.
    fn explain(&mut self, now: &Marks, next: &Marks, moves: [f64; 3], jumped: bool) {
        let [ds, dv, dt] = moves;
        let terms = [
            (Component::Delta, now.delta * ds),
            (Component::Gamma, 0.5 * now.gamma * ds * ds),
            (Component::Theta, now.theta * dt),
            (Component::Vega, (next.vega - next.vanna * ds - next.volga * dv) * dv),
            (Component::Vanna, next.vanna * ds * dv),
            (Component::Volga, 0.5 * next.volga * dv * dv),
        ];
        let explained: f64 = terms.iter().map(|(_, amount)| amount).sum();
        for (component, amount) in terms {
            self.add(component, amount);
        }
        let missed = if jumped { Component::Gap } else { Component::Residual };
        self.add(missed, next.value - now.value - explained);
        if jumped {
            let [delta, gamma, ..] = terms.map(|(_, amount)| amount);
            self.jump_pnl += delta + gamma + (next.value - now.value - explained);
        }
    }
}

/// Every leg at its own implied volatility, at a step: its payoff at its expiry, nothing later.
fn marks(path: &Path, book: &[Leg], terms: Terms, i: usize) -> Vec<Marks> {
    let mark = |(leg, implied): (&Leg, &Vec<f64>)| leg.marks(path, implied[i], terms, i);
    book.iter().zip(&path.implied).map(mark).collect()
}

/// The book's delta at the volatility of the hedge.
fn target_delta(path: &Path, book: &[Leg], terms: Terms, at: DeltaAt, i: usize) -> f64 {
    let gamma = gamma(path, book, terms, i);
    let delta = |(leg, implied): (&Leg, &Vec<f64>)| {
        let sigma = implied[i];
        let volatility = match at {
            DeltaAt::Implied => implied[i],
            DeltaAt::Path => path.volatility[i],
            DeltaAt::Given(volatility) => volatility,
            DeltaAt::Leland(excess) => {
                let number = excess / sigma * if gamma > 0.0 { -1.0 } else { 1.0 };
                sigma * (1.0 + number).max(0.01).sqrt()
            }
            DeltaAt::Zakamouline(law) => law.volatility(sigma, path, book, terms, i),
            DeltaAt::Trailing(steps) => trailing(path, implied[0], steps, terms.dt, i),
            DeltaAt::Ewma(decay) => ewma(path, implied[0], decay, terms.dt, i),
        };
        leg.marks(path, volatility, terms, i).delta
    };
    book.iter().zip(&path.implied).map(delta).sum()
}

/// The book's gamma: that of an option which expires now is nothing.
fn gamma(path: &Path, book: &[Leg], terms: Terms, i: usize) -> f64 {
    marks(path, book, terms, i).iter().map(|mark| mark.gamma).sum()
}

/// Squared log returns per year up to step `i`, the newest last.
fn squares(path: &Path, dt: f64, i: usize) -> Vec<f64> {
    path.spot[..=i].windows(2).map(|pair| (pair[1] / pair[0]).ln().powi(2) / dt).collect()
}

/// The root-mean-square of the last returns, the market's volatility of 0.01 % at least.
fn trailing(path: &Path, entry: f64, steps: usize, dt: f64, i: usize) -> f64 {
    let mut window = vec![entry * entry; steps];
    window.extend(squares(path, dt, i));
    let window = &window[window.len() - steps..];
    (window.iter().sum::<f64>() / steps as f64).sqrt().max(1e-4)
}

/// The moving average of squared returns, the market's volatility of 0.01 % at least.
fn ewma(path: &Path, entry: f64, decay: f64, dt: f64, i: usize) -> f64 {
    let average = |variance: f64, square: f64| decay * variance + (1.0 - decay) * square;
    squares(path, dt, i).into_iter().fold(entry * entry, average).sqrt().max(1e-4)
}

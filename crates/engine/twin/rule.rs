//! When the scalar twin trades, and whereto.

use super::{Charges, Leg, Path, Pays, Terms, gamma};

/// When a hedge trades before the horizon; one that never does is not unwound either.
#[derive(Clone)]
pub enum Schedule {
    Every(usize),
    /// At entry, and at these steps, from 1, of every period of so many steps.
    Times(usize, Vec<usize>),
    Once,
    Naked,
    /// Off target by more than a half-width per option alive; to the nearer edge, or to the centre.
    DeltaBand(f64, ToEdge),
    /// Off target by more than Whalley and Wilmott's band at a risk aversion.
    WhalleyWilmott(f64, ToEdge),
    /// Off target by more than the delta that a move of the spot by this share makes.
    GammaBand(f64, ToEdge),
    /// Off target by more than Zakamouline's band at a risk aversion.
    Zakamouline(f64, ToEdge),
    /// Outside the region that the path brings along; to the nearer edge.
    Region,
    /// Spot moved by more than a share of that at the last trade.
    SpotMove(f64),
    /// The same in daily standard deviations at the implied volatility of the first leg.
    DailyDeviations(f64),
    /// One share per call in the money, short one per put.
    StopLoss,
    /// The farthest from the holding of what several want, or the nearest if all want a trade.
    Any(Vec<Schedule>),
    All(Vec<Schedule>),
}

/// Whether a band is traded to its edge.
pub type ToEdge = bool;

/// What a rule sees at a step.
pub struct Sight<'a> {
    pub path: &'a Path,
    pub book: &'a [Leg],
    pub terms: Terms,
    pub charges: Charges,
    pub multiple: f64,
    pub net_delta: f64,
    pub step: usize,
}

impl Schedule {
    /// Whether it ever trades.
    pub fn trades(&self) -> bool {
        match self {
            Self::Naked => false,
            Self::Any(rules) => rules.iter().any(Self::trades),
            Self::All(rules) => rules.iter().all(Self::trades),
            _ => true,
        }
    }

    /// What it wants to hold after this step, if it trades there.
    pub fn wants(&self, at: &Sight, target: f64, held: f64, reference: f64) -> Option<f64> {
        let Sight { path, terms, charges, step, .. } = *at;
        let spot = path.spot[step];
        let within = |half_width: f64, to_edge: bool| {
            let off = held - target;
            let edge = if to_edge { target + half_width * off.signum() } else { target };
            (off.abs() > half_width).then_some(edge)
        };
        let moved = |share: f64| (spot - reference).abs() >= share * reference;
        let part = |rule: &Self| rule.wants(at, target, held, reference);
        let distance = |wanted: &f64| (wanted - held).abs();
        match self {
            Self::Every(steps) => step.is_multiple_of(*steps).then_some(target),
            Self::Times(period, offsets) => {
                // A step is an end of one period and the start of the next.
                let now = offsets.iter().any(|o| step >= *o && (step - o).is_multiple_of(*period));
                (step == 0 || now).then_some(target)
            }
            Self::Once => (step == 0).then_some(target),
            Self::Naked => None,
            Self::DeltaBand(half_width, to_edge) => within(half_width * at.options(), *to_edge),
            Self::GammaBand(share, to_edge) => within(share * spot * at.gamma().abs(), *to_edge),
            Self::WhalleyWilmott(aversion, to_edge) => {
                let per_option = at.gamma() / at.options();
                let cost = charges.proportional(spot) * spot;
                let cube = 1.5 * at.discount() * cost * per_option * per_option / aversion;
                let alive = at.options() > 0.0;
                within(if alive { at.options() * cube.cbrt() } else { 0.0 }, *to_edge)
            }
            Self::Zakamouline(aversion, to_edge) => {
                within(zakamouline_band(at, *aversion), *to_edge)
            }
            Self::Region => {
                let [least, greatest] = path.region[step].map(|holding| at.options() * holding);
                (held < least || held > greatest).then(|| held.max(least).min(greatest))
            }
            Self::SpotMove(share) => moved(*share).then_some(target),
            Self::DailyDeviations(count) => {
                let day = path.implied[0][step] / terms.trading_days_per_year.sqrt();
                moved(count * day).then_some(target)
            }
            Self::StopLoss => {
                let cover = |leg: &Leg| match leg.pays {
                    Pays::Vanilla { calls, strike, .. } if spot > strike => -calls,
                    Pays::Vanilla { puts, .. } => puts,
                    Pays::Exotic(_) => panic!("stop-loss is for vanilla options"),
                };
                let covers: f64 = at.alive().map(|leg| cover(leg) * leg.quantity).sum();
                Some(at.net_delta + at.multiple * covers)
            }
            Self::Any(rules) => {
                let wanted = rules.iter().filter_map(part);
                wanted.max_by(|a, b| distance(a).total_cmp(&distance(b)))
            }
            Self::All(rules) => {
                let wanted: Option<Vec<f64>> = rules.iter().map(part).collect();
                wanted?.into_iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
            }
        }
    }
}

impl Sight<'_> {
    fn alive(&self) -> impl Iterator<Item = &Leg> {
        self.book.iter().filter(|leg| self.step < leg.expiry)
    }

    /// Number of options alive, bought or sold.
    fn options(&self) -> f64 {
        self.alive().map(|leg| leg.quantity.abs()).sum()
    }

    fn gamma(&self) -> f64 {
        gamma(self.path, self.book, self.terms, self.step)
    }

    /// Life in years of the option that lives longest.
    fn tau(&self) -> f64 {
        tau(self.book, self.terms, self.step)
    }

    fn discount(&self) -> f64 {
        (-self.terms.rate * self.tau()).exp()
    }
}

impl Charges {
    /// What a trade pays of its notional in spread and fees, without a least fee.
    fn proportional(&self, spot: f64) -> f64 {
        self.half_spread + self.fee_rate + self.fee_per_unit / spot
    }
}

fn tau(book: &[Leg], terms: Terms, step: usize) -> f64 {
    let last = book.iter().map(|leg| leg.expiry).max().unwrap_or(0);
    last.saturating_sub(step) as f64 * terms.dt
}

/// Implied volatility of the option that lives longest.
fn longest_implied(path: &Path, book: &[Leg], step: usize) -> f64 {
    let last = (0..book.len()).max_by_key(|leg| book[*leg].expiry).unwrap_or(0);
    path.implied[last][step]
}

/// `n·(H1 + H0)` of Zakamouline (2006).
fn zakamouline_band(at: &Sight, aversion: f64) -> f64 {
    let (options, tau, spot) = (at.options(), at.tau(), at.path.spot[at.step]);
    if options == 0.0 {
        return 0.0;
    }
    let sigma = longest_implied(at.path, at.book, at.step);
    let cost = at.charges.proportional(spot);
    let gamma = at.gamma().abs() / options;
    let h0 = cost / (aversion * spot * sigma * sigma * tau);
    let h1 = 1.12
        * cost.powf(0.31)
        * tau.powf(0.05)
        * (at.discount() / sigma).powf(0.25)
        * (gamma / aversion).sqrt();
    options * (h0 + h1)
}

/// The volatility of Zakamouline's centre.
#[derive(Clone, Copy)]
pub struct Zakamouline {
    pub aversion: f64,
    pub coefficient: f64,
    pub cost: f64,
    pub cost_per_unit: f64,
}

impl Zakamouline {
    /// `σ·√(1 ∓ K)`, minus for short gamma; never below a tenth of `σ`.
    pub fn volatility(
        self,
        sigma: f64,
        path: &Path,
        book: &[Leg],
        terms: Terms,
        step: usize,
    ) -> f64 {
        let (spot, tau) = (path.spot[step], tau(book, terms, step));
        let alive = book.iter().filter(|leg| step < leg.expiry);
        let options: f64 = alive.map(|leg| leg.quantity.abs()).sum();
        if options == 0.0 {
            return sigma;
        }
        let book_gamma = gamma(path, book, terms, step);
        let cost = self.cost + self.cost_per_unit / spot;
        let cash_gamma = self.aversion * spot * spot * book_gamma.abs() / options;
        let k = -self.coefficient * cost.powf(0.78) / tau.powf(0.02)
            * ((-terms.rate * tau).exp() / longest_implied(path, book, step)).powf(0.25)
            * cash_gamma.powf(0.15);
        let factor = if book_gamma > 0.0 { 1.0 + k } else { 1.0 - k };
        sigma * factor.max(0.01).sqrt()
    }
}

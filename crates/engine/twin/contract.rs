//! Legs of the scalar twin that are no vanilla options: what happened to them, from the whole path.
//!
//! Their values and Greeks are the formulas of `rehedge_options` for one path, which have tests of
//! their own.

use super::{Marks, Path, Terms};
use rehedge_options::{
    Asian, Barrier, CONTINUITY_CORRECTION, Contract, ContractLife, Direction, Fixings, Knock, Mean,
    Monitoring, PathState, Quote, Rates, Struck,
};

/// A contract entered at the first spot of a path, expiring at a step.
pub struct Exotic {
    pub struck: Struck,
    pub expiry: usize,
}

impl Exotic {
    /// Value and Greeks at step `i`, its payoff at its expiry.
    pub fn marks(&self, path: &Path, volatility: f64, terms: Terms, i: usize) -> Marks {
        let rates = Rates { rate: terms.rate, dividend_yield: terms.dividend_yield };
        let [elapsed, tau] = [i, self.expiry - i].map(|steps| steps as f64 * terms.dt);
        let life = ContractLife::new(self.struck.contract(), elapsed, tau, rates);
        let state = PathState {
            touched: f64::from(u8::from(self.touched(path, terms, i))),
            accrued: self.accrued(path, terms, i),
        };
        let g = self.struck.greeks(&life, &state, Quote { spot: path.spot[i], volatility });
        Marks {
            value: g.value,
            delta: g.delta,
            gamma: g.gamma,
            theta: g.theta,
            vega: g.vega,
            vanna: g.vanna,
            volga: g.volga,
        }
    }

    /// What a touch at step `i` pays.
    pub fn rebate(&self, path: &Path, terms: Terms, i: usize) -> f64 {
        match self.struck.contract() {
            Contract::Barrier(Barrier { knock: Knock::Out, rebate, .. })
                if i <= self.expiry
                    && self.touched(path, terms, i)
                    && !self.touched(path, terms, i - 1) =>
            {
                *rebate
            }
            _ => 0.0,
        }
    }

    /// Whether the barrier was touched by step `i`, but for the first.
    fn touched(&self, path: &Path, terms: Terms, i: usize) -> bool {
        let Contract::Barrier(barrier) = self.struck.contract() else { return false };
        let level = barrier.level.in_currency(path.spot[0]);
        let beyond = |spot: f64, level: f64| match barrier.direction {
            Direction::Up => spot >= level,
            Direction::Down => spot <= level,
        };
        let inwards = match barrier.direction {
            Direction::Up => -1.0,
            Direction::Down => 1.0,
        };
        (1..=i).any(|j| match barrier.monitoring {
            Monitoring::Continuous => {
                let missed = CONTINUITY_CORRECTION * path.volatility[j - 1] * terms.dt.sqrt();
                beyond(path.spot[j - 1], level)
                    || beyond(path.spot[j], level * (inwards * missed).exp())
            }
            Monitoring::Discrete { interval } => {
                j.is_multiple_of((interval / terms.dt).round() as usize)
                    && beyond(path.spot[j], level)
            }
        })
    }

    /// The part of the average that is fixed at step `i`.
    fn accrued(&self, path: &Path, terms: Terms, i: usize) -> f64 {
        let Contract::Asian(Asian { mean, fixings, past, .. }) = self.struck.contract() else {
            return 0.0;
        };
        let of = |spot: f64| match mean {
            Mean::Geometric => spot.ln(),
            Mean::Arithmetic => spot,
        };
        let (weight, before) = past.map_or((0.0, 0.0), |past| {
            (past.weight, past.weight * of(past.average.in_currency(path.spot[0])))
        });
        let (whole, since) = match *fixings {
            Fixings::Continuous => {
                let trapezia = (1..=i).map(|j| of(path.spot[j - 1]) + of(path.spot[j]));
                (self.expiry as f64 * terms.dt, 0.5 * terms.dt * trapezia.sum::<f64>())
            }
            Fixings::Discrete { number } => {
                // The first step at or after each date.
                let steps =
                    (1..=number as usize).map(|k| (k * self.expiry).div_ceil(number as usize));
                let seen = steps.filter(|step| *step <= i);
                (f64::from(number), seen.map(|step| of(path.spot[step])).sum())
            }
        };
        (before + since) / (weight + whole)
    }
}

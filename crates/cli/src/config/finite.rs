//! Refuses markets whose paths could leave the range of numbers.
//!
//! Every number of a market may be in its own range, and their combination still send the spot to
//! zero or infinity. A bound on how far the log of the spot can go keeps every result finite.

use super::places::Report;
use super::plan::{Jumps, Market, Rates, SimulatedMarket, VolShocks};
use rehedge_market::Grid;

/// The farthest that the log of the spot may go: a P&L in units of such a spot has a fourth power,
/// which kurtosis needs, that is still a number, even for the greatest quantity allowed.
const FARTHEST: f64 = 100.0;

/// How many standard deviations a path may stray: no run has paths enough to see more.
const DEVIATIONS: f64 = 8.0;

/// Refuses a market, by its key, that is too wild for its horizon.
pub fn check(key: &str, grid: &Grid, rates: &Rates, market: &Market, report: &mut Report) {
    let years = grid.time(grid.steps());
    let carry = rates.rate.abs() + rates.financing_rate.abs() + rates.dividend_yield.abs();
    let far = carry * years
        + match market {
            Market::Simulated(model) => farthest(model, years),
            Market::History(history) => history.normalise_spot.map_or(0.0, |spot| spot.ln().abs()),
        };
    if far.is_nan() || far > FARTHEST {
        report.refuse(
            key,
            format!(
                "within the horizon of {years:.3} years the spot could go as far as exp(±{far:.0}); \
                 exp(±{FARTHEST}) is allowed: lower days, rates, drift, volatility, jumps or \
                 vol_shocks, or choose a spot nearer to 1"
            ),
        );
    }
}

/// A bound on the log of the spot after so many years: start, drift, diffusion and jumps.
fn farthest(market: &SimulatedMarket, years: f64) -> f64 {
    let shocks = market.vol_shocks.map_or(0.0, |shocks| farthest_shock(&shocks, years));
    let volatility = market.volatility * shocks.exp();
    let diffusion = 0.5 * volatility * volatility * years + DEVIATIONS * volatility * years.sqrt();
    let jumps = market.jumps.map_or(0.0, |jumps| farthest_jumps(&jumps, years));
    market.spot.ln().abs() + market.drift.abs() * years + diffusion + jumps
}

/// Compensation, and a sum of Poisson many jumps.
fn farthest_jumps(jumps: &Jumps, years: f64) -> f64 {
    let &Jumps { per_year, mean_log, sd_log } = jumps;
    let compensation = per_year * ((mean_log + 0.5 * sd_log * sd_log).exp() - 1.0).abs();
    compensation * years + farthest_sum(per_year * years, mean_log, sd_log)
}

/// The log of the volatility's factor: shocks of the last mean life, older ones being gone.
fn farthest_shock(shocks: &VolShocks, years: f64) -> f64 {
    let life = (shocks.half_life / std::f64::consts::LN_2).min(years);
    farthest_sum(shocks.per_year * life, shocks.mean_log, shocks.sd_log)
}

/// A bound on a sum of Poisson many normals: its mean, and whichever strays more, the sum or the
/// largest of its terms.
fn farthest_sum(expected: f64, mean: f64, sd: f64) -> f64 {
    if expected == 0.0 {
        return 0.0;
    }
    let sum = DEVIATIONS * (expected * (mean * mean + sd * sd)).sqrt();
    expected * mean.abs() + sum.max(mean.abs() + DEVIATIONS * sd)
}

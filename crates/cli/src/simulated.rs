//! A market of the config as a model of the market.

use crate::config::{SimulatedImplied, SimulatedMarket};
use rehedge_market::{Arrivals, ImpliedModel, Model, VolatilityShocks};

/// The model of a market; what is wrong with it goes through `refuse`, with its key.
pub fn model<E>(
    market: &SimulatedMarket,
    refuse: impl Fn(&'static str, String) -> E,
) -> Result<Model, E> {
    let jumps = market
        .jumps
        .map(|jumps| Arrivals::new(jumps.per_year, jumps.mean_log, jumps.sd_log))
        .transpose()
        .map_err(|error| refuse("market.jumps", error.to_string()))?;
    let shocks = market
        .vol_shocks
        .map(|shocks| {
            let arrivals = Arrivals::new(shocks.per_year, shocks.mean_log, shocks.sd_log)
                .map_err(|error| refuse("market.vol_shocks", error.to_string()))?;
            VolatilityShocks::new(arrivals, shocks.half_life)
                .map_err(|error| refuse("market.vol_shocks", error.to_string()))
        })
        .transpose()?;
    let implied = match market.implied {
        SimulatedImplied::Constant(level) => ImpliedModel::Constant(level),
        SimulatedImplied::Tracks { ratio } => ImpliedModel::Tracks { ratio },
    };
    Ok(Model {
        spot: market.spot,
        drift: market.drift,
        volatility: market.volatility,
        jumps,
        shocks,
        implied,
    })
}

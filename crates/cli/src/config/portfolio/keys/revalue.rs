//! The keys of `[[revalue]]`.

use super::UNCERTAINTY;
use crate::config::keys::market::{DRIFT_RANGE, JUMPS, SIMULATED_IMPLIED, VOL_SHOCKS, WINDOWS};
use crate::config::keys::{LONGEST_NAME, VOLATILITY};
use crate::config::range::Range;
use crate::config::shape::Absent::{Default, Error, Follows, Nothing};
use crate::config::shape::Literal::{self, Number};
use crate::config::shape::{Field, Shape};

/// A `[[revalue]]`.
pub const REVALUE: &[Field] = &[
    Field::new("name", Shape::Text(LONGEST_NAME), Error, "Its name in every result, unique."),
    Field::new(
        "volatility_uncertainty",
        Shape::Table(UNCERTAINTY),
        Follows("[volatility_uncertainty]; none with history"),
        "Implied volatility at the horizon is not known; sd_vol_points = 0 where it is.",
    ),
    Field::new(
        "volatility_shift_vol_points",
        Shape::Number(
            Range::at_least(-100.0).at_most(500.0).of("vol points; 1 is 0.01 of volatility"),
        ),
        Default(Number(0.0)),
        "By how much every implied volatility at the horizon is higher than expected.",
    ),
    Field::new(
        "market",
        Shape::Table(OTHER_MARKET),
        Default(Literal::Table),
        "What the market turns out to be, key by key; a key left out is that of [market].",
    ),
    Field::new(
        "history",
        Shape::Table(WINDOWS),
        Nothing,
        "Real data in place of a market: each window is a scenario, from the spot and the implied \
         volatility at entry on, in the proportions of the data.",
    ),
];

const OTHER_MARKET: &[Field] = &[
    Field::new("drift", DRIFT_RANGE, Follows("[market]"), "Drift of the expected spot."),
    Field::new("volatility", VOLATILITY, Follows("[market]"), "Volatility of the diffusion."),
    Field::new("jumps", Shape::Table(JUMPS), Follows("[market]"), "Jumps of the spot (Merton)."),
    Field::new(
        "vol_shocks",
        Shape::Table(VOL_SHOCKS),
        Follows("[market]"),
        "Shocks to the volatility of the path, which decay.",
    ),
    Field::new(
        "implied_volatility",
        Shape::Forms(&SIMULATED_IMPLIED),
        Follows("[market]"),
        "The volatility that options are marked at.",
    ),
];

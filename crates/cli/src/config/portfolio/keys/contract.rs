//! The keys of a position in an option, which are the columns of a file of positions too.

use crate::config::keys::contract::{
    AVERAGE, AVERAGED, BARRIER, CASH, FIXED, FIXINGS, MONITORING, REBATE, forms,
};
use crate::config::keys::{QUANTITY, STRIKE, VOLATILITY};
use crate::config::range::Range;
use crate::config::shape::Absent::{Error, Nothing};
use crate::config::shape::{Field, Forms, Shape};

/// The life of an option.
pub const OPTION_DAYS: Shape =
    Shape::Number(Range::above(0.0).at_most(1e5).of("trading days from entry"));

const DAYS: Field =
    Field::new("days", OPTION_DAYS, Error, "Life from entry, at least the horizon.");
const VOL: Field = Field::new(
    "implied_volatility",
    VOLATILITY,
    Nothing,
    "Implied volatility at entry; without it that of the market.",
);
const VANILLA: &[Field] = &[STRIKE, DAYS, QUANTITY, VOL];
const CASH_OR_NOTHING: &[Field] = &[STRIKE, DAYS, QUANTITY, CASH, VOL];
const BARRIERS: &[Field] = &[STRIKE, DAYS, QUANTITY, BARRIER, REBATE, MONITORING, VOL];
const ASIAN: &[Field] = &[STRIKE, DAYS, QUANTITY, FIXINGS, AVERAGE, FIXED, AVERAGED, VOL];

/// Every column that a file of positions may have.
pub const CONTRACT_COLUMNS: [&str; 16] = [
    "kind",
    "strike",
    "days",
    "quantity",
    "implied_volatility",
    "cash",
    "barrier",
    "rebate",
    "monitoring_days",
    "fixings",
    "average_so_far",
    "fixings_so_far",
    "days_so_far",
    "book",
    "entry_volatility",
    "entry_value",
];

/// A position, whatever its kind.
pub const CONTRACT: Forms =
    Forms { tag: "kind", forms: &forms(VANILLA, CASH_OR_NOTHING, BARRIERS, ASIAN) };

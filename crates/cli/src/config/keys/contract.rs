//! The keys of an option, whatever its kind.

use super::{MONEY, MONEYNESS, PRICE};
use crate::config::range::{Range, WholeRange};
use crate::config::shape::Absent::{Error, Nothing};
use crate::config::shape::{Field, Form, Shape};

/// `cash`.
pub const CASH: Field = Field::new("cash", PRICE, Error, "What it pays, in currency.");
/// `barrier`.
pub const BARRIER: Field = Field::new(
    "barrier",
    Shape::Either(&[
        PRICE,
        Shape::Table(&[Field::new(
            "moneyness",
            MONEYNESS,
            Error,
            "Barrier over the spot at entry.",
        )]),
    ]),
    Error,
    "The barrier: a number, or a multiple of the spot of entry.",
);
/// `rebate`.
pub const REBATE: Field = Field::new(
    "rebate",
    MONEY,
    Nothing,
    "Paid in place of the option: at the touch if it ends it, at expiry if none began it.",
);
/// `monitoring_days`.
pub const MONITORING: Field = Field::new(
    "monitoring_days",
    Shape::Number(Range::above(0.0).at_most(1e5).of("trading days; whole steps of the grid")),
    Nothing,
    "Days from one look at the barrier to the next; without it the barrier is watched all the time.",
);
/// `fixings`.
pub const FIXINGS: Field = Field::new(
    "fixings",
    Shape::Whole(WholeRange::new(1, 100_000, "fixings")),
    Nothing,
    "Number of spots that are averaged, at equal intervals from entry, the last at expiry; without it \
     the average is continuous.",
);
/// `average_so_far`.
pub const AVERAGE: Field = Field::new(
    "average_so_far",
    PRICE,
    Nothing,
    "Average of the spots from before entry, of an option whose average has begun.",
);
/// `fixings_so_far`.
pub const FIXED: Field = Field::new(
    "fixings_so_far",
    Shape::Whole(WholeRange::new(1, 100_000, "fixings")),
    Nothing,
    "Number of spots in average_so_far, with fixings.",
);
/// `days_so_far`.
pub const AVERAGED: Field = Field::new(
    "days_so_far",
    Shape::Number(Range::above(0.0).at_most(1e5).of("trading days")),
    Nothing,
    "Days in average_so_far, without fixings.",
);

/// The form of each kind, given the keys of vanilla options and of those that pay an asset or nothing,
/// of those that pay cash or nothing, of barrier options and of Asian ones.
pub const fn forms(
    vanilla: &'static [Field],
    cash: &'static [Field],
    barrier: &'static [Field],
    asian: &'static [Field],
) -> [Form; 19] {
    [
        form("call", vanilla, "Pays what the spot is above the strike at expiry."),
        form("put", vanilla, "Pays what the spot is below the strike at expiry."),
        form("straddle", vanilla, "A call and a put on one strike."),
        form("cash_or_nothing_call", cash, "Pays cash above the strike."),
        form("cash_or_nothing_put", cash, "Pays cash below the strike."),
        form("asset_or_nothing_call", vanilla, "Pays the spot above the strike."),
        form("asset_or_nothing_put", vanilla, "Pays the spot below the strike."),
        form("up_and_in_call", barrier, "A call, once the spot has risen to the barrier."),
        form("up_and_in_put", barrier, "A put, once the spot has risen to the barrier."),
        form("up_and_out_call", barrier, "A call, unless the spot has risen to the barrier."),
        form("up_and_out_put", barrier, "A put, unless the spot has risen to the barrier."),
        form("down_and_in_call", barrier, "A call, once the spot has fallen to the barrier."),
        form("down_and_in_put", barrier, "A put, once the spot has fallen to the barrier."),
        form("down_and_out_call", barrier, "A call, unless the spot has fallen to the barrier."),
        form("down_and_out_put", barrier, "A put, unless the spot has fallen to the barrier."),
        form("asian_geometric_call", asian, "A call on the geometric average of the spot."),
        form("asian_geometric_put", asian, "A put on the geometric average of the spot."),
        form("asian_arithmetic_call", asian, "A call on the arithmetic average of the spot."),
        form("asian_arithmetic_put", asian, "A put on the arithmetic average of the spot."),
    ]
}

const fn form(word: &'static str, fields: &'static [Field], doc: &'static str) -> Form {
    Form { word, key: "", doc, fields }
}

//! The keys of a position in an option, which are the columns of a file of positions too.

use crate::config::keys::{MONEY, MONEYNESS, PRICE, QUANTITY, STRIKE, VOLATILITY};
use crate::config::range::{Range, WholeRange};
use crate::config::shape::Absent::{Error, Nothing};
use crate::config::shape::{Field, Form, Forms, Shape};

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
const CASH: Field = Field::new("cash", PRICE, Error, "What it pays, in currency.");
const BARRIER: Field = Field::new(
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
const REBATE: Field = Field::new(
    "rebate",
    MONEY,
    Nothing,
    "Paid in place of the option: at the touch if it ends it, at expiry if none began it.",
);
const MONITORING: Field = Field::new(
    "monitoring_days",
    Shape::Number(Range::above(0.0).at_most(1e5).of("trading days; whole steps of the grid")),
    Nothing,
    "Days from one look at the barrier to the next; without it the barrier is watched all the time.",
);
const FIXINGS: Field = Field::new(
    "fixings",
    Shape::Whole(WholeRange::new(1, 100_000, "fixings")),
    Nothing,
    "Number of spots that are averaged, at equal intervals from entry, the last at expiry; without it \
     the average is continuous.",
);
const AVERAGE: Field = Field::new(
    "average_so_far",
    PRICE,
    Nothing,
    "Average of the spots from before entry, of an option whose average has begun.",
);
const FIXED: Field = Field::new(
    "fixings_so_far",
    Shape::Whole(WholeRange::new(1, 100_000, "fixings")),
    Nothing,
    "Number of spots in average_so_far, with fixings.",
);
const AVERAGED: Field = Field::new(
    "days_so_far",
    Shape::Number(Range::above(0.0).at_most(1e5).of("trading days")),
    Nothing,
    "Days in average_so_far, without fixings.",
);

const VANILLA: &[Field] = &[STRIKE, DAYS, QUANTITY, VOL];
const CASH_OR_NOTHING: &[Field] = &[STRIKE, DAYS, QUANTITY, CASH, VOL];
const BARRIERS: &[Field] = &[STRIKE, DAYS, QUANTITY, BARRIER, REBATE, MONITORING, VOL];
const ASIAN: &[Field] = &[STRIKE, DAYS, QUANTITY, FIXINGS, AVERAGE, FIXED, AVERAGED, VOL];

/// Every column that a file of positions may have.
pub const CONTRACT_COLUMNS: [&str; 13] = [
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
];

const fn form(word: &'static str, fields: &'static [Field], doc: &'static str) -> Form {
    Form { word, key: "", doc, fields }
}

/// A position, whatever its kind.
pub const CONTRACT: Forms = Forms {
    tag: "kind",
    forms: &[
        form("call", VANILLA, "Pays what the spot is above the strike at expiry."),
        form("put", VANILLA, "Pays what the spot is below the strike at expiry."),
        form("straddle", VANILLA, "A call and a put on one strike."),
        form("cash_or_nothing_call", CASH_OR_NOTHING, "Pays cash above the strike."),
        form("cash_or_nothing_put", CASH_OR_NOTHING, "Pays cash below the strike."),
        form("asset_or_nothing_call", VANILLA, "Pays the spot above the strike."),
        form("asset_or_nothing_put", VANILLA, "Pays the spot below the strike."),
        form("up_and_in_call", BARRIERS, "A call, once the spot has risen to the barrier."),
        form("up_and_in_put", BARRIERS, "A put, once the spot has risen to the barrier."),
        form("up_and_out_call", BARRIERS, "A call, unless the spot has risen to the barrier."),
        form("up_and_out_put", BARRIERS, "A put, unless the spot has risen to the barrier."),
        form("down_and_in_call", BARRIERS, "A call, once the spot has fallen to the barrier."),
        form("down_and_in_put", BARRIERS, "A put, once the spot has fallen to the barrier."),
        form("down_and_out_call", BARRIERS, "A call, unless the spot has fallen to the barrier."),
        form("down_and_out_put", BARRIERS, "A put, unless the spot has fallen to the barrier."),
        form("asian_geometric_call", ASIAN, "A call on the geometric average of the spot."),
        form("asian_geometric_put", ASIAN, "A put on the geometric average of the spot."),
        form("asian_arithmetic_call", ASIAN, "A call on the arithmetic average of the spot."),
        form("asian_arithmetic_put", ASIAN, "A put on the arithmetic average of the spot."),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::shape::Absent;
    use rehedge_options::{ContractKind, Term, Use};
    use std::collections::BTreeSet;

    /// The key of a term.
    fn key(term: Term) -> &'static str {
        match term {
            Term::Cash => "cash",
            Term::Level => "barrier",
            Term::Rebate => "rebate",
            Term::Monitoring => "monitoring_days",
            Term::Fixings => "fixings",
            Term::Past => "average_so_far",
        }
    }

    #[test]
    fn every_kind_has_the_keys_of_its_terms() {
        let names: Vec<_> = ContractKind::NAMES.iter().map(|(_, name)| *name).collect();
        let words: Vec<_> = CONTRACT.forms.iter().map(|form| form.word).collect();
        assert_eq!(names, words);
        for ((kind, name), form) in ContractKind::NAMES.iter().zip(CONTRACT.forms) {
            for term in Term::ALL {
                let field = form.fields.iter().find(|field| field.key == key(term));
                let needed = field.map(|field| matches!(field.absent, Absent::Error));
                let found = match needed {
                    None => Use::Never,
                    Some(true) => Use::Required,
                    Some(false) => Use::Optional,
                };
                assert_eq!(found, kind.takes(term), "{name} {}", key(term));
            }
        }
    }

    #[test]
    fn every_key_is_a_column() {
        let keys = CONTRACT.forms.iter().flat_map(|form| form.fields).map(|field| field.key);
        let keys: BTreeSet<_> = keys.chain(["kind"]).collect();
        assert_eq!(keys, CONTRACT_COLUMNS.into_iter().collect());
    }
}

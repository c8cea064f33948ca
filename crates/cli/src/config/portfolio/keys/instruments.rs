//! The keys of `[instruments]`.

use super::book::{DAYS, RATIOS, STRIKES};
use super::contract::OPTION_DAYS;
use crate::config::keys::{MONEY, PRICE};
use crate::config::range::Range;
use crate::config::shape::Absent::{Default, Error, Nothing};
use crate::config::shape::Literal::Flag;
use crate::config::shape::{Field, Form, Forms, Shape};

/// The most instruments: dense factors of so many columns take a second.
pub const MOST_INSTRUMENTS: usize = 1000;

/// `[instruments]`.
pub const INSTRUMENTS: &[Field] = &[
    Field::new(
        "underlying",
        Shape::Flag,
        Default(Flag(true)),
        "Whether a hedge may hold shares; their spread is that of [costs].",
    ),
    Field::new(
        "cash",
        Shape::Flag,
        Default(Flag(false)),
        "Whether a hedge may hold a deposit, 1 of it being 1 at entry, without a spread.",
    ),
    Field::new("calls", Shape::Forms(&LADDER), Nothing, "Calls: every strike with every life."),
    Field::new("puts", Shape::Forms(&LADDER), Nothing, "Puts: every strike with every life."),
    Field::new(
        "half_spread",
        Shape::Forms(&HALF_SPREAD),
        Nothing,
        "Half the bid-ask spread of the calls and puts above; without it there is none.",
    ),
    Field::new(
        "quotes",
        Shape::Table(&[Field::new(
            "file",
            Shape::Text(1000),
            Error,
            "CSV with columns kind, strike, days, bid, ask; a relative path starts at the folder of \
             the config.",
        )]),
        Nothing,
        "Options with real quotes: each has the spread and the implied volatility of its quote.",
    ),
];

const LADDER: Forms = Forms {
    tag: "",
    forms: &[
        Form { word: "", key: "strikes", doc: "Strikes in currency.", fields: &[STRIKES, DAYS] },
        Form {
            word: "",
            key: "moneyness",
            doc: "Strikes over the spot at entry.",
            fields: &[RATIOS, DAYS],
        },
    ],
};

const HALF_SPREAD: Forms = Forms {
    tag: "",
    forms: &[
        Form {
            word: "",
            key: "vol_points",
            doc: "What implied volatility is worth: half the spread is so many points times vega.",
            fields: &[Field::new(
                "vol_points",
                Shape::Number(
                    Range::at_least(0.0).at_most(100.0).of("vol points; 1 is 0.01 of volatility"),
                ),
                Error,
                "Half the spread of implied volatility.",
            )],
        },
        Form {
            word: "",
            key: "percent",
            doc: "A share of the value.",
            fields: &[Field::new(
                "percent",
                Shape::Number(Range::at_least(0.0).at_most(100.0).of("% of the value")),
                Error,
                "Half the spread over the value.",
            )],
        },
        Form {
            word: "",
            key: "currency",
            doc: "The same for every option.",
            fields: &[Field::new("currency", MONEY, Error, "Half the spread per option.")],
        },
    ],
};

/// A line of a file of quotes.
pub const QUOTE: &[Field] = &[
    Field::new("kind", Shape::Choice(&["call", "put"]), Error, "What the option pays."),
    Field::new("strike", PRICE, Error, "The strike."),
    Field::new("days", OPTION_DAYS, Error, "Life from entry, at least the horizon."),
    Field::new("bid", MONEY, Error, "What it is bought at."),
    Field::new("ask", PRICE, Error, "What it is sold at."),
];

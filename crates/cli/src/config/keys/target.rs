//! `target` and `trade` of a hedge: whereto it trades, and in what sizes.

use super::super::range::Range;
use super::super::shape::Absent::{Default, Error, Follows, Nothing};
use super::super::shape::Literal::{Number, Text};
use super::super::shape::{Field, Form, Forms, Shape};
use super::VOLATILITY;
use super::market::WINDOW_DAYS;

/// `target`.
pub const TARGET: &[Field] = &[
    Field::new(
        "ratio",
        Shape::Choice(&["black_scholes"]),
        Default(Text("black_scholes")),
        "The hedge ratio: minus the Black–Scholes delta of the book.",
    ),
    Field::new(
        "volatility",
        Shape::Either(&[
            Shape::Choice(&["implied", "path", "leland", "zakamouline"]),
            VOLATILITY,
            Shape::Forms(&ESTIMATE),
        ]),
        Follows("implied; zakamouline with that rule"),
        "The volatility of the delta: that of the mark, the path's own, Leland's from the hedge's own \
         spread, fee in basis points and interval, that of the centre of the hedge's Zakamouline \
         band, a number, or an estimate from the path's past, which starts from the implied \
         volatility of entry.",
    ),
    Field::new(
        "multiple",
        Shape::Number(Range::at_least(0.0).at_most(100.0)),
        Default(Number(1.0)),
        "The share of the delta that is offset: 1 is all of it.",
    ),
    Field::new(
        "net_delta",
        Shape::Number(Range::at_least(-1e12).at_most(1e12).of("shares, for the whole book")),
        Default(Number(0.0)),
        "Shares held on top: the delta of book and shares together where multiple is 1.",
    ),
];

const ESTIMATE: Forms = Forms {
    tag: "",
    forms: &[
        Form {
            word: "",
            key: "trailing_days",
            doc: "Realised volatility over the last so many trading days, from returns of the \
                  grid's steps; days before entry count at the implied volatility of entry.",
            fields: &[Field::new("trailing_days", WINDOW_DAYS, Error, "Length of its window.")],
        },
        Form {
            word: "",
            key: "ewma_decay",
            doc: "The exponentially weighted moving average of squared returns.",
            fields: &[Field::new(
                "ewma_decay",
                Shape::Number(Range::at_least(1e-6).below(1.0).of("per trading day")),
                Error,
                "The decay factor λ of a day: the weight that yesterday's variance keeps; \
                 RiskMetrics takes 0.94.",
            )],
        },
    ],
};

/// `trade`.
pub const TRADE: &[Field] = &[
    Field::new("lot", SHARES, Nothing, "Every trade is rounded to a whole number of lots."),
    Field::new(
        "minimum",
        SHARES,
        Nothing,
        "A trade that is less than this when rounded is not made.",
    ),
    Field::new(
        "maximum",
        SHARES,
        Nothing,
        "Of a trade that is more than this only so much is made; whole lots. The unwind at the \
         horizon is not cut.",
    ),
];

const SHARES: Shape = Shape::Number(Range::at_least(1e-6).at_most(1e15).of("shares"));

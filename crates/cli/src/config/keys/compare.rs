//! The keys of `[compare]`.

use super::LONGEST_NAME;
use crate::config::range::Range;
use crate::config::shape::Absent::{Default, Error, Follows};
use crate::config::shape::Literal::Number;
use crate::config::shape::{Field, Form, Forms, Shape};

/// Expected shortfall is that of the worst 5 %, unless said otherwise.
pub const LEVEL: f64 = 0.95;
/// Risk aversion, unless said otherwise.
pub const RISK_AVERSION: f64 = 1.0;

/// `[compare]`.
pub const COMPARE: &[Field] = &[
    Field::new(
        "baseline",
        Shape::Text(LONGEST_NAME),
        Follows("the first hedge"),
        "The hedge that every other is compared with, by the name it has in results.",
    ),
    Field::new(
        "criteria",
        Shape::ListOf(&Shape::Forms(&CRITERION)),
        Follows("expected_shortfall at 0.95, then mean_variance at 1"),
        "What makes a hedge good: a ranking each; the first gives the advice on the screen.",
    ),
];

const RISK_AVERSION_FIELD: Field = Field::new(
    "risk_aversion",
    Shape::Number(Range::above(0.0).at_most(1e6).of("per currency unit")),
    Default(Number(RISK_AVERSION)),
    "Aversion to risk.",
);

const CRITERION: Forms = Forms {
    tag: "kind",
    forms: &[
        Form {
            word: "mean_variance",
            key: "",
            doc: "Least of minus the mean P&L plus half the risk aversion times its variance.",
            fields: &[RISK_AVERSION_FIELD],
        },
        Form {
            word: "expected_shortfall",
            key: "",
            doc: "Least mean loss on the worst paths.",
            fields: &[Field::new(
                "level",
                Shape::Number(Range::above(0.0).below(1.0).of("0.95 is the worst 5 %")),
                Default(Number(LEVEL)),
                "One minus the share of the worst paths.",
            )],
        },
        Form {
            word: "entropic",
            key: "",
            doc: "Least entropic risk, ln E[exp(-a P&L)] / a with the risk aversion a.",
            fields: &[RISK_AVERSION_FIELD],
        },
        Form {
            word: "sharpe",
            key: "",
            doc: "Greatest mean P&L over its standard deviation, of the whole horizon.",
            fields: &[],
        },
        Form {
            word: "cost",
            key: "",
            doc: "Least mean cost of the hedges whose standard deviation is low enough.",
            fields: &[Field::new(
                "max_sd",
                Shape::Number(Range::above(0.0).at_most(1e12).of("currency")),
                Error,
                "The greatest standard deviation of P&L that will do.",
            )],
        },
    ],
};

//! The keys of `[[model]]`.

use super::instruments::MOST_INSTRUMENTS;
use crate::config::keys::{LEVEL, LONGEST_NAME};
use crate::config::range::{Range, WholeRange};
use crate::config::shape::Absent::{Default, Error, Nothing};
use crate::config::shape::Literal::{Number, Text};
use crate::config::shape::{Field, Form, Forms, Shape};

/// By how much Model 2 may miss the risk of Model 1, unless said otherwise.
pub const EPSILON: f64 = 0.5;
/// How a few instruments are chosen.
pub const METHODS: &[&str] = &["matching_pursuit", "l1", "best_subset"];
/// The name of no hedge in every result.
pub const UNHEDGED: &str = "unhedged";

/// A cap on the root mean square error.
pub const CAP: Shape =
    Shape::Number(Range::above(0.0).at_most(1e15).of("currency, root mean square"));
const AMOUNT: Shape = Shape::Number(Range::above(0.0).at_most(1e15).of("currency"));

const NAME: Field =
    Field::new("name", Shape::Text(LONGEST_NAME), Error, "Its name in every result, unique.");

/// A `[[model]]`.
pub const MODEL: Forms = Forms {
    tag: "kind",
    forms: &[
        Form {
            word: "least_squares",
            key: "",
            doc: "Least mean square error, whatever the positions (Model 0).",
            fields: &[
                NAME,
                Field::new(
                    "solution",
                    Shape::Choice(&["basic", "minimum_norm"]),
                    Default(Text("basic")),
                    "Which of the solutions, where instruments are numerically dependent: as many \
                     positions as the rank, or the one of least norm.",
                ),
            ],
        },
        Form {
            word: "bounded",
            key: "",
            doc: "Least mean square error within problem.limit and the bounds on the initial cost \
                  (Model 1).",
            fields: &[NAME],
        },
        Form {
            word: "least_cost",
            key: "epsilon",
            doc: "Least cost of positions within the same bounds, at a risk little above the least \
                  (Model 2).",
            fields: &[
                NAME,
                Field::new(
                    "epsilon",
                    Shape::Number(Range::above(0.0).at_most(1e6)),
                    Error,
                    "The root mean square error is at most 1 + epsilon times that of the bounded \
                     model, or epsilon in currency, whichever is greater.",
                ),
            ],
        },
        Form {
            word: "least_cost",
            key: "rms_cap",
            doc: "Least cost of positions within the same bounds, at a risk of at most a cap.",
            fields: &[
                NAME,
                Field::new(
                    "rms_cap",
                    CAP,
                    Error,
                    "The greatest root mean square error that will do.",
                ),
            ],
        },
        Form {
            word: "match",
            key: "",
            doc: "Sensitivities of book and hedge at entry that offset each other, of least norm \
                  where that leaves a choice.",
            fields: &[
                NAME,
                Field::new(
                    "sensitivities",
                    Shape::ListOf(&Shape::Choice(&["value", "delta", "gamma", "vega", "theta"])),
                    Error,
                    "Which, each once.",
                ),
            ],
        },
        Form {
            word: "cvar",
            key: "",
            doc: "Least expected shortfall of the loss within the same bounds, where what is paid at \
                  entry counts: problem.matched = \"change\", or initial_cost_at_most, or cost_cap; or \
                  with cvar_cap the least cost at an expected shortfall of at most a cap.",
            fields: &[
                NAME,
                Field::new(
                    "level",
                    Shape::Number(Range::above(0.0).below(1.0).of("0.95 is the worst 5 %")),
                    Default(Number(LEVEL)),
                    "One minus the share of the worst scenarios.",
                ),
                Field::new(
                    "cost_cap",
                    AMOUNT,
                    Nothing,
                    "The greatest cost of positions, by problem.weights, that will do.",
                ),
                Field::new(
                    "cvar_cap",
                    AMOUNT,
                    Nothing,
                    "The greatest expected shortfall that will do, not with cost_cap.",
                ),
            ],
        },
        Form {
            word: "sparse",
            key: "",
            doc: "Least mean square error with a few instruments.",
            fields: &[
                NAME,
                Field::new(
                    "method",
                    Shape::Choice(METHODS),
                    Default(Text("matching_pursuit")),
                    "How they are chosen: one by one, by a falling price of positions, or the best \
                     of all subsets.",
                ),
                Field::new(
                    "instruments",
                    Shape::Whole(WholeRange::new(1, MOST_INSTRUMENTS as i64, "instruments")),
                    Error,
                    "How many.",
                ),
            ],
        },
    ],
};

//! The keys of `[sweep]`.

use super::LONGEST_NAME;
use crate::config::range::{Range, WholeRange};
use crate::config::shape::Absent::{Default, Error, Follows, Nothing};
use crate::config::shape::Literal::Text;
use crate::config::shape::{Field, Form, Forms, Shape};

/// The most values of one key.
const MOST_VALUES: i64 = 10_000;
/// A number within reach of every key.
const ANY_NUMBER: Shape = Shape::Number(Range::at_least(-1e15).at_most(1e15));

/// `[sweep]`.
pub const SWEEP: &[Field] = &[Field::new(
    "vary",
    Shape::ListOf(&Shape::Forms(&VARY)),
    Error,
    "The keys that vary: every combination of their values is a cell, which is run.",
)];

const KEY: Field = Field::new(
    "key",
    Shape::Text(200),
    Error,
    "Path of the key in this config, such as costs.half_spread_bps, hedge[0].rebalance.days or \
     hedge[daily].rebalance.days.",
);

const NAME: Field = Field::new(
    "name",
    Shape::Text(LONGEST_NAME),
    Follows("the path of the key"),
    "Its column in the results and its title in charts.",
);

const VARY: Forms = Forms {
    tag: "",
    forms: &[
        Form {
            word: "",
            key: "values",
            doc: "Values one by one: numbers, words, or whole lists and tables.",
            fields: &[
                KEY,
                NAME,
                Field::new(
                    "values",
                    Shape::ListOf(&Shape::Anything),
                    Error,
                    "What stands at the key, cell by cell.",
                ),
                Field::new(
                    "labels",
                    Shape::ListOf(&Shape::Text(LONGEST_NAME)),
                    Nothing,
                    "A name for each value in the results; needed where values are lists or tables.",
                ),
            ],
        },
        Form {
            word: "",
            key: "from",
            doc: "So many numbers from one to another.",
            fields: &[
                KEY,
                NAME,
                Field::new("from", ANY_NUMBER, Error, "The first number."),
                Field::new("to", ANY_NUMBER, Error, "The last number."),
                Field::new(
                    "count",
                    Shape::Whole(WholeRange::new(2, MOST_VALUES, "values")),
                    Error,
                    "How many numbers, the first and the last among them.",
                ),
                Field::new(
                    "scale",
                    Shape::Choice(&["linear", "log"]),
                    Default(Text("linear")),
                    "Whether differences or ratios are equal; numbers are rounded to 12 digits.",
                ),
            ],
        },
    ],
};

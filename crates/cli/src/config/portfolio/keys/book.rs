//! The keys of `[[book]]`.

use super::contract::{CONTRACT, OPTION_DAYS};
use crate::config::keys::{LONGEST_NAME, MONEYNESS, PRICE};
use crate::config::range::{Range, WholeRange};
use crate::config::shape::Absent::{Default, Error, Follows};
use crate::config::shape::Literal::{Number, Whole};
use crate::config::shape::{Field, Form, Forms, Shape};

/// The kinds of random books.
pub const RANDOM_KINDS: &[&str] = &["vanilla", "binary", "barrier", "mixed"];
/// Median size of a random position.
pub const SIZE_MEDIAN: f64 = 10.0;

const NAME: Field =
    Field::new("name", Shape::Text(LONGEST_NAME), Error, "Its name in every result, unique.");

/// A `[[book]]`.
pub const BOOK: Forms = Forms {
    tag: "",
    forms: &[
        Form {
            word: "",
            key: "legs",
            doc: "Positions one by one.",
            fields: &[
                NAME,
                Field::new(
                    "legs",
                    Shape::ListOf(&Shape::Forms(&CONTRACT)),
                    Error,
                    "The positions, owned or sold.",
                ),
            ],
        },
        Form {
            word: "",
            key: "file",
            doc: "Positions of a file.",
            fields: &[
                NAME,
                Field::new(
                    "file",
                    Shape::Text(1000),
                    Error,
                    "CSV with a position on each line, its columns the keys of a leg, or the books.csv \
                     of a run: with a column `book`, the lines of this name. A relative path starts at \
                     the folder of the config.",
                ),
            ],
        },
        Form {
            word: "",
            key: "random",
            doc: "Positions drawn at random.",
            fields: &[
                NAME,
                Field::new("random", Shape::Forms(&RANDOM), Error, "What they are drawn from."),
            ],
        },
    ],
};

const RANDOM: Forms = Forms {
    tag: "",
    forms: &[
        Form {
            word: "",
            key: "strikes",
            doc: "Strikes in currency.",
            fields: &[KIND, OPTIONS, STRIKES, DAYS, LONG_SHARE, MEDIAN, SD, CASH, BARRIERS, SEED],
        },
        Form {
            word: "",
            key: "moneyness",
            doc: "Strikes over the spot at entry.",
            fields: &[KIND, OPTIONS, RATIOS, DAYS, LONG_SHARE, MEDIAN, SD, CASH, BARRIERS, SEED],
        },
    ],
};

const KIND: Field = Field::new(
    "kind",
    Shape::Choice(RANDOM_KINDS),
    Error,
    "Calls and puts; cash-or-nothing calls and puts; barrier calls and puts, up or down, in or out; \
     or all of these and arithmetic Asians with a fixing a day, as likely one as another.",
);
const OPTIONS: Field = Field::new(
    "options",
    Shape::Whole(WholeRange::new(1, 10_000, "options")),
    Default(Whole(100)),
    "Number of positions.",
);
/// `strikes` of a ladder.
pub const STRIKES: Field =
    Field::new("strikes", Shape::ListOf(&PRICE), Error, "The strikes, in currency.");
/// `moneyness` of a ladder.
pub const RATIOS: Field = Field::new(
    "moneyness",
    Shape::ListOf(&MONEYNESS),
    Error,
    "The strikes, over the spot at entry.",
);
/// `days` of a ladder.
pub const DAYS: Field = Field::new(
    "days",
    Shape::ListOf(&OPTION_DAYS),
    Error,
    "Lives from entry, at least the horizon.",
);
const LONG_SHARE: Field = Field::new(
    "long_share",
    Shape::Number(Range::at_least(0.0).at_most(1.0)),
    Default(Number(0.6)),
    "Probability that a position is owned, not sold.",
);
const MEDIAN: Field = Field::new(
    "size_median",
    Shape::Number(Range::at_least(1e-6).at_most(1e9).of("options")),
    Default(Number(SIZE_MEDIAN)),
    "Median number of options of a position; sizes are lognormal.",
);
const SD: Field = Field::new(
    "size_sd_log",
    Shape::Number(Range::at_least(0.0).at_most(3.0).of("log size")),
    Default(Number(1.0)),
    "Standard deviation of the log of a size.",
);
const CASH: Field =
    Field::new("cash", PRICE, Default(Number(1.0)), "What a binary option pays, in currency.");
const BARRIERS: Field = Field::new(
    "barriers_beyond_percent",
    Shape::ListOf(&Shape::Number(Range::above(0.0).below(100.0).of("%"))),
    Follows("5, 10, 15, 20"),
    "How far barriers lie beyond both spot and strike.",
);
const SEED: Field = Field::new(
    "seed",
    Shape::Whole(WholeRange::new(0, i64::MAX, "")),
    Follows("run.seed"),
    "Seed of the draw.",
);

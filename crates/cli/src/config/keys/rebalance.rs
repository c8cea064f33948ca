//! The keys of `rebalance`: when a hedge trades.

use super::{DAYS, MOST_STEPS};
use crate::config::range::{Range, WholeRange};
use crate::config::shape::Absent::{Default, Error};
use crate::config::shape::Literal::{Number, Text, Whole};
use crate::config::shape::{Field, Form, Forms, Shape};
use rehedge_engine::Zakamouline;

/// `rebalance`, one rule or several.
pub const REBALANCE: Forms = Forms {
    tag: "rule",
    forms: &[
        Form {
            word: "every",
            key: "days",
            doc: "Every so many trading days from entry on; a list makes one hedge each.",
            fields: &[days(Shape::OneOrMore(&DAYS))],
        },
        Form {
            word: "every",
            key: "steps",
            doc: "Every so many steps of the grid from entry on; a list makes one hedge each.",
            fields: &[steps(Shape::OneOrMore(&STEPS))],
        },
        TIMES,
        DELTA_BAND,
        GAMMA_BAND,
        WHALLEY_WILMOTT,
        ZAKAMOULINE,
        HODGES_NEUBERGER,
        SPOT_MOVE_PERCENT,
        SPOT_MOVE_DEVIATIONS,
        STOP_LOSS,
        Form {
            word: "any",
            key: "",
            doc: "When any of several rules trades: to the farthest of the holdings that they want.",
            fields: &[RULES],
        },
        Form {
            word: "all",
            key: "",
            doc: "When all of several rules trade: to the nearest of the holdings that they want.",
            fields: &[RULES],
        },
        Form { word: "never", key: "", doc: "At entry, then held to the horizon.", fields: &[] },
        Form { word: "none", key: "", doc: "Not at all: the naked book.", fields: &[] },
    ],
};

const RULES: Field = Field::new(
    "of",
    Shape::ListOf(&Shape::Forms(&PART)),
    Error,
    "The rules, each with a target in common and none made of others.",
);

/// A rule of several.
const PART: Forms = Forms {
    tag: "rule",
    forms: &[
        Form {
            word: "every",
            key: "days",
            doc: "Every so many trading days from entry on.",
            fields: &[days(DAYS)],
        },
        Form {
            word: "every",
            key: "steps",
            doc: "Every so many steps of the grid from entry on.",
            fields: &[steps(STEPS)],
        },
        TIMES,
        DELTA_BAND,
        GAMMA_BAND,
        WHALLEY_WILMOTT,
        ZAKAMOULINE,
        SPOT_MOVE_PERCENT,
        SPOT_MOVE_DEVIATIONS,
        STOP_LOSS,
    ],
};

const STEPS: Shape = Shape::Whole(WholeRange::new(1, MOST_STEPS as i64, "steps"));

const fn days(shape: Shape) -> Field {
    Field::new("days", shape, Error, "Trading days between trades, at most the horizon.")
}

const fn steps(shape: Shape) -> Field {
    Field::new("steps", shape, Error, "Steps between trades, at most the horizon.")
}

const TIMES: Form = Form {
    word: "times",
    key: "",
    doc: "At entry, and at given times of a trading day.",
    fields: &[
        Field::new(
            "times",
            Shape::ListOf(&Shape::Number(
                Range::above(0.0).at_most(1.0).of("of a trading day; 1 is its end"),
            )),
            Error,
            "The times, at steps of the grid. Entry is the end of a day, before the first of the run.",
        ),
        Field::new(
            "every_days",
            Shape::Whole(WholeRange::new(1, MOST_STEPS as i64, "trading days")),
            Default(Whole(1)),
            "On which days: 1 for each, 5 for the fifth, the tenth and so on; at most the horizon.",
        ),
    ],
};

const BAND_TARGET: Field = Field::new(
    "to",
    Shape::Choice(&["edge", "centre"]),
    Default(Text("edge")),
    "Whereto a holding outside the band is traded: the nearer edge, or the target.",
);

const RISK_AVERSION: Field = Field::new(
    "risk_aversion",
    Shape::Number(Range::above(0.0).at_most(1e12).of("per currency unit of one option's P&L")),
    Error,
    "Absolute risk aversion.",
);

const DELTA_BAND: Form = Form {
    word: "delta_band",
    key: "",
    doc: "When the holding is off its target by more than a fixed band.",
    fields: &[
        Field::new(
            "half_width",
            Shape::Number(Range::at_least(0.0).at_most(1e6).of("delta per option")),
            Error,
            "Half the width of the band.",
        ),
        BAND_TARGET,
    ],
};

const GAMMA_BAND: Form = Form {
    word: "gamma_band",
    key: "",
    doc: "When the holding is off its target by more than the delta that a move of the spot makes.",
    fields: &[
        Field::new(
            "percent",
            Shape::Number(Range::at_least(0.0).at_most(1e6).of("% of the spot")),
            Error,
            "The move: half the width of the band is gamma times so much of the spot.",
        ),
        BAND_TARGET,
    ],
};

const WHALLEY_WILMOTT: Form = Form {
    word: "whalley_wilmott",
    key: "",
    doc: "When the holding is off its target by more than Whalley and Wilmott's band, for the \
          hedge's own spread and fees.",
    fields: &[RISK_AVERSION, BAND_TARGET],
};

const ZAKAMOULINE: Form = Form {
    word: "zakamouline",
    key: "",
    doc: "When the holding is off its target by more than Zakamouline's band, for the hedge's own \
          spread and fees.",
    fields: &[
        RISK_AVERSION,
        Field::new(
            "coefficient",
            Shape::Number(Range::at_least(0.0).at_most(1000.0)),
            Default(Number(Zakamouline::COEFFICIENT)),
            "Constant of the volatility at the centre: 4.76 in the paper, 5.76 in a textbook.",
        ),
        BAND_TARGET,
    ],
};

const HODGES_NEUBERGER: Form = Form {
    word: "hodges_neuberger",
    key: "",
    doc: "When the holding is outside the region that is best under exponential utility, for the \
          hedge's own spread and fees and a diffusion at the target's volatility; to the nearer edge. \
          For one option that lives to the horizon.",
    fields: &[RISK_AVERSION],
};

const SPOT_MOVE_PERCENT: Form = Form {
    word: "spot_move",
    key: "percent",
    doc: "When the spot has moved so far since the last trade.",
    fields: &[Field::new(
        "percent",
        Shape::Number(Range::above(0.0).at_most(1e6).of("% of the spot")),
        Error,
        "Move of the spot that makes a trade.",
    )],
};

const SPOT_MOVE_DEVIATIONS: Form = Form {
    word: "spot_move",
    key: "daily_deviations",
    doc: "When the spot has moved so many daily standard deviations since the last trade.",
    fields: &[Field::new(
        "daily_deviations",
        Shape::Number(Range::above(0.0).at_most(1e6).of("at implied volatility")),
        Error,
        "Move of the spot that makes a trade.",
    )],
};

const STOP_LOSS: Form = Form {
    word: "stop_loss",
    key: "",
    doc: "Covered when in the money, naked when out of it: the textbooks' bad example.",
    fields: &[],
};

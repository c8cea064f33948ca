//! The keys of `[market]`.

use super::{PRICE, VOLATILITY};
use crate::config::range::{Range, WholeRange};
use crate::config::shape::Absent::{Default, Error, Follows, Nothing};
use crate::config::shape::Literal::{Flag, Number, Text, Whole};
use crate::config::shape::{Field, Form, Forms, Shape};

const RATE_RANGE: Shape = Shape::Number(
    Range::at_least(-1.0).at_most(1.0).of("per year, continuously compounded; 0.03 is 3 %"),
);
/// As wide as the difference of two rates, which is the default.
pub const DRIFT_RANGE: Shape = Shape::Number(
    Range::at_least(-2.0).at_most(2.0).of("per year, continuously compounded; 0.03 is 3 %"),
);
const PER_YEAR: Shape = Shape::Number(Range::at_least(0.0).at_most(10_000.0).of("per year"));
const MEAN_LOG: Shape = Shape::Number(Range::at_least(-5.0).at_most(5.0).of("log size"));
const SD_LOG: Shape = Shape::Number(Range::at_least(0.0).at_most(5.0).of("log size"));
const WHOLE_DAYS: Shape = Shape::Whole(WholeRange::new(1, 1_000_000, "trading days"));
pub const WINDOW_DAYS: Shape = Shape::Whole(WholeRange::new(2, 1_000_000, "trading days"));
const NAME_IN_FILE: Shape = Shape::Text(200);
const RATIO: Shape = Shape::Number(Range::at_least(1e-6).at_most(100.0));

/// `[market]`, simulated or history.
pub const MARKET: Forms = Forms {
    tag: "kind",
    forms: &[
        SIMULATED_FORM,
        Form {
            word: "history",
            key: "",
            doc: "Each window of real data is a path.",
            fields: HISTORY,
        },
    ],
};

/// `[market]`, simulated alone.
pub const SIMULATED_MARKET: Forms = Forms { tag: "kind", forms: &[SIMULATED_FORM] };

const SIMULATED_FORM: Form = Form {
    word: "simulated",
    key: "",
    doc: "Simulated paths: a diffusion, with jumps and shocks to volatility if wanted.",
    fields: SIMULATED,
};

const DAYS_FIELD: Field =
    Field::new("days", WHOLE_DAYS, Error, "The horizon, from entry to the final unwind.");
const RATE: Field =
    Field::new("rate", RATE_RANGE, Default(Number(0.0)), "Rate that options are priced at.");
const FINANCING_RATE: Field =
    Field::new("financing_rate", RATE_RANGE, Follows("rate"), "Rate that cash earns or pays.");
const DIVIDEND_YIELD: Field = Field::new(
    "dividend_yield",
    RATE_RANGE,
    Default(Number(0.0)),
    "Dividends of the underlying, as a yield.",
);
const TRADING_DAYS: Field = Field::new(
    "trading_days_per_year",
    Shape::Number(Range::at_least(1.0).at_most(366.0).of("trading days")),
    Default(Number(252.0)),
    "Trading days in a year, the unit of every volatility and rate.",
);

const fn steps_per_day(doc: &'static str) -> Field {
    let shape = Shape::Whole(WholeRange::new(1, 1000, "steps on a trading day"));
    Field::new("steps_per_day", shape, Default(Whole(1)), doc)
}

const SIMULATED: &[Field] = &[
    Field::new("spot", PRICE, Default(Number(100.0)), "Spot price at entry."),
    Field::new(
        "drift",
        DRIFT_RANGE,
        Follows("rate - dividend_yield"),
        "Drift of the expected spot, jumps compensated.",
    ),
    RATE,
    FINANCING_RATE,
    DIVIDEND_YIELD,
    Field::new("volatility", VOLATILITY, Error, "Volatility of the diffusion."),
    DAYS_FIELD,
    steps_per_day("Steps of the grid on a trading day."),
    TRADING_DAYS,
    Field::new("jumps", Shape::Table(JUMPS), Nothing, "Jumps of the spot (Merton)."),
    Field::new(
        "vol_shocks",
        Shape::Table(VOL_SHOCKS),
        Nothing,
        "Shocks to the volatility of the path, which decay.",
    ),
    Field::new(
        "implied_volatility",
        Shape::Forms(&SIMULATED_IMPLIED),
        Follows("constant at volatility"),
        "The volatility that marks the book.",
    ),
];

/// `jumps`.
pub const JUMPS: &[Field] = &[
    Field::new("per_year", PER_YEAR, Error, "Expected number of jumps in a year."),
    Field::new("mean_log", MEAN_LOG, Error, "Mean of the log of the spot's factor."),
    Field::new("sd_log", SD_LOG, Error, "Standard deviation of the log of the spot's factor."),
];

/// `vol_shocks`.
pub const VOL_SHOCKS: &[Field] = &[
    Field::new("per_year", PER_YEAR, Error, "Expected number of shocks in a year."),
    Field::new("mean_log", MEAN_LOG, Error, "Mean of the log of the volatility's factor."),
    Field::new(
        "sd_log",
        SD_LOG,
        Error,
        "Standard deviation of the log of the volatility's factor.",
    ),
    Field::new(
        "half_life_days",
        Shape::Number(Range::above(0.0).at_most(1e6).of("trading days")),
        Error,
        "Time in which half of a shock is gone.",
    ),
];

/// `implied_volatility` of a simulated market.
pub const SIMULATED_IMPLIED: Forms = Forms {
    tag: "kind",
    forms: &[
        Form {
            word: "constant",
            key: "",
            doc: "The same at every step.",
            fields: &[Field::new("level", VOLATILITY, Error, "The implied volatility.")],
        },
        Form {
            word: "tracks",
            key: "",
            doc: "A multiple of the path's own volatility.",
            fields: &[Field::new("ratio", RATIO, Default(Number(1.0)), "The multiple.")],
        },
    ],
};

const HISTORY: &[Field] = &[
    FILE,
    DATE,
    SPOT,
    IMPLIED_VOLATILITY,
    DAYS_FIELD,
    START_EVERY_DAYS,
    steps_per_day("Rows of the data on a trading day."),
    RATE,
    FINANCING_RATE,
    DIVIDEND_YIELD,
    Field::new(
        "normalise_spot",
        PRICE,
        Nothing,
        "Spot that every window is scaled to start at; without it the spot is that of the data.",
    ),
    VOLATILITY_WINDOW_DAYS,
    TRADING_DAYS,
    FROM,
    TO,
];

/// Real data for a market whose times, rates and spot at entry are said elsewhere.
pub const WINDOWS: &[Field] =
    &[FILE, DATE, SPOT, IMPLIED_VOLATILITY, START_EVERY_DAYS, VOLATILITY_WINDOW_DAYS, FROM, TO];

const FILE: Field = Field::new(
    "file",
    Shape::Text(1000),
    Error,
    "The data, CSV or Parquet; a relative path starts at the folder of the config.",
);
const DATE: Field = Field::new("date", NAME_IN_FILE, Default(Text("date")), "Column of the dates.");
const SPOT: Field = Field::new("spot", NAME_IN_FILE, Default(Text("close")), "Column of the spot.");
const IMPLIED_VOLATILITY: Field = Field::new(
    "implied_volatility",
    Shape::Forms(&HISTORY_IMPLIED),
    Error,
    "The volatility that marks the book.",
);
const START_EVERY_DAYS: Field = Field::new(
    "start_every_days",
    WHOLE_DAYS,
    Default(Whole(1)),
    "Trading days from the start of one window to the start of the next.",
);
const VOLATILITY_WINDOW_DAYS: Field = Field::new(
    "volatility_window_days",
    WINDOW_DAYS,
    Default(Whole(21)),
    "Window of the trailing realised volatility that stands for the path's own.",
);
const FROM: Field =
    Field::new("from", Shape::Date, Nothing, "First date to use; without it the first there is.");
const TO: Field =
    Field::new("to", Shape::Date, Nothing, "Last date to use; without it the last there is.");

const HISTORY_RATIO: Field =
    Field::new("ratio", RATIO, Default(Number(1.0)), "Implied volatility as a multiple of it.");

const HISTORY_IMPLIED: Forms = Forms {
    tag: "",
    forms: &[
        Form {
            word: "",
            key: "column",
            doc: "A column of the data.",
            fields: &[
                Field::new("column", NAME_IN_FILE, Error, "Column of the volatility."),
                Field::new(
                    "scale",
                    Shape::Number(Range::at_least(1e-6).at_most(1000.0)),
                    Default(Number(1.0)),
                    "Factor that makes the column a decimal: 0.01 where 20 stands for 20 %.",
                ),
                HISTORY_RATIO,
                Field::new(
                    "freeze",
                    Shape::Flag,
                    Default(Flag(false)),
                    "Whether a window keeps the value of its entry.",
                ),
            ],
        },
        Form {
            word: "",
            key: "trailing_days",
            doc: "The trailing realised volatility of the spot.",
            fields: &[
                Field::new("trailing_days", WINDOW_DAYS, Error, "Length of its window."),
                HISTORY_RATIO,
            ],
        },
    ],
};

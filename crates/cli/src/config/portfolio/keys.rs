//! Every key of a config of `rehedge portfolio`.

mod book;
mod contract;
mod instruments;
mod model;
mod revalue;

pub use book::RANDOM_KINDS;
pub use contract::{CONTRACT, CONTRACT_COLUMNS};
pub use instruments::{MOST_INSTRUMENTS, QUOTE};
pub use model::{EPSILON, METHODS, UNHEDGED};

use crate::config::keys::market::SIMULATED_MARKET;
use crate::config::keys::{COSTS, DAYS, SEED};
use crate::config::range::{Range, WholeRange};
use crate::config::shape::Absent::{Default, Error, Follows, Nothing};
use crate::config::shape::Literal::{self, Number, Text, Whole};
use crate::config::shape::{Field, Form, Forms, Shape};
use book::BOOK;
use instruments::INSTRUMENTS;
use model::{CAP, MODEL};
use revalue::REVALUE;

/// Points of a frontier, unless said otherwise.
pub const FRONTIER_POINTS: i64 = 20;

/// A number of scenarios.
const SCENARIOS: Shape = Shape::Whole(WholeRange::new(64, 100_000_000, "scenarios"));
/// One vol point is 0.01 of volatility.
const SD_VOL_POINTS: Shape =
    Shape::Number(Range::at_least(0.0).at_most(100.0).of("vol points; 1 is 0.01 of volatility"));

/// The whole file.
pub const PORTFOLIO: &[Field] = &[
    Field::new("run", Shape::Table(RUN), Default(Literal::Table), "How much to run."),
    Field::new(
        "market",
        Shape::Forms(&SIMULATED_MARKET),
        Error,
        "The market that scenarios are drawn from; its days are the horizon of the hedge.",
    ),
    Field::new(
        "volatility_uncertainty",
        Shape::Table(UNCERTAINTY),
        Nothing,
        "Implied volatility at the horizon is not known: a draw for each scenario.",
    ),
    Field::new(
        "book",
        Shape::Tables("[[book]]", &Shape::Forms(&BOOK)),
        Error,
        "The books to hedge, each on its own, all on the same scenarios.",
    ),
    Field::new(
        "instruments",
        Shape::Table(INSTRUMENTS),
        Error,
        "What a hedge may hold, and what trading it costs.",
    ),
    Field::new(
        "problem",
        Shape::Table(PROBLEM),
        Default(Literal::Table),
        "What every model is asked: what to match, what positions cost, and their bounds.",
    ),
    Field::new(
        "model",
        Shape::Tables("[[model]]", &Shape::Forms(&MODEL)),
        Follows("the three of Boyle, Coleman and Li: least squares, bounded, least cost"),
        "The models to compare.",
    ),
    Field::new(
        "revalue",
        Shape::Tables("[[revalue]]", &Shape::Table(REVALUE)),
        Nothing,
        "Other volatilities and markets that each hedge is valued in, out of sample.",
    ),
    Field::new(
        "horizons",
        Shape::Table(HORIZONS),
        Nothing,
        "Condition number and numerical rank of the instruments at other horizons.",
    ),
    Field::new(
        "frontier",
        Shape::Forms(&FRONTIER),
        Follows("{ points = 20 }"),
        "The least cost for each cap on the risk.",
    ),
    Field::new(
        "cardinality",
        Shape::Table(CARDINALITY),
        Default(Literal::Table),
        "The risk by number of instruments.",
    ),
    Field::new(
        "surface",
        Shape::Table(SURFACE),
        Default(Literal::Table),
        "The hedging error over spot and volatility at the horizon.",
    ),
    Field::new(
        "costs",
        Shape::Table(COSTS),
        Default(Literal::Table),
        "What a trade in the underlying costs, one-way: its spread in the models, all of it in the ledger.",
    ),
    Field::new(
        "dynamic",
        Shape::Table(DYNAMIC),
        Nothing,
        "Runs each hedge to the horizon in the ledger, beside delta hedging of the same book on the \
         same paths; without it nothing is run.",
    ),
];

/// `[run]`.
pub const RUN: &[Field] = &[
    Field::new(
        "scenarios",
        SCENARIOS,
        Default(Whole(20_000)),
        "Scenarios in sample: those that hedges are optimised on.",
    ),
    Field::new(
        "out_of_sample_scenarios",
        SCENARIOS,
        Follows("scenarios"),
        "Scenarios out of sample, of the same market and other random numbers.",
    ),
    SEED,
    Field::new(
        "sampling",
        Shape::Choice(&["pseudo", "antithetic", "sobol"]),
        Default(Text("pseudo")),
        "How the diffusion is drawn: independent paths, mirrored pairs (a multiple of 64 scenarios), \
         or scrambled Sobol' points (a multiple of 1024, a power of two at best).",
    ),
];

/// `volatility_uncertainty`.
const UNCERTAINTY: &[Field] = &[Field::new(
    "sd_vol_points",
    SD_VOL_POINTS,
    Error,
    "Standard deviation of implied volatility at the horizon, normal about its level; one draw of a \
     scenario moves every implied volatility.",
)];

const PROBLEM: &[Field] = &[
    Field::new(
        "matched",
        Shape::Choice(&["change", "value"]),
        Default(Text("change")),
        "What of the book the hedge is to match at the horizon: its change in value, beyond the \
         financing of its value at entry, or its value.",
    ),
    Field::new(
        "way",
        Shape::Choice(&["path", "straight"]),
        Default(Text("path")),
        "What barriers and averages see of the way to the horizon: the path of their scenario, or a \
         straight line to its end, as if value were a function of the spot there alone.",
    ),
    Field::new(
        "weights",
        Shape::Choice(&["unit", "value", "bid_ask"]),
        Default(Text("unit")),
        "What a position costs, per unit: the same for all, as for the care that it needs; its \
         value at entry; or half its bid-ask spread.",
    ),
    Field::new(
        "limit",
        Shape::Either(&[Shape::Choice(&["none"]), Shape::Forms(&LIMIT)]),
        Follows("{ book_value_multiple = 1 }"),
        "Bound on each position, for models that have one.",
    ),
    Field::new("initial_cost_at_least", CURRENCY, Nothing, "Least value of the hedge at entry."),
    Field::new("initial_cost_at_most", CURRENCY, Nothing, "Greatest value of the hedge at entry."),
];

const CURRENCY: Shape = Shape::Number(Range::at_least(-1e15).at_most(1e15).of("currency"));

const LIMIT: Forms = Forms {
    tag: "",
    forms: &[
        Form {
            word: "",
            key: "book_value_multiple",
            doc: "The value of a position is at most a multiple of the book's expected value.",
            fields: &[Field::new(
                "book_value_multiple",
                Shape::Number(Range::above(0.0).at_most(1e6)),
                Error,
                "Value of a position at entry over the size of the book's expected value at the \
                 horizon.",
            )],
        },
        Form {
            word: "",
            key: "units",
            doc: "A position has at most so many units.",
            fields: &[Field::new("units", SIZE, Error, "Units: shares, options.")],
        },
        Form {
            word: "",
            key: "currency",
            doc: "The value of a position is at most an amount.",
            fields: &[Field::new("currency", SIZE, Error, "Value of a position at entry.")],
        },
    ],
};

const SIZE: Shape = Shape::Number(Range::above(0.0).at_most(1e15));

const HORIZONS: &[Field] = &[Field::new(
    "days",
    Shape::ListOf(&DAYS),
    Error,
    "The horizons, at most the life of the shortest instrument.",
)];

const FRONTIER: Forms = Forms {
    tag: "",
    forms: &[
        Form {
            word: "",
            key: "points",
            doc: "So many caps at equal ratios, from the least risk within bounds to that of no hedge.",
            fields: &[Field::new(
                "points",
                Shape::Whole(WholeRange::new(0, 1000, "caps")),
                Error,
                "How many; 0 for no frontier.",
            )],
        },
        Form {
            word: "",
            key: "rms_caps",
            doc: "Caps one by one.",
            fields: &[Field::new(
                "rms_caps",
                Shape::ListOf(&CAP),
                Error,
                "Root mean square errors.",
            )],
        },
    ],
};

const CARDINALITY: &[Field] = &[
    Field::new(
        "methods",
        Shape::ListOf(&Shape::Choice(METHODS)),
        Follows("matching_pursuit, l1"),
        "How instruments are chosen.",
    ),
    Field::new(
        "most_instruments",
        Shape::Whole(WholeRange::new(0, MOST_INSTRUMENTS as i64, "instruments")),
        Default(Whole(10)),
        "The most instruments to choose, or all if there are fewer; 0 for no such path.",
    ),
];

const SURFACE: &[Field] = &[
    Field::new(
        "spot_percent",
        Shape::Number(Range::above(0.0).below(100.0).of("% of the spot")),
        Default(Number(20.0)),
        "How far the spot goes up and down.",
    ),
    Field::new(
        "vol_points",
        Shape::Number(Range::above(0.0).at_most(100.0).of("vol points; 1 is 0.01 of volatility")),
        Follows("5, or half the implied volatility at entry if that is less"),
        "How far implied volatility goes up and down.",
    ),
    Field::new(
        "points",
        Shape::Whole(WholeRange::new(3, 201, "points")),
        Default(Whole(41)),
        "Points from end to end, for spot and volatility each.",
    ),
];

const DYNAMIC: &[Field] = &[
    Field::new(
        "rebalance_days",
        Shape::ListOf(&DAYS),
        Error,
        "Trading days between trades, a delta hedge for each; at most the horizon.",
    ),
    Field::new(
        "paths",
        SCENARIOS,
        Follows("run.out_of_sample_scenarios"),
        "Paths to run, none of them in sample.",
    ),
];

//! Every key of the config: the one place where its name, range, default and meaning are declared.

mod compare;
pub mod contract;
pub mod market;
mod rebalance;
mod sweep;
mod target;

use super::range::{Range, WholeRange};
use super::shape::Absent::{Default, Error, Follows, Nothing};
use super::shape::Literal::{self, Flag, Number, Text, Whole};
use super::shape::{Field, Forms, Shape};
use compare::COMPARE;
pub use compare::{LEVEL, RISK_AVERSION};
use contract::{AVERAGE, AVERAGED, BARRIER, CASH, FIXED, FIXINGS, MONITORING, REBATE};
use market::MARKET;
use rebalance::REBALANCE;
use sweep::SWEEP;
use target::{TARGET, TRADE};

/// The most steps from entry to horizon.
pub const MOST_STEPS: usize = 1_000_000;
/// The longest name of a hedge, in characters.
pub const LONGEST_NAME: usize = 60;

/// Volatilities that the config, and its data, may have: gamma is finite down to the least.
pub const VOLATILITIES: Range = Range::at_least(1e-8).at_most(5.0).of("per √year; 0.20 is 20 %");
pub const VOLATILITY: Shape = Shape::Number(VOLATILITIES);
pub const PRICE: Shape = Shape::Number(Range::at_least(1e-12).at_most(1e12).of("currency"));
/// A price over the spot at entry.
pub const MONEYNESS: Shape = Shape::Number(Range::at_least(1e-6).at_most(1000.0));
pub const MONEY: Shape = Shape::Number(Range::at_least(0.0).at_most(1e12).of("currency"));
pub const BASIS_POINTS: Shape =
    Shape::Number(Range::at_least(0.0).below(10_000.0).of("basis points; 100 are 1 %"));
pub const DAYS: Shape =
    Shape::Number(Range::above(0.0).at_most(1e6).of("trading days; whole steps of the grid"));

/// The whole file.
pub const CONFIG: &[Field] = &[
    Field::new("run", Shape::Table(RUN), Default(Literal::Table), "How much to run."),
    Field::new("market", Shape::Forms(&MARKET), Error, "The market that the book is hedged in."),
    Field::new(
        "book",
        Shape::Tables("[[book]]", &Shape::Forms(&LEG)),
        Error,
        "The options that are hedged together, a leg each.",
    ),
    Field::new(
        "costs",
        Shape::Table(COSTS),
        Default(Literal::Table),
        "What a trade costs, one-way; for every hedge that has no costs of its own.",
    ),
    Field::new(
        "hedge",
        Shape::Tables("[[hedge]]", &Shape::Table(HEDGE)),
        Error,
        "The hedges to compare, on the same paths.",
    ),
    Field::new(
        "compare",
        Shape::Table(COMPARE),
        Default(Literal::Table),
        "How the hedges are compared.",
    ),
    Field::new(
        "sweep",
        Shape::Table(SWEEP),
        Nothing,
        "A grid of configs for `rehedge sweep`; `rehedge run` runs the base case, without it.",
    ),
];

/// `[run]`.
pub const RUN: &[Field] = &[
    Field::new(
        "paths",
        Shape::Whole(WholeRange::new(1, 100_000_000, "simulated paths")),
        Default(Whole(10_000)),
        "Number of simulated paths; not for history, where every window is a path.",
    ),
    SEED,
    Field::new(
        "sampling",
        Shape::Choice(&["pseudo", "antithetic", "sobol"]),
        Default(Text("pseudo")),
        "How the diffusion is drawn: independent paths, mirrored pairs (a multiple of 64 paths), or \
         scrambled Sobol' points (a multiple of 1024, a power of two at best); not for history.",
    ),
    Field::new(
        "ledger_paths",
        Shape::Whole(WholeRange::new(0, 1000, "paths")),
        Default(Whole(8)),
        "Paths whose every step is written out: the first ones, or all if there are fewer.",
    ),
];

/// `seed`, of a run.
pub const SEED: Field = Field::new(
    "seed",
    Shape::Whole(WholeRange::new(0, i64::MAX, "")),
    Default(Whole(1)),
    "Seed of every random number; 0 is a seed like any other.",
);

/// `strike` of an option.
pub const STRIKE: Field = Field::new(
    "strike",
    Shape::Either(&[
        Shape::Choice(&["atm"]),
        PRICE,
        Shape::Table(&[Field::new(
            "moneyness",
            MONEYNESS,
            Error,
            "Strike over the spot at entry.",
        )]),
    ]),
    Default(Text("atm")),
    "Strike: at the spot of entry, a number, or a multiple of the spot of entry.",
);

/// `quantity` of an option.
pub const QUANTITY: Field = Field::new(
    "quantity",
    Shape::Number(Range::at_least(-1e12).at_most(1e12).not_zero().of("options")),
    Default(Number(-1.0)),
    "Number of options: negative when sold.",
);

const LEG_DAYS: Field = Field::new(
    "days",
    DAYS,
    Follows("the horizon"),
    "Life of the option from entry; beyond the horizon it is left at its mark there.",
);
const PREMIUM: Field = Field::new(
    "premium",
    MONEY,
    Nothing,
    "Price of entry per option; without it the option is entered at its mark.",
);
const VANILLA: &[Field] = &[STRIKE, LEG_DAYS, QUANTITY, PREMIUM];
const CASH_OR_NOTHING: &[Field] = &[STRIKE, LEG_DAYS, QUANTITY, CASH, PREMIUM];
const BARRIERS: &[Field] = &[STRIKE, LEG_DAYS, QUANTITY, BARRIER, REBATE, MONITORING, PREMIUM];
const ASIAN: &[Field] = &[STRIKE, LEG_DAYS, QUANTITY, FIXINGS, AVERAGE, FIXED, AVERAGED, PREMIUM];

/// A leg of the book, whatever its kind.
const LEG: Forms =
    Forms { tag: "kind", forms: &contract::forms(VANILLA, CASH_OR_NOTHING, BARRIERS, ASIAN) };

pub const COSTS: &[Field] = &[
    Field::new("half_spread_bps", BASIS_POINTS, Default(Number(0.0)), "Half the bid-ask spread."),
    Field::new("fee_bps", BASIS_POINTS, Default(Number(0.0)), "Fee on the traded notional."),
    Field::new("fee_per_unit", MONEY, Default(Number(0.0)), "Fee per share."),
    Field::new("fee_minimum", MONEY, Default(Number(0.0)), "Least fee of a ticket."),
    Field::new("impact", Shape::Table(IMPACT), Nothing, "Square-root market impact."),
    Field::new(
        "charge_initial",
        Shape::Flag,
        Default(Flag(true)),
        "Whether the trade at entry is charged.",
    ),
    Field::new(
        "charge_final",
        Shape::Flag,
        Default(Flag(true)),
        "Whether the unwind at the horizon is charged.",
    ),
];

const IMPACT: &[Field] = &[
    Field::new(
        "coefficient",
        Shape::Number(Range::at_least(0.0).at_most(1e6)),
        Error,
        "Dimensionless, about 1.",
    ),
    Field::new(
        "adv",
        Shape::Number(Range::at_least(1e-6).at_most(1e15).of("shares")),
        Error,
        "Average daily volume.",
    ),
];

const HEDGE: &[Field] = &[
    Field::new(
        "name",
        Shape::Text(LONGEST_NAME),
        Error,
        "Its name in every result, unique after lists are expanded.",
    ),
    Field::new("rebalance", Shape::Forms(&REBALANCE), Error, "When it trades."),
    Field::new("target", Shape::Table(TARGET), Default(Literal::Table), "Whereto it trades."),
    Field::new("trade", Shape::Table(TRADE), Nothing, "In what sizes it trades; without it, any."),
    Field::new(
        "costs",
        Shape::Table(COSTS),
        Follows("[costs]"),
        "Costs of its own, in place of all of [costs]: a key left out is free, not that of [costs].",
    ),
];

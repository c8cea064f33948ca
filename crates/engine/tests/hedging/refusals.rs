//! What a desk and costs refuse, one valid start and one field broken each; and when rules trade.

use crate::cases::{CARRY, grid, hedges};
use rehedge_engine::{
    BandTarget, Carry, Costs, CostsError, Desk, DeskError, Fee, Hedge, HedgeVolatility, Impact,
    MOST_SOLVED_STEPS, Outlook, Rule, SpotMove, Target, TradeSize, TradeSizeError, Zakamouline,
};
use rehedge_market::Grid;
use rehedge_options::{Book, Contract, Leg, Payoff, Rates, Strike};

fn vanilla(payoff: Payoff) -> Contract {
    Contract::Vanilla { payoff, strike: Strike::Moneyness(1.0) }
}

/// A call to the horizon, and a put that expires at step 7 unless told otherwise.
fn book(put_maturity: f64) -> Book {
    let call = Leg {
        contract: vanilla(Payoff::Call),
        maturity: grid().time(grid().steps()),
        quantity: -1.0,
        premium: None,
        volatility_offset: 0.0,
    };
    Book::new(vec![call, Leg { contract: vanilla(Payoff::Put), maturity: put_maturity, ..call }])
        .unwrap()
}

fn a_hedge() -> Hedge {
    Hedge { name: "daily".into(), ..hedges()[0].clone() }
}

fn refused(carry: Carry, hedges: Vec<Hedge>) -> DeskError {
    Desk::new(grid(), &book(grid().time(7)), carry, hedges).unwrap_err()
}

#[test]
fn the_start_is_valid() {
    assert!(Desk::new(grid(), &book(grid().time(7)), CARRY, vec![a_hedge()]).is_ok());
    assert!(hedges().iter().all(|hedge| hedge.costs.validate() == Ok(())));
}

#[test]
fn a_desk_needs_hedges() {
    let error = refused(CARRY, Vec::new());
    assert_eq!(error, DeskError::NoHedges);
    assert_eq!(error.to_string(), "there are no hedges");
}

#[test]
fn a_maturity_must_be_a_whole_number_of_steps() {
    let dt = grid().dt();
    for maturity in [6.5 * dt, 0.2 * dt, 12.5 * dt, 1e300] {
        let error = Desk::new(grid(), &book(maturity), CARRY, vec![a_hedge()]).unwrap_err();
        assert_eq!(error, DeskError::Maturity { leg: 1, maturity });
        assert!(error.to_string().starts_with("leg 1: a maturity of "));
    }
    // Beyond the horizon steps go on; rounding of a step in years is no offence.
    assert!(Desk::new(grid(), &book(grid().time(12)), CARRY, vec![a_hedge()]).is_ok());
    assert!(Desk::new(grid(), &book(7.0 * dt * (1.0 + 1e-12)), CARRY, vec![a_hedge()]).is_ok());
}

#[test]
fn rates_must_be_finite() {
    let rates = CARRY.pricing;
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let rate = Carry { pricing: Rates { rate: bad, ..rates }, ..CARRY };
        let dividend_yield = Carry { pricing: Rates { dividend_yield: bad, ..rates }, ..CARRY };
        let financing_rate = Carry { financing_rate: bad, ..CARRY };
        for (carry, expected) in
            [(rate, "rate"), (dividend_yield, "dividend yield"), (financing_rate, "financing rate")]
        {
            let error = refused(carry, vec![a_hedge()]);
            assert!(matches!(error, DeskError::Rate { name, .. } if name == expected), "{error}");
        }
    }
    // A negative rate is a rate.
    let negative = Carry { financing_rate: -0.01, ..CARRY };
    assert!(Desk::new(grid(), &book(grid().time(7)), negative, vec![a_hedge()]).is_ok());
}

#[test]
fn a_rule_must_wait_at_least_a_step() {
    let broken = Hedge { rule: Rule::Every { steps: 0 }, ..a_hedge() };
    let error = refused(CARRY, vec![a_hedge(), broken]);
    assert_eq!(error, DeskError::Interval("daily".into()));
}

#[test]
fn numbers_of_a_rule_are_checked() {
    let to = BandTarget::Edge;
    let refuse = |rule, expected: &str| {
        let error = refused(CARRY, vec![Hedge { rule, ..a_hedge() }]);
        assert!(matches!(error, DeskError::Rule { what, .. } if what == expected), "{error}");
    };
    for bad in [-0.1, f64::INFINITY, f64::NAN] {
        refuse(Rule::DeltaBand { half_width: bad, to }, "the half-width");
        refuse(Rule::GammaBand { spot_move: bad, to }, "the spot's move");
        refuse(Rule::WhalleyWilmott { risk_aversion: bad, to }, "the risk aversion");
        refuse(Rule::Zakamouline { risk_aversion: bad, to }, "the risk aversion");
        refuse(Rule::SpotMove(SpotMove::Relative(bad)), "the spot's move");
        refuse(Rule::SpotMove(SpotMove::DailyDeviations(bad)), "the spot's move");
    }
    refuse(Rule::WhalleyWilmott { risk_aversion: 0.0, to }, "the risk aversion");
    for bad in [-1.0, 0.0, f64::INFINITY, f64::NAN] {
        let best = |outlook| Rule::HodgesNeuberger { risk_aversion: 1.0, outlook };
        refuse(Rule::HodgesNeuberger { risk_aversion: bad, outlook: OUTLOOK }, "the risk aversion");
        refuse(best(Outlook { spot: bad, ..OUTLOOK }), "the spot believed in");
        refuse(best(Outlook { volatility: bad, ..OUTLOOK }), "the volatility believed in");
    }
    let drift = Outlook { drift: f64::NAN, ..OUTLOOK };
    let rule = Rule::HodgesNeuberger { risk_aversion: 1.0, outlook: drift };
    refuse(rule, "the drift believed in");
    refuse(Rule::Zakamouline { risk_aversion: 0.0, to }, "the risk aversion");
    refuse(Rule::SpotMove(SpotMove::Relative(0.0)), "the spot's move");
    // In the last of a list too.
    let band = Rule::DeltaBand { half_width: 0.1, to };
    let broken = Rule::DeltaBand { half_width: -0.1, to };
    refuse(Rule::Any([band.clone(), broken.clone()].into()), "the half-width");
    refuse(Rule::All([band, broken].into()), "the half-width");
}

#[test]
fn a_list_of_rules_must_have_some_and_no_list() {
    let every = Rule::Every { steps: 1 };
    let inner = Rule::All([every.clone()].into());
    for rule in [
        Rule::Any(Box::default()),
        Rule::All(Box::default()),
        Rule::Any([every.clone(), inner.clone()].into()),
        Rule::All([inner].into()),
    ] {
        let error = refused(CARRY, vec![Hedge { rule, ..a_hedge() }]);
        assert_eq!(error, DeskError::Rules("daily".into()));
    }
    let zero = Rule::Any([every, Rule::Every { steps: 0 }].into());
    let error = refused(CARRY, vec![Hedge { rule: zero, ..a_hedge() }]);
    assert_eq!(error, DeskError::Interval("daily".into()));
}

#[test]
fn times_must_be_steps_of_their_period() {
    for (period, offsets) in [(0, vec![1]), (4, vec![]), (4, vec![0]), (4, vec![2, 5])] {
        let rule = Rule::Times { period, offsets: offsets.into() };
        let error = refused(CARRY, vec![Hedge { rule, ..a_hedge() }]);
        assert_eq!(error, DeskError::Times { name: "daily".into(), period });
    }
}

#[test]
fn numbers_of_a_zakamouline_target_are_checked() {
    let law = Zakamouline::new(1.0, Zakamouline::COEFFICIENT, &Costs::NONE);
    for bad in [-0.1, f64::INFINITY, f64::NAN] {
        for (law, expected) in [
            (Zakamouline { risk_aversion: bad, ..law }, "the risk aversion"),
            (Zakamouline { coefficient: bad, ..law }, "the coefficient"),
            (Zakamouline { proportional_cost: bad, ..law }, "the proportional cost"),
            (Zakamouline { cost_per_unit: bad, ..law }, "the cost per unit"),
        ] {
            let mut broken = a_hedge();
            broken.target.volatility = HedgeVolatility::Zakamouline(law);
            let error = refused(CARRY, vec![broken]);
            assert!(matches!(error, DeskError::Target { what, .. } if what == expected), "{error}");
        }
    }
}

const OUTLOOK: Outlook = Outlook { spot: 100.0, drift: 0.05, volatility: 0.2 };

/// An optimal hedge is for one option that lives to the horizon, over not too many steps.
#[test]
fn an_optimal_hedge_knows_its_bounds() {
    let rule = Rule::HodgesNeuberger { risk_aversion: 1.0, outlook: OUTLOOK };
    let best = || vec![Hedge { rule: rule.clone(), ..a_hedge() }];
    let error = refused(CARRY, best());
    assert_eq!(error, DeskError::OneOption("daily".into()));
    let one = |maturity| {
        let legs = book(grid().time(7)).legs().to_vec();
        Book::new(vec![Leg { maturity, ..legs[0] }]).unwrap()
    };
    let early = Desk::new(grid(), &one(grid().time(10)), CARRY, best()).unwrap_err();
    assert_eq!(early, DeskError::OneOption("daily".into()));
    assert!(Desk::new(grid(), &one(grid().time(11)), CARRY, best()).is_ok());
    let long = Grid::new(MOST_SOLVED_STEPS + 1, 2, 26.0).unwrap();
    let error = Desk::new(long, &one(long.time(long.steps())), CARRY, best()).unwrap_err();
    let (steps, most) = (long.steps(), MOST_SOLVED_STEPS);
    assert_eq!(error, DeskError::Steps { name: "daily".into(), steps, most });
}

#[test]
fn numbers_of_a_target_are_checked() {
    let refuse = |target: Target, expected: &str, bad: f64| {
        let error = refused(CARRY, vec![Hedge { target, ..a_hedge() }]);
        let DeskError::Target { name, what, value, .. } = &error else { panic!("{error}") };
        assert_eq!((&**name, *what), ("daily", expected));
        assert_eq!(value.to_bits(), bad.to_bits());
    };
    let at = Target::delta;
    for bad in [0.0, -0.2, f64::INFINITY, f64::NAN] {
        refuse(at(HedgeVolatility::Given(bad)), "the volatility of the target", bad);
    }
    for bad in [-0.2, f64::INFINITY, f64::NAN] {
        refuse(at(HedgeVolatility::Leland { excess: bad }), "Leland's excess", bad);
    }
    refuse(at(HedgeVolatility::Trailing { steps: 0 }), "the trailing window", 0.0);
    for bad in [0.0, 1.0, -0.5, f64::NAN] {
        refuse(at(HedgeVolatility::Ewma { decay: bad }), "the decay factor", bad);
    }
    let whole = at(HedgeVolatility::Implied);
    for bad in [f64::INFINITY, f64::NAN] {
        refuse(Target { multiple: bad, ..whole }, "the multiple of the delta", bad);
        refuse(Target { net_delta: bad, ..whole }, "the net delta", bad);
    }
}

#[test]
fn sizes_of_trades_are_checked() {
    let any = TradeSize::ANY;
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = TradeSize { lot: Some(bad), ..any }.validate().unwrap_err();
        assert!(matches!(error, TradeSizeError::Lot(_)), "{bad}: {error}");
    }
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        let error = TradeSize { minimum: bad, ..any }.validate().unwrap_err();
        assert!(matches!(error, TradeSizeError::Minimum(_)), "{bad}: {error}");
    }
    for bad in [0.0, -1.0, 1.9, f64::NAN] {
        let error = TradeSize { minimum: 2.0, maximum: bad, ..any }.validate().unwrap_err();
        assert!(matches!(error, TradeSizeError::Maximum(_)), "{bad}: {error}");
    }
    for (lot, maximum) in [(100.0, 250.0), (100.0, 30.0), (0.1, 0.25)] {
        let error = TradeSize { lot: Some(lot), maximum, ..any }.validate();
        assert_eq!(error, Err(TradeSizeError::MaximumLots { maximum, lot }));
    }
    // 0.3 is not three times 0.1 in binary.
    for (lot, maximum) in [(0.1, 0.3), (100.0, 100.0), (100.0, f64::INFINITY)] {
        let size = TradeSize { lot: Some(lot), minimum: 0.05, maximum };
        assert_eq!(size.validate(), Ok(()), "{size:?}");
    }
    let trade_size = TradeSize { lot: Some(0.0), ..any };
    let error = refused(CARRY, vec![Hedge { trade_size, ..a_hedge() }]);
    let told = "hedge \"daily\": a lot must be positive and finite, not 0";
    assert_eq!(error.to_string(), told);
}

#[test]
fn costs_are_checked_with_the_name_of_their_hedge() {
    let costs = Costs { half_spread: -1e-4, ..Costs::NONE };
    let error = refused(CARRY, vec![Hedge { costs, ..a_hedge() }]);
    let source = CostsError::Negative { name: "half spread", value: -1e-4 };
    assert_eq!(error, DeskError::Costs { name: "daily".into(), source });
    let told = "hedge \"daily\": half spread must be finite and not negative, not -0.0001";
    assert_eq!(error.to_string(), told);
}

#[test]
fn costs_must_not_be_negative() {
    let fee = Fee::default();
    let law = Impact { coefficient: 1.0, adv: 1e6 };
    for bad in [-1e-9, f64::NAN, f64::INFINITY] {
        let broken = [
            ("half spread", Costs { half_spread: bad, ..Costs::NONE }),
            ("fee rate", Costs { fee: Fee { rate: bad, ..fee }, ..Costs::NONE }),
            ("fee per unit", Costs { fee: Fee { per_unit: bad, ..fee }, ..Costs::NONE }),
            ("fee minimum", Costs { fee: Fee { minimum: bad, ..fee }, ..Costs::NONE }),
            (
                "impact coefficient",
                Costs { impact: Some(Impact { coefficient: bad, ..law }), ..Costs::NONE },
            ),
        ];
        for (expected, costs) in broken {
            let error = costs.validate().unwrap_err();
            let named = matches!(error, CostsError::Negative { name, .. } if name == expected);
            assert!(named, "{error}");
        }
    }
}

#[test]
fn adv_must_be_positive() {
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let impact = Some(Impact { coefficient: 1.0, adv: bad });
        let error = Costs { impact, ..Costs::NONE }.validate().unwrap_err();
        let CostsError::Adv(adv) = error else { panic!("{error}") };
        assert_eq!(adv.to_bits(), bad.to_bits());
    }
}

#[test]
fn when_rules_trade() {
    let every = |steps| Rule::Every { steps };
    let times = |period, offsets: &[usize]| Rule::Times { period, offsets: offsets.into() };
    for (rule, steps) in [
        (every(1), [true; 8]),
        (every(3), [true, false, false, true, false, false, true, false]),
        (every(7), [true, false, false, false, false, false, false, true]),
        (every(100), [true, false, false, false, false, false, false, false]),
        (times(3, &[1, 3]), [true, true, false, true, true, false, true, true]),
        (times(4, &[2]), [true, false, true, false, false, false, true, false]),
        (times(2, &[2]), [true, false, true, false, true, false, true, false]),
        (
            Rule::Any([every(3), every(5)].into()),
            [true, false, false, true, false, true, true, false],
        ),
        (
            Rule::All([every(2), every(3)].into()),
            [true, false, false, false, false, false, true, false],
        ),
        (Rule::All([every(1), Rule::NoHedge].into()), [false; 8]),
        (
            Rule::Any([Rule::NoHedge, Rule::Never].into()),
            [true, false, false, false, false, false, false, false],
        ),
        (Rule::Never, [true, false, false, false, false, false, false, false]),
        (Rule::NoHedge, [false; 8]),
    ] {
        let trades: Vec<bool> = (0..8).map(|step| rule.trades_at(step)).collect();
        assert_eq!(trades, steps, "{rule:?}");
        assert_eq!(rule.trades(), steps[0], "{rule:?}");
    }
}

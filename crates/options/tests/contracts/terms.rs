//! Contracts: every refusal, from a valid contract with one thing broken; and their names.
use rehedge_options::{
    Asian, Barrier, Binary, Contract, ContractError, ContractKind, Direction, Fixings, Knock, Mean,
    Monitoring, Past, Payoff, Pays, Side, Strike, Term, Terms, TermsError, Use,
};

const NOT_POSITIVE: [f64; 4] = [0.0, -1.0, f64::INFINITY, f64::NAN];

fn binary(pays: Pays) -> Contract {
    Contract::Binary(Binary { side: Side::Put, strike: Strike::Fixed(95.0), pays })
}

fn barrier() -> Barrier {
    Barrier {
        side: Side::Call,
        strike: Strike::Fixed(100.0),
        level: Strike::Moneyness(0.9),
        direction: Direction::Down,
        knock: Knock::Out,
        rebate: 3.0,
        monitoring: Monitoring::Discrete { interval: 1.0 / 252.0 },
    }
}

fn asian() -> Asian {
    Asian {
        side: Side::Put,
        strike: Strike::Moneyness(1.02),
        mean: Mean::Arithmetic,
        fixings: Fixings::Discrete { number: 12 },
        past: Some(Past { average: Strike::Fixed(99.0), weight: 4.0 }),
    }
}

/// Equal, NaN and NaN too: errors carry what was refused.
fn assert_refused(contract: Contract, expected: ContractError) {
    let refused = contract.check().unwrap_err();
    assert_eq!(format!("{refused:?}"), format!("{expected:?}"));
}

#[test]
fn what_makes_sense_is_allowed() {
    for contract in [
        Contract::Vanilla { payoff: Payoff::Straddle, strike: Strike::Fixed(42.0) },
        binary(Pays::Cash(10.0)),
        binary(Pays::Asset),
        Contract::Barrier(barrier()),
        Contract::Barrier(Barrier { rebate: 0.0, monitoring: Monitoring::Continuous, ..barrier() }),
        Contract::Asian(asian()),
        Contract::Asian(Asian { past: None, fixings: Fixings::Continuous, ..asian() }),
    ] {
        assert_eq!(contract.check(), Ok(()), "{contract:?}");
    }
}

#[test]
fn strike() {
    for strike in NOT_POSITIVE {
        for kind in [Strike::Fixed, Strike::Moneyness] {
            let refused = ContractError::Strike { strike };
            let strike = kind(strike);
            assert_refused(Contract::Vanilla { payoff: Payoff::Call, strike }, refused);
            let binary = Binary { side: Side::Call, strike, pays: Pays::Asset };
            assert_refused(Contract::Binary(binary), refused);
            assert_refused(Contract::Barrier(Barrier { strike, ..barrier() }), refused);
            assert_refused(Contract::Asian(Asian { strike, ..asian() }), refused);
        }
    }
}

#[test]
fn cash() {
    for cash in NOT_POSITIVE {
        assert_refused(binary(Pays::Cash(cash)), ContractError::Cash { cash });
    }
}

#[test]
fn level() {
    for level in NOT_POSITIVE {
        for kind in [Strike::Fixed, Strike::Moneyness] {
            let broken = Barrier { level: kind(level), ..barrier() };
            assert_refused(Contract::Barrier(broken), ContractError::Level { level });
        }
    }
}

#[test]
fn rebate() {
    for rebate in [-1e-9, f64::INFINITY, f64::NAN] {
        let broken = Barrier { rebate, ..barrier() };
        assert_refused(Contract::Barrier(broken), ContractError::Rebate { rebate });
    }
}

#[test]
fn interval() {
    for interval in NOT_POSITIVE {
        let broken = Barrier { monitoring: Monitoring::Discrete { interval }, ..barrier() };
        assert_refused(Contract::Barrier(broken), ContractError::Interval { interval });
    }
}

#[test]
fn fixings() {
    let broken = Asian { fixings: Fixings::Discrete { number: 0 }, ..asian() };
    assert_refused(Contract::Asian(broken), ContractError::Fixings);
}

#[test]
fn past() {
    let broken = |average, weight| {
        let past = Some(Past { average: Strike::Fixed(average), weight });
        Contract::Asian(Asian { past, ..asian() })
    };
    for number in NOT_POSITIVE {
        assert_refused(broken(number, 4.0), ContractError::Average { average: number });
        assert_refused(broken(99.0, number), ContractError::Weight { weight: number });
    }
}

const EVERY_TERM: Terms = Terms {
    strike: Strike::Fixed(100.0),
    cash: Some(10.0),
    level: Some(Strike::Fixed(110.0)),
    rebate: Some(2.0),
    monitoring: Some(Monitoring::Discrete { interval: 0.02 }),
    fixings: Some(Fixings::Discrete { number: 7 }),
    past: Some(Past { average: Strike::Moneyness(1.1), weight: 3.0 }),
};

/// Terms for a kind: all that it takes, and no more.
fn terms(kind: ContractKind) -> Terms {
    let mut terms = Terms::new(EVERY_TERM.strike);
    for term in Term::ALL {
        if kind.takes(term) != Use::Never {
            copy(&mut terms, &EVERY_TERM, term);
        }
    }
    terms
}

/// Takes one term from another list.
fn copy(to: &mut Terms, from: &Terms, term: Term) {
    match term {
        Term::Cash => to.cash = from.cash,
        Term::Level => to.level = from.level,
        Term::Rebate => to.rebate = from.rebate,
        Term::Monitoring => to.monitoring = from.monitoring,
        Term::Fixings => to.fixings = from.fixings,
        Term::Past => to.past = from.past,
    }
}

#[test]
fn every_kind_has_a_name_of_its_own() {
    for (kind, name) in ContractKind::NAMES {
        assert_eq!((kind.name(), ContractKind::named(name)), (name, Some(kind)));
        assert_eq!(kind.contract(&terms(kind)).unwrap().kind(), kind);
    }
    assert_eq!(ContractKind::named("swaption"), None);
    assert_eq!(
        ContractKind::named("up_and_out_call"),
        Some(ContractKind::Barrier(Direction::Up, Knock::Out, Side::Call))
    );
}

#[test]
fn terms_reach_the_contract() {
    let kind = ContractKind::Barrier(Direction::Down, Knock::In, Side::Put);
    let expected = Barrier {
        side: Side::Put,
        strike: Strike::Fixed(100.0),
        level: Strike::Fixed(110.0),
        direction: Direction::Down,
        knock: Knock::In,
        rebate: 2.0,
        monitoring: Monitoring::Discrete { interval: 0.02 },
    };
    assert_eq!(kind.contract(&terms(kind)), Ok(Contract::Barrier(expected)));
    let bare = Terms { level: Some(Strike::Fixed(110.0)), ..Terms::new(Strike::Fixed(100.0)) };
    let plain = Barrier { rebate: 0.0, monitoring: Monitoring::Continuous, ..expected };
    assert_eq!(kind.contract(&bare), Ok(Contract::Barrier(plain)));
    let kind = ContractKind::Asian(Mean::Geometric, Side::Call);
    let plain = Asian {
        side: Side::Call,
        strike: Strike::Fixed(100.0),
        mean: Mean::Geometric,
        fixings: Fixings::Continuous,
        past: None,
    };
    let bare = Terms::new(Strike::Fixed(100.0));
    assert_eq!(kind.contract(&bare), Ok(Contract::Asian(plain)));
}

/// A needed term left out, and a term too many.
#[test]
fn terms_are_refused() {
    for (kind, _) in ContractKind::NAMES {
        for term in Term::ALL {
            let mut broken = terms(kind);
            if kind.takes(term) == Use::Never {
                copy(&mut broken, &EVERY_TERM, term);
                let refused = kind.contract(&broken).unwrap_err();
                assert_eq!(refused, TermsError::Unused { kind, term });
            } else {
                copy(&mut broken, &Terms::new(Strike::Fixed(100.0)), term);
                let missing = TermsError::Missing { kind, term };
                let refused = kind.contract(&broken).err();
                assert_eq!(refused, (kind.takes(term) == Use::Required).then_some(missing));
            }
        }
        let broken = Terms { strike: Strike::Fixed(-1.0), ..terms(kind) };
        let refused = kind.contract(&broken).unwrap_err();
        assert_eq!(refused, ContractError::Strike { strike: -1.0 }.into());
    }
}

#[test]
fn messages() {
    let refused = |name, terms| ContractKind::named(name).unwrap().contract(&terms).unwrap_err();
    let bare = Terms::new(Strike::Fixed(100.0));
    assert_eq!(refused("up_and_in_put", bare).to_string(), "`up_and_in_put` needs a barrier");
    let cash = Terms { cash: Some(1.0), ..bare };
    assert_eq!(refused("put", cash).to_string(), "`put` takes no cash");
    let nothing = Terms { cash: Some(0.0), ..bare };
    assert_eq!(
        refused("cash_or_nothing_put", nothing).to_string(),
        "the cash paid must be positive and finite, not 0"
    );
}

//! Books made at random.

use super::*;
use crate::config::portfolio::Position;
use rehedge_options::{Barrier, Contract, ContractKind, Direction, Fixings, Strike};

/// A book of a kind, of many options.
fn book(kind: &str) -> Vec<Position> {
    let random = format!(
        "{{ kind = \"{kind}\", options = 10_000, strikes = [80, 90, 100, 110, 120], \
         days = [21, 42, 63, 126], size_median = 20, size_sd_log = 0.8, seed = 11 }}"
    );
    plan(&with(SHORTEST, "book[0].random", &random)).books.remove(0).positions
}

/// Within six standard errors of a share of ten thousand.
fn assert_share(count: usize, share: f64) {
    let se = (share * (1.0 - share) / 1e4).sqrt();
    assert!((count as f64 / 1e4 - share).abs() < 6.0 * se, "{count} of 10000 for {share}");
}

#[test]
fn sides_strikes_and_lives_are_as_likely_as_they_should_be() {
    let book = book("vanilla");
    let count = |holds: &dyn Fn(&Position) -> bool| book.iter().filter(|one| holds(one)).count();
    assert_share(count(&|one| one.quantity > 0.0), 0.6);
    assert_share(count(&|one| one.contract.kind().name() == "call"), 0.5);
    for strike in [80.0, 90.0, 100.0, 110.0, 120.0] {
        assert_share(count(&|one| one.contract.strike() == Strike::Fixed(strike)), 0.2);
    }
    for days in [21.0, 42.0, 63.0, 126.0] {
        assert_share(count(&|one| one.maturity == days / 252.0), 0.25);
    }
    // One draw says nothing of another.
    let both = |one: &Position| one.quantity > 0.0 && one.contract.kind().name() == "call";
    assert_share(count(&both), 0.3);
}

#[test]
fn sizes_are_lognormal() {
    let logs: Vec<_> = book("vanilla").iter().map(|one| one.quantity.abs().ln()).collect();
    let mean = logs.iter().sum::<f64>() / 1e4;
    let variance = logs.iter().map(|log| (log - mean) * (log - mean)).sum::<f64>() / 1e4;
    assert!((mean - 20f64.ln()).abs() < 6.0 * 0.8 / 100.0, "{mean}");
    // The standard error of a normal's standard deviation is σ/√(2n).
    assert!((variance.sqrt() - 0.8).abs() < 6.0 * 0.8 / 2e4f64.sqrt(), "{variance}");
    let above = logs.iter().filter(|log| **log > 20f64.ln() + 0.8).count();
    assert_share(above, 0.158_655_253_931_457_05);
}

#[test]
fn a_mixed_book_has_all_families_alike() {
    let book = book("mixed");
    let count =
        |of: fn(ContractKind) -> bool| book.iter().filter(|one| of(one.contract.kind())).count();
    assert_share(count(|kind| matches!(kind, ContractKind::Vanilla(_))), 0.25);
    assert_share(count(|kind| matches!(kind, ContractKind::CashOrNothing(_))), 0.25);
    assert_share(count(|kind| matches!(kind, ContractKind::Barrier(..))), 0.25);
    assert_share(count(|kind| matches!(kind, ContractKind::Asian(..))), 0.25);
    for position in &book {
        if let Contract::Asian(asian) = position.contract {
            let number = (position.maturity * 252.0).round() as u32;
            assert_eq!(asian.fixings, Fixings::Discrete { number }, "one a day");
        }
    }
}

#[test]
fn barriers_lie_beyond_spot_and_strike() {
    let mut kinds = std::collections::BTreeMap::new();
    for position in book("barrier") {
        let Contract::Barrier(Barrier { strike, level, direction, .. }) = position.contract else {
            panic!("{position:?}")
        };
        *kinds.entry(position.contract.kind().name()).or_insert(0) += 1;
        let (Strike::Fixed(strike), Strike::Fixed(level)) = (strike, level) else {
            panic!("in currency")
        };
        let ratio = match direction {
            Direction::Up => level / strike.max(100.0) - 1.0,
            Direction::Down => 1.0 - level / strike.min(100.0),
        };
        let allowed = [0.05, 0.10, 0.15, 0.20];
        assert!(allowed.iter().any(|share| (ratio - share).abs() < 1e-12), "{ratio}");
    }
    assert_eq!(kinds.len(), 8);
    kinds.values().for_each(|count| assert_share(*count, 0.125));
}

/// The same draws decide the same things whatever the kind of the book.
#[test]
fn kinds_differ_in_their_contracts_alone() {
    let (vanilla, binary) = (book("vanilla"), book("binary"));
    for (one, other) in vanilla.iter().zip(&binary) {
        assert_eq!(one.contract.strike(), other.contract.strike());
        assert_eq!((one.maturity, one.quantity), (other.maturity, other.quantity));
    }
}

/// The draw is part of the contract: a change of these is a change of values.
#[test]
fn value_stability() {
    let positions = &plan(SHORTEST).books[0].positions;
    let found: Vec<_> = positions[..3]
        .iter()
        .map(|one| (one.contract.kind().name(), one.contract.strike(), one.quantity))
        .collect();
    let fixed = Strike::Fixed;
    let expected = [
        ("put", fixed(110.0), 29.619_356_410_338_682),
        ("call", fixed(90.0), -4.770_627_371_019_622),
        ("call", fixed(90.0), 7.932_214_854_273_349),
    ];
    assert_eq!(found, expected);
}

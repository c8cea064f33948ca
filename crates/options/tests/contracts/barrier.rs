//! Barrier options: against tables, literature, identities and limits.
use crate::table::{Line, Shares, each, lines, pricing_equation_of};
use rehedge_options::{
    Contract, ContractKind, ContractLife, Greeks, Life, Monitoring, PathState, Payoff, Quote,
    Rates, Strike, Struck, Terms, black_scholes,
};

const EPSILON: f64 = f64::EPSILON;

fn contract(kind: &str, [strike, level, rebate, interval]: [f64; 4]) -> Contract {
    let terms = Terms {
        level: Some(Strike::Fixed(level)),
        rebate: Some(rebate),
        monitoring: (interval > 0.0).then_some(Monitoring::Discrete { interval }),
        ..Terms::new(Strike::Fixed(strike))
    };
    ContractKind::named(kind).unwrap().contract(&terms).unwrap()
}

fn greeks(contract: Contract, quote: Quote, tau: f64, rates: Rates) -> Greeks {
    let struck = Struck::<f64>::new(contract, quote.spot);
    let state = PathState::<f64>::at_entry(&struck, quote.spot, tau);
    struck.greeks(&ContractLife::new(&contract, 0.0, tau, rates), &state, quote)
}

/// Accuracy against a table computed with 60 digits: `scripts/reference/barrier.py`.
#[test]
fn equals_the_table() {
    let mut shares = Shares::default();
    let table = include_str!("../data/barrier.csv");
    assert_eq!(table.lines().count(), 401);
    for Line { kind, numbers, exact } in lines(table) {
        let [spot, strike, level, rebate, interval, tau, rate, dividend_yield, volatility] =
            numbers;
        let rates = Rates { rate, dividend_yield };
        let contract = contract(kind, [strike, level, rebate, interval]);
        let computed = greeks(contract, Quote { spot, volatility }, tau, rates);
        let s = volatility * tau.sqrt();
        let d = ((rate - dividend_yield) * tau).abs() / s + s;
        let distance = (spot.ln().abs() + strike.ln().abs()) / s + d;
        let error = EPSILON * (spot + strike + level) * (1.0 + distance);
        let by_spot = (1.0 + 1.0 / s) / spot;
        let by_volatility = (1.0 + d) / volatility;
        let tolerance = [
            0.3 * error,
            error * by_spot,
            2.0 * error * (1.0 + d) * by_spot / (spot * s),
            error * (rate.abs() + dividend_yield + 0.05 * (1.0 + d) / tau),
            0.1 * error * by_volatility,
            0.5 * error * by_volatility * by_spot,
            0.1 * error * by_volatility * by_volatility,
        ];
        shares.check(&computed, &exact, tolerance, &format!("{kind} {numbers:?}"));
    }
    shares.are_not_loose();
}

/// Haug (2007), table 4-13, to its four decimals (one is 0.6 of the last off).
#[test]
fn literature() {
    let table = include_str!("../data/haug_barrier.csv");
    let mut count = 0;
    for line in table.lines().skip(2) {
        let (kind, numbers) = line.split_once(',').unwrap();
        let numbers: Vec<f64> = numbers.split(',').map(|x| x.parse().unwrap()).collect();
        let [spot, strike, level, rebate, tau, rate, dividend_yield, volatility, published] =
            numbers[..]
        else {
            panic!("{line}")
        };
        let contract = contract(kind, [strike, level, rebate, 0.0]);
        let rates = Rates { rate, dividend_yield };
        let value = greeks(contract, Quote { spot, volatility }, tau, rates).value;
        assert!((value - published).abs() < 7e-5, "{line}: {value}");
        count += 1;
    }
    assert_eq!(count, 72);
}

/// The continuity correction against values of barriers looked at now and then, by backward
/// induction: `scripts/reference/discrete_barrier.py`. It is within 0.1 % from about two standard
/// deviations of a step on; next to the barrier, where Broadie, Glasserman and Kou (1997) find it
/// weakest too, within 5 %, where a watch at all times would be worth half as much.
#[test]
fn monitoring_at_intervals() {
    let [mut near, mut far, mut uncorrected] = [0.0_f64; 3];
    for line in include_str!("../data/discrete_barrier.csv").lines().skip(1) {
        let numbers: Vec<f64> = line.split(',').map(|x| x.parse().unwrap()).collect();
        let [spot, strike, level, dates, tau, rate, volatility, exact] = numbers[..] else {
            panic!("{line}")
        };
        let error = |interval| {
            let contract = contract("down_and_out_call", [strike, level, 0.0, interval]);
            let rates = Rates { rate, dividend_yield: 0.0 };
            greeks(contract, Quote { spot, volatility }, tau, rates).value / exact - 1.0
        };
        let corrected = error(tau / dates).abs();
        let steps_away = (spot / level).ln() / (volatility * (tau / dates).sqrt());
        let worst = if steps_away > 1.13 { &mut far } else { &mut near };
        *worst = worst.max(corrected);
        uncorrected = uncorrected.max(-error(0.0));
    }
    assert!(far < 1e-3 && near < 5e-2, "{far} {near}");
    assert!(uncorrected > 0.5, "{uncorrected}");
}

const KINDS: [(&str, &str); 4] = [
    ("up_and_in_call", "up_and_out_call"),
    ("up_and_in_put", "up_and_out_put"),
    ("down_and_in_call", "down_and_out_call"),
    ("down_and_in_put", "down_and_out_put"),
];

/// Calls `check` with a contract's kinds, its numbers without a rebate, and a market on the living
/// side of the barrier.
fn for_each(check: impl Fn((&str, &str), [f64; 3], Quote, f64, Rates)) {
    for (rate, dividend_yield) in [(0.05, 0.02), (-0.03, 0.01), (0.0, 0.0), (0.11, 0.0)] {
        for kinds in KINDS {
            let up = kinds.0.starts_with("up");
            for strike in [80.0, 100.0, 120.0] {
                for ratio in [1e-6, 0.01, 0.1, 0.3] {
                    for (tau, volatility) in
                        [(1e-5, 0.2), (0.02, 0.4), (0.3, 0.07), (0.7, 0.25), (4.0, 0.9)]
                    {
                        let level: f64 = if up { 110.0 } else { 95.0 };
                        let spot = if up { level / (1.0 + ratio) } else { level * (1.0 + ratio) };
                        for interval in [0.0, tau / 20.0] {
                            let quote = Quote { spot, volatility };
                            let rates = Rates { rate, dividend_yield };
                            check(kinds, [strike, level, interval], quote, tau, rates);
                        }
                    }
                }
            }
        }
    }
}

/// Roundings of a Greek: of amounts, by what each derivative divides by. Distances are off by
/// `ε·10/σ√τ`.
fn roundings(spot: f64, volatility: f64, tau: f64) -> [f64; 7] {
    let s = volatility * tau.sqrt();
    let error = 4.0 * EPSILON * 3.0 * spot * (1.0 + 10.0 / s);
    let (by_spot, by_volatility) = ((1.0 + 1.0 / s) / spot, (1.0 + s + 0.1 / s) / volatility);
    let by_time = 0.1 + by_volatility * volatility / tau;
    [
        error,
        error * by_spot,
        error * by_spot * by_spot,
        error * by_time,
        error * by_volatility,
        error * by_volatility * by_spot,
        error * by_volatility * by_volatility,
    ]
}

/// In + out = vanilla, value and Greeks, whether watched at all times or not.
#[test]
fn in_and_out_make_a_vanilla_option() {
    for_each(|kinds, [strike, level, interval], quote, tau, rates| {
        let of = |kind| {
            let contract = contract(kind, [strike, level, 0.0, interval]);
            each(&greeks(contract, quote, tau, rates))
        };
        let (knock_in, knock_out) = (of(kinds.0), of(kinds.1));
        let payoff = if kinds.0.ends_with("call") { Payoff::Call } else { Payoff::Put };
        let life = Life::new(tau, rates);
        let vanilla = each(&black_scholes(payoff, quote.spot, strike, quote.volatility, &life));
        let allowed = roundings(quote.spot, quote.volatility, tau);
        for i in 0..7 {
            let error = (knock_in[i] + knock_out[i] - vanilla[i]).abs();
            assert!(
                error <= allowed[i],
                "{i} {kinds:?} {strike} {level} {quote:?} {tau}: {error:e}"
            );
        }
    });
}

/// `θ + ½σ²S²Γ + (r − q)SΔ − rV = 0`, with a rebate too.
#[test]
fn pricing_equation() {
    for_each(|kinds, [strike, level, interval], quote, tau, rates| {
        for kind in [kinds.0, kinds.1] {
            let contract = contract(kind, [strike, level, 2.5, interval]);
            let g = greeks(contract, quote, tau, rates);
            let [left, size] = pricing_equation_of(&g, quote, rates);
            let [.., by_time, _, _, _] = roundings(quote.spot, quote.volatility, tau);
            let allowed = by_time + 16.0 * EPSILON * size;
            assert!(left.abs() <= allowed, "{kind} {strike} {quote:?} {tau} {rates:?}: {left:e}");
        }
    });
}

/// Without interest a rebate at the touch and a rebate for no touch are one sure payment.
#[test]
fn rebates_without_interest() {
    let rates = Rates { rate: 0.0, dividend_yield: 0.03 };
    for_each(|kinds, [strike, level, interval], quote, tau, _| {
        let rebate_of = |kind| {
            let of = |rebate| {
                let contract = contract(kind, [strike, level, rebate, interval]);
                each(&greeks(contract, quote, tau, rates))
            };
            let (with, without) = (of(2.5), of(0.0));
            std::array::from_fn::<_, 7, _>(|i| with[i] - without[i])
        };
        let (at_expiry, at_touch) = (rebate_of(kinds.0), rebate_of(kinds.1));
        let allowed = roundings(quote.spot, quote.volatility, tau);
        for i in 0..7 {
            let sure = if i == 0 { 2.5 } else { 0.0 };
            let error = (at_expiry[i] + at_touch[i] - sure).abs();
            assert!(error <= allowed[i], "{i} {kinds:?} {quote:?} {tau}: {error:e}");
        }
    });
}

/// On the barrier and beyond it a knock-out is its rebate and a knock-in is vanilla; just before it,
/// nearly so. Touched, a knock-out is nothing and a knock-in is vanilla wherever the spot is.
#[test]
fn at_the_barrier() {
    let rates = Rates { rate: 0.05, dividend_yield: 0.02 };
    let (tau, volatility, strike) = (0.4, 0.3, 100.0);
    for kinds in KINDS {
        let up = kinds.0.starts_with("up");
        let payoff = if kinds.0.ends_with("call") { Payoff::Call } else { Payoff::Put };
        let level = if up { 110.0 } else { 95.0 };
        let vanilla =
            |spot| black_scholes(payoff, spot, strike, volatility, &Life::new(tau, rates));
        let of = |kind, spot, touched| {
            let contract = contract(kind, [strike, level, 3.0, 0.0]);
            let struck = Struck::<f64>::new(contract, spot);
            let life = ContractLife::new(&contract, 0.1, tau, rates);
            let state = PathState { touched, accrued: 0.0 };
            let quote = Quote { spot, volatility };
            let g = struck.greeks(&life, &state, quote);
            assert_eq!(g.value, struck.value(&life, &state, quote));
            g
        };
        let is_vanilla = |g: &Greeks, spot| {
            let expected = each(&vanilla(spot));
            let allowed = roundings(spot, volatility, tau);
            each(g).into_iter().zip(expected).zip(allowed).all(|((a, b), e)| (a - b).abs() <= e)
        };
        let beyond = if up { 1.1 } else { 0.9 };
        for spot in [level, level * beyond] {
            let out = of(kinds.1, spot, 0.0);
            assert_eq!(out, Greeks { value: 3.0, ..Greeks::default() });
            assert!(is_vanilla(&of(kinds.0, spot, 0.0), spot), "{kinds:?} {spot}");
        }
        for spot in [80.0, 100.0, 130.0] {
            assert_eq!(of(kinds.1, spot, 1.0), Greeks::default());
            assert!(is_vanilla(&of(kinds.0, spot, 1.0), spot), "{kinds:?} {spot}");
        }
        let near = level * if up { 1.0 - 1e-9 } else { 1.0 + 1e-9 };
        let (knock_in, knock_out) = (of(kinds.0, near, 0.0), of(kinds.1, near, 0.0));
        assert!((knock_out.value - 3.0).abs() < 1e-5, "{kinds:?} {}", knock_out.value);
        assert!((knock_in.value - vanilla(near).value).abs() < 1e-5, "{kinds:?}");
    }
}

/// What is paid at expiry, and that values tend to it.
#[test]
fn at_expiry() {
    let rates = Rates { rate: 0.05, dividend_yield: 0.02 };
    for kinds in KINDS {
        let up = kinds.0.starts_with("up");
        let payoff = if kinds.0.ends_with("call") { Payoff::Call } else { Payoff::Put };
        let level = if up { 110.0 } else { 95.0 };
        for spot in [70.0, 94.0, 96.0, 104.0, 109.0, 111.0, 140.0] {
            let beyond = if up { spot >= level } else { spot <= level };
            let vanilla = payoff.at_expiry(spot, 102.0);
            for (kind, untouched, touched) in [
                (kinds.0, if beyond { vanilla } else { 3.0 }, vanilla),
                (kinds.1, if beyond { 3.0 } else { vanilla }, 0.0),
            ] {
                let contract = contract(kind, [102.0, level, 3.0, 0.0]);
                let struck = Struck::<f64>::new(contract, spot);
                let value = |tau, touched| {
                    let life = ContractLife::new(&contract, 0.1, tau, rates);
                    let state = PathState { touched, accrued: 0.0 };
                    struck.greeks(&life, &state, Quote { spot, volatility: 0.2 })
                };
                for (touched, expected) in [(0.0, untouched), (1.0, touched)] {
                    let paid = Greeks { value: expected, ..Greeks::default() };
                    assert_eq!(value(0.0, touched), paid, "{kind} {spot}");
                    for tau in [1e-9, 1e-14, 1e-24] {
                        let g = value(tau, touched);
                        assert!((g.value - expected).abs() <= 10.0 * tau + 1e-13, "{kind} {spot}");
                        assert!(each(&g).into_iter().all(f64::is_finite), "{kind} {spot} {g:?}");
                    }
                }
            }
        }
    }
}

/// With next to no volatility a path is its forward: it touches the barrier or it does not, and the
/// powers of `H/S` overflow where their tails vanish.
#[test]
fn without_volatility() {
    for carry in [-0.4, -0.01, 0.0, 0.02, 0.4] {
        let rates = Rates { rate: 0.03, dividend_yield: 0.03 - carry };
        for volatility in [1e-2, 1e-3, 1e-5, 1e-8, 1e-30] {
            for kinds in KINDS {
                let up = kinds.0.starts_with("up");
                let payoff = if kinds.0.ends_with("call") { Payoff::Call } else { Payoff::Put };
                let (spot, strike, tau) = (100.0, 99.0, 0.5);
                let level: f64 = if up { 108.0 } else { 93.0 };
                let forward = spot * (carry * tau).exp();
                let touch = (level / spot).ln() / carry;
                let touches = touch > 0.0 && touch < tau;
                let paid = payoff.at_expiry(forward, strike) * (-0.03 * tau).exp();
                let unborn = 3.0 * (-0.03 * tau).exp();
                let expected =
                    if touches { [paid, 3.0 * (-0.03 * touch).exp()] } else { [unborn, paid] };
                for (kind, expected) in [kinds.0, kinds.1].into_iter().zip(expected) {
                    let contract = contract(kind, [strike, level, 3.0, 0.0]);
                    let g = greeks(contract, Quote { spot, volatility }, tau, rates);
                    // The spread of the time of the touch, and of the forward about the strike.
                    let spread = 100.0 * volatility;
                    assert!(
                        (g.value - expected).abs() <= spread.min(0.5) + 1e-8,
                        "{kind} {carry} {volatility}: {} {expected}",
                        g.value
                    );
                    assert!(each(&g).into_iter().all(f64::is_finite), "{kind} {carry} {g:?}");
                }
            }
        }
    }
}

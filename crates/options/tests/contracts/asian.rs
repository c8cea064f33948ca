//! Asian options: against tables, literature, identities and limits.
use crate::table::{Line, Shares, each, lines, pricing_equation_of};
use rehedge_options::{
    Contract, ContractKind, ContractLife, Fixings, Greeks, Life, Past, PathState, Payoff, Quote,
    Rates, Strike, Struck, Terms, black_scholes,
};

const EPSILON: f64 = f64::EPSILON;

/// `number` is 0 for all spots, `past` the weight of the average before entry.
fn contract(kind: &str, strike: f64, number: f64, past: f64) -> Contract {
    let average = Strike::Fixed(100.0);
    let terms = Terms {
        fixings: (number > 0.0).then_some(Fixings::Discrete { number: number as u32 }),
        past: (past > 0.0).then_some(Past { average, weight: past }),
        ..Terms::new(Strike::Fixed(strike))
    };
    ContractKind::named(kind).unwrap().contract(&terms).unwrap()
}

fn greeks(
    contract: Contract,
    [elapsed, tau, accrued]: [f64; 3],
    quote: Quote,
    rates: Rates,
) -> Greeks {
    let struck = Struck::<f64>::new(contract, quote.spot);
    let life = ContractLife::new(&contract, elapsed, tau, rates);
    struck.greeks(&life, &PathState { touched: 0.0, accrued }, quote)
}

/// Accuracy against a table computed with 60 digits: `scripts/reference/asian.py`.
#[test]
fn equals_the_table() {
    let mut shares = Shares::default();
    let table = include_str!("../data/asian.csv");
    assert_eq!(table.lines().count(), 240);
    for Line { kind, numbers, exact } in lines(table) {
        let [spot, strike, number, past, accrued, elapsed, tau, rate, dividend_yield, volatility] =
            numbers;
        let rates = Rates { rate, dividend_yield };
        let contract = contract(kind, strike, number, past);
        let quote = Quote { spot, volatility };
        let computed = greeks(contract, [elapsed, tau, accrued], quote, rates);
        let s = volatility * tau.sqrt();
        let d = ((rate - dividend_yield) * tau).abs() / s + s;
        let distance = (spot.ln().abs() + strike.ln().abs()) / s + d;
        let error = EPSILON * (spot + strike) * (1.0 + distance);
        let by_spot = (1.0 + 1.0 / s) / spot;
        let by_volatility = (1.0 + d) / volatility;
        let tolerance = [
            0.5 * error,
            0.5 * error * by_spot,
            0.5 * error * by_spot / (spot * s),
            0.5 * error * (rate.abs() + dividend_yield + (1.0 + d) / tau),
            0.3 * error * by_volatility,
            0.2 * error * by_volatility * by_spot,
            0.5 * error * by_volatility * by_volatility,
        ];
        shares.check(&computed, &exact, tolerance, &format!("{kind} {numbers:?}"));
    }
    shares.are_not_loose();
}

/// The approximation of arithmetic averages against a Monte Carlo simulation with the geometric
/// average as control: `scripts/reference/asian_monte_carlo.py`. Its error grows with the variance: it
/// is within `0.0135·σ²τ` of the spot, from 80 to 120 % of which the strikes reach; too dear in the
/// money, too cheap far out of it.
#[test]
fn error_of_the_approximation() {
    let (mut largest, mut count) = (0.0_f64, 0);
    for line in include_str!("../data/asian_monte_carlo.csv").lines().skip(1) {
        let numbers: Vec<f64> = line.split(',').map(|x| x.parse().unwrap()).collect();
        let [spot, strike, number, tau, rate, dividend_yield, volatility, exact, deviation] =
            numbers[..]
        else {
            panic!("{line}")
        };
        let contract = contract("asian_arithmetic_call", strike, number, 0.0);
        let rates = Rates { rate, dividend_yield };
        let value = greeks(contract, [0.0, tau, 0.0], Quote { spot, volatility }, rates).value;
        let allowed = 0.0135 * volatility * volatility * tau * spot;
        let share = (value - exact).abs() / (allowed + 4.0 * deviation + 1e-6);
        assert!(share <= 1.0, "{line}: {value}");
        largest = largest.max(share);
        count += 1;
    }
    assert!(count == 100 && largest > 0.8, "{count} {largest}");
}

/// The seven cases of a continuous average that the literature has agreed on, strike 2 and no
/// dividends, by the spectral expansion of Linetsky (2004), *Spectral expansions for Asian (average
/// price) options*. The approximation is too dear by about a hundredth of the variance.
#[test]
fn exact_values() {
    for (spot, rate, volatility, tau, exact) in [
        (2.0, 0.02, 0.10, 1.0, 0.055_986_041_5),
        (2.0, 0.18, 0.30, 1.0, 0.218_387_546_6),
        (2.0, 0.0125, 0.25, 2.0, 0.172_268_741_0),
        (1.9, 0.05, 0.50, 1.0, 0.193_173_790_3),
        (2.0, 0.05, 0.50, 1.0, 0.246_415_690_5),
        (2.1, 0.05, 0.50, 1.0, 0.306_220_364_8),
        (2.0, 0.05, 0.50, 2.0, 0.350_095_219_0),
    ] {
        let contract = contract("asian_arithmetic_call", 2.0, 0.0, 0.0);
        let rates = Rates { rate, dividend_yield: 0.0 };
        let value = greeks(contract, [0.0, tau, 0.0], Quote { spot, volatility }, rates).value;
        let error = (value - exact) / (volatility * volatility * tau * spot);
        assert!(error > 0.0 && error < 0.012, "{spot} {volatility}: {value} {exact} {error}");
    }
}

/// Kemna and Vorst's continuous and discrete geometric averages (Haug 2007, section 4.20.1; Clewlow
/// and Strickland 1998, p. 118), and Levy's arithmetic one (Haug 2007, table 4-26).
#[test]
fn literature() {
    let value = |kind, strike, number, tau, market: [f64; 4]| {
        let [spot, volatility, rate, dividend_yield] = market;
        let (quote, rates) = (Quote { spot, volatility }, Rates { rate, dividend_yield });
        greeks(contract(kind, strike, number, 0.0), [0.0, tau, 0.0], quote, rates).value
    };
    let put = value("asian_geometric_put", 85.0, 0.0, 0.25, [80.0, 0.2, 0.05, -0.03]);
    assert!((put - 4.6922).abs() < 5e-5, "{put}");
    let call = value("asian_geometric_call", 100.0, 10.0, 1.0, [100.0, 0.2, 0.06, 0.03]);
    assert!((call - 5.342_560_663_5).abs() < 1e-10, "{call}");
    let mut count = 0;
    for line in include_str!("../data/haug_asian.csv").lines().skip(2) {
        let (kind, numbers) = line.split_once(',').unwrap();
        let numbers: Vec<f64> = numbers.split(',').map(|x| x.parse().unwrap()).collect();
        let [spot, average, strike, dividend_yield, rate, volatility, days, elapsed, published] =
            numbers[..]
        else {
            panic!("{line}")
        };
        let [maturity, elapsed] = [days / 360.0, elapsed / 360.0];
        let state = [elapsed, maturity - elapsed, average * elapsed / maturity];
        let rates = Rates { rate, dividend_yield };
        let contract = contract(kind, strike, 0.0, 0.0);
        let value = greeks(contract, state, Quote { spot, volatility }, rates).value;
        assert!((value - published).abs() < 6e-5, "{line}: {value}");
        count += 1;
    }
    assert_eq!(count, 20);
}

/// Calls `check` with a number of fixings, the weight of what came before entry, what has accrued as
/// a share of the average, a state of time, and a market.
fn for_each(check: impl Fn([f64; 2], f64, [f64; 2], Quote, Rates)) {
    for (rate, dividend_yield) in [(0.05, 0.02), (-0.03, 0.01), (0.04, 0.04)] {
        for (number, past) in [(0.0, 0.0), (0.0, 0.2), (12.0, 0.0), (12.0, 5.0), (1.0, 0.0)] {
            for [elapsed, tau] in [[0.0_f64, 0.6], [0.33, 0.27], [0.59, 0.01], [0.0, 3.0]] {
                for (spot, volatility) in [(100.0, 0.2), (85.0, 0.6), (130.0, 0.05)] {
                    let rates = Rates { rate, dividend_yield };
                    let quote = Quote { spot, volatility };
                    let maturity = elapsed + tau;
                    let seen = past
                        + if number > 0.0 {
                            (elapsed * number / maturity).floor()
                        } else {
                            elapsed
                        };
                    let all = past + if number > 0.0 { number } else { maturity };
                    check([number, past], seen / all, [elapsed, tau], quote, rates);
                }
            }
        }
    }
}

/// A call less a put is the average less the strike: for the arithmetic one its mean is a sum of
/// forwards.
#[test]
fn parity() {
    for_each(|[number, past], share, [elapsed, tau], quote, rates| {
        let accrued = 97.0 * share;
        let of = |kind| {
            let contract = contract(kind, 99.0, number, past);
            greeks(contract, [elapsed, tau, accrued], quote, rates)
        };
        let (call, put) = (of("asian_arithmetic_call"), of("asian_arithmetic_put"));
        let (carry, maturity) = (rates.rate - rates.dividend_yield, elapsed + tau);
        let forward = |t: f64| quote.spot * (carry * t).exp();
        let to_come = if number > 0.0 {
            let times = (1..=number as u32).map(|j| f64::from(j) * maturity / number - elapsed);
            times.filter(|t| *t > 1e-9).map(forward).sum::<f64>() / (past + number)
        } else {
            // Simpson's rule is exact to rounding on something as smooth.
            let n = 200;
            let weight = |i| if i == 0 || i == n { 1.0 } else { f64::from(2 + 2 * (i % 2)) };
            let sum: f64 =
                (0..=n).map(|i| weight(i) * forward(tau * f64::from(i) / f64::from(n))).sum();
            sum * tau / f64::from(3 * n) / (past + maturity)
        };
        let expected = (-rates.rate * tau).exp() * (accrued + to_come - 99.0);
        let error = (call.value - put.value - expected).abs();
        assert!(error < 1e-12 * 200.0, "{number} {past} {elapsed} {tau} {quote:?}: {error:e}");
        for (call, put) in each(&call).into_iter().zip(each(&put)).skip(4) {
            assert!((call - put).abs() <= 1e-11 * (1.0 + call.abs()));
        }
    });
}

/// `θ + ½σ²S²Γ + (r − q)SΔ − rV = 0` for geometric averages, in whose theta the average accrues.
#[test]
fn pricing_equation() {
    for_each(|[number, past], share, [elapsed, tau], quote, rates| {
        for kind in ["asian_geometric_call", "asian_geometric_put"] {
            let state = [elapsed, tau, share * 97.0_f64.ln()];
            let g = greeks(contract(kind, 99.0, number, past), state, quote, rates);
            let [left, size] = pricing_equation_of(&g, quote, rates);
            let distance = 10.0 / (quote.volatility * tau.sqrt());
            let allowed = 16.0 * EPSILON * (size + distance * size.max(1.0));
            assert!(left.abs() <= allowed, "{kind} {number} {past} {tau} {quote:?}: {left:e}");
        }
    });
}

/// One fixing at expiry is a vanilla option, whatever the mean.
#[test]
fn one_fixing_is_vanilla() {
    for_each(|[number, _], _, [elapsed, tau], quote, rates| {
        if number != 1.0 {
            return;
        }
        for (kind, payoff) in [
            ("asian_geometric_call", Payoff::Call),
            ("asian_geometric_put", Payoff::Put),
            ("asian_arithmetic_call", Payoff::Call),
            ("asian_arithmetic_put", Payoff::Put),
        ] {
            let g = greeks(contract(kind, 99.0, 1.0, 0.0), [elapsed, tau, 0.0], quote, rates);
            let life = Life::new(tau, rates);
            let vanilla = black_scholes(payoff, quote.spot, 99.0, quote.volatility, &life);
            for (asian, vanilla) in each(&g).into_iter().zip(each(&vanilla)) {
                let allowed = 1e-11 * (1.0 + vanilla.abs());
                assert!((asian - vanilla).abs() <= allowed, "{kind} {quote:?} {tau}: {asian}");
            }
        }
    });
}

/// Many fixings are nearly all spots: the value goes to that of a continuous average as `1/n`.
#[test]
fn many_fixings_are_all_spots() {
    let rates = Rates { rate: 0.05, dividend_yield: 0.02 };
    let quote = Quote { spot: 100.0, volatility: 0.3 };
    for kind in ["asian_geometric_call", "asian_arithmetic_put"] {
        let value = |number| {
            greeks(contract(kind, 101.0, number, 0.0), [0.0, 0.7, 0.0], quote, rates).value
        };
        let difference = |number: f64| (value(number) - value(0.0)) * number;
        let ratio = difference(2000.0) / difference(1000.0);
        assert!((ratio - 1.0).abs() < 2e-3, "{kind}: {ratio}");
    }
}

/// Once the strike is exceeded by what has accrued, a call is sure to pay and a put never does: the
/// value is linear in the spot. It gets there without a jump.
#[test]
fn a_strike_exceeded_already() {
    let rates = Rates { rate: 0.05, dividend_yield: 0.02 };
    let quote = Quote { spot: 100.0, volatility: 0.4 };
    let (elapsed, tau) = (0.8, 0.2);
    let of = |kind, accrued| {
        greeks(contract(kind, 60.0, 0.0, 0.0), [elapsed, tau, accrued], quote, rates)
    };
    let put = of("asian_arithmetic_put", 61.0);
    assert_eq!(put, Greeks::default());
    let call = of("asian_arithmetic_call", 61.0);
    let mean = 100.0 * ((0.03_f64 * tau).exp() - 1.0) / 0.03;
    let discount = (-0.05 * tau).exp();
    assert!((call.value - discount * (mean + 1.0)).abs() < 1e-12, "{}", call.value);
    assert!((call.delta - discount * mean / 100.0).abs() < 1e-14, "{}", call.delta);
    assert_eq!([call.gamma, call.vega, call.vanna, call.volga], [0.0; 4]);
    for kind in ["asian_arithmetic_call", "asian_arithmetic_put"] {
        let at = each(&of(kind, 60.0));
        for near in [60.0 - 1e-9, 60.0 + 1e-9] {
            for (near, at) in each(&of(kind, near)).into_iter().zip(at) {
                assert!((near - at).abs() < 1e-8, "{kind}: {near} {at}");
            }
        }
    }
}

/// At expiry the average is what has accrued; just before it, nearly so.
#[test]
fn at_expiry() {
    let rates = Rates { rate: 0.05, dividend_yield: 0.02 };
    let quote = Quote { spot: 103.0, volatility: 0.3 };
    for number in [0.0, 12.0] {
        for average in [96.0, 99.0, 104.0] {
            for (kind, paid) in [
                ("asian_arithmetic_call", f64::max(average - 99.0, 0.0)),
                ("asian_arithmetic_put", f64::max(99.0 - average, 0.0)),
                ("asian_geometric_call", f64::max(average - 99.0, 0.0)),
                ("asian_geometric_put", f64::max(99.0 - average, 0.0)),
            ] {
                let at = |tau: f64| {
                    // Of twelve fixings the last is still to come, at the spot; of all spots, those
                    // of the time that is left.
                    let left = if tau == 0.0 {
                        0.0
                    } else if number > 0.0 {
                        1.0 / 12.0
                    } else {
                        tau
                    };
                    let accrued = if kind.contains("geometric") {
                        f64::ln(average) - left * f64::ln(quote.spot)
                    } else {
                        average - left * quote.spot
                    };
                    let contract = contract(kind, 99.0, number, 0.0);
                    greeks(contract, [1.0 - tau, tau, accrued], quote, rates)
                };
                let g = at(0.0);
                assert!((g.value - paid).abs() < 1e-12, "{kind} {average}: {}", g.value);
                assert_eq!(each(&g)[1..], [0.0; 6]);
                for tau in [1e-6, 1e-10, 1e-15] {
                    let g = at(tau);
                    // On the strike the last fixing's deviation is left.
                    let allowed = 10.0 * tau + 10.0 * tau.sqrt() * 0.3 + 1e-12;
                    assert!((g.value - paid).abs() < allowed, "{kind} {tau}: {}", g.value);
                    assert!(each(&g).into_iter().all(f64::is_finite), "{kind} {tau}: {g:?}");
                }
            }
        }
    }
}

//! Derivatives against those known in closed form, and a value that does not depend on what is
//! carried along.

use super::{Jet, Number, Slope};
use rehedge_kernels::{exp, ln, normal_cdf, normal_pdf};

const SPOT: f64 = 1.7;
const VOLATILITY: f64 = 0.6;
const TIME: [f64; 2] = [0.8, -1.0];

/// Something that uses every operation.
fn formula<N: Number>() -> N {
    let (s, v) = (N::spot(SPOT), N::volatility(VOLATILITY));
    let t = N::timed(TIME[0], TIME[1]);
    let log = N::log_spot(ln(SPOT), SPOT);
    let mixed = (s * v + t.sqrt()).recip() - (-v * t).exp() * log;
    mixed.cdf().ln() * (s * 0.5 + 3.0 - v).sqrt() + (s - 1.0).max(v)
}

/// Derivatives of the logarithm of a call's Black–Scholes delta, all orders, by hand.
#[test]
fn derivatives_of_a_composition() {
    let jet = (Jet::spot(SPOT) * Jet::volatility(VOLATILITY)).exp() * Jet::timed(TIME[0], TIME[1]);
    let (e, [tau, rate]) = (exp(SPOT * VOLATILITY), TIME);
    let expected = [
        e * tau,
        VOLATILITY * e * tau,
        VOLATILITY * VOLATILITY * e * tau,
        e * rate,
        SPOT * e * tau,
        (1.0 + SPOT * VOLATILITY) * e * tau,
        SPOT * SPOT * e * tau,
    ];
    let Jet { value, s, ss, t, v, sv, vv } = jet;
    for (computed, expected) in [value, s, ss, t, v, sv, vv].into_iter().zip(expected) {
        assert!((computed - expected).abs() <= 4.0 * f64::EPSILON * expected.abs());
    }
}

/// Central differences in the number below: a `Slope` of values, a `Jet` of slopes.
#[test]
fn every_operation() {
    let (jet, slope) = (formula::<Jet>(), formula::<Slope>());
    assert_eq!([jet.value, slope.value], [formula::<f64>(); 2]);
    assert!((jet.s - slope.slope).abs() <= 8.0 * f64::EPSILON * jet.s.abs());
    let numerical = |h: f64| {
        let at = |ds: f64, dv: f64, dt: f64| {
            let (s, v, t) = (SPOT + ds, VOLATILITY + dv, TIME[0] - dt);
            let mixed = 1.0 / (s * v + t.sqrt()) - exp(-v * t) * ln(s);
            ln(normal_cdf(mixed)) * (s * 0.5 + 3.0 - v).sqrt() + (s - 1.0)
        };
        let first = |f: &dyn Fn(f64) -> f64| (f(h) - f(-h)) / (2.0 * h);
        let second = |f: &dyn Fn(f64) -> f64| (f(h) - 2.0 * f(0.0) + f(-h)) / (h * h);
        let mixed =
            (at(h, h, 0.0) - at(h, -h, 0.0) - at(-h, h, 0.0) + at(-h, -h, 0.0)) / (4.0 * h * h);
        [
            first(&|x| at(x, 0.0, 0.0)),
            second(&|x| at(x, 0.0, 0.0)),
            first(&|x| at(0.0, 0.0, x)),
            first(&|x| at(0.0, x, 0.0)),
            mixed,
            second(&|x| at(0.0, x, 0.0)),
        ]
    };
    let Jet { s, ss, t, v, sv, vv, .. } = jet;
    // Richardson: the error of a step of 1e-3 is its fourth power, and rounding over its square.
    let (coarse, fine) = (numerical(2e-3), numerical(1e-3));
    for (i, exact) in [s, ss, t, v, sv, vv].into_iter().enumerate() {
        let extrapolated = fine[i] + (fine[i] - coarse[i]) / 3.0;
        assert!((exact - extrapolated).abs() < 2e-8, "{i}: {exact} {extrapolated}");
    }
}

/// A function of two numbers, `e^l·Φ(x)`, is the product of two of one.
#[test]
fn functions_of_two_numbers() {
    let l = Jet::spot(SPOT) * Jet::volatility(VOLATILITY) * Jet::timed(TIME[0], TIME[1]);
    let x = Jet::log_spot(ln(SPOT), SPOT) * Jet::volatility(VOLATILITY).recip() - l;
    let scale = exp(l.value);
    let (f, p) = (scale * normal_cdf(x.value), scale * normal_pdf(x.value));
    let derivatives = [f, f, p, f, p, -x.value * p];
    let one = Jet::map2(l, x, derivatives);
    let two = l.exp() * x.cdf();
    let difference = one - two;
    let Jet { value, s, ss, t, v, sv, vv } = difference;
    let largest = [value, s, ss, t, v, sv, vv].into_iter().fold(0.0, |m: f64, d| m.max(d.abs()));
    assert!(largest < 1e-14, "{difference:?}");
    let slope = |x: Jet| Slope { value: x.value, slope: x.s };
    assert_eq!(Slope::map2(slope(l), slope(x), derivatives), slope(one));
}

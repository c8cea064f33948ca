//! Limits and costs that make no sense, and what outside means.

use rehedge_portfolio::{Costs, CostsError, Limits, LimitsError, LinearLimit};

const INFINITY: f64 = f64::INFINITY;

#[test]
fn bounds_that_no_position_meets() {
    let found = Limits::new(vec![0.0; 2], vec![1.0; 3]);
    assert_eq!(found, Err(LimitsError::Lengths { expected: 2, found: 3 }));
    for (lower, upper) in [(1.0, 0.5), (f64::NAN, 1.0), (0.0, f64::NAN), (INFINITY, INFINITY)] {
        let found = Limits::new(vec![-1.0, lower], vec![1.0, upper]);
        assert!(matches!(found, Err(LimitsError::Bounds { instrument: 1, .. })), "{found:?}");
    }
    assert!(matches!(
        Limits::symmetric(vec![-1.0]),
        Err(LimitsError::Bounds { instrument: 0, .. })
    ));
    assert!(Limits::new(vec![-INFINITY, 2.0], vec![INFINITY, 2.0]).is_ok());
}

#[test]
fn linear_limits_that_no_sum_meets() {
    let limits = || Limits::none(2);
    let with = |coefficients: Vec<f64>, lower, upper| {
        limits().with_linear(LinearLimit { coefficients, lower, upper })
    };
    assert_eq!(with(vec![1.0], 0.0, 1.0), Err(LimitsError::Lengths { expected: 2, found: 1 }));
    let found = with(vec![1.0, 2.0], 2.0, 1.0);
    assert_eq!(found, Err(LimitsError::LinearBounds { limit: 0, lower: 2.0, upper: 1.0 }));
    let found = with(vec![1.0, INFINITY], 0.0, 1.0);
    assert_eq!(found, Err(LimitsError::Coefficient { limit: 0, coefficient: INFINITY }));
}

#[test]
fn outside_is_measured_in_units_of_the_terms() {
    let limit = LinearLimit { coefficients: vec![2.0, -1.0], lower: -INFINITY, upper: 3.0 };
    let limits = Limits::symmetric(vec![5.0, 5.0]).unwrap().with_linear(limit).unwrap();
    assert_eq!(limits.excess(&[1.0, -1.0]), 0.0);
    assert_eq!(limits.excess(&[2.0, -1.0]), 2.0 / 8.0); // 5 for 3, of terms 4 and 1, and the bound 3
    assert_eq!(limits.excess(&[5.5, 5.0]), INFINITY);
}

#[test]
fn costs_must_be_costs() {
    let found = Costs::new(vec![1.0], vec![]);
    assert_eq!(found, Err(CostsError::Lengths { buy: 1, sell: 0 }));
    for cost in [-1e-9, INFINITY] {
        let found = Costs::new(vec![1.0, 0.0], vec![0.0, cost]);
        assert_eq!(found, Err(CostsError::Cost { instrument: 1, cost }));
    }
    assert!(matches!(Costs::symmetric(vec![f64::NAN]), Err(CostsError::Cost { .. })));
    let costs = Costs::new(vec![1.0, 2.0], vec![3.0, 4.0]).unwrap();
    assert_eq!(costs.of(&[-2.0, 0.5]), 7.0);
}

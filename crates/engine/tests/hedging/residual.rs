//! The residual of the explain shrinks with the steps.

use crate::experiment::{Experiment, call, diffusion, hedge, mean, root_mean_square, slope};
use rehedge_engine::{Carry, Component, HedgeVolatility, Rule};
use rehedge_market::{Arrivals, Grid, ImpliedModel, Model, VolatilityShocks};
use rehedge_options::Rates;

/// Orders in `dt` of the mean size and of the root-mean-square of a short call's residual.
fn orders(model: &Model) -> [f64; 2] {
    let points = [1_usize, 2, 4, 8, 16, 32].map(|per_day| {
        let grid = Grid::new(40 * per_day, per_day, 200.0).unwrap();
        let pricing = Rates { rate: 0.05, dividend_yield: 0.01 };
        let results = Experiment {
            model: model.clone(),
            grid,
            paths: 8192,
            legs: vec![call(103.0, 0.2, -1.0)],
            carry: Carry { pricing, financing_rate: 0.05 },
            hedges: vec![hedge(Rule::NoHedge, HedgeVolatility::Implied)],
        }
        .run();
        let residual = results.component(0, Component::Residual);
        let sizes: Vec<f64> = residual.iter().map(|x| x.abs()).collect();
        let x = grid.dt().ln();
        [(x, mean(&sizes).value.ln()), (x, root_mean_square(residual).value.ln())]
    });
    [0, 1].map(|which| slope(&points.map(|point| point[which])))
}

/// A step misses third-order terms, `V_SSS·ΔS³/6` the largest of them: of the order `dt^{3/2}` with
/// random signs, so of the order `dt` over a path. Where a path ends near the strike, `V_SSS` grows
/// like `1/τ`; summed over the last steps, squared, that makes `dt^{3/2}`: the root-mean-square is
/// of the order `dt^{3/4}`, and the mean size between the two.
#[test]
fn residual_shrinks_with_the_steps() {
    let [size, square] = orders(&diffusion(0.08, 0.24, 0.2));
    // Measured .83 and .73; three standard errors of the second are .06.
    assert!((0.75..1.0).contains(&size), "{size}");
    assert!((square - 0.75).abs() < 0.06, "{square}");
}

/// The same where implied volatility moves. A shock is as large on a short step as on a long one;
/// its third order stays, and here is much less than what time steps miss.
#[test]
fn residual_shrinks_where_volatility_moves() {
    let shocks = VolatilityShocks::new(Arrivals::new(4.0, 0.35, 0.15).unwrap(), 0.04).unwrap();
    let implied = ImpliedModel::Tracks { ratio: 1.1 };
    let model = Model { shocks: Some(shocks), implied, ..diffusion(0.08, 0.2, 0.2) };
    let [size, square] = orders(&model);
    assert!(size > 0.7 && square > 0.6, "{size} {square}");
}

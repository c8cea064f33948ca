//! The residual of the explain shrinks with the steps.

use crate::experiment::{Experiment, call, diffusion, hedge, mean, root_mean_square, slope};
use rehedge_engine::{Carry, Component, HedgeVolatility, Rule};
use rehedge_market::Grid;
use rehedge_options::Rates;

#[test]
fn residual_shrinks_with_the_steps() {
    let mut sizes = Vec::new();
    for per_day in [1_usize, 2, 4, 8, 16, 32] {
        let grid = Grid::new(40 * per_day, per_day, 200.0).unwrap();
        let results = Experiment {
            model: diffusion(0.08, 0.24, 0.2),
            grid,
            paths: 4096,
            legs: vec![call(103.0, 0.2, -1.0)],
            carry: Carry {
                pricing: Rates { rate: 0.05, dividend_yield: 0.01 },
                financing_rate: 0.05,
            },
            hedges: vec![hedge(Rule::NoHedge, HedgeVolatility::Implied)],
        }
        .run();
        let residual = results.component(0, Component::Residual);
        let size: Vec<f64> = residual.iter().map(|x| x.abs()).collect();
        sizes.push((grid.dt().ln(), mean(&size).value.ln(), root_mean_square(residual).value.ln()));
        println!("{:?} {:?}", mean(&size), root_mean_square(residual));
    }
    let order = slope(&sizes.iter().map(|s| (s.0, s.1)).collect::<Vec<_>>());
    let order_rms = slope(&sizes.iter().map(|s| (s.0, s.2)).collect::<Vec<_>>());
    println!("order {order} rms {order_rms}");
    assert!(order > 0.8 && order_rms > 0.65);
}

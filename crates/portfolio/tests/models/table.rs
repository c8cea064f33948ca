//! Tables made by `scripts/reference/static_hedges.py crates/portfolio/tests/data`.

use rehedge_portfolio::{Costs, Limits, LinearLimit, ScenarioBlock};

/// The scenarios of the tables: nine instruments, one of them dependent by put–call parity.
pub fn scenarios() -> ScenarioBlock {
    let mut lines = include_str!("../data/scenarios.csv").lines();
    let instruments = lines.next().unwrap().split(',').count() - 1;
    let rows: Vec<Vec<f64>> =
        lines.map(|line| line.split(',').map(|x| x.parse().unwrap()).collect()).collect();
    let mut block = ScenarioBlock::new(rows.len(), instruments, 1);
    for index in 0..instruments {
        let column = rows.iter().map(|row| row[index]);
        block.instrument_mut(index).iter_mut().zip(column).for_each(|(to, from)| *to = from);
    }
    let owed = rows.iter().map(|row| row[instruments]);
    block.target_mut(0).iter_mut().zip(owed).for_each(|(to, from)| *to = from);
    block
}

/// The numbers of one name in a table of name, index and value.
pub fn numbers(table: &str, name: &str) -> Vec<f64> {
    let entries = table.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let found: Vec<f64> =
        entries.filter(|entry| entry[0] == name).map(|entry| entry[2].parse().unwrap()).collect();
    assert!(!found.is_empty(), "{name}");
    found
}

/// The scenarios without the put, which the others make up.
pub fn independent() -> ScenarioBlock {
    let all = scenarios();
    let mut block = ScenarioBlock::new(all.rows(), 8, 1);
    (0..8).for_each(|j| block.instrument_mut(j).copy_from_slice(all.instrument(j)));
    block.target_mut(0).copy_from_slice(all.target(0));
    block
}

/// The same as changes: less what the instruments cost, financed by the bond, whose change is none;
/// and the book less its mean.
pub fn changes() -> ScenarioBlock {
    let mut block = independent();
    let prices = desk().prices;
    for (j, price) in prices.iter().enumerate() {
        let values = block.instrument_mut(j);
        values.iter_mut().for_each(|value| *value -= price / prices[1]);
    }
    block.instrument_mut(1).fill(0.0);
    let mean = block.target(0).iter().sum::<f64>() / block.rows() as f64;
    block.target_mut(0).iter_mut().for_each(|owed| *owed -= mean);
    block
}

/// Prices, costs and bounds of the tables.
pub struct Desk {
    pub prices: Vec<f64>,
    pub costs: Costs,
    pub limits: Limits,
}

pub fn desk() -> Desk {
    let of = |name| numbers(include_str!("../data/limits.csv"), name);
    Desk {
        prices: of("price"),
        costs: Costs::new(of("buy"), of("sell")).unwrap(),
        limits: Limits::symmetric(of("largest")).unwrap(),
    }
}

impl Desk {
    /// The bounds, and at most 223.5 paid or received at entry.
    pub fn with_entry(&self) -> Limits {
        let (coefficients, upper) = (self.prices.clone(), 223.5);
        self.limits.clone().with_linear(LinearLimit { coefficients, lower: -upper, upper }).unwrap()
    }
}

/// Whether two numbers agree to a share of the larger of the second and 1.
pub fn assert_near(found: &[f64], exact: &[f64], tolerance: f64) {
    assert_eq!(found.len(), exact.len());
    for (found, exact) in found.iter().zip(exact) {
        assert!((found - exact).abs() <= tolerance * exact.abs().max(1.0), "{found} {exact}");
    }
}

//! Tables made by `scripts/reference/static_hedges.py crates/portfolio/tests/data`.

use rehedge_portfolio::ScenarioBlock;

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

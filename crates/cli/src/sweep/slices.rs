//! [`Slice`]: cells that differ in one or two keys alone, which a chart can show.

use super::grid::Grid;
use rehedge_report::SweepRow;

/// All cells that share the values of every key but those on the axes, under one hedge.
#[derive(Clone, Debug)]
pub struct Slice {
    /// Which value each key has; those of keys on the axes do not matter.
    pub fixed: Vec<usize>,
    /// The hedge by its name, or the best one of every cell.
    pub hedge: Option<String>,
}

impl Slice {
    /// Every slice for some axes: first those of the best hedge where there are several, then each.
    pub fn all(grid: &Grid, axes: &[usize], hedges: &[&str]) -> Vec<Self> {
        let mut under: Vec<Option<String>> =
            hedges.iter().map(|name| Some((*name).into())).collect();
        if hedges.len() > 1 {
            under.insert(0, None);
        }
        let fixed = combinations(grid, axes);
        let of_hedge = |hedge: Option<String>| {
            fixed.iter().map(move |fixed| Self { fixed: fixed.clone(), hedge: hedge.clone() })
        };
        under.into_iter().flat_map(of_hedge).collect()
    }

    /// Every slice for some axes, whatever the hedge.
    pub fn of_all_hedges(grid: &Grid, axes: &[usize]) -> Vec<Self> {
        combinations(grid, axes).into_iter().map(|fixed| Self { fixed, hedge: None }).collect()
    }

    /// What tells it from the others: `"every 5d", market.jumps = large`.
    pub fn words(&self, grid: &Grid, axes: &[usize], hedges: &[&str]) -> String {
        let hedge = match &self.hedge {
            Some(name) if hedges.len() > 1 => Some(format!("\"{name}\"")),
            None if hedges.len() > 1 => Some("the best hedge".to_owned()),
            _ => None,
        };
        let keys = grid.sweep.varied.iter().enumerate();
        let others = keys.filter(|(key, varied)| !axes.contains(key) && varied.values.len() > 1);
        let values = others.map(|(key, varied)| {
            format!("{} = {}", varied.name, varied.values.shown(self.fixed[key]))
        });
        hedge.into_iter().chain(values).collect::<Vec<_>>().join(", ")
    }

    /// The cell where keys on the axes have these values.
    pub fn cell(&self, grid: &Grid, at: &[(usize, usize)]) -> usize {
        let mut indices = self.fixed.clone();
        at.iter().for_each(|&(key, index)| indices[key] = index);
        let keys = grid.sweep.varied.iter().zip(indices);
        keys.fold(0, |cell, (varied, index)| cell * varied.values.len() + index)
    }

    /// The row of a cell, if it has the hedge.
    pub fn row<'c>(&self, cells: &'c [Vec<SweepRow>], cell: usize) -> Option<&'c SweepRow> {
        let wanted = |row: &&SweepRow| match &self.hedge {
            Some(name) => row.hedge == *name,
            None => row.judged.first().is_some_and(|judged| judged.rank == 1),
        };
        cells[cell].iter().find(wanted)
    }
}

/// Every combination of the values of keys that are not on the axes.
fn combinations(grid: &Grid, axes: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for (key, varied) in grid.sweep.varied.iter().enumerate() {
        let count = if axes.contains(&key) { 1 } else { varied.values.len() };
        let longer = |fixed: &Vec<usize>| {
            let fixed = fixed.clone();
            (0..count).map(move |index| [&fixed[..], &[index]].concat())
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

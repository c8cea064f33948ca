//! What a sweep says on the screen.

use super::grid::Grid;
use super::output::hedges;
use crate::config::Varied;
use rehedge_report::{Judged, SweepRow};
use std::fmt::Write as _;

/// The most lines of the table.
const LINES: usize = 40;

/// The best hedge in every market of a sweep, by the first criterion.
///
/// Keys of hedges other than their costs are choices of whoever hedges; all other keys make another
/// market, and what is best in one says nothing of the best in another.
pub fn table(grid: &Grid, cells: &[Vec<SweepRow>]) -> String {
    let sweep = &grid.sweep;
    let Some(criterion) = sweep.base.compare.criteria.first() else { return String::new() };
    let best = best(grid, cells, criterion.larger_is_better());
    let mut text = format!(
        "\n{}: {} cells of {}\n\nthe best by {}:\n\n",
        sweep.base.name,
        cells.len(),
        paths(grid),
        criterion.words()
    );
    let mut lines = vec![header(grid, cells)];
    lines.extend(best.iter().take(LINES).map(|(cell, row)| line(grid, cells, *cell, row)));
    write_aligned(&mut text, &lines);
    if best.len() > LINES {
        let _ = writeln!(text, "  … and {} more in sweep.csv", best.len() - LINES);
    }
    text
}

/// What `check` says of a sweep.
pub fn description(grid: &Grid) -> String {
    let keys = grid.sweep.varied.iter().enumerate().map(|(index, varied)| {
        let label = if index == 0 { "sweep" } else { "" };
        let count = varied.values.len();
        let shown: Vec<_> = match count {
            0..=8 => (0..count).map(|index| varied.values.shown(index)).collect(),
            _ => {
                let some = [0, 1, 2].map(|index| varied.values.shown(index));
                let end = ["…".to_owned(), varied.values.shown(count - 1)];
                some.into_iter().chain(end).collect()
            }
        };
        format!("{label:<8} {} = {} ({count})\n", varied.key(), shown.join(", "))
    });
    let keys: String = keys.collect();
    format!("{keys}         {} cells of {}\n", grid.cells.len(), paths(grid))
}

/// How many paths the cells have.
pub fn paths(grid: &Grid) -> String {
    let counts = || grid.cells.iter().map(|cell| cell.paths);
    match (counts().min().unwrap_or(0), counts().max().unwrap_or(0)) {
        (least, most) if least == most => format!("{most} paths each"),
        (least, most) => format!("{least} to {most} paths each"),
    }
}

/// The best row of every market with its cell, in the order of the cells.
fn best<'a>(
    grid: &Grid,
    cells: &'a [Vec<SweepRow>],
    larger_is_better: bool,
) -> Vec<(usize, &'a SweepRow)> {
    let mut best: Vec<(Vec<usize>, usize, &SweepRow)> = Vec::new();
    for (cell, rows) in cells.iter().enumerate() {
        let market = market(grid, cell);
        let Some(first) = rows.iter().find(|row| row.judged[0].rank == 1) else { continue };
        match best.iter_mut().find(|(other, ..)| *other == market) {
            Some((_, at, row)) => {
                if beats(&first.judged[0], &row.judged[0], larger_is_better) {
                    (*at, *row) = (cell, first);
                }
            }
            None => best.push((market, cell, first)),
        }
    }
    best.into_iter().map(|(_, cell, row)| (cell, row)).collect()
}

/// Whether one hedge is better than another in the same market.
pub fn beats(one: &Judged, other: &Judged, larger_is_better: bool) -> bool {
    if one.allowed != other.allowed {
        return one.allowed;
    }
    if larger_is_better { one.value > other.value } else { one.value < other.value }
}

/// The values that a cell shares with all of its market.
pub fn market(grid: &Grid, cell: usize) -> Vec<usize> {
    let indices = grid.sweep.indices(cell);
    let keys = grid.sweep.varied.iter().zip(indices);
    keys.filter(|(varied, _)| !varied.is_choice()).map(|(_, index)| index).collect()
}

/// Keys with the market before the choices.
fn in_order(grid: &Grid) -> Vec<(usize, &Varied)> {
    let mut keys: Vec<_> = grid.sweep.varied.iter().enumerate().collect();
    keys.sort_by_key(|(_, varied)| varied.is_choice());
    keys
}

fn header(grid: &Grid, cells: &[Vec<SweepRow>]) -> Vec<String> {
    let keys = in_order(grid).into_iter().map(|(_, varied)| varied.name.clone());
    let hedge = (hedges(cells).len() > 1).then(|| "hedge".to_owned());
    let rest = ["value", "± se", "mean P&L", "sd of P&L", "mean cost", "trades"].map(str::to_owned);
    keys.chain(hedge).chain(rest).collect()
}

fn line(grid: &Grid, cells: &[Vec<SweepRow>], cell: usize, row: &SweepRow) -> Vec<String> {
    let indices = grid.sweep.indices(cell);
    let keys = in_order(grid).into_iter().map(|(key, varied)| varied.values.shown(indices[key]));
    let hedge = (hedges(cells).len() > 1).then(|| row.hedge.clone());
    let Judged { value, se, .. } = row.judged[0];
    let decimals = if se > 0.0 { (1.0 - se.log10().floor()).clamp(0.0, 8.0) as usize } else { 4 };
    let number = |value: f64| format!("{value:.decimals$}");
    let rest = [
        number(value),
        number(se),
        number(row.number("pnl_mean")),
        number(row.number("pnl_sd")),
        number(row.number("cost_mean")),
        format!("{:.1}", row.number("trades_mean")),
    ];
    keys.chain(hedge).chain(rest).collect()
}

fn write_aligned(text: &mut String, lines: &[Vec<String>]) {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: Vec<_> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    for line in lines {
        for (cell, width) in line.iter().zip(&widths) {
            let _ = write!(text, "  {cell:>width$}");
        }
        text.push('\n');
    }
}

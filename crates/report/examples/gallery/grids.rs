//! Heat maps and families of lines.

use crate::labels;
use rehedge_report::charts::{
    ChartError, FamilyLine, FamilyPoint, HeatMap, Image, LineFamily, Scale, heat_map, line_family,
};

/// Risk of a hedge every so many days at so large a half-spread: few cells with numbers, or many.
pub fn draw_heat_map(size: usize) -> Result<Image, ChartError> {
    let fine = size > 10;
    let count = if fine { 60 } else { size };
    let days: Vec<f64> = (0..count).map(|i| 0.25 * 60_f64.powf(i as f64 / count as f64)).collect();
    let days: Vec<f64> = days.iter().map(|day| (day * 100.0).round() / 100.0).collect();
    let spreads: Vec<f64> = (0..count).map(|i| i as f64 * 10.0 / count as f64).collect();
    let risk = |spread: &f64, day: &f64| 0.4 * day.sqrt() + (0.05 + 0.12 * spread) / day.sqrt();
    let rows = spreads.iter().map(|spread| days.iter().map(move |day| Some(risk(spread, day))));
    let mut values: Vec<Option<f64>> = rows.flatten().collect();
    let best = |row: &[Option<f64>]| {
        let at = |i: &usize| row[*i].unwrap_or(f64::INFINITY);
        (0..row.len()).min_by(|a, b| at(a).total_cmp(&at(b))).unwrap_or(0)
    };
    let marks: Vec<(usize, usize)> = values
        .chunks(count)
        .enumerate()
        .step_by(if fine { 6 } else { 1 })
        .map(|(j, row)| (best(row), j))
        .collect();
    if let Some(last) = values.last_mut() {
        *last = if count > 1 { None } else { *last };
    }
    heat_map(&HeatMap {
        labels: labels("The wider the spread, the rarer the trade"),
        x_title: "trading days between trades, log scale",
        x: &days,
        x_scale: Scale::Log,
        y_title: "half-spread (bps)",
        y: &spreads,
        y_scale: if fine { Scale::Linear } else { Scale::Even },
        value_title: "expected shortfall at 95 % (currency)",
        values: &values,
        log_colors: fine,
        marks: &marks,
        mark_name: "least expected shortfall for each half-spread",
    })
}

/// The same as lines, one per spread.
pub fn draw_line_family(names: &[String]) -> Result<Image, ChartError> {
    let few = names.len() < 10;
    let days = [0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 21.0];
    let line = |i: usize| -> Vec<FamilyPoint> {
        let spread = 12.0 * i as f64 / names.len() as f64;
        let y = |x: f64| 0.4 * x.sqrt() + (0.05 + 0.12 * spread) / x.sqrt();
        days.iter().map(|x| FamilyPoint { x: *x, y: y(*x), se: 0.02 * y(*x) }).collect()
    };
    let points: Vec<Vec<FamilyPoint>> = (0..names.len()).map(line).collect();
    let values: Vec<String> = (0..names.len()).map(|i| format!("{i}")).collect();
    let best =
        |line: &[FamilyPoint]| (0..line.len()).min_by(|a, b| line[*a].y.total_cmp(&line[*b].y));
    let lines: Vec<FamilyLine<'_>> = points
        .iter()
        .enumerate()
        .map(|(i, line)| FamilyLine {
            name: if few { &values[i] } else { &names[i] },
            points: line,
            mark: best(line),
        })
        .collect();
    line_family(&LineFamily {
        labels: labels("The wider the spread, the rarer the trade"),
        family_title: "half-spread (bps)",
        x_title: "trading days between trades",
        x_scale: if few { Scale::Even } else { Scale::Log },
        y_title: "expected shortfall at 95 % (currency)",
        log_y: !few,
        ordered: few,
        lines: &lines,
        mark_name: "least for each half-spread",
        level: None,
    })
}

//! What maps and lines of a sweep show.

use super::figures::{Job, Scene};
use super::slices::Slice;
use crate::config::Values;
use rehedge_report::charts::{
    self, ChartError, FamilyLine, FamilyPoint, HeatMap, Image, LineFamily, Scale,
};

/// The most lines of a family; of more values, some are shown.
const LINES: usize = 10;
/// Positive numbers that span more than this are shown by their ratios.
const WIDE: f64 = 20.0;

/// A statistic over two keys, the best choice marked.
pub fn heat_map(scene: &Scene<'_>, job: &Job) -> Result<Image, ChartError> {
    let Some((x, y)) = scene.map_axes() else { return Err(ChartError::Nothing("no two keys")) };
    let row = |i: usize, j: usize| {
        let at = [(x.key, x.order[i]), (y.key, y.order[j])];
        job.slice.row(scene.cells, job.slice.cell(scene.grid, &at))
    };
    let (columns, rows) = (x.values.len(), y.values.len());
    let values: Vec<_> = (0..columns * rows)
        .map(|place| row(place % columns, place / columns).map(|row| (job.statistic.of)(row).0))
        .collect();
    let marks: Vec<(usize, usize)> = match (scene.is_choice(x.key), scene.is_choice(y.key)) {
        (true, true) => {
            let best = scene.best((0..columns * rows).map(|at| row(at % columns, at / columns)));
            best.map(|at| (at % columns, at / columns)).into_iter().collect()
        }
        (false, true) => {
            let best = |i: usize| Some((i, scene.best((0..rows).map(|j| row(i, j)))?));
            (0..columns).filter_map(best).collect()
        }
        _ => Vec::new(),
    };
    charts::heat_map(&HeatMap {
        labels: scene.labels(&scene.title(job, &[x.key, y.key])),
        x_title: x.title,
        x: &x.values,
        x_scale: scale(&x.values),
        y_title: y.title,
        y: &y.values,
        y_scale: scale(&y.values),
        value_title: &job.statistic.title,
        values: &values,
        log_colors: is_wide(values.iter().flatten()),
        marks: &marks,
        mark_name: &scene.mark_name(),
    })
}

/// A statistic over one key, the best choice marked.
pub fn lines(scene: &Scene<'_>, job: &Job) -> Result<Image, ChartError> {
    let Some((x, by)) = scene.line_axes() else { return Err(ChartError::Nothing("no key")) };
    let families = families(scene, by, job);
    let drawn: Vec<_> = families
        .iter()
        .map(|(_, slice, at)| {
            let row = |&index: &usize| {
                let at = [&[(x.key, index)][..], &at[..]].concat();
                slice.row(scene.cells, slice.cell(scene.grid, &at))
            };
            let rows: Vec<_> = x.order.iter().map(row).collect();
            let present = || rows.iter().zip(&x.values).filter_map(|(row, x)| Some(((*row)?, *x)));
            let points: Vec<_> = present()
                .map(|(row, x)| {
                    let (y, se) = (job.statistic.of)(row);
                    FamilyPoint { x, y, se }
                })
                .collect();
            let best = || scene.best(present().map(|(row, _)| Some(row)));
            let mark = if scene.is_choice(x.key) { best() } else { None };
            (points, mark)
        })
        .collect();
    let lines: Vec<_> = families
        .iter()
        .zip(&drawn)
        .map(|((name, ..), (points, mark))| FamilyLine { name, points, mark: *mark })
        .collect();
    let axes: Vec<_> = std::iter::once(x.key).chain(by).collect();
    let family = by.map(|by| &scene.grid.sweep.varied[by]);
    charts::line_family(&LineFamily {
        labels: scene.labels(&scene.title(job, &axes)),
        family_title: family.map_or("", |varied| &varied.name),
        x_title: x.title,
        x_scale: scale(&x.values),
        y_title: &job.statistic.title,
        log_y: is_wide(drawn.iter().flat_map(|(points, _)| points.iter().map(|point| &point.y))),
        ordered: family.is_some_and(|varied| matches!(varied.values, Values::Numbers(_))),
        lines: &lines,
        mark_name: &scene.mark_name(),
        level: None,
    })
}

/// A line: its name, its slice, and the values of further keys.
type Family = (String, Slice, Vec<(usize, usize)>);

/// The lines of a family: a value of the second key each, or a hedge each.
fn families(scene: &Scene<'_>, by: Option<usize>, job: &Job) -> Vec<Family> {
    let Some(by) = by else {
        let of_hedge = |hedge: &&str| {
            let slice = Slice { hedge: Some((*hedge).to_owned()), ..job.slice.clone() };
            ((*hedge).to_owned(), slice, Vec::new())
        };
        return spread(&scene.hedges).into_iter().map(of_hedge).collect();
    };
    let values = &scene.grid.sweep.varied[by].values;
    let rising = scene.axis(by).order;
    let order = if rising.is_empty() { (0..values.len()).collect() } else { rising };
    let of_value = |&index: &usize| (values.shown(index), job.slice.clone(), vec![(by, index)]);
    spread(&order).into_iter().map(of_value).collect()
}

/// Up to [`LINES`] of many, first and last among them.
fn spread<T>(items: &[T]) -> Vec<&T> {
    if items.len() <= LINES {
        return items.iter().collect();
    }
    let last = items.len() - 1;
    (0..LINES).map(|place| &items[(place * last + (LINES - 1) / 2) / (LINES - 1)]).collect()
}

/// The scale on which values lie the most evenly.
fn scale(values: &[f64]) -> Scale {
    let uneven = |values: &[f64]| {
        let gaps = || values.windows(2).map(|pair| pair[1] - pair[0]);
        gaps().fold(0.0, f64::max) / gaps().fold(f64::INFINITY, f64::min)
    };
    let linear = uneven(values);
    let positive = values.iter().all(|value| *value > 0.0);
    let log = uneven(&values.iter().map(|value| value.ln()).collect::<Vec<_>>());
    match () {
        () if positive && log < linear => Scale::Log,
        () if linear > WIDE => Scale::Even,
        () => Scale::Linear,
    }
}

/// Whether numbers are positive and span so much that their ratios are to be seen.
fn is_wide<'v>(values: impl Iterator<Item = &'v f64>) -> bool {
    let (least, most) = values.fold((f64::INFINITY, 0.0f64), |(least, most), value| {
        (least.min(*value), most.max(*value))
    });
    least > 0.0 && most > WIDE * least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lie_on_the_scale_where_they_are_most_even() {
        assert_eq!(scale(&[0.25, 0.5, 1.0, 2.0, 5.0]), Scale::Log);
        assert_eq!(scale(&[0.1, 0.2, 0.3, 0.4]), Scale::Linear);
        assert_eq!(scale(&[0.0, 1.0, 2.0, 5.0]), Scale::Linear);
        assert_eq!(scale(&[0.0, 0.1, 1.0, 10.0]), Scale::Even);
        assert_eq!(scale(&[-1.0, 1.0]), Scale::Linear);
    }

    #[test]
    fn of_many_lines_some_are_shown_with_both_ends() {
        let items: Vec<usize> = (0..37).collect();
        let shown = spread(&items);
        assert_eq!((shown.len(), shown[0], shown[LINES - 1]), (LINES, &0, &36));
        assert!(shown.windows(2).all(|pair| pair[0] < pair[1]), "{shown:?}");
        assert_eq!(spread(&items[..3]), [&0, &1, &2]);
    }
}

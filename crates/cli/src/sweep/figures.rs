//! The charts of a sweep: which are drawn, from what, under which titles.
//!
//! A statistic against one key is a family of lines, against two keys a heat map. What is left of
//! keys and hedges makes slices, a chart each.

use super::answer::{beats, paths};
use super::grid::Grid;
use super::output::hedges;
use super::slices::Slice;
use crate::config::{Market, Values};
use crate::failure::Failure;
use rehedge_report::charts::{
    self, ChartError, FamilyLine, FamilyPoint, HeatMap, Image, Labels, LineFamily, Scale,
};
use rehedge_report::{Criterion, Judged, SweepRow, in_parallel};

/// The most slices that are drawn of one statistic.
const SLICES: usize = 12;
/// The most lines of a family; of more values, some are shown.
const LINES: usize = 10;
/// Positive numbers that span more than this are shown by their ratios.
const WIDE: f64 = 20.0;

/// A number to show.
struct Statistic {
    /// How file names begin.
    file: &'static str,
    title: String,
    /// The number and its standard error.
    of: fn(&SweepRow) -> (f64, f64),
}

/// Draws every chart; says how many slices are not drawn.
pub fn draw(
    grid: &Grid,
    cells: &[Vec<SweepRow>],
    threads: usize,
) -> Result<(Vec<(String, Image)>, usize), Failure> {
    let Some(&criterion) = grid.sweep.base.compare.criteria.first() else {
        return Ok((Vec::new(), 0));
    };
    let scene = Scene { grid, cells, hedges: hedges(cells), criterion, caption: caption(grid) };
    let mut jobs: Vec<(String, Job)> = Vec::new();
    let mut left_out = 0;
    for (kind, slices, drawing) in scene.kinds() {
        left_out += slices.len().saturating_sub(SLICES);
        for statistic in statistics(criterion) {
            for (number, slice) in slices.iter().take(SLICES).enumerate() {
                let suffix = if number == 0 { String::new() } else { format!("-{}", number + 1) };
                let job = Job { slice: slice.clone(), statistic: statistic.clone(), drawing };
                jobs.push((format!("{}-{kind}{suffix}", statistic.file), job));
            }
        }
    }
    let images = in_parallel(threads, &jobs, |(_, job)| (job.drawing)(&scene, job));
    let mut drawn = Vec::new();
    for ((name, _), image) in jobs.into_iter().zip(images) {
        match image {
            Ok(image) => drawn.push((name, image)),
            // A hedge that is in no cell of this slice.
            Err(ChartError::Nothing(_)) => {}
            Err(error) => {
                return Err(Failure::Other(format!("cannot draw the chart {name}: {error}")));
            }
        }
    }
    Ok((drawn, left_out))
}

/// The first criterion, risk and cost.
fn statistics(criterion: Criterion) -> [Statistic; 3] {
    [
        Statistic {
            file: "criterion",
            title: capital(&criterion.words()),
            of: |row| (row.judged[0].value, row.judged[0].se),
        },
        Statistic {
            file: "sd",
            title: "Standard deviation of P&L".to_owned(),
            of: |row| (row.number("pnl_sd"), row.number("pnl_sd_se")),
        },
        Statistic {
            file: "cost",
            title: "Mean cost".to_owned(),
            of: |row| (row.number("cost_mean"), row.number("cost_mean_se")),
        },
    ]
}

impl Clone for Statistic {
    fn clone(&self) -> Self {
        Self { title: self.title.clone(), ..*self }
    }
}

/// One chart to draw.
struct Job {
    slice: Slice,
    statistic: Statistic,
    drawing: Drawing,
}

type Drawing = fn(&Scene<'_>, &Job) -> Result<Image, ChartError>;

/// A sweep with what several charts need.
struct Scene<'a> {
    grid: &'a Grid,
    cells: &'a [Vec<SweepRow>],
    hedges: Vec<&'a str>,
    criterion: Criterion,
    caption: String,
}

/// A key along an axis: its values, rising, with their numbers in the list.
struct AxisKey<'a> {
    key: usize,
    title: &'a str,
    values: Vec<f64>,
    order: Vec<usize>,
}

impl<'a> Scene<'a> {
    /// The kinds of charts that apply, each with its slices.
    fn kinds(&self) -> Vec<(&'static str, Vec<Slice>, Drawing)> {
        let mut kinds: Vec<(&'static str, Vec<Slice>, Drawing)> = Vec::new();
        if let Some((x, y)) = self.map_axes() {
            let slices = Slice::all(self.grid, &[x.key, y.key], &self.hedges);
            kinds.push(("map", slices, heat_map));
        }
        if let Some((x, by)) = self.line_axes() {
            let slices = match by {
                Some(by) => Slice::all(self.grid, &[x.key, by], &self.hedges),
                None => Slice::of_all_hedges(self.grid, &[x.key]),
            };
            kinds.push(("lines", slices, lines));
        }
        kinds
    }

    /// Keys with more than one number.
    fn numeric(&self) -> Vec<usize> {
        let keys = self.grid.sweep.varied.iter().enumerate();
        let numeric = keys.filter(
            |(_, varied)| matches!(&varied.values, Values::Numbers(numbers) if numbers.len() > 1),
        );
        numeric.map(|(key, _)| key).collect()
    }

    fn is_choice(&self, key: usize) -> bool {
        self.grid.sweep.varied[key].is_choice()
    }

    /// A market from left to right and a choice from bottom to top, where there is one of each.
    fn map_axes(&self) -> Option<(AxisKey<'a>, AxisKey<'a>)> {
        let mut keys = self.numeric();
        keys.sort_by_key(|&key| self.is_choice(key));
        let x = *keys.first()?;
        let choices = keys[1..].iter().find(|&&key| self.is_choice(key) != self.is_choice(x));
        let y = choices.or(keys.get(1))?;
        Some((self.axis(x), self.axis(*y)))
    }

    /// A choice along x, where there is one, and another key that lines differ by; without one,
    /// lines are hedges.
    fn line_axes(&self) -> Option<(AxisKey<'a>, Option<usize>)> {
        let numeric = self.numeric();
        let choice = numeric.iter().find(|&&key| self.is_choice(key));
        let x = *choice.or(numeric.first())?;
        let others = (0..self.grid.sweep.varied.len())
            .filter(|&key| key != x && self.grid.sweep.varied[key].values.len() > 1);
        let by = others.min_by_key(|key| !numeric.contains(key));
        Some((self.axis(x), by))
    }

    fn axis(&self, key: usize) -> AxisKey<'a> {
        let varied = &self.grid.sweep.varied[key];
        let numbers =
            if let Values::Numbers(numbers) = &varied.values { &numbers[..] } else { &[] };
        let mut order: Vec<_> = (0..numbers.len()).collect();
        order.sort_by(|&one, &other| numbers[one].total_cmp(&numbers[other]));
        let values = order.iter().map(|&index| numbers[index]).collect();
        AxisKey { key, title: &varied.name, values, order }
    }

    /// Title of a chart: the statistic, and which slice of the sweep it is.
    fn title(&self, job: &Job, axes: &[usize]) -> String {
        let slice = job.slice.words(self.grid, axes, &self.hedges);
        let Statistic { title, .. } = &job.statistic;
        if slice.is_empty() { title.clone() } else { format!("{title}: {slice}") }
    }

    fn labels<'t>(&'t self, title: &'t str) -> Labels<'t> {
        Labels { title, caption: &self.caption, unit: "" }
    }

    fn mark_name(&self) -> String {
        let words = self.criterion.words();
        let word = if self.criterion.larger_is_better() { "greatest" } else { "least" };
        format!("{word} {words}")
    }

    fn beats(&self, one: &Judged, other: &Judged) -> bool {
        beats(one, other, self.criterion.larger_is_better())
    }

    /// The place of the best of some rows.
    fn best<'r>(&self, rows: impl Iterator<Item = Option<&'r SweepRow>>) -> Option<usize> {
        let mut best: Option<(usize, &Judged)> = None;
        for (place, row) in rows.enumerate() {
            let Some(judged) = row.and_then(|row| row.judged.first()) else { continue };
            if best.is_none_or(|(_, other)| self.beats(judged, other)) {
                best = Some((place, judged));
            }
        }
        best.map(|(place, _)| place)
    }
}

fn heat_map(scene: &Scene<'_>, job: &Job) -> Result<Image, ChartError> {
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

fn lines(scene: &Scene<'_>, job: &Job) -> Result<Image, ChartError> {
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
    let of_value = |&index: &usize| (values.label(index), job.slice.clone(), vec![(by, index)]);
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

fn caption(grid: &Grid) -> String {
    let base = &grid.sweep.base;
    let of = match &base.market {
        Market::Simulated(_) => format!("seed {}", base.run.seed),
        Market::History(market) => format!("windows of {}", market.prices.as_written),
    };
    format!("{}: {} cells of {}, {of}.", base.name, grid.cells.len(), paths(grid))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
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

//! The charts of a sweep: which are drawn, from what, under which titles.
//!
//! A statistic against one key is a family of lines, against two keys a heat map. What is left of
//! keys and hedges makes slices, a chart each.

use super::answer::{beats, paths};
use super::grid::Grid;
use super::output::hedges;
use super::plots::{heat_map, lines};
use super::slices::Slice;
use crate::config::{Market, Values};
use crate::failure::Failure;
use rehedge_report::charts::{ChartError, Image, Labels};
use rehedge_report::{Criterion, Judged, SweepRow, in_parallel};

/// The most slices that are drawn of one statistic.
const SLICES: usize = 12;

/// A number to show.
pub struct Statistic {
    /// How file names begin.
    pub file: &'static str,
    pub title: String,
    /// The number and its standard error.
    pub of: fn(&SweepRow) -> (f64, f64),
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
pub struct Job {
    pub slice: Slice,
    pub statistic: Statistic,
    pub drawing: Drawing,
}

/// One chart of a scene.
pub type Drawing = fn(&Scene<'_>, &Job) -> Result<Image, ChartError>;

/// A sweep with what several charts need.
pub struct Scene<'a> {
    pub grid: &'a Grid,
    pub cells: &'a [Vec<SweepRow>],
    pub hedges: Vec<&'a str>,
    criterion: Criterion,
    caption: String,
}

/// A key along an axis: its values, rising, with their numbers in the list.
pub struct AxisKey<'a> {
    pub key: usize,
    pub title: &'a str,
    pub values: Vec<f64>,
    pub order: Vec<usize>,
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

    pub fn is_choice(&self, key: usize) -> bool {
        self.grid.sweep.varied[key].is_choice()
    }

    /// A market from left to right and a choice from bottom to top, where there is one of each.
    pub fn map_axes(&self) -> Option<(AxisKey<'a>, AxisKey<'a>)> {
        let mut keys = self.numeric();
        keys.sort_by_key(|&key| self.is_choice(key));
        let x = *keys.first()?;
        let choices = keys[1..].iter().find(|&&key| self.is_choice(key) != self.is_choice(x));
        let y = choices.or(keys.get(1))?;
        Some((self.axis(x), self.axis(*y)))
    }

    /// A choice along x, where there is one, and another key that lines differ by; without one,
    /// lines are hedges.
    pub fn line_axes(&self) -> Option<(AxisKey<'a>, Option<usize>)> {
        let numeric = self.numeric();
        let choice = numeric.iter().find(|&&key| self.is_choice(key));
        let x = *choice.or(numeric.first())?;
        let others = (0..self.grid.sweep.varied.len())
            .filter(|&key| key != x && self.grid.sweep.varied[key].values.len() > 1);
        let by = others.min_by_key(|key| !numeric.contains(key));
        Some((self.axis(x), by))
    }

    pub fn axis(&self, key: usize) -> AxisKey<'a> {
        let varied = &self.grid.sweep.varied[key];
        let numbers =
            if let Values::Numbers(numbers) = &varied.values { &numbers[..] } else { &[] };
        let mut order: Vec<_> = (0..numbers.len()).collect();
        order.sort_by(|&one, &other| numbers[one].total_cmp(&numbers[other]));
        let values = order.iter().map(|&index| numbers[index]).collect();
        AxisKey { key, title: &varied.name, values, order }
    }

    /// Title of a chart: the statistic, and which slice of the sweep it is.
    pub fn title(&self, job: &Job, axes: &[usize]) -> String {
        let slice = job.slice.words(self.grid, axes, &self.hedges);
        let Statistic { title, .. } = &job.statistic;
        if slice.is_empty() { title.clone() } else { format!("{title}: {slice}") }
    }

    pub fn labels<'t>(&'t self, title: &'t str) -> Labels<'t> {
        Labels { title, caption: &self.caption, unit: "" }
    }

    pub fn mark_name(&self) -> String {
        let words = self.criterion.words();
        let word = if self.criterion.larger_is_better() { "greatest" } else { "least" };
        format!("{word} {words}")
    }

    fn beats(&self, one: &Judged, other: &Judged) -> bool {
        beats(one, other, self.criterion.larger_is_better())
    }

    /// The place of the best of some rows.
    pub fn best<'r>(&self, rows: impl Iterator<Item = Option<&'r SweepRow>>) -> Option<usize> {
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

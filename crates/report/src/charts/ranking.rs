//! Hedges in the order of each criterion, with what is known of each.

use super::axis::Axis;
use super::canvas::{Area, Backend, Drawing, SMALL, frame, inset, render, size, write};
use super::legend::{self, BAND_OPACITY, Entry, Swatch};
use super::panels;
use super::plot::{Axes, Plot, triangle};
use super::rows::{self, Names, Row};
use super::text::Lettering;
use super::ticks::significant;
use super::{ChartError, Image, Labels, finite, palette};
use plotters::style::text_anchor::{HPos, VPos};

/// A hedge's place in a ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankedHedge<'a> {
    /// The hedge.
    pub name: &'a str,
    /// Its number in the run: gives its colour.
    pub hedge: usize,
    /// What the criterion says of it.
    pub value: f64,
    /// From `value` to an end of its 95 % confidence interval.
    pub reach: f64,
    /// Whether it cannot be told from the best.
    pub plateau: bool,
    /// Probability that it is the best.
    pub probability_best: f64,
    /// Whether the criterion allows it at all.
    pub allowed: bool,
}

/// A ranking by one criterion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankingPanel<'a> {
    /// What the value is: "mean loss on the worst 5 % of paths".
    pub title: &'a str,
    /// The hedges, the best first.
    pub hedges: &'a [RankedHedge<'a>],
}

/// Input of [`ranking`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankingChart<'a> {
    /// Title, caption and unit; the unit is not written by itself.
    pub labels: Labels<'a>,
    /// A panel per criterion.
    pub panels: &'a [RankingPanel<'a>],
}

/// A panel per criterion with a row per hedge, the best on top: its value, with the 95 % interval of
/// the value by itself, and the probability that it is the best. Hedges that paired differences
/// cannot tell from the best are shaded. One that lies so far behind that the others could not be
/// told apart is shown by an arrow at the border. Of more than 24 hedges the best are shown.
///
/// # Errors
/// [`ChartError`] if there is no hedge, a number is not finite, or drawing fails.
pub fn ranking(input: &RankingChart<'_>) -> Result<Image, ChartError> {
    if input.panels.is_empty() || input.panels.iter().any(|panel| panel.hedges.is_empty()) {
        return Err(ChartError::Nothing("a ranking needs a criterion and a hedge"));
    }
    for hedge in input.panels.iter().flat_map(|panel| panel.hedges) {
        finite(hedge.name, &[hedge.value, hedge.reach, hedge.probability_best])?;
    }
    render(input)
}

/// Most hedges of a panel.
const MOST: usize = 24;
/// Least height of a row, in pixels.
const ROW: f64 = 27.0;
/// What a panel needs beside its rows, in pixels.
const BESIDE: f64 = 150.0;
const LETTERING: f64 = SMALL;
/// Room for value and probability, in pixels.
const NUMBERS: f64 = 166.0;

impl Drawing for RankingChart<'_> {
    fn height(&self) -> u32 {
        let (rows, _) = panels::grid(self.panels.len());
        let most = self.panels.iter().map(|panel| panel.hedges.len().min(MOST)).max().unwrap_or(0);
        rows::height(rows * most, ROW, 130.0 + BESIDE * rows as f64)
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let most = self.panels.iter().map(|panel| panel.hedges.len()).max().unwrap_or(0);
        let note = if most > MOST {
            format!("Bars: 95 % intervals. The best {MOST} of {most} hedges are shown.")
        } else {
            "Bars: 95 % intervals.".to_owned()
        };
        let body = frame(canvas, &self.labels, &note)?;
        let plateau = Entry {
            swatch: Swatch::Band,
            color: palette::INK,
            name: "not to be told from the best, by paired differences (95 %)".into(),
        };
        let body = legend::above(&body, &[plateau], LETTERING + 1.0)?;
        for (area, panel) in panels::split(&body, self.panels.len()).iter().zip(self.panels) {
            panel.draw(canvas, &inset(area, [0.0, 0.0, 6.0, 14.0]))?;
        }
        Ok(())
    }
}

impl RankingPanel<'_> {
    fn shown(&self) -> &[RankedHedge<'_>] {
        &self.hedges[..self.hedges.len().min(MOST)]
    }

    /// From the best to the worst, but from the best no more than three times as far as to the
    /// hedge in the middle: one unhedged book shall not flatten the rest.
    fn range(&self) -> (f64, f64) {
        let shown = self.shown();
        let ends = shown.iter().flat_map(|hedge| [-1.0, 1.0].map(|side| hedge.end(side)));
        let (low, high) = super::axis::extent(ends);
        let best = shown[0].value;
        let middle = &shown[shown.len() / 2];
        let far = 3.0 * ((middle.value - best).abs() + middle.reach + shown[0].reach);
        let worst = shown[shown.len() - 1].value;
        if far <= 0.0 || (worst - best).abs() < 1.5 * far {
            (low, high)
        } else {
            (low.max(best - far), high.min(best + far))
        }
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>, area: &Area<DB>) -> Result<(), ChartError> {
        let (width, _) = size(area);
        let heading = Lettering::new(LETTERING + 1.0).bold();
        let title = heading.ellipsize(self.title, width - 20.0);
        write(area, &title, heading, (HPos::Left, VPos::Top), (0.0, 4.0))?;
        let shown = self.shown();
        let names = Names::within(shown.iter().map(|hedge| hedge.name), 0.33 * width);
        let rows = inset(area, [56.0, 0.0, names.room(), NUMBERS]);
        let count = shown.len() as f64;
        let (low, high) = self.range();
        let air = 0.04 * (high - low);
        let x = Axis::linear((low - air, high + air), (size(&rows).0 / 70.0) as usize);
        let y = Axis::linear((0.0, count), 0).with_ticks(vec![]);
        let axes = Axes { x_title: Some("value"), y_title: None, left: 0.0, size: LETTERING };
        let mut plot = Plot::new(&rows, x.clone(), y, &axes)?;
        self.shade(&mut plot, &x)?;
        for i in 0..shown.len() {
            self.row(canvas, &mut plot, i, (&names, &x))?;
        }
        heads(canvas, &plot)
    }

    /// Shades the rows of the plateau.
    fn shade<'a, DB: Backend + 'a>(
        &self,
        plot: &mut Plot<'a, DB>,
        x: &Axis,
    ) -> Result<(), ChartError> {
        let (low, high) = x.bounds();
        for (i, _) in self.shown().iter().enumerate().filter(|(_, hedge)| hedge.plateau) {
            let top = (self.shown().len() - i) as f64;
            let corners = vec![(low, top), (high, top), (high, top - 1.0), (low, top - 1.0)];
            plot.fill(corners, palette::INK, BAND_OPACITY)?;
        }
        Ok(())
    }

    fn row<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &mut Plot<'a, DB>,
        i: usize,
        (names, x): (&Names<'_>, &Axis),
    ) -> Result<(), ChartError> {
        let hedge = &self.shown()[i];
        let middle = self.shown().len() as f64 - 0.5 - i as f64;
        let [left, top, right, bottom] = plot.bounds();
        let height = (bottom - top) / self.shown().len() as f64;
        let radius = (0.2 * height).clamp(3.5, 7.0);
        let at = (x.clamp(hedge.value), middle);
        if at.0 == hedge.value {
            let ends = (x.clamp(hedge.end(-1.0)), x.clamp(hedge.end(1.0)));
            plot.error_bar_across(at, ends, palette::series(hedge.hedge))?;
            plot.symbol(at, hedge.hedge, radius)?;
        } else {
            let side = if hedge.value > at.0 { 1.0 } else { -1.0 };
            let arrow = triangle(9.0).map(|(dx, dy)| (side * (-dy - 8.0), dx));
            plot.mark(at, &arrow, palette::series(hedge.hedge))?;
        }
        let color = palette::lettering(palette::series(hedge.hedge));
        let row = Row { middle: plot.on_canvas(at).1, height };
        row.name(canvas, (names, i), color, left - 12.0)?;
        let numbers = Lettering::new(LETTERING.min(0.8 * height)).color(palette::INK);
        let value = significant(hedge.value, 3);
        let right_side = (HPos::Right, VPos::Center);
        write(canvas, &value, numbers, right_side, (right + VALUE, row.middle))?;
        let chance = if hedge.allowed { percent(hedge.probability_best) } else { "—".into() };
        write(canvas, &chance, numbers, right_side, (right + CHANCE, row.middle))
    }
}

/// Where values and probabilities end, right of the plot, in pixels.
const VALUE: f64 = 76.0;
const CHANCE: f64 = 154.0;

impl RankedHedge<'_> {
    /// An end of the interval.
    fn end(&self, side: f64) -> f64 {
        self.value + side * self.reach
    }
}

/// Headings of the columns at the right.
fn heads<'a, DB: Backend + 'a>(canvas: &Area<DB>, plot: &Plot<'a, DB>) -> Result<(), ChartError> {
    let [_, top, right, _] = plot.bounds();
    let lettering = Lettering::new(LETTERING - 3.0).color(palette::ASIDE);
    let right_side = (HPos::Right, VPos::Center);
    write(canvas, "value", lettering, right_side, (right + VALUE, top - 12.0))?;
    write(canvas, "P(best)", lettering, right_side, (right + CHANCE, top - 12.0))
}

/// A probability in per cent; what is all but sure is not rounded to it.
fn percent(probability: f64) -> String {
    match 100.0 * probability {
        percent if percent <= 0.0 => "0 %".into(),
        percent if percent < 0.5 => "< 1 %".into(),
        percent if (99.5..100.0).contains(&percent) => "> 99 %".into(),
        percent => format!("{percent:.0} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_chance_is_not_none() {
        assert_eq!(
            [0.0, 0.004, 0.006, 0.5, 0.994, 0.9951, 1.0].map(percent),
            ["0 %", "< 1 %", "1 %", "50 %", "99 %", "> 99 %", "100 %"]
        );
    }

    #[test]
    fn one_far_behind_does_not_flatten_the_rest() {
        let hedge = |value| RankedHedge {
            name: "a",
            hedge: 0,
            value,
            reach: 0.1,
            plateau: false,
            probability_best: 0.0,
            allowed: true,
        };
        let range = |values: &[f64]| {
            let hedges: Vec<_> = values.iter().map(|value| hedge(*value)).collect();
            RankingPanel { title: "", hedges: &hedges }.range()
        };
        assert_eq!(range(&[1.0, 1.5, 2.0]), (0.9, 2.1));
        let (low, high) = range(&[1.0, 1.5, 2.0, 50.0]);
        assert!(low == 0.9 && (high - 4.6).abs() < 1e-12, "{high}");
        // Where more is better.
        let (low, high) = range(&[2.0, 1.5, 1.0, -50.0]);
        assert!((low + 1.6).abs() < 1e-12 && high == 2.1, "{low}");
    }
}

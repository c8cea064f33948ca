//! Charts with a row per hedge: names at the left, numbers at the right.

use super::canvas::{Area, Backend, HEIGHT, SMALL, TEXT, write};
use super::text::Lettering;
use super::{ChartError, names, palette};
use plotters::style::RGBColor;
use plotters::style::text_anchor::{HPos, VPos};

/// Widest that names may get, in pixels.
const NAMES: f64 = 330.0;

/// Height of a chart whose rows are at least `row` pixels high, beside what else it holds.
pub(super) fn height(rows: usize, row: f64, rest: f64) -> u32 {
    HEIGHT.max((rows as f64 * row + rest).ceil() as u32)
}

/// Names of rows, whole and shortened, and the room that they take.
#[derive(Clone, Debug)]
pub(super) struct Names<'a> {
    whole: Vec<&'a str>,
    short: Vec<String>,
    room: f64,
}

impl<'a> Names<'a> {
    /// Shortens names where they do not fit.
    pub(super) fn new(whole: impl IntoIterator<Item = &'a str>) -> Self {
        Self::within(whole, NAMES)
    }

    /// The same, in at most so many pixels.
    pub(super) fn within(whole: impl IntoIterator<Item = &'a str>, most: f64) -> Self {
        let lettering = Lettering::new(TEXT);
        let whole: Vec<&str> = whole.into_iter().collect();
        let widest = whole.iter().map(|name| lettering.width(name)).fold(40.0, f64::max);
        Self { short: names::shorten(&whole, lettering, most), room: widest.min(most), whole }
    }

    /// Room left of the plot, in pixels.
    pub(super) fn room(&self) -> f64 {
        self.room + 14.0
    }
}

/// A row: the middle of it and its height, in pixels on the canvas.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub middle: f64,
    pub height: f64,
}

impl Row {
    /// Writes a name that ends at `right`, in several lines where there is room for them.
    pub(super) fn name<DB: Backend>(
        self,
        canvas: &Area<DB>,
        (names, i): (&Names<'_>, usize),
        color: RGBColor,
        right: f64,
    ) -> Result<(), ChartError> {
        let lettering = self.lettering().color(color);
        let mut lines = lettering.wrap(names.whole[i], names.room);
        if lines.len() as f64 * 1.2 * lettering.size > self.height {
            lines = vec![names.short[i].clone()];
        }
        self.lines(canvas, &lines, lettering, (HPos::Right, right))
    }

    /// Writes numbers from `left` on, in as many lines as there is room for.
    pub(super) fn numbers<DB: Backend>(
        self,
        canvas: &Area<DB>,
        lines: &[String],
        left: f64,
    ) -> Result<(), ChartError> {
        let lettering =
            Lettering { size: self.lettering().size.min(SMALL + 2.0), ..self.lettering() };
        let fit = ((self.height / (1.15 * lettering.size)) as usize).max(1);
        let lettering = lettering.color(palette::ASIDE);
        self.lines(canvas, &lines[..fit.min(lines.len())], lettering, (HPos::Left, left))
    }

    fn lettering(self) -> Lettering {
        Lettering::new((0.8 * self.height).clamp(SMALL - 4.0, TEXT))
    }

    fn lines<DB: Backend>(
        self,
        canvas: &Area<DB>,
        lines: &[String],
        lettering: Lettering,
        (anchor, x): (HPos, f64),
    ) -> Result<(), ChartError> {
        let step = 1.2 * lettering.size;
        let first = self.middle - step * (lines.len() as f64 - 1.0) / 2.0;
        for (i, line) in lines.iter().enumerate() {
            let at = (x, first + step * i as f64);
            write(canvas, line, lettering, (anchor, VPos::Center), at)?;
        }
        Ok(())
    }
}

//! A number over two others, as colours.

use super::axis::{Axis, extent};
use super::canvas::{Area, Backend, Drawing, frame, inset, px, render, size, stroke, write};
use super::cells::Colors;
use super::legend::{self, Entry, Swatch};
use super::placement::Frame;
use super::plot::{AXIS_TEXT, Axes, Plot, diamond, side_room};
use super::scale::Values;
use super::text::Lettering;
use super::{ChartError, Image, Labels, Scale, cells, finite, palette, same_length, ticks};
use plotters::element::Rectangle;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

/// Input of [`heat_map`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatMap<'a> {
    /// Title, caption and unit; the unit is not written by itself.
    pub labels: Labels<'a>,
    /// Title of the x axis, with its unit.
    pub x_title: &'a str,
    /// Values along the x axis, rising.
    pub x: &'a [f64],
    /// How they lie.
    pub x_scale: Scale,
    /// Title of the y axis, with its unit.
    pub y_title: &'a str,
    /// Values along the y axis, rising upward.
    pub y: &'a [f64],
    /// How they lie.
    pub y_scale: Scale,
    /// What the colours show, with its unit.
    pub value_title: &'a str,
    /// `values[j · x.len() + i]` at `x[i]` and `y[j]`; `None` stays blank.
    pub values: &'a [Option<f64>],
    /// Whether colours go by ratio; values that are not positive then stay blank.
    pub log_colors: bool,
    /// Cells to mark, `(i, j)`: the optimum, or that of every column.
    pub marks: &'a [(usize, usize)],
    /// What marked cells are: "least expected shortfall". Unused without marks.
    pub mark_name: &'a str,
}

/// A coloured cell for every pair of values, light for the least and dark for the greatest, with a
/// bar that says so; the number stands in each cell where there is room for all. Borders between
/// cells are halfway between values, on a log scale at their geometric mean.
///
/// # Errors
/// [`ChartError`] if there is no cell with a value, lengths differ, a number is not finite, values
/// along an axis do not rise or do not fit its scale, or drawing fails. Marks beyond the grid are
/// not drawn.
pub fn heat_map(input: &HeatMap<'_>) -> Result<Image, ChartError> {
    let x = Values::new(input.x_title, input.x, input.x_scale)?;
    let y = Values::new(input.y_title, input.y, input.y_scale)?;
    same_length("values", input.x.len() * input.y.len(), input.values.len())?;
    finite(input.value_title, input.values.iter().flatten())?;
    let shown = |value: &f64| !input.log_colors || *value > 0.0;
    let values: Vec<_> = input.values.iter().map(|value| value.filter(shown)).collect();
    if values.iter().all(Option::is_none) {
        return Err(ChartError::Nothing("a heat map needs a cell with a value"));
    }
    let colors = Colors::sequential(color_axis(&values, input.log_colors));
    render(&Prepared { input, edges: (x.edges(), y.edges()), x, y, values, colors })
}

/// The axis of colours spans the values exactly.
pub(super) fn color_axis(values: &[Option<f64>], log: bool) -> Axis {
    let present = values.iter().flatten().copied();
    if !log {
        return Axis::linear(extent(present), 8);
    }
    let (low, high) = extent(present.map(f64::ln));
    Axis::log_over((low.exp().max(1e-300), high.exp().min(1e300)))
}

struct Prepared<'a> {
    input: &'a HeatMap<'a>,
    x: Values<'a>,
    y: Values<'a>,
    /// Borders between columns and between rows.
    edges: (Vec<f64>, Vec<f64>),
    values: Vec<Option<f64>>,
    colors: Colors,
}

/// Room for the legend, in pixels.
const LEGEND: f64 = 1.45 * AXIS_TEXT + 10.0;

impl Drawing for Prepared<'_> {
    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let blank = self.values.iter().any(Option::is_none);
        let note = if blank { "Blank cells have no value." } else { "" };
        let body = frame(canvas, &self.input.labels, note)?;
        let legend = if self.input.marks.is_empty() { 0.0 } else { LEGEND };
        let mut plot = self.plot(&inset(&body, [legend, 0.0, 0.0, 0.0]))?;
        let edges = (&self.edges.0[..], &self.edges.1[..]);
        cells::fill(canvas, &plot, edges, &self.values, &self.colors)?;
        cells::bar(canvas, &plot, &self.colors, self.input.value_title)?;
        let numbers = self.numbers(canvas, &plot)?;
        if legend > 0.0 {
            let swatch = if numbers { Swatch::Frame } else { Swatch::Diamond };
            let name = self.input.mark_name.to_owned();
            legend::above(&body, &[Entry { swatch, color: palette::INK, name }], AXIS_TEXT)?;
        }
        self.marks(canvas, &mut plot, numbers)
    }
}

impl Prepared<'_> {
    fn plot<'a, DB: Backend + 'a>(&self, body: &Area<DB>) -> Result<Plot<'a, DB>, ChartError> {
        let ends = |edges: &[f64]| (edges[0], edges[edges.len() - 1]);
        let area = inset(body, [4.0, 0.0, 0.0, cells::bar_room(&self.colors)]);
        let x = self.x.axis(ends(&self.edges.0), (size(&area).0 / 120.0) as usize);
        let y = self.y.axis(ends(&self.edges.1), 8);
        let axes = Axes {
            x_title: Some(self.input.x_title),
            y_title: Some(self.input.y_title),
            left: side_room(&y, AXIS_TEXT, true),
            size: AXIS_TEXT,
        };
        Plot::new(&area, x, y, &axes)
    }

    /// Left, top, right and bottom of a cell, in pixels.
    fn cell<'a, DB: Backend + 'a>(&self, plot: &Plot<'a, DB>, (i, j): (usize, usize)) -> Frame {
        let (left, bottom) = plot.on_canvas((self.edges.0[i], self.edges.1[j]));
        let (right, top) = plot.on_canvas((self.edges.0[i + 1], self.edges.1[j + 1]));
        [left.round(), top.round(), right.round(), bottom.round()]
    }

    /// Writes the numbers into their cells, if all have room; says whether they have.
    fn numbers<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &Plot<'a, DB>,
    ) -> Result<bool, ChartError> {
        let columns = self.input.x.len();
        let frames: Vec<Frame> = (0..self.values.len())
            .map(|at| self.cell(plot, (at % columns, at / columns)))
            .collect();
        let texts: Vec<String> = self
            .values
            .iter()
            .map(|value| value.map_or_else(String::new, |value| ticks::significant(value, 3)))
            .collect();
        let Some(size) = size_that_fits(&frames, &texts) else { return Ok(false) };
        for ((frame, text), value) in frames.iter().zip(&texts).zip(&self.values) {
            let Some(value) = value else { continue };
            let ink = palette::on(self.colors.of(*value));
            let middle = (f64::midpoint(frame[0], frame[2]), f64::midpoint(frame[1], frame[3]));
            let lettering = Lettering::new(size).color(ink);
            write(canvas, text, lettering, (HPos::Center, VPos::Center), middle)?;
        }
        Ok(true)
    }

    /// A frame around marked cells with a number, a diamond in those without.
    fn marks<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &mut Plot<'a, DB>,
        numbers: bool,
    ) -> Result<(), ChartError> {
        let within = |(i, j): &&(usize, usize)| *i < self.input.x.len() && *j < self.input.y.len();
        for &(i, j) in self.input.marks.iter().filter(within) {
            if numbers {
                outline(canvas, self.cell(plot, (i, j)))?;
            } else {
                let at = (self.x.place(i), self.y.place(j));
                plot.mark(at, &diamond(11.0), palette::PAPER)?;
                plot.mark(at, &diamond(8.0), palette::INK)?;
            }
        }
        Ok(())
    }
}

/// Size of lettering at which every text has room in every cell, in pixels.
fn size_that_fits(frames: &[Frame], texts: &[String]) -> Option<f64> {
    let least = |side: fn(&Frame) -> f64| frames.iter().map(side).fold(f64::INFINITY, f64::min);
    let (width, height) = (least(|f| f[2] - f[0]), least(|f| f[3] - f[1]));
    let widest = |size: f64| {
        let lettering = Lettering::new(size);
        texts.iter().map(|text| lettering.width(text)).fold(0.0, f64::max)
    };
    let fits = |size: &f64| widest(*size) + 12.0 < width && 1.5 * size < height;
    [AXIS_TEXT, 18.0, 15.0].into_iter().find(fits)
}

/// A dark frame just within a cell, ringed with paper.
fn outline<DB: Backend>(canvas: &Area<DB>, [x0, y0, x1, y1]: Frame) -> Result<(), ChartError> {
    let corners = [(px(x0 + 3.0), px(y0 + 3.0)), (px(x1 - 3.0), px(y1 - 3.0))];
    for (width, color) in [(6.0, palette::PAPER), (3.0, palette::INK)] {
        canvas.draw(&Rectangle::new(corners, color.stroke_width(stroke(width))))?;
    }
    Ok(())
}

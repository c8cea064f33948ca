//! A plot within a chart: plotters' cartesian chart on two [`Axis`]es, and what is drawn in it.

use super::axis::Axis;
use super::canvas::{Area, Backend, SMALL, TEXT, px, size, stroke};
use super::text::Lettering;
use super::{ChartError, palette};
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::element::{Circle, EmptyElement, ErrorBar, PathElement, Polygon, Rectangle};
use plotters::series::DashedLineSeries;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle};

/// A point in the plot's coordinates.
pub(super) type Spot = (f64, f64);

/// Space between ticks' labels and the axis, in pixels.
const TICK: f64 = 6.0;

/// How axes are labelled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axes<'a> {
    /// Title below the x axis; without it the x axis has no labels either.
    pub x_title: Option<&'a str>,
    /// Title beside the y axis.
    pub y_title: Option<&'a str>,
    /// Room left of the plot, in pixels; none hides the y axis.
    pub left: f64,
    /// Size of the lettering, in pixels.
    pub size: f64,
}

/// Room that an axis needs at the side of a plot, in pixels.
pub(super) fn side_room(axis: &Axis, size: f64, titled: bool) -> f64 {
    let lettering = Lettering::new(size);
    let widest = axis.labels().map(|label| lettering.width(label)).fold(0.0, f64::max);
    widest + 2.0 * TICK + 4.0 + if titled { 1.5 * size } else { 0.0 }
}

/// Room that the last label of an x axis may need at the right of a plot, in pixels.
pub(super) fn last_label_room(axis: &Axis, size: f64) -> f64 {
    axis.labels().last().map_or(0.0, |label| 0.5 * Lettering::new(size).width(label))
}

/// Room that ticks and title of an x axis need below a plot, in pixels.
pub(super) fn bottom_room(size: f64) -> f64 {
    2.0 * TICK + 2.7 * size
}

/// A cartesian plot.
pub(super) struct Plot<'a, DB: Backend> {
    chart: ChartContext<'a, DB, Cartesian2d<Axis, Axis>>,
    x: Axis,
    y: Axis,
}

impl<'a, DB: Backend + 'a> Plot<'a, DB> {
    /// Draws grid and axes.
    pub(super) fn new(
        area: &Area<DB>,
        x: Axis,
        y: Axis,
        axes: &Axes<'_>,
    ) -> Result<Self, ChartError> {
        let below = if axes.x_title.is_some() { bottom_room(axes.size) } else { 0.0 };
        let (width, height) = size(area);
        let lettering = Lettering::new(axes.size).color(palette::ASIDE);
        let x = x.without_overlaps(width - axes.left, |label| lettering.width(label) + 12.0);
        let y = y.without_overlaps(height - below, |_| 1.15 * axes.size);
        let mut chart = ChartBuilder::on(area)
            .x_label_area_size(px(below))
            .y_label_area_size(px(axes.left))
            .build_cartesian_2d(x.clone(), y.clone())?;
        let mut mesh = chart.configure_mesh();
        mesh.bold_line_style(palette::GRID.stroke_width(stroke(1.0)))
            .axis_style(palette::ASIDE.stroke_width(stroke(1.0)))
            .set_all_tick_mark_size(px(TICK))
            .label_style(lettering.style(HPos::Center, VPos::Center))
            .axis_desc_style(Lettering::new(axes.size).style(HPos::Center, VPos::Center));
        if let Some(title) = axes.x_title {
            mesh.x_desc(title);
        }
        if let Some(title) = axes.y_title {
            mesh.y_desc(title);
        }
        mesh.draw()?;
        Ok(Self { chart, x, y })
    }

    /// A line through points.
    pub(super) fn line(
        &mut self,
        points: Vec<Spot>,
        color: RGBColor,
        width: f64,
    ) -> Result<(), ChartError> {
        let path = PathElement::new(points, color.stroke_width(stroke(width)));
        self.chart.draw_series(std::iter::once(path))?;
        Ok(())
    }

    /// A dashed line through points.
    pub(super) fn dashed(
        &mut self,
        points: Vec<Spot>,
        color: RGBColor,
        width: f64,
    ) -> Result<(), ChartError> {
        self.broken(points, color, width, [12.0, 8.0])
    }

    /// A line through points in strokes and gaps of so many pixels.
    pub(super) fn broken(
        &mut self,
        points: Vec<Spot>,
        color: RGBColor,
        width: f64,
        [length, gap]: [f64; 2],
    ) -> Result<(), ChartError> {
        let style = color.stroke_width(stroke(width));
        let series = DashedLineSeries::new(points, px(length), px(gap), style);
        self.chart.draw_series(series)?;
        Ok(())
    }

    /// A filled outline; `opacity` from 0 to 1.
    pub(super) fn fill(
        &mut self,
        outline: Vec<Spot>,
        color: RGBColor,
        opacity: f64,
    ) -> Result<(), ChartError> {
        let style = ShapeStyle { color: color.mix(opacity), filled: true, stroke_width: 0 };
        self.chart.draw_series(std::iter::once(Polygon::new(outline, style)))?;
        Ok(())
    }

    /// A filled box between two corners; nothing where it has no area.
    pub(super) fn bar(&mut self, from: Spot, to: Spot, color: RGBColor) -> Result<(), ChartError> {
        if from.0 != to.0 && from.1 != to.1 {
            let bar = Rectangle::new([from, to], color.filled());
            self.chart.draw_series(std::iter::once(bar))?;
        }
        Ok(())
    }

    /// A vertical error bar through a point.
    pub(super) fn error_bar(
        &mut self,
        (x, y): Spot,
        (low, high): (f64, f64),
        color: RGBColor,
    ) -> Result<(), ChartError> {
        let style = color.filled().stroke_width(stroke(2.0));
        let bar = ErrorBar::new_vertical(x, low, y, high, style, stroke(12.0));
        self.chart.draw_series(std::iter::once(bar))?;
        Ok(())
    }

    /// A horizontal error bar through a point.
    pub(super) fn error_bar_across(
        &mut self,
        (x, y): Spot,
        (low, high): (f64, f64),
        color: RGBColor,
    ) -> Result<(), ChartError> {
        let style = color.filled().stroke_width(stroke(2.0));
        let bar = ErrorBar::new_horizontal(y, low, x, high, style, stroke(12.0));
        self.chart.draw_series(std::iter::once(bar))?;
        Ok(())
    }

    /// A vertical error bar that is drawn where it can be seen: beyond a mark of such a radius.
    pub(super) fn error_bar_beyond(
        &mut self,
        radius: f64,
        at: Spot,
        ends: (f64, f64),
        color: RGBColor,
    ) -> Result<(), ChartError> {
        let place = |y| self.on_canvas((at.0, y)).1;
        if (place(ends.0) - place(ends.1)).abs() <= 2.0 * (radius + 3.0) {
            return Ok(());
        }
        self.error_bar(at, ends, color)
    }

    /// The same for a horizontal one.
    pub(super) fn error_bar_across_beyond(
        &mut self,
        radius: f64,
        at: Spot,
        ends: (f64, f64),
        color: RGBColor,
    ) -> Result<(), ChartError> {
        let place = |x| self.on_canvas((x, at.1)).0;
        if (place(ends.0) - place(ends.1)).abs() <= 2.0 * (radius + 3.0) {
            return Ok(());
        }
        self.error_bar_across(at, ends, color)
    }

    /// Round marks, ringed with paper so that they stand off lines.
    pub(super) fn dots(
        &mut self,
        at: impl IntoIterator<Item = Spot>,
        color: RGBColor,
        radius: f64,
    ) -> Result<(), ChartError> {
        for spot in at {
            let ring = Circle::new(spot, px(radius + 1.5), palette::PAPER.filled());
            let dot = Circle::new(spot, px(radius), color.filled());
            self.chart.draw_series([ring, dot])?;
        }
        Ok(())
    }

    /// A mark whose corners are given in pixels from a point, y downward.
    pub(super) fn mark(
        &mut self,
        at: Spot,
        corners: &[(f64, f64)],
        color: RGBColor,
    ) -> Result<(), ChartError> {
        let outline: Vec<_> = corners.iter().map(|(dx, dy)| (px(*dx), px(*dy))).collect();
        let mark = EmptyElement::at(at) + Polygon::new(outline, color.filled());
        self.chart.draw_series(std::iter::once(mark))?;
        Ok(())
    }

    /// The mark of a hedge: round for the first eight, whose colours differ; those that follow have
    /// the same colours in other shapes.
    pub(super) fn symbol(&mut self, at: Spot, hedge: usize, radius: f64) -> Result<(), ChartError> {
        let (color, shape) = (palette::series(hedge), palette::turn(hedge));
        let (Some(ring), Some(mark)) =
            (symbol_corners(shape, radius + 1.5), symbol_corners(shape, radius))
        else {
            return self.dots([at], color, radius);
        };
        self.mark(at, &ring, palette::PAPER)?;
        self.mark(at, &mark, color)
    }

    /// An open circle around a point.
    pub(super) fn ring(
        &mut self,
        at: Spot,
        color: RGBColor,
        radius: f64,
    ) -> Result<(), ChartError> {
        let ring = Circle::new(at, px(radius), color.stroke_width(stroke(2.5)));
        self.chart.draw_series([ring])?;
        Ok(())
    }

    /// The x axis.
    pub(super) fn x_axis(&self) -> &Axis {
        &self.x
    }

    /// A cross; `size` is half its width and the width of its strokes, in pixels.
    pub(super) fn cross(
        &mut self,
        at: Spot,
        color: RGBColor,
        (half, width): (f64, f64),
    ) -> Result<(), ChartError> {
        let style = color.stroke_width(stroke(width));
        let across = [(-half, 0.0), (half, 0.0)];
        let up = [(0.0, -half), (0.0, half)];
        for ends in [across, up] {
            let ends = ends.map(|(dx, dy)| (px(dx), px(dy)));
            let line = EmptyElement::at(at) + PathElement::new(ends, style);
            self.chart.draw_series(std::iter::once(line))?;
        }
        Ok(())
    }

    /// The y axis.
    pub(super) fn y_axis(&self) -> &Axis {
        &self.y
    }

    /// Where a point lies on the whole canvas, in pixels.
    pub(super) fn on_canvas(&self, at: Spot) -> (f64, f64) {
        let (x, y) = self.chart.plotting_area().map_coordinate(&at);
        (f64::from(x) / f64::from(px(1.0)), f64::from(y) / f64::from(px(1.0)))
    }

    /// Left, top, right and bottom of the plot on the whole canvas, in pixels.
    pub(super) fn bounds(&self) -> [f64; 4] {
        let (x, y) = self.chart.plotting_area().get_pixel_range();
        [x.start, y.start, x.end, y.end].map(|at| f64::from(at) / f64::from(px(1.0)))
    }

    /// A scale at the right side for a second quantity, on the same plot height.
    pub(super) fn right_scale(
        &self,
        canvas: &Area<DB>,
        axis: &Axis,
        title: &str,
        color: RGBColor,
    ) -> Result<(), ChartError> {
        let [_, top, right, bottom] = self.bounds();
        scale_beside(canvas, [right, top, bottom], axis, title, color)
    }
}

/// Ticks and title of an axis that stands at the right of something, from its top to its bottom.
pub(super) fn scale_beside<DB: Backend>(
    canvas: &Area<DB>,
    [right, top, bottom]: [f64; 3],
    axis: &Axis,
    title: &str,
    color: RGBColor,
) -> Result<(), ChartError> {
    use plotters::style::{FontTransform, IntoTextStyle};
    let lettering = Lettering::new(SMALL).color(color);
    let axis = axis.clone().without_overlaps(bottom - top, |_| 1.15 * SMALL);
    for (fraction, label) in axis.places() {
        let at = (right + TICK, bottom - fraction * (bottom - top));
        super::canvas::write(canvas, label, lettering, (HPos::Left, VPos::Center), at)?;
    }
    if title.is_empty() {
        return Ok(());
    }
    let style = lettering
        .style(HPos::Center, VPos::Bottom)
        .transform(FontTransform::Rotate270)
        .into_text_style(canvas);
    let title = lettering.ellipsize(title, bottom - top);
    let across = right + side_room(&axis, SMALL, true) - 0.3 * SMALL;
    Ok(canvas.draw_text(&title, &style, (px(across), px(f64::midpoint(top, bottom))))?)
}

/// Corners of the mark of a turn of the colours; none of the first, which is round.
pub(super) fn symbol_corners(turn: usize, radius: f64) -> Option<Vec<(f64, f64)>> {
    match turn {
        0 => None,
        1 => Some(square(0.9 * radius).to_vec()),
        2 => Some(triangle(1.25 * radius).to_vec()),
        3 => Some(triangle(-1.25 * radius).to_vec()),
        _ => Some(diamond(1.3 * radius).to_vec()),
    }
}

/// Corners of a diamond, for [`Plot::mark`].
pub(super) fn diamond(radius: f64) -> [(f64, f64); 4] {
    [(0.0, -radius), (radius, 0.0), (0.0, radius), (-radius, 0.0)]
}

/// Corners of a square.
pub(super) fn square(half: f64) -> [(f64, f64); 4] {
    [(-half, -half), (half, -half), (half, half), (-half, half)]
}

/// Corners of a triangle that points up, or down where `radius` is negative.
pub(super) fn triangle(radius: f64) -> [(f64, f64); 3] {
    let across = 0.9 * radius.abs();
    [(0.0, -radius), (across, 0.7 * radius), (-across, 0.7 * radius)]
}

/// Ordinary size of axes' lettering.
pub(super) const AXIS_TEXT: f64 = TEXT;

/// A long line with at most four points in each of `columns` equal parts of its x range: first,
/// least, greatest and last, so that no extreme is lost.
pub(super) fn thinned(points: &[Spot], columns: usize) -> Vec<Spot> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return vec![] };
    if points.len() <= 4 * columns || last.0 <= first.0 {
        return points.to_vec();
    }
    let column = |x: f64| ((x - first.0) / (last.0 - first.0) * columns as f64) as usize;
    points.chunk_by(|a, b| column(a.0) == column(b.0)).flat_map(column_extremes).collect()
}

fn column_extremes(points: &[Spot]) -> Vec<Spot> {
    let by_y = |a: &usize, b: &usize| points[*a].1.total_cmp(&points[*b].1);
    let least = (0..points.len()).min_by(by_y).unwrap_or(0);
    let greatest = (0..points.len()).max_by(by_y).unwrap_or(0);
    let mut kept = vec![0, least, greatest, points.len() - 1];
    kept.sort_unstable();
    kept.dedup();
    kept.into_iter().map(|i| points[i]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_extremes_and_ends() {
        let mut points: Vec<Spot> = (0..10_000).map(|i| (f64::from(i), 0.0)).collect();
        points[4321].1 = -9.0;
        points[4322].1 = 7.0;
        let kept = thinned(&points, 100);
        assert!(kept.len() < 450);
        assert!(kept.contains(&(4321.0, -9.0)) && kept.contains(&(4322.0, 7.0)));
        assert_eq!((kept[0].0, kept[kept.len() - 1].0), (0.0, 9999.0));
    }

    #[test]
    fn short_lines_are_kept_whole() {
        assert_eq!(thinned(&[(0.0, 1.0)], 10), [(0.0, 1.0)]);
        assert_eq!(thinned(&[], 10), []);
    }
}

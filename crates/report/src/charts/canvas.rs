//! From a drawing to its two files, and the frame that every chart shares.

use super::text::{Faces, Lettering};
use super::{ChartError, Image, Labels, palette, raster, svg};
use plotters::coord::Shift;
use plotters::element::Rectangle;
use plotters::prelude::{DrawingArea, DrawingBackend, IntoDrawingArea, SVGBackend};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

/// Canvas units per pixel: plotters draws on whole units, a quarter of a pixel is fine enough for
/// smooth curves and thin strokes.
pub(super) const UNITS: i32 = 4;

/// Width of every chart, in pixels.
pub(super) const WIDTH: u32 = 1400;
/// Height of a chart that is not made taller by its number of rows, in pixels.
pub(super) const HEIGHT: u32 = 900;

/// Size of ordinary lettering, in pixels.
pub(super) const TEXT: f64 = 22.0;
/// Size of captions and of lettering in tight places, in pixels.
pub(super) const SMALL: f64 = 18.0;
const TITLE: f64 = 30.0;
const MARGIN: f64 = 28.0;

/// What a chart can be drawn on.
pub(super) trait Backend: DrawingBackend<ErrorType: 'static> {}
impl<DB: DrawingBackend<ErrorType: 'static>> Backend for DB {}

/// A part of the canvas.
pub(super) type Area<DB> = DrawingArea<DB, Shift>;

/// A chart before it is drawn: the same code draws both files.
pub(super) trait Drawing {
    /// Height, in pixels.
    fn height(&self) -> u32 {
        HEIGHT
    }

    /// Draws everything on a canvas as high as asked for.
    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError>;
}

/// Draws both files.
pub(super) fn render(drawing: &impl Drawing) -> Result<Image, ChartError> {
    let faces = Faces::get()?;
    let size = (WIDTH, drawing.height());
    Ok(Image { svg: render_svg(drawing, size)?, png: render_png(drawing, size, faces)? })
}

fn render_svg(drawing: &impl Drawing, size: (u32, u32)) -> Result<String, ChartError> {
    let scale = UNITS.unsigned_abs();
    let mut drawn = String::new();
    let area =
        SVGBackend::with_string(&mut drawn, (scale * size.0, scale * size.1)).into_drawing_area();
    drawing.draw(&area)?;
    area.present()?;
    drop(area);
    Ok(svg::finish(&drawn, size))
}

fn render_png(
    drawing: &impl Drawing,
    size: (u32, u32),
    faces: &'static Faces,
) -> Result<Vec<u8>, ChartError> {
    let mut pixels = vec![255; 3 * size.0 as usize * size.1 as usize];
    let area = raster::Raster::new(&mut pixels, size, faces).into_drawing_area();
    drawing.draw(&area)?;
    area.present()?;
    drop(area);
    raster::encode(&pixels, size)
}

/// Canvas units of so many pixels.
pub(super) fn px(pixels: f64) -> i32 {
    (pixels * f64::from(UNITS)).round() as i32
}

/// Stroke width in canvas units of so many pixels.
pub(super) fn stroke(pixels: f64) -> u32 {
    px(pixels).unsigned_abs().max(1)
}

/// Width and height of an area, in pixels.
pub(super) fn size<DB: Backend>(area: &Area<DB>) -> (f64, f64) {
    let (width, height) = area.dim_in_pixel();
    (f64::from(width) / f64::from(UNITS), f64::from(height) / f64::from(UNITS))
}

/// The area without so many pixels at its top, bottom, left and right.
pub(super) fn inset<DB: Backend>(
    area: &Area<DB>,
    [top, bottom, left, right]: [f64; 4],
) -> Area<DB> {
    area.margin(px(top), px(bottom), px(left), px(right))
}

/// Writes a text; `at` is in pixels from the area's upper left corner.
pub(super) fn write<DB: Backend>(
    area: &Area<DB>,
    text: &str,
    lettering: Lettering,
    anchor: (HPos, VPos),
    at: (f64, f64),
) -> Result<(), ChartError> {
    let style = lettering.style(anchor.0, anchor.1);
    Ok(area.draw_text(text, &style, (px(at.0), px(at.1)))?)
}

/// Paints the paper, the title above and the caption below, and gives what is left between.
pub(super) fn frame<DB: Backend>(
    canvas: &Area<DB>,
    labels: &Labels<'_>,
    note: &str,
) -> Result<Area<DB>, ChartError> {
    canvas.fill(&palette::PAPER)?;
    let (width, height) = size(canvas);
    let room = width - 2.0 * MARGIN;
    let title = Lettering::new(TITLE).bold();
    let top_left = (HPos::Left, VPos::Top);
    write(canvas, &title.ellipsize(labels.title, room), title, top_left, (MARGIN, MARGIN - 6.0))?;

    let caption = Lettering::new(SMALL).color(palette::ASIDE);
    let lines = caption.wrap(&format!("{} {note}", labels.caption), room);
    let line_height = 1.35 * SMALL;
    let below = height - 14.0 - line_height * lines.len() as f64;
    for (i, line) in lines.iter().enumerate() {
        write(canvas, line, caption, top_left, (MARGIN, below + line_height * i as f64))?;
    }
    Ok(inset(canvas, [MARGIN + TITLE + 16.0, height - below + 14.0, MARGIN, MARGIN]))
}

/// Fades what lies behind a text: left, top, right and bottom, in pixels.
pub(super) fn veil<DB: Backend>(
    area: &Area<DB>,
    [left, top, right, bottom]: [f64; 4],
) -> Result<(), ChartError> {
    let corners = [(px(left), px(top)), (px(right), px(bottom))];
    Ok(area.draw(&Rectangle::new(corners, palette::PAPER.mix(0.8).filled()))?)
}

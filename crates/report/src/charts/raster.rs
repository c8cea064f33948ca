//! [`Raster`]: plotters' drawing on pixels, anti-aliased, and its PNG.
//!
//! plotters' own bitmap backend does not smooth lines wider than a pixel and sets text from
//! `ab_glyph` off its anchor; here every shape is an outline whose coverage of each pixel is
//! summed exactly, and text stands where the SVG has it.

use super::ChartError;
use super::canvas::UNITS;
use super::outline::{circle, stroke_outlines};
use super::text::{Faces, advance, em};
use ab_glyph::{Font, FontRef, point};
use ab_glyph_rasterizer::{Point, Rasterizer, point as corner};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle, FontTransform,
};
use std::convert::Infallible;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Pixels of an image, 8-bit RGB, and the faces of its texts.
pub(super) struct Raster<'a> {
    pixels: &'a mut [u8],
    width: i32,
    height: i32,
    coverage: Rasterizer,
    faces: &'static Faces,
}

impl<'a> Raster<'a> {
    /// Draws on `width · height` pixels of three bytes each.
    pub(super) fn new(
        pixels: &'a mut [u8],
        (width, height): (u32, u32),
        faces: &'static Faces,
    ) -> Self {
        let (width, height) = (width as i32, height as i32);
        Self { pixels, width, height, coverage: Rasterizer::new(0, 0), faces }
    }

    /// Paints the union of closed outlines, all turning the same way.
    fn paint<'p>(
        &mut self,
        outlines: impl Iterator<Item = &'p [Point]> + Clone,
        color: BackendColor,
    ) {
        let Some((left, top, width, height)) = self.bounds(outlines.clone()) else { return };
        self.coverage.reset(width as usize, height as usize);
        let (dx, dy) = (left as f32, top as f32);
        for outline in outlines {
            let ends = outline.iter().skip(1).chain(outline.first());
            for (from, to) in outline.iter().zip(ends) {
                let shifted = |p: &Point| corner(p.x - dx, p.y - dy);
                self.coverage.draw_line(shifted(from), shifted(to));
            }
        }
        let Self { pixels, coverage, width: across, height: down, .. } = self;
        coverage.for_each_pixel_2d(|x, y, covered| {
            let (x, y) = (left + x as i32, top + y as i32);
            if covered > 0.002 && (0..*across).contains(&x) && (0..*down).contains(&y) {
                let at = 3 * (y * *across + x) as usize;
                blend(&mut pixels[at..at + 3], color, covered);
            }
        });
    }

    /// Left, top, width and height of the pixels that outlines may touch.
    fn bounds<'p>(
        &self,
        outlines: impl Iterator<Item = &'p [Point]>,
    ) -> Option<(i32, i32, i32, i32)> {
        let none = (f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY);
        let (x0, y0, x1, y1) = outlines
            .flatten()
            .fold(none, |(x0, y0, x1, y1), p| (x0.min(p.x), y0.min(p.y), x1.max(p.x), y1.max(p.y)));
        let (left, right) = (x0.floor() as i32, (x1.ceil() as i32).min(self.width));
        let (top, bottom) = ((y0.floor() as i32).max(0), (y1.ceil() as i32).min(self.height));
        (left < right && top < bottom).then(|| (left, top, right - left + 1, bottom - top))
    }

    /// Fills a rectangle of whole pixels.
    fn fill(&mut self, (x0, y0): (i32, i32), (x1, y1): (i32, i32), color: BackendColor) {
        let (x0, x1) = (x0.max(0), x1.min(self.width));
        if x0 >= x1 {
            return;
        }
        for y in y0.max(0)..y1.min(self.height) {
            let row = 3 * (y * self.width) as usize;
            let span = &mut self.pixels[row + 3 * x0 as usize..row + 3 * x1 as usize];
            span.chunks_exact_mut(3).for_each(|pixel| blend(pixel, color, 1.0));
        }
    }

    /// A line along an axis, on whole pixels: grids and bars are crisp.
    fn straight(&mut self, from: Point, to: Point, width: f32, color: BackendColor) {
        let thick = (width.round() as i32).max(1);
        let start = |at: f32| (at - thick as f32 / 2.0).round() as i32;
        let (low_x, high_x) = (from.x.min(to.x), from.x.max(to.x));
        let (low_y, high_y) = (from.y.min(to.y), from.y.max(to.y));
        if from.y == to.y {
            let (x0, x1) =
                (low_x.round() as i32, (high_x.round() as i32).max(low_x.round() as i32 + 1));
            self.fill((x0, start(from.y)), (x1, start(from.y) + thick), color);
        } else {
            let (y0, y1) = (low_y.round() as i32, high_y.round() as i32);
            self.fill((start(from.x), y0), (start(from.x) + thick, y1), color);
        }
    }

    fn stroke(&mut self, path: &[Point], width: f32, color: BackendColor) {
        if let [from, to] = path
            && (from.x == to.x || from.y == to.y)
        {
            return self.straight(*from, *to, width, color);
        }
        let outlines = stroke_outlines(path, width.max(0.75));
        self.paint(outlines.iter().map(|outline| &outline[..]), color);
    }

    fn glyph(&mut self, face: &FontRef<'_>, character: char, place: &Place, color: BackendColor) {
        let scale = place.em * face.height_unscaled() / face.units_per_em().unwrap_or(1.0);
        let glyph =
            face.glyph_id(character).with_scale_and_position(scale, point(place.x, place.y));
        let Some(outline) = face.outline_glyph(glyph) else { return };
        let corner = outline.px_bounds().min;
        outline.draw(|x, y, covered| {
            let (x, y) = (corner.x as i32 + x as i32, corner.y as i32 + y as i32);
            let (x, y) = place.turn.transform(x, y);
            let (x, y) = (place.anchor.0 + x, place.anchor.1 + y);
            if (0..self.width).contains(&x) && (0..self.height).contains(&y) {
                let at = 3 * (y * self.width + x) as usize;
                blend(&mut self.pixels[at..at + 3], color, covered);
            }
        });
    }
}

/// Where a glyph goes: its origin and size in pixels, turned about an anchor.
struct Place {
    anchor: (i32, i32),
    turn: FontTransform,
    x: f32,
    y: f32,
    em: f32,
}

impl DrawingBackend for Raster<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        ((self.width * UNITS) as u32, (self.height * UNITS) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(at, (at.0 + 1, at.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let ((x0, y0), (x1, y1)) = (upper_left, bottom_right);
        if !fill {
            return self.draw_path([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], style);
        }
        let whole = |unit: i32| (unit as f32 / UNITS as f32).round() as i32;
        let (left, right) = (whole(x0.min(x1)), whole(x0.max(x1)));
        let (top, bottom) = (whole(y0.min(y1)), whole(y0.max(y1)));
        self.fill((left, top), (right, bottom), style.color());
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let path: Vec<Point> = path.into_iter().map(pixel).collect();
        self.stroke(&path, style.stroke_width() as f32 / UNITS as f32, style.color());
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let mut ring = circle(pixel(center), radius as f32 / UNITS as f32, 32);
        if fill {
            self.paint(std::iter::once(&ring[..]), style.color());
        } else {
            ring.push(ring[0]);
            self.stroke(&ring, style.stroke_width() as f32 / UNITS as f32, style.color());
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vertices: I,
        style: &S,
    ) -> Drawn {
        let outline: Vec<Point> = vertices.into_iter().map(pixel).collect();
        self.paint(std::iter::once(&outline[..]), style.color());
        Ok(())
    }

    /// The text with the SVG backend's font size, anchor and baseline.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let face = self.faces.face(matches!(style.style(), FontStyle::Bold));
        let em = em(style.size());
        let width = text.chars().map(|character| advance(face, character)).sum::<f64>() * em;
        let start = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => -width / 2.0,
            HPos::Right => -width,
        };
        let baseline = match style.anchor().v_pos {
            VPos::Top => 0.76 * em,
            VPos::Center => 0.5 * X_HEIGHT * em,
            VPos::Bottom => -0.5 * X_HEIGHT * em,
        };
        let anchor = (at.0.div_euclid(UNITS), at.1.div_euclid(UNITS));
        let mut pen = start;
        for character in text.chars() {
            let place = Place {
                anchor,
                turn: style.transform(),
                x: pen as f32,
                y: baseline.round() as f32,
                em: em as f32,
            };
            self.glyph(face, character, &place, style.color());
            pen += advance(face, character) * em;
        }
        Ok(())
    }
}

/// Height of an x in DejaVu Sans, in em.
const X_HEIGHT: f64 = 0.547;

fn pixel((x, y): BackendCoord) -> Point {
    corner(x as f32 / UNITS as f32, y as f32 / UNITS as f32)
}

fn blend(pixel: &mut [u8], color: BackendColor, covered: f32) {
    let share = covered.min(1.0) * color.alpha as f32;
    let (red, green, blue) = color.rgb;
    if share >= 1.0 {
        return pixel.copy_from_slice(&[red, green, blue]);
    }
    for (byte, ink) in pixel.iter_mut().zip([red, green, blue]) {
        let paper = f32::from(*byte);
        *byte = (paper + (f32::from(ink) - paper) * share).round() as u8;
    }
}

/// The PNG file of 8-bit RGB pixels.
pub(super) fn encode(pixels: &[u8], (width, height): (u32, u32)) -> Result<Vec<u8>, ChartError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // line art on white: unfiltered rows repeat, and smaller files cost little more time
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(5));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}

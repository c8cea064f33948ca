//! Names beside the points, or numbers and a key where there are many points.

use super::{Frontier, NAMED, RADIUS};
use crate::charts::canvas::{Area, Backend, SMALL, inset, px, size, stroke, write};
use crate::charts::placement::{self, Frame};
use crate::charts::plot::Plot;
use crate::charts::text::Lettering;
use crate::charts::{ChartError, names, palette};
use plotters::element::PathElement;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

/// Widest that a name may get, in pixels.
const NAME: f64 = 300.0;
/// Height of a line of the key, in pixels.
pub(super) const KEY_LINE: f64 = 23.0;

impl Frontier<'_> {
    /// Names of numbered points at the right of an area, and what is left of it.
    pub(super) fn key<DB: Backend>(&self, area: &Area<DB>) -> Result<Area<DB>, ChartError> {
        if self.hedges.len() <= NAMED {
            return Ok(area.clone());
        }
        let lettering = Lettering::new(SMALL - 1.0);
        let whole: Vec<&str> = self.hedges.iter().map(|hedge| hedge.name).collect();
        let names = names::shorten(&whole, lettering, NAME);
        let widest = names.iter().map(|name| lettering.width(name)).fold(0.0, f64::max);
        let numbers = lettering.width("000");
        let left = size(area).0 - widest - numbers;
        for (i, name) in names.iter().enumerate() {
            let middle = KEY_LINE * (i as f64 + 0.5);
            let color = lettering.color(palette::lettering(palette::series(i)));
            let at = |x: f64| (x, middle);
            let number = format!("{}", i + 1);
            write(
                area,
                &number,
                color.bold(),
                (HPos::Right, VPos::Center),
                at(left + 0.7 * numbers),
            )?;
            write(area, name, color, (HPos::Left, VPos::Center), at(left + numbers))?;
        }
        Ok(inset(area, [0.0, 0.0, 0.0, widest + numbers + 20.0]))
    }

    /// What stands beside points.
    fn marks(&self, lettering: Lettering) -> Vec<String> {
        if self.hedges.len() > NAMED {
            return (1..=self.hedges.len()).map(|number| number.to_string()).collect();
        }
        let whole: Vec<&str> = self.hedges.iter().map(|hedge| hedge.name).collect();
        names::shorten(&whole, lettering, NAME)
    }

    /// Writes the names away from each other and from obstacles.
    pub(super) fn names<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &Plot<'a, DB>,
        obstacles: &[Frame],
    ) -> Result<(), ChartError> {
        let lettering = Lettering::new(if self.hedges.len() > 8 { SMALL } else { SMALL + 2.0 });
        let names = self.marks(lettering);
        let sizes: Vec<(f64, f64)> =
            names.iter().map(|name| (lettering.width(name) + 4.0, 1.2 * lettering.size)).collect();
        let points: Vec<(f64, f64)> =
            self.hedges.iter().map(|hedge| plot.on_canvas(hedge.at())).collect();
        let frames = placement::place(&points, &sizes, obstacles, plot.bounds());
        for (i, (point, frame)) in points.iter().zip(&frames).enumerate() {
            if placement::distance(*point, frame) > placement::BESIDE {
                leader(canvas, *point, placement::nearest(*point, frame))?;
            }
            let middle = f64::midpoint(frame[1], frame[3]);
            let color = lettering.color(palette::lettering(palette::series(i)));
            write(canvas, &names[i], color, (HPos::Left, VPos::Center), (frame[0] + 2.0, middle))?;
        }
        Ok(())
    }
}

fn leader<DB: Backend>(
    canvas: &Area<DB>,
    from: (f64, f64),
    to: (f64, f64),
) -> Result<(), ChartError> {
    let length = (to.0 - from.0).hypot(to.1 - from.1);
    let start = |a: f64, b: f64| a + (b - a) * (RADIUS + 2.0) / length;
    let ends = [(start(from.0, to.0), start(from.1, to.1)), to].map(|(x, y)| (px(x), px(y)));
    let style = palette::ASIDE.stroke_width(stroke(1.0));
    Ok(canvas.draw(&PathElement::new(ends, style))?)
}

//! Cost against risk: a point per hedge.

use super::axis::Axis;
use super::canvas::{Area, Backend, Drawing, SMALL, frame, inset, px, render, size, stroke, write};
use super::placement::{self, Frame};
use super::plot::{AXIS_TEXT, Axes, Plot, side_room};
use super::text::Lettering;
use super::{ChartError, Image, Labels, finite, names, palette, rows};
use plotters::element::{PathElement, Polygon};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

/// A hedge's mean cost and the spread of its P&L.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontierPoint<'a> {
    /// The hedge.
    pub name: &'a str,
    /// Mean cost, positive when paid.
    pub cost_mean: f64,
    /// Its standard error.
    pub cost_mean_se: f64,
    /// Standard deviation of P&L.
    pub pnl_sd: f64,
    /// Its standard error.
    pub pnl_sd_se: f64,
}

/// Input of [`frontier`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frontier<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// A point each.
    pub hedges: &'a [FrontierPoint<'a>],
}

/// Mean cost (across) against standard deviation of P&L (up), bars of two standard errors each way,
/// every point named beside it; more than 14 are numbered, and a key at the right gives their names.
/// Both scales reach down to zero: lower left is better.
///
/// # Errors
/// [`ChartError`] if there is no hedge, a number is not finite, or drawing fails.
pub fn frontier(input: &Frontier<'_>) -> Result<Image, ChartError> {
    if input.hedges.is_empty() {
        return Err(ChartError::Nothing("a frontier needs a hedge"));
    }
    for hedge in input.hedges {
        finite(hedge.name, &[hedge.cost_mean, hedge.cost_mean_se])?;
        finite(hedge.name, &[hedge.pnl_sd, hedge.pnl_sd_se])?;
    }
    render(input)
}

/// Widest that a name may get, in pixels.
const NAME: f64 = 300.0;
const RADIUS: f64 = 7.0;
/// Up to so many points their names have room beside them.
const NAMED: usize = 14;
/// Height of a line of the key, in pixels.
const KEY_LINE: f64 = 23.0;

impl FrontierPoint<'_> {
    fn at(&self) -> (f64, f64) {
        (self.cost_mean, self.pnl_sd)
    }

    fn costs(&self) -> (f64, f64) {
        (self.cost_mean - 2.0 * self.cost_mean_se, self.cost_mean + 2.0 * self.cost_mean_se)
    }

    fn spreads(&self) -> (f64, f64) {
        (self.pnl_sd - 2.0 * self.pnl_sd_se, self.pnl_sd + 2.0 * self.pnl_sd_se)
    }
}

impl Drawing for Frontier<'_> {
    fn height(&self) -> u32 {
        rows::height(self.hedges.len(), KEY_LINE, 170.0)
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let body = frame(canvas, &self.labels, "Bars: ± 2 standard errors.")?;
        let body = self.key(&body)?;
        let costs = self.hedges.iter().flat_map(|hedge| [0.0, hedge.costs().0, hedge.costs().1]);
        let spreads = self.hedges.iter().flat_map(|hedge| [0.0, hedge.spreads().1]);
        let x = Axis::around(costs, (size(&body).0 / 150.0) as usize);
        let y = Axis::around(spreads, 7);
        let x_title = format!("mean cost ({})", self.labels.unit);
        let y_title = format!("sd of P&L ({})", self.labels.unit);
        let axes = Axes {
            x_title: Some(&x_title),
            y_title: Some(&y_title),
            left: side_room(&y, AXIS_TEXT, true),
            size: AXIS_TEXT,
        };
        let mut plot =
            Plot::new(&inset(&body, [4.0, 0.0, 0.0, 10.0]), x.clone(), y.clone(), &axes)?;
        for (i, hedge) in self.hedges.iter().enumerate() {
            let (low, high) = hedge.costs();
            let color = palette::series(i);
            plot.error_bar_across(hedge.at(), (x.clamp(low), high), color)?;
            let (low, high) = hedge.spreads();
            plot.error_bar(hedge.at(), (y.clamp(low), high), color)?;
        }
        for (i, hedge) in self.hedges.iter().enumerate() {
            plot.dots([hedge.at()], palette::series(i), RADIUS)?;
        }
        let arrow = better(canvas, plot.bounds())?;
        self.names(canvas, &plot, arrow)
    }
}

impl Frontier<'_> {
    /// Names of numbered points at the right of an area, and what is left of it.
    fn key<DB: Backend>(&self, area: &Area<DB>) -> Result<Area<DB>, ChartError> {
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

    fn names<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &Plot<'a, DB>,
        arrow: Frame,
    ) -> Result<(), ChartError> {
        let lettering = Lettering::new(if self.hedges.len() > 8 { SMALL } else { SMALL + 2.0 });
        let names = self.marks(lettering);
        let sizes: Vec<(f64, f64)> =
            names.iter().map(|name| (lettering.width(name) + 4.0, 1.2 * lettering.size)).collect();
        let points: Vec<(f64, f64)> =
            self.hedges.iter().map(|hedge| plot.on_canvas(hedge.at())).collect();
        let mut obstacles: Vec<Frame> =
            self.hedges.iter().flat_map(|hedge| drawn(plot, hedge)).collect();
        obstacles.push(arrow);
        let frames = placement::place(&points, &sizes, &obstacles, plot.bounds());
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

/// What a hedge's mark and bars cover.
fn drawn<'a, DB: Backend + 'a>(plot: &Plot<'a, DB>, hedge: &FrontierPoint<'_>) -> [Frame; 3] {
    let (x, y) = plot.on_canvas(hedge.at());
    let left = plot.on_canvas((hedge.costs().0, hedge.pnl_sd)).0;
    let right = plot.on_canvas((hedge.costs().1, hedge.pnl_sd)).0;
    let bottom = plot.on_canvas((hedge.cost_mean, hedge.spreads().0)).1;
    let top = plot.on_canvas((hedge.cost_mean, hedge.spreads().1)).1;
    let around = RADIUS + 3.0;
    [
        [x - around, y - around, x + around, y + around],
        [left - 5.0, y - 8.0, right + 5.0, y + 8.0],
        [x - 8.0, top - 5.0, x + 8.0, bottom + 5.0],
    ]
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

/// An arrow to the lower left in the upper right corner; gives the room it takes.
fn better<DB: Backend>(canvas: &Area<DB>, [_, top, right, _]: Frame) -> Result<Frame, ChartError> {
    let lettering = Lettering::new(SMALL + 2.0).color(palette::ASIDE);
    let tip = (right - 150.0, top + 66.0);
    let tail = (tip.0 + 44.0, tip.1 - 44.0);
    let ends = [tail, (tip.0 + 8.0, tip.1 - 8.0)].map(|(x, y)| (px(x), px(y)));
    canvas.draw(&PathElement::new(ends, palette::ASIDE.stroke_width(stroke(4.0))))?;
    let head = [tip, (tip.0 + 22.0, tip.1 - 6.0), (tip.0 + 6.0, tip.1 - 22.0)];
    let head: Vec<_> = head.iter().map(|(x, y)| (px(*x), px(*y))).collect();
    canvas.draw(&Polygon::new(head, palette::ASIDE.filled()))?;
    write(canvas, "better", lettering, (HPos::Left, VPos::Center), (tail.0 + 8.0, tail.1))?;
    Ok([tip.0, tail.1 - 14.0, right, tip.1])
}

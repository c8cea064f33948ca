//! Cost against risk, as lines of choices and as points.

use crate::charts::axis::Axis;
use crate::charts::canvas::{
    Area, Backend, Drawing, SMALL, frame, inset, px, render, size, stroke, write,
};
use crate::charts::legend::{self, Entry, Swatch};
use crate::charts::placement::{self, Frame};
use crate::charts::plot::{AXIS_TEXT, Axes, Plot, Spot, last_label_room, side_room};
use crate::charts::text::Lettering;
use crate::charts::{ChartError, Image, Labels, finite, names, palette};
use plotters::element::PathElement;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};

/// A cost and the risk that is left at it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CostRiskPoint<'a> {
    /// What stands beside it; may be empty.
    pub name: &'a str,
    /// The cost.
    pub cost: f64,
    /// Its standard error; 0 draws no bar.
    pub cost_se: f64,
    /// The risk.
    pub risk: f64,
    /// Its standard error; 0 draws no bar.
    pub risk_se: f64,
}

/// Points that belong together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostRiskLine<'a> {
    /// What they have in common.
    pub name: &'a str,
    /// The points.
    pub points: &'a [CostRiskPoint<'a>],
    /// What joins them.
    pub joined: Joined,
}

/// What joins points, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// Nothing.
    No,
    /// A line.
    Line,
    /// A pale band that lines can be seen upon; the points themselves are not marked.
    Band,
}

/// Input of [`cost_risk`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostRiskChart<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// What the cost is: "cost of positions".
    pub cost_name: &'a str,
    /// What the risk is: "root mean square error".
    pub risk_name: &'a str,
    /// The risk of no hedge.
    pub unhedged: Option<f64>,
    /// The groups, in the order of their colours.
    pub lines: &'a [CostRiskLine<'a>],
}

/// Cost across against risk up, with bars of two standard errors each way; lower left is better. A
/// dashed line stands at the risk of no hedge. Scales are of ratios where values lie far apart; that
/// of costs then reaches down to zero all the same.
///
/// # Errors
/// [`ChartError`] if there is no point, a number is not finite, a cost or a risk is negative, or
/// drawing fails.
pub fn cost_risk(input: &CostRiskChart<'_>) -> Result<Image, ChartError> {
    if input.points().next().is_none() {
        return Err(ChartError::Nothing("cost against risk needs a point"));
    }
    for line in input.lines {
        let numbers = line.points.iter().flat_map(|p| [&p.cost, &p.cost_se, &p.risk, &p.risk_se]);
        finite(line.name, numbers)?;
        if line.points.iter().any(|point| point.cost < 0.0 || point.risk < 0.0) {
            return Err(ChartError::NotPositive(line.name.to_owned()));
        }
    }
    finite("the risk of no hedge", &input.unhedged)?;
    render(input)
}

/// Values that differ by more than this factor are drawn by their ratios.
const FAR_APART: f64 = 20.0;
const RADIUS: f64 = 6.0;
/// Width of a band, in pixels.
const BAND: f64 = 11.0;
/// Widest that a name may get, in pixels.
const NAME: f64 = 300.0;

impl Drawing for CostRiskChart<'_> {
    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let bars = self.points().any(|point| point.cost_se > 0.0 || point.risk_se > 0.0);
        let note = if bars { "Bars: ± 2 standard errors, where wider than the mark." } else { "" };
        let body = legend::above(&frame(canvas, &self.labels, note)?, &self.legend(), SMALL + 2.0)?;
        let mut plot = self.plot(&body)?;
        self.unhedged(&mut plot)?;
        for (i, line) in self.lines.iter().enumerate() {
            line.draw(&mut plot, i)?;
        }
        self.names(canvas, &plot)
    }
}

impl CostRiskChart<'_> {
    fn points(&self) -> impl Iterator<Item = &CostRiskPoint<'_>> {
        self.lines.iter().flat_map(|line| line.points)
    }

    fn legend(&self) -> Vec<Entry> {
        let of_line = |(i, line): (usize, &CostRiskLine<'_>)| Entry {
            swatch: match line.joined {
                Joined::No => Swatch::Symbol(i),
                Joined::Line => Swatch::Line(4.0),
                Joined::Band => Swatch::Line(BAND),
            },
            color: line.color(i),
            name: line.name.to_owned(),
        };
        let unhedged = self.unhedged.map(|_| Entry {
            swatch: Swatch::Dashed,
            color: palette::INK,
            name: "no hedge".to_owned(),
        });
        self.lines.iter().enumerate().map(of_line).chain(unhedged).collect()
    }

    fn plot<'a, DB: Backend + 'a>(&self, area: &Area<DB>) -> Result<Plot<'a, DB>, ChartError> {
        let (x, x_scale) = self.cost_axis((size(area).0 / 150.0) as usize);
        let (y, y_scale) = self.risk_axis();
        let x_title = format!("{}{x_scale}", self.cost_name);
        let y_title = format!("{}{y_scale}", self.risk_name);
        let axes = Axes {
            x_title: Some(&x_title),
            y_title: Some(&y_title),
            left: side_room(&y, AXIS_TEXT, true),
            size: AXIS_TEXT,
        };
        let right = last_label_room(&x, AXIS_TEXT);
        Plot::new(&inset(area, [4.0, 0.0, 0.0, right]), x, y, &axes)
    }

    fn cost_axis(&self, count: usize) -> (Axis, &'static str) {
        let ends = || self.points().flat_map(|point| point.ends(|p| (p.cost, p.cost_se)));
        let costs = self.points().map(|point| point.cost);
        let none = self.points().any(|point| point.cost == 0.0);
        match (far_apart(costs), none) {
            (false, _) => (Axis::around(ends().chain([0.0]), count), ""),
            (true, false) => (Axis::log_around(ends()), ", log scale"),
            (true, true) => {
                let all = self.points().map(|point| point.cost);
                (Axis::signed_log_around(all), ", log scale down to zero")
            }
        }
    }

    fn risk_axis(&self) -> (Axis, &'static str) {
        let ends = || self.points().flat_map(|point| point.ends(|p| (p.risk, p.risk_se)));
        let risks = self.points().map(|point| point.risk).chain(self.unhedged);
        if far_apart(risks) {
            let shown = self.points().flat_map(|p| [p.risk, p.risk + 2.0 * p.risk_se]);
            return (Axis::log_around(shown.chain(self.unhedged)), ", log scale");
        }
        (Axis::around(ends().chain(self.unhedged).chain([0.0]), 7), "")
    }

    fn unhedged<'a, DB: Backend + 'a>(&self, plot: &mut Plot<'a, DB>) -> Result<(), ChartError> {
        let Some(risk) = self.unhedged.filter(|risk| plot.y_axis().clamp(*risk) == *risk) else {
            return Ok(());
        };
        let (low, high) = plot.x_axis().bounds();
        plot.dashed(vec![(low, risk), (high, risk)], palette::INK, 2.0)
    }

    /// Writes names beside their points, away from each other and from what is drawn.
    fn names<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &Plot<'a, DB>,
    ) -> Result<(), ChartError> {
        let lettering = Lettering::new(SMALL);
        let named: Vec<(usize, &CostRiskPoint<'_>)> = self
            .lines
            .iter()
            .enumerate()
            .flat_map(|(i, line)| line.points.iter().map(move |point| (i, point)))
            .filter(|(_, point)| !point.name.is_empty())
            .collect();
        let whole: Vec<&str> = named.iter().map(|(_, point)| point.name).collect();
        let names = names::shorten(&whole, lettering, NAME);
        let sizes: Vec<_> =
            names.iter().map(|name| (lettering.width(name) + 4.0, 1.2 * SMALL)).collect();
        let spots: Vec<_> = named.iter().map(|(_, point)| plot.on_canvas(point.at(plot))).collect();
        let frames = placement::place(&spots, &sizes, &self.obstacles(plot), plot.bounds());
        for (((i, _), spot), (name, frame)) in
            named.iter().zip(&spots).zip(names.iter().zip(&frames))
        {
            let color = palette::lettering(palette::series(*i));
            if placement::distance(*spot, frame) > placement::BESIDE {
                let end = placement::nearest(*spot, frame);
                let ends = [*spot, end].map(|(x, y)| (px(x), px(y)));
                canvas.draw(&PathElement::new(ends, color.stroke_width(stroke(1.0))))?;
            }
            let at = (frame[0] + 2.0, f64::midpoint(frame[1], frame[3]));
            write(canvas, name, lettering.color(color), (HPos::Left, VPos::Center), at)?;
        }
        Ok(())
    }

    /// Points, their bars and the lines between them.
    fn obstacles<'a, DB: Backend + 'a>(&self, plot: &Plot<'a, DB>) -> Vec<Frame> {
        let mut taken = Vec::new();
        for line in self.lines {
            let spots: Vec<_> =
                line.points.iter().map(|point| plot.on_canvas(point.at(plot))).collect();
            taken.extend(spots.iter().map(|spot| around(*spot, RADIUS + 2.0)));
            for point in line.points {
                let (x, y) = point.at(plot);
                let costs = point.ends(|p| (p.cost, p.cost_se)).map(|cost| (cost, y));
                let risks = point.ends(|p| (p.risk, p.risk_se)).map(|risk| (x, risk));
                for ends in [costs, risks] {
                    let ends = ends.map(|end| plot.on_canvas(on(plot, end)));
                    taken.extend(along(&ends));
                }
            }
            if line.joined != Joined::No {
                spots.windows(2).for_each(|pair| taken.extend(along(pair)));
            }
        }
        if let Some(risk) = self.unhedged {
            let (low, high) = plot.x_axis().bounds();
            let ends = [low, high].map(|cost| plot.on_canvas(on(plot, (cost, risk))));
            taken.extend(along(&ends));
        }
        taken
    }
}

impl CostRiskPoint<'_> {
    /// Two standard errors each way.
    fn ends(&self, of: fn(&Self) -> (f64, f64)) -> [f64; 2] {
        let (value, se) = of(self);
        [value - 2.0 * se, value + 2.0 * se]
    }

    fn at<'a, DB: Backend + 'a>(&self, plot: &Plot<'a, DB>) -> Spot {
        on(plot, (self.cost, self.risk))
    }
}

impl CostRiskLine<'_> {
    fn color(&self, i: usize) -> RGBColor {
        let color = palette::series(i);
        if self.joined == Joined::Band { palette::paler(color) } else { color }
    }

    fn draw<'a, DB: Backend + 'a>(
        &self,
        plot: &mut Plot<'a, DB>,
        i: usize,
    ) -> Result<(), ChartError> {
        let color = self.color(i);
        let spots = || self.points.iter().map(|point| point.at(plot)).collect();
        match self.joined {
            Joined::No => {}
            Joined::Line => plot.line(spots(), color, 2.5)?,
            Joined::Band => return plot.line(spots(), color, BAND),
        }
        for point in self.points {
            let at = point.at(plot);
            if point.cost_se > 0.0 {
                let [low, high] = point.ends(|p| (p.cost, p.cost_se));
                let ends = (on(plot, (low, at.1)).0, on(plot, (high, at.1)).0);
                plot.error_bar_across_beyond(RADIUS, at, ends, color)?;
            }
            if point.risk_se > 0.0 {
                let [low, high] = point.ends(|p| (p.risk, p.risk_se));
                let ends = (on(plot, (at.0, low)).1, on(plot, (at.0, high)).1);
                plot.error_bar_beyond(RADIUS, at, ends, color)?;
            }
            let radius = if point.name.is_empty() { 0.7 * RADIUS } else { RADIUS };
            plot.symbol(at, i, radius)?;
        }
        Ok(())
    }
}

/// The nearest point of a plot.
fn on<'a, DB: Backend + 'a>(plot: &Plot<'a, DB>, (x, y): Spot) -> Spot {
    (plot.x_axis().clamp(x), plot.y_axis().clamp(y))
}

/// Whether positive values lie so far apart that only their ratios can be drawn.
fn far_apart(values: impl Iterator<Item = f64>) -> bool {
    let (least, most) = values
        .filter(|value| *value > 0.0)
        .fold((f64::INFINITY, 0.0_f64), |(least, most), v| (least.min(v), most.max(v)));
    most > FAR_APART * least
}

fn around((x, y): (f64, f64), more: f64) -> Frame {
    [x - more, y - more, x + more, y + more]
}

/// Small frames between two points, for what shall not stand upon a line.
fn along(ends: &[(f64, f64)]) -> Vec<Frame> {
    let [from, to] = [ends[0], ends[1]];
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let count = (dx.hypot(dy) / 8.0).min(400.0) as usize;
    let spot = |i: usize| {
        let share = i as f64 / count.max(1) as f64;
        around((from.0 + share * dx, from.1 + share * dy), 4.0)
    };
    (0..count).map(spot).collect()
}

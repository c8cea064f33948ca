//! Lines of one number against another, a line for each value of a third.

use super::axis::{Axis, extent};
use super::canvas::{Area, Backend, Drawing, SMALL, frame, inset, render, size, write};
use super::legend::{self, Entry, Swatch, spread};
use super::plot::{AXIS_TEXT, Axes, Plot, Spot, diamond, side_room};
use super::scale::Values;
use super::text::Lettering;
use super::{ChartError, Image, Labels, Scale, finite, names, palette};
use plotters::style::RGBColor;
use plotters::style::text_anchor::{HPos, VPos};

/// A point of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FamilyPoint {
    /// Where it is.
    pub x: f64,
    /// What is found there.
    pub y: f64,
    /// Standard error of `y`; 0 draws no bar.
    pub se: f64,
}

/// A line of a family.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FamilyLine<'a> {
    /// The value that it stands for.
    pub name: &'a str,
    /// Its points; `x` rises.
    pub points: &'a [FamilyPoint],
    /// Which of them to mark, such as the best; beyond the last, none.
    pub mark: Option<usize>,
}

/// Input of [`line_family`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineFamily<'a> {
    /// Title, caption and unit; the unit is not written by itself.
    pub labels: Labels<'a>,
    /// What lines differ by, with its unit: stands above their names. May be empty.
    pub family_title: &'a str,
    /// Title of the x axis, with its unit.
    pub x_title: &'a str,
    /// How `x` lies.
    pub x_scale: Scale,
    /// Title of the y axis, with its unit.
    pub y_title: &'a str,
    /// Whether `y` is on a log axis.
    pub log_y: bool,
    /// Whether lines stand for rising values of one number: they are then coloured from light to
    /// dark; otherwise each in a colour of its own.
    pub ordered: bool,
    /// The lines.
    pub lines: &'a [FamilyLine<'a>],
    /// What marked points are. Unused without marks.
    pub mark_name: &'a str,
    /// A number that they are compared with, and what it is: a dashed line across.
    pub level: Option<(f64, &'a str)>,
}

/// A line with round marks per member of the family, with bars of two standard errors each way,
/// named where it ends. Values that are not positive have no place on a log y axis; they are left
/// out, and the caption says so.
///
/// # Errors
/// [`ChartError`] if there is no point to draw, a number is not finite, the `x` of a line do not
/// rise or do not fit their scale, or drawing fails.
pub fn line_family(input: &LineFamily<'_>) -> Result<Image, ChartError> {
    let mut all = Vec::new();
    for line in input.lines {
        let own: Vec<f64> = line.points.iter().map(|point| point.x).collect();
        Values::new(input.x_title, &own, input.x_scale)?;
        finite(line.name, line.points.iter().flat_map(|point| [&point.y, &point.se]))?;
        finite("the level", input.level.iter().map(|(level, _)| level))?;
        all.extend(own);
    }
    all.sort_by(f64::total_cmp);
    all.dedup();
    let x = Values::new(input.x_title, &all, input.x_scale)?;
    let drawn = |point: &FamilyPoint| !input.log_y || point.y > 0.0;
    if !input.lines.iter().any(|line| line.points.iter().any(drawn)) {
        return Err(ChartError::Nothing("a family of lines needs a point"));
    }
    render(&Prepared { input, x })
}

struct Prepared<'a> {
    input: &'a LineFamily<'a>,
    /// Every x of any line.
    x: Values<'a>,
}

/// Most room for names of lines, in pixels.
const NAMES: f64 = 300.0;

impl Drawing for Prepared<'_> {
    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let mut body = frame(canvas, &self.input.labels, self.note())?;
        let entries = self.legend();
        if !entries.is_empty() {
            body = legend::above(&body, &entries, AXIS_TEXT)?;
        }
        let lettering = self.lettering();
        let whole: Vec<&str> = self.input.lines.iter().map(|line| line.name).collect();
        let names = names::shorten(&whole, lettering, NAMES);
        let heading = lettering.bold().wrap(self.input.family_title, NAMES);
        let widths = names.iter().map(|name| lettering.width(name));
        let widths = widths.chain(heading.iter().map(|line| lettering.bold().width(line)));
        let room = widths.fold(60.0, f64::max);
        let mut plot = self.plot(&inset(&body, [4.0, 0.0, 0.0, room + 28.0]))?;
        if let Some((level, _)) = self.level() {
            let (low, high) = plot.x_axis().bounds();
            plot.dashed(vec![(low, level), (high, level)], palette::INK, 2.0)?;
        }
        for i in 0..self.input.lines.len() {
            self.line(&mut plot, i)?;
        }
        self.marks(&mut plot)?;
        self.name_lines(canvas, &plot, &names, &heading)
    }
}

impl Prepared<'_> {
    fn legend(&self) -> Vec<Entry> {
        let entry =
            |swatch, name: &str| Entry { swatch, color: palette::INK, name: name.to_owned() };
        let marked = self.input.lines.iter().any(|line| self.marked(line).is_some());
        let mark = marked.then(|| entry(Swatch::Diamond, self.input.mark_name));
        let level = self.level().map(|(_, name)| entry(Swatch::Dashed, name));
        mark.into_iter().chain(level).collect()
    }

    /// The level, where it has a place on the axis.
    fn level(&self) -> Option<(f64, &str)> {
        self.input.level.filter(|(level, _)| !self.input.log_y || *level > 0.0)
    }

    fn note(&self) -> &'static str {
        let mut points = self.input.lines.iter().flat_map(|line| line.points);
        let bars = points.clone().any(|point| point.se > 0.0);
        match (bars, self.input.log_y && points.any(|point| point.y <= 0.0)) {
            (false, false) => "",
            (true, false) => "Bars: ± 2 standard errors.",
            (false, true) => "Values that are not positive have no place on a log axis.",
            (true, true) => {
                "Values that are not positive have no place on a log axis. Bars: ± 2 standard errors."
            }
        }
    }

    fn lettering(&self) -> Lettering {
        Lettering::new(if self.input.lines.len() > 8 { SMALL } else { AXIS_TEXT })
    }

    fn color(&self, line: usize) -> RGBColor {
        if !self.input.ordered {
            return palette::series(line);
        }
        // The palest end is too faint for a line.
        let others = self.input.lines.len().saturating_sub(1).max(1);
        palette::sequential(0.2 + 0.8 * line as f64 / others as f64)
    }

    /// Where an x lies on the axis.
    fn place(&self, x: f64) -> f64 {
        let index = self.x.values.partition_point(|value| *value < x);
        self.x.place(index.min(self.x.values.len() - 1))
    }

    /// Points that have a place, each with its standard error.
    fn points<'s>(&'s self, line: &'s FamilyLine<'_>) -> impl Iterator<Item = (Spot, f64)> + 's {
        let drawn = |point: &&FamilyPoint| !self.input.log_y || point.y > 0.0;
        line.points.iter().filter(drawn).map(|point| ((self.place(point.x), point.y), point.se))
    }

    fn marked(&self, line: &FamilyLine<'_>) -> Option<Spot> {
        let point = line.points.get(line.mark?)?;
        let drawn = !self.input.log_y || point.y > 0.0;
        drawn.then(|| (self.place(point.x), point.y))
    }

    fn y_axis(&self) -> Axis {
        let points = self.input.lines.iter().flat_map(|line| self.points(line));
        let level = self.level().map(|(level, _)| level);
        if self.input.log_y {
            return Axis::log_around(
                points.flat_map(|((_, y), se)| [y, y + 2.0 * se]).chain(level),
            );
        }
        let ends = points.flat_map(|((_, y), se)| [y - 2.0 * se, y + 2.0 * se]);
        Axis::around(ends.chain(level), 7)
    }

    fn x_axis(&self, count: usize) -> Axis {
        if self.x.scale == Scale::Log {
            let air = Axis::log_around(self.x.values.iter().copied());
            return self.x.axis(air.bounds(), count);
        }
        let places = (0..self.x.values.len()).map(|i| self.x.place(i));
        let (low, high) = extent(places);
        let air = 0.04 * (high - low);
        self.x.axis((low - air, high + air), count)
    }

    fn plot<'a, DB: Backend + 'a>(&self, area: &Area<DB>) -> Result<Plot<'a, DB>, ChartError> {
        let y = self.y_axis();
        let axes = Axes {
            x_title: Some(self.input.x_title),
            y_title: Some(self.input.y_title),
            left: side_room(&y, AXIS_TEXT, true),
            size: AXIS_TEXT,
        };
        Plot::new(area, self.x_axis((size(area).0 / 120.0) as usize), y, &axes)
    }

    fn line<'a, DB: Backend + 'a>(
        &self,
        plot: &mut Plot<'a, DB>,
        i: usize,
    ) -> Result<(), ChartError> {
        let color = self.color(i);
        let lowest = self.y_axis().bounds().0;
        let spots: Vec<Spot> = self.points(&self.input.lines[i]).map(|(spot, _)| spot).collect();
        plot.line(spots.clone(), color, 3.0)?;
        for ((x, y), se) in self.points(&self.input.lines[i]).filter(|(_, se)| *se > 0.0) {
            plot.error_bar((x, y), ((y - 2.0 * se).max(lowest), y + 2.0 * se), color)?;
        }
        if self.input.ordered {
            return plot.dots(spots, color, 5.5);
        }
        spots.into_iter().try_for_each(|at| plot.symbol(at, i, 5.5))
    }

    fn marks<'a, DB: Backend + 'a>(&self, plot: &mut Plot<'a, DB>) -> Result<(), ChartError> {
        for at in self.input.lines.iter().filter_map(|line| self.marked(line)) {
            plot.mark(at, &diamond(14.0), palette::PAPER)?;
            plot.mark(at, &diamond(11.0), palette::INK)?;
        }
        Ok(())
    }

    /// Names lines where they end, apart from each other, under what they differ by.
    fn name_lines<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &Plot<'a, DB>,
        names: &[String],
        heading: &[String],
    ) -> Result<(), ChartError> {
        let [_, top, right, bottom] = plot.bounds();
        let lettering = self.lettering();
        let step = 1.3 * lettering.size;
        let left = right + 14.0;
        let ends: Vec<(usize, Spot)> = (0..names.len())
            .filter_map(|i| Some((i, self.points(&self.input.lines[i]).last()?.0)))
            .collect();
        let wanted: Vec<f64> = ends.iter().map(|(_, end)| plot.on_canvas(*end).1).collect();
        let from = top + step * heading.len() as f64 + 0.5 * step;
        let places = spread(&wanted, step, (from, bottom - 0.5 * step));
        let above = places.iter().copied().fold(f64::INFINITY, f64::min) - from + top;
        for (i, line) in heading.iter().enumerate() {
            let at = (left, above + step * (i as f64 + 0.5));
            write(canvas, line, lettering.bold(), (HPos::Left, VPos::Center), at)?;
        }
        for ((i, _), y) in ends.iter().zip(places) {
            let color = lettering.color(palette::lettering(self.color(*i)));
            write(canvas, &names[*i], color, (HPos::Left, VPos::Center), (left, y))?;
        }
        Ok(())
    }
}

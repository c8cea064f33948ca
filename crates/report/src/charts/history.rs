//! P&L of every window of real history, by start date.

use super::axis::{Axis, extent};
use super::canvas::{Area, Backend, Drawing, SMALL, frame, inset, render, size, write};
use super::dates;
use super::plot::{Axes, Plot, Spot, bottom_room, side_room, thinned};
use super::rows;
use super::text::Lettering;
use super::ticks::significant;
use super::{ChartError, Image, Labels, finite, palette, same_length};
use plotters::style::text_anchor::{HPos, VPos};

/// P&L of one hedge in every window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowSeries<'a> {
    /// The hedge.
    pub name: &'a str,
    /// A value per window, in the chart's unit.
    pub pnl: &'a [f64],
}

/// Input of [`history_windows`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HistoryWindows<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// Date of each window's start, `yyyy-mm-dd`, in any order.
    pub start_dates: &'a [&'a str],
    /// A panel each.
    pub hedges: &'a [WindowSeries<'a>],
}

/// P&L of every window against its start date, a panel per hedge on common axes, the worst window
/// of each hedge named by its date.
///
/// # Errors
/// [`ChartError`] if there is no hedge or window, a date cannot be read, lengths differ, a number
/// is not finite, or drawing fails.
pub fn history_windows(input: &HistoryWindows<'_>) -> Result<Image, ChartError> {
    if input.hedges.is_empty() || input.start_dates.is_empty() {
        return Err(ChartError::Nothing("history needs a hedge and a window"));
    }
    for hedge in input.hedges {
        same_length(hedge.name, input.start_dates.len(), hedge.pnl.len())?;
        finite(hedge.name, hedge.pnl)?;
    }
    let days: Vec<f64> =
        input.start_dates.iter().map(|date| dates::parse(date)).collect::<Result<_, _>>()?;
    render(&Prepared { input, days })
}

struct Prepared<'a> {
    input: &'a HistoryWindows<'a>,
    days: Vec<f64>,
}

const LETTERING: f64 = SMALL;
/// Height of a panel's heading, in pixels.
const HEADING: f64 = 30.0;

impl Drawing for Prepared<'_> {
    fn height(&self) -> u32 {
        rows::height(self.input.hedges.len(), 120.0, 190.0)
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let body = frame(canvas, &self.input.labels, "Black: the worst window of each hedge.")?;
        let (_, height) = size(&body);
        let count = self.input.hedges.len();
        let each = (height - bottom_room(LETTERING)) / count as f64;
        for i in 0..count {
            let last = i + 1 == count;
            let top = each * i as f64;
            let below = if last { 0.0 } else { height - top - each };
            self.panel(canvas, &inset(&body, [top, below, 0.0, 20.0]), i, last)?;
        }
        Ok(())
    }
}

impl Prepared<'_> {
    fn y_axis(&self) -> Axis {
        let values = self.input.hedges.iter().flat_map(|hedge| hedge.pnl.iter().copied());
        Axis::around(values.chain([0.0]), 5)
    }

    fn panel<DB: Backend>(
        &self,
        canvas: &Area<DB>,
        area: &Area<DB>,
        i: usize,
        last: bool,
    ) -> Result<(), ChartError> {
        let (low, high) = extent(self.days.iter().copied());
        let air = 0.01 * (high - low);
        let (width, _) = size(area);
        let ticks = dates::ticks(low - air, high + air, (width / 110.0) as usize);
        let x = Axis::linear((low - air, high + air), 0).with_ticks(ticks);
        let y = self.y_axis();
        let left = side_room(&y, LETTERING, true);
        let hedge = &self.input.hedges[i];
        let heading =
            Lettering::new(LETTERING + 2.0).bold().color(palette::lettering(palette::series(i)));
        let name = heading.ellipsize(hedge.name, width - left);
        write(area, &name, heading, (HPos::Left, VPos::Top), (left, 6.0))?;

        let y_title = if self.input.hedges.len() > 4 {
            "P&L".to_owned()
        } else {
            format!("P&L ({})", self.input.labels.unit)
        };
        let x_title = last.then_some("start of the window");
        let axes = Axes { x_title, y_title: Some(&y_title), left, size: LETTERING };
        let mut plot = Plot::new(&inset(area, [HEADING, 0.0, 0.0, 0.0]), x, y, &axes)?;
        plot.line(vec![(low - air, 0.0), (high + air, 0.0)], palette::ASIDE, 1.0)?;
        self.windows(canvas, &mut plot, i)
    }

    fn windows<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &mut Plot<'a, DB>,
        i: usize,
    ) -> Result<(), ChartError> {
        let mut points: Vec<Spot> =
            self.days.iter().copied().zip(self.input.hedges[i].pnl.iter().copied()).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let color = palette::series(i);
        plot.line(thinned(&points, 1200), color, 1.2)?;
        if points.len() <= 80 {
            plot.dots(points, color, 3.5)?;
        }
        self.worst(canvas, plot, i)
    }

    fn worst<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &mut Plot<'a, DB>,
        i: usize,
    ) -> Result<(), ChartError> {
        let pnl = self.input.hedges[i].pnl;
        let Some(at) = (0..pnl.len()).min_by(|a, b| pnl[*a].total_cmp(&pnl[*b])) else {
            return Ok(());
        };
        let spot = (self.days[at], pnl[at]);
        plot.dots([spot], palette::INK, 5.0)?;
        let [left, top, right, bottom] = plot.bounds();
        let (x, y) = plot.on_canvas(spot);
        let text = format!("{}: {}", self.input.start_dates[at], significant(pnl[at], 3));
        let lettering = Lettering::new(LETTERING);
        let width = lettering.width(&text);
        let start = if x + 14.0 + width < right { x + 14.0 } else { (x - 14.0 - width).max(left) };
        let y = y.clamp(top + 12.0, (bottom - 12.0).max(top + 12.0));
        super::canvas::veil(canvas, [start - 3.0, y - 11.0, start + width + 3.0, y + 11.0])?;
        write(canvas, &text, lettering, (HPos::Left, VPos::Center), (start, y))
    }
}

//! How P&L and its components build up over time, on average.

use super::axis::Axis;
use super::canvas::{Area, Backend, Drawing, SMALL, frame, inset, render, size, write};
use super::components::{entries, present};
use super::legend::{self, BAND_OPACITY, Entry, Swatch};
use super::plot::{Axes, Plot, side_room, thinned};
use super::text::Lettering;
use super::{ChartError, Image, Labels, finite, names, palette, panels, same_length};
use plotters::style::text_anchor::{HPos, VPos};
use rehedge_engine::{Component, ProfilePoint};

/// The averages of one hedge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CumulativePanel<'a> {
    /// The hedge.
    pub name: &'a str,
    /// A point per time.
    pub profile: &'a [ProfilePoint],
}

/// Input of [`cumulative`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cumulative<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// Title of the time axis: "trading days".
    pub time_title: &'a str,
    /// Times, rising.
    pub times: &'a [f64],
    /// One to four hedges.
    pub panels: &'a [CumulativePanel<'a>],
}

/// Mean components to date as lines, mean P&L as a thick black line within a band of one standard
/// deviation each way, a panel per hedge on common axes. Components that are zero everywhere are
/// left out.
///
/// # Errors
/// [`ChartError`] if there is no panel or no time, lengths differ, a number is not finite, or
/// drawing fails. Panels after the fourth are not drawn.
pub fn cumulative(input: &Cumulative<'_>) -> Result<Image, ChartError> {
    if input.panels.is_empty() || input.times.is_empty() {
        return Err(ChartError::Nothing("cumulative P&L needs a hedge and a time"));
    }
    finite("time", input.times)?;
    for panel in input.panels {
        same_length(panel.name, input.times.len(), panel.profile.len())?;
        for point in panel.profile {
            finite(panel.name, &point.components)?;
            finite(panel.name, &[point.pnl.mean, point.pnl.standard_deviation()])?;
        }
    }
    render(input)
}

/// Most panels.
const PANELS: usize = 4;
const LETTERING: f64 = SMALL + 1.0;

impl Drawing for Cumulative<'_> {
    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let body = frame(canvas, &self.labels, "Means over all paths; band: ± 1 sd of P&L.")?;
        let shown = self.shown();
        let body = legend::above(&body, &legend_of(&shown), LETTERING)?;
        for (i, area) in panels::split(&body, self.panels().count()).iter().enumerate() {
            self.panel(area, i, &shown)?;
        }
        Ok(())
    }
}

fn legend_of(components: &[Component]) -> Vec<Entry> {
    let mut legend = vec![
        Entry { swatch: Swatch::Line(5.0), color: palette::INK, name: "P&L".into() },
        Entry { swatch: Swatch::Band, color: palette::INK, name: "± 1 sd".into() },
    ];
    legend.extend(entries(components, Swatch::Line(3.5)));
    legend
}

impl Cumulative<'_> {
    fn panels(&self) -> impl Iterator<Item = &CumulativePanel<'_>> + Clone {
        self.panels.iter().take(PANELS)
    }

    fn shown(&self) -> Vec<Component> {
        present(
            &self.panels().flat_map(|panel| panel.profile.iter().map(|point| &point.components)),
        )
    }

    fn y_axis(&self) -> Axis {
        let values = self.panels().flat_map(|panel| panel.profile).flat_map(|point| {
            let sd = point.pnl.standard_deviation();
            point.components.into_iter().chain([point.pnl.mean - sd, point.pnl.mean + sd])
        });
        Axis::around(values, 6)
    }

    fn panel<DB: Backend>(
        &self,
        area: &Area<DB>,
        i: usize,
        shown: &[Component],
    ) -> Result<(), ChartError> {
        let (width, _) = size(area);
        let heading = Lettering::new(LETTERING + 1.0).bold();
        let y = self.y_axis();
        let left = side_room(&y, LETTERING, true);
        let names: Vec<&str> = self.panels().map(|panel| panel.name).collect();
        let names = names::shorten(&names, heading, width - left - 20.0);
        write(area, &names[i], heading, (HPos::Left, VPos::Top), (left, 8.0))?;
        let x =
            Axis::linear(super::axis::extent(self.times.iter().copied()), (width / 110.0) as usize);
        let y_title = format!("to date ({})", self.labels.unit);
        let axes =
            Axes { x_title: Some(self.time_title), y_title: Some(&y_title), left, size: LETTERING };
        let area = inset(area, [38.0, 0.0, 0.0, 18.0]);
        let mut plot = Plot::new(&area, x, y, &axes)?;
        self.lines(&mut plot, &self.panels[i], shown)
    }

    fn lines<'a, DB: Backend + 'a>(
        &self,
        plot: &mut Plot<'a, DB>,
        panel: &CumulativePanel<'_>,
        shown: &[Component],
    ) -> Result<(), ChartError> {
        let over_time = |value: &dyn Fn(&ProfilePoint) -> f64| {
            let values = panel.profile.iter().map(value);
            let points: Vec<_> = self.times.iter().copied().zip(values).collect();
            thinned(&points, 300)
        };
        let sd = |point: &ProfilePoint| point.pnl.standard_deviation();
        let mut band = over_time(&|point| point.pnl.mean + sd(point));
        band.extend(over_time(&|point| point.pnl.mean - sd(point)).into_iter().rev());
        plot.fill(band, palette::INK, BAND_OPACITY)?;
        let (first, last) = (self.times[0], self.times[self.times.len() - 1]);
        plot.line(vec![(first, 0.0), (last, 0.0)], palette::ASIDE, 1.0)?;
        for component in shown {
            let line = over_time(&|point| point.components[*component as usize]);
            plot.line(line, palette::component(*component), 2.5)?;
        }
        let total = over_time(&|point| point.pnl.mean);
        plot.dots(total.last().copied(), palette::INK, 4.0)?;
        plot.line(total, palette::INK, 5.0)
    }
}

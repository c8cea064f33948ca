//! What each hedge misses over spot and volatility at the horizon.

use crate::charts::axis::{Axis, extent};
use crate::charts::canvas::{Area, Backend, Drawing, SMALL, frame, inset, render, size, write};
use crate::charts::cells::{self, Colors};
use crate::charts::legend::{self, Entry, Swatch};
use crate::charts::panels;
use crate::charts::plot::{Axes, Plot, side_room};
use crate::charts::scale::Values;
use crate::charts::text::Lettering;
use crate::charts::ticks::significant;
use crate::charts::{ChartError, Image, Labels, Scale, finite, palette, rows, same_length};
use plotters::style::text_anchor::{HPos, VPos};

/// The errors of one hedge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurfacePanel<'a> {
    /// The model.
    pub name: &'a str,
    /// `errors[j · spots + i]` at the spot `i` and the volatility `j`.
    pub errors: &'a [f64],
}

/// Input of [`error_surfaces`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorSurfaces<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// What an error is: "profit and loss of book and hedge".
    pub error_title: &'a str,
    /// Title of the x axis, with its unit.
    pub spot_title: &'a str,
    /// Spots, rising.
    pub spots: &'a [f64],
    /// Title of the y axis, with its unit.
    pub volatility_title: &'a str,
    /// Volatilities, rising.
    pub volatilities: &'a [f64],
    /// Spot and volatility of entry.
    pub entry: (f64, f64),
    /// A panel per model.
    pub panels: &'a [SurfacePanel<'a>],
}

/// A panel per model with the hedging error as colours, gains blue and losses red, each on a scale of
/// its own that is log on both sides of zero: errors of models lie powers of ten apart, and so do those
/// at the ends of a panel and in its middle. The heading says how far a model is off at most. A cross
/// stands at spot and volatility of entry.
///
/// # Errors
/// [`ChartError`] if there is no panel or no cell, lengths differ, a number is not finite, values
/// along an axis do not rise, or drawing fails.
pub fn error_surfaces(input: &ErrorSurfaces<'_>) -> Result<Image, ChartError> {
    let spots = Values::new(input.spot_title, input.spots, Scale::Linear)?;
    let volatilities = Values::new(input.volatility_title, input.volatilities, Scale::Linear)?;
    let cells = input.spots.len() * input.volatilities.len();
    if cells == 0 || input.panels.is_empty() {
        return Err(ChartError::Nothing("surfaces need a model and a cell"));
    }
    finite("entry", [&input.entry.0, &input.entry.1])?;
    for panel in input.panels {
        same_length(panel.name, cells, panel.errors.len())?;
        finite(panel.name, panel.errors)?;
    }
    render(&Prepared { input, edges: [spots.edges(), volatilities.edges()] })
}

impl SurfacePanel<'_> {
    fn greatest(&self) -> f64 {
        self.errors.iter().fold(0.0_f64, |most, error| most.max(error.abs()))
    }

    fn colors(&self) -> Colors {
        let axis = Axis::signed_log_evenly(self.errors.iter().copied(), self.decades());
        Colors { axis, diverging: true }
    }

    /// Powers of ten between the greatest error and what is all but white, so that an error of the
    /// middle of the panel's has a colour.
    fn decades(&self) -> i32 {
        let mut sizes: Vec<f64> = self.errors.iter().map(|error| error.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        let apart = (self.greatest() / sizes[sizes.len() / 2]).log10();
        // Where there is no error at all, the least will do.
        (apart + 0.7).clamp(DECADES[0], DECADES[1]).ceil() as i32
    }
}

struct Prepared<'a> {
    input: &'a ErrorSurfaces<'a>,
    /// Borders between columns and between rows.
    edges: [Vec<f64>; 2],
}

/// Least and most powers of ten of a panel.
const DECADES: [f64; 2] = [2.0, 4.0];
/// Height of a row of panels that is not the only one, in pixels.
const ROW: f64 = 400.0;

impl Drawing for Prepared<'_> {
    fn height(&self) -> u32 {
        let (down, _) = panels::grid(self.input.panels.len());
        rows::height(down, ROW, 180.0)
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let note = "A scale of colours for each panel, log on both sides of zero.";
        let body = frame(canvas, &self.input.labels, note)?;
        let cross = Entry {
            swatch: Swatch::Cross,
            color: palette::INK,
            name: "spot and volatility at entry".to_owned(),
        };
        let colors = Entry {
            swatch: Swatch::Diverging,
            color: palette::INK,
            name: format!("{} ({})", self.input.error_title, self.input.labels.unit),
        };
        let body = legend::above(&body, &[cross, colors], SMALL + 1.0)?;
        // Plots are of one width, whatever is written at their bars.
        let rooms = self.input.panels.iter().map(|one| cells::untitled_bar_room(&one.colors()));
        let room = rooms.fold(0.0, f64::max);
        let areas = panels::split(&body, self.input.panels.len());
        for (area, panel) in areas.iter().zip(self.input.panels) {
            self.panel(canvas, &inset(area, [0.0, 6.0, 0.0, 12.0]), panel, room)?;
        }
        Ok(())
    }
}

impl Prepared<'_> {
    fn panel<DB: Backend>(
        &self,
        canvas: &Area<DB>,
        area: &Area<DB>,
        panel: &SurfacePanel<'_>,
        room: f64,
    ) -> Result<(), ChartError> {
        let heading = Lettering::new(SMALL + 2.0).bold();
        let title = format!("{}: off by up to {}", panel.name, significant(panel.greatest(), 2));
        let title = heading.ellipsize(&title, size(area).0 - 20.0);
        write(area, &title, heading, (HPos::Left, VPos::Top), (0.0, 4.0))?;
        let mut plot = self.plot(&inset(area, [34.0, 0.0, 0.0, room]))?;
        let values: Vec<_> = panel.errors.iter().copied().map(Some).collect();
        let colors = panel.colors();
        cells::fill(canvas, &plot, (&self.edges[0], &self.edges[1]), &values, &colors)?;
        self.cross(&mut plot)?;
        cells::bar(canvas, &plot, &colors, "")
    }

    fn plot<'a, DB: Backend + 'a>(&self, area: &Area<DB>) -> Result<Plot<'a, DB>, ChartError> {
        let [x, y] = [0, 1].map(|i| Axis::linear(extent(self.edges[i].iter().copied()), 6));
        let axes = Axes {
            x_title: Some(self.input.spot_title),
            y_title: Some(self.input.volatility_title),
            left: side_room(&y, SMALL, true),
            size: SMALL,
        };
        Plot::new(area, x, y, &axes)
    }

    fn cross<'a, DB: Backend + 'a>(&self, plot: &mut Plot<'a, DB>) -> Result<(), ChartError> {
        for (color, width) in [(palette::PAPER, 3.5), (palette::INK, 2.0)] {
            plot.cross(self.input.entry, color, (9.0, width))?;
        }
        Ok(())
    }
}

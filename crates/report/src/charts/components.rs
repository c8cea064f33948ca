//! What P&L is made of: a signed bar per hedge.

use super::axis::Axis;
use super::canvas::{Area, Backend, Drawing, SMALL, frame, inset, render, size};
use super::legend::{self, Entry, Swatch};
use super::plot::{AXIS_TEXT, Axes, Plot, diamond};
use super::rows::{self, Names, Row};
use super::ticks::significant;
use super::{ChartError, Image, Labels, finite, palette};
use rehedge_engine::Component;

/// Mean components of one hedge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ComponentMeans<'a> {
    /// The hedge.
    pub name: &'a str,
    /// Mean of each component at the horizon, indexed by [`Component`], in the chart's unit.
    pub means: [f64; Component::COUNT],
}

/// Input of [`components`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Components<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// A bar each.
    pub hedges: &'a [ComponentMeans<'a>],
}

/// Mean components stacked, gains to the right of zero and losses to the left, and a diamond at
/// their sum, the mean P&L. Bars lie, so that long names and many hedges stay legible. Components
/// that are zero for every hedge are left out.
///
/// # Errors
/// [`ChartError`] if there is no hedge, a mean is not finite, or drawing fails.
pub fn components(input: &Components<'_>) -> Result<Image, ChartError> {
    if input.hedges.is_empty() {
        return Err(ChartError::Nothing("components need a hedge"));
    }
    for hedge in input.hedges {
        finite(hedge.name, &hedge.means)?;
    }
    render(input)
}

/// Components that are not zero, up to rounding, in any of these.
pub(super) fn present<'a>(
    rows: &(impl Iterator<Item = &'a [f64; Component::COUNT]> + Clone),
) -> Vec<Component> {
    let largest = rows.clone().flatten().fold(0.0_f64, |a, b| a.max(b.abs()));
    let seen = |component: &Component| {
        let mut values = rows.clone().map(|row| row[*component as usize].abs());
        values.any(|value| value > 1e-9 * largest)
    };
    Component::ALL.into_iter().filter(seen).collect()
}

/// Legend entries of components.
pub(super) fn entries(components: &[Component], swatch: Swatch) -> Vec<Entry> {
    let entry = |component: &Component| Entry {
        swatch,
        color: palette::component(*component),
        name: component.name().to_owned(),
    };
    components.iter().map(entry).collect()
}

/// Room for the mean P&L, in pixels.
const NUMBERS: f64 = 110.0;

impl Drawing for Components<'_> {
    fn height(&self) -> u32 {
        rows::height(self.hedges.len(), 34.0, 290.0)
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let body = frame(canvas, &self.labels, "Diamonds and numbers: mean P&L.")?;
        let shown = present(&self.hedges.iter().map(|hedge| &hedge.means));
        let mut legend = entries(&shown, Swatch::Box);
        legend.push(Entry {
            swatch: Swatch::Diamond,
            color: palette::INK,
            name: "mean P&L".into(),
        });
        let body = legend::above(&body, &legend, SMALL + 2.0)?;
        let names = Names::new(self.hedges.iter().map(|hedge| hedge.name));
        let area = inset(&body, [0.0, 0.0, names.room(), NUMBERS]);
        let mut plot = self.plot(&area)?;
        for i in 0..self.hedges.len() {
            self.bar(canvas, &mut plot, i, &names)?;
        }
        plot.line(vec![(0.0, 0.0), (0.0, self.hedges.len() as f64)], palette::INK, 1.5)
    }
}

impl Components<'_> {
    fn plot<'a, DB: Backend + 'a>(&self, area: &Area<DB>) -> Result<Plot<'a, DB>, ChartError> {
        let ends = self.hedges.iter().flat_map(|hedge| {
            let gains: f64 = hedge.means.iter().filter(|mean| **mean > 0.0).sum();
            let losses: f64 = hedge.means.iter().filter(|mean| **mean < 0.0).sum();
            [losses, gains]
        });
        let x = Axis::around(ends.chain([0.0]), (size(area).0 / 120.0) as usize);
        let y = Axis::linear((0.0, self.hedges.len() as f64), 0).with_ticks(vec![]);
        let x_title = format!("mean per path ({})", self.labels.unit);
        let axes = Axes { x_title: Some(&x_title), y_title: None, left: 0.0, size: AXIS_TEXT };
        Plot::new(area, x, y, &axes)
    }

    fn bar<'a, DB: Backend + 'a>(
        &self,
        canvas: &Area<DB>,
        plot: &mut Plot<'a, DB>,
        i: usize,
        names: &Names<'_>,
    ) -> Result<(), ChartError> {
        let hedge = &self.hedges[i];
        let count = self.hedges.len() as f64;
        let middle = count - 0.5 - i as f64;
        let [left, top, right, bottom] = plot.bounds();
        let height = (bottom - top) / count;
        let half = 0.34_f64.min(34.0 / height);
        let (mut gained, mut lost) = (0.0, 0.0);
        for component in Component::ALL {
            let mean = hedge.means[component as usize];
            let end = if mean > 0.0 { &mut gained } else { &mut lost };
            let from = *end;
            *end += mean;
            plot.bar((from, middle - half), (*end, middle + half), palette::component(component))?;
        }
        let total: f64 = hedge.means.iter().sum();
        let radius = (0.3 * height).clamp(5.0, 11.0);
        plot.mark((total, middle), &diamond(radius + 2.0), palette::PAPER)?;
        plot.mark((total, middle), &diamond(radius), palette::INK)?;

        let row = Row { middle: plot.on_canvas((0.0, middle)).1, height };
        row.name(canvas, (names, i), palette::INK, left - 12.0)?;
        row.numbers(canvas, &[significant(total, 3)], right + 14.0)
    }
}

//! Several hedges on the same path.

use super::axis::Axis;
use super::canvas::{Area, Backend, Drawing, frame, render};
use super::over_time::{LETTERING, Panel, Stack, last, left_room, name_ends, steps};
use super::plot::{Spot, thinned};
use super::text::Lettering;
use super::{ChartError, Image, Labels, finite, names, palette, same_length};
use rehedge_engine::LedgerEntry;

/// What one hedge did on the path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleOnPath<'a> {
    /// The hedge.
    pub name: &'a str,
    /// Its number in the run: gives its colour, as far as colours of those drawn differ.
    pub hedge: usize,
    /// Its ledger on the path, by step.
    pub entries: &'a [LedgerEntry],
}

/// Input of [`rules_on_path`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RulesOnPath<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// Up to eight hedges; those that follow are not drawn.
    pub hedges: &'a [RuleOnPath<'a>],
    /// Trading days per year.
    pub days_per_year: f64,
}

/// Three panels above one time axis: the spot; the P&L to date of every hedge; what every hedge
/// holds.
///
/// # Errors
/// [`ChartError`] if there is no hedge or no entry, ledgers differ in length, a number is not
/// finite, or drawing fails.
pub fn rules_on_path(input: &RulesOnPath<'_>) -> Result<Image, ChartError> {
    let Some(first) = input.hedges.first().filter(|hedge| !hedge.entries.is_empty()) else {
        return Err(ChartError::Nothing("rules on a path need a hedge and a step"));
    };
    for hedge in input.hedges {
        same_length(hedge.name, first.entries.len(), hedge.entries.len())?;
        for entry in hedge.entries {
            finite(hedge.name, &[entry.time, entry.spot, entry.wealth, entry.holding])?;
        }
    }
    finite("days per year", &[input.days_per_year])?;
    let days: Vec<f64> =
        first.entries.iter().map(|entry| entry.time * input.days_per_year).collect();
    let hedges = &input.hedges[..input.hedges.len().min(MOST)];
    render(&Prepared { input, hedges, days })
}

/// Most hedges.
const MOST: usize = 8;
/// Most room for names at the right, in pixels.
const NAMES: f64 = 230.0;
/// Shares of the height.
const PANELS: [f64; 3] = [0.2, 0.42, 0.38];
/// Points across of a long line.
const COLUMNS: usize = 500;

struct Prepared<'a> {
    input: &'a RulesOnPath<'a>,
    hedges: &'a [RuleOnPath<'a>],
    days: Vec<f64>,
}

impl Drawing for Prepared<'_> {
    fn height(&self) -> u32 {
        1000
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let body = frame(canvas, &self.input.labels, "")?;
        let names = self.names();
        self.spot(&body)?;
        let heading = format!("P&L to date ({})", self.input.labels.unit);
        let panel = Panel { index: 1, heading: &heading, y: self.pnl_axis(), y_title: "P&L" };
        self.lines(canvas, &body, panel, &names)?;
        let y = self.holding_axis();
        let panel = Panel { index: 2, heading: "Holding", y, y_title: "shares" };
        self.lines(canvas, &body, panel, &names)
    }
}

impl Prepared<'_> {
    fn names(&self) -> Vec<String> {
        let whole: Vec<&str> = self.hedges.iter().map(|hedge| hedge.name).collect();
        names::shorten(&whole, Lettering::new(LETTERING), NAMES)
    }

    /// Place among the colours: a hedge's own, as in other charts, where those drawn all differ.
    fn color_of(&self, i: usize) -> usize {
        let own = |hedge: &RuleOnPath<'_>| palette::series(hedge.hedge);
        let alike = |other| self.hedges.iter().filter(|hedge| own(hedge) == own(other)).count() > 1;
        if self.hedges.iter().any(alike) { i } else { self.hedges[i].hedge }
    }

    fn stack(&self) -> Stack<'_> {
        let axes = [self.spot_axis(), self.pnl_axis(), self.holding_axis()];
        let lettering = Lettering::new(LETTERING);
        let widest = self.names().iter().map(|name| lettering.width(name)).fold(60.0, f64::max);
        Stack { days: &self.days, heights: &PANELS, left: left_room(&axes), right: widest + 12.0 }
    }

    fn all(&self) -> impl Iterator<Item = &LedgerEntry> {
        self.hedges.iter().flat_map(|hedge| hedge.entries)
    }

    fn spot_axis(&self) -> Axis {
        Axis::around(self.all().map(|entry| entry.spot), 3)
    }

    fn pnl_axis(&self) -> Axis {
        Axis::around(self.all().map(|entry| entry.wealth).chain([0.0]), 6)
    }

    fn holding_axis(&self) -> Axis {
        Axis::around(self.all().map(|entry| entry.holding).chain([0.0]), 5)
    }

    fn over_time(&self, value: impl Fn(usize) -> f64) -> Vec<Spot> {
        self.days.iter().enumerate().map(|(i, day)| (*day, value(i))).collect()
    }

    fn spot<DB: Backend>(&self, body: &Area<DB>) -> Result<(), ChartError> {
        let panel = Panel { index: 0, heading: "Spot", y: self.spot_axis(), y_title: "spot" };
        let mut plot = self.stack().plot(body, panel)?;
        let spot = self.over_time(|i| self.hedges[0].entries[i].spot);
        plot.line(thinned(&spot, COLUMNS), palette::INK, 2.0)
    }

    /// A line per hedge: its P&L in the second panel, its holding in the third.
    fn lines<DB: Backend>(
        &self,
        canvas: &Area<DB>,
        body: &Area<DB>,
        panel: Panel<'_>,
        names: &[String],
    ) -> Result<(), ChartError> {
        let (stack, holdings) = (self.stack(), panel.index == 2);
        let mut plot = stack.plot(body, panel)?;
        let end = stack.end();
        plot.line(vec![(self.days[0], 0.0), (end, 0.0)], palette::ASIDE, 1.0)?;
        let mut ends = Vec::new();
        for (i, (hedge, name)) in self.hedges.iter().zip(names).enumerate() {
            let line = if holdings {
                steps(&self.over_time(|i| hedge.entries[i].holding), end)
            } else {
                thinned(&self.over_time(|i| hedge.entries[i].wealth), COLUMNS)
            };
            let color = palette::series(self.color_of(i));
            // All holdings are sold at the end: they are named where they were before.
            let before = self.days.len().saturating_sub(2);
            let named = if holdings { (end, hedge.entries[before].holding) } else { last(&line) };
            ends.push((name.as_str(), color, named));
            plot.line(line, color, 2.5)?;
        }
        name_ends(canvas, &plot, &ends)
    }
}

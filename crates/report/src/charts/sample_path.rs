//! One path of one hedge, step by step.

use super::axis::{Axis, extent};
use super::canvas::{Area, Backend, Drawing, frame, render};
use super::components::present;
use super::over_time::{Panel, Stack, last, left_room, name_ends, steps};
use super::plot::{Plot, Spot, thinned, triangle};
use super::{ChartError, Image, Labels, finite, palette};
use rehedge_engine::{Component, LedgerEntry};

/// Input of [`sample_path`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SamplePath<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// The ledger of one hedge on one path, by step.
    pub entries: &'a [LedgerEntry],
    /// Trading days per year.
    pub days_per_year: f64,
}

/// Four panels above one time axis: spot and implied volatility; target and holding, trades marked
/// by triangles; P&L and its components to date; costs to date, stacked.
///
/// # Errors
/// [`ChartError`] if there is no entry, a number is not finite, or drawing fails.
pub fn sample_path(input: &SamplePath<'_>) -> Result<Image, ChartError> {
    if input.entries.is_empty() {
        return Err(ChartError::Nothing("a path needs a step"));
    }
    for entry in input.entries {
        finite("the ledger", &entry.components)?;
        finite("the ledger", &[entry.time, entry.spot, entry.implied_volatility])?;
        finite("the ledger", &[entry.target, entry.trade, entry.holding])?;
    }
    finite("days per year", &[input.days_per_year])?;
    render(&Prepared::new(input))
}

/// Components to date, and times in trading days.
struct Prepared<'a> {
    input: &'a SamplePath<'a>,
    days: Vec<f64>,
    to_date: Vec<[f64; Component::COUNT]>,
}

const COSTS: [Component; 3] = [Component::Spread, Component::Fee, Component::Impact];
/// Room for names at the right, in pixels.
const NAMES: f64 = 128.0;
/// Shares of the height.
const PANELS: [f64; 4] = [0.22, 0.23, 0.35, 0.20];

impl Drawing for Prepared<'_> {
    fn height(&self) -> u32 {
        1000
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let body = frame(canvas, &self.input.labels, "")?;
        self.market(canvas, &body)?;
        self.holdings(canvas, &body)?;
        self.pnl(canvas, &body)?;
        self.costs(canvas, &body)
    }
}

impl<'i> Prepared<'i> {
    fn new(input: &'i SamplePath<'i>) -> Self {
        let days = input.entries.iter().map(|entry| entry.time * input.days_per_year).collect();
        let mut sum = [0.0; Component::COUNT];
        let to_date = input
            .entries
            .iter()
            .map(|entry| {
                sum.iter_mut().zip(entry.components).for_each(|(sum, part)| *sum += part);
                sum
            })
            .collect();
        Self { input, days, to_date }
    }

    fn over_time(&self, value: impl Fn(usize) -> f64) -> Vec<Spot> {
        self.days.iter().enumerate().map(|(i, day)| (*day, value(i))).collect()
    }

    fn plot<'a, DB: Backend + 'a>(
        &self,
        body: &Area<DB>,
        panel: Panel<'_>,
    ) -> Result<Plot<'a, DB>, ChartError> {
        self.stack().plot(body, panel)
    }

    fn stack(&self) -> Stack<'_> {
        let axes = [self.spot_axis(), self.holding_axis(), self.pnl_axis(), self.cost_axis()];
        Stack { days: &self.days, heights: &PANELS, left: left_room(&axes), right: NAMES }
    }

    fn spot_axis(&self) -> Axis {
        Axis::around(self.input.entries.iter().map(|entry| entry.spot), 4)
    }

    fn holding_axis(&self) -> Axis {
        let held = self.input.entries.iter().flat_map(|entry| [entry.target, entry.holding]);
        Axis::around(held.chain([0.0]), 4)
    }

    fn pnl_axis(&self) -> Axis {
        let parts = self.to_date.iter().flatten().copied();
        Axis::around(parts.chain(self.to_date.iter().map(|parts| parts.iter().sum())), 6)
    }

    fn cost_axis(&self) -> Axis {
        let totals = self.to_date.iter().map(|parts| paid(parts, &COSTS));
        Axis::linear((0.0, 1.08 * extent(totals.chain([0.0])).1), 3)
    }

    fn market<DB: Backend>(&self, canvas: &Area<DB>, body: &Area<DB>) -> Result<(), ChartError> {
        let entries = self.input.entries;
        let heading = "Spot (blue, left) and implied volatility (orange, right)";
        let y = self.spot_axis();
        let volatility =
            Axis::around(entries.iter().map(|entry| 100.0 * entry.implied_volatility), 4);
        let (low, high) = y.bounds();
        let (vol_low, vol_high) = volatility.bounds();
        let on_spot_axis = |vol: f64| low + (vol - vol_low) / (vol_high - vol_low) * (high - low);
        let mut plot = self.plot(body, Panel { index: 0, heading, y, y_title: "spot" })?;
        let implied = self.over_time(|i| on_spot_axis(100.0 * entries[i].implied_volatility));
        plot.line(thinned(&implied, 500), palette::VERMILION, 2.0)?;
        plot.line(thinned(&self.over_time(|i| entries[i].spot), 500), palette::BLUE, 2.5)?;
        plot.right_scale(canvas, &volatility, "volatility, %", palette::VERMILION)
    }

    fn holdings<DB: Backend>(&self, canvas: &Area<DB>, body: &Area<DB>) -> Result<(), ChartError> {
        let entries = self.input.entries;
        let heading = "Target and holding; triangles: trades";
        let panel = Panel { index: 1, heading, y: self.holding_axis(), y_title: "shares" };
        let mut plot = self.plot(body, panel)?;
        let end = self.stack().end();
        let target = steps(&self.over_time(|i| entries[i].target), end);
        let holding = steps(&self.over_time(|i| entries[i].holding), end);
        plot.line(holding.clone(), palette::BLUE, 4.5)?;
        plot.line(target.clone(), palette::VERMILION, 1.5)?;
        let trades = entries.iter().zip(&self.days).filter(|(entry, _)| entry.trade != 0.0);
        let radius = if trades.clone().count() > 100 { 4.0 } else { 7.0 };
        for (entry, day) in trades {
            let corners = triangle(radius * entry.trade.signum());
            plot.mark((*day, entry.holding), &corners, palette::INK)?;
        }
        let ends = [("target", palette::VERMILION, &target), ("holding", palette::BLUE, &holding)];
        name_ends(canvas, &plot, &ends.map(|(name, color, line)| (name, color, last(line))))
    }

    fn pnl<DB: Backend>(&self, canvas: &Area<DB>, body: &Area<DB>) -> Result<(), ChartError> {
        let heading = format!("P&L to date and its components ({})", self.input.labels.unit);
        let panel = Panel { index: 2, heading: &heading, y: self.pnl_axis(), y_title: "P&L" };
        let mut plot = self.plot(body, panel)?;
        let mut ends = Vec::new();
        for component in present(&self.to_date.iter()) {
            let line = self.over_time(|i| self.to_date[i][component as usize]);
            let color = palette::component(component);
            ends.push((component.name(), color, last(&line)));
            plot.line(thinned(&line, 500), color, 2.0)?;
        }
        let total = self.over_time(|i| self.to_date[i].iter().sum());
        ends.push(("P&L", palette::INK, last(&total)));
        plot.line(thinned(&total, 500), palette::INK, 4.0)?;
        name_ends(canvas, &plot, &ends)
    }

    fn costs<DB: Backend>(&self, canvas: &Area<DB>, body: &Area<DB>) -> Result<(), ChartError> {
        let shown: Vec<Component> =
            present(&self.to_date.iter()).into_iter().filter(|part| COSTS.contains(part)).collect();
        let heading =
            if shown.is_empty() { "Costs to date: none" } else { "Costs to date, stacked" };
        let panel = Panel { index: 3, heading, y: self.cost_axis(), y_title: "paid" };
        let mut plot = self.plot(body, panel)?;
        let (end, mut ends) = (self.stack().end(), Vec::new());
        for (i, component) in shown.iter().enumerate() {
            let under = self.over_time(|step| paid(&self.to_date[step], &shown[..i]));
            let over = self.over_time(|step| paid(&self.to_date[step], &shown[..=i]));
            let middle = f64::midpoint(last(&under).1, last(&over).1);
            let color = palette::component(*component);
            ends.push((component.name(), color, (last(&over).0, middle)));
            let mut outline = steps(&over, end);
            outline.extend(steps(&under, end).into_iter().rev());
            plot.fill(outline, color, 0.75)?;
        }
        name_ends(canvas, &plot, &ends)
    }
}

/// What components took, positive when paid.
fn paid(parts: &[f64; Component::COUNT], components: &[Component]) -> f64 {
    // adding to +0.0 keeps a negative zero from the axis
    components.iter().fold(0.0, |sum, component| sum - parts[*component as usize])
}

//! Where a hedge with a band keeps still: on one path, and over spot and time.

use super::axis::{Axis, extent};
use super::canvas::{Area, Backend, Drawing, frame, render};
use super::cells::Colors;
use super::heat_map::color_axis;
use super::over_time::{Panel, Stack, last, left_room, name_ends, steps};
use super::plot::{Spot, thinned, triangle};
use super::scale::Values;
use super::{ChartError, Image, Labels, Scale, cells, finite, palette, same_length};

/// Half the width of the band over time and spot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegionField<'a> {
    /// Trading days from entry, rising.
    pub days: &'a [f64],
    /// Spots, rising.
    pub spots: &'a [f64],
    /// `half_width[j · days.len() + i]` at `days[i]` and `spots[j]`, in shares.
    pub half_width: &'a [f64],
}

/// Input of [`no_trade_region`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoTradeRegion<'a> {
    /// Title, caption and unit.
    pub labels: Labels<'a>,
    /// Trading days from entry at which the hedge may trade, rising.
    pub days: &'a [f64],
    /// The least and the greatest holding that need no trade then, in shares.
    pub band: &'a [[f64; 2]],
    /// The holding after the trade.
    pub holding: &'a [f64],
    /// What was traded.
    pub trade: &'a [f64],
    /// The spot.
    pub spot: &'a [f64],
    /// The band at other spots.
    pub field: RegionField<'a>,
}

/// Two panels on one time axis. Above, the band of holdings that need no trade, on one path, with
/// the holding that walks through it; triangles mark trades. Below, half the width of the band over
/// time and spot as colours, with the spot of the path.
///
/// # Errors
/// [`ChartError`] if there is no time or no field, lengths differ, times or spots of the field do
/// not rise, a number is not finite, or drawing fails.
pub fn no_trade_region(input: &NoTradeRegion<'_>) -> Result<Image, ChartError> {
    let NoTradeRegion { days, band, holding, trade, spot, field, .. } = input;
    if days.is_empty() || field.half_width.is_empty() {
        return Err(ChartError::Nothing("a no-trade region needs a time and a field"));
    }
    for (what, found) in [
        ("band", band.len()),
        ("holding", holding.len()),
        ("trade", trade.len()),
        ("spot", spot.len()),
    ] {
        same_length(what, days.len(), found)?;
    }
    same_length("half-width", field.days.len() * field.spots.len(), field.half_width.len())?;
    finite("band", band.iter().flatten())?;
    for (what, values) in [
        ("time", days),
        ("holding", holding),
        ("trade", trade),
        ("spot", spot),
        ("half-width", &field.half_width),
    ] {
        finite(what, *values)?;
    }
    let times = Values::new("time of the field", field.days, Scale::Linear)?;
    let spots = Values::new("spot of the field", field.spots, Scale::Linear)?;
    let values: Vec<_> = field.half_width.iter().copied().map(Some).collect();
    let colors = Colors::sequential(color_axis(&values, false));
    render(&Prepared { input, edges: (times.edges(), spots.edges()), values, colors })
}

struct Prepared<'a> {
    input: &'a NoTradeRegion<'a>,
    /// Borders between the field's times and between its spots.
    edges: (Vec<f64>, Vec<f64>),
    values: Vec<Option<f64>>,
    colors: Colors,
}

/// Shares of the height.
const PANELS: [f64; 2] = [0.5, 0.5];
/// Room for names at the right, in pixels.
const NAMES: f64 = 100.0;
/// Points across of a long line.
const COLUMNS: usize = 600;

impl Drawing for Prepared<'_> {
    fn height(&self) -> u32 {
        1000
    }

    fn draw<DB: Backend>(&self, canvas: &Area<DB>) -> Result<(), ChartError> {
        let note = "Triangles: trades. Colours: at the implied volatility of entry.";
        let body = frame(canvas, &self.input.labels, note)?;
        self.path(canvas, &body)?;
        self.field(canvas, &body)
    }
}

impl Prepared<'_> {
    fn stack(&self) -> Stack<'_> {
        Stack {
            days: self.input.days,
            heights: &PANELS,
            left: left_room(&[self.holding_axis(), self.spot_axis()]),
            right: cells::bar_room(&self.colors).max(NAMES),
        }
    }

    fn holding_axis(&self) -> Axis {
        let holdings = self.input.band.iter().flatten().chain(self.input.holding);
        Axis::around(holdings.copied(), 6)
    }

    fn spot_axis(&self) -> Axis {
        let edges = self.edges.1.iter().chain(self.input.spot);
        Axis::linear(extent(edges.copied()), 7)
    }

    fn over_time(&self, value: impl Fn(usize) -> f64) -> Vec<Spot> {
        self.input.days.iter().enumerate().map(|(i, day)| (*day, value(i))).collect()
    }

    /// The band and the holding within it, on one path.
    fn path<DB: Backend>(&self, canvas: &Area<DB>, body: &Area<DB>) -> Result<(), ChartError> {
        let NoTradeRegion { band, holding, trade, days, .. } = *self.input;
        let heading = "Holding, and the holdings that need no trade, on one path";
        let panel = Panel { index: 0, heading, y: self.holding_axis(), y_title: "shares" };
        let mut plot = self.stack().plot(body, panel)?;
        let low = thinned(&self.over_time(|i| band[i][0]), COLUMNS);
        let high = thinned(&self.over_time(|i| band[i][1]), COLUMNS);
        let mut outline = high.clone();
        outline.extend(low.iter().rev());
        plot.fill(outline, palette::VERMILION, 0.22)?;
        plot.line(low.clone(), palette::VERMILION, 1.0)?;
        plot.line(high.clone(), palette::VERMILION, 1.0)?;
        let held = steps(&self.over_time(|i| holding[i]), last(&high).0);
        plot.line(held.clone(), palette::BLUE, 3.0)?;
        let trades: Vec<usize> = (0..trade.len()).filter(|i| trade[*i] != 0.0).collect();
        let radius = if trades.len() > 100 { 3.5 } else { 6.0 };
        for i in trades {
            let corners = triangle(radius * trade[i].signum());
            plot.mark((days[i], holding[i]), &corners, palette::INK)?;
        }
        let middle = (last(&high).0, f64::midpoint(last(&low).1, last(&high).1));
        let ends = [("band", palette::VERMILION, middle), ("holding", palette::BLUE, last(&held))];
        name_ends(canvas, &plot, &ends)
    }

    /// Half-widths as colours, and the spot across them.
    fn field<DB: Backend>(&self, canvas: &Area<DB>, body: &Area<DB>) -> Result<(), ChartError> {
        let heading = "Half the width of the band over spot and time; line: the spot of the path";
        let y = self.spot_axis();
        let panel = Panel { index: 1, heading, y, y_title: "spot" };
        let stack = self.stack();
        let mut plot = stack.plot(body, panel)?;
        let (first, end) = (extent(self.input.days.iter().copied()).0, stack.end());
        let across: Vec<f64> =
            self.edges.0.iter().map(|day| day.clamp(first, end.max(first))).collect();
        cells::fill(canvas, &plot, (&across, &self.edges.1), &self.values, &self.colors)?;
        let path = thinned(&self.over_time(|i| self.input.spot[i]), COLUMNS);
        plot.line(path.clone(), palette::PAPER, 5.0)?;
        plot.line(path, palette::INK, 2.5)?;
        cells::bar(canvas, &plot, &self.colors, "half-width, shares")
    }
}

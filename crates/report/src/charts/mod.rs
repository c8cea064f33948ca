//! Charts for a slide: 1400 × 900 pixels or taller, each as SVG and PNG from the same drawing.
//!
//! A chart is a function of a plain struct; nothing here reads or writes a file. The same input
//! gives the same bytes. Fonts are embedded in both files, so that a chart looks alike on a machine
//! without any. Sizes adapt to the number of hedges and to the length of their names; numbers of
//! any magnitude are fine as long as they are finite.

mod axis;
mod canvas;
mod cells;
mod components;
mod cumulative;
mod dates;
mod distribution;
mod frequency;
mod frontier;
mod heat_map;
mod histogram;
mod history;
mod legend;
mod line_family;
mod names;
mod no_trade_region;
mod outline;
mod over_time;
mod palette;
mod panels;
mod placement;
mod plot;
mod ranking;
mod raster;
mod rows;
mod rules_on_path;
mod sample_path;
mod scale;
mod spot_pnl;
mod static_hedges;
mod svg;
mod text;
mod ticks;

pub use components::{ComponentMeans, Components, components};
pub use cumulative::{Cumulative, CumulativePanel, cumulative};
pub use distribution::{PnlDistribution, PnlSample, pnl_distribution};
pub use frequency::{
    Frequency, FrequencyPoint, FrequencySeries, FrequencyTheory, MarkedInterval, TheoryOf,
    frequency,
};
pub use frontier::{Frontier, FrontierPoint, frontier};
pub use heat_map::{HeatMap, heat_map};
pub use history::{HistoryWindows, WindowSeries, history_windows};
pub use line_family::{FamilyLine, FamilyPoint, LineFamily, line_family};
pub use no_trade_region::{NoTradeRegion, RegionField, no_trade_region};
pub use ranking::{RankedHedge, RankingChart, RankingPanel, ranking};
pub use rules_on_path::{RuleOnPath, RulesOnPath, rules_on_path};
pub use sample_path::{SamplePath, sample_path};
pub use scale::Scale;
pub use spot_pnl::{SpotPnl, spot_pnl};
pub use static_hedges::conditioning::{
    ConditionPoint, ConditionSeries, Conditioning, conditioning,
};
pub use static_hedges::cost_risk::{CostRiskChart, CostRiskLine, CostRiskPoint, Joined, cost_risk};
pub use static_hedges::error_surfaces::{ErrorSurfaces, SurfacePanel, error_surfaces};
pub use static_hedges::positions::{ModelPositions, PositionsChart, positions};
pub use static_hedges::risks::{ModelRisks, RisksChart, RisksPanel, risks};
pub(crate) use svg::font_faces;

use plotters::drawing::DrawingAreaErrorKind;
use std::error::Error;
use thiserror::Error;

/// A chart, ready to be written to files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The SVG document, fonts embedded.
    pub svg: String,
    /// The PNG file: 8-bit RGB.
    pub png: Vec<u8>,
}

/// What is written around a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Labels<'a> {
    /// Headline; shortened to one line.
    pub title: &'a str,
    /// Footer: numbers of paths, seed, source; what the chart must say of itself is added to it.
    pub caption: &'a str,
    /// Unit of P&L and costs: "currency", or "% of spot" where the spot starts at 100.
    pub unit: &'a str,
}

/// Why a chart cannot be drawn.
#[derive(Debug, Error)]
pub enum ChartError {
    /// There is nothing to show.
    #[error("nothing to draw: {0}")]
    Nothing(&'static str),
    /// A number is infinite or not a number.
    #[error("{0} has a value that is not finite")]
    NotFinite(String),
    /// A number on a log scale is not positive.
    #[error("{0} has a value that is not positive, on a log scale")]
    NotPositive(String),
    /// Numbers along an axis do not rise.
    #[error("{0} must rise from value to value")]
    Order(String),
    /// Two lists that belong together differ in length.
    #[error("{what} has {found} values where {expected} are needed")]
    Length {
        /// Which list.
        what: String,
        /// How many it should have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// A date is not `yyyy-mm-dd`.
    #[error("`{0}` is not a date of the form yyyy-mm-dd")]
    Date(String),
    /// The embedded font cannot be read.
    #[error("the embedded font cannot be read")]
    Font,
    /// plotters or its backend failed.
    #[error("drawing failed: {0}")]
    Drawing(Box<dyn Error + Send + Sync>),
    /// The PNG cannot be encoded.
    #[error("cannot encode the PNG: {0}")]
    Png(#[from] png::EncodingError),
}

impl<E: Error + Send + Sync + 'static> From<DrawingAreaErrorKind<E>> for ChartError {
    fn from(error: DrawingAreaErrorKind<E>) -> Self {
        Self::Drawing(Box::new(error))
    }
}

/// Checks that all values are finite.
fn finite<'a>(what: &str, values: impl IntoIterator<Item = &'a f64>) -> Result<(), ChartError> {
    if values.into_iter().all(|value| value.is_finite()) {
        Ok(())
    } else {
        Err(ChartError::NotFinite(what.to_owned()))
    }
}

/// Checks a list's length.
fn same_length(what: &str, expected: usize, found: usize) -> Result<(), ChartError> {
    if expected == found {
        Ok(())
    } else {
        Err(ChartError::Length { what: what.to_owned(), expected, found })
    }
}

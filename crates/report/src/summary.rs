//! [`HedgeSummary`]: what a run says about one hedge, a row of `summary.csv`.

use rehedge_engine::Component;

/// Mean and standard deviation over paths.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Sample standard deviation, divisor `n − 1`; 0 for fewer than two paths.
    pub sd: f64,
}

/// P&L, cost and activity of one hedge over the paths of a run.
///
/// Every number is finite: what a sample is too small to tell, or does not vary to tell, is 0.
///
/// # Units
/// Currency at the horizon; skewness, kurtosis and `trades_mean` are pure numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HedgeSummary {
    /// Name of the hedge.
    pub hedge: String,
    /// Number of paths.
    pub paths: usize,
    /// Mean P&L.
    pub pnl_mean: f64,
    /// Its standard error, by the [`Dependence`](crate::Dependence) of the paths.
    pub pnl_mean_se: f64,
    /// Standard deviation of P&L, divisor `n − 1`.
    pub pnl_sd: f64,
    /// Its standard error by the delta method; of independent paths, with the sample's own kurtosis.
    pub pnl_sd_se: f64,
    /// Skewness `m₃ / m₂^(3/2)`, of moments with divisor `n`.
    pub pnl_skew: f64,
    /// Excess kurtosis `m₄ / m₂² − 3`, of moments with divisor `n`.
    pub pnl_excess_kurtosis: f64,
    /// Worst path.
    pub pnl_min: f64,
    /// Quantile of probability 1 %: linear between order statistics (Hyndman and Fan's
    /// definition 7, as in numpy and R), like the next four.
    pub pnl_p01: f64,
    /// 5 %.
    pub pnl_p05: f64,
    /// Median.
    pub pnl_p50: f64,
    /// 95 %.
    pub pnl_p95: f64,
    /// 99 %.
    pub pnl_p99: f64,
    /// Best path.
    pub pnl_max: f64,
    /// Expected shortfall: mean loss on the worst 5 % of paths, a loss positive. A path that the
    /// 5 % takes in by a fraction counts by that fraction.
    pub es_95: f64,
    /// On the worst 1 %.
    pub es_99: f64,
    /// Mean of spread + fee + impact, positive when paid.
    pub cost_mean: f64,
    /// Its standard error, like that of the mean P&L.
    pub cost_mean_se: f64,
    /// Mean traded notional `Σ |q| · S`.
    pub turnover_mean: f64,
    /// Mean number of charged trades.
    pub trades_mean: f64,
    /// Every component of P&L, indexed by [`Component`].
    pub components: [Spread; Component::COUNT],
}

impl HedgeSummary {
    /// The names of the numbers of every summary, in the order of the file: those after `paths`.
    #[must_use]
    pub fn columns() -> Vec<String> {
        let components = Component::ALL.into_iter().flat_map(|component| {
            ["mean", "sd"].map(|statistic| format!("{}_{statistic}", component.name()))
        });
        NUMBERS.iter().map(|(name, _)| (*name).to_owned()).chain(components).collect()
    }

    /// The numbers of these columns.
    #[must_use]
    pub fn numbers(&self) -> Vec<f64> {
        let components = self.components.iter().flat_map(|spread| [spread.mean, spread.sd]);
        NUMBERS.iter().map(|(_, number)| number(self)).chain(components).collect()
    }
}

/// A column of numbers: its name, and where it is found.
type Number = (&'static str, fn(&HedgeSummary) -> f64);

/// The columns between `paths` and the components, in the order of the file.
const NUMBERS: [Number; 19] = [
    ("pnl_mean", |s| s.pnl_mean),
    ("pnl_mean_se", |s| s.pnl_mean_se),
    ("pnl_sd", |s| s.pnl_sd),
    ("pnl_sd_se", |s| s.pnl_sd_se),
    ("pnl_skew", |s| s.pnl_skew),
    ("pnl_excess_kurtosis", |s| s.pnl_excess_kurtosis),
    ("pnl_min", |s| s.pnl_min),
    ("pnl_p01", |s| s.pnl_p01),
    ("pnl_p05", |s| s.pnl_p05),
    ("pnl_p50", |s| s.pnl_p50),
    ("pnl_p95", |s| s.pnl_p95),
    ("pnl_p99", |s| s.pnl_p99),
    ("pnl_max", |s| s.pnl_max),
    ("es_95", |s| s.es_95),
    ("es_99", |s| s.es_99),
    ("cost_mean", |s| s.cost_mean),
    ("cost_mean_se", |s| s.cost_mean_se),
    ("turnover_mean", |s| s.turnover_mean),
    ("trades_mean", |s| s.trades_mean),
];

//! Which theory applies to which hedge of a run, and what it says: `theory.csv`, and curves of the
//! frequency chart.
//!
//! Closed forms are for one option that expires at the horizon, on a spot that diffuses at one
//! volatility, marked at one implied volatility, with cash earning the pricing rate; in any other
//! run nothing here applies.

mod one_step;
mod setting;

pub use setting::{Periodic, Setting};

use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::results::ResultsFolder;
use crate::schedule::Totals;
use rehedge_engine::{Component, Hedge, LedgerEntry, ProfilePoint};
use rehedge_kernels::exp;
use rehedge_options::theory::BOYLE_EMANUEL_LOSS;
use rehedge_report::{
    HedgeSummary, Measured, Samples, TheoryRow, csv_bytes, in_parallel, theory_frame,
};

/// Writes `theory.csv`, if any theory applies.
pub fn write(folder: &ResultsFolder, rows: &[TheoryRow]) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    let failed = |error: rehedge_report::PolarsError| Failure::Other(error.to_string());
    let bytes = theory_frame(rows).and_then(|mut frame| csv_bytes(&mut frame)).map_err(failed)?;
    folder.write("theory.csv", bytes)
}

/// A row per hedge and theory that applies to it, in the order of the hedges.
pub fn rows(
    experiment: &Experiment,
    totals: &Totals,
    summaries: &[HedgeSummary],
    threads: usize,
) -> Vec<TheoryRow> {
    let Some(setting) = Setting::of(experiment) else { return Vec::new() };
    let profile = totals.tally.profile();
    let hedges: Vec<_> = experiment
        .plan
        .hedges
        .iter()
        .zip(summaries)
        .zip(&profile.hedges)
        .enumerate()
        .map(|(index, ((planned, summary), points))| {
            let samples = totals.statistics.samples();
            (&planned.hedge, Simulated { experiment, samples, points, summary, index })
        })
        .collect();
    let of_hedge = |(hedge, simulated): &(&Hedge, Simulated<'_>)| {
        rows_of(&setting, hedge, simulated, &totals.ledger)
    };
    in_parallel(threads, &hedges, of_hedge).concat()
}

fn rows_of(
    setting: &Setting<'_>,
    hedge: &Hedge,
    simulated: &Simulated<'_>,
    ledger: &[LedgerEntry],
) -> Vec<TheoryRow> {
    let mut rows = Vec::new();
    let mut add = |theory, quantity, measured: Measured, theoretical| {
        rows.push(TheoryRow {
            hedge: hedge.name.clone(),
            theory,
            quantity,
            simulated: measured.value,
            simulated_se: measured.se,
            theoretical,
        });
    };
    if let Some(interval) = setting.interval(hedge) {
        at_intervals(&interval, simulated, &mut add);
    }
    if let Some(cost) = setting.band_cost(hedge) {
        add("whalley_wilmott", SPREAD_AND_FEE, simulated.spread_and_fee(), cost);
    }
    if setting.trades_at_every_step(hedge)
        && let Some(losses) = one_step::losses(simulated.experiment, ledger, simulated.index)
    {
        add("boyle_emanuel", "losing_steps_long_gamma", losses, BOYLE_EMANUEL_LOSS);
    }
    rows
}

/// The theories that curves of the frequency chart are made of.
pub const DERMAN_KAMAL: &str = "derman_kamal";
pub const BERTSIMAS_KOGAN_LO: &str = "bertsimas_kogan_lo";
/// Parts of a cost that add up to the whole.
pub const EXACT_COSTS: [&str; 2] = ["toft", "square_root_impact_exact"];

const SPREAD_AND_FEE: &str = "spread_and_fee_mean";

/// What is known of a hedge that trades at intervals.
fn at_intervals(
    interval: &Periodic<'_>,
    simulated: &Simulated<'_>,
    add: &mut impl FnMut(&'static str, &'static str, Measured, f64),
) {
    if let Some(errors) = interval.errors() {
        let sd = simulated.samples.sd_before_costs(simulated.index);
        add(DERMAN_KAMAL, "pnl_sd_before_costs", sd, errors.derman_kamal);
        add(BERTSIMAS_KOGAN_LO, "pnl_sd_before_costs", sd, errors.bertsimas_kogan_lo);
    }
    if let Some(profit) = interval.profit() {
        add("ahmad_wilmott", "pnl_mean_before_costs", simulated.mean_before_costs(), profit);
    }
    if let Some(cost) = interval.cost() {
        if interval.has_linear_cost() {
            let paid = simulated.spread_and_fee();
            add("leland", SPREAD_AND_FEE, paid, cost.leading.linear);
            add(EXACT_COSTS[0], SPREAD_AND_FEE, paid, cost.exact.linear);
        }
        if interval.has_impact() {
            let paid = simulated.impact();
            add("square_root_impact", "impact_mean", paid, cost.leading.impact);
            add(EXACT_COSTS[1], "impact_mean", paid, cost.exact.impact);
        }
    }
    if let Some(sepp) = interval.sepp() {
        let sharpe = simulated.samples.sharpe(simulated.index);
        add("sepp", "sharpe", sharpe, sepp.sharpe(interval.rehedges()));
    }
}

/// What a run says of one hedge.
struct Simulated<'a> {
    experiment: &'a Experiment,
    samples: Samples<'a>,
    /// Means to date at every step.
    points: &'a [ProfilePoint],
    summary: &'a HedgeSummary,
    index: usize,
}

impl Simulated<'_> {
    /// Mean P&L without costs and the interest on them.
    fn mean_before_costs(&self) -> Measured {
        let plan = &self.experiment.plan;
        let to_date = |point: &ProfilePoint| {
            COSTS.iter().map(|cost| point.components[*cost as usize]).sum::<f64>()
        };
        let last = plan.grid.steps();
        let (mut before, mut interest) = (0.0, 0.0);
        for (step, point) in self.points.iter().enumerate() {
            let paid = to_date(point) - before;
            before = to_date(point);
            let growth = exp(plan.rates.financing_rate * plan.grid.time(last - step));
            interest += paid * (growth - 1.0);
        }
        let plain = self.samples.mean_before_costs(self.index);
        Measured { value: plain.value - interest, se: plain.se }
    }

    fn spread_and_fee(&self) -> Measured {
        self.paid(&[Component::Spread, Component::Fee])
    }

    fn impact(&self) -> Measured {
        self.paid(&[Component::Impact])
    }

    /// Mean of some costs. They rise and fall together, so that their standard deviations add up;
    /// the error allows for dependent paths as that of the whole cost does.
    fn paid(&self, parts: &[Component]) -> Measured {
        let spreads = parts.iter().map(|part| self.summary.components[*part as usize]);
        let (mean, sd) = spreads.fold((0.0, 0.0), |(m, s), part| (m - part.mean, s + part.sd));
        let all = COSTS.iter().map(|part| self.summary.components[*part as usize].sd).sum::<f64>();
        let share = if all > 0.0 { sd / all } else { 0.0 };
        Measured { value: mean, se: share * self.summary.cost_mean_se }
    }
}

const COSTS: [Component; 3] = [Component::Spread, Component::Fee, Component::Impact];

//! Which theory applies to which hedge of a run, and what it says: `theory.csv`, and curves of the
//! frequency chart.
//!
//! Closed forms are for one option that expires at the horizon, on a spot that diffuses at one
//! volatility, marked at one implied volatility, with cash earning the pricing rate; in any other
//! run nothing here applies.

mod one_step;
mod setting;

pub use setting::{Interval, Setting};

use crate::experiment::Experiment;
use crate::failure::Failure;
use crate::results::ResultsFolder;
use crate::schedule::Totals;
use rehedge_engine::{Component, ProfilePoint};
use rehedge_kernels::exp;
use rehedge_report::{HedgeSummary, Measured, Samples, TheoryRow, csv_bytes, theory_frame};

/// Writes `theory.csv`, if any theory applies.
pub fn write(
    experiment: &Experiment,
    folder: &ResultsFolder,
    totals: &Totals,
    summaries: &[HedgeSummary],
) -> Result<(), Failure> {
    let rows = rows(experiment, totals, summaries);
    if rows.is_empty() {
        return Ok(());
    }
    let failed = |error: rehedge_report::PolarsError| Failure::Other(error.to_string());
    let bytes = theory_frame(&rows).and_then(|mut frame| csv_bytes(&mut frame)).map_err(failed)?;
    folder.write("theory.csv", bytes)
}

/// A row per hedge and theory that applies to it.
fn rows(experiment: &Experiment, totals: &Totals, summaries: &[HedgeSummary]) -> Vec<TheoryRow> {
    let Some(setting) = Setting::of(experiment) else { return Vec::new() };
    let profile = totals.tally.profile();
    let mut rows = Vec::new();
    for (index, (planned, summary)) in experiment.plan.hedges.iter().zip(summaries).enumerate() {
        let simulated = Simulated {
            experiment,
            samples: totals.statistics.samples(),
            points: &profile.hedges[index],
            summary,
            index,
        };
        let mut add = |theory, quantity, simulated: Measured, theoretical| {
            rows.push(TheoryRow {
                hedge: summary.hedge.clone(),
                theory,
                quantity,
                simulated: simulated.value,
                simulated_se: simulated.se,
                theoretical,
            });
        };
        if let Some(interval) = setting.interval(&planned.hedge) {
            at_intervals(&interval, &simulated, &mut add);
        }
        if let Some(cost) = setting.band_cost(&planned.hedge) {
            add("whalley_wilmott", SPREAD_AND_FEE, simulated.spread_and_fee(), cost);
        }
        if setting.trades_at_every_step(&planned.hedge)
            && let Some(losses) = one_step::losses(experiment, &totals.ledger, index)
        {
            let expected = rehedge_options::theory::BOYLE_EMANUEL_LOSS;
            add("boyle_emanuel", "losing_steps_long_gamma", losses, expected);
        }
    }
    rows
}

const SPREAD_AND_FEE: &str = "spread_and_fee_mean";

/// What is known of a hedge that trades at intervals.
fn at_intervals(
    interval: &Interval<'_>,
    simulated: &Simulated<'_>,
    add: &mut impl FnMut(&'static str, &'static str, Measured, f64),
) {
    if let Some(errors) = interval.errors() {
        let sd = simulated.samples.sd_before_costs(simulated.index);
        add("derman_kamal", "pnl_sd_before_costs", sd, errors.derman_kamal);
        add("bertsimas_kogan_lo", "pnl_sd_before_costs", sd, errors.bertsimas_kogan_lo);
    }
    if let Some(profit) = interval.profit() {
        add("ahmad_wilmott", "pnl_mean_before_costs", simulated.mean_before_costs(), profit);
    }
    if let Some(cost) = interval.cost() {
        if interval.has_linear_cost() {
            let paid = simulated.spread_and_fee();
            add("leland", SPREAD_AND_FEE, paid, cost.leading.linear);
            add("toft", SPREAD_AND_FEE, paid, cost.exact.linear);
        }
        if interval.has_impact() {
            let paid = simulated.impact();
            add("square_root_impact", "impact_mean", paid, cost.leading.impact);
            add("square_root_impact_exact", "impact_mean", paid, cost.exact.impact);
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

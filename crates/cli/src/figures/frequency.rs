//! The chart of risk and cost against the rebalancing interval.

use super::{Run, Scene};
use crate::theory;
use rehedge_engine::Hedge;
use rehedge_report::TheoryRow;
use rehedge_report::charts::{self, ChartError, FrequencyTheory, Image, TheoryOf};

pub fn frequency(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let families = families(scene.run);
    if families.iter().all(|family| family.points.len() < 2) {
        return None;
    }
    let only = families.len() == 1;
    let series: Vec<_> = families
        .iter()
        .map(|family| charts::FrequencySeries {
            name: if only { "" } else { &family.name },
            points: &family.points,
            theories: family.theories(scene.run.theory),
        })
        .collect();
    let marked = if only { families[0].best_interval(scene.run) } else { None };
    Some(charts::frequency(&charts::Frequency {
        labels: scene.labels("Risk and cost against the rebalancing interval"),
        series: &series,
        marked: marked.map(|days| charts::MarkedInterval { name: "Sepp's optimum", days }),
    }))
}

/// Hedges that differ in their interval only.
struct Family<'a> {
    name: String,
    points: Vec<charts::FrequencyPoint>,
    /// The hedge of each point.
    hedges: Vec<&'a Hedge>,
}

impl Family<'_> {
    /// The theories that apply to every hedge, from the rows of `theory.csv`.
    fn theories(&self, rows: &[TheoryRow]) -> Vec<FrequencyTheory<'static>> {
        let sum = |hedge: &Hedge, theories: &[&str]| {
            let named =
                |row: &&TheoryRow| row.hedge == hedge.name && theories.contains(&row.theory);
            let found = rows.iter().filter(named).map(|row| row.theoretical);
            found.reduce(|sum, part| sum + part)
        };
        let curve = |name, of, theories: &[&str]| {
            let values =
                self.hedges.iter().map(|hedge| sum(hedge, theories)).collect::<Option<_>>()?;
            Some(FrequencyTheory { name, of, values })
        };
        let curves = [
            curve("Derman–Kamal", TheoryOf::Risk, &[theory::DERMAN_KAMAL]),
            curve("Bertsimas–Kogan–Lo", TheoryOf::Risk, &[theory::BERTSIMAS_KOGAN_LO]),
            curve("expected cost", TheoryOf::Cost, &theory::EXACT_COSTS),
        ];
        curves.into_iter().flatten().collect()
    }

    /// Sepp's optimal interval in trading days: that of the hedge which trades most often, for which
    /// the growth of costs with the number of trades is known best.
    fn best_interval(&self, run: &Run<'_>) -> Option<f64> {
        let setting = theory::Setting::of(run.experiment)?;
        let by_interval = |a: &usize, b: &usize| {
            self.points[*a].interval_days.total_cmp(&self.points[*b].interval_days)
        };
        let shortest = (0..self.points.len()).min_by(by_interval)?;
        let interval = setting.interval(self.hedges[shortest])?;
        Some(interval.rehedges() * self.points[shortest].interval_days / interval.sepp()?.best()?)
    }
}

fn families<'a>(run: &'a Run<'_>) -> Vec<Family<'a>> {
    let samples = run.totals.statistics.samples();
    let mut families: Vec<Family<'_>> = Vec::new();
    let hedges = run.experiment.plan.hedges.iter().zip(run.summaries);
    for (index, (planned, summary)) in hedges.enumerate() {
        let Some(interval_days) = planned.interval_days else { continue };
        let before_costs = samples.sd_before_costs(index);
        let point = charts::FrequencyPoint {
            interval_days,
            pnl_sd: summary.pnl_sd,
            pnl_sd_se: summary.pnl_sd_se,
            sd_before_costs: before_costs.value,
            sd_before_costs_se: before_costs.se,
            cost_mean: summary.cost_mean,
            cost_mean_se: summary.cost_mean_se,
        };
        let hedge = &planned.hedge;
        let like = |first: &&Hedge| hedge.differs_in_rule_only(first);
        match families.iter_mut().find(|family| family.hedges.first().is_some_and(like)) {
            Some(family) => {
                family.points.push(point);
                family.hedges.push(hedge);
            }
            None => {
                let name = hedge.name.rsplit_once(' ').map_or("", |(stem, _)| stem).to_owned();
                families.push(Family { name, points: vec![point], hedges: vec![hedge] });
            }
        }
    }
    families
}

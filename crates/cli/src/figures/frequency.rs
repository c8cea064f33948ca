//! The chart of risk and cost against the rebalancing interval.

use super::{Run, Scene};
use crate::theory::Setting;
use rehedge_engine::Hedge;
use rehedge_report::charts::{self, ChartError, FrequencyTheory, Image, TheoryOf};

pub fn frequency(scene: &Scene<'_>) -> Option<Result<Image, ChartError>> {
    let families = families(scene.run);
    if families.iter().all(|family| family.points.len() < 2) {
        return None;
    }
    let only = families.len() == 1;
    let setting = Setting::of(scene.run.experiment);
    let series: Vec<_> = families
        .iter()
        .map(|family| charts::FrequencySeries {
            name: if only { "" } else { &family.name },
            points: &family.points,
            theories: setting.as_ref().map_or_else(Vec::new, |setting| family.theories(setting)),
        })
        .collect();
    let best = |setting: &Setting<'_>| families.first()?.best_interval(setting);
    let marked = setting.as_ref().filter(|_| only).and_then(best);
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

impl<'a> Family<'a> {
    /// The theories that apply to every hedge.
    fn theories(&self, setting: &Setting<'_>) -> Vec<FrequencyTheory<'static>> {
        let curve = |name, of, value: &dyn Fn(&Hedge) -> Option<f64>| {
            let values = self.hedges.iter().map(|hedge| value(hedge)).collect::<Option<_>>()?;
            Some(FrequencyTheory { name, of, values })
        };
        let simple = |hedge: &Hedge| Some(setting.interval(hedge)?.errors()?.derman_kamal);
        let exact = |hedge: &Hedge| Some(setting.interval(hedge)?.errors()?.bertsimas_kogan_lo);
        let cost = |hedge: &Hedge| {
            let cost = setting.interval(hedge)?.cost()?.exact;
            Some(cost.linear + cost.impact).filter(|cost| *cost > 0.0)
        };
        let curves = [
            curve("Derman–Kamal", TheoryOf::Risk, &simple),
            curve("Bertsimas–Kogan–Lo", TheoryOf::Risk, &exact),
            curve("expected cost", TheoryOf::Cost, &cost),
        ];
        curves.into_iter().flatten().collect()
    }

    /// Sepp's optimal interval in trading days: that of the hedge which trades most often, for which
    /// the growth of costs with the number of trades is known best.
    fn best_interval(&self, setting: &Setting<'_>) -> Option<f64> {
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
        let like = |first: &&Hedge| first.target == hedge.target && first.costs == hedge.costs;
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

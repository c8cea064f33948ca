//! Cost against risk: along the frontier, and in the ledger.

use super::super::ledger::Kind;
use super::{Drawn, Scene};
use rehedge_report::charts::{
    CostRiskChart, CostRiskLine, CostRiskPoint, Joined, Labels, cost_risk,
};

impl Scene<'_> {
    pub(super) fn frontier(&self, book: usize) -> Drawn {
        let caps = || self.findings.frontier.iter().filter(|(capped, _)| capped.book == book);
        let cost = |positions: &[f64]| self.prices.costs.of(positions);
        let mut inside = Vec::new();
        let mut outside = Vec::new();
        for (capped, judged) in caps() {
            let (Ok(positions), Some(within), Some(out)) =
                (&capped.positions, judged.inside, judged.outside)
            else {
                continue;
            };
            let at = CostRiskPoint { cost: cost(positions), ..CostRiskPoint::default() };
            inside.push(CostRiskPoint { risk: within.rms, ..at });
            outside.push(CostRiskPoint { risk: out.rms, risk_se: out.rms_se, ..at });
        }
        if inside.is_empty() {
            return None;
        }
        let model = |(index, name, positions): (usize, _, &[f64])| {
            let out = self.findings.outside[index]?;
            let at = CostRiskPoint { name, cost: cost(positions), ..CostRiskPoint::default() };
            Some(CostRiskPoint { risk: out.rms, risk_se: out.rms_se, ..at })
        };
        let models: Vec<_> = self.held(book).filter_map(model).collect();
        let line = |name, points, joined| CostRiskLine { name, points, joined };
        let mut lines = vec![
            line("least cost, in sample", &inside[..], Joined::Band),
            line("the same, out of sample", &outside[..], Joined::Line),
        ];
        if !models.is_empty() {
            lines.push(line("models, out of sample", &models[..], Joined::No));
        }
        let title = format!("What does less risk cost for the book “{}”?", self.book(book));
        Some(cost_risk(&CostRiskChart {
            labels: self.labels(&title),
            cost_name: "cost of entering positions",
            risk_name: "root mean square error",
            unhedged: Some(self.unhedged(book)),
            lines: &lines,
        }))
    }

    pub(super) fn ledger(&self, book: usize) -> Drawn {
        let of_kind = |kind: Kind| -> Vec<CostRiskPoint<'_>> {
            let found = self.findings.ledger.iter();
            found
                .filter(|found| found.book == book && found.kind == kind)
                .map(|found| CostRiskPoint {
                    name: &found.hedge,
                    cost: found.cost.mean.max(0.0),
                    cost_se: found.cost.mean_se,
                    risk: found.pnl.sd,
                    risk_se: found.pnl.sd_se,
                })
                .collect()
        };
        let (fixed, dynamic) = (of_kind(Kind::Static), of_kind(Kind::Dynamic));
        let unhedged = of_kind(Kind::Unhedged).first().map(|point| point.risk);
        let lines: Vec<_> = [("static", &fixed, Joined::No), ("dynamic", &dynamic, Joined::Line)]
            .into_iter()
            .filter(|(_, points, _)| !points.is_empty())
            .map(|(name, points, joined)| CostRiskLine { name, points, joined })
            .collect();
        let title =
            format!("Static or dynamic: what does hedging “{}” cost, and leave?", self.book(book));
        let run = &self.job.plan.run;
        let paths = self.job.plan.dynamic.as_ref().map_or(0, |dynamic| dynamic.paths);
        let caption = format!(
            "{paths} paths in the ledger, out of sample; static hedges chosen on {} scenarios; seed {}.",
            run.in_sample, run.seed
        );
        (!lines.is_empty()).then(|| {
            cost_risk(&CostRiskChart {
                labels: Labels { caption: &caption, ..self.labels(&title) },
                cost_name: "mean cost paid, in and out",
                risk_name: "standard deviation of P&L",
                unhedged,
                lines: &lines,
            })
        })
    }
}

//! The instruments: how well they are told apart, what is held of them, and how many it takes.

use super::super::words::points;
use super::{Drawn, Scene};
use rehedge_report::charts::{
    ConditionPoint, ConditionSeries, Conditioning, FamilyLine, FamilyPoint, LineFamily,
    ModelPositions, PositionsChart, Scale, conditioning, line_family, positions,
};

impl Scene<'_> {
    pub(super) fn condition(&self) -> Drawn {
        let found = &self.findings.conditions;
        let mut series: Vec<(f64, Vec<ConditionPoint>)> = Vec::new();
        for condition in found {
            let spectrum = &condition.spectrum;
            let point = ConditionPoint {
                days: condition.days,
                condition_number: spectrum.condition_number,
                rank: spectrum.rank,
            };
            match series.iter_mut().find(|(sd, _)| *sd == condition.uncertainty) {
                Some((_, points)) => points.push(point),
                None => series.push((condition.uncertainty, vec![point])),
            }
        }
        let name = |sd: f64| match sd {
            0.0 => "implied volatility known".to_owned(),
            sd => format!("implied volatility ± {} points", points(sd)),
        };
        let names: Vec<String> = series.iter().map(|(sd, _)| name(*sd)).collect();
        let series: Vec<_> = names
            .iter()
            .zip(&series)
            .map(|(name, (_, points))| ConditionSeries { name, points })
            .collect();
        (!series.is_empty()).then(|| {
            conditioning(&Conditioning {
                labels: self.labels("Can the instruments be told apart at the horizon?"),
                instruments: self.job.plan.instruments.len(),
                series: &series,
            })
        })
    }

    pub(super) fn positions(&self, book: usize) -> Drawn {
        let models: Vec<_> = self
            .held(book)
            .map(|(_, name, positions)| ModelPositions { name, positions })
            .collect();
        let names: Vec<_> =
            self.job.plan.instruments.iter().map(|instrument| instrument.name.as_str()).collect();
        let title = format!("Which positions hedge the book “{}”?", self.book(book));
        (!models.is_empty()).then(|| {
            positions(&PositionsChart {
                labels: self.labels(&title),
                instruments: &names,
                models: &models,
            })
        })
    }

    pub(super) fn cardinality(&self, book: usize) -> Drawn {
        let mut methods: Vec<(String, Vec<FamilyPoint>)> = Vec::new();
        for (subset, judged) in &self.findings.subsets {
            let Some(out) = judged.outside.filter(|_| subset.book == book) else { continue };
            let point = FamilyPoint { x: subset.instruments as f64, y: out.rms, se: out.rms_se };
            let name = subset.method.name().replace('_', " ");
            match methods.iter_mut().find(|(method, _)| *method == name) {
                Some((_, points)) => points.push(point),
                None => methods.push((name, vec![point])),
            }
        }
        let lines: Vec<_> =
            methods.iter().map(|(name, points)| FamilyLine { name, points, mark: None }).collect();
        let title = format!("How many instruments does the book “{}” need?", self.book(book));
        (!lines.is_empty()).then(|| {
            line_family(&LineFamily {
                labels: self.labels(&title),
                family_title: "method",
                x_title: "instruments",
                x_scale: Scale::Linear,
                y_title: "root mean square error out of sample, currency",
                log_y: true,
                ordered: false,
                lines: &lines,
                mark_name: "",
                level: Some((self.unhedged(book), "no hedge")),
            })
        })
    }
}

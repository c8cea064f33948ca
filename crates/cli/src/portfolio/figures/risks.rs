//! The risk that is left, in every world and after every assumption.

use super::super::judge::Judged;
use super::super::words::points;
use super::{Drawn, Scene};
use rehedge_report::charts::{ModelRisks, RisksChart, RisksPanel, risks};

/// What a chart of risks says around its marks.
struct Words<'a> {
    title: &'a str,
    risk_name: &'a str,
    /// What each judgement stands for.
    worlds: &'a [&'a str],
}

impl Scene<'_> {
    /// What the models leave in sample, out of sample and in other worlds.
    pub(super) fn risks(&self) -> Drawn {
        let mut worlds = vec!["in sample", "out of sample"];
        worlds.extend(self.job.plan.revaluations.iter().map(|other| other.name.as_str()));
        let found = self.findings;
        let all: Vec<&[Judged]> = [&found.inside, &found.outside]
            .into_iter()
            .chain(&found.revalued)
            .map(Vec::as_slice)
            .collect();
        let title = "What is left of the risk, in sample and elsewhere?";
        self.panels(&all, &Words { title, risk_name: "root mean square error", worlds: &worlds })
    }

    /// What the models leave out of sample, by how uncertain they were told volatility is.
    pub(super) fn assumed(&self) -> Drawn {
        let found = self.findings;
        if found.assumed.is_empty() {
            return None;
        }
        let own = self.job.plan.volatility_uncertainty;
        let mut all: Vec<(f64, &[Judged])> =
            found.assumed.iter().map(|one| (one.sd, one.outside.as_slice())).collect();
        all.push((own, &found.outside));
        all.sort_by(|one, other| one.0.total_cmp(&other.0));
        let name = |sd: f64| match sd {
            0.0 => "optimised as if volatility were known".to_owned(),
            sd => format!("optimised at ± {} points", points(sd)),
        };
        let names: Vec<String> = all.iter().map(|(sd, _)| name(*sd)).collect();
        let worlds: Vec<&str> = names.iter().map(String::as_str).collect();
        let judged: Vec<&[Judged]> = all.iter().map(|(_, judged)| *judged).collect();
        let risk_name = match own {
            0.0 => "rms error where volatility is known".to_owned(),
            own => format!("rms error at ± {} points", points(own)),
        };
        let title = "What is it worth to allow for uncertain volatility in the optimisation?";
        self.panels(&judged, &Words { title, risk_name: &risk_name, worlds: &worlds })
    }

    /// A panel for each book with what its models leave by each judgement.
    fn panels(&self, all: &[&[Judged]], words: &Words<'_>) -> Drawn {
        let of = |index: usize| -> Vec<Option<(f64, f64)>> {
            all.iter().map(|judged| judged[index].map(|found| (found.rms, found.rms_se))).collect()
        };
        let books = 0..self.job.plan.books.len();
        let found: Vec<Vec<(&str, Vec<_>)>> = books
            .clone()
            .map(|book| {
                let all = self.models(book).map(|(index, hedge)| (&*hedge.model, of(index)));
                all.filter(|(_, risks)| risks.iter().any(Option::is_some)).collect()
            })
            .collect();
        let models: Vec<Vec<ModelRisks<'_>>> = found
            .iter()
            .map(|book| book.iter().map(|(name, risks)| ModelRisks { name, risks }).collect())
            .collect();
        let none: Vec<Vec<Option<f64>>> = books
            .clone()
            .map(|book| all.iter().map(|judged| self.unhedged_in(book, judged)).collect())
            .collect();
        let panel = |book: usize| RisksPanel {
            title: self.book(book),
            unhedged: &none[book],
            models: &models[book],
        };
        let panels: Vec<_> = books.map(panel).filter(|panel| !panel.models.is_empty()).collect();
        (!panels.is_empty()).then(|| {
            risks(&RisksChart {
                labels: self.labels(words.title),
                risk_name: words.risk_name,
                worlds: words.worlds,
                panels: &panels,
            })
        })
    }
}

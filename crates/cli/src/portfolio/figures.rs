//! The charts of a portfolio run.

use super::findings::Findings;
use super::frames::Prices;
use super::job::Job;
use super::ledger::Kind;
use crate::config::portfolio::UNHEDGED;
use crate::failure::Failure;
use rehedge_report::charts::{
    ChartError, ConditionPoint, ConditionSeries, Conditioning, CostRiskChart, CostRiskLine,
    CostRiskPoint, ErrorSurfaces, FamilyLine, FamilyPoint, Image, Labels, LineFamily,
    ModelPositions, ModelRisks, PositionsChart, RisksChart, RisksPanel, Scale, SurfacePanel,
    conditioning, cost_risk, error_surfaces, line_family, positions, risks,
};
use rehedge_report::in_parallel;

/// What charts are drawn from.
pub struct Scene<'a> {
    pub job: &'a Job,
    pub findings: &'a Findings,
    pub prices: &'a Prices,
    caption: String,
}

/// A chart and the file that it goes to.
pub type Named = (String, Image);

type Drawn = Option<Result<Image, ChartError>>;
/// A chart to be drawn.
type Task<'a> = Box<dyn Fn() -> Drawn + Sync + 'a>;
/// A chart of all books.
type OfAll<'a> = fn(&Scene<'a>) -> Drawn;
/// A chart of one book.
type OfBook<'a> = fn(&Scene<'a>, usize) -> Drawn;

/// Draws every chart that there is something to show on, in the order of a talk.
pub fn draw<'a>(
    job: &'a Job,
    findings: &'a Findings,
    prices: &'a Prices,
    threads: usize,
) -> Result<Vec<Named>, Failure> {
    let run = &job.plan.run;
    let caption = format!(
        "{} scenarios in sample, {} out of sample, seed {}.",
        run.in_sample, run.out_of_sample, run.seed
    );
    let scene = Scene { job, findings, prices, caption };
    let of_all: [(&str, OfAll<'a>); 2] = [("risks", Scene::risks), ("condition", Scene::condition)];
    let of_book: [(&str, OfBook<'a>); 5] = [
        ("frontier", Scene::frontier),
        ("positions", Scene::positions),
        ("error-surface", Scene::surfaces),
        ("cardinality", Scene::cardinality),
        ("static-vs-dynamic", Scene::ledger),
    ];
    let mut tasks: Vec<(String, Task<'_>)> = Vec::new();
    for (name, chart) in of_all {
        let scene = &scene;
        tasks.push((name.to_owned(), Box::new(move || chart(scene))));
    }
    for (name, chart) in of_book {
        for (book, slug) in slugs(job).into_iter().enumerate() {
            let scene = &scene;
            tasks.push((format!("{name}-{slug}"), Box::new(move || chart(scene, book))));
        }
    }
    let drawn = in_parallel(threads, &tasks, |(name, chart)| {
        let failed = |error: ChartError| Failure::Other(format!("chart {name}: {error}"));
        match chart()? {
            // A book that nets to zero has no risk to draw.
            Err(ChartError::Nothing(_)) => None,
            image => Some(image.map(|image| (name.clone(), image)).map_err(failed)),
        }
    });
    drawn.into_iter().flatten().collect()
}

/// A name of every book that a file may have.
fn slugs(job: &Job) -> Vec<String> {
    let mut slugs: Vec<String> = Vec::new();
    for book in &job.plan.books {
        let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let mut slug: String = book.name.chars().map(letter).collect();
        while slugs.contains(&slug) {
            slug.push('-');
        }
        slugs.push(slug);
    }
    slugs
}

impl Scene<'_> {
    fn labels<'a>(&'a self, title: &'a str) -> Labels<'a> {
        Labels { title, caption: &self.caption, unit: "currency" }
    }

    fn book(&self, book: usize) -> &str {
        &self.job.plan.books[book].name
    }

    /// The models of a book that have positions, by their index.
    fn held(&self, book: usize) -> impl Iterator<Item = (usize, &str, &[f64])> {
        let hedges = self.findings.hedges.iter().enumerate();
        hedges
            .filter(move |(_, hedge)| hedge.book == book && hedge.model != UNHEDGED)
            .filter_map(|(index, hedge)| Some((index, hedge.model.as_str(), hedge.positions()?)))
    }

    fn risks(&self) -> Drawn {
        let mut worlds = vec!["in sample", "out of sample"];
        worlds.extend(self.job.plan.revaluations.iter().map(|other| other.name.as_str()));
        let all: Vec<_> = [&self.findings.inside, &self.findings.outside]
            .into_iter()
            .chain(&self.findings.revalued)
            .collect();
        let of = |index: usize| -> Vec<Option<(f64, f64)>> {
            all.iter().map(|judged| judged[index].map(|found| (found.rms, found.rms_se))).collect()
        };
        let books = 0..self.job.plan.books.len();
        let found: Vec<Vec<(&str, Vec<_>)>> = books
            .clone()
            .map(|book| self.held(book).map(|(index, name, _)| (name, of(index))).collect())
            .collect();
        let models: Vec<Vec<ModelRisks<'_>>> = found
            .iter()
            .map(|book| book.iter().map(|(name, risks)| ModelRisks { name, risks }).collect())
            .collect();
        let panel = |book: usize| RisksPanel {
            title: self.book(book),
            unhedged: self.unhedged(book),
            models: &models[book],
        };
        let panels: Vec<_> = books.map(panel).filter(|panel| !panel.models.is_empty()).collect();
        (!panels.is_empty()).then(|| {
            risks(&RisksChart {
                labels: self.labels("What is left of the risk, in sample and elsewhere?"),
                risk_name: "root mean square error",
                worlds: &worlds,
                panels: &panels,
            })
        })
    }

    /// Out of sample.
    fn unhedged(&self, book: usize) -> f64 {
        let hedges = self.findings.hedges.iter().zip(&self.findings.outside);
        let mut none = hedges.filter(|(hedge, _)| hedge.book == book && hedge.model == UNHEDGED);
        none.find_map(|(_, judged)| judged.map(|found| found.rms)).unwrap_or(0.0)
    }

    fn condition(&self) -> Drawn {
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
            sd => format!("implied volatility ± {} points", 100.0 * sd),
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

    fn positions(&self, book: usize) -> Drawn {
        let models: Vec<_> = self
            .held(book)
            .map(|(_, name, positions)| ModelPositions { name, positions })
            .collect();
        let names: Vec<_> =
            self.job.plan.instruments.iter().map(|instrument| instrument.name.as_str()).collect();
        let title = format!("Which positions hedge the book {:?}?", self.book(book));
        (!models.is_empty()).then(|| {
            positions(&PositionsChart {
                labels: self.labels(&title),
                instruments: &names,
                models: &models,
            })
        })
    }

    fn frontier(&self, book: usize) -> Drawn {
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
            line("least cost, in sample", &inside[..], true),
            line("the same, out of sample", &outside[..], true),
        ];
        if !models.is_empty() {
            lines.push(line("models, out of sample", &models[..], false));
        }
        let title = format!("What does less risk cost for the book {:?}?", self.book(book));
        Some(cost_risk(&CostRiskChart {
            labels: self.labels(&title),
            cost_name: "cost of positions",
            risk_name: "root mean square error",
            unhedged: Some(self.unhedged(book)),
            lines: &lines,
        }))
    }

    fn surfaces(&self, book: usize) -> Drawn {
        let plan = &self.job.plan;
        let found = self.findings.surfaces.iter();
        let of_book = found.filter(|surface| self.findings.hedges[surface.hedge].book == book);
        let flat: Vec<(&str, Vec<f64>)> = of_book
            .map(|surface| {
                let name = self.findings.hedges[surface.hedge].model.as_str();
                (name, surface.errors.iter().flatten().copied().collect())
            })
            .collect();
        let panels: Vec<_> =
            flat.iter().map(|(name, errors)| SurfacePanel { name, errors }).collect();
        let shifts: Vec<f64> =
            plan.surface.volatility_shifts.iter().map(|shift| 100.0 * shift).collect();
        let title = format!("Where does the hedge of the book {:?} miss?", self.book(book));
        (!panels.is_empty()).then(|| {
            error_surfaces(&ErrorSurfaces {
                labels: self.labels(&title),
                spot_title: "spot at the horizon",
                spots: &plan.surface.spots,
                volatility_title: "shift of implied volatility, points",
                volatilities: &shifts,
                entry: (plan.market.spot, 0.0),
                panels: &panels,
            })
        })
    }

    fn cardinality(&self, book: usize) -> Drawn {
        let mut methods: Vec<(&str, Vec<FamilyPoint>)> = Vec::new();
        for (subset, judged) in &self.findings.subsets {
            let Some(out) = judged.outside.filter(|_| subset.book == book) else { continue };
            let point = FamilyPoint { x: subset.instruments as f64, y: out.rms, se: out.rms_se };
            let name = method(subset.method.name());
            match methods.iter_mut().find(|(method, _)| *method == name) {
                Some((_, points)) => points.push(point),
                None => methods.push((name, vec![point])),
            }
        }
        let lines: Vec<_> = methods
            .iter()
            .map(|(name, points)| FamilyLine { name, points, mark: Some(usize::MAX) })
            .collect();
        let title = format!("How many instruments does the book {:?} need?", self.book(book));
        (!lines.is_empty()).then(|| {
            line_family(&LineFamily {
                labels: self.labels(&title),
                family_title: "chosen by",
                x_title: "instruments",
                x_scale: Scale::Linear,
                y_title: "root mean square error out of sample, currency",
                log_y: true,
                ordered: false,
                lines: &lines,
                mark_name: "",
            })
        })
    }

    fn ledger(&self, book: usize) -> Drawn {
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
        let lines: Vec<_> = [("static", &fixed, false), ("dynamic", &dynamic, true)]
            .into_iter()
            .filter(|(_, points, _)| !points.is_empty())
            .map(|(name, points, joined)| CostRiskLine { name, points, joined })
            .collect();
        let title =
            format!("Static or dynamic: what does hedging {:?} cost, and leave?", self.book(book));
        (!lines.is_empty()).then(|| {
            cost_risk(&CostRiskChart {
                labels: self.labels(&title),
                cost_name: "mean cost paid",
                risk_name: "standard deviation of P&L",
                unhedged,
                lines: &lines,
            })
        })
    }
}

/// A way of choosing instruments, in words.
fn method(name: &str) -> &str {
    match name {
        "matching_pursuit" => "what helps next",
        "l1" => "their cost",
        _ => "the best of all",
    }
}

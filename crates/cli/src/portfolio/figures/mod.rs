//! The charts of a portfolio run.

mod costs;
mod instruments;
mod risks;
mod surfaces;

use super::findings::Findings;
use super::frames::Prices;
use super::job::Job;
use super::judge::Judged;
use super::solve::Hedge;
use crate::config::portfolio::UNHEDGED;
use crate::failure::Failure;
use rehedge_report::charts::{ChartError, Image, Labels};
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
    let of_all: [(&str, OfAll<'a>); 3] = [
        ("risks", Scene::risks),
        ("assumed-volatility", Scene::assumed),
        ("condition", Scene::condition),
    ];
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
        self.models(book)
            .filter_map(|(index, hedge)| Some((index, hedge.model.as_str(), hedge.positions()?)))
    }

    /// The models of a book, by their index.
    fn models(&self, book: usize) -> impl Iterator<Item = (usize, &Hedge)> {
        let hedges = self.findings.hedges.iter().enumerate();
        hedges.filter(move |(_, hedge)| hedge.book == book && hedge.model != UNHEDGED)
    }

    /// The risk of no hedge out of sample.
    fn unhedged(&self, book: usize) -> f64 {
        self.unhedged_in(book, &self.findings.outside).unwrap_or(0.0)
    }

    /// The risk of no hedge in one world.
    fn unhedged_in(&self, book: usize, judged: &[Judged]) -> Option<f64> {
        let mut hedges = self.findings.hedges.iter().zip(judged);
        let none = |hedge: &Hedge| hedge.book == book && hedge.model == UNHEDGED;
        hedges.find_map(|(hedge, judged)| judged.filter(|_| none(hedge)).map(|found| found.rms))
    }
}

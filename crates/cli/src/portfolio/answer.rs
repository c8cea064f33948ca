//! What `rehedge portfolio` says on the screen.

use super::findings::Findings;
use super::frames::{Prices, held, units};
use super::job::Job;
use super::judge::Judged;
use super::solve::Hedge;
use super::words::number;
use crate::config::portfolio::{ModelKind, PlannedModel};
use std::fmt::Write as _;

/// A table of the hedges of every book, and what they come to in the ledger.
pub fn table(job: &Job, findings: &Findings, prices: &Prices, answers: &[Vec<String>]) -> String {
    let mut text = String::new();
    let scene = Scene { job, prices, worlds: worlds(job, findings), names: names(job) };
    for (book, planned) in job.plan.books.iter().enumerate() {
        let _ = write!(
            text,
            "\n{}\n  {:<width$}{:>6}{:>11}{:>11}",
            planned.name,
            "",
            "held",
            "Σ|x|",
            "cost",
            width = scene.names
        );
        for (name, _) in &scene.worlds {
            let _ = write!(text, "{:>14}", format!("rms {name}"));
        }
        text.push('\n');
        for (index, hedge) in findings.hedges.iter().enumerate().filter(|(_, h)| h.book == book) {
            scene.write_hedge(&mut text, hedge, index);
        }
    }
    for (number, other) in job.plan.revaluations.iter().enumerate() {
        let _ = write!(text, "\n  rms ({}): out of sample, {}", number + 1, other.name);
    }
    text.push('\n');
    for answer in answers {
        let _ = write!(text, "\n  {}\n", answer.join("\n  "));
    }
    text
}

/// Where hedges are judged, by a short name.
fn worlds<'a>(job: &'a Job, findings: &'a Findings) -> Vec<(String, &'a [Judged])> {
    let mut worlds = vec![
        ("in".to_owned(), findings.inside.as_slice()),
        ("out".to_owned(), findings.outside.as_slice()),
    ];
    for (number, judged) in findings.revalued.iter().enumerate().take(job.plan.revaluations.len()) {
        worlds.push((format!("({})", number + 1), judged.as_slice()));
    }
    worlds
}

/// What a line of the table is made of.
struct Scene<'a> {
    job: &'a Job,
    prices: &'a Prices,
    worlds: Vec<(String, &'a [Judged])>,
    /// Room for names of models, in characters.
    names: usize,
}

impl Scene<'_> {
    fn write_hedge(&self, text: &mut String, hedge: &Hedge, index: usize) {
        let width = self.names;
        let Some(positions) = hedge.positions() else {
            let _ = writeln!(text, "  {:<width$}  {}", hedge.model, hedge.note);
            return;
        };
        let cost = self.prices.costs.of(positions);
        let _ = write!(
            text,
            "  {:<width$}{:>6}{:>11}{:>11}",
            hedge.model,
            held(positions),
            number(units(positions)),
            number(cost)
        );
        for (_, judged) in &self.worlds {
            let rms = judged[index].map_or(String::new(), |found| number(found.rms));
            let _ = write!(text, "{rms:>14}");
        }
        let _ = writeln!(text, "  {}{}", hedge.note, nothing_held(self.job, hedge));
    }
}

/// Room for the longest name of a model.
fn names(job: &Job) -> usize {
    let names = job.plan.models.iter().map(|model| model.name.chars().count());
    names.fold(20, usize::max)
}

/// What a cap means that no hedge meets already.
fn nothing_held(job: &Job, hedge: &Hedge) -> &'static str {
    let capped = |model: &&PlannedModel| {
        model.name == hedge.model && matches!(model.kind, ModelKind::LeastCost { .. })
    };
    let nothing = hedge.positions().is_some_and(|positions| held(positions) == 0);
    if nothing && job.plan.models.iter().any(|model| capped(&model)) {
        ", which no hedge meets: nothing is held"
    } else {
        ""
    }
}

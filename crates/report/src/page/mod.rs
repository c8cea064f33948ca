//! The page of a run: one HTML file that tells its story, with every chart and number inside.
//!
//! A page is a function of a plain struct, like a chart. It needs no network and no script, and
//! every text in it is escaped by the library that writes it: names and comments may be anything.

mod figure;
mod number;
mod results;
mod table;

pub use figure::Figure;
pub use results::{
    assumed_tables, attribution_tables, attribution_test_table, break_even_table, cap_tables,
    condition_table, controlled_table, distribution_table, effectiveness_table, hedge_tables,
    paired_table, performance_table, position_tables, ranking_table, static_dynamic_tables,
    subset_tables, theory_table, variance_table, world_tables,
};
pub use table::{Cell, Head, Row, Table};

use crate::charts::font_faces;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// What the page of a run says, in this order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page<'a> {
    /// Name of the run.
    pub name: &'a str,
    /// The question, a paragraph each; may be empty.
    pub question: &'a [String],
    /// What was set up, in words.
    pub setup: &'a [String],
    /// The same as a list.
    pub facts: &'a [Fact],
    /// What a user should know about the data.
    pub warnings: &'a [String],
    /// What the run recommends: sentences, a list of them for each market.
    pub answer: &'a [Vec<String>],
    /// What else may be recommended, by other criteria: a sentence each.
    pub further: &'a [String],
    /// The charts.
    pub figures: &'a [Figure<'a>],
    /// The tables.
    pub tables: &'a [Table],
    /// What numbers mean.
    pub conventions: &'a [Fact],
    /// How to make all of it again.
    pub reproduction: Reproduction<'a>,
}

/// A thing and what is to be said of it, a line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// The thing.
    pub name: String,
    /// What is said.
    pub lines: Vec<String>,
}

impl Fact {
    /// A thing of which one thing is said.
    pub fn new(name: &str, line: impl Into<String>) -> Self {
        Self { name: name.to_owned(), lines: vec![line.into()] }
    }
}

/// How to make a run again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reproduction<'a> {
    /// What to do, a paragraph each.
    pub words: &'a [String],
    /// The command.
    pub command: &'a str,
    /// Version, revision and so on.
    pub facts: &'a [Fact],
    /// The whole config.
    pub config: &'a str,
}

const STYLE: &str = include_str!("style.css");

/// Only what is in the page is used: no script, and nothing from elsewhere.
const POLICY: &str = include_str!("policy.txt");

/// The most letters of a question that is a heading.
const HEADLINE: usize = 160;

/// Anchors and headings of the sections.
const SECTIONS: [(&str, &str); 7] = [
    ("question", "The question"),
    ("setup", "The set-up"),
    ("answer", "The answer"),
    ("charts", "In pictures"),
    ("tables", "In numbers"),
    ("conventions", "What the numbers mean"),
    ("reproduce", "How to make it again"),
];

/// The HTML file. The same input gives the same bytes.
#[must_use]
pub fn page(input: &Page<'_>) -> String {
    let (headline, question) = headline(input);
    let style = format!("{}\n{}", font_faces(), STYLE);
    let contents = [
        paragraphs(question),
        setup(input),
        answer(input),
        html! { @for figure in input.figures { (figure.markup()) } },
        html! { @for table in input.tables { (table.markup()) } },
        facts(input.conventions),
        reproduction(&input.reproduction),
    ];
    let sections: Vec<_> =
        SECTIONS.into_iter().zip(contents).filter(|(_, contents)| !contents.0.is_empty()).collect();
    let document = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (input.name) " – rehedge" }
                style { (PreEscaped(style)) }
            }
            body {
                header {
                    p.kicker { "rehedge · " bdi { (input.name) } }
                    h1 { bdi { (headline) } }
                    nav aria-label="Contents" {
                        @for ((anchor, heading), _) in &sections {
                            a href={ "#" (anchor) } { (heading) } " "
                        }
                    }
                }
                main {
                    @for ((anchor, heading), contents) in &sections {
                        section.part id=(anchor) aria-labelledby={ (anchor) "-heading" } {
                            h2 id={ (anchor) "-heading" } { (heading) }
                            (contents)
                        }
                    }
                }
            }
        }
    };
    let mut text = document.into_string();
    text.push('\n');
    text
}

/// The heading of the page, and what is left of the question: a short first paragraph is the best
/// heading there is.
fn headline<'a>(input: &Page<'a>) -> (&'a str, &'a [String]) {
    match input.question.split_first() {
        Some((first, rest)) if first.chars().count() <= HEADLINE => (first, rest),
        _ => (input.name, input.question),
    }
}

fn paragraphs(texts: &[String]) -> Markup {
    html! { @for text in texts { p.prose dir="auto" { (text) } } }
}

fn setup(input: &Page<'_>) -> Markup {
    html! {
        (paragraphs(input.setup))
        (facts(input.facts))
        @for warning in input.warnings { p.note { strong { "Note. " } (warning) } }
    }
}

/// A thing and its lines, as a table with heads at the left.
fn facts(facts: &[Fact]) -> Markup {
    html! {
        @if !facts.is_empty() {
            table.facts {
                tbody {
                    @for fact in facts {
                        tr {
                            th scope="row" { (fact.name) }
                            td { @for line in &fact.lines { p { bdi { (line) } } } }
                        }
                    }
                }
            }
        }
    }
}

fn answer(input: &Page<'_>) -> Markup {
    html! {
        @for answer in input.answer {
            div.answer {
                @for (i, sentence) in answer.iter().enumerate() { p.first[i == 0] { (sentence) } }
            }
        }
        @for sentence in input.further { p { (sentence) } }
    }
}

fn reproduction(reproduction: &Reproduction<'_>) -> Markup {
    if reproduction.command.is_empty() {
        return Markup::default();
    }
    html! {
        (paragraphs(reproduction.words))
        pre.command { code { (reproduction.command) } }
        (facts(reproduction.facts))
        details {
            summary { "The config, with every default written out" }
            pre { code { (reproduction.config) } }
        }
    }
}

#[cfg(test)]
mod tests;

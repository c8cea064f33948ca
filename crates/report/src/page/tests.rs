//! Pages of awkward inputs.

use super::*;
use crate::comparison::{Criterion, Difference, PairedRow, Sample, Samples};
use crate::statistics::Dependence;
use crate::summary::{HedgeSummary, Spread};
use std::collections::BTreeSet;

/// What a name or a comment may be.
const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</style></svg></title>&amp;<!-- ]]>",
    "\u{202e}תחזית ‏بتوقع תחזית תחזית תחזית תחזית",
    "url(#a) id=\"a\" href=\"#a\" url(#a)",
];

const SVG: &str = "<svg width=\"1400\" height=\"900\" xmlns=\"http://www.w3.org/2000/svg\">\n\
                   <style>@font-face{src:url(data:font/woff2;base64,AA)}</style>\n\
                   <clipPath id=\"a\"><rect/></clipPath><g clip-path=\"url(#a)\"/></svg>\n";

/// A page that says `text` wherever it says anything.
fn saying(text: &str) -> String {
    let texts = [text.to_owned(), text.to_owned()];
    let facts = [Fact::new(text, text)];
    let row = Row { name: text.into(), cells: vec![Cell::Text(text.into())] };
    let table = Table {
        id: "a".into(),
        title: text.into(),
        note: text.into(),
        groups: vec![(text.into(), 1)],
        heads: vec![Head::new(text, ""), Head::new(text, "")],
        rows: vec![row],
    };
    let figure = |name| Figure { name, title: text, shows: text, caption: text, svg: SVG };
    page(&Page {
        name: text,
        question: &texts,
        setup: &texts,
        facts: &facts,
        warnings: &texts,
        answer: &[texts.to_vec()],
        further: &texts,
        figures: &[figure("one"), figure("two")],
        tables: &[table],
        conventions: &facts,
        reproduction: Reproduction { words: &texts, command: text, facts: &facts, config: text },
    })
}

/// The page without what it says.
fn form(page: &str, text: &str) -> String {
    let escaped = html! { (text) }.into_string();
    assert!(page.matches(&escaped).count() > 20, "{text} is not said");
    page.replace(&escaped, "…")
}

#[test]
fn what_is_said_does_not_change_the_form() {
    let plain = form(&saying("plain words, nothing else"), "plain words, nothing else");
    for text in HOSTILE {
        assert!(form(&saying(text), text) == plain, "{text}");
    }
}

#[test]
fn ids_are_unique_and_everything_referred_to_is_there() {
    let page = saying("plain");
    let after = |before: &str, end: char| -> Vec<String> {
        let found = page.match_indices(before).map(|(at, _)| &page[at + before.len()..]);
        found.map(|rest| rest.split(end).next().unwrap().to_owned()).collect()
    };
    let ids = after(" id=\"", '"');
    let unique: BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    let labels = [after("aria-labelledby=\"", '"'), after("aria-describedby=\"", '"')].concat();
    let used = [after("url(#", ')'), after("href=\"#", '"'), labels].concat();
    assert!(used.len() > 15, "{used:?}");
    for one in used {
        assert!(unique.contains(&one), "{one}");
    }
    assert_eq!(page.matches("@font-face").count(), 2, "fonts are in the page once");
}

#[test]
fn an_empty_page_has_no_empty_sections() {
    let page = page(&Page { name: "a", ..Page::default() });
    assert!(page.contains("<h1><bdi>a</bdi></h1>") && !page.contains("<h2"));
}

#[test]
fn a_long_question_is_no_heading() {
    let question = ["long ".repeat(40), "short".to_owned()];
    let page = page(&Page { name: "name", question: &question, ..Page::default() });
    assert!(page.contains("<h1><bdi>name</bdi></h1>") && page.contains("long long"));
}

fn summary(name: &str) -> HedgeSummary {
    let mut summary = HedgeSummary {
        hedge: name.to_owned(),
        pnl_mean: -1.234_567,
        pnl_mean_se: 0.0123,
        pnl_sd: 12_345.678,
        pnl_sd_se: 0.34,
        ..HedgeSummary::default()
    };
    summary.components[0] = Spread { mean: -1.234_567, sd: 1.0 };
    summary
}

#[test]
fn numbers_have_the_digits_that_their_error_allows() {
    let summaries = [summary("a")];
    let html = performance_table(&summaries, "currency").markup().into_string();
    for cell in ["<td>−1.235</td><td>0.012</td>", "<td>12\u{202f}345.68</td><td>0.34</td>"] {
        assert!(html.contains(cell), "{html}");
    }
    let [means, sds] = attribution_tables(&summaries, "currency");
    let heads =
        |table: &Table| table.heads.iter().map(|head| head.label.clone()).collect::<Vec<_>>();
    assert_eq!(heads(&means), ["hedge", "delta", "mean P&L"], "what is zero is left out");
    assert_eq!(heads(&sds), ["hedge", "delta", "sd of P&L"]);
    assert!(means.markup().into_string().contains("<td>−1.235</td><td><strong>−1.235</strong>"));
}

#[test]
fn comparisons_say_what_is_known() {
    let names = ["a", "b", "c"].map(str::to_owned);
    let known = Difference { value: -0.5, se: 0.1, reach: 0.2 };
    let unknown = Difference { value: 0.1, ..known };
    let differences = [known, unknown, Difference::default(), known];
    let row = |hedge, against| PairedRow { hedge, against, differences };
    let table = paired_table(&[row(0, 1), row(2, 1), row(2, 0)], 1, &names, "currency");
    let of: Vec<_> = table.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(of, ["a", "c"], "only those against the baseline");
    let html = table.markup().into_string();
    let cells = "<td><strong>−0.50</strong></td><td>−0.70 to −0.30</td><td>0.10</td>\
                 <td>−0.10 to 0.30</td><td>–</td><td>–</td>";
    assert!(html.contains(cells), "{html}");
}

#[test]
fn a_limit_has_a_column_of_its_own() {
    let sample = Sample { name: "a", pnl: &[1.0, -2.0, 4.0], costs: &[0.1, 0.2, 0.3] };
    let samples = Samples::new(vec![sample], Dependence::Independent);
    let table =
        |criterion| ranking_table(&samples.ranking(criterion), 1, &["a".to_owned()], "currency");
    let (capped, free) = (table(Criterion::Cost { max_sd: 1.0 }), table(Criterion::Sharpe));
    assert_eq!([capped.heads.len(), free.heads.len()], [8, 7]);
    assert_eq!(capped.rows[0].cells.last(), Some(&Cell::Text("no".into())));
    assert_eq!((free.heads[1].unit, capped.heads[1].unit), ("", "currency"));
}

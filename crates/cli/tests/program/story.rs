//! `report.html`: well-formed, nothing from elsewhere, and the numbers of the other files.

use crate::place::{Files, Place};
use crate::runs::{self, SIMULATED, history, simulated, with};
use std::collections::BTreeSet;

fn page(files: &Files) -> &str {
    std::str::from_utf8(&files["report.html"]).unwrap()
}

/// Elements that have no end.
const VOID: [&str; 1] = ["meta"];

/// Everything that a page is made of; whatever else is there came in from a text.
const ELEMENTS: [&str; 48] = [
    "a",
    "bdi",
    "body",
    "caption",
    "circle",
    "clipPath",
    "code",
    "defs",
    "desc",
    "details",
    "div",
    "ellipse",
    "figcaption",
    "figure",
    "g",
    "h1",
    "h2",
    "h3",
    "head",
    "header",
    "html",
    "line",
    "linearGradient",
    "main",
    "meta",
    "nav",
    "p",
    "path",
    "polygon",
    "polyline",
    "pre",
    "rect",
    "section",
    "span",
    "stop",
    "strong",
    "style",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "title",
    "tr",
    "tspan",
];

/// Checks that every element ends where it should and that ids are unique.
fn check(page: &str) {
    let body = page.strip_prefix("<!DOCTYPE html>").expect("a document type");
    let (mut open, mut ids) = (Vec::new(), BTreeSet::new());
    for piece in body.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').unwrap_or_else(|| panic!("no end: {piece}"));
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "</{name}>");
            continue;
        }
        let name = tag.split([' ', '\n', '/']).next().unwrap_or_default();
        assert!(ELEMENTS.contains(&name), "<{tag}>");
        assert_eq!(tag.matches('"').count() % 2, 0, "<{tag}>");
        assert!(!tag.contains(" on"), "a script: <{tag}>");
        if let Some((_, id)) = tag.split_once(" id=\"") {
            assert!(ids.insert(id.split('"').next()), "twice: {id}");
        }
        if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "without an end: {open:?}");
    let after = |before: &str| -> Vec<String> {
        let found = page.match_indices(before).map(|(at, _)| &page[at + before.len()..]);
        found.map(|rest| rest.split(['"', ')']).next().unwrap().to_owned()).collect()
    };
    assert!(after("\"http").iter().all(|rest| rest == "://www.w3.org/2000/svg"));
    assert!(after("url(").iter().all(|url| url.starts_with('#') || url.starts_with("data:font/")));
    for label in [after("aria-labelledby=\""), after("aria-describedby=\"")].concat() {
        assert!(ids.contains(&Some(label.as_str())), "{label}");
    }
}

#[test]
fn pages_are_well_formed_and_small() {
    for files in [simulated(), history()] {
        let page = page(files);
        check(page);
        assert!(page.len() < 1_000_000, "{} bytes", page.len());
        assert_eq!(page.matches("@font-face").count(), 2, "fonts are in the page once");
        let charts = files.keys().filter(|name| name.ends_with(".svg")).count();
        assert_eq!(page.matches("<svg ").count(), charts, "every chart is there");
        let config = std::str::from_utf8(&files["config.toml"]).unwrap();
        assert!(page.contains(config.lines().next().unwrap()));
    }
}

#[test]
fn texts_are_only_texts() {
    let name = r#"<img src=x onerror="alert(1)"> & "c" תחזית"#;
    let header = "# <script>alert(1)</script> & \"what\"?\n#\n# </body></html><!--\n";
    let config = with(SIMULATED, "name = \"never\"", &format!("name = '{name}'"));
    let files = runs::run(&Place::with_config(&format!("{header}{config}")), &["--paths", "130"]);
    let page = page(&files);
    check(page);
    assert!(page.contains(
        "<h1><bdi>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;what&quot;?</bdi></h1>"
    ));
    assert!(page.contains("&lt;/body&gt;&lt;/html&gt;&lt;!--</p>"));
    assert!(page.contains(
        "<bdi>&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &quot;c&quot; תחזית</bdi>"
    ));
}

/// The rows of a table of the page: names, and cells without their markup.
fn rows(page: &str, id: &str) -> Vec<(String, Vec<String>)> {
    let (_, table) = page.split_once(&format!("id=\"table-{id}\"")).expect(id);
    let (_, body) = table.split_once("<tbody>").unwrap();
    let (body, _) = body.split_once("</tbody>").unwrap();
    let row = |row: &str| {
        let (name, cells) = row.split_once("</th>").unwrap();
        let cells = cells.split("</td>").filter(|cell| cell.contains("<td"));
        (plain(name), cells.map(plain).collect())
    };
    body.split("</tr>").filter(|text| text.contains("<th")).map(row).collect()
}

fn plain(markup: &str) -> String {
    let pieces =
        markup.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.collect::<String>().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Whether a cell shows a number, rounded to the digits that it has.
fn shows(cell: &str, value: f64) -> bool {
    let text: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    if text == "–" {
        return value == 0.0;
    }
    let text = text.replace('−', "-");
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let shown: f64 = text.parse().unwrap_or_else(|_| panic!("{cell} is no number"));
    let unit = 10f64.powi(-(decimals as i32));
    (shown - value).abs() <= 0.500_001 * unit
}

/// A CSV file of a run by columns; no name in these tests has a comma.
fn column(files: &Files, file: &str, name: &str) -> Vec<String> {
    let text = std::str::from_utf8(&files[file]).unwrap();
    let mut lines = text.lines().map(|line| line.split(','));
    let index = lines.next().unwrap().position(|head| head == name).expect(name);
    lines.map(|mut line| line.nth(index).unwrap().to_owned()).collect()
}

/// Checks that columns of a table are those of a file, on its first rows.
fn agree(files: &Files, id: &str, file: &str, columns: &[(usize, &str)]) {
    let rows = rows(page(files), id);
    assert!(!rows.is_empty(), "{id} is empty");
    let names = column(files, file, "hedge");
    for (row, (name, cells)) in rows.iter().enumerate() {
        assert_eq!(*name, names[row], "{id}");
        for (cell, head) in columns {
            let value: f64 = column(files, file, head)[row].parse().unwrap();
            assert!(shows(&cells[*cell], value), "{id}, {name}, {head}: {} {value}", cells[*cell]);
        }
    }
}

#[test]
fn the_numbers_are_those_of_the_files() {
    for files in [simulated(), history()] {
        let summary = ["pnl_mean", "pnl_mean_se", "pnl_sd", "pnl_sd_se", "es_95", "es_99"];
        let activity = ["cost_mean", "cost_mean_se", "turnover_mean", "trades_mean"];
        let numbered =
            |names: &[&'static str]| names.iter().copied().enumerate().collect::<Vec<_>>();
        let performance = numbered(&[&summary[..], &activity].concat());
        agree(files, "summary", "summary.csv", &performance);
        let quantiles = ["pnl_min", "pnl_p01", "pnl_p05", "pnl_p50", "pnl_p95", "pnl_p99"];
        let shape = ["pnl_max", "pnl_skew", "pnl_excess_kurtosis"];
        let distribution = numbered(&[&quantiles[..], &shape].concat());
        agree(files, "distribution-of-pnl", "summary.csv", &distribution);
        let paired = [
            (0, "pnl_mean_difference"),
            (2, "pnl_sd_difference"),
            (4, "es_95_difference"),
            (6, "cost_mean_difference"),
        ];
        agree(files, "paired", "paired.csv", &paired);
        let ranking =
            [(0, "value"), (1, "standard_error"), (2, "behind_best"), (4, "probability_best")];
        agree(files, "ranking-1", "ranking.csv", &ranking);
        let break_even = [(0, "mean_zero_premium_horizon"), (1, "mean_zero_premium_horizon_se")];
        agree(files, "break-even", "break_even.csv", &break_even);
    }
}

#[test]
fn a_wrong_number_would_be_seen() {
    assert!(shows("−1\u{202f}234.50\u{2007}", -1234.501) && shows("–", 0.0) && shows("0", 0.4));
    assert!(!shows("1.25", 1.26) && !shows("1.25", -1.25) && !shows("–", 0.1));
}

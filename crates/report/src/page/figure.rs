//! [`Figure`]: a chart of the page, its SVG made fit to stand among others in one document.

use maud::{Markup, PreEscaped, html};

/// A chart of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure<'a> {
    /// Its name, unique in the page: letters, figures and hyphens.
    pub name: &'a str,
    /// Heading.
    pub title: &'a str,
    /// What is drawn, for those who do not see it; may be empty.
    pub shows: &'a str,
    /// What to see in it.
    pub caption: &'a str,
    /// The SVG document, as the charts of this crate are.
    pub svg: &'a str,
}

impl Figure<'_> {
    pub(super) fn markup(&self) -> Markup {
        let anchor = self.anchor();
        let heading = format!("{anchor}-heading");
        html! {
            figure.tall[self.is_tall()] id=(anchor) {
                // The drawing shows its own title.
                h3.hidden id=(heading) { (self.title) }
                div.scroll tabindex="0" role="region" aria-labelledby=(heading) {
                    (PreEscaped(self.inline()))
                }
                figcaption { (self.caption) }
            }
        }
    }

    fn anchor(&self) -> String {
        format!("chart-{}", self.name)
    }

    /// Whether two of it would not fit on a sheet of paper.
    fn is_tall(&self) -> bool {
        let size = |name: &str| -> Option<f64> {
            let (_, after) = self.svg.split_once(&format!(" {name}=\""))?;
            after.split('"').next()?.parse().ok()
        };
        size("height").zip(size("width")).is_some_and(|(height, width)| height > 0.8 * width)
    }

    /// The SVG as an element of the page: without the fonts, which the page has once; as wide as
    /// there is room; named for those who do not see it; with ids that no other chart has.
    fn inline(&self) -> String {
        let without_fonts = without_style(self.svg.trim());
        let anchor = self.anchor();
        let svg = with_own_ids(&without_fonts, &anchor);
        let Some((head, body)) = svg.split_once('>') else { return String::new() };
        let (title, desc) = (format!("{anchor}-title"), format!("{anchor}-desc"));
        let named = html! {
            title id=(title) { (self.title) }
            desc id=(desc) { (if self.shows.is_empty() { self.caption } else { self.shows }) }
        };
        let named = named.into_string();
        format!(
            "{head} role=\"img\" aria-labelledby=\"{title}\" aria-describedby=\"{desc}\">{named}{body}"
        )
    }
}

/// Without its style sheet: fonts.
fn without_style(svg: &str) -> String {
    match (svg.find("<style>"), svg.find("</style>")) {
        (Some(from), Some(to)) if from < to => {
            format!("{}{}", &svg[..from], svg[to + "</style>".len()..].trim_start())
        }
        _ => svg.to_owned(),
    }
}

/// What comes before an id, where it is given and where it is used.
const BEFORE_ID: [&str; 3] = [" id=\"", "url(#", "href=\"#"];

/// With every id, and every use of one, begun by the name of the chart. Only tags are looked at:
/// texts may say what they like.
fn with_own_ids(svg: &str, name: &str) -> String {
    let mut text = String::with_capacity(svg.len());
    for piece in svg.split_inclusive('>') {
        let (words, tag) = piece.split_at(piece.find('<').unwrap_or(piece.len()));
        text.push_str(words);
        let renamed = BEFORE_ID.iter().fold(tag.to_owned(), |tag, before| {
            if tag.contains(before) {
                tag.replace(before, &format!("{before}{name}-"))
            } else {
                tag
            }
        });
        text.push_str(&renamed);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_the_charts_own_and_texts_are_left_alone() {
        let svg = "<svg><clipPath id=\"a\"/><g clip-path=\"url(#a)\"><use href=\"#a\"/>\
                   <text>id=\"a\" url(#a)</text></g></svg>";
        let expected = "<svg><clipPath id=\"x-a\"/><g clip-path=\"url(#x-a)\"><use href=\"#x-a\"/>\
                        <text>id=\"a\" url(#a)</text></g></svg>";
        assert_eq!(with_own_ids(svg, "x"), expected);
    }

    #[test]
    fn tall_charts_are_told_by_their_size() {
        let tall = |svg| Figure { name: "f", title: "", shows: "", caption: "", svg }.is_tall();
        assert!(tall("<svg width=\"1400\" height=\"1600\">"));
        assert!(!tall("<svg width=\"1400\" height=\"900\">") && !tall("<svg>"));
    }

    #[test]
    fn a_chart_is_named_and_brings_no_font() {
        let svg = "<svg width=\"1400\" height=\"900\">\n<style>@font-face{}</style>\n<g/></svg>\n";
        let figure = Figure { name: "f", title: "a & b", shows: "<c>", caption: "d", svg };
        assert_eq!(
            figure.inline(),
            "<svg width=\"1400\" height=\"900\" role=\"img\" aria-labelledby=\"chart-f-title\" \
             aria-describedby=\"chart-f-desc\"><title id=\"chart-f-title\">a &amp; b</title>\
             <desc id=\"chart-f-desc\">&lt;c&gt;</desc>\n<g/></svg>"
        );
    }
}

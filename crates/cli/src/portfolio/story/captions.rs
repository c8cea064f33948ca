//! What is said of each chart, and in which order they come.

/// What is said of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    /// Where it comes in the story.
    pub place: usize,
    /// Heading.
    pub title: String,
    /// What is drawn, for those who do not see it.
    pub shows: String,
    /// What to see in it.
    pub see: String,
}

/// What is said of the chart in a file of this name, `kind` or `kind-book`; little where it is not
/// known.
pub fn of(name: &str) -> Caption {
    let is = |known: &str| {
        name.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let found = KNOWN.iter().enumerate().find(|(_, (known, ..))| is(known));
    let Some((place, (known, title, shows, see))) = found else {
        return Caption {
            place: KNOWN.len(),
            title: name.replace('-', " "),
            shows: "A chart of this run.".to_owned(),
            see: format!("Also in charts/{name}.svg and charts/{name}.png."),
        };
    };
    let book = name[known.len()..].trim_start_matches('-').replace('-', " ");
    let title = if book.is_empty() { (*title).to_owned() } else { format!("{title}: {book}") };
    Caption { place, title, shows: (*shows).to_owned(), see: (*see).to_owned() }
}

/// Kinds of charts, headings, what is drawn, what to see; in the order of the story.
const KNOWN: [(&str, &str, &str, &str); 8] = [
    (
        "risks",
        "What is left of the risk",
        "A panel for each book and a row for each model: root mean square error in sample, out of \
         sample and in other worlds, on a log axis, with the risk of no hedge in each as an upright stroke.",
        "Where the dots of a row lie together, the hedge holds what it promises. A dot right of its \
         stroke is a hedge that is worse than none in that world.",
    ),
    (
        "assumed-volatility",
        "With and without uncertain volatility in the optimisation",
        "A panel for each book and a row for each model: root mean square error out of sample, where \
         implied volatility at the horizon is uncertain, of the hedge optimised as if it were known and \
         of that optimised with the uncertainty, with the risk of no hedge as an upright stroke.",
        "The distance between the dots of a row is what it is worth to tell the model of the \
         uncertainty.",
    ),
    (
        "condition",
        "Can the instruments be told apart?",
        "Condition number and numerical rank of the instruments’ values by horizon, with implied \
         volatility known and not.",
        "The shorter the horizon, the more alike the instruments: least squares then asks for huge \
         positions that offset each other. Uncertain volatility tells them apart.",
    ),
    (
        "positions",
        "Which positions hedge it",
        "A row for each instrument with the position of every model, on an axis that is log on both \
         sides of zero.",
        "Long lines to both sides that cancel are a sign of a problem that is ill-posed, not of a \
         better hedge. Few and short lines are a hedge that can be traded.",
    ),
    (
        "frontier",
        "What less risk costs",
        "The least cost of entering positions for each cap on the risk, in sample (the pale band) and out \
         of sample (the line upon it), and every model as a point.",
        "Lower left is better. Where the line falls steeply, a little more cost takes much of the \
         risk away; where it is level, what is left is not worth its cost.",
    ),
    (
        "cardinality",
        "How many instruments it takes",
        "Root mean square error out of sample against the number of instruments, a line for each \
         method of choosing them, with the risk of no hedge as a dashed line.",
        "The first few instruments take away most of the risk. Where the line is level, further ones \
         only fit the sample.",
    ),
    (
        "error-surface",
        "What each hedge misses if spot and volatility move",
        "The error of book and hedge over spot and implied volatility at the horizon, a panel for each \
         model with colours of its own, gains blue and losses red.",
        "The heading of a panel says how far its colours reach. Along the volatility of entry the hedges \
         are pale. Off it, stripes of deep red and blue are offsetting positions that no longer offset. \
         A barrier or an average sees a straight line to each spot.",
    ),
    (
        "static-vs-dynamic",
        "Hedged once, or again and again",
        "Mean cost of trading against the risk that is left, for the static hedges and for delta \
         hedges of the same book, on the same paths.",
        "A static hedge pays half-spreads of options twice, a delta hedge half-spreads of shares at \
         every trade. Where a static point lies below the line of delta hedges, it buys more for its \
         money.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_of_a_book_are_known_by_their_kind() {
        let caption = of("error-surface-my-book");
        assert_eq!(caption.title, "What each hedge misses if spot and volatility move: my book");
        assert_eq!((of("risks").place, of("positions-a").place), (0, 3));
        assert_eq!(of("risks-of-being").title, "What is left of the risk: of being");
        assert_eq!(
            (of("riskless").place, of("riskless").title.as_str()),
            (KNOWN.len(), "riskless")
        );
    }
}

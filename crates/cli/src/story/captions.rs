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

/// What is said of the chart in a file of this name; little where it is not known.
pub fn of(name: &str) -> Caption {
    match KNOWN.iter().zip(0..).find(|((known, ..), _)| *known == name) {
        Some(((_, title, shows, see), place)) => Caption {
            place,
            title: (*title).to_owned(),
            shows: (*shows).to_owned(),
            see: (*see).to_owned(),
        },
        None => {
            let words = name.replace('-', " ");
            let title = words.chars().take(1).flat_map(char::to_uppercase);
            Caption {
                place: KNOWN.len(),
                title: title.chain(words.chars().skip(1)).collect(),
                shows: format!("A chart of this run: {words}."),
                see: format!("Also in charts/{name}.svg and charts/{name}.png."),
            }
        }
    }
}

/// Names of files, headings, what is drawn, what to see; in the order of the story.
const KNOWN: [(&str, &str, &str, &str); 12] = [
    (
        "frontier",
        "What a hedge costs, and the risk that it leaves",
        "A point for each hedge: mean cost across, standard deviation of P&L up, with bars of two \
         standard errors.",
        "Lower left is better. A hedge with another one to its lower left pays more for more risk; \
         along the lower left edge, less risk has its price.",
    ),
    (
        "frontier-es",
        "What a hedge costs, and the tail that it leaves",
        "A point for each hedge: mean cost across, expected shortfall up.",
        "The same question asked of the worst paths. Where the order of the hedges differs from \
         that by standard deviation, it is the tail that decides.",
    ),
    (
        "ranking",
        "Which hedge is best, and how surely",
        "A row for each hedge by each criterion, the best on top: its value with a 95 % interval, \
         and the probability that it is the best.",
        "Shaded hedges cannot be told from the best on these paths: choose among them by other \
         reasons. Intervals of two hedges may overlap and the hedges be told apart all the same, \
         because all saw the same paths.",
    ),
    (
        "distribution",
        "P&L at the horizon, hedge by hedge",
        "A histogram of P&L for each hedge, in rows above one axis, each with its mean marked.",
        "Each row is scaled to its own peak, so compare widths and tails, not heights. The left \
         tail is what expected shortfall measures; how far the mean lies from zero is what costs \
         and mispricing leave.",
    ),
    (
        "components",
        "Where the mean P&L comes from",
        "Bars of the mean of every component of P&L, hedge by hedge.",
        "For a short option, theta is earned and gamma is paid; what is left of the two is what \
         the volatility sold was worth. Spread, fee and impact are what hedging cost.",
    ),
    (
        "cumulative",
        "How it builds up",
        "Mean P&L to date and its components against time, a panel for some of the hedges.",
        "A straight line is earned evenly; a curve that bends at the end comes from gamma near \
         expiry. Steps in the costs are the first trade and the unwind.",
    ),
    (
        "frequency",
        "Risk and cost against the rebalancing interval",
        "Standard deviation of P&L and mean cost against the days between trades, theory in broken \
         lines over them, the risk before costs in open marks.",
        "To the left one pays for trading, to the right for the risk of waiting. Theory is about \
         risk before costs; what lies above it is the risk of costs that vary. With jumps or \
         changing volatility there is no theory to draw.",
    ),
    (
        "sample-path",
        "One path, from inside",
        "Four panels over one path: spot and implied volatility, target and holding, P&L by \
         component, costs.",
        "The hedge buys when the spot rises and sells when it falls, for an option that was sold. \
         Follow one move of the spot down through the panels: what the hedge did, what it earned, \
         what it paid.",
    ),
    (
        "rules-on-one-path",
        "Several rules on the same path",
        "The same path under several hedges, one below the other: what each held and earned.",
        "The market is the same for all. See who traded when, and what it had earned and paid when \
         the path was over.",
    ),
    (
        "no-trade-region",
        "Where a band leaves the holding alone",
        "Above, the band of holdings that need no trade on one path, with the holding in it; below, \
         half the width of the band over time and spot.",
        "The holding is moved only when the band pushes it. Whalley and Wilmott’s band is widest \
         where gamma makes a tight hedge expensive, near the strike and near expiry; a fixed one is \
         as wide everywhere.",
    ),
    (
        "spot-pnl",
        "P&L against where the spot ended",
        "For each hedge, how many paths ended at each spot with each P&L, as colours, and the mean \
         P&L at each spot as a line.",
        "A hedged book should not mind where the spot ends: a level line is a good hedge, a kinked \
         one is what is left of the payoff. The height of the cloud at a spot is the risk that \
         rehedging less often leaves.",
    ),
    (
        "history",
        "P&L of every window of history",
        "P&L of every window against the day on which it starts, a panel for each hedge, the worst \
         named by its date.",
        "Neighbouring windows share most of their days and lose together: there is far less in \
         this than the number of windows says. Look for the few episodes that decide the tail.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_comes_last_with_its_name() {
        let caption = of("no-such-chart");
        assert_eq!((caption.place, caption.title.as_str()), (KNOWN.len(), "No such chart"));
        assert_eq!(of("frontier").place, 0);
    }
}

//! Cost against risk, and rankings.

use crate::{LABELS, each_case};
use rehedge_report::CostAndRisk;
use rehedge_report::charts::{
    ChartError, Frontier, FrontierPoint, Image, RankedHedge, RankingChart, RankingPanel, frontier,
    ranking,
};

fn frontier_of(
    names: &[&str],
    estimates: impl Fn(usize) -> CostAndRisk,
) -> Result<Image, ChartError> {
    let point =
        |(i, name)| FrontierPoint { name, estimates: estimates(i), market: i % 2, best: i == 0 };
    let hedges: Vec<FrontierPoint<'_>> = names.iter().copied().enumerate().map(point).collect();
    frontier(&Frontier {
        labels: LABELS,
        risk_name: "sd of P&L",
        ellipse: 2.448,
        best_name: "least of all",
        hedges: &hedges,
    })
}

#[test]
fn frontiers() {
    for correlation in [-1.0, 0.4] {
        each_case(|names, scale| {
            let image = frontier_of(names, |i| CostAndRisk {
                cost: scale * (i % 7) as f64,
                cost_se: 0.1 * scale,
                risk: scale * (i % 3) as f64,
                risk_se: 0.1 * scale,
                correlation,
            })?;
            assert!(image.svg.contains("best: least of all"));
            Ok(image)
        });
    }
}

#[test]
fn risks_far_apart_are_drawn_by_their_ratios() {
    let says_log = |risks: [f64; 2]| {
        let estimates = |i: usize| CostAndRisk { risk: risks[i], ..CostAndRisk::default() };
        frontier_of(&["a", "b"], estimates).unwrap().svg.contains("log scale")
    };
    assert!(says_log([0.1, 2.0]));
    assert!(!says_log([0.1, 0.5]) && !says_log([-0.1, 2.0]) && !says_log([0.0, 2.0]));
}

fn ranked<'a>(names: &[&'a str], scale: f64) -> Vec<RankedHedge<'a>> {
    let hedge = |(i, name): (usize, &&'a str)| RankedHedge {
        name,
        hedge: i,
        value: scale * (i * i) as f64,
        reach: scale,
        plateau: i < 2,
        probability_best: 0.5,
        allowed: i != 1,
    };
    names.iter().enumerate().map(hedge).collect()
}

#[test]
fn rankings() {
    for criteria in [1, 3] {
        each_case(|names, scale| {
            let hedges = ranked(names, scale);
            let panel = RankingPanel { title: "a criterion", hedges: &hedges };
            let image = ranking(&RankingChart { labels: LABELS, panels: &vec![panel; criteria] })?;
            assert_eq!(image.svg.matches("a criterion").count(), criteria);
            assert_eq!(image.svg.contains("The best 24 of 40"), names.len() == 40);
            Ok(image)
        });
    }
}

#[test]
fn what_cannot_be_judged_is_an_error() {
    let draw = |panels: &[RankingPanel<'_>]| ranking(&RankingChart { labels: LABELS, panels });
    assert!(matches!(draw(&[]), Err(ChartError::Nothing(_))));
    assert!(matches!(
        draw(&[RankingPanel { title: "", hedges: &[] }]),
        Err(ChartError::Nothing(_))
    ));
    let hedges = ranked(&["a"], f64::INFINITY);
    assert!(matches!(
        draw(&[RankingPanel { title: "", hedges: &hedges }]),
        Err(ChartError::NotFinite(_))
    ));
    assert!(matches!(frontier_of(&[], |_| CostAndRisk::default()), Err(ChartError::Nothing(_))));
    let nan = |_| CostAndRisk { correlation: f64::NAN, ..CostAndRisk::default() };
    assert!(matches!(frontier_of(&["a"], nan), Err(ChartError::NotFinite(_))));
}

//! Charts of static hedges.

use crate::{LABELS, each_case};
use rehedge_report::charts::{
    ChartError, ConditionPoint, ConditionSeries, Conditioning, CostRiskChart, CostRiskLine,
    CostRiskPoint, ErrorSurfaces, Image, Joined, ModelPositions, ModelRisks, PositionsChart,
    RisksChart, RisksPanel, SurfacePanel, conditioning, cost_risk, error_surfaces, positions,
    risks,
};

fn draw_positions(names: &[&str], held: &[f64]) -> Result<Image, ChartError> {
    let instruments: Vec<&str> = names.iter().copied().cycle().take(held.len()).collect();
    let models: Vec<_> =
        names.iter().take(12).map(|name| ModelPositions { name, positions: held }).collect();
    positions(&PositionsChart { labels: LABELS, instruments: &instruments, models: &models })
}

#[test]
fn positions_of_many_sizes() {
    for held in [&[0.0][..], &[-1e-3, 0.0, 1e7], &[5.0, 5.0]] {
        each_case(|names, scale| {
            let held: Vec<f64> = held.iter().map(|x| x * scale).collect();
            draw_positions(names, &held)
        });
    }
    let image = draw_positions(&["a"], &[2.0, 0.0, -3.0]).unwrap();
    assert!(image.svg.contains("a: 2 instruments, Σ|x| = 5.00"));
    // Dust beside the greatest position takes no powers of ten of the axis.
    let dust = draw_positions(&["a"], &[2e3, -10.0, 1e-5]).unwrap().svg;
    assert!(dust.contains("\n1,000\n") && dust.contains("\n10\n") && !dust.contains("\n0.001\n"));
}

#[test]
fn what_is_held_must_be_known_of_every_instrument() {
    let models = [ModelPositions { name: "m", positions: &[1.0] }];
    let of = |instruments: &[&str], models: &[ModelPositions<'_>]| {
        let chart = PositionsChart { labels: LABELS, instruments, models };
        positions(&chart).unwrap_err().to_string()
    };
    assert_eq!(of(&["a", "b"], &models), "m has 1 values where 2 are needed");
    assert_eq!(of(&[], &models), "nothing to draw: positions need an instrument and a model");
    let nan = [ModelPositions { name: "m", positions: &[f64::NAN] }];
    assert_eq!(of(&["a"], &nan), "m has a value that is not finite");
}

fn draw_conditioning(names: &[&str], points: &[ConditionPoint]) -> Result<Image, ChartError> {
    let series: Vec<_> =
        names.iter().take(6).map(|name| ConditionSeries { name, points }).collect();
    conditioning(&Conditioning { labels: LABELS, instruments: 21, series: &series })
}

#[test]
fn condition_numbers() {
    let point = |days, condition_number, rank| ConditionPoint { days, condition_number, rank };
    for points in [
        &[point(1.0, 1e18, 3)][..],
        &[point(0.25, f64::INFINITY, 0), point(5.0, 1.0, 21), point(1e5, 1e300, 20)],
    ] {
        each_case(|names, _| draw_conditioning(names, points));
    }
    let infinite = draw_conditioning(&["a"], &[point(1.0, f64::INFINITY, 3)]).unwrap();
    assert!(infinite.svg.contains("Infinite condition numbers are not drawn"));
    let double = |number| draw_conditioning(&["a"], &[point(1.0, number, 3)]).unwrap().svg;
    // In two lines, right of the plot.
    let words = "\ndouble is left\n";
    assert!(double(1e16).contains(words) && !double(1e9).contains(words));
    let error = |points: &[ConditionPoint]| draw_conditioning(&["a"], points).unwrap_err();
    assert!(matches!(error(&[]), ChartError::Nothing(_)));
    assert!(matches!(error(&[point(1.0, f64::NAN, 1)]), ChartError::NotFinite(_)));
    let back = [point(5.0, 1e9, 1), point(1.0, 1e9, 1)];
    assert!(matches!(error(&back), ChartError::Order(_)));
}

fn draw_risks(
    names: &[&str],
    worlds: &[Option<(f64, f64)>],
    unhedged: f64,
) -> Result<Image, ChartError> {
    let models: Vec<_> = names.iter().map(|name| ModelRisks { name, risks: worlds }).collect();
    let unhedged = vec![Some(unhedged); worlds.len()];
    let panel = RisksPanel { title: "a book", unhedged: &unhedged, models: &models };
    let titles = ["in sample", "out of sample", "elsewhere"];
    risks(&RisksChart {
        labels: LABELS,
        risk_name: "risk",
        worlds: &titles[..worlds.len()],
        panels: &[panel, panel, panel],
    })
}

#[test]
fn risks_of_many_sizes() {
    each_case(|names, scale| {
        // Of zeros there is nothing to draw, which is said; the smallest of numbers takes their place.
        let scale = if scale == 0.0 { 1e-290 } else { scale };
        let worlds = [Some((scale, 0.9 * scale)), None, Some((1e-4 * scale, 0.0))];
        draw_risks(names, &worlds, 3.0 * scale)
    });
    let none = draw_risks(&["a"], &[Some((0.0, 0.0)), Some((1.0, 0.1))], 0.0).unwrap();
    assert!(none.svg.contains("Risks of zero have no place on a log axis"));
    let error = |worlds: &[_]| draw_risks(&["a"], worlds, 1.0).unwrap_err();
    assert!(matches!(error(&[Some((0.0, 0.0))]), ChartError::Nothing(_)));
    assert!(matches!(error(&[Some((1.0, f64::NAN))]), ChartError::NotFinite(_)));
}

/// Jumps make no hedge worse too: a hedge is judged against no hedge in its own world.
#[test]
fn no_hedge_is_a_risk_of_its_own_in_every_world() {
    let draw = |unhedged: &[Option<f64>]| {
        let worlds = [Some((1.0, 0.0)), Some((2.0, 0.0))];
        let models = [ModelRisks { name: "m", risks: &worlds }];
        let panels = [RisksPanel { title: "a book", unhedged, models: &models }];
        let worlds = ["out of sample", "jumps"];
        risks(&RisksChart { labels: LABELS, risk_name: "risk", worlds: &worlds, panels: &panels })
    };
    let svg = |unhedged: &[Option<f64>]| draw(unhedged).unwrap().svg;
    let (same, apart) = (svg(&[Some(3.0), Some(3.0)]), svg(&[Some(3.0), Some(3.9)]));
    assert!(apart.contains("no hedge, in the same world"));
    assert!(same.contains("no hedge") && !same.contains("in the same world"));
    // Two strokes upright, one above the other or apart.
    let strokes = |svg: &str| -> Vec<String> {
        let lines =
            svg.lines().filter(|line| line.contains("#222222") && line.contains("<polyline"));
        let points = lines.filter_map(|line| line.split("points=\"").nth(1)?.split('"').next());
        let upright = |points: &str| {
            let ends: Vec<_> = points.split_whitespace().collect();
            let [from, to] = [0, 1].map(|end| ends[end].split_once(',').map(|(x, _)| x.to_owned()));
            if ends.len() == 2 && from == to { from } else { None }
        };
        points.filter_map(upright).collect()
    };
    let [same, apart] = [strokes(&same), strokes(&apart)];
    assert!(same.len() == 2 && same[0] == same[1], "{same:?}");
    assert!(apart.len() == 2 && apart[0] != apart[1], "{apart:?}");
    assert!(matches!(draw(&[Some(1.0)]), Err(ChartError::Length { .. })));
}

const KINDS: [Joined; 3] = [Joined::Line, Joined::No, Joined::Band];

fn draw_cost_risk(
    names: &[&str],
    points: &[CostRiskPoint<'_>],
    unhedged: Option<f64>,
) -> Result<Image, ChartError> {
    let line = |(i, name)| CostRiskLine { name, points, joined: KINDS[i % 3] };
    let lines: Vec<_> = names.iter().copied().take(12).enumerate().map(line).collect();
    cost_risk(&CostRiskChart {
        labels: LABELS,
        cost_name: "cost",
        risk_name: "risk",
        unhedged,
        lines: &lines,
    })
}

#[test]
fn costs_and_risks_of_many_sizes() {
    let at = |cost, risk| CostRiskPoint { name: "p", cost, cost_se: 0.1, risk, risk_se: 0.2 };
    for points in [
        &[at(1.0, 2.0)][..],
        &[at(0.0, 5.0), at(1.0, 3.0), at(1e6, 1e-3)],
        &[at(1.0, 0.0), at(50.0, 0.0)],
    ] {
        each_case(|names, scale| {
            let scaled = |point: &CostRiskPoint<'static>| CostRiskPoint {
                cost: point.cost * scale,
                cost_se: point.cost_se * scale,
                risk: point.risk * scale,
                risk_se: point.risk_se * scale,
                ..*point
            };
            let points: Vec<_> = points.iter().map(scaled).collect();
            draw_cost_risk(names, &points, Some(7.0 * scale))
        });
    }
}

#[test]
fn scales_are_of_ratios_where_values_lie_far_apart() {
    let at = |cost, risk| CostRiskPoint { cost, risk, ..CostRiskPoint::default() };
    let svg = |points: &[_]| draw_cost_risk(&["a"], points, None).unwrap().svg;
    assert!(!svg(&[at(1.0, 1.0), at(2.0, 0.5)]).contains("log scale"));
    assert_eq!(svg(&[at(1.0, 1.0), at(200.0, 0.001)]).matches("log scale").count(), 2);
    let zero = svg(&[at(0.0, 1.0), at(1.0, 0.9), at(200.0, 0.8)]);
    assert!(zero.contains("cost, log scale down to zero") && !zero.contains("no hedge"));
    let near = draw_cost_risk(&["a"], &[at(1.0, 1.0)], Some(90.0)).unwrap().svg;
    assert!(near.contains("risk, log scale") && near.contains("no hedge"));
    let error = |points: &[_]| draw_cost_risk(&["a"], points, None).unwrap_err();
    assert!(matches!(error(&[]), ChartError::Nothing(_)));
    assert!(matches!(error(&[at(-1.0, 1.0)]), ChartError::NotPositive(_)));
    assert!(matches!(error(&[at(1.0, f64::INFINITY)]), ChartError::NotFinite(_)));
}

fn draw_surfaces(
    names: &[&str],
    [spots, volatilities]: [&[f64]; 2],
    errors: &[f64],
) -> Result<Image, ChartError> {
    let panels: Vec<_> = names.iter().take(7).map(|name| SurfacePanel { name, errors }).collect();
    error_surfaces(&ErrorSurfaces {
        labels: LABELS,
        error_title: "hedge less liability",
        spot_title: "spot",
        spots,
        volatility_title: "volatility",
        volatilities,
        entry: (100.0, 0.2),
        panels: &panels,
    })
}

#[test]
fn surfaces() {
    let (spots, volatilities) = ([80.0, 100.0, 120.0], [0.1, 0.2]);
    each_case(|names, scale| {
        let errors: Vec<f64> = [-5.0, 0.0, 1e-6, 3.0, 1e4, -7e3].map(|x| x * scale).into();
        draw_surfaces(names, [&spots, &volatilities], &errors)
    });
    let svg = draw_surfaces(&["a"], [&spots, &volatilities], &[-250.0; 6]).unwrap().svg;
    assert!(svg.contains("a: off by up to 250") && svg.contains("hedge less liability ("));
    // A panel has colours of its own, however far another is off: one is white at most where it errs little.
    let far = [-250.0, 250.0, 25.0, -25.0, 2.5, 0.0];
    let near = far.map(|error| 1e-4 * error);
    let panels =
        [("far", &far), ("near", &near)].map(|(name, errors)| SurfacePanel { name, errors });
    let both = error_surfaces(&ErrorSurfaces {
        labels: LABELS,
        error_title: "hedge less liability",
        spot_title: "spot",
        spots: &spots,
        volatility_title: "volatility",
        volatilities: &volatilities,
        entry: (100.0, 0.2),
        panels: &panels,
    });
    let svg = both.unwrap().svg;
    // Darkest red: the legend's end, then a cell and a step of the bar in each of two panels.
    assert_eq!(svg.matches("#67001F").count(), 1 + 4);
    let error = |axes, errors: &[f64]| draw_surfaces(&["a"], axes, errors).unwrap_err();
    let axes = [&spots[..], &volatilities[..]];
    assert!(matches!(error(axes, &[1.0]), ChartError::Length { .. }));
    assert!(matches!(error(axes, &[f64::NAN; 6]), ChartError::NotFinite(_)));
    assert!(matches!(error([&[1.0, 1.0], &volatilities], &[1.0; 4]), ChartError::Order(_)));
    assert!(matches!(error([&[], &[]], &[]), ChartError::Nothing(_)));
}

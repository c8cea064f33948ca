//! Charts of static hedges, of the sizes that books have.

use crate::{Numbers, labels};
use rehedge_report::charts::{
    ChartError, ConditionPoint, ConditionSeries, Conditioning, CostRiskChart, CostRiskLine,
    CostRiskPoint, ErrorSurfaces, Image, Joined, ModelPositions, ModelRisks, PositionsChart,
    RisksChart, RisksPanel, SurfacePanel, conditioning, cost_risk, error_surfaces, positions,
    risks,
};

/// Risks with their errors.
type Worlds = Vec<Option<(f64, f64)>>;

const MODELS: [&str; 5] =
    ["Model 0", "Model 1", "Model 2", "match delta, gamma, vega", "five by l1"];

fn models(prefix: &str) -> &'static [&'static str] {
    match prefix {
        "one-" => &MODELS[..1],
        "many-" => &MODELS,
        _ => &MODELS[..3],
    }
}

/// The stock and calls.
fn instruments() -> Vec<String> {
    let calls = [21, 42, 63, 126].iter().flat_map(|days| {
        [90, 95, 100, 105, 110].iter().map(move |strike| format!("call {strike} {days}d"))
    });
    ["stock".to_owned()].into_iter().chain(calls).collect()
}

/// Positions of millions that offset each other, of thousands, and a few.
pub fn draw_positions(prefix: &str) -> Result<Image, ChartError> {
    let instruments = instruments();
    let mut numbers = Numbers(3);
    let scales = [1.2e5, 1.4e3, 60.0, 800.0, 40.0];
    let held: Vec<Vec<f64>> = (0..models(prefix).len())
        .map(|model| {
            (0..instruments.len())
                .map(|i| {
                    let size = (1.6 * numbers.normal()).exp() * scales[model];
                    let sparse = model == 2 && i % 3 != 0 || model >= 3 && i % 5 != 0;
                    let sign = if numbers.uniform() < 0.5 { -1.0 } else { 1.0 };
                    if sparse { 0.0 } else { sign * size }
                })
                .collect()
        })
        .collect();
    let models: Vec<_> = models(prefix)
        .iter()
        .zip(&held)
        .map(|(name, positions)| ModelPositions { name, positions })
        .collect();
    let instruments: Vec<&str> = instruments.iter().map(String::as_str).collect();
    positions(&PositionsChart {
        labels: labels("Which positions hedge the vanilla book for three weeks?"),
        instruments: &instruments,
        models: &models,
    })
}

pub fn draw_conditioning(prefix: &str) -> Result<Image, ChartError> {
    let all =
        [(1.0, 4e19, 8), (5.0, 3e17, 13), (10.0, 6e16, 16), (15.0, 2e16, 19), (21.0, 8e14, 21)];
    let days = if prefix == "one-" { 1 } else { all.len() };
    let point = |uncertain: bool| {
        move |(days, number, rank): &(f64, f64, usize)| ConditionPoint {
            days: *days,
            condition_number: if uncertain { number.powf(0.55) } else { *number },
            rank: if uncertain { 21 } else { *rank },
        }
    };
    let fixed: Vec<_> = all[..days].iter().map(point(false)).collect();
    let uncertain: Vec<_> = all[..days].iter().map(point(true)).collect();
    conditioning(&Conditioning {
        labels: labels("Can the instruments be told apart at the horizon?"),
        instruments: 21,
        series: &[
            ConditionSeries { name: "implied volatility known", points: &fixed },
            ConditionSeries { name: "implied volatility ± 0.5 points", points: &uncertain },
        ],
    })
}

pub fn draw_risks(prefix: &str) -> Result<Image, ChartError> {
    let worlds = ["in sample", "out of sample", "volatility ± 0.5 points", "jumps"];
    let risk = |model: usize, world: usize, book: usize| {
        let sizes = [
            [7.3e-4, 8e-4, 6.3e3, 40.0],
            [1.3e-2, 1.3e-2, 338.0, 12.0],
            [0.5, 0.51, 34.6, 3.0],
            [9.0, 9.1, 25.0, 60.0],
            [4.0, 4.1, 30.0, 20.0],
        ];
        let value = sizes[model][world] * [1.0, 0.01, 2.0, 0.3][book];
        Some((value, 0.06 * value))
    };
    let books = ["vanilla", "binary", "barrier", "mixed"];
    let count = if prefix == "one-" { 1 } else { books.len() };
    let all: Vec<Vec<Worlds>> = (0..count)
        .map(|book| {
            (0..models(prefix).len())
                .map(|model| (0..worlds.len()).map(|world| risk(model, world, book)).collect())
                .collect()
        })
        .collect();
    let models: Vec<Vec<ModelRisks<'_>>> = all
        .iter()
        .map(|book| {
            let of = |(name, risks)| ModelRisks { name, risks };
            let risks = book.iter().map(|risks: &Worlds| &risks[..]);
            models(prefix).iter().copied().zip(risks).map(of).collect()
        })
        .collect();
    let unhedged =
        [5.2e3, 40.0, 9e3, 1.4e3].map(|risk| [risk, 1.01 * risk, risk, 1.6 * risk].map(Some));
    let panels: Vec<_> = models
        .iter()
        .zip(books)
        .zip(&unhedged)
        .map(|((models, title), unhedged)| RisksPanel { title, unhedged, models })
        .collect();
    risks(&RisksChart {
        labels: labels("What is left of the risk, and what if volatility moves?"),
        risk_name: "root mean square error",
        worlds: &worlds,
        panels: &panels,
    })
}

pub fn draw_cost_risk(prefix: &str) -> Result<Image, ChartError> {
    let caps: Vec<f64> =
        (0..20).map(|i| 1.3e-2 * (5.2e3_f64 / 1.3e-2).powf(f64::from(i) / 19.0)).collect();
    let cost = |risk: f64| (3.8e4 * (1.3e-2 / risk).powf(0.6) - 17.0).max(0.0);
    let inside: Vec<_> = caps
        .iter()
        .map(|risk| CostRiskPoint { cost: cost(*risk), risk: *risk, ..Default::default() })
        .collect();
    let outside: Vec<_> = caps
        .iter()
        .map(|risk| CostRiskPoint {
            cost: cost(*risk),
            risk: 1.04 * risk,
            risk_se: 0.03 * risk,
            ..Default::default()
        })
        .collect();
    let at = |name, cost, risk: f64| CostRiskPoint {
        name,
        cost,
        risk,
        risk_se: 0.05 * risk,
        ..Default::default()
    };
    let models = [
        at("Model 0", 1.9e6, 8e-4),
        at("Model 1", 3.84e4, 1.3e-2),
        at("Model 2", 9.97e2, 0.5),
        at("match delta, gamma, vega", 700.0, 9.0),
    ];
    let models = if prefix == "one-" { &models[..1] } else { &models };
    cost_risk(&CostRiskChart {
        labels: labels("How much risk does a unit of cost take away?"),
        cost_name: "cost of positions Σ|x| (units)",
        risk_name: "root mean square error (currency)",
        unhedged: Some(5.2e3),
        lines: &[
            CostRiskLine { name: "frontier, in sample", points: &inside, joined: Joined::Band },
            CostRiskLine {
                name: "frontier, out of sample",
                points: &outside,
                joined: Joined::Line,
            },
            CostRiskLine { name: "models, out of sample", points: models, joined: Joined::No },
        ],
    })
}

/// Static hedges beside dynamic ones.
pub fn draw_static_dynamic(prefix: &str) -> Result<Image, ChartError> {
    let at = |name, cost: f64, risk: f64| CostRiskPoint {
        name,
        cost,
        cost_se: 0.01 * cost,
        risk,
        risk_se: 0.02 * risk,
    };
    let statics =
        [at("Model 1", 900.0, 60.0), at("Model 2", 65.0, 75.0), at("five by l1", 50.0, 110.0)];
    let dynamic = [
        at("delta 0.25d", 160.0, 90.0),
        at("delta 1d", 81.0, 170.0),
        at("delta 5d", 38.0, 330.0),
        at("delta 15d", 22.0, 640.0),
    ];
    let dynamic = if prefix == "one-" { &dynamic[..1] } else { &dynamic };
    cost_risk(&CostRiskChart {
        labels: labels("Hedge once with options, or again and again with shares?"),
        cost_name: "mean cost of trading (currency)",
        risk_name: "root mean square P&L (currency)",
        unhedged: Some(1900.0),
        lines: &[
            CostRiskLine {
                name: "static, entered and left at bid and ask",
                points: &statics,
                joined: Joined::No,
            },
            CostRiskLine { name: "dynamic, delta", points: dynamic, joined: Joined::Line },
        ],
    })
}

pub fn draw_error_surfaces(prefix: &str) -> Result<Image, ChartError> {
    let spots: Vec<f64> = (0..41).map(|i| 80.0 + f64::from(i)).collect();
    let volatilities: Vec<f64> = (0..41).map(|i| 15.0 + 0.25 * f64::from(i)).collect();
    let errors = |model: usize| -> Vec<f64> {
        let size = [1e4, 500.0, 40.0, 120.0, 80.0][model];
        let error = |spot: f64, vol: f64| {
            let (s, v) = ((spot - 100.0) / 10.0, (vol - 20.0) / 5.0);
            size * (v * (3.0 * s).sin() + 0.02 * s.powi(3) + 0.3 * v * v * (-s * s).exp())
        };
        volatilities
            .iter()
            .flat_map(|vol| spots.iter().map(move |spot| error(*spot, *vol)))
            .collect()
    };
    let all: Vec<_> = (0..models(prefix).len()).map(errors).collect();
    let panels: Vec<_> = models(prefix)
        .iter()
        .zip(&all)
        .map(|(name, errors)| SurfacePanel { name, errors })
        .collect();
    error_surfaces(&ErrorSurfaces {
        labels: labels("What does each hedge miss if spot or volatility move?"),
        error_title: "profit and loss of book and hedge",
        spot_title: "spot at the horizon",
        spots: &spots,
        volatility_title: "implied volatility (%)",
        volatilities: &volatilities,
        entry: (100.0, 20.0),
        panels: &panels,
    })
}

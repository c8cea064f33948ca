//! Every chart from made-up numbers, easy and awkward ones, and the time that each takes.
//!
//! `cargo run --release -p rehedge-report --example gallery -- FOLDER [NAME]` draws all, or those
//! whose names hold `NAME`.

#![allow(clippy::disallowed_methods, reason = "measuring is what the clock is for here")]

mod grids;
mod judged;
mod paths;
mod static_hedges;

use rehedge_engine::{Component, Moments, ProfilePoint};
use rehedge_report::charts::{
    ChartError, ComponentMeans, Components, Cumulative, CumulativePanel, Frequency, FrequencyPoint,
    FrequencySeries, FrequencyTheory, HistoryWindows, Image, Labels, MarkedInterval,
    PnlDistribution, PnlSample, TheoryOf, WindowSeries, components, cumulative, frequency,
    history_windows, pnl_distribution,
};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    let started = Instant::now();
    for (prefix, hedges) in [("", easy()), ("one-", vec!["daily".to_owned()]), ("many-", many())] {
        charts(&folder, prefix, &hedges)?;
    }
    println!("{:>7.1} ms in all", started.elapsed().as_secs_f64() * 1e3);
    Ok(())
}

fn easy() -> Vec<String> {
    ["unhedged", "0.25 days", "daily", "5 days", "21 days", "delta band 0.05"]
        .map(String::from)
        .into()
}

fn many() -> Vec<String> {
    (1..=20)
        .map(|i| format!("rebalance every {i} days to Black–Scholes delta at path volatility"))
        .collect()
}

fn labels(title: &'static str) -> Labels<'static> {
    Labels {
        title,
        caption: "10,000 paths, seed 7; short at-the-money straddle, 63 trading days, spot 100.",
        unit: "currency",
    }
}

fn charts(folder: &Path, prefix: &str, hedges: &[String]) -> Result<(), Box<dyn Error>> {
    let wanted = std::env::args().nth(2).unwrap_or_default();
    let save = |name: &str, draw: &dyn Fn() -> Result<Image, ChartError>| {
        if !name.contains(&wanted) {
            return Ok(());
        }
        let started = Instant::now();
        let image = draw()?;
        let spent = started.elapsed().as_secs_f64() * 1e3;
        let path = folder.join(format!("{prefix}{name}"));
        std::fs::write(path.with_extension("svg"), &image.svg)?;
        std::fs::write(path.with_extension("png"), &image.png)?;
        let (svg, png) = (image.svg.len() / 1000, image.png.len() / 1000);
        println!("{spent:>7.1} ms  {svg:>4} kB svg  {png:>4} kB png  {prefix}{name}");
        Ok::<(), Box<dyn Error>>(())
    };
    save("pnl-distribution", &|| draw_distribution(hedges))?;
    save("frequency", &|| draw_frequency(prefix != "one-"))?;
    save("frontier", &|| judged::draw_frontier(hedges))?;
    save("ranking", &|| judged::draw_ranking(hedges))?;
    save("components", &|| draw_components(hedges))?;
    save("cumulative", &|| draw_cumulative(hedges))?;
    save("sample-path", &|| paths::draw_path(if prefix == "one-" { 2 } else { 253 }))?;
    save("history-windows", &|| draw_history(hedges, if prefix == "one-" { 40 } else { 5000 }))?;
    let steps = if prefix == "one-" { 2 } else { 253 };
    save("no-trade-region", &|| paths::draw_region(steps))?;
    save("rules-on-one-path", &|| paths::draw_rules(hedges, steps))?;
    save("spot-pnl", &|| paths::draw_spot_pnl(hedges))?;
    save("heat-map", &|| grids::draw_heat_map(hedges.len()))?;
    save("line-family", &|| grids::draw_line_family(hedges))?;
    save("positions", &|| static_hedges::draw_positions(prefix))?;
    save("conditioning", &|| static_hedges::draw_conditioning(prefix))?;
    save("risks", &|| static_hedges::draw_risks(prefix))?;
    save("cost-risk", &|| static_hedges::draw_cost_risk(prefix))?;
    save("static-dynamic", &|| static_hedges::draw_static_dynamic(prefix))?;
    save("error-surfaces", &|| static_hedges::draw_error_surfaces(prefix))
}

/// A plain generator: the gallery needs no quality.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Sum of uniforms, mean 0 and variance 1.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

pub(crate) fn spread_of(i: usize) -> f64 {
    if i == 0 { 4.0 } else { 0.35 * (i as f64).powf(0.6) }
}

fn draw_distribution(hedges: &[String]) -> Result<Image, ChartError> {
    let samples: Vec<Vec<f64>> = (0..hedges.len())
        .map(|i| {
            let mut numbers = Numbers(i as u64 + 1);
            let skewed = |z: f64| 0.2 - 0.1 * i as f64 + spread_of(i) * (z - 0.25 * z * z);
            (0..10_000).map(|_| skewed(numbers.normal())).collect()
        })
        .collect();
    let hedges: Vec<PnlSample<'_>> =
        hedges.iter().zip(&samples).map(|(name, pnl)| PnlSample { name, pnl }).collect();
    pnl_distribution(&PnlDistribution { labels: labels("P&L of each hedge"), hedges: &hedges })
}

fn draw_frequency(costly: bool) -> Result<Image, ChartError> {
    let days = [0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 21.0, 63.0];
    let point = |days: f64| FrequencyPoint {
        interval_days: days,
        pnl_sd: 0.45 * days.sqrt() * (1.0 + 0.05 * days.ln().sin()),
        pnl_sd_se: 0.01 * days.sqrt(),
        sd_before_costs: 0.42 * days.sqrt(),
        sd_before_costs_se: 0.01 * days.sqrt(),
        cost_mean: if costly { 0.3 / days.sqrt() + 0.03 } else { 0.0 },
        cost_mean_se: 0.002,
    };
    let points = days.map(point);
    let theory = |name, of, value: fn(f64) -> f64| FrequencyTheory {
        name,
        of,
        values: days.map(value).to_vec(),
    };
    let mut theories = vec![
        theory("Derman–Kamal", TheoryOf::Risk, |days| 0.44 * days.sqrt()),
        theory("Bertsimas–Kogan–Lo", TheoryOf::Risk, |days| 0.46 * days.sqrt()),
    ];
    if costly {
        theories.push(theory("expected cost", TheoryOf::Cost, |days| 0.3 / days.sqrt() + 0.02));
    }
    let series = [FrequencySeries { name: "", points: &points, theories }];
    frequency(&Frequency {
        labels: labels("Hedging four times as often halves the risk and doubles the cost"),
        series: &series,
        marked: Some(MarkedInterval { name: "Sepp's optimum", days: 1.4 }),
    })
}

fn parts(i: usize) -> [f64; Component::COUNT] {
    let cost = 1.0 / (1.0 + i as f64);
    [
        0.02,
        -3.9,
        4.2,
        -0.3,
        0.05,
        -0.08,
        -0.25,
        0.03,
        0.0,
        0.12,
        0.0,
        -0.4 * cost,
        -0.1 * cost,
        -0.3 * cost,
    ]
}

fn draw_components(hedges: &[String]) -> Result<Image, ChartError> {
    let hedges: Vec<ComponentMeans<'_>> = hedges
        .iter()
        .enumerate()
        .map(|(i, name)| ComponentMeans { name, means: parts(i) })
        .collect();
    components(&Components { labels: labels("Theta earned, gamma paid"), hedges: &hedges })
}

fn draw_cumulative(hedges: &[String]) -> Result<Image, ChartError> {
    let times: Vec<f64> = (0..=252).map(|i| f64::from(i) / 4.0).collect();
    let profile = |i: usize| -> Vec<ProfilePoint> {
        let at = |day: &f64| {
            let share = day / 63.0;
            let components = parts(i).map(|part| part * share.powf(1.2));
            let sd = spread_of(i) * share.sqrt();
            let pnl =
                Moments { count: 1e4, mean: components.iter().sum(), squares: sd * sd * 9999.0 };
            ProfilePoint { pnl, components }
        };
        times.iter().map(at).collect()
    };
    let profiles: Vec<_> = (0..hedges.len().min(4)).map(profile).collect();
    let panels: Vec<CumulativePanel<'_>> = hedges
        .iter()
        .zip(&profiles)
        .map(|(name, profile)| CumulativePanel { name, profile })
        .collect();
    cumulative(&Cumulative {
        labels: labels("P&L to date and its components"),
        time_title: "trading days",
        times: &times,
        panels: &panels,
    })
}

fn draw_history(hedges: &[String], windows: usize) -> Result<Image, ChartError> {
    let dates: Vec<String> = (0..windows)
        .map(|i| {
            let day = i * 365 / 252;
            format!(
                "{:04}-{:02}-{:02}",
                2001 + day / 365,
                1 + day % 365 / 31,
                1 + day % 365 % 31 % 28
            )
        })
        .collect();
    let dates: Vec<&str> = dates.iter().map(String::as_str).collect();
    let pnl: Vec<Vec<f64>> = (0..hedges.len())
        .map(|i| {
            let mut numbers = Numbers(i as u64 + 5);
            let mut level = 0.0;
            let scale = if i == 0 { 2.0 } else { 0.5 + 0.1 * i as f64 };
            (0..windows)
                .map(|day| {
                    level = 0.93 * level + 0.37 * numbers.normal();
                    let crash = if (1900..1922).contains(&day) { 9.0 } else { 0.0 };
                    scale * (0.3 + level - 0.25 * level * level - crash)
                })
                .collect()
        })
        .collect();
    let hedges: Vec<WindowSeries<'_>> =
        hedges.iter().zip(&pnl).map(|(name, pnl)| WindowSeries { name, pnl }).collect();
    history_windows(&HistoryWindows {
        labels: labels("Every month of history, hedged six ways"),
        start_dates: &dates,
        hedges: &hedges,
    })
}
